"""Describe the validation errors of a file: a location, a message and a line number for each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.ids import NUMBER, position_error
from genai_roadmap.roadmap.models import SLUG_PATTERN, URL_PATTERN
from genai_roadmap.roadmap.validation import ValidationMessage
from genai_roadmap.storage.line_numbers import LineNumbers

Location = tuple[int | str, ...]

MAX_ERRORS = 100
# Line numbers of a larger file would take longer than people wait.
MAX_BYTES_FOR_LINES = 1024**2
NOT_A_TABLE = "should be a table"
UNKNOWN_KEY = "unknown key"
# Messages by pydantic's type of error.
MESSAGES = {
    "missing": "is missing",
    "datetime_type": "should be a time with an offset of hours and minutes, like 2026-11-24T18:00:00+01:00",
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


def error_lines(path: Path, errors: Sequence[ValidationMessage], content: bytes) -> list[str]:
    """Return a line for each error of a file with this content, up to MAX_ERRORS."""
    lines = LineNumbers(content.decode("utf-8-sig", "replace") if len(content) < MAX_BYTES_FOR_LINES else "")
    found = [_error_line(path, location, message, lines.find(location)) for location, message in errors[:MAX_ERRORS]]
    more = len(errors) - MAX_ERRORS
    return [*found, f"{path}: and {more} more errors"] if more > 0 else found


def _error_line(path: Path, location: str, message: str, line: int | None) -> str:
    where = f" (line {line})" if line else ""
    return f"{path}: {location}: {message}{where}" if location else f"{path}: {message}"


def describe(error: ValidationError) -> list[ValidationMessage]:
    """Return the location and the message of each error."""
    return _describe(error.errors(include_url=False))


def first_errors(model: type[BaseModel], data: Any, error: ValidationError) -> list[ValidationMessage]:
    """Return the errors of the data near the first one; all the errors of a huge file could take gigabytes."""
    first = error.errors(include_url=False, include_input=False)[0]["loc"]
    shortened, removed = _shortened(data, first)
    try:
        model.model_validate(shortened)
    except ValidationError as found:
        return _describe([_moved(detail, first, removed) for detail in found.errors(include_url=False)])
    return describe(error)


def _shortened(data: Any, location: Location) -> tuple[Any, list[int]]:
    """Return the data with the items of each array from the one at the location on, up to MAX_ERRORS.

    With it, the number of items that were removed before it, for each key of the location.
    """
    key, *rest = location or (None,)
    removed: list[int] = []
    if isinstance(data, dict):
        shortened = {name: _shortened(data[name], tuple(rest) if name == key else ()) for name in [*data][:MAX_ERRORS]}
        if key in shortened:
            removed = [0, *shortened[key][1]]
        return {name: value for name, (value, _) in shortened.items()}, removed
    if isinstance(data, list):
        first = key if isinstance(key, int) else 0
        items = [_shortened(item, tuple(rest) if n == 0 else ()) for n, item in enumerate(data[first:][:MAX_ERRORS])]
        return [item for item, _ in items], [first, *(items[0][1] if items else [])]
    return data, removed


def _moved(detail: ErrorDetails, first: Location, removed: list[int]) -> ErrorDetails:
    """Return an error of shortened data with the location that it has in the whole data."""
    location = [*detail["loc"]]
    for depth, count in enumerate(removed[: len(location)]):
        key = location[depth]
        location[depth] = key + count if isinstance(key, int) else key
        if location[depth] != first[depth]:
            break
    return {**detail, "loc": tuple(location)}


def _describe(details: list[ErrorDetails]) -> list[ValidationMessage]:
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


def _location(keys: Location) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")
