"""The questions that are answered with a text: what to show, and how to save the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app import marking
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.report import facts
from genai_roadmap.report.calendar_dates import DateUse
from genai_roadmap.report.dates import NO_GOAL, read_date
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.wording import day_text, note_time, weekday_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.tree import Node

UNDO = "u: undo"
KNOWN = "known"


class TextQuestion(NamedTuple):
    """A question with the text to start from.

    `save` records the answer and returns what was done; `other` returns the question to ask instead, if there is one.
    With `needs_text`, an empty answer is refused. `is_note` is set if the text is that of a note.
    """

    message: str
    save: Callable[[str], str]
    text: str = ""
    other: Callable[[], TextQuestion] | None = None
    needs_text: bool = False
    is_note: bool = False


def new_note(session: Session, node: Node) -> TextQuestion:
    """Return the question for a new note on an item."""

    def save(text: str) -> str:
        marking.add_note(session, node.slug, text)
        return f"Note added to {node.title}; {UNDO}."

    return TextQuestion(f"Add a note to {node.title} (ctrl+j: new line):", save, is_note=True)


def edited_note(session: Session, node: Node, position: int = -1) -> TextQuestion:
    """Return the question for a note on an item, by default the last; an empty answer deletes the note.

    Raises RequestError if there is none.
    """
    count = len(session.node(node.slug).notes)
    if not count:
        message = "no notes yet; n: add one"
        raise RequestError(message)
    number = position % count + 1
    note = marking.find_note(session, node.slug, number)

    def save(text: str) -> str:
        outcome = marking.edit_note(session, note, text if text.strip() else None)
        if outcome.progress is outcome.before.progress:
            return "The note is unchanged."
        return f"Note {'changed' if text.strip() else 'deleted'}; {UNDO}."

    which = f"note {number} of {count}" if count > 1 else "the note"
    message = f"Edit {which} on {node.title}, {note_time(note)} (empty: delete it):"
    other = partial(edited_note, session, node, number - 2) if count > 1 else None
    return TextQuestion(message, save, note.text, other, is_note=True)


def done_on(session: Session, node: Node, summary: Callable[[Outcome], str]) -> TextQuestion:
    """Return the question for the day on which an item was done, whose answer is confirmed with the summary.

    The answer may end with a grade, which alone is one of today.
    """

    def save(text: str) -> str:
        if not text.strip():
            message = "type a date, or press escape to cancel"
            raise RequestError(message)
        when, grade = _without_grade(text)
        is_known = when.casefold() == KNOWN
        day = None if is_known or not when else _date(session, when, DateUse.ON)
        return summary(marking.mark(session, [node.slug], Mark(Action.DONE, known=is_known, on=day, grade=grade)))

    message = f"When did you finish {node.title}? (a date or {KNOWN}, optionally a grade: yesterday hard)"
    return TextQuestion(message, save, needs_text=True)


def _without_grade(text: str) -> tuple[str, Grade | None]:
    """Return the text without the grade at its end, and the grade; None if it has none."""
    *words, last = text.split()
    grade = next((grade for grade in Grade if grade.value == last.casefold()), None)
    return (" ".join(words) if grade else text.strip()), grade


def goal(session: Session) -> TextQuestion:
    """Return the question for the day by which everything should be done; an empty answer clears it."""

    def save(text: str) -> str:
        is_cleared = text.strip().casefold() in {"", *NO_GOAL}
        marking.set_goal(session, None if is_cleared else _date(session, text, DateUse.BY))
        return _goal_text(session)

    current = session.report.progress.goal
    text = day_text(current) if current else ""
    return TextQuestion("Finish by (31 Dec, june, +6m; empty: no goal):", save, text)


def _goal_text(session: Session) -> str:
    """Return the goal and whether it can be met."""
    history = session.history()
    outlook = outlook_of(history, forecast_for(history))
    if not outlook:
        return f"No goal is set; {UNDO}."
    prospects = facts.prospect_lines(outlook) if outlook.left else ()
    return " ".join([f"Goal {weekday_text(outlook.goal)}; {UNDO}.", *prospects])


def _date(session: Session, text: str, use: DateUse) -> dt.date:
    """Return the date that a text means; raise RequestError with the problem."""
    try:
        return read_date(text, session.now.date(), use)
    except ValueError as error:
        raise RequestError(str(error)) from None
