"""The report on a roadmap and the progress on it: statuses, counts, suggestions."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Status
from genai_roadmap.report.prerequisites import completed_with, is_left, prerequisite_graph
from genai_roadmap.report.tree import Count, Node, Resource, build_nodes, required_leaves, total_count
from genai_roadmap.report.wording import plural
from genai_roadmap.roadmap.folding import fold
from genai_roadmap.roadmap.models import Link, Roadmap

if TYPE_CHECKING:
    from genai_roadmap.progress.review import Reviews

# The number of suggestions in an overview.
NEXT = 3
# A topic that was started longer ago is suggested after new ones, with a question whether it is still current.
STALE_AFTER = dt.timedelta(weeks=2)
# The priority of a topic that is not started.
NEW = (1, dt.date.min)
# Prerequisites with these statuses are met.
MET = frozenset({Status.DONE, Status.SKIPPED})


class Suggestion(NamedTuple):
    """A leaf topic to learn next, with the statuses of its prerequisites and the number of topics that it unblocks.

    It unblocks those that require it, or an item of which it is the only one left. `previous` is the required leaf
    topic before it, `group` the item that contains it, and `twin` a done one with the same title.
    """

    node: Node
    is_required: bool = True
    prerequisites: frozenset[Status] = frozenset()
    unblocks: int = 0
    previous: Node | None = None
    group: Node | None = None
    twin: Node | None = None


@dataclass(frozen=True)
class Report:
    """A roadmap, the progress on it, and the nodes of all items by slug, in order.

    `reviews_summary` has the reviews if the progress was loaded without them, `removed_titles` titles by retired slugs.
    """

    roadmap: Roadmap
    progress: Progress
    nodes: dict[str, Node]
    reviews_summary: "Reviews | None" = None
    removed_titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, roadmap: Roadmap, progress: Progress, reviews: "Reviews | None" = None) -> "Report":
        """Return the report on a roadmap and the progress on it, or on progress without reviews and these."""
        return cls(roadmap, progress, build_nodes(roadmap, progress, roadmap.all_items), reviews)

    def updated(self, progress: Progress, slugs: Iterable[str]) -> "Report":
        """Return the report on later progress, in which only these items were marked or got a note."""
        steps = dict.fromkeys(self.nodes[slug].item.step.slug for slug in slugs)
        items = [node.item for step in steps for node in self.nodes[step].walk()]
        return Report(self.roadmap, progress, self.nodes | build_nodes(self.roadmap, progress, items))

    @cached_property
    def steps(self) -> tuple[Node, ...]:
        """The nodes of the steps."""
        return tuple(self.nodes[step.slug] for step in self.roadmap.steps)

    @cached_property
    def count(self) -> Count:
        """The counts of the whole roadmap."""
        return total_count(self.steps)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """All leaf topics, in order."""
        return tuple(node for node in self.nodes.values() if not node.topics)

    @cached_property
    def required(self) -> tuple[Node, ...]:
        """The leaf topics that are required, in order."""
        return tuple(required_leaves(self.steps))

    @cached_property
    def statuses(self) -> Counter[Status]:
        """The number of leaf topics by status, including optional ones."""
        return Counter(leaf.status for leaf in self.leaves)

    @cached_property
    def unknown_slugs(self) -> list[str]:
        """The slugs in the journal that are not in the roadmap."""
        slugs = self.progress.marks.keys() | self.progress.notes.keys()
        return sorted(slug for slug in slugs if not self.roadmap.item_with_slug(slug))

    @cached_property
    def reviews(self) -> "Reviews":
        """The memories of the topics that were graded, and their reviews."""
        # Slow to import, and needed only if something was done.
        from genai_roadmap.progress.review import reviews_in

        return self.reviews_summary or reviews_in(self.progress.effective, self.roadmap.current_slug)

    @property
    def has_reviews(self) -> bool:
        """Whether a topic was ever reviewed."""
        return bool(self.reviews_summary and self.reviews_summary.reviewed_days) or self.progress.has_reviews

    @property
    def reviewed_days(self) -> dict[dt.date, set[str]]:
        """The topics that were reviewed on each day; empty if there are no reviews."""
        # Without reviews, the algorithm need not be loaded.
        return self.reviews.reviewed_days if self.has_reviews else {}

    def title(self, slug: str) -> str:
        """Return the title of the item that has or had this slug, also of a removed one; the slug if none is known."""
        item = self.roadmap.item_with_slug(slug)
        return item.title if item else self.removed_titles.get(slug, slug)

    @cached_property
    def _links(self) -> dict[str, Link]:
        """The resources by URL; of several with the same one, the first."""
        return {link.url: link for item in reversed(self.roadmap.all_items) for link in item.content.resources[::-1]}

    def resources_at(self, urls: Iterable[str]) -> tuple[Resource, ...]:
        """Return the resources at these URLs; one that is not in the roadmap has its URL as title."""
        reads = self.progress.reads
        return tuple(Resource(self._links.get(url) or Link(title=url, url=url), reads.get(url)) for url in urls)

    def problems(self, now: dt.datetime) -> list[str]:
        """Return the problems of the journal: unknown slugs and changes from the future."""
        future = sum(change.at > now for change in self.progress.changes)
        unknown = [f"{slug!r} has progress, but is not in the roadmap" for slug in self.unknown_slugs]
        return unknown + ([f"{plural(future, 'change')} dated in the future; check the clock"] if future else [])

    def started(self) -> list[Node]:
        """Return the started leaf topics, the earliest first."""
        started = (leaf for leaf in self.leaves if leaf.status is Status.STARTED)
        return sorted(started, key=lambda leaf: leaf.change.day if leaf.change else dt.date.max)

    def stale(self, today: dt.date) -> list[Node]:
        """Return the leaf topics that were started longer ago than STALE_AFTER, the earliest first."""
        return [leaf for leaf in self.started() if is_stale(leaf, today)]

    def suggestions(self, today: dt.date) -> Iterator[Suggestion]:
        """Yield the topics by priority, those with the same one in order: required ones that can start, optional ones.

        Optional prerequisites of required topics are among these. Alternatives are left out if enough others of their
        group are done.
        """
        yield from (Suggestion(leaf) for leaf in self.started() if not is_stale(leaf, today))
        required, needed = self._required, self._needed
        for previous, leaf in pairwise((None, *needed.values())):
            if leaf and self.can_start(leaf):
                yield self._suggestion(leaf, previous, is_required=leaf.slug in required)
        yield from (Suggestion(leaf) for leaf in sorted(self.stale(today), key=lambda leaf: leaf.slug not in needed))
        for leaf in self.leaves:
            if leaf.slug not in needed and self.can_start(leaf) and self._is_useful(leaf):
                yield Suggestion(leaf, is_required=False)

    @cached_property
    def _required(self) -> dict[str, Node]:
        """The required leaf topics by slug, in order."""
        return {leaf.slug: leaf for leaf in self.required}

    @cached_property
    def _needed(self) -> dict[str, Node]:
        """The required leaf topics, and the optional ones that are their prerequisites, by slug, in order."""
        if len(self._required) == len(self.leaves):
            return self._required
        graph = prerequisite_graph(self, filter(is_left, self._required.values()))
        return {leaf.slug: leaf for leaf in self.leaves if leaf.slug in self._required or leaf.slug in graph}

    def priority(self, leaf: Node, today: dt.date) -> tuple[int, dt.date]:
        """Return the sort key of a remaining topic: recently started ones, the earliest first, new ones, stale ones."""
        if leaf.status is not Status.STARTED or not leaf.change:
            return NEW
        return 2 if is_stale(leaf, today) else 0, leaf.change.day

    def unmarked_alternative(self, slug: str) -> Node | None:
        """Return the topic, or the one above it, that is not required because enough others of its group are."""
        for item in self.nodes[slug].item.with_ancestors:
            node = self.nodes[item.slug]
            is_alternative = item.parent and item.parent.content.required_count and not item.content.optional
            if is_alternative and node.optional and node.status is not Status.SKIPPED:
                return node
        return None

    def can_start(self, leaf: Node) -> bool:
        """Return whether a leaf topic has status todo, and its prerequisites are done or skipped."""
        return leaf.status is Status.TODO and self._prerequisites(leaf) <= MET

    def _prerequisites(self, leaf: Node) -> frozenset[Status]:
        return frozenset(self.nodes[slug].status for slug in leaf.item.requires)

    @cached_property
    def _dependents(self) -> dict[str, set[str]]:
        """The slugs of the leaf topics with status todo that require an item, by the slug of the item."""
        dependents: dict[str, set[str]] = defaultdict(set)
        for item in self.roadmap.dependent_items:
            node = self.nodes[item.slug]
            if not node.topics and node.status is Status.TODO:
                for slug in item.requires:
                    dependents[slug].add(item.slug)
        return dependents

    @cached_property
    def _done_by_title(self) -> dict[str, Node]:
        """The done leaf topics by folded title; of several with the same one, the first."""
        return {fold(leaf.title): leaf for leaf in reversed(self.leaves) if leaf.status is Status.DONE}

    def _suggestion(self, leaf: Node, previous: Node | None, *, is_required: bool) -> Suggestion:
        return Suggestion(
            leaf,
            is_required,
            prerequisites=self._prerequisites(leaf),
            unblocks=self._unblocked_by(leaf),
            previous=previous,
            group=self.nodes[leaf.item.parent.slug] if leaf.item.parent else None,
            twin=self._done_by_title.get(fold(leaf.title)),
        )

    def _is_useful(self, leaf: Node) -> bool:
        """Return whether an optional leaf topic is no alternative to what is done, or is a prerequisite."""
        alternative = self.unmarked_alternative(leaf.slug)
        group = alternative.item.parent if alternative else None
        return not group or self.nodes[group.slug].status is not Status.DONE or self._unblocked_by(leaf) > 0

    def _unblocked_by(self, leaf: Node) -> int:
        return len(set().union(*(self._dependents.get(node.slug, ()) for node in completed_with(self, leaf))))


def differences(before: Report, after: Report) -> list[tuple[Node, Node]]:
    """Return the leaf topics whose status differs, as pairs of both reports."""
    pairs = ((leaf, after.nodes[leaf.slug]) for leaf in before.leaves)
    return [(old, new) for old, new in pairs if old.status is not new.status]


def is_stale(leaf: Node, today: dt.date) -> bool:
    """Return whether a started leaf topic was started longer ago than STALE_AFTER."""
    return leaf.change is not None and today - leaf.change.day > STALE_AFTER
