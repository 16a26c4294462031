"""Calculations shared by the charts in the terminal and in exported files."""

import datetime as dt
from collections.abc import Sequence

from genai_roadmap.report.learned import DAY
from genai_roadmap.report.streak import WEEK_DAYS

YEAR_WEEKS = 53
# The minimum number of topics per day for each shade of the heatmap except the first.
SHADES = (1, 2, 3, 5)


MAX_TICKS = 6
MONTH_DAYS = 30
MIN_DAYS_FOR_MONTHS = 63
# Steps between the ticks of an axis.
STEPS = tuple(factor * 10**power for power in range(7) for factor in (1, 2, 5))
DAY_STEPS = (1, 2, 7, 14)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def axis_ticks(length: int) -> list[int]:
    """Return up to MAX_TICKS round numbers from 0 to `length`."""
    return [*range(0, length + 1, _step(STEPS, length))]


def total_ticks(total: int) -> list[int]:
    """Return round numbers and the total, without those whose labels would touch that of the total."""
    return [done for done in axis_ticks(total) if total - done > total / 8] + [total]


def day_ticks(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return up to MAX_TICKS days from `first` to `last`: the first of months, or if they are few, Mondays or days."""
    span = (last - first).days
    days = (first + DAY * number for number in range(span + 1))
    if span < MIN_DAYS_FOR_MONTHS:
        step = _step(DAY_STEPS, span)
        # The ordinal of a Monday is 1 modulo 7.
        return [day for day in days if (day.toordinal() - 1) % step == 0]
    step = _step(MONTH_STEPS, span // MONTH_DAYS)
    return [day for day in days if day.day == 1 and (day.year * 12 + day.month - 1) % step == 0]


def _step(steps: Sequence[int], length: int) -> int:
    return next((step for step in steps if length // step < MAX_TICKS), steps[-1])


def shade_of(topics: int) -> int:
    """Return the shade of a day with this number of topics, counted from 0."""
    return sum(topics >= minimum for minimum in SHADES)


def mondays_until(today: dt.date, weeks: int) -> list[dt.date]:
    """Return the Mondays of the last `weeks` weeks, including the current one."""
    monday = today - DAY * today.weekday()
    return [monday - DAY * WEEK_DAYS * ago for ago in reversed(range(weeks))]
