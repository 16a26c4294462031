"""Manage the roadmaps: list, use, create, remove."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.report.report import Report, RoadmapSummary
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import progress_files, roadmap_files, settings

if TYPE_CHECKING:
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class RoadmapsView(NamedTuple):
    """The available roadmaps with the progress on each."""

    summaries: list[RoadmapSummary]

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_roadmaps

        return json_roadmaps.summaries(self.summaries)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import roadmaps

        return roadmaps.summaries(self.summaries, display)


class ActiveView(NamedTuple):
    """The roadmap that is active now."""

    roadmap: Roadmap

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_items

        return json_items.roadmap(self.roadmap)

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import reference

        return reference.lines([f"{self.roadmap.title} is active now."])


class RemovedView(NamedTuple):
    """The roadmap that was removed, and the files that are kept."""

    id: str
    kept: dict[str, Path]

    def data(self) -> "Data":
        """Return it for JSON."""
        return {name: str(path) for name, path in self.kept.items()}

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import roadmaps

        return roadmaps.removed(self.id, self.kept, display)


class CreatedView(NamedTuple):
    """The file of a new roadmap."""

    id: str
    path: Path

    def data(self) -> "Data":
        """Return it for JSON."""
        return {"path": str(self.path)}

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import reference

        return reference.lines([f"{self.path}", f"genai-roadmap use {self.id}; genai-roadmap edit"])


def list_roadmaps(session: Session) -> RoadmapsView:
    """Return the available roadmaps with the progress on each."""
    return RoadmapsView([_summary(session, entry) for entry in roadmap_files.entries()])


def use(name: str) -> ActiveView:
    """Switch to another roadmap."""
    roadmap = roadmap_files.read(roadmap_files.locate(name))
    settings.update(lambda now: now.model_copy(update={"active": roadmap.id}))
    return ActiveView(roadmap)


def create(roadmap_id: str) -> CreatedView:
    """Create a small roadmap; raise RequestError if it exists or its id is invalid."""
    return CreatedView(roadmap_id, roadmap_files.create(roadmap_id))


def remove(session: Session, roadmap_id: str) -> RemovedView:
    """Remove one of the learner's roadmaps; its progress and a backup of it are kept."""
    backup = roadmap_files.remove(roadmap_id, session.now)
    if session.settings.active == roadmap_id:
        settings.update(lambda now: now.model_copy(update={"active": None}))
    return RemovedView(roadmap_id, {"roadmap": backup, "progress": progress_files.path_of(roadmap_id)})


def roadmap_changes(session: Session) -> "Revision | None":
    """Return what changed in the bundled roadmap since the last call; None if nothing did."""
    if session.roadmap.id != roadmap_files.BUNDLED:
        return None
    content = roadmap_files.read_content(roadmap_files.bundled_file())
    if not (before := roadmap_files.replace_last_seen(content)):
        return None
    # Slow to import, and needed only for a new version of the roadmap.
    from genai_roadmap.roadmap.revision import revise

    revision = revise(before, roadmap_files.parse(roadmap_files.bundled_file(), content))
    return None if revision.is_empty else revision


def _summary(session: Session, entry: roadmap_files.Entry) -> RoadmapSummary:
    is_active = entry.id == session.active_id
    try:
        report = Report.of(roadmap_files.read(entry.path), progress_files.load(entry.id))
    except FileInvalidError as error:
        return RoadmapSummary(entry.id, is_active, None, error.problems[0])
    return RoadmapSummary(entry.id, is_active, report)
