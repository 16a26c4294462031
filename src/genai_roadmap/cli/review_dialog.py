"""A review on the terminal: one question at a time, answered with single keys."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from genai_roadmap.app import reviewing
from genai_roadmap.app.review_session import Repetition
from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.output import Run, show
from genai_roadmap.cli.resources import browse
from genai_roadmap.errors import INTERRUPTED, RequestError
from genai_roadmap.progress.status import GRADE_NAMES, Grade
from genai_roadmap.terminal import keyboard
from genai_roadmap.text import listed

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.app.view import View
    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.report.retention import Selection

REVEAL, SKIP, UNDO, QUIT, OPEN, EXPLAIN = ("\r", "\n", " "), "s", "u", "q", "o", "?"
OTHER = (SKIP, UNDO, QUIT)
# Until the next answer is shown.
REPLACE = "r"
# In a repetition.
NOT_YET = "n"


class ReviewDialog:
    """A review of the selected topics, whose questions appear one after the other."""

    def __init__(self, context: typer.Context, session: "Session", selection: "Selection") -> None:
        self._context = context
        self._session = session
        self._review = reviewing.begin(session, selection)
        self._has_result = False
        # The page that asks for a key, to show it again.
        self._asked: View | None = None

    def run(self, key: Callable[[], str]) -> None:
        """Ask about each topic, show the result, and repeat what was forgotten; raise typer.Exit after Ctrl-C, Ctrl-D.

        `key` waits for a key.
        """
        try:
            while self._ask_all(key) and (choice := self._finish(key)) in (UNDO, REPLACE):
                self._do(choice)
        except (EOFError, KeyboardInterrupt):
            if self._review.graded and not self._has_result:
                self._show_result()
            elif not self._has_result:
                self._show(reviewing.stopped_early())
            raise typer.Exit(INTERRUPTED) from None

    def learn_again(self, repetition: Repetition, key: Callable[[], str]) -> None:
        """Offer to repeat what was forgotten earlier on the day; raise typer.Exit after Ctrl-C and Ctrl-D."""
        self._show_prompt(reviewing.learn_again(repetition))
        try:
            if self._choose(key, [*REVEAL, QUIT]) in REVEAL:
                self._repeat(repetition, key)
        except (EOFError, KeyboardInterrupt):
            raise typer.Exit(INTERRUPTED) from None

    def _ask_all(self, key: Callable[[], str]) -> bool:
        """Ask about each topic, and show the result; return whether the last was reached, and can be undone."""
        while (card := self._review.card) and self._ask(card, key):
            pass
        self._show_result()
        return not card and bool(self._review.undoable)

    def _finish(self, key: Callable[[], str]) -> str:
        """Repeat what was forgotten, if the learner wants to, and return what the learner chose; empty after Ctrl-D."""
        repetition = reviewing.repetition(self._review)
        try:
            choice = self._choose(key, [*REVEAL, QUIT, UNDO, *self._replace_key])
        except EOFError:
            if repetition.card:
                raise
            return ""
        if choice in REVEAL:
            self._repeat(repetition, key)
        return choice

    @property
    def _replace_key(self) -> tuple[str, ...]:
        """The key that replaces an earlier grade of the day by the last one, if there is one."""
        return (REPLACE,) if self._review.replaceable else ()

    def _show_result(self) -> None:
        self._has_result = True
        self._show_prompt(reviewing.result(self._session, self._review))

    def _ask(self, card: "Flashcard", key: Callable[[], str]) -> bool:
        """Ask about a topic, and do what the learner chooses; return whether to continue."""
        # What was typed before must not rate a topic whose question was not seen.
        keyboard.discard_typed()
        self._show_prompt(reviewing.question(card, self._review.position))
        while (choice := self._choose(key, [*REVEAL, *OTHER, *self._replace_key, EXPLAIN])) == EXPLAIN:
            self._show(reviewing.meanings())
        if choice in REVEAL:
            self._show_prompt(reviewing.answer(card))
            choice = self._choice_after_answer(card, key, [*GRADE_NAMES, *OTHER, EXPLAIN])
        self._do(choice)
        return choice != QUIT

    def _do(self, choice: str) -> None:
        """Do what the learner chose, or say why that is not possible."""
        try:
            if choice == UNDO:
                self._show(reviewing.undone(self._review.undo()))
            elif choice == REPLACE:
                self._show(reviewing.replaced(self._session, self._review.replace()))
            elif choice == SKIP:
                self._review.skip()
                self._show(reviewing.skipped())
            elif self._review.card and choice in GRADE_NAMES:
                self._review.rate(GRADE_NAMES[choice])
                self._show(reviewing.graded(self._review))
        except RequestError as error:
            MESSAGES.warn(str(error))

    def _choice_after_answer(self, card: "Flashcard", key: Callable[[], str], allowed: list[str]) -> str:
        """Return what the learner chooses after the answer; open a resource and explain the grades until then."""
        while (choice := self._choose(key, [*allowed, OPEN])) in (OPEN, EXPLAIN):
            self._show(reviewing.meanings() if choice == EXPLAIN else reviewing.opened(card, browse))
        return choice

    def _repeat(self, repetition: Repetition, key: Callable[[], str]) -> None:
        """Ask about what was forgotten until it is remembered, without recording anything, and say what is left."""
        try:
            while (card := repetition.card) and (choice := self._ask_again(card, repetition, key)) != QUIT:
                if GRADE_NAMES.get(choice) is Grade.AGAIN or choice == NOT_YET:
                    repetition.postpone()
                else:
                    repetition.skip()
        finally:
            if repetition.card:
                self._show(reviewing.stopped(repetition))

    def _ask_again(self, card: "Flashcard", repetition: Repetition, key: Callable[[], str]) -> str:
        """Ask about a topic that was forgotten, and return what the learner chooses."""
        keyboard.discard_typed()
        self._show_prompt(reviewing.question(card, repetition.position, is_repeated=True))
        if self._choose(key, [*REVEAL, QUIT]) == QUIT:
            return QUIT
        self._show_prompt(reviewing.answer(card, is_repeated=True))
        return self._choice_after_answer(card, key, [*REVEAL, NOT_YET, *GRADE_NAMES, QUIT])

    def _choose(self, key: Callable[[], str], allowed: Iterable[str]) -> str:
        """Return the first key that is allowed; after any other one, say which are."""
        while (choice := key().casefold()) not in allowed:
            if choice == keyboard.REDRAW and self._asked:
                self._show(self._asked)
            else:
                MESSAGES.warn(f"invalid key; use {listed(_key_names(allowed), 'or')}")
        return choice

    def _show_prompt(self, view: "View") -> None:
        """Print a page that asks for a key."""
        self._asked = view
        self._show(view)

    def _show(self, view: "View") -> None:
        """Print a page for the size that the terminal has now."""
        run = self._context.ensure_object(Run)
        self._context.obj = run._replace(display=run.display.resized())
        show(self._context, view)


def _key_names(keys: Iterable[str]) -> Iterator[str]:
    """Yield the names of the keys, the numbers first; the name of a grade is not one."""
    if any(key in REVEAL for key in keys):
        yield "Enter"
    names = [key for key in keys if key not in REVEAL and len(key) == 1]
    yield from sorted(names, key=lambda name: not name.isdecimal())
