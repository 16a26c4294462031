"""The days on which topics were learned, according to the journal."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from genai_roadmap.progress.change import MARKING, Change
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves

DAY = dt.timedelta(days=1)
# The actions that count as activity on their day.
ACTIVITY = (Action.START, Action.DONE)


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
        """The day on which each done topic was learned, by slug, without already known topics.

        A whole step marked on one day was probably learned earlier: its topics are spread evenly over the days since
        the last activity recorded before, or count as already known if there is none.
        """
        days = {leaf.slug: day for leaf in self.report.leaves if leaf.change and (day := self._marked_on(leaf))}
        for (start, day), slugs in self._marked_at_once().items():
            for position, slug in enumerate(slugs, 1):
                if start:
                    days[slug] = start + DAY * ceil(position * (day - start).days / len(slugs))
                else:
                    del days[slug]
        return days

    def _marked_at_once(self) -> dict[tuple[dt.date | None, dt.date], list[str]]:
        """Return the topics of steps marked on one day, by the last day with activity before it and that day."""
        marked_at_once: dict[tuple[dt.date | None, dt.date], list[str]] = {}
        for step in self.report.steps:
            if step.status is not Status.DONE:
                continue
            days = {day for leaf in required_leaves(step.topics) if (day := self._marked_on(leaf))}
            if len(days) == 1:
                [day] = days
                leaves = [leaf for leaf in step.leaves() if self._marked_on(leaf) == day]
                if len(leaves) > 1:
                    recorded = min(leaf.change.at for leaf in leaves if leaf.change)
                    earlier = (d for d, first in self._first_recorded.items() if d < day and first < recorded)
                    key = max(earlier, default=None), day
                    marked_at_once.setdefault(key, []).extend(leaf.slug for leaf in leaves)
        return marked_at_once

    @cached_property
    def _first_recorded(self) -> dict[dt.date, dt.datetime]:
        """The time of the first change recorded for each day with activity; a change may be back-dated."""
        first: dict[dt.date, dt.datetime] = {}
        for change in (change for leaf in self.report.leaves for change in self.marks.get(leaf.slug, ())):
            if change.action in ACTIVITY and not change.known:
                first[change.day] = min(change.at, first.get(change.day, change.at))
        return first

    def _marked_on(self, leaf: Node) -> dt.date | None:
        """Return the day for which a leaf was marked done; None if it is not done, already known or in the future."""
        change = leaf.change if leaf.status is Status.DONE else None
        return change.day if change and not change.known and change.day <= self.today else None
