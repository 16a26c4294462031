"""What the last sync found: a cache, without which the next sync takes longer."""

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.storage import files


class KnownRoadmap(NamedTuple):
    """The version of a roadmap that was last exchanged: its SHA-256, and when it was edited (seconds)."""

    digest: str
    seconds: int


class SyncState(BaseModel):
    """The state after the last complete sync with a location.

    `version` is that of the exchange, and `own` has the digests of the own files: if both are unchanged, there is
    nothing to do. The version is empty if something was skipped. `machines` are the names of the machines by id,
    `last_changes` when they last recorded something, and `problems` the messages about what was skipped. `elsewhere`
    are the versions of roadmaps that were last exchanged at other locations. `found` is what the location was.
    """

    model_config = ConfigDict(frozen=True)

    location: str = ""
    at: AwareDatetime | None = None
    version: str = ""
    own: dict[str, str] = {}
    machines: dict[str, str] = {}
    last_changes: dict[str, AwareDatetime] = {}
    roadmaps: dict[str, KnownRoadmap] = {}
    elsewhere: dict[str, KnownRoadmap] = {}
    problems: list[str] = []
    found: str = ""


def folder() -> Path:
    """Return the folder of what sync stores besides the settings."""
    return files.home() / "sync"


def path() -> Path:
    """Return the path of the state; only one sync of this home folder at a time holds its lock."""
    return folder() / "state.json"


def load() -> SyncState:
    """Return the state; an empty one if there is none that can be read."""
    try:
        return SyncState.model_validate_json(files.read(path()))
    except (FileNotFoundError, FileInvalidError, ValidationError):
        return SyncState()


def save(state: SyncState) -> None:
    """Store the state; the caller holds the lock. Raises FileWriteError."""
    files.replace(path(), state.model_dump_json(indent=1).encode())


def discard() -> None:
    """Remove what a failed first sync stored; the caller holds the lock, whose file is removed too."""
    if not os.path.lexists(path()):
        shutil.rmtree(folder() / "git", ignore_errors=True)
        # Last, because another sync may begin as soon as the lock is gone.
        shutil.rmtree(folder(), ignore_errors=True)


def is_first_call_of(day: dt.date) -> bool:
    """Return whether this is the first call on a day, and remember the day; False if that can't be stored."""
    marker, text = folder() / "reminded", day.isoformat().encode()
    try:
        if files.read(marker) == text:
            return False
    except FileNotFoundError:
        pass
    except FileInvalidError:
        return False
    try:
        with files.lock(marker, seconds=0) as target:
            files.replace(target, text)
    except FileWriteError:
        # A command that only shows something works without a writable home folder.
        return False
    return True
