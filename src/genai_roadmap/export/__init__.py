"""Reports as text for other programs: here as JSON, beside as files of other formats."""

import datetime as dt
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genai_roadmap.forecast import Forecast
from genai_roadmap.history import History
from genai_roadmap.marking import Outcome
from genai_roadmap.nodes import Count, Node
from genai_roadmap.plan import Outlook, Plan
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Status
from genai_roadmap.report import Report, Shelved, Suggestion, differences
from genai_roadmap.roadmap.models import FORMAT, Link, Roadmap
from genai_roadmap.text import escaped

if TYPE_CHECKING:
    from genai_roadmap.backups import Version

    # Both take time to load, and only what tells of an import has to do with them.
    from genai_roadmap.markdown import Reading
    from genai_roadmap.roadmap.revision import Pair, Revision

Data = dict[str, Any]


def dump(data: Data) -> str:
    """The data as JSON, in ASCII so that every terminal, pipe and code page carries it."""
    return json.dumps(data, indent=2)


def listing(report: Report, statuses: Collection[Status] = (), *, everything: bool = False) -> Data:
    """The roadmap with its steps; with `everything` their topics too, with `statuses` only the leaves that have one."""
    steps = [item(step, statuses, deep=everything or bool(statuses)) for step in report.steps]
    if statuses:
        steps = [step for step in steps if step["topics"]]
    return {**_head(report), "steps": steps}


def status(
    history: History, forecast: Forecast | None, outlook: Outlook | None, suggestions: Iterable[Suggestion]
) -> Data:
    """The steps and the totals, what is started and what is next, and how it goes."""
    report = history.report
    return {
        **listing(report),
        "counts": {status.value: report.statuses[status] for status in Status},
        "started": [item(node) for node in report.started()],
        "next": next_items(suggestions)["items"],
        **_trend(history, forecast, outlook),
    }


