"""The prerequisites of the topics that are left to learn."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from genai_roadmap.progress.status import Status
from genai_roadmap.report.tree import required_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from genai_roadmap.report.report import Report
    from genai_roadmap.report.tree import Node


def prerequisite_graph(report: Report, leaves: Iterable[Node]) -> dict[str, list[str]]:
    """Return what each key depends on: a leaf's slug on "slug/" of each prerequisite, and that on its leaves.

    It contains these leaves and, transitively, the leaves of their prerequisites that are left. A started leaf depends
    on nothing, because its prerequisites did not keep the learner from starting it.
    """
    graph: dict[str, list[str]] = {}
    pending = [*leaves]
    while pending:
        leaf = pending.pop()
        if leaf.slug in graph:
            continue
        requires = leaf.item.requires if leaf.status is Status.TODO else ()
        graph[leaf.slug] = [f"{slug}/" for slug in requires]
        for slug in requires:
            if f"{slug}/" not in graph:
                # If an item has no required leaves, all of them are prerequisites.
                found = [*required_leaves(report.nodes[slug].topics)] or report.nodes[slug].leaves()
                remaining = [other for other in found if is_left(other)]
                graph[f"{slug}/"] = [other.slug for other in remaining]
                pending += remaining
    return graph


def completed_with(report: Report, leaf: Node) -> Iterator[Node]:
    """Yield a leaf topic that is not done, and the items that contain it of which it is the only required one left."""
    yield leaf
    for below, item in pairwise(leaf.item.with_ancestors):
        if report.nodes[below.slug].optional or report.nodes[item.slug].count.left != 1:
            return
        yield report.nodes[item.slug]


def is_left(leaf: Node) -> bool:
    """Return whether a leaf topic is neither done nor skipped."""
    return leaf.status in (Status.TODO, Status.STARTED)
