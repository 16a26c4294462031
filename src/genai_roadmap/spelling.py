"""Suggest known names for a misspelled one."""

from collections.abc import Iterable, Iterator

# Less similar names are more often wrong than right.
MIN_SIMILARITY = 0.7
# A name that only contains the text is less likely than one that consists of it.
PART_PENALTY = 0.05
MAX_NAMES = 3
# A shorter text resembles a part of too many names.
MIN_PART_LENGTH = 5
# The time grows with the lengths of both; nobody misspells a longer name.
MAX_LENGTH = 100


def nearest(text: str, names: Iterable[str], *, parts: bool = False) -> list[str]:
    """Return the name that is most similar to the text, or several that are equally similar.

    With `parts`, the text may be similar to a part of a name of several words. No name is returned if none is similar
    enough.
    """
    if not text.strip() or len(text) > MAX_LENGTH:
        return []
    similarities = {name: _similarity(text, name[:MAX_LENGTH], parts=parts) for name in names}
    best = max(similarities.values(), default=0)
    found = [name for name, similarity in similarities.items() if similarity == best >= MIN_SIMILARITY]
    return found[:MAX_NAMES]


def one_mistake_away(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that differ in one letter, or in two neighboring letters that are swapped."""
    from rapidfuzz.distance import OSA

    return [name for name in names if OSA.distance(text, name, score_cutoff=1) == 1]


def _similarity(text: str, name: str, *, parts: bool) -> float:
    """Return the similarity of the text to the name or, with `parts`, to a part of it, whichever is higher."""
    # Slow to import, and needed only after a typing error.
    from rapidfuzz.distance import OSA

    whole = OSA.normalized_similarity(text, name, score_cutoff=MIN_SIMILARITY)
    if not parts or len(text) < MIN_PART_LENGTH:
        return whole
    similarities = (OSA.normalized_similarity(text, part, score_cutoff=MIN_SIMILARITY) for part in _parts(name, text))
    return max(whole, max(similarities, default=0) - PART_PENALTY)


def _parts(name: str, text: str) -> Iterator[str]:
    """Yield the sequences of words of a longer name that have the first letter of the text and its number of words.

    Each is yielded as a whole, and cut to the text's length.
    """
    words, count = name.split(), len(text.split())
    for start in range(len(words) - count + 1 if len(words) > 1 else 0):
        part = " ".join(words[start : start + count])
        if part[0] == text[0]:
            yield part
            yield part[: len(text)]
