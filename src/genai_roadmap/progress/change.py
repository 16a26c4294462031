"""The changes that a journal consists of."""

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic.dataclasses import dataclass

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import STATUS_AFTER, Action, Grade
from genai_roadmap.roadmap.models import Url

# Files may contain times from EARLIEST up to, but not including, LATEST.
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
# New changes are not dated after a later one. A day leaves time for more of them than anybody records.
LAST_FOLLOWED = LATEST - dt.timedelta(days=1)

# Tuples, because `in` compares by identity first, which is faster than hashing.
MARKING = tuple(STATUS_AFTER)
REVERTING = (Action.UNDO, Action.REDO)
TICKING = (Action.READ, Action.UNREAD)
# The actions that count for the learner's day, even if the clock is behind the last change.
DATED = (*MARKING, *TICKING, Action.REVIEW)
REQUIRED_FIELDS: dict[Action, tuple[str, ...]] = {
    **dict.fromkeys(MARKING, ("topics",)),
    **dict.fromkeys(REVERTING, ("change",)),
    **dict.fromkeys(TICKING, ("links",)),
    Action.NOTE: ("topics",),
    Action.GOAL: (),
    Action.IMPORT: ("roadmap_before", "roadmap_after"),
    Action.RESTORE: ("changes",),
    Action.REVIEW: ("topics", "grade"),
}

# The keys in files of the fields with another name.
FILE_KEYS = {"action": "did", "links": "link"}

ID_PATTERN = r"^[0-9a-z]{1,40}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Slugs = tuple[Annotated[str, StringConstraints(min_length=1)], ...]
Day = Annotated[dt.date, Strict(), Field(ge=EARLIEST.date(), lt=LATEST.date())]
# A single URL needs no list.
Links = Annotated[tuple[Url, ...], BeforeValidator(lambda link: (link,) if isinstance(link, str) else link)]


def checked_clock(now: dt.datetime) -> dt.datetime:
    """Return the time; raise RequestError if no file may contain it."""
    if EARLIEST <= now < LATEST:
        return now
    message = f"the clock is set to the year {now.year}; set it to a time from {EARLIEST.year} to {LATEST.year - 1}"
    raise RequestError(message)


def in_local_zone(time: dt.datetime) -> dt.datetime:
    """Return the time in the local zone, or in UTC if that has an invalid offset.

    Seconds of the offset are dropped, because TOML does not support them.
    """
    try:
        local = time.astimezone()
    except (ValueError, OverflowError):
        return time.astimezone(dt.UTC)
    offset = local.utcoffset() or dt.timedelta()
    if not offset.seconds % 60:
        return local
    # Towards zero, because an offset is less than a day.
    minutes = int(offset / dt.timedelta(minutes=1))
    return local.astimezone(dt.timezone(dt.timedelta(minutes=minutes)))


# The sort key of changes.
ORDER = attrgetter("at", "id")


class Stamp(NamedTuple):
    """The time (with zone), the unique id and the machine of a new change."""

    at: dt.datetime
    id: str
    machine: str


# A dataclass with slots, because there may be 100,000 changes, and a pydantic model takes 1.4 kB more for each.
@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Change:
    """An entry of the journal, recorded by one command.

    `at` is the time it was recorded, `on` the day of a back-dated change, `about` the items that the note is on if they
    are not the topics, `goal` the new goal (None clears it), and `change` the id of the change that an undo or redo
    reverts. A note that `replaces` another has the id of the change with the original note; without a text it deletes
    that note. A review that `replaces` another corrects its grade; of several that replace the same one the last
    counts. `grade` is how well the topics of a review, or of `done`, were remembered.
    An import of a new version of the roadmap has the SHA-256 of both versions of the file, and the ids of the
    `changes` that it recorded, which are undone with it. The restore of a backup has the ids of the `changes` that it
    reverts: all since the backup, also undos, redos and other restores. `links` are the URLs of resources that were
    marked.
    """

    id: Id
    at: Annotated[AwareDatetime, Strict(), Field(ge=EARLIEST, lt=LATEST)]
    action: Annotated[Action, Field(alias="did")]
    topics: Slugs = ()
    on: Day | None = None
    known: Annotated[bool, Strict()] = False
    note: str | None = None
    about: Slugs = ()
    goal: Day | None = None
    change: Id | None = None
    changes: tuple[Id, ...] = ()
    links: Annotated[Links, Field(alias="link")] = ()
    roadmap_before: Digest | None = None
    roadmap_after: Digest | None = None
    replaces: Id | None = None
    grade: Grade | None = None
    machine: Id | None = None

    def __post_init__(self) -> None:
        """Raise ValueError if a field that the action requires is empty."""
        is_new_note = self.action is Action.NOTE and not self.replaces
        for key in (*REQUIRED_FIELDS[self.action], *(("note",) if is_new_note else ())):
            if not getattr(self, key):
                message = f"a {self.action.value!r} change needs {FILE_KEYS.get(key, key)!r}"
                raise ValueError(message)

    @property
    def original_id(self) -> str:
        """The id of the change that this one replaces or, if it replaces none, its own."""
        return self.replaces or self.id

    @property
    def day(self) -> dt.date:
        """The day that the change counts for, in the zone of `at`."""
        return self.on or self.at.date()

    @property
    def is_back_dated(self) -> bool:
        """Whether the change counts for another day than that on which it was recorded."""
        return self.on not in (None, self.at.date())

    @property
    def when(self) -> dt.datetime:
        """The time that the change counts for: `at` or, if it is back-dated, noon of that day."""
        return dt.datetime.combine(self.day, dt.time(12), self.at.tzinfo) if self.is_back_dated else self.at

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """The sort key of changes."""
        return self.at, self.id

    def is_by(self, machine: str) -> bool:
        """Return whether this machine may undo the change; any machine may if the change does not name one."""
        return self.machine in (machine, None)


def time_after(changes: Sequence[Change], now: dt.datetime) -> dt.datetime:
    """Return `now` in whole seconds, or a microsecond after the last change up to LAST_FOLLOWED if that is later."""
    now = now.replace(microsecond=0)
    last = next((change.at for change in reversed(changes) if change.at <= LAST_FOLLOWED), None)
    return now if last is None or now > last else (last + dt.timedelta(microseconds=1)).astimezone(now.tzinfo)
