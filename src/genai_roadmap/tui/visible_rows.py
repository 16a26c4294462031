"""Which rows the tree has: what is unfolded, and what of it a search or a status leaves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.lookup import fold


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: items with this text, that are or have a topic of this status."""

    text: str = ""
    status: Status | None = None

    @property
    def title(self) -> str:
        """What it leaves, in words; empty where that is everything."""
        text = f"with {self.text!r}" if fold(self.text) else ""
        found = " ".join(filter(None, [self.status, text]))
        return f"Only {found}" if found else ""

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The status as those that `Node.has` asks for."""
        return (self.status,) if self.status else ()

    def hits(self, report: Report) -> dict[str, Node]:
        """The items that are looked for, by slug."""
        nodes = [node for node, _ in report.search(self.text)] if fold(self.text) else report.nodes.values()
        return {node.slug: node for node in nodes if node.has(self.statuses)}


class VisibleRows:
    """What is unfolded, and what is looked for."""

    def __init__(self) -> None:
        self.filter = Filter()
        self.opened: frozenset[str] = frozenset()
        self._opened_before: frozenset[str] = frozenset()

    def rows(self, report: Report) -> list[Node]:
        """What is looked for, what that belongs to, and what is below it, where that is unfolded."""
        hits = self.filter.hits(report)
        return [*self._rows(report.steps, hits, ancestors_of(hits.values()), is_below_hit=False)]

    def apply_filter(self, wanted: Filter, report: Report) -> dict[str, Node]:
        """Shows only what is looked for, unfolded; where that is everything, as it was folded before.

        Gives what there is of it.
        """
        if not self.filter.title:
            self._opened_before = self.opened
        hits = wanted.hits(report)
        self.opened = ancestors_of(hits.values()) if wanted.title else self._opened_before
        self.filter = wanted
        return hits

    def _rows(
        self, nodes: tuple[Node, ...], hits: dict[str, Node], on_the_way: Collection[str], *, is_below_hit: bool
    ) -> Iterator[Node]:
        for node in nodes:
            is_hit = node.slug in hits or (is_below_hit and node.has(self.filter.statuses))
            if is_hit or node.slug in on_the_way:
                yield node
                if node.slug in self.opened:
                    yield from self._rows(node.topics, hits, on_the_way, is_below_hit=is_hit)


def ancestors_of(nodes: Collection[Node]) -> frozenset[str]:
    """The slugs of what the nodes belong to."""
    return frozenset(item.slug for node in nodes for item in node.item.ancestors)
