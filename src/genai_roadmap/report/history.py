"""The history of the progress: activity per day and week, streak, and pace."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report.habits import Habits
from genai_roadmap.report.learned import ACTIVITY, DAY, LearnedDays, days_from, reads_by_day
from genai_roadmap.report.pace import Pace, pace_days
from genai_roadmap.report.report import Report
from genai_roadmap.report.retention import REVIEW_LIMIT, Retention
from genai_roadmap.report.streak import WEEK_DAYS, Streaks, monday_of
from genai_roadmap.report.tree import Count, Node, required_leaves

# Days without activity after which a new start is uncertain, and with it a forecast; and those of a new start.
PAUSE_DAYS, RESTART_DAYS = 21, 14


class Week(NamedTuple):
    """The number of required and of optional topics learned in a week."""

    monday: dt.date
    done: int
    optional: int


@dataclass(frozen=True)
class History:
    """The history of a roadmap or, with a `node`, of a step or topic, up to `today`.

    A streak continues if at most `rest_days` of any seven days in a row have no activity. Activity and streak include
    optional topics and resources, hours optional topics; pace, weeks and burn-up include neither. Pages and exports
    leave the streak out unless `shows_streak`, and ask for at most `review_limit` reviews per day. The learner plans
    `per_week` topics per week, or by the goal if it is 0.
    """

    report: Report
    today: dt.date
    rest_days: int = 0
    node: Node | None = None
    shows_streak: bool = True
    review_limit: int = REVIEW_LIMIT
    per_week: Fraction | int = 0
    _learned: LearnedDays | None = None

    def of(self, node: Node) -> "History":
        """Return the history of a step or topic."""
        return replace(self, node=node, _learned=self.learned)

    @cached_property
    def learned(self) -> LearnedDays:
        """The days on which the topics of the whole roadmap were learned."""
        return self._learned or LearnedDays(self.report, self.today)

    @property
    def count(self) -> Count:
        """The counts of the roadmap, step or topic."""
        return self.node.count if self.node else self.report.count

    @cached_property
    def retention(self) -> Retention:
        """What is remembered of the whole roadmap."""
        return Retention(self.report, self.today, self.review_limit)

    @property
    def is_empty(self) -> bool:
        """Whether no topic was ever marked, and no resource read."""
        return not self._marked and not self.activity

    @cached_property
    def activity(self) -> dict[dt.date, int]:
        """The number of topics started, done or reviewed and of resources read on each day with activity."""
        return dict(sorted((self.topics_by_day + self.reviews_by_day + self.reads_by_day).items()))

    @cached_property
    def topics_by_day(self) -> Counter[dt.date]:
        """The number of topics started or done on each day, without those known or marked together."""
        return Counter(day for day, _ in {(change.day, slug) for slug, change in self._learning})

    @cached_property
    def reviews_by_day(self) -> Counter[dt.date]:
        """The number of topics reviewed on each day, without those started or done on the same day."""
        slugs = {leaf.slug for leaf in self._marked}
        days = self.report.reviewed_days.items()
        reviewed = {(day, slug) for day, topics in days if day <= self.today for slug in topics & slugs}
        return Counter(day for day, _ in reviewed - {(change.day, slug) for slug, change in self._learning})

    @cached_property
    def reads_by_day(self) -> Counter[dt.date]:
        """The number of resources read on each day, without those marked together."""
        return reads_by_day(self.report, self.node, self.today)

    @cached_property
    def first_day(self) -> dt.date | None:
        """The first day on which a topic was started or done; None if there is none."""
        return min((change.day for _, change in self._learning), default=None)

    @cached_property
    def start(self) -> dt.date | None:
        """The first day on which a topic was started or done or, if earlier, on which a required topic was learned."""
        return min([self.first_day, *self.days_learned[:1]]) if self.first_day else None

    @cached_property
    def days_learned(self) -> list[dt.date]:
        """The days on which the required topics were learned, in order, one for each topic."""
        return sorted(day for leaf in self._required if (day := self._day(leaf)))

    def done_since(self, day: dt.date) -> dict[str, Change]:
        """Return the changes that marked the required topics as done on a day or later, by the slug of the topic."""
        done = ((leaf.slug, leaf.change) for leaf in self._required if leaf.status is Status.DONE)
        return {slug: change for slug, change in done if change and day <= change.day <= self.today}

    @property
    def days_done(self) -> list[dt.date]:
        """The days on which the topics were marked done, in order, one for each, without those already known."""
        done = (leaf.change for leaf in self._marked if leaf.status is Status.DONE)
        return sorted(change.day for change in done if change and not change.known and change.day <= self.today)

    @property
    def already_known(self) -> int:
        """The number of done required topics that were already known or marked together."""
        return len(self.undated)

    @cached_property
    def undated(self) -> list[Change]:
        """The marks of the done required topics that were already known or marked together."""
        done = (leaf for leaf in self._required if leaf.status is Status.DONE and leaf.slug not in self.learned.days)
        return [leaf.change for leaf in done if leaf.change and leaf.change.day <= self.today]

    @property
    def left(self) -> int:
        """The number of required topics that are not done."""
        return self.count.left

    @property
    def paused_on(self) -> dt.date | None:
        """The last day with progress, if it is at least PAUSE_DAYS ago and something is left to learn; else None."""
        last = max(self._progress_days, default=self.today)
        return last if self.left and (self.today - last).days >= PAUSE_DAYS else None

    @cached_property
    def is_restarting(self) -> bool:
        """Whether a pause ended in the last RESTART_DAYS, so that the days before say little about the pace."""
        days = [day for day in self._progress_days if self.start and day >= self.start]
        restarts = (later for earlier, later in pairwise(days) if (later - earlier).days >= PAUSE_DAYS)
        return any((self.today - day).days < RESTART_DAYS for day in restarts)

    @cached_property
    def _progress_days(self) -> list[dt.date]:
        """The days on which a topic was started, done, already known or marked together, or a resource was read."""
        return sorted({*self.topics_by_day, *self.reads_by_day, *(change.day for change in self.undated)})

    @property
    def finished_on(self) -> dt.date | None:
        """The day on which the last required topic was marked done; None if the roadmap is not finished."""
        if not self.count.is_complete:
            return None
        return max((leaf.change.day for leaf in self._required if leaf.change), default=None)

    @property
    def done(self) -> int:
        """The number of done required topics."""
        return self.already_known + len(self.days_learned)

    @cached_property
    def streaks(self) -> Streaks:
        """The streaks of days and weeks as of today."""
        return Streaks(tuple(self.activity), self.today, self.rest_days)

    @cached_property
    def pace(self) -> Pace | None:
        """The pace over the last PACE_WEEKS weeks or, if shorter, since the start; None if nothing was learned."""
        if not self.days_learned or not self.start:
            return None
        days = pace_days(self.days_since_start)
        recent = sum(day > self.today - DAY * days for day in self.days_learned)
        weeks = days / WEEK_DAYS
        return Pace(recent / weeks, weeks)

    @property
    def days_since_start(self) -> int:
        """The number of days since the start, including it and today; 0 if there is none."""
        return days_from(self.start, self.today) if self.start else 0

    @property
    def has_pace(self) -> bool:
        """Whether there is enough data for a pace: those of a week or, if all topics were on one day, of two."""
        weeks = 1 if len({*self.days_learned}) > 1 else 2
        return bool(self.days_learned) and self.days_since_start >= weeks * WEEK_DAYS

    @cached_property
    def weeks(self) -> list[Week]:
        """The weeks since the start, including idle ones and the current one."""
        if not self.start:
            return []
        required = Counter(map(monday_of, self.days_learned))
        total = Counter(monday_of(day) for leaf in self._marked if (day := self._day(leaf)))
        first = monday_of(self.start)
        mondays = [first + DAY * n for n in range(0, days_from(first, self.today), WEEK_DAYS)]
        return [Week(monday, required[monday], total[monday] - required[monday]) for monday in mondays]

    @cached_property
    def burn_up(self) -> dict[dt.date, int]:
        """The number of done required topics at the end of each day on which it changed, and of the first day."""
        if not self.start:
            return {}
        done = Counter(max(self.start, day) for day in [*self.days_learned, *(change.day for change in self.undated)])
        days = sorted({self.start, *done})
        return dict(zip(days, accumulate(done[day] for day in days), strict=True))

    @cached_property
    def habits(self) -> Habits:
        """When the learner studies, and how long topics take."""
        return Habits(self._learning, tuple(self._activity_changes), self.learned.days.keys())

    @cached_property
    def _marked(self) -> list[Node]:
        """The marked leaves."""
        return [leaf for leaf in (self.node.leaves() if self.node else self.report.leaves) if leaf.change]

    @cached_property
    def _required(self) -> list[Node]:
        """The marked leaves that the roadmap or node requires."""
        if self.node and not self.node.topics:
            return self._marked
        required = required_leaves(self.node.topics) if self.node else self.report.required
        return [leaf for leaf in required if leaf.change]

    def _day(self, leaf: Node) -> dt.date | None:
        return self.learned.days.get(leaf.slug)

    @cached_property
    def _learning(self) -> list[tuple[str, Change]]:
        """The changes up to today which show that a topic was started or done on their day, each with a slug."""
        pairs = self._activity_changes
        return [each for each in pairs if each[1].day <= self.today and self.learned.is_activity(*each)]

    @property
    def _activity_changes(self) -> Iterator[tuple[str, Change]]:
        """The changes that started or finished a topic, each with its slug, topic by topic."""
        marks = self.learned.marks
        marked = ((leaf.slug, change) for leaf in self._marked for change in marks.get(leaf.slug, ()))
        return ((slug, change) for slug, change in marked if change.action in ACTIVITY)
