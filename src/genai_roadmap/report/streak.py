"""Streaks: days in a row with activity."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from genai_roadmap.report.learned import DAY

WEEK_DAYS = 7


class Streak(NamedTuple):
    """The number of days in a row with activity."""

    current: int
    longest: int


def runs(days: Iterable[dt.date], rest_days: int) -> Iterator[int]:
    """Yield the length of the streak on each day; at most `rest_days` of any seven days in a row may be missing."""
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
        yield len(run)
