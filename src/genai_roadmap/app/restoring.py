"""List the backups of the progress, and restore one."""

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.report.report import Report
from genai_roadmap.storage import progress_files
from genai_roadmap.storage.backups import Backup

if TYPE_CHECKING:
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class BackupsView(NamedTuple):
    """The backups of the progress file, newest first."""

    backups: list[Backup]

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_changes

        return json_changes.backups(self.backups)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import changes

        return changes.backups(self.backups, display)


class PreviewView(NamedTuple):
    """What restoring a backup would change."""

    content: bytes
    before: Report
    after: Report

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_changes

        return json_changes.restored(self.before, self.after)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import changes

        return changes.difference(self.before, self.after, display)


class RestoredView(NamedTuple):
    """What restoring a backup changed."""

    before: Report
    after: Report

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_changes

        return json_changes.restored(self.before, self.after)

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import changes

        return changes.restored()


def list_backups(session: Session) -> BackupsView:
    """Return the backups of the progress file, newest first."""
    return BackupsView(progress_files.list_backups(session.roadmap.id))


def preview(session: Session, number: int) -> PreviewView:
    """Return what restoring the backup with this number would change, without doing it.

    Raises RequestError if there is no such backup, and FileInvalidError if it is damaged.
    """
    content, progress = progress_files.read_backup(session.roadmap.id, number)
    return PreviewView(content, session.readable_report, Report.of(session.roadmap, progress))


def restore(session: Session, preview: PreviewView) -> RestoredView:
    """Restore the backup that was previewed; raise FileWriteError."""
    progress_files.restore(session.roadmap.id, preview.content, session.now)
    return RestoredView(preview.before, preview.after)
