"""A run of text with its links, as a heading, a list item or a paragraph has it."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from markdown_it.common.normalize_url import normalizeLink

from genai_roadmap.roadmap.models import URL_PATTERN

LONGEST_URL = 2000
# What may stand before a bold name: a task's tick, or a step's number.
LEAD = re.compile(r"(\[[ xX]\]\s+|step \d+: )?", re.IGNORECASE)
OPTIONAL_WORDS = frozenset({"optional", "bonus"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the text that the roadmap has no place for, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link, and where its words stand in its phrase."""

    title: str
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Plain text, its links, where the bold name that it begins with ends, its footnotes, and which names are code.

    What leads to the name, a tick or a number, is not bold.
    """

    text: str = ""
    anchors: tuple[Anchor, ...] = ()
    bold: int = 0
    notes: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    lead: int = 0

    @property
    def before(self) -> str:
        """What stands before the first link."""
        return self.text[: self.anchors[0].start] if self.anchors else self.text

    @property
    def rest(self) -> str:
        """The text without the words of its links."""
        pieces, end = [], 0
        for anchor in self.anchors:
            pieces.append(self.text[end : anchor.start])
            end = anchor.end
        return "".join([*pieces, self.text[end:]]).strip()

    @property
    def is_name(self) -> bool:
        """Whether all of it is bold: one name, whatever commas and colons it has."""
        return 0 < len(self.text) <= self.bold

    def until(self, end: int) -> "Phrase":
        """The phrase up to there."""
        anchors = tuple(anchor for anchor in self.anchors if anchor.end <= end)
        return replace(self, text=self.text[:end], anchors=anchors)

    def without(self, count: int) -> "Phrase":
        """The phrase without its first characters."""
        moved = tuple(Anchor(a.title, a.url, a.start - count, a.end - count) for a in self.anchors)
        bold, lead = max(0, self.bold - count), max(0, self.lead - count)
        return replace(self, text=self.text[count:], anchors=moved, bold=bold, lead=lead)


@dataclass(slots=True)
class Writer:
    """Puts a phrase together, piece by piece; what can't become a link goes to `remarks`."""

    line: int
    left_out: list[LeftOut]
    text: str = ""
    anchors: list[Anchor] = field(default_factory=list)
    bold: int = 0
    notes: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    lead: int = 0
    spans: list[int] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Adds text, with single spaces."""
        text = re.sub(r"[^\S\n]+", " ", text.replace("\x00", ""))
        if not self.text or self.text[-1].isspace():
            text = text.lstrip()
        self.text += text

    def break_line(self) -> None:
        """Begins a new line, where there is a line before."""
        self.text = self.text.rstrip(" ")
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"

    def open_span(self) -> None:
        """Begins emphasis."""
        self.spans.append(len(self.text))

    def close_span(self, *, bold: bool) -> None:
        """Ends emphasis; an emphasised "optional" is marked as one."""
        start = self.spans.pop() if self.spans else len(self.text)
        word = self.text[start:].strip(" ():[]")
        if word.casefold() in OPTIONAL_WORDS:
            self.text = f"{self.text[:start]}({word})"
        elif bold and LEAD.fullmatch(self.text[:start]):
            self.lead, self.bold = start, len(self.text)

    def open_link(self, url: str) -> None:
        """Begins a link."""
        self.links.append((url, len(self.text)))

    def close_link(self) -> None:
        """Ends a link; one that leads nowhere on the web stays as its words only."""
        if not self.links:
            return
        target, start = self.links.pop()
        title = self.text[start:].strip()
        url = mended_url(target)
        if url:
            self.anchors.append(Anchor(title or url, url, start, len(self.text)))
        elif not target.startswith("#"):
            self.left_out.append(LeftOut(self.line, f"{title} {target}".strip(), "no address on the web"))

    def image(self, source: str, words: str) -> None:
        """Leaves an image out; inside a link its words stand for it."""
        self.left_out.append(LeftOut(self.line, f"{words} {source}".strip(), "an image"))
        if self.links:
            self.write(words)

    def phrase(self) -> Phrase:
        """What was written."""
        while self.links:
            self.close_link()
        anchors, notes, code = tuple(self.anchors), tuple(self.notes), tuple(self.code)
        return Phrase(self.text.rstrip(), anchors, self.bold, notes, code, self.lead)


def mended_url(target: str) -> str | None:
    """The address as a roadmap may hold it, percent-encoded where that is needed; None where it may not."""
    scheme, colon, rest = normalizeLink(target.strip()).partition(":")
    url = scheme.lower() + colon + quote(rest, safe="!#$%&()*+,-./:;=?@[]^_~")
    return url if re.fullmatch(URL_PATTERN, url) and len(url) <= LONGEST_URL else None
