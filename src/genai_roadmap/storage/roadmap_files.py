"""The roadmap files: the bundled one, the learner's own, and any other."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.errors import FileInvalidError, FileWriteError, RequestError
from genai_roadmap.roadmap.models import FORMAT, Roadmap
from genai_roadmap.storage import backups, files, folders, toml, toml_positions
from genai_roadmap.text import MAX_SHOWN, escape_controls, quoted

BUNDLED = "genai-engineer"
# Several times the size of 10,000 topics with their links.
MAX_BYTES = 16 * 1024**2
SHARE_OF_TOKENS = 0.4
TAB_WIDTH = 4


class Entry(NamedTuple):
    """An available roadmap."""

    id: str
    path: Path
    is_bundled: bool


def locate(name: str) -> Path:
    """Return the file of the roadmap with this id or path.

    Raises RequestError if there is none, and FileInvalidError if it is Markdown.
    """
    if "/" in name or "\\" in name or Path(name).suffix:
        path = files.expand_user(name)
        if not os.path.lexists(path):
            message = f"no such file: {name[:MAX_SHOWN]}"
            raise RequestError(message)
        if path.suffix.lower() in {".md", ".markdown"}:
            message = f"{name} is Markdown; import it with: genai-roadmap import {quoted(name)}"
            raise FileInvalidError(message)
        return path
    for entry in entries():
        if entry.id == name:
            return entry.path
    raise _no_roadmap(name, entries())


def _no_roadmap(roadmap_id: str, found: Iterable[Entry]) -> RequestError:
    """Return the error that no roadmap has this id, with the ids of those found or, if none were, how to create one."""
    ids = ", ".join(entry.id for entry in found)
    hint = f" (available: {ids})" if ids else ". To create one: genai-roadmap new ID"
    return RequestError(f"no roadmap {roadmap_id[:MAX_SHOWN]!r}{hint}")


def entries() -> Iterator[Entry]:
    """Yield the available roadmaps: the bundled one, then the learner's own by id."""
    yield Entry(BUNDLED, bundled_file(), is_bundled=True)
    for path in folders.list_folder(own_folder(), "*.toml"):
        if path.stem != BUNDLED:
            yield Entry(path.stem, path, is_bundled=False)


def read(path: Path) -> Roadmap:
    """Return the roadmap in a file; raise FileInvalidError with every error."""
    return parse(path, read_content(path))


