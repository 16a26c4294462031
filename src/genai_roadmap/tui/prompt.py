"""The lines for typing a search, a note or a date."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from textual.events import Key
from textual.widgets import TextArea

from genai_roadmap.errors import RequestError, RoadmapError

# Enter accepts the text.
NEW_LINE = "ctrl+j"


@dataclass(frozen=True, slots=True)
class Question:
    """The functions to call with the text when it is accepted or changed, and when the question is cancelled.

    `accept_label` says what accepting does, for the footer; `text` is there to be edited; `on_other` asks another
    question instead. If it `needs_text`, an empty answer that is refused does not close the prompt. If it `is_note`,
    the text that was typed is discarded only if cancelled twice.
    """

    on_accept: Callable[[str], None]
    on_change: Callable[[str], None] = lambda _: None
    on_cancel: Callable[[], None] = lambda: None
    accept_label: str = "save"
    text: str = ""
    on_other: Callable[[], None] | None = None
    needs_text: bool = False
    is_note: bool = False


NO_QUESTION = Question(lambda _: None)


class Prompt(TextArea):
    """An input that is visible only while it asks a question, and grows with its text."""

    def __init__(self) -> None:
        super().__init__(id="prompt", compact=True, highlight_cursor_line=False)
        self._question = NO_QUESTION
        self._text_to_discard: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a question is being asked."""
        return self._question is not NO_QUESTION

    @property
    def is_changed(self) -> bool:
        """Whether the text is not the one to start from."""
        return self.text != self._question.text

    @property
    def accept_label(self) -> str:
        """The effect of accepting the text; empty if no question is open."""
        return self._question.accept_label if self.is_open else ""

    @property
    def on_other(self) -> Callable[[], None] | None:
        """The function that asks another question instead; None if there is none."""
        return self._question.on_other

    def ask(self, question: Question) -> None:
        """Ask a question."""
        self.load_text(question.text)
        self.move_cursor(self.document.end)
        if not question.is_note:
            # What is typed replaces it.
            self.select_all()
        self._open(question)

    async def settle(self) -> None:
        """Wait for the keys that were typed just before, which may still be in the queue."""
        is_queue_empty = asyncio.Event()
        self.call_later(is_queue_empty.set)
        await is_queue_empty.wait()

    async def accept(self) -> None:
        """Close the prompt and accept the text; if it can't be recorded, open the prompt with the text again."""
        await self.settle()
        question = self._close()
        try:
            question.on_accept(self.text)
        except RoadmapError:
            if self.text.strip() or question.needs_text:
                self._open(question)
            raise

    async def cancel(self) -> None:
        """Close the prompt and cancel the question; raise RequestError once if that would discard a note."""
        await self.settle()
        is_lost = self._question.is_note and self.is_changed and self.text.strip()
        if is_lost and self._text_to_discard != self.text:
            self._text_to_discard = self.text
            message = "the note is not saved; enter: save it, escape again: discard it"
            raise RequestError(message)
        self._close().on_cancel()

    def on_key(self, event: Key) -> None:
        """Begin a new line; a binding would do so after the keys that follow."""
        if event.key == NEW_LINE:
            event.stop()
            event.prevent_default()
            self.insert("\n")

    def on_text_area_changed(self) -> None:
        """Pass on the text typed so far."""
        self._question.on_change(self.text)

    def _open(self, question: Question) -> None:
        self._question = question
        self._text_to_discard = None
        self.display = True
        self.screen.set_focus(self)

    def _close(self) -> Question:
        question, self._question = self._question, NO_QUESTION
        self.display = False
        self.screen.set_focus(None)
        return question
