"""A roadmap and the progress on it, put into numbers: what counts, what is done, what is next and why."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

from genai_roadmap.errors import RequestError
from genai_roadmap.nodes import Count, Node, count_of, counting, nodes_of
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.lookup import fold
from genai_roadmap.roadmap.models import Roadmap

# How many suggestions there are where nobody says how many.
NEXT = 3
IN_ORDER = "next in order"


class Suggestion(NamedTuple):
    """A leaf to learn next, and why just that one."""

    node: Node
    reason: str


@dataclass(frozen=True)
class Report:
    """A roadmap and the progress on it; a pure function of the two.

    `nodes` has every step and topic by slug, in the roadmap's order.
    """

    roadmap: Roadmap
    progress: Progress
    nodes: dict[str, Node]

    @classmethod
    def of(cls, roadmap: Roadmap, progress: Progress) -> Self:
        """The report on this roadmap and this progress."""
        return cls(roadmap, progress, nodes_of(roadmap, progress, roadmap.all_items))

    def after(self, progress: Progress, slugs: Iterable[str]) -> "Report":
        """The report on another progress, in which only these items were marked or noted; other steps stay as here."""
        steps = dict.fromkeys(self.nodes[slug].item.step.slug for slug in slugs)
        items = [node.item for step in steps for node in self.nodes[step].walk()]
        return Report(self.roadmap, progress, self.nodes | nodes_of(self.roadmap, progress, items))

    @cached_property
    def steps(self) -> tuple[Node, ...]:
        """The steps."""
        return tuple(self.nodes[step.slug] for step in self.roadmap.steps)

    @cached_property
    def count(self) -> Count:
        """The counts of the whole."""
        return count_of(self.steps)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """Every leaf, in the roadmap's order."""
        return tuple(node for node in self.nodes.values() if not node.topics)

    @cached_property
    def statuses(self) -> Counter[Status]:
        """How many leaves there are of each status; optional ones too."""
        return Counter(leaf.status for leaf in self.leaves)

    @cached_property
    def unknown(self) -> list[str]:
        """The slugs that the journal marks or notes and the roadmap does not have."""
        known = self.roadmap.items_by_slug.keys() | self.roadmap.items_by_former_slug.keys()
        return sorted((self.progress.marks.keys() | self.progress.notes.keys()) - known)

    def title(self, slug: str) -> str:
        """The title of the item that has or had this slug; of one that the roadmap does not have, the slug."""
        item = self.roadmap.item_with_slug(slug)
        return item.title if item else slug

    def problems(self, now: dt.datetime) -> list[str]:
        """What is odd about the journal: topics that the roadmap does not have, changes from the future."""
        future = sum(change.at > now for change in self.progress.changes)
        unknown = [f"{slug!r} is marked or noted, and the roadmap does not have it" for slug in self.unknown]
        return unknown + ([f"{future} of its changes are from the future; is the clock right?"] if future else [])

    def started(self) -> list[Node]:
        """The leaves begun and not done, the longest-begun first."""
        return sorted((leaf for leaf in self.leaves if leaf.status is Status.STARTED), key=_day)

    def suggestions(self, now: dt.datetime) -> Iterator[Suggestion]:
        """What to learn next and why: what is started, then what counts and may be begun, then what is optional."""
        for leaf in self.started():
            yield Suggestion(leaf, f"started {ago(_day(leaf), now.date())}")
        for leaf in counting(self.steps):
            if self._may_begin(leaf):
                yield Suggestion(leaf, self._reason(leaf))
        required = {leaf.slug for leaf in counting(self.steps)}
        for leaf in self.leaves:
            if leaf.slug not in required and self._may_begin(leaf):
                yield Suggestion(leaf, "optional")

    def search(self, text: str) -> list[tuple[Node, str]]:
        """The items that contain the text, case and accents ignored, each with the words that do.

        Raises RequestError where there is no text.
        """
        wanted = fold(text)
        if not wanted:
            message = "say what to search for"
            raise RequestError(message)
        hits = ((node, _containing(node, wanted)) for node in self.nodes.values())
        return [(node, where) for node, where in hits if where is not None]

    def _may_begin(self, leaf: Node) -> bool:
        required = (self.nodes[slug].status for slug in leaf.item.requires)
        return leaf.status is Status.TODO and all(status in (Status.DONE, Status.SKIPPED) for status in required)

    @cached_property
    def _waiting(self) -> dict[str, set[str]]:
        """For each slug that is required, those of the leaves to do that wait for it."""
        waiting: dict[str, set[str]] = {}
        for item in self.roadmap.dependent_items:
            node = self.nodes[item.slug]
            if not node.topics and node.status is Status.TODO:
                for slug in item.requires:
                    waiting.setdefault(slug, set()).add(item.slug)
        return waiting

    def _reason(self, leaf: Node) -> str:
        statuses = {self.nodes[slug].status for slug in leaf.item.requires}
        skipped = " or skipped" if Status.SKIPPED in statuses else ""
        prerequisites = f"its prerequisites are done{skipped}" if statuses else ""
        count = len(set().union(*(self._waiting.get(item.slug, ()) for item in leaf.item.with_ancestors)))
        waits = f"{count} topic{'s wait' if count > 1 else ' waits'} for it" if count else ""
        return " and ".join(filter(None, [prerequisites, waits])) or IN_ORDER


class Shelved(NamedTuple):
    """One of the roadmaps that there are: its report or, where a file of it is not right, what is wrong."""

    id: str
    is_active: bool
    report: Report | None
    problem: str = ""


def differences(before: Report, after: Report) -> list[tuple[Node, Node]]:
    """The leaves whose status is not the same in both, as they are in each."""
    pairs = ((leaf, after.nodes[leaf.slug]) for leaf in before.leaves)
    return [(old, new) for old, new in pairs if old.status is not new.status]


def ago(day: dt.date, today: dt.date) -> str:
    """How long ago a day was, in words."""
    days = (today - day).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    for unit, length in (("year", 365), ("month", 30), ("week", 7)):
        if days >= 2 * length:
            return f"{days // length} {unit}s ago"
    return f"{days} days ago"


def _containing(node: Node, wanted: str) -> str | None:
    """The first of an item's words that contain the text; empty where its own name does."""
    item = node.content
    if wanted in fold(item.slug) or wanted in fold(item.title):
        return item.detail or ""
    links = [text for link in item.resources for text in (link.title, link.detail, link.url) if text]
    texts = [item.detail or "", *item.why, *links, *(change.note or "" for change in node.notes)]
    return next((text for text in texts if wanted in fold(text)), None)


def _day(leaf: Node) -> dt.date:
    return leaf.change.day if leaf.change else dt.date.max
