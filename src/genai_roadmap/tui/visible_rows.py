"""The rows of the tree: the unfolded items that match the filter."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.search import matching_items, matching_text, rank
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.folding import fold


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter for items that contain a text and have a status, or a topic with this status."""

    text: str = ""
    status: Status | None = None

    @property
    def title(self) -> str:
        """The filter as a title; empty if it matches every item."""
        text = f"with {self.text!r}" if fold(self.text) else ""
        criteria = " ".join(filter(None, [self.status, text]))
        return f"Only {criteria}" if criteria else ""

    def matches_status(self, node: Node) -> bool:
        """Return whether the node has the status, or a topic with it."""
        return node.has((self.status,) if self.status else ())

    def matches(self, report: Report) -> dict[str, Node]:
        """Return the items that match, by slug."""
        nodes = [node for node, _ in matching_items(report, self.text)] if fold(self.text) else report.nodes.values()
        return {node.slug: node for node in nodes if self.matches_status(node)}

    def best_of(self, matches: Mapping[str, Node]) -> str | None:
        """Return the slug of the best of the items that match; None if there are none."""
        if not fold(self.text):
            return next(iter(matches), None)
        return min(
            matches,
            key=lambda slug: rank((matches[slug], matching_text(matches[slug], self.text)), self.text),
            default=None,
        )


class VisibleRows:
    """The filter and the unfolded items, which determine the rows of the tree."""

    def __init__(self) -> None:
        self.filter = Filter()
        self.unfolded: frozenset[str] = frozenset()
        self._unfolded_before_filter: frozenset[str] = frozenset()
        self._selected_before_filter: str | None = None
        self._best_match: str | None = None

    def rows(self, report: Report) -> list[Node]:
        """Return the items that match, their ancestors, and the topics below them that have the status."""
        matches = self.filter.matches(report)
        visible = matches.keys() | ancestors_of(matches.values())
        rows: dict[str, Node] = {}
        for slug, node in report.nodes.items():
            parent = node.item.parent
            if parent and not (parent.slug in rows and parent.slug in self.unfolded):
                continue
            if slug in visible or (self.filter.matches_status(node) and matches.keys() & ancestors_of([node])):
                rows[slug] = node
        return [*rows.values()]

    def apply_filter(self, new_filter: Filter, report: Report, selected: Node | None) -> str | None:
        """Apply a filter, with its matches unfolded; without one, restore the items unfolded before.

        Returns the slug of the item to select: the selected one if it matches, else the best match or, without a
        filter, the one that was selected before. What only a filter selected does not count as selected.
        """
        if not self.filter.title:
            self._unfolded_before_filter = self.unfolded
            self._selected_before_filter = selected.slug if selected else None
        if selected and selected.slug == self._best_match and not self.filter.text:
            selected = report.nodes.get(self._selected_before_filter or "")
        matches = new_filter.matches(report)
        is_found = selected is not None and selected.slug == self._best_match and bool(new_filter.text)
        self.unfolded = ancestors_of(matches.values()) if new_filter.title else self._unfolded_before_filter
        self.filter = new_filter
        self._best_match = None
        if selected and selected.slug in matches and not is_found:
            self.unfolded |= ancestors_of([selected])
            return selected.slug
        if not new_filter.title:
            return self._selected_before_filter
        self._best_match = new_filter.best_of(matches)
        return self._best_match


def ancestors_of(nodes: Collection[Node]) -> frozenset[str]:
    """Return the slugs of the nodes' ancestors."""
    return frozenset(item.slug for node in nodes for item in node.item.ancestors)
