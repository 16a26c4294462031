"""Restoring an earlier state of a journal, and undoing that."""

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
KINDS = ["mark", "note", "goal", "import", "undo", "redo", "restore"]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from("ab"), st.integers(0, 25)), max_size=25)


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


def played(steps: list[tuple[str, str, int]]) -> list[Progress]:
    """Return the journal after each of these steps, which end with a number: that of the journal to restore."""
    journals = [Progress(roadmap="mine")]
    for kind, machine, number in steps:
        if kind == "restore":
            journals.append(restore(journals[-1], journals[number % len(journals)], lambda: stamp(machine)))  # noqa: B023 - called at once
        else:
            journals.append(recorded(journals[-1], kind, machine))
    return journals


def effective(progress: Progress) -> list[str]:
    return [change.id for change in progress.effective if change.action not in (Action.IMPORT, Action.RESTORE)]


@given(STEPS, st.integers(0, 25))
def test_one_change_makes_the_changes_of_the_backup_effective(steps: list[tuple[str, str, int]], number: int) -> None:
    journals = played(steps)
    progress, backup = journals[-1], journals[number % len(journals)]
    after = restore(progress, backup, stamp)
    assert effective(after) == effective(backup)
    assert after.changes[: len(progress.changes)] == progress.changes
    assert len(after.changes) == len(progress.changes) + (effective(progress) != effective(backup))
    assert restore(after, backup, stamp) is after
    assert effective(restore(after, progress, stamp)) == effective(progress)


@given(STEPS, st.integers(0, 25))
def test_a_restore_is_undone_and_redone_as_one_command(steps: list[tuple[str, str, int]], number: int) -> None:
    journals = played(steps)
    progress = journals[-1]
    after = restore(progress, journals[number % len(journals)], stamp)
    if after is progress:
        return
    with pytest.raises(RequestError, match="nothing to redo"):
        after.redo(stamp())
    undone, change = after.undo(stamp())
    assert (change, undone.effective, undone.notes) == (after.changes[-1], progress.effective, progress.notes)
    redone, change = undone.redo(stamp())
    assert (change, redone.effective, redone.notes) == (after.changes[-1], after.effective, after.notes)


@given(STEPS, STEPS)
def test_merging_with_restores_is_a_set_union(
    first: list[tuple[str, str, int]], second: list[tuple[str, str, int]]
) -> None:
    one, other = played(first)[-1], played(second)[-1]
    assert one.merge(other) == other.merge(one)
    assert effective(one.merge(other)) == effective(other.merge(one))
    assert one.merge(other).merge(one) == one.merge(other)


def test_a_restore_elsewhere_reverts_only_what_it_names() -> None:
    backup = recorded(Progress(roadmap="mine"), "mark", "a")
    restored = restore(recorded(backup, "note", "a"), backup, stamp)
    elsewhere = recorded(backup, "goal", "b")
    merged = elsewhere.merge(restored)
    assert effective(merged) == effective(elsewhere)
    with pytest.raises(RequestError, match="nothing to undo; the remaining changes were recorded on another machine"):
        recorded(backup, "mark", "a").merge(restored).undo(stamp("c"))


def test_an_undo_of_what_is_also_restored_elsewhere_can_not_be_redone() -> None:
    backup = Progress(roadmap="mine")
    progress = recorded(backup, "mark", "a")
    restored = restore(progress, backup, lambda: stamp("b"))
    with pytest.raises(RequestError, match="nothing to redo"):
        recorded(progress, "undo", "a").merge(restored).redo(stamp("a"))


def test_what_was_restored_wins_on_a_machine_that_has_the_later_changes() -> None:
    backup = recorded(Progress(roadmap="mine"), "mark", "a")
    elsewhere = recorded(backup, "note", "b")
    assert effective(elsewhere.merge(restore(elsewhere, backup, stamp))) == effective(backup)


def test_a_backup_that_contradicts_the_journal_is_refused() -> None:
    backup = Progress(roadmap="mine").mark(Mark(Action.DONE), ("one",), Stamp(AT, "x", "a"))
    other = Progress(roadmap="mine").mark(Mark(Action.DONE), ("two",), Stamp(AT, "x", "a"))
    with pytest.raises(RequestError, match="different changes"):
        restore(other, backup, stamp)
