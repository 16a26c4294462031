import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.coach import streak_text
from genai_roadmap.report.facts import facts
from genai_roadmap.report.history import History, Week
from genai_roadmap.report.pace import Pace
from genai_roadmap.report.report import Report
from genai_roadmap.report.streak import WEEK_DAYS, Streak
from genai_roadmap.report.wording import plural
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOON.date()


def long_roadmap() -> Roadmap:
    """Return a roadmap with two steps of four topics, one of them optional, and one of thirty."""
    return parse_roadmap(
        {
            "format": 1,
            "id": "test",
            "version": "1",
            "title": "Test",
            "steps": [
                {"slug": "first", "title": "First", "topics": [leaf(f"a{n}") for n in range(4)]},
                {
                    "slug": "second",
                    "title": "Second",
                    "topics": [*(leaf(f"b{n}") for n in range(4)), {**leaf("extra"), "optional": True}],
                },
                {"slug": "long", "title": "Long", "topics": [leaf(f"t{n}") for n in range(30)]},
            ],
        }
    )


class Journal:
    """A builder of journals."""

    def __init__(self) -> None:
        self.progress = Progress(roadmap="test")

    def mark(self, days_ago: float, *topics: str, action: Action = Action.DONE, **options: object) -> "Journal":
        stamp = Stamp(NOON - dt.timedelta(days=days_ago), f"c{len(self.progress.changes)}", "here")
        self.progress = self.progress.mark(Mark(action, **options), topics, stamp)  # type: ignore[arg-type]
        return self

    def history(self, rest_days: int = 0) -> History:
        return History(Report.of(long_roadmap(), self.progress), TODAY, rest_days)


def topics(*days_ago: float, action: Action = Action.DONE, known: bool = False, rest_days: int = 0) -> History:
    """Return a history with one topic marked on each of the days."""
    journal = Journal()
    for number, days in enumerate(days_ago):
        journal.mark(days, f"t{number}", action=action, known=known)
    return journal.history(rest_days)


def ago(*days: int) -> list[dt.date]:
    return [TODAY - dt.timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ([], Streak(0, 0)),
        ([0], Streak(1, 1)),
        ([1], Streak(1, 1)),
        ([2], Streak(0, 1)),
        ([3, 2, 1], Streak(3, 3)),
        ([9, 8, 7, 6, 1, 0], Streak(2, 4)),
        ([1, 1, 0], Streak(2, 2)),
        ([0, -1], Streak(1, 1)),
    ],
)
def test_streak(days_ago: list[int], expected: Streak) -> None:
    assert topics(*days_ago).streaks.days == expected


@pytest.mark.parametrize(
    ("rest_days", "days_ago", "expected"),
    [
        (1, [2], Streak(1, 1)),
        (1, [3], Streak(0, 1)),
        (1, [4, 2, 0], Streak(2, 2)),
        (2, [4, 2, 0], Streak(3, 3)),
        (2, [10, 9, 8, 7, 6, 3, 2, 1, 0], Streak(9, 9)),
        (2, [7, 4, 3, 0], Streak(3, 3)),
        (2, [9, 6, 5, 4, 3, 2, 0], Streak(7, 7)),
        (6, [7, 0], Streak(2, 2)),
        (6, [8, 0], Streak(1, 1)),
        (6, [1000, 7], Streak(1, 1)),
    ],
)
def test_rest_days_do_not_break_a_streak(rest_days: int, days_ago: list[int], expected: Streak) -> None:
    assert topics(*days_ago, rest_days=rest_days).streaks.days == expected


@pytest.mark.parametrize(
    ("rest_days", "days_ago", "is_at_risk"),
    [
        (0, [], False),
        (0, [1], False),
        (0, [2, 1], True),
        (0, [2, 1, 0], False),
        (0, [3, 2], False),
        (1, [2, 1], False),
        (1, [4, 2, 1], True),
        (1, [9, 8, 6, 5, 4, 3, 2, 1], False),
        (1, [8, 7, 5, 4, 3, 2, 1], True),
        (1, [3, 2], True),
        (2, [4, 2, 1], False),
    ],
)
def test_streak_at_risk_ends_tonight(rest_days: int, days_ago: list[int], is_at_risk: bool) -> None:  # noqa: FBT001
    history = topics(*days_ago, rest_days=rest_days)
    assert history.streaks.is_at_risk == is_at_risk
    tomorrow = History(history.report, TODAY + dt.timedelta(days=1), rest_days)
    assert is_at_risk == (
        history.streaks.days.current >= 2 and tomorrow.streaks.days.current < history.streaks.days.current
    )


