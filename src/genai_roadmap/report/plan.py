"""The plan for the remaining topics, and the pace that the goal requires."""

import datetime as dt
from collections.abc import Iterator
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import WEEK_DAYS, History
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves


class Outlook(NamedTuple):
    """The remaining topics and days until the goal, the required and the actual topics per week, and the forecast.

    `days` includes today. `required` is None if the goal is past, `actual` and `forecast` without enough data.
    """

    goal: dt.date
    left: int
    days: int
    required: float | None
    actual: float | None
    forecast: Forecast | None

    @property
    def days_early(self) -> int | None:
        """The days between the forecast and the goal, negative if late; None without a forecast within ten years."""
        return (self.goal - self.forecast.likely).days if self.forecast and self.forecast.likely else None

    @property
    def is_late(self) -> bool:
        """Whether the goal is missed, or will be according to the forecast."""
        return bool(self.left) and (
            self.days <= 0 or (self.forecast is not None and (self.days_early is None or self.days_early < 0))
        )

    @property
    def is_last_week(self) -> bool:
        """Whether fewer than seven days are left."""
        return self.days < WEEK_DAYS


class Task(NamedTuple):
    """A topic of a plan, and its due day."""

    node: Node
    day: dt.date


class PlannedWeek(NamedTuple):
    """Seven days of a plan, and the topics due in them."""

    first: dt.date
    tasks: tuple[Task, ...]

    @property
    def last(self) -> dt.date:
        """The last of the seven days."""
        return self.first + DAY * (WEEK_DAYS - 1)


class Plan(NamedTuple):
    """The remaining topics by week from today on, without empty weeks."""

    goal: dt.date | None
    per_week: float
    weeks: tuple[PlannedWeek, ...]

    @property
    def tasks(self) -> Iterator[Task]:
        """All remaining topics, in order."""
        return (task for week in self.weeks for task in week.tasks)

    @property
    def ends(self) -> dt.date | None:
        """The due day of the last topic; None if nothing is left."""
        return self.weeks[-1].tasks[-1].day if self.weeks else None


def outlook_of(history: History, forecast: Forecast | None) -> Outlook | None:
    """Return the outlook on the goal, given the forecast for the same history; None without a goal."""
    goal, count = history.report.progress.goal, history.report.count
    if not goal:
        return None
    left, days = count.total - count.done, (goal - history.today).days + 1
    actual = history.pace.per_week if history.pace else None
    required = left * WEEK_DAYS / days if days > 0 else None
    return Outlook(goal, left, days, required, actual, forecast)


def plan_of(report: Report, today: dt.date, per_week: int | None = None) -> Plan:
    """Return the plan that spreads the remaining topics evenly until the goal or, with `per_week`, at that rate.

    Started topics come first, then the others in the roadmap's order, but each after its prerequisites. Raises
    RequestError if there is neither a goal nor a rate, or if the goal is past.
    """
    nodes = _sorted_nodes(report)
    goal = None if per_week else _goal(report, today)
    days, topics = ((goal - today).days + 1, len(nodes)) if goal else (WEEK_DAYS, per_week or 1)
    weeks: dict[int, list[Task]] = {}
    for position, node in enumerate(nodes, 1):
        # The ceiling as integer division: a rounding error could move a topic to the next week.
        offset = -(-position * days // topics) - 1
        weeks.setdefault(offset // WEEK_DAYS, []).append(Task(node, today + DAY * offset))
    planned_weeks = (PlannedWeek(today + DAY * WEEK_DAYS * week, tuple(tasks)) for week, tasks in weeks.items())
    return Plan(goal, topics * WEEK_DAYS / days, tuple(planned_weeks))


def _goal(report: Report, today: dt.date) -> dt.date:
    goal = report.progress.goal
    if not goal:
        message = "no goal set. Set one with `genai-roadmap goal DATE`, or add --per-week 3"
        raise RequestError(message)
    if goal < today:
        message = f"the goal {goal} has passed. Set another with `genai-roadmap goal DATE`, or add --per-week 3"
        raise RequestError(message)
    return goal


def _sorted_nodes(report: Report) -> list[Node]:
    """Return the remaining required leaves and their prerequisites in topological order."""
    nodes = report.nodes
    # Started leaves first; the keys of prerequisites, which only connect leaves, come before them.
    order = {slug: (nodes[slug].status is not Status.STARTED, position) for position, slug in enumerate(nodes)}
    sorter = TopologicalSorter(_graph(report))
    sorter.prepare()
    ready: list[tuple[tuple[bool, int], str]] = []
    sorted_nodes = []
    while sorter.is_active():
        for key in sorter.get_ready():
            heappush(ready, (order.get(key, (False, -1)), key))
        _, key = heappop(ready)
        sorter.done(key)
        if key in nodes:
            sorted_nodes.append(nodes[key])
    return sorted_nodes


def _graph(report: Report) -> dict[str, list[str]]:
    """Return what each key depends on: a leaf's slug on "slug/" of each prerequisite, and that on its leaves."""
    graph: dict[str, list[str]] = {}
    pending = [leaf for leaf in required_leaves(report.steps) if _is_left(leaf)]
    while pending:
        leaf = pending.pop()
        if leaf.slug in graph:
            continue
        graph[leaf.slug] = [f"{slug}/" for slug in leaf.item.requires]
        for slug in leaf.item.requires:
            if f"{slug}/" not in graph:
                # If an item has no required leaves, all of them are prerequisites.
                leaves = [*required_leaves(report.nodes[slug].topics)] or report.nodes[slug].leaves()
                remaining = [other for other in leaves if _is_left(other)]
                graph[f"{slug}/"] = [other.slug for other in remaining]
                pending += remaining
    return graph


def _is_left(leaf: Node) -> bool:
    return leaf.status in (Status.TODO, Status.STARTED)
