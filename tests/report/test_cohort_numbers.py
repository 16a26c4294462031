"""Numbers about one learner and about a group, at the days on which they change."""

import datetime as dt
from collections import Counter

import pytest

from genai_roadmap.report.cohort import Histogram, Question, Risk, count, person
from genai_roadmap.report.cohort_facts import facts
from genai_roadmap.report.cohort_overview import Member, Overview
from genai_roadmap.report.cohort_summary import Summary, integers
from small import small_roadmap

TODAY = dt.date(2026, 11, 27)
ORDINAL = TODAY.toordinal()
BEHIND: dict[str, object] = {"goal": ORDINAL}
SILENT: dict[str, object] = {"last_active": ORDINAL - 15}
NOT_STARTED: dict[str, object] = {"done": 0, "percent": 0, "furthest": 0, "learned_days": b""}


def summary(**changes: object) -> Summary:
    """Return the summary of a learner who learned one of four topics today."""
    values: dict[str, object] = {
        "done": 1, "total": 4, "percent": 25, "furthest": 1, "first_day": ORDINAL, "last_active": ORDINAL, "goal": 0,
        "reviews": 0, "remembered": 0, "statuses": b"dttt", "percents": b"\x19\x00", "started": b"",
        "started_days": b"", "done_days": integers([ORDINAL]), "learned_days": integers([ORDINAL]),
    }  # fmt: skip
    return Summary(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "is_silent"), [(0, False), (14, False), (15, True)])
def test_silent_is_more_than_two_weeks(days: int, is_silent: bool) -> None:  # noqa: FBT001 - an expected value
    found = person(summary(last_active=ORDINAL - days), Question(TODAY))
    assert (Risk.SILENT in found.risks) is is_silent
    assert found.last_active == TODAY - dt.timedelta(days=days)


@pytest.mark.parametrize(("days", "stuck"), [(14, ()), (15, (2,))])
def test_stuck_is_more_than_two_weeks(days: int, stuck: tuple[int, ...]) -> None:
    learner = summary(started=integers([2]), started_days=integers([ORDINAL - days]))
    assert person(learner, Question(TODAY)).stuck == stuck


@pytest.mark.parametrize(
    ("goal", "is_behind"),
    [
        (0, False),  # no goal
        (ORDINAL - 1, True),
        (ORDINAL, True),  # three topics in one day, at one per week
        (ORDINAL + 19, True),
        (ORDINAL + 20, False),  # three weeks, with today and the day of the goal
    ],
)
def test_behind_is_a_goal_that_the_pace_does_not_reach(goal: int, is_behind: bool) -> None:  # noqa: FBT001
    assert (Risk.BEHIND in person(summary(goal=goal), Question(TODAY)).risks) is is_behind


@pytest.mark.parametrize(
    ("reasons", "text"),
    [
        ([], "0 learners, 0%"),
        ([BEHIND], "1 learner, 100%: 1 behind"),
        ([SILENT, BEHIND], "2 learners, 100%: 1 silent, 1 behind"),
        ([SILENT | BEHIND, BEHIND], "2 learners, 100%: 1 silent, 2 behind (1 of them also silent)"),
        (
            [SILENT | BEHIND, NOT_STARTED | BEHIND, SILENT],
            "3 learners, 100%: 1 not started, 2 silent, 2 behind (2 of them also not started or silent)",
        ),
    ],
)
def test_learners_with_two_reasons_are_named(reasons: list[dict[str, object]], text: str) -> None:
    learners = [(None, each := summary(**changes), person(each, Question(TODAY))) for changes in reasons or [{}]]
    found = Overview(small_roadmap(), Question(TODAY), count(learners), lambda _: [], [], [])
    assert dict(facts(found))["At risk"] == text


@pytest.mark.parametrize(("limit", "names"), [(1, ["30"]), (3, ["30", "61", "92"]), (9, ["30", "61", "92"])])
def test_learners_at_risk_are_not_ahead(limit: int, names: list[str]) -> None:
    today = Question(TODAY)
    summaries = [summary(**{} if n % 31 == 30 else SILENT) for n in range(100)]
    learners = [(None, each, person(each, today)) for each in summaries]
    members = [Member(f"{n}", None, numbers) for n, (_, _, numbers) in enumerate(learners)]
    found = Overview(small_roadmap(), today, count(learners), lambda leaders: members[:leaders], [], [])
    assert [member.name for member in found.ahead(limit)] == names


@pytest.mark.parametrize(
    ("done", "names"),
    [((3,), ["75%"]), ((3, 2), ["75%"]), ((3, 2, 1), ["75%", "50%"]), ((4, 3, 2, 1), ["100%", "75%"])],
)
def test_at_most_half_of_the_learners_rounded_up_are_ahead(done: tuple[int, ...], names: list[str]) -> None:
    today = Question(TODAY)
    summaries = [summary(done=each, percent=25 * each) for each in done]
    learners = [(None, each, person(each, today)) for each in summaries]
    members = [Member(f"{numbers.percent}%", None, numbers) for _, _, numbers in learners]
    found = Overview(small_roadmap(), today, count(learners), lambda leaders: members[:leaders], [], [])
    assert [member.name for member in found.ahead(3)] == names


def test_who_has_finished_is_not_at_risk() -> None:
    finished = summary(done=4, percent=100, goal=1, last_active=1)
    assert person(finished, Question(TODAY)).risks == ()
    assert person(summary(done=0, percent=0, furthest=0, goal=1), Question(TODAY)).risks == (
        Risk.NOT_STARTED,
        Risk.BEHIND,
    )


@pytest.mark.parametrize(("since", "gained"), [(-1, 1), (0, 1), (1, 0)])
def test_since_counts_from_that_day(since: int, gained: int) -> None:
    question = Question(TODAY, since=TODAY + dt.timedelta(days=since))
    assert person(summary(), question).gained == gained


def test_day_in_the_future_counts_as_today() -> None:
    found = person(summary(last_active=ORDINAL + 9, learned_days=integers([ORDINAL + 9])), Question(TODAY))
    assert (found.last_active, found.pace) == (TODAY, None)


@pytest.mark.parametrize(
    ("values", "quartiles"),
    [([], []), ([7], [7, 7, 7]), ([1, 12], [1, 1, 12]), ([1, 2, 3, 4], [1, 2, 3]), ([1, 1, 1, 9, 9], [1, 1, 9])],
)
def test_quartiles_are_nearest_rank(values: list[int], quartiles: list[int]) -> None:
    counts = sorted(Counter(values).items())
    found = Histogram(tuple(value for value, _ in counts), tuple(number for _, number in counts))
    assert [*found.quartiles.values()] == quartiles


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 5, "b": 9}, ""),
        ({"a": 4, "b": 9, "c": 12}, "ab"),
        ({"a": 1, "b": 4, "c": 6}, "ab"),
        ({None: 2, "b": 9}, "b"),
        ({None: 5, "a": 3, "b": 9}, "a"),
    ],
)
def test_numbers_of_few_learners_cannot_be_computed(sizes: dict[str | None, int], hidden: str) -> None:
    learners = [(group, summary(), person(summary(), Question(TODAY))) for group, n in sizes.items() for _ in range(n)]
    members = [Member("x", group, numbers) for group, _, numbers in learners]
    found = Overview(small_roadmap(), Question(TODAY), count(learners), lambda _: members, [], [], is_anonymous=True)
    assert found.hidden_groups == {*hidden}
    shown = {None if group in {*hidden} else group for group in sizes}
    assert {member.group for member in found.shown_members()} == shown
