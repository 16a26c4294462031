"""Import a roadmap from Markdown or TOML, or an export with its journal from JSON."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app import fetching, reading
from genai_roadmap.app.confirming import confirm_merge, confirm_removals
from genai_roadmap.app.dialog import UpdateOtherRoadmap
from genai_roadmap.app.saving import digest, save
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.storage import outputs, roadmap_files, sources
from genai_roadmap.suggested import on_roadmap
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genai_roadmap.app.dialog import Dialog, Request
    from genai_roadmap.app.fetching import Content
    from genai_roadmap.app.saving import Imported, Saved
    from genai_roadmap.app.session import Session
    from genai_roadmap.report.update import Update
    from genai_roadmap.roadmap.models import Roadmap


# What was written, and each command that can follow, after its purpose.
Ending = tuple[str, Sequence[tuple[str, str]]]
DRY_RUN: Ending = ("Dry run: nothing written.", ())
# The maximum number of items in a command.
MAX_NAMES = 10


class ImportResult(NamedTuple):
    """The result of an import: what was imported, and the changes to the old version.

    `path` is the file that it wrote, `ending` says so, with the commands that can follow, and `toml` is the roadmap if
    it is to be printed instead. `is_new_version` is set if it replaces, or would replace, an old version,
    and `new_changes` is the number of changes that were recorded, if it wrote anything.
    """

    imported: Imported
    update: Update | None
    path: Path | None = None
    ending: Ending = DRY_RUN
    toml: bytes | None = None
    is_new_version: bool = False
    new_changes: int | None = None

    @property
    def view(self) -> View:
        """The result as a view."""
        parsed, update, path = self.imported.parsed, self.update, self.path
        journal = self.imported.archive.progress if self.imported.archive else None
        return View(
            json("json_roadmaps.import_result", parsed, update, journal, path),
            page("roadmaps.reviewed_import", parsed, update, self.ending)
            if self.imported.is_reviewed
            else page("roadmaps.import_result", parsed, update, journal, self.ending, self.new_changes),
        )


def import_roadmap(session: Session, request: Request, dialog: Dialog) -> ImportResult:
    """Import a roadmap, or update the one with the same id, and record the imported progress; return the result."""
    content = fetching.read(request.file, request.stdin, dialog.download_bar)
    return import_content(session, request, content, dialog)


def import_content(session: Session, request: Request, content: Content, dialog: Dialog) -> ImportResult:
    """Import a roadmap whose file was read, and return the result."""

    def compare(imported: Imported) -> Update | None:
        return None if request.output else _update(session, imported, request, dialog.without_questions)[1]

    try:
        imported = reading.read(session, request, content, dialog, compare)
    except UpdateOtherRoadmap as other:
        return import_content(session, replace(request, roadmap_id=other.roadmap_id), content, dialog)
    if imported.is_reviewed and dialog.show_changes and not request.output:
        # The learner saw them.
        dialog = dialog._replace(show_changes=lambda _changes: None)
    result = _import(session, request, imported, dialog)
    if imported.parsed.is_checklist and not result.update:
        from genai_roadmap.app.imported_checklist import NOT_IMPORTED

        session.warn(NOT_IMPORTED)
    return result


def _import(session: Session, request: Request, imported: Imported, dialog: Dialog) -> ImportResult:
    while True:
        old, update = _update(session, imported, request, dialog)
        _reject_if_edited(request, old)
        is_replaced = update and _replaces_unrelated(imported, request, update, dialog.replaces)
        roadmap = update.revision.roadmap if update else imported.parsed.roadmap
        # The old text is kept if it is that of the new version.
        text = imported.toml or (old if update and update.before.roadmap == roadmap else None)
        if request.dry_run:
            is_new = bool(update) and roadmap_files.content_of(roadmap, text) != old
            return ImportResult(imported, update, is_new_version=is_new)
        if request.prints_toml:
            return ImportResult(imported, update, toml=roadmap_files.printable_content_of(roadmap, text))
        if request.output:
            outputs.write(request.output, roadmap_files.content_of(roadmap, text), overwrite=request.overwrite)
            following = ("Import it with", f"genai-roadmap import {quoted(str(request.output))}")
            return ImportResult(imported, update, request.output, (f"Saved to {request.output}", [following]))
        if update and not is_replaced and (update.was_asked or not imported.is_reviewed):
            confirm_removals(update, dialog)
        if imported.archive:
            confirm_merge(roadmap, imported.archive.progress, dialog)
        active_id = session.active_id
        with dialog.progress_bar(1) as begin:
            begin("writing")
            saved = save(session, imported, text, old, update.revision if update else None)
        if saved:
            update, ending = _with_ending(update, saved, roadmap.id, is_active=roadmap.id == session.active_id)
            if session.active_id != active_id:
                ending = _with_switch(ending, roadmap.id, active_id)
            return ImportResult(imported, update, saved.path, ending, None, saved.is_new_version, saved.new_changes)
        # Another process changed the roadmap or the progress meanwhile, so the revision may differ.


def _reject_if_edited(request: Request, old: bytes | None) -> None:
    """Raise RequestError if the roadmap was changed after the update of it began."""
    if request.expected and (old is None or digest(old) != request.expected):
        message = f"{request.roadmap_id!r} was changed during the update; nothing was overwritten. Update it again"
        raise RequestError(message)


def _replaces_unrelated(imported: Imported, request: Request, update: Update, replaces: Callable[[str], bool]) -> bool:
    """Return whether almost no topic of the roadmap to replace is in the new one, which has another source.

    Raises RequestError if the learner does not want that.
    """
    writes_elsewhere = request.dry_run or request.prints_toml or request.output
    if not (shared := update.few_shared_text) or request.overwrite or writes_elsewhere:
        return False
    old, known = update.before.roadmap, sources.load(update.before.roadmap.id)
    is_same_source = known and imported.source and known.source and known.source == imported.source.source
    if is_same_source:
        return False
    if not replaces(f"The file shares {shared} with {old.title!r}"):
        advice = "add --force to replace it, or choose another --id"
        message = f"{request.file} shares {shared} with {old.title!r}; {advice}"
        raise RequestError(message)
    return True


def _with_ending(
    update: Update | None, saved: Saved, roadmap_id: str, *, is_active: bool
) -> tuple[Update | None, Ending]:
    """Return the update with the commands that undo it and that can follow, and the ending of the import."""
    remove, use = f"genai-roadmap remove {roadmap_id}", f"genai-roadmap use {roadmap_id}"
    undo = on_roadmap(saved.undo, roadmap_id, is_active=is_active) if saved.undo else ""
    if update:
        update = update._replace(undo_command=undo)
    is_known = bool(update) or roadmap_id == roadmap_files.BUNDLED
    is_current = is_known and not (saved.is_new_version or saved.new_changes)
    following = ("Next", "genai-roadmap next" if is_active else use)
    # Removing a roadmap keeps the progress that the import recorded.
    remove_it = "Remove it (progress is kept) with" if saved.new_changes else "Remove it with"
    hints = [hint for hint in (("Undo with", undo) if is_known else (remove_it, remove), following) if hint[1]]
    return update, ("Already up to date; nothing was written." if is_current else f"Saved to {saved.path}", hints)


def _with_switch(ending: Ending, roadmap_id: str, before: str) -> Ending:
    """Return the ending of an import that switched to the roadmap, because it was active where it was exported."""
    text, hints = ending
    switched = f"Switched to {roadmap_id}, which was active where it was exported. Switch back with"
    return text, [(switched, f"genai-roadmap use {before}"), *hints]


def _update(
    session: Session, imported: Imported, request: Request, dialog: Dialog
) -> tuple[bytes | None, Update | None]:
    """Return the learner's roadmap with the same id, and the update of it; None if there is none."""
    new = imported.parsed.roadmap
    if imported.archive and new.id == roadmap_files.BUNDLED:
        return None, None
    if imported.parsed.is_checklist and new.id == roadmap_files.BUNDLED:
        return None, _update_of_bundled(session, imported, request, dialog)
    reading.refuse_bundled(new.id)
    path = roadmap_files.path_of(new.id)
    content = roadmap_files.read_content(path) if os.path.lexists(path) else None
    try:
        old = None if content is None else roadmap_files.parse(path, content)
    except FileInvalidError:
        # It can't be compared with the new one; it is replaced, and a backup is kept.
        old = None
    if old:
        return content, _update_of(old, session, imported, request, dialog)
    if request.same:
        message = f"--same needs a valid roadmap {new.id!r} to compare with"
        raise RequestError(message)
    return content, None


