"""Backups of a file: the last ten, and one per day for thirty days on which something was written.

They are numbered in the order in which they were made, regardless of clocks and modification times.
"""

import datetime as dt
import os
import re
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import files, folders

MAX_LATEST = 10
MAX_DAYS = 30
TIME = "%Y-%m-%dT%H%M%S.%fZ"
# Backups of earlier versions of the program have no sequence number; they are older than those that have one.
NAME = re.compile(r"(?:([0-9]{8,})_)?([0-9-]{10}T[0-9]{6}\.[0-9]{6}Z)\.toml")


class BackupFile(NamedTuple):
    """A backup: its sequence number, the time at which its content was written, and its path."""

    sequence: int
    at: dt.datetime
    path: Path


def folder(roadmap_id: str) -> Path:
    """Return the folder with the backups of a progress file; raise RequestError if the id is invalid."""
    return files.path_of("backups", roadmap_id, roadmap_id)


def roadmap_folder(roadmap_id: str) -> Path:
    """Return the folder with the backups of one of the learner's roadmaps; raise RequestError if the id is invalid."""
    return folder(roadmap_id) / "roadmap"


def list_files(backup_folder: Path) -> list[BackupFile]:
    """Return the backups in a folder, newest first; raise FileInvalidError if it is not readable."""
    with files.read_errors(backup_folder):
        return _list(backup_folder)


def _list(backup_folder: Path) -> list[BackupFile]:
    """Return the backups in a folder, newest first; other files are ignored.

    Raises OSError if the folder is not readable, because the next backup would get a wrong number.
    """
    try:
        with os.scandir(backup_folder) as entries:
            paths = [Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(filter(None, map(_backup_file, paths)), reverse=True)


def keep(backup_folder: Path, content: bytes, at: dt.datetime) -> Path:
    """Store a backup of content that was written at this time, and delete superseded ones; return its path.

    If the newest backup has the same content, nothing is stored. Raises FileWriteError.
    """
    with files.write_errors(backup_folder):
        newest = next(iter(_list(backup_folder)), None)
        if newest and _has_content(newest.path, content):
            return newest.path
        folders.make_folder(backup_folder)
        files.sweep(backup_folder, f".*{files.TEMPORARY}")
        sequence = newest.sequence + 1 if newest else 1
        path = backup_folder / f"{sequence:08}_{at.astimezone(dt.UTC):{TIME}}.toml"
        files.replace(path, content)
        for backup in _superseded(_list(backup_folder)):
            backup.path.unlink(missing_ok=True)
    return path


def _superseded(newest_first: list[BackupFile]) -> list[BackupFile]:
    newest_of_day: dict[dt.date, BackupFile] = {}
    for backup in newest_first:
        newest_of_day.setdefault(backup.at.date(), backup)
    # Days on which something was written: a wrong clock can't make the backups of other days old.
    daily = list(newest_of_day.values())[:MAX_DAYS]
    return [backup for backup in newest_first[MAX_LATEST:] if backup not in daily]


def _has_content(path: Path, content: bytes) -> bool:
    try:
        return files.read(path) == content
    except (FileInvalidError, FileNotFoundError):
        return False


def _backup_file(path: Path) -> BackupFile | None:
    """Return the backup with this path; None if the file is not a backup."""
    if not (match := NAME.fullmatch(path.name)):
        return None
    try:
        # `strptime` would be slow to import.
        at = dt.datetime.fromisoformat(match[2])
    except ValueError:
        return None
    return BackupFile(int(match[1] or 0), at, path)
