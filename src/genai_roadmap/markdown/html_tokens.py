"""Split HTML into tags, comments and text, in linear time even if elements are not closed.

The parser of the standard library searches the rest of the text again for each tag and comment that is left open.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

# Unclosed markup extends to the end: a match never fails once it has begun, which keeps the time linear.
MARKUP = re.compile(
    r"<!--(?:-?>|(?P<comment>.*?)(?:--!?>|\Z))|<(?P<declaration>[!?])[^>]*>?|<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>[^\s/>][^\s/>=]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s>]*)))?"""
)
END_OF_TAG = re.compile(r"[^>]*>?")
# Elements whose content is not text, with the patterns of their ends.
CODE = {name: re.compile(rf"(?i)</{name}\b|\Z") for name in ("script", "style")}


class Token(NamedTuple):
    """A tag with its attributes, a comment or a piece of text, and its line, counted from 0."""

    kind: Literal["start", "end", "comment", "text"]
    value: str
    line: int
    attributes: dict[str, str]


def tokens(html: str) -> Iterator[Token]:
    """Yield the tags, comments and texts; leave out declarations, and the content of scripts and style sheets."""
    position = line = 0
    while markup := MARKUP.search(html, position):
        if text := html[position : markup.start()]:
            yield Token("text", unescape(text), line, {})
        line += html.count("\n", position, markup.start())
        attributes, end = _attributes(html, markup.end()) if markup["name"] else ({}, markup.end())
        if token := _token(markup, line, attributes):
            yield token
            if token.kind == "start" and token.value in CODE:
                end = CODE[token.value].search(html, end).start()  # type: ignore[union-attr]
        line += html.count("\n", markup.start(), end)
        position = end
    if text := html[position:]:
        yield Token("text", unescape(text), line, {})


def _token(markup: re.Match[str], line: int, attributes: dict[str, str]) -> Token | None:
    if markup["name"]:
        return Token("end" if markup["slash"] else "start", markup["name"].lower(), line, attributes)
    return Token("comment", markup["comment"], line, {}) if markup["comment"] else None


def _attributes(html: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes of the tag whose name ends at the position, and the end of the tag."""
    attributes: dict[str, str] = {}
    while found := ATTRIBUTE.match(html, position):
        value = next(filter(None, (found["double"], found["single"], found["bare"])), "")
        attributes.setdefault(found["name"].lower(), unescape(value))
        position = found.end()
    return attributes, END_OF_TAG.match(html, position).end()  # type: ignore[union-attr]
