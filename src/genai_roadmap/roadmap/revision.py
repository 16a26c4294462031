"""What a new version of a roadmap does to the items of the old one: which stay, under which slug, and which go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from genai_roadmap.roadmap.lookup import fold
from genai_roadmap.roadmap.models import NumberedItem, Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap

# Of 100, by the ratio of rapidfuzz: above the first two titles are one beyond doubt, above the second perhaps.
SURE = 90
PERHAPS = 70
# How much less like the next best pair has to be, for the best to be beyond doubt.
LEAD = 15


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the old version and the one of the new version that it is, or perhaps is."""

    old: NumberedItem
    new: NumberedItem
    likeness: float = 100


@dataclass(frozen=True)
class Revision:
    """The new version, its slugs put right, and what became of the items of the old one.

    `doubtful` pairs are taken for two different items.
    """

    roadmap: Roadmap
    pairs: list[Pair]
    added: list[NumberedItem]
    gone: list[NumberedItem]
    doubtful: list[Pair]

    @property
    def renamed(self) -> list[Pair]:
        """The items with another title than before."""
        return [pair for pair in self.pairs if pair.old.title != pair.new.title]

    @property
    def moved(self) -> list[Pair]:
        """The items that belong to something else than before."""
        now = {pair.old.slug: pair.new.slug for pair in self.pairs}
        return [pair for pair in self.pairs if _parent(pair.new) != now.get(_parent(pair.old), "")]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a learner would see in a list."""
        return not (self.added or self.gone or self.renamed or self.moved)


def revise(old: Roadmap, new: Roadmap, is_same: Callable[[Pair], bool] = lambda _pair: False) -> Revision:
    """The new version of a roadmap with `formerly` and `retired` as the old one asks for them.

    `is_same` decides on each doubtful pair.
    """
    matching = _Matching(old, new)
    pairs = matching.pairs()
    doubtful = []
    for pair in matching.doubtful():
        if is_same(pair):
            pairs.append(pair)
        else:
            doubtful.append(pair)
    return _revised(old, new, pairs, doubtful)


def undeclared(old: Roadmap, new: Roadmap) -> list[str]:
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
        if slug in new.items_by_slug and _likeness(item, new.items_by_slug[slug]) < PERHAPS / 2
    ]
    return vanished + lost + back + others


@dataclass
class _Matching:
    """Finds which item of the new version each one of the old version is, from the surest sign to the weakest."""

    old: Roadmap
    new: Roadmap
    _found: dict[str, NumberedItem] = field(default_factory=dict)

    def pairs(self) -> list[Pair]:
        for sign in (self._by_slug_there, self._by_title_there, self._by_slug, self._by_title, self._by_likeness):
            for pair in [*sign()]:
                if pair.old.slug not in self._found and pair.new.slug not in self._taken:
                    self._found[pair.old.slug] = pair.new
        return [Pair(self.old.items_by_slug[slug], item) for slug, item in self._found.items()]

    def doubtful(self) -> list[Pair]:
        """The pairs that are like one another, but not beyond doubt; each item in one of them at most."""
        found: list[Pair] = []
        for pair in self._ranked():
            if pair.old not in [other.old for other in found] and pair.new not in [other.new for other in found]:
                found.append(pair)
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

    def _by_slug_there(self) -> Iterator[Pair]:
        return (pair for pair in self._with_slug() if _home(pair.old) == _home(pair.new))

    def _by_slug(self) -> Iterator[Pair]:
        for pair in self._with_slug():
            if pair.old.slug in pair.new.content.formerly or _likeness(pair.old, pair.new) >= PERHAPS:
                yield pair

    def _with_slug(self) -> Iterator[Pair]:
        for slug, old in self.old.items_by_slug.items():
            if new := self.new.items_by_slug.get(slug) or self.new.items_by_former_slug.get(slug):
                yield Pair(old, new)

    def _by_title_there(self) -> Iterator[Pair]:
        yield from self._by(lambda item: (fold(item.title), _home(item)))

    def _by_title(self) -> Iterator[Pair]:
        yield from self._by(lambda item: fold(item.title))

    def _by(self, key: Callable[[NumberedItem], object]) -> Iterator[Pair]:
        """Pairs with the same key, where just one item has it in each version."""
        olds, news = self._open()
        by_key: dict[object, tuple[list[NumberedItem], list[NumberedItem]]] = {}
        for side, items in enumerate((olds, news)):
            for item in items:
                by_key.setdefault(key(item), ([], []))[side].append(item)
        return (Pair(old[0], new[0]) for old, new in by_key.values() if len(old) == len(new) == 1)

    def _by_likeness(self) -> Iterator[Pair]:
        ranked = self._ranked()
        for pair in ranked:
            rivals = [r for r in ranked if r is not pair and (r.old is pair.old or r.new is pair.new)]
            if pair.likeness >= SURE and all(pair.likeness - rival.likeness >= LEAD for rival in rivals):
                yield pair

    def _ranked(self) -> list[Pair]:
        """The pairs of what is left that are somewhat like one another, the likest first."""
        olds, news = self._open()
        pairs = (Pair(old, new, _likeness(old, new)) for old in olds for new in news if _is_step(old) == _is_step(new))
        return sorted((p for p in pairs if p.likeness >= PERHAPS), key=lambda p: p.likeness, reverse=True)


def _likeness(old: NumberedItem, new: NumberedItem) -> float:
    """How alike two items are, of 100: by their titles, and a little by what they belong to."""
    titles = fuzz.token_sort_ratio(fold(old.title), fold(new.title))
    homes = fuzz.token_sort_ratio(_home(old), _home(new)) if _home(old) else 100
    return 0.9 * titles + 0.1 * homes


def _home(item: NumberedItem) -> str:
    return fold(item.parent.content.title) if item.parent else ""


def _parent(item: NumberedItem) -> str:
    return item.parent.slug if item.parent else ""


def _is_step(item: NumberedItem) -> bool:
    return item.parent is None


def _slugs(roadmap: Roadmap) -> set[str]:
    return {*roadmap.items_by_slug, *roadmap.items_by_former_slug}


def _all_slugs(roadmap: Roadmap) -> set[str]:
    return _slugs(roadmap) | set(roadmap.retired)


def _revised(old: Roadmap, new: Roadmap, pairs: list[Pair], doubtful: list[Pair]) -> Revision:
    was = {pair.new.slug: pair.old for pair in pairs}
    names = _names(old, new, was)
    data = new.model_dump(exclude_defaults=True, mode="json")
    _rename(data["steps"], names, was)
    kept = {slug for pair in pairs for slug in (pair.old.slug, *pair.old.content.formerly)}
    used = set(names.values()) | {slug for item in new.items_by_slug.values() for slug in item.content.formerly} | kept
    data["retired"] = sorted((_all_slugs(old) | set(new.retired)) - used)
    roadmap = parse_roadmap({"format": 1, **data})
    items = roadmap.items_by_slug
    return Revision(
        roadmap,
        [Pair(pair.old, items[names[pair.new.slug]], pair.likeness) for pair in pairs],
        [items[names[slug]] for slug in new.items_by_slug if slug not in was],
        [item for slug, item in old.items_by_slug.items() if item not in was.values()],
        [Pair(pair.old, items[names[pair.new.slug]], pair.likeness) for pair in doubtful],
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
