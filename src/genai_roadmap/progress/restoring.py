"""Restore an earlier state of a journal by undoing and redoing changes, so that it reaches other machines too."""

from collections.abc import Callable, Iterator
from typing import Any

from genai_roadmap.progress.change import Change, Stamp
from genai_roadmap.progress.journal import Progress, time_after
from genai_roadmap.progress.status import Action


def restore(progress: Progress, backup: Progress, new_stamp: Callable[[], Stamp]) -> Progress:
    """Return the journal with reverts after which the same changes are effective as in the backup.

    Imports are left as they are, because the version of the roadmap is not part of the progress. Nothing is removed.
    Raises RequestError if the journals have different changes with the same id.
    """
    merged = progress.merge(backup)
    changes = [*merged.changes]
    for action, change in _reverts(merged, _effective_ids(backup)):
        stamp, fields = new_stamp(), dict[str, Any](did=action, change=change)
        changes.append(Change(id=stamp.id, at=time_after(changes, stamp.at), machine=stamp.machine, **fields))
    return merged if len(changes) == len(merged.changes) else Progress.of(merged.roadmap, tuple(changes))


def _reverts(progress: Progress, wanted: set[str]) -> Iterator[tuple[Action, str]]:
    """Yield an undo of each effective change that is not wanted, and a redo of each undo of a wanted one."""
    unwanted = _effective_ids(progress) - wanted
    yield from ((Action.UNDO, change.id) for change in reversed(progress.changes) if change.id in unwanted)
    for undo in reversed(progress.active_undos):
        if not wanted.isdisjoint(_undone_by(undo, progress)):
            yield Action.REDO, undo.id


def _undone_by(undo: Change, progress: Progress) -> set[str]:
    """Return the ids of the changes that an undo undoes: with an import, those that it recorded."""
    change = progress.by_id.get(undo.change or "")
    return {change.id, *change.changes} if change else set()


def _effective_ids(progress: Progress) -> set[str]:
    return {change.id for change in progress.effective if change.action is not Action.IMPORT}
