"""Record the changes of a simulated learner, on machines in time zones."""

import datetime as dt
import random
from typing import Any, NamedTuple

from genai_roadmap.progress.status import Action
from journal_text import Data
from learner_kinds import ZONES, Zone


class Machine(NamedTuple):
    """A machine that records changes: its id, and where it is."""

    id: str
    zone: Zone

    def time(self, day: dt.date, hour: int, minute: int) -> dt.datetime:
        """Return the time with the offset that the machine's zone has on the day."""
        offset = self.zone.summer if 4 <= day.month <= 10 else self.zone.winter
        zone = dt.timezone(dt.timedelta(minutes=offset))
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def machines(rng: random.Random) -> list[Machine]:
    """Return one to three machines; one in ten of the others is in another zone."""
    zones = [*ZONES.values()]
    home = rng.choice(zones)
    others = rng.choices((0, 1, 2), (75, 20, 5))[0]
    places = [home] + [rng.choice(zones) if rng.random() < 0.1 else home for _ in range(others)]
    return [Machine(new_id(rng), place) for place in places]


def new_id(rng: random.Random) -> str:
    """Return an id like those of the program."""
    return f"{rng.getrandbits(40):010x}"


class Recorder:
    """The changes that a learner records: each is later than the one before, and before `end`."""

    def __init__(self, rng: random.Random, end: dt.datetime) -> None:
        self.changes: list[Data] = []
        self._rng = rng
        self._machines = machines(rng)
        self._machine = self._machines[0]
        self._at = dt.datetime.min.replace(tzinfo=dt.UTC)
        # Nothing that a learner does at a time takes longer than this.
        self._latest = end - dt.timedelta(hours=2)

    @property
    def today(self) -> dt.date:
        """The learner's day."""
        return self._at.date()

    def begin(self, day: dt.date, hour: int) -> bool:
        """Begin to record at this hour, on the usual machine or another; return False if it is too early or late."""
        self._machine = self._machines[0] if self._rng.random() < 0.7 else self._rng.choice(self._machines)
        at = self._machine.time(day, hour, self._rng.randrange(60)) + dt.timedelta(seconds=self._rng.randrange(60))
        if not self._at < at < self._latest:
            return False
        self._at = at
        return True

    def wait(self, minutes: int) -> bool:
        """Wait for this time at most; return False if it is too late then."""
        later = self._at + dt.timedelta(minutes=self._rng.randint(1, minutes))
        if later >= self._latest:
            return False
        self._at = later
        return True

    def record(self, action: Action, *topics: str, **fields: Any) -> Data:
        """Record a change, some seconds after the last."""
        self._at += dt.timedelta(seconds=self._rng.randint(3, 60))
        fixed = {"id": new_id(self._rng), "at": self._at, "did": action.value, "topics": topics}
        change = {**fixed, "machine": self._machine.id, **fields}
        self.changes.append(change)
        return change
