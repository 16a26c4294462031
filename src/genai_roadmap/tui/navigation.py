"""Navigation from one value or suggestion to the next."""

import datetime as dt
from typing import TypeVar

from genai_roadmap.report.report import Report, Suggestion
from genai_roadmap.report.tree import Node

T = TypeVar("T")


def next_in_cycle(value: T, values: list[T]) -> T:
    """Return the value after this one, the first after the last; the first if the value is not among them."""
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


def next_suggestion(report: Report, node: Node | None, today: dt.date) -> Suggestion | None:
    """Return the suggestion after the one for the node, by default the first; None if there are no suggestions."""
    suggestions = {suggestion.node.slug: suggestion for suggestion in report.suggestions(today)}
    return suggestions[next_in_cycle(node.slug if node else "", [*suggestions])] if suggestions else None
