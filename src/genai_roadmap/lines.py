"""Where in the text of a TOML file a place stands, which no parser of TOML says."""

import re

PART = re.compile(r"([\w-]+)(?:\[(\d+)\])?")


def line_of(place: str, text: str) -> int | None:
    """The number of the line of a place like steps[3].topics[0].title; None where that is not beyond doubt.

    It knows tables under [[headers]], and arrays in which each item stands on a line of its own.
    """
    lines = text.splitlines()
    start, end, header = 0, len(lines), ""
    parts = [(name, int(index) if index else None) for name, index in PART.findall(place)]
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
    if index is None:
        return found + 1
    items = [n for n in range(found + 1, len(lines)) if lines[n].lstrip().startswith(("{", '"'))]
    if index >= len(items) or (deeper and f"{deeper[-1][0]} =" not in lines[items[index]]):
        return None
    return items[index] + 1