def read_content(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the content of a roadmap file.

    Raises RequestError if there is none, and FileInvalidError if it is too large or not readable.
    """
    try:
        return files.read(path, max_bytes=max_bytes)
    except FileNotFoundError:
        message = f"no such file: {path}"
        raise RequestError(message) from None


def parse(path: Path, content: bytes) -> Roadmap:
    """Return the roadmap in a file with this content; raise FileInvalidError with every error."""
    if len(content) > MAX_BYTES:
        message = f"{path} is larger than {MAX_BYTES // 1024**2} MB"
        raise FileInvalidError(message)
    data = toml.parse_toml(path, content, newest_format=FORMAT, share=SHARE_OF_TOKENS)
    roadmap = toml.check(path, toml.validate(path, Roadmap, data, content), content)
    if path.parent == own_folder() and roadmap.id != path.stem:
        message = f"{path}: id: is {roadmap.id!r}, should be the file's name, {path.stem!r}"
        raise FileInvalidError(message)
    return roadmap


def problems(path: Path, content: bytes) -> list[str]:
    """Return the errors of a roadmap file with this content."""
    try:
        parse(path, content)
    except FileInvalidError as error:
        return [*error.problems]
    return []


def dumps(roadmap: Roadmap) -> str:
    """Return the roadmap as TOML."""
    # Slow to import, and needed only to write.
    import tomli_w

    data = roadmap.model_dump(exclude_defaults=True, mode="json")
    # tomli_w escapes what TOML requires, which leaves some characters that control a terminal.
    return escape_controls(tomli_w.dumps({"format": FORMAT, **data}))


def content_of(roadmap: Roadmap, text: bytes | None) -> bytes:
    """Return the content of the roadmap's file: the author's text, comments included, if it is that of the roadmap.

    Raises FileWriteError if it could not be read back.
    """
    if text and parse(Path(roadmap.id), text) == roadmap:
        return text
    content = dumps(roadmap).encode()
    path = Path(f"{roadmap.id}.toml")
    try:
        if parse(path, content) == roadmap:
            return content
        reason = "it would not read back as written"
    except FileInvalidError as error:
        reason = f"it would be invalid: {error.problems[0]}"
    message = f"the roadmap was not saved, because {reason}"
    raise FileWriteError(message)


def printable_content_of(roadmap: Roadmap, text: bytes | None) -> bytes:
    """Return the content of the roadmap's file without characters that control a terminal."""
    path = Path(f"{roadmap.id}.toml")
    if text:
        lines = toml.decode(path, text).replace("\r\n", "\n").expandtabs(TAB_WIDTH)
        content = escape_controls(lines).encode()
        # Escape sequences and spaces may have made it invalid, or another roadmap.
        if not problems(path, content) and parse(path, content) == roadmap:
            return content
    return dumps(roadmap).encode()


def with_id(roadmap: Roadmap, roadmap_id: str) -> Roadmap:
    """Return the roadmap with another id; raise FileInvalidError if the id is invalid."""
    return toml.validate(Path("--id"), Roadmap, {**roadmap.model_dump(exclude_defaults=True), "id": roadmap_id})


def own_file(roadmap_id: str) -> Path:
    """Return the file of one of the learner's own roadmaps; raise RequestError if there is none."""
    path = path_of(roadmap_id)
    if roadmap_id == BUNDLED:
        problem = f"{roadmap_id!r} is the bundled roadmap, which can't be edited or removed"
        message = f"{problem}. Copy it: genai-roadmap new my-roadmap --from {BUNDLED}"
        raise RequestError(message)
    if not os.path.lexists(path):
        raise _no_roadmap(roadmap_id, (entry for entry in entries() if not entry.is_bundled))
    return path


def template(roadmap_id: str) -> bytes:
    """Return a small example roadmap with this id."""
    return read_content(_data_folder() / "template.toml").replace(b"my-roadmap", roadmap_id.encode())


def copy_of(path: Path, roadmap_id: str) -> bytes:
    """Return the roadmap in a file with another id, and if possible with its comments; raise FileInvalidError."""
    content = read_content(path)
    copy = with_id(parse(path, content), roadmap_id)
    changed = toml_positions.with_value(toml.decode(path, content), "id", roadmap_id).encode()
    own_path = path_of(roadmap_id)
    return changed if not problems(own_path, changed) and parse(own_path, changed) == copy else dumps(copy).encode()


class LockedRoadmapFile:
    """The file of one of the learner's own roadmaps, which no other process writes meanwhile."""

    def __init__(self, path: Path, roadmap_id: str) -> None:
        self._path = path
        self._roadmap_id = roadmap_id

    def read(self) -> bytes | None:
        """Return the content of the file, None if there is none; raise FileInvalidError."""
        return read_content(self._path) if os.path.lexists(self._path) else None

    def write(self, content: bytes, now: dt.datetime) -> None:
        """Back up the old content and replace it; raise FileWriteError, also if the new one is not a valid roadmap."""
        if found := problems(self._path, content):
            message = f"not saved: it would be invalid: {found[0]}"
            raise FileWriteError(message)
        if (old := self.read()) != content:
            self.replace(old, content, now)

    def replace(self, old: bytes | None, content: bytes, now: dt.datetime) -> Path | None:
        """Replace the old content, even with an invalid one; return its backup. Raises RequestError if it changed."""
        backup = None if old is None else self._back_up(old, now)
        files.require_content(self._path, old)
        files.replace(self._path, content)
        return backup

    def set_edited(self, seconds: int) -> None:
        """Set when the file was edited, in seconds since 1970, if its file system can store it."""
        with suppress(OSError, OverflowError):
            os.utime(self._path, (seconds, seconds))

    def remove(self, now: dt.datetime) -> Path:
        """Remove the file, and return its backup; raise FileWriteError."""
        backup = self._back_up(files.read_existing(self._path), now)
        with files.write_errors(self._path):
            # The symlink, not its target.
            path_of(self._roadmap_id).unlink()
        return backup

    def _back_up(self, content: bytes, now: dt.datetime) -> Path:
        return backups.keep(backups.roadmap_folder(self._roadmap_id), content, now)


@contextmanager
def lock(roadmap_id: str) -> Iterator[LockedRoadmapFile]:
    """Lock one of the learner's own roadmaps for reading and writing it; raise RequestError and FileWriteError."""
    with files.lock(files.path_of("roadmaps", roadmap_id)) as target:  # never the bundled one
        yield LockedRoadmapFile(target, roadmap_id)


def list_backups(roadmap_id: str) -> list[backups.BackupFile]:
    """Return the backups of one of the learner's own roadmaps, newest first."""
    return backups.list_files(backups.roadmap_folder(roadmap_id))


def path_of(roadmap_id: str) -> Path:
    """Return the path of the roadmap with this id, whether it exists or not; raise RequestError if it is invalid."""
    return bundled_file() if roadmap_id == BUNDLED else files.path_of("roadmaps", roadmap_id)


def own_folder() -> Path:
    """Return the folder of the learner's own roadmaps."""
    return files.home() / "roadmaps"


def bundled_file() -> Path:
    """Return the path of the bundled roadmap."""
    return _data_folder() / "roadmap.toml"


def _data_folder() -> Path:
    """Return the folder with the bundled files: inside an installed package, beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    return next(folder for folder in (package / "data", package.parents[1] / "data") if folder.is_dir())
