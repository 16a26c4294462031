"""How the learning goes: streak and pace, from what was done when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from genai_roadmap.progress import Change, Progress
from genai_roadmap.statuses import Did

PACE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row on which something was started or done: up to today, and the most ever."""

    current: int
    longest: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Topics done a week, over the last `weeks` weeks."""

    per_week: float
    weeks: float


@dataclass(frozen=True, slots=True)
class Trend:
    """How it goes: the streak, and the pace once something is done."""

    streak: Streak
    pace: Pace | None


def trend(progress: Progress, done: Iterable[Change], today: dt.date) -> Trend:
    """How it goes as of today; `done` are the changes by which what is done became so."""
    return Trend(streak(progress, today), pace(done, today))


def streak(progress: Progress, today: dt.date) -> Streak:
    """The streak as of today; a day that is not over yet does not break it."""
    # A later mark of the same kind puts the day of an earlier one right.
    marks = {(c.did, topic): c for c in progress.standing if c.did in (Did.START, Did.DONE) for topic in c.topics}
    days = sorted({c.day for c in marks.values() if not c.known and c.day <= today})
    runs = _runs(days)
    is_current = bool(days) and days[-1] >= today - dt.timedelta(days=1)
    return Streak(runs[-1] if is_current else 0, max(runs, default=0))


def pace(done: Iterable[Change], today: dt.date) -> Pace | None:
    """The pace over the last four weeks, or since the first topic was done where that is less, but at least a week.

    None as long as nothing is done. What was known before is outside it.
    """
    days = [change.day for change in done if not change.known and change.day <= today]
    if not days:
        return None
    weeks = min(PACE_WEEKS, max(1.0, ((today - min(days)).days + 1) / 7))
    recent = sum(day > today - dt.timedelta(weeks=weeks) for day in days)
    return Pace(round(recent / weeks, 1), round(weeks, 1))


def _runs(days: Iterable[dt.date]) -> list[int]:
    """The lengths of the runs of following days."""
    runs: list[int] = []
    previous = dt.date.min
    for day in days:
        if runs and day - previous == dt.timedelta(days=1):
            runs[-1] += 1
        else:
            runs.append(1)
        previous = day
    return runs
