"""Import roadmaps again from their sources."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app import fetching
from genai_roadmap.app.dialog import Request
from genai_roadmap.app.saving import digest
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.report.source_update import SourceStatus, SourceUpdate
from genai_roadmap.storage import repairable, roadmap_files, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genai_roadmap.app.dialog import Dialog
    from genai_roadmap.app.fetching import Content
    from genai_roadmap.app.importing import ImportResult
    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.sources import Source


@dataclass(frozen=True, slots=True)
class Options:
    """The options of an update; `overwrites` decides whether to overwrite the edits of the roadmap with an id."""

    same: tuple[tuple[str, str], ...] = ()
    dry_run: bool = False
    force: bool = False
    overwrites: Callable[[str], bool] = lambda _id: False


class Refreshed(NamedTuple):
    """The update of a roadmap: its outcome, and what was imported, or why it failed."""

    summary: SourceUpdate
    result: ImportResult | None = None
    error: RoadmapError | None = None


class UpdatesFailedError(RoadmapError):
    """Some of several updates failed; the exit code is the highest of theirs."""

    def __init__(self, failed: Sequence[tuple[str, RoadmapError]]) -> None:
        count = "an update" if len(failed) == 1 else f"{len(failed)} updates"
        errors = (f"{roadmap_id}: {error}" for roadmap_id, error in failed)
        super().__init__("\n".join([f"{count} failed:", *errors]))
        self.exit_code = max(error.exit_code for _, error in failed)


def _active_id(session: Session) -> str:
    """Return the id of the roadmap of this run; raise RequestError if it is not one of the learner's own."""
    session.require_chosen_roadmap()
    if session.roadmap_file == roadmap_files.bundled_file():
        return roadmap_files.BUNDLED
    if session.roadmap_file != roadmap_files.path_of(session.roadmap_file.stem):
        message = f"{session.roadmap_file} is not one of your roadmaps. List them with `genai-roadmap roadmaps`"
        raise RequestError(message)
    return session.roadmap_file.stem


def update(session: Session, roadmap_id: str, options: Options, dialog: Dialog) -> Refreshed:
    """Import a roadmap again, and return the result.

    Raises RequestError if it has no source, or was edited and is not to be overwritten.
    """
    source = _source(roadmap_id)
    current = digest(roadmap_files.read_content(roadmap_files.own_file(roadmap_id)))
    is_edited = current not in source.versions
    # After an undo, the source is newer than the roadmap although it has not changed.
    is_undone = current in source.versions[:-1]
    always = options.force or is_undone or bool(options.same)
    content = _read(roadmap_id, source, dialog, always=always)
    if content is None:
        # A damaged roadmap is neither edited nor up to date.
        repairable.read(roadmap_files.own_file(roadmap_id))
        return Refreshed(SourceUpdate(roadmap_id, SourceStatus.CURRENT, source.source, is_edited))
    if is_edited and not (options.dry_run or options.force or options.overwrites(roadmap_id)):
        message = (
            f"the source of {roadmap_id!r} has changed, but you edited the roadmap since it was imported; to overwrite "
            f"your edits (undo restores them): genai-roadmap update {roadmap_id} --force"
        )
        raise RequestError(message)
    result = _import(session, roadmap_id, content, options, dialog, expected=current)
    made = SourceStatus.AVAILABLE if options.dry_run else SourceStatus.UPDATED
    status = made if result.is_new_version or result.new_changes else SourceStatus.CURRENT
    left_out = len(result.imported.parsed.left_out)
    summary = SourceUpdate(roadmap_id, status, source.source, is_edited, left_out, bool(result.new_changes))
    return Refreshed(summary, result)


def updates(
    session: Session, roadmap_id: str | None, options: Options, dialog: Dialog, *, every: bool
) -> list[Refreshed]:
    """Import a roadmap again, by default that of this run, or every one that was imported; return the results."""
    if every:
        return _update_all(session, options, dialog)
    return [update(session, _active_id(session) if roadmap_id is None else roadmap_id, options, dialog)]


def _update_all(session: Session, options: Options, dialog: Dialog) -> list[Refreshed]:
    """Import each roadmap that was imported again; one that fails does not stop the others."""
    found = []
    for entry in roadmap_files.entries():
        try:
            if not _has_source(entry):
                continue
            found.append(update(session, entry.id, options, dialog))
        except RoadmapError as error:
            found.append(Refreshed(SourceUpdate(entry.id, SourceStatus.FAILED, error=str(error)), error=error))
    return found


def view(found: Sequence[Refreshed]) -> View:
    """Return updates as a view."""
    summaries = [each.summary for each in found]
    changed = [each.result if each.summary.status is not SourceStatus.CURRENT else None for each in found]
    data = [result.view.data if result else None for result in changed]
    revised = [result.update if result else None for result in changed]
    return View(json("json_roadmaps.updates", summaries, data), page("updates.updates", summaries, revised))


def raise_failures(found: Sequence[Refreshed]) -> None:
    """Raise UpdatesFailedError if one of the updates failed."""
    if failed := [(each.summary.roadmap_id, each.error) for each in found if each.error]:
        raise UpdatesFailedError(failed)


def _import(
    session: Session, roadmap_id: str, content: Content, options: Options, dialog: Dialog, *, expected: str
) -> ImportResult:
    # Slow to import, and needed only if there is something new.
    from genai_roadmap.app.importing import import_content

    request = Request(
        content.source.source or "",
        BytesIO(),
        roadmap_id,
        dry_run=options.dry_run,
        same=options.same,
        # It was imported before, so there is no doubt whether it is a roadmap.
        overwrite=True,
        is_update=True,
        expected=expected,
    )
    return import_content(session, request, content, dialog)


def _has_source(entry: roadmap_files.Entry) -> bool:
    """Return whether a roadmap can be updated; raise RequestError and FileInvalidError if that is not known."""
    found = None if entry.is_bundled else sources.load(entry.id)
    return bool(found and found.source)


def _source(roadmap_id: str) -> Source:
    if roadmap_id == roadmap_files.BUNDLED:
        message = (
            f"{roadmap_id!r} is the bundled roadmap, which is updated with genai-roadmap itself. "
            "To update those that you imported: genai-roadmap update --all"
        )
        raise RequestError(message)
    roadmap_files.own_file(roadmap_id)
    source = sources.load(roadmap_id)
    if not source or not source.source:
        message = f"{roadmap_id!r} was not imported {_how_to_import(roadmap_id)} --id {roadmap_id}"
        raise RequestError(message)
    return source


def _how_to_import(roadmap_id: str) -> str:
    """Return the end of the message about a roadmap whose source is not known, with the command that imports it."""
    # Needed only for this message.
    from genai_roadmap.storage import sync_state

    if roadmap_id in sync_state.load().roadmaps:
        return "on this machine. If it was on another one, import it here once: genai-roadmap import URL|FILE"
    return "from a file or an address. Import its new version: genai-roadmap import FILE"


def _read(roadmap_id: str, source: Source, dialog: Dialog, *, always: bool) -> Content | None:
    try:
        return fetching.read_again(source, dialog.download_bar, always=always)
    except RequestError as error:
        if "://" in (source.source or "") or os.path.lexists(source.source or ""):
            raise
        message = f"{error}. If it was moved: genai-roadmap import FILE --id {roadmap_id}"
        raise RequestError(message) from None
