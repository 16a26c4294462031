"""Check the files, and locate them."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.report.wording import plural
from genai_roadmap.storage import (
    backups,
    files,
    folders,
    progress_files,
    removed_items,
    repairable,
    roadmap_files,
    settings,
    sources,
)
from genai_roadmap.suggested import on_roadmap
from genai_roadmap.text import quoted, shown_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.toml_positions import Fix


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


MAX_PROBLEMS = 10


class Check(NamedTuple):
    """The problems of a check, a summary of them that fits a terminal, and the slugs that were written before it."""

    problems: list[str]
    summary: str
    fix: Fix | None = None

    @property
    def view(self) -> View:
        """The check as a view."""
        return View(
            json("json_roadmaps.check", self.problems, self.fix), page("roadmaps.check", self.problems, self.fix)
        )


def check(session: Session, file: Path | None, older: Path | None, *, fix: bool = False) -> Check:
    """Return the problems of a roadmap file or, without a file, of the roadmap and the progress on it.

    Without a file, the other roadmaps are checked too. Problems of the last sync are warnings. With `older`, an earlier
    version of the roadmap, lost and reused slugs are problems too. With `fix`, missing slugs are written first.
    """
    fixed = None
    _reject_id(file)
    try:
        if fix:
            from genai_roadmap.app.fixing import write_slugs

            fixed = write_slugs(session, file)
        roadmap = repairable.read(file) if file else session.roadmap
    except FileInvalidError as error:
        hint = _untitled(fixed) if fixed else _hint(error, file or session.roadmap_file)
        return Check([*error.problems], "\n".join(filter(None, [str(error), hint])), fixed)
    problems: list[str] = []
    if not file:
        problems += _progress_problems(session, roadmap.id)
        for load in (sources.load, removed_items.load):
            problems += _problems_of(partial(load, roadmap.id))
        _warn_of_sync_problems(session)
    if not problems and older:
        problems = _slug_problems(file or session.roadmap_file, older)
    if not file and not session.is_on_other_roadmap:
        problems += _other_problems(roadmap.id)
    return Check(problems, _shortened(problems), fixed)


def _reject_id(file: Path | None) -> None:
    """Raise RequestError if a file that does not exist has the name of a roadmap."""
    if file and not os.path.lexists(file) and any(entry.id == str(file) for entry in roadmap_files.entries()):
        message = f"no such file: {file}. To check the roadmap: {on_roadmap('check', str(file))}"
        raise RequestError(message)


def _hint(error: FileInvalidError, path: Path) -> str:
    """Return how to write missing slugs, what to name instead of a folder, or how to import what is not TOML."""
    if "slug" in error.missing_keys:
        return f"Write the missing slugs with: genai-roadmap check --fix {quoted(str(path))}"
    if folders.is_folder(path):
        return f"Name a file in it, like {path / 'my-roadmap.toml'}"
    from genai_roadmap.app.reading import can_import

    return f"Import it with: genai-roadmap import {quoted(str(path))}" if can_import(path) else ""


def _untitled(fixed: Fix) -> str:
    """Return how many items have no title from which a slug could be made; empty if all have one."""
    if not fixed.untitled:
        return ""
    counts = " and ".join(plural(count, noun) for noun, count in fixed.untitled.items())
    verb = "needs" if sum(fixed.untitled.values()) == 1 else "need"
    return f"{counts} {verb} a title before a slug can be written"


def _shortened(problems: list[str]) -> str:
    count = shown_count(len(problems), MAX_PROBLEMS)
    more = [f"and {plural(len(problems) - count, 'more problem')}"] if problems[count:] else []
    return "\n".join([*problems[:count], *more])


def _progress_problems(session: Session, roadmap_id: str) -> list[str]:
    copies = progress_files.conflict_copies(roadmap_id)
    copy_problems = [f"{copy}: looks like a conflict copy, which is ignored" for copy in copies]
    try:
        problems = [f"{session.progress_file}: {problem}" for problem in session.report.problems(session.now)]
    except FileInvalidError as error:
        problems = [*error.problems]
    return problems + copy_problems


def _other_problems(roadmap_id: str) -> Iterator[str]:
    """Yield the problems of the files of all roadmaps but one."""
    for entry in roadmap_files.entries():
        if entry.id != roadmap_id:
            yield from _problems_of(partial(repairable.read, entry.path))
            yield from _problems_of(partial(progress_files.load, entry.id))


def _warn_of_sync_problems(session: Session) -> None:
    """Warn of what the last sync skipped."""
    if session.settings.sync_location:
        from genai_roadmap.storage import sync_state

        state = sync_state.load()
        for problem in state.problems if state.location == session.settings.sync_location else ():
            session.warn(f"the last sync found: {problem}")


def _problems_of(read: Callable[[], object]) -> list[str]:
    """Return the problems of a file that a function reads."""
    try:
        read()
    except FileInvalidError as error:
        return [*error.problems]
    return []


def _slug_problems(path: Path, older: Path) -> list[str]:
    from genai_roadmap.roadmap.revision import undeclared_changes

    found = undeclared_changes(roadmap_files.read(older), roadmap_files.read(path))
    return [f"{path}: {problem}" for problem in found]
