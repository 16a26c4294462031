"""Journals as TOML: parse and write them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import EARLIEST, FILE_KEYS, LATEST, Change, in_local_zone
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.storage import toml

HEADER = "[[changes]]"


def parse(path: Path, content: bytes, roadmap_id: str) -> Progress:
    """Return the journal of a roadmap in a file with this content; raise FileInvalidError with every error."""
    data = toml.parse_toml(path, content, newest_format=FORMAT)
    _utc_to_local(data.get("changes"))
    progress = toml.validate(path, Progress, data, content)
    require_roadmap(path, progress, roadmap_id)
    return progress


def require_roadmap(path: Path, progress: Progress, roadmap_id: str) -> None:
    """Raise FileInvalidError if the journal in a file is of another roadmap."""
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: is {progress.roadmap!r}, should be {roadmap_id!r}"
        raise FileInvalidError(message)


def dumps(progress: Progress) -> bytes:
    """Return a file with the whole journal."""
    # Slow to import, and needed only to write.
    import tomli_w

    head = tomli_w.dumps({"format": FORMAT, "roadmap": progress.roadmap})
    return f"{head}\n".encode() + dumps_changes(progress.changes)


def dumps_changes(changes: Iterable[Change]) -> bytes:
    """Return the changes with a header each, so that more can be appended; tomli_w would put them into one array."""
    import tomli_w

    return "\n".join(f"{HEADER}\n{tomli_w.dumps(_data(change))}" for change in changes).encode()


def ends_with(path: Path, content: bytes, changes: Sequence[Change], count: int) -> bool:
    """Return whether a file with this content has `count` changes, and these at its end."""
    try:
        found = toml.parse_toml(path, content, newest_format=FORMAT).get("changes", [])
        data = {"roadmap": "any", "changes": found[count - len(changes) :]}
        last = toml.validate(path, Progress, data, content).changes
    except FileInvalidError:
        return False
    # Equal times may have different zones, which decide the day.
    offsets, expected = ([change.at.utcoffset() for change in each] for each in (last, changes))
    return len(found) == count and [*last] == [*changes] and offsets == expected


def _data(change: Change) -> dict[str, Any]:
    values = ((field, getattr(change, field.name)) for field in fields(change))
    data = {FILE_KEYS.get(field.name, field.name): value for field, value in values if value != field.default}
    return {**data, "link": change.links[0]} if len(change.links) == 1 else data


def _utc_to_local(changes: object) -> None:
    """Convert times in UTC, which say nothing about the learner's time zone, to the local zone.

    The data is converted before validation, so that each change is built only once; invalid data is not changed.
    """
    for change in changes if isinstance(changes, list) else ():
        if not isinstance(change, dict):
            return
        at = change.get("at")
        if isinstance(at, dt.datetime) and at.tzinfo is dt.UTC and EARLIEST.year <= at.year < LATEST.year:
            change["at"] = in_local_zone(at)