def test_streak_text() -> None:
    assert streak_text(topics(2, 1)) == "2-day streak: learn something today to keep it"
    assert streak_text(topics(1)) == streak_text(topics(0)) == "1-day streak"
    assert streak_text(topics(3)) == ""


TUESDAYS_AND_THURSDAYS = [*range(0, 56, 7), *range(5, 61, 7)]


@pytest.mark.parametrize(
    ("days_ago", "weeks", "text", "longest"),
    [
        (TUESDAYS_AND_THURSDAYS, 9, "9-week streak", "9 weeks"),
        # Yesterday was a Monday.
        ([0, 1, 2, 3], 2, "4-day streak", "4 days"),
        ([0, 1, 2, 3, 10], 3, "3-week streak", "3 weeks"),
        ([*range(7), 10], 3, "7-day streak", "7 days"),
        # A day was missed after nine days in a row.
        ([*range(2, 11)], 2, "2-week streak", "9 days"),
        ([0, *range(2, 11)], 3, "3-week streak", "9 days"),
        # Two calendar weeks, but only four days.
        ([0, 3], 2, "1-day streak", "1 day"),
        ([0, 7], 2, "2-week streak", "2 weeks"),
        ([5, 12], 2, "2-week streak", "2 weeks"),
        ([9, 16, 23], 0, "", "3 weeks"),
        ([0, 9, 16, 23], 1, "1-week streak", "3 weeks"),
        ([13, 20], 0, "", "2 weeks"),
        ([0, 13, 20], 1, "1-week streak", "2 weeks"),
        ([8, 15, 22, 23, 24], 4, "4-week streak", "4 weeks"),
        ([], 0, "", "0 days"),
    ],
)
def test_weeks_in_a_row_are_shown_if_they_say_more(days_ago: list[int], weeks: int, text: str, longest: str) -> None:
    history = topics(*days_ago)
    assert (history.streaks.weeks.current, streak_text(history)) == (weeks, text)
    assert plural(*history.streaks.longest) == longest


@pytest.mark.parametrize(
    ("days_ago", "rest_days", "missed"),
    [
        ([2, 3, 4], 0, 3),
        ([0, 2, 3, 4], 0, 3),
        # Recorded later, or no streak yet.
        ([1, 2, 3, 4], 0, 0),
        ([2], 0, 0),
        # A day without activity is allowed, or the second one in seven days.
        ([2, 3, 4], 1, 0),
        ([2, 3, 4, 6, 7], 1, 5),
        # The streak is in weeks.
        ([2, 3, 9, 10, 16, 17], 0, 0),
        ([3, 4, 5], 0, 0),
    ],
)
def test_streak_of_days_that_is_shorter_because_of_yesterday(days_ago: list[int], rest_days: int, missed: int) -> None:
    assert topics(*days_ago, rest_days=rest_days).streaks.missed_yesterday == missed


def test_current_and_longest_streak_have_one_unit() -> None:
    found = dict(facts(topics(0, 9, 16, 23), None, None))
    assert found["Streak"] == "1 week, longest 3 weeks"
    assert dict(facts(topics(9, 16, 23), None, None))["Streak"] == "none now, longest 3 weeks"


def test_after_a_missed_day_the_longest_streak_of_days_is_said_to_be_one() -> None:
    found = dict(facts(topics(0, *range(2, 11)), None, None))
    assert found["Streak"] == "3 weeks, longest 9 days in a row"


