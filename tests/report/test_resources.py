"""Which resources are read, and what ticking them changes."""

import datetime as dt
import itertools

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.coach import today_of
from genai_roadmap.report.history import History
from genai_roadmap.report.outcome import Outcome, mark, revert
from genai_roadmap.report.report import Report
from genai_roadmap.report.resources import all_read_text, can_be_done, count_text, read_count
from genai_roadmap.report.ticking import chosen, tick
from genai_roadmap.roadmap.models import Link, Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf, link, roadmap_data

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOON.date()
NUMBERS = itertools.count()
READ, UNREAD = Mark(Action.READ), Mark(Action.UNREAD)


def stamp(days_ago: float = 0) -> Stamp:
    return Stamp(NOON - dt.timedelta(days=days_ago), f"t{next(NUMBERS)}", "here")


def many() -> Roadmap:
    """Return a roadmap with twelve resources."""
    links = [link(f"n{number}") for number in range(12)]
    return parse_roadmap(roadmap_data({**leaf("a"), "resources": links}, leaf("b")))


def fresh(roadmap: Roadmap) -> Report:
    return Report.of(roadmap, Progress(roadmap=roadmap.id))


def links(*names: str) -> list[Link]:
    return [Link(**link(name)) for name in names]


def ticked(report: Report, *names: str, new_mark: Mark = READ, days_ago: float = 0) -> Outcome:
    return tick(report, links(*names), new_mark, stamp(days_ago))


def titles(outcome: Outcome) -> tuple[list[str], list[str]]:
    return [each.link.title for each in outcome.ticked], [each.link.title for each in outcome.already_ticked]


def test_only_what_is_not_yet_read_is_ticked(roadmap: Roadmap) -> None:
    first = ticked(fresh(roadmap), "two")
    second = ticked(first.after, "three", "two", "three")
    assert titles(second) == (["Three"], ["Two"])
    assert len(second.progress.changes) == 2
    third = ticked(second.after, "two", "three")
    assert titles(third) == ([], ["Two", "Three"])
    assert third.progress is second.progress
    assert titles(ticked(third.after, "one", "two", new_mark=UNREAD)) == (["Two"], ["One"])


def test_day_is_corrected_only_for_a_single_resource(roadmap: Roadmap) -> None:
    report = ticked(fresh(roadmap), "two", "three").after
    monday = Mark(Action.READ, on=TODAY - dt.timedelta(days=1))
    assert titles(ticked(report, "two", "three", new_mark=monday)) == ([], ["Two", "Three"])
    moved = ticked(report, "two", new_mark=monday)
    assert titles(moved) == (["Two"], [])
    assert moved.after.nodes["plain"].resources[0].change == moved.progress.changes[-1]
    assert titles(ticked(moved.after, "two", new_mark=monday)) == ([], ["Two"])


def test_same_url_is_read_everywhere() -> None:
    data = roadmap_data({**leaf("a"), "resources": [link("x")]}, {**leaf("b"), "resources": [link("y"), link("x")]})
    report = ticked(fresh(parse_roadmap(data)), "x").after
    assert [[each.change is not None for each in report.nodes[slug].resources] for slug in "ab"] == [
        [True],
        [False, True],
    ]
    assert [each.title for each in report.nodes["b"].unread] == ["Y"]


def test_numbers_are_those_of_show(roadmap: Roadmap) -> None:
    item = roadmap.items_by_slug["plain"]
    assert [each.title for each in chosen(item, [])] == ["Two", "Three"]
    assert [each.title for each in chosen(item, [2, 1])] == ["Three", "Two"]
    assert [each.title for each in chosen(roadmap.items_by_slug["a"], [])] == ["One"], "of its step"
    with pytest.raises(RequestError, match="no resource 3; 'Topic PLAIN' has 2 resources"):
        chosen(item, [1, 3])
    with pytest.raises(RequestError, match=r"'Tools' has no resources; name one of its topics, like 2.1$"):
        chosen(roadmap.items_by_slug["tools"], [])


