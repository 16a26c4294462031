"""Check that nothing of a text is lost: what is not in the roadmap is left out, with its line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Roadmap

WORD = re.compile(r"[^\W_]+")
# Shorter ones, like "the" and numbers, are everywhere.
MIN_LENGTH = 4
MIN_LENGTH_BEYOND_ASCII = 2
NOT_PLACED = "has no place in a roadmap"
LOST_TICK = "the tick, because some of its topics are not done"


def unplaced(blocks: Sequence[Block], roadmap: Roadmap, left_out: Iterable[LeftOut]) -> list[LeftOut]:
    """Return the headings, items, paragraphs, links and ticks that are neither in the roadmap nor left out.

    A text is in the roadmap if at least half of its words are; numbers and labels, like "Resources", are not kept.
    """
    placed = {*_texts(roadmap.model_dump(exclude_defaults=True)), *(part.text for part in left_out)}
    text = "\n".join(placed)
    words = set(WORD.findall(text.casefold()))
    every = [each for block in blocks for each in block.walk()]
    texts = [
        LeftOut(each.line, each.text, NOT_PLACED) for each in every if each.text not in placed and _is_lost(each, words)
    ]
    links = [LeftOut(each.line, anchor.url, NOT_PLACED) for each in every for anchor in each.phrase.anchors]
    addresses = set(text.split()) if links else set()
    ticks = [LeftOut(each.line, each.text, LOST_TICK) for each in every if _is_lost_tick(each)]
    return texts + ticks + [link for link in links if link.text not in addresses]


def _is_lost_tick(block: Block) -> bool:
    """Return whether a task is done while a task below it is not; only tasks without others below them have a mark."""
    return block.status is Status.DONE and any(each.status is Status.TODO for each in block.walk())


def _is_lost(block: Block, words: set[str]) -> bool:
    if words.issuperset(WORD.findall(block.text.casefold())):
        return False
    text = titles.without_number(titles.split_optional(block.text)[0], is_numbered=True)
    own = [word for word in WORD.findall(text.casefold()) if _is_distinctive(word)]
    if titles.is_label(block.text.partition(":")[0]) and not block.phrase.anchors:
        return False
    return sum(word not in words for word in own) * 2 > len(own)


def _is_distinctive(word: str) -> bool:
    if not word.isalpha():
        return not word.isdecimal()
    return len(word) >= (MIN_LENGTH if word.isascii() else MIN_LENGTH_BEYOND_ASCII)


def _texts(data: dict[str, Any]) -> Iterator[str]:
    pending: list[Any] = [data]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list | tuple):
            pending += value
