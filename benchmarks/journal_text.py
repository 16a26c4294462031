"""Write a journal faster than the program does, which validates every change."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from genai_roadmap.progress.change import FILE_KEYS, Change
from genai_roadmap.progress.journal import FORMAT
from genai_roadmap.storage.journal_toml import HEADER

# The escapes of JSON are valid in TOML.
_quote = json.JSONEncoder(ensure_ascii=False).encode
KEYS = [FILE_KEYS.get(field.name, field.name) for field in fields(Change)]

Data = dict[str, Any]  # of a change, by the keys of the file; what is empty is not written


def dumps(roadmap: str, changes: Iterable[Data]) -> bytes:
    """Return the content of a progress file, as `journal_toml.dumps` does."""
    blocks = [f"format = {FORMAT}\nroadmap = {_text(roadmap)}\n", *map(_block, changes)]
    return "\n".join(blocks).encode()


def _block(change: Data) -> str:
    lines = [f"{key} = {_text(change[key])}\n" for key in KEYS if change.get(key)]
    return f"{HEADER}\n{''.join(lines)}"


def _text(value: object) -> str:
    match value:
        case str():
            return _quote(value)
        case True:
            return "true"
        case dt.date():
            return str(value)
        case list() | tuple():
            return "[\n" + "".join(f"    {_text(each)},\n" for each in value) + "]"
    raise TypeError(value)
