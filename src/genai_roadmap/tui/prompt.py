"""The line in which the learner types: a search, or a note."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from textual.widgets import Input


@dataclass(frozen=True, slots=True)
class Question:
    """What is done with what is typed: at the end, at each letter, and where it is given up."""

    accepted: Callable[[str], None]
    changed: Callable[[str], None] = lambda _: None
    cancelled: Callable[[], None] = lambda: None


NOTHING = Question(lambda _: None)


class Prompt(Input):
    """A line that is there only while something is asked."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.display = False
        self._question = NOTHING

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self._question is not NOTHING

    def ask(self, question: Question) -> None:
        """Takes the keys from now on."""
        self._question = question
        self.value = ""
        self.display = True
        self.screen.set_focus(self)

    async def accept(self) -> None:
        """Does what was asked with what is typed."""
        # Keys that were pressed in one go may still be on their way.
        arrived = asyncio.Event()
        self.call_later(arrived.set)
        await arrived.wait()
        self._close().accepted(self.value)

    def cancel(self) -> None:
        """Gives up what was asked."""
        self._close().cancelled()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Passes on what is typed so far."""
        self._question.changed(event.value)

    def _close(self) -> Question:
        question, self._question = self._question, NOTHING
        self.display = False
        self.screen.set_focus(None)
        return question
