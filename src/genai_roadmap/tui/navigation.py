"""Move from one value, item or suggestion to the next."""

from typing import TypeVar

from genai_roadmap.report.report import Report, Suggestion
from genai_roadmap.report.tree import Node

T = TypeVar("T")


def next_in_cycle(value: T, values: list[T]) -> T:
    """Return the value after this one, the first after the last; the first if the value is not among them."""
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


def next_suggestion(report: Report, node: Node | None) -> Suggestion | None:
    """Return what to learn next or, if that is the node, what after it; None if nothing is left."""
    found = {suggestion.node.slug: suggestion for suggestion in report.suggestions()}
    return found[next_in_cycle(node.slug if node else "", [*found])] if found else None
