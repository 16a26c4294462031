"""Review what was learned: the topics that are due, and the grades."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from genai_roadmap.app.grading import only_item
from genai_roadmap.app.review_session import Repetition, Replaced, ReviewSession
from genai_roadmap.app.review_summary import summarized_report
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.report import outcome
from genai_roadmap.report.flashcard import SKIPPED, flashcard, group_questions, undone_text
from genai_roadmap.report.resources import NO_RESOURCES, opened_text
from genai_roadmap.report.retention import REVIEW_LIMIT, Retention, Selection, mixed
from genai_roadmap.report.wording import topics_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.status import Grade
    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.roadmap.models import Link
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


def selection(session: Session, words: list[str], step: str | None, limit: int | None, *, is_due: bool) -> Selection:
    """Return the done topics that the words name or, if they have to be due, in a step, or without words, what is due.

    Raises RequestError as `done` and `due` do.
    """
    if words and not is_due:
        return done(session, words, limit)
    return due(session, words if step is None else [step], limit)


def done(session: Session, words: list[str], limit: int | None) -> Selection:
    """Return the done topics of an item, even if they are not due; without a limit, as many as the daily limit allows.

    Raises RequestError if the words don't refer to one item, or if nothing in it is done.
    """
    retention = _retention(session)
    node = retention.report.nodes[only_item(session, words).slug]
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
    node = retention.report.nodes[only_item(session, words).slug] if words else None
    slugs = {leaf.slug for leaf in node.leaves()} if node else retention.remembered.keys()
    found = [each for each in retention.due if each.node.slug in slugs]
    count = retention.left_today if limit is None else limit
    return Selection(found[:count], found[count:], node)


def begin(session: Session, selection: Selection) -> ReviewSession:
    """Return a review of the selected topics, mixed across steps."""
    return ReviewSession(session, (each.node.slug for each in mixed(selection.topics)))


def listing(session: Session, selection: Selection, limit: int | None, *, needs_terminal: bool = False) -> View:
    """Return the selected topics; as JSON, without a limit, with those beyond the daily one.

    `needs_terminal` is whether to say that the review needs a terminal.
    """
    everything, retention = [*selection.topics, *selection.waiting], _retention(session)
    topics, total = selection.topics if limit else everything, len(everything)
    due = json("json_review.due", topics, total, retention)
    data = due if selection.is_due else json("json_review.chosen", topics, total)
    shown = page("review.listing", selection, retention, limit, needs_terminal=needs_terminal)
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


def stopped(repetition: Repetition) -> View:
    """Return how many topics that were forgotten are left after a repetition was stopped."""
    return View(dict, page("reference.lines", [f"Stopped: {topics_text(repetition.count)} not repeated."]))


def stopped_early() -> View:
    """Return that a review was stopped before the first grade."""
    return View(dict, page("reference.lines", ["Stopped; nothing was graded."]))


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


def graded(review: ReviewSession) -> View:
    """Return the last grade of a review, when its topic is due again, and the grade before it that it can replace."""
    last = review.graded[-1]
    return View(dict, page("flashcard.graded", last.grade, last.due, last.change.day, review.last_note))


def replaced(session: Session, change: Replaced) -> View:
    """Return that a grade no longer counts, the one that does, and when the flashcard is due again."""
    return View(dict, page("flashcard.replaced", change.earlier, change.grade, change.due, session.now.date()))


def skipped() -> View:
    """Return that a topic was skipped."""
    return View(dict, page("reference.lines", [SKIPPED]))


def undone(grade: Grade | None) -> View:
    """Return that a grade, or skipping a topic, was undone."""
    return View(dict, page("reference.lines", [undone_text(grade)]))


def result(session: Session, review: ReviewSession) -> View:
    """Return what was reviewed and is remembered, what is due next and, after the last topic, what can be repeated."""
    grades, to_repeat = [each.grade for each in review.graded], 0 if review.card else len(review.forgotten)
    retention = _retention(session)
    shown = page("review.result", grades, retention, to_repeat, undoable="" if review.card else review.undoable)
    has_more = review.card or to_repeat or retention.to_review
    return View(dict, shown if has_more else _with_other_roadmaps(session, shown))


def _with_other_roadmaps(session: Session, shown: Callable[[Display], Page]) -> Callable[[Display], Page]:
    """Return a page followed by what is due in other roadmaps, which are read only to show it."""
    from genai_roadmap.app import other_roadmaps

    return page("reference.with_hints", shown, partial(other_roadmaps.due_hints, session))


def _retention(session: Session) -> Retention:
    return session.history(report=summarized_report(session)).retention
