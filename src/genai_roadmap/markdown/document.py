"""Markdown text as a document of blocks."""

import re
from collections.abc import Iterator
from typing import Any

import ftfy
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.block_reader import BlockReader
from genai_roadmap.markdown.blocks import BOLD_LINE, Block, Document, with_descendants
from genai_roadmap.markdown.phrase import LeftOut

# Only damaged characters are mended; quotes and the like stay as their author wrote them.
MENDING = ftfy.TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization=None
)


# Four bytes of UTF-8, read as Mac Roman; ftfy doesn't know what these begin with. One shows that its line is damaged.
DAMAGED_EMOJI = re.compile("\uf8ff[^\x00-\x7f]{3}")


NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


LONGEST_HEADING = 80


# The parser drops what is nested deeper, and its own limit is 20.
MOST_NESTING = 200


def parse(text: str) -> Document:
    """The document that a Markdown text holds, with damaged characters mended."""
    environment: dict[str, Any] = {}
    document = Document()
    tree = SyntaxTreeNode(_parser().parse(mended(text), environment))
    walker = BlockReader(document)
    document.blocks = list(walker.blocks(tree.children))
    _put_notes(document)
    document.blocks = list(_with_bold_headings(document.blocks))
    for reference in environment.get("references", {}).values():
        if reference["href"] not in walker.targets:
            document.left_out.append(
                LeftOut(reference["map"][0] + 1, reference["href"], "a link that nothing refers to")
            )
    return document


def mended(text: str) -> str:
    """The text with its damaged characters mended."""
    return ftfy.fix_text("".join(map(_with_emoji, text.splitlines(keepends=True))), MENDING)


def _with_emoji(line: str) -> str:
    return NOT_ASCII.sub(_as_utf8, line) if DAMAGED_EMOJI.search(line) else line


def _as_utf8(damaged: re.Match[str]) -> str:
    try:
        return damaged[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return damaged[0]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"maxNesting": MOST_NESTING}).use(footnote_plugin).use(front_matter_plugin)
    # Footnotes stay where they are written, also those that nothing refers to.
    parser.disable(["footnote_tail", "footnote_inline"])
    # Whatever is a link is seen as one; what may not become one is remarked upon.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    if parser.linkify:
        # Else Socket.io and README.md would be addresses.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


def _put_notes(document: Document) -> None:
    used: set[str] = set()
    for block in with_descendants(document.blocks):
        used.update(block.phrase.notes)
        notes = [note for label in block.phrase.notes for note in document.notes.get(label, [])]
        if block.kind == "item":
            block.blocks[:0] = notes
    document.blocks = [each for block in document.blocks for each in (block, *_notes_after(block, document.notes))]
    for note in (note for label, notes in document.notes.items() if label not in used for note in notes):
        document.blocks.append(note)


def _notes_after(block: Block, notes: dict[str, list[Block]]) -> list[Block]:
    return [] if block.kind == "item" else [note for label in block.phrase.notes for note in notes.get(label, [])]


def _with_bold_headings(blocks: list[Block]) -> Iterator[Block]:
    """The nodes, where a paragraph that serves as a heading is one."""
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if block.kind == "text" and following and _serves_as_heading(block, following):
            block.kind, block.level = "heading", BOLD_LINE
        yield block


def _serves_as_heading(block: Block, following: Block) -> bool:
    text = block.text.strip()
    if "\n" in text or len(text) > LONGEST_HEADING or block.phrase.anchors:
        return False
    if block.phrase.bold >= len(text.rstrip(":")):
        return following.kind in {"item", "text", "code"}
    return text.endswith(":") and following.kind == "item" and titles.is_short(text)
