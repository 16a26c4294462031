"""Review what was learned: the topics that are due, and the ratings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from genai_roadmap.app.review_session import Repetition, ReviewSession
from genai_roadmap.app.review_summary import summarized_report
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError, RoadmapError, UsageError
from genai_roadmap.progress import ratings
from genai_roadmap.progress.status import GRADE_NAMES, GRADES_TEXT, Grade
from genai_roadmap.report import outcome
from genai_roadmap.report.flashcard import (
    SKIPPED,
    corrected_text,
    flashcard,
    group_questions,
    repeated_text,
    undone_text,
)
from genai_roadmap.report.resources import NO_RESOURCES, opened_text
from genai_roadmap.report.retention import REVIEW_LIMIT, Retention, Selection, mixed
from genai_roadmap.text import MAX_SHOWN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.progress.change import Change
    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.report.report import Report
    from genai_roadmap.roadmap.models import Link, NumberedItem
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


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


def done(session: Session, words: list[str], limit: int | None) -> Selection:
    """Return the done topics of an item, even if they are not due; without a limit, as many as the daily limit allows.

    Raises RequestError if the words don't refer to one item, or if nothing in it is done.
    """
    retention = _retention(session)
    node = retention.report.nodes[_only_item(session, words).slug]
    if not (found := retention.of(node.leaves())):
        raise RequestError(outcome.not_done_text(node))
    count = limit or retention.limit or REVIEW_LIMIT
    return Selection(found[:count], found[count:], node, is_due=False)


def due(session: Session, words: list[str], limit: int | None) -> Selection:
    """Return what is due in an item or, without words, in the roadmap.

    Without a limit, these are as many as the daily limit still allows. Raises RequestError if the words don't refer to
    one item.
    """
    retention = _retention(session)
    node = retention.report.nodes[_only_item(session, words).slug] if words else None
    slugs = {leaf.slug for leaf in node.leaves()} if node else retention.remembered.keys()
    found = [each for each in retention.due if each.node.slug in slugs]
    count = retention.left_today if limit is None else limit
    return Selection(found[:count], found[count:], node)


def begin(session: Session, selection: Selection) -> ReviewSession:
    """Return a review of the selected topics, mixed across steps."""
    return ReviewSession(session, (each.node.slug for each in mixed(selection.topics)))


def listing(session: Session, selection: Selection, limit: int | None) -> View:
    """Return the selected topics; as JSON, without a limit, with those beyond the daily one."""
    everything, retention = [*selection.topics, *selection.waiting], _retention(session)
    topics, total = selection.topics if limit else everything, len(everything)
    due = json("json_review.due", topics, total, retention)
    data = due if selection.is_due else json("json_review.chosen", topics, total)
    shown = page("review.listing", selection, retention, limit)
    return View(data, shown if selection.topics or selection.node else _with_other_roadmaps(session, shown))


def introduction(session: Session, selection: Selection) -> View:
    """Return how many topics there are to review, or why there are none, and what is due in other roadmaps."""
    shown = page("review.introduction", selection, _retention(session))
    return View(dict, shown if selection.topics or selection.node else _with_other_roadmaps(session, shown))


def repetition(review: ReviewSession) -> Repetition:
    """Return the topics that were forgotten in a review, to ask about them once more."""
    return Repetition(review.forgotten)


def forgotten_today(session: Session) -> Repetition:
    """Return the topics that were forgotten today, to ask about them again; none if reviews are off."""
    retention = _retention(session)
    found = mixed(retention.forgotten_today) if retention.is_on else []
    known = retention.remembered
    return Repetition(
        flashcard(each, retention.today, group_questions(each, known), is_repeated=True) for each in found
    )


def learn_again(repetition: Repetition) -> View:
    """Return how many topics that were forgotten today can be repeated."""
    return View(dict, page("review.learn_again", repetition.count))


def question(card: Flashcard, position: str, *, is_repeated: bool = False) -> View:
    """Return the question of a flashcard, and the keys."""
    return View(dict, page("flashcard.question", card, position, has_keys=True, is_repeated=is_repeated))


def answer(card: Flashcard, *, is_repeated: bool = False) -> View:
    """Return the answer of a flashcard and, unless it is repeated, when it is due again after each grade."""
    return View(dict, page("flashcard.answer", card, is_repeated=is_repeated))


def opened(card: Flashcard, browse: Callable[[Link], bool]) -> View:
    """Open the first resource of a topic; `browse` does that, and returns whether there is a browser."""
    resources = card.topic.node.item.resources
    text = opened_text(resources[0].url, is_opened=browse(resources[0])) if resources else NO_RESOURCES
    return View(dict, page("reference.lines", [text]))


def meanings() -> View:
    """Return what each grade means."""
    return View(dict, page("flashcard.meanings"))


def rated(card: Flashcard, grade: Grade) -> View:
    """Return when a flashcard is due again after a grade."""
    return View(dict, page("flashcard.rated", card, grade))


def skipped() -> View:
    """Return that a topic was skipped."""
    return View(dict, page("reference.lines", [SKIPPED]))


def undone(grade: Grade | None) -> View:
    """Return that a rating, or skipping a topic, was undone."""
    return View(dict, page("reference.lines", [undone_text(grade)]))


def result(session: Session, review: ReviewSession) -> View:
    """Return what was reviewed and is remembered, what is due next and, after the last topic, what can be repeated."""
    grades, to_repeat = [each.grade for each in review.rated], 0 if review.card else len(review.forgotten)
    retention = _retention(session)
    shown = page("review.result", grades, retention, to_repeat, undoable="" if review.card else review.undoable)
    has_more = review.card or to_repeat or retention.to_review
    return View(dict, shown if has_more else _with_other_roadmaps(session, shown))


def _with_other_roadmaps(session: Session, shown: Callable[[Display], Page]) -> Callable[[Display], Page]:
    """Return a page followed by what is due in other roadmaps, which are read only to show it."""
    from genai_roadmap.app import other_roadmaps

    return page("reference.with_hints", shown, partial(other_roadmaps.due_hints, session))


def last_review(session: Session, words: list[str], on: dt.date | None) -> Change | None:
    """Return the review of a single topic that counts last on a day, by default today; None if there is none.

    Raises RequestError if the words don't refer to one item.
    """
    return _last_reviews(session.report, on or session.now.date()).get(_only_item(session, words).slug)


def _last_reviews(report: Report, day: dt.date) -> dict[str, Change]:
    return ratings.last_reviews(report.progress.effective, day, report.roadmap.current_slug)


def record(session: Session, words: list[str], grade: Grade, on: dt.date | None, replaced: Change | None) -> View:
    """Record a review of the done topics of an item, instead of the one that it replaces.

    Raises RequestError if the words don't refer to one item, or if nothing in it is done.
    """
    item, replaces = _only_item(session, words), (replaced.replaces or replaced.id) if replaced else ""
    result = session.update(
        lambda report, stamp: outcome.review(report, item.slug, grade, stamp, on=on, replaces=replaces)
    )
    node = result.after.nodes[item.slug]
    reviewed = _retention(session).of(result.after.nodes[slug] for slug in result.changed)
    repeated = _last_reviews(result.before, result.progress.changes[-1].day).keys() & {*result.changed}
    note = corrected_text(replaced.grade) if replaced and replaced.grade else repeated_text(len(repeated))

    def data() -> Data:
        if note:
            session.warn(note)
        return json("json_review.recorded", node, reviewed, grade, result.at)()

    return View(data, page("review.recorded", reviewed, grade, session.now.date(), note))


def _wrong_grade(session: Session, words: list[str]) -> RoadmapError | None:
    """Return the error if the last word should be a grade but is invalid, or if a grade has no item before it."""
    *item, last = words
    if not item and last.casefold() in [*Grade]:
        return RequestError(f"{last!r} needs an ITEM before it. For example: genai-roadmap review 1.1 {last}")
    try:
        session.find_all(item)
    except RequestError:
        return None
    return UsageError(_no_grade_text(last)) if item else None


def _no_grade_text(word: str) -> str:
    return f"{word[:MAX_SHOWN]!r} is not a grade; use {GRADES_TEXT}"


def _only_item(session: Session, words: list[str]) -> NumberedItem:
    try:
        item, *others = session.find_to_change(words)
    except RequestError as error:
        raise _wrong_grade(session, words) or error from None
    if others and words[-1].isdecimal() and not words[0][:1].isdecimal():
        raise UsageError(_no_grade_text(words[-1]))
    if others:
        message = f"review one item at a time; a grade can follow it: {GRADES_TEXT}"
        raise RequestError(message)
    return item


def _retention(session: Session) -> Retention:
    return session.history(report=summarized_report(session)).retention
