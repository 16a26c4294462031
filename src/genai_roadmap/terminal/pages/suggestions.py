"""The rows of topics to learn next, and of several with their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.report.coach import reasons
from genai_roadmap.terminal.output import COLUMN_GAP, Page, StyledText, indented, safe_line, safe_text, shortened
from genai_roadmap.terminal.pages import components, link_lists

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from genai_roadmap.report.report import Suggestion
    from genai_roadmap.report.tree import Resource
    from genai_roadmap.terminal.display import Display

# Beside a long title, only the reasons that fit this width are shown.
MIN_REASON_WIDTH = 24
RESOURCES_INDENT = 3


def suggestion_rows(
    suggestions: Iterable[Suggestion], today: dt.date, display: Display, indent: int = 0
) -> list[list[StyledText]]:
    """Return the rows of topics to learn next, with the reasons that fit; `indent` is the width not available."""
    suggestions = [*suggestions]
    rows = [components.sign_number_title(suggestion.node, display) for suggestion in suggestions]
    room = max(components.room_beside(rows, display) - indent, MIN_REASON_WIDTH) if rows else 0
    for row, suggestion in zip(rows, suggestions, strict=True):
        texts = [reason.short for reason in reasons(suggestion, today)]
        row.append(
            shortened(safe_text(components.fitting(texts, display, room, ", "), components.QUIET), room, display)
        )
    return rows


def with_resources(
    suggestions: Iterable[Suggestion], resources: tuple[Resource, ...], day: dt.date, display: Display
) -> Page:
    """Return suggestions with the same resources, and the resources below them."""
    suggestions = list(suggestions)
    title = link_lists.resources_title(suggestions[0].node)
    details = [safe_line(suggestion.node.content.detail or "") for suggestion in suggestions]
    room = components.MIN_WRAPPED_WIDTH + COLUMN_GAP if any(detail.plain for detail in details) else 0
    found = suggestion_rows(suggestions, day, display, room)
    rows = [[*row, detail] for row, detail in zip(found, details, strict=True)]
    links = components.section(
        title, link_lists.resources(resources, display._replace(width=display.width - RESOURCES_INDENT))
    )
    return Group(components.table(rows, display), *([indented(links, RESOURCES_INDENT)] if links else []))
