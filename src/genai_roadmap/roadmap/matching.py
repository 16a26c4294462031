"""Match the items of two versions of a roadmap.

A topic keeps its mark only if it is matched, so the learner is asked about matches that are uncertain.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, product

from genai_roadmap.roadmap.evidence import (
    content_keys,
    evidence,
    have_in_common,
    is_contradicted,
    normalized_title,
    similarity,
    slugs_by_unique_url,
)
from genai_roadmap.roadmap.models import Item, NumberedItem, Roadmap

# Similarity of titles in percent from which two items below the same parent are possibly the same.
POSSIBLE = 70
# The maximum number of pairs of titles that are compared.
MAX_PAIRS = 200_000


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the old version and the same item of the new version."""

    old: NumberedItem
    new: NumberedItem


Items = list[NumberedItem]


class Matcher:
    """Matches the items of two versions; an item is in one match at most.

    `declared` has the matches that the learner declared. Slugs that are not `fixed` were derived from the titles of the
    new version, where the first of two topics with equal titles gets the shorter slug, whichever topic had it before.
    """

    def __init__(self, old: Roadmap, new: Roadmap, declared: Iterable[Match], *, fixed_slugs: bool) -> None:
        self._versions = old, new
        self._fixed_slugs = fixed_slugs
        # The items without a match.
        self._old, self._new = old.items_by_slug.copy(), new.items_by_slug.copy()
        self._titles = [Counter(normalized_title(item) for item in version.all_items) for version in self._versions]
        # Steps have no parent in either version.
        self._new_slugs = {"": ""}
        self.matches: list[Match] = []
        # The possible matches that were not confirmed.
        self.uncertain: list[Match] = []
        self.accept(declared)
        self.accept(_with_same_titles(*self._steps()))
        for rule in (self._with_slug, self._with_slug_and_title, self._with_url, self._with_title):
            self.accept(rule())

    def ask(self, is_same: Callable[[Match], bool]) -> list[Match]:
        """Ask about the matches that are possible, and return those that are not confirmed."""
        for match in self._possible_matches():
            if not self._is_open(match):
                continue
            if is_same(match):
                self.accept([match])
            else:
                self.uncertain.append(match)
                del self._old[match.old.slug], self._new[match.new.slug]
        pairs = {(match.old.slug, match.new.slug) for match in self.uncertain}
        return [match for match in self.uncertain if not _is_implied(match, pairs)]

    @property
    def new_version(self) -> Roadmap:
        """The new version."""
        return self._versions[1]

    @property
    def new_items(self) -> Items:
        """The items of the new version without a match, in order."""
        return [*self._new.values()]

    def exclude(self, items: Iterable[NumberedItem]) -> None:
        """Leave out items of the new version that have another explanation than a match."""
        for item in items:
            self._new.pop(item.slug, None)

    def unmatched(self) -> Iterator[tuple[Items, Items]]:
        """Yield the steps of both versions without a match, and the topics below each match; none without any match.

        A parent that is not the same for the learner may have topics that are.
        """
        # Without a match, it is another roadmap.
        if self.matches:
            yield from chain([self._steps()], map(self._topics, self._parents()))

    def _is_open(self, match: Match) -> bool:
        return match.old.slug in self._old and match.new.slug in self._new

    def accept(self, matches: Iterable[Match]) -> None:
        """Accept matches, and those of the topics below them that have the same path from there."""
        pending = [*matches][::-1]
        while pending:
            match = pending.pop()
            if self._is_open(match):
                del self._old[match.old.slug], self._new[match.new.slug]
                self._new_slugs[match.old.slug] = match.new.slug
                self.matches.append(match)
                pending += [*_with_same_titles(*self._topics(match))][::-1]

    def _steps(self) -> tuple[Items, Items]:
        """Return the steps of both versions that have no match."""
        old, new = self._versions
        return _present(old.steps, self._old), _present(new.steps, self._new)

    def _topics(self, match: Match) -> tuple[Items, Items]:
        """Return the topics of both items that have no match."""
        return _present(match.old.content.topics, self._old), _present(match.new.content.topics, self._new)

    def _with_slug(self) -> Iterator[Match]:
        """Yield the items whose slug the new version has or declares as a former one."""
        for item in self._old.values():
            for slug in (item.slug, *item.content.formerly):
                other = self.new_version.item_with_slug(slug)
                if not other:
                    continue
                has_same_parent = self._new_slugs.get(item.parent_slug) == other.parent_slug
                if self._fixed_slugs or (slug != item.slug and has_same_parent):
                    yield Match(item, other)

    def _with_slug_and_title(self) -> list[Match]:
        return [match for match in self._with_title() if match.old.slug == match.new.slug]

    def _with_url(self) -> Iterator[Match]:
        """Yield the items that share at least half of their URLs, counting only URLs that no other item has."""
        old, new = map(slugs_by_unique_url, self._versions)
        partners: dict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
        for url in old.keys() & new.keys():
            partners[True, old[url]][new[url]] += 1
            partners[False, new[url]][old[url]] += 1
        for slug, item in self._old.items():
            for partner, count in partners[True, slug].items():
                is_mutual = len(partners[True, slug]) == len(partners[False, partner]) == 1
                if is_mutual and partner in self._new and have_in_common(item, self._new[partner], count):
                    yield Match(item, self._new[partner])

    def _with_title(self, *, contradicted: bool = False) -> list[Match]:
        """Return the items whose title no other item has in either version, and whose content does not contradict it.

        With `contradicted`, return those whose content does: they share the title, but none of their links and topics.
        """
        old_counts, new_counts = self._titles
        new = {normalized_title(item): item for item in self._new.values()}
        matches = [
            Match(item, new[title])
            for item in self._old.values()
            if (title := normalized_title(item)) in new and old_counts[title] == new_counts[title] == 1
        ]
        return [match for match in matches if is_contradicted(match.old, match.new) == contradicted]

    def _possible_matches(self) -> Iterator[Match]:
        """Yield the matches to ask about, from the steps down."""
        yield from self._with_most_topics()
        budget = MAX_PAIRS
        for old, new in chain([self._steps()], map(self._topics, self._parents()), self._in_other_parents()):
            yield from _with_similar_titles(old, new, budget)
            budget = max(0, budget - len(old) * len(new))
        yield from self._with_title(contradicted=True)

    def _parents(self) -> Iterator[Match]:
        """Yield the matches, also those that are accepted meanwhile, before each one that is not confirmed."""
        matches, uncertain = 0, 0
        while matches < len(self.matches) or uncertain < len(self.uncertain):
            if matches < len(self.matches):
                yield self.matches[matches]
                matches += 1
            else:
                yield self.uncertain[uncertain]
                uncertain += 1

    def _in_other_parents(self) -> Iterator[tuple[Items, Items]]:
        """Yield the topics of both versions below items without a match; none without any match."""
        if self.matches:
            old, new = ([each for each in part.values() if each.parent_slug in part] for part in (self._old, self._new))
            yield old, new

    def _with_most_topics(self) -> list[Match]:
        """Return the items most of whose topics are now below a new item, which may be the same item renamed."""
        parents = ((match.old.parent, match.new.parent) for match in self.matches)
        counts = Counter((old.slug, new.slug) for old, new in parents if old and new)
        return [
            match
            for (old, new), count in counts.items()
            if old in self._old
            and new in self._new
            and 2 * count > len((match := Match(self._old[old], self._new[new])).old.content.topics)
        ]


