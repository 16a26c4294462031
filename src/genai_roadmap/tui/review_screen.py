"""The screen that asks about the topics to review, over the full-screen view."""

from collections.abc import Callable
from typing import ClassVar

from rich.console import Group
from textual.app import App
from textual.events import Click

from genai_roadmap.app import other_roadmaps, reviewing
from genai_roadmap.app.review_session import Repetition
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.status import Grade
from genai_roadmap.report.flashcard import SKIPPED, Flashcard, undone_text
from genai_roadmap.report.resources import NO_RESOURCES, opened_text
from genai_roadmap.report.retention import Selection
from genai_roadmap.report.wording import topics_text
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import flashcard
from genai_roadmap.terminal.pages.review import reason
from genai_roadmap.tui import browser
from genai_roadmap.tui.keys import Key
from genai_roadmap.tui.page_screen import PageScreen
from genai_roadmap.tui.pane import Pane

# More lines than a question or an answer has.
SCROLLED_HEIGHT = 10**6
SCROLL, STOP, UNDO = Key("j", "scroll(1)", "scroll"), Key("q", "close", "stop"), Key("u", "undo", "undo")
OPEN, SKIP = Key("o", "open", "open"), Key("s", "skip", "skip")


def begin(app: App[None], session: Session, display: Display, on_close: Callable[[str], None]) -> None:
    """Ask about the topics to review, and call `on_close` with the message after that; immediately if none are due."""
    selection, repetition = reviewing.due(session, [], None), None
    if not selection.topics and not (repetition := reviewing.forgotten_today(session)).card:
        elsewhere = (f"{due} (R: switch)." for due, _ in other_roadmaps.due_hints(session))
        on_close(" ".join([reason(selection, session.history().retention), *elsewhere]))
        return

    def close(graded: int | None) -> None:
        on_close(f"Reviewed {topics_text(graded)}; u: undo the last." if graded else "")

    app.push_screen(ReviewScreen(session, display, selection, repetition), close)


