"""Describe the validation errors of a file: a location, a message and a line number for each."""

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.models import NUMBER, SLUG_PATTERN, URL_PATTERN, position_error
from genai_roadmap.roadmap.validation import InvalidRoadmapError, ValidationMessage

# A part of a location such as steps[3].title: a key, and the index if its value is an array.
LOCATION_PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
MAX_ERRORS = 100
# Line numbers of a larger file would take longer than people wait.
MAX_BYTES_FOR_LINES = 1024**2
NOT_A_TABLE = "should be a table"
UNKNOWN_KEY = "unknown key"
# Messages by pydantic's type of error.
MESSAGES = {
    "missing": "is missing",
    "too_short": "is empty",
    "extra_forbidden": UNKNOWN_KEY,
    "unexpected_keyword_argument": UNKNOWN_KEY,
    "model_type": NOT_A_TABLE,
    "dataclass_type": NOT_A_TABLE,
}
# What a value that does not match a pattern should be.
EXPECTED = {
    SLUG_PATTERN: "lowercase letters, digits and single hyphens, like attention-mechanisms",
    ID_PATTERN: "1 to 40 lowercase letters and digits",
    URL_PATTERN: "an http or https URL in ASCII, without spaces, quotes or passwords",
}


def error_lines(
    path: Path, error: ValidationError | InvalidRoadmapError, content: bytes, within: str = ""
) -> list[str]:
    """Return a line for each validation error of a file with this content, below the key `within`."""
    if isinstance(error, ValidationError):
        messages = _describe(error)
    else:
        messages = [(f"{within}.{location}".lstrip("."), text) for location, text in error.validation_errors]
    text = content.decode("utf-8-sig", "replace") if len(content) < MAX_BYTES_FOR_LINES else ""
    lines = []
    for location, message in messages[:MAX_ERRORS]:
        line = line_of(location, text)
        where = f" (line {line})" if line else ""
        lines.append(f"{path}: {location}: {message}{where}" if location else f"{path}: {message}")
    more = len(messages) - MAX_ERRORS
    return [*lines, f"{path}: and {more} more errors"] if more > 0 else lines


def first_errors(model: type[BaseModel], data: Any, error: ValidationError) -> ValidationError:
    """Return the errors of the data near the first one; all the errors of a huge file could take gigabytes."""
    shortened = _shortened(data, error.errors(include_url=False, include_input=False)[0]["loc"])
    try:
        model.model_validate(shortened)
    except ValidationError as found:
        return found
    return error


def _shortened(data: Any, location: tuple[int | str, ...]) -> Any:
    """Return the data with every array cut to MAX_ERRORS items; on the path to the location, they follow its index."""
    key, *rest = location or (None,)
    if isinstance(data, dict):
        keys = [*data][:MAX_ERRORS]
        return {name: _shortened(data[name], tuple(rest) if name == key else ()) for name in keys}
    if isinstance(data, list):
        first = key if isinstance(key, int) else 0
        items = enumerate(data[: first + MAX_ERRORS])
        return [item if n < first else _shortened(item, tuple(rest) if n == key else ()) for n, item in items]
    return data


def line_of(location: str, text: str) -> int | None:
    """Return the line number of a location such as steps[3].topics[0].title; None if it is not certain.

    It understands tables below [[headers]], and arrays on one line or with one item per line.
    """
    lines = text.splitlines()
    start, end, header = 0, len(lines), ""
    parts = [(name, int(index) if index else None) for name, index in LOCATION_PART.findall(location)]
    for depth, (name, index) in enumerate(parts):
        header = f"{header}.{name}".lstrip(".")
        tables = [n for n in range(start, end) if lines[n].strip() == f"[[{header}]]"]
        if index is None or index >= len(tables):
            return _key_line(lines[:end], start, parts[depth:])
        start, end = tables[index], _end_of_table(tables, index, end)
    return start + 1 if parts else None


def _end_of_table(tables: list[int], index: int, end: int) -> int:
    """Return the line after a table and its subtables: the next header of the same kind, or the end."""
    return tables[index + 1] if index + 1 < len(tables) else end


def _key_line(lines: list[str], start: int, parts: list[tuple[str, int | None]]) -> int | None:
    """Return the line number of a key in the table that begins at `start`, or of an item of its array."""
    (name, index), *deeper = parts
    found = next((n for n in range(start, len(lines)) if re.match(rf"\s*{re.escape(name)}\s*=", lines[n])), None)
    next_header = next((n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    if found is None or found > next_header:
        return None
    if index is None or lines[found].rstrip().endswith("]"):
        return found + 1
    items = [n for n in range(found + 1, len(lines)) if lines[n].lstrip().startswith(("{", '"'))]
    if index >= len(items) or (deeper and f"{deeper[-1][0]} =" not in lines[items[index]]):
        return None
    return items[index] + 1


def _describe(error: ValidationError) -> list[ValidationMessage]:
    details = error.errors(include_url=False)
    # An array whose items are all invalid is reported as too short as well, which would be misleading.
    containers = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    own = (detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in containers)
    return [(_location(detail["loc"]), _message(detail)) for detail in own]


def _message(detail: ErrorDetails) -> str:
    # Other values may be nested too deeply to be shown.
    text = detail["input"] if isinstance(detail["input"], str) else type(detail["input"]).__name__
    if expected := EXPECTED.get(detail.get("ctx", {}).get("pattern", "")):
        is_position = expected is EXPECTED[SLUG_PATTERN] and NUMBER.fullmatch(text)
        return position_error(text) if is_position else f"{text[:80]!r} should be {expected}"
    return MESSAGES.get(detail["type"], detail["msg"].removeprefix("Value error, "))


def _location(keys: tuple[int | str, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")
