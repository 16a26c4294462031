"""The progress on single items, also on those that a new version of a roadmap removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.progress.status import Status
from genai_roadmap.report.tree import build_nodes
from genai_roadmap.report.wording import plural

if TYPE_CHECKING:
    from genai_roadmap.report.report import Report
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.models import NumberedItem


def node_of(report: Report, item: NumberedItem) -> Node:
    """Return the node of an item, also of a leaf topic that was removed from the roadmap."""
    return report.nodes.get(item.slug) or build_nodes(report.roadmap, report.progress, [item])[item.slug]


def has_marks(report: Report, item: NumberedItem) -> bool:
    """Return whether an item, or a topic in it, has a mark, other than that it was reset, or a note."""
    nodes = node_of(report, item).walk()
    return any((node.change and node.status is not Status.TODO) or node.notes for node in nodes)


def progress_text(node: Node) -> str:
    """Return the status of an item, unless it is todo, and the number of its notes, like done, 2 notes."""
    return ", ".join(filter(None, _status_and_notes(node)))


def kept_text(node: Node) -> str:
    """Return the progress that an item has again, like its mark (done) and 2 notes; empty if there is none."""
    status, notes = _status_and_notes(node)
    return " and ".join(filter(None, [f"its mark ({status})" if status else "", notes]))


def _status_and_notes(node: Node) -> tuple[str, str]:
    status = "" if node.topics or node.status is Status.TODO else node.status.value
    return status, plural(len(node.notes), "note") if node.notes else ""
