"""The overview of a group of learners: its numbers, its members, and the files that can't be used."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from math import ceil
from typing import NamedTuple

from genai_roadmap.report.cohort import TENTHS, Cohort, Counts, Histogram, Person, Question, Risk, histogram
from genai_roadmap.roadmap.models import NumberedItem, Roadmap

# Anonymous reports say nothing about groups of fewer learners, who could be recognized.
MIN_GROUP = 5


class Problem(NamedTuple):
    """A path that can't be used, and why."""

    path: str
    reason: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.replace("\\", "/").rpartition("/")[2]

    @property
    def is_of_other_roadmap(self) -> bool:
        """Whether the file is about another roadmap."""
        return self.reason.startswith("roadmap: is '")


class Member(NamedTuple):
    """A learner with the name of the group and the numbers."""

    name: str
    group: str | None
    numbers: Person


class StepNumbers(NamedTuple):
    """A step with the percentages of the learners, and how many reached it and stopped there.

    A learner has reached a step with a started or done topic in it or in a later one, and has stopped in the last one
    with such a topic after a long time without activity.
    """

    item: NumberedItem
    percents: Histogram
    reached: int
    stopped: int


class TopicNumbers(NamedTuple):
    """A leaf topic, the number of learners, and for how many it is done, started and skipped, and started long ago."""

    item: NumberedItem
    learners: int
    done: int
    started: int
    skipped: int
    stuck: int


