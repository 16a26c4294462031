"""Calculations shared by the charts in the terminal and in exported files."""

import datetime as dt

from genai_roadmap.report.history import WEEK_DAYS
from genai_roadmap.report.learned import DAY

YEAR_WEEKS = 53
# The minimum number of topics per day for each shade of the heatmap except the first.
SHADES = (1, 2, 3, 5)


def axis_ticks(length: int) -> list[int]:
    """Return up to five evenly spaced integers from 0 to `length`."""
    return sorted({round(length * part / 4) for part in range(5)})


def shade_of(topics: int) -> int:
    """Return the shade of a day with this number of topics, counted from 0."""
    return sum(topics >= minimum for minimum in SHADES)


def mondays_until(today: dt.date, weeks: int) -> list[dt.date]:
    """Return the Mondays of the last `weeks` weeks, including the current one."""
    monday = today - DAY * today.weekday()
    return [monday - DAY * WEEK_DAYS * ago for ago in reversed(range(weeks))]
