"""The blocks of a document: headings, list items, paragraphs, code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from genai_roadmap.markdown.phrase import LeftOut, Phrase
from genai_roadmap.progress.status import Status

# Deeper than any heading of Markdown: a bold line, or the summary of what can be unfolded.
BOLD_LINE = 7


@dataclass(slots=True, eq=False)
class Block:
    """A part of the document, with what belongs to it."""

    kind: Literal["heading", "item", "text", "code", "end"]
    phrase: Phrase
    line: int
    level: int = 0
    blocks: list["Block"] = field(default_factory=list)
    # Of what can be ticked.
    status: Status | None = None
    # Which list or table an item stands in.
    group: int = 0

    @property
    def text(self) -> str:
        """The node's words."""
        return self.phrase.text


@dataclass(slots=True)
class Document:
    """The nodes of a text, its front matter, and what could not be read."""

    blocks: list[Block] = field(default_factory=list)
    front: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)


def with_descendants(blocks: list[Block]) -> Iterator[Block]:
    """The nodes and all that is nested in them."""
    for block in blocks:
        yield block
        yield from with_descendants(block.blocks)
