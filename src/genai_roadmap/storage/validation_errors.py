"""Find the validation errors in the data of a file."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.models import NUMBER, SLUG_PATTERN, URL_PATTERN, position_error
from genai_roadmap.roadmap.validation import InvalidRoadmapError
from genai_roadmap.storage.error_summary import MAX_TITLE, DataError, Lines, single, summary
from genai_roadmap.storage.toml_positions import Keys

# A part of a location such as steps[3].title: a key, and the index if its value is an array.
LOCATION_PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
MAX_ERRORS = 100
MAX_KEY = 40
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
# How messages begin that continue a sentence about the key.
PREDICATES = ("is ", "should ")
# What a value that does not match a pattern should be.
EXPECTED = {
    SLUG_PATTERN: "lowercase letters, digits and single hyphens, like attention-mechanisms",
    ID_PATTERN: "1 to 40 lowercase letters and digits",
    URL_PATTERN: "an http or https URL in ASCII, without spaces, quotes or passwords",
}
NOUNS = {"steps": "step", "topics": "topic", "resources": "resource", "links": "link", "changes": "change"}


def invalid(
    path: Path, error: ValidationError | InvalidRoadmapError, content: bytes, model: Any, data: Any
) -> FileInvalidError:
    """Return the error of a file with this content, whose data does not match the model or contradicts itself."""
    if isinstance(error, ValidationError):
        found = [_data_error(keys, message, data) for keys, message in _describe(error, model)]
    else:
        found = [_data_error(_keys(location), message, data) for location, message in error.validation_errors]
    lines = Lines(content)
    problems = [f"{path}: {single(each, lines)}" for each in found[:MAX_ERRORS]]
    if (more := len(found) - MAX_ERRORS) > 0:
        problems.append(f"{path}: and {more} more errors")
    return FileInvalidError(*problems, summary=summary(path, found, lines))


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


def _describe(error: ValidationError, model: Any) -> Iterable[tuple[Keys, str]]:
    details = error.errors(include_url=False)
    # An array whose items are all invalid is reported as too short as well, which would be misleading.
    containers = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    misspelled = {(*detail["loc"][:-1], _intended_key(detail, model)) for detail in details}
    for detail in details:
        is_misleading = detail["type"] == "too_short" and detail["loc"] in containers
        # A key that is missing because it is misspelled is one error.
        if not is_misleading and not (detail["type"] == "missing" and detail["loc"] in misspelled):
            yield detail["loc"], _message(detail, model)


def _message(detail: ErrorDetails, model: Any) -> str:
    key = next((key[:MAX_KEY] for key in reversed(detail["loc"]) if isinstance(key, str)), "")
    # Other values may be nested too deeply to be shown.
    text = detail["input"] if isinstance(detail["input"], str) else type(detail["input"]).__name__
    if expected := EXPECTED.get(detail.get("ctx", {}).get("pattern", "")):
        is_position = expected is EXPECTED[SLUG_PATTERN] and NUMBER.fullmatch(text)
        return position_error(text) if is_position else f"`{key}` {text[:80]!r} should be {expected}"
    message = MESSAGES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    if message == UNKNOWN_KEY:
        near = _intended_key(detail, model)
        return f"unknown key `{key}`" + (f"; did you mean `{near}`?" if near else "")
    if message == NOT_A_TABLE and detail["loc"][-1] != key:
        return "not a table"
    return f"`{key}` {message}" if message.startswith(PREDICATES) else f"`{key}`: {message}" if key else message


def _intended_key(detail: ErrorDetails, model: Any) -> str | None:
    """Return the known key that is most like an unknown one; None if there is none, or if the error is another one."""
    *table, key = detail["loc"] or ("",)
    if MESSAGES.get(detail["type"]) != UNKNOWN_KEY or not isinstance(key, str):
        return None
    return next(iter(get_close_matches(key[:MAX_KEY].lower(), _known_keys(model, tuple(table)), 1)), None)


def _known_keys(model: Any, keys: Keys) -> list[str]:
    """Return the keys that a table below a model may have."""
    for key in keys:
        if isinstance(key, str):
            field = getattr(model, "__pydantic_fields__", {}).get(key)
            model = _model_in(field.annotation) if field else None
    fields = getattr(model, "__pydantic_fields__", {})
    return [field.alias or name for name, field in fields.items()]


def _model_in(annotation: Any) -> Any:
    """Return the model in an annotation such as tuple[Step, ...] or Role | None; None if there is none."""
    if hasattr(annotation, "__pydantic_fields__"):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _keys(location: str) -> Keys:
    """Return the keys of a location such as steps[3].title."""
    return tuple(
        key for name, index in LOCATION_PART.findall(location) for key in ([name, int(index)] if index else [name])
    )


def _data_error(keys: Keys, message: str, data: Any) -> DataError:
    """Return an error with the number and title of the innermost table in an array that has it."""
    noun, number, title, table = "", "", "", data
    for outer, key in pairwise(("", *keys)):
        table = _child(table, key)
        if isinstance(key, int) and outer in NOUNS:
            inner = str(key + 1)
            number = f"{number}.{inner}" if outer == "topics" else f"{inner} of {noun} {number}" if number else inner
            noun = NOUNS[str(outer)]
            text = table.get("title") if isinstance(table, dict) else None
            title = text if isinstance(text, str) else ""
    short = title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 3].rstrip()}..."
    return DataError(keys, message, noun, number, f'"{short}"' if short else "")


def _child(table: Any, key: str | int) -> Any:
    """Return the value with a key or an index; an empty table if there is none."""
    try:
        return table[key]
    except (KeyError, IndexError, TypeError):
        return {}
