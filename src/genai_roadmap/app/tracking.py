"""Track the progress over time: statistics, goal, plan."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.report import plan as planning
from genai_roadmap.report.forecast import Forecast, forecast_for
from genai_roadmap.report.history import History
from genai_roadmap.report.plan import Outlook, Plan
from genai_roadmap.roadmap.models import Roadmap

if TYPE_CHECKING:
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class StatsView(NamedTuple):
    """The history, forecast and goal."""

    history: History
    forecast: Forecast | None
    outlook: Outlook | None

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_reports

        return json_reports.stats(self.history, self.forecast, self.outlook)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import statistics

        return statistics.stats(self.history, self.forecast, self.outlook, display)


class GoalView(NamedTuple):
    """The goal and the pace that it requires."""

    outlook: Outlook | None

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_reports

        return json_reports.goal(self.outlook)

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import statistics

        return statistics.goal(self.outlook)


class PlanView(NamedTuple):
    """The remaining topics, week by week."""

    planned: Plan
    roadmap: Roadmap
    now: dt.datetime

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_reports

        return json_reports.plan(self.planned)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import statistics

        return statistics.plan(self.planned, display)

    def calendar(self) -> bytes:
        """Return it as a calendar file."""
        from genai_roadmap.formats import ics

        return ics.calendar(self.planned, self.roadmap, self.now)


def stats(session: Session, item: str | None, rest_days: int | None) -> StatsView:
    """Return the history, forecast and goal of the roadmap, or the history of an item."""
    history = session.history(rest_days)
    if item:
        # The pace of the whole roadmap does not tell when a part of it will be done.
        return StatsView(history.of(session.node(item)), None, None)
    return StatsView(history, forecast_for(history), planning.outlook(history))


def goal(session: Session) -> GoalView:
    """Return the goal and the pace that it requires."""
    return GoalView(planning.outlook(session.history()))


def plan(session: Session, per_week: int | None) -> PlanView:
    """Return the remaining topics week by week, up to the goal or with `per_week` topics.

    Raises RequestError if there is neither, or if the goal is past.
    """
    planned = planning.plan(session.report, session.now.date(), per_week)
    return PlanView(planned, session.roadmap, session.now)
