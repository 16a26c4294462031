"""What a new version of a roadmap does to the items of the old one: which stay, under which slug, and which go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from genai_roadmap.roadmap.lookup import fold
from genai_roadmap.roadmap.models import NumberedItem, Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap

# Of 100, by the ratio of rapidfuzz: above the first two titles are one beyond doubt, above the second perhaps.
CERTAIN = 90
POSSIBLE = 70
# How much less like the next best pair has to be, for the best to be beyond doubt.
LEAD = 15


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the old version and the one of the new version that it is, or perhaps is."""

    old: NumberedItem
    new: NumberedItem
    similarity: float = 100


@dataclass(frozen=True)
class Revision:
    """The new version, its slugs put right, and what became of the items of the old one.

    `doubtful` pairs are taken for two different items.
    """

    roadmap: Roadmap
    matches: list[Match]
    added: list[NumberedItem]
    removed: list[NumberedItem]
    uncertain: list[Match]

    @property
    def renamed(self) -> list[Match]:
        """The items with another title than before."""
        return [match for match in self.matches if match.old.title != match.new.title]

    @property
    def moved(self) -> list[Match]:
        """The items that belong to something else than before."""
        now = {match.old.slug: match.new.slug for match in self.matches}
        return [match for match in self.matches if _parent(match.new) != now.get(_parent(match.old), "")]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a learner would see in a list."""
        return not (self.added or self.removed or self.renamed or self.moved)


def revise(old: Roadmap, new: Roadmap, is_same: Callable[[Match], bool] = lambda _pair: False) -> Revision:
    """The new version of a roadmap with `formerly` and `retired` as the old one asks for them.

    `is_same` decides on each doubtful pair.
    """
    matching = _Matching(old, new)
    matches = matching.matches()
    uncertain = []
    for match in matching.uncertain():
        if is_same(match):
            matches.append(match)
        else:
            uncertain.append(match)
    return _revised(old, new, matches, uncertain)


def undeclared_changes(old: Roadmap, new: Roadmap) -> list[str]:
    """What the new version does to slugs that it may not do: lets one vanish, or uses one again for something else."""
    declared = _slugs(new) | set(new.retired)
    vanished = [
        f"the slug {slug!r} ({item.title}) is gone; write it into `formerly` of what it is now, or into `retired`"
        for slug, item in old.items_by_slug.items()
        if slug not in declared
    ]
    lost = [
        f"the old slug {slug!r} is gone; keep it"
        for slug in sorted(_all_slugs(old) - set(old.items_by_slug) - declared)
    ]
    back = [f"the slug {slug!r} is retired, and may not be used again" for slug in old.retired if slug in _slugs(new)]
    others = [
        f"the slug {slug!r} named {item.title!r} and now names {new.items_by_slug[slug].content.title!r}; take another"
        for slug, item in old.items_by_slug.items()
        if slug in new.items_by_slug and _similarity(item, new.items_by_slug[slug]) < POSSIBLE / 2
    ]
    return vanished + lost + back + others


@dataclass
class _Matching:
    """Finds which item of the new version each one of the old version is, from the surest sign to the weakest."""

    old: Roadmap
    new: Roadmap
    _found: dict[str, NumberedItem] = field(default_factory=dict)

    def matches(self) -> list[Match]:
        for sign in (self._by_slug_there, self._by_title_there, self._by_slug, self._by_title, self._by_similarity):
            for match in [*sign()]:
                if match.old.slug not in self._found and match.new.slug not in self._taken:
                    self._found[match.old.slug] = match.new
        return [Match(self.old.items_by_slug[slug], item) for slug, item in self._found.items()]

    def uncertain(self) -> list[Match]:
        """The pairs that are like one another, but not beyond doubt; each item in one of them at most."""
        found: list[Match] = []
        for match in self._ranked():
            if match.old not in [other.old for other in found] and match.new not in [other.new for other in found]:
                found.append(match)
        return found

    @property
    def _taken(self) -> set[str]:
        return {item.slug for item in self._found.values()}

    def _open(self) -> tuple[list[NumberedItem], list[NumberedItem]]:
        taken = self._taken
        return (
            [item for slug, item in self.old.items_by_slug.items() if slug not in self._found],
            [item for slug, item in self.new.items_by_slug.items() if slug not in taken],
        )

    def _by_slug_there(self) -> Iterator[Match]:
        return (match for match in self._with_slug() if _parent_title(match.old) == _parent_title(match.new))

    def _by_slug(self) -> Iterator[Match]:
        for match in self._with_slug():
            if match.old.slug in match.new.content.formerly or _similarity(match.old, match.new) >= POSSIBLE:
                yield match

    def _with_slug(self) -> Iterator[Match]:
        for slug, old in self.old.items_by_slug.items():
            if new := self.new.items_by_slug.get(slug) or self.new.items_by_former_slug.get(slug):
                yield Match(old, new)

    def _by_title_there(self) -> Iterator[Match]:
        yield from self._by(lambda item: (fold(item.title), _parent_title(item)))

    def _by_title(self) -> Iterator[Match]:
        yield from self._by(lambda item: fold(item.title))

    def _by(self, key: Callable[[NumberedItem], object]) -> Iterator[Match]:
        """Pairs with the same key, where just one item has it in each version."""
        olds, news = self._open()
        by_key: dict[object, tuple[list[NumberedItem], list[NumberedItem]]] = {}
        for side, items in enumerate((olds, news)):
            for item in items:
                by_key.setdefault(key(item), ([], []))[side].append(item)
        return (Match(old[0], new[0]) for old, new in by_key.values() if len(old) == len(new) == 1)

    def _by_similarity(self) -> Iterator[Match]:
        ranked = self._ranked()
        for match in ranked:
            rivals = [r for r in ranked if r is not match and (r.old is match.old or r.new is match.new)]
            if match.similarity >= CERTAIN and all(match.similarity - rival.similarity >= LEAD for rival in rivals):
                yield match

    def _ranked(self) -> list[Match]:
        """The pairs of what is left that are somewhat like one another, the likest first."""
        olds, news = self._open()
        matches = (
            Match(old, new, _similarity(old, new)) for old in olds for new in news if _is_step(old) == _is_step(new)
        )
        return sorted((p for p in matches if p.similarity >= POSSIBLE), key=lambda p: p.similarity, reverse=True)


def _similarity(old: NumberedItem, new: NumberedItem) -> float:
    """How alike two items are, of 100: by their titles, and a little by what they belong to."""
    titles = fuzz.token_sort_ratio(fold(old.title), fold(new.title))
    homes = fuzz.token_sort_ratio(_parent_title(old), _parent_title(new)) if _parent_title(old) else 100
    return 0.9 * titles + 0.1 * homes


def _parent_title(item: NumberedItem) -> str:
    return fold(item.parent.content.title) if item.parent else ""


def _parent(item: NumberedItem) -> str:
    return item.parent.slug if item.parent else ""


def _is_step(item: NumberedItem) -> bool:
    return item.parent is None


def _slugs(roadmap: Roadmap) -> set[str]:
    return {*roadmap.items_by_slug, *roadmap.items_by_former_slug}


def _all_slugs(roadmap: Roadmap) -> set[str]:
    return _slugs(roadmap) | set(roadmap.retired)


def _revised(old: Roadmap, new: Roadmap, matches: list[Match], uncertain: list[Match]) -> Revision:
    was = {match.new.slug: match.old for match in matches}
    names = _names(old, new, was)
    data = new.model_dump(exclude_defaults=True, mode="json")
    _rename(data["steps"], names, was)
    kept = {slug for match in matches for slug in (match.old.slug, *match.old.content.formerly)}
    used = set(names.values()) | {slug for item in new.items_by_slug.values() for slug in item.content.formerly} | kept
    data["retired"] = sorted((_all_slugs(old) | set(new.retired)) - used)
    roadmap = parse_roadmap({"format": 1, **data})
    items = roadmap.items_by_slug
    return Revision(
        roadmap,
        [Match(match.old, items[names[match.new.slug]], match.similarity) for match in matches],
        [items[names[slug]] for slug in new.items_by_slug if slug not in was],
        [item for slug, item in old.items_by_slug.items() if item not in was.values()],
        [Match(match.old, items[names[match.new.slug]], match.similarity) for match in uncertain],
    )


def _names(old: Roadmap, new: Roadmap, was: dict[str, NumberedItem]) -> dict[str, str]:
    """The slug that each item of the new version gets: its own, unless that one means another item of the old."""
    names: dict[str, str] = {}
    for slug in new.items_by_slug:
        meant = old.items_by_slug.get(slug) or old.items_by_former_slug.get(slug)
        if meant is None or was.get(slug) is meant:
            names[slug] = slug
        elif slug in was:
            names[slug] = was[slug].slug
    for slug in new.items_by_slug:
        if slug not in names:
            names[slug] = _free(slug, {*_all_slugs(old), *new.items_by_slug, *names.values()})
    return names


def _free(slug: str, used: set[str]) -> str:
    return next(name for n in range(2, len(used) + 3) if (name := f"{slug[:70]}-{n}") not in used)


def _rename(items: list[dict[str, Any]], names: dict[str, str], was: dict[str, NumberedItem]) -> None:
    """Gives the items their slugs, the ones they had into `formerly`, and what they require its new name."""
    for item in items:
        slug = names[item["slug"]]
        old = was.get(item["slug"])
        former = [*item.get("formerly", ()), *((old.slug, *old.content.formerly) if old else ())]
        item["slug"] = slug
        if formerly := [name for name in dict.fromkeys(former) if name != slug]:
            item["formerly"] = formerly
        if "requires" in item:
            item["requires"] = [names[required] for required in item["requires"]]
        _rename(item.get("topics", []), names, was)
