"""Changes of the progress, and its backups, as JSON."""

from collections.abc import Iterable, Mapping

from genai_roadmap.formats.json_items import Data, change, count, without_none
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.outcome import Outcome
from genai_roadmap.report.report import Report, differences
from genai_roadmap.storage.backups import BackupFile
from genai_roadmap.storage.progress_files import Backup


def outcome(result: Outcome) -> Data:
    """Return what a command changed; for an undo or a redo, also the change that it reverted."""
    data = {
        "changed": list(result.changed),
        "unchanged": list(result.unchanged),
        "left_alone": list(result.protected),
        "at": result.at.isoformat(),
        "progress": count(result.after.count),
        "change": change(result.reverted, result.progress) if result.reverted else None,
    }
    return without_none(data)


def log(progress: Progress, changes: Iterable[Change], machines: Mapping[str, str]) -> Data:
    """Return some of the changes of a journal; if there are several machines, with the id and the name of each."""

    def machine(each: Change) -> Data:
        name = machines.get(each.machine or "")
        return {"machine": each.machine, "machine_name": name} if name else {}

    return {"changes": [change(each, progress) | machine(each) for each in changes]}


def backups(found: Iterable[Backup], of_roadmap: Iterable[BackupFile]) -> Data:
    """Return the backups of a progress file and of the roadmap; a damaged one has no `done` and no `changes`."""
    return {
        "backups": [_backup(backup) for backup in found],
        "roadmap_backups": [{"at": backup.at.isoformat(), "path": str(backup.path)} for backup in of_roadmap],
    }


def restored(before: Report, after: Report) -> Data:
    """Return what restoring a backup changed."""
    return {"changed": [old.slug for old, _ in differences(before, after)], "progress": count(after.count)}


def _backup(backup: Backup) -> Data:
    data = {"number": backup.number, "at": backup.at.isoformat(), "damaged": backup.is_damaged}
    return without_none({**data, "done": backup.done, "changes": backup.changes, "current": backup.is_current})
