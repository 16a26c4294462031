"""The tree: a row for each visible item, drawn only while it is on the screen."""

from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from genai_roadmap.app.session import Session
from genai_roadmap.errors import RequestError
from genai_roadmap.report import wording
from genai_roadmap.report.search import matching_text
from genai_roadmap.report.tree import Node
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import StyledText, join_text, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.text import beginning
from genai_roadmap.tui.visible_rows import Filter, VisibleRows, ancestors_of

MIN_WIDTH_FOR_MATCH = 12


class TreePane(ScrollView):
    """The rows of the tree, with a cursor that stays on its item when the rows change."""

    COMPONENT_CLASSES = {"tree--cursor"}  # noqa: RUF012 - as Textual declares it

    class Moved(Message):
        """The cursor moved to another row, or the item in its row changed."""

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__()
        self._session = session
        self._terminal_display = display
        self._visible = VisibleRows()
        self._rows: list[Node] = []
        self._cursor = 0

    @property
    def selected(self) -> Node | None:
        """The node at the cursor; None if there are no rows."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def node(self) -> Node:
        """The node at the cursor; raises RequestError if there are no rows."""
        if self.selected:
            return self.selected
        message = "nothing matches the filter; escape: show all"
        raise RequestError(message)

    @property
    def slugs(self) -> list[str]:
        """The slugs of the rows."""
        return [node.slug for node in self._rows]

    @property
    def filter(self) -> Filter:
        """The filter of the rows."""
        return self._visible.filter

    def update_rows(self, slug: str | None = None) -> None:
        """Show the current rows, with the cursor on the item with the slug, else on its item, else on its row."""
        slug = slug or (self.selected.slug if self.selected else "")
        self._rows = self._visible.rows(self._session.report)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh()
        self._move_to(next((row for row, node in enumerate(self._rows) if node.slug == slug), self._cursor))

    def apply_filter(self, new_filter: Filter) -> None:
        """Show only the items that match, with the cursor on its item if it matches, else on the first match."""
        if new_filter != self.filter:
            self.update_rows(self._visible.apply_filter(new_filter, self._session.report, self.selected))
            # In the middle, because the rows above and below it are new.
            self._scroll_to_cursor(center=True)

    def toggle_fold(self) -> None:
        """Fold or unfold the item."""
        if self.node.topics:
            self._set_unfolded(self._visible.unfolded ^ {self.node.slug})

    def unfold(self) -> None:
        """Unfold the item or, if it is unfolded, move to its first topic."""
        if self.node.slug in self._visible.unfolded:
            self.move(1)
        else:
            self.toggle_fold()

    def fold(self) -> None:
        """Fold the item or, if it is folded, move to its parent."""
        if self.node.slug in self._visible.unfolded:
            self.toggle_fold()
        elif self.node.item.parent:
            self.update_rows(self.node.item.parent.slug)

    def unfold_all(self) -> None:
        """Unfold every item."""
        self._set_unfolded(ancestors_of(self._session.report.nodes.values()))

    def fold_all(self) -> None:
        """Fold every item, with the cursor on the step."""
        self._set_unfolded(frozenset(), self.node.item.step.slug)

    def reveal(self, node: Node) -> None:
        """Unfold the ancestors of the node, and move the cursor to it."""
        self._set_unfolded(self._visible.unfolded | ancestors_of([node]), node.slug)

    def move(self, rows: int, pages: int = 0) -> None:
        """Move the cursor by a number of rows and pages, at most to the first or last row."""
        self._move_to(self._cursor + rows + pages * max(1, self.size.height - 1))

    def start_again(self) -> None:
        """Show the rows of another roadmap, all folded and without a filter."""
        self._visible = VisibleRows()
        self._cursor = 0
        self.update_rows()

    def on_resize(self) -> None:
        """Fit the rows to the width, and keep the cursor on the screen."""
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._scroll_to_cursor()

    def on_click(self, event: Click) -> None:
        """Move the cursor; on the sign of a fold, or with a double click, fold or unfold."""
        offset = event.get_content_offset(self)
        row = offset.y + self.scroll_offset.y if offset else len(self._rows)
        if row < len(self._rows):
            self._move_to(row)
            if event.chain > 1 or event.style.meta.get("fold"):
                self.toggle_fold()

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        node = self._rows[row]
        is_unfolded, found = node.slug in self._visible.unfolded, self.filter.text.strip()
        text = row_of(node, self._terminal_display, width, is_unfolded=is_unfolded, found=found)
        if row == self._cursor:
            # One style for the whole row: the colors of signs are not readable on the cursor of every theme.
            text.spans = [span for span in text.spans if isinstance(span.style, Style)]
            text.stylize(self.get_component_rich_style("tree--cursor"))
        return Strip(text.render(self.app.console, end=""), width).apply_style(self.rich_style)

    def _set_unfolded(self, slugs: frozenset[str], slug: str | None = None) -> None:
        self._visible.unfolded = slugs
        self.update_rows(slug)

    def _move_to(self, row: int) -> None:
        self.refresh_line(self._cursor)
        self._cursor = max(0, min(row, len(self._rows) - 1))
        self.refresh_line(self._cursor)
        self._scroll_to_cursor()
        self.post_message(self.Moved())

    def _scroll_to_cursor(self, *, center: bool = False) -> None:
        cursor = Region(0, self._cursor, 1, 1)
        self.scroll_to_region(cursor, center=center, animate=False, force=True, immediate=True)


def row_of(node: Node, display: Display, width: int, *, is_unfolded: bool, found: str = "") -> StyledText:
    """Return a row of this width: fold, sign, number and title on the left; on the right as much as fits.

    The text that was found by a search is underlined in the title; one that it doesn't have is on the right.
    """
    fold_signs = "+-" if display.ascii else "▸▾"
    fold = safe_text(f"{'  ' * node.item.number.count('.')}{fold_signs[is_unfolded] if node.topics else ' '} ")
    fold.stylize(Style(meta={"fold": bool(node.topics)}))
    left = join_text(fold, safe_text(" ").join(components.sign_number_title(node, display)))
    start = len(left.plain) - len(node.title)
    if found:
        left.highlight_words([found], Style(underline=True), case_sensitive=False)
    right = safe_text(_right(node, width - left.cell_len - 2, display, found), components.QUIET)
    room = width - right.cell_len - (2 if right else 1)
    fit(left, room, display, start)
    return join_text(left, safe_text(" " * (room - left.cell_len + 1)), right, safe_text(" " if right else ""))


def _right(node: Node, room: int, display: Display, found: str) -> str:
    """Return the text on the right of a row: where a search found the item, if not in its title, or a summary."""
    if found and room >= MIN_WIDTH_FOR_MATCH and (other := matching_text(node, found)):
        return fit(safe_text(other), room, display).plain
    summaries = [components.item_summary_with_notes(node, reads=reads) for reads in (True, False)]
    return next((text for text in summaries if len(text) <= room), wording.short_summary(node))


def fit(text: StyledText, width: int, display: Display, start: int = 0) -> StyledText:
    """Shorten the text to the width, with an ellipsis if it is longer, and return it; `start` is that of its title."""
    if text.cell_len > width:
        title = text.plain[start:]
        text.truncate(max(0, width - 1))
        # Half a wide character is a space.
        length = max(len(text.plain.rstrip()) - start, 0)
        text.plain = text.plain[:start] + beginning(title, length)
        text.append_text(safe_text("~" if display.ascii else "…"))
    return text
