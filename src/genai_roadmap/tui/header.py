"""The header: the title of the roadmap, and how much of it is done."""

from textual.app import ComposeResult
from textual.containers import Vertical

from genai_roadmap.app.session import Session
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text, shortened
from genai_roadmap.terminal.pages import components, overview
from genai_roadmap.tui.pane import Pane


class Header(Vertical):
    """The title, which low terminals hide, above the total."""

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__(id="header")
        self._session = session
        self._terminal_display = display
        self._total = Pane(self._draw_total, "total")

    def compose(self) -> ComposeResult:
        """Yield the two lines."""
        yield Pane(self._draw_title, "title")
        yield self._total

    def redraw(self) -> None:
        """Draw the total again."""
        self._total.redraw()

    def _draw_title(self, width: int) -> Page:
        title = safe_text(self._session.report.roadmap.title, components.HEADING)
        return shortened(title, width, self._terminal_display)

    def _draw_total(self, width: int) -> Page:
        return overview.total(self._session.report, self._terminal_display._replace(width=width))
