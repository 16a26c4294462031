"""Rows of tables, read as items."""

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Phrase


def row(columns: list[str], cells: list[Phrase], line: int, group: int) -> Block:
    """Return a table row as an item, named by its first cell with text outside the columns of numbers."""
    named = (cell for column, cell in zip(columns, cells, strict=True) if not titles.is_number_column(column))
    name = next((cell for cell in named if titles.has_letters(cell.text)), cells[0])
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
