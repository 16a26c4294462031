"""The help: all keys, in as many columns as fit."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.table import Table

from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page
from genai_roadmap.terminal.pages import components
from genai_roadmap.tui import key_help
from genai_roadmap.tui.keys import Key
from genai_roadmap.tui.page_screen import PageScreen

MIN_COLUMN_WIDTH = 36
MAX_COLUMNS = 3
GAP = 3

# The sections of a column.
Column = Mapping[str, Iterable[tuple[str, str]]]


class HelpScreen(PageScreen):
    """The keys of the full-screen view."""

    BINDINGS: ClassVar = [Key("question_mark", "close", alias="enter").binding]

    def draw(self, display: Display) -> Page:
        """Return the keys, in sections."""
        columns = columns_of(min(max((display.width + GAP) // (MIN_COLUMN_WIDTH + GAP), 1), MAX_COLUMNS))
        grid = Table.grid(padding=(0, GAP, 0, 0))
        for _ in columns:
            grid.add_column(ratio=1)
        grid.add_row(*(_column(column, display) for column in columns))
        return grid


def columns_of(count: int) -> list[dict[str, tuple[tuple[str, str], ...]]]:
    """Return the sections of the help in this many columns, of which none is much longer than the others."""
    total = sum(len(rows) + 2 for rows in key_help.HELP.values())
    columns: list[dict[str, tuple[tuple[str, str], ...]]] = [{} for _ in range(count)]
    before = 0
    for title, rows in key_help.HELP.items():
        middle = before + (len(rows) + 2) / 2
        columns[min(int(middle * count / total), count - 1)][title] = rows
        before += len(rows) + 2
    return columns


def _column(sections: Column, display: Display) -> Page:
    return components.page(
        *(components.section(title, [components.pairs(rows, display)]) for title, rows in sections.items())
    )
