"""The pane beside the tree: the item at the cursor, or the help."""

from textual.containers import VerticalScroll

from genai_roadmap.app.session import Session
from genai_roadmap.report.tree import Node
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components, items
from genai_roadmap.tui import keys
from genai_roadmap.tui.pane import Pane


class ItemPane(VerticalScroll):
    """An item with everything about it, or the help of the full-screen view."""

    def __init__(self, session: Session, display: Display) -> None:
        self._session = session
        self._terminal_display = display
        self._node: Node | None = None
        self._pane = Pane(self._draw, "item")
        self.is_help_shown = False
        super().__init__(self._pane, id="item-scroll", can_focus=False)

    def show_item(self, node: Node | None) -> None:
        """Show an item, from the top and instead of the help if it is another one; None shows that nothing matches."""
        is_same = node and self._node and node.slug == self._node.slug
        self._node = node
        if not is_same:
            self.is_help_shown = False
            self.scroll_home(animate=False)
        self._pane.redraw()

    def toggle_help(self) -> None:
        """Show or hide the help."""
        self.is_help_shown = not self.is_help_shown
        self.scroll_home(animate=False)
        self._pane.redraw()

    def scroll_pages(self, pages: int) -> None:
        """Scroll by a number of pages."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)

    def _draw(self, width: int) -> Page:
        if self.is_help_shown:
            return keys.help_page(self._terminal_display)
        if not self._node:
            return safe_text("Nothing matches; escape: show all.", components.QUIET)
        display = self._terminal_display._replace(width=width)
        return items.show(self._node, self._session.history(), display, deep=False)
