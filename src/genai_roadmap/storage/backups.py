"""Backups of a progress file: the last ten, and one per day for thirty days on which something was written."""

import datetime as dt
import itertools
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.storage import files

MAX_LATEST = 10
MAX_DAYS = 30
# The time at which the backup was written, so that names sort by age.
NAME = "%Y-%m-%dT%H%M%S.%fZ.toml"


class Backup(NamedTuple):
    """A backup of a progress file: its number (1 is the newest), time, done topics and changes.

    `done` and `changes` are None if it is damaged.
    """

    number: int
    at: dt.datetime
    done: int | None = None
    changes: int | None = None

    @property
    def is_damaged(self) -> bool:
        """Whether it can't be restored."""
        return self.done is None


def folder(roadmap_id: str) -> Path:
    """Return the folder with the backups of a progress file."""
    return files.home() / "backups" / roadmap_id


def list_files(roadmap_id: str) -> list[tuple[Path, dt.datetime]]:
    """Return the backups, newest first, each with the time at which it was written."""
    found = [(path, _written_at(path)) for path in sorted(folder(roadmap_id).glob("*.toml"), reverse=True)]
    return [(path, at) for path, at in found if at]


def keep(content: bytes, roadmap_id: str, at: dt.datetime) -> None:
    """Store a backup written at this time, and delete old ones; raise FileWriteError if that fails."""
    backup_folder = folder(roadmap_id)
    with files.write_errors(backup_folder):
        newest = next(iter(list_files(roadmap_id)), None)
        if newest and newest[0].read_bytes() == content:
            return
        backup_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for stale in backup_folder.glob(f".*{files.TEMPORARY}"):
            # Left over by a writer that was killed: only one process at a time writes here.
            stale.unlink(missing_ok=True)
        files.replace(_unused_path(backup_folder, at.astimezone(dt.UTC)), content)
        for old in _superseded(list_files(roadmap_id)):
            old.unlink(missing_ok=True)


def _unused_path(backup_folder: Path, at: dt.datetime) -> Path:
    """Return the path for a backup of this time or, if it is taken, of the next free microsecond."""
    paths = (backup_folder / f"{at + dt.timedelta(microseconds=n):{NAME}}" for n in itertools.count())
    return next(path for path in paths if not path.exists())


def _superseded(newest_first: list[tuple[Path, dt.datetime]]) -> list[Path]:
    newest_of_day: dict[dt.date, Path] = {}
    for path, at in newest_first:
        newest_of_day.setdefault(at.date(), path)
    # Days on which something was written: a wrong clock can't make the backups of other days old.
    daily = list(newest_of_day.values())[:MAX_DAYS]
    return [path for path, _ in newest_first[MAX_LATEST:] if path not in daily]


def _written_at(backup: Path) -> dt.datetime | None:
    """Return when a backup was written; None if the file is no backup."""
    try:
        # Not strptime, which is slow to import.
        at = dt.datetime.fromisoformat(backup.stem)
    except ValueError:
        return None
    return at if f"{at:{NAME}}" == backup.name else None
