"""A topic to review: the question about it, and when it is due again after each grade."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from genai_roadmap.progress.ratings import Rating
from genai_roadmap.progress.review import rated
from genai_roadmap.progress.status import Grade
from genai_roadmap.report.retention import Remembered
from genai_roadmap.report.wording import day_text, topics_text
from genai_roadmap.roadmap.models import NumberedItem, Question

# A question, and the item that has it.
Asked = tuple[Question, NumberedItem]

SKIPPED = "Skipped."
REPLACING = "on a terminal, review then asks whether to replace the earlier one"


class Flashcard(NamedTuple):
    """A topic to review `today`: a question, its answer if the roadmap has one, and the next review by grade.

    `item` has the question: the topic, or one that contains it.
    """

    topic: Remembered
    today: dt.date
    question: str
    answer: str
    due_after: dict[Grade, dt.date]
    item: NumberedItem


def flashcard(
    topic: Remembered, today: dt.date, others: Sequence[Asked] = (), *, is_repeated: bool = False
) -> Flashcard:
    """Return the flashcard for a topic: its questions and the others, those of items that contain it, take turns.

    A topic without its own questions is also to be explained, after the others. A question that was not remembered is
    asked again, but not on the same day, on which its answer is known, unless it `is_repeated`.
    """
    due_after = {grade: rated(topic.memory, Rating(today, grade)).due for grade in Grade}
    own = [(each.ask, each.answer, topic.node.item) for each in topic.node.content.questions]
    explained = [(f"Explain {topic.node.title} in your own words.", "", topic.node.item)] if not own else []
    asked = [*own, *((each.ask, each.answer, item) for each, item in others), *explained]
    memory = topic.memory
    turn = memory.reviews if memory.last == today and not is_repeated else memory.remembered
    question, answer, item = asked[turn % len(asked)]
    return Flashcard(topic, today, question, answer, due_after, item)


def group_questions(topic: Remembered, remembered: Mapping[str, Remembered]) -> list[Asked]:
    """Return the topic's share of the questions of the items that contain it, which their done topics share evenly.

    If there are fewer questions than topics, those without their own questions come first.
    """
    found: list[Asked] = []
    for group in topic.node.item.ancestors:
        if questions := group.content.questions:
            known = [slug for slug, each in remembered.items() if group in each.node.item.ancestors]
            if len(questions) < len(known):
                known.sort(key=lambda slug: bool(remembered[slug].node.content.questions))
            found += [(each, group) for each in questions[known.index(topic.node.slug) :: len(known)]]
    return found


def replace_question(grade: Grade, on: dt.date | None) -> str:
    """Return the question whether a grade of today or, if it is set, of a day is to be replaced."""
    answers = "y replaces the earlier grade, n adds another, c cancels."
    return f"{answers}\nGraded {grade.value} {f'on {day_text(on)}' if on else 'today'}. Replace that grade?"


def repeated_text(count: int, *, hint: bool) -> str:
    """Return that topics were graded more than once on a day, with a `hint` how to avoid that; empty if none was."""
    correct = f" To correct a grade, undo it before you grade again; {REPLACING}." if hint else ""
    return f"{topics_text(count)} already graded that day: each grade counts.{correct}" if count else ""


def both_count_text(earlier: Grade, *, is_elsewhere: bool) -> str:
    """Return that an earlier grade of the day counts too; it `is_elsewhere` if it was recorded meanwhile."""
    if is_elsewhere:
        return f"Also graded {earlier.value} today in another window; both count."
    return f"You also graded it {earlier.value} today; both count."


def corrected_text(grade: Grade) -> str:
    """Return that a grade no longer counts."""
    return f"The grade {grade.value} of that day no longer counts."


def undone_text(grade: Grade | None) -> str:
    """Return that a grade was undone or, without a grade, skipping a topic."""
    return f"Undid: {grade.value if grade else 'skip'}."
