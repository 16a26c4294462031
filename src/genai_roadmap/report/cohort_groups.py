"""The numbers about a group of learners, from their counts."""

from functools import cached_property
from typing import NamedTuple

from genai_roadmap.report.cohort import TENTHS, Counts, Histogram, Risk, histogram
from genai_roadmap.roadmap.models import NumberedItem


class StepNumbers(NamedTuple):
    """A step with the percentages of the learners, and how many reached it and stopped there.

    A learner has reached a step with a started or done topic in it or in a later one, and has stopped in the last one
    with such a topic after a long time without activity. `stopped` is None if learners may not be ranked.
    """

    item: NumberedItem
    percents: Histogram
    reached: int
    stopped: int | None


class TopicNumbers(NamedTuple):
    """A leaf topic, the number of learners, and for how many it is done, started and skipped, and started long ago.

    `stuck` is None if learners may not be ranked.
    """

    item: NumberedItem
    learners: int
    done: int
    started: int
    skipped: int
    stuck: int | None


class GroupNumbers:
    """The numbers of a group, or of all learners; if they may not be ranked, why and where they are at risk is None."""

    def __init__(self, counts: Counts, *, may_rank: bool = True) -> None:
        self._counts = counts
        self.may_rank = may_rank

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
    def gone(self) -> int | None:
        """The number of learners at risk who were last active more than GONE_DAYS days ago."""
        return self._ranked("gone")

    @property
    def nothing_required(self) -> int:
        """The number of learners with 100% because nothing is required: they skipped it."""
        return self._counts["nothing required",]

    @property
    def unknown(self) -> int:
        """The number of learners with marks of topics that no version of the roadmap has or had."""
        return self._counts["unknown",]

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

    def with_risk(self, risk: Risk) -> int | None:
        """Return the number of learners with a reason to be at risk."""
        return self._ranked("risk", risk)

    def step(self, position: int, item: NumberedItem) -> StepNumbers:
        """Return the numbers of the step at a position, counted from 0."""
        furthest = histogram(self._counts, "furthest")
        reached = sum(n for step, n in zip(*furthest, strict=True) if step > position)
        stopped = self._ranked("stopped", position + 1)
        return StepNumbers(item, histogram(self._counts, "step", position), reached, stopped)

    def topic(self, position: int, item: NumberedItem) -> TopicNumbers:
        """Return the numbers of the leaf topic at a position, counted from 0."""
        done, started, skipped = (self._counts["topic", position, name] for name in ("done", "started", "skipped"))
        return TopicNumbers(item, self.learners, done, started, skipped, self._ranked("topic", position, "stuck"))

    def _ranked(self, *key: str | int) -> int | None:
        """Return the count with this key; None if learners may not be ranked."""
        return self._counts[key] if self.may_rank else None
