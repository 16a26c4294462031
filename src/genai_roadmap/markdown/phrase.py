"""A run of text with its links, such as a heading, a list item or a paragraph."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from markdown_it.common.normalize_url import normalizeLink

from genai_roadmap.roadmap.models import URL_PATTERN

MAX_URL_LENGTH = 2000
# One that is in normal form already.
USUAL_URL = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)+(?:/[\w!#$&()*+,./:;=?@~-]*)?", re.ASCII)
# A task's checkbox or a step's number may precede a bold name.
BOLD_PREFIX = re.compile(r"(\[[ xX~/-]\]\s*|step \d+: )?", re.IGNORECASE)
MAX_BOLD_PREFIX = 20
OPTIONAL_WORDS = frozenset({"optional", "bonus"})
MAX_OPTIONAL_WORD = 20
# Numbers, bullets and arrows around the links of a table of contents, on each line.
MAX_INTERNAL_SIGNS = 5
# Runs of spaces, and single ones that are no usual space.
SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
SHORTCODES = r"(?::[a-z0-9_+-]+:)+"
# Shortcodes of emoji, also several in a row, such as :v: and :100:. A letter may follow them only at the start, as in
# :star:Basics, and precede them only at the end.
SHORTCODE = re.compile(rf" ?(?<![\w:]){SHORTCODES}(?![\w:])|^{SHORTCODES}(?!:)|(?<=[^\W\d]):[a-z][a-z0-9_+-]{{2,}}:$")
CHECK_MARK = re.compile(r":(?:white_check_mark|heavy_check_mark|ballot_box_with_check):")


class LeftOut(NamedTuple):
    """A part of the text that is not in the roadmap, and the reason."""

    line: int
    text: str
    reason: str

    @property
    def first_line(self) -> str:
        """The first line of the text, with an ellipsis if there are more, as in code."""
        first, *others = self.text.splitlines() or [""]
        return f"{first} ..." if others else first


class Anchor(NamedTuple):
    """A link, and the position of its title in the phrase."""

    title: str
    url: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Plain text with its links, the position of the bold name it begins with, footnote labels and code spans."""

    text: str = ""
    anchors: tuple[Anchor, ...] = ()
    bold_end: int = 0
    footnotes: tuple[str, ...] = ()
    code_spans: tuple[str, ...] = ()
    bold_start: int = 0
    # The characters that are links to sections of the same text.
    internal: int = 0
    # The start and end of each link, also of those that are left out, and of each code span.
    names: tuple[tuple[int, int], ...] = ()

    @property
    def is_internal(self) -> bool:
        """Whether the whole text is links to sections of the same text, as in a table of contents."""
        if not self.internal or self.anchors:
            return False
        return len(self.text) <= self.internal + MAX_INTERNAL_SIGNS * len(self.text.splitlines())

    @property
    def text_before_links(self) -> str:
        """The text before the first link."""
        return self.text[: self.anchors[0].start] if self.anchors else self.text

    @property
    def text_outside_links(self) -> str:
        """The text without the titles of its links."""
        if not self.anchors:
            return self.text.strip()
        starts, ends = [anchor.start for anchor in self.anchors], [anchor.end for anchor in self.anchors]
        gaps = zip([0, *ends], [*starts, len(self.text)], strict=True)
        return "".join(self.text[start:end] for start, end in gaps).strip()

    @property
    def with_backticks(self) -> str:
        """The text with backticks around its code, as Markdown has it."""
        parts, end, codes = [], 0, set(self.code_spans)
        for start, stop in sorted({*self.names}):
            if end <= start and (code := self.text[start:stop]) in codes:
                fence = "``" if "`" in code else "`"
                parts += [self.text[end:start], fence, code, fence]
                end = stop
        return "".join([*parts, self.text[end:]])

    @property
    def is_bold(self) -> bool:
        """Whether the whole text is bold, and so one name, including commas and colons."""
        return 0 < len(self.text) <= self.bold_end

    def head(self, end: int) -> "Phrase":
        """Return the phrase up to a position."""
        return self._replace(text=self.text[:end], anchors=tuple(a for a in self.anchors if a.end <= end))

    def tail(self, start: int) -> "Phrase":
        """Return the phrase from a position on."""
        anchors = tuple(Anchor(a.title, a.url, a.start - start, a.end - start) for a in self.anchors)
        bold_start, bold_end = max(0, self.bold_start - start), max(0, self.bold_end - start)
        names = tuple((begin - start, end - start) for begin, end in self.names)
        return self._replace(
            text=self.text[start:], anchors=anchors, bold_start=bold_start, bold_end=bold_end, names=names
        )


