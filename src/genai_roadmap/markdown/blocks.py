"""The blocks of a document: headings, list items, paragraphs, code."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from genai_roadmap.markdown import lists, titles
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.progress.status import Status

# A bold line or a <summary> is a heading below any of Markdown's six levels.
BOLD_LINE = 7
MAX_HEADING_LENGTH = 80


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block with the blocks nested in it; "end" is the end of <details>.

    The answer to a question is nested in it.
    """

    kind: Literal["heading", "item", "text", "code", "question", "end"]
    phrase: Phrase
    line: int
    level: int = 0
    blocks: Sequence["Block"] = ()
    # Only tasks have a status.
    status: Status | None = None
    # The day of the status, if the text has it.
    day: dt.date | None = None
    # The line of the list or table that contains an item.
    group: int = 0
    is_row: bool = False

    @property
    def text(self) -> str:
        """The text of the block, without nested blocks."""
        return self.phrase.text

    @property
    def section_kind(self) -> str | None:
        """The kind of section that a heading starts, or None."""
        kind = titles.section_kind(self.text) if self.kind == "heading" else None
        return None if kind and self.is_answered else kind

    @property
    def is_answered(self) -> bool:
        """Whether its text is a question to which a block in it has the answer."""
        return any(block.kind == "question" and block.text in self.text for block in self.blocks)

    def walk(self) -> Iterator["Block"]:
        """Yield the block and all blocks nested in it."""
        yield self
        for block in self.blocks:
            # Most blocks have no others in them.
            if block.blocks:
                yield from block.walk()
            else:
                yield block


def nest_by_depth(blocks: list[tuple[int, Block]]) -> list[Block]:
    """Return the blocks of depth 0, given each block's depth, with the deeper ones nested in them."""
    by_depth: defaultdict[int, list[Block]] = defaultdict(list)
    for depth, block in reversed(blocks):
        children = by_depth.pop(depth + 1, [])[::-1]
        by_depth[depth].append(replace(block, blocks=[*block.blocks, *children]) if children else block)
    return by_depth[0][::-1]


def nest_under_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those after a heading nested in it, up to the next heading of its level or above."""
    with_depths = []
    open_levels: list[int] = []
    for block in blocks:
        if block.kind in {"heading", "end"}:
            open_levels = [level for level in open_levels if level < block.level]
        if block.kind != "end":
            with_depths.append((len(open_levels), block))
        if block.kind == "heading":
            open_levels.append(block.level)
    return nest_by_depth(with_depths)


def without_code(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without the code below headings; that in an item, or an answer, explains it."""
    kept = [block for block in blocks if block.kind != "code"]
    return [replace(block, blocks=without_code(block.blocks)) if block.kind == "heading" else block for block in kept]


def serves_as_heading(block: Block, following: Block) -> bool:
    """Return whether a paragraph is the heading of what follows: a bold line, or a short name with a colon."""
    text = block.text.strip()
    if block.kind != "text" or "\n" in text or len(text) > MAX_HEADING_LENGTH or block.phrase.anchors:
        return False
    if block.phrase.bold_end >= len(text.rstrip(":")):
        return following.kind in {"item", "text", "code"}
    return text.endswith(":") and following.kind == "item" and lists.is_short_name(text)
