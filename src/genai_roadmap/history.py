"""How the learning went: what was learned on which day, and what follows from that: weeks, streak, pace, hours."""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from genai_roadmap.nodes import Count, Node, counting
from genai_roadmap.progress.change import MARKING, Change
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report import Report

PACE_WEEKS = 4
WEEK_DAYS = 7
YEAR_WEEKS = 53
# How many topics a day has to have for each of the shades of a heatmap after the first.
SHADES = (1, 2, 3, 5)
DAY = dt.timedelta(days=1)
MOVING = (Action.START, Action.DONE)


class Streak(NamedTuple):
    """Days on which something was started or done, in a row: up to today, and the most ever."""

    current: int
    longest: int


class Pace(NamedTuple):
    """Topics learned a week, of those that count, over the last `weeks` weeks."""

    per_week: float
    weeks: float


class Week(NamedTuple):
    """A week from Monday on: how many topics that count were learned in it, and how many optional ones."""

    monday: dt.date
    done: int
    optional: int


@dataclass(frozen=True)
class History:
    """How it went up to today, in a whole roadmap or in one step or topic, the node.

    Of any seven days in a row `rest_days` may go without learning, and the streak goes on. The days, the hours and the
    streak are about all topics, the pace and the burn-up about those that count.
    """

    report: Report
    today: dt.date
    rest_days: int = 0
    node: Node | None = None
    whole: "History | None" = None

    def of(self, node: Node) -> "History":
        """The part of it that is about a step or topic."""
        return replace(self, node=node, whole=self.whole or self)

    @property
    def count(self) -> Count:
        """The counts of what it is about."""
        return self.node.count if self.node else self.report.count

    @property
    def is_empty(self) -> bool:
        """Whether nothing here was ever marked."""
        return not self._marked

    @cached_property
    def activity(self) -> dict[dt.date, int]:
        """How many topics were started or done on each day on which any was; what was known before is none of them."""
        topics: dict[dt.date, set[str]] = defaultdict(set)
        for slug, change in self._moves:
            if not change.known and (day := change.day) <= self.today:
                topics[day].add(slug)
        return {day: len(topics[day]) for day in sorted(topics)}

    @cached_property
    def began(self) -> dt.date | None:
        """The first day on which something was started or done."""
        return next(iter(self.activity), None)

    @cached_property
    def days(self) -> list[dt.date]:
        """For each topic learned that counts the day, in order."""
        return sorted(day for leaf in self._counting if (day := self.learned_on.get(leaf.slug)))

    @cached_property
    def known(self) -> int:
        """How many of the topics that count were known before anything was recorded."""
        done = (leaf for leaf in self._counting if leaf.status is Status.DONE)
        return sum(leaf.slug not in self.learned_on for leaf in done if leaf.change and leaf.change.day <= self.today)

    @property
    def done(self) -> int:
        """How many of the topics that count are done."""
        return self.known + len(self.days)

    @cached_property
    def streak(self) -> Streak:
        """The streak as of today; a day that is not over yet does not break it."""
        longest = max(_runs(self.activity, self.rest_days), default=0)
        *_, going = _runs(dict.fromkeys([*self.activity, self.today]), self.rest_days)
        return Streak(going - (self.today not in self.activity), longest)

    @cached_property
    def pace(self) -> Pace | None:
        """The pace over the last four weeks, or since the beginning where that is less, but at least a week.

        None as long as nothing was learned.
        """
        if not self.days:
            return None
        first = min(self.days[0], self.began or self.today)
        weeks = min(PACE_WEEKS, max(1.0, ((self.today - first).days + 1) / WEEK_DAYS))
        recent = sum(day > self.today - dt.timedelta(weeks=weeks) for day in self.days)
        return Pace(recent / weeks, weeks)

    @cached_property
    def weeks(self) -> list[Week]:
        """Every week since the beginning, idle ones too; the last is not over yet."""
        if not self.began:
            return []
        required = Counter(map(_monday, self.days))
        every = Counter(_monday(day) for leaf in self._marked if (day := self.learned_on.get(leaf.slug)))
        first = _monday(min([self.began, *self.days[:1]]))
        mondays = [first + DAY * n for n in range(0, (self.today - first).days + 1, WEEK_DAYS)]
        return [Week(monday, required[monday], every[monday] - required[monday]) for monday in mondays]

    @cached_property
    def burn_up(self) -> dict[dt.date, int]:
        """How many topics that count were done at the end of each day on which that changed, and of the first."""
        if not self.began:
            return {}
        learned = Counter(self.days)
        days = sorted({min([self.began, *self.days[:1]]), *learned})
        totals = accumulate((learned[day] for day in days), initial=self.known)
        return dict(zip(days, list(totals)[1:], strict=True))

    @cached_property
    def hours(self) -> Counter[int]:
        """How many commands started or finished something in each hour of the learner's day."""
        changes = {change.id: change for _, change in self._moves if not change.known and not change.on}
        return Counter(change.at.hour for change in changes.values())

    @property
    def most_active_hour(self) -> int | None:
        """The hour with the most commands, the earliest of those with as many."""
        return min(self.hours, key=lambda hour: (-self.hours[hour], hour), default=None)

    @cached_property
    def durations(self) -> dict[str, dt.timedelta]:
        """How long it took from start to done, for each topic that was started before it was done."""
        started: dict[str, Change] = {}
        durations = {}
        for slug, change in self._moves:
            if change.action is Action.START:
                started[slug] = change
            elif slug in started and change.when >= started[slug].when:
                durations[slug] = change.when - started[slug].when
        return {slug: durations[slug] for slug in self.learned_on if slug in durations}

    @property
    def usual_duration(self) -> dt.timedelta | None:
        """The median of how long it took from start to done."""
        durations = sorted(self.durations.values())
        middle = len(durations) // 2
        return (durations[middle] + durations[~middle]) / 2 if durations else None

    @cached_property
    def _marked(self) -> list[Node]:
        """The leaves that were ever marked; nothing can be told of the others."""
        return [leaf for leaf in (self.node.leaves() if self.node else self.report.leaves) if leaf.change]

    @cached_property
    def _counting(self) -> list[Node]:
        """The marked leaves that count: in what is optional itself those that are not optional there."""
        if self.node and not self.node.topics:
            return self._marked
        return [leaf for leaf in counting(self.node.topics if self.node else self.report.steps) if leaf.change]

    @property
    def _moves(self) -> Iterator[tuple[str, Change]]:
        """The topics here with each mark that started or finished them, a topic's own in order."""
        for slug in [leaf.slug for leaf in self._marked]:
            yield from ((slug, change) for change in self.marks.get(slug, ()) if change.action in MOVING)

    @cached_property
    def marks(self) -> dict[str, list[Change]]:
        """The standing marks of each topic, in order; one of the same kind as the one before puts that right."""
        if self.whole:
            return self.whole.marks
        marks: dict[str, list[Change]] = {}
        current_slug = self.report.roadmap.current_slug
        for change in self.report.progress.effective:
            if change.action in MARKING:
                for topic in change.topics:
                    of_topic = marks.setdefault(current_slug(topic), [])
                    if of_topic and of_topic[-1].action is change.action:
                        of_topic.pop()
                    of_topic.append(change)
        return marks

    @cached_property
    def learned_on(self) -> dict[str, dt.date]:
        """The day on which each topic of the whole that is done was learned; those known before have none.

        A step of which all was marked on one day was hardly learned on that day. Its topics are spread over the days
        since the last one before for which something had been recorded; where there is none, they were known before.
        """
        if self.whole:
            return self.whole.learned_on
        days = {leaf.slug: day for leaf in self._marked if (day := self._marked_on(leaf))}
        for (before, day), slugs in self._at_once().items():
            for position, slug in enumerate(slugs, 1):
                if before:
                    days[slug] = before + DAY * ceil(position * (day - before).days / len(slugs))
                else:
                    del days[slug]
        return days

    def _at_once(self) -> dict[tuple[dt.date | None, dt.date], list[str]]:
        """The topics of the steps of which all that counts was marked on one day, by the day before that and by it."""
        at_once: dict[tuple[dt.date | None, dt.date], list[str]] = {}
        for step in self.report.steps:
            if step.status is not Status.DONE:
                continue
            days = {day for leaf in counting(step.topics) if (day := self._marked_on(leaf))}
            if len(days) == 1:
                [day] = days
                leaves = [leaf for leaf in step.leaves() if self._marked_on(leaf) == day]
                if len(leaves) > 1:
                    before = self._day_before(day, min(leaf.change.at for leaf in leaves if leaf.change))
                    at_once.setdefault((before, day), []).extend(leaf.slug for leaf in leaves)
        return at_once

    def _day_before(self, day: dt.date, recorded: dt.datetime) -> dt.date | None:
        """The last day before this one for which something had been recorded by then."""
        earlier = self._recorded_days[: bisect_left(self._recorded_days, day)]
        return next((other for other in reversed(earlier) if self._first_recorded[other] < recorded), None)

    @cached_property
    def _recorded_days(self) -> list[dt.date]:
        return sorted(self._first_recorded)

    @cached_property
    def _first_recorded(self) -> dict[dt.date, dt.datetime]:
        """When something was first recorded for each day; a day may be named later."""
        first: dict[dt.date, dt.datetime] = {}
        for _, change in self._moves:
            if not change.known:
                first[change.day] = min(change.at, first.get(change.day, change.at))
        return first

    def _marked_on(self, leaf: Node) -> dt.date | None:
        """The day for which a leaf was marked done, up to today; none where it was known before."""
        if leaf.status is not Status.DONE or not leaf.change or leaf.change.known or leaf.change.day > self.today:
            return None
        return leaf.change.day


