"""Journals as TOML: parse and write them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import EARLIEST, LATEST, Change
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.storage import toml

HEADER = "[[changes]]"
# The keys whose name differs from the field's.
KEYS = {"action": "did"}
# Of a huge damaged file, errors are reported for this number of changes.
MAX_INVALID = 100


class _ThoroughProgress(Progress):
    """A journal whose validation reports the errors of every change, not only of the first invalid one."""

    changes: tuple[Change, ...] = ()


def parse(path: Path, content: bytes, roadmap_id: str) -> Progress:
    """Return the journal of a roadmap in a file with this content; raise FileInvalidError with every error."""
    data = toml.parse_toml(path, content, newest_format=FORMAT)
    _utc_to_local(data.get("changes"))
    try:
        progress = Progress.model_validate(data)
    except ValidationError:
        changes = data.get("changes")
        shown = {**data, "changes": _with_invalid(changes)} if isinstance(changes, list) else data
        progress = toml.validate(path, _ThoroughProgress.model_validate, shown, content)
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: holds progress on {progress.roadmap!r}, not on {roadmap_id!r}"
        raise FileInvalidError(message)
    return progress


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
        data = toml.parse_toml(path, content, newest_format=FORMAT)
        last = data.get("changes", [])[count - len(changes) :]
        found = toml.validate(path, Progress.model_validate, {**data, "changes": last}).changes
    except FileInvalidError:
        return False
    # Times are equal in any zone, but the zone decides the day.
    offsets = ([change.at.utcoffset() for change in each] for each in (found, changes))
    return len(data.get("changes", [])) == count and [*found] == [*changes] and next(offsets) == next(offsets)


def _data(change: Change) -> dict[str, Any]:
    values = ((field, getattr(change, field.name)) for field in fields(change))
    return {KEYS.get(field.name, field.name): value for field, value in values if value != field.default}


def _with_invalid(changes: list[object]) -> list[object]:
    """Return the changes up to the last one whose errors are reported."""
    adapter = TypeAdapter(Change)
    invalid = (number for number, change in enumerate(changes, 1) if not _is_valid(adapter, change))
    return changes[: max(islice(invalid, MAX_INVALID), default=len(changes))]


def _is_valid(adapter: TypeAdapter[Change], change: object) -> bool:
    try:
        adapter.validate_python(change)
    except ValidationError:
        return False
    return True


def _utc_to_local(changes: object) -> None:
    """Convert the times in UTC, which do not tell the learner's zone, to the local zone.

    The data is changed before it is validated, so that each change is built once; invalid data is left as it is.
    """
    for change in changes if isinstance(changes, list) else ():
        at = change.get("at") if isinstance(change, dict) else None
        if isinstance(at, dt.datetime) and at.tzinfo is dt.UTC and EARLIEST.year <= at.year < LATEST.year:
            change["at"] = at.astimezone()
