"""Numbers about a group of learners: counts of their summaries, which can be added up in any order and grouping.

All counts are integers, so the same learners give the same numbers, however they were divided among processes.
docs/COHORT.md defines each number.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from genai_roadmap.progress.status import Status
from genai_roadmap.report.cohort_summary import LETTERS, Summary
from genai_roadmap.report.pace import pace_days
from genai_roadmap.report.report import STALE_AFTER
from genai_roadmap.report.streak import WEEK_DAYS

# A learner without activity for more days than these is silent, and a topic started longer ago is not finished.
SILENT_DAYS = STUCK_DAYS = STALE_AFTER.days
# A learner without activity for more days than these is unlikely to come back.
GONE_DAYS = 60
QUARTERS = {"p25": 1, "median": 2, "p75": 3}
# Paces are counted in tenths of a topic per week.
TENTHS = 10
# The statuses that are counted; all other topics are todo.
_COUNTED = (Status.DONE, Status.STARTED, Status.SKIPPED)


class Risk(StrEnum):
    """A reason why a learner may not finish in time."""

    NOT_STARTED = "not started"
    SILENT = "silent"
    BEHIND = "behind"


class Question(NamedTuple):
    """A question about a group: the day, a day to compare with, and a goal that replaces each learner's own."""

    today: dt.date
    since: dt.date | None = None
    goal: dt.date | None = None


