"""What pages are made of: rows, signs, bars, links."""

from collections.abc import Iterable

from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from genai_roadmap.look import Look
from genai_roadmap.nodes import Count, Node
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report import Suggestion
from genai_roadmap.roadmap.models import Link, Roadmap
from genai_roadmap.sentences import remark, time_of
from genai_roadmap.terminal import Page, Words, line, words

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
    return Group(*[line for part in there for line in (part, words(""))][:-1])


def section(title: str, rows: list[Page]) -> Page | None:
    """The rows under a title; nothing where there are none."""
    return Group(words(title, style=HEADING), Padding(Group(*rows), (0, 0, 0, 2))) if rows else None


def rows_of(rows: Iterable[list[Words]], look: Look) -> Table:
    """Rows in columns, of which the third, usually a title, and the last may wrap.

    Where a terminal is too narrow even so, the last columns are left out.
    """
    shown = list(rows)
    columns = len(shown[0]) if shown else 0
    while columns > TITLE + 1 and not look.plain and _narrowest(shown, columns) > look.width:
        columns -= 1
    grid = Table.grid(padding=(0, GAP, 0, 0))
    for position in range(columns):
        grid.add_column(no_wrap=position not in (columns - 1, TITLE), overflow="fold")
    for row in shown:
        grid.add_row(*row[:columns])
    return grid


def _narrowest(rows: list[list[Words]], columns: int) -> int:
    """How wide rows of so many columns are with all but the titles, and the words that come last, on one line."""
    widths = [max(row[position].cell_len for row in rows) for position in range(columns)]
    for position in {TITLE, columns - 1}:
        widths[position] = min(widths[position], SHORTEST_TITLE)
    return sum(widths) + GAP * columns


def pairs(facts: Iterable[tuple[str, str]], look: Look) -> Table:
    """Names and what they stand for, those that stand for something."""
    return rows_of(([words(name, style=QUIET), words(value)] for name, value in facts if value), look)


def title_of(roadmap: Roadmap) -> Words:
    """The head of a page."""
    return words(roadmap.title, style=HEADING)


def hint(command: str, what: str) -> Words:
    """A command to go on with, and what it does."""
    return line((command, ""), (f"  {what}", QUIET))


def sign(status: Status, look: Look) -> Words:
    """The sign of a status or, where the page is plain, its word."""
    if look.plain:
        return words(status.value)
    return words((ASCII_SIGNS if look.ascii else SIGNS)[status], style=STYLES[status])


def sign_number_title(node: Node, look: Look, indent: int = 0) -> list[Words]:
    """The columns with which every row about an item begins."""
    title = words("  " * indent + node.title, style=QUIET if node.status is Status.SKIPPED else "")
    return [sign(node.status, look), words(node.item.number, style=QUIET), title]


def bar(count: Count, look: Look, width: int) -> Words:
    """A bar that is empty only where nothing is done, and full only where all is."""
    return bar_of(
        min(max(round(width * count.percent / FULL), count.done > 0), width - (count.percent < FULL)), width, look
    )


def bar_of(filled: int, width: int, look: Look) -> Words:
    """A bar so wide, and filled so far."""
    full, empty = ("#", "-") if look.ascii else ("━", "─")
    return line((full * filled, "green"), (empty * (width - filled), "bright_black"))


def tree_row(node: Node, look: Look) -> list[Words]:
    """The row of an item among all those above and below it."""
    indent = 0 if look.plain else node.item.number.count(".")
    row = sign_number_title(node, look, indent)
    if look.plain or look.width >= ROOM_FOR_SLUGS:
        row.append(words(node.slug, style=QUIET))
    return [*row, words("  ".join(filter(None, [remarks(node), node.content.detail])), style=QUIET)]


def remarks(node: Node) -> str:
    """What there is to know of an item in a list, and whether it has notes."""
    return ", ".join(filter(None, [remark(node), "noted" if node.notes else ""]))


def suggested(found: list[Suggestion], look: Look) -> list[Page]:
    """What to learn next, a line each with its reason."""
    rows = [[*sign_number_title(each.node, look), words(each.reason, style=QUIET)] for each in found]
    return [rows_of(rows, look)] if rows else []


def link_lines(links: tuple[Link, ...], look: Look) -> list[Page]:
    """The links, numbered, with their addresses: beside them where there is room, else below."""
    rows = []
    for number, link in enumerate(links, 1):
        title = f"{link.title} ({link.detail})" if link.detail else link.title
        url = words(link.url, style=QUIET if look.plain else f"{QUIET} link {link.url}")
        rows.append([words(str(number), style=QUIET), words(title), url])
    if look.plain or look.width >= ROOM_FOR_SLUGS:
        return [rows_of(rows, look)] if rows else []
    return [
        part for number, title, url in rows for part in (line(number, words(" "), title), Padding(url, (0, 0, 0, 2)))
    ]


def note_text(change: Change) -> Page:
    """A note under its date."""
    text = Group(*map(words, (change.note or "").splitlines()))
    return Group(words(time_of(change), style=QUIET), text)


def first_of(nodes: list[Node], look: Look) -> Page:
    """The nodes a line each, unless there are too many."""
    rows = rows_of((sign_number_title(node, look) for node in nodes[:MANY]), look)
    more = [words(f"and {len(nodes) - MANY} more", style=QUIET)] if len(nodes) > MANY else []
    return Padding(Group(rows, *more), (0, 0, 0, 2))


def dotted(texts: Iterable[str], look: Look) -> str:
    """The texts that there are in one line."""
    return f" {'-' if look.ascii else '·'} ".join(filter(None, texts))
