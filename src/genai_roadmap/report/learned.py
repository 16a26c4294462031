"""The days on which topics were learned and resources read, according to the journal."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from genai_roadmap.progress.change import MARKING, ORDER, Change
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.resources import resources_of
from genai_roadmap.report.tree import Node, required_leaves

DAY = dt.timedelta(days=1)
# The actions that count as activity on their day.
ACTIVITY = (Action.START, Action.DONE)
# Nobody learns more on a day, or between two commands. Four topics are fewer than a forecast needs.
MAX_PER_DAY, MAX_PER_COMMAND = 4, 10
# A single topic is not marked together.
MIN_TOGETHER = 2


def days_from(first: dt.date, last: dt.date) -> int:
    """Return the number of days from the first to the last one, with both of them."""
    return (last - first).days + 1


@dataclass(frozen=True)
class LearnedDays:
    """The marks of each topic, and the day on which it was learned, up to `today`."""

    report: Report
    today: dt.date

    @cached_property
    def marks(self) -> dict[str, list[Change]]:
        """The effective marks of each topic in order, by slug; of consecutive ones with the same action, the last."""
        marks: dict[str, list[Change]] = {}
        current_slug = self.report.roadmap.current_slug
        for change in self.report.progress.effective:
            for topic in change.topics if change.action in MARKING else ():
                topic_marks = marks.setdefault(current_slug(topic), [])
                if topic_marks and topic_marks[-1].action is change.action:
                    topic_marks.pop()
                topic_marks.append(change)
        return marks

    @cached_property
    def days(self) -> dict[str, dt.date]:
        """The day on which each done topic was learned, by slug, without those known or marked together."""
        return {leaf.slug: day for leaf, day in self._marked_on if leaf.slug not in self.marked_together}

    @cached_property
    def marked_together(self) -> frozenset[str]:
        """The done topics whose mark does not show when they were learned."""
        together = self._together
        return frozenset(leaf.slug for leaf, _ in self._marked_on if together.get(leaf.slug) is leaf.change)

    def is_activity(self, slug: str, change: Change) -> bool:
        """Return whether a mark of a topic shows that something was learned on its day."""
        together = self._together.get(slug) if change.action is Action.DONE else None
        is_dated = not together or change.order > together.order
        return change.action in ACTIVITY and not change.known and is_dated

    @cached_property
    def _together(self) -> dict[str, Change]:
        """The changes that marked topics together, by slug.

        They marked more than MAX_PER_COMMAND topics, or more than MAX_PER_DAY of steps that they completed, and of
        which they marked most. What happens to the topics later makes no difference.
        """
        completed: Counter[str] = Counter()
        for step in self.report.steps:
            completed.update(self._completed_at_once(step))
        return {
            slug: change
            for slug, change in self._first_marks.items()
            if len(change.topics) > MAX_PER_COMMAND or completed[change.id] > MAX_PER_DAY
        }

    @cached_property
    def _first_marks(self) -> dict[str, Change]:
        """The change that marked each topic as done, by slug, even if it was reset since then.

        Another one for at most MAX_PER_DAY topics that were done before corrects them, and is ignored.
        """
        found: dict[str, Change] = {}
        for change in self.report.progress.effective:
            for topic in change.topics if change.action is Action.DONE else ():
                slug = self.report.roadmap.current_slug(topic)
                if slug not in found or len(change.topics) > MAX_PER_DAY:
                    found[slug] = change
        return found

    def _completed_at_once(self, step: Node) -> dict[str, int]:
        """Return how many topics of a step the change that completed it marked, by ID, if these are most of it."""
        required = [*required_leaves(step.topics)]
        if any(leaf.slug not in self._first_marks and leaf.status is not Status.SKIPPED for leaf in required):
            return {}
        marked = [change for leaf in required if (change := self._first_marks.get(leaf.slug))]
        dated = [change for change in marked if not change.known and change.day <= self.today]
        last = max(dated, key=ORDER, default=None)
        count = sum(change is last for change in dated)
        if not last or count < MIN_TOGETHER or 2 * count <= len(dated):
            return {}
        # Including the optional topics that were marked together with required ones.
        return {last.id: sum(self._first_marks.get(leaf.slug) is last for leaf in step.leaves())}

    @cached_property
    def _marked_on(self) -> list[tuple[Node, dt.date]]:
        """The done leaves with the day for which they were marked, without those already known or in the future."""
        changes = [(leaf, leaf.change) for leaf in self.report.leaves if leaf.status is Status.DONE]
        days = [(leaf, change.day) for leaf, change in changes if change and not change.known]
        return [(leaf, day) for leaf, day in days if day <= self.today]


def reads_by_day(report: Report, node: Node | None, today: dt.date) -> Counter[dt.date]:
    """Return the number of the resources of the roadmap or a node that were read on each day up to today.

    Those that an import or a single command marked, if they are more than MAX_PER_COMMAND, were read before, but nobody
    knows when.
    """
    changes = [change for url in resources_of(report, node) if (change := report.progress.reads.get(url))]
    dated = (change.day for change in changes if not change.known and len(change.links) <= MAX_PER_COMMAND)
    return Counter(day for day in dated if day <= today)
