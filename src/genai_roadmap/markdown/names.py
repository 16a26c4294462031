"""The name that an item begins with, and the text after it; a name is never cut inside a link, code or quotes."""

import re
from functools import lru_cache
from typing import NamedTuple

from genai_roadmap.markdown import lists, titles
from genai_roadmap.markdown.phrase import Phrase

SEPARATOR = re.compile(r"\s*(?:[:：]+|[–—→=]|-+(?=\s))\s*")
NAME_END = re.compile(r"[:：]\s+|：|\s+(?:[–—→]|-+)\s+")
AFTER_LINK = re.compile(r"\s*(?:[:：–—→|·,.(]|-+\s)\s*")
# "Part 3", "例子1", "Days 1-8" and "Semanas 1 a 4" number what follows.
LABEL_WITH_NUMBER = re.compile(
    r"[^\w]*(?P<word>(?:[^\W\d]+ ?(?:[^\W\d]{1,2} |#)?)?)\s*[\d.]+(?P<end>\s*(?:[-–—~～]|[^\W\d]{1,2}\s)\s*[\d.]+)?"
)
QUOTES = {'"': '"', "“": "”", "«": "»", "「": "」", "《": "》", "(": ")", "（": "）", "[": "]"}
MAX_LABEL_WORDS = 7
MAX_LABEL_LENGTH = 60
MAX_SEPARATOR_LENGTH = 10
MAX_TITLE_LENGTH = 120
# Removing each of many from a long text would take quadratic time.
MAX_ADDRESSES = 20
MIN_CLAUSE_LENGTH = 15
MAX_CACHED = 2**8
EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*\)|\[\s*\]|（\s*）|<\s*>)")
BRACKETED = re.compile(r"\([^()]*\)?|（[^（）]*）?|\[[^\[\]]*\]?")
# One letter and a period are an abbreviation.
CLAUSE_ENDS = [re.compile(end) for end in (r"(?<!\b\w)\. ", "。", ": ", "：", "; ", "；", " – ", " — ", " - ", "，")]
LINK_WORD = re.compile(r"(?i)[(\[](?:link|url|here|source)s?[)\]]\W*$")
# "[Video] Knots", but not "[A] to [B]".
BRACKETED_LABEL = re.compile(r"^\[([^\W\d_][^\[\]]{0,30}[^\s\[\]:])\]\s+(?=[^\W_])(?!.*\]$)")


class NameAndText(NamedTuple):
    """A name and the text after it, as in "Name: text"."""

    name: str
    text: str


# Several questions about the same item are answered by it.
@lru_cache(maxsize=MAX_CACHED)
def split_name(phrase: Phrase) -> NameAndText | None:
    """Return a name and the text after it if a colon, a dash or bold type separates them."""
    text = phrase.text
    if before := _split_after_bold(phrase) or _split_before_links(phrase):
        return before
    if (link := phrase.anchors[0] if phrase.anchors else None) and not titles.has_letters(phrase.text_before_links):
        named = _split_after_link(text, link.end)
        # A description names what an address leads to.
        return NameAndText(titles.tidy(named.text), "") if named and link.title == link.url else named
    for found in NAME_END.finditer(text, 0, MAX_LABEL_LENGTH + MAX_SEPARATOR_LENGTH):
        name, rest = text[: found.start()], text[found.end() :].strip()
        if rest and name and not is_inside(phrase, found.start()):
            if _is_kind_of_link(phrase, found):
                return NameAndText(titles.tidy(name), text[phrase.anchors[0].end :].lstrip(" ,.:;|–—-"))
            if _is_only_link(phrase, found.end()) and not titles.section_kind(name):
                return _split_after_link(text, phrase.anchors[0].end)
            is_label = len(name.split()) <= MAX_LABEL_WORDS and len(name) <= MAX_LABEL_LENGTH
            named = NameAndText(titles.tidy(name), rest)
            return named if is_label and not LABEL_WITH_NUMBER.fullmatch(named.name) else None
    return None


def _is_kind_of_link(phrase: Phrase, separator: re.Match[str]) -> bool:
    """Return whether the only link of a phrase follows a dash, and says what it is, as in "Knots - video".

    Its title is a word in lower case, maybe with a number. After a colon, it may be a name, as in "Program: knots".
    """
    if len(phrase.anchors) != 1 or phrase.anchors[0].start != separator.end() or separator[0].strip() in {":", "："}:
        return False
    word, _, number = phrase.anchors[0].title.partition(" ")
    return word.isalpha() and word.islower() and (number.isdecimal() or not number)


def _is_only_link(phrase: Phrase, start: int) -> bool:
    """Return whether the only link of a phrase begins at a position, and names what the text before it announces.

    In "Book: Knots", the label alone is no name. An address, and "here", name nothing.
    """
    if len(phrase.anchors) != 1 or phrase.anchors[0].start != start:
        return False
    link = phrase.anchors[0]
    return link.title != link.url and not LINK_WORD.fullmatch(f"({link.title})")


