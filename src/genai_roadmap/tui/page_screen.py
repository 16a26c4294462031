"""A page over the full-screen view, which scrolls, with its keys below it."""

from typing import Any, ClassVar

from rich.console import Group
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page
from genai_roadmap.tui import keys
from genai_roadmap.tui.keys import Key
from genai_roadmap.tui.pane import Pane


class PageScreen(ModalScreen[Any]):
    """A screen with a page; subclasses draw it, and add keys."""

    # A modal screen has only its own keys.
    BINDINGS: ClassVar[list[Any]] = [
        Key("j", "scroll(1)", alias="down").binding,
        Key("k", "scroll(-1)", alias="up").binding,
        Key("space", "scroll(0, 1)", alias="pagedown,ctrl+f").binding,
        Key("b", "scroll(0, -1)", alias="pageup,ctrl+b").binding,
        Key("home", f"scroll({-keys.FAR})", alias="<").binding,
        Key("end", f"scroll({keys.FAR})", alias=">").binding,
        Key("q", "close", alias="escape").binding,
        Key("ctrl+c", "app.interrupt").binding,
        Key("ctrl+z", "app.suspend_process").binding,
    ]
    FOOTER: ClassVar[tuple[Key, ...]] = (
        Key("space", "scroll(0, 1)", "scroll"),
        Key("b", "scroll(0, -1)", "back"),
        Key("escape", "close", "close"),
    )

    def __init__(self, display: Display) -> None:
        super().__init__()
        self._terminal_display = display
        self._heading = Pane(lambda width: self.draw_heading(display._replace(width=width)), "page-heading")
        self._page = Pane(lambda width: self.draw(display._replace(width=width)), "page")
        self._keys = Pane(lambda width: keys.footer_of(self.footer, width, "screen"), "page-keys")
        self._page_scroll = VerticalScroll(*self.panes(), id="page-scroll", can_focus=False)

    def compose(self) -> ComposeResult:
        """Yield the heading, the page and the keys."""
        yield self._heading
        yield self._page_scroll
        yield self._keys

    def draw(self, display: Display) -> Page:
        """Return the page."""
        raise NotImplementedError

    def draw_heading(self, display: Display) -> Page:  # noqa: ARG002 - for subclasses
        """Return what stays above the page when it scrolls, by default nothing."""
        return Group()

    def panes(self) -> list[Pane]:
        """Return the panes that scroll together."""
        return [self._page]

    @property
    def footer(self) -> tuple[Key, ...]:
        """The keys that are shown."""
        return self.FOOTER

    @property
    def summary(self) -> str:
        """What to say if the program is interrupted, by default nothing."""
        return ""

    def redraw(self) -> None:
        """Draw everything again."""
        for pane in (self._heading, *self.panes(), self._keys):
            pane.redraw()

    def action_scroll(self, lines: int, pages: int = 0) -> None:
        """Scroll by lines and pages."""
        step = lines + pages * max(self._page_scroll.size.height - 1, 1)
        self._page_scroll.scroll_relative(y=step, animate=False, immediate=True)

    def action_close(self) -> None:
        """Close the screen."""
        self.dismiss(None)
