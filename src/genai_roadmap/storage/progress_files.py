"""The progress files: one journal per roadmap, read, changed and replaced under a lock."""

import datetime as dt
import glob
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from genai_roadmap.errors import FileInvalidError, FileNewerError, RequestError
from genai_roadmap.progress.change import EARLIEST, LATEST
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.roadmap.models import SLUG
from genai_roadmap.storage import backups, files, toml
from genai_roadmap.storage.validation_errors import validate


def path_of(roadmap_id: str) -> Path:
    """Return the path of a roadmap's progress file."""
    return files.home() / "progress" / f"{roadmap_id}.toml"


def load(roadmap_id: str) -> Progress:
    """Return the progress on a roadmap, empty if nothing is recorded yet; raise FileInvalidError."""
    path = path_of(roadmap_id)
    return _parse_current(path, _content(path), roadmap_id)


class LockedProgressFile:
    """A progress file that no other process writes meanwhile. Only an editor, which ignores the lock, may change it."""

    def __init__(self, path: Path, roadmap_id: str) -> None:
        self._path = path
        self._roadmap_id = roadmap_id
        self._content: bytes | None = None
        self._before = Progress(roadmap=roadmap_id)

    def read(self) -> Progress:
        """Return the progress in the file; raise FileInvalidError."""
        self._content = _content(self._path)
        self._before = _parse_current(self._path, self._content, self._roadmap_id)
        return self._before

    def write(self, progress: Progress, now: dt.datetime) -> bool:
        """Replace the progress that was read; return False without writing if the file has changed since.

        Raises FileWriteError.
        """
        if progress is self._before:
            return True
        if _content(self._path) != self._content:
            return False
        _replace(self._path, self._extended(progress), self._roadmap_id, now)
        return True

    def _extended(self, progress: Progress) -> bytes:
        """Return the old content, byte for byte, followed by the new changes."""
        # Slow to import, and needed only to write.
        from genai_roadmap.storage import journal_toml

        if not self._content:
            return journal_toml.dumps(progress)
        added = journal_toml.dumps_changes(c for c in progress.changes if c.id not in self._before.by_id)
        separator = b"\n" if self._content.endswith(b"\n") else b"\n\n"
        extended = self._content + separator + added
        return extended if _contains(self._path, extended, progress) else journal_toml.dumps(progress)


@contextmanager
def lock(roadmap_id: str) -> Iterator[LockedProgressFile]:
    """Lock a progress file for reading and writing it; raise FileWriteError."""
    with files.lock(path_of(roadmap_id)) as target:
        yield LockedProgressFile(target, roadmap_id)


def update(roadmap_id: str, change: Callable[[Progress], Progress], now: dt.datetime) -> None:
    """Replace the progress on a roadmap by what `change` returns for it.

    Raises FileInvalidError and FileWriteError, and leaves the file as it was.
    """
    with lock(roadmap_id) as file:
        while not file.write(change(file.read()), now):
            pass


def list_backups(roadmap_id: str) -> list[backups.Backup]:
    """Return the backups of a progress file, newest first."""
    return [*_backups(roadmap_id)]


def read_backup(roadmap_id: str, number: int) -> tuple[bytes, Progress]:
    """Return the content and the progress of the backup with this number, counted from 1.

    Raises RequestError if there is none, and FileInvalidError if it is damaged.
    """
    found = backups.list_files(roadmap_id)
    if number > len(found):
        message = f"there is no backup {number}; `genai-roadmap restore` lists the {len(found)} that there are"
        raise RequestError(message)
    path, _ = found[number - 1]
    content = files.read(path)
    return content, _parse(path, content, roadmap_id)


def restore(roadmap_id: str, content: bytes, now: dt.datetime) -> None:
    """Replace a progress file by the content of a backup, after a backup of the file; raise FileWriteError."""
    with files.lock(path_of(roadmap_id)) as target:
        _replace(target, content, roadmap_id, now)


def conflict_copies(roadmap_id: str) -> list[Path]:
    """Return the files beside the progress file whose names extend its name like those of Dropbox or Syncthing do."""
    path = path_of(roadmap_id)
    others = path.parent.glob(f"{glob.escape(path.stem)}*.toml")
    return sorted(other for other in others if not SLUG.fullmatch(other.stem))


def _content(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except FileNotFoundError:
        return None


def _parse(path: Path, content: bytes, roadmap_id: str) -> Progress:
    data = toml.parse_toml(path, content, newest_format=FORMAT)
    _utc_to_local(data.get("changes"))
    progress = validate(path, Progress.model_validate, data, content)
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: holds progress on {progress.roadmap!r}, not on {roadmap_id!r}"
        raise FileInvalidError(message)
    return progress


def _utc_to_local(changes: object) -> None:
    """Convert the times in UTC, which do not tell the learner's zone, to the local zone.

    The data is changed before it is validated, so that each change is built once; invalid data is left as it is.
    """
    for change in changes if isinstance(changes, list) else ():
        at = change.get("at") if isinstance(change, dict) else None
        if isinstance(at, dt.datetime) and at.tzinfo is dt.UTC and EARLIEST.year <= at.year < LATEST.year:
            change["at"] = at.astimezone()


def _parse_current(path: Path, content: bytes | None, roadmap_id: str) -> Progress:
    """Return the progress in the progress file; if it is damaged, the error names the backup to restore."""
    if content is None:
        return Progress(roadmap=roadmap_id)
    try:
        return _parse(path, content, roadmap_id)
    except FileNewerError:
        # Restoring what an older program wrote would lose what the newer one recorded.
        raise
    except FileInvalidError as error:
        *others, last = error.problems
        raise FileInvalidError(*others, f"{last}; {_restore_hint(roadmap_id)}") from None


def _restore_hint(roadmap_id: str) -> str:
    for backup in _backups(roadmap_id):
        if not backup.is_damaged:
            what = f"{backup.at:%Y-%m-%d %H:%M}, with {backup.done} done"
            return f"the newest good backup is of {what}: `genai-roadmap restore {backup.number}` brings it back"
    return "there is no good backup of it"


def _backups(roadmap_id: str) -> Iterator[backups.Backup]:
    for number, (path, at) in enumerate(backups.list_files(roadmap_id), 1):
        yield _backup(number, path, at.astimezone(), roadmap_id)


def _backup(number: int, path: Path, at: dt.datetime, roadmap_id: str) -> backups.Backup:
    try:
        progress = _parse(path, files.read(path), roadmap_id)
    except FileInvalidError:
        return backups.Backup(number, at)
    return backups.Backup(number, at, progress.done, len(progress.changes))


def _contains(path: Path, content: bytes, progress: Progress) -> bool:
    """Return whether a file with this content holds that progress."""
    try:
        return _parse(path, content, progress.roadmap) == progress
    except FileInvalidError:
        return False


def _replace(target: Path, content: bytes, roadmap_id: str, now: dt.datetime) -> None:
    """Replace the progress file; back up the new content and, if it was edited by hand, the old content too."""
    if (old := _content(target)) is not None:
        backups.keep(old, roadmap_id, dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC))
    backups.keep(content, roadmap_id, now)
    files.replace(target, content)
