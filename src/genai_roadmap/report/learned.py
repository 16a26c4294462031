"""When topics were learned, as far as the journal shows it."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from genai_roadmap.progress.change import MARKING, Change
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves

DAY = dt.timedelta(days=1)
# The actions that count as learning on their day.
ACTIVITY = (Action.START, Action.DONE)


@dataclass(frozen=True)
class LearnedDays:
    """The marks of each topic of a roadmap, and the day on which it was learned, up to `today`."""

    report: Report
    today: dt.date

    @cached_property
    def marks(self) -> dict[str, list[Change]]:
        """The effective marks of each topic in order, by slug; a mark replaces one of the same action before it."""
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
    def days(self) -> dict[str, dt.date]:
        """The day on which each done topic was learned, by slug; topics that were already known have none.

        A step that was marked in one day was probably not learned on that day. Its topics are spread over the days
        since the last day with activity recorded before; if there is none, they were already known.
        """
        days = {leaf.slug: day for leaf in self.report.leaves if leaf.change and (day := self._marked_on(leaf))}
        for (before, day), slugs in self._marked_in_one_day().items():
            for position, slug in enumerate(slugs, 1):
                if before:
                    days[slug] = before + DAY * ceil(position * (day - before).days / len(slugs))
                else:
                    del days[slug]
        return days

    def _marked_in_one_day(self) -> dict[tuple[dt.date | None, dt.date], list[str]]:
        """Return the topics of steps marked in one day, by the last day with activity before it and by that day."""
        in_one_day: dict[tuple[dt.date | None, dt.date], list[str]] = {}
        for step in self.report.steps:
            if step.status is not Status.DONE:
                continue
            days = {day for leaf in required_leaves(step.topics) if (day := self._marked_on(leaf))}
            if len(days) == 1:
                [day] = days
                leaves = [leaf for leaf in step.leaves() if self._marked_on(leaf) == day]
                if len(leaves) > 1:
                    before = self._day_before(day, min(leaf.change.at for leaf in leaves if leaf.change))
                    in_one_day.setdefault((before, day), []).extend(leaf.slug for leaf in leaves)
        return in_one_day

    def _day_before(self, day: dt.date, recorded: dt.datetime) -> dt.date | None:
        """Return the last day before `day` with activity recorded before `recorded`; None if there is none."""
        earlier = self._recorded_days[: bisect_left(self._recorded_days, day)]
        return next((other for other in reversed(earlier) if self._first_recorded[other] < recorded), None)

    @cached_property
    def _recorded_days(self) -> list[dt.date]:
        return sorted(self._first_recorded)

    @cached_property
    def _first_recorded(self) -> dict[dt.date, dt.datetime]:
        """The time of the first change recorded for each day; a change may be back-dated."""
        first: dict[dt.date, dt.datetime] = {}
        for change in self._activity_changes():
            if not change.known:
                first[change.day] = min(change.at, first.get(change.day, change.at))
        return first

    def _marked_on(self, leaf: Node) -> dt.date | None:
        """Return the day for which a leaf was marked done; None if it is not done, already known or in the future."""
        if leaf.status is not Status.DONE or not leaf.change or leaf.change.known or leaf.change.day > self.today:
            return None
        return leaf.change.day

    def _activity_changes(self) -> Iterator[Change]:
        marked = (leaf for leaf in self.report.leaves if leaf.change)
        changes = (change for leaf in marked for change in self.marks.get(leaf.slug, ()))
        return (change for change in changes if change.action in ACTIVITY)
