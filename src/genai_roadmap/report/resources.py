"""The resources of items, and which of them are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.report.report import Report
    from genai_roadmap.report.tree import Node, Resource
    from genai_roadmap.roadmap.models import Link

NO_RESOURCES = "No resources."


def opened_text(url: str, *, is_opened: bool) -> str:
    """Return whether a resource was opened in the browser."""
    return f"Opened {url}" if is_opened else f"No browser was found; open this address: {url}"


def read_count(node: Node) -> str:
    """Return how many of the resources of an item are read, like 1/3 read; empty if none are."""
    total, unread = len(node.item.resources), len(node.unread)
    return f"{total - unread}/{total} read" if unread < total else ""


def all_read_text(node: Node) -> str:
    """Return that all resources of an item are read; empty if one is not, or if there are none."""
    item = node.item
    if node.unread or not item.resources:
        return ""
    source = next(each for each in item.with_ancestors if each.content.resources)
    name = f"step {source.number}" if source is item.step else source.number
    of_source = "" if source is item else f" of {name}"
    count = len(item.resources)
    if count == 1:
        return f"The only resource{of_source} is read"
    return f"{'Both' if count == 2 else f'All {count}'} resources{of_source} are read"  # noqa: PLR2004


def resources_of(report: Report, node: Node | None) -> dict[str, Link]:
    """Return the resources of the roadmap or, with a node, of the node and what is below it, by URL."""
    nodes = node.walk() if node else report.nodes.values()
    return {link.url: link for each in nodes for link in each.content.resources}


def with_url(report: Report, url: str) -> tuple[str, Link]:
    """Return the slug of the first item with a resource that has this URL, and the resource.

    Raises RequestError if there is none.
    """
    for slug, node in report.nodes.items():
        for link in node.content.resources:
            if link.url == url:
                return slug, link
    message = f"no resource has the URL {url!r}"
    raise RequestError(message)


def count_text(report: Report, node: Node | None) -> str:
    """Return how many of the resources of the roadmap or a node are read; empty if none are."""
    found = resources_of(report, node)
    read = len(found.keys() & report.progress.reads.keys())
    return f"{read} of {len(found)} read" if read else ""


def read_on(report: Report, day: dt.date) -> tuple[Resource, ...]:
    """Return the resources that were read on a day, in order, without those that were already read before."""
    found = [(url, change) for url, change in report.progress.reads.items() if change.day == day and not change.known]
    found.sort(key=lambda pair: (pair[1].order, pair[1].links.index(pair[0])))
    return report.resources_at(url for url, _ in found)


def can_be_done(node: Node) -> bool:
    """Return whether an item is a topic that can be marked and is neither done nor skipped."""
    return not node.topics and node.status in (Status.TODO, Status.STARTED)
