"""What the learner did: a journal of changes, from which everything about progress follows."""

import datetime as dt
from collections import Counter
from functools import cached_property
from operator import attrgetter, lt
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)
from pydantic.dataclasses import dataclass

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.models import RoadmapId
from genai_roadmap.statuses import STATUS_AFTER, Did, Mark, Status

FORMAT = 1


# The years in which anybody learns.
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)

# Tuples find by identity what sets would have to hash.
MARKING = tuple(STATUS_AFTER)
TAKING_BACK = (Did.UNDO, Did.REDO)
# What a change has to have for what it did.
NEEDED = dict.fromkeys(STATUS_AFTER, ("topics",)) | {
    Did.NOTE: ("note", "topics"),
    Did.GOAL: (),
    Did.UNDO: ("change",),
    Did.REDO: ("change",),
}

ID_PATTERN = r"^[0-9a-z]{1,40}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Subject = Annotated[str, StringConstraints(min_length=1)]


class Stamp(NamedTuple):
    """What only the outside knows of a new change: its time with zone, an id that no other has, and the machine."""

    at: dt.datetime
    id: str
    machine: str


# With slots, as there may be 100,000 of them: a model takes 1.4 kB more.
@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Change:
    """What one command did.

    `at` is when it was recorded, `on` the earlier day it counts for, `about` the items that its note is on where
    these are not its topics, `goal` the day by which all should be done, none where a goal is given up, and `change`
    the one that an undo or a redo is about.
    """

    id: Id
    at: Annotated[AwareDatetime, Strict(), Field(ge=EARLIEST, lt=LATEST)]
    did: Did
    topics: tuple[Subject, ...] = ()
    on: Annotated[dt.date, Strict(), Field(ge=EARLIEST.date(), lt=LATEST.date())] | None = None
    known: Annotated[bool, Strict()] = False
    note: str | None = None
    about: tuple[Subject, ...] = ()
    goal: Annotated[dt.date, Strict(), Field(ge=EARLIEST.date(), lt=LATEST.date())] | None = None
    change: Id | None = None
    machine: Id | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where it is about nothing."""
        for key in NEEDED[self.did]:
            if not getattr(self, key):
                message = f"a change that did {self.did.value!r} needs {key!r}"
                raise ValueError(message)

    @property
    def day(self) -> dt.date:
        """The learner's own day that the change counts for."""
        return self.on or self.at.date()

    @property
    def when(self) -> dt.datetime:
        """When what it records happened, in the zone it was recorded in; for an earlier day, that day's noon."""
        return dt.datetime.combine(self.on, dt.time(12), self.at.tzinfo) if self.on else self.at

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """What changes are ordered by."""
        return self.at, self.id

    @property
    def note_is_on(self) -> tuple[str, ...]:
        """The slugs of the items that the change's note is on; none without a note."""
        return (self.about or self.topics) if self.note else ()

    def by(self, machine: str) -> bool:
        """Whether that machine made it; a change that names no machine is everybody's."""
        return self.machine in (machine, None)


def _check_note(note: str) -> None:
    if not note.strip():
        message = "the note is empty, so nothing was recorded"
        raise RequestError(message)
    try:
        note.encode()
    except UnicodeEncodeError:
        message = "the note is not valid UTF-8 text, so nothing was recorded"
        raise RequestError(message) from None


