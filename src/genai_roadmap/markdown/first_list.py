"""Decide whether the list that precedes the sections of a document is part of its outline or introduces them."""

from collections.abc import Sequence

from genai_roadmap.markdown.blocks import MAX_HEADING_LENGTH, Block
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.markdown.sections import STEP_IN_LIST, of_list, weight

# A list above the first heading with less than a quarter of all items introduces them.
MIN_SHARE = 4


def with_first_list(blocks: Sequence[Block], title: Block | None) -> Sequence[Block]:
    """Return the blocks with the items of the first list as steps, or with a heading above it, if it belongs to them.

    It does if it has most of the items; below a title, only then. A short line above the list is its heading.
    """
    start = blocks.index(title) + 1 if title else 0
    start = 0 if any(block.kind == "item" for block in blocks[:start]) else start
    end = next((end for end, block in enumerate(blocks) if end >= start and block.kind == "heading"), start)
    above, below = list(blocks[start:end]), blocks[end:]
    steps = of_list(above)
    are_steps = any(block.level == STEP_IN_LIST for block in steps)
    is_main = _is_main(above, below, has_lists=are_steps)
    if is_main and are_steps:
        return [*blocks[:start], *steps, *below]
    if not is_main and (start or not _has_topics(above, below)):
        return blocks
    name = title.phrase if title and start else Phrase("Roadmap")
    return [*blocks[:start], *_with_heading(above, name, below[0].level), *below]


def _is_main(above: Sequence[Block], below: Sequence[Block], *, has_lists: bool) -> bool:
    """Return whether a list has more items than the text below it has items and headings.

    One without lists in it may introduce prose, so that it must be longer than that, too.
    """
    items = [block for block in above if block.kind == "item"]
    texts = 0 if has_lists else sum(block.kind == "text" for block in below)
    return bool(below) and _weight(items) > _weight(below) + texts


def _weight(blocks: Sequence[Block]) -> int:
    return weight(Block("heading", Phrase(), 0, blocks=blocks))


def _has_topics(above: Sequence[Block], below: Sequence[Block]) -> bool:
    """Return whether a list that precedes all headings is one of topics.

    A list of links may be one of languages or badges, and a few of many items introduce them.
    """
    items = [block for block in above if block.kind == "item"]
    of_links = sum(any(each.phrase.anchors for each in item.walk()) for item in items)
    are_few = len(items) * MIN_SHARE < len(items) + sum(block.kind == "item" for block in below)
    return not are_few and len(items) - of_links > max(of_links, 1)


def _with_heading(above: Sequence[Block], name: Phrase, level: int) -> Sequence[Block]:
    start = next(position for position, block in enumerate(above) if block.kind == "item")
    line = above[start - 1] if start else above[0]
    is_heading = line.kind == "text" and len(line.text) <= MAX_HEADING_LENGTH and not line.phrase.anchors
    heading = Block("heading", line.phrase if is_heading else name, line.line, level=level)
    return [*above[: start - is_heading], heading, *above[start:]]