def stats(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Data:
    """How it went and goes; of a part of the roadmap with the `item` that it is about."""
    report = history.report
    return {
        **_head(report),
        **({"item": item(history.node)} if history.node else {}),
        **_trend(history, forecast, outlook),
        "rest_days": history.rest_days,
        "known": history.known,
        "days": [{"date": day.isoformat(), "topics": topics} for day, topics in history.activity.items()],
        "weeks": [
            {"start": week.monday.isoformat(), "done": week.done, "optional": week.optional} for week in history.weeks
        ],
        "hours": [history.hours[hour] for hour in range(24)],
        **({"most_active_hour": history.most_active_hour} if history.hours else {}),
        "start_to_done": _durations(history),
        "burn_up": _burn_up(history),
        "steps": [
            {"id": node.slug, "number": node.item.number, "title": node.title, "burn_up": _burn_up(part)}
            for node in (history.node.topics if history.node else report.steps)
            for part in [history.of(node)]
        ],
    }


def goal(outlook: Outlook | None) -> Data:
    """The goal and what it takes; empty where there is none."""
    return {"goal": _outlook(outlook)} if outlook else {}


def plan(planned: Plan) -> Data:
    """What is left, week by week."""
    weeks = [
        {
            "start": week.first.isoformat(),
            "end": week.last.isoformat(),
            "topics": [{**item(task.node), "day": task.day.isoformat()} for task in week.tasks],
        }
        for week in planned.weeks
    ]
    data: Data = {"per_week": round(planned.per_week, 1), "weeks": weeks}
    if planned.goal:
        data["goal"] = planned.goal.isoformat()
    if planned.ends:
        data["ends"] = planned.ends.isoformat()
    return data


def next_items(suggestions: Iterable[Suggestion]) -> Data:
    """What is next, each with its reason."""
    return {"items": [{**item(suggestion.node), "reason": suggestion.reason} for suggestion in suggestions]}


def items(nodes: Iterable[Node]) -> Data:
    """Some items, without their topics."""
    return {"items": [item(node) for node in nodes]}


def item(node: Node, statuses: Collection[Status] = (), *, deep: bool = False) -> Data:
    """An item; `deep` with all that is below it, or the leaves among it that have one of the statuses."""
    data: Data = {
        "id": node.slug,
        "path": node.item.path,
        "number": node.item.number,
        "title": node.title,
        "optional": node.optional,
        "status": node.status.value,
        **_count(node.count),
        "resources": [link(resource) for resource in node.item.resources],
        "why": list(node.content.why),
        "notes": [_note(change) for change in node.notes],
    }
    if node.content.detail:
        data["detail"] = node.content.detail
    if node.change:
        data["changed_at"] = node.change.when.isoformat()
    if deep:
        topics = [item(topic, statuses, deep=True) for topic in node.topics if topic.has(statuses)]
        data["topics"] = topics
    return data


def outcome(result: Outcome) -> Data:
    """What a command changed; of an undo or a redo also the change that it was about."""
    data = {
        "changed": list(result.changed),
        "unchanged": list(result.unchanged),
        "left_alone": list(result.left_alone),
        "at": result.at.isoformat(),
        "progress": _count(result.after.count),
    }
    return data | ({"change": _change(result.about, result.after.progress)} if result.about else {})


def backups(versions: "Iterable[Version]") -> Data:
    """The backups that there are; one that is damaged has no `done` and no `changes`."""
    return {"backups": [_version(version) for version in versions]}


def restored(before: Report, after: Report) -> Data:
    """What bringing a backup back changed."""
    return {"changed": [old.slug for old, _ in differences(before, after)], "progress": _count(after.count)}


def log(progress: Progress, changes: Iterable[Change]) -> Data:
    """Some of the changes of a journal."""
    return {"changes": [_change(change, progress) for change in changes]}


def link(resource: Link) -> Data:
    """A resource."""
    return resource.model_dump(exclude_none=True)


def about(roadmap: Roadmap) -> Data:
    """What the roadmap says besides its steps."""
    return roadmap.model_dump(mode="json", exclude={"steps", "retired", "format"}, exclude_none=True)


def _version(version: "Version") -> Data:
    data = {"number": version.number, "at": version.at.isoformat(), "damaged": version.is_damaged}
    if version.is_damaged:
        return data
    return {**data, "done": version.done, "changes": version.changes}


def roadmap(found: Roadmap) -> Data:
    """Which roadmap it is."""
    return {"id": found.id, "title": found.title, "version": found.version}


def shelf(found: Iterable[Shelved]) -> Data:
    """The roadmaps that there are, with the progress on each; one that is not right has a `problem`."""
    return {"roadmaps": [_shelved(shelved) for shelved in found]}


def toml(found: Roadmap) -> str:
    """The roadmap as the TOML file that it can be read from again."""
    import tomli_w

    data = found.model_dump(exclude_defaults=True, mode="json")
    # The writer escapes what TOML asks for, which leaves some that speak to a terminal.
    return escaped(tomli_w.dumps({"format": FORMAT, **data}))


def arrival(reading: "Reading", revision: "Revision | None", journal: Progress | None, path: Path | None) -> Data:
    """What importing a roadmap understood, and what it did to the version that was there."""
    roadmap_read = revision.roadmap if revision else reading.roadmap
    data = {
        "roadmap": roadmap(roadmap_read),
        **roadmap_read.counts._asdict(),
        "done": [slug for slug, status in reading.marks.items() if status is Status.DONE],
        "marks": {slug: status.value for slug, status in reading.marks.items()},
        "left_out": [{"line": remark.line, "text": remark.text, "why": remark.why} for remark in reading.left_out],
    }
    if revision:
        data["added"] = [item.slug for item in revision.added]
        data["gone"] = [item.slug for item in revision.gone]
        data["renamed"], data["moved"] = _pairs(revision.renamed), _pairs(revision.moved)
        data["doubtful"] = _pairs(revision.doubtful)
    if journal:
        data["changes"] = len(journal.changes)
    return data | ({"path": str(path)} if path else {})


def _pairs(pairs: "list[Pair]") -> list[Data]:
    return [{"from": pair.old.slug, "to": pair.new.slug} for pair in pairs]


def _shelved(shelved: Shelved) -> Data:
    data: Data = {"id": shelved.id, "active": shelved.is_active}
    if not shelved.report:
        return {**data, "problem": shelved.problem}
    return {**data, **roadmap(shelved.report.roadmap), "progress": _count(shelved.report.count)}


def _head(report: Report) -> Data:
    return {"roadmap": roadmap(report.roadmap), "progress": _count(report.count)}


def _trend(history: History, forecast: Forecast | None, outlook: Outlook | None) -> Data:
    data: Data = {"streak": {"current": history.streak.current, "longest": history.streak.longest}}
    if history.pace:
        data["pace"] = {"per_week": round(history.pace.per_week, 1), "weeks": round(history.pace.weeks, 1)}
    if forecast:
        days = {"likely": forecast.likely, "earliest": forecast.earliest, "latest": forecast.latest}
        data["forecast"] = {name: day.isoformat() for name, day in days.items() if day}
    return data | goal(outlook)


def _outlook(outlook: Outlook) -> Data:
    data = {
        "date": outlook.goal.isoformat(),
        "left": outlook.left,
        "needed_per_week": outlook.needed if outlook.needed is None else round(outlook.needed, 1),
        "made_per_week": outlook.made if outlook.made is None else round(outlook.made, 1),
        "slack_days": outlook.slack,
    }
    return {key: value for key, value in data.items() if value is not None}


def _durations(history: History) -> Data:
    data: Data = {"topics": [{"id": slug, "days": _days(took)} for slug, took in history.durations.items()]}
    usual = history.usual_duration
    return data if usual is None else {"median_days": _days(usual), **data}


def _days(duration: dt.timedelta) -> float:
    return round(duration / dt.timedelta(days=1), 2)


def _burn_up(history: History) -> Data:
    points = [{"date": day.isoformat(), "done": done} for day, done in history.burn_up.items()]
    return {"total": history.count.total, "points": points}


def _count(count: Count) -> Data:
    return {
        "done": count.done,
        "total": count.total,
        "percent": count.percent,
        "optional_done": count.optional_done,
        "optional_total": count.optional_total,
    }


def _note(change: Change) -> Data:
    return {"at": change.when.isoformat(), "text": change.note}


def _change(change: Change, progress: Progress) -> Data:
    data: Data = {
        "id": change.id,
        "at": change.when.isoformat(),
        "did": change.action.value,
        "topics": list(progress.original(change).topics),
        "undone": change.id in progress.undone,
    }
    optional = {
        "change": change.change,
        "note": change.note,
        "goal": change.goal.isoformat() if change.goal else None,
        "known": change.known or None,
        "recorded_at": change.at.isoformat() if change.on else None,
    }
    return data | {key: value for key, value in optional.items() if value is not None}
