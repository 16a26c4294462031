"""Compare the titles of items in two versions of a roadmap."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from genai_roadmap.roadmap.folding import fold

# The minimum similarity of a title and the same title with more words or other endings of them.
EXTENDED = 75
MAX_CACHED = 2**15
PUNCTUATION = " .:;,!?*_\"'()[]-"
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


@lru_cache(maxsize=MAX_CACHED)
def normalized(title: str) -> str:
    """Return a title without case, accents, emoji, and the punctuation around it, unless nothing else is left."""
    folded = " ".join(fold(title).split())
    text = folded if folded.isascii() else _without_emoji(folded)
    return text.strip(PUNCTUATION) or folded


def _without_emoji(text: str) -> str:
    return " ".join("".join(c for c in text if unicodedata.category(c) not in EMOJI and c != EMOJI_STYLE).split())
