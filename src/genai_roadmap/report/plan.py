"""The plan for the remaining topics."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from itertools import count, islice
from math import ceil, floor
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.learned import DAY, days_from
from genai_roadmap.report.outlook import Rate, estimate_of
from genai_roadmap.report.prerequisites import is_left, prerequisite_graph
from genai_roadmap.report.report import NEW, Report, is_stale
from genai_roadmap.report.streak import WEEK_DAYS, monday_of
from genai_roadmap.report.tree import Node, required_leaves
from genai_roadmap.report.week_plan import WeekPlan, chosen_topics, topics_of_week, week_plan

MAX_YEARS, YEAR_DAYS = 100, 365


class Task(NamedTuple):
    """A topic of a plan, and its due day."""

    node: Node
    day: dt.date


class Span(NamedTuple):
    """Days from `first` on over which a number of topics is spread evenly; `before` of them are not part of it."""

    first: dt.date
    days: int
    topics: Fraction
    before: int = 0


class PlannedWeek(NamedTuple):
    """A calendar week of a plan from Monday, the current one from today, and the topics due in it."""

    first: dt.date
    tasks: tuple[Task, ...]

    @property
    def last(self) -> dt.date:
        """The Sunday of the week."""
        return monday_of(self.first) + DAY * (WEEK_DAYS - 1)


class Plan(NamedTuple):
    """The remaining topics by week from today on, without empty weeks.

    `goal` is None if it does not determine the `per_week` topics per week. `paused_on` is the last day with progress
    before a pause, and `has_pace` whether there was a pace at any time. `week` is the plan for the whole current week,
    if the learner chose a goal or a number of topics per week.
    """

    goal: dt.date | None
    per_week: float
    weeks: tuple[PlannedWeek, ...]
    rate: Rate = Rate.GOAL
    paused_on: dt.date | None = None
    has_pace: bool = False
    week: WeekPlan | None = None

    @property
    def tasks(self) -> Iterator[Task]:
        """All remaining topics, in order."""
        return (task for week in self.weeks for task in week.tasks)

    @property
    def completed_steps(self) -> list[tuple[str, dt.date]]:
        """The numbers of the required steps that have topics in the plan, each with the due day of the last of them."""
        steps = ((task.node.item.step, task.day) for task in self.tasks)
        days = {step.number: day for step, day in steps if not step.content.optional}
        return sorted(days.items(), key=lambda pair: pair[1])

    @property
    def ends(self) -> dt.date | None:
        """The due day of the last topic; None if nothing is left."""
        return self.weeks[-1].tasks[-1].day if self.weeks else None


def plan_of(history: History, forecast: Forecast | None, per_week: Fraction | int | None = None) -> Plan:
    """Return the plan that spreads the remaining topics evenly until the goal or, with `per_week`, at that rate.

    Except during a pause, the plan for the current week stays the same until it ends, and what is learned in it counts.
    Without a goal too, or if it is past, the plan ends on the day of the estimate. The topics are in the order in which
    they are suggested, but those started long ago in the order of the roadmap. Raises RequestError if it would take
    more than MAX_YEARS.
    """
    report, today = history.report, history.today
    nodes = _sorted_nodes(report, today)
    is_given = per_week is not None and per_week != history.per_week
    history = replace(history, per_week=per_week) if per_week else history
    goal = None if history.per_week or (report.progress.goal or today) < today else report.progress.goal
    rate, days, topics = _rate(history, forecast, goal, len(nodes))
    week = week_plan(history) if (goal or history.per_week) and not history.paused_on else None
    spans = [Span(today, days, topics)]
    if history.per_week and not history.paused_on:
        spans = _chosen_spans(week, today, topics)
    elif goal and week:
        spans = _goal_spans(week, goal, topics)
    done = week.done - week.before if week else 0
    weeks: dict[dt.date, list[Task]] = {}
    for node, due in zip(nodes, islice(_due_days(spans), done, None), strict=False):
        # What should have been learned earlier in this week is due today.
        day = max(due, today)
        weeks.setdefault(max(monday_of(day), today), []).append(Task(node, day))
    rate = Rate.GIVEN if is_given else rate
    found = tuple(PlannedWeek(first, tuple(tasks)) for first, tasks in weeks.items())
    return Plan(goal, float(topics * WEEK_DAYS / days), found, rate, history.paused_on, history.has_pace, week)


def _chosen_spans(week: WeekPlan | None, today: dt.date, per_week: Fraction) -> list[Span]:
    """Return the current week, if topics are planned for it, and the time after it, with the topics of `week_plan`."""
    monday = monday_of(today) + DAY * WEEK_DAYS
    weeks = monday.toordinal() // WEEK_DAYS % per_week.denominator
    later = Span(monday - DAY * WEEK_DAYS * weeks, WEEK_DAYS, per_week, floor(weeks * per_week))
    if not week:
        return [later]
    # Also more than are left, so that these have the same rate.
    return [Span(week.first, (monday - week.first).days, Fraction(chosen_topics(per_week, week.first))), later]


def _goal_spans(week: WeekPlan, goal: dt.date, topics: Fraction) -> list[Span]:
    """Return the time until the goal week by week, or as one span if the goal is near or new.

    `topics` are those left until the goal.
    """
    if not week.is_whole or days_from(week.first, goal) <= WEEK_DAYS:
        return [Span(week.first, days_from(week.first, goal), topics + week.done - week.before)]
    spans = [Span(week.first, WEEK_DAYS, Fraction(week.planned))]
    first, left = week.next_monday, topics + week.done - week.planned
    while (days := days_from(first, goal)) > WEEK_DAYS and (planned := topics_of_week(left, days)):
        spans.append(Span(first, WEEK_DAYS, Fraction(planned)))
        first, left = first + DAY * WEEK_DAYS, left - planned
    return [*spans, Span(first, days_from(first, goal), left)]


def _due_days(spans: Sequence[Span]) -> Iterator[dt.date]:
    """Yield the due day of each topic, without an end: the last span continues at the same rate."""
    for span in spans:
        for position in count(span.before + 1) if span is spans[-1] else range(1, int(span.topics) + 1):
            # The ceiling of an exact number: a rounding error could move a topic to the next week.
            yield span.first + DAY * (ceil(position * span.days / span.topics) - 1)


def _rate(history: History, forecast: Forecast | None, goal: dt.date | None, left: int) -> tuple[Rate, int, Fraction]:
    """Return what determines the rate of a plan for `left` topics, and the days for a number of topics."""
    chosen = history.per_week
    if chosen and left * WEEK_DAYS > chosen * YEAR_DAYS * MAX_YEARS:
        message = f"a plan at {float(chosen):g} topics per week takes more than {MAX_YEARS} years; choose more"
        raise RequestError(message)
    if chosen:
        return Rate.SETTING, WEEK_DAYS, Fraction(chosen)
    estimate = estimate_of(history, forecast)
    if not goal and estimate.per_week:
        # More than are left if optional ones are prerequisites; the last day is the same.
        return estimate.rate, WEEK_DAYS, estimate.per_week * left / max(history.left, 1)
    rate, last = (Rate.GOAL, goal) if goal else (estimate.rate, estimate.day)
    return rate, days_from(history.today, last), Fraction(left)


def _sorted_nodes(report: Report, today: dt.date) -> list[Node]:
    """Return the remaining required leaves, started ones and prerequisites, in topological order."""
    nodes = report.nodes
    # One that was started long ago is planned like a new one.
    order = {
        leaf.slug: (*min(report.priority(leaf, today), NEW), position) for position, leaf in enumerate(report.leaves)
    }
    leaves = [leaf for leaf in required_leaves(report.steps) if is_left(leaf)]
    # Optional ones too, if they were started recently: they are what the learner does now.
    leaves += [leaf for leaf in report.started() if not is_stale(leaf, today)] if leaves else []
    sorter = TopologicalSorter(prerequisite_graph(report, leaves))
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
