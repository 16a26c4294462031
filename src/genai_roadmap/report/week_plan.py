"""The plan for a calendar week, and how much of it is done."""

import datetime as dt
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from genai_roadmap.report.history import History
from genai_roadmap.report.learned import DAY, days_from
from genai_roadmap.report.outlook import MAX_LEARNED_PER_WEEK
from genai_roadmap.report.streak import WEEK_DAYS, monday_of


class WeekPlan(NamedTuple):
    """The required topics planned for a calendar week, those learned in it, and the optional ones learned beside them.

    It is from Monday or, if the learner began or the goal was set in that week, from that day. What was recorded
    `before` the goal was set is part of both numbers.
    """

    first: dt.date
    planned: int
    learned: int
    optional: int = 0
    before: int = 0

    @property
    def is_realistic(self) -> bool:
        """Whether it is not more than anyone learns in these days."""
        days = WEEK_DAYS - self.first.weekday()
        return (self.planned - self.before) * WEEK_DAYS <= MAX_LEARNED_PER_WEEK * days

    @property
    def done(self) -> int:
        """The number of planned topics that were learned."""
        return min(self.learned, self.planned)

    @property
    def is_complete(self) -> bool:
        """Whether everything planned was learned."""
        return self.learned >= self.planned

    @property
    def next_monday(self) -> dt.date:
        """The first day of the next week."""
        return monday_of(self.first) + DAY * WEEK_DAYS

    @property
    def is_whole(self) -> bool:
        """Whether it is from Monday."""
        return self.first == monday_of(self.first)


def week_plan(history: History, weeks_ago: int = 0) -> WeekPlan | None:
    """Return the plan for the current week or an earlier one, as of the first day of it.

    It has the topics per week that the learner chose or, without a choice, those that the goal requires. None with
    neither, and if the goal was set later, was past then or is now, or requires less than one topic per week.
    """
    monday = monday_of(history.today) - DAY * WEEK_DAYS * weeks_ago
    next_monday = monday + DAY * WEEK_DAYS
    set_by = None if history.per_week else history.report.progress.goal_change
    goal, begun = (set_by.goal, set_by.day) if set_by else (None, history.start or history.today)
    first = max(monday, begun)
    is_past = goal and goal < history.today and not weeks_ago
    if history.node or is_past or first >= next_monday:
        return None
    done = history.done_since(monday)
    earlier = {slug for slug, change in done.items() if first > monday and set_by and change.order < set_by.order}
    before = len(earlier & history.learned.days.keys())
    learned = [day for day in history.days_learned if day >= monday]
    # As many as were left on the first day, so that what turns out to be known does not change the plan.
    left = history.left + len(done) - len(earlier)
    planned = _topics_until(goal, first, left) if goal else chosen_topics(history.per_week, first)
    planned = min(planned, history.left + len(learned) - before)
    if planned <= 0:
        return None
    optional = sum(week.optional for week in history.weeks if week.monday == monday)
    return WeekPlan(first, before + planned, sum(day < next_monday for day in learned), optional, before)


def chosen_topics(per_week: Fraction | int, first: dt.date) -> int:
    """Return how many topics are planned from a day until Sunday; at 1.5 per week, every other week has one more.

    If that is not a whole week, because the learner began in it, it is their part, rounded.
    """
    number = monday_of(first).toordinal() // WEEK_DAYS
    topics = floor((number + 1) * per_week) - floor(number * per_week)
    return round(Fraction(topics * (WEEK_DAYS - first.weekday()), WEEK_DAYS))


def _topics_until(goal: dt.date, first: dt.date, left: int) -> int:
    """Return how many of the topics left on a day are planned until Sunday.

    If that is not a whole week, because the goal is new or near, it is their part, rounded down.
    """
    days, week_days = days_from(first, goal), WEEK_DAYS - first.weekday()
    if week_days == WEEK_DAYS and days > WEEK_DAYS:
        return topics_of_week(left, days)
    return left * min(week_days, days) // max(days, 1)


def topics_of_week(left: Fraction | int, days: int) -> int:
    """Return how many of the topics that are left are planned for a week, with this many days until the goal.

    It is rounded up, so that who completes each week meets the goal; 0 if it is less than one per week.
    """
    per_week = left * WEEK_DAYS / Fraction(days)
    return ceil(per_week) if per_week >= 1 else 0
