"""Compare two versions of a roadmap: match their items, keep old slugs valid, and list what changed."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from itertools import count, product
from typing import Any

from rapidfuzz import fuzz

from genai_roadmap.roadmap.lookup import fold
from genai_roadmap.roadmap.models import NumberedItem, Roadmap
from genai_roadmap.roadmap.validation import check_roadmap

# Similarity in percent from which two items are the same, or possibly the same.
CERTAIN = 90
POSSIBLE = 70
# The minimum lead of a certain match over every other match of the two items.
LEAD = 15
# If there are more pairs of items, only some are compared.
MAX_PAIRS, MAX_SIBLINGS = 100_000, 50


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the old version and the same item of the new version, with their similarity in percent."""

    old: NumberedItem
    new: NumberedItem
    similarity: float


@dataclass(frozen=True)
class Revision:
    """The new version with valid slugs, and what changed since the old one.

    The items of an uncertain match are treated as two different items.
    """

    roadmap: Roadmap
    matches: list[Match]
    added: list[NumberedItem]
    removed: list[NumberedItem]
    uncertain: list[Match]

    @property
    def renamed(self) -> list[Match]:
        """The matches whose title changed."""
        return [match for match in self.matches if match.old.title != match.new.title]

    @property
    def moved(self) -> list[Match]:
        """The matches whose parent changed."""
        new_slugs = {match.old.slug: match.new.slug for match in self.matches}
        return [match for match in self.matches if _parent(match.new) != new_slugs.get(_parent(match.old), "")]

    @property
    def is_empty(self) -> bool:
        """Whether no item was added, removed, renamed or moved."""
        return not (self.added or self.removed or self.renamed or self.moved)


def revise(old: Roadmap, new: Roadmap, is_same: Callable[[Match], bool] = lambda _match: False) -> Revision:
    """Return what changed, and the new version with every slug of the old one in use, `formerly` or `retired`.

    `is_same` decides on each uncertain match.
    """
    matcher = _Matcher(old, new)
    matches = matcher.certain_matches()
    uncertain: list[Match] = []
    for match in matcher.uncertain_matches():
        (matches if is_same(match) else uncertain).append(match)
    old_items = {match.new.slug: match.old for match in matches}
    slugs = _final_slugs(old, new, old_items)
    roadmap = _with_slugs(old, new, slugs, old_items)
    items = {slug: roadmap.items_by_slug[slugs[slug]] for slug in new.items_by_slug}
    matched = {match.old.slug for match in matches}
    return Revision(
        roadmap,
        matches=[replace(match, new=items[match.new.slug]) for match in matches],
        added=[item for slug, item in items.items() if slug not in old_items],
        removed=[item for slug, item in old.items_by_slug.items() if slug not in matched],
        uncertain=[replace(match, new=items[match.new.slug]) for match in uncertain],
    )


def undeclared_changes(old: Roadmap, new: Roadmap) -> list[str]:
    """Return an error for each slug of the old version that the new one drops, or uses for something else."""
    declared = _slugs(new) | set(new.retired)
    dropped = [
        f"the slug {slug!r} ({item.title}) is missing; add it to `formerly` of the item it became, or to `retired`"
        for slug, item in old.items_by_slug.items()
        if slug not in declared
    ]
    former = sorted(_all_slugs(old) - old.items_by_slug.keys() - declared)
    dropped += [f"the former slug {slug!r} is missing; keep it" for slug in former]
    reused = [f"the slug {slug!r} is retired and cannot be reused" for slug in old.retired if slug in _slugs(new)]
    reassigned = [
        f"the slug {slug!r} was {item.title!r} and is now {new.items_by_slug[slug].title!r}; choose another slug"
        for slug, item in old.items_by_slug.items()
        if slug in new.items_by_slug and _similarity(item, new.items_by_slug[slug]) < POSSIBLE / 2
    ]
    return dropped + reused + reassigned


