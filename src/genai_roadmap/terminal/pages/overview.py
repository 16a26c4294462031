"""The overview: the progress of every step, what is started and what is next."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.status import Status
from genai_roadmap.report import wording
from genai_roadmap.report.report import NEXT, Report
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET

if TYPE_CHECKING:
    from rich.table import Table

    from genai_roadmap.report.history import History
    from genai_roadmap.report.plan import Outlook
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display

MAX_BAR_WIDTH = 30
MIN_BAR_WIDTH = 8
MAX_PAGE_WIDTH = 100


def status(history: History, outlook: Outlook | None, changes: Revision | None, display: Display) -> Page:
    """Show the total, each step, what is started, what is next, streak, pace and goal; first new roadmap `changes`."""
    report, today = history.report, history.today
    not_started = (each for each in report.suggestions() if each.node.status is not Status.STARTED)
    suggestions = [*islice(not_started, NEXT)]
    started = [(node, wording.ago(node.change.day, today) if node.change else "") for node in report.started()]
    return components.page(
        _roadmap_changes(changes, display) if changes else None,
        safe_text(report.roadmap.title, HEADING),
        total(report, display),
        _steps(report.steps, display),
        components.table_section(
            "Started",
            [[*components.sign_number_title(node, display), safe_text(when, QUIET)] for node, when in started],
            display,
        ),
        components.table_section(
            "Next", [components.suggestion_row(each, today, display) for each in suggestions], display
        ),
        _trend(history, outlook, suggestions[0].node if suggestions else None, display),
    )


def _roadmap_changes(changes: Revision, display: Display) -> Page:
    # Needed only once, after a new version of the bundled roadmap.
    from genai_roadmap.terminal.pages import roadmaps

    return roadmaps.roadmap_changes(changes, display)


def total(report: Report, display: Display) -> Page:
    """Show how many topics of the whole roadmap are done."""
    summary = safe_text(wording.total_text(report.count))
    if not display.plain:
        width = min(display.width, MAX_PAGE_WIDTH) - summary.cell_len - 2
        summary = join_text(components.bar(report.count, display, width), ("  ", ""), summary)
    return Group(summary, safe_text(wording.status_counts_text(report), QUIET))


def steps(report: Report, display: Display) -> Page:
    """Show the steps with their counts."""
    return components.page(
        safe_text(report.roadmap.title, HEADING),
        _steps(report.steps, display),
        components.hint("List the topics of a step", "genai-roadmap list 1"),
    )


def _steps(nodes: tuple[Node, ...], display: Display) -> Table:
    rows = [[*components.sign_number_title(node, display), *_count_columns(node)] for node in nodes]
    width = 0 if display.plain else min(components.room_beside(rows, display), MAX_BAR_WIDTH)
    if width >= MIN_BAR_WIDTH:
        for node, row in zip(nodes, rows, strict=True):
            row.insert(components.TITLE_COLUMN + 1, components.bar(node.count, display, width))
    return components.table(rows, display)


def _count_columns(node: Node) -> list[StyledText]:
    return [
        safe_text(f"{node.count.done}/{node.count.total}", justify="right"),
        safe_text(f"{node.count.percent}%", justify="right"),
        safe_text(wording.optional_text(node), QUIET),
    ]


def _trend(history: History, outlook: Outlook | None, following: Node | None, display: Display) -> Page | None:
    """Return streak, pace and goal; None if there are none yet."""
    count, streak, pace = history.report.count, history.streak, history.pace
    if not history.report.progress.marks:
        number = following.item.number if following else ""
        return components.hint("Mark what you have learned", f"genai-roadmap done {number}")
    if count.done == count.total > 0:
        return safe_text("You finished the roadmap!", "green")
    facts = [
        f"{wording.plural(streak.current, 'day')} in a row" if streak.current else "",
        f"longest streak {wording.plural(streak.longest, 'day')}" if streak.longest > streak.current else "",
        f"{wording.per_week(pace.per_week)} per week" if pace and pace.per_week else "",
    ]
    separator = " - " if display.ascii else " · "
    lines = [separator.join(filter(None, facts)), f"Goal {wording.goal_text(outlook)}" if outlook else ""]
    return Group(*(safe_text(line, QUIET) for line in lines if line)) if any(lines) else None
