"""The outline of a roadmap that is about to be imported; it fits a terminal of 24 lines with the question below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.status import Status
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET
from genai_roadmap.terminal.pages.roadmaps import size_text, step_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.terminal.display import Display

MAX_STEPS = 8
MAX_LEFT_OUT = 2


def outline(parsed: ParsedRoadmap, display: Display) -> Page:
    """Show the first steps with their counts, what was decided, what is left out, and why it may be no roadmap."""
    roadmap = parsed.roadmap
    left_out = [
        [safe_text(f"line {part.line}", QUIET), safe_text(part.text), safe_text(part.reason, QUIET)]
        for part in parsed.left_out
    ]
    ticked = sum(status is Status.DONE for status in parsed.statuses.values())
    size = size_text(roadmap.counts) + (f", {ticked} done already" if ticked else "")
    doubt = f"This does not look like a roadmap: {parsed.doubt}." if parsed.doubt else ""
    decided = [clipped_text(text, 2, display) for text in (parsed.decision, doubt) if text]
    return components.page(
        Group(clipped_text(roadmap.title, 1, display, style=HEADING), safe_text(size, QUIET)),
        components.section("Steps", _first(step_rows(roadmap), MAX_STEPS, display)),
        components.section("Left out", _first(left_out, MAX_LEFT_OUT, display)),
        Group(*decided) if decided else None,
    )


def _first(rows: list[list[StyledText]], most: int, display: Display) -> Iterator[Page]:
    """Yield a table of the first rows, one line each, and how many more there are."""
    if rows:
        yield components.one_line_table(rows[:most], display._replace(width=display.width - INDENT), title=1)
    if len(rows) > most:
        yield safe_text(f"and {len(rows) - most} more", QUIET)
