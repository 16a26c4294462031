"""Restoring an earlier state of a journal by undos and redos."""

import datetime as dt
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.restoring import restore
from genai_roadmap.progress.status import Action, Mark

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
NUMBERS = count()
STEPS = st.tuples(st.sampled_from(["mark", "note", "goal", "import", "undo", "redo"]), st.sampled_from(["a", "b"]))


def stamp(machine: str = "a") -> Stamp:
    number = next(NUMBERS)
    return Stamp(AT + dt.timedelta(minutes=number), f"c{number}", machine)


def recorded(progress: Progress, kind: str, machine: str) -> Progress:
    """Return the journal after one command; the same journal if there is nothing to undo or redo."""
    if kind == "mark":
        return progress.mark(Mark(Action.DONE), ("one",), stamp(machine))
    if kind == "note":
        return progress.add_note(("one",), "text", stamp(machine))
    if kind == "goal":
        return progress.set_goal(AT.date() + dt.timedelta(days=len(progress.changes)), stamp(machine))
    if kind == "import":
        after = progress.mark(Mark(Action.DONE), ("two",), stamp(machine))
        return after.record_import("0" * 64, "1" * 64, (after.changes[-1].id,), stamp(machine))
    try:
        return (progress.undo if kind == "undo" else progress.redo)(stamp(machine))[0]
    except RequestError:
        return progress


def effective(progress: Progress) -> list[str]:
    return [change.id for change in progress.effective if change.action is not Action.IMPORT]


@given(st.lists(STEPS, max_size=25), st.integers(0, 25))
def test_the_changes_of_the_backup_are_effective_and_none_is_removed(steps: list[tuple[str, str]], length: int) -> None:
    progress = backup = Progress(roadmap="mine")
    for number, (kind, machine) in enumerate(steps):
        progress = recorded(progress, kind, machine)
        backup = progress if number < length else backup
    after = restore(progress, backup, stamp)
    assert effective(after) == effective(backup)
    assert progress.by_id.keys() <= after.by_id.keys()
    assert restore(after, backup, stamp) is after
    assert effective(restore(after, progress, stamp)) == effective(progress)


def test_what_was_restored_wins_on_a_machine_that_has_the_later_changes() -> None:
    backup = recorded(Progress(roadmap="mine"), "mark", "a")
    elsewhere = recorded(backup, "note", "b")
    assert effective(elsewhere.merge(restore(elsewhere, backup, stamp))) == effective(backup)


def test_a_backup_that_contradicts_the_journal_is_refused() -> None:
    backup = Progress(roadmap="mine").mark(Mark(Action.DONE), ("one",), Stamp(AT, "x", "a"))
    other = Progress(roadmap="mine").mark(Mark(Action.DONE), ("two",), Stamp(AT, "x", "a"))
    with pytest.raises(RequestError, match="different changes"):
        restore(other, backup, stamp)
