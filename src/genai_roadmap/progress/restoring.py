"""Restore an earlier state of a journal with one change, so that it can be undone and reaches other machines too."""

from collections.abc import Callable

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action


def restore(progress: Progress, backup: Progress, new_stamp: Callable[[], Stamp]) -> Progress:
    """Return the journal with a change that reverts all that the backup lacks; nothing is removed.

    If the same changes are effective already, nothing is added but what only the backup has. Imports are left as they
    are, because the version of the roadmap is not part of the progress; what they recorded is reverted. Raises
    RequestError if the journals have different changes with the same id.
    """
    merged = progress.merge(backup)
    if _effective_ids(merged) == _effective_ids(backup):
        return merged
    later = (change for change in merged.changes if change.id not in backup.by_id)
    return merged.record_restore(
        tuple(change.id for change in later if change.action is not Action.IMPORT), new_stamp()
    )


def _effective_ids(progress: Progress) -> set[str]:
    """Return the ids of the effective changes that restoring has to bring back."""
    return {change.id for change in progress.effective if change.action not in (Action.IMPORT, Action.RESTORE)}
