"""The question before an action that changes done topics, or resets or skips several."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from genai_roadmap.terminal.output import safe_text
from genai_roadmap.tui import keys
from genai_roadmap.tui.keys import Key
from genai_roadmap.tui.pane import Pane

KEYS = (Key("y", "answer(True)", "yes"), Key("n", "answer(False)", "no"))
FOOTER = (*KEYS, Key("escape", "answer(False)", "cancel"))


class ConfirmScreen(ModalScreen[bool]):
    """A question to answer with yes or no."""

    BINDINGS: ClassVar = [
        Key("y", "answer(True)", alias="enter").binding,
        Key("n", "answer(False)", alias="escape,q").binding,
        Key("ctrl+c", "app.interrupt").binding,
        Key("ctrl+z", "app.suspend_process").binding,
    ]

    def __init__(self, question: str, footer_height: int) -> None:
        super().__init__()
        self._question = question
        self._footer_height = footer_height

    def compose(self) -> ComposeResult:
        """Yield the question and its keys, also in place of the keys of the view, which do nothing meanwhile."""
        question = Pane(lambda _: safe_text(self._question), "question")
        answers = Pane(lambda width: keys.footer_of(KEYS, width, "screen"), "answers")
        yield Vertical(question, answers, id="confirm")
        footer = Pane(lambda width: keys.footer_of(FOOTER, width, "screen"), "confirm-footer")
        footer.styles.height = self._footer_height
        yield footer

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - Textual passes the argument of an action
        """Close the screen with the answer."""
        self.dismiss(answer)