def _in_order(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    times = [change.at for change in changes]
    # As it nearly always is, and to see that is faster than to sort.
    if all(map(lt, times, times[1:])) and len({change.id for change in changes}) == len(changes):
        return changes
    by_id: dict[str, Change] = {}
    for change in changes:
        if by_id.setdefault(change.id, change) != change:
            message = f"two different changes have the id {change.id!r}"
            raise ValueError(message)
    return tuple(sorted(by_id.values(), key=attrgetter("order")))


class Progress(BaseModel):
    """The journal of one roadmap: its changes ordered by (at, id), of which none is ever taken out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    roadmap: RoadmapId
    changes: Annotated[tuple[Change, ...], AfterValidator(_in_order)] = ()

    @cached_property
    def by_id(self) -> dict[str, Change]:
        """Every change by its id."""
        return {change.id: change for change in self.changes}

    @cached_property
    def _undos(self) -> tuple[Change, ...]:
        """The undos that are not taken back themselves."""
        back = [change for change in self.changes if change.did in TAKING_BACK]
        redone = {change.change for change in back if change.did is Did.REDO}
        return tuple(change for change in back if change.did is Did.UNDO and change.id not in redone)

    @cached_property
    def undone(self) -> frozenset[str]:
        """The ids of the changes that are taken back."""
        return frozenset(undo.change for undo in self._undos if undo.change)

    @cached_property
    def standing(self) -> tuple[Change, ...]:
        """The changes that count: all but those taken back, and but the undos and redos themselves."""
        undone = self.undone
        return tuple(change for change in self.changes if change.did not in TAKING_BACK and change.id not in undone)

    @cached_property
    def marks(self) -> dict[str, Change]:
        """For each topic ever marked the change that says how far it is now."""
        return {topic: change for change in self.standing if change.did in MARKING for topic in change.topics}

    @cached_property
    def notes(self) -> dict[str, list[Change]]:
        """For each item with notes the changes that hold them, oldest first."""
        notes: dict[str, list[Change]] = {}
        for change in (change for change in self.standing if change.note):
            for slug in change.note_is_on:
                notes.setdefault(slug, []).append(change)
        return notes

    @cached_property
    def goal(self) -> dt.date | None:
        """The day by which all should be done, as set last."""
        return next((change.goal for change in reversed(self.standing) if change.did is Did.GOAL), None)

    def recent(self, since: dt.date | None = None) -> list[Change]:
        """All changes, newest first by when they were, or those that count for this day or a later one."""
        newest_first = sorted(self.changes, key=lambda change: (change.when, change.order), reverse=True)
        return [change for change in newest_first if since is None or change.day >= since]

    def subject(self, change: Change) -> Change:
        """The change that a change is about: itself or, of an undo or a redo, the one it took or brought back."""
        for _ in range(2):  # a redo names an undo, and an undo a mark
            change = self.by_id.get(change.change or "", change)
        return change

    def status(self, topic: str) -> Status:
        """How far a topic is."""
        return STATUS_AFTER[self.marks[topic].did] if topic in self.marks else Status.TODO

    @property
    def done(self) -> int:
        """How many topics are done, whether the roadmap still has them or not."""
        return sum(self.status(topic) is Status.DONE for topic in self.marks)

    def mark(self, mark: Mark, topics: tuple[str, ...], stamp: Stamp, about: tuple[str, ...] = ()) -> "Progress":
        """The journal with one more change, which gives all the topics a new status; its note is on `about`."""
        about = () if about == topics or mark.note is None else about
        return self._with(stamp, did=mark.did, topics=topics, known=mark.known, on=mark.on, note=mark.note, about=about)

    def add_note(self, slugs: tuple[str, ...], text: str, stamp: Stamp) -> "Progress":
        """The journal with a note on each of the items."""
        return self._with(stamp, did=Did.NOTE, topics=slugs, note=text)

    def set_goal(self, day: dt.date | None, stamp: Stamp) -> "Progress":
        """The journal with another goal or, for none, with the goal given up; itself where that is so already."""
        return self if day == self.goal else self._with(stamp, did=Did.GOAL, goal=day)

    def undo(self, stamp: Stamp) -> tuple["Progress", Change]:
        """The journal with the machine's last standing change taken back, and that change.

        Raises RequestError where there is none.
        """
        for change in reversed(self.standing):
            if change.by(stamp.machine):
                return self._with(stamp, did=Did.UNDO, change=change.id), change
        elsewhere = "; what stands was recorded on another machine" if self.standing else ""
        message = f"there is nothing to undo{elsewhere}"
        raise RequestError(message)

    def redo(self, stamp: Stamp) -> tuple["Progress", Change]:
        """The journal with the machine's last undo taken back, and the change that stands again.

        An undo of what another undo names too is none, as nothing would stand again without it. Raises RequestError
        where there is none, or where something was recorded since.
        """
        undone = Counter(undo.change for undo in self._undos)
        redoable = {undo.id for undo in self._undos if undo.change in self.by_id and undone[undo.change] == 1}
        for change in reversed(self.changes):
            if not change.by(stamp.machine):
                continue
            if change.id in redoable:
                return self._with(stamp, did=Did.REDO, change=change.id), self.subject(change)
            if change.did not in TAKING_BACK and change.id not in self.undone:
                break
        message = "there is nothing to redo"
        raise RequestError(message)

    def merge(self, other: "Progress") -> "Progress":
        """The journal with the changes of both: a set union, so the order of merging never matters.

        Raises RequestError where the two are of different roadmaps, or call different changes the same.
        """
        if other.roadmap != self.roadmap:
            message = f"progress of {other.roadmap!r} can't be merged into progress of {self.roadmap!r}"
            raise RequestError(message)
        for change in other.changes:
            if self.by_id.get(change.id, change) != change:
                message = f"the two journals have different changes with the id {change.id!r}"
                raise RequestError(message)
        if other.by_id.keys() <= self.by_id.keys():
            return self
        return Progress(roadmap=self.roadmap, changes=self.changes + other.changes)

    def _with(self, stamp: Stamp, note: str | None = None, **what: Any) -> "Progress":
        if note is not None:
            _check_note(note)
        at = self._next_time(stamp.at)
        if at.date() > stamp.at.date() and what.get("on") is None and what["did"] in STATUS_AFTER:
            # The journal is ahead of the clock: its time goes on from there, but the day is the learner's.
            what["on"] = stamp.at.date()
        change = Change(id=stamp.id, at=at, machine=stamp.machine, note=note, **what)
        # Built without validation: what stands is valid already, and there may be 100,000 of it.
        return Progress.model_construct(roadmap=self.roadmap, changes=(*self.changes, change))

    def _next_time(self, now: dt.datetime) -> dt.datetime:
        """Now in whole seconds or, were that not later than the last change, a microsecond after that one."""
        now = now.replace(microsecond=0)
        if not self.changes or now > self.changes[-1].at:
            return now
        return (self.changes[-1].at + dt.timedelta(microseconds=1)).astimezone(now.tzinfo)


class Version(NamedTuple):
    """A kept earlier version of a journal, 1 being the newest: when it was kept, and what there is in it.

    That is how many topics are done and how many changes there are, both None where it is damaged.
    """

    number: int
    at: dt.datetime
    done: int | None = None
    changes: int | None = None

    @property
    def is_damaged(self) -> bool:
        """Whether it can't be brought back."""
        return self.done is None
