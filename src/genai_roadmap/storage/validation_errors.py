"""Validate the data of a file, with one line per error: its location, what is wrong, and its line number."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.models import NUMBER, SLUG_PATTERN, URL_PATTERN, position_error
from genai_roadmap.roadmap.validation import InvalidRoadmapError, ValidationMessage
from genai_roadmap.storage.toml import line_of

MAX_ERRORS = 100
# Line numbers of a larger file would take longer than people wait.
MAX_BYTES_FOR_LINES = 1024**2
NOT_A_TABLE = "should be a table, with keys of its own"
UNKNOWN_KEY = "is not a key that this file knows"
# Messages by pydantic's type of error.
MESSAGES = {
    "missing": "is missing",
    "too_short": "should not be empty",
    "extra_forbidden": UNKNOWN_KEY,
    "unexpected_keyword_argument": UNKNOWN_KEY,
    "model_type": NOT_A_TABLE,
    "dataclass_type": NOT_A_TABLE,
}
# What a value that does not match a pattern should be.
EXPECTED = {
    SLUG_PATTERN: "small letters, digits and single hyphens, like attention-mechanisms",
    ID_PATTERN: "1 to 40 small letters and digits",
    URL_PATTERN: "an http or https address in ASCII, without spaces, quotes and passwords",
}

T = TypeVar("T")
D = TypeVar("D")


def validate(path: Path, parse: Callable[[D], T], data: D, content: bytes = b"", *, within: str = "") -> T:
    """Return `parse(data)`, where the data is that of a file below the key `within`.

    Raises FileInvalidError with a line per error for pydantic.ValidationError and InvalidRoadmapError.
    """
    try:
        return parse(data)
    except ValidationError as error:
        validation_errors = _describe(error)
    except InvalidRoadmapError as error:
        validation_errors = [(f"{within}.{location}".lstrip("."), text) for location, text in error.validation_errors]
    raise FileInvalidError(*_error_lines(path, validation_errors, content)) from None


def _error_lines(path: Path, validation_errors: list[ValidationMessage], content: bytes) -> list[str]:
    text = content.decode("utf-8-sig", "replace") if len(content) < MAX_BYTES_FOR_LINES else ""
    lines = []
    for location, message in validation_errors[:MAX_ERRORS]:
        line = line_of(location, text)
        where = f" (line {line})" if line else ""
        lines.append(f"{path}: {location}: {message}{where}" if location else f"{path}: {message}")
    more = len(validation_errors) - MAX_ERRORS
    return [*lines, f"{path}: and {more} more mistakes"] if more > 0 else lines


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