def _update_of(old: Roadmap, session: Session, imported: Imported, request: Request, dialog: Dialog) -> Update:
    from genai_roadmap.app.updating import update

    found = update(old, imported.parsed.roadmap, request.same, dialog, fixed_slugs=imported.has_fixed_slugs)
    if imported.parsed.is_checklist:
        from genai_roadmap.app.imported_checklist import keep_unedited

        found = found._replace(revision=keep_unedited(old, found.revision, session.now.date(), imported.parsed))
    if imported.parsed.notes:
        from genai_roadmap.app.imported_progress import new_notes

        found = found._replace(
            notes=new_notes(found.before.progress, imported.parsed, found.revision.roadmap, session.now.date())
        )
    statuses = imported.parsed.statuses_by_number
    found = found._replace(statuses=found.new_statuses(statuses, is_checklist=imported.parsed.is_checklist))
    if done := found.still_done(imported.parsed.unticked_numbers):
        names = " ".join(item.slug for item in done) if len(done) <= MAX_NAMES else "ITEM..."
        is_active = session.active_id == old.id
        found = found._replace(reset_command=on_roadmap(f"reset {names}", old.id, is_active=is_active))
    command = "genai-roadmap update" if request.is_update else f"genai-roadmap import {quoted(request.file)} --id"
    return found._replace(command=f"{command} {old.id}")


def _update_of_bundled(session: Session, imported: Imported, request: Request, dialog: Dialog) -> Update:
    """Return the update of the bundled roadmap by a checklist of it, of which only marks and notes are imported.

    Raises RequestError if the checklist has other items.
    """
    bundled = roadmap_files.read(roadmap_files.bundled_file())
    found = _update_of(bundled, session, imported, request, dialog)
    if found.revision.roadmap.model_copy(update={"version": bundled.version}) != bundled:
        message = "the checklist differs from the bundled roadmap; import it as a roadmap of its own: --id ID"
        raise RequestError(message)
    return found._replace(revision=replace(found.revision, roadmap=bundled))
