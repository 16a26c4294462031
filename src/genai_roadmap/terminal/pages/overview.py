"""The overview: the progress of every step, what is started and what is next."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.status import Status
from genai_roadmap.report import wording
from genai_roadmap.report.report import NEXT, Report
from genai_roadmap.report.wording import topics_text
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text, shortened
from genai_roadmap.terminal.pages import advice, components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.terminal.pages.suggestions import suggestion_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from rich.table import Table

    from genai_roadmap.report.forecast import Forecast
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display

MAX_BAR_WIDTH = 30
MIN_BAR_WIDTH = 8
MAX_PAGE_WIDTH = 100
MAX_STARTED = 3
MIN_STEPS = 4
# The number of lines for started and next topics, including an empty one: at least, and if not all steps fit.
MIN_TOPIC_LINES = 3
TOPIC_LINES = 5
# The width of the labels of started and next topics.
LABEL_WIDTH = 9
# The lines that are not free: the command, the title, two empty lines, the total, and the next prompt.
FIXED_LINES = 6


def status(
    history: History,
    forecast: Forecast | None,
    outlook: Outlook | None,
    changes: Revision | None,
    hints: Sequence[tuple[str, str, bool]],
    display: Display,
) -> Page:
    """Show what is started and next, each step, the total, the trend, and hints; first new roadmap `changes`.

    On a terminal, the page is short enough to stay in sight. Advice is dropped first, except hints with True, and then
    steps, of which the rest is counted.
    """
    report = history.report
    least = len(report.steps) + (MIN_TOPIC_LINES if next(report.suggestions(history.today), None) else 0)
    room = display.height - FIXED_LINES
    found = [*advice.trend(history, forecast, outlook, display), *advice.commands(hints)]
    below = advice.lines_that_fit(found, room - least, display)
    lines = room - advice.height(below, display)
    steps_lines = lines if least <= lines else max(lines - TOPIC_LINES, MIN_STEPS)
    return components.page(
        _roadmap_changes(changes, display) if changes else None,
        shortened(safe_text(report.roadmap.title, HEADING), display.width, display),
        _topics(history, lines - min(len(report.steps), steps_lines) - 1, display),
        _steps(report.steps, display, steps_lines),
        Group(total(report, display), *below),
    )


def progress(history: History, display: Display) -> Page:
    """Show what is started and next, each step, and the total, for somebody other than the learner."""
    report = history.report
    return components.page(
        shortened(safe_text(report.roadmap.title, HEADING), display.width, display),
        _topics(history, len(report.nodes), display),
        _steps(report.steps, display),
        total(report, display),
    )


def _topics(history: History, lines: int, display: Display) -> Page | None:
    """Return the started and the next topics, on a terminal in at most this many lines."""
    report, today = history.report, history.today
    limit = len(report.nodes) if display.plain else lines
    started = [_topic_row(node, _age(node, today), display) for node in report.started()]
    shown = min(len(started), MAX_STARTED)
    while shown and shown + (shown < len(started)) >= limit:
        shown -= 1
    rows = started[:shown]
    if hidden := len(started) - shown:
        rows.append([safe_text(text) for text in ("", "", f"and {hidden} more" if shown else topics_text(hidden), "")])
    not_started = (each for each in report.suggestions(today) if each.node.status is not Status.STARTED)
    shown_next = islice(not_started, max(min(limit - len(rows), NEXT), 0))
    following = suggestion_rows(shown_next, today, display, LABEL_WIDTH)
    table = [*_labeled("Started", rows), *_labeled("Next", following)][: max(limit, 0)]
    return components.one_line_table(table, display, components.TITLE_COLUMN + 1) if table else None


def _labeled(label: str, rows: list[list[StyledText]]) -> list[list[StyledText]]:
    """Return the rows with one more column, which has the label in the first row."""
    return [[safe_text("" if number else label, HEADING), *row] for number, row in enumerate(rows)]


def _topic_row(node: Node, reason: str, display: Display) -> list[StyledText]:
    return [*components.sign_number_title(node, display), safe_text(reason, QUIET)]


def _age(node: Node, today: dt.date) -> str:
    return wording.ago(node.change.day, today) if node.change else ""


def _roadmap_changes(changes: Revision, display: Display) -> Page:
    # Needed only once, after a new version of the bundled roadmap.
    from genai_roadmap.terminal.pages import revisions

    return revisions.roadmap_changes(changes, display)


def total(report: Report, display: Display) -> Page:
    """Show how many topics of the whole roadmap are done."""
    summary = safe_text(wording.total_text(report.count))
    if report.count.optional_total:
        summary = join_text(summary, (f"  ({wording.optional_count_text(report.count)})", QUIET))
    width = min(display.width, MAX_PAGE_WIDTH) - summary.cell_len - 2
    if display.plain or not report.count.total or width < MIN_BAR_WIDTH:
        return summary
    return join_text(components.bar(report.count, display, width), ("  ", ""), summary)


def steps(report: Report, display: Display) -> Page:
    """Show the steps with their counts."""
    return components.page(
        safe_text(report.roadmap.title, HEADING),
        _steps(report.steps, display),
        components.hint("List the topics of a step", "genai-roadmap list 1"),
    )


def _steps(nodes: tuple[Node, ...], display: Display, lines: int | None = None) -> Page:
    """Return the steps; if they need more than `lines`, those around the first that is not finished."""
    if display.plain or lines is None or len(nodes) <= lines:
        return _steps_table(nodes, display)
    shown = lines - 1
    current = next((n for n, node in enumerate(nodes) if node.status in (Status.TODO, Status.STARTED)), 0)
    first = min(max(current - 1, 0), len(nodes) - shown)
    hidden = len(nodes) - shown
    more = components.hint(f"and {wording.plural(hidden, 'more step')}", "genai-roadmap list")
    return Group(_steps_table(nodes[first : first + shown], display), more)


def _steps_table(nodes: tuple[Node, ...], display: Display) -> Table:
    rows = [[*components.sign_number_title(node, display), *_count_columns(node, display)] for node in nodes]
    width = 0 if display.plain else min(components.room_beside(rows, display), MAX_BAR_WIDTH)
    if width >= MIN_BAR_WIDTH:
        for node, row in zip(nodes, rows, strict=True):
            bar = components.bar(node.count, display, width) if node.count.total else safe_text("")
            row.insert(components.TITLE_COLUMN + 1, bar)
    return components.one_line_table(rows, display)


def _count_columns(node: Node, display: Display) -> list[StyledText]:
    # On a narrow page, the bar needs the room for more than one of these.
    width = display.width if display.width >= components.WIDE else 0
    return [
        safe_text(wording.counts_text(node), justify="right"),
        safe_text(wording.percent_text(node.count), justify="right"),
        safe_text(components.fitting(wording.uncounted_texts(node), display, width, ", "), QUIET),
    ]
