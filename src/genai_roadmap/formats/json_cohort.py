"""The progress of many learners as JSON, in parts, because there may be a million learners, and that of one."""

import json
from collections.abc import Iterable, Iterator

from genai_roadmap.formats.json_items import Data, dumps, without_none
from genai_roadmap.formats.json_reports import status
from genai_roadmap.report.cohort import Risk
from genai_roadmap.report.cohort_groups import GroupNumbers, StepNumbers, TopicNumbers
from genai_roadmap.report.cohort_overview import Member, Overview
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.outlook import Outlook
from genai_roadmap.roadmap.models import NumberedItem


def parts(overview: Overview, members: Iterable[Member]) -> Iterator[str]:
    """Yield the parts of an object with all numbers, and a line for each of the members."""
    yield dumps(_numbers(overview)).removesuffix("\n}")
    yield ',\n  "people": ['
    separator = "\n    "
    for member in members:
        yield separator + json.dumps(_person(member, overview))
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _numbers(overview: Overview) -> Data:
    since = overview.question.since
    data = {
        "roadmap": {"id": overview.roadmap.id, "title": overview.roadmap.title},
        "date": overview.question.today.isoformat(),
        "since": since.isoformat() if since else None,
        **_group(overview.everyone, overview),
        "problems": [{"path": each.path, "problem": each.reason} for each in overview.problems],
        "missing": overview.missing,
        "merged": overview.merged,
        "merged_files": [{"name": name, "files": files} for name, files in overview.merged_files()],
        "unknown_topics": overview.everyone.unknown,
        "steps": [_step(step) for step in overview.steps],
        "topics": [_topic(topic) for topic in overview.topics],
        "groups": [{"name": name, **_group(group, overview)} for name, group in overview.groups.items()],
    }
    return without_none(data)


def _group(group: GroupNumbers, overview: Overview) -> Data:
    data = {
        "learners": group.learners,
        "percent": group.percents.quartiles,
        "pace": group.pace_quartiles,
        "finished": group.finished,
        "at_risk": group.at_risk,
        "gone": group.gone,
        "risks": without_none({risk.name.lower(): group.with_risk(risk) for risk in Risk}) or None,
        "gained": group.gained if overview.question.since else None,
        "reviews": group.reviews,
        "remembered_percent": group.remembered_percent,
    }
    return without_none(data)


def _step(step: StepNumbers) -> Data:
    numbers = {"percent": step.percents.quartiles, "reached": step.reached, "stopped": step.stopped}
    return without_none({**_named(step.item), **numbers})


def _topic(topic: TopicNumbers) -> Data:
    numbers = {"done": topic.done, "started": topic.started, "skipped": topic.skipped, "stuck": topic.stuck}
    return without_none({**_named(topic.item), **numbers})


def _named(item: NumberedItem) -> Data:
    return {"id": item.slug, "number": item.number, "title": item.title}


def learner(
    member: Member, overview: Overview, history: History, forecast: Forecast | None, outlook: Outlook | None
) -> Data:
    """Return the status of a learner, and the numbers that `people` has."""
    return {**status(history, forecast, outlook), "person": _person(member, overview)}


def _person(member: Member, overview: Overview) -> Data:
    numbers, step = member.numbers, overview.current_step(member.numbers)
    data = {
        "name": member.name,
        "group": member.group,
        "done": numbers.done,
        "total": numbers.total,
        "percent": numbers.percent,
        "last_active": numbers.last_active.isoformat() if numbers.last_active else None,
        "pace": numbers.topics_per_week,
        "gained": numbers.gained if overview.question.since else None,
        "risks": [risk.name.lower() for risk in numbers.risks] if overview.may_rank else None,
        "stuck": [topic.slug for topic in overview.stuck_topics(numbers)] or None,
        "step": step.slug if step else None,
        "skipped": numbers.skipped or None,
        "finished_on": numbers.finished_on.isoformat() if numbers.finished_on else None,
    }
    return without_none(data)