@dataclass(slots=True)
class PhraseBuilder:
    """A builder of one phrase; invalid links and images are added to `left_out`."""

    line: int
    left_out: list[LeftOut]
    # A list, because appending to a text copies it each time.
    characters: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    bold_end: int = 0
    footnotes: list[str] = field(default_factory=list)
    code_spans: list[str] = field(default_factory=list)
    bold_start: int = 0
    open_spans: list[int] = field(default_factory=list)
    # The URL of the open link, and where its title starts.
    link: tuple[str, int] | None = None
    internal: int = 0
    names: list[tuple[int, int]] = field(default_factory=list)
    # Where the alternative text of the pictures that the open link begins with ends; 0 without one.
    badge_end: int = 0
    # Where the open code begins.
    code_start: int | None = None

    def write(self, text: str) -> None:
        """Append text, with runs of spaces collapsed."""
        if "  " in text or not text.isprintable():
            text = SPACES.sub(" ", text.replace("\x00", ""))
        self.characters += text.lstrip() if not self.characters or self.characters[-1].isspace() else text

    def write_text(self, text: str) -> None:
        """Append text without shortcodes of emoji, like :star:, of which check marks may say what is done."""
        self.write(SHORTCODE.sub("", CHECK_MARK.sub("✅", text)) if ":" in text else text)

    def break_line(self) -> None:
        """Start a new line, unless the current one is empty."""
        while self.characters and self.characters[-1] == " ":
            self.characters.pop()
        if self.characters and self.characters[-1] != "\n":
            self.characters.append("\n")

    def open_span(self) -> None:
        """Start bold or italic text, or code."""
        self.open_spans.append(len(self.characters))

    def close_span(self, *, bold: bool) -> None:
        """End the innermost span; put an emphasized "optional" in parentheses."""
        start = self.open_spans.pop() if self.open_spans else len(self.characters)
        word = self._from(start).strip(" ():[]") if len(self.characters) - start <= MAX_OPTIONAL_WORD else ""
        if word.casefold() in OPTIONAL_WORDS:
            self.characters[start:] = f"({word})"
        elif bold and start <= MAX_BOLD_PREFIX and BOLD_PREFIX.fullmatch("".join(self.characters[:start])):
            self.bold_start, self.bold_end = start, len(self.characters)

    def open_code(self) -> None:
        """Start code."""
        self.open_span()
        self.code_start = len(self.characters)

    def close_code(self) -> None:
        """End the open code."""
        if self.code_start is None:
            return
        self.names.append((self.code_start, len(self.characters)))
        self.code_spans.append(self._from(self.code_start))
        self.code_start = None
        self.close_span(bold=False)

    def open_link(self, url: str) -> None:
        """Start a link, and end the open one, because links do not nest."""
        self.close_link()
        self.link = url, len(self.characters)
        self.badge_end = 0

    def close_link(self) -> None:
        """End the open link; keep only its title if the URL is invalid."""
        if not self.link:
            return
        (target, start), self.link = self.link, None
        title = self._from(self.badge_end or start).strip() or self._from(start).strip()
        if self.badge_end and (self._from(0)[:start].strip() or self._from(self.badge_end).strip()):
            # The alternative text of a picture names its link, but is not part of a name beside it.
            del self.characters[start : self.badge_end]
        self.names.append((start, len(self.characters)))
        if url := normalized_url(target):
            self.anchors.append(Anchor(title or url, url, start, len(self.characters)))
        elif target.startswith("#"):
            self.internal += len(self.characters) - start
        else:
            self.left_out.append(LeftOut(self.line, f"{title} {target}".strip(), "not a web address"))

    def add_image(self, source: str, alt: str) -> None:
        """Leave an image out; inside a link, write its alternative text."""
        self.left_out.append(LeftOut(self.line, f"{alt} {source}".strip(), "image"))
        if self.link:
            is_first = not self._from(self.badge_end or self.link[1]).strip()
            self.write(alt)
            self.badge_end = len(self.characters) if is_first else self.badge_end

    def phrase(self) -> Phrase:
        """Return the phrase, with an open link closed."""
        self.close_link()
        text = self._from(0).rstrip()
        size = len(text)
        anchors = (a if a.end <= size else a._replace(start=min(a.start, size), end=size) for a in self.anchors)
        footnotes, code_spans, names = tuple(self.footnotes), tuple(self.code_spans), tuple(self.names)
        return Phrase(text, tuple(anchors), self.bold_end, footnotes, code_spans, self.bold_start, self.internal, names)

    def _from(self, start: int) -> str:
        return "".join(self.characters[start:])


def normalized_url(target: str) -> str | None:
    """Return the URL, percent-encoded if needed, or None if a roadmap may not contain it."""
    if len(target) <= MAX_URL_LENGTH and USUAL_URL.fullmatch(target):
        return target
    scheme, colon, rest = normalizeLink(target.strip()).partition(":")
    url = scheme.lower() + colon + quote(rest, safe="!#$%&()*+,-./:;=?@[]^_~")
    return url if re.fullmatch(URL_PATTERN, url) and len(url) <= MAX_URL_LENGTH else None
