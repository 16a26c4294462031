"""HTML in Markdown, read with the parser of the standard library."""

from html.parser import HTMLParser
from typing import Literal

from linkify_it import LinkifyIt

from genai_roadmap.markdown.blocks import BOLD_LINE, Block, nest_by_depth
from genai_roadmap.markdown.phrase import LeftOut, Phrase, PhraseBuilder

BREAKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "details", "section", "center", "blockquote"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": BOLD_LINE}

Attributes = list[tuple[str, str | None]]
# Deeper lists are read as if they were nested this deep.
MAX_LIST_DEPTH = 50


class InlineTags(HTMLParser):
    """A parser that writes text and links into a phrase and leaves images and comments out."""

    def __init__(self, builder: PhraseBuilder) -> None:
        super().__init__()
        self.builder = builder

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Start a link, a line or emphasis, or leave an image out."""
        values = dict(attrs)
        if tag == "a" and (url := values.get("href")):
            self.builder.open_link(url)
        elif tag == "img":
            self.builder.add_image(values.get("src") or "", values.get("alt") or "")
        elif tag in BREAKS:
            self.builder.break_line()
        elif tag in {"b", "strong", "i", "em"}:
            self.builder.open_span()

    def handle_endtag(self, tag: str) -> None:
        """End a link or emphasis."""
        if tag == "a":
            self.builder.close_link()
        elif tag in {"b", "strong", "i", "em"}:
            self.builder.close_span(bold=tag in {"b", "strong"})

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.builder.write(data.replace("\n", " "))

    def handle_comment(self, data: str) -> None:
        """Leave a comment out."""
        if data.strip():
            self.builder.left_out.append(LeftOut(self.builder.line, data.strip(), "comment"))


class BlockTags(InlineTags):
    """A parser that reads an HTML block into blocks; an item's level is how deeply its list is nested."""

    def __init__(self, line: int, left_out: list[LeftOut]) -> None:
        super().__init__(PhraseBuilder(line, left_out))
        self.first_line = line
        self.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})
        self.blocks: list[Block] = []
        self.kind: Literal["heading", "item", "text"] = "text"
        self.level = 0
        self.list_depth = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Start a heading, an item, a paragraph or an inline element."""
        self.list_depth += tag in {"ul", "ol"}
        if tag in HEADINGS:
            self._start_block("heading", HEADINGS[tag])
        elif tag in {"li", "tr"}:
            self._start_block("item", min(max(1, self.list_depth), MAX_LIST_DEPTH))
        elif tag in BREAKS - {"br"} and self.kind != "item":
            self._start_block("text")
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End a heading, an item, a paragraph or an inline element."""
        if tag in {"ul", "ol"}:
            self.list_depth = max(0, self.list_depth - 1)
        if tag in HEADINGS or tag in {"li", "tr"} or (tag in BREAKS and self.kind != "item"):
            self._start_block("text")
        else:
            super().handle_endtag(tag)
        if tag == "details":
            self.blocks.append(Block("end", Phrase(), self._line(), BOLD_LINE))
        if tag in {"td", "th"}:
            self.builder.write(" ")

    def handle_data(self, data: str) -> None:
        """Write text, with bare URLs as links."""
        end = 0
        for found in self.linkify.match(data) or []:
            super().handle_data(data[end : found.index])
            self.builder.open_link(found.url)
            super().handle_data(found.raw)
            self.builder.close_link()
            end = found.last_index
        super().handle_data(data[end:])

    def close(self) -> None:
        """Read what is buffered and end the last block."""
        super().close()
        self._start_block("text")

    def _start_block(self, kind: Literal["heading", "item", "text"], level: int = 0) -> None:
        phrase = self.builder.phrase()
        if phrase.text or phrase.anchors:
            self.blocks.append(Block(self.kind, phrase, self.builder.line, self.level))
        self.builder = PhraseBuilder(self._line(), self.builder.left_out)
        self.kind, self.level = kind, level

    def _line(self) -> int:
        return self.first_line + self.getpos()[0] - 1


def read_html(html: str, line: int, left_out: list[LeftOut]) -> list[Block]:
    """Return the blocks of HTML that starts at a line; add what has no place in them to `left_out`."""
    parser = BlockTags(line, left_out)
    parser.feed(html)
    parser.close()
    max_depth = 0
    blocks = []
    for block in parser.blocks:
        depth = min(block.level - 1, max_depth) if block.kind == "item" else 0
        max_depth = depth + 1 if block.kind == "item" else 0
        blocks.append((depth, block))
    return nest_by_depth(blocks)
