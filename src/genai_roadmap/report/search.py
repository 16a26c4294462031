"""Search a roadmap and the notes on it."""

import re
from collections.abc import Iterable, Iterator

from genai_roadmap.errors import RequestError
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.folding import fold, has_word
from genai_roadmap.roadmap.models import Item, Link
from genai_roadmap.spelling import nearest

URL_HOST = re.compile(r"://(?:[^/?#]*@)?([^/?#:]+)")


def matching_items(report: Report, text: str) -> list[tuple[Node, str]]:
    """Return the items that contain the text, ignoring case and accents, each with the matching field.

    Raises RequestError if the text is empty.
    """
    folded = fold(text)
    if not folded:
        message = "the search text is empty; type a word, like: genai-roadmap search attention"
        raise RequestError(message)
    hits = ((node, _matching_field(node, folded)) for node in report.nodes.values())
    return [(node, field) for node, field in hits if field is not None]


def matching_text(node: Node, text: str) -> str:
    """Return the text of an item that contains what was searched for; empty if its title does."""
    folded = fold(text)
    return "" if folded in fold(node.title) else _matching_field(node, folded) or ""


def rank(hit: tuple[Node, str], text: str) -> int:
    """Return how well an item with its matching field fits a text.

    0: a word of the slug or title begins with it; 1: a word of the field; 2: slug or title contain it; 3: the field.
    """
    node, field = hit
    folded, names = fold(text), (fold(node.slug), fold(node.title))
    if has_word(folded, names):
        return 0
    if has_word(folded, [fold(field)]):
        return 1
    return 2 if any(folded in name for name in names) else 3


def suggestion(report: Report, text: str) -> str:
    """Return which titles may have been meant by a text that is not found; empty if none is similar enough."""
    titles = {fold(node.title): node.title for node in report.nodes.values()}
    found = [repr(titles[name]) for name in nearest(fold(text), titles, parts=True)]
    return f"Did you mean {' or '.join(found)}?" if found else ""


def _matching_field(node: Node, folded: str) -> str | None:
    """Return the first field that contains the text, or the detail if the title does; None if no field does."""
    item = node.content
    if folded in fold(item.title):
        return item.detail or ""
    links = [
        field for link in item.resources for field in (link.title, link.detail or "", *_matching_url(link, folded))
    ]
    found = (
        _matching_line([item.detail or "", *item.why, *links], folded)
        or _matching_line((note.text for note in node.notes), folded, "Note: ")
        or _matching_question(item, folded)
    )
    return found or (item.slug if folded in fold(item.slug) else None)


def _matching_line(fields: Iterable[str], folded: str, label: str = "") -> str:
    """Return the first line that contains the text, after a label; empty if none does."""
    lines = (line for field in fields for line in field.splitlines())
    return next((f"{label}{line.strip()}" for line in lines if folded in fold(line)), "")


def _matching_url(link: Link, folded: str) -> Iterator[str]:
    """Yield the URL of a link if it contains a text like a part of one, or if the text begins the name of its site."""
    host = URL_HOST.search(link.url.casefold())
    names = host[1].split(".")[:-1] if host else []
    if any(sign in folded for sign in "./") or any(name.startswith(folded) for name in names):
        yield link.url


def _matching_question(item: Item, folded: str) -> str:
    """Return the first question that contains the text, or whose answer does; the answer itself stays hidden."""
    asked = next((f"Question: {each.ask}" for each in item.questions if folded in fold(each.ask)), "")
    answered = (f"In the answer to: {each.ask}" for each in item.questions if folded in fold(each.answer))
    return " ".join((asked or next(answered, "")).split())
