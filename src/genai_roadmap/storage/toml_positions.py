"""Find where each table, key and array item of a TOML document begins, and add or replace values in it.

The parser reports no positions of valid data, and its writer drops comments. This scanner does only what that needs:
the line of an error, and changes that keep the author's text. Callers parse what it returns to check it.
"""

import re
from collections import Counter
from itertools import count
from pathlib import Path
from typing import NamedTuple

# A key or index per level, like ("steps", 3, "title").
Keys = tuple[str | int, ...]

# Deeper values get the position of what contains them, because the keys of each take memory in proportion to its depth.
MAX_DEPTH = 40
# Comments and spaces are skipped. Strings end at the end of the text at the latest, so that the pattern always matches.
TOKEN = re.compile(
    r'(?:[ \t\r]|#[^\n]*)*("""(?:[^"\\]|\\.|"(?!""))*(?:"{3,5})?|\'\'\'(?:[^\']|\'(?!\'\'))*(?:\'{3,5})?'
    r'|"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?|\n|[\[\]{},=.]|[^\s\[\]{},=.#"\']+|\Z)',
    re.DOTALL,
)


class WrittenSlug(NamedTuple):
    """A slug that was written, with the number and the title of its item."""

    slug: str
    number: str
    title: str


class Fix(NamedTuple):
    """What was written into a roadmap file, and the backup of the file; None if nothing was.

    `untitled` is the number of steps and of topics that need a title to get a slug.
    """

    path: Path
    slugs: list[WrittenSlug]
    untitled: dict[str, int]
    backup: Path | None = None


def positions(text: str) -> dict[Keys, int]:
    """Return the offset of each table, key and array item of a valid TOML document, by its keys."""
    try:
        return _Scanner(text).scan()
    except RecursionError:
        return {}


class _Scanner:
    """A scanner of valid TOML; in invalid TOML, it finds wrong positions, but always ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0
        self._current = ""
        self._start = 0
        self._tables: Counter[Keys] = Counter()
        self._found: dict[Keys, int] = {}
        self._next()

    def scan(self) -> dict[Keys, int]:
        """Return the offsets."""
        table: Keys = ()
        while self._current:
            if self._current == "[":
                table = self._header()
            elif self._current == "\n":
                self._next()
            else:
                self._pair(table)
        return self._found

    def _record(self, keys: Keys, start: int) -> None:
        if len(keys) <= MAX_DEPTH:
            self._found.setdefault(keys, start)

    def _next(self) -> str:
        """Move to the next token, and return the current one."""
        token = self._current
        match = TOKEN.match(self._text, self._offset)
        self._current, self._offset = (match[1], match.end()) if match else ("", self._offset)
        self._start = self._offset - len(self._current)
        return token

    def _skip_lines(self) -> None:
        while self._current == "\n":
            self._next()

    def _header(self) -> Keys:
        start = self._start
        self._next()
        if is_array := self._current == "[":
            self._next()
        *outer, last = self._key()
        table: Keys = ()
        for key in outer:
            table = self._last_of((*table, key))
        table = (*table, last)
        if is_array:
            self._tables[table] += 1
        table = self._last_of(table)
        self._record(table, start)
        while self._next() not in {"\n", ""}:
            pass
        return table

    def _last_of(self, keys: Keys) -> Keys:
        """Return the keys of a table or, if there are several, of the last one so far."""
        return (*keys, self._tables[keys] - 1) if keys in self._tables else keys

    def _key(self) -> list[str]:
        """Return the parts of a dotted key."""
        parts = [self._unquoted()]
        while self._current == ".":
            self._next()
            parts.append(self._unquoted())
        return parts

    def _unquoted(self) -> str:
        token = self._next()
        return token[1:-1] if token[:1] in {'"', "'"} else token

    def _pair(self, table: Keys) -> None:
        start = self._start
        keys = (*table, *self._key())
        self._record(keys, start)
        if self._current == "=":
            self._next()
            self._value(keys)

    def _value(self, keys: Keys) -> None:
        if self._current == "[":
            self._items(keys)
        elif self._current == "{":
            self._inline_table(keys)
        else:
            while self._current not in {"\n", ",", "]", "}", ""}:
                self._next()

    def _items(self, keys: Keys) -> None:
        self._next()
        for index in count():
            self._skip_lines()
            if self._current in {"]", ""}:
                break
            self._record((*keys, index), self._start)
            self._value((*keys, index))
            self._skip_lines()
            if self._current in {",", "}", "="}:
                self._next()
        self._next()

    def _inline_table(self, keys: Keys) -> None:
        self._next()
        while self._current not in {"}", ""}:
            if self._current in {",", "\n", "]"}:
                self._next()
            else:
                self._pair(keys)
        self._next()


def with_key(text: str, key: str, values: dict[Keys, str]) -> str:
    """Return a valid TOML document with a key added at the beginning of tables that have none, and all else unchanged.

    The values, by the keys of the tables, are plain ASCII without quotes. Tables whose position is not
    known are left out.
    """
    found = positions(text)
    pieces, end = [], 0
    for offset, value in sorted((found[keys], value) for keys, value in values.items() if keys in found):
        at, addition = _addition(text, offset, f'{key} = "{value}"')
        pieces += [text[end:at], addition]
        end = at
    return "".join([*pieces, text[end:]])


def with_value(text: str, key: str, value: str) -> str:
    """Return a valid TOML document with the value of a top-level key replaced by a string, and all else unchanged.

    The value is plain ASCII without quotes. Without the key, the text is returned unchanged.
    """
    offset = positions(text).get((key,))
    if offset is None:
        return text
    tokens = TOKEN.finditer(text, offset)
    while next(tokens)[1] != "=":
        pass
    start, end = next(tokens).span(1)
    return f'{text[:start]}"{value}"{text[end:]}'


def _addition(text: str, offset: int, pair: str) -> tuple[int, str]:
    """Return where to add a pair to the table that begins at an offset, and what to add there."""
    if text[offset] == "{":
        space = "" if text[offset + 1 : offset + 2].isspace() else " "
        return offset + 1, f" {pair},{space}"
    line_start, line_end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    indent = text[line_start:offset]
    if line_end < 0:
        return len(text), f"\n{indent}{pair}"
    newline = "\r\n" if text[line_end - 1] == "\r" else "\n"
    return line_end + 1, f"{indent}{pair}{newline}"
