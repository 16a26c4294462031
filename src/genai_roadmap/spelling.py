"""Suggest known names for a misspelled one."""

from collections.abc import Iterable, Iterator

# Less similar names are more often wrong than right.
MIN_SIMILARITY = 0.7
# A name that only contains the text is less likely than one that consists of it.
PART_PENALTY = 0.05
MAX_NAMES = 3
# The time grows with the lengths of both; nobody misspells a longer name.
MAX_LENGTH = 100


def nearest(text: str, names: Iterable[str]) -> list[str]:
    """Return the name that is most similar to the text as a whole or in part, or several that are equally similar.

    No name is returned if none is similar enough.
    """
    if not text.strip() or len(text) > MAX_LENGTH:
        return []
    similarities = {name: _similarity(text, name[:MAX_LENGTH]) for name in names}
    best = max(similarities.values(), default=0)
    found = [name for name, similarity in similarities.items() if similarity == best >= MIN_SIMILARITY]
    return found[:MAX_NAMES]


def _similarity(text: str, name: str) -> float:
    """Return the similarity of the text to the name or to a part of it, whichever is higher."""
    # Slow to import, and needed only after a typing error.
    from rapidfuzz.distance import OSA

    parts = (OSA.normalized_similarity(text, part, score_cutoff=MIN_SIMILARITY) for part in _parts(name, text))
    whole = OSA.normalized_similarity(text, name, score_cutoff=MIN_SIMILARITY)
    return max(whole, max(parts, default=0) - PART_PENALTY)


def _parts(name: str, text: str) -> Iterator[str]:
    """Yield each sequence of words of the name that has as many words as the text, also cut to the text's length."""
    words, count = name.split(), len(text.split())
    for start in range(len(words) - count + 1):
        part = " ".join(words[start : start + count])
        yield part
        yield part[: len(text)]
