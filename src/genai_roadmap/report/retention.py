"""What is still remembered of the done topics, and which of them to review."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.progress.ratings import Rating, reviews_of
from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves, total_count
from genai_roadmap.report.wording import day_text, topics_text

if TYPE_CHECKING:
    from genai_roadmap.progress.review import Memory


# The number of reviews per day, unless the learner chose another.
REVIEW_LIMIT = 10
# The days of which the number of reviews ahead is shown.
DAYS_AHEAD = 7
DAY = dt.timedelta(days=1)


class Remembered(NamedTuple):
    """A done topic, its memory, and the probability that it is remembered today."""

    node: Node
    memory: "Memory"
    retrievability: float

    @property
    def percent(self) -> int:
        """The probability in percent, rounded down."""
        return floor(100 * self.retrievability)

    def recall_text(self, today: dt.date, *, is_short: bool = False) -> str:
        """Return how likely it is remembered or, until the day after it was forgotten, when it was."""
        last = self.memory.last
        if self.memory.is_forgotten and today - last <= DAY:
            when = f" {f'on {day_text(last)}' if last < today else 'today'}"
            return f"forgotten{'' if is_short else when}"
        return f"{self.percent}%{'' if is_short else ' chance that you remember it'}"


class Selection(NamedTuple):
    """The topics to review now, the most likely forgotten first, and those beyond the limit.

    `node` is the item that they are in, None for the whole roadmap. `is_due` is not set if they were selected
    even if they are not due.
    """

    topics: list[Remembered]
    waiting: Sequence[Remembered] = ()
    node: Node | None = None
    is_due: bool = True


@dataclass(frozen=True)
class Retention:
    """What is remembered today of the topics that are done, of which at most `limit` are to be reviewed per day.

    With a limit of 0, nothing is to be reviewed.
    """

    report: Report
    today: dt.date
    limit: int = REVIEW_LIMIT

    @property
    def is_on(self) -> bool:
        """Whether topics are to be reviewed at all."""
        return self.limit > 0

    @property
    def has_reviews(self) -> bool:
        """Whether a topic was ever reviewed."""
        return self.report.has_reviews

    @cached_property
    def remembered(self) -> dict[str, Remembered]:
        """The done topics by slug, in order, with their memories."""
        memories = self.report.reviews.memories
        done = [leaf for leaf in self.report.leaves if leaf.status is Status.DONE and leaf.slug in memories]
        pairs = ((leaf, memories[leaf.slug]) for leaf in done)
        return {leaf.slug: Remembered(leaf, memory, memory.retrievability(self.today)) for leaf, memory in pairs}

    @cached_property
    def due(self) -> list[Remembered]:
        """The topics to review, the most likely forgotten ones first."""
        return _sorted(each for each in self.remembered.values() if each.memory.due <= self.today)

    @property
    def forgotten_today(self) -> list[Remembered]:
        """The topics whose last grade is of today, and that they were forgotten."""
        return [
            each for each in self.remembered.values() if each.memory.is_forgotten and each.memory.last == self.today
        ]

    @property
    def reviewed_today(self) -> int:
        """The number of due topics that were reviewed today; those that were reviewed early don't count."""
        return self.report.reviews.due_reviews.get(self.today, 0)

    @property
    def left_today(self) -> int:
        """The number of topics that can still be reviewed today within the limit."""
        return max(self.limit - self.reviewed_today, 0)

    @property
    def due_count(self) -> int:
        """The number of topics that are due, whatever the limit."""
        # Nothing is due on the day it was done, so the algorithm need not be loaded.
        done = (leaf.change for leaf in self.report.leaves if leaf.status is Status.DONE)
        is_earlier = any(change.day < self.today for change in done if change)
        return len(self.due) if is_earlier else 0

    @property
    def to_review(self) -> int:
        """The number of topics that are due, within the limit."""
        count = self.due_count if self.is_on else 0
        return min(count, self.left_today) if count else 0

    def to_review_text(self, *, is_short: bool = False) -> str:
        """Return how many topics to review, like 9 topics to review today (21 due); empty if there are none."""
        count, due = self.to_review, self.due_count
        limited = f" today ({due:,} due)" if due > count else ""
        return f"{count if is_short else topics_text(count)} to review{limited}" if count else ""

    @property
    def days_to_catch_up(self) -> int:
        """The number of days with reviews until nothing is overdue; today counts unless its limit is reached."""
        left, room, days = len(self.due), self.left_today, 0
        following, has_today = self.next_due(), room > 0
        while self.is_on and left > room:
            days += 1
            left += following.get(self.today + days * DAY, 0) - room
            room = self.limit
        return days + has_today

    def upcoming(self, days: int) -> dict[dt.date, int]:
        """Return the number of topics that become due on each of the days after today."""
        following = self.next_due()
        return {day: following.get(day, 0) for day in (self.today + DAY * n for n in range(1, days + 1))}

    def next_due(self, node: Node | None = None) -> dict[dt.date, int]:
        """Return the number of topics, by default of the roadmap, that become due on each later day, in order."""
        topics = self.of(node.leaves()) if node else self.remembered.values()
        return Counter(sorted(each.memory.due for each in topics if each.memory.due > self.today))

    def reviews_of(self, node: Node) -> list[Rating]:
        """Return the reviews of a leaf topic that count for its memory, ordered by day."""
        return reviews_of(node.slug, self.report.progress.effective, self.report.roadmap.current_slug)

    def of(self, leaves: Iterable[Node]) -> list[Remembered]:
        """Return those of the leaf topics that are done, the most likely forgotten ones first."""
        return _sorted(self.remembered[leaf.slug] for leaf in leaves if leaf.slug in self.remembered)

    def due_in(self, nodes: Iterable[Node]) -> int:
        """Return the number of topics to review in the nodes."""
        slugs = {each.node.slug for each in self.due}
        return sum(leaf.slug in slugs for node in nodes for leaf in node.leaves())

    def percent(self, nodes: tuple[Node, ...]) -> int:
        """Return the percentage of the required topics in the nodes that is remembered, rounded down.

        This is the sum of the probabilities that each of them is remembered. Without required topics, and for a single
        topic, it is that of all topics.
        """
        leaves = [*required_leaves(nodes)] or [leaf for node in nodes for leaf in node.leaves()]
        known = sum(self.remembered[leaf.slug].retrievability for leaf in leaves if leaf.slug in self.remembered)
        # Skipped topics don't count.
        total = total_count(nodes).total or len(leaves)
        return floor(100 * known / total) if total else 0


def _sorted(topics: Iterable[Remembered]) -> list[Remembered]:
    """Return the topics, the most likely forgotten first; of equal percentages, one of each step, then the next."""
    counts = Counter[tuple[int, str]]()
    ranked = []
    for topic in sorted(topics, key=lambda each: each.retrievability):
        place = topic.percent, topic.node.item.step.slug
        ranked.append((topic.percent, counts[place], topic))
        counts[place] += 1
    return [topic for *_, topic in sorted(ranked, key=lambda each: each[:2])]


def mixed(topics: Iterable[Remembered]) -> list[Remembered]:
    """Return the topics in an order in which two from the same step follow each other only if it can't be avoided.

    Apart from that, the order is kept.
    """
    left, order, last = [*topics], list[Remembered](), ""
    while left:
        following = next((each for each in left if each.node.item.step.slug != last), left[0])
        left.remove(following)
        order.append(following)
        last = following.node.item.step.slug
    return order
