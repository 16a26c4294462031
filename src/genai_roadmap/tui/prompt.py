"""The line for typing a search or a note."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from textual.widgets import Input

from genai_roadmap.errors import RoadmapError


@dataclass(frozen=True, slots=True)
class Question:
    """The functions to call with the text when it is accepted or changed, and when the question is cancelled.

    `accept_label` says what accepting does, for the footer; `text` is there to be edited.
    """

    on_accept: Callable[[str], None]
    on_change: Callable[[str], None] = lambda _: None
    on_cancel: Callable[[], None] = lambda: None
    accept_label: str = "save"
    text: str = ""


NO_QUESTION = Question(lambda _: None)


class Prompt(Input):
    """An input line that is visible only while it asks a question."""

    def __init__(self) -> None:
        super().__init__(id="prompt", select_on_focus=False)
        self._question = NO_QUESTION

    @property
    def is_open(self) -> bool:
        """Whether a question is being asked."""
        return self._question is not NO_QUESTION

    @property
    def accept_label(self) -> str:
        """The effect of accepting the text; empty if no question is open."""
        return self._question.accept_label if self.is_open else ""

    def ask(self, question: Question) -> None:
        """Ask a question."""
        self.value = question.text
        self.cursor_position = len(question.text)
        self._open(question)

    async def accept(self) -> None:
        """Close the prompt and accept the text; if it can't be recorded, open the prompt with the text again."""
        # Keys that were typed just before may still be in the queue.
        is_queue_empty = asyncio.Event()
        self.call_later(is_queue_empty.set)
        await is_queue_empty.wait()
        question = self._close()
        try:
            question.on_accept(self.value)
        except RoadmapError:
            if self.value.strip():
                self._open(question)
            raise

    def cancel(self) -> None:
        """Close the prompt and cancel the question."""
        self._close().on_cancel()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on the text typed so far."""
        self._question.on_change(event.value)

    def _open(self, question: Question) -> None:
        self._question = question
        self.display = True
        self.screen.set_focus(self)

    def _close(self) -> Question:
        question, self._question = self._question, NO_QUESTION
        self.display = False
        self.screen.set_focus(None)
        return question
