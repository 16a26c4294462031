"""Where roadmaps come from: the bundled one, the learner's own, or any file."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap import files, mistakes, settings
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.roadmap.models import FORMAT, Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap

if TYPE_CHECKING:
    from genai_roadmap.roadmap.revision import Revision

BUNDLED = "genai-engineer"
# Several times what 10,000 topics with their links take.
MOST_BYTES = 16 * 1024**2


class Entry(NamedTuple):
    """A roadmap that there is, by its id."""

    id: str
    path: Path
    bundled: bool


def load(name: str | None = None) -> Roadmap:
    """The roadmap of this id or at this path; without a name the active one.

    Raises RequestError where there is none, FileInvalidError where its file is not right.
    """
    return read(locate(name))


def locate(name: str | None = None) -> Path:
    """The file of the roadmap of this id or at this path; raises RequestError where there is none."""
    wanted = name or settings.load().active or BUNDLED
    if "/" in wanted or "\\" in wanted or Path(wanted).suffix:
        path = files.expanded(wanted)
        if os.path.lexists(path):
            return path
        message = f"there is no roadmap file {wanted}"
        raise RequestError(message)
    for entry in entries():
        if entry.id == wanted:
            return entry.path
    message = f"there is no roadmap {wanted!r}; there is {', '.join(entry.id for entry in entries())}"
    raise RequestError(message)


def locate_file(name: str) -> Path:
    """The file at this path; raises RequestError where there is none."""
    path = files.expanded(name)
    if not os.path.lexists(path):
        message = f"there is no file {name}"
        raise RequestError(message)
    return path


def read(path: Path) -> Roadmap:
    """The roadmap in a file; raises FileInvalidError with each of its mistakes."""
    return parsed(path, content(path))


def content(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """What a file of at most so many bytes holds that should be a roadmap; raises FileInvalidError."""
    try:
        return files.read(path, most=most)
    except FileNotFoundError:
        message = f"{path} is not there"
        raise FileInvalidError(message) from None


def parsed(path: Path, content: bytes) -> Roadmap:
    """The roadmap that a file with this content is; raises FileInvalidError with each of its mistakes."""
    data = files.parse_toml(path, content, newest_format=FORMAT)
    roadmap = mistakes.validated(path, parse_roadmap, data, content)
    if path.parent == own_folder() and roadmap.id != path.stem:
        message = f"{path}: id: is {roadmap.id!r}, and in this folder has to be the file's name, {path.stem!r}"
        raise FileInvalidError(message)
    return roadmap


def problems(path: Path, content: bytes) -> list[str]:
    """What is wrong with a roadmap file with this content, a sentence each."""
    try:
        parsed(path, content)
    except FileInvalidError as error:
        return [*error.problems]
    return []


def renamed(roadmap: Roadmap, roadmap_id: str) -> Roadmap:
    """The roadmap under another id; raises FileInvalidError where that can't be one."""
    data = {**roadmap.model_dump(exclude_defaults=True), "id": roadmap_id}
    return mistakes.validated(Path("--id"), parse_roadmap, data)


def is_of(content: bytes, roadmap: Roadmap) -> bool:
    """Whether this content of a file is just that roadmap."""
    return parsed(Path(roadmap.id), content) == roadmap


def own(roadmap_id: str) -> Path:
    """The file of an own roadmap; raises RequestError where there is none."""
    path = file_of(roadmap_id)
    if roadmap_id == BUNDLED or not path.exists():
        message = f"{roadmap_id!r} is not a roadmap of your own; `genai-roadmap roadmaps` lists those"
        raise RequestError(message)
    return path


def begin(roadmap_id: str) -> Path:
    """Writes a small roadmap to begin with, and gives its file; raises RequestError, FileWriteError."""
    path = own_folder() / f"{roadmap_id}.toml"
    template = (_data_folder() / "template.toml").read_bytes().replace(b"my-roadmap", roadmap_id.encode())
    if wrong := problems(path, template):
        raise RequestError(wrong[0])
    if roadmap_id == BUNDLED:
        message = f"{roadmap_id!r} is the bundled roadmap; take another name"
        raise RequestError(message)
    with files.locked(path) as target:
        if target.exists():
            message = f"{path} is there already"
            raise RequestError(message)
        files.replace(target, template)
    return path


def save(path: Path, content: bytes, now: dt.datetime) -> None:
    """Writes an own roadmap, and keeps the version that it replaces; raises FileWriteError."""
    with files.locked(path) as target:
        if target.exists():
            _keep(target, now)
        files.replace(target, content)


def remove(roadmap_id: str, now: dt.datetime) -> Path:
    """Takes an own roadmap away, and gives where it is kept; raises RequestError, FileWriteError."""
    path = own(roadmap_id)
    with files.locked(path) as target, files.writing(path):
        kept = _keep(target, now)
        path.unlink()
    return kept


def file_of(roadmap_id: str) -> Path:
    """Where the learner's own roadmap of this id is or would be; of the bundled one, where that is."""
    return _bundled_file() if roadmap_id == BUNDLED else own_folder() / f"{roadmap_id}.toml"


def own_folder() -> Path:
    """Where the learner's own roadmaps lie, each under its id."""
    return files.home() / "roadmaps"


def news() -> "Revision | None":
    """What changed in the bundled roadmap since the last call; None where nothing did, or there was no call."""
    bundled, seen = _bundled_file(), files.home() / "seen" / f"{BUNDLED}.toml"
    now = content(bundled)
    before = files.read(seen) if seen.exists() else None
    if before == now or not files.home().exists():
        return None
    with files.locked(seen) as target:
        files.replace(target, now)
    if before is None or problems(seen, before):
        return None
    # Only a new version of the roadmap needs it, and it takes time to load.
    from genai_roadmap.roadmap.revision import revise

    revision = revise(parsed(seen, before), parsed(bundled, now))
    return None if revision.is_empty else revision


def is_active(roadmap_id: str) -> bool:
    """Whether this is the roadmap that is meant where none is named; raises FileInvalidError."""
    return roadmap_id == (settings.load().active or BUNDLED)


def entries() -> Iterator[Entry]:
    """The roadmaps that there are: the bundled one, then the learner's own by id."""
    yield Entry(BUNDLED, _bundled_file(), bundled=True)
    for path in sorted(own_folder().glob("*.toml")):
        if path.stem != BUNDLED:
            yield Entry(path.stem, path, bundled=False)


def _keep(target: Path, now: dt.datetime) -> Path:
    folder = files.home() / "backups" / target.stem
    with files.writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = folder / f"roadmap-{now:%Y-%m-%dT%H%M%S.%f}.toml"
        files.replace(kept, target.read_bytes())
    return kept


def _bundled_file() -> Path:
    return _data_folder() / "roadmap.toml"


def _data_folder() -> Path:
    """In an installed package the data lies inside it, in a checkout beside `src`."""
    package = Path(__file__).parent
    return next(folder for folder in (package / "data", package.parents[1] / "data") if folder.is_dir())