def test_undo_names_the_resources(roadmap: Roadmap) -> None:
    report = ticked(fresh(roadmap), "two", "gone").after
    undone = revert(report, Action.UNDO, stamp())
    assert [each.link.title for each in undone.ticked] == ["Two", "https://example.org/gone"]
    assert undone.after.progress.reads == {}
    redone = revert(undone.after, Action.REDO, stamp())
    assert [each.change is not None for each in redone.ticked] == [True, True]


def test_text_about_what_is_read(roadmap: Roadmap) -> None:
    report = fresh(roadmap)
    assert (read_count(report.nodes["plain"]), all_read_text(report.nodes["plain"])) == ("", "")
    assert all_read_text(report.nodes["x"]) == "", "it has no resources"
    report = ticked(report, "one", "two").after
    assert read_count(report.nodes["plain"]) == "1/2 read"
    assert all_read_text(report.nodes["basics"]) == "The only resource is read"
    assert all_read_text(report.nodes["a"]) == "The only resource of step 1 is read"
    assert count_text(report, None) == "2 of 3 read"
    assert count_text(report, report.nodes["tools"]) == "1 of 2 read"
    assert count_text(report, report.nodes["bonus"]) == ""
    report = ticked(report, "three").after
    assert all_read_text(report.nodes["plain"]) == "Both resources are read"
    every = ticked(fresh(many()), *(f"n{number}" for number in range(12))).after
    assert all_read_text(every.nodes["a"]) == "All 12 resources are read"


def test_all_read_marks_nothing(roadmap: Roadmap) -> None:
    report = ticked(fresh(roadmap), "two", "three").after
    assert report.count.done == 0
    assert can_be_done(report.nodes["plain"])
    assert not can_be_done(report.nodes["tools"])
    done = mark(report, [roadmap.items_by_slug["plain"]], Mark(Action.DONE), stamp()).after
    assert not can_be_done(done.nodes["plain"])
    assert done.nodes["plain"].unread == ()


def test_reading_counts_for_streak_and_calendar_but_not_for_pace(roadmap: Roadmap) -> None:
    report = ticked(fresh(roadmap), "two", days_ago=1).after
    history = History(ticked(report, "one", "three").after, TODAY)
    assert history.activity == {TODAY - dt.timedelta(days=1): 1, TODAY: 2}
    assert (history.streaks.days.current, history.first_day, history.pace) == (2, None, None)
    assert not history.is_empty
    assert History(report, TODAY).streaks.is_at_risk is False
    done = mark(history.report, [roadmap.items_by_slug["plain"]], Mark(Action.DONE), stamp()).after
    assert History(done, TODAY).activity[TODAY] == 3
    assert History(done, TODAY).pace == History(mark(fresh(roadmap), [roadmap.items_by_slug["plain"]],
        Mark(Action.DONE), stamp()).after, TODAY).pace  # fmt: skip


def test_history_of_an_item_has_its_own_resources(roadmap: Roadmap) -> None:
    history = History(ticked(fresh(roadmap), "one", "two").after, TODAY)
    assert history.of(history.report.nodes["basics"]).activity == {TODAY: 1}
    assert history.of(history.report.nodes["bonus"]).activity == {}


@pytest.mark.parametrize(("count", "known", "expected"), [(10, False, 10), (11, False, 0), (2, True, 0)])
def test_many_at_once_and_known_ones_are_no_activity(count: int, expected: int, *, known: bool) -> None:
    names = [f"n{number}" for number in range(count)]
    history = History(ticked(fresh(many()), *names, new_mark=Mark(Action.READ, known=known)).after, TODAY)
    assert history.activity.get(TODAY, 0) == expected
    assert history.is_empty == (expected == 0)


def test_unread_and_future_days_are_no_activity(roadmap: Roadmap) -> None:
    report = ticked(ticked(fresh(roadmap), "one").after, "one", new_mark=UNREAD).after
    assert History(report, TODAY).activity == {}
    assert History(ticked(fresh(roadmap), "one", days_ago=-1).after, TODAY).activity == {}


def test_today_lists_what_was_read_in_order(roadmap: Roadmap) -> None:
    report = ticked(fresh(roadmap), "one", days_ago=1).after
    report = ticked(report, "three", "two", days_ago=0.1).after
    assert [each.link.title for each in today_of(History(report, TODAY)).read] == ["Three", "Two"]
