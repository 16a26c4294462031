"""The pane beside the tree: the item at the cursor."""

from textual.containers import VerticalScroll

from genai_roadmap.app.session import Session
from genai_roadmap.report.tree import Node
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components, items
from genai_roadmap.tui.pane import Pane


class ItemPane(VerticalScroll):
    """An item with everything about it; the answers to its questions only if they were asked for."""

    def __init__(self, session: Session, display: Display) -> None:
        self._session = session
        self._terminal_display = display
        self._node: Node | None = None
        self._is_empty = True
        self._pane = Pane(self._draw, "item")
        self.shows_answers = False
        super().__init__(self._pane, id="item-scroll", can_focus=False)

    def show_item(self, node: Node | None) -> None:
        """Show an item, from the top and without answers if it is another one; None shows that nothing matches."""
        is_same = node and self._node and node.slug == self._node.slug
        self._node, self._is_empty = node, False
        if not is_same:
            self.shows_answers = False
            self.scroll_home(animate=False)
        self._pane.redraw()

    def toggle_answers(self) -> None:
        """Show or hide the answers, which are at the end."""
        self.shows_answers = not self.shows_answers
        self._pane.redraw()
        if self.shows_answers:
            # After the refresh, which sets the height of the page.
            self.call_after_refresh(self.scroll_end, animate=False)

    def scroll_pages(self, pages: int) -> None:
        """Scroll by a number of pages."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)

    def _draw(self, width: int) -> Page:
        if self._is_empty:
            return safe_text("")
        if not self._node:
            return safe_text("Nothing matches; escape: show all.", components.QUIET)
        display = self._terminal_display._replace(width=width)
        return items.show(self._node, self._session.history(), display, answers=self.shows_answers, deep=False)
