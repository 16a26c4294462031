"""Find the line of a value in a TOML text."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

# A part of a location such as steps[3].title: a key, and the index if its value is an array.
LOCATION_PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
KEY = re.compile(r"([\w-]+)\s*=")


class LineNumbers:
    """The lines of a TOML text, indexed once for any number of locations.

    They understand tables below [[headers]], and arrays on one line or with one item per line.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        # The numbers of the lines that start with a bracket, with an item of an array, and with a key, in order.
        self._headers: list[int] = []
        self._tables: dict[str, list[int]] = defaultdict(list)
        self._items: list[int] = []
        self._keys: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(map(str.strip, self._lines)):
            if line.startswith("["):
                self._headers.append(number)
                self._tables[line].append(number)
            elif line.startswith(("{", '"')):
                self._items.append(number)
            elif key := KEY.match(line):
                self._keys[key[1]].append(number)

    def find(self, location: str) -> int | None:
        """Return the line number of a location such as steps[3].topics[0].title; None if it is not certain."""
        start, end, header = 0, len(self._lines), ""
        parts = [(name, int(index) if index else None) for name, index in LOCATION_PART.findall(location)]
        for depth, (name, index) in enumerate(parts):
            header = f"{header}.{name}".lstrip(".")
            tables = self._tables.get(f"[[{header}]]", [])
            first = bisect_left(tables, start)
            if index is None or first + index >= bisect_left(tables, end):
                return self._key_line(start, end, parts[depth:])
            start, *following = tables[first + index : first + index + 2]
            # Up to the next header of the same kind.
            end = min([end, *following])
        return start + 1 if parts else None

    def _key_line(self, start: int, end: int, parts: list[tuple[str, int | None]]) -> int | None:
        """Return the line number of a key in the table that begins at `start`, or of an item of its array."""
        (name, index), *deeper = parts
        found = _first(self._keys.get(name, []), start, end)
        next_header = _first(self._headers, start + 1, end)
        if found is None or (next_header is not None and found > next_header):
            return None
        if index is None or self._lines[found].rstrip().endswith("]"):
            return found + 1
        position = bisect_right(self._items, found) + index
        item = self._items[position] if position < bisect_left(self._items, end) else None
        if item is None or (deeper and f"{deeper[-1][0]} =" not in self._lines[item]):
            return None
        return item + 1


def _first(numbers: list[int], start: int, end: int) -> int | None:
    """Return the first of the sorted numbers from `start` up to, but not including, `end`."""
    position = bisect_left(numbers, start)
    return numbers[position] if position < len(numbers) and numbers[position] < end else None
