"""Versions of a progress file: the last ten, and one a day for thirty days on which there was one."""

import datetime as dt
import itertools
from pathlib import Path
from typing import NamedTuple

from genai_roadmap import files

NEWEST = 10
DAYS = 30
# Of when the version was written, so that names sort by age.
NAME = "%Y-%m-%dT%H%M%S.%fZ.toml"


def folder(roadmap_id: str) -> Path:
    """Where the earlier versions of a progress file are kept."""
    return files.home() / "backups" / roadmap_id


def kept(roadmap_id: str) -> list[tuple[Path, dt.datetime]]:
    """The earlier versions that there are, the newest first, each with when it was written."""
    found = [(path, _written_at(path)) for path in sorted(folder(roadmap_id).glob("*.toml"), reverse=True)]
    return [(path, at) for path, at in found if at]


def keep(content: bytes, roadmap_id: str, at: dt.datetime) -> None:
    """Keeps a version written at that time, and lets go of those that are old; raises FileWriteError."""
    backup_folder = folder(roadmap_id)
    with files.writing(backup_folder):
        newest = next(iter(kept(roadmap_id)), None)
        if newest and newest[0].read_bytes() == content:
            return
        backup_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for stale in backup_folder.glob(".*.tmp"):
            # Of a writer that was killed: only one at a time writes here.
            stale.unlink(missing_ok=True)
        files.replace(_free(backup_folder, at.astimezone(dt.UTC)), content)
        for old in _superseded(kept(roadmap_id)):
            old.unlink(missing_ok=True)


def _free(backup_folder: Path, at: dt.datetime) -> Path:
    """The name of that time or, where a version has it, of the next microsecond that none has."""
    names = (backup_folder / f"{at + dt.timedelta(microseconds=n):{NAME}}" for n in itertools.count())
    return next(name for name in names if not name.exists())


def _superseded(newest_first: list[tuple[Path, dt.datetime]]) -> list[Path]:
    newest_of_day: dict[dt.date, Path] = {}
    for path, at in newest_first:
        newest_of_day.setdefault(at.date(), path)
    # Thirty days on which something was written: no wrong clock can make the versions of other days old.
    of_days = list(newest_of_day.values())[:DAYS]
    return [path for path, _ in newest_first[NEWEST:] if path not in of_days]


def _written_at(backup: Path) -> dt.datetime | None:
    """When a kept version was written; None for a file that is none of ours."""
    try:
        # Not by strptime, which takes time to load.
        at = dt.datetime.fromisoformat(backup.stem)
    except ValueError:
        return None
    return at if f"{at:{NAME}}" == backup.name else None


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
