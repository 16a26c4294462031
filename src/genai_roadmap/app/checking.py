"""Check the files, and tell where they are."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import backups, files, progress_files, roadmap_files, settings

if TYPE_CHECKING:
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class PathsView(NamedTuple):
    """The paths of the program's files, by name."""

    paths: dict[str, Path]

    def data(self) -> "Data":
        """Return it for JSON."""
        return {name: str(path) for name, path in self.paths.items()}

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import reference

        return reference.paths(self.paths, display)


class ProblemsView(NamedTuple):
    """The problems of the files."""

    problems: list[str]

    def data(self) -> "Data":
        """Return it for JSON."""
        return {"problems": self.problems}

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import reference

        return reference.lines(self.problems or ["Everything is as it should be."])


def paths(session: Session) -> PathsView:
    """Return where the files are."""
    return PathsView(
        {
            "folder": files.home(),
            "roadmap": session.roadmap_file,
            "progress": progress_files.path_of(session.roadmap.id),
            "backups": backups.folder(session.roadmap.id),
            "settings": settings.path(),
        }
    )


def check(session: Session, file: Path | None, older: Path | None) -> ProblemsView:
    """Return the problems of a roadmap file or, without a file, of the roadmap and the progress on it.

    With `older`, an earlier version of the roadmap, the changes of slugs that it does not allow are problems too.
    """
    problems = _problems(session, file)
    if not problems and older:
        problems = _slug_problems(file or session.roadmap_file, older)
    return ProblemsView(problems)


def _problems(session: Session, file: Path | None) -> list[str]:
    try:
        roadmap = roadmap_files.read(file) if file else session.roadmap
    except FileInvalidError as error:
        return [*error.problems]
    if file:
        return []
    copies = progress_files.conflict_copies(roadmap.id)
    copy_problems = [f"{copy}: looks like a conflict copy, and is not read" for copy in copies]
    try:
        path = progress_files.path_of(roadmap.id)
        return [f"{path}: {problem}" for problem in session.report.problems(session.now)] + copy_problems
    except FileInvalidError as error:
        return [*error.problems, *copy_problems]


def _slug_problems(path: Path, older: Path) -> list[str]:
    from genai_roadmap.roadmap.revision import undeclared_changes

    found = undeclared_changes(roadmap_files.read(older), roadmap_files.read(path))
    return [f"{path}: {problem}" for problem in found]
