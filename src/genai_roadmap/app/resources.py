"""Open resources, and tick them as read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import ticking

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.models import Link


class Opened(NamedTuple):
    """A resource to open, with its item and its number; both are None if all are read."""

    node: Node
    number: int | None
    link: Link | None

    @property
    def url_view(self) -> View:
        """The resource as a view whose page has only the URL."""
        return View(self._data, page("reference.lines", [self.link.url] if self.link else []))

    def view(self, *, hints: bool) -> View:
        """Return the resource as a view; with `hints`, its page has the command that marks it as read."""
        return View(self._data, page("resources.opened", self.node, self.number, hints))

    @property
    def _data(self) -> Callable[[], Data]:
        return json("json_resources.resource", self.node, self.link)


def numbered(session: Session, words: list[str]) -> Opened:
    """Return the resource that the words name: an item, and by default 1; raise RequestError if there is none."""
    item, numbers = session.find_with_numbers(words)
    if len(numbers) > 1:
        message = "only one resource can be opened at a time"
        raise RequestError(message)
    [number] = numbers or [1]
    return Opened(session.report.nodes[item.slug], number, item.resource(number))


def next_unread(session: Session, words: list[str]) -> Opened:
    """Return the first unread resource of the item that the words name, by default of what to learn next.

    Raises RequestError if the item has no resources, or if nothing is left to learn.
    """
    node = _unnumbered(session, words) if words else _suggested(session)
    item = node.item
    item.resource(1)
    link = next(iter(node.unread), None)
    return Opened(node, item.resources.index(link) + 1 if link else None, link)


def _unnumbered(session: Session, words: list[str]) -> Node:
    item, numbers = session.find_with_numbers(words)
    if numbers:
        command = f"genai-roadmap open {item.slug} {numbers[0]}"
        message = f"open --next takes no number; to open this resource: {command}"
        raise RequestError(message)
    return session.report.nodes[item.slug]


def _suggested(session: Session) -> Node:
    found = next(session.report.suggestions(session.now.date()), None)
    if not found:
        message = "nothing is left to learn; name an ITEM"
        raise RequestError(message)
    return found.node


def tick(session: Session, words: list[str], action: Action, on: dt.date | None = None) -> tuple[Node, Outcome]:
    """Tick the resources that the words name, an item and by default all numbers; return the item and the outcome."""
    item, numbers = session.find_with_numbers(words)
    result = tick_links(session, ticking.chosen(item, numbers), action, on)
    return result.after.nodes[item.slug], result


def tick_links(session: Session, links: list[Link], action: Action, on: dt.date | None = None) -> Outcome:
    """Tick resources as read or unread."""
    return session.update(lambda report, stamp: ticking.tick(report, links, Mark(action, on=on), stamp))


def ticked(node: Node, result: Outcome) -> View:
    """Return what was ticked of an item as a view."""
    return View(json("json_resources.ticked", node, result), page("resources.ticked", node, result))
