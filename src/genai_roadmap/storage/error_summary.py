"""Describe the errors of a file: each of them, and a summary by kind."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

from genai_roadmap.storage.toml_positions import Keys, positions

# The summary of a file fits a small terminal: rows and their width, examples of a kind of errors, and further lines.
MAX_ROWS = 15
ROW = 74
MAX_EXAMPLES = 2
MAX_LINES = 4
MAX_TITLE = 24
NOUNS = {
    "steps": "step",
    "topics": "topic",
    "questions": "question",
    "resources": "resource",
    "links": "link",
    "changes": "change",
}
# Line numbers of a larger file would take longer than people wait.
MAX_BYTES_FOR_LINES = 1024**2
# A value in a message; errors that differ only in it are of the same kind.
VALUE = re.compile(r"""'[^']*'|"[^"]*\"""")


class DataError(NamedTuple):
    """An error: the keys of the value, the message, a question about what was meant or "", and the data of the file.

    The item that has it is computed when it is shown, because that takes long for thousands of deep values.
    """

    keys: Keys
    message: str
    hint: str
    data: Any

    @property
    def noun(self) -> str:
        """The kind of item with the error, like topic; empty if it is the file."""
        return NOUNS[str(self.keys[self._depth - 2])] if self._depth else ""

    @property
    def number(self) -> str:
        """The number of the item with the error, like 1.3; empty if it is the file."""
        noun, parts = "", list[str]()
        for depth in filter(self._is_item, range(2, len(self.keys) + 1)):
            outer, key = self.keys[depth - 2 : depth]
            inner = str(int(key) + 1)
            if outer != "topics" and parts:
                parts = [f"{inner} of {noun} {'.'.join(parts)}"]
            else:
                parts.append(inner)
            noun = NOUNS[str(outer)]
        return ".".join(parts)

    @property
    def title(self) -> str:
        """The start of the title of the item with the error, in quotes; empty if it has none."""
        table = reduce(_child, self.keys[: self._depth], self.data) if self._depth else {}
        title = table.get("title") if isinstance(table, dict) else None
        if not isinstance(title, str) or not title:
            return ""
        return f'"{title}"' if len(title) <= MAX_TITLE else f'"{title[: MAX_TITLE - 3].rstrip()}..."'

    @property
    def owner(self) -> str:
        """The item with the error, like topic 1.3 NumPy; empty for the whole file."""
        return " ".join(filter(None, [self.noun, self.number, self.title]))

    @property
    def kind(self) -> tuple[str, str]:
        """The message without the value, and the noun of the item with the error."""
        return " ".join(VALUE.sub("", self.message).split()), self.noun

    @property
    def _depth(self) -> int:
        """The number of keys to the innermost table in an array; 0 if there is none."""
        return next(filter(self._is_item, range(len(self.keys), 1, -1)), 0)

    def _is_item(self, depth: int) -> bool:
        """Return whether the first keys, up to this number of them, are those of a table in an array."""
        outer, key = self.keys[depth - 2 : depth]
        # The topics of a change are slugs.
        is_slug = outer == "topics" and self.keys[max(depth - 4, 0)] == "changes"
        return isinstance(key, int) and outer in NOUNS and not is_slug


class Lines:
    """The line numbers of keys in a file with this content; none if it is large, or no TOML."""

    def __init__(self, content: bytes) -> None:
        is_small = len(content) < MAX_BYTES_FOR_LINES
        self._text = content.decode("utf-8-sig", "replace") if is_small else ""
        self._positions = {} if self._text.lstrip().startswith("{") else positions(self._text)
        self._newlines = [match.start() for match in re.finditer("\n", self._text)]

    def of(self, keys: Keys) -> int | None:
        """Return the line of the value with these keys or, if it is missing, of what should have it."""
        for depth in range(len(keys), 0, -1):
            if (offset := self._positions.get(keys[:depth])) is not None:
                return bisect_left(self._newlines, offset) + 1
        return None


def summary(path: Path, found: list[DataError], lines: Lines) -> str:
    """Return the errors of a file by kind, in as many rows as fit a small terminal."""
    if len(found) == 1:
        return f"{path}: {single(found[0], lines)}"
    kinds: dict[tuple[str, str], list[DataError]] = defaultdict(list)
    for each in found:
        kinds[each.kind].append(each)
    texts, shown, rows = [], 0, 0
    for group in kinds.values():
        text = _group(group, lines)
        rows += len(text) // ROW + 1
        if rows > MAX_ROWS:
            texts.append(more_errors(len(found) - shown))
            break
        texts.append(text)
        shown += len(group)
    return "\n".join([f"{path} has {len(found)} errors:", *(f"  {text}" for text in texts)])


def single(error: DataError, lines: Lines) -> str:
    """Return an error with the item and the line that it is in."""
    line = lines.of(error.keys)
    where = ", ".join(filter(None, [error.owner, f"line {line}" if line else ""]))
    message = f"{error.message}; {error.hint}" if error.hint else error.message
    return f"{message} ({where})" if where else message


def more_errors(count: int) -> str:
    """Return how many errors are not listed."""
    return f"and {count} more error{'' if count == 1 else 's'}"


def _group(errors: list[DataError], lines: Lines) -> str:
    """Return errors of the same kind as a text, with some of those that have it and their lines."""
    if len(errors) == 1:
        return single(errors[0], lines)
    is_same = len({each.message for each in errors}) == 1
    message, noun = (errors[0].message, errors[0].noun) if is_same else errors[0].kind
    examples = [_example(each, lines, is_same=is_same) for each in errors[:MAX_EXAMPLES]]
    rest = errors[MAX_EXAMPLES:]
    if rest:
        numbers = _at_line([lines.of(each.keys) for each in rest[:MAX_LINES]], has_more=len(rest) > MAX_LINES)
        examples.append(f"and {len(rest)} more{numbers}")
    what = f"{len(errors)} {noun}s" if noun else f"{len(errors)} places"
    hint = f" ({errors[0].hint})" if is_same and errors[0].hint else ""
    return f"{message} in {what}{hint}: {', '.join(examples)}"


def _example(error: DataError, lines: Lines, *, is_same: bool) -> str:
    value = VALUE.search(error.message)
    # A number alone would look like a count.
    name = f"{error.number} {error.title}" if error.title else error.owner
    parts = [name, "" if is_same or not value else value[0][: MAX_TITLE + 2]]
    return " ".join(filter(None, parts)) + _at_line([lines.of(error.keys)])


def _at_line(numbers: Iterable[int | None], *, has_more: bool = False) -> str:
    known = [str(number) for number in dict.fromkeys(numbers) if number]
    if not known:
        return ""
    return f" (line{'s' if len(known) > 1 or has_more else ''} {', '.join(known)}{', ...' if has_more else ''})"


def _child(table: Any, key: str | int) -> Any:
    """Return the value with a key or an index; an empty table if there is none."""
    try:
        return table[key]
    except (KeyError, IndexError, TypeError):
        return {}
