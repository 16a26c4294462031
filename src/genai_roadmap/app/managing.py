"""Manage the roadmaps: list, use, create, remove."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.report.report import Report, RoadmapSummary
from genai_roadmap.storage import files, progress_files, roadmap_files, settings

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session


def list_roadmaps(session: Session) -> View:
    """Return the available roadmaps with the progress on each."""
    summaries = [_summary(session, entry) for entry in roadmap_files.entries()]
    return View(json("json_roadmaps.summaries", summaries), page("roadmaps.summaries", summaries))


def use(name: str) -> View:
    """Switch to another roadmap."""
    path = roadmap_files.locate(name)
    roadmap = roadmap_files.read(path)
    if path != roadmap_files.path_of(roadmap.id):
        message = f"{name} is not one of your roadmaps. Import it first: genai-roadmap import {name}"
        raise RequestError(message)
    with ExitStack() as locks:
        if roadmap.id != roadmap_files.BUNDLED:
            # So that no other process removes it meanwhile.
            file = locks.enter_context(roadmap_files.lock(roadmap.id))
            if file.read() is None:
                message = f"the active roadmap {name!r} no longer exists"
                raise RequestError(message)
        settings.update(lambda now: now.model_copy(update={"active": roadmap.id}))
    return View(json("json_items.roadmap", roadmap), page("roadmaps.switched", roadmap))


def create(roadmap_id: str) -> View:
    """Create a small roadmap; raise RequestError if it exists or its id is invalid."""
    path = roadmap_files.create(roadmap_id)
    return View(json("json_items.paths", {"path": path}), page("roadmaps.created", roadmap_id, path))


def remove(session: Session, roadmap_id: str) -> View:
    """Remove one of the learner's roadmaps; its progress and a backup of it are kept."""
    roadmap_files.own_file(roadmap_id)
    with roadmap_files.lock(roadmap_id) as file:
        # Read now, because an error after the first write would come too late.
        file.read()
        # First, so that the active roadmap exists at any moment.
        if was_active := settings.load().active == roadmap_id:
            settings.update(lambda now: now.model_copy(update={"active": None}))
        with files.after_writes("it still exists, but is no longer the active roadmap" if was_active else ""):
            backup = file.remove(session.now)
    kept = {"roadmap": backup, "progress": progress_files.path_of(roadmap_id)}
    return View(json("json_items.paths", kept), page("roadmaps.removed", roadmap_id, kept))


def _summary(session: Session, entry: roadmap_files.Entry) -> RoadmapSummary:
    is_active = entry.id == session.active_id
    try:
        report = Report.of(roadmap_files.read(entry.path), progress_files.load(entry.id))
    except RoadmapError as error:
        return RoadmapSummary(entry.id, is_active, None, str(error).splitlines()[0])
    return RoadmapSummary(entry.id, is_active, report)
