"""The number of topics that are required."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.roadmap.models import Item


def required_leaves(items: Iterable[Item]) -> int:
    """Return the number of leaf topics below the items that are required before there is any progress."""
    return sum(_required_leaves(item) for item in items if not item.optional)


def _required_leaves(item: Item) -> int:
    required = [topic for topic in item.topics if not topic.optional]
    return required_leaves(required[: item.required_count or None]) if item.topics else 1
