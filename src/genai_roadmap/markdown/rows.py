"""Rows of tables, read as items."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TypeVar

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.markdown.status_signs import CHECKS, CROSSES, ONGOING, OPEN_BOXES
from genai_roadmap.progress.status import Status

T = TypeVar("T")

# Values in a smaller table may repeat by chance.
MIN_ROWS = 4
NO_NAME = "a row without words"
STATUS_COLUMN = re.compile(
    r"(?:is )?(?:status|state|progress|done|completed?|completion|finished|learned|checked|read|check|tick"
    r"|estado|hecho|completado|feito|concluído|erledigt|fertig|statut|fait|terminé|状态|完成"
    rf"|[{CHECKS}]\ufe0f?)",
    re.IGNORECASE,
)
BOX = re.compile(rf"\[[ x]?\]|[☑{OPEN_BOXES}]")
# The texts of cells in lower case.
STATUSES = {
    Status.TODO: re.compile(
        rf"|[-–—{CROSSES}{OPEN_BOXES}]|\[ ?\]|no?|false|to[ -]?do|not (?:started|yet|done)|pending|open|planned"
        r"|incomplete|0%|nein|non|não|pendiente|pendente|offen|未完成"
    ),
    Status.DONE: re.compile(
        rf"[x{CHECKS}]|\[x\]|y|yes|true|done|completed?|finished|learned|100%|sí|si|sim|ja|oui|hecho|completado|feito"
        r"|concluído|erledigt|fertig|fait|terminé|已?完成"
    ),
    Status.STARTED: re.compile(
        rf"[1-9]\d?%|[~{ONGOING}]|\[[~/]\]|in[ -]progress|started|ongoing|wip|doing|current|reading|learning|studying"
        r"|watching|en progreso|en curso|en cours|em andamento|in arbeit|进行中"
    ),
    Status.SKIPPED: re.compile(r"\[-\]|skip(?:ped)?|cancell?ed|dropped"),
}


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


def with_statuses(
    columns: list[str], rows: Sequence[list[Phrase]]
) -> tuple[list[str], list[tuple[list[Phrase], Status | None]]]:
    """Return the columns and rows without a column that has the status of each, and that status.

    Such a column is called so or, without a name, has boxes; it has nothing else in it.
    """
    for number, name in enumerate(columns):
        values = [cells[number].text.replace("\ufe0f", "").strip(" .").casefold() for cells in rows]
        is_named = STATUS_COLUMN.fullmatch(name.strip(" ?:")) and any(values)
        is_status = is_named or (not name and all(map(BOX.fullmatch, values)))
        has_links = any(cells[number].anchors for cells in rows)
        if values and is_status and not has_links and None not in (found := [*map(_status, values)]):
            return _without(columns, number), [
                (_without(cells, number), status) for cells, status in zip(rows, found, strict=True)
            ]
    return columns, [(cells, None) for cells in rows]


def _status(text: str) -> Status | None:
    """Return the status that the text of a cell says; None if it says something else."""
    return next((status for status, pattern in STATUSES.items() if pattern.fullmatch(text)), None)


def _without(cells: Sequence[T], number: int) -> list[T]:
    return [*cells[:number], *cells[number + 1 :]]


def row(
    columns: list[str],
    cells: list[Phrase],
    line: int,
    group: int,
    repeated: Collection[int] = (),
    status: Status | None = None,
) -> Block:
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
    return Block("item", name, line, blocks=blocks, status=status, group=group, is_row=True)


def _with_label(label: str, cell: Phrase) -> Phrase:
    prefix = f"{label}: " if label and not cell.anchors else ""
    return Phrase(prefix + cell.text, cell.anchors, 0, cell.footnotes, cell.code_spans)