@settings(max_examples=3 * settings().max_examples // 10)
@given(st.sets(st.integers(0, 60), min_size=1, max_size=30), st.integers(0, 2))
def test_longest_streak_never_gets_shorter(days_ago: set[int], rest_days: int) -> None:
    report = topics(*days_ago).report
    longest = [
        History(report, TODAY + dt.timedelta(days=day), rest_days).streaks.longest for day in range(-max(days_ago), 30)
    ]
    for before, after in pairwise(longest):
        if (before.unit, after.unit) == ("day", "week"):
            assert before.number < WEEK_DAYS or after.number >= before.number
        else:
            assert after.number >= before.number


def test_streak_of_weeks_is_at_risk_on_sunday() -> None:
    report = topics(8, 15).report
    for days, text in ((4, "2-week streak"), (5, "2-week streak: learn something today to keep it"), (6, "")):
        assert streak_text(History(report, TODAY + dt.timedelta(days=days))) == text
    active = topics(-5, 1, 8).report
    assert streak_text(History(active, TODAY + dt.timedelta(days=5))) == "2-week streak"
    daily = topics(1, 2, 8, 15).report
    assert streak_text(History(daily, TODAY)) == "3-week streak", "two days in a row by chance"


def test_corrected_day_counts_for_the_streak() -> None:
    journal = Journal().mark(0, "t0").mark(0, "t0", on=TODAY - dt.timedelta(days=1))
    assert journal.history().streaks.days == Streak(1, 1)
    assert journal.history().days_learned == ago(1)


def test_actions_that_count_for_the_streak() -> None:
    assert topics(1, 0, action=Action.START).streaks.days.current == 2
    assert topics(1, 0, action=Action.SKIP).streaks.days.current == 0
    assert topics(1, 0, known=True).streaks.days.current == 0


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ([], None),
        ([0], Pace(1.0, 1.0)),
        ([6, 3, 0], Pace(3.0, 1.0)),
        ([13, 3, 0], Pace(1.5, 2.0)),
        ([100, 27, 14, 1, 0], Pace(1.0, 4)),
        ([100], Pace(0.0, 4)),
    ],
)
def test_pace(days_ago: list[int], expected: Pace | None) -> None:
    assert topics(*days_ago).pace == expected


def test_pace_starts_at_the_first_activity() -> None:
    assert Journal().mark(13, "t0", action=Action.START).mark(0, "t0").history().pace == Pace(0.5, 2.0)


def test_already_known_topics_have_no_day() -> None:
    history = topics(3, 2, known=True)
    assert (history.pace, history.days_learned, history.activity, history.weeks) == (None, [], {}, [])
    assert (history.already_known, history.done) == (2, 2)


def test_future_marks_are_not_counted() -> None:
    history = topics(0, -1)
    assert history.pace == Pace(1.0, 1.0)
    assert history.done == 1


def test_optional_topics_count_for_activity_but_not_for_pace() -> None:
    history = Journal().mark(0, "extra").history()
    assert history.activity == {TODAY: 1}
    assert (history.days_learned, history.pace) == ([], None)
    assert history.weeks == [Week(dt.date(2026, 11, 23), 0, 1)]


def test_topic_started_and_done_on_one_day_counts_once() -> None:
    assert Journal().mark(0.1, "t0", action=Action.START).mark(0, "t0").history().activity == {TODAY: 1}


STEPS = [f"{step}{n}" for step in "ab" for n in range(4)]


def test_steps_marked_at_once_were_learned_before() -> None:
    history = Journal().mark(8, "t0").mark(0, *STEPS).history()
    assert (history.days_learned, history.already_known, history.done) == (ago(8), 8, 9)
    assert (history.streaks.days, list(history.activity.values()), history.habits.hours.total()) == (
        Streak(0, 1),
        [1],
        1,
    )
    assert history.pace == Pace(per_week=1 / (9 / 7), weeks=9 / 7)


def test_steps_marked_at_once_on_the_first_day_make_no_pace() -> None:
    history = Journal().mark(0, *STEPS).history()
    assert (history.days_learned, history.pace, history.already_known) == ([], None, 8)
    assert (history.streaks.days, history.first_day, history.weeks, history.burn_up) == (Streak(0, 0), None, [], {})


