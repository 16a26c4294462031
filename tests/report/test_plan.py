import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report import facts
from genai_roadmap.report.forecast import Forecast, forecast_for
from genai_roadmap.report.history import History
from genai_roadmap.report.outlook import Estimate, Outlook, Rate, estimate_of, outlook_of
from genai_roadmap.report.plan import Plan, plan_of
from genai_roadmap.report.report import Report, is_stale
from genai_roadmap.report.tree import required_leaves
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOON.date()


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def stamp(name: str, days_ago: int = 0) -> Stamp:
    return Stamp(NOON - dt.timedelta(days=days_ago), name, "here")


def one_step(*topics: dict[str, Any]) -> Roadmap:
    steps = [{"slug": "step", "title": "Step", "topics": list(topics)}]
    return parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": steps})


def planned(roadmap: Roadmap, goal: int | None = None, per_week: int | None = None, **marks: Action) -> Plan:
    progress = Progress(roadmap=roadmap.id)
    for slug, action in marks.items():
        progress = progress.mark(Mark(action), (slug,), stamp(f"m{slug}"))
    if goal is not None:
        progress = progress.set_goal(days(goal), stamp("goal"))
    return plan_of(History(Report.of(roadmap, progress), TODAY), None, per_week)


def order(found: Plan) -> list[str]:
    return [task.node.slug for task in found.tasks]


def test_remaining_topics_are_spread_until_the_goal() -> None:
    found = planned(one_step(*(leaf(f"t{n}") for n in range(4))), goal=15)
    assert [task.day for task in found.tasks] == [days(3), days(7), days(11), days(15)]
    assert [(week.first, week.last, len(week.tasks)) for week in found.weeks] == [
        (days(0), days(5), 1),
        (days(6), days(12), 2),
        (days(13), days(19), 1),
    ]
    assert [f"{week.last:%a}" for week in found.weeks] == ["Sun"] * 3
    assert (found.goal, found.per_week, found.ends) == (days(15), 1.75, days(15))


def test_topics_per_week() -> None:
    found = planned(one_step(*(leaf(f"t{n}") for n in range(7))), goal=99, per_week=3)
    assert [len(week.tasks) for week in found.weeks] == [3, 3, 1], "the first week has the part of its days, rounded"
    assert (found.goal, found.per_week) == (None, 3)


def test_empty_weeks_are_omitted() -> None:
    found = planned(one_step(leaf("a"), leaf("b")), goal=41)
    assert [week.first for week in found.weeks] == [days(20), days(41)]


def test_goal_today_plans_everything_today() -> None:
    assert {task.day for task in planned(one_step(leaf("a"), leaf("b")), goal=0).tasks} == {TODAY}


def test_plan_of_a_finished_roadmap_is_empty() -> None:
    found = planned(one_step(leaf("a"), leaf("b")), goal=9, a=Action.DONE, b=Action.SKIP)
    assert (found.weeks, found.ends, found.per_week) == ((), None, 0)
    assert planned(one_step(leaf("a")), per_week=2, a=Action.DONE).weeks == ()


def test_started_topics_come_first() -> None:
    assert order(planned(one_step(leaf("a"), leaf("b"), leaf("c")), per_week=1, c=Action.START)) == ["c", "a", "b"]


def test_prerequisites_come_first() -> None:
    roadmap = one_step({**leaf("a"), "requires": ["c"]}, leaf("b"), {**leaf("c"), "requires": ["d"]}, leaf("d"))
    assert order(planned(roadmap, per_week=1)) == ["b", "d", "c", "a"]
    assert order(planned(roadmap, per_week=1, a=Action.START)) == ["a", "b", "d", "c"], "started without them"
    assert order(planned(roadmap, per_week=1, d=Action.SKIP)) == ["b", "c", "a"]


def test_required_group_means_its_required_leaves() -> None:
    group = {**leaf("group"), "choose": 1, "topics": [leaf("x"), leaf("y")]}
    roadmap = one_step({**leaf("a"), "requires": ["group"]}, group)
    assert order(planned(roadmap, per_week=1)) == ["x", "a"]
    assert order(planned(roadmap, per_week=1, y=Action.START)) == ["y", "a"]


