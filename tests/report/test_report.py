import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report.coach import reason_text
from genai_roadmap.report.outcome import Outcome, add_note, mark, revert
from genai_roadmap.report.report import Report
from genai_roadmap.report.search import matching_items
from genai_roadmap.report.tree import Count
from genai_roadmap.report.wording import ago, span_text
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf, link, small_roadmap

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
NUMBERS = itertools.count()
Marks = list[tuple[Action, str]]


def stamp(days_ago: int = 0) -> Stamp:
    return Stamp(NOW - dt.timedelta(days=days_ago), f"r{next(NUMBERS)}", "here")


def report_after(roadmap: Roadmap, *marks: tuple[Action, str]) -> Report:
    report = Report.of(roadmap, Progress(roadmap=roadmap.id))
    for action, slug in marks:
        report = marked(report, slug, Mark(action)).after
    return report


def marked(report: Report, slug: str, new_mark: Mark, *, everything: bool = False) -> Outcome:
    return mark(report, [Finder(report.roadmap).find(slug)], new_mark, stamp(), everything=everything)


def counts(report: Report, slug: str) -> tuple[int, int, int, int]:
    count = report.nodes[slug].count
    return count.done, count.total, count.optional_done, count.optional_total


def test_report_without_progress(roadmap: Roadmap) -> None:
    report = report_after(roadmap)
    assert report.count == Count(total=4, optional_total=6)
    assert counts(report, "basics") == (0, 2, 0, 0)
    assert counts(report, "tools") == (0, 2, 0, 4)
    assert {node.status for node in report.nodes.values()} == {Status.TODO}


def test_optional_items_count_their_own_leaves(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.DONE, "p"), (Action.DONE, "e"))
    assert counts(report, "bonus") == (1, 2, 0, 0)
    assert counts(report, "extra") == (1, 2, 0, 0)
    assert counts(report, "tools") == (0, 2, 1, 4)
    assert (report.count.optional_done, report.count.optional_total) == (2, 6)


@pytest.mark.parametrize(
    ("marks", "expected", "optional"),
    [
        ([], (0, 1, 0, 2), {"y", "z"}),
        ([(Action.DONE, "y")], (1, 1, 0, 2), {"x", "z"}),
        ([(Action.START, "z")], (0, 1, 0, 2), {"x", "y"}),
        ([(Action.START, "z"), (Action.DONE, "y")], (1, 1, 0, 2), {"x", "z"}),
        ([(Action.DONE, "y"), (Action.DONE, "z")], (1, 1, 1, 2), {"x", "z"}),
        ([(Action.SKIP, "x")], (0, 1, 0, 1), {"x", "z"}),
        ([(Action.SKIP, "x"), (Action.SKIP, "y"), (Action.SKIP, "z")], (0, 0, 0, 0), {"x", "y", "z"}),
    ],
)
def test_choose(roadmap: Roadmap, marks: Marks, expected: Any, optional: set[str]) -> None:
    report = report_after(roadmap, *marks)
    assert counts(report, "choice") == expected
    assert {slug for slug in "xyz" if report.nodes[slug].optional} == optional


def test_choice_of_groups_requires_the_most_advanced_one() -> None:
    small = {**leaf("small"), "topics": [leaf("s1"), leaf("s2")]}
    large = {**leaf("large"), "topics": [leaf("l1"), leaf("l2"), leaf("l3")]}
    choice = {**leaf("choice"), "choose": 1, "topics": [small, large]}
    data = {"slug": "one", "title": "One", "topics": [choice]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [data]})
    assert counts(report_after(roadmap), "choice") == (0, 2, 0, 3)
    assert counts(report_after(roadmap, (Action.DONE, "l1")), "choice") == (1, 3, 0, 2)
    assert counts(report_after(roadmap, (Action.DONE, "large"), (Action.DONE, "s1")), "choice") == (3, 3, 1, 2)