def _is_implied(match: Match, pairs: Collection[tuple[str, str]]) -> bool:
    """Return whether two items have the same title, and their parents are one of the pairs."""
    is_same_title = normalized_title(match.old) == normalized_title(match.new)
    return is_same_title and (match.old.parent_slug, match.new.parent_slug) in pairs


def _with_same_titles(old: Items, new: Items) -> Iterator[Match]:
    """Yield the items with the same title; if several have it, those with the most in common, then in their order."""
    groups: dict[str, tuple[Items, Items]] = defaultdict(lambda: ([], []))
    for version, items in enumerate((old, new)):
        for item in items:
            groups[normalized_title(item)][version].append(item)
    for olds, news in groups.values():
        if len(olds) == len(news) == 1:
            yield Match(olds[0], news[0])
        elif olds and news:
            yield from _with_same_content(olds, news)


def _with_same_content(old: Items, new: Items) -> Iterator[Match]:
    """Yield items whose titles are as good as equal: by content, by something in common, by title, and the rest."""
    olds, news = ({item.slug: item for item in items} for items in (old, new))
    for keys in (content_keys, evidence, _exact_title):
        found: dict[Hashable, list[str]] = defaultdict(list)
        for item in [*news.values()][::-1]:
            for key in keys(item):
                found[key].append(item.slug)
        for item in [*olds.values()]:
            slugs = (found[key].pop() for key in keys(item) for _ in found[key][:])
            if slug := next((slug for slug in slugs if slug in news), None):
                yield Match(olds.pop(item.slug), news.pop(slug))
    yield from map(Match, olds.values(), news.values())


def _exact_title(item: NumberedItem) -> list[Hashable]:
    return [item.title]


def _with_similar_titles(old: Items, new: Items, max_pairs: int) -> list[Match]:
    """Return the possible matches among some of the items, the most similar ones first."""
    pairs = ((similarity(*pair), Match(*pair)) for pair in islice(product(old, new), max_pairs))
    possible = [(score, match) for score, match in pairs if score >= POSSIBLE]
    return [match for _, match in sorted(possible, key=lambda pair: -pair[0])]


def _present(contents: Iterable[Item], items: dict[str, NumberedItem]) -> Items:
    return [items[content.slug] for content in contents if content.slug in items]
