"""What pages are made of: rows, signs, bars, links."""

import datetime as dt
from collections.abc import Iterable

from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Suggestion
from genai_roadmap.report.tree import Count, Node
from genai_roadmap.report.wording import item_summary, reason_text, time_of
from genai_roadmap.roadmap.models import Link, Roadmap
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text

SIGNS = {Status.DONE: "✓", Status.STARTED: "◐", Status.TODO: "○", Status.SKIPPED: "-"}
ASCII_SIGNS = {Status.DONE: "x", Status.STARTED: ">", Status.TODO: ".", Status.SKIPPED: "-"}
STYLES = {Status.DONE: "green", Status.STARTED: "cyan", Status.TODO: "dim", Status.SKIPPED: "dim"}
HEADING = "bold"
QUIET = "dim"
FULL = 100
ROOM_FOR_SLUGS = 100
TITLE = 2
SHORTEST_TITLE = 16
GAP = 2
MANY = 12


def page_of(*parts: Page | None) -> Group:
    """The parts that there are, an empty line between them."""
    there = [part for part in parts if part is not None]
    return Group(*[line for part in there for line in (part, safe_text(""))][:-1])


def section(title: str, rows: list[Page]) -> Page | None:
    """The rows under a title; nothing where there are none."""
    return Group(safe_text(title, style=HEADING), Padding(Group(*rows), (0, 0, 0, 2))) if rows else None


def rows_of(rows: Iterable[list[StyledText]], display: Display) -> Table:
    """Rows in columns, of which the third, usually a title, and the last may wrap.

    Where a terminal is too narrow even so, the last columns are left out.
    """
    shown = list(rows)
    columns = len(shown[0]) if shown else 0
    while columns > TITLE + 1 and not display.plain and _narrowest(shown, columns) > display.width:
        columns -= 1
    grid = Table.grid(padding=(0, GAP, 0, 0))
    for position in range(columns):
        grid.add_column(no_wrap=position not in (columns - 1, TITLE), overflow="fold")
    for row in shown:
        grid.add_row(*row[:columns])
    return grid


def _narrowest(rows: list[list[StyledText]], columns: int) -> int:
    """How wide rows of so many columns are with all but the titles, and the words that come last, on one line."""
    widths = [max(row[position].cell_len for row in rows) for position in range(columns)]
    for position in {TITLE, columns - 1}:
        widths[position] = min(widths[position], SHORTEST_TITLE)
    return sum(widths) + GAP * columns


def pairs(facts: Iterable[tuple[str, str]], display: Display) -> Table:
    """Names and what they stand for, those that stand for something."""
    return rows_of(([safe_text(name, style=QUIET), safe_text(value)] for name, value in facts if value), display)


def title_of(roadmap: Roadmap) -> StyledText:
    """The head of a page."""
    return safe_text(roadmap.title, style=HEADING)


def hint(command: str, what: str) -> StyledText:
    """A command to go on with, and what it does."""
    return join_text((command, ""), (f"  {what}", QUIET))


def sign(status: Status, display: Display) -> StyledText:
    """The sign of a status or, where the page is plain, its word."""
    if display.plain:
        return safe_text(status.value)
    return safe_text((ASCII_SIGNS if display.ascii else SIGNS)[status], style=STYLES[status])


def sign_number_title(node: Node, display: Display, indent: int = 0) -> list[StyledText]:
    """The columns with which every row about an item begins."""
    title = safe_text("  " * indent + node.title, style=QUIET if node.status is Status.SKIPPED else "")
    return [sign(node.status, display), safe_text(node.item.number, style=QUIET), title]


def bar(count: Count, display: Display, width: int) -> StyledText:
    """A bar that is empty only where nothing is done, and full only where all is."""
    return bar_of(
        min(max(round(width * count.percent / FULL), count.done > 0), width - (count.percent < FULL)), width, display
    )


def bar_of(filled: int, width: int, display: Display) -> StyledText:
    """A bar so wide, and filled so far."""
    full, empty = ("#", "-") if display.ascii else ("━", "─")
    return join_text((full * filled, "green"), (empty * (width - filled), "bright_black"))


def tree_row(node: Node, display: Display) -> list[StyledText]:
    """The row of an item among all those above and below it."""
    indent = 0 if display.plain else node.item.number.count(".")
    row = sign_number_title(node, display, indent)
    if display.plain or display.width >= ROOM_FOR_SLUGS:
        row.append(safe_text(node.slug, style=QUIET))
    return [*row, safe_text("  ".join(filter(None, [item_summary_with_notes(node), node.content.detail])), style=QUIET)]


def item_summary_with_notes(node: Node) -> str:
    """What there is to know of an item in a list, and whether it has notes."""
    return ", ".join(filter(None, [item_summary(node), "noted" if node.notes else ""]))


def suggested(found: list[Suggestion], today: dt.date, display: Display) -> list[Page]:
    """What to learn next, a line each with its reason."""
    rows = [
        [*sign_number_title(each.node, display), safe_text(reason_text(each, today), style=QUIET)] for each in found
    ]
    return [rows_of(rows, display)] if rows else []


def link_lines(links: tuple[Link, ...], display: Display) -> list[Page]:
    """The links, numbered, with their addresses: beside them where there is room, else below."""
    rows = []
    for number, link in enumerate(links, 1):
        title = f"{link.title} ({link.detail})" if link.detail else link.title
        url = safe_text(link.url, style=QUIET if display.plain else f"{QUIET} link {link.url}")
        rows.append([safe_text(str(number), style=QUIET), safe_text(title), url])
    if display.plain or display.width >= ROOM_FOR_SLUGS:
        return [rows_of(rows, display)] if rows else []
    return [
        part
        for number, title, url in rows
        for part in (join_text(number, safe_text(" "), title), Padding(url, (0, 0, 0, 2)))
    ]


def note_text(change: Change) -> Page:
    """A note under its date."""
    text = Group(*map(safe_text, (change.note or "").splitlines()))
    return Group(safe_text(time_of(change), style=QUIET), text)


def first_of(nodes: list[Node], display: Display) -> Page:
    """The nodes a line each, unless there are too many."""
    rows = rows_of((sign_number_title(node, display) for node in nodes[:MANY]), display)
    more = [safe_text(f"and {len(nodes) - MANY} more", style=QUIET)] if len(nodes) > MANY else []
    return Padding(Group(rows, *more), (0, 0, 0, 2))


def dotted(texts: Iterable[str], display: Display) -> str:
    """The texts that there are in one line."""
    return f" {'-' if display.ascii else '·'} ".join(filter(None, texts))