class Person(NamedTuple):
    """The numbers about one learner.

    `pace` is in tenths of a topic per week; None if nothing was learned. `gained` is the number of required topics
    marked as done since the day of comparison, `stuck` has the positions of the topics that were started long ago.
    `furthest` is the number of the last step with a started or done topic, 0 if there is none. `is_gone` is whether
    the learner was last active more than GONE_DAYS days ago. `finished_on` is the day on which the last required topic
    was done, None unless all are, and `skipped` the number of skipped leaf topics.
    """

    done: int
    total: int
    percent: int
    last_active: dt.date | None
    pace: int | None
    gained: int
    stuck: tuple[int, ...]
    risks: tuple[Risk, ...]
    furthest: int = 0
    is_gone: bool = False
    finished_on: dt.date | None = None
    skipped: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether all that is required is done."""
        return 0 < self.total == self.done

    @property
    def topics_per_week(self) -> float | None:
        """The pace in topics per week; None if nothing was learned."""
        return None if self.pace is None else self.pace / TENTHS


Key = tuple[str | int, ...]
# The counts of one group, by what they count; the group is None for learners without one.
Counts = Counter[Key]
Cohort = dict[str | None, Counts]


def person(summary: Summary, question: Question) -> Person:
    """Return the numbers about a learner."""
    today = question.today.toordinal()
    # A day in the future, from a wrong clock, counts as today.
    last = min(summary.last_active, today)
    pace = _pace(summary, today)
    return Person(
        done=summary.done,
        total=summary.total,
        percent=summary.percent,
        last_active=dt.date.fromordinal(last) if last else None,
        pace=None if pace is None else _rounded(TENTHS * WEEK_DAYS * pace[0], pace[1]),
        gained=_since(summary.done_days, question.since.toordinal()) if question.since else 0,
        stuck=tuple(_stuck(summary, today)),
        risks=tuple(_risks(summary, question, last, pace or (0, 1))),
        furthest=summary.furthest,
        is_gone=0 < last < today - GONE_DAYS,
        finished_on=_finished_on(summary, today),
        skipped=summary.statuses.count(LETTERS[Status.SKIPPED]),
    )


def _finished_on(summary: Summary, today: int) -> dt.date | None:
    is_finished = summary.done == summary.total and summary.reached
    return dt.date.fromordinal(min(summary.reached, today)) if is_finished else None


def _pace(summary: Summary, today: int) -> tuple[int, int] | None:
    """Return the required topics learned in the last days, and the number of these days."""
    learned = memoryview(summary.learned_days).cast("i")
    until = bisect_right(learned, today)
    if not until or not summary.first_day:
        return None
    days = pace_days(today - summary.first_day + 1)
    return until - bisect_right(learned, today - days), days


def _rounded(number: int, divisor: int) -> int:
    """Return the quotient, rounded half up."""
    return (2 * number + divisor) // (2 * divisor)


def _since(days: bytes, day: int) -> int:
    """Return how many of the sorted days are this day or later."""
    ordered = memoryview(days).cast("i")
    return len(ordered) - bisect_left(ordered, day)


def _stuck(summary: Summary, today: int) -> Iterator[int]:
    positions, days = memoryview(summary.started).cast("i"), memoryview(summary.started_days).cast("i")
    return (position for position, day in zip(positions, days, strict=True) if today - day > STUCK_DAYS)


def _risks(summary: Summary, question: Question, last: int, pace: tuple[int, int]) -> Iterator[Risk]:
    left, today = summary.total - summary.done, question.today.toordinal()
    if not left:
        return
    if not summary.furthest:
        yield Risk.NOT_STARTED
    elif today - last > SILENT_DAYS:
        yield Risk.SILENT
    goal = question.goal.toordinal() if question.goal else summary.goal
    learned, days = pace
    # What is left takes left * days / learned days. Today and the day of the goal count too.
    if goal and left * days > learned * max(goal - today + 1, 0):
        yield Risk.BEHIND


def count(learners: Sequence[tuple[str | None, Summary, Person]]) -> Cohort:
    """Return the counts of learners, each with the name of the group."""
    groups: dict[str | None, list[tuple[Summary, Person]]] = {}
    for group, summary, numbers in learners:
        groups.setdefault(group, []).append((summary, numbers))
    return {group: _count_group(members) for group, members in groups.items()}


def combine(parts: Iterable[Cohort]) -> Cohort:
    """Return the counts of all parts; neither their order nor their grouping makes a difference."""
    total: Cohort = {}
    for part in parts:
        for group, counts in part.items():
            total.setdefault(group, Counter()).update(counts)
    return total


def _count_group(members: list[tuple[Summary, Person]]) -> Counts:
    counts: Counts = Counter()
    counts["learners",] = len(members)
    for summary, numbers in members:
        counts["percent", numbers.percent] += 1
        counts["furthest", summary.furthest] += 1
        counts["gained",] += numbers.gained
        counts["unknown",] += summary.unknown > 0
        counts["reviews",] += summary.reviews
        counts["remembered",] += summary.remembered
        if numbers.pace is not None:
            counts["pace", numbers.pace] += 1
        if numbers.is_finished:
            counts["finished",] += 1
        counts.update(("risk", risk) for risk in numbers.risks)
        # A learner may have several reasons.
        counts["at risk",] += bool(numbers.risks)
        counts["gone",] += bool(numbers.risks) and numbers.is_gone
        counts["nothing required",] += numbers.percent > numbers.total == 0
        counts.update(("topic", position, "stuck") for position in numbers.stuck)
        if Risk.SILENT in numbers.risks:
            counts["stopped", summary.furthest] += 1
    counts.update(_columns([summary for summary, _ in members]))
    return +counts


def _columns(summaries: list[Summary]) -> Counts:
    """Return the counts of each topic and step: every n-th byte of all summaries is that of the same one."""
    counts: Counts = Counter()
    topics, steps = len(summaries[0].statuses), len(summaries[0].percents)
    statuses, percents = (b"".join(each) for each in zip(*((s.statuses, s.percents) for s in summaries), strict=True))
    for position in range(topics):
        column = statuses[position::topics]
        counts.update({("topic", position, status.value): column.count(LETTERS[status]) for status in _COUNTED})
    for position in range(steps):
        counts.update({("step", position, percent): n for percent, n in Counter(percents[position::steps]).items()})
    return counts


class Histogram(NamedTuple):
    """How many learners have each value, in the order of the values."""

    values: tuple[int, ...]
    numbers: tuple[int, ...]

    def quantile(self, quarters: int) -> int | None:
        """Return the nearest-rank quantile: of n sorted values the one at ceil(n * quarters / 4), counted from 1."""
        sums = [*accumulate(self.numbers)]
        if not sums or not sums[-1]:
            return None
        rank = max(-(-sums[-1] * quarters // 4), 1)
        return next(value for value, total in zip(self.values, sums, strict=True) if total >= rank)

    @property
    def quartiles(self) -> dict[str, int]:
        """The quartiles by name; empty without learners."""
        found = {name: self.quantile(quarters) for name, quarters in QUARTERS.items()}
        return {name: value for name, value in found.items() if value is not None}


def histogram(counts: Counts, *key: str | int) -> Histogram:
    """Return the histogram of what is counted under keys with one more value."""
    found = sorted((name[-1], n) for name, n in counts.items() if name[:-1] == key and len(name) == len(key) + 1)
    return Histogram(tuple(int(value) for value, _ in found), tuple(n for _, n in found))
