"""Divide the text of a list item into its title and the explanation on the lines below it.

A line that only continues a sentence is part of the title: most line breaks come from an editor that wraps text.
"""

import itertools
import re
from collections import deque
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from markdown_it.token import Token

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.labels import LABEL
from genai_roadmap.markdown.names import MAX_TITLE_LENGTH, QUOTES
from genai_roadmap.markdown.syntax_tree import Node, lines_of

# Nobody wraps text at fewer columns, so a shorter line with room for the next word was ended on purpose.
MIN_WRAPPED_WIDTH = 60
# Fewer words without a final period may be the rest of a name.
MIN_SENTENCE_WORDS = 5
SENTENCE_END = re.compile(r"[.!?。！？।…][\"'”’»)\]*_]*$")
# Words and signs that something follows.
OPEN_END = re.compile(
    r"(?i)(?:[:：,，、;/&+|→=<-]|[–—]|\b(?:a|an|and|as|at|by|for|from|in|into|is|are|like|of|on|or|our|than|that|the|to"
    r"|using|via|vs|with|your|de|del|des|du|la|las|le|les|el|los|y|et|e|o|em|en|para|por|con|com|und|oder|mit|der|die|das"
    r"|von|и|в|на|с))$"
)
CONTINUES = re.compile(r"[)\]}.,;:?!…([]")
LABELED = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?[:：]\s")
ADDRESS = re.compile(r"https?://\S+\s*$")


def title_and_explanation(node: Node) -> list[Node]:
    """Return the paragraph that an item begins with, in two parts if its later lines explain the first ones."""
    tokens = node.inline_tokens if node.type == "paragraph" else []
    if len(tokens) < 2:  # noqa: PLR2004
        return [node]
    lines = [(start, text.strip()) for start, text in lines_of(tokens)]
    if len(lines) == 1 or LABEL.match(lines[0][1]):
        return [node]
    title, rest = "", deque(text for _, text in lines if text)
    for number, ((_, line), (start, _)) in enumerate(itertools.pairwise(lines), 1):
        if line:
            title = f"{title} {rest.popleft()}".lstrip()
        # A list item may have thousands of lines.
        if not rest or len(title) > MAX_TITLE_LENGTH:
            break
        is_hard = tokens[start - 1].type != "softbreak"
        # What follows an address does not continue it.
        if ADDRESS.match(title) or (
            _is_title(title) and (is_hard or _begins_sentence(title, line, rest, tokens[start]))
        ):
            return [node.with_tokens(tokens[: start - 1], node.line), *_paragraphs(node, lines, number)]
    return [node]


def _paragraphs(node: Node, lines: Sequence[tuple[int, str]], begin: int) -> Iterator[Node]:
    """Yield the lines from this one on as a paragraph, and each line that is an address as one of its own."""
    tokens = node.inline_tokens
    ends = [start - 1 for start, _ in lines[1:]] + [len(tokens)]
    for number in range(begin, len(lines)):
        if number + 1 == len(lines) or any(ADDRESS.match(text) for _, text in lines[number : number + 2]):
            yield node.with_tokens(tokens[lines[begin][0] : ends[number]], node.line + begin)
            begin = number + 1


def _is_title(text: str) -> bool:
    """Return whether a text can be a whole title: no word has to follow, and no bracket or quotation mark is open."""
    is_closed = all(text.count(opening) <= text.count(closing) for opening, closing in QUOTES.items())
    return titles.has_letters(text) and len(text) <= MAX_TITLE_LENGTH and is_closed and not OPEN_END.search(text)


def _begins_sentence(title: str, line: str, rest: Sequence[str], token: Token) -> bool:
    """Return whether the lines after a title begin a new sentence; `line` is the last one of the title."""
    first, *_ = words = rest[0].split()
    has_room = _width(line) + 1 + _width(first) <= MIN_WRAPPED_WIDTH
    if has_room and (LABELED.match(rest[0]) or ADDRESS.match(rest[0])):
        return True
    if first[0].islower() or CONTINUES.match(first):
        return False
    is_sentence = len(words) >= MIN_SENTENCE_WORDS or len(rest) > 1 or SENTENCE_END.search(rest[-1])
    return bool(SENTENCE_END.search(title) or (has_room and (is_sentence or token.type == "link_open")))


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(character) in "WF") for character in text)
