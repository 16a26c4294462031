import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import LATEST, MARKING, TICKING, Change, Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Grade, Mark, Status

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
NUMBERS = itertools.count()
URL = "https://example.org/"


def stamp(at: dt.datetime = NOON, machine: str = "here") -> Stamp:
    return Stamp(at, f"c{next(NUMBERS)}", machine)


def marked(*marks: tuple[Action, str], machine: str = "here") -> Progress:
    progress = Progress(roadmap="test")
    for action, topic in marks:
        progress = progress.mark(Mark(action), (topic,), stamp(machine=machine))
    return progress


def statuses(progress: Progress) -> dict[str, Status]:
    return {topic: progress.status(topic) for topic in "abc"}


def change(**fields: Any) -> dict[str, Any]:
    return {"id": "x", "at": NOON, "did": "done", "topics": ["a"], **fields}


def test_last_mark_determines_the_status() -> None:
    progress = marked(
        (Action.START, "a"), (Action.DONE, "a"), (Action.SKIP, "b"), (Action.DONE, "c"), (Action.RESET, "c")
    )
    assert statuses(progress) == {"a": Status.DONE, "b": Status.SKIPPED, "c": Status.TODO}
    assert progress.status("never-marked") is Status.TODO


def test_changes_are_ordered_by_time_and_id() -> None:
    later, earlier = change(id="a", at=NOON + dt.timedelta(hours=1), did="reset"), change(id="b")
    twins = [change(id="z", topics=["b"]), change(id="y", topics=["b"], did="skip")]
    progress = Progress.model_validate({"format": 1, "roadmap": "test", "changes": [later, *twins, earlier]})
    assert [c.id for c in progress.changes] == ["b", "y", "z", "a"]
    assert (progress.status("a"), progress.status("b")) == (Status.TODO, Status.DONE)


def test_new_change_is_later_than_all_others() -> None:
    tomorrow = marked((Action.DONE, "a")).mark(Mark(Action.START), ("b",), stamp(NOON + dt.timedelta(days=1)))
    set_back = tomorrow.mark(Mark(Action.DONE), ("b",), stamp(NOON))
    assert set_back.changes[-1].at == NOON + dt.timedelta(days=1, microseconds=1)
    assert set_back.status("b") is Status.DONE


@pytest.mark.parametrize("margin", [dt.timedelta(microseconds=1), dt.timedelta(hours=23), dt.timedelta(hours=25)])
def test_new_changes_after_one_at_the_end_of_time_are_valid_and_in_order(margin: dt.timedelta) -> None:
    last = Change(**change(id="last", at=LATEST - margin, machine="there"))
    progress = Progress(roadmap="test", changes=(last,))
    for topic in "bcb":
        progress = progress.mark(Mark(Action.DONE), (topic,), stamp())
    progress, undone = progress.undo(stamp())
    assert undone.topics == ("b",)
    again = Progress.model_validate(progress.model_dump(by_alias=True, exclude_defaults=True))
    own = [each for each in again.changes if each.id != "last"]
    assert own == [each for each in progress.changes if each.id != "last"]
    assert again.merge(progress) == again
    assert again.undo(stamp())[1].topics == ("c",)


def test_equal_changes_are_merged_and_conflicting_ones_rejected() -> None:
    elsewhere = change(at=NOON.astimezone(dt.timezone(dt.timedelta(hours=14))))
    data = {"format": 1, "roadmap": "test", "changes": [change(), elsewhere]}
    [first] = Progress.model_validate(data).changes
    assert first.at.utcoffset() == NOON.utcoffset()
    data["changes"] = [change(), change(did="skip")]
    with pytest.raises(ValidationError, match="two different changes have the id 'x'"):
        Progress.model_validate(data)


