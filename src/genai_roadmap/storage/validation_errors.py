"""Find the validation errors in the data of a file."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.ids import NUMBER, SLUG_PATTERN, position_error
from genai_roadmap.roadmap.models import URL_PATTERN
from genai_roadmap.roadmap.validation import ValidationMessage
from genai_roadmap.spelling import nearest
from genai_roadmap.storage.error_summary import DataError, Lines, more_errors, single, summary
from genai_roadmap.storage.toml_positions import Keys

# A part of a location such as steps[3].title: a key, and the index if its value is an array.
LOCATION_PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")

MAX_ERRORS = 100
MAX_KEY = 40
NOT_A_TABLE = "should be a table"
UNKNOWN_KEY = "unknown key"
A_TIME = "should be a time with an offset of hours and minutes, like 2026-11-24T18:00:00+01:00"
A_DATE = "should be a date, like 2026-11-24"
# Messages by pydantic's type of error.
MESSAGES = {
    "missing": "is missing",
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"), A_TIME),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), A_DATE),
    **dict.fromkeys(("bool_type", "bool_parsing"), "should be true or false"),
    "too_short": "is empty",
    "extra_forbidden": UNKNOWN_KEY,
    "unexpected_keyword_argument": UNKNOWN_KEY,
    "model_type": NOT_A_TABLE,
    "dataclass_type": NOT_A_TABLE,
}
# Messages about values whose field does not say what is allowed, with the limit that they exceed.
GENERAL_MESSAGES = {
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "should be a whole number, like 2"),
    "string_type": "should be text in quotes",
    "string_too_short": "is empty",
    **dict.fromkeys(("list_type", "tuple_type"), "should be an array, in square brackets"),
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
    "less_than": "should be less than {lt}",
    "string_too_long": "should be at most {max_length} characters long",
    "enum": "should be {expected}",
    "literal_error": "should be {expected}",
}
# How messages begin that continue a sentence about the key.
PREDICATES = ("is ", "should ")
# What a value that does not match a pattern should be.
EXPECTED = {
    SLUG_PATTERN: "lowercase letters, digits and single hyphens, like attention-mechanisms",
    ID_PATTERN: "1 to 40 lowercase letters and digits",
    URL_PATTERN: "an http or https URL in ASCII, without spaces, quotes or passwords",
}


class Located(NamedTuple):
    """The keys of a value, what is wrong with it, and a question about what was meant, if it is known."""

    keys: Keys
    message: str
    hint: str = ""


def invalid(path: Path, errors: Iterable[Located], content: bytes, data: Any) -> FileInvalidError:
    """Return the error of a file with this content, whose data has these errors."""
    found = [DataError(*each, data) for each in errors]
    lines = Lines(content)
    problems = [f"{path}: {single(each, lines)}" for each in found[:MAX_ERRORS]]
    if (more := len(found) - MAX_ERRORS) > 0:
        problems.append(f"{path}: {more_errors(more)}")
    missing = {str(each.keys[-1]) for each in found if each.keys and each.message.endswith(MESSAGES["missing"])}
    return FileInvalidError(*problems, summary=summary(path, found, lines), missing_keys=missing)


def located(messages: Iterable[ValidationMessage]) -> list[Located]:
    """Return the messages with keys instead of locations such as steps[3].title."""
    return [Located(_keys(location), message) for location, message in messages]


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
    """Yield each error in the data of a model."""
    # An array whose items are all invalid is reported as too short as well, which would be misleading.
    containers = _containers(detail["loc"] for detail in details)
    intended = [_intended_key(detail, model) for detail in details]
    misspelled = {(*detail["loc"][:-1], key) for detail, key in zip(details, intended, strict=True) if key}
    for detail, key in zip(details, intended, strict=True):
        is_misleading = detail["type"] == "too_short" and detail["loc"] in containers
        # A key that is missing because it is misspelled is one error.
        if not is_misleading and not (detail["type"] == "missing" and detail["loc"] in misspelled):
            yield Located(detail["loc"], _message(detail, model), f"did you mean `{key}`?" if key else "")


def _containers(all_keys: Iterable[Keys]) -> set[Keys]:
    """Return the keys of every table and array that contains one of the values."""
    found: set[Keys] = set()
    for keys in all_keys:
        # From the innermost container outwards, until one that was found before.
        while keys and (keys := keys[:-1]) not in found:
            found.add(keys)
    return found


def _message(detail: ErrorDetails, model: Any) -> str:
    key = next((key[:MAX_KEY] for key in reversed(detail["loc"]) if isinstance(key, str)), "")
    # Other values may be nested too deeply to be shown.
    text = detail["input"] if isinstance(detail["input"], str) else type(detail["input"]).__name__
    if expected := EXPECTED.get(detail.get("ctx", {}).get("pattern", "")):
        is_position = expected is EXPECTED[SLUG_PATTERN] and NUMBER.fullmatch(text)
        return position_error(text) if is_position else f"`{key}` {text[:80]!r} should be {expected}"
    message = MESSAGES.get(detail["type"]) or _allowed(model, detail["loc"]) or _general_message(detail)
    if message == UNKNOWN_KEY:
        return f"unknown key `{key}`"
    if message == NOT_A_TABLE and detail["loc"][-1] != key:
        return "not a table"
    return f"`{key}` {message}" if message.startswith(PREDICATES) else f"`{key}`: {message}" if key else message


def _general_message(detail: ErrorDetails) -> str:
    """Return the message for a value that its type, a limit or a check of the model does not allow."""
    if text := GENERAL_MESSAGES.get(detail["type"]):
        return text.format(**detail.get("ctx", {}))
    return detail["msg"].removeprefix("Value error, ").removeprefix("Input ")


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
    return next(iter(nearest(key, known)), None)


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
