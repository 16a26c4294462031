"""Compare what the learner typed with the names of items, without case, accents and hyphens."""

import re
import unicodedata
from collections.abc import Iterable

from genai_roadmap.roadmap.models import NumberedItem

# A shorter text is in the middle of a word by chance.
MIN_GUESS = 4


def fold(text: str) -> str:
    """Return the text without case, accents, hyphens and surrounding spaces, for comparison."""
    return _unaccented(text).replace("-", " ").strip()


def _unaccented(text: str) -> str:
    """Return the text without case and accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.casefold()


def names_of(item: NumberedItem) -> tuple[str, str]:
    """Return the folded slug and title of an item."""
    return item.slug.replace("-", " "), fold(item.title)


def is_only_namesake(item: NumberedItem) -> bool:
    """Return whether an item is the only topic of one with the same title, so that the title names both."""
    parent = item.parent
    return bool(parent and len(parent.content.topics) == 1 and fold(parent.title) == fold(item.title))


def has_word(folded: str, names: Iterable[str]) -> bool:
    """Return whether a word of the names begins with a text."""
    word = re.compile(rf"(?<!\w){re.escape(folded)}")
    return any(map(word.search, names))


def is_guess(folded: str, item: NumberedItem) -> bool:
    """Return whether a text is only in the middle of a word of an item, or is a short one after a hyphen."""
    names = names_of(item)
    is_short = len(folded) < MIN_GUESS and not _begins_word(folded, item.title)
    return (is_short or not has_word(folded, names)) and not any(name.startswith(folded) for name in names)


def _begins_word(folded: str, title: str) -> bool:
    """Return whether a text begins a word of a title, and not only the part of a word after a hyphen."""
    pattern = re.escape(folded).replace(r"\ ", "[ -]")
    return bool(re.search(rf"(?<![\w-]){pattern}", _unaccented(title)))