@pytest.mark.parametrize(
    ("marks", "status", "percent"),
    [
        ([], Status.TODO, 0),
        ([(Action.START, "a")], Status.STARTED, 0),
        ([(Action.DONE, "a")], Status.STARTED, 50),
        ([(Action.DONE, "a"), (Action.DONE, "b")], Status.DONE, 100),
        ([(Action.DONE, "a"), (Action.SKIP, "b")], Status.DONE, 100),
        ([(Action.SKIP, "a")], Status.TODO, 0),
        ([(Action.SKIP, "a"), (Action.SKIP, "b")], Status.SKIPPED, 100),
        ([(Action.DONE, "a"), (Action.RESET, "a")], Status.TODO, 0),
    ],
)
def test_status_of_a_step(roadmap: Roadmap, marks: Marks, status: Status, percent: int) -> None:
    node = report_after(roadmap, *marks).nodes["basics"]
    assert (node.status, node.count.percent) == (status, percent)


def test_percent_without_required_topics() -> None:
    assert Count(optional_total=2).percent == 0
    assert Count(optional_total=2, optional_done=2).percent == 100
    assert Count(skipped=1).percent == 100
    assert Count(done=199, total=200).percent == 99


def test_done_on_a_step_excludes_optional_and_skipped_leaves(roadmap: Roadmap) -> None:
    outcome = marked(report_after(roadmap, (Action.SKIP, "plain")), "tools", Mark(Action.DONE))
    assert outcome.changed == ("x",)
    assert set(outcome.protected) == {"y", "z", "e", "f", "plain"}
    assert outcome.after.nodes["tools"].count.percent == 100


def test_done_with_everything_includes_all_leaves(roadmap: Roadmap) -> None:
    outcome = marked(report_after(roadmap, (Action.SKIP, "plain")), "tools", Mark(Action.DONE), everything=True)
    assert outcome.changed == ("x", "y", "z", "e", "f", "plain")
    assert outcome.protected == ()


def test_completed_choice_is_unchanged(roadmap: Roadmap) -> None:
    outcome = marked(report_after(roadmap, (Action.DONE, "z")), "choice", Mark(Action.DONE))
    assert (outcome.changed, outcome.unchanged, outcome.protected) == ((), ("z",), ("x", "y"))


@pytest.mark.parametrize(("slug", "changed"), [("bonus", ("p", "q")), ("extra", ("e", "f")), ("e", ("e",))])
def test_named_optional_items_are_marked(roadmap: Roadmap, slug: str, changed: tuple[str, ...]) -> None:
    assert marked(report_after(roadmap), slug, Mark(Action.DONE)).changed == changed


def test_start_and_skip_exclude_done_leaves(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.DONE, "a"))
    started, skipped = (marked(report, "basics", Mark(action)) for action in (Action.START, Action.SKIP))
    assert (started.changed, started.protected) == (("b",), ())
    assert (skipped.changed, skipped.protected) == (("b",), ("a",))
    assert marked(report, "a", Mark(Action.START)).changed == ("a",)
    assert marked(report, "basics", Mark(Action.RESET)).changed == ("a",)


def test_start_on_a_step_starts_the_first_open_leaf(roadmap: Roadmap) -> None:
    outcome = marked(report_after(roadmap), "tools", Mark(Action.START, note="Begun"))
    assert (outcome.changed, outcome.protected) == (("x",), ())
    assert [note.text for note in outcome.after.nodes["tools"].notes] == ["Begun"]
    assert marked(report_after(roadmap, (Action.DONE, "x")), "tools", Mark(Action.START)).changed == ("plain",)
    assert marked(report_after(roadmap), "bonus", Mark(Action.START)).changed == ("p",)
    everything = marked(report_after(roadmap), "tools", Mark(Action.START), everything=True)
    assert (everything.changed, everything.protected) == (("x", "y", "z", "e", "f", "plain"), ())


def test_start_on_a_started_step_changes_nothing(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.START, "b"))
    outcome = marked(report, "basics", Mark(Action.START, on=dt.date(2026, 11, 1)))
    assert (outcome.changed, outcome.unchanged, outcome.progress) == ((), ("b",), report.progress)
    optional = marked(report_after(roadmap, (Action.START, "e")), "tools", Mark(Action.START))
    assert optional.changed == ("x",), "an optional topic does not replace a required one"