@pytest.mark.parametrize(
    "fields",
    [
        {"at": NOON.replace(tzinfo=None)},
        {"at": NOON.date()},
        {"at": 1_700_000_000},
        {"at": NOON.replace(year=9999)},
        {"on": dt.date(1, 1, 1)},
        {"did": "learn"},
        {"topics": [3]},
        {"topics": [""]},
        {"topics": []},
        {"known": "yes"},
        {"on": NOON},
        {"extra": 1},
        {"id": "no spaces"},
        {"did": "undo"},
        {"did": "note"},
        {"did": "read"},
        {"did": "read", "link": []},
        {"did": "read", "link": "javascript:alert(1)"},
        {"did": "unread", "link": ["https://example.org", "file:///etc/passwd"]},
        {"did": "read", "link": "https://me:secret@example.org/"},
        {"did": "read", "link": f"https://example.org/{'x' * 2000}"},
        {"did": "read", "link": 3},
    ],
)
def test_invalid_changes(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Change(**change(**fields))


def test_repeated_undo_and_redo() -> None:
    progress = marked((Action.START, "a"), (Action.DONE, "a"), (Action.DONE, "b"))
    states = [statuses(progress)]
    for _ in range(3):
        progress, _change = progress.undo(stamp())
        states.append(statuses(progress))
    assert set(states[-1].values()) == {Status.TODO}
    with pytest.raises(RequestError, match=r"nothing to undo$"):
        progress.undo(stamp())
    for expected in reversed(states[:-1]):
        progress, _change = progress.redo(stamp())
        assert statuses(progress) == expected
    with pytest.raises(RequestError, match="nothing to redo"):
        progress.redo(stamp())
    assert len(progress.changes) == 9


def test_redo_stops_at_a_later_change() -> None:
    progress, _ = marked((Action.DONE, "a")).undo(stamp())
    progress = progress.mark(Mark(Action.DONE), ("b",), stamp())
    with pytest.raises(RequestError, match="nothing to redo"):
        progress.redo(stamp())
    progress, _ = progress.undo(stamp())
    progress, again = progress.redo(stamp())
    assert again.topics == ("b",)


def test_redo_of_an_empty_journal() -> None:
    with pytest.raises(RequestError, match="nothing to redo"):
        Progress(roadmap="test").redo(stamp())


def test_undo_reverts_only_changes_of_this_machine() -> None:
    both = marked((Action.DONE, "a")).merge(marked((Action.DONE, "b"), machine="there"))
    progress, taken_back = both.undo(stamp(machine="here"))
    assert taken_back.topics == ("a",)
    with pytest.raises(RequestError, match="recorded on another machine"):
        progress.undo(stamp(machine="here"))


def test_redo_reverts_only_undos_of_this_machine() -> None:
    base = Progress.model_validate({"format": 1, "roadmap": "test", "changes": [change()]})
    here, _ = base.undo(stamp(machine="here"))
    with pytest.raises(RequestError, match="nothing to redo"):
        here.redo(stamp(machine="there"))
    there, _ = base.undo(stamp(NOON + dt.timedelta(minutes=1), machine="there"))
    both = here.merge(there)
    with pytest.raises(RequestError, match="nothing to redo"):
        # The undo of the other machine would still be active.
        both.redo(stamp(machine="here"))
    assert here.redo(stamp(machine="here"))[0].status("a") is Status.DONE


def test_journals_with_conflicting_ids_are_not_merged() -> None:
    one, two = (Progress(roadmap="test", changes=(Change(**change(topics=(topic,))),)) for topic in "ab")
    with pytest.raises(RequestError, match="different changes with the id 'x'"):
        one.merge(two)


@pytest.mark.parametrize(("note", "message"), [(" \n", "the note is empty"), ("caf\udce9", "is not valid UTF-8 text")])
def test_invalid_notes(note: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        Progress(roadmap="test").add_note(("a",), note, stamp())


def test_change_without_a_machine_can_be_undone_anywhere() -> None:
    progress = Progress.model_validate({"format": 1, "roadmap": "test", "changes": [change()]})
    assert progress.undo(stamp())[1].id == "x"


def test_undo_of_an_unknown_change_is_ignored() -> None:
    progress = Progress.model_validate({"format": 1, "roadmap": "test", "changes": [change(did="undo", change="gone")]})
    with pytest.raises(RequestError, match="nothing to redo"):
        progress.redo(stamp())


def test_notes() -> None:
    progress = marked((Action.DONE, "a")).add_note(("b",), "On b", stamp())
    progress = progress.mark(Mark(Action.DONE, note="On the step"), ("b", "c"), stamp(), about=("step",))
    progress = progress.mark(Mark(Action.DONE, note="On c"), ("c",), stamp(), about=("c",))
    assert {slug: [note.text for note in notes] for slug, notes in progress.notes.items()} == {
        "b": ["On b"],
        "step": ["On the step"],
        "c": ["On c"],
    }
    assert progress.changes[-1].about == ()
    progress, _ = progress.undo(stamp())
    assert "c" not in progress.notes


def texts(progress: Progress) -> list[str]:
    return [note.text for note in progress.notes.get("a", [])]


def test_edited_note_keeps_its_place_and_date() -> None:
    progress = Progress(roadmap="test").add_note(("a", "b"), "One", stamp()).add_note(("a",), "Two", stamp())
    [one, _] = progress.notes["a"]
    later = stamp(NOON + dt.timedelta(days=1))
    edited = progress.edit_note(one, "New", later)
    assert texts(edited) == ["New", "Two"]
    [note] = edited.notes["b"]
    assert (note.when, note.edited_at, note.id) == (one.when, later.at, one.id)
    assert texts(edited.edit_note(note, None, stamp())) == ["Two"]
    assert edited.edit_note(note, "New", stamp()) is edited
    with pytest.raises(RequestError, match="changed meanwhile"):
        edited.edit_note(one, "Other", stamp())
    with pytest.raises(RequestError, match="is empty"):
        edited.edit_note(note, "", stamp())


def test_edits_of_a_note_on_two_machines() -> None:
    base = Progress(roadmap="test").add_note(("a",), "One", stamp(machine="here"))
    [note] = base.notes["a"]
    minute = dt.timedelta(minutes=1)
    deleted = base.edit_note(note, None, stamp(NOON + minute, "there"))
    edited = base.edit_note(note, "New", stamp(NOON + 2 * minute, "here"))
    assert texts(deleted.merge(edited)) == texts(edited.merge(deleted)) == ["New"], "the last one counts"
    undone = base.undo(stamp(NOON + 3 * minute, "here"))[0].merge(edited)
    assert texts(undone) == ["New"], "an edit of an undone note is not lost"
    assert texts(undone.merge(deleted)) == ["New"]


def test_note_without_text_must_replace_another() -> None:
    assert Change(**change(did="note", replaces="y")).replaces == "y"
    with pytest.raises(ValidationError, match="needs 'note'"):
        Change(**change(did="note"))


def test_day_is_in_the_zone_of_the_change() -> None:
    late = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-8)))
    assert Change(**change(at=late)).day == dt.date(2026, 11, 24)
    back_dated = Change(**change(on=dt.date(2026, 11, 1)))
    assert back_dated.when == NOON.replace(day=1)


