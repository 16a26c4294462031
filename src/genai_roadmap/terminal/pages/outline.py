"""The outline of a roadmap that is about to be imported; it fits the terminal with the question below."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group

from genai_roadmap.progress.status import Status
from genai_roadmap.report.wording import plural
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, line_count, safe_text, shortened
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET
from genai_roadmap.terminal.pages.revisions import MAX_ITEMS, changed_items
from genai_roadmap.terminal.pages.roadmaps import grouped, imported_statuses, size_text, step_rows
from genai_roadmap.text import shown_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.report.update import Update
    from genai_roadmap.roadmap.models import Roadmap, Step
    from genai_roadmap.terminal.display import Display

MAX_LEFT_OUT = 2
LINES_PER_STEP = 2
# The maximum number of lines with the topics of a step.
MAX_LINES = 3
# The title, the heading of the steps, how many more there are, four empty lines, and the question on up to two lines.
OTHER_LINES = 9
# The width of the columns beside the topics: the number of the step, and how many topics it has.
NUMBERS_WIDTH = 20
MIN_TITLE_WIDTH, MAX_TITLE_WIDTH = 10, 40
MORE_WIDTH = 14


def outline(parsed: ParsedRoadmap, display: Display) -> Page:
    """Show the first steps and topics, what was decided, what is left out, and why it may be no roadmap."""
    roadmap = parsed.roadmap
    decided = [clipped_text(text, 2, display) for text in _sentences(parsed)]
    size = safe_text(_size_text(parsed), QUIET)
    room = display.height - OTHER_LINES - sum(line_count(text, display, 0) for text in (size, *decided))
    # The steps come first; the line with the size already counts what is left out.
    left_out = _left_out(parsed, room - LINES_PER_STEP * len(roadmap.steps), display)
    room -= len(left_out) + 2 if left_out else 0
    return components.page(
        Group(clipped_text(roadmap.title, 1, display, style=HEADING), size),
        components.section("Steps", _steps(roadmap, room, display)),
        components.section("Left out", left_out),
        Group(*decided) if decided else None,
    )


def update_to_review(parsed: ParsedRoadmap, update: Update, display: Display) -> Page:
    """Show what the import of a new version changes, before the question whether to import it."""
    roadmap, left_out = update.revision.roadmap, len(parsed.left_out)
    size = ", ".join([size_text(roadmap), *([f"{plural(left_out, 'part')} left out"] if left_out else [])])
    return components.page(
        Group(safe_text(f"Update of {roadmap.title}", HEADING), safe_text(size, QUIET)),
        *imported_statuses(parsed, update),
        *changed_items(update, display, MAX_ITEMS),
        Group(*map(safe_text, _sentences(parsed))),
    )


def _sentences(parsed: ParsedRoadmap) -> list[str]:
    """Return what was decided, what the learner may want to change, and why it may be no roadmap."""
    doubt = f"This does not look like a roadmap: {parsed.doubt}." if parsed.doubt else ""
    return [text for text in (parsed.decision, *parsed.notices, doubt) if text]


def _size_text(parsed: ParsedRoadmap) -> str:
    """Return the numbers of what the roadmap has, of the topics that are done already, and of what is left out."""
    done = sum(status is Status.DONE for status in parsed.statuses.values())
    left_out = len(parsed.left_out)
    extras = [f"{done} done already" if done else "", f"{plural(left_out, 'part')} left out" if left_out else ""]
    return ", ".join(filter(None, [size_text(parsed.roadmap), *extras]))


def _left_out(parsed: ParsedRoadmap, room: int, display: Display) -> list[Page]:
    """Return a line for each of the first parts that are left out, and how many more there are, if there is room."""
    groups = grouped(parsed.left_out)
    rows = [
        [safe_text(f"line {part.line}", QUIET), safe_text(part.first_line), safe_text(part.reason, QUIET)]
        for part, _ in groups
    ]
    most = min(max(room - 3, 0), MAX_LEFT_OUT)
    most = shown_count(len(rows), most) if most else 0
    found = [_table([row], display) for row in rows[:most]]
    more = sum(count for _, count in groups[most:])
    return found + ([safe_text(f"and {more} more", QUIET)] if most and more else [])


def _steps(roadmap: Roadmap, room: int, display: Display) -> Iterator[Page]:
    """Yield a table of the first steps, each with its first topics below it, that takes at most `room` lines."""
    count = len(roadmap.steps)
    shown = min(count, max(room // LINES_PER_STEP, 1))
    lines = min(max(room // shown - 1, 1), MAX_LINES)
    rows = [
        row
        for titles, step in zip(step_rows(roadmap)[:shown], roadmap.steps, strict=False)
        for row in (titles, *_topic_rows(step, lines, display))
    ]
    yield _table(rows, display)
    if count > shown:
        yield safe_text(f"and {plural(count - shown, 'more step')}", QUIET)


def _topic_rows(step: Step, lines: int, display: Display) -> Iterator[list[StyledText]]:
    """Yield at most this many rows with the titles of a step's first topics, and how many more there are."""
    separator = ", " if display.plain or display.ascii else " · "
    topics = step.topics
    while len(topics) == 1 and topics[0].topics:
        topics = topics[0].topics
    widest = min(max(display.width - NUMBERS_WIDTH - MORE_WIDTH - len(separator), MIN_TITLE_WIDTH), MAX_TITLE_WIDTH)
    rest = [shortened(safe_text(topic.title), widest, display).plain for topic in topics]
    while rest and lines:
        lines -= 1
        ends = accumulate(cell_len(title) + len(separator) for title in rest)
        room = min(display.width, components.WIDE) - NUMBERS_WIDTH - (0 if lines else MORE_WIDTH)
        count = max(sum(end <= room for end in ends), 1)
        row, rest = separator.join(rest[:count]), rest[count:]
        more = "" if not rest else separator.rstrip() if lines else f" and {len(rest)} more"
        yield [safe_text(""), safe_text(row + more, QUIET), safe_text("")]


def _table(rows: list[list[StyledText]], display: Display) -> Page:
    return components.one_line_table(
        rows, display._replace(width=min(display.width, components.WIDE) - INDENT), title=1
    )
