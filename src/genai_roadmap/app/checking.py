"""Check the files, and locate them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import backups, files, progress_files, roadmap_files, settings

if TYPE_CHECKING:
    from pathlib import Path

    from genai_roadmap.app.session import Session


def paths(session: Session) -> View:
    """Return the paths of the files."""
    found = {
        "folder": files.home(),
        "roadmap": session.roadmap_file,
        "progress": session.progress_file,
        "backups": backups.folder(session.roadmap.id),
        "settings": settings.path(),
    }
    return View(json("json_items.paths", found), page("reference.paths", found))


def check(session: Session, file: Path | None, older: Path | None) -> list[str]:
    """Return the problems of a roadmap file or, without a file, of the roadmap and the progress on it.

    With `older`, an earlier version of the roadmap, lost and reused slugs are problems too.
    """
    problems = _problems(session, file)
    if not problems and older:
        problems = _slug_problems(file or session.roadmap_file, older)
    return problems


def problems_view(problems: list[str]) -> View:
    """Return the problems of a check as a view."""
    return View(json("json_items.problems", problems), page("reference.problems", problems))


def _problems(session: Session, file: Path | None) -> list[str]:
    try:
        roadmap = roadmap_files.read(file) if file else session.roadmap
    except FileInvalidError as error:
        return [*error.problems]
    return [] if file else _progress_problems(session, roadmap.id)


def _progress_problems(session: Session, roadmap_id: str) -> list[str]:
    copies = progress_files.conflict_copies(roadmap_id)
    copy_problems = [f"{copy}: looks like a conflict copy, which is ignored" for copy in copies]
    try:
        problems = [f"{session.progress_file}: {problem}" for problem in session.report.problems(session.now)]
    except FileInvalidError as error:
        problems = [*error.problems]
    return problems + copy_problems


def _slug_problems(path: Path, older: Path) -> list[str]:
    from genai_roadmap.roadmap.revision import undeclared_changes

    found = undeclared_changes(roadmap_files.read(older), roadmap_files.read(path))
    return [f"{path}: {problem}" for problem in found]