def test_start_on_a_step_without_open_topics_changes_nothing(roadmap: Roadmap) -> None:
    outcome = marked(report_after(roadmap, (Action.DONE, "x"), (Action.SKIP, "plain")), "tools", Mark(Action.START))
    assert (outcome.changed, set(outcome.protected)) == ((), {"x", "y", "z", "e", "f", "plain"})


def test_start_on_a_step_prefers_a_leaf_with_met_prerequisites() -> None:
    topics = [{**leaf("a"), "requires": ["b"]}, leaf("b"), leaf("c")]
    step = {"slug": "one", "title": "One", "topics": topics}
    two = {"slug": "two", "title": "Two", "requires": ["one"], "topics": [leaf("d")]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step, two]})
    assert marked(report_after(roadmap), "one", Mark(Action.START)).changed == ("b",)
    assert marked(report_after(roadmap), "two", Mark(Action.START)).changed == ("d",)


def test_mark_after_a_future_change_has_the_current_day(roadmap: Roadmap) -> None:
    ahead = Progress(roadmap=roadmap.id).mark(Mark(Action.START), ("b",), stamp(-400))
    outcome = marked(Report.of(roadmap, ahead), "a", Mark(Action.DONE))
    assert outcome.is_clock_behind
    assert outcome.at.date() == NOW.date()
    assert outcome.after.nodes["a"].status is Status.DONE


def test_leaf_named_with_its_step_is_marked(roadmap: Roadmap) -> None:
    report = report_after(roadmap)
    items = [Finder(roadmap).find("bonus"), Finder(roadmap).find("tools"), Finder(roadmap).find("e")]
    outcome = mark(report, items, Mark(Action.DONE), stamp())
    assert outcome.changed == ("p", "q", "x", "e", "plain")
    assert outcome.protected == ("y", "z", "f")


def test_marking_unchanged_topics_records_nothing(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.DONE, "a"))
    outcome = mark(report, [Finder(roadmap).find("a")], Mark(Action.DONE), stamp())
    assert outcome.progress is report.progress
    assert (outcome.changed, outcome.unchanged) == ((), ("a",))


def test_note_on_unchanged_topics_is_recorded(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.DONE, "a"))
    outcome = marked(report, "a", Mark(Action.DONE, note="Again"))
    assert outcome.has_note
    assert outcome.at == outcome.after.progress.changes[-1].when
    assert [note.text for note in outcome.after.nodes["a"].notes] == ["Again"]


def test_day_is_corrected_only_for_a_single_leaf(roadmap: Roadmap) -> None:
    day = dt.date(2026, 11, 1)
    report = report_after(roadmap, (Action.DONE, "a"))
    assert marked(report, "basics", Mark(Action.DONE, on=day)).changed == ("b",)
    outcome = marked(report, "a", Mark(Action.DONE, on=day))
    assert outcome.changed == ("a",)
    assert outcome.at.date() == day
    assert marked(outcome.after, "a", Mark(Action.DONE, on=day)).changed == ()


def test_done_topic_can_become_already_known(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.DONE, "a"))
    assert marked(report, "basics", Mark(Action.DONE, known=True)).unchanged == ("a",)
    outcome = marked(report, "a", Mark(Action.DONE, known=True))
    assert outcome.changed == ("a",)
    assert marked(outcome.after, "a", Mark(Action.DONE)).changed == ()


def test_correcting_one_field_keeps_the_other(roadmap: Roadmap) -> None:
    day = dt.date(2026, 1, 5)
    dated = marked(report_after(roadmap), "a", Mark(Action.DONE, on=day)).after
    known = marked(dated, "a", Mark(Action.DONE, known=True)).after.nodes["a"].change
    assert known
    assert (known.known, known.day) == (True, day)
    moved = marked(marked(dated, "a", Mark(Action.DONE, known=True)).after, "a", Mark(Action.DONE, on=NOW.date())).after
    change = moved.nodes["a"].change
    assert change
    assert (change.known, change.day) == (True, NOW.date())
    assert marked(dated, "b", Mark(Action.DONE)).after.nodes["a"].change == dated.nodes["a"].change


