"""The division of a journal among machines."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.sharing import merge_each, merge_edited, own_changes
from genai_roadmap.progress.status import Action

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
MACHINES = ("a", "b", "c")


def change(number: int, machine: str | None, topic: str = "one") -> Change:
    at = AT + dt.timedelta(minutes=number)
    fields: dict[str, Any] = {"did": Action.DONE, "topics": (topic,), "machine": machine}
    return Change(id=f"c{number}", at=at, **fields)


def journal(*changes: Change) -> Progress:
    return Progress(roadmap="mine", changes=changes)


def ids(changes: tuple[Change, ...]) -> list[str]:
    return [each.id for each in changes]


def test_a_machine_writes_its_changes_and_those_that_no_other_file_has() -> None:
    mine, theirs, lost, unnamed = change(1, "a"), change(2, "b"), change(3, "gone"), change(4, None)
    everything = journal(mine, theirs, lost, unnamed)
    assert ids(own_changes(everything, "a", None, [])) == ["c1", "c2", "c3", "c4"]
    assert ids(own_changes(everything, "a", None, [journal(theirs, unnamed)])) == ["c1", "c3"]


def test_what_a_file_has_stays_there() -> None:
    lost = change(3, "gone")
    assert ids(own_changes(journal(lost), "a", journal(lost), [journal(lost)])) == ["c3"]


def test_journals_that_clash_are_left_out() -> None:
    first, clashing, other = journal(change(1, "a")), journal(change(1, "b", "two")), journal(change(2, "b"))
    merged, errors = merge_each(first, [("x", clashing), ("y", other)])
    assert ids(merged.changes) == ["c1", "c2"]
    assert [*errors] == ["x"]


def test_of_an_edited_change_the_version_of_its_machine_counts() -> None:
    before = journal(change(1, "a"), change(2, "b"), change(3, None))
    edited = journal(change(1, "a", "two"), change(2, "b", "two"), change(3, None, "two"), change(4, "a"))
    merged, clashing = merge_edited(before, edited, "a")
    assert [(each.id, each.topics) for each in merged.changes] == [
        ("c1", ("two",)),
        ("c2", ("one",)),
        ("c3", ("one",)),
        ("c4", ("one",)),
    ]
    assert [each.id for each in clashing] == ["c2", "c3"]
    again, still_clashing = merge_edited(merged, edited, "a")
    assert (again is merged, still_clashing) == (True, clashing), "it need not be written again"
    other = journal(change(1, "b", "two"))
    assert merge_edited(before, other, "b") == (before, [*other.changes]), "it was recorded by another machine"


@given(
    st.lists(st.sampled_from(MACHINES), min_size=1, max_size=20),
    st.lists(st.tuples(st.sampled_from(MACHINES), st.booleans()), max_size=30),
)
def test_files_of_all_machines_together_have_every_change(makers: list[str], order: list[tuple[str, bool]]) -> None:
    changes = [change(number, machine) for number, machine in enumerate(makers)]
    progress = {name: journal(*(each for each in changes if each.machine == name)) for name in MACHINES}
    shared: dict[str, Progress] = {}

    def sync(name: str, *, loses_file: bool) -> None:
        if loses_file:
            shared.pop(name, None)
        progress[name], _ = merge_each(progress[name], shared.items())
        others = [other for machine, other in shared.items() if machine != name]
        shared[name] = journal(*own_changes(progress[name], name, shared.get(name), others))

    for name, loses_file in order:
        sync(name, loses_file=loses_file)
    for name in MACHINES * 2:
        sync(name, loses_file=False)
    assert all(ids(progress[name].changes) == ids(tuple(changes)) for name in MACHINES)
    before = dict(shared)
    for name in MACHINES:
        sync(name, loses_file=False)
    assert shared == before, "nothing is written if nothing changes"
