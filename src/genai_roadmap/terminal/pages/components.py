"""The components of pages: tables, sections, bars, items, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table

from genai_roadmap.progress.status import Status
from genai_roadmap.report.resources import read_count
from genai_roadmap.report.wording import day_text, item_summary
from genai_roadmap.terminal.output import (
    COLUMN_GAP,
    Page,
    StyledText,
    indented,
    join_text,
    safe_line,
    safe_text,
    shortened,
    unwrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from genai_roadmap.report.retention import Retention
    from genai_roadmap.report.tree import Count, Node, Resource
    from genai_roadmap.roadmap.models import Link
    from genai_roadmap.terminal.display import Display

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
# The width of the number and the sign before the title of a resource, and of the day on which it was read.
READ_WIDTH = 28


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
    return join_text((f"{purpose}: ", QUIET), (command, ""))


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
        safe_text(status.value) if display.plain else _sign(status, display),
        safe_text(node.item.number, QUIET),
        safe_text("  " * indent + node.title, QUIET if status is Status.SKIPPED else ""),
    ]


def _sign(status: Status, display: Display) -> StyledText:
    return safe_text((ASCII_SIGNS if display.ascii else SIGNS)[status], STYLES[status])


def item_summary_with_notes(node: Node, *, reads: bool) -> str:
    """Return the summary of an item for a list, with whether it has notes and, with `reads`, its own read resources."""
    count = read_count(node) if reads and node.content.resources else ""
    return ", ".join(filter(None, [item_summary(node), count, "notes" if node.notes else ""]))


def resources_title(node: Node) -> str:
    """Return the heading of the resources, with the item that has them if it is another one, and how many are read."""
    owner = next((item for item in node.item.with_ancestors if item.content.resources), node.item)
    count = read_count(node)
    return f"Resources{'' if owner is node.item else f' of {owner.title}'}{f': {count}' if count else ''}"


def links(found: Iterable[Link], display: Display) -> list[Page]:
    """Return numbered links, with the URL beside the title or, on a narrow terminal, below it."""
    rows = (([_number(number), _link_title(link)], link.url) for number, link in enumerate(found, 1))
    return _with_urls(rows, display)


def resources(found: Iterable[Resource], display: Display) -> list[Page]:
    """Return numbered resources like `links`, each with whether it is read."""
    found = [*found]
    rows = zip(resource_rows(found, display), found, strict=True)
    return _with_urls((([_number(number), *row], each.link.url) for number, (row, each) in enumerate(rows, 1)), display)


def resource_rows(found: Iterable[Resource], display: Display) -> list[list[StyledText]]:
    """Return the sign of each resource, on a plain page as a word, and its title with the day on which it was read."""
    found = [*found]
    longest = max((_link_title(each.link).cell_len for each in found), default=0)
    width = longest if not display.plain and longest + READ_WIDTH <= display.width else 0
    return [_resource_row(each, display, width) for each in found]


def _resource_row(resource: Resource, display: Display, width: int) -> list[StyledText]:
    title, change = _link_title(resource.link), resource.change
    sign = (
        safe_text("read" if change else "unread")
        if display.plain
        else _sign(Status.DONE if change else Status.TODO, display)
    )
    if not change:
        return [sign, title]
    gap = " " * (max(width - title.cell_len, 0) + COLUMN_GAP)
    return [sign, join_text(title, (f"{gap}{'' if display.plain else 'read '}{day_text(change.day)}", QUIET))]


def _number(number: int) -> StyledText:
    return safe_text(str(number), QUIET)


def _link_title(link: Link) -> StyledText:
    return safe_line(f"{link.title} ({link.detail})" if link.detail else link.title)


def _url(url: str, display: Display) -> StyledText:
    return safe_text(url, QUIET if display.plain else f"{QUIET} link {url}")


def url_line(url: str, display: Display) -> Page:
    """Return the line of a URL below its title; only the terminal breaks it, so that it can be copied.

    In the full-screen view, it would be cut.
    """
    text = _url(url, display)
    return indented(text if display.full_screen else unwrapped(text), INDENT)


def _with_urls(rows: Iterable[tuple[list[StyledText], str]], display: Display) -> list[Page]:
    """Return rows, each with a URL, which is below the columns on a narrow terminal, and if it does not fit there."""
    rows = [*rows]
    beside = [[*columns, _url(url, display)] for columns, url in rows]
    widths = column_widths(beside)
    fits = display.width >= max(WIDE, INDENT + sum(widths) + COLUMN_GAP * (len(widths) - 1))
    if display.plain or fits:
        return [table(beside, display)] if rows else []
    return [part for columns, url in rows for part in (safe_text(" ").join(columns), url_line(url, display))]


def flow(texts: Iterable[StyledText], width: int) -> Iterator[StyledText]:
    """Yield lines with as many texts each as fit, none of them broken."""
    line: list[StyledText] = []
    for text in texts:
        if line and sum(other.cell_len + COLUMN_GAP for other in line) + text.cell_len > width:
            yield safe_text(" " * COLUMN_GAP).join(line)
            line = []
        line.append(text)
    yield safe_text(" " * COLUMN_GAP).join(line)


def sentences(texts: Iterable[str], display: Display) -> str:
    """Return the texts on one line: the first that is not empty, and those of the others that fit."""
    return fitting(texts, display, display.width, " ")


def fitting(texts: Iterable[str], display: Display, width: int, separator: str) -> str:
    """Return the first text that is not empty, and those of the others that fit a line of this width."""
    line = ""
    for text in filter(None, texts):
        longer = f"{line}{separator}{text}" if line else text
        if not line or display.plain or len(longer) <= width:
            line = longer
    return line
