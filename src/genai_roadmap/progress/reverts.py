"""The changes that others revert: undos, redos, and restores of a backup."""

from collections import Counter
from collections.abc import Iterable, Sequence

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Action

REVERTS = (Action.UNDO, Action.REDO, Action.RESTORE)


def reverted_ids(changes: Iterable[Change]) -> Counter[str]:
    """Return the ids of the changes that are reverted, each with the number of changes that revert it.

    An undo reverts a change and, with an import, those that it recorded; a redo reverts an undo; a restore reverts all
    changes that it names. A change that is itself reverted reverts nothing, so the last ones decide.
    """
    naming = [change for change in changes if change.action in REVERTS or change.action is Action.IMPORT]
    recorded = {change.id: change.changes for change in naming if change.action is Action.IMPORT}
    reverted = Counter[str]()
    for change in reversed(naming):
        if change.action in REVERTS and change.id not in reverted:
            reverted.update(change.changes if change.action is Action.RESTORE else _named(change, recorded))
    return reverted


def last_by(machine: str, changes: Sequence[Change]) -> Change | None:
    """Return the last change of this machine; None if there is none. Of the effective ones, an undo reverts it."""
    return next((change for change in reversed(changes) if change.is_by(machine)), None)


def _named(change: Change, recorded: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the ids of the changes that an undo or redo reverts."""
    named = change.change or ""
    return named, *recorded.get(named, ())
