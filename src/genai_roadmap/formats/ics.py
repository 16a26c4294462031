"""A plan as a calendar file (iCalendar, RFC 5545)."""

import datetime as dt

from icalendar import Calendar, Event
from icalendar.enums import TRANSP

from genai_roadmap.report.plan import Plan, Task
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.text import printable, printable_lines


def calendar(plan: Plan, roadmap: Roadmap, now: dt.datetime) -> bytes:
    """Return the topics of a plan as events with permanent ids: a later plan moves them instead of adding new ones."""
    result = Calendar.new(
        name=printable(roadmap.title), prodid="-//genai-roadmap//plan//EN", uid=f"{roadmap.id}.genai-roadmap"
    )
    for task in plan.tasks:
        result.add_component(_event(task, roadmap, now))
    return bytes(result.to_ical())


def _event(task: Task, roadmap: Roadmap, now: dt.datetime) -> Event:
    item = task.node.content
    links = [f"{link.title}: {link.url}" for link in task.node.item.resources]
    return Event.new(
        uid=f"{item.slug}@{roadmap.id}.genai-roadmap",
        summary=printable(item.title),
        description=printable_lines("\n".join(filter(None, [item.detail, *links]))) or None,
        start=task.day,
        end=task.day + dt.timedelta(days=1),
        stamp=now.astimezone(dt.UTC),
        # The learner is still available for appointments on that day.
        transparency=TRANSP.TRANSPARENT,
    )