def test_optional_prerequisites_are_planned() -> None:
    roadmap = one_step({**leaf("a"), "requires": ["extra"]}, {**leaf("extra"), "optional": True}, leaf("b"))
    assert order(planned(roadmap, per_week=1)) == ["extra", "a", "b"]
    nested = {**leaf("extra"), "optional": True, "topics": [{**leaf("x"), "optional": True}]}
    assert order(planned(one_step({**leaf("a"), "requires": ["extra"]}, nested), per_week=1)) == ["x", "a"]


def test_step_that_requires_a_step() -> None:
    steps = [
        {"slug": "late", "title": "Late", "requires": ["early"], "topics": [leaf("a"), leaf("b")]},
        {"slug": "early", "title": "Early", "topics": [leaf("c"), leaf("d")]},
    ]
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": steps})
    assert order(planned(roadmap, per_week=1)) == ["c", "d", "a", "b"]


def test_plan_is_in_the_order_of_the_suggestions() -> None:
    roadmap = one_step(*(leaf(f"t{n}") for n in range(6)))
    progress = Progress(roadmap="test")
    for slug, days_ago in (("t4", 30), ("t2", 20), ("t5", 3), ("t3", 8)):
        progress = progress.mark(Mark(Action.START), (slug,), stamp(f"m{slug}", days_ago))
    report = Report.of(roadmap, progress)
    assert [suggestion.node.slug for suggestion in report.suggestions(TODAY)] == ["t3", "t5", "t0", "t1", "t4", "t2"]
    planned_order = ["t3", "t5", "t0", "t1", "t2", "t4"]
    assert order(plan_of(History(report, TODAY), None)) == planned_order, "what was started long ago is not last"


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Return a report on up to eight topics with any prerequisites, some optional, done, started or skipped."""
    order = draw(st.permutations(range(draw(st.integers(1, 8)))))
    topics = []
    for number in sorted(order):
        later = order[order.index(number) + 1 :]
        requires = draw(st.lists(st.sampled_from(later), max_size=2, unique=True)) if later else []
        optional = {"optional": True} if draw(st.booleans()) else {}
        topics.append({**leaf(f"t{number}"), **optional, "requires": [f"t{each}" for each in requires]})
    progress = Progress(roadmap="test")
    for number in order:
        if action := draw(st.sampled_from([None, None, Action.START, Action.DONE, Action.SKIP])):
            progress = progress.mark(Mark(action), (f"t{number}",), stamp(f"m{number}", draw(st.integers(0, 30))))
    return Report.of(one_step(*topics), progress)


@given(reports())
def test_plan_begins_with_what_is_suggested_first(report: Report) -> None:
    tasks = order(plan_of(History(report, TODAY), None))
    suggested = next(report.suggestions(TODAY), None)
    assert bool(tasks) == any(leaf.status in (Status.TODO, Status.STARTED) for leaf in required_leaves(report.steps))
    if tasks:
        assert suggested
        first = report.nodes[tasks[0]]
        leaves = [leaf.slug for leaf in report.leaves]
        is_before = leaves.index(first.slug) < leaves.index(suggested.node.slug)
        assert first == suggested.node or (is_stale(first, TODAY) and is_before)


def test_plan_has_an_optional_topic_that_is_being_learned() -> None:
    topics = leaf("a"), {**leaf("extra"), "optional": True}, {**leaf("more"), "optional": True}
    assert order(planned(one_step(*topics), per_week=1, extra=Action.START)) == ["extra", "a"]
    assert order(planned(one_step(*topics), per_week=1, extra=Action.START, a=Action.DONE)) == []


def test_plan_without_a_goal_is_at_the_current_pace() -> None:
    roadmap = one_step(*(leaf(f"t{n}") for n in range(10)))
    for goal in (None, -4):
        found = planned(roadmap, goal)
        assert (found.goal, found.rate, found.per_week) == (None, Rate.DEFAULT, 3)
    found = planned(roadmap, t0=Action.DONE, t1=Action.DONE)
    assert (found.goal, found.rate, found.per_week) == (None, Rate.DEFAULT, 3), "one evening is no pace"
    week = plan_of(done_days_ago(10, 6, 0), None)
    assert (week.goal, week.rate, week.per_week) == (None, Rate.PACE, 2)
    assert planned(roadmap, goal=9, per_week=4, t0=Action.DONE).rate is Rate.GIVEN
    assert planned(roadmap, goal=9).rate is Rate.GOAL
    assert round(plan_of(done_days_ago(10, 20, 20), None).per_week, 3) == 0.667
    assert plan_of(done_days_ago(10, 20), None).per_week == 3, "a single topic is no pace"


@given(st.integers(1, 60), st.integers(0, 400) | st.none(), st.integers(1, 30), st.sets(st.integers(0, 59)))
def test_plan_has_each_remaining_topic_once_within_its_days(
    count: int, goal: int | None, per_week: int, done: set[int]
) -> None:
    roadmap = one_step(*(leaf(f"t{n}") for n in range(count)))
    marks = {f"t{n}": Action.DONE for n in done if n < count}
    found = planned(roadmap, goal, None if goal is not None else per_week, **marks)
    report = Report.of(roadmap, Progress(roadmap="test"))
    assert order(found) == [node.slug for node in required_leaves(report.steps) if node.slug not in marks]
    due = [task.day for task in found.tasks]
    assert due == sorted(due)
    assert all(week.first <= task.day <= week.last for week in found.weeks for task in week.tasks)
    if goal is None:
        assert all(len(week.tasks) == per_week for week in found.weeks[1:-1])
        assert all(len(week.tasks) <= per_week for week in found.weeks)
    elif due:
        assert (min(due) >= TODAY, max(due)) == (True, days(goal))


def outlook(goal: int | None, *days_ago: int, topics: int = 10, expected: Forecast | None = None) -> Outlook | None:
    progress = Progress(roadmap="test")
    for number, day in enumerate(days_ago):
        progress = progress.mark(Mark(Action.DONE), (f"t{number}",), stamp(f"m{number}", day))
    if goal is not None:
        progress = progress.set_goal(days(goal), stamp("goal"))
    report = Report.of(one_step(*(leaf(f"t{n}") for n in range(topics))), progress)
    return outlook_of(History(report, TODAY), expected)


def test_outlook_on_the_goal() -> None:
    assert outlook(None, 1) is None
    pace, default = Estimate(Rate.PACE, days(55), Fraction(1)), Estimate(Rate.DEFAULT, days(23), Fraction(3))
    assert outlook(34, 13, 6) == Outlook(
        days(34), left=8, days=35, required=1.6, actual=1.0, forecast=None, estimate=pace
    )
    assert outlook(69) == Outlook(
        days(69), left=10, days=70, required=1.0, actual=None, forecast=None, estimate=default
    )
    assert outlook(-1, 13, 6) == Outlook(
        days(-1), left=8, days=0, required=None, actual=1.0, forecast=None, estimate=pace
    )
    reached = outlook(9, 0, 1, 2, topics=3)
    assert reached
    assert (reached.left, reached.required, reached.actual, reached.finished_on) == (0, 0, 3.0, TODAY)


def done_days_ago(topics: int, *days_ago: int, goal: int | None = None) -> History:
    progress = Progress(roadmap="test")
    for number, day in enumerate(days_ago):
        progress = progress.mark(Mark(Action.DONE), (f"t{number}",), stamp(f"m{number}", day))
    if goal is not None:
        progress = progress.set_goal(days(goal), stamp("goal"))
    return History(Report.of(one_step(*(leaf(f"t{n}") for n in range(topics))), progress), TODAY)


@pytest.mark.parametrize(
    ("days_ago", "topics", "rate"),
    [
        ((20, 15, 13, 9, 8, 2), 40, Rate.FORECAST),
        ((13, 6), 10, Rate.PACE),
        ((20, 3, 1), 77, Rate.PACE),
        ((), 10, Rate.DEFAULT),
        ((27,), 10, Rate.DEFAULT),
        ((90, 85, 80, 75, 70, 65, 60), 30, Rate.DEFAULT),
    ],
)
def test_plan_without_a_goal_ends_on_the_day_that_fits_the_goal(
    days_ago: tuple[int, ...], topics: int, rate: Rate
) -> None:
    history = done_days_ago(topics, *days_ago)
    expected = forecast_for(history)
    plan = plan_of(history, expected)
    estimate = estimate_of(history, expected)
    assert (plan.rate, plan.ends, estimate.rate) == (rate, estimate.day, rate)
    assert bool(expected) == (rate is Rate.FORECAST)
    if expected:
        assert plan.ends == expected.likely
    with_goal = done_days_ago(topics, *days_ago, goal=7)
    found = outlook_of(with_goal, forecast_for(with_goal))
    assert found
    assert found.fitting_day == (plan.ends if rate is not Rate.DEFAULT or found.is_too_fast else None)


def test_optional_prerequisites_do_not_move_the_end_of_a_plan() -> None:
    roadmap = one_step({**leaf("a"), "requires": ["extra"]}, {**leaf("extra"), "optional": True}, leaf("b"), leaf("c"))
    history = History(Report.of(roadmap, Progress(roadmap="test")), TODAY)
    assert plan_of(history, None).ends == estimate_of(history, None).day == days(6)


def test_roadmap_of_any_size_has_a_plan_within_ten_years() -> None:
    found = planned(one_step(*(leaf(f"t{n}") for n in range(2000))))
    assert found.ends
    assert found.ends < days(365 * 10)
    assert (found.rate, found.per_week) == (Rate.DEFAULT, 4)


def test_pace_that_needs_more_than_ten_years_is_not_planned_with() -> None:
    history = done_days_ago(200, 19, 0)
    assert estimate_of(history, None).rate is Rate.PACE
    assert estimate_of(history, Forecast(None, None, None)).rate is Rate.DEFAULT
    assert estimate_of(done_days_ago(2000, 19, 0), None) == Estimate(Rate.DEFAULT, days(3496), Fraction(4))


def test_fraction_of_a_topic_per_week() -> None:
    roadmap = one_step(*(leaf(f"t{n}") for n in range(6)))
    found = plan_of(History(Report.of(roadmap, Progress(roadmap="test")), TODAY), None, Fraction("1.5"))
    assert [len(week.tasks) for week in found.weeks] == [1, 2, 1, 2]
    assert (found.rate, found.per_week) == (Rate.GIVEN, 1.5)
    with pytest.raises(RequestError, match=r"^a plan at 0.001 topics per week takes more than 100 years; choose more$"):
        plan_of(History(Report.of(roadmap, Progress(roadmap="test")), TODAY), None, Fraction("0.001"))


@pytest.mark.parametrize(
    ("goal", "days_ago", "is_too_fast"),
    [
        (30, (), False),
        (20, (), False),
        (19, (), True),
        # The best four weeks have 1.5 per week.
        (70, (60, 50, 48, 46, 44, 42, 40), False),
        (50, (60, 50, 48, 46, 44, 42, 40), True),
        (50, (60, 50, 48), False),
        (50, (25, 20, 18, 16, 14), False),
    ],
)
def test_goal_that_is_too_fast(goal: int, days_ago: tuple[int, ...], is_too_fast: object) -> None:
    found = outlook_of(done_days_ago(61, *days_ago, goal=goal), None)
    assert found
    assert found.is_too_fast is is_too_fast


@pytest.mark.parametrize(
    ("goal", "likely", "days_early", "late", "verdict"),
    [
        (30, 20, 10, False, "14 Dec 2026, 10 days early"),
        (30, 30, 0, False, "24 Dec 2026, on time"),
        (30, 31, -1, True, "25 Dec 2026, 1 day late"),
        (30, 330, -300, True, "20 Oct 2027, 10 months late"),
        (300, 20, 280, False, "14 Dec 2026, 9 months early"),
        (2000, 20, 1980, False, "14 Dec 2026, 5 years early"),
        (30, None, None, True, "more than ten years away"),
    ],
)
def test_verdict_comes_from_the_forecast(
    goal: int, likely: int | None, days_early: int | None, late: object, verdict: str
) -> None:
    day = None if likely is None else days(likely)
    found = outlook(goal, 13, 6, expected=Forecast(day, days(5), day))
    assert found
    assert (found.days_early, found.is_late, facts.verdict(found)) == (days_early, late, verdict)


@pytest.mark.parametrize("latest", [None, days(800)])
def test_a_forecast_that_is_too_wide_is_no_verdict(latest: dt.date | None) -> None:
    found = outlook(30, 13, 6, expected=Forecast(days(330), days(5), latest))
    assert found
    assert (found.days_early, found.is_late) == (None, False)
    assert facts.goal_text(found) == "24 Dec 2026: too early to tell; needs 1.9 per week"


def test_verdict_without_a_forecast() -> None:
    found, past, reached = outlook(30, 6), outlook(-1, 6), outlook(-1, 1, topics=1)
    assert found
    assert past
    assert reached
    assert facts.verdict(found) == "not enough data yet"
    assert (found.is_late, past.is_late, reached.is_late) == (False, True, False)
