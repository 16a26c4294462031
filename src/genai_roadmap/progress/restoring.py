"""Restore an earlier state of a journal with one change, so that it can be undone and reaches other machines too."""

from collections.abc import Callable

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action


def restore(progress: Progress, backup: Progress, new_stamp: Callable[[], Stamp]) -> Progress:
    """Return the journal with the changes of the backup, and a change that reverts all others; nothing is removed.

    The latter is not added if exactly the changes of the backup are effective without it. Imports are not reverted,
    because the version of the roadmap is not part of the progress, but what they recorded is. Raises RequestError if
    the journals have different changes with the same id.
    """
    merged = progress.merge(backup)
    if _effective_ids(merged) == _effective_ids(backup):
        return merged
    later = (change for change in merged.changes if change.id not in backup.by_id)
    return merged.record_restore(
        tuple(change.id for change in later if change.action is not Action.IMPORT), new_stamp()
    )


def _effective_ids(progress: Progress) -> set[str]:
    """Return the ids of the effective changes, without imports and restores."""
    return {change.id for change in progress.effective if change.action not in (Action.IMPORT, Action.RESTORE)}
