"""The progress files: one journal per roadmap, read, changed and replaced under a lock."""

import datetime as dt
import glob
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.errors import FileInvalidError, FileNewerError, FileWriteError, RequestError
from genai_roadmap.progress.change import EARLIEST, LATEST, Change, in_local_zone
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.wording import minute_text
from genai_roadmap.roadmap.ids import SLUG, id_error
from genai_roadmap.storage import backups, files, folders, journal_toml, settings, toml

CHANGED_SINCE = "the progress file has changed since then; run `genai-roadmap restore` again"


def path_of(roadmap_id: str) -> Path:
    """Return the path of a roadmap's progress file; raise RequestError if the id is invalid."""
    return files.path_of("progress", roadmap_id)


class Loaded(NamedTuple):
    """The progress in a file, and the content of the file, None if there is none."""

    content: bytes | None
    progress: Progress


def load(roadmap_id: str) -> Progress:
    """Return the progress on a roadmap, empty if nothing is recorded yet; raise FileInvalidError."""
    return load_with_content(roadmap_id).progress


def load_with_content(roadmap_id: str) -> Loaded:
    """Return the progress on a roadmap and the content of its file; raise FileInvalidError."""
    path = path_of(roadmap_id)
    content = _content(path)
    return Loaded(content, _parse_current(path, content, roadmap_id))


def roadmap_ids() -> list[str]:
    """Return the ids of the roadmaps that have a progress file, sorted; copies with other names are ignored."""
    found = folders.list_folder(files.home() / "progress", "*.toml")
    return [path.stem for path in found if not id_error(path.stem)]


class Backup(NamedTuple):
    """A backup of a progress file: its number (1 is the newest), time, done topics and changes, and its last change.

    `done` and `changes` are None if it is damaged; `is_current` is whether the progress file has the same content.
    """

    number: int
    at: dt.datetime
    done: int | None = None
    changes: int | None = None
    last: Change | None = None
    is_current: bool = False

    @property
    def is_damaged(self) -> bool:
        """Whether it can't be restored."""
        return self.done is None


class LockedProgressFile:
    """A progress file that no other process writes meanwhile. Only an editor, which ignores the lock, may change it."""

    def __init__(self, path: Path, roadmap_id: str) -> None:
        self._path = path
        self._roadmap_id = roadmap_id
        self._content: bytes | None = None
        self._before = Progress(roadmap=roadmap_id)

    def read(self, loaded: Loaded | None = None) -> Progress:
        """Return the progress in the file, that of `loaded` if the content is the same; raise FileInvalidError."""
        self._content = _content(self._path)
        if loaded and loaded.content == self._content:
            self._before = loaded.progress
        else:
            self._before = _parse_current(self._path, self._content, self._roadmap_id)
        return self._before

    def write(self, progress: Progress, now: dt.datetime) -> bool:
        """Replace the progress that was read; return False without writing if the file has changed since.

        Raises FileWriteError.
        """
        if progress.changes == self._before.changes:
            return True
        if _content(self._path) != self._content:
            return False
        _replace(self._path, self._content_with(progress), self._roadmap_id, now)
        return True

    def _content_with(self, progress: Progress) -> bytes:
        """Return the file content for this progress: the old content with the new changes appended, if possible.

        Raises FileWriteError if it would not read back as written.
        """
        # A change that was edited on another machine can't be appended.
        kept = [change for change in progress.changes if change.id in self._before.by_id]
        if self._content and kept == [*self._before.changes]:
            new = [change for change in progress.changes if change.id not in self._before.by_id]
            separator = b"\n" if self._content.endswith(b"\n") else b"\n\n"
            extended = self._content + separator + journal_toml.dumps_changes(new)
            if journal_toml.ends_with(self._path, extended, new, len(progress.changes)):
                return extended
        content = journal_toml.dumps(progress)
        if not journal_toml.ends_with(self._path, content, progress.changes, len(progress.changes)):
            full = f"exceed the limits of {files.MAX_BYTES // 1024**2} MB and of the number of changes"
            problem = "not read back as written" if toml.fits([content]) else full
            message = f"{self._path} can't be written: it would {problem}"
            raise FileWriteError(message)
        return content


@contextmanager
def lock(roadmap_id: str) -> Iterator[LockedProgressFile]:
    """Lock a progress file for reading and writing it; raise FileWriteError."""
    with files.lock(path_of(roadmap_id)) as target:
        yield LockedProgressFile(target, roadmap_id)


