"""A journal as TOML."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import FORMAT, Progress

HEADER = "[[changes]]"
# The keys that are not called as the fields are.
KEYS = {"action": "did"}


def dumped(progress: Progress) -> bytes:
    """The file that a journal is, written anew."""
    import tomli_w

    head = tomli_w.dumps({"format": FORMAT, "roadmap": progress.roadmap})
    return f"{head}\n".encode() + tables(progress.changes)


def tables(changes: Iterable[Change]) -> bytes:
    """The changes under a header each; left to itself, the writer would put short ones into an array on one line."""
    import tomli_w

    return "\n".join(f"{HEADER}\n{tomli_w.dumps(_data(change))}" for change in changes).encode()


def _data(change: Change) -> dict[str, Any]:
    values = ((field, getattr(change, field.name)) for field in fields(change))
    return {KEYS.get(field.name, field.name): value for field, value in values if value != field.default}
