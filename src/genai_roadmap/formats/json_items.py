"""The parts of JSON output: items, counts, changes, resources."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.notes import Note
from genai_roadmap.progress.status import Status
from genai_roadmap.report.tree import Count, Node, Resource
from genai_roadmap.roadmap.models import Roadmap

Data = dict[str, Any]


def dumps(data: Data) -> str:
    """Return the data as JSON in ASCII, which every terminal and code page supports."""
    return json.dumps(data, indent=2)


def without_none(data: Data) -> Data:
    """Return the data without the keys whose value is None."""
    return {key: value for key, value in data.items() if value is not None}


def items(nodes: Iterable[Node]) -> Data:
    """Return the items, without their topics."""
    return {"items": [item(node) for node in nodes]}


def item(node: Node, statuses: Collection[Status] = (), *, deep: bool = False) -> Data:
    """Return an item; if `deep`, with its topics: all of them, or the leaves with one of the statuses."""
    data = {
        "id": node.slug,
        "path": node.item.path,
        "number": node.item.number,
        "title": node.title,
        "optional": node.optional,
        "status": node.status.value,
        **count(node.count),
        "resources": [resource(each) for each in node.resources],
        "questions": [question.model_dump() for question in node.content.questions],
        "why": list(node.content.why),
        "notes": [_note(note) for note in node.notes],
        "detail": node.content.detail,
        "changed_at": node.change.when.isoformat() if node.change else None,
        "topics": [item(topic, statuses, deep=True) for topic in node.topics if topic.has(statuses)] if deep else None,
    }
    return without_none(data)


def count(count: Count) -> Data:
    """Return the numbers of done and total topics."""
    return {
        "done": count.done,
        "total": count.total,
        "percent": count.percent,
        "optional_done": count.optional_done,
        "optional_total": count.optional_total,
    }


def change(change: Change, progress: Progress) -> Data:
    """Return a change of the journal; fields without a value are left out."""
    data = {
        "id": change.id,
        "at": change.when.isoformat(),
        "did": change.action.value,
        "topics": list(progress.original(change).topics),
        "links": list(progress.original(change).links) or None,
        "undone": change.id in progress.undone,
        "change": change.change,
        "changes": list(change.changes) or None,
        "note": change.note,
        "replaces": change.replaces,
        "goal": change.goal.isoformat() if change.goal else None,
        "known": change.known or None,
        "grade": change.grade,
        "recorded_at": change.at.isoformat() if change.is_back_dated else None,
    }
    return without_none(data)


def notes(found: Iterable[Note]) -> Data:
    """Return notes, each with the slugs of its items."""
    return {"notes": [{"topics": list(note.slugs), **_note(note)} for note in found]}


def _note(note: Note) -> Data:
    edited_at = note.edited_at.isoformat() if note.edited_at else None
    return without_none({"at": note.when.isoformat(), "text": note.text, "edited_at": edited_at})


def resource(found: Resource) -> Data:
    """Return a resource, and whether and when it was read."""
    data = found.link.model_dump(exclude_none=True)
    return {**data, "read": True, "read_at": found.change.when.isoformat()} if found.change else {**data, "read": False}


def roadmap(roadmap: Roadmap) -> Data:
    """Return the id, title and version of a roadmap."""
    return {"id": roadmap.id, "title": roadmap.title, "version": roadmap.version}


def paths(found: dict[str, Path]) -> Data:
    """Return paths by name."""
    return {name: str(path) for name, path in found.items()}
