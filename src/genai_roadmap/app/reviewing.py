"""Review what was learned: the topics that are due, and the ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.review_session import ReviewSession
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Grade
from genai_roadmap.report import outcome
from genai_roadmap.report.retention import Retention, Selection, mixed

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.flashcard import Flashcard


def split_grade(words: list[str]) -> tuple[list[str], Grade | None]:
    """Return the words of an item, and the grade that follows it, if any."""
    *item, last = words or [""]
    return (item, Grade(last.casefold())) if item and last.casefold() in [*Grade] else (words, None)


def select(session: Session, item: str, limit: int | None) -> Selection:
    """Return what to review: what is due or, with an item, its topics that are done.

    Without a limit, it is at most what is left of the daily one. Raises RequestError if nothing in the item is done.
    """
    if not item:
        return due(session, "", limit)
    node = session.node(item)
    found = _retention(session).of(node.leaves())
    if not found:
        command = f"genai-roadmap done {node.item.number}"
        message = f"{node.title!r} is not done yet. Mark what you have learned with: {command}"
        raise RequestError(message)
    return Selection(found[: limit or session.settings.review_limit], is_due=False)


def due(session: Session, item: str, limit: int | None) -> Selection:
    """Return what is due, in an item if there is one; without a limit, at most what is left of the daily one."""
    retention = _retention(session)
    slugs = {leaf.slug for leaf in session.node(item).leaves()} if item else retention.remembered.keys()
    found = [each for each in retention.due if each.node.slug in slugs]
    count = retention.left_today if limit is None else limit
    return Selection(found[:count], found[count:])


def begin(session: Session, selection: Selection) -> ReviewSession:
    """Return a review of the selected topics, mixed across steps."""
    return ReviewSession(session, (each.node.slug for each in mixed(selection.topics)))


def listing(session: Session, selection: Selection, limit: int | None) -> View:
    """Return the selected topics; as JSON, without a limit, with those that can wait."""
    topics = selection.topics if limit else [*selection.topics, *selection.waiting]
    return View(json("json_review.due", topics), page("review.listing", selection, _retention(session)))


def introduction(session: Session, selection: Selection) -> View:
    """Return how many topics there are to review, or why there are none."""
    return View(dict, page("review.introduction", selection, _retention(session)))


def question(card: Flashcard, position: str) -> View:
    """Return the question of a flashcard."""
    return View(dict, page("review.question", card, position))


def answer(card: Flashcard) -> View:
    """Return the answer of a flashcard, and when it is due again after each grade."""
    return View(dict, page("review.answer", card))


def rated(card: Flashcard, grade: Grade) -> View:
    """Return when a flashcard is due again after a grade."""
    return View(dict, page("review.rated", card, grade))


def result(session: Session, review: ReviewSession) -> View:
    """Return what was reviewed, what is remembered, and what is due next."""
    grades = [each.grade for each in review.rated]
    return View(dict, page("review.result", grades, _retention(session)))


def record(session: Session, item: str, grade: Grade, on: dt.date | None) -> View:
    """Record a review of the done topics of an item; raise RequestError if none is done."""
    node = session.node(item)
    slugs = [leaf.slug for leaf in node.leaves()]
    done = session.update(lambda report, stamp: outcome.review(report, slugs, grade, stamp, on=on))
    reviewed = _retention(session).of(done.after.nodes[slug] for slug in done.changed)
    node = done.after.nodes[node.slug]
    return View(
        json("json_review.recorded", node, reviewed, grade, done.at),
        page("review.recorded", reviewed, grade, session.now.date()),
    )


def _retention(session: Session) -> Retention:
    return session.history().retention
