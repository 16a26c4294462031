"""A change: an entry of the journal."""

import datetime as dt
from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, ConfigDict, Field, Strict, StringConstraints
from pydantic.dataclasses import dataclass

from genai_roadmap.progress.status import STATUS_AFTER, Action

# Times outside these limits are errors in a file.
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)

# Tuples compare by identity, which is faster than hashing.
MARKING = tuple(STATUS_AFTER)
REVERTING = (Action.UNDO, Action.REDO)
# The fields that a change must have, by its action.
REQUIRED_FIELDS = dict.fromkeys(STATUS_AFTER, ("topics",)) | {
    Action.NOTE: ("note", "topics"),
    Action.GOAL: (),
    Action.UNDO: ("change",),
    Action.REDO: ("change",),
}

ID_PATTERN = r"^[0-9a-z]{1,40}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Subject = Annotated[str, StringConstraints(min_length=1)]


class Stamp(NamedTuple):
    """What a new change gets from outside the journal: its time with zone, a unique id, and the machine's name."""

    at: dt.datetime
    id: str
    machine: str


# With slots, because there may be 100,000 of them: a model takes 1.4 kB more.
@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Change:
    """What one command did: an entry of the journal.

    `at` is when it was recorded, `on` the earlier day it counts for, `about` the items that its note is on if they
    are not its topics, `goal` the day by which everything should be done (None clears the goal), and `change` the id
    of the change that an undo or a redo reverts.
    """

    id: Id
    at: Annotated[AwareDatetime, Strict(), Field(ge=EARLIEST, lt=LATEST)]
    action: Annotated[Action, Field(alias="did")]
    topics: tuple[Subject, ...] = ()
    on: Annotated[dt.date, Strict(), Field(ge=EARLIEST.date(), lt=LATEST.date())] | None = None
    known: Annotated[bool, Strict()] = False
    note: str | None = None
    about: tuple[Subject, ...] = ()
    goal: Annotated[dt.date, Strict(), Field(ge=EARLIEST.date(), lt=LATEST.date())] | None = None
    change: Id | None = None
    machine: Id | None = None

    def __post_init__(self) -> None:
        """Raise ValueError if a field that the action requires is empty."""
        for key in REQUIRED_FIELDS[self.action]:
            if not getattr(self, key):
                message = f"a change that did {self.action.value!r} needs {key!r}"
                raise ValueError(message)

    @property
    def day(self) -> dt.date:
        """The day that the change counts for, in the zone it was recorded in."""
        return self.on or self.at.date()

    @property
    def when(self) -> dt.datetime:
        """The time that the change counts for: when it was recorded or, if back-dated, noon of that day."""
        return dt.datetime.combine(self.on, dt.time(12), self.at.tzinfo) if self.on else self.at

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """The key that changes are sorted by."""
        return self.at, self.id

    @property
    def note_targets(self) -> tuple[str, ...]:
        """The slugs of the items that the change's note is on; empty if it has no note."""
        return (self.about or self.topics) if self.note else ()

    def is_by(self, machine: str) -> bool:
        """Return whether this machine may undo it; a change without a machine belongs to every machine."""
        return self.machine in (machine, None)
