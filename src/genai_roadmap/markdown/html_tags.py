"""HTML in Markdown, read into phrases and blocks."""

from dataclasses import replace
from functools import cache
from typing import Literal

from linkify_it import LinkifyIt

from genai_roadmap.markdown import rows
from genai_roadmap.markdown.blocks import BOLD_LINE, Block, nest_by_depth
from genai_roadmap.markdown.html_tokens import Token, tokens
from genai_roadmap.markdown.phrase import LeftOut, Phrase, PhraseBuilder

BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "ul", "ol", "table", "details", "section", "center", "blockquote", "pre"}
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": BOLD_LINE}

Attributes = dict[str, str]
# The blocks whose level is how deeply they are nested in lists.
NESTED = {"item", "code", "text"}
# Deeper lists are read as if they were nested this deep.
MAX_LIST_DEPTH = 50


# It takes as long to make as a page of HTML takes to read.
@cache
def _linkify() -> LinkifyIt:
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})


class InlineTags:
    """A reader that writes text and links into a phrase and leaves images and comments out."""

    def __init__(self, builder: PhraseBuilder) -> None:
        self.builder = builder

    def feed(self, html: str) -> None:
        """Read HTML."""
        for token in tokens(html):
            self._read(token)

    def _read(self, token: Token) -> None:
        match token.kind:
            case "start":
                self._start_tag(token.value, token.attributes)
            case "end":
                self._end_tag(token.value)
            case "text":
                self._text(token.value)
            case "comment" if comment := token.value.strip():
                self.builder.left_out.append(LeftOut(self.builder.line, comment, "comment"))

    def _start_tag(self, tag: str, attributes: Attributes) -> None:
        """Start a link, a line, code or emphasis, or leave an image out."""
        if tag == "a" and (url := attributes.get("href")):
            self.builder.open_link(url)
        elif tag == "img":
            self.builder.add_image(attributes.get("src", ""), attributes.get("alt", ""))
        elif tag in BREAKS:
            self.builder.break_line()
        elif tag == "code":
            self.builder.open_code()
        elif tag in {"b", "strong", "i", "em"}:
            self.builder.open_span()

    def _end_tag(self, tag: str) -> None:
        """End a link, code or emphasis."""
        if tag == "a":
            self.builder.close_link()
        elif tag == "code":
            self.builder.close_code()
        elif tag in {"b", "strong", "i", "em"}:
            self.builder.close_span(bold=tag in {"b", "strong"})

    def _text(self, text: str) -> None:
        """Write text."""
        self.builder.write_text(text.replace("\n", " "))


class BlockTags(InlineTags):
    """A reader that turns HTML into blocks; an item's level is how deeply its list is nested."""

    def __init__(self, line: int, left_out: list[LeftOut]) -> None:
        super().__init__(PhraseBuilder(line, left_out))
        self.first_line = self.line = line
        self.blocks: list[Block] = []
        self.kind: Literal["heading", "item", "text", "code"] = "text"
        self.level = 0
        self.list_depth = 0
        # The cells of the open row of a table, and the names of its columns.
        self.cells: list[Phrase] | None = None
        self.columns: list[str] = []
        self.is_header = False

    def feed(self, html: str) -> None:
        """Read HTML, and end the last block."""
        super().feed(html)
        self._end_row()
        self._start_block("text")

    def _read(self, token: Token) -> None:
        self.line = self.first_line + token.line
        super()._read(token)

    def _start_tag(self, tag: str, attributes: Attributes) -> None:
        """Start a heading, an item, a row, a paragraph or an inline element."""
        if tag == "tr" or tag in HEADINGS or tag == "li":
            self._end_row()
        if tag in {"td", "th"} and self.cells is not None:
            if self.builder.characters:
                self._end_cell()
            self.is_header = tag == "th"
        self.list_depth += tag in {"ul", "ol"}
        if tag in HEADINGS:
            self._start_block("heading", HEADINGS[tag])
        elif tag in {"li", "tr"}:
            self.cells = [] if tag == "tr" else None
            self._start_block("item", min(max(1, self.list_depth), MAX_LIST_DEPTH))
        elif tag == "pre" and self.cells is None:
            # In an item, code is nested.
            self._start_block("code", self.list_depth + 1 if self.list_depth else 0)
        elif tag in BREAKS - {"br"} and self.kind != "item":
            self._start_block("text")
        elif self.kind != "code" or tag != "code":
            super()._start_tag(tag, attributes)

    def _end_tag(self, tag: str) -> None:
        """End a heading, an item, a row, a paragraph or an inline element."""
        if tag in {"td", "th"} and self.cells is not None:
            self._end_cell()
            return
        if tag in {"tr", "table"}:
            self._end_row()
        if tag in {"ul", "ol"}:
            self.list_depth = max(0, self.list_depth - 1)
        if tag == "pre" and self.kind == "code":
            self._start_block("text", self.level)
        elif tag in HEADINGS or tag in {"li", "tr"} or (tag in BREAKS and self.kind != "item"):
            self._start_block("text")
        else:
            super()._end_tag(tag)
        if tag == "details":
            self.blocks.append(Block("end", Phrase(), self.line, BOLD_LINE))
        if tag == "table":
            self.columns = []

    def _text(self, text: str) -> None:
        """Write text, with bare URLs as links; code with its lines."""
        if self.kind == "code":
            self.builder.characters += text if self.builder.characters else text.lstrip("\n")
            return
        end = 0
        for found in (_linkify().match(text) or []) if "://" in text else []:
            super()._text(text[end : found.index])
            self.builder.open_link(found.url)
            super()._text(found.raw)
            self.builder.close_link()
            end = found.last_index
        super()._text(text[end:])

    def _end_cell(self) -> None:
        """Add the text since the last cell to the row."""
        if self.cells is not None:
            self.cells.append(self.builder.phrase())
            self.builder = PhraseBuilder(self.line, self.builder.left_out)

    def _end_row(self) -> None:
        """End the open row: it is an item, or names the columns."""
        if self.cells is None:
            return
        if self.builder.characters:
            self._end_cell()
        cells, self.cells, self.kind = self.cells, None, "text"
        names = [cell.text for cell in cells]
        if self.is_header and not self.columns and not any(cell.anchors for cell in cells):
            self.columns = names
            self.builder.left_out.append(LeftOut(self.line, " | ".join(names), "names of columns"))
        elif rows.has_name(cells):
            columns = [*self.columns, *[""] * len(cells)][: len(cells)]
            self.blocks.append(replace(rows.row(columns, cells, self.line, self.first_line), level=1))
        elif numbers := " | ".join(filter(None, names)):
            self.builder.left_out.append(LeftOut(self.line, numbers, rows.NO_NAME))

    def _start_block(self, kind: Literal["heading", "item", "text", "code"], level: int = 0) -> None:
        phrase = self.builder.phrase()
        if phrase.text or phrase.anchors:
            self.blocks.append(Block(self.kind, phrase, self.builder.line, self.level))
        self.builder = PhraseBuilder(self.line, self.builder.left_out)
        self.kind, self.level = kind, level


def read_html(html: str, line: int, left_out: list[LeftOut]) -> list[Block]:
    """Return the blocks of HTML that starts at a line; add what has no place in them to `left_out`."""
    reader = BlockTags(line, left_out)
    reader.feed(html)
    max_depth = 0
    blocks = []
    for block in reader.blocks:
        depth = min(block.level - 1, max_depth) if block.level and block.kind in NESTED else 0
        max_depth = depth + (block.kind == "item") if block.level and block.kind in NESTED else 0
        blocks.append((depth, block))
    return nest_by_depth(blocks)
