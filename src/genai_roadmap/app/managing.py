"""Manage the roadmaps: list, use, create, remove."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from genai_roadmap.app.review_summary import summarized_report
from genai_roadmap.app.saving import digest
from genai_roadmap.app.session import Session
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import FileInvalidError, RequestError, RoadmapError
from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.retention import Retention
from genai_roadmap.report.roadmap_summary import RoadmapSummary
from genai_roadmap.report.wording import done_text
from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.storage import drafts, files, progress_files, repairable, roadmap_files, settings, sources
from genai_roadmap.suggested import on_roadmap
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from genai_roadmap.progress.change import Change
    from genai_roadmap.roadmap.models import Roadmap


def list_roadmaps(session: Session) -> View:
    """Return the available roadmaps with the progress on each."""
    found = summaries(session)
    return View(json("json_roadmaps.summaries", found), page("roadmaps.summaries", found))


def summaries(session: Session) -> list[RoadmapSummary]:
    """Return the available roadmaps with the progress on each."""
    return [_summary(session, entry) for entry in roadmap_files.entries()]


def use(name: str) -> View:
    """Switch to another roadmap."""
    path = roadmap_files.locate(name)
    roadmap = repairable.read(path)
    if path != roadmap_files.path_of(roadmap.id):
        message = f"{name} is not one of your roadmaps. Import it first: genai-roadmap import {quoted(name)}"
        raise RequestError(message)
    with ExitStack() as locks:
        if roadmap.id != roadmap_files.BUNDLED:
            # The lock keeps other processes from removing it meanwhile.
            file = locks.enter_context(roadmap_files.lock(roadmap.id))
            if file.read() is None:
                message = f"the active roadmap {name!r} no longer exists"
                raise RequestError(message)
        was_active = settings.is_active(roadmap.id)
        settings.update(lambda now: now.model_copy(update={"active": roadmap.id}))
    label = f"{roadmap.id}: {roadmap.title}" if _has_shared_title(roadmap) else roadmap.title
    shown = f"{label} is already active." if was_active else f"Switched to {label}."
    return View(json("json_items.roadmap", roadmap), page("reference.lines", [shown]))


def _has_shared_title(roadmap: Roadmap) -> bool:
    return any(other.title == roadmap.title for other in repairable.others(roadmap))


def create(session: Session, roadmap_id: str, source: str | None = None, *, with_progress: bool = False) -> View:
    """Create a small roadmap or a copy of another one, with the progress on it if `with_progress` is set.

    Raises RequestError if the roadmap, or other progress on it, exists or the id is invalid. The progress is written
    first: without a roadmap it does no harm, but a copy without its progress would look complete.
    """
    _reject_invalid(roadmap_id)
    path = files.path_of("roadmaps", roadmap_id)
    if roadmap_id == roadmap_files.BUNDLED:
        message = f"{roadmap_id!r} is the bundled roadmap; choose another id"
        raise RequestError(message)
    original = roadmap_files.locate(source) if source else None
    content = roadmap_files.copy_of(original, roadmap_id) if original else roadmap_files.template(roadmap_id)
    changes = progress_files.load(roadmap_files.read(original).id).changes if original and with_progress else ()
    with roadmap_files.lock(roadmap_id) as file:
        if file.read() is not None:
            message = f"{path} already exists. To edit it: genai-roadmap edit {roadmap_id}"
            raise RequestError(message)
        if changes:
            _copy_progress(session, roadmap_id, changes)
        with files.after_writes("only the progress was copied; try again" if changes else ""):
            sources.remove(roadmap_id)
            file.write(content, session.now)
    created = {"path": path} | ({"progress": progress_files.path_of(roadmap_id)} if changes else {})
    return View(json("json_items.paths", created), page("roadmaps.created", roadmap_id, path, len(changes)))


def _reject_invalid(roadmap_id: str) -> None:
    """Raise RequestError, with the id that was probably meant, if this is not a valid roadmap id."""
    if problem := id_error(roadmap_id):
        from genai_roadmap.markdown.slugs import slug_of_title

        slug = slug_of_title(roadmap_id)
        is_meant = any(map(str.isalpha, roadmap_id)) and not id_error(slug)
        message = f"{problem}. Try: genai-roadmap new {slug}" if is_meant else problem
        raise RequestError(message)


def _copy_progress(session: Session, roadmap_id: str, changes: tuple[Change, ...]) -> None:
    with progress_files.lock(roadmap_id) as file:
        before = file.read()
        copy = Progress(roadmap=roadmap_id, changes=changes)
        # Progress that an interrupted copy left is part of it.
        if any(copy.by_id.get(change.id) != change for change in before.changes):
            message = f"{progress_files.path_of(roadmap_id)} already has other progress; choose another id"
            raise RequestError(message)
        if before.changes != copy.changes and not file.write(copy, session.now):
            message = "the progress file was changed meanwhile; try again"
            raise RequestError(message)


def describe(session: Session, roadmap_id: str) -> str:
    """Return the title of one of the learner's roadmaps, with the number of done topics; raise RequestError."""
    report = _summary(
        session, roadmap_files.Entry(roadmap_id, roadmap_files.own_file(roadmap_id), is_bundled=False)
    ).report
    return f"{report.roadmap.title} ({done_text(report.count)} done)" if report else roadmap_id


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
        with files.after_writes("the roadmap was removed"):
            sources.keep_removed(roadmap_id)
    progress = progress_files.path_of(roadmap_id)
    kept = {"roadmap": backup} | ({"progress": progress} if os.path.lexists(progress) else {})
    return View(
        json("json_items.paths", kept),
        page("roadmaps.removed", roadmap_id, roadmap_files.BUNDLED if was_active else None, "progress" in kept),
    )


