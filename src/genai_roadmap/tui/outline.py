"""Which rows the tree has: what is unfolded, and what of it a search or a status leaves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from genai_roadmap.progress import Status
from genai_roadmap.report import Node, Report
from genai_roadmap.roadmap import fold

# The order in which `f` goes through them; None is all of them.
STATUSES = (None, *Status)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: items with this text, that are or have a topic of this status."""

    text: str = ""
    status: Status | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is looked for."""
        return not fold(self.text) and not self.status

    @property
    def title(self) -> str:
        """What it leaves, in words; empty where that is everything."""
        text = f"with {self.text!r}" if fold(self.text) else ""
        return " ".join(filter(None, ["Only", self.status, text])) if not self.is_empty else ""

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The status as those that `Node.has` asks for."""
        return (self.status,) if self.status else ()

    def found(self, report: Report) -> "Found":
        """What there is of it."""
        nodes = [node for node, _ in report.search(self.text)] if fold(self.text) else report.nodes.values()
        hits = [node for node in nodes if node.has(self.statuses)]
        above = {place.slug for node in hits for place in [*node.place.lineage()][1:]}
        return Found(self.statuses, {node.slug: node for node in hits}, above)


@dataclass(frozen=True, slots=True)
class Found:
    """The items that were looked for, and the slugs of what they belong to."""

    statuses: tuple[Status, ...]
    hits: dict[str, Node]
    above: Collection[str]

    def rows(self, report: Report, opened: Collection[str]) -> list[Node]:
        """The rows of the tree: what was found, what that belongs to, and what is below it where it is unfolded."""
        return [*self._rows(report.steps, opened, is_below_hit=False)]

    def _rows(self, nodes: tuple[Node, ...], opened: Collection[str], *, is_below_hit: bool) -> Iterator[Node]:
        for node in nodes:
            is_hit = node.slug in self.hits or (is_below_hit and node.has(self.statuses))
            if is_hit or node.slug in self.above:
                yield node
                if node.slug in opened:
                    yield from self._rows(node.topics, opened, is_below_hit=is_hit)
