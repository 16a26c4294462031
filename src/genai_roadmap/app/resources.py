"""Open resources, and mark them as read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from genai_roadmap.app import marking
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import resources, ticking
from genai_roadmap.roadmap.positions import separate_numbers
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.models import Link, NumberedItem


def numbered(session: Session, words: list[str]) -> tuple[Node, Link]:
    """Return an item and the resource of it that the words name: its number or URL, by default the first.

    Raises RequestError if there is none.
    """
    item, links = _named(session, words, session.find_with_numbers)
    if len(links) > 1:
        message = "only one resource can be opened at a time"
        raise RequestError(message)
    return session.report.nodes[item.slug], links[0] if links else item.resource(1)


def next_unread(session: Session, words: list[str]) -> tuple[Node, Link | None]:
    """Return the item that the words name, by default what to learn next, and its first unread resource, if any.

    Raises RequestError if the item has no resources, or if nothing is left to learn.
    """
    if words and "://" in words[-1]:
        message = f"open --next accepts no URL; to open this resource: genai-roadmap open {quoted(words[-1])}"
        raise RequestError(message)
    node = _unnumbered(session, words) if words else _suggested(session)
    node.item.resource(1)
    return node, next(iter(node.unread), None)


def url(node: Node, link: Link, *, is_alone: bool) -> View:
    """Return a resource of an item as a view, whose page ends with the URL, or has only that if it `is_alone`."""
    shown = page("reference.lines", [link.url]) if is_alone else page("resources.chosen", node, link)
    return View(json("json_resources.resource", node, link), shown)


def opened(node: Node, link: Link | None, *, hints: bool) -> View:
    """Return a resource of an item, or that all are read, as a view.

    With `hints`, its page has the command that marks the resource as read.
    """
    if not link:
        return View(json("json_resources.all_read", node), page("resources.nothing_unread", node))
    return View(json("json_resources.resource", node, link), page("resources.opened", node, link, hints=hints))


def _unnumbered(session: Session, words: list[str]) -> Node:
    item, numbers = session.find_with_numbers(words)
    if numbers:
        command = f"genai-roadmap open {item.slug} {numbers[0]}"
        message = f"open --next accepts no number; to open this resource: {command}"
        raise RequestError(message)
    return session.report.nodes[item.slug]


def _suggested(session: Session) -> Node:
    found = next(session.report.suggestions(session.now.date()), None)
    if not found:
        message = "nothing is left to learn; name an ITEM"
        raise RequestError(message)
    return found.node


def tick(session: Session, words: list[str], action: Action, on: dt.date | None = None) -> tuple[Node, Outcome]:
    """Mark the resources that the words name, an item and by default all numbers; return the item and the outcome."""
    session.require_valid_settings()
    slug, links = _to_tick(session, words)
    result = tick_links(session, links, action, on)
    return result.after.nodes[slug], result


def day_question(session: Session, words: list[str], day: dt.date) -> str:
    """Return the question to ask before the resources are marked for a day long ago; empty if there is none."""
    _to_tick(session, words)
    return marking.day_question(session, day)


def _to_tick(session: Session, words: list[str]) -> tuple[str, list[Link]]:
    item, links = _named(session, words, partial(_with_numbers, session))
    links = links or ticking.chosen(item, [])
    session.reject_short_guesses()
    return item.slug, links


def _named(
    session: Session, words: list[str], find: Callable[[list[str]], tuple[NumberedItem, list[int]]]
) -> tuple[NumberedItem, list[Link]]:
    """Return an item and those of its resources that the words name, none if they name only the item.

    The words are URLs, or the item and perhaps numbers or URLs.
    """
    urls = [word for word in words if word.casefold().startswith(("http://", "https://"))]
    others = [word for word in words if word not in urls]
    if not others:
        found = [resources.with_url(session.report, url) for url in urls]
        return session.report.nodes[found[0][0]].item, [link for _, link in found]
    item, numbers = find(others)
    return item, [*(ticking.with_url(item, url) for url in urls), *(ticking.chosen(item, numbers) if numbers else ())]


def _with_numbers(session: Session, words: list[str]) -> tuple[NumberedItem, list[int]]:
    """Return the item and the numbers that the words refer to, also in ranges and with commas."""
    try:
        return session.find_with_numbers(words)
    except RequestError:
        # Only then, because a title may end with a range.
        if (separate := [*words[:1], *separate_numbers(words[1:])]) == words:
            raise
        return session.find_with_numbers(separate)


def tick_links(session: Session, links: list[Link], action: Action, on: dt.date | None = None) -> Outcome:
    """Mark resources as read or unread."""
    result = session.update(lambda report, stamp: ticking.tick(report, links, Mark(action, on=on), stamp))
    marking.warn_of_day(session, result)
    return result


def ticked(node: Node, result: Outcome) -> View:
    """Return which resources of an item were marked as a view."""
    return View(json("json_resources.ticked", node, result), page("resources.ticked", node, result))
