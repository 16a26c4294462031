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

from genai_roadmap.report.cohort import Cohort, Person, Question
from genai_roadmap.report.cohort_groups import GroupNumbers, StepNumbers, TopicNumbers
from genai_roadmap.roadmap.folding import fold
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


@dataclass(frozen=True)
class Overview:
    """The numbers about a group of learners.

    `members` returns all learners in the order of their names if it is called with 0, and else at most this number of
    the learners who are ahead. `problems` are the files that can't be used, `missing` are learners of groups without a
    file, `merged` is the number of learners with several files that count, and `merged_files` returns these with their
    names, except in an anonymous overview.
    """

    roadmap: Roadmap
    question: Question
    cohort: Cohort
    members: Callable[[int], Iterable[Member]]
    problems: list[Problem]
    missing: list[str]
    merged: int = 0
    is_anonymous: bool = False
    merged_files: Callable[[], Iterable[tuple[str, list[str]]]] = list

    @cached_property
    def everyone(self) -> GroupNumbers:
        """The numbers of all learners."""
        counts = sum(self.cohort.values(), Counter())
        return GroupNumbers(counts, may_rank=not self.is_anonymous or counts["learners",] >= MIN_GROUP)

    @cached_property
    def groups(self) -> dict[str, GroupNumbers]:
        """The numbers of each group, by name in order, without the `hidden_groups`."""
        names = sorted((name for name in self.cohort if name and name not in self.hidden_groups), key=name_order)
        return {name: GroupNumbers(self.cohort[name]) for name in names}

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
        return [self.everyone.topic(position, item) for position, item in enumerate(self._leaves)]

    @cached_property
    def _leaves(self) -> list[NumberedItem]:
        return [item for item in self.roadmap.all_items if not item.content.topics]

    def stuck_topics(self, numbers: Person) -> list[NumberedItem]:
        """Return the topics that a learner started long ago and has not finished."""
        return [self._leaves[position] for position in numbers.stuck]

    def current_step(self, numbers: Person) -> NumberedItem | None:
        """Return the last step in which a learner at risk has a started or done topic; None if there is none."""
        if not (numbers.risks and numbers.furthest):
            return None
        return self.roadmap.items_by_slug[self.roadmap.steps[numbers.furthest - 1].slug]

    def stuck(self) -> list[TopicNumbers]:
        """Return the topics that someone started long ago and has not finished, those with the most learners first."""
        return sorted((topic for topic in self.topics if topic.stuck), key=lambda topic: -(topic.stuck or 0))

    def at_risk(self, limit: int) -> list[Member]:
        """Return learners at risk, first those whom help reaches best.

        These are the ones who have never been active, then those who were active last. Those who are gone come last.
        """
        return nsmallest(limit, self.shown_members(at_risk=True), key=_risk_key)

    def ahead(self, limit: int) -> list[Member]:
        """Return the learners with the highest percentage who are not at risk, at most half of all, rounded up.

        Their percentage is at least the median. Of those with the same one, the ones who reached it first come first.
        """
        found: list[Member] = []
        limit = min(limit, ceil(self.everyone.learners / 2))
        leaders = limit if self.may_rank else 0
        median = self.everyone.percents.quartiles.get("median", 0)
        most = limit + self.everyone.at_risk + self.everyone.nothing_required
        # Few of those with the highest percentage are not ahead, and to read all learners takes long.
        while leaders and len(found) < limit:
            members = self.shown_members(leaders=leaders)
            found = [*islice((member for member in members if _is_ahead(member.numbers, median)), limit)]
            leaders = 4 * leaders if leaders < most else 0
        return found

    @property
    def may_rank(self) -> bool:
        """Whether there are enough learners to say who is ahead and who is at risk."""
        return self.everyone.may_rank

    def shown_members(self, *, leaders: int = 0, at_risk: bool = False) -> Iterator[Member]:
        """Yield all learners, or some of those who are ahead, without the names of hidden groups.

        If learners may not be ranked, why they are at risk is left out. With `at_risk`, yield only those at risk.
        """
        members = self.members(leaders)
        shown = map(self._anonymous, members) if self.is_anonymous else members
        return (member for member in shown if member.numbers.risks or not at_risk)

    def _anonymous(self, member: Member) -> Member:
        if not self.may_rank:
            member = member._replace(numbers=member.numbers._replace(risks=(), stuck=()))
        return member._replace(group=None) if member.group in self.hidden_groups else member


def _is_ahead(numbers: Person, median: int) -> bool:
    return not numbers.risks and numbers.done > 0 and numbers.percent >= median


def name_order(name: str) -> tuple[str, str]:
    """Return the key that sorts names like a class list: regardless of case and accents."""
    return fold(name), name


def _risk_key(member: Member) -> tuple[bool, int, int, tuple[str, str]]:
    numbers = member.numbers
    last = numbers.last_active or dt.date.max
    return numbers.is_gone, -last.toordinal(), numbers.percent, name_order(member.name)
