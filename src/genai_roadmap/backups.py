"""Earlier versions of a progress file: the last ten, and one a day for thirty days."""

import datetime as dt
import itertools
import os
import shutil
from pathlib import Path

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


def keep(target: Path, roadmap_id: str, now: dt.datetime) -> None:
    """Keeps the version that is about to be replaced, and lets go of those that are old; raises FileWriteError."""
    place = folder(roadmap_id)
    with files.writing(place):
        if not target.exists():
            return
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _link(target, place)
        files.sync_folder(place)
        for old in _superseded(kept(roadmap_id), now):
            old.unlink(missing_ok=True)


def _link(target: Path, place: Path) -> None:
    written = dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC)
    for microseconds in itertools.count():
        backup = place / f"{written + dt.timedelta(microseconds=microseconds):{NAME}}"
        if not backup.exists():
            break
        if backup.samefile(target):
            # The last writer was stopped between keeping this version and replacing it.
            return
    try:
        os.link(target, backup)
    except OSError:
        # Another disk, or a file system without links: a copy, which has its name only when it is whole.
        temporary = backup.with_suffix(".tmp")
        shutil.copy2(target, temporary)
        temporary.replace(backup)


def _superseded(newest_first: list[tuple[Path, dt.datetime]], now: dt.datetime) -> list[Path]:
    newest_of_day = {at.date(): path for path, at in reversed(newest_first) if now - at < dt.timedelta(days=DAYS)}
    return [path for path, _ in newest_first[NEWEST:] if path not in newest_of_day.values()]


def _written_at(backup: Path) -> dt.datetime | None:
    """When a kept version was written; None for a file that is none of ours."""
    try:
        return dt.datetime.strptime(backup.name, NAME).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