def test_recent() -> None:
    progress = marked((Action.DONE, "a"), (Action.DONE, "b"))
    progress = progress.mark(Mark(Action.DONE, on=dt.date(2026, 1, 1)), ("c",), stamp())
    assert [c.topics[0] for c in progress.recent()] == ["b", "a", "c"]
    assert [c.topics[0] for c in progress.recent(NOON.date())] == ["b", "a"]


def test_goal_is_the_last_effective_one() -> None:
    one, two = dt.date(2027, 1, 1), dt.date(2027, 2, 1)
    progress = Progress(roadmap="test")
    assert progress.goal is None
    assert progress.set_goal(None, stamp()) is progress
    progress = progress.set_goal(one, stamp()).set_goal(two, stamp())
    assert progress.goal == two
    assert progress.set_goal(two, stamp()) is progress
    undone, change = progress.undo(stamp())
    assert (undone.goal, change.goal) == (one, two)
    assert undone.redo(stamp())[0].goal == two
    assert progress.set_goal(None, stamp()).goal is None


def test_only_progress_on_the_same_roadmap_can_be_merged() -> None:
    with pytest.raises(RequestError, match="can't be merged"):
        Progress(roadmap="one").merge(Progress(roadmap="two"))


ACTIONS = st.lists(st.tuples(st.sampled_from([*Action]), st.sampled_from("abc"), st.integers(-2, 5)), max_size=25)


def noted(progress: Progress, topic: str, number: int, new: Stamp) -> Progress:
    """Return the journal after a note was added, edited or deleted, depending on the number."""
    found = progress.notes.get(topic)
    if not found or number > 2:
        return progress.add_note((topic,), f"text {new.id}", new)
    return progress.edit_note(found[number % len(found)], f"text {new.id}" if number % 2 else None, new)


def imported_or_restored(progress: Progress, action: Action, number: int, new: Stamp) -> Progress:
    """Return the journal with an import that recorded its last changes, or with a restore that reverts them."""
    ids = tuple(each.id for each in progress.changes[number:]) or ("unknown",)
    if action is Action.IMPORT:
        return progress.record_import("0" * 64, "1" * 64, ids, new)
    return progress.record_restore(ids, new)


def played(actions: list[tuple[Action, str, int]], machine: str) -> Progress:
    """Return the journal of a machine after all these actions, whose clock may be set back."""
    progress, at = Progress(roadmap="test"), NOON
    for action, topic, hours in actions:
        at += dt.timedelta(hours=hours)
        new = stamp(at, machine)
        try:
            if action is Action.UNDO:
                progress, _ = progress.undo(new)
            elif action is Action.REDO:
                progress, _ = progress.redo(new)
            elif action is Action.NOTE:
                progress = noted(progress, topic, hours, new)
            elif action in (Action.IMPORT, Action.RESTORE):
                progress = imported_or_restored(progress, action, hours, new)
            elif action is Action.REVIEW:
                progress = progress.review((topic,), [*Grade][hours % len(Grade)], new)
            elif action is Action.GOAL:
                progress = progress.set_goal(NOON.date() + dt.timedelta(days=hours), new)
            elif action in TICKING:
                progress = progress.tick(Mark(action), (URL + topic, URL), new)
            else:
                progress = progress.mark(Mark(action), (topic,), new)
        except RequestError:
            continue
    return progress


