"""The tour, which records what the learner already knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app import marking
from genai_roadmap.app.view import View, page
from genai_roadmap.app.viewing import suggest
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import tour

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session


def stops(session: Session) -> list[tour.Stop]:
    """Return the steps to ask about: those that are not complete."""
    return [*tour.stops(session.report)]


def introduction(found: list[tour.Stop]) -> View:
    """Return how the tour works."""
    return View(dict, page("tour.introduction", len(found)))


def question(stop: tour.Stop, position: int, count: int) -> View:
    """Return the numbered topics of a step, which is at this position among the steps to ask about."""
    return View(dict, page("tour.question", stop, f"{position} of {count}"))


def explanation() -> View:
    """Return what can be answered."""
    return View(dict, page("tour.explanation"))


def record(session: Session, slugs: list[str]) -> View:
    """Record the steps and topics as already known."""
    outcome = marking.mark(session, slugs, Mark(Action.DONE, known=True))
    return View(dict, page("tour.recorded", outcome))


def undo(session: Session) -> View:
    """Undo the last answer."""
    outcome = marking.revert(session, Action.UNDO)
    return View(dict, page("tour.undone", outcome))


def result(session: Session, recorded: int) -> View:
    """Return the progress after the tour, its number of recorded answers, and what is next."""
    return View(dict, page("tour.result", session.report, recorded, suggest(session).page))