def test_marks_under_a_former_slug_count(roadmap: Roadmap) -> None:
    progress = Progress(roadmap=roadmap.id).mark(Mark(Action.DONE, note="n"), ("old-plain",), stamp(3))
    report = Report.of(roadmap, progress)
    assert report.nodes["plain"].status is Status.DONE
    assert report.nodes["plain"].notes
    assert report.unknown_slugs == []
    assert marked(report, "plain", Mark(Action.RESET)).after.nodes["plain"].status is Status.TODO
    older = progress.mark(Mark(Action.SKIP), ("plain",), stamp(2)).mark(Mark(Action.START), ("old-plain",), stamp(1))
    assert Report.of(roadmap, older).nodes["plain"].status is Status.STARTED


def test_unknown_topics_are_not_counted_but_reported(roadmap: Roadmap) -> None:
    progress = Progress(roadmap=roadmap.id).mark(Mark(Action.DONE), ("gone", "a"), stamp())
    report = Report.of(roadmap, progress.add_note(("lost",), "text", stamp()))
    assert report.unknown_slugs == ["gone", "lost"]
    assert report.count.done == 1


def reasons(report: Report) -> list[tuple[str, str]]:
    return [(found.node.slug, reason_text(found, NOW.date())) for found in report.suggestions(NOW.date())]


def test_suggestions_follow_the_order_and_prerequisites(roadmap: Roadmap) -> None:
    first = [("a", "first topic of step 1"), ("b", "next in Basics"), ("p", "optional")]
    assert reasons(report_after(roadmap))[:3] == first
    assert reasons(report_after(roadmap, (Action.DONE, "a")))[0] == ("b", "unblocks 6 topics"), "the last one of Basics"
    ready = report_after(roadmap, (Action.DONE, "a"), (Action.DONE, "b"))
    done = "prerequisites met"
    assert reasons(ready) == [
        ("x", done),
        ("plain", done),
        *[(slug, "optional") for slug in ("y", "z", "e", "f", "p", "q")],
    ]


def test_skipped_prerequisites_are_labeled(roadmap: Roadmap) -> None:
    assert reasons(report_after(roadmap, (Action.SKIP, "basics")))[0] == ("x", "prerequisites met or skipped")


def test_started_topics_are_suggested_first_oldest_first(roadmap: Roadmap) -> None:
    progress = Progress(roadmap=roadmap.id).mark(Mark(Action.START), ("b",), stamp(6))
    progress = progress.mark(Mark(Action.START, on=dt.date(2026, 10, 1)), ("z",), stamp(5))
    report = Report.of(roadmap, progress)
    assert reasons(report)[:3] == [
        ("b", "started 6 days ago"),
        ("a", "first topic of step 1"),
        ("z", "started 7 weeks ago"),
    ]
    assert [node.slug for node in report.started()] == ["z", "b"]


@pytest.mark.parametrize(("days", "is_stale"), [(0, False), (14, False), (15, True), (-3, False)])
def test_topic_started_over_two_weeks_ago_is_stale(roadmap: Roadmap, days: int, is_stale: bool) -> None:  # noqa: FBT001
    report = Report.of(roadmap, Progress(roadmap=roadmap.id).mark(Mark(Action.START), ("b",), stamp(days)))
    assert [node.slug for node in report.stale(NOW.date())] == (["b"] if is_stale else [])
    assert reasons(report)[0][0] == ("a" if is_stale else "b")
    started_again = report.progress.mark(Mark(Action.START, on=NOW.date()), ("b",), stamp())
    assert Report.of(roadmap, started_again).stale(NOW.date()) == []


def test_stale_topics_are_suggested_if_no_required_topic_is_left(roadmap: Roadmap) -> None:
    progress = Progress(roadmap=roadmap.id).mark(Mark(Action.DONE), ("a", "x", "plain"), stamp(30))
    report = Report.of(roadmap, progress.mark(Mark(Action.START), ("b",), stamp(20)))
    assert reasons(report)[:2] == [("b", "started 2 weeks ago"), ("p", "optional")]


def test_topic_unblocked_twice_is_counted_once() -> None:
    one = {"slug": "one", "title": "One", "topics": [leaf("a")]}
    two = {"slug": "two", "title": "Two", "requires": ["one"], "topics": [{**leaf("b"), "requires": ["a", "a"]}]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [one, two]})
    assert reasons(report_after(roadmap)) == [("a", "unblocks 1 topic")]


