"""Track the progress over time: statistics, goal, plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.motivation import week_text
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.plan import plan_of

if TYPE_CHECKING:
    from fractions import Fraction

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.outcome import Outcome


# The weeks of a plan that are shown by default.
WEEKS = 4


def stats(session: Session, item: str | None, rest_days: int | None, *, charts: bool) -> View:
    """Return the history, forecast and goal of the roadmap, or the history of an item."""
    history = session.history()
    history = history if rest_days is None else replace(history, rest_days=rest_days)
    forecast = forecast_for(history)
    outlook = outlook_of(history, forecast)
    if item:
        # The pace on the whole roadmap can't predict when a part of it will be done.
        history, forecast, outlook = history.of(session.node(item)), None, None
    return View(
        json("json_reports.stats", history, forecast, outlook),
        page("statistics.charts" if charts else "statistics.stats", history, forecast, outlook),
    )


def goal(session: Session, result: Outcome | None = None) -> View:
    """Return the goal and the pace that it requires; after a command that set or cleared it, its result too."""
    history = session.history()
    outlook = outlook_of(history, forecast_for(history))
    is_finished = history.report.count.is_complete
    shown = page("goal.goal", outlook, result, is_finished=is_finished, per_week=float(history.per_week))
    return View(json("json_reports.goal", outlook), shown)


def plan(session: Session, per_week: Fraction | None, *, everything: bool) -> View:
    """Return the remaining topics week by week, up to the goal or with `per_week` topics; the page has the next weeks.

    With neither, it follows the forecast. With `everything`, the page has all weeks.
    """
    history = session.history()
    forecast = forecast_for(history)
    plan = plan_of(history, forecast, per_week)
    chosen = replace(history, per_week=per_week) if per_week else history
    outlook, this_week = outlook_of(history, forecast), week_text(chosen) if plan.week else ""
    weeks = None if everything else WEEKS
    return View(json("json_reports.plan", plan), page("plan.plan", plan, weeks, outlook=outlook, this_week=this_week))


def plan_calendar(session: Session, per_week: Fraction | None) -> bytes:
    """Return the plan as a calendar file."""
    from genai_roadmap.formats import ics

    history = session.history()
    plan = plan_of(history, forecast_for(history), per_week)
    return ics.calendar(plan, session.roadmap, session.now)
