"""Streaks: days and calendar weeks in a row with activity."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from genai_roadmap.report.learned import DAY

WEEK_DAYS = 7
# The minimum length of a streak of weeks, and of one for a warning before it ends.
MIN_STREAK = 2


class Streak(NamedTuple):
    """The number of days or weeks in a row with activity."""

    current: int
    longest: int


class Length(NamedTuple):
    """The length of a streak in days or weeks, whichever says more."""

    number: int
    unit: str


class Run(NamedTuple):
    """A streak as of some day: its length, and its first day or Monday."""

    length: int
    first: dt.date


def monday_of(day: dt.date) -> dt.date:
    """Return the first day of the week of a day."""
    return day - DAY * day.weekday()


def runs(days: Iterable[dt.date], rest_days: int) -> Iterator[Run]:
    """Yield the streak on each day; at most `rest_days` of any seven days in a row may be missing."""
    run: list[dt.date] = []
    missing: list[dt.date] = []
    for day in days:
        if run:
            gap = min((day - run[-1]).days, WEEK_DAYS + 1)
            missing = missing[-WEEK_DAYS:] + [run[-1] + DAY * n for n in range(1, gap)]
            spans = zip(missing, missing[rest_days:], strict=False)
            if too_short := [first for first, last in spans if (last - first).days < WEEK_DAYS]:
                run, missing = ([d for d in part if d > too_short[-1]] for part in (run, missing))
        run.append(day)
        yield Run(len(run), run[0])


def week_runs(days: Iterable[dt.date]) -> Iterator[Run]:
    """Yield the streak of calendar weeks in each week of the days, which are in order."""
    run = Run(0, dt.date.min)
    for monday in dict.fromkeys(map(monday_of, days)):
        is_next = run.length and monday - run.first == DAY * WEEK_DAYS * run.length
        run = Run(run.length + 1, run.first) if is_next else Run(1, monday)
        yield run


@dataclass(frozen=True)
class Streaks:
    """The streaks as of today of the days with activity, in order; none today or this week does not end them yet."""

    activity: tuple[dt.date, ...]
    today: dt.date
    rest_days: int = 0

    @cached_property
    def days(self) -> Streak:
        """The streak of days."""
        longest = max((run.length for run in runs(self.activity, self.rest_days)), default=0)
        return Streak(self._run_of_days(self.today).length, longest)

    @cached_property
    def weeks(self) -> Streak:
        """The streak of calendar weeks."""
        longest = max((run.length for run in week_runs(self.activity)), default=0)
        return Streak(self._run_of_weeks.length, longest)

    @cached_property
    def current(self) -> Length:
        """The length of the current streak; 0 if there is none.

        It is in the unit of the longest one. After a missed day, it is in weeks until a new streak has WEEK_DAYS days.
        """
        days, weeks = self.days.current, self._run_of_weeks
        was_interrupted = weeks.length >= MIN_STREAK and days < WEEK_DAYS and self._has_pause(weeks, days)
        is_weekly = self.longest.unit == "week" or was_interrupted
        return Length(weeks.length, "week") if is_weekly else Length(days, "day")

    @cached_property
    def longest(self) -> Length:
        """The length of the longest streak; it never gets shorter.

        It is in weeks if days without activity interrupted them, unless a streak of days has at least WEEK_DAYS days
        and more days than there are weeks.
        """
        days = self.days.longest
        found = ((weeks, self._last_run(weeks)) for weeks in self._longest_week_runs())
        weeks = max((weeks.length for weeks, run in found if self._has_pause(weeks, run)), default=0)
        is_weekly = weeks >= MIN_STREAK and (days < WEEK_DAYS or weeks >= days)
        return Length(weeks, "week") if is_weekly else Length(days, "day")

    def _longest_week_runs(self) -> Iterable[Run]:
        """Return the longest run from each Monday."""
        return {run.first: run for run in week_runs(self.activity)}.values()

    def _last_run(self, weeks: Run) -> int:
        """Return the length of the last streak of days in these weeks."""
        *_, run = runs(self._days_in(weeks), self.rest_days)
        return run.length

    def _has_pause(self, weeks: Run, streak: int) -> bool:
        """Return whether these weeks in a row are more than a streak of days, and their activity spans a week."""
        days = self._days_in(weeks)
        return streak < len(days) and days[-1] - days[0] >= DAY * WEEK_DAYS

    def _days_in(self, weeks: Run) -> tuple[dt.date, ...]:
        """Return the days with activity in weeks in a row."""
        first, last = (bisect_left(self.activity, weeks.first + DAY * WEEK_DAYS * n) for n in (0, weeks.length))
        return self.activity[first:last]

    @cached_property
    def is_at_risk(self) -> bool:
        """Whether the streak, if it is at least MIN_STREAK, gets shorter at midnight unless something is learned."""
        if self.current.unit == "week":
            return self.today.weekday() == WEEK_DAYS - 1 and self.is_week_open
        if self.days.current < MIN_STREAK or self.today in self.activity:
            return False
        return self._run_of_days(self.today + DAY).length < self.days.current

    @property
    def missed_yesterday(self) -> int:
        """The length of the streak of days that is shorter because nothing was learned yesterday; 0 if none is."""
        earlier = tuple(day for day in self.activity if day < self.today)
        number, unit = Streaks(earlier, self.today - DAY, self.rest_days).current
        return number if unit == "day" and number >= MIN_STREAK and self.days.current < number else 0

    @property
    def is_week_open(self) -> bool:
        """Whether a streak of weeks ends on Sunday unless something is learned until then."""
        is_weekly = self.current.unit == "week" and self.weeks.current >= MIN_STREAK
        return is_weekly and not self._is_active_week

    @cached_property
    def _is_active_week(self) -> bool:
        return any(monday_of(day) == monday_of(self.today) for day in self.activity)

    def _run_of_days(self, day: dt.date) -> Run:
        """Return the streak as of the morning of a day."""
        *_, run = runs(dict.fromkeys([*self.activity, day]), self.rest_days)
        return run._replace(length=run.length - (day not in self.activity))

    @cached_property
    def _run_of_weeks(self) -> Run:
        """The streak as of the start of the current week."""
        *_, run = week_runs([*self.activity, self.today])
        return run._replace(length=run.length - (not self._is_active_week))
