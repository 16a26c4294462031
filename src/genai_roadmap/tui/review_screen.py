"""The screen that asks about the topics to review, over the full-screen view."""

from collections.abc import Callable

from rich.console import Group
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Click
from textual.screen import ModalScreen

from genai_roadmap.app import reviewing
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.status import Grade
from genai_roadmap.report.flashcard import SKIPPED, undone_text
from genai_roadmap.report.retention import Selection
from genai_roadmap.report.wording import topics_text
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages import review as pages
from genai_roadmap.tui import browser
from genai_roadmap.tui.pane import Pane

CLOSE = "Enter: back to the roadmap"
# More lines than a question or an answer has.
SCROLLED_HEIGHT = 10**6


def begin(app: App[None], session: Session, display: Display, on_close: Callable[[str], None]) -> None:
    """Ask about the topics to review, and call `on_close` with the message after that; at once if none are due."""
    selection = reviewing.due(session, [], None)
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
        Binding("enter", "reveal", priority=True),
        Binding("space", "reveal_or_scroll", priority=True),
        Binding("j,down", "scroll(1)"),
        Binding("k,up", "scroll(-1)"),
        Binding("pagedown", "scroll(0, 1)"),
        Binding("pageup,b", "scroll(0, -1)"),
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
        self._question = Pane(self._draw_question, "review-question")
        self._answer = Pane(self._draw_answer, "review-answer")
        self._scroll = VerticalScroll(self._question, self._answer, id="review-scroll", can_focus=False)

    def compose(self) -> ComposeResult:
        """Yield the question and the answer, which scroll together."""
        yield self._scroll

    def action_reveal(self) -> None:
        """Show the answer or, after the last question, close the screen."""
        if not self._review.card:
            self.action_close()
        elif not self._is_revealed:
            self._is_revealed = True
            self._redraw()
            # Not before the answer has its height.
            self.call_after_refresh(self._scroll.scroll_to_widget, self._answer, animate=False, top=True)

    def action_reveal_or_scroll(self) -> None:
        """Show the answer or, if it is shown, scroll down."""
        if self._is_revealed and self._review.card:
            self.action_scroll(0, 1)
        else:
            self.action_reveal()

    def action_scroll(self, lines: int, pages: int = 0) -> None:
        """Scroll by lines and pages."""
        self._scroll.scroll_relative(
            y=lines + pages * max(self._scroll.size.height - 1, 1), animate=False, immediate=True
        )

    def action_rate(self, grade: str) -> None:
        """Record a grade, if the answer is shown."""
        if self._is_revealed and self._review.card:
            self._change(lambda: self._review.rate(Grade(grade)))

    def action_skip(self) -> None:
        """Leave the topic for another time."""
        if self._review.card:
            self._change(self._skip)

    def _skip(self) -> str:
        self._review.skip()
        return SKIPPED

    def action_undo(self) -> None:
        """Undo the last rating."""
        self._change(lambda: undone_text(self._review.undo()))

    def action_close(self) -> None:
        """Close the screen."""
        self.dismiss(len(self._review.rated))

    def on_click(self, event: Click) -> None:
        """Open the resource that was clicked."""
        # The view below has its own message.
        event.stop()
        if url := event.style.link:
            is_opened = browser.open_url(self.app, url)
            self._message = f"Opened {url}" if is_opened else f"No browser was found; open this address: {url}"
            self._redraw()

    def _change(self, change: Callable[[], str | None]) -> None:
        """Change the review, and show the current question, with the message of the change or the error."""
        try:
            self._message = change() or ""
        except RoadmapError as error:
            self._message = str(error)
        self._is_revealed = False
        self._redraw()

    def _redraw(self) -> None:
        self._scroll.scroll_home(animate=False)
        self._question.redraw()
        self._answer.redraw()

    def _draw_question(self, width: int) -> Page:
        display = self._display_of(width)
        message = [safe_text(self._message)] if self._message else []
        if not (card := self._review.card):
            result = reviewing.result(self._session, self._review).page(display)
            return Group(*message, result, safe_text(""), safe_text(CLOSE, components.QUIET))
        has_keys = not self._is_revealed
        return Group(*message, pages.question(card, self._review.position, display, has_keys=has_keys))

    def _draw_answer(self, width: int) -> Page:
        card = self._review.card if self._is_revealed else None
        return reviewing.answer(card).page(self._display_of(width)) if card else Group()

    def _display_of(self, width: int) -> Display:
        # Nothing need be cut, because it can be scrolled.
        return self._terminal_display._replace(width=width, height=SCROLLED_HEIGHT)
