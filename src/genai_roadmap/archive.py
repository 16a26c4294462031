"""A roadmap and all that was recorded on it, as one JSON file that brings both back."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from genai_roadmap import files, mistakes
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import check_roadmap
from genai_roadmap.settings import RestDays
from genai_roadmap.text import escaped

FORMAT = 1


class Archive(BaseModel):
    """What the file holds; `active` tells whether this roadmap was the active one, `rest_days` is the setting."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    active: bool = False
    rest_days: RestDays = 0
    roadmap: Roadmap
    progress: Progress


def dumped(archive: Archive) -> str:
    """The archive as text; in ASCII so that every terminal, pipe and code page carries it."""
    return escaped(archive.model_dump_json(indent=2, by_alias=True, exclude_defaults=True, ensure_ascii=True)) + "\n"


def read(path: Path, content: bytes) -> Archive:
    """The archive that a file with this content is; raises FileInvalidError with each of its mistakes."""
    files.parse_json(path, content, newest_format=FORMAT)
    # Read once more as JSON, in which times are text; data that TOML was read into has times that are none.
    archive = mistakes.validated(path, Archive.model_validate_json, files.decoded(path, content))
    mistakes.validated(path, check_roadmap, archive.roadmap, within="roadmap")
    if archive.progress.roadmap != archive.roadmap.id:
        message = f"{path}: progress.roadmap: is {archive.progress.roadmap!r}, and should be {archive.roadmap.id!r}"
        raise FileInvalidError(message)
    return archive


def renamed(archive: Archive, roadmap_id: str) -> Archive:
    """The archive under another id; raises FileInvalidError where that can't be one."""
    data = archive.model_dump(by_alias=True)
    data["roadmap"]["id"] = data["progress"]["roadmap"] = roadmap_id
    return mistakes.validated(Path("--id"), Archive.model_validate, data)
