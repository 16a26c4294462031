"""A topic to review: the question about it, and when it is due again after each grade."""

import datetime as dt
from typing import NamedTuple

from genai_roadmap.progress.ratings import Rating
from genai_roadmap.progress.review import rated
from genai_roadmap.progress.status import Grade
from genai_roadmap.report.retention import Remembered

SKIPPED, NO_RESOURCES = "Skipped.", "No resources."


class Flashcard(NamedTuple):
    """A topic to review `today`: a question, its answer if the roadmap has one, and the next review by grade."""

    topic: Remembered
    today: dt.date
    question: str
    answer: str
    due_after: dict[Grade, dt.date]


def flashcard(topic: Remembered, today: dt.date) -> Flashcard:
    """Return the flashcard for a topic, whose questions take turns; without any, it is to be explained."""
    due_after = {grade: rated(topic.memory, Rating(today, grade)).due for grade in Grade}
    if not (questions := topic.node.content.questions):
        return Flashcard(topic, today, f"Explain {topic.node.title} in your own words.", "", due_after)
    question = questions[topic.memory.reviews % len(questions)]
    return Flashcard(topic, today, question.ask, question.answer, due_after)


def opened_text(url: str, *, is_opened: bool) -> str:
    """Return whether a resource was opened in the browser."""
    return f"Opened {url}" if is_opened else f"No browser was found; open this address: {url}"


def undone_text(grade: Grade) -> str:
    """Return that a rating was undone."""
    return f"Undid: {grade.value}."
