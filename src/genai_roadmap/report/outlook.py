"""The outlook on the goal: when the learner will finish, and the pace that the goal requires."""

import datetime as dt
from bisect import bisect_left
from enum import Enum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from genai_roadmap.report.forecast import HORIZON, MIN_DONE, Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.learned import DAY, days_from
from genai_roadmap.report.streak import WEEK_DAYS

# The topics per week of a plan without a goal, before there is a pace.
PER_WEEK = 3
# More topics per week are unrealistic: in general, or compared with the best MIN_WEEKS weeks.
MAX_LEARNED_PER_WEEK, MAX_FACTOR, MIN_WEEKS = 3 * WEEK_DAYS, 4, 4


class Rate(Enum):
    """What determines the topics per week of a plan."""

    GOAL = "goal"
    GIVEN = "given"
    SETTING = "setting"
    FORECAST = "forecast"
    PACE = "pace"
    DEFAULT = "default"


class Estimate(NamedTuple):
    """The day on which the learner will finish, its basis, and the topics per week unless that is the forecast."""

    rate: Rate
    day: dt.date
    per_week: Fraction = Fraction(0)


class Outlook(NamedTuple):
    """The remaining topics and days until the goal, the required and the actual topics per week, and the forecast.

    `days` includes today. `required` is None if the goal is past, `actual` and `forecast` without enough data, the
    forecast also after a pause, and `finished_on` if something is left. `best` is the most topics per week over four
    weeks, None with too few. `has_pace` is whether there is enough data for the actual topics per week, and
    `is_restarting` whether forecast and actual topics are missing because a pause has just ended.
    """

    goal: dt.date
    left: int
    days: int
    required: float | None
    actual: float | None
    forecast: Forecast | None
    estimate: Estimate
    finished_on: dt.date | None = None
    paused_on: dt.date | None = None
    best: float | None = None
    has_pace: bool = True
    is_restarting: bool = False

    @property
    def fitting_day(self) -> dt.date | None:
        """The end of a plan without a goal, if it is later than the goal; None if it is only an assumption."""
        is_known = self.estimate.rate is not Rate.DEFAULT or self.is_too_fast or self.is_past
        return self.estimate.day if is_known and self.estimate.day > self.goal else None

    @property
    def suggested_day(self) -> dt.date | None:
        """The day to suggest instead of the goal: a pace with too little data for a forecast has none."""
        is_clear = self.is_too_fast or self.is_past or self.estimate.rate is not Rate.PACE
        return self.fitting_day if is_clear else None

    @property
    def is_past(self) -> bool:
        """Whether the goal is past."""
        return self.days <= 0

    @property
    def is_too_fast(self) -> bool:
        """Whether the goal requires more than anyone learns, or far more than in the best weeks so far."""
        if self.required is None or self.is_too_fast_for_all:
            return self.required is not None
        # In the last week, the required pace may be more than what is left.
        return bool(self.best) and min(self.required, self.left) > MAX_FACTOR * (self.best or 0)

    @property
    def is_too_fast_for_all(self) -> bool:
        """Whether the goal requires more than anyone learns."""
        return self.required is not None and self.required > MAX_LEARNED_PER_WEEK

    @property
    def days_early(self) -> int | None:
        """The days between the forecast and the goal, negative if late.

        None without a forecast within ten years, and if it is too wide.
        """
        if not self.forecast or not self.forecast.likely or self.forecast.is_too_wide:
            return None
        return (self.goal - self.forecast.likely).days

    @property
    def is_late(self) -> bool:
        """Whether the goal is missed, or will be according to the forecast."""
        if not self.left or self.is_past:
            return bool(self.left)
        if not self.forecast or self.forecast.is_too_wide:
            return False
        return self.days_early is None or self.days_early < 0

    @property
    def is_met_by_pace(self) -> bool:
        """Whether the current pace meets a goal that the forecast misses."""
        is_fast = self.actual is not None and self.has_pace and self.actual >= (self.required or 0)
        return is_fast and self.days_early is not None and self.days_early < 0

    @property
    def is_slowing(self) -> bool:
        """Whether the forecast, which counts earlier weeks too, meets a goal that the current pace does not."""
        is_slow = self.actual is not None and self.has_pace and self.actual < (self.required or 0)
        return is_slow and self.days_early is not None and not self.is_late

    @property
    def is_last_week(self) -> bool:
        """Whether fewer than seven days are left."""
        return self.days < WEEK_DAYS


def outlook_of(history: History, forecast: Forecast | None) -> Outlook | None:
    """Return the outlook on the goal, given the forecast for the same history; None without a goal.

    Just after a pause, it has neither a forecast that is later nor the pace, which say little about a new start.
    """
    goal = history.report.progress.goal
    if not goal:
        return None
    is_early = forecast is not None and forecast.likely is not None and forecast.likely <= goal
    is_uncertain = history.is_restarting and not is_early
    forecast = None if is_uncertain else forecast
    pace = None if is_uncertain else history.pace
    left, days = history.left, days_from(history.today, goal)
    return Outlook(
        goal=goal,
        left=left,
        days=days,
        required=left * WEEK_DAYS / days if days > 0 else None,
        actual=pace.per_week if pace else None,
        forecast=forecast,
        estimate=estimate_of(history, forecast),
        finished_on=history.finished_on,
        paused_on=history.paused_on,
        best=_best(history),
        has_pace=history.has_pace or not history.pace,
        is_restarting=is_uncertain,
    )


def estimate_of(history: History, forecast: Forecast | None) -> Estimate:
    """Return when the learner will finish: the forecast's day, else that at the current pace, else at PER_WEEK."""
    if forecast and forecast.likely:
        return Estimate(Rate.FORECAST, forecast.likely)
    # A forecast without a day is more than ten years away, and a single topic says nothing about a pace.
    is_paused = history.paused_on or history.is_restarting
    has_pace = history.has_pace and len(history.days_learned) > 1 and not forecast and not is_paused
    # Exact, because the pace is a number of topics in at most 28 days.
    pace = Fraction(history.pace.per_week).limit_denominator(1000) if history.pace and has_pace else Fraction(0)
    minimum = Fraction(history.left, HORIZON)
    chosen = history.per_week or PER_WEEK
    default = Fraction(chosen if chosen > minimum else ceil(minimum))
    rate, per_week = (Rate.PACE, pace) if pace > minimum else (Rate.DEFAULT, default)
    return Estimate(rate, history.today + DAY * max(ceil(history.left * WEEK_DAYS / per_week) - 1, 0), per_week)


def _best(history: History) -> float | None:
    """Return the most topics per week over MIN_WEEKS weeks; None with too few."""
    days, span = history.days_learned, DAY * WEEK_DAYS * MIN_WEEKS
    if len(days) < MIN_DONE or history.today - days[0] < span:
        return None
    return max(bisect_left(days, day + span) - position for position, day in enumerate(days)) / MIN_WEEKS
