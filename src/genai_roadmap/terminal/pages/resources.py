"""Pages about resources: one to open, and those that were marked as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.status import Action
from genai_roadmap.report import resources
from genai_roadmap.report.tree import Resource
from genai_roadmap.report.wording import plural, weekday_text
from genai_roadmap.suggested import suggested
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, join_text, safe_text, unwrapped
from genai_roadmap.terminal.pages import components, link_lists
from genai_roadmap.terminal.pages.changes import CLOCK_IS_BEHIND, with_more
from genai_roadmap.terminal.pages.components import QUIET
from genai_roadmap.terminal.pages.notices import MAX_ROWS
from genai_roadmap.text import shortlist

if TYPE_CHECKING:
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.models import Link
    from genai_roadmap.terminal.display import Display


def opened(node: Node, link: Link, display: Display, *, hints: bool) -> Page:
    """Show a resource of an item with its URL and, with `hints`, how to mark it as read."""
    return Group(
        *_titles(node, link, display), unwrapped(safe_text(link.url)), *([_read_hint(node, link)] if hints else [])
    )


def chosen(node: Node, link: Link, display: Display) -> Page:
    """Show a resource of an item, how to mark it as read, and its URL."""
    is_read = link not in node.unread
    return Group(
        *_titles(node, link, display), *([] if is_read else [_read_hint(node, link)]), unwrapped(safe_text(link.url))
    )


def _titles(node: Node, link: Link, display: Display) -> list[StyledText]:
    """Return the title of an item, and below it the position and the title of one of its resources."""
    position = f"{node.item.resources.index(link) + 1} of {len(node.item.resources)}"
    return [
        clipped_text(f"{node.item.number} {node.title}", 1, display, style=QUIET),
        clipped_text(position if link_lists.is_bare(link) else f"{position}: {link.title}", 1, display),
    ]


def _read_hint(node: Node, link: Link) -> StyledText:
    command = f"genai-roadmap read {node.item.number} {node.item.resources.index(link) + 1}"
    return components.hint("Mark it as read", command)


def nothing_unread(node: Node, _display: Display) -> Page:
    """Show that all resources of an item are read, and how to mark it done."""
    return Group(*all_read(node))


def all_read(node: Node) -> list[StyledText]:
    """Return that all resources of an item are read, and how to mark it done; empty if one is not."""
    text = resources.all_read_text(node)
    if not text or not resources.can_be_done(node):
        return [safe_text(f"{text}.")] if text else []
    return [join_text((f"{text}. Done? ", QUIET), (suggested(f"genai-roadmap done {node.item.number}"), ""))]


def ticked(node: Node, result: Outcome, display: Display) -> Page:
    """Show the resources that were marked as read or unread, and what can follow."""
    word, is_read = result.action.value, result.action is Action.READ
    titles = shortlist([resource.link.title for resource in result.already_ticked], MAX_ROWS)
    already = [safe_text(f"Already {word}: {titles}", QUIET)] if titles else []
    following = _following(node) if is_read else []
    if not result.ticked:
        return Group(safe_text("Nothing changed."), *already, *_other_day(node, result), *following)
    rows = link_lists.resource_rows(result.ticked, display)
    headline = f"{plural(len(result.ticked), 'resource')} marked as {word}{_day(result)}"
    return components.page(
        components.section(headline, with_more(rows, display)),
        Group(*already, *following) if already or following else None,
        safe_text(CLOCK_IS_BEHIND, QUIET) if result.is_clock_behind else None,
        components.hint("Undo with", "genai-roadmap undo"),
    )


def summary(node: Node, result: Outcome, undo_hint: str) -> str:
    """Return which resources were marked and how to undo it, for a message."""
    titles = shortlist([resource.link.title for resource in result.ticked])
    text = resources.all_read_text(node)
    marked = f"{plural(len(result.ticked), 'resource')} marked as {result.action.value}: {titles}"
    return f"{marked}; {undo_hint}.{f' {text}.' if text else ''}"


def _day(result: Outcome) -> str:
    on = result.progress.changes[-1].on
    return f" on {weekday_text(on)}" if on else ""


def _other_day(node: Node, result: Outcome) -> list[StyledText]:
    """Return how to change the day of a resource that was to be marked as read on another one; empty if none was."""
    if not isinstance(found := result.other_day, Resource):
        return []
    number = node.item.resources.index(found.link) + 1
    command = f"genai-roadmap read {node.item.number} {number} --on {result.on}"
    return [components.hint("To change a date, name the resource", command)]


def _following(node: Node) -> list[StyledText]:
    """Return that all resources of an item are read or, if they are not, how to open the next one."""
    if not node.unread:
        return all_read(node)
    return [
        components.hint(f"{len(node.unread)} unread; open the next", f"genai-roadmap open --next {node.item.number}")
    ]
