"""Rows of tables, read as items."""

from collections import Counter
from collections.abc import Collection, Sequence

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Phrase

# Values in a smaller table may repeat by chance.
MIN_ROWS = 4
NO_NAME = "a row without words"


def repeated_columns(rows: Sequence[Sequence[Phrase]]) -> set[int]:
    """Return the columns in which most cells have a value that occurs several times, like a language or a level."""
    values = [Counter(cell.text for cell in column if cell.text) for column in zip(*rows, strict=True)]
    shared = [sum(number for number in counts.values() if number > 1) for counts in values]
    return {
        column for column, counts in enumerate(values) if len(rows) >= MIN_ROWS and 2 * shared[column] > counts.total()
    }


def has_name(cells: Sequence[Phrase]) -> bool:
    """Return whether a row can be a topic: a cell has letters or a link."""
    return any(titles.has_letters(cell.text) or cell.anchors for cell in cells)


def row(columns: list[str], cells: list[Phrase], line: int, group: int, repeated: Collection[int] = ()) -> Block:
    """Return a table row as an item, named by its first cell with text outside the columns of numbers or values."""
    named = [
        (number in repeated, number)
        for number, (column, cell) in enumerate(zip(columns, cells, strict=True))
        if titles.has_letters(cell.text) and not titles.is_number_column(column)
    ]
    name = cells[min(named)[1] if named else 0]
    blocks = [
        Block("item", cell, line)
        if titles.section_kind(column) == "what"
        # Read as a label and its text.
        else Block("text", _with_label(column, cell), line)
        for column, cell in zip(columns, cells, strict=True)
        if cell is not name and (cell.text or cell.anchors)
    ]
    return Block("item", name, line, blocks=blocks, group=group)


def _with_label(label: str, cell: Phrase) -> Phrase:
    prefix = f"{label}: " if label and not cell.anchors else ""
    return Phrase(prefix + cell.text, cell.anchors, 0, cell.footnotes, cell.code_spans)
