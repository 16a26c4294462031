"""The overview: the progress of every step, what is started and what is next."""

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table

from genai_roadmap.progress.status import Status
from genai_roadmap.report.history import History
from genai_roadmap.report.plan import Outlook
from genai_roadmap.report.report import NEXT, Report, Suggestion
from genai_roadmap.report.tree import Node
from genai_roadmap.report.wording import (
    ago,
    goal_text,
    members_text,
    optional_text,
    per_week,
    plural,
    total_text,
)
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text
from genai_roadmap.terminal.pages.components import (
    FULL,
    QUIET,
    bar,
    dotted,
    hint,
    page_of,
    rows_of,
    section,
    sign_number_title,
    suggested,
    title_of,
)
from genai_roadmap.terminal.pages.roadmaps import roadmap_changes

if TYPE_CHECKING:
    from genai_roadmap.roadmap.revision import Revision

MAX_BAR_WIDTH = 30
MIN_BAR_WIDTH = 8
MAX_PAGE_WIDTH = 100


def status(history: History, outlook: Outlook | None, changes: "Revision | None", display: Display) -> Page:
    """Show the total, each step, what is started, what is next, streak, pace and goal; first new roadmap `changes`."""
    report = history.report
    new = (each for each in report.suggestions() if each.node.status is not Status.STARTED)
    to_begin = [*islice(new, NEXT)]
    return page_of(
        roadmap_changes(changes, display) if changes else None,
        title_of(report.roadmap),
        total(report, display),
        _steps(report.steps, display),
        section("Started", _started(report.started(), display, history.today)),
        section("Next", suggested(to_begin, history.today, display)),
        _progress_facts(history, outlook, to_begin, display),
    )


def total(report: Report, display: Display) -> Page:
    """Show how many topics of the whole roadmap are done."""
    summary = safe_text(total_text(report.count))
    if not display.plain:
        summary = join_text(
            bar(report.count, display, min(display.width, MAX_PAGE_WIDTH) - summary.cell_len - 2),
            safe_text("  "),
            summary,
        )
    return Group(summary, safe_text(members_text(report), style=QUIET))


def steps(report: Report, display: Display) -> Page:
    """Show the steps with their counts."""
    return page_of(
        title_of(report.roadmap),
        _steps(report.steps, display),
        hint("genai-roadmap list 1", "lists the topics of step 1"),
    )


def _steps(nodes: tuple[Node, ...], display: Display) -> Table:
    rows = [(node, sign_number_title(node, display), _count_columns(node)) for node in nodes]
    # The bars get what the other columns leave, each with a gap of two.
    used = sum(2 + max(text.cell_len for text in column) for column in zip(*(r + c for _, r, c in rows), strict=True))
    width = 0 if display.plain else min(display.width - used - 2, MAX_BAR_WIDTH)
    bars = width >= MIN_BAR_WIDTH
    return rows_of(
        ([*row, *([bar(node.count, display, width)] if bars else []), *counts] for node, row, counts in rows), display
    )


def _count_columns(node: Node) -> list[StyledText]:
    count = node.count
    return [
        safe_text(f"{count.done}/{count.total}", justify="right"),
        safe_text(f"{count.percent}%", justify="right"),
        safe_text(optional_text(node), style=QUIET),
    ]


def _started(nodes: list[Node], display: Display, today: dt.date) -> list[Page]:
    rows = [
        [*sign_number_title(node, display), safe_text(ago(node.change.day, today) if node.change else "", style=QUIET)]
        for node in nodes
    ]
    return [rows_of(rows, display)] if rows else []


def _progress_facts(
    history: History, outlook: Outlook | None, to_begin: list[Suggestion], display: Display
) -> Page | None:
    report, streak, pace = history.report, history.streak, history.pace
    begin = to_begin[0].node.item.number if to_begin else ""
    if not report.progress.marks:
        return hint(f"genai-roadmap done {begin}", "marks what you have learned, a topic or a whole step")
    if report.count.total and report.count.percent == FULL:
        return safe_text("All that counts is done. Well done.", style="green")
    facts = [
        f"{plural(streak.current, 'day')} in a row" if streak.current else "",
        f"longest streak {plural(streak.longest, 'day')}" if streak.longest > streak.current else "",
        f"{per_week(pace.per_week)} a week" if pace and pace.per_week else "",
    ]
    lines = [dotted(facts, display), f"Goal {goal_text(outlook)}" if outlook else ""]
    return Group(*(safe_text(text, style=QUIET) for text in lines if text)) if any(lines) else None
