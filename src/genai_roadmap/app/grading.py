"""Record a grade: how well a topic was remembered, typed after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app import marking
from genai_roadmap.app.review_summary import summarized_report
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError, RoadmapError, UsageError
from genai_roadmap.progress.status import GRADE_NAMES, GRADES_TEXT, Grade
from genai_roadmap.report import outcome
from genai_roadmap.report.flashcard import corrected_text, repeated_text, replace_question
from genai_roadmap.roadmap.positions import in_range, is_mixed_range, position, swapped_range
from genai_roadmap.text import MAX_SHOWN

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.change import Change
    from genai_roadmap.roadmap.models import NumberedItem


def split_grade(session: Session, words: list[str]) -> tuple[list[str], Grade | None]:
    """Return the words of an item, and the grade that follows it, if any.

    A letter or number is a grade only if it is not part of the item, as in Step 4, and no other step, as in 1 2.
    """
    *item, last = words or [""]
    grade = GRADE_NAMES.get(last.casefold())
    is_step = last.isdecimal() and all(map(str.isdecimal, item))
    if not item or not grade or is_step or (last.casefold() != grade and _is_item(session, words)):
        return words, None
    return item, grade


def _is_item(session: Session, words: list[str]) -> bool:
    """Return whether the words together refer to one item."""
    try:
        session.find(" ".join(words))
    except RequestError:
        return False
    return True


def day_question(session: Session, words: list[str], grade: Grade, day: dt.date) -> str:
    """Return the question to ask before a review is recorded for a day long ago; empty if there is none.

    Raises RequestError if it can't be recorded.
    """
    outcome.review(session.report, only_item(session, words).slug, grade, session.new_stamp(), on=day)
    return marking.day_question(session, day)


def replaceable(session: Session, words: list[str], on: dt.date | None) -> tuple[Change | None, str]:
    """Return the review of a topic that counts last on a day, by default today, and the question whether to replace it.

    They are None and empty if there is none. Raises RequestError if the words don't refer to one item.
    """
    item = only_item(session, words)
    found = outcome.last_reviews(session.report, on or session.now.date()).get(item.slug)
    return found, replace_question(found.grade, on) if found and found.grade else ""


def record(
    session: Session, words: list[str], grade: Grade, on: dt.date | None, replaced: Change | None, *, hint: bool = True
) -> View:
    """Record a review of the done topics of an item, instead of the one that it replaces.

    With `hint`, a note on other grades of the day says how to correct one. Raises RequestError if the words don't refer
    to one item, or if nothing in it is done.
    """
    item, replaces = only_item(session, words), replaced.original_id if replaced else ""
    result = session.update(
        lambda report, stamp: outcome.review(report, item.slug, grade, stamp, on=on, replaces=replaces)
    )
    marking.warn_of_day(session, result)
    node = result.after.nodes[item.slug]
    retention = session.history(report=summarized_report(session)).retention
    reviewed = retention.of(result.after.nodes[slug] for slug in result.changed)
    repeated = outcome.last_reviews(result.before, result.progress.changes[-1].day).keys() & {*result.changed}
    note = corrected_text(replaced.grade) if replaced and replaced.grade else repeated_text(len(repeated), hint=hint)
    data = json("json_review.recorded", node, reviewed, grade, result.at)
    return View(data, page("review.recorded", reviewed, grade, session.now.date(), note), note)


def _wrong_grade(session: Session, words: list[str]) -> RoadmapError | None:
    """Return the error if the last word should be a grade but is invalid, or if a grade has no item before it."""
    *item, last = words
    if not item and last.casefold() in [*Grade]:
        return RequestError(f"{last!r} needs an ITEM before it. For example: genai-roadmap review 1.1.2 {last}")
    try:
        session.find_all(item)
    except RequestError:
        return None
    return UsageError(_wrong_grade_text(last)) if item and not _is_like_items(last) else None


def _is_like_items(word: str) -> bool:
    """Return whether a word has the form of a position that is no number alone, of a range, or of a list of items."""
    is_range = in_range(word) or swapped_range(word) or is_mixed_range(word)
    return bool("," in word or is_range or (position(word.casefold()) and not word.isdecimal()))


def _wrong_grade_text(word: str) -> str:
    if word.casefold() in GRADE_NAMES:
        return f"after one ITEM, use one grade: {GRADES_TEXT}"
    return f"{word[:MAX_SHOWN]!r} is not a grade; use {GRADES_TEXT}"


def only_item(session: Session, words: list[str]) -> NumberedItem:
    """Return the item that the words refer to; raise RequestError if they don't refer to one."""
    try:
        item, *others = session.find_to_change(words)
    except RequestError as error:
        raise _wrong_grade(session, words) or error from None
    is_guess = words[-1].strip().casefold() in session.guesses
    if others and (is_guess or (words[-1].isdecimal() and not words[0][:1].isdecimal())):
        raise UsageError(_wrong_grade_text(words[-1]))
    if others:
        message = f"review one item at a time; a grade can follow it: {GRADES_TEXT}"
        raise RequestError(message)
    return item