def restore(session: Session, roadmap_id: str) -> View:
    """Restore a removed roadmap from its newest backup, and a damaged one from its newest good one.

    Raises RequestError if there is none.
    """
    path = roadmap_files.path_of(roadmap_id)
    damaged = at = None
    if os.path.lexists(path):
        damaged, at = _replace_damaged(session, roadmap_id)
    else:
        _restore_removed(session, roadmap_id)
    found = {"roadmap": path} | ({"damaged": damaged} if damaged else {})
    shown = page("roadmaps.restored", roadmap_id, at, damaged, is_active=roadmap_id == session.active_id)
    return View(json("json_items.paths", found), shown)


def _replace_damaged(session: Session, roadmap_id: str) -> tuple[Path | None, dt.datetime]:
    """Replace a damaged roadmap with its newest good backup; return where it is kept, and the time of that backup.

    Raises RequestError if it is valid or has no good backup, and FileNewerError if it has a newer format.
    """
    path = roadmap_files.path_of(roadmap_id)
    content = roadmap_files.read_content(path)
    if not repairable.is_damaged(path, content):
        message = f"{roadmap_id!r} was not removed. List its backups: {on_roadmap('restore', roadmap_id)}"
        raise RequestError(message)
    if not (backup := repairable.newest_good_backup(roadmap_id)):
        message = f"there is no good backup of {roadmap_id!r}. Edit it: genai-roadmap edit {roadmap_id}"
        raise RequestError(message)
    with roadmap_files.lock(roadmap_id) as file:
        return file.replace(content, roadmap_files.read_content(backup.path), session.now), in_local_zone(backup.at)


def _restore_removed(session: Session, roadmap_id: str) -> None:
    if not (backups := roadmap_files.list_backups(roadmap_id)):
        available = ", ".join(repairable.removed_ids())
        removed = f" (available: {available})" if available else "; none was removed"
        hint = "To list the backups of your progress: genai-roadmap restore"
        message = f"no removed roadmap {roadmap_id!r}{removed}. {hint}"
        raise RequestError(message)
    with roadmap_files.lock(roadmap_id) as file:
        content = roadmap_files.read_content(backups[0].path)
        sources.restore_removed(roadmap_id, digest(content))
        # Even if it was invalid, so that removing it can always be undone.
        file.replace(None, content, session.now)


def _summary(session: Session, entry: roadmap_files.Entry) -> RoadmapSummary:
    is_active = entry.id == session.active_id
    try:
        report = summarized_report(Session(entry.id, lambda: session.now))
    except FileInvalidError as error:
        return RoadmapSummary(entry.id, is_active, None, error.problems[0], error.brief)
    except RoadmapError as error:
        return RoadmapSummary(entry.id, is_active, None, str(error), str(error))
    retention = Retention(report, session.now.date(), session.settings.review_limit)
    due, count = (retention.due_count, retention.to_review) if retention.is_on else (0, 0)
    to_review = retention.to_review_text(is_short=True) if count < due else ""
    has_draft = not entry.is_bundled and drafts.newest(entry.id) is not None
    return RoadmapSummary(entry.id, is_active, report, due=due, to_review=to_review, has_draft=has_draft)
