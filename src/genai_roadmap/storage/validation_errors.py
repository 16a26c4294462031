"""Find the validation errors in the data of a file."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.ids import NUMBER, position_error
from genai_roadmap.roadmap.models import SLUG_PATTERN, URL_PATTERN
from genai_roadmap.roadmap.validation import ValidationMessage
from genai_roadmap.storage.error_summary import DataError, Lines, single, summary
from genai_roadmap.storage.toml_positions import Keys

# The keys of a value, and what is wrong with it.
Located = tuple[Keys, str]

# A part of a location such as steps[3].title: a key, and the index if its value is an array.
LOCATION_PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")

MAX_ERRORS = 100
MAX_KEY = 40
NOT_A_TABLE = "should be a table"
UNKNOWN_KEY = "unknown key"
# Messages by pydantic's type of error.
MESSAGES = {
    "missing": "is missing",
    "datetime_type": "should be a time with an offset of hours and minutes, like 2026-11-24T18:00:00+01:00",
    "too_short": "is empty",
    "bool_type": "should be true or false",
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


def invalid(path: Path, errors: Iterable[Located], content: bytes, data: Any) -> FileInvalidError:
    """Return the error of a file with this content, whose data has these errors."""
    found = [DataError(keys, message, data) for keys, message in errors]
    lines = Lines(content)
    problems = [f"{path}: {single(each, lines)}" for each in found[:MAX_ERRORS]]
    if (more := len(found) - MAX_ERRORS) > 0:
        problems.append(f"{path}: and {more} more errors")
    missing = {str(each.keys[-1]) for each in found if each.keys and each.message.endswith(MESSAGES["missing"])}
    return FileInvalidError(*problems, summary=summary(path, found, lines), missing_keys=missing)


def located(messages: Iterable[ValidationMessage]) -> list[Located]:
    """Return the messages with keys instead of locations such as steps[3].title."""
    return [(_keys(location), message) for location, message in messages]


def first_errors(model: type[BaseModel], data: Any, error: ValidationError) -> list[ErrorDetails]:
    """Return the errors of the data near the first one; all the errors of a huge file could take gigabytes."""
    first = error.errors(include_url=False, include_input=False)[0]["loc"]
    shortened, removed = _shortened(data, first)
    try:
        model.model_validate(shortened)
    except ValidationError as found:
        return [_moved(detail, first, removed) for detail in found.errors(include_url=False)]
    return error.errors(include_url=False)


def _shortened(data: Any, location: Keys) -> tuple[Any, list[int]]:
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


def _moved(detail: ErrorDetails, first: Keys, removed: list[int]) -> ErrorDetails:
    """Return an error of shortened data with the location that it has in the whole data."""
    location = [*detail["loc"]]
    for depth, count in enumerate(removed[: len(location)]):
        key = location[depth]
        location[depth] = key + count if isinstance(key, int) else key
        if location[depth] != first[depth]:
            break
    return {**detail, "loc": tuple(location)}


def describe(details: Sequence[ErrorDetails], model: Any) -> Iterable[Located]:
    """Yield the keys and the message of each error in the data of a model."""
    # An array whose items are all invalid is reported as too short as well, which would be misleading.
    containers = _containers(detail["loc"] for detail in details)
    intended = [_intended_key(detail, model) for detail in details]
    misspelled = {(*detail["loc"][:-1], key) for detail, key in zip(details, intended, strict=True) if key}
    for detail, key in zip(details, intended, strict=True):
        is_misleading = detail["type"] == "too_short" and detail["loc"] in containers
        # A key that is missing because it is misspelled is one error.
        if not is_misleading and not (detail["type"] == "missing" and detail["loc"] in misspelled):
            yield detail["loc"], _message(detail, key, model)


def _containers(all_keys: Iterable[Keys]) -> set[Keys]:
    """Return the keys of every table and array that contains one of the values."""
    found: set[Keys] = set()
    for keys in all_keys:
        # From the inside, up to one whose own containers were found before.
        while keys and (keys := keys[:-1]) not in found:
            found.add(keys)
    return found


def _message(detail: ErrorDetails, intended: str | None, model: Any) -> str:
    key = next((key[:MAX_KEY] for key in reversed(detail["loc"]) if isinstance(key, str)), "")
    # Other values may be nested too deeply to be shown.
    text = detail["input"] if isinstance(detail["input"], str) else type(detail["input"]).__name__
    if expected := EXPECTED.get(detail.get("ctx", {}).get("pattern", "")):
        is_position = expected is EXPECTED[SLUG_PATTERN] and NUMBER.fullmatch(text)
        return position_error(text) if is_position else f"`{key}` {text[:80]!r} should be {expected}"
    message = MESSAGES.get(detail["type"]) or _allowed(model, detail["loc"]) or detail["msg"]
    message = message.removeprefix("Value error, ")
    if message == UNKNOWN_KEY:
        return f"unknown key `{key}`" + (f"; did you mean `{intended}`?" if intended else "")
    if message == NOT_A_TABLE and detail["loc"][-1] != key:
        return "not a table"
    return f"`{key}` {message}" if message.startswith(PREDICATES) else f"`{key}`: {message}" if key else message


def _allowed(model: Any, keys: Keys) -> str | None:
    """Return what a value should be, if its field says so."""
    field = getattr(model, "__pydantic_fields__", {}).get(keys[0]) if keys else None
    extra = field.json_schema_extra if field else None
    return f"should be {extra['allowed']}" if isinstance(extra, dict) and "allowed" in extra else None


def _intended_key(detail: ErrorDetails, model: Any) -> str | None:
    """Return the known key that is most like an unknown one; None if there is none, or if the error is another one."""
    *table, key = detail["loc"] or ("",)
    if MESSAGES.get(detail["type"]) != UNKNOWN_KEY or not isinstance(key, str):
        return None
    return _nearest(key[:MAX_KEY].lower(), _known_keys(model, tuple(table)))


@cache
def _nearest(key: str, known: tuple[str, ...]) -> str | None:
    return next(iter(get_close_matches(key, known, 1)), None)


def _known_keys(model: Any, keys: Keys) -> tuple[str, ...]:
    """Return the keys that a table below a model may have."""
    for key in keys:
        if isinstance(key, str):
            field = getattr(model, "__pydantic_fields__", {}).get(key)
            model = _model_in(field.annotation) if field else None
    fields = getattr(model, "__pydantic_fields__", {})
    return tuple(field.alias or name for name, field in fields.items())


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