def test_long_titles_and_done_twins_are_named_by_number() -> None:
    long = {"slug": "long", "title": "A title that is much too long for one line"}
    twin = {"slug": "twin", "title": "topic a"}
    step = {"slug": "one", "title": "One", "topics": [leaf("a"), long, leaf("c"), twin]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    expected = [("long", "next in One"), ("c", "next in One"), ("twin", "same title as 1.1, done")]
    assert reasons(report_after(roadmap, (Action.DONE, "a"))) == expected
    step["title"] = "A title that is much too long"
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    assert reasons(report_after(roadmap))[1] == ("long", "next in A title that is much too long")
    step["title"] = "A title that is much too long too"
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    assert reasons(report_after(roadmap))[1] == ("long", "next in step 1")


def test_alternatives_of_a_done_choice_are_not_suggested() -> None:
    choice = {**leaf("choice"), "choose": 1, "topics": [leaf("x"), leaf("y")]}
    step = {"slug": "one", "title": "One", "topics": [choice, {**leaf("o"), "optional": True}]}
    data = {"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]}
    assert [slug for slug, _ in reasons(report_after(parse_roadmap(data)))] == ["x", "y", "o"]
    assert [slug for slug, _ in reasons(report_after(parse_roadmap(data), (Action.DONE, "y")))] == ["o"]
    step["topics"] = [*step["topics"], {**leaf("needs-x"), "requires": ["x"]}]
    assert [slug for slug, _ in reasons(report_after(parse_roadmap(data), (Action.DONE, "y")))] == ["x", "o"]


def test_an_optional_topic_unblocks_nothing_that_requires_its_group() -> None:
    group = {**leaf("group"), "topics": [{**leaf("extra"), "optional": True}, leaf("a"), leaf("b")]}
    later = [{**leaf("c"), "requires": ["group"]}, {**leaf("d"), "requires": ["extra"]}]
    step = {"slug": "one", "title": "One", "topics": [group, *later]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    found = dict(reasons(report_after(roadmap, (Action.DONE, "a"))))
    assert (found["b"], found["extra"]) == ("unblocks 1 topic", "optional, unblocks 1 topic")


def test_an_alternative_of_a_done_choice_unblocks_nothing() -> None:
    choice = {**leaf("choice"), "choose": 1, "topics": [leaf("x"), leaf("y")]}
    steps = [
        {"slug": "one", "title": "One", "topics": [choice, {**leaf("a"), "requires": ["choice"]}]},
        {"slug": "two", "title": "Two", "topics": [{**leaf("b"), "requires": ["one"]}]},
    ]
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": steps})
    assert [slug for slug, _ in reasons(report_after(roadmap, (Action.DONE, "x")))] == ["a"]


def test_unblocked_topics_are_counted() -> None:
    step = {"slug": "one", "title": "One", "topics": [leaf("a"), {**leaf("b"), "requires": ["a"]}, leaf("c")]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    assert reasons(report_after(roadmap)) == [("a", "unblocks 1 topic"), ("c", "next in One")]
    chain = {**step, "topics": [*step["topics"], {**leaf("d"), "requires": ["b"]}]}
    longer = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [chain]})
    ready = reasons(report_after(longer, (Action.DONE, "a")))
    assert ready[0] == ("b", "prerequisites met, unblocks 1 topic")


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (61, "2 months ago"),
        (729, "24 months ago"),
        (730, "2 years ago"),
    ],
)
def test_ago(days: int, text: str) -> None:
    assert ago(NOW.date() - dt.timedelta(days=days), NOW.date()) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (1, "1 day"),
        (41, "41 days"),
        (42, "6 weeks"),
        (84, "12 weeks"),
        (91, "13 weeks"),
        (92, "3 months"),
        (236, "8 months"),
        (729, "24 months"),
        (730, "2 years"),
        (3653, "10 years"),
    ],
)
def test_many_days_are_shown_in_weeks_months_or_years(days: int, text: str) -> None:
    assert span_text(days) == text


