"""Write a journal as TOML."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import tomli_w

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import FORMAT, Progress

HEADER = "[[changes]]"
# The keys whose name differs from the field's.
KEYS = {"action": "did"}


def dumps(progress: Progress) -> bytes:
    """Return a file with the whole journal."""
    head = tomli_w.dumps({"format": FORMAT, "roadmap": progress.roadmap})
    return f"{head}\n".encode() + dumps_changes(progress.changes)


def dumps_changes(changes: Iterable[Change]) -> bytes:
    """Return the changes with a header each, so that more can be appended; tomli_w would put them into one array."""
    return "\n".join(f"{HEADER}\n{tomli_w.dumps(_data(change))}" for change in changes).encode()


def _data(change: Change) -> dict[str, Any]:
    values = ((field, getattr(change, field.name)) for field in fields(change))
    return {KEYS.get(field.name, field.name): value for field, value in values if value != field.default}