def list_backups(roadmap_id: str) -> list[Backup]:
    """Return the backups of a progress file, newest first."""
    return [*_backups(roadmap_id)]


def read_backup(roadmap_id: str, number: int) -> tuple[bytes, Progress]:
    """Return the content and the progress of the backup with this number, counted from 1.

    Raises RequestError if there is none, and FileInvalidError if it is damaged.
    """
    found = backups.list_files(backups.folder(roadmap_id))
    if number > len(found):
        message = f"no backup {number}. List the backups with `genai-roadmap restore`"
        raise RequestError(message)
    path = found[number - 1].path
    content = files.read_existing(path)
    return content, journal_toml.parse(path, content, roadmap_id)


def read_content(roadmap_id: str) -> bytes | None:
    """Return the content of a progress file, None if there is none; raise FileInvalidError if it is not readable."""
    return _content(path_of(roadmap_id))


def restore(roadmap_id: str, content: bytes, expected: bytes | None, now: dt.datetime) -> None:
    """Replace a progress file that has the `expected` content with a backup, after backing up the file.

    Raises RequestError if it has other content, FileInvalidError if it is not readable, and FileWriteError.
    """
    with files.lock(path_of(roadmap_id)) as target:
        if read_content(roadmap_id) != expected:
            raise RequestError(CHANGED_SINCE)
        _replace(target, content, roadmap_id, now)


def conflict_copies(roadmap_id: str) -> list[Path]:
    """Return the files beside the progress file whose names extend its name like those of Dropbox or Syncthing do."""
    path = path_of(roadmap_id)
    others = folders.list_folder(path.parent, f"{glob.escape(path.stem)}*.toml")
    return [other for other in others if not SLUG.fullmatch(other.stem)]


def _content(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except FileNotFoundError:
        return None


def _parse_current(path: Path, content: bytes | None, roadmap_id: str) -> Progress:
    """Return the progress in the progress file; if it is damaged, the error names the backup to restore."""
    if content is None:
        return Progress(roadmap=roadmap_id)
    try:
        _reject_empty(path, content)
        return journal_toml.parse(path, content, roadmap_id)
    except FileNewerError:
        # Restoring what an older program wrote would lose what the newer one recorded.
        raise
    except FileInvalidError as error:
        raise error.with_hint(_restore_hint(roadmap_id)) from None


def _reject_empty(path: Path, content: bytes) -> None:
    if not content.strip():
        message = f"{path} is empty"
        raise FileInvalidError(message)


def _restore_hint(roadmap_id: str) -> str:
    try:
        found = list_backups(roadmap_id)
    except FileInvalidError as error:
        return f"its backups are not available: {error}"
    for backup in found:
        if not backup.is_damaged:
            what = f"{minute_text(backup.at)}, with {backup.done:,} done"
            option = "" if settings.is_active(roadmap_id) else f" --roadmap {roadmap_id}"
            return f"restore the newest good backup ({what}) with `genai-roadmap restore {backup.number}{option}`"
    return "no good backup is available"


def _backups(roadmap_id: str) -> Iterator[Backup]:
    try:
        current = read_content(roadmap_id)
    except FileInvalidError:
        current = None
    for number, (_, at, path) in enumerate(backups.list_files(backups.folder(roadmap_id)), 1):
        yield _backup(number, path, in_local_zone(at), roadmap_id, current)


def _backup(number: int, path: Path, at: dt.datetime, roadmap_id: str, current: bytes | None) -> Backup:
    try:
        content = files.read_existing(path)
        progress = journal_toml.parse(path, content, roadmap_id)
    except FileInvalidError:
        return Backup(number, at)
    last = progress.changes[-1] if progress.changes else None
    return Backup(number, at, progress.done, len(progress.changes), last, is_current=content == current)


def _modified(path: Path, now: dt.datetime) -> dt.datetime:
    """Return when a file was modified, or `now` if its time is not a valid one."""
    try:
        modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return modified if EARLIEST <= modified < LATEST else now


def _replace(target: Path, content: bytes, roadmap_id: str, now: dt.datetime) -> None:
    """Replace the progress file; back up the new content and, if the file was edited manually, the old content too."""
    folder = backups.folder(roadmap_id)
    if (old := _content(target)) is not None:
        backups.keep(folder, old, _modified(target, now))
    backups.keep(folder, content, now)
    files.replace(target, content)
