"""Resources, and what marking them changed, as JSON."""

from genai_roadmap.formats.json_items import Data, item
from genai_roadmap.formats.json_items import resource as resource_data
from genai_roadmap.report.outcome import Outcome
from genai_roadmap.report.resources import all_read_text
from genai_roadmap.report.tree import Node, Resource
from genai_roadmap.roadmap.models import Link


def resource(node: Node, link: Link) -> Data:
    """Return a resource of an item."""
    return resource_data(Resource(link, node.reads.get(link.url)))


def all_read(node: Node) -> Data:
    """Return that no resource of an item is unread."""
    return {"url": None, "reason": all_read_text(node), "item": item(node)}


def ticked(node: Node, result: Outcome) -> Data:
    """Return the URLs that were marked, those that already were, and the item with its resources."""
    return {
        "changed": [each.link.url for each in result.ticked],
        "unchanged": [each.link.url for each in result.already_ticked],
        "at": result.at.isoformat(),
        "item": item(node),
    }
