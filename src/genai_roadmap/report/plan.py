"""What is left, laid out over the days: what the goal takes, and which topics each week."""

import datetime as dt
from collections.abc import Iterator
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from math import ceil
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status
from genai_roadmap.report.history import WEEK_DAYS, History
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves


class Outlook(NamedTuple):
    """What is left until the goal: topics a week `needed` and `made`, and days of slack, negative where they lack.

    There are `days` until then, today included. `needed` is None once the goal is past, `made` and `slack` as long as
    the pace does not tell.
    """

    goal: dt.date
    left: int
    days: int
    required: float | None
    actual: float | None
    days_early: int | None


class Task(NamedTuple):
    """A topic of a plan, and the day by which it is to be done."""

    node: Node
    day: dt.date


class PlannedWeek(NamedTuple):
    """Seven days of a plan, and what is to be learned in them."""

    first: dt.date
    tasks: tuple[Task, ...]

    @property
    def last(self) -> dt.date:
        """The last of the seven days."""
        return self.first + DAY * (WEEK_DAYS - 1)


class Plan(NamedTuple):
    """What is left, week after week from today on, at so many topics a week; weeks without any are left out."""

    goal: dt.date | None
    per_week: float
    weeks: tuple[PlannedWeek, ...]

    @property
    def tasks(self) -> Iterator[Task]:
        """All that is left, in order."""
        return (task for week in self.weeks for task in week.tasks)

    @property
    def ends(self) -> dt.date | None:
        """The day of the last topic; None where nothing is left."""
        return self.weeks[-1].tasks[-1].day if self.weeks else None


def outlook_of(history: History) -> Outlook | None:
    """How it stands with the goal; None where there is none."""
    goal, count = history.report.progress.goal, history.report.count
    if not goal:
        return None
    left, days = count.total - count.done, (goal - history.today).days + 1
    actual = history.pace.per_week if history.pace else None
    return Outlook(
        goal=goal,
        left=left,
        days=days,
        required=left * WEEK_DAYS / days if days > 0 else None,
        actual=actual,
        days_early=days - ceil(left * WEEK_DAYS / actual) if actual and left else None,
    )


def plan_of(report: Report, today: dt.date, per_week: int | None = None) -> Plan:
    """The topics that are left, spread evenly over the days to the goal or, with `per_week`, at that rate.

    What is started comes first, then the roadmap's order, but nothing before what it requires. Raises RequestError
    where there is neither a goal nor a rate, or the goal is past.
    """
    tasks = _in_order(report)
    goal = None if per_week else _goal(report, today)
    days, topics = ((goal - today).days + 1, len(tasks)) if goal else (WEEK_DAYS, per_week or 1)
    weeks: dict[int, list[Task]] = {}
    for position, node in enumerate(tasks, 1):
        # In whole numbers: a rounding error would put a topic into the week after.
        offset = (position * days + topics - 1) // topics - 1
        weeks.setdefault(offset // WEEK_DAYS, []).append(Task(node, today + DAY * offset))
    return Plan(
        goal=goal,
        per_week=topics * WEEK_DAYS / days,
        weeks=tuple(PlannedWeek(today + DAY * WEEK_DAYS * week, tuple(weeks[week])) for week in weeks),
    )


def _goal(report: Report, today: dt.date) -> dt.date:
    goal = report.progress.goal
    if not goal:
        message = "there is no goal; set one with `genai-roadmap goal DATE`, or say how much you learn: --per-week 3"
        raise RequestError(message)
    if goal < today:
        message = f"the goal was {goal}; set another with `genai-roadmap goal DATE`, or say --per-week 3"
        raise RequestError(message)
    return goal


def _in_order(report: Report) -> list[Node]:
    """What is left and counts, and what that requires, each after what it requires itself."""
    nodes = report.nodes
    order = {slug: (nodes[slug].status is not Status.STARTED, position) for position, slug in enumerate(nodes)}
    sorter = TopologicalSorter(_graph(report))
    sorter.prepare()
    ready: list[tuple[tuple[bool, int], str]] = []
    ordered = []
    while sorter.is_active():
        for name in sorter.get_ready():
            # What only stands for others is out of the way first.
            heappush(ready, (order.get(name, (False, -1)), name))
        _, name = heappop(ready)
        sorter.done(name)
        ordered += [nodes[name]] if name in nodes else []
    return ordered


def _graph(report: Report) -> dict[str, list[str]]:
    """What has to be done before each leaf that is left: slugs of items, each ending in /, and of those the leaves."""
    graph: dict[str, list[str]] = {}
    to_see = [leaf for leaf in required_leaves(report.steps) if _is_left(leaf)]
    while to_see:
        leaf = to_see.pop()
        if leaf.slug in graph:
            continue
        graph[leaf.slug] = [f"{slug}/" for slug in leaf.item.requires]
        for slug in leaf.item.requires:
            if f"{slug}/" not in graph:
                missing = _missing(report.nodes[slug])
                graph[f"{slug}/"] = [other.slug for other in missing]
                to_see += missing
    return graph


def _missing(node: Node) -> list[Node]:
    """The leaves that are to be done for a node to be: those that count or, where none does, all."""
    return [leaf for leaf in ([*required_leaves(node.topics)] or node.leaves()) if _is_left(leaf)]


def _is_left(leaf: Node) -> bool:
    return leaf.status in (Status.TODO, Status.STARTED)
