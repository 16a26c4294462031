"""The page about one of many learners, for the teacher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.report import cohort_facts, facts, wording
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components, overview
from genai_roadmap.terminal.pages.components import HEADING
from genai_roadmap.terminal.pages.notes import of_item

if TYPE_CHECKING:
    from genai_roadmap.report.cohort_overview import Member, Overview
    from genai_roadmap.report.forecast import Forecast
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.terminal.display import Display


def learner(
    member: Member,
    found: Overview,
    history: History,
    forecast: Forecast | None,
    outlook: Outlook | None,
    display: Display,
) -> Page:
    """Show how a learner is doing, and the items with notes."""
    noted = (node for node in history.report.nodes.values() if node.notes)
    return components.page(
        safe_text(member.name, HEADING),
        overview.progress(history, display),
        components.pairs([*cohort_facts.member_facts(member, found), *_prospect(history, forecast, outlook)], display),
        *(components.section(node.title, of_item(node)) for node in noted),
    )


def _prospect(history: History, forecast: Forecast | None, outlook: Outlook | None) -> list[tuple[str, str]]:
    """Return what is remembered, and the goal or else the forecast."""
    retention = history.retention
    percent = retention.percent(history.report.steps) if retention.has_reviews else 0
    return [
        ("Reviews", wording.retained_text(history.report.count, percent) if retention.has_reviews else ""),
        ("Goal", facts.goal_text(outlook) if outlook else ""),
        ("Forecast", facts.forecast_text(forecast) if forecast and not outlook else ""),
    ]
