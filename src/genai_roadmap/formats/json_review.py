"""Reviews as JSON."""

import datetime as dt
from collections.abc import Iterable

from genai_roadmap.formats.json_items import Data, item
from genai_roadmap.progress.status import Grade
from genai_roadmap.report.retention import DAYS_AHEAD, Remembered, Retention
from genai_roadmap.report.tree import Node

# More digits would only show how a number is stored.
DIGITS = 4


def chosen(topics: Iterable[Remembered], total: int) -> Data:
    """Return topics that were chosen to be reviewed, each with its memory, and the number without a limit."""
    return {"items": _topics(topics), "total": total}


def due(topics: Iterable[Remembered], total: int, retention: Retention) -> Data:
    """Return topics that are due, each with its memory, the number without a limit, and the reviews ahead."""
    days = [{"date": day.isoformat(), "due": count} for day, count in retention.upcoming(DAYS_AHEAD).items()]
    return {"due": _topics(topics), "total": total, "to_review": retention.to_review, "upcoming": days}


def _topics(topics: Iterable[Remembered]) -> list[Data]:
    return [{**item(topic.node), **_memory(topic)} for topic in topics]


def recorded(node: Node, topics: Iterable[Remembered], grade: Grade, at: dt.datetime) -> Data:
    """Return an item whose topics were graded, and the first day on which one of them is due again."""
    days = [topic.memory.due for topic in topics]
    return {"item": item(node), "grade": grade.value, "due": min(days).isoformat(), "at": at.isoformat()}


def retained(percent: int, nodes: tuple[Node, ...], retention: Retention) -> Data:
    """Return the percentage of the nodes that is covered and, if anything was reviewed, what is retained and due."""
    if not retention.has_reviews:
        return {"covered": percent}
    return {"covered": percent, "retained": retention.percent(nodes), "due": retention.due_in(nodes)}


def grades(node: Node, retention: Retention) -> Data:
    """Return the grades of a leaf topic after the first, with their days; nothing if nothing was reviewed."""
    if not retention.has_reviews:
        return {}
    return {"grades": [{"date": each.day.isoformat(), "grade": each.grade} for each in retention.reviews_of(node)]}


def recall(retention: Retention) -> Data:
    """Return how many reviews there were, and the shares that were remembered and that should have been."""
    found = retention.report.reviews.recall
    return {
        "reviews": found.reviews,
        "true_retention": round(found.true_retention, DIGITS),
        "predicted_retention": round(found.predicted_retention, DIGITS),
    }


def _memory(topic: Remembered) -> Data:
    memory = topic.memory
    return {
        "due": memory.due.isoformat(),
        "retrievability": round(topic.retrievability, DIGITS),
        "stability": round(memory.stability, DIGITS),
        "reviews": memory.reviews,
    }
