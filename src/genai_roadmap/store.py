"""Where progress is kept: one file a roadmap, read, changed and replaced in one go, with backups."""

import datetime as dt
import glob
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from genai_roadmap import backups, files, settings
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress import FORMAT, Change, Progress, Stamp, Version
from genai_roadmap.report import Report
from genai_roadmap.roadmap import SLUG, Roadmap

T = TypeVar("T")


def path_of(roadmap_id: str) -> Path:
    """The progress file of a roadmap."""
    return files.home() / "progress" / f"{roadmap_id}.toml"


def load(roadmap_id: str) -> Progress:
    """The progress on a roadmap; none where nothing is recorded yet. Raises FileInvalidError."""
    path = path_of(roadmap_id)
    return _current(path, _content(path), roadmap_id)


def update(roadmap_id: str, change: Callable[[Progress], tuple[Progress, T]]) -> T:
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
                _replace(target, roadmap_id, _dumped(after, before, content))
                return result
            # An editor, which knows nothing of our lock, saved the file meanwhile: the change goes on top of that.


def stamp(now: dt.datetime) -> Stamp:
    """The stamp of a new change by this machine."""
    return Stamp(at=now, id=secrets.token_hex(5), machine=settings.machine())


def versions(roadmap_id: str) -> list[Version]:
    """The kept earlier versions of a progress file, the newest first."""
    return [*_versions(roadmap_id)]


def version(roadmap_id: str, number: int) -> tuple[Path, Progress]:
    """The file of the kept version of this number, counted from 1, and what it holds.

    Raises RequestError where there is none, and FileInvalidError where it is damaged.
    """
    found = backups.kept(roadmap_id)
    if number > len(found):
        message = f"there is no backup {number}; `genai-roadmap restore` lists the {len(found)} that there are"
        raise RequestError(message)
    path, _ = found[number - 1]
    return path, _progress(path, files.read(path), roadmap_id)


def restore(roadmap_id: str, backup: Path) -> None:
    """Makes a kept version the progress file again; what it replaces, damaged or not, becomes the newest backup.

    Raises FileInvalidError and FileWriteError.
    """
    with files.locked(path_of(roadmap_id)) as target:
        content = files.read(backup)
        _progress(backup, content, roadmap_id)
        _replace(target, roadmap_id, content)


def problems(roadmap: Roadmap, now: dt.datetime) -> list[str]:
    """What is wrong with the progress on a roadmap, a sentence each."""
    path = path_of(roadmap.id)
    copies = [f"{copy}: looks like a conflict copy of {path.name}; it is not read" for copy in _conflict_copies(path)]
    try:
        progress = load(roadmap.id)
    except FileInvalidError as error:
        return [*str(error).splitlines(), *copies]
    unknown = Report.of(roadmap, progress).unknown
    future = sum(change.at > now for change in progress.changes)
    return [
        *(f"{path}: {slug!r} is marked or noted, and the roadmap does not have it" for slug in unknown),
        *([f"{path}: {future} of its changes are from the future; is the clock right?"] if future else []),
        *copies,
    ]


def _content(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except FileNotFoundError:
        return None


def _progress(path: Path, content: bytes | None, roadmap_id: str) -> Progress:
    if content is None:
        return Progress(roadmap=roadmap_id)
    data = files.parse_toml(path, content, newest_format=FORMAT)
    progress = files.validated(path, Progress.model_validate, data)
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: holds progress on {progress.roadmap!r}, not on {roadmap_id!r}"
        raise FileInvalidError(message)
    return progress


def _current(path: Path, content: bytes | None, roadmap_id: str) -> Progress:
    """The progress in the file itself; where that is damaged, the error says what there is to go back to."""
    try:
        return _progress(path, content, roadmap_id)
    except FileInvalidError as error:
        good = next((version for version in _versions(roadmap_id) if version.progress), None)
        way_back = "; there is no good backup of it"
        if good and good.progress:
            what = f"{good.at:%Y-%m-%d %H:%M} with {len(good.progress.changes)} changes"
            way_back = f"; the newest good backup is of {what}: `genai-roadmap restore {good.number}` brings it back"
        message = f"{error}{way_back}"
        raise FileInvalidError(message) from None


def _versions(roadmap_id: str) -> Iterator[Version]:
    for number, (path, at) in enumerate(backups.kept(roadmap_id), 1):
        try:
            progress = _progress(path, files.read(path), roadmap_id)
        except FileInvalidError:
            progress = None
        yield Version(number, at.astimezone(), progress)


def _dumped(after: Progress, before: Progress, content: bytes | None) -> bytes:
    """The new content of the file: the old one, to the byte, and what is new after it."""
    import tomli_w

    old = len(before.changes)
    # An array in one piece (`changes = []`), as only a hand writes it, can't be added to.
    appendable = content and (b"[[changes]]" in content or (not old and b"changes" not in content))
    if not content or not appendable or after.changes[:old] != before.changes:
        return tomli_w.dumps({"format": FORMAT, **_data(after)}).encode()
    added = tomli_w.dumps({"changes": [_data(change) for change in after.changes[old:]]})
    return content + (b"\n" if content.endswith(b"\n") else b"\n\n") + added.encode()


def _replace(target: Path, roadmap_id: str, content: bytes) -> None:
    backups.keep(target, roadmap_id)
    files.replace(target, content)


def _data(model: Progress | Change) -> dict[str, Any]:
    return model.model_dump(exclude_defaults=True)


def _conflict_copies(path: Path) -> list[Path]:
    """Files beside the progress file whose names begin as its does and go on as no id can: what Dropbox leaves."""
    others = path.parent.glob(f"{glob.escape(path.stem)}*.toml")
    return sorted(other for other in others if not SLUG.fullmatch(other.stem))
