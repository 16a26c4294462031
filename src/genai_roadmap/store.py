"""Where progress is kept: one file a roadmap, read, changed and replaced in one go, with backups."""

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from genai_roadmap import files, settings
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress import FORMAT, Progress, Stamp
from genai_roadmap.report import Report
from genai_roadmap.roadmap import Roadmap

BACKUPS = 10
BACKUP_DAYS = 30

T = TypeVar("T")


def path_of(roadmap_id: str) -> Path:
    """The progress file of a roadmap."""
    return files.home() / "progress" / f"{roadmap_id}.toml"


def load(roadmap_id: str) -> Progress:
    """The progress on a roadmap; none where nothing is recorded yet. Raises FileInvalidError."""
    return _read(path_of(roadmap_id), roadmap_id)


def update(roadmap_id: str, change: Callable[[Progress], tuple[Progress, T]]) -> T:
    """The one way to change progress: reads it, has it changed, saves it, and gives what else the change returns.

    Nobody else can write meanwhile. Raises FileInvalidError and FileWriteError, and leaves the file as it was.
    """
    with files.locked(path_of(roadmap_id)) as target:
        before = _read(target, roadmap_id)
        after, result = change(before)
        if after is not before:
            content = _dump(after)
            _back_up(target, roadmap_id)
            files.replace(target, content)
    return result


def stamp(now: dt.datetime) -> Stamp:
    """The stamp of a new change by this machine."""
    return Stamp(at=now, id=secrets.token_hex(5), machine=settings.machine())


def backup_folder(roadmap_id: str) -> Path:
    """Where earlier versions of a progress file are kept, named by the time when each was written."""
    return files.home() / "backups" / roadmap_id


def backups(roadmap_id: str) -> list[Path]:
    """The kept earlier versions of a progress file, the newest first."""
    return sorted(backup_folder(roadmap_id).glob("*.toml"), reverse=True)


def problems(roadmap: Roadmap) -> list[str]:
    """What is wrong with the progress on a roadmap, a sentence each. Raises FileInvalidError."""
    path = path_of(roadmap.id)
    unknown = Report.of(roadmap, load(roadmap.id)).unknown
    return [f"{path}: {slug!r} is marked or noted, and the roadmap does not have it" for slug in unknown]


def _read(path: Path, roadmap_id: str) -> Progress:
    try:
        data = files.read_toml(path, newest_format=FORMAT)
    except FileNotFoundError:
        return Progress(roadmap=roadmap_id)
    progress = files.validated(path, Progress.model_validate, data)
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: holds progress on {progress.roadmap!r}, not on {roadmap_id!r}"
        raise FileInvalidError(message)
    return progress


def _dump(progress: Progress) -> bytes:
    import tomli_w

    return tomli_w.dumps({"format": FORMAT, **progress.model_dump(exclude_defaults=True)}).encode()


def _back_up(target: Path, roadmap_id: str) -> None:
    """Keeps the version that is about to be replaced, and lets go of those that are old."""
    if not target.exists():
        return
    folder = backup_folder(roadmap_id)
    with files.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        taken = dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC)
        backup = folder / f"{taken:%Y-%m-%dT%H%M%S.%fZ}.toml"
        backup.unlink(missing_ok=True)
        try:
            os.link(target, backup)
        except OSError:
            # Another disk, or a file system without links.
            shutil.copy2(target, backup)
        for old in _superseded(backups(roadmap_id), taken):
            old.unlink(missing_ok=True)


def _superseded(newest_first: list[Path], now: dt.datetime) -> list[Path]:
    """The backups to let go: all but the newest ten and, of the last thirty days, the newest of each."""
    oldest_day = f"{now - dt.timedelta(days=BACKUP_DAYS):%Y-%m-%d}"
    of_each_day = {backup.name[:10]: backup for backup in reversed(newest_first) if backup.name[:10] > oldest_day}
    return [backup for backup in newest_first[BACKUPS:] if backup not in of_each_day.values()]
