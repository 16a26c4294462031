"""Reports as JSON, one function per command that shows numbers."""

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import islice

from genai_roadmap.formats.json_items import Data, count, item, resource, roadmap, without_none
from genai_roadmap.formats.json_review import grades, recall, retained
from genai_roadmap.progress.status import Status
from genai_roadmap.report.coach import Today, reason_text
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.outlook import Outlook, Rate
from genai_roadmap.report.plan import Plan
from genai_roadmap.report.report import NEXT, Report, Suggestion
from genai_roadmap.report.resources import resources_of
from genai_roadmap.report.retention import Retention
from genai_roadmap.report.tree import Node
from genai_roadmap.report.wording import one_decimal, rounded_up


def listing(report: Report, statuses: Collection[Status] = (), *, everything: bool = False) -> Data:
    """Return the steps; with `everything` their topics too, with `statuses` only the leaves with one of them."""
    steps = [item(step, statuses, deep=everything or bool(statuses)) for step in report.steps]
    return {**_head(report), "steps": [step for step in steps if not statuses or step["topics"]]}


def status(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Data:
    """Return the steps, the totals, what is started, what is next, streak, pace and forecast."""
    report = history.report
    return {
        **listing(report),
        "counts": {status.value: report.statuses[status] for status in Status},
        "started": [item(node) for node in report.started()],
        "next": next_items(islice(report.suggestions(history.today), NEXT), history.today)["items"],
        **_trend(history, forecast, outlook),
        **retained(report.count.percent, report.steps, history.retention),
        "to_review": history.retention.to_review,
    }


def shown(node: Node, retention: Retention) -> Data:
    """Return an item with its topics, what is retained of it, and the grades of a topic."""
    kept = retained(node.count.percent, node.topics or (node,), retention)
    return {**item(node, deep=True), **kept, **({} if node.topics else grades(node, retention))}


def stats(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Data:
    """Return the history; that of a step or topic has it as `item`."""
    nodes = history.node.topics if history.node else history.report.steps
    found = resources_of(history.report, history.node)
    data = {
        **_head(history.report),
        "item": item(history.node) if history.node else None,
        **_trend(history, forecast, outlook),
        "recall": recall(history.retention) if history.retention.has_reviews and not history.node else None,
        "rest_days": history.rest_days,
        "known": history.already_known,
        "resources": {"read": len(found.keys() & history.report.progress.reads.keys()), "total": len(found)},
        "days": [_day(history, day) for day in history.activity],
        "weeks": [
            {"start": week.monday.isoformat(), "done": week.done, "optional": week.optional} for week in history.weeks
        ],
        "hours": [history.habits.hours[hour] for hour in range(24)],
        "most_active_hour": history.habits.most_active_hour,
        "start_to_done": _durations(history),
        "burn_up": _burn_up(history),
        "steps": [
            {"id": node.slug, "number": node.item.number, "title": node.title, "burn_up": _burn_up(history.of(node))}
            for node in nodes
        ],
    }
    return without_none(data)


def _day(history: History, day: dt.date) -> Data:
    counts = {"topics": history.topics_by_day, "resources": history.reads_by_day, "reviews": history.reviews_by_day}
    return {"date": day.isoformat()} | {name: by_day[day] for name, by_day in counts.items()}


def goal(outlook: Outlook | None) -> Data:
    """Return the goal and the pace that it requires; empty without a goal."""
    if not outlook:
        return {}
    data = {
        "date": outlook.goal.isoformat(),
        "left": outlook.left,
        "needed_per_week": None if outlook.required is None else one_decimal(rounded_up(outlook.required)),
        "made_per_week": None if outlook.actual is None else one_decimal(outlook.actual),
        "slack_days": outlook.days_early,
    }
    return {"goal": without_none(data)}


def plan(planned: Plan) -> Data:
    """Return the remaining topics, week by week."""
    weeks = [
        {
            "start": week.first.isoformat(),
            "end": week.last.isoformat(),
            "topics": [{**item(task.node), "day": task.day.isoformat()} for task in week.tasks],
        }
        for week in planned.weeks
    ]
    data = {
        "per_week": planned.per_week if planned.rate in {Rate.GIVEN, Rate.SETTING} else one_decimal(planned.per_week),
        "rate": planned.rate.value,
        "this_week": {"planned": planned.week.planned, "learned": planned.week.learned} if planned.week else None,
        "weeks": weeks,
        "goal": planned.goal.isoformat() if planned.goal else None,
        "ends": planned.ends.isoformat() if planned.ends else None,
    }
    return without_none(data)


def next_items(suggestions: Iterable[Suggestion], today: dt.date) -> Data:
    """Return the suggested items, each with its reason."""
    return {"items": [{**item(each.node), "reason": reason_text(each, today)} for each in suggestions]}


def today(found: Today) -> Data:
    """Return what was done, started and reviewed today, what is next, what to review, and the streak."""
    history = found.history
    return {
        "date": history.today.isoformat(),
        "done": [item(node) for node in (*found.done, *found.together)],
        "known": found.known,
        "marked_at_once": len(found.together),
        "started": [item(node) for node in found.started],
        "read": [resource(each) for each in found.read],
        "reviewed": [item(node) for node in found.reviewed],
        "due": history.retention.due_count,
        "to_review": history.retention.to_review,
        "next": next_items([found.following] if found.following else [], history.today)["items"],
        "streak": _streak(history),
    }


def _head(report: Report) -> Data:
    return {"roadmap": roadmap(report.roadmap), "progress": count(report.count)}


def _trend(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Data:
    data: Data = {"streak": _streak(history)}
    if history.pace:
        data["pace"] = {"per_week": one_decimal(history.pace.per_week), "weeks": one_decimal(history.pace.weeks)}
    if forecast:
        days = {"likely": forecast.likely, "earliest": forecast.earliest, "latest": forecast.latest}
        data["forecast"] = {name: day.isoformat() for name, day in days.items() if day}
    return data | goal(outlook)


def _streak(history: History) -> Data:
    days = history.streaks.days
    return {"current": days.current, "longest": days.longest, "weeks": history.streaks.weeks.current}


def _durations(history: History) -> Data:
    median = history.habits.median_duration
    data = {
        "median_days": None if median is None else _days(median),
        "topics": [{"id": slug, "days": _days(duration)} for slug, duration in history.habits.durations.items()],
    }
    return without_none(data)


def _days(duration: dt.timedelta) -> float:
    return round(duration / DAY, 2)


def _burn_up(history: History) -> Data:
    points = [{"date": day.isoformat(), "done": done} for day, done in history.burn_up.items()]
    return {"total": history.count.total, "points": points}
