"""The rows of topics to learn next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.report.coach import reasons
from genai_roadmap.terminal.output import StyledText, safe_text, shortened
from genai_roadmap.terminal.pages import components

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from genai_roadmap.report.report import Suggestion
    from genai_roadmap.terminal.display import Display

# Beside a long title, only the reasons that fit this width are shown.
MIN_REASON_WIDTH = 24


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
