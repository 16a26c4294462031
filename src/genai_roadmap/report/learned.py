"""The days on which topics were learned, according to the journal."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from genai_roadmap.progress.change import MARKING, Change
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves

DAY = dt.timedelta(days=1)
# The actions that count as activity on their day.
ACTIVITY = (Action.START, Action.DONE)
# Nobody learns more on a day, or between two commands. Four topics are fewer than a forecast needs.
MAX_PER_DAY, MAX_PER_COMMAND = 4, 10


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
        """The day on which each done topic was learned, by slug, without those known or marked at once."""
        days = {leaf.slug: self._marked_on(leaf) for leaf in self.report.leaves if leaf.slug not in self.marked_at_once}
        return {slug: day for slug, day in days.items() if day}

    @cached_property
    def marked_at_once(self) -> frozenset[str]:
        """The topics whose mark shows that they are done, but not when they were learned.

        They were marked by a command for more than MAX_PER_COMMAND topics, or on a day on which most of their step was
        marked and completed, if these topics are more than MAX_PER_DAY.
        """
        by_day: dict[dt.date, set[str]] = {}
        for step in self.report.steps:
            if step.status is Status.DONE:
                day, slugs = self._marked_last(step)
                by_day.setdefault(day, set()).update(slugs)
        return frozenset(self._bulk().union(*(slugs for slugs in by_day.values() if len(slugs) > MAX_PER_DAY)))

    def is_activity(self, slug: str, change: Change) -> bool:
        """Return whether a mark of a topic shows that something was learned on its day."""
        is_dated = change.action is Action.START or slug not in self.marked_at_once
        return change.action in ACTIVITY and not change.known and is_dated

    def _bulk(self) -> set[str]:
        """Return the topics that were marked by a command for more than MAX_PER_COMMAND topics."""
        marked = [leaf for leaf in self.report.leaves if self._marked_on(leaf)]
        counts = Counter(leaf.change.id for leaf in marked if leaf.change)
        return {leaf.slug for leaf in marked if leaf.change and counts[leaf.change.id] > MAX_PER_COMMAND}

    def _marked_last(self, step: Node) -> tuple[dt.date, list[str]]:
        """Return the last day on which topics of a step were marked, and these topics if they are most of the step."""
        days = [day for leaf in required_leaves(step.topics) if (day := self._marked_on(leaf))]
        last = max(days, default=self.today)
        is_most = 2 * days.count(last) > len(days)
        return last, [leaf.slug for leaf in step.leaves() if is_most and self._marked_on(leaf) == last]

    def _marked_on(self, leaf: Node) -> dt.date | None:
        """Return the day for which a leaf was marked done; None if it is not done, already known or in the future."""
        change = leaf.change if leaf.status is Status.DONE else None
        return change.day if change and not change.known and change.day <= self.today else None
