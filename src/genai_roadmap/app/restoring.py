"""List the backups of the progress, and restore one: undo what was recorded since, or replace a damaged file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import FileInvalidError, FileNewerError, RequestError
from genai_roadmap.progress.restoring import restore as restored
from genai_roadmap.report.report import Report
from genai_roadmap.storage import progress_files, repairable, roadmap_files

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.backups import BackupFile
    from genai_roadmap.storage.progress_files import Backup


class Preview(NamedTuple):
    """A preview of restoring a backup: its number, and the reports before and after it.

    If the progress file is damaged and has to be replaced, `current` is its content, and `replacement` that of the
    backup. `is_recorded` is set if restoring adds a change to the journal, which `undo` reverts.
    """

    number: int
    before: Report
    after: Report
    replacement: bytes | None = None
    current: bytes | None = None
    is_recorded: bool = False

    @property
    def is_current(self) -> bool:
        """Whether restoring it would change nothing."""
        return self.replacement is None and self.before.progress is self.after.progress

    @property
    def view(self) -> View:
        """The changes that restoring it would make, as a view."""
        return View(
            json("json_changes.restored", self.before, self.after), page("journal.difference", self.before, self.after)
        )


def list_backups(session: Session) -> View:
    """Return the backups of the progress file and of the roadmap, newest first, and the removed roadmaps."""
    roadmap_id = session.roadmap.id
    found, of_roadmap = progress_files.list_backups(roadmap_id), roadmap_files.list_backups(roadmap_id)
    report, newest = _report(session, found), _newest_good(session, of_roadmap)
    return View(
        json("json_changes.backups", found, of_roadmap),
        page("journal.backups", found, of_roadmap, report, newest=newest, removed=repairable.removed_ids()),
    )


def _newest_good(session: Session, of_roadmap: list[BackupFile]) -> BackupFile | None:
    """Return the newest backup of the roadmap that can be imported; None if there is none."""
    try:
        return repairable.newest_good_backup(session.roadmap.id) if of_roadmap else None
    except FileInvalidError as error:
        session.warn(str(error))
        return None


def _report(session: Session, found: list[Backup]) -> Report:
    """Return the report or, if the progress file is damaged, that on the newest good backup."""
    good = next((backup.number for backup in found if not backup.is_damaged), None)
    try:
        return session.report
    except FileInvalidError:
        if not good:
            return session.readable_report
        return Report.of(session.roadmap, progress_files.read_backup(session.roadmap.id, good)[1])


def preview(session: Session, number: int) -> Preview:
    """Return a preview of restoring the backup with this number.

    Raises RequestError if there is no such backup or if it contradicts the progress file, and FileInvalidError if it is
    damaged or if the progress file was written by a newer program.
    """
    roadmap_id = session.roadmap.id
    content, backup = progress_files.read_backup(roadmap_id, number)
    try:
        before = session.report
    except FileNewerError:
        # Restoring what an older program wrote would lose what the newer one recorded.
        raise
    except FileInvalidError:
        current = progress_files.read_content(roadmap_id)
        return Preview(number, session.readable_report, Report.of(session.roadmap, backup), content, current)
    try:
        after = restored(before.progress, backup, session.new_stamp)
    except RequestError as error:
        hint = f"move {session.progress_file} away and run `genai-roadmap restore {number}` again"
        message = f"{error}. To discard your edits of the progress file, {hint}"
        raise RequestError(message) from None
    is_recorded = bool(after.by_id.keys() - before.progress.by_id.keys() - backup.by_id.keys())
    return Preview(number, before, Report.of(session.roadmap, after), is_recorded=is_recorded)


def restore(session: Session, preview: Preview) -> View:
    """Restore the backup that was previewed; raise RequestError and FileWriteError."""
    session.require_chosen_roadmap()
    before, after = preview.before, preview.after
    if preview.replacement is not None:
        progress_files.restore(session.roadmap.id, preview.replacement, preview.current, session.now)
    elif not preview.is_current:
        with progress_files.lock(session.roadmap.id) as file:
            if file.read().changes != before.progress.changes or not file.write(after.progress, session.now):
                raise RequestError(progress_files.CHANGED_SINCE)
    return View(
        json("json_changes.restored", before, after),
        page("journal.restored", preview.number, before, after, can_undo=preview.is_recorded),
    )
