"""List the backups of the progress, and restore one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.view import View, json, page
from genai_roadmap.report.report import Report
from genai_roadmap.storage import progress_files, roadmap_files

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session


class Preview(NamedTuple):
    """A backup's number and content, the progress file's content, and the reports before and after restoring it."""

    number: int
    content: bytes
    current: bytes | None
    before: Report
    after: Report

    @property
    def is_current(self) -> bool:
        """Whether restoring it would change nothing."""
        return self.content == self.current

    @property
    def view(self) -> View:
        """The changes that restoring it would make, as a view."""
        return View(
            json("json_changes.restored", self.before, self.after), page("journal.difference", self.before, self.after)
        )


def list_backups(session: Session) -> View:
    """Return the backups of the progress file and of the roadmap, newest first."""
    roadmap_id = session.roadmap.id
    found, of_roadmap = progress_files.list_backups(roadmap_id), roadmap_files.list_backups(roadmap_id)
    return View(
        json("json_changes.backups", found, of_roadmap),
        page("journal.backups", found, of_roadmap, session.readable_report),
    )


def preview(session: Session, number: int) -> Preview:
    """Return a preview of restoring the backup with this number.

    Raises RequestError if there is no such backup, and FileInvalidError if it is damaged.
    """
    content, progress = progress_files.read_backup(session.roadmap.id, number)
    current = progress_files.read_content(session.roadmap.id)
    return Preview(number, content, current, session.readable_report, Report.of(session.roadmap, progress))


def restore(session: Session, preview: Preview) -> View:
    """Restore the backup that was previewed; raise RequestError and FileWriteError."""
    session.require_chosen_roadmap()
    if not preview.is_current:
        progress_files.restore(session.roadmap.id, preview.content, preview.current, session.now)
    before, after = preview.before, preview.after
    return View(json("json_changes.restored", before, after), page("journal.restored", preview.number, before, after))
