"""The plan for a calendar week."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.facts import facts, goal_text, prospect_lines
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.motivation import (
    completed_week_text,
    planned_text,
    progress_texts,
    this_week_text,
    week_text,
)
from genai_roadmap.report.outlook import Rate, outlook_of
from genai_roadmap.report.plan import Plan, plan_of
from genai_roadmap.report.report import Report
from genai_roadmap.report.week_plan import WeekPlan, week_plan
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf, roadmap_data

MONDAY = dt.date(2026, 11, 23)
ROADMAP = parse_roadmap(roadmap_data(*(leaf(f"t{n}") for n in range(30)), {**leaf("extra"), "optional": True}))


def day(number: int) -> dt.date:
    """Return a day of the current week, from 0, which is Monday, or of another one."""
    return MONDAY + dt.timedelta(days=number)


def history(today: int, *done: int, goal: tuple[int, int] | None = None, per_week: Fraction | int = 0) -> History:
    """Return the history up to a day, after topics were done on some days and a goal was set: its day, and when."""
    progress = Progress(roadmap="test")
    for on, number in sorted([*((on, number) for number, on in enumerate(done)), *([(goal[1], -1)] if goal else [])]):
        if goal and number < 0:
            progress = progress.set_goal(day(goal[0]), stamp(on, "goal"))
        else:
            progress = progress.mark(Mark(Action.DONE), (f"t{number}",), stamp(on, f"m{number}"))
    return History(Report.of(ROADMAP, progress), day(today), per_week=per_week)


def stamp(number: int, name: str) -> Stamp:
    return Stamp(dt.datetime.combine(day(number), dt.time(12), dt.UTC), name, "here")


def topics_by_week(plan: Plan) -> dict[int, int]:
    """Return the number of planned topics by the first day of their week."""
    return {(week.first - MONDAY).days: len(week.tasks) for week in plan.weeks}


def test_week_has_what_the_goal_requires_rounded_up() -> None:
    # 30 topics in 84 days are 2.5 per week.
    found = history(2, goal=(83, -10))
    assert week_plan(found) == WeekPlan(MONDAY, planned=3, learned=0)
    assert topics_by_week(plan_of(found, None)) == {2: 3} | {7 * n: 3 for n in range(1, 6)} | {
        7 * n: 2 for n in range(6, 12)
    }


def test_plan_for_the_week_does_not_change_until_it_ends() -> None:
    for today in range(7):
        found = history(today, 0, 0, goal=(83, -10))
        assert week_plan(found) == WeekPlan(MONDAY, planned=3, learned=2)
        assert topics_by_week(plan_of(found, None)) == {today: 1, 7: 3, 14: 3, 21: 3, 28: 3, 35: 3} | {
            7 * n: 2 for n in range(6, 12)
        }


def test_what_is_learned_beyond_the_plan_makes_later_weeks_shorter() -> None:
    found = plan_of(history(3, 0, 1, 2, 3, 3, goal=(83, -10)), None)
    assert found.week == WeekPlan(MONDAY, planned=3, learned=5)
    assert topics_by_week(found) == {7: 3, 14: 3, 21: 3} | {7 * n: 2 for n in range(4, 12)}
    assert len([*found.tasks]) == 25


@given(st.integers(8, 200), st.lists(st.integers(0, 5), max_size=8))
def test_who_completes_each_week_follows_the_plan_of_the_first(goal: int, more: list[int]) -> None:
    first = topics_by_week(plan_of(history(0, goal=(goal, -1)), None))
    done: list[int] = []
    for number, extra in enumerate(more):
        week = week_plan(history(7 * number, *done, goal=(goal, -1)))
        if not week or len(done) >= 30:
            return
        assert week.planned == first.get(7 * number, 0)
        done += [7 * number + extra] * week.planned


@given(st.integers(8, 300), st.integers(0, 28))
def test_weeks_get_shorter_and_none_is_empty_before_a_longer_one(goal: int, done: int) -> None:
    counts = [len(week.tasks) for week in plan_of(history(0, *[-1] * done, goal=(goal, -2)), None).weeks[:-1]]
    assert all(later <= max(earlier, 1) for earlier, later in pairwise(counts))


def test_more_than_planned_is_not_planned_again() -> None:
    found = plan_of(history(3, *[0] * 12, goal=(83, -10)), None)
    assert [*topics_by_week(found).values()][:3] == [2, 2, 2]


def test_known_topics_do_not_change_the_week_unless_too_few_are_left() -> None:
    before = history(2, 0, goal=(83, -10))
    known = before.report.progress
    for number in range(2, 30):
        known = known.mark(Mark(Action.DONE, known=True), (f"t{number}",), stamp(2, f"k{number}"))
        after = replace(before, report=Report.of(ROADMAP, known))
        assert week_plan(after) == WeekPlan(MONDAY, planned=3 if number < 29 else 2, learned=1)
        assert completed_week_text(before, after) == ""
        assert sum(len(week.tasks) for week in plan_of(after, None).weeks) == 29 - number + 1


def test_week_of_a_new_goal_adds_the_days_since_then() -> None:
    # From Friday on, 30 topics in 60 days are 1.5 in three days.
    assert week_plan(history(5, goal=(63, 4))) == WeekPlan(day(4), planned=1, learned=0)
    assert week_plan(history(5, 1, 4, goal=(63, 4))) == WeekPlan(day(4), planned=2, learned=2, before=1)
    assert week_text(history(5, 1, 2, goal=(63, 4))) == "This week: 2 topics done, 1 more planned"
    assert week_plan(history(7, goal=(63, 7))) == WeekPlan(day(7), planned=4, learned=0)


def test_topics_of_the_same_day_count_for_a_new_goal_if_they_were_recorded_later() -> None:
    found = history(5, 4, 4, goal=(63, 4))
    assert week_plan(found) == WeekPlan(day(4), planned=1, learned=2)
    goal = stamp(4, "later")._replace(at=stamp(4, "later").at + dt.timedelta(hours=1))
    progress = history(5, 4).report.progress.set_goal(day(63), goal)
    later = replace(found, report=Report.of(ROADMAP, progress.mark(Mark(Action.DONE), ("t9",), stamp(5, "last"))))
    assert week_plan(later) == WeekPlan(day(4), planned=2, learned=2, before=1)


def test_plan_of_a_few_days_is_not_realistic_if_its_pace_is_not() -> None:
    assert WeekPlan(day(4), planned=9, learned=0).is_realistic
    assert not WeekPlan(day(4), planned=10, learned=0).is_realistic
    assert WeekPlan(day(4), planned=10, learned=1, before=1).is_realistic


def test_last_week_has_all_that_is_left() -> None:
    found = history(2, *range(-27, 0), goal=(4, -30))
    assert week_plan(found) == WeekPlan(MONDAY, planned=3, learned=0)
    assert max(task.day for task in plan_of(found, None).tasks) == day(4)


def test_no_plan_for_the_week() -> None:
    assert week_plan(history(2)) is None, "no goal"
    assert week_plan(history(2, goal=(-1, -30))) is None, "past"
    assert week_plan(history(4, goal=(2, -30))) is None, "past since this week"
    assert week_plan(history(2, goal=(600, -30))) is None, "less than one per week"
    assert week_plan(history(8, goal=(83, 7)), 1) is None, "the goal was set after that week"
    found = history(2, goal=(83, -10))
    assert week_plan(found.of(found.report.nodes["t1"])) is None, "a part of the roadmap has no plan"


def test_chosen_topics_per_week() -> None:
    found = history(3, 1, goal=(83, -10), per_week=2)
    plan = plan_of(found, None)
    assert (plan.rate, plan.goal, plan.per_week, plan.week) == (Rate.SETTING, None, 2, WeekPlan(day(1), 2, 1))
    assert topics_by_week(plan) == {3: 1} | {7 * n: 2 for n in range(1, 15)}
    ahead = plan_of(history(3, 0, 1, 2, 3, per_week=2), None)
    assert [*topics_by_week(ahead)][:2] == [7, 14], "the next week is not shorter"
    assert plan_of(found, None, 5).rate is Rate.GIVEN, "an option overrides it"


def test_what_was_planned_for_this_week_and_the_last() -> None:
    assert week_text(history(2, goal=(83, -10))) == "This week: 0 of 3 topics done"
    assert week_text(history(2, -5, 0, goal=(83, -10))) == "This week: 1 of 3 topics done (last week: 1 of 3)"
    assert week_text(history(2, -5, 0, 0, 1, per_week=3)) == "This week: 3 of 3 topics done (last week: 1)"
    assert week_text(history(2, 0, 1, 1, per_week=2)) == "This week: 3 topics done, 1 more than planned"
    last = week_text(history(2, -5, -5, -4, 0, per_week=2))
    assert last == "This week: 1 of 2 topics done (last week: 3)"
    assert progress_texts(history(2, -5, 0, per_week=2))[-1] == "This week: 1 of 2 topics done."
    assert week_text(history(2, -40, -39, goal=(83, -50))) == "", "a pause"
    assert week_text(history(2, -40, -39, 0, goal=(83, -50))) == "This week: 1 of 3 topics done", "after a pause"
    assert planned_text(WeekPlan(MONDAY, planned=22, learned=0)) == "", "nobody learns so much"


def test_optional_topics_are_counted_beside_the_plan() -> None:
    found = history(2, 0, per_week=2)
    progress = found.report.progress.mark(Mark(Action.DONE), ("extra",), stamp(1, "x"))
    assert week_text(replace(found, report=Report.of(ROADMAP, progress))) == "This week: 1 of 2 topics done, 1 optional"


def test_complete_week_is_celebrated_once() -> None:
    before, after = history(2, 0, per_week=2), history(2, 0, 2, per_week=2)
    assert completed_week_text(before, after) == "Your plan for this week is complete: 2 topics!"
    assert completed_week_text(after, history(2, 0, 2, 2, per_week=2)) == ""
    assert completed_week_text(history(2), history(2, 0)) == ""


def test_week_without_topics_names_the_plan_and_the_streak() -> None:
    found = history(1, -13, -6, per_week=2)
    texts = "This week: 0 of 2 topics done", "Learn or review something by Sunday to keep your 2-week streak."
    assert progress_texts(found)[-2:] == [f"{texts[0]}.", texts[1]]
    assert this_week_text(found) == f"{texts[0]} (last week: 1). {texts[1]}"


ELEVEN_DAYS = (-20, -18, -15, -12, -10, -8, -5, -3, -1, 0, 1)


def test_pace_is_shown_if_it_meets_a_goal_that_the_forecast_misses() -> None:
    found = outlook_of(history(2, *ELEVEN_DAYS, goal=(83, -20)), Forecast(day(93), day(60), day(200)))
    assert found
    assert (found.is_met_by_pace, found.is_late, found.suggested_day) == (True, True, dt.date(2027, 2, 24))
    assert goal_text(found) == "14 Feb 2027: forecast 24 Feb 2027, 10 days late; needs 1.7 per week, you average 3.3"
    assert [*prospect_lines(found)] == [
        "Forecast: about 24 Feb 2027, 10 days late.",
        "To meet the goal: 1.7 topics per week (you average 3.3).",
    ]
    learned = history(2, *ELEVEN_DAYS, goal=(83, -20))
    shown = dict(facts(learned, Forecast(day(93), day(60), day(200)), found))
    assert shown["Forecast"].endswith("; it allows for slower weeks")


def test_goal_before_the_whole_forecast_is_late() -> None:
    found = outlook_of(history(2, *ELEVEN_DAYS, goal=(83, -20)), Forecast(day(93), day(84), day(200)))
    assert found
    assert (found.is_met_by_pace, found.is_late) == (True, True)
    assert "forecast 24 Feb 2027, 10 days late; needs 1.7 per week" in goal_text(found)


def test_number_of_an_option_counts_what_is_done_in_the_week_like_a_setting() -> None:
    for per_week in (3, 1, Fraction(3, 2), Fraction(1, 4), Fraction(11, 10)):
        given, chosen = (
            plan_of(history(3, -9, 0, 1), None, per_week),
            plan_of(history(3, -9, 0, 1, per_week=per_week), None),
        )
        assert (given.rate, chosen.rate) == (Rate.GIVEN, Rate.SETTING)
        assert given._replace(rate=Rate.SETTING) == chosen


@given(st.fractions(Fraction(1, 12), 9, max_denominator=12), st.integers(0, 400))
def test_plan_of_a_week_is_what_the_plan_had_for_it_before(per_week: Fraction, today: int) -> None:
    weeks = topics_by_week(plan_of(history(today, today - 9), None, per_week))
    monday = today - today % 7 + 7
    later = week_plan(history(monday, today - 9, per_week=per_week))
    left = 29 - weeks.get(today, 0)
    assert min(weeks.get(monday, 0), left) == (min(later.planned, left) if later else 0)


def test_after_a_pause_the_plan_begins_today() -> None:
    sunday = 6
    for paused in (False, True):
        found = history(sunday, -60, -20 if paused else -10, goal=(83, -70))
        assert bool(found.paused_on) is paused
        assert topics_by_week(plan_of(found, None)).get(sunday, 0) == (0 if paused else 3)


def test_pace_before_a_pause_predicts_nothing() -> None:
    before = (-60, -58, -57, -55, -50, -48, -44)
    restarted = history(2, *before, 0, goal=(83, -70))
    forecast = Forecast(day(93), day(84), day(200))
    found = outlook_of(restarted, forecast)
    assert found
    assert (restarted.is_restarting, found.is_late, found.actual) == (True, False, None)
    assert goal_text(found) == "14 Feb 2027: no forecast yet; needs 1.9 per week"
    assert next(prospect_lines(found)) == "Forecast: none yet, because a pause has just ended."
    assert dict(facts(restarted, forecast, found))["Forecast"] == "none yet, because a pause has just ended"
    later = history(14, *before, 0, 3, 8, 12, goal=(83, -70))
    found = outlook_of(later, forecast)
    assert found
    assert (later.is_restarting, found.is_late, found.actual) == (False, True, 1)
