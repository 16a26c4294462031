"""Earlier versions of a progress file: the last ten, and one a day for thirty days."""

import datetime as dt
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


def keep(target: Path, roadmap_id: str) -> None:
    """Keeps the version that is about to be replaced, and lets go of those that are old; raises FileWriteError."""
    place = folder(roadmap_id)
    with files.writing(place):
        if not target.exists():
            return
        place.mkdir(parents=True, exist_ok=True)
        written = dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC)
        _link(target, place / f"{written:{NAME}}")
        files.sync_folder(place)
        for old in _superseded([path for path, _ in kept(roadmap_id)], written):
            old.unlink(missing_ok=True)


def _link(target: Path, backup: Path) -> None:
    # There is one already only where the last writer was stopped half-way, or the clock stands still.
    backup.unlink(missing_ok=True)
    try:
        os.link(target, backup)
    except OSError:
        # Another disk, or a file system without links.
        shutil.copy2(target, backup)


def _superseded(newest_first: list[Path], now: dt.datetime) -> list[Path]:
    oldest_day = f"{now - dt.timedelta(days=DAYS):%Y-%m-%d}"
    of_each_day = {path.name[:10]: path for path in reversed(newest_first) if path.name[:10] > oldest_day}
    return [path for path in newest_first[NEWEST:] if path not in of_each_day.values()]


def _written_at(backup: Path) -> dt.datetime | None:
    """When a kept version was written; None for a file that is none of ours."""
    try:
        return dt.datetime.strptime(backup.name, NAME).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
