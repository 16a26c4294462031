"""Compare the titles of items in two versions of a roadmap."""

import re
import unicodedata
from functools import lru_cache
from string import digits

from rapidfuzz import fuzz

from genai_roadmap.roadmap.folding import fold

# The minimum similarity of a title and the same title with more words or other endings of them.
EXTENDED = 75
# The minimum similarity of titles that have something in common; of unrelated ones below the same parent, few have it.
ALIKE = 45
MAX_CACHED = 2**15
# Not those that distinguish titles, like C#.
PUNCTUATION = dict.fromkeys(map(ord, ".:;,!?*_\"'()[]{}-/\\"), " ")
# A space between words that may be written as one, but not one between two numbers.
JOINT = re.compile(r"(?<!\d) | (?!\d)")
# The endings of words that mean the same, with the letter that is doubled before them.
ENDING = re.compile(r"(?<=\w{3})(?:(?<=(\w))\1)?(?:ing|ed|e?s)$|(?<=\w{3})e$")
EMOJI = {"So", "Sk", "Cf"}
EMOJI_STYLE = "\ufe0f"


def similarity_of_titles(old: str, new: str) -> float:
    """Return the similarity of two titles in percent."""
    first, second = normalized(old), normalized(new)
    similar = fuzz.token_sort_ratio(first, second)
    words, others = ({ENDING.sub("", word) for word in title.split()} for title in (first, second))
    return max(similar, EXTENDED) if words <= others or others <= words else similar


def are_alike(old: str, new: str) -> bool:
    """Return whether two titles are similar, or share half of the words of one of them, apart from numbers."""
    words, others = (
        {ENDING.sub("", word) for part in normalized(title).split() if (word := part.strip(digits))}
        for title in (old, new)
    )
    shared = len(words & others)
    return 0 < min(len(words), len(others)) <= 2 * shared or similarity_of_titles(old, new) >= ALIKE


@lru_cache(maxsize=MAX_CACHED)
def normalized(title: str) -> str:
    """Return a title without case, accents, emoji, and punctuation, unless nothing else is left."""
    folded = fold(title)
    text = folded if folded.isascii() else "".join(map(_replaced, folded))
    return " ".join(text.translate(PUNCTUATION).split()) or " ".join(folded.split())


@lru_cache(maxsize=MAX_CACHED)
def title_key(title: str) -> str:
    """Return what titles have in common that differ only in case, accents, emoji, punctuation, and spaces."""
    return JOINT.sub("", normalized(title))


def _replaced(char: str) -> str:
    """Return a character, or nothing instead of a part of an emoji, or a space instead of punctuation."""
    category = unicodedata.category(char)
    if category in EMOJI or char == EMOJI_STYLE:
        return ""
    return " " if category.startswith("P") and not char.isascii() else char
