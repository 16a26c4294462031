"""The HTML that stands in Markdown, read with the standard library's parser."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from linkify_it import LinkifyIt

from genai_roadmap.markdown.phrase import LeftOut, Phrase, Writer

BREAKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "details", "section", "center", "blockquote"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 7}

Attributes = list[tuple[str, str | None]]


class InlineTags(HTMLParser):
    """Writes tags into a phrase: links are kept, images are left out."""

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self.writer = writer

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Begins a link, a line, emphasis, or leaves an image out."""
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.writer.open_link(values["href"] or "")
        elif tag == "img":
            self.writer.image(values.get("src") or "", values.get("alt") or "")
        elif tag in BREAKS:
            self.writer.break_line()
        elif tag in {"b", "strong", "i", "em"}:
            self.writer.open_span()

    def handle_endtag(self, tag: str) -> None:
        """Ends a link or emphasis."""
        if tag == "a":
            self.writer.close_link()
        elif tag in {"b", "strong", "i", "em"}:
            self.writer.close_span(bold=tag in {"b", "strong"})

    def handle_data(self, data: str) -> None:
        """Writes words."""
        self.writer.write(data.replace("\n", " "))

    def handle_comment(self, data: str) -> None:
        """Leaves a comment out."""
        if data.strip():
            self.writer.left_out.append(LeftOut(self.writer.line, data.strip(), "a comment"))


@dataclass(frozen=True, slots=True)
class HtmlPart:
    """What a block of HTML is made of; an item's level is how deeply it is nested."""

    kind: Literal["heading", "item", "text", "end"]
    phrase: Phrase
    line: int
    level: int = 0


class BlockTags(InlineTags):
    """Reads a block of HTML into pieces."""

    def __init__(self, line: int, left_out: list[LeftOut]) -> None:
        super().__init__(Writer(line, left_out))
        self.first = line
        self.addresses = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})
        self.pieces: list[HtmlPart] = []
        self.kind: Literal["heading", "item", "text"] = "text"
        self.level = 0
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Begins a heading, an item or a paragraph, or what stands inside one."""
        if tag in {"ul", "ol"}:
            self.depth += 1
        if tag in HEADINGS:
            self._begin("heading", HEADINGS[tag])
        elif tag in {"li", "tr"}:
            self._begin("item", max(1, self.depth))
        elif tag in BREAKS - {"br"} and self.kind != "item":
            self._begin("text", 0)
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Ends a heading, an item or a paragraph, or what stands inside one."""
        if tag in {"ul", "ol"}:
            self.depth = max(0, self.depth - 1)
        if tag in HEADINGS or tag in {"li", "tr"} or (tag in BREAKS and self.kind != "item"):
            self._begin("text", 0)
        else:
            super().handle_endtag(tag)
        if tag == "details":
            self.pieces.append(HtmlPart("end", Phrase(), self._line()))
        if tag in {"td", "th"}:
            self.writer.write(" ")

    def handle_data(self, data: str) -> None:
        """Writes words, and links that are written out in them."""
        end = 0
        for found in self.addresses.match(data) or []:
            super().handle_data(data[end : found.index])
            self.writer.open_link(found.url)
            super().handle_data(found.raw)
            self.writer.close_link()
            end = found.last_index
        super().handle_data(data[end:])

    def finish(self) -> list[HtmlPart]:
        """Everything read."""
        self._begin("text", 0)
        return self.pieces

    def _begin(self, kind: Literal["heading", "item", "text"], level: int) -> None:
        phrase = self.writer.phrase()
        if phrase.text or phrase.anchors:
            self.pieces.append(HtmlPart(self.kind, phrase, self.writer.line, self.level))
        self.writer = Writer(self._line(), self.writer.left_out)
        self.kind, self.level = kind, level

    def _line(self) -> int:
        return self.first + self.getpos()[0] - 1