class GroupNumbers:
    """The numbers of a group, or of all learners."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    @property
    def learners(self) -> int:
        """The number of learners."""
        return self._counts["learners",]

    @cached_property
    def percents(self) -> Histogram:
        """The percentages done."""
        return histogram(self._counts, "percent")

    @cached_property
    def paces(self) -> Histogram:
        """The paces in tenths of a topic per week, of learners who have one."""
        return histogram(self._counts, "pace")

    @property
    def pace_quartiles(self) -> dict[str, float]:
        """The quartiles of the paces in topics per week, by name; empty if no learner has a pace."""
        return {name: tenths / TENTHS for name, tenths in self.paces.quartiles.items()}

    @property
    def finished(self) -> int:
        """The number of learners who have done all that is required."""
        return self._counts["finished",]

    @property
    def at_risk(self) -> int:
        """The number of learners at risk."""
        return self._counts["at risk",]

    @property
    def gained(self) -> int:
        """The number of topics marked as done since the day of comparison, of all learners together."""
        return self._counts["gained",]

    @property
    def reviews(self) -> int:
        """The number of reviews."""
        return self._counts["reviews",]

    @property
    def remembered_percent(self) -> int | None:
        """The percentage of reviews in which the topic was remembered, rounded down; None without reviews."""
        return 100 * self._counts["remembered",] // self.reviews if self.reviews else None

    def with_risk(self, risk: Risk) -> int:
        """Return the number of learners with a reason to be at risk."""
        return self._counts["risk", risk]

    def step(self, position: int, item: NumberedItem) -> StepNumbers:
        """Return the numbers of the step at a position, counted from 0."""
        furthest = histogram(self._counts, "furthest")
        reached = sum(n for step, n in zip(*furthest, strict=True) if step > position)
        return StepNumbers(
            item, histogram(self._counts, "step", position), reached, self._counts["stopped", position + 1]
        )

    def topic(self, position: int, item: NumberedItem) -> TopicNumbers:
        """Return the numbers of the leaf topic at a position, counted from 0."""
        done, started, skipped, stuck = (
            self._counts["topic", position, name] for name in ("done", "started", "skipped", "stuck")
        )
        return TopicNumbers(item, self.learners, done, started, skipped, stuck)


@dataclass(frozen=True)
class Overview:
    """The numbers about a group of learners.

    `members` returns all learners in the order of their names if it is called with 0, and else at most this number of
    the learners who are ahead. `problems` are the files that can't be used, `missing` are learners of groups without a
    file, `merged` is the number of learners with several files.
    """

    roadmap: Roadmap
    question: Question
    cohort: Cohort
    members: Callable[[int], Iterable[Member]]
    problems: list[Problem]
    missing: list[str]
    merged: int = 0
    is_anonymous: bool = False

    @cached_property
    def everyone(self) -> GroupNumbers:
        """The numbers of all learners."""
        return GroupNumbers(sum(self.cohort.values(), Counter()))

    @cached_property
    def groups(self) -> dict[str, GroupNumbers]:
        """The numbers of each group, by name in order, without the `hidden_groups`."""
        named = sorted((name, counts) for name, counts in self.cohort.items() if name)
        return {name: GroupNumbers(counts) for name, counts in named if name not in self.hidden_groups}

    @cached_property
    def hidden_groups(self) -> frozenset[str]:
        """The groups that are not shown because they, or the learners outside the shown groups, are too few.

        The numbers of the latter could be computed by subtracting the shown groups from all learners.
        """
        if not self.is_anonymous:
            return frozenset()
        sizes = {name: counts["learners",] for name, counts in self.cohort.items() if name}
        rest = self.everyone.learners - sum(sizes.values())
        hidden = set()
        for size, name in sorted((size, name) for name, size in sizes.items()):
            if size >= MIN_GROUP and (rest == 0 or rest >= MIN_GROUP):
                break
            hidden.add(name)
            rest += size
        return frozenset(hidden)

    @cached_property
    def steps(self) -> list[StepNumbers]:
        """The steps."""
        items = (self.roadmap.items_by_slug[step.slug] for step in self.roadmap.steps)
        return [self.everyone.step(position, item) for position, item in enumerate(items)]

    @cached_property
    def topics(self) -> list[TopicNumbers]:
        """The leaf topics."""
        leaves = (item for item in self.roadmap.all_items if not item.content.topics)
        return [self.everyone.topic(position, item) for position, item in enumerate(leaves)]

    def stuck(self) -> list[TopicNumbers]:
        """Return the topics that someone started long ago and has not finished, those with the most learners first."""
        return sorted((topic for topic in self.topics if topic.stuck), key=lambda topic: -topic.stuck)

    def at_risk(self, limit: int) -> list[Member]:
        """Return learners at risk, those with the lowest percentage and the longest silence first."""
        return nsmallest(limit, self.shown_members(at_risk=True), key=_risk_key)

    def ahead(self, limit: int) -> list[Member]:
        """Return the learners with the highest percentage who are not at risk, at most half of all, rounded up.

        Of those with the same percentage, the ones who reached it first come first.
        """
        found: list[Member] = []
        limit = min(limit, ceil(self.everyone.learners / 2))
        leaders = limit if self.may_rank else 0
        # Few of those with the highest percentage are at risk, and to read all learners takes long.
        while leaders and len(found) < limit:
            members = self.shown_members(leaders=leaders)
            found = [*islice((member for member in members if not member.numbers.risks), limit)]
            leaders = 4 * leaders if leaders < limit + self.everyone.at_risk else 0
        return found

    @property
    def may_rank(self) -> bool:
        """Whether there are enough learners to say who is ahead and who is at risk."""
        return not self.is_anonymous or self.everyone.learners >= MIN_GROUP

    def shown_members(self, *, leaders: int = 0, at_risk: bool = False) -> Iterator[Member]:
        """Yield all learners, or some of those who are ahead, without the names of hidden groups.

        With `at_risk`, yield only those at risk, and nobody if learners may not be ranked.
        """
        if at_risk and not self.may_rank:
            return
        for member in self.members(leaders):
            if member.numbers.risks or not at_risk:
                yield member._replace(group=None) if member.group in self.hidden_groups else member


def _risk_key(member: Member) -> tuple[int, dt.date, str]:
    return member.numbers.percent, member.numbers.last_active or dt.date.min, member.name
