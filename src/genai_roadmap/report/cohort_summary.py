"""The summary of one learner, from which the numbers about a group are computed."""

import datetime as dt
import struct
from array import array
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

from genai_roadmap.progress.change import DATED
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.ratings import without_replaced
from genai_roadmap.progress.status import Action, Grade, Status
from genai_roadmap.report.history import History
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap

# The letters of the statuses, in the order of `Status`.
LETTERS = {Status.TODO: b"t", Status.STARTED: b"s", Status.DONE: b"d", Status.SKIPPED: b"x"}
_BEGUN = (Status.STARTED, Status.DONE)
# The numbers of a packed summary, without `unknown`, and the lengths of its arrays.
_NUMBERS = 9
_HEAD = struct.Struct(f"{_NUMBERS + 1}i6I")


class Summary(NamedTuple):
    """The progress of a learner, the same on whatever day it is read.

    Days are proleptic Gregorian ordinals, 0 if there is none. `statuses` has a letter for each leaf topic, `percents` a
    byte for each step. `furthest` is the number of the last step with a started or done topic. The others are arrays
    of 32-bit integers: the positions of the started leaf topics and the days they were started, the days on which the
    required topics, without those already known, were marked as done, and those on which they were learned, both in
    order. The pace counts from `first_day`. `reviews` is the number of ratings of topics in reviews, `remembered` of
    those better than `again`, `unknown` that of the marked topics that no version of the roadmap has or had.
    """

    done: int
    total: int
    percent: int
    furthest: int
    first_day: int
    last_active: int
    goal: int
    reviews: int
    remembered: int
    statuses: bytes
    percents: bytes
    started: bytes
    started_days: bytes
    done_days: bytes
    learned_days: bytes
    unknown: int = 0

    @property
    def reached(self) -> int:
        """The day on which the last required topic was marked as done."""
        days = memoryview(self.done_days).cast("i")
        return days[-1] if days else 0

    def pack(self) -> bytes:
        """Return the summary as bytes."""
        arrays = [value for value in self if isinstance(value, bytes)]
        return _HEAD.pack(*self[:_NUMBERS], self.unknown, *map(len, arrays)) + b"".join(arrays)

    @classmethod
    def unpack(cls, packed: bytes) -> "Summary":
        """Return the summary that was packed."""
        head = _HEAD.unpack_from(packed)
        *numbers, unknown = head[: _NUMBERS + 1]
        ends = [*accumulate(head[_NUMBERS + 1 :], initial=_HEAD.size)]
        return cls._make([*numbers, *(packed[begin:end] for begin, end in pairwise(ends)), unknown])


def integers(values: Iterable[int]) -> bytes:
    """Return the integers as an array of 32-bit ones."""
    return array("i", values).tobytes()


def summarize(roadmap: Roadmap, progress: Progress) -> Summary:
    """Return the summary of a learner's progress on a roadmap; what is in no version of the roadmap is ignored."""
    report = Report.of(roadmap, progress)
    # Up to the end of the calendar, because a summary is also read on later days.
    history = History(report, dt.date.max)
    started = [(position, leaf) for position, leaf in enumerate(report.leaves) if leaf.status is Status.STARTED]
    rated = [change for change in progress.effective if change.action is Action.REVIEW]
    counted = without_replaced(rated, roadmap.current_slug)
    reviews = [change for slug, change in counted if roadmap.item_with_slug(slug)]
    active = (change.day for change in progress.effective if change.action in DATED)
    return Summary(
        done=report.count.done,
        total=report.count.total,
        percent=report.count.percent,
        furthest=max((number for number, step in enumerate(report.steps, 1) if step.status in _BEGUN), default=0),
        first_day=_ordinal(history.start),
        last_active=_ordinal(max(active, default=None)),
        goal=_ordinal(progress.goal),
        reviews=len(reviews),
        remembered=sum(change.grade is not Grade.AGAIN for change in reviews),
        statuses=b"".join(LETTERS[leaf.status] for leaf in report.leaves),
        percents=bytes(step.count.percent for step in report.steps),
        started=integers(position for position, _ in started),
        started_days=integers(leaf.change.day.toordinal() for _, leaf in started if leaf.change),
        done_days=integers(_done_days(report)),
        learned_days=integers(day.toordinal() for day in history.days_learned),
        unknown=sum(not roadmap.item_with_slug(slug) for slug in progress.marks.keys() - roadmap.retired),
    )


def _done_days(report: Report) -> list[int]:
    done = (leaf for leaf in report.required if leaf.status is Status.DONE)
    return sorted(leaf.change.day.toordinal() for leaf in done if leaf.change and not leaf.change.known)


def _ordinal(day: dt.date | None) -> int:
    return day.toordinal() if day else 0
