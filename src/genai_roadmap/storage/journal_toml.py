"""Journals as TOML: parse and write them."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import EARLIEST, FILE_KEYS, LATEST, Change, in_local_zone
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.storage import toml

HEADER = "[[changes]]"
SEPARATOR = f"\n{HEADER}".encode()
# The beginning of strings of several lines, in which a header would be text.
MULTILINE = (b'"""', b"'''")


class JournalReader:
    """Reads journals that have changes in common, which are parsed only once: the files of several machines do.

    A text between two headers that is the same as in a file that was read before is the same change, because only
    tables follow a header unless there are strings of several lines.
    """

    def __init__(self) -> None:
        self._changes: dict[bytes, Change] = {}

    def read(self, path: Path, content: bytes, roadmap_id: str) -> Progress:
        """Return the journal of a roadmap in a file with this content; raise FileInvalidError with every error."""
        if any(quotes in content for quotes in MULTILINE):
            return parse(path, content, roadmap_id)
        head, *tables = content.split(SEPARATOR)
        keys = [table.strip() for table in tables]
        unread = [table for table, key in zip(tables, keys, strict=True) if key not in self._changes]
        if len(unread) < len(tables):
            # At least one, because a header may not be allowed after the head.
            part = SEPARATOR.join([head, *(unread or tables[-1:])])
            # Errors are described with the whole file.
            with suppress(FileInvalidError, KeyError, ValueError):
                self._learn(path, part, roadmap_id)
                toml.check_size(path, content)
                return Progress.of(roadmap_id, tuple(self._changes[key] for key in keys))
        return self._learn(path, content, roadmap_id)

    def _learn(self, path: Path, content: bytes, roadmap_id: str) -> Progress:
        """Return the journal, and remember the text of each change if there is exactly one after each header."""
        progress, ids = _parse(path, content, roadmap_id)
        _, *tables = content.split(SEPARATOR)
        if len(ids) == len(tables):
            changes = (progress.by_id[each] for each in ids)
            self._changes.update(zip((table.strip() for table in tables), changes, strict=True))
        return progress


def parse(path: Path, content: bytes, roadmap_id: str) -> Progress:
    """Return the journal of a roadmap in a file with this content; raise FileInvalidError with every error."""
    return _parse(path, content, roadmap_id)[0]


def _parse(path: Path, content: bytes, roadmap_id: str) -> tuple[Progress, list[str]]:
    """Return the journal in a file, and the ids of the changes in the order of the file."""
    data = toml.parse_toml(path, content, newest_format=FORMAT)
    _utc_to_local(data.get("changes"))
    progress = toml.validate(path, Progress, data, content)
    if progress.roadmap != roadmap_id:
        message = f"{path}: roadmap: is {progress.roadmap!r}, should be {roadmap_id!r}"
        raise FileInvalidError(message)
    return progress, [change["id"] for change in data.get("changes", ())]


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
