"""Parse TOML, and find the line of a value in it."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import tomli
from pydantic import ValidationError

from genai_roadmap.errors import FileInvalidError, FileNewerError
from genai_roadmap.roadmap.validation import InvalidRoadmapError

# Data with more of these would take gigabytes as Python objects. A journal of 100,000 changes has half of it.
MAX_TOKENS = {b"=": 1_100_000, b"[": 1_500_000, b"{": 500_000, b",": 1_800_000, b".": 1_000_000, b":": 3_000_000}
MAX_KEYS = 100
MAX_KEY_PARTS = 10
# The parser's time for a dotted key grows with the square of its parts.
LONG_KEY = re.compile(rb"(?m)(?:^[ \t\[]*|[{,][ \t]*)(?:[\w\"'-]+[ \t]*\.[ \t]*){%d}" % MAX_KEY_PARTS)

T = TypeVar("T")
D = TypeVar("D")


def parse_toml(path: Path, content: bytes, *, newest_format: int, share: float = 1) -> dict[str, Any]:
    """Return the data of a TOML file with this content, after checking its `format`.

    `share` is the part of MAX_TOKENS that it may contain. Raises FileInvalidError with line and column if it is not
    valid TOML.
    """
    return parse_document(path, content, tomli.loads, "TOML", newest_format, share)


def parse_document(
    path: Path, content: bytes, loads: Callable[[str], Any], language: str, newest_format: int, share: float = 1
) -> dict[str, Any]:
    """Return the data that `loads` finds in this content of a file, after checking its `format`.

    Raises FileInvalidError with line and column if it is not valid.
    """
    text = decode(path, content)
    for token, most in MAX_TOKENS.items():
        if content.count(token) > most * share:
            _refuse(path, f"has more than {most * share:,.0f} times {token.decode()!r}, which is too much to be read")
    if LONG_KEY.search(content):
        _refuse(path, f"has a key with more than {MAX_KEY_PARTS} parts")
    try:
        data = loads(text)
    except RecursionError:
        _refuse(path, "is nested too deeply to be read")
    except ValueError as error:
        if (line := getattr(error, "lineno", None)) is None:
            _refuse(path, f"holds a value that can't be read: {error}")
        where = f"(at line {line}, column {getattr(error, 'colno', 1)})"
        _refuse(path, f"is not valid {language}: {getattr(error, 'msg', error)} {where}{_merge_hint(text)}")
    if isinstance(data, dict) and len(data) > MAX_KEYS:
        _refuse(path, f"has more than {MAX_KEYS} keys at its top")
    _check_format(path, data.get("format") if isinstance(data, dict) else None, newest_format)
    return cast("dict[str, Any]", data)


def validate(path: Path, parse: Callable[[D], T], data: D, content: bytes = b"", *, within: str = "") -> T:
    """Return `parse(data)`, where the data is that of a file below the key `within`.

    Raises FileInvalidError with a line per error for pydantic.ValidationError and InvalidRoadmapError.
    """
    try:
        return parse(data)
    except (ValidationError, InvalidRoadmapError) as error:
        from genai_roadmap.storage.validation_errors import error_lines

        raise FileInvalidError(*error_lines(path, error, content, within)) from None


def decode(path: Path, content: bytes) -> str:
    """Return the text of a file with this content; raise FileInvalidError with line and column if it is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse(path, f"is UTF-16 text, and should be UTF-8 {_position(content, 0)}")
    if (nul := content.find(b"\0")) >= 0:
        _refuse(path, f"holds NUL characters, as after a crash of the machine {_position(content, nul)}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(path, f"is not UTF-8 text: byte 0x{content[error.start]:02x} {_position(content, error.start)}")


def _position(content: bytes, offset: int) -> str:
    line, line_start = content.count(b"\n", 0, offset) + 1, content.rfind(b"\n", 0, offset)
    return f"(at line {line}, column {offset - line_start})"


def _merge_hint(text: str) -> str:
    if "<<<<<<<" in text and ">>>>>>>" in text:
        return "; it has the marks of a merge: keep the changes of both sides, without the lines of <, = and >"
    return ""


def _check_format(path: Path, found: object, newest: int) -> None:
    if type(found) is not int or found < 1:
        _refuse(path, f"has no `format = {newest}` at its head, so it is not a file of genai-roadmap")
    if found > newest:
        message = f"{path} has format {found}, and this genai-roadmap reads up to {newest}; upgrade the program"
        raise FileNewerError(message)


def _refuse(path: Path, reason: str) -> NoReturn:
    message = f"{path} {reason}"
    raise FileInvalidError(message) from None
