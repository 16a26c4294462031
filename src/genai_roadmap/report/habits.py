"""The habits of a learner: the hours of study, and how long topics take from start to done."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Action


@dataclass(frozen=True)
class Habits:
    """The habits that follow from changes, each with the slug of its topic.

    `learning` has the changes that show that a topic was started or done on their day, `changes` all that started or
    finished one, topic by topic, and `learned` the slugs of the learned topics.
    """

    learning: Sequence[tuple[str, Change]]
    changes: Sequence[tuple[str, Change]]
    learned: Collection[str]

    @cached_property
    def hours(self) -> Counter[int]:
        """The number of commands that marked topics as started or done, by local hour."""
        return Counter(each.hour for each in self._times)

    @property
    def days_with_hours(self) -> int:
        """The number of days with a command that is counted in `hours`."""
        return len({time.date() for time in self._times})

    @property
    def most_active_hour(self) -> int | None:
        """The hour with the most commands; if several, the earliest."""
        return min(self.hours, key=lambda hour: (-self.hours[hour], hour), default=None)

    @cached_property
    def durations(self) -> dict[str, dt.timedelta]:
        """The time from start to done of each learned topic that was started, by slug."""
        started: dict[str, Change] = {}
        durations = {}
        for slug, change in self.changes:
            if change.action is Action.START:
                started[slug] = change
            elif slug in started and change.when >= started[slug].when:
                durations[slug] = change.when - started[slug].when
        return {slug: durations[slug] for slug in self.learned if slug in durations}

    @property
    def median_duration(self) -> dt.timedelta | None:
        """The median time from start to done; None without data."""
        durations = sorted(self.durations.values())
        middle = len(durations) // 2
        return (durations[middle] + durations[~middle]) / 2 if durations else None

    @cached_property
    def _times(self) -> set[dt.datetime]:
        """The times of the commands that marked topics as started or done, and that were not back-dated."""
        return {change.at for _, change in self.learning if not change.on}
