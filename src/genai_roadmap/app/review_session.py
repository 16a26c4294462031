"""A review of topics, one after the other, which the command and the full-screen view drive."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.progress.status import Action, Grade
from genai_roadmap.report import outcome
from genai_roadmap.report.flashcard import Flashcard, both_count_text, flashcard, group_questions
from genai_roadmap.report.retention import Retention

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.change import Change, Stamp
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report
    from genai_roadmap.report.retention import Remembered


class Graded(NamedTuple):
    """A grade, and the review of its day before it, which `is_elsewhere` if recorded since the card was shown."""

    card: Flashcard
    grade: Grade
    change: Change
    due: dt.date
    earlier: Change | None
    is_elsewhere: bool


class Replaced(NamedTuple):
    """A grade that counts instead of an `earlier` one of its day, and when its topic is due."""

    earlier: Grade
    grade: Grade
    due: dt.date


class ReviewSession:
    """A review of topics, one after the other; each grade is saved immediately.

    `card` is the current flashcard, None after the last.
    """

    def __init__(self, session: Session, slugs: Iterable[str]) -> None:
        self.graded: list[Graded] = []
        # The topics that were skipped since the last grade.
        self._skipped: list[str] = []
        self._session = session
        self._left = [*slugs]
        self._total = len(self._left)
        remembered = self._remembered()
        self._memories = {slug: remembered[slug].memory for slug in self._left if slug in remembered}
        self.card = self._next_card()

    @property
    def position(self) -> str:
        """The position of the current flashcard, like 2 of 7."""
        return _position(len(self._left), self._total)

    @property
    def forgotten(self) -> list[Flashcard]:
        """The flashcards of the topics that were forgotten."""
        return [each.card for each in self.graded if each.grade is Grade.AGAIN]

    @property
    def undoable(self) -> str:
        """What an undo reverts, the last skip or grade; empty if there is nothing to undo."""
        return "skip" if self._skipped else "grade" if self.graded else ""

    @property
    def replaceable(self) -> Grade | None:
        """The grade that the last one can replace, as it is of the same topic and day; None if there is none."""
        last = self.graded[-1] if self.graded and not self._skipped else None
        return last.earlier.grade if last and last.earlier else None

    @property
    def last_note(self) -> str:
        """The note that an earlier grade counts beside the last one; empty if none does."""
        last, earlier = self.graded[-1], self.replaceable
        return both_count_text(earlier, is_elsewhere=last.is_elsewhere) if earlier else ""

    def rate(self, grade: Grade) -> None:
        """Record the grade of the current topic, if there is one; raise RequestError if it is no longer done."""
        if not (card := self.card):
            return
        slug = card.topic.node.slug
        try:
            result = self._session.update(lambda report, stamp: outcome.review(report, slug, grade, stamp))
        except RequestError:
            self._advance()
            raise
        self.graded.append(_graded(card, grade, result))
        self._skipped.clear()
        self._advance()

    def replace(self) -> Replaced:
        """Count the last grade instead of the one before it of the same topic and day; the current topic stays.

        Raises RequestError if there is none, or if other grades of the topic were recorded or undone since.
        """
        replaced, last = self.replaceable, self.graded[-1] if self.graded else None
        if not replaced or not last or not last.earlier:
            message = "no earlier grade of today to replace"
            raise RequestError(message)
        earlier, undo_stamp = last.earlier, self._session.new_stamp()

        def change(report: Report, stamp: Stamp) -> Outcome:
            _check_effective(report, last)
            return outcome.replace_review(report, last.change, earlier, undo_stamp, stamp)

        result = self._update(change)
        self.graded[-1] = last._replace(change=result.progress.changes[-1], earlier=None)
        [slug] = result.changed
        return Replaced(replaced, last.grade, result.after.reviews.memories[slug].due)

    def skip(self) -> None:
        """Leave the current topic for another time."""
        self._skipped.append(self._left[0])
        self._advance()

    def _advance(self) -> None:
        del self._left[0]
        self._reload()

    def undo(self) -> Grade | None:
        """Return to the topic that was skipped last or, if none was, undo the last grade, and return its grade.

        What was recorded since stays. Raises RequestError if there is none, or if it was already undone.
        """
        if self._skipped:
            self._return_to(self._skipped.pop())
            return None
        if not self.graded:
            message = "nothing graded yet, so nothing to undo"
            raise RequestError(message)
        last = self.graded[-1]

        def change(report: Report, stamp: Stamp) -> Outcome:
            _check_effective(report, last)
            return outcome.revert(report, Action.UNDO, stamp, last.change)

        self._update(change)
        self._forget_last()
        return last.grade

    def _update(self, change: Callable[[Report, Stamp], Outcome]) -> Outcome:
        """Record a change of the last grade; if it was already undone, return to its topic and raise RequestError."""
        try:
            return self._session.update(change)
        except _AlreadyUndoneError:
            self._forget_last()
            raise

    def _forget_last(self) -> None:
        """Return to the topic of the last grade, which is undone."""
        self._return_to(self.graded.pop().card.topic.node.slug)

    def _return_to(self, slug: str) -> None:
        self._left.insert(0, slug)
        self._reload()

    def _reload(self) -> None:
        """Read what changed meanwhile, and continue with the next topic."""
        # If a file is damaged, the review continues, and the next grade says so.
        with suppress(RoadmapError):
            self._session.reload_if_changed()
        self.card = self._next_card()

    def _next_card(self) -> Flashcard | None:
        """Return the flashcard of the first topic that is left, still done, and not graded meanwhile, or None."""
        remembered = self._remembered()
        while self._left and not self._is_unchanged(remembered.get(self._left[0])):
            del self._left[0]
        if not self._left:
            return None
        topic = remembered[self._left[0]]
        return flashcard(topic, self._session.now.date(), group_questions(topic, remembered))

    def _is_unchanged(self, topic: Remembered | None) -> bool:
        """Return whether a topic is still done, and was not graded since the review began."""
        return topic is not None and topic.memory == self._memories.get(topic.node.slug)

    def _remembered(self) -> dict[str, Remembered]:
        return Retention(self._session.report, self._session.now.date()).remembered


class Repetition:
    """Flashcards that are shown again, one after the other, until they are remembered; nothing is recorded.

    `card` is the current one, None after the last.
    """

    def __init__(self, cards: Iterable[Flashcard]) -> None:
        self._left = [*cards]
        self._total = len(self._left)

    @property
    def card(self) -> Flashcard | None:
        """The current flashcard, None after the last."""
        return self._left[0] if self._left else None

    @property
    def count(self) -> int:
        """The number of flashcards that are left."""
        return len(self._left)

    @property
    def position(self) -> str:
        """The position of the current flashcard, like 1 of 2."""
        return _position(len(self._left), self._total)

    def skip(self) -> None:
        """Continue with the next flashcard."""
        del self._left[0]

    def postpone(self) -> None:
        """Continue with the next flashcard, and show this one again after the others."""
        self._left.append(self._left.pop(0))


def _position(left: int, total: int) -> str:
    return f"{total - left + 1} of {total}"


def _graded(card: Flashcard, grade: Grade, result: Outcome) -> Graded:
    """Return the rating of a flashcard that was recorded."""
    change, before = result.progress.changes[-1], card.topic.memory
    after = result.after.reviews.memories[card.topic.node.slug]
    is_elsewhere = after.reviews > before.reviews + 1
    # Only then, because a long journal is slow to read.
    is_repeated = is_elsewhere or (before.reviews > 0 and before.last == change.day)
    earlier = outcome.last_reviews(result.before, change.day).get(card.topic.node.slug) if is_repeated else None
    return Graded(card, grade, change, after.due, earlier, is_elsewhere)


class _AlreadyUndoneError(RequestError):
    """A rating is no longer effective."""


def _check_effective(report: Report, graded: Graded) -> None:
    """Raise _AlreadyUndoneError if the rating was undone by another command."""
    if graded.change.id in report.progress.undone:
        message = f"the grade {graded.grade.value} was already undone"
        raise _AlreadyUndoneError(message)
