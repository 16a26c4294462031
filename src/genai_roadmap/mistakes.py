"""What is wrong with the data of a file: a line for each mistake, with its place and where in the text that stands."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import ID_PATTERN
from genai_roadmap.roadmap.models import NUMBER, SLUG_PATTERN, URL_PATTERN, position_error
from genai_roadmap.roadmap.validation import InvalidRoadmapError

MOST = 100
PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
A_TABLE = "should be a table, with keys of its own"
UNKNOWN_KEY = "is not a key that this file knows"
SENTENCES = {
    "missing": "is missing",
    "too_short": "should not be empty",
    "extra_forbidden": UNKNOWN_KEY,
    "unexpected_keyword_argument": UNKNOWN_KEY,
    "model_type": A_TABLE,
    "dataclass_type": A_TABLE,
}
# What each of the patterns asks for, in words.
RULES = {
    SLUG_PATTERN: "small letters, digits and single hyphens, like attention-mechanisms",
    ID_PATTERN: "1 to 40 small letters and digits",
    URL_PATTERN: "an http or https address in ASCII, without spaces, quotes and passwords",
}

T = TypeVar("T")
D = TypeVar("D")


def validated(path: Path, parse_roadmap: Callable[[D], T], data: D, content: bytes = b"", *, within: str = "") -> T:
    """What `parse` makes of the data, which stands in the file below the key `within`.

    Its pydantic.ValidationError or InvalidRoadmapError becomes a FileInvalidError, a line each mistake.
    """
    try:
        return parse_roadmap(data)
    except ValidationError as error:
        mistakes = _told(error)
    except InvalidRoadmapError as error:
        mistakes = [(f"{within}.{location}".lstrip("."), sentence) for location, sentence in error.validation_errors]
    raise FileInvalidError(*_mistake_lines(path, mistakes, content)) from None


def _mistake_lines(path: Path, mistakes: list[tuple[str, str]], content: bytes) -> list[str]:
    """One line for each mistake: file, place in the file, sentence, and the number of its line where that is sure."""
    # In a huge file it would take longer than the learner waits.
    text = content.decode("utf-8-sig", "replace") if len(content) < 1024**2 else ""
    lines = []
    for location, sentence in mistakes[:MOST]:
        line = line_of(location, text)
        where = f" (line {line})" if line else ""
        lines.append(f"{path}: {location}: {sentence}{where}" if location else f"{path}: {sentence}")
    more = len(mistakes) - MOST
    return [*lines, f"{path}: and {more} more mistakes"] if more > 0 else lines


def _told(error: ValidationError) -> list[tuple[str, str]]:
    mistakes = error.errors(include_url=False)
    # An array all of whose items are wrong counts as too short as well, which would send the learner astray.
    holding = {mistake["loc"][:depth] for mistake in mistakes for depth in range(len(mistake["loc"]))}
    own = (mistake for mistake in mistakes if mistake["type"] != "too_short" or mistake["loc"] not in holding)
    return [(_place(mistake["loc"]), _sentence(mistake)) for mistake in own]


def _sentence(mistake: ErrorDetails) -> str:
    text = str(mistake["input"])
    if rule := RULES.get(mistake.get("ctx", {}).get("pattern", "")):
        is_position = rule is RULES[SLUG_PATTERN] and NUMBER.fullmatch(text)
        return position_error(text) if is_position else f"{text[:80]!r} should be {rule}"
    return SENTENCES.get(mistake["type"], mistake["msg"].removeprefix("Value error, "))


def _place(keys: tuple[int | str, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def line_of(location: str, text: str) -> int | None:
    """The number of the line of a place like steps[3].topics[0].title; None where that is not beyond doubt.

    It knows tables under [[headers]], and arrays on one line or with a line for each item.
    """
    lines = text.splitlines()
    start, end, header = 0, len(lines), ""
    parts = [(name, int(index) if index else None) for name, index in PART.findall(location)]
    for depth, (name, index) in enumerate(parts):
        header = f"{header}.{name}".lstrip(".")
        tables = [n for n in range(start, end) if lines[n].strip() == f"[[{header}]]"]
        if index is None or index >= len(tables):
            return _key_line(lines[:end], start, parts[depth:])
        start, end = tables[index], _end(lines[:end], tables, index)
    return start + 1 if parts else None


def _end(lines: list[str], tables: list[int], index: int) -> int:
    """Where a table and those below it end: at the next of its kind."""
    return tables[index + 1] if index + 1 < len(tables) else len(lines)


def _key_line(lines: list[str], start: int, parts: list[tuple[str, int | None]]) -> int | None:
    """The line of a key in the table that begins at `start`, and of an item of its array."""
    (name, index), *deeper = parts
    found = next((n for n in range(start, len(lines)) if re.match(rf"\s*{re.escape(name)}\s*=", lines[n])), None)
    following = next((n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    if found is None or found > following:
        return None
    if index is None or lines[found].rstrip().endswith("]"):
        return found + 1
    items = [n for n in range(found + 1, len(lines)) if lines[n].lstrip().startswith(("{", '"'))]
    if index >= len(items) or (deeper and f"{deeper[-1][0]} =" not in lines[items[index]]):
        return None
    return items[index] + 1