def test_search() -> None:
    step = {
        "slug": "one",
        "title": "One",
        "why": ["Because of reasons."],
        "topics": [{**leaf("a"), "detail": "All the détails."}, {**leaf("b"), "resources": [link("paper")]}],
        "questions": [{"ask": "Who asks?", "answer": "I answer."}],
    }
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    report = Report.of(roadmap, Progress(roadmap="test").add_note(("b",), "Remember this", stamp()))

    def found(text: str) -> list[tuple[str, str]]:
        return [(node.slug, where) for node, where in matching_items(report, text)]

    assert found("topic a") == [("a", "All the détails.")]
    assert found("DETAILS") == [("a", "All the détails.")]
    assert found("reasons") == [("one", "Because of reasons.")]
    assert found("example.org") == [("b", "https://example.org/paper")]
    assert found("who asks") == [("one", "Question: Who asks?")]
    # The answer is not given away.
    assert found("i answer") == [("one", "In the answer to: Who asks?")]
    assert found("remember") == [("b", "Note: Remember this")]
    # The site of a URL, or what looks like a part of one; not a word of a path or query.
    assert found("exam") == found("org/paper") == found("https://") == [("b", "https://example.org/paper")]
    assert found("https") == found("org") == []
    assert found("paper") == [("b", "Paper")]
    assert found("nothing") == []


def test_search_shows_the_slug_if_only_that_matches() -> None:
    steps = [{"slug": "one", "title": "Basics", "topics": [leaf("a"), {**leaf("b"), "title": "B", "detail": "Else."}]}]
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": steps})
    report = Report.of(roadmap, Progress(roadmap="test"))
    assert [(node.slug, where) for node, where in matching_items(report, "one")] == [("one", "one")]


def test_revert(roadmap: Roadmap) -> None:
    report = report_after(roadmap, (Action.DONE, "basics"))
    outcome = revert(report, Action.UNDO, stamp())
    assert outcome.changed == ("a", "b")
    assert (outcome.before.count.done, outcome.after.count.done) == (2, 0)
    assert outcome.reverted == report.progress.changes[-1]
    again = revert(outcome.after, Action.REDO, stamp())
    assert again.after.count == report.count


SMALL = small_roadmap()
ANY_MARKS = st.lists(
    st.tuples(
        st.sampled_from([Action.DONE, Action.START, Action.SKIP, Action.RESET]), st.sampled_from([*SMALL.items_by_slug])
    ),
    max_size=15,
)


@given(ANY_MARKS)
def test_counts_match_the_leaves(marks: Marks) -> None:
    report = report_after(SMALL, *marks)
    leaves = [node for step in report.steps for node in step.leaves()]
    count = report.count
    assert count.total + count.optional_total + count.skipped == len(leaves)
    assert count.done + count.optional_done == report.statuses[Status.DONE]
    assert count.skipped == report.statuses[Status.SKIPPED]
    for node in report.nodes.values():
        assert 0 <= node.count.done <= node.count.total
        assert 0 <= node.count.percent <= 100
        assert (node.status is Status.DONE) <= (node.count.percent == 100)


@given(ANY_MARKS, st.sampled_from([step.slug for step in SMALL.steps]))
def test_done_completes_every_step(marks: Marks, slug: str) -> None:
    after = marked(report_after(SMALL, *marks), slug, Mark(Action.DONE)).after.nodes[slug]
    assert after.count.percent == 100
    assert after.status in (Status.DONE, Status.SKIPPED)


def test_updated_report_equals_a_new_one(roadmap: Roadmap) -> None:
    report = report_after(roadmap)
    for number, item in enumerate(roadmap.all_items):
        for action in (Action.START, Action.DONE, Action.SKIP, Action.RESET):
            new_mark = Mark(action, note="Noted.")
            result = mark(report, [item, roadmap.all_items[0]], new_mark, stamp(), everything=number % 2 == 0)
            assert result.after == Report.of(roadmap, result.progress)
            assert [*result.after.nodes] == [*roadmap.items_by_slug]
        report = add_note(result.after if number % 3 else report, item, "Again.", stamp()).after
        assert report == Report.of(roadmap, report.progress)
