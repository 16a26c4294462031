"""Where roadmaps come from: the bundled one, the learner's own, or any file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genai_roadmap import files, settings
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.roadmap import FORMAT, InvalidRoadmapError, Roadmap, parse

BUNDLED = "genai-engineer"
# Several times what 10,000 topics with their links take.
MOST_BYTES = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Entry:
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
    if "/" in wanted or "\\" in wanted or wanted.endswith(".toml"):
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


def read(path: Path) -> Roadmap:
    """The roadmap in a file; raises FileInvalidError with each of its mistakes."""
    try:
        data = files.read_toml(path, newest_format=FORMAT, most=MOST_BYTES)
        roadmap = files.validated(path, parse, data)
    except FileNotFoundError:
        message = f"{path} is gone"
        raise FileInvalidError(message) from None
    except InvalidRoadmapError as error:
        raise FileInvalidError(*files.mistake_lines(path, error.mistakes)) from None
    if path.parent == own_folder() and roadmap.id != path.stem:
        message = f"{path}: id: is {roadmap.id!r}, and in this folder has to be the file's name, {path.stem!r}"
        raise FileInvalidError(message)
    return roadmap


def own_folder() -> Path:
    """Where the learner's own roadmaps lie, each under its id."""
    return files.home() / "roadmaps"


def entries() -> Iterator[Entry]:
    """The roadmaps that there are: the bundled one, then the learner's own by id."""
    yield Entry(BUNDLED, _data_folder() / "roadmap.toml", bundled=True)
    for path in sorted(own_folder().glob("*.toml")):
        if path.stem != BUNDLED:
            yield Entry(path.stem, path, bundled=False)


def _data_folder() -> Path:
    """In an installed package the data lies inside it, in a checkout beside `src`."""
    package = Path(__file__).parent
    return next(folder for folder in (package / "data", package.parents[1] / "data") if folder.is_dir())
