"""A review of topics, one after the other, which the command and the full-screen view drive."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Grade
from genai_roadmap.report import outcome
from genai_roadmap.report.flashcard import Flashcard, flashcard
from genai_roadmap.report.retention import Retention

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.change import Stamp
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report


class Rated(NamedTuple):
    """A rating that was recorded, and the id of its change."""

    slug: str
    grade: Grade
    change: str


class ReviewSession:
    """A review of topics, one after the other; each rating is saved at once."""

    def __init__(self, session: Session, slugs: Iterable[str]) -> None:
        self.rated: list[Rated] = []
        self._session = session
        self._left = [*slugs]
        self._total = len(self._left)

    @property
    def card(self) -> Flashcard | None:
        """The current flashcard; None after the last. A topic that is no longer done is left out."""
        today = self._session.now.date()
        remembered = Retention(self._session.report, today).remembered
        while self._left and self._left[0] not in remembered:
            self.skip()
        return flashcard(remembered[self._left[0]], today) if self._left else None

    @property
    def position(self) -> str:
        """The position of the current flashcard, like 2 of 7."""
        return f"{self._total - len(self._left) + 1} of {self._total}"

    def rate(self, grade: Grade) -> None:
        """Record the grade of the current topic; raise RequestError if it is no longer done."""
        slug = self._left[0]
        try:
            result = self._session.update(lambda report, stamp: outcome.review(report, [slug], grade, stamp))
        except RequestError:
            self.skip()
            raise
        self.skip()
        self.rated.append(Rated(slug, grade, result.progress.changes[-1].id))

    def skip(self) -> None:
        """Leave the current topic for another time."""
        self._left.pop(0)

    def undo(self) -> None:
        """Undo the last rating, whose topic becomes the current one.

        Raises RequestError if there is none, or if something else was recorded since.
        """
        if not self.rated:
            message = "nothing rated yet"
            raise RequestError(message)
        last = self.rated[-1]

        def change(report: Report, stamp: Stamp) -> Outcome:
            result = outcome.revert(report, Action.UNDO, stamp)
            if not result.reverted or result.reverted.id != last.change:
                message = "something else was recorded since; to undo that: genai-roadmap undo"
                raise RequestError(message)
            return result

        self._session.update(change)
        self.rated.pop()
        self._left.insert(0, last.slug)
