"""Where progress is kept: one file a roadmap, read, changed and replaced in one go."""

import datetime as dt
import glob
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from genai_roadmap import backups, files, journal, mistakes, settings
from genai_roadmap.backups import Version
from genai_roadmap.errors import FileInvalidError, FileNewerError, RequestError
from genai_roadmap.progress.change import EARLIEST, LATEST, Stamp
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.report import Report
from genai_roadmap.roadmap.models import SLUG, Roadmap

NEWLINE = b"\n"

T = TypeVar("T")


def path_of(roadmap_id: str) -> Path:
    """The progress file of a roadmap."""
    return files.home() / "progress" / f"{roadmap_id}.toml"


def load(roadmap_id: str) -> Progress:
    """The progress on a roadmap; none where nothing is recorded yet. Raises FileInvalidError."""
    path = path_of(roadmap_id)
    return _current(path, _content(path), roadmap_id)


def update(roadmap_id: str, change: Callable[[Progress], tuple[Progress, T]], now: dt.datetime) -> T:
    """The one way to change progress: reads it, has it changed, saves it, and gives what else the change returns.

    Nobody else can write meanwhile. Raises FileInvalidError and FileWriteError, and leaves the file as it was.
    """
    with files.locked(path_of(roadmap_id)) as target:
        while True:
            content = _content(target)
            before = _current(target, content, roadmap_id)
            after, result = change(before)
            if after is before:
                return result
            if _content(target) == content:
                _replace(target, _dumped(target, before, after, content), roadmap_id, now)
                return result
            # An editor, which knows nothing of our lock, saved the file meanwhile: the change goes on top of that.


def record(roadmap: Roadmap, change: Callable[[Report, Stamp], tuple[Progress, T]], now: dt.datetime) -> T:
    """Changes the progress on a roadmap as `change` says of the report on it, and gives what else that returns.

    Raises FileInvalidError and FileWriteError, and leaves the file as it was.
    """
    new = stamp(now)
    return update(roadmap.id, lambda progress: change(Report.of(roadmap, progress), new), now)


def stamp(now: dt.datetime) -> Stamp:
    """The stamp of a new change by this machine; raises FileInvalidError and FileWriteError."""
    return Stamp(at=now, id=secrets.token_hex(5), machine=settings.machine())


def versions(roadmap_id: str) -> list[Version]:
    """The kept earlier versions of a progress file, the newest first."""
    return [*_versions(roadmap_id)]


def version(roadmap_id: str, number: int) -> tuple[bytes, Progress]:
    """The kept version of this number, counted from 1: its content, and the progress that this is.

    Raises RequestError where there is none, and FileInvalidError where it is damaged.
    """
    found = backups.kept(roadmap_id)
    if number > len(found):
        message = f"there is no backup {number}; `genai-roadmap restore` lists the {len(found)} that there are"
        raise RequestError(message)
    path, _ = found[number - 1]
    content = files.read(path)
    return content, _parsed(path, content, roadmap_id)


def restore(roadmap_id: str, content: bytes, now: dt.datetime) -> None:
    """Makes the content of a kept version the progress file's again; what it replaces becomes the newest backup.

    Raises FileWriteError.
    """
    with files.locked(path_of(roadmap_id)) as target:
        _replace(target, content, roadmap_id, now)


def conflict_copies(roadmap_id: str) -> list[Path]:
    """Files beside the progress file whose names begin as its does and go on as no id can: what Dropbox leaves."""
    path = path_of(roadmap_id)
    others = path.parent.glob(f"{glob.escape(path.stem)}*.toml")
    return sorted(other for other in others if not SLUG.fullmatch(other.stem))


def _content(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except FileNotFoundError:
        return None


def _parsed(path: Path, content: bytes, roadmap_id: str) -> Progress:
    data = files.parse_toml(path, content, newest_format=FORMAT)
    _bring_home(data.get("changes"))
    progress = mistakes.validated(path, Progress.model_validate, data, content)
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: holds progress on {progress.roadmap!r}, not on {roadmap_id!r}"
        raise FileInvalidError(message)
    return progress


def _bring_home(changes: object) -> None:
    """Makes of each time in UTC, which does not say where the learner was, one of the learner's zone.

    Before the changes are validated, so that they are built once; what is no change is left to the validation.
    """
    for change in changes if isinstance(changes, list) else ():
        at = change.get("at") if isinstance(change, dict) else None
        if isinstance(at, dt.datetime) and at.tzinfo is dt.UTC and EARLIEST.year <= at.year < LATEST.year:
            change["at"] = at.astimezone()


def _current(path: Path, content: bytes | None, roadmap_id: str) -> Progress:
    """The progress in the file itself; where that is damaged, the error says what there is to go back to."""
    if content is None:
        return Progress(roadmap=roadmap_id)
    try:
        return _parsed(path, content, roadmap_id)
    except FileNewerError:
        # To go back to what an older program wrote would lose what the newer one did.
        raise
    except FileInvalidError as error:
        *others, last = error.problems
        raise FileInvalidError(*others, f"{last}; {_way_back(roadmap_id)}") from None


def _way_back(roadmap_id: str) -> str:
    for version in _versions(roadmap_id):
        if not version.is_damaged:
            what = f"{version.at:%Y-%m-%d %H:%M}, with {version.done} done"
            return f"the newest good backup is of {what}: `genai-roadmap restore {version.number}` brings it back"
    return "there is no good backup of it"


def _versions(roadmap_id: str) -> Iterator[Version]:
    for number, (path, at) in enumerate(backups.kept(roadmap_id), 1):
        yield _version(number, path, at.astimezone(), roadmap_id)


def _version(number: int, path: Path, at: dt.datetime, roadmap_id: str) -> Version:
    try:
        progress = _parsed(path, files.read(path), roadmap_id)
    except FileInvalidError:
        return Version(number, at)
    return Version(number, at, progress.done, len(progress.changes))


def _dumped(path: Path, before: Progress, after: Progress, content: bytes | None) -> bytes:
    """The new content of the file: the old one, to the byte, and after it what is new."""
    if not content:
        return journal.dumped(after)
    added = journal.tables(change for change in after.changes if change.id not in before.by_id)
    longer = content + (NEWLINE if content.endswith(NEWLINE) else 2 * NEWLINE) + added
    return longer if _holds(path, longer, after) else journal.dumped(after)


def _holds(path: Path, content: bytes, progress: Progress) -> bool:
    """Whether a file with this content holds that progress; some writing of a hand can't be added to."""
    try:
        return _parsed(path, content, progress.roadmap) == progress
    except FileInvalidError:
        return False


def _replace(target: Path, content: bytes, roadmap_id: str, now: dt.datetime) -> None:
    """Puts a new version in the place of the file; kept are it and, where a hand changed it since, the old one too."""
    if (old := _content(target)) is not None:
        backups.keep(old, roadmap_id, dt.datetime.fromtimestamp(target.stat().st_mtime, dt.UTC))
    backups.keep(content, roadmap_id, now)
    files.replace(target, content)
