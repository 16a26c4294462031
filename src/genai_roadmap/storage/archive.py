"""A roadmap and its journal as one JSON file."""

import datetime as dt
import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import toml
from genai_roadmap.storage.settings import RestDays
from genai_roadmap.text import escape_controls

FORMAT = 1


def _time(text: str) -> dt.datetime:
    """Return the time; raise ValueError for an offset with seconds, which a TOML file can't contain."""
    time = dt.datetime.fromisoformat(text)
    if (time.utcoffset() or dt.timedelta()) % dt.timedelta(minutes=1):
        raise ValueError(text)
    return time


# The keys of a change that are times or days.
TIMES = {"at": _time, "on": dt.date.fromisoformat, "goal": dt.date.fromisoformat}


class Archive(BaseModel):
    """The content of the file; `active` is whether this was the active roadmap, `rest_days` the setting."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    active: bool = False
    rest_days: RestDays = 0
    roadmap: Roadmap
    progress: Progress


def dumps(archive: Archive) -> str:
    """Return the archive as JSON, in ASCII, which every terminal and code page supports."""
    text = archive.model_dump_json(indent=2, by_alias=True, exclude_defaults=True, ensure_ascii=True)
    return escape_controls(text) + "\n"


def parse(path: Path, content: bytes) -> Archive:
    """Return the archive in a file with this content; raise FileInvalidError with every error."""
    data = toml.parse_document(path, content, _loads, "JSON", FORMAT)
    _parse_times(data)
    archive = toml.validate(path, Archive, data, content)
    toml.check(path, archive.roadmap)
    if archive.progress.roadmap != archive.roadmap.id:
        message = f"{path}: progress.roadmap: is {archive.progress.roadmap!r}, should be {archive.roadmap.id!r}"
        raise FileInvalidError(message)
    return archive


def with_id(archive: Archive, roadmap_id: str) -> Archive:
    """Return the archive with another roadmap id; raise FileInvalidError if the id is invalid."""
    data = archive.model_dump(by_alias=True)
    data["roadmap"]["id"] = data["progress"]["roadmap"] = roadmap_id
    return toml.validate(Path("--id"), Archive, data)


def _parse_times(data: dict[str, Any]) -> None:
    """Convert the times and days of the changes, which JSON has as text; invalid data is not changed."""
    progress = data.get("progress")
    changes = progress.get("changes") if isinstance(progress, dict) else None
    for change in changes if isinstance(changes, list) else ():
        for key, convert in TIMES.items():
            if isinstance(change, dict) and isinstance(change.get(key), str):
                with suppress(ValueError):
                    change[key] = convert(change[key])


def _loads(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_unique_keys)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object with these keys and values; raise ValueError for a duplicate key, which json would accept."""
    data = dict(pairs)
    if len(data) < len(pairs):
        duplicate = Counter(key for key, _ in pairs).most_common(1)[0][0]
        message = f"duplicate key {duplicate!r}"
        raise ValueError(message)
    return data
