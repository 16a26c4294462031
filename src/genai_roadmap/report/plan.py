"""The plan for the remaining topics, and the pace that the goal requires."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from math import ceil
from typing import NamedTuple

from genai_roadmap.progress.status import Status
from genai_roadmap.report.forecast import HORIZON, Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.report import Report
from genai_roadmap.report.streak import WEEK_DAYS
from genai_roadmap.report.tree import Node, required_leaves

# The topics per week of a plan without a goal, before there is a pace.
PER_WEEK = 3


class Outlook(NamedTuple):
    """The remaining topics and days until the goal, the required and the actual topics per week, and the forecast.

    `days` includes today. `required` is None if the goal is past, `actual` and `forecast` without enough data, the
    forecast also if `is_paused`, and `finished_on` if something is left.
    """

    goal: dt.date
    left: int
    days: int
    required: float | None
    actual: float | None
    forecast: Forecast | None
    finished_on: dt.date | None = None
    is_paused: bool = False

    @property
    def fitting_day(self) -> dt.date | None:
        """The day after the goal on which the learner will finish according to the forecast or else the pace."""
        day = self.forecast.likely if self.forecast else None
        if not self.forecast and self.actual:
            days = ceil(self.left * WEEK_DAYS / self.actual)
            day = self.goal + DAY * (days - self.days) if days < HORIZON * WEEK_DAYS else None
        return day if day and day > self.goal else None

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


class Rate(Enum):
    """What determines the topics per week of a plan."""

    GOAL = "goal"
    GIVEN = "given"
    PACE = "pace"
    DEFAULT = "default"


class Plan(NamedTuple):
    """The remaining topics by week from today on, without empty weeks.

    `goal` is None if it does not determine the `per_week` topics per week.
    """

    goal: dt.date | None
    per_week: float
    weeks: tuple[PlannedWeek, ...]
    rate: Rate = Rate.GOAL

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
    return Outlook(goal, left, days, required, actual, forecast, history.finished_on, history.is_paused)


def plan_of(history: History, per_week: int | None = None) -> Plan:
    """Return the plan that spreads the remaining topics evenly until the goal or, with `per_week`, at that rate.

    Without either, or if the goal is past, the rate is the pace, or else PER_WEEK. The topics are in the order in which
    they are suggested, but each after its prerequisites.
    """
    report, today = history.report, history.today
    nodes = _sorted_nodes(report, today)
    goal = None if per_week else report.progress.goal
    if goal and goal >= today:
        rate, days, topics = Rate.GOAL, (goal - today).days + 1, len(nodes)
    else:
        goal, days = None, WEEK_DAYS
        rate, topics = _rate(history, per_week)
    weeks: dict[int, list[Task]] = {}
    for position, node in enumerate(nodes, 1):
        # The ceiling as integer division: a rounding error could move a topic to the next week.
        offset = -(-position * days // topics) - 1
        weeks.setdefault(offset // WEEK_DAYS, []).append(Task(node, today + DAY * offset))
    planned_weeks = (PlannedWeek(today + DAY * WEEK_DAYS * week, tuple(tasks)) for week, tasks in weeks.items())
    return Plan(goal, topics * WEEK_DAYS / days, tuple(planned_weeks), rate)


def _rate(history: History, per_week: int | None) -> tuple[Rate, int]:
    """Return the whole number of topics per week without a goal, and what determines it."""
    if per_week:
        return Rate.GIVEN, per_week
    pace = history.pace.per_week if history.pace else 0
    return (Rate.PACE, max(round(pace), 1)) if pace else (Rate.DEFAULT, PER_WEEK)


def _sorted_nodes(report: Report, today: dt.date) -> list[Node]:
    """Return the remaining required leaves and their prerequisites in topological order."""
    nodes = report.nodes
    order = {leaf.slug: (*report.priority(leaf, today), position) for position, leaf in enumerate(report.leaves)}
    sorter = TopologicalSorter(_graph(report))
    sorter.prepare()
    ready: list[tuple[tuple[int, dt.date, int], str]] = []
    sorted_nodes = []
    while sorter.is_active():
        for key in sorter.get_ready():
            # The keys of prerequisites only connect leaves, so they come before all of them.
            heappush(ready, (order.get(key, (-1, today, 0)), key))
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
