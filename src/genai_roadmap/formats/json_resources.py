"""Resources, and what ticking them changed, as JSON."""

from genai_roadmap.formats.json_items import Data, item
from genai_roadmap.formats.json_items import resource as resource_data
from genai_roadmap.report.outcome import Outcome
from genai_roadmap.report.tree import Node, Resource
from genai_roadmap.roadmap.models import Link


def resource(node: Node, found: Link | None) -> Data:
    """Return a resource of an item; nothing if there is none."""
    return resource_data(Resource(found, node.reads.get(found.url))) if found else {}


def ticked(node: Node, result: Outcome) -> Data:
    """Return the URLs that were ticked, those that already were, and the item with its resources."""
    return {
        "changed": [each.link.url for each in result.ticked],
        "unchanged": [each.link.url for each in result.already_ticked],
        "at": result.at.isoformat(),
        "item": item(node),
    }
