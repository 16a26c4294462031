"""The screen that asks about the topics to review, over the full-screen view."""

from collections.abc import Callable

from rich.console import Group
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from genai_roadmap.app import reviewing
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.status import Grade
from genai_roadmap.report.retention import Selection
from genai_roadmap.report.wording import topics_text
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages import review as pages
from genai_roadmap.tui.pane import Pane

CLOSE = "Enter: back to the roadmap"


def begin(app: App[None], session: Session, display: Display, on_close: Callable[[str], None]) -> None:
    """Ask about the topics to review, and call `on_close` with the message after that; at once if none are due."""
    selection = reviewing.due(session, "", None)
    if not selection.topics:
        on_close(pages.reason(selection, session.history().retention))
        return

    def close(rated: int | None) -> None:
        on_close(f"Reviewed {topics_text(rated)}; u: undo the last." if rated else "")

    app.push_screen(ReviewScreen(session, display, selection), close)


class ReviewScreen(ModalScreen[int]):
    """A question at a time; the result, when it closes, is the number of topics that were rated."""

    # A modal screen has only its own keys.
    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        Binding("enter,space", "reveal", priority=True),
        *(Binding(f"{number},{grade.value[0]}", f"rate('{grade}')") for number, grade in enumerate(Grade, 1)),
        Binding("u", "undo"),
        Binding("s", "skip"),
        Binding("q,escape", "close"),
        Binding("ctrl+c", "app.interrupt", priority=True),
        Binding("ctrl+z", "app.suspend_process", priority=True),
    ]

    def __init__(self, session: Session, display: Display, selection: Selection) -> None:
        super().__init__()
        self._session = session
        self._terminal_display = display
        self._review = reviewing.begin(session, selection)
        self._is_revealed = False
        self._message = ""
        self._pane = Pane(self._draw, "review")
        self._scroll = VerticalScroll(self._pane, id="review-scroll", can_focus=False)

    def compose(self) -> ComposeResult:
        """Yield the only widget."""
        yield self._scroll

    def action_reveal(self) -> None:
        """Show the answer or, after the last question, close the screen."""
        if not self._review.card:
            self.action_close()
        self._is_revealed = True
        self._redraw()

    def action_rate(self, grade: str) -> None:
        """Record a grade, if the answer is shown."""
        if self._is_revealed and self._review.card:
            self._change(lambda: self._review.rate(Grade(grade)))

    def action_skip(self) -> None:
        """Leave the topic for another time."""
        if self._review.card:
            self._change(self._review.skip)

    def action_undo(self) -> None:
        """Undo the last rating."""
        self._change(self._review.undo)

    def action_close(self) -> None:
        """Close the screen."""
        self.dismiss(len(self._review.rated))

    def _change(self, change: Callable[[], None]) -> None:
        """Change the review, and show the current question, with an error if there is one."""
        self._message = ""
        try:
            change()
        except RoadmapError as error:
            self._message = str(error)
        self._is_revealed = False
        self._redraw()

    def _redraw(self) -> None:
        self._scroll.scroll_home(animate=False)
        self._pane.redraw()

    def _draw(self, width: int) -> Page:
        display = self._terminal_display._replace(width=width, height=self.size.height)
        message = [safe_text(self._message)] if self._message else []
        if not (card := self._review.card):
            result = reviewing.result(self._session, self._review).page(display)
            return Group(*message, result, safe_text(""), safe_text(CLOSE, components.QUIET))
        answer = [reviewing.answer(card).page(display)] if self._is_revealed else []
        return Group(*message, reviewing.question(card, self._review.position).page(display), *answer)