def test_what_other_commands_of_the_day_recorded_keeps_counting() -> None:
    journal = Journal().mark(4, "t0").mark(0, *STEPS[:4]).mark(0, *STEPS[4:])
    assert journal.history().days_learned == ago(4, *[0] * 8), "small steps"
    journal = Journal()
    for slug in STEPS:
        journal.mark(0, slug)
    assert journal.history().days_learned == ago(*[0] * 8)
    rest = [f"t{n}" for n in range(10, 20)]
    assert journal.mark(0, *(f"t{n}" for n in range(21, 30))).mark(0, *rest).history().already_known == 0
    assert journal.mark(0, *(f"t{n}" for n in (*range(10), 20))).history().already_known == 11, "more than ten"


def test_small_step_marked_at_once_counts() -> None:
    assert Journal().mark(8, "t0").mark(0, *STEPS[:4]).history().days_learned == ago(8, 0, 0, 0, 0)


def test_most_of_a_step_marked_at_once_does_not_count_but_the_rest_does() -> None:
    history = Journal().mark(9, "t0").mark(2, *(f"t{n}" for n in range(1, 30))).history()
    assert (history.days_learned, history.already_known) == (ago(9), 29)
    thirds = [tuple(f"t{n}" for n in range(first, first + 10)) for first in (0, 10, 20)]
    journal = Journal()
    for days, third in zip((14, 7, 0), thirds, strict=True):
        journal.mark(days, *third)
    assert len(journal.history().days_learned) == 30, "ten topics per week may be learned"


def test_several_topics_of_one_command_count_up_to_ten() -> None:
    assert len(Journal().mark(0, *(f"t{n}" for n in range(10))).history().days_learned) == 10
    history = Journal().mark(0, *(f"t{n}" for n in range(11))).history()
    assert (history.days_learned, history.pace, history.already_known) == ([], None, 11)


def test_already_known_topics_are_no_part_of_what_is_marked_at_once() -> None:
    known = Journal().mark(9, *STEPS[:2], known=True).mark(0, *STEPS[2:])
    assert known.history().days_learned == [], "two of the first step and four of the second"
    assert len(Journal().mark(9, *STEPS[:3], known=True).mark(0, "a3").history().days_learned) == 1


def test_topic_started_before_its_step_was_marked_at_once_keeps_that_day() -> None:
    history = Journal().mark(3, "a0", action=Action.START).mark(0, *STEPS).history()
    assert (history.activity, history.days_learned, history.habits.durations) == ({ago(3)[0]: 1}, [], {})


def test_correcting_a_day_counts_a_topic_marked_at_once() -> None:
    history = Journal().mark(1, *STEPS).mark(0, "a0", on=ago(5)[0]).history()
    assert (history.days_learned, history.already_known) == (ago(5), 7)


@pytest.mark.parametrize("days_ago", [0, 3, 5])
def test_topic_that_is_reset_and_marked_again_counts_and_the_others_still_do_not(days_ago: int) -> None:
    journal = Journal().mark(5, *STEPS).mark(days_ago, "a1", action=Action.RESET)
    before = journal.history()
    assert (before.days_learned, before.already_known, before.activity) == ([], 7, {})
    history = journal.mark(days_ago, "a1").history()
    assert (history.days_learned, history.already_known) == (ago(days_ago), 7)
    assert history.activity == {ago(days_ago)[0]: 1}


def test_step_that_is_reset_and_marked_again_was_marked_at_once() -> None:
    history = Journal().mark(5, *STEPS).mark(4, *STEPS, action=Action.RESET).mark(0, *STEPS).history()
    assert (history.days_learned, history.activity, history.already_known) == ([], {}, 8)


def test_steps_marked_at_once_and_reset_are_no_activity() -> None:
    for topics_of in (STEPS, [f"t{n}" for n in range(11)]):
        history = Journal().mark(5, *topics_of).mark(4, *topics_of, action=Action.RESET).history()
        assert (history.activity, history.streaks.days, history.done) == ({}, Streak(0, 0), 0)
    history = Journal().mark(5, "t0").mark(4, "t0", action=Action.RESET).history()
    assert (list(history.activity.values()), history.days_learned) == ([1], []), "the day was active"


def test_moved_day_of_one_topic_does_not_change_the_others() -> None:
    history = Journal().mark(5, *STEPS).mark(0, "a1", on=ago(1)[0]).history()
    assert (history.days_learned, history.already_known) == (ago(1), 7)


