"""Parse TOML files within limits, and validate their data."""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import tomli
from pydantic import BaseModel, ValidationError
from pydantic_core import SchemaValidator

from genai_roadmap.errors import FileInvalidError, FileNewerError
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import InvalidRoadmapError, check_roadmap
from genai_roadmap.storage import files

# Data with more of these, outside strings, would take gigabytes as Python objects. A journal of 100,000 changes has
# about half of it.
MAX_TOKENS = {b"=": 1_200_000, b"[": 1_500_000, b"{": 500_000, b",": 600_000, b":": 3_000_000, b".": 400_000}
MAX_KEYS = 100
# Larger ones are not printed; Python refuses to print huge ones.
MAX_FORMAT = 10**6
# Strings and comments. Their ends are optional, so a match never fails once it has begun, which would not be linear.
STRING = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*(?:""")?|\'\'\'(?:[^\']|\'(?!\'\'))*(?:\'\'\')?'
    rb'|"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?|#[^\n]*',
    re.DOTALL,
)
# The time to parse a dotted key is quadratic in its parts, so files with many long keys are rejected.
MAX_DOTS, MAX_KEY_PARTS = 5_000, 10
# A line that may have such a key, from its first dot on; found much faster than the key itself.
MANY_DOTS = re.compile(rb"\.(?:[^.\n]*\.){%d}[^\n]*" % (MAX_KEY_PARTS - 1))
LONG_KEY = re.compile(rb"(?<![\w\"-])(?:[\w\"-]+[ \t]*\.[ \t]*){%d}" % MAX_KEY_PARTS)
# The validation of larger files stops at the first invalid item, because each error takes a kilobyte.
LARGE_BYTES = 100_000
# More errors than these are not all described, because those of deep values take several kilobytes each.
MANY_ERRORS = 2_000
PART_BYTES = 1_000_000
# What text does not contain, with those between ASCII and Latin-1.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")

M = TypeVar("M", bound=BaseModel)


def parse_toml(path: Path, content: bytes, *, newest_format: int, share: float = 1) -> dict[str, Any]:
    """Return the data of a TOML file with this content, after checking its `format`.

    `share` is the part of MAX_TOKENS that it may contain. Raises FileInvalidError with line and column if it is not
    valid TOML.
    """
    return parse_document(path, content, tomli.loads, "TOML", newest_format, share)


def parse_model(path: Path, model: type[M], content: bytes, *, newest_format: int) -> M:
    """Return the model that a TOML file with this content contains; raise FileInvalidError."""
    return validate(path, model, parse_toml(path, content, newest_format=newest_format), content)


def parse_document(
    path: Path, content: bytes, loads: Callable[[str], Any], language: str, newest_format: int, share: float = 1
) -> dict[str, Any]:
    """Return the data that `loads` finds in this content of a file, after checking its `format`.

    Raises FileInvalidError with line and column if it is not valid.
    """
    text = decode(path, content)
    _check_size(path, content, share)
    try:
        data = loads(text)
        _check_keys(path, data, content.count(b"=" if language == "TOML" else b":"))
    except RecursionError:
        _refuse(path, "is nested too deeply")
    except ValueError as error:
        if (line := getattr(error, "lineno", None)) is None:
            # Python's message about huge numbers is for programmers.
            reason = "a number has too many digits" if "digits" in str(error) else str(error)
            _refuse(path, f"contains an invalid value: {reason}")
        where = f"(at line {line}, column {getattr(error, 'colno', 1)})"
        _refuse(path, f"is not valid {language}: {getattr(error, 'msg', error)} {where}{_merge_hint(text)}")
    kind = "a genai-roadmap file" if language == "TOML" else "an export of genai-roadmap"
    _check_format(path, data.get("format") if isinstance(data, dict) else None, newest_format, kind)
    return cast("dict[str, Any]", data)


def _check_size(path: Path, content: bytes, share: float) -> None:
    """Raise FileInvalidError if the content has too many tokens outside strings."""
    limits = {token: int(most * share) for token, most in MAX_TOKENS.items()}
    may_have_long_keys = content.count(b".") > MAX_DOTS and _may_have_long_key(content)
    if not may_have_long_keys and all(content.count(token) <= most for token, most in limits.items()):
        return
    counts = Counter[bytes]()
    # Counted in parts, because a copy of everything without its strings takes too much memory.
    for start in range(0, len(content), PART_BYTES):
        bare = STRING.sub(b'""', content[start : start + PART_BYTES])
        counts.update({token: bare.count(token) for token in limits})
        if may_have_long_keys and LONG_KEY.search(bare):
            _refuse(path, f"has keys with more than {MAX_KEY_PARTS} parts")
    for token, most in limits.items():
        if counts[token] > most:
            _refuse(path, f"contains {token.decode()!r} more than {most:,} times, which is the limit")


def _may_have_long_key(content: bytes) -> bool:
    """Return whether a line has many dots outside strings, or at all if there are strings of several lines."""
    has_long_strings = b'"""' in content or b"'''" in content
    for found in MANY_DOTS.finditer(content):
        line = content[content.rfind(b"\n", 0, found.start()) + 1 : found.end()]
        if has_long_strings or STRING.sub(b'""', line).count(b".") >= MAX_KEY_PARTS:
            return True
    return False


def fits(parts: Sequence[bytes], share: float = 1) -> bool:
    """Return whether a file of these parts would have at most this share of the bytes and tokens of the largest one."""
    if sum(map(len, parts)) > share * files.MAX_BYTES:
        return False
    if all(sum(part.count(token) for part in parts) <= share * most for token, most in MAX_TOKENS.items()):
        return True
    try:
        _check_size(Path(), b"\n".join(parts), share)
    except FileInvalidError:
        return False
    return True


def _check_keys(path: Path, data: Any, most: int) -> None:
    """Raise FileInvalidError if a table of the data, with `most` keys in all, has too many; errors take a kilobyte."""
    arrays = [value for value in data.values() if isinstance(value, list)] if isinstance(data, dict) else []
    tables = [data, *(item for array in arrays for item in array if isinstance(item, dict))]
    # There can be a large table deeper in the data only if these tables do not have all the keys.
    is_flat = arrays and most - sum(map(len, tables)) <= MAX_KEYS
    if (max(map(len, tables)) if is_flat else _largest_table(data)) > MAX_KEYS:
        _refuse(path, f"has a table with more than {MAX_KEYS} keys")


def _largest_table(value: object) -> int:
    """Return the largest number of keys of a table in the value."""
    largest, pending = 0, [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            largest = max(largest, len(value))
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return largest


def validate(path: Path, model: type[M], data: Any, content: bytes = b"", *, with_all_errors: bool = True) -> M:
    """Return the model of the data of a file with this content.

    Raises FileInvalidError with a line per error; errors far behind the first one may be missing if the file is large,
    has many errors, or `with_all_errors` is not set.
    """
    is_complete = with_all_errors and len(content) <= LARGE_BYTES
    try:
        if is_complete:
            return model.model_validate(data)
        return cast("M", _stopping_at_the_first_error(model).validate_python(data))
    except ValidationError as error:
        if is_complete and error.error_count() > MANY_ERRORS:
            return validate(path, model, data, content, with_all_errors=False)
        from genai_roadmap.storage.validation_errors import describe, first_errors, invalid

        details = error.errors(include_url=False) if is_complete else first_errors(model, data, error)
        raise invalid(path, describe(details, model), content, data) from None


def _stopping_at_the_first_error(model: type[BaseModel]) -> SchemaValidator:
    """Return a validator for the model that stops at the first invalid item of each array."""
    schema = deepcopy(model.__pydantic_core_schema__)
    tables: list[Any] = [schema]
    while tables:
        table = tables.pop()
        if isinstance(table, dict):
            if table.get("type") in {"tuple", "list"}:
                table["fail_fast"] = True
            tables += table.values()
        elif isinstance(table, list):
            tables += table
    # Otherwise, the validator of the model itself would be used.
    return SchemaValidator(schema, _use_prebuilt=False)


def check(path: Path, roadmap: Roadmap, content: bytes = b"") -> Roadmap:
    """Return the roadmap in a file with this content; raise FileInvalidError if it is inconsistent."""
    try:
        return check_roadmap(roadmap)
    except InvalidRoadmapError as error:
        from genai_roadmap.storage.validation_errors import invalid, located

        raise invalid(path, located(error.validation_errors), content, roadmap.model_dump()) from None


def decode(path: Path, content: bytes) -> str:
    """Return the text of a file with this content; raise FileInvalidError with line and column if it is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse(path, f"is UTF-16, should be UTF-8 {_position(content, 0)}")
    if (nul := content.find(b"\0")) >= 0:
        _refuse(path, f"is not a text file, or was damaged: it contains NUL characters {_position(content, nul)}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = not_utf8_text(content, error.start)
        _refuse(path, f"{problem}; it looks like Latin-1, save it as UTF-8" if _is_latin1(path, content) else problem)


def not_utf8_text(content: bytes, offset: int) -> str:
    """Return that a content is not UTF-8, with its first byte that is not and the position of it."""
    return f"is not UTF-8 text: byte 0x{content[offset]:02x} {_position(content, offset)}"


def _is_latin1(path: Path, content: bytes) -> bool:
    """Return whether a text, not a file of programs, is in Latin-1, not damaged UTF-8 or another encoding."""
    is_other = path.suffix in {".toml", ".csv", ".json"} or not content.decode(errors="ignore").isascii()
    return not is_other and not CONTROL_CHARACTERS.search(content.decode("latin1"))


def _position(content: bytes, offset: int) -> str:
    line, line_start = content.count(b"\n", 0, offset) + 1, content.rfind(b"\n", 0, offset)
    return f"(at line {line}, column {offset - line_start})"


def _merge_hint(text: str) -> str:
    if "<<<<<<<" in text and ">>>>>>>" in text:
        return (
            "; it contains merge conflict markers: keep the changes of both sides and remove the lines with <, = and >"
        )
    return ""


def _check_format(path: Path, found: object, newest: int, kind: str) -> None:
    if type(found) is not int or found < 1:
        _refuse(path, f"has no `format = {newest}` at the top, so it is not {kind}")
    if found > newest:
        number = found if found < MAX_FORMAT else "a huge number"
        message = f"{path} has format {number}, but this genai-roadmap reads up to {newest}; upgrade genai-roadmap"
        raise FileNewerError(message)


def _refuse(path: Path, reason: str) -> NoReturn:
    message = f"{path} {reason}"
    raise FileInvalidError(message) from None