def _split_before_links(phrase: Phrase) -> NameAndText | None:
    """Return the name before brackets at the end of a text with links only, such as "Ropes (Book, Video)".

    In "Knot Tying Association (KTA)", they are part of the name.
    """
    first = phrase.anchors[0] if phrase.anchors else None
    if not first or first.title.isupper() or not phrase.text.endswith((")", "）")):
        return None
    start = max(phrase.text.rfind(bracket, 0, first.start) for bracket in "(（")
    name = phrase.text[: max(start, 0)]
    is_name = titles.has_letters(name) and _are_links(phrase, start)
    return NameAndText(titles.tidy(name), phrase.text[start:]) if is_name else None


def _split_after_bold(phrase: Phrase) -> NameAndText | None:
    """Return the bold name that a text begins with, and the text after it if a separator, names or links follow."""
    if not 0 < phrase.bold_end < len(phrase.text):
        return None
    name, rest = phrase.text[: phrase.bold_end], phrase.text[phrase.bold_end :]
    separator = SEPARATOR.match(rest)
    if separator and rest[separator.end() :].strip():
        return NameAndText(titles.tidy(name), rest[separator.end() :].strip())
    if rest.strip() and (name.rstrip().endswith((":", "：")) or lists.items(rest)):
        return NameAndText(titles.tidy(name), rest.strip())
    return NameAndText(titles.tidy(name), "") if _are_links(phrase, phrase.bold_end) else None


def _are_links(phrase: Phrase, start: int) -> bool:
    """Return whether the text from a position on is links only, such as "Notes | Video"; they may be left out."""
    code = set(phrase.code_spans)
    spans = [span for span in phrase.names if span[0] >= start and phrase.text[slice(*span)] not in code]
    gaps = zip([start, *(end for _, end in spans)], [*(begin for begin, _ in spans), len(phrase.text)], strict=True)
    return bool(spans) and not any(titles.has_letters(phrase.text[begin:end]) for begin, end in gaps)


def _split_after_link(text: str, end: int) -> NameAndText | None:
    """Return the title of the link that a text begins with, and the text after a separator."""
    separator = AFTER_LINK.match(text, end)
    if not separator or not titles.has_letters(text[end:]):
        return None
    rest = text[separator.end() :] if "(" not in separator[0] else text[end:]
    return NameAndText(titles.tidy(text[:end]), rest.strip())


def is_inside(phrase: Phrase, position: int) -> bool:
    """Return whether a position is inside a link, a code span, quotes or parentheses, and so inside a name."""
    if any(start < position < end for start, end in phrase.names):
        return True
    closing: list[str] = []
    for character in phrase.text[:position]:
        if closing and character == closing[-1]:
            closing.pop()
        elif character in QUOTES:
            closing.append(QUOTES[character])
    return bool(closing) and closing[-1] in phrase.text[position:]


def clean_title(title: str, phrase: Phrase) -> tuple[str, str | None]:
    """Return a title without addresses and brackets around its label.

    If it is too long for a title, return the text of its first link or its first clause, and the whole text as its
    detail.
    """
    for anchor in phrase.anchors[:MAX_ADDRESSES]:
        if anchor.title == anchor.url and titles.has_letters(title.replace(anchor.title, "")):
            title = titles.tidy(EMPTY_BRACKETS.sub("", title.replace(anchor.title, "")))
    title = LINK_WORD.sub("", title).rstrip() or title
    detail = phrase.text if len(title) > MAX_TITLE_LENGTH else None
    first = phrase.anchors[0].title if detail and phrase.anchors else ""
    title = BRACKETED_LABEL.sub(r"\1: ", first if 0 < len(first) <= MAX_TITLE_LENGTH else title)
    return title if len(title) <= MAX_TITLE_LENGTH else shortened(title), detail


def shortened(text: str) -> str:
    """Return the first clause of a long text, the words before a bracket, or as many words as fit in a title."""
    # What is in brackets does not end a clause.
    masked = BRACKETED.sub(lambda found: "(" * len(found[0]), text)
    for separator in CLAUSE_ENDS:
        found = separator.search(masked, MIN_CLAUSE_LENGTH, MAX_TITLE_LENGTH + 2)
        if found and found.start() <= MAX_TITLE_LENGTH:
            return text[: found.start()]
    cut = text[: MAX_TITLE_LENGTH - 1].rpartition(" ")[0] or text[: MAX_TITLE_LENGTH - 1]
    name = cut[: masked.find("(", 0, len(cut))].rstrip()
    is_cut = masked[len(cut) : len(cut) + 1] == "(" and titles.has_letters(name)
    return name if is_cut else f"{cut}…"


def split_optional_after_name(phrase: Phrase) -> tuple[Phrase, bool]:
    """Return the phrase without "optional", unless that is part of a bold name, and whether it contained the word."""
    after_name = phrase.text[phrase.bold_end :]
    if phrase.bold_end and (not after_name or titles.OPTIONAL_PATTERNS[0].fullmatch(after_name)):
        return phrase.head(phrase.bold_end), bool(after_name)
    return split_optional_in(phrase)


def split_optional_in(phrase: Phrase) -> tuple[Phrase, bool]:
    """Return the phrase without "optional:" before it or "(optional)" after it, and whether it had either."""
    rest, is_optional = titles.split_optional(phrase.text)
    if is_optional and phrase.text.endswith(rest):
        return phrase.tail(len(phrase.text) - len(rest)), True
    if is_optional and phrase.text.startswith(rest):
        return phrase.head(len(rest)), True
    return phrase, False