def quarters(length: int) -> list[int]:
    """Up to five whole numbers from 0 to the length, evenly spread: where an axis has its ticks."""
    return sorted({round(length * part / 4) for part in range(5)})


def shade_of(topics: int) -> int:
    """The shade of a day with so many topics, from 0 on."""
    return sum(topics >= least for least in SHADES)


def mondays_until(today: dt.date, weeks: int) -> list[dt.date]:
    """The Mondays of so many weeks, of which this one is the last."""
    return [_monday(today) - DAY * WEEK_DAYS * ago for ago in reversed(range(weeks))]


def _monday(day: dt.date) -> dt.date:
    return day - DAY * day.weekday()


def _runs(days: Iterable[dt.date], rest_days: int) -> Iterator[int]:
    """For each of the days how many there are in a row up to it, with at most `rest_days` of any seven missing."""
    run: list[dt.date] = []
    missing: list[dt.date] = []
    for day in days:
        if run:
            gap = min((day - run[-1]).days, WEEK_DAYS + 1)
            missing = missing[-WEEK_DAYS:] + [run[-1] + DAY * n for n in range(1, gap)]
            too_many = zip(missing, missing[rest_days:], strict=False)
            if cut := [early for early, late in too_many if (late - early).days < WEEK_DAYS]:
                run, missing = ([other for other in others if other > cut[-1]] for others in (run, missing))
        run.append(day)
        yield len(run)
