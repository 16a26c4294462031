"""Lists of links and resources within a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Status
from genai_roadmap.report.resources import read_count
from genai_roadmap.report.wording import day_text
from genai_roadmap.terminal.output import (
    COLUMN_GAP,
    Page,
    StyledText,
    clipped_text,
    indented,
    join_text,
    safe_line,
    safe_text,
    unwrapped,
)
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import INDENT, QUIET, WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.report.tree import Node, Resource
    from genai_roadmap.roadmap.models import Link
    from genai_roadmap.terminal.display import Display

# The width of the number and the sign before the title of a resource, and of the day on which it was read.
READ_WIDTH = 28
MAX_URL_LINES = 2


def resources_title(node: Node) -> str:
    """Return the heading of the resources, with the item that has them if it is another one, and how many are read."""
    count = read_count(node)
    return f"Resources{_of_owner(node)}{f': {count}' if count else ''}"


def _of_owner(node: Node) -> str:
    """Return whose resources an item has, like of Deep Learning; empty if they are its own."""
    owner = next((item for item in node.item.with_ancestors if item.content.resources), node.item)
    return "" if owner is node.item else f" of {owner.title}"


def links(found: Iterable[Link], display: Display) -> list[Page]:
    """Return numbered links, with the URL beside the title or, on a narrow terminal, below it."""
    rows = (([_number(number), _link_title(link)], _url_beside(link)) for number, link in enumerate(found, 1))
    return _with_urls(rows, display)


def resources(found: Iterable[Resource], display: Display) -> list[Page]:
    """Return numbered resources like `links`, each with whether it is read."""
    found = [*found]
    rows = zip(resource_rows(found, display), found, strict=True)
    numbered = (([_number(number), *row], _url_beside(each.link)) for number, (row, each) in enumerate(rows, 1))
    return _with_urls(numbered, display)


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
        else components.sign(Status.DONE if change else Status.TODO, display)
    )
    if not change:
        return [sign, title]
    gap = " " * (max(width - title.cell_len, 0) + COLUMN_GAP)
    return [sign, join_text(title, (f"{gap}{'' if display.plain else 'read '}{day_text(change.day)}", QUIET))]


def _number(number: int) -> StyledText:
    return safe_text(str(number), QUIET)


def is_bare(link: Link) -> bool:
    """Return whether the title of a link is only its URL."""
    return link.title == link.url


def title_text(link: Link) -> str:
    """Return the title of a link with its detail, or only that if the title is its URL."""
    if not link.detail:
        return link.title
    return link.detail if is_bare(link) else f"{link.title} ({link.detail})"


def _link_title(link: Link) -> StyledText:
    return safe_line(title_text(link))


def _url_beside(link: Link) -> str:
    """Return the URL to show beside the title of a link; empty if the title is the URL."""
    return "" if title_text(link) == link.url else link.url


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
    beside = [[*columns, _url(url, display) if url else safe_text("")] for columns, url in rows]
    widths = components.column_widths(beside)
    fits = display.width >= max(WIDE, INDENT + sum(widths) + COLUMN_GAP * (len(widths) - 1))
    if display.plain or fits:
        return [components.table(beside, display)] if rows else []
    return [part for columns, url in rows for part in _lines(safe_text(" ").join(columns), url, display)]


def _lines(title: StyledText, url: str, display: Display) -> list[Page]:
    """Return the title and the URL below it, or the title alone if it is the URL, which only the terminal breaks."""
    if url:
        return [title, url_line(url, display)]
    return [title if display.full_screen else unwrapped(title)]


def first_unread(node: Node, display: Display) -> Page:
    """Return the first unread resource of a topic, below whose it is if the topic has none of its own."""
    link, title = node.unread[0], title_text(node.unread[0])
    owner = _of_owner(node)
    heading = [clipped_text(f"Resource{owner}", 1, display, style=QUIET)] if owner else []
    url = url_line(link.url, display)
    if not display.plain and len(link.url) > MAX_URL_LINES * display.width:
        style = f"{QUIET} link {link.url}"
        url = Padding(clipped_text(link.url, MAX_URL_LINES, display, style=style, indent=INDENT), (0, 0, 0, INDENT))
    return Group(*heading, *([] if title == link.url else [clipped_text(title, 1, display)]), url)
