"""The components of pages: tables, sections, bars, and rows of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.console import Group
from rich.table import Table

from genai_roadmap.progress.status import Status
from genai_roadmap.report.resources import read_count
from genai_roadmap.report.wording import item_summary
from genai_roadmap.suggested import suggested
from genai_roadmap.terminal.output import (
    COLUMN_GAP,
    Page,
    StyledText,
    indented,
    join_text,
    safe_text,
    shortened,
)
from genai_roadmap.text import shown_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from genai_roadmap.report.retention import Retention
    from genai_roadmap.report.tree import Count, Node
    from genai_roadmap.terminal.display import Display

T = TypeVar("T")

SIGNS = {Status.DONE: "✓", Status.STARTED: "◐", Status.TODO: "○", Status.SKIPPED: "-"}
ASCII_SIGNS = {Status.DONE: "x", Status.STARTED: ">", Status.TODO: ".", Status.SKIPPED: "-"}
STYLES = {Status.DONE: "green", Status.STARTED: "cyan", Status.TODO: "dim", Status.SKIPPED: "dim"}
HEADING = "bold"
QUIET = "dim"
FULL_PERCENT = 100
INDENT = 2
NOTE_INDENT = 3
TITLE_COLUMN = 2
MIN_WRAPPED_WIDTH = 16
# The width from which slugs and URLs have a column of their own.
WIDE = 100


def page(*parts: Page | None) -> Group:
    """Return the parts that are not None, separated by empty lines."""
    return Group(*[line for part in parts if part is not None for line in (part, safe_text(""))][:-1])


def section(title: str, parts: Iterable[Page]) -> Page | None:
    """Return the parts under a heading; None if there are none."""
    content = list(parts)
    return Group(safe_text(title, HEADING), indented(Group(*content), INDENT)) if content else None


def table_section(title: str, rows: list[list[StyledText]], display: Display) -> Page | None:
    """Return a table under a heading; None if it has no rows."""
    return section(title, [table(rows, display)] if rows else [])


def table(rows: Iterable[list[StyledText]], display: Display) -> Table:
    """Return rows in columns, of which the third, usually a title, and the last may wrap.

    If the terminal is too narrow even then, the last columns are left out.
    """
    rows = list(rows)
    count = len(rows[0]) if rows else 0
    widths = [] if display.plain else column_widths(rows)
    while count > TITLE_COLUMN + 1 and not display.plain and _min_width(widths[:count]) > display.width:
        count -= 1
    grid = Table.grid(padding=(0, COLUMN_GAP, 0, 0))
    for position in range(count):
        grid.add_column(no_wrap=position not in (count - 1, TITLE_COLUMN), overflow="fold")
    for row in rows:
        grid.add_row(*row[:count])
    return grid


def one_line_table(rows: list[list[StyledText]], display: Display, title: int = TITLE_COLUMN) -> Table:
    """Return rows of one line each: if they are too wide, without the last columns and with shorter titles."""
    if display.plain or not rows:
        return table(rows, display)
    widths = column_widths(rows)
    least = [min(width, MIN_WRAPPED_WIDTH) if column == title else width for column, width in enumerate(widths)]
    while len(least) > title + 1 and sum(least) + COLUMN_GAP * len(least) > display.width:
        least.pop()
    grid = Table.grid(padding=(0, COLUMN_GAP, 0, 0))
    for _ in least:
        grid.add_column(no_wrap=True)
    room = display.width - sum(least) - COLUMN_GAP * len(least) + least[title]
    for row in rows:
        cells = row[: len(least)]
        cells[title] = shortened(cells[title], room, display)
        grid.add_row(*cells)
    return grid


def column_widths(rows: Iterable[list[StyledText]]) -> list[int]:
    """Return the width of each column without wrapping."""
    return [max(text.cell_len for text in column) for column in zip(*rows, strict=True)]


def _min_width(widths: list[int]) -> int:
    """Return the width of columns with gaps if the titles and the last column wrap."""
    wrapped = (TITLE_COLUMN, len(widths) - 1)
    least = [min(width, MIN_WRAPPED_WIDTH) if column in wrapped else width for column, width in enumerate(widths)]
    return sum(least) + COLUMN_GAP * len(widths)


def room_beside(rows: Iterable[list[StyledText]], display: Display) -> int:
    """Return the width that is left for one more column of a table."""
    return display.width - sum(COLUMN_GAP + width for width in column_widths(rows)) - COLUMN_GAP


def pairs(facts: Iterable[tuple[str, str]], display: Display) -> Table:
    """Return names and values in two columns, without the empty values."""
    return table(([safe_text(name, QUIET), safe_text(value)] for name, value in facts if value), display)


def hint(purpose: str, command: str) -> StyledText:
    """Return a command that can follow, after its purpose."""
    return join_text((f"{purpose}: ", QUIET), (suggested(command), ""))


def reviews(retention: Retention, command: str = "genai-roadmap review") -> StyledText | None:
    """Return a hint to review topics; None if none are due."""
    return hint(text, command) if (text := retention.to_review_text()) else None


def bar(count: Count, display: Display, width: int) -> StyledText:
    """Return a bar that is empty only if nothing is done, and full only if everything is."""
    filled = max(round(width * count.percent / FULL_PERCENT), count.done > 0)
    return filled_bar(min(filled, width - (count.percent < FULL_PERCENT)), width, display)


def filled_bar(filled: int, width: int, display: Display) -> StyledText:
    """Return a bar of this width, of which the first `filled` characters are green."""
    full, empty = ("#", "-") if display.ascii else ("━", "─")
    return join_text((full * filled, "green"), (empty * (width - filled), "bright_black"))


def sign_number_title(node: Node, display: Display, indent: int = 0) -> list[StyledText]:
    """Return the first three columns of the row of an item; on a plain page, the sign is the name of the status."""
    status = node.status
    return [
        safe_text(status.value) if display.plain else sign(status, display),
        safe_text(node.item.number, QUIET),
        safe_text("  " * indent + node.title, QUIET if status is Status.SKIPPED else ""),
    ]


def sign(status: Status, display: Display) -> StyledText:
    """Return the sign of a status."""
    return safe_text((ASCII_SIGNS if display.ascii else SIGNS)[status], STYLES[status])


def item_summary_with_notes(node: Node, *, reads: bool) -> str:
    """Return the summary of an item for a list, with whether it has notes and, with `reads`, its own read resources."""
    count = read_count(node) if reads and node.content.resources else ""
    return ", ".join(filter(None, [item_summary(node), count, "notes" if node.notes else ""]))


def flow(texts: Iterable[StyledText], width: int) -> Iterator[StyledText]:
    """Yield lines with as many texts each as fit, none of them broken."""
    line: list[StyledText] = []
    for text in texts:
        if line and sum(other.cell_len + COLUMN_GAP for other in line) + text.cell_len > width:
            yield safe_text(" " * COLUMN_GAP).join(line)
            line = []
        line.append(text)
    yield safe_text(" " * COLUMN_GAP).join(line)


def first_rows(rows: Sequence[T], most: int) -> tuple[Sequence[T], list[StyledText]]:
    """Return the rows, or at most this many with a line that says how many more there are."""
    count = shown_count(len(rows), most)
    more = [safe_text(f"and {len(rows) - count} more", QUIET)] if rows[count:] else []
    return rows[:count], more


def sentences(texts: Iterable[str], display: Display) -> str:
    """Return the texts on one line: the first that is not empty, and those of the others that fit."""
    return fitting(texts, display, display.width, " ")


def sentence_lines(texts: Iterable[str], display: Display) -> list[str]:
    """Return the texts that are not empty, as many on a line as fit."""
    lines: list[str] = []
    for text in filter(None, texts):
        longer = f"{lines[-1]} {text}" if lines else ""
        if longer and (display.plain or len(longer) <= display.width):
            lines[-1] = longer
        else:
            lines.append(text)
    return lines


def fitting(texts: Iterable[str], display: Display, width: int, separator: str) -> str:
    """Return the first text that is not empty, and those of the others that fit a line of this width."""
    line = ""
    for text in filter(None, texts):
        longer = f"{line}{separator}{text}" if line else text
        if not line or display.plain or len(longer) <= width:
            line = longer
    return line
