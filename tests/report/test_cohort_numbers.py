"""Numbers about one learner and about a group, at the days on which they change."""

import datetime as dt
from collections import Counter

import pytest

from genai_roadmap.report.cohort import Histogram, Question, Risk, count, person
from genai_roadmap.report.cohort_facts import facts, gone_text
from genai_roadmap.report.cohort_overview import Member, Overview
from genai_roadmap.report.cohort_summary import Summary, integers
from genai_roadmap.report.wording import one_decimal
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
    [
        ((3,), ["75%"]),
        ((3, 2), ["75%"]),
        ((3, 2, 1), ["75%", "50%"]),
        ((4, 3, 2, 1), ["100%", "75%"]),
        ((4, 2, 2, 2, 1), ["100%", "50%", "50%"]),
        # Of 0, nothing is required, because all is skipped.
        ((0, 1), ["25%"]),
        ((0, 0, 0, 0, 0, 3, 2, 1), []),
        ((0, 0, 0, 3, 2, 1, 1, 1), ["75%", "50%"]),
    ],
)
def test_at_most_half_of_the_learners_rounded_up_are_ahead(done: tuple[int, ...], names: list[str]) -> None:
    today = Question(TODAY)
    skipped = summary(done=0, total=0, percent=100)
    summaries = [summary(done=each, percent=25 * each) if each else skipped for each in done]
    learners = [(None, each, person(each, today)) for each in summaries]
    members = [Member(f"{numbers.percent}%", None, numbers) for _, _, numbers in learners]
    found = Overview(small_roadmap(), today, count(learners), lambda leaders: members[:leaders], [], [])
    assert [member.name for member in found.ahead(3)] == names


def test_learners_at_risk_whom_help_may_reach_come_first() -> None:
    days = {"gone": 61, "before": 60, "now": 15, "long gone": 300, "also now": 15, "empty": ORDINAL}
    learners = {
        name: person(summary(last_active=ORDINAL - each, percent=26 if name == "also now" else 25), Question(TODAY))
        for name, each in days.items()
    }
    assert learners["empty"].last_active is None
    members = [Member(name, None, numbers) for name, numbers in learners.items()]
    members[-1] = members[-1]._replace(numbers=learners["empty"]._replace(risks=(Risk.NOT_STARTED,)))
    found = Overview(small_roadmap(), Question(TODAY), {}, lambda _: members, [], [])
    names = ["empty", "now", "also now", "before", "gone", "long gone"]
    assert [member.name for member in found.at_risk(9)] == names
    assert [member.name for member in found.at_risk(4)] == names[:4]


@pytest.mark.parametrize(
    ("gone", "silent", "text"),
    [
        (0, 4, ""),
        (1, 3, " 1 of them was last active more than 60 days ago."),
        (3, 1, " 2 of them were last active more than 60 days ago."),
    ],
)
def test_learners_who_are_gone_are_counted_beside_the_list(gone: int, silent: int, text: str) -> None:
    summaries = [summary(last_active=ORDINAL - 61)] * gone + [summary(**SILENT)] * silent
    counts = count([(None, each, person(each, Question(TODAY))) for each in summaries])
    everyone = Overview(small_roadmap(), Question(TODAY), counts, lambda _: [], [], []).everyone
    assert (everyone.gone, everyone.at_risk) == (gone, 4)
    assert gone_text(everyone, listed=2) == text


@pytest.mark.parametrize(
    ("changes", "finished_on"),
    [
        ({"done": 4}, TODAY),
        ({"done": 4, "done_days": integers([ORDINAL - 9, ORDINAL - 2])}, TODAY - dt.timedelta(days=2)),
        ({"done": 4, "done_days": integers([ORDINAL + 2])}, TODAY),
        ({"done": 4, "done_days": b""}, None),  # all already known
        ({"done": 3}, None),
        ({"done": 0, "total": 0, "done_days": b""}, None),
    ],
)
def test_finished_on_is_the_day_of_the_last_required_topic(
    changes: dict[str, object], finished_on: dt.date | None
) -> None:
    assert person(summary(**changes), Question(TODAY)).finished_on == finished_on


def test_who_is_ahead_has_at_least_the_median() -> None:
    today = Question(TODAY)
    changes: list[dict[str, object]] = [
        {"done": 3, "percent": 75, **SILENT},
        {"done": 2, "percent": 50, **SILENT},
        {"percent": 24},
    ]
    learners = [(None, each := summary(**more), person(each, today)) for more in changes]
    members = [Member(f"{numbers.percent}%", None, numbers) for _, _, numbers in learners]
    found = Overview(small_roadmap(), today, count(learners), lambda leaders: members[:leaders], [], [])
    assert found.ahead(3) == []


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


def test_pace_is_rounded_like_that_of_the_learner() -> None:
    for days in range(7, 29):
        for learned in range(1, 89):
            found = person(
                summary(first_day=ORDINAL - days + 1, learned_days=integers([ORDINAL] * learned)), Question(TODAY)
            )
            assert found.topics_per_week == one_decimal(learned / (days / 7))


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