class ReviewScreen(PageScreen):
    """A question at a time; the result, when it closes, is the number of topics that were graded."""

    BINDINGS: ClassVar = [
        Key("enter", "reveal").binding,
        Key("space", "reveal_or_scroll").binding,
        *(
            Key(f"{number}", f"rate('{grade}')", alias=f"{grade.value[0]}").binding
            for number, grade in enumerate(Grade, 1)
        ),
        Key("u", "undo").binding,
        Key("s", "skip").binding,
        Key("o", "open").binding,
        Key("question_mark", "explain").binding,
        Key("escape", "cancel").binding,
        Key("n", "postpone").binding,
    ]

    def __init__(
        self, session: Session, display: Display, selection: Selection, repetition: Repetition | None = None
    ) -> None:
        self._session = session
        self._review = reviewing.begin(session, selection)
        self._repetition = repetition
        self._is_revealed = False
        self._message: Page = flashcard.repeating(repetition.count) if repetition else Group()
        self._meanings = flashcard.meanings(display)
        self._answer = Pane(self._draw_answer, "review-answer")
        super().__init__(display)

    def panes(self) -> list[Pane]:
        """Return the question and the answer, which scroll together."""
        return [*super().panes(), self._answer]

    @property
    def footer(self) -> tuple[Key, ...]:
        """The keys for the question, the answer, or the result."""
        if self._repetition:
            if not self._is_revealed:
                return (Key("enter", "reveal", "show the answer"), SCROLL, OPEN, STOP)
            return (Key("enter", "reveal", "next"), Key("n", "postpone", "ask again"), SCROLL, OPEN, STOP)
        if not (card := self._review.card):
            return (Key("enter", "reveal", "repeat" if self._review.forgotten else "back to the roadmap"), UNDO, STOP)
        if not self._is_revealed:
            return (Key("enter", "reveal", flashcard.reveal_label(card, is_repeated=False)), SKIP, UNDO, STOP)
        grades = (Key(str(number), f"rate('{grade}')", grade.value) for number, grade in enumerate(Grade, 1))
        return (*grades, SCROLL, OPEN, SKIP, UNDO, STOP)

    @property
    def _card(self) -> Flashcard | None:
        """The current flashcard, also of the repetition; None if the result is shown."""
        return self._repetition.card if self._repetition else self._review.card

    def action_reveal(self) -> None:
        """Show the answer or, after the last question, repeat what was forgotten or close the screen."""
        if not self._card:
            self._repeat()
        elif not self._is_revealed:
            self._is_revealed = True
            self._show_top()
            # After the refresh, which sets the height of the answer.
            self.call_after_refresh(self._page_scroll.scroll_to_widget, self._answer, animate=False, top=True)
        elif self._repetition:
            self._next_repeated(self._repetition)

    def _repeat(self) -> None:
        """Ask once more about what was forgotten, or close the screen if nothing was."""
        self._repetition = reviewing.repetition(self._review)
        if self._repetition.card:
            self._show_card()
        else:
            self.action_close()

    def _next_repeated(self, repetition: Repetition) -> None:
        """Continue with the next topic that was forgotten, or close the screen after the last."""
        repetition.skip()
        if repetition.card:
            self._show_card()
        else:
            self.action_close()

    def action_postpone(self) -> None:
        """Ask again later about a topic that is being repeated, if the answer is shown."""
        if self._repetition and self._is_revealed:
            self._repetition.postpone()
            self._show_card()

    def _show_card(self) -> None:
        """Show the current question without its answer and a message."""
        self._is_revealed = False
        self._change(Group)

    def action_reveal_or_scroll(self) -> None:
        """Show the answer or, if it is shown, scroll down."""
        if self._is_revealed and self._card:
            self.action_scroll(0, 1)
        else:
            self.action_reveal()

    def action_rate(self, grade: str) -> None:
        """Record a grade, if the answer is shown, and say when the topic is due again."""
        if self._is_revealed and self._review.card:
            self._change(lambda: self._rate(Grade(grade)))

    def _rate(self, grade: Grade) -> Page:
        self._review.rate(grade)
        return reviewing.graded(self._review).page(self._terminal_display)

    def action_skip(self) -> None:
        """Leave the topic for another time."""
        if self._review.card:
            self._change(self._skip)

    def _skip(self) -> Page:
        self._review.skip()
        return safe_text(SKIPPED)

    def action_undo(self) -> None:
        """Undo the last grade, unless its topic is being repeated."""
        if not self._repetition:
            self._change(lambda: safe_text(undone_text(self._review.undo())))

    @property
    def summary(self) -> str:
        """What was reviewed."""
        count = len(self._review.graded)
        return f"Reviewed {topics_text(count)}." if count else ""

    def action_close(self) -> None:
        """Close the screen."""
        self.dismiss(len(self._review.graded))

    def action_cancel(self) -> None:
        """Hide what the grades mean or, if that is not shown, close the screen."""
        if self._message is self._meanings:
            self._show(Group())
        else:
            self.action_close()

    def action_open(self) -> None:
        """Open the first resource of the topic, if the answer, which names it, is shown."""
        if self._is_revealed and (card := self._card):
            resources = card.topic.node.item.resources
            self._open(resources[0].url) if resources else self._show(safe_text(NO_RESOURCES))

    def action_explain(self) -> None:
        """Show what each grade means, if the answer is shown."""
        if self._is_revealed and self._review.card:
            self._show(self._meanings)

    def on_click(self, event: Click) -> None:
        """Open the resource that was clicked."""
        # The view below has its own message.
        event.stop()
        if event.style.link:
            self._open(event.style.link)

    def _open(self, url: str) -> None:
        is_opened = browser.open_url(self.app, url)
        self._show(safe_text(opened_text(url, is_opened=is_opened)))

    def _show(self, message: Page) -> None:
        self._message = message
        self._show_top()

    def _change(self, change: Callable[[], Page]) -> None:
        """Change the review, and show the current question, with the message of the change or the error."""
        before = self._card
        try:
            self._message = change()
        except RoadmapError as error:
            self._message = safe_text(str(error))
        self._is_revealed = self._is_revealed and self._card is before
        self._show_top()

    def _show_top(self) -> None:
        self._page_scroll.scroll_home(animate=False)
        self.redraw()

    def draw(self, display: Display) -> Page:
        """Return the question or, after the last one, the result."""
        display = _scrolled(display)
        if not (card := self._card):
            return Group(self._message, reviewing.result(self._session, self._review).page(display))
        position = (self._repetition or self._review).position
        return Group(self._message, flashcard.question(card, position, display, has_keys=False))

    def _draw_answer(self, width: int) -> Page:
        card = self._card if self._is_revealed else None
        display = _scrolled(self._terminal_display)._replace(width=width)
        is_repeated = self._repetition is not None
        return reviewing.answer(card, is_repeated=is_repeated).page(display) if card else Group()


def _scrolled(display: Display) -> Display:
    """Return the display with room for everything, because nothing need be cut if it can be scrolled."""
    return display._replace(height=SCROLLED_HEIGHT)