class _Matcher:
    """Matches the items of two versions; an item is in one match at most."""

    def __init__(self, old: Roadmap, new: Roadmap) -> None:
        # The items without a match.
        self._old, self._new = old.items_by_slug.copy(), new.items_by_slug.copy()
        pairs = ((item, new.item_with_slug(slug)) for slug, item in old.items_by_slug.items())
        self._same_slug = [Match(item, other, _similarity(item, other)) for item, other in pairs if other]

    def certain_matches(self) -> list[Match]:
        """Return the matches, by the most reliable rule first."""
        return [
            *self._accept(m for m in self._same_slug if _parent_title(m.old) == _parent_title(m.new)),
            *self._accept(self._with_unique_key(lambda item: (fold(item.title), _parent_title(item)))),
            *self._accept(
                m for m in self._same_slug if m.old.slug in m.new.content.formerly or m.similarity >= POSSIBLE
            ),
            *self._accept(self._with_unique_key(lambda item: fold(item.title))),
            *self._accept(self._with_lead()),
        ]

    def uncertain_matches(self) -> list[Match]:
        """Return possible matches of the items that have none, the most similar ones first."""
        return self._accept(self._possible_matches())

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
        return [Match(old, new, _similarity(old, new)) for old, new in pairs]

    def _with_lead(self) -> list[Match]:
        """Return the matches that are certain, because every other match of their items is less similar."""
        if self._is_too_large:
            # A better match may be among the pairs that are not compared.
            return []
        possible = self._possible_matches()
        by_item: dict[int, list[Match]] = defaultdict(list)
        for match in possible:
            by_item[id(match.old)].append(match)
            by_item[id(match.new)].append(match)
        certain = (match for match in possible if match.similarity >= CERTAIN)
        return [m for m in certain if _has_lead(m, by_item[id(m.old)] + by_item[id(m.new)])]

    def _possible_matches(self) -> list[Match]:
        matches = (
            Match(old, new, _similarity(old, new)) for old, new in self._pairs() if bool(old.parent) == bool(new.parent)
        )
        possible = (match for match in matches if match.similarity >= POSSIBLE)
        return sorted(possible, key=lambda match: match.similarity, reverse=True)

    @property
    def _is_too_large(self) -> bool:
        return len(self._old) * len(self._new) > MAX_PAIRS

    def _pairs(self) -> Iterable[tuple[NumberedItem, NumberedItem]]:
        """Return the pairs to compare: all, or only some below the same parent if all would take too long."""
        if not self._is_too_large:
            return product(self._old.values(), self._new.values())
        siblings = defaultdict(list)
        for item in self._new.values():
            siblings[_parent_title(item)].append(item)
        return ((old, new) for old in self._old.values() for new in siblings[_parent_title(old)][:MAX_SIBLINGS])


def _has_lead(match: Match, matches: list[Match]) -> bool:
    others = (m for m in matches if m is not match and (m.old is match.old or m.new is match.new))
    return all(match.similarity - other.similarity >= LEAD for other in others)


def _similarity(old: NumberedItem, new: NumberedItem) -> float:
    """Return the similarity of two items in percent: 90 % from their titles, 10 % from those of their parents."""
    titles = fuzz.token_sort_ratio(fold(old.title), fold(new.title))
    parents = fuzz.token_sort_ratio(_parent_title(old), _parent_title(new)) if _parent_title(old) else 100
    return 0.9 * titles + 0.1 * parents


def _parent_title(item: NumberedItem) -> str:
    return fold(item.parent.title) if item.parent else ""


def _parent(item: NumberedItem) -> str:
    return item.parent.slug if item.parent else ""


def _slugs(roadmap: Roadmap) -> set[str]:
    return {*roadmap.items_by_slug, *roadmap.items_by_former_slug}


def _all_slugs(roadmap: Roadmap) -> set[str]:
    return {*_slugs(roadmap), *roadmap.retired}


def _final_slugs(old: Roadmap, new: Roadmap, old_items: dict[str, NumberedItem]) -> dict[str, str]:
    """Return the final slug of each item of the new version: its own, unless it belongs to another item of the old."""
    used = {*_all_slugs(old), *new.items_by_slug}
    slugs: dict[str, str] = {}
    for slug in new.items_by_slug:
        owner = old.item_with_slug(slug)
        if owner is None or old_items.get(slug) is owner:
            slugs[slug] = slug
        elif slug in old_items:
            slugs[slug] = old_items[slug].slug
        else:
            slugs[slug] = next(name for n in count(2) if (name := f"{slug[:70].rstrip('-')}-{n}") not in used)
            used.add(slugs[slug])
    return slugs


def _with_slugs(old: Roadmap, new: Roadmap, slugs: dict[str, str], old_items: dict[str, NumberedItem]) -> Roadmap:
    """Return the new version with these slugs, and with the unused ones of both versions as retired."""
    data = new.model_dump(exclude_defaults=True, mode="json")
    _replace_slugs(data["steps"], slugs, old_items)
    roadmap = Roadmap.model_validate(data)
    retired = sorted({*_all_slugs(old), *new.retired} - _slugs(roadmap))
    return check_roadmap(roadmap.model_copy(update={"retired": tuple(retired)}))


def _replace_slugs(items: list[dict[str, Any]], slugs: dict[str, str], old_items: dict[str, NumberedItem]) -> None:
    """Replace the slugs in the data of items, and add former ones to `formerly`."""
    for item in items:
        former = item.get("formerly", [])
        if old := old_items.get(item["slug"]):
            former = [*former, old.slug, *old.content.formerly]
        item["slug"] = slugs[item["slug"]]
        item["formerly"] = [slug for slug in dict.fromkeys(former) if slug != item["slug"]]
        item["requires"] = [slugs[slug] for slug in item.get("requires", [])]
        _replace_slugs(item.get("topics", []), slugs, old_items)