def test_single_topic_is_not_marked_at_once() -> None:
    assert Journal().mark(0, *STEPS).mark(0, "extra").history().learned.marked_together == {*STEPS}


def test_skipped_topics_do_not_keep_a_step_from_being_marked_at_once() -> None:
    journal = Journal().mark(0, "b0", "b1", "b2", "b3", "a0", "a1", "a2")
    assert len(journal.history().days_learned) == 7
    assert journal.mark(0, "a3", action=Action.SKIP).history().days_learned == []


def test_optional_topics_marked_with_their_step_do_not_count_either() -> None:
    history = Journal().mark(0, "b0", "b1", "b2", "b3", "extra").history()
    assert (history.activity, history.already_known) == ({}, 4)


def test_weeks_have_no_gaps() -> None:
    weeks = topics(15, 14, 1).weeks
    assert [(week.monday.day, week.done) for week in weeks] == [(9, 2), (16, 0), (23, 1)]


def test_burn_up_starts_with_already_known_topics() -> None:
    journal = Journal().mark(9, "t9", known=True).mark(8, "t0", action=Action.START).mark(5, "t0", "t1").mark(1, "t2")
    assert journal.history().burn_up == dict(zip(ago(8, 5, 1), [1, 3, 4], strict=True))
    assert topics().burn_up == {}


def test_burn_up_includes_topics_known_or_marked_together_from_the_day_of_the_mark_on() -> None:
    journal = Journal().mark(8, "t0").mark(5, "b0", "b1", "b2", "b3", "extra").mark(1, "t9", known=True)
    assert journal.history().burn_up == dict(zip(ago(8, 5, 1), [1, 5, 6], strict=True))


def test_hours() -> None:
    history = Journal().mark(0.5, "t0").mark(0, "t1", "t2").mark(0, "t3", on=ago(3)[0]).history()
    assert history.habits.hours == {0: 1, 12: 1}
    assert history.habits.most_active_hour == 0
    assert topics().habits.most_active_hour is None


def test_durations() -> None:
    journal = Journal().mark(9, "t0", "t1", action=Action.START).mark(6, "t0").mark(5, "t1").mark(1, "t2")
    assert journal.history().habits.durations == {"t0": dt.timedelta(days=3), "t1": dt.timedelta(days=4)}
    assert journal.history().habits.median_duration == dt.timedelta(days=3.5)
    assert topics(1).habits.median_duration is None


def test_no_duration_if_done_before_started() -> None:
    journal = Journal().mark(1, "t0", action=Action.START).mark(0, "t0", on=ago(4)[0])
    assert journal.history().habits.durations == {}


def test_history_of_a_step() -> None:
    journal = Journal().mark(8, "t0").mark(4, "a0").mark(0, "a1", "a2", "a3", "b0")
    history = journal.history()
    part = history.of(history.report.nodes["first"])
    assert (part.days_learned, list(part.activity)) == (ago(4, 0, 0, 0), ago(4, 0))
    assert (part.count.total, part.done) == (4, 4)
    topic = history.of(history.report.nodes["b0"])
    assert topic.days_learned == ago(0)
    extra = history.of(history.report.nodes["extra"])
    assert extra.count.total == 1


def test_marks_under_a_former_slug_count() -> None:
    data = long_roadmap().model_dump(exclude_defaults=True)
    data["format"] = 1
    data["steps"][0]["topics"][0]["formerly"] = ["older"]
    progress = Journal().mark(3, "older", action=Action.START).mark(1, "older").progress
    history = History(Report.of(parse_roadmap(data), progress), TODAY)
    assert history.days_learned == ago(1)
    assert history.habits.durations == {"a0": dt.timedelta(days=2)}


def test_unknown_topics_are_not_counted() -> None:
    history = Journal().mark(3, "gone").mark(2, "gone").history()
    assert (history.activity, history.streaks.days, history.habits.hours, history.weeks) == ({}, Streak(0, 0), {}, [])


def test_relearned_topic_keeps_the_first_day() -> None:
    journal = Journal()
    for day in (3, 2, 1):
        journal.mark(day, "t0").mark(day - 0.01, "t0", action=Action.RESET)
    assert journal.history().streaks.days == Streak(3, 3)
    assert journal.history().days_learned == []