@given(ACTIONS, ACTIONS, ACTIONS)
def test_merging_is_a_set_union(first: Any, second: Any, third: Any) -> None:
    a, b, c = (played(actions, name) for actions, name in ((first, "a"), (second, "b"), (third, "c")))
    assert a.merge(a) == a
    assert a.merge(b) == b.merge(a)
    assert a.merge(b).merge(c) == a.merge(b.merge(c))
    assert a.merge(b).notes == b.merge(a).notes
    assert a.merge(b).merge(c).reads == c.merge(b).merge(a).reads
    assert len(a.merge(b).changes) == len(a.changes) + len(b.changes)


@given(ACTIONS, st.sampled_from([*MARKING, *TICKING]), st.sampled_from("abc"))
def test_mark_then_undo_changes_nothing(actions: Any, action: Action, topic: str) -> None:
    before = played(actions, "here")
    during = before.tick if action in TICKING else before.mark
    after, _ = during(Mark(action), (URL + topic,), stamp()).undo(stamp())
    assert statuses(after) == statuses(before)
    assert (after.notes, after.reads) == (before.notes, before.reads)


@given(ACTIONS)
def test_journal_toml_round_trip(actions: Any) -> None:
    progress = played(actions, "here")
    assert Progress.model_validate(progress.model_dump(by_alias=True, exclude_defaults=True)) == progress


@given(ACTIONS)
def test_undo_and_redo_agree_with_two_stacks(actions: Any) -> None:
    """Undo and redo work as in an editor, with a stack of changes and a stack of undone changes."""
    stack: list[tuple[Action, str]] = []
    undone: list[tuple[Action, str]] = []
    # Setting the same goal again changes nothing.
    actions = [action for action in actions if action[0] not in (Action.GOAL, Action.IMPORT, Action.RESTORE)]
    for action, topic, _ in actions:
        if action is Action.UNDO and stack:
            undone.append(stack.pop())
        elif action is Action.REDO and undone:
            stack.append(undone.pop())
        elif action not in (Action.UNDO, Action.REDO):
            stack.append((action, topic))
            undone.clear()
    effective = played(actions, "here").effective
    assert [(c.action, c.topics[0] if c.topics else c.links[0].removeprefix(URL)) for c in effective] == stack


def test_resource_is_read_until_it_is_ticked_as_unread() -> None:
    progress = Progress(roadmap="test").tick(Mark(Action.READ), (URL, URL + "a"), stamp())
    progress = progress.tick(Mark(Action.UNREAD), (URL,), stamp())
    assert [*progress.reads] == [URL + "a"]
    assert [*progress.undo(stamp())[0].reads] == [URL, URL + "a"], "an undo reverts the whole command"
    again = progress.tick(Mark(Action.READ, on=dt.date(2026, 11, 20)), (URL,), stamp())
    assert again.reads[URL].day == dt.date(2026, 11, 20)
    assert progress.marks == {}


def test_link_of_another_change_is_no_tick() -> None:
    data = [change(did="read", link=URL, topics=[]), change(id="y", link=URL, at=NOON + dt.timedelta(hours=1))]
    progress = Progress.model_validate({"format": 1, "roadmap": "test", "changes": data})
    assert progress.reads[URL].id == "x"


def test_read_counts_for_the_day_of_a_clock_that_is_behind() -> None:
    tomorrow = marked((Action.DONE, "a")).mark(Mark(Action.START), ("b",), stamp(NOON + dt.timedelta(days=1)))
    assert tomorrow.tick(Mark(Action.READ), (URL,), stamp()).reads[URL].day == NOON.date()


def test_changes_of_an_import_are_undone_with_it() -> None:
    before = marked((Action.DONE, "a"))
    during = before.mark(Mark(Action.DONE), ("b",), stamp()).add_note(("c",), "On c", stamp())
    recorded = tuple(each.id for each in during.changes[1:])
    after = during.record_import("0" * 64, "1" * 64, recorded, stamp())
    undone, reverted = after.undo(stamp())
    assert reverted.action is Action.IMPORT
    assert (statuses(undone), undone.notes) == (statuses(before), before.notes)
    redone, _ = undone.redo(stamp())
    assert (statuses(redone), redone.notes) == (statuses(after), after.notes)
    assert undone.undo(stamp())[1].id == before.changes[0].id
    unknown = during.record_import("0" * 64, "1" * 64, ("unknown",), stamp()).undo(stamp())[0]
    assert statuses(unknown) == statuses(during)
