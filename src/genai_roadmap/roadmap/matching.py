"""Match the items of two versions of a roadmap."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

from rapidfuzz import fuzz, process

from genai_roadmap.roadmap.lookup import fold
from genai_roadmap.roadmap.models import NumberedItem, Roadmap

# Similarity in percent from which two items are the same, or possibly the same.
CERTAIN = 90
POSSIBLE = 70
# The similarity of titles below which two items can't be the same, even with equal parents.
POSSIBLE_TITLE = (POSSIBLE - 10) / 0.9
# The minimum lead of a certain match over every other match of the two items.
LEAD = 15
# If there are more pairs of items, only some are compared.
MAX_PAIRS, MAX_SIBLINGS = 100_000, 50
MAX_CACHED = 2**15


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the old version and the same item of the new version, with their similarity in percent."""

    old: NumberedItem
    new: NumberedItem
    similarity: float


class Matcher:
    """Matches the items of two versions; an item is in one match at most."""

    def __init__(self, old: Roadmap, new: Roadmap) -> None:
        # The items without a match.
        self._old, self._new = old.items_by_slug.copy(), new.items_by_slug.copy()
        pairs = ((item, new.item_with_slug(slug)) for slug, item in old.items_by_slug.items())
        self._same_slug = [Match(item, other, similarity(item, other)) for item, other in pairs if other]

    def certain_matches(self) -> list[Match]:
        """Return the matches, by the most reliable rule first."""
        return [
            *self._accept(m for m in self._same_slug if _parent_title(m.old) == _parent_title(m.new)),
            *self._accept(self._with_unique_key(lambda item: (_title(item), _parent_title(item)))),
            *self._accept(
                m for m in self._same_slug if m.old.slug in m.new.content.formerly or m.similarity >= POSSIBLE
            ),
            *self._accept(self._with_unique_key(_title)),
            *self._accept(self._with_lead()),
        ]

    def uncertain_matches(self) -> list[Match]:
        """Return possible matches of the items that have none, the most similar ones first."""
        return self._accept(self._possible_matches)

    def _accept(self, matches: Iterable[Match]) -> list[Match]:
        accepted = []
        for match in matches:
            if match.old.slug in self._old and match.new.slug in self._new:
                del self._old[match.old.slug], self._new[match.new.slug]
                accepted.append(match)
        return accepted

    def _with_unique_key(self, key: Callable[[NumberedItem], Hashable]) -> list[Match]:
        """Return the matches of items with the same key, if no other item has it."""
        groups: dict[Hashable, tuple[list[NumberedItem], list[NumberedItem]]] = defaultdict(lambda: ([], []))
        for version, items in enumerate((self._old, self._new)):
            for item in items.values():
                groups[key(item)][version].append(item)
        pairs = ((old[0], new[0]) for old, new in groups.values() if len(old) == len(new) == 1)
        return [Match(old, new, similarity(old, new)) for old, new in pairs]

    def _with_lead(self) -> list[Match]:
        """Return the matches that are certain, because every other match of their items is less similar."""
        if self._is_too_large:
            # A better match may be among the pairs that are not compared.
            return []
        best_two: dict[int, list[Match]] = defaultdict(list)
        for match in self._possible_matches:
            for matches in (best_two[id(match.old)], best_two[id(match.new)]):
                if len(matches) < 2:  # noqa: PLR2004 - the match itself and its best rival
                    matches.append(match)
        certain = takewhile(lambda match: match.similarity >= CERTAIN, self._possible_matches)
        return [m for m in certain if _has_lead(m, best_two[id(m.old)] + best_two[id(m.new)])]

    @cached_property
    def _possible_matches(self) -> list[Match]:
        """The possible matches of the items that have none when this is first used, the most similar ones first."""
        candidates = self._titles_to_compare()
        matches = [
            Match(old, new := self._new[slug], _weighted(score, old, new))
            for old in self._old.values()
            for _, score, slug in process.extract(
                _title(old),
                candidates[self._group(old)],
                scorer=fuzz.token_sort_ratio,
                score_cutoff=POSSIBLE_TITLE,
                limit=None,
            )
        ]
        possible = (match for match in matches if match.similarity >= POSSIBLE)
        return sorted(possible, key=lambda match: match.similarity, reverse=True)

    @property
    def _is_too_large(self) -> bool:
        return len(self._old) * len(self._new) > MAX_PAIRS

    def _titles_to_compare(self) -> dict[Hashable, dict[str, str]]:
        """Return the titles by group, and by slug within it; if there are too many pairs, only some of each group."""
        groups: dict[Hashable, dict[str, str]] = defaultdict(dict)
        limit = MAX_SIBLINGS if self._is_too_large else MAX_PAIRS
        for slug, item in self._new.items():
            if len(group := groups[self._group(item)]) < limit:
                group[slug] = _title(item)
        return groups

    def _group(self, item: NumberedItem) -> Hashable:
        """Return what items have in common that are compared: their level or, if there are too many, the parent."""
        return bool(item.parent), self._is_too_large and _parent_title(item)


def _has_lead(match: Match, matches: list[Match]) -> bool:
    return all(match.similarity - other.similarity >= LEAD for other in matches if other is not match)


def similarity(old: NumberedItem, new: NumberedItem) -> float:
    """Return the similarity of two items in percent: 90 % from their titles, 10 % from those of their parents."""
    return _weighted(fuzz.token_sort_ratio(_title(old), _title(new)), old, new)


def _weighted(titles: float, old: NumberedItem, new: NumberedItem) -> float:
    return 0.9 * titles + 0.1 * _parent_similarity(_parent_title(old), _parent_title(new))


@lru_cache(maxsize=MAX_CACHED)
def _parent_similarity(old: str, new: str) -> float:
    return fuzz.token_sort_ratio(old, new) if old else 100


@lru_cache(maxsize=MAX_CACHED)
def _folded(title: str) -> str:
    return fold(title)


def _title(item: NumberedItem) -> str:
    return _folded(item.title)


def _parent_title(item: NumberedItem) -> str:
    return _folded(item.parent.title) if item.parent else ""
