"""The tree at the left: a row for each item that is unfolded, drawn only where it is seen."""

from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from genai_roadmap.report.tree import Node
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import StyledText, join_text, safe_text
from genai_roadmap.terminal.pages import components

FOLDS = {True: "▾", False: "▸"}
ASCII_FOLDS = {True: "-", False: "+"}


class TreePane(ScrollView):
    """Rows with a cursor, which stays on its item whatever happens to the rows."""

    COMPONENT_CLASSES = {"tree--cursor"}  # noqa: RUF012 - Textual's own way

    class Moved(Message):
        """The cursor is on another row, or its item is not what it was."""

    class Toggled(Message):
        """The row under the cursor is to be folded or unfolded."""

    def __init__(self, display: Display) -> None:
        super().__init__()
        self._look = display
        self._rows: list[Node] = []
        self._opened: frozenset[str] = frozenset()
        self._cursor = 0
        self._title = ""

    @property
    def node(self) -> Node | None:
        """What the cursor is on; None where there are no rows."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def slugs(self) -> list[str]:
        """The slugs of the rows."""
        return [node.slug for node in self._rows]

    def show(self, title: str, rows: list[Node], opened: frozenset[str], slug: str | None = None) -> None:
        """Shows these rows, with the cursor on the item of the slug, or where it was, or near there."""
        wanted = slug or (self.node.slug if self.node else "")
        found = next((number for number, node in enumerate(rows) if node.slug == wanted), self._cursor)
        self._title, self._rows, self._opened = title, rows, opened
        self.on_resize()
        self.refresh()
        self.move_to(found)

    def move_to(self, number: int) -> None:
        """Puts the cursor on the row of this number, or the nearest that there is."""
        self.refresh_line(self._cursor)
        self._cursor = max(0, min(number, len(self._rows) - 1))
        self.refresh_line(self._cursor)
        self.scroll_to_region(Region(0, self._cursor, 1, 1), animate=False, force=True, immediate=True)
        self.post_message(self.Moved())

    def move(self, by: int) -> None:
        """Moves the cursor by so many rows."""
        self.move_to(self._cursor + by)

    def move_page(self, by: int) -> None:
        """Moves the cursor by so many pages."""
        self.move(by * max(1, self.size.height - 1))

    def on_resize(self) -> None:
        """Fits the rows and the title to the width."""
        self.virtual_size = Size(self.size.width, len(self._rows))
        title = safe_text(f" {self._title} ")
        fit(title, self.size.width - 2, self._look)
        self.border_title = title

    def on_click(self, event: Click) -> None:
        """Moves the cursor; on the sign of a fold, or the second time, folds."""
        offset = event.get_content_offset(self)
        number = offset.y + self.scroll_offset.y if offset else len(self._rows)
        if number < len(self._rows):
            self.move_to(number)
            if event.chain > 1 or event.style.meta.get("fold"):
                self.post_message(self.Toggled())

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = row_of(self._rows[number], self._look, width, is_open=self._rows[number].slug in self._opened)
        if number == self._cursor:
            # One style for all of it: no color of a sign stands out against every theme's cursor.
            row.spans = [span for span in row.spans if isinstance(span.style, Style)]
            row.stylize(self.get_component_rich_style("tree--cursor"))
        return Strip(row.render(self.app.console, end=""), width).apply_style(self.rich_style)


def row_of(node: Node, display: Display, width: int, *, is_open: bool) -> StyledText:
    """A row just so wide: fold, sign, number and title at the left, and at the right what there is room for."""
    indent = "  " * node.item.number.count(".")
    mark = (ASCII_FOLDS if display.ascii else FOLDS)[is_open] if node.topics else " "
    fold = safe_text(f"{indent}{mark} ")
    fold.stylize(Style(meta={"fold": bool(node.topics)}))
    left = join_text(fold, safe_text(" ").join(components.sign_number_title(node, display)))
    for right in (
        components.item_summary_with_notes(node),
        f"{node.count.done}/{node.count.total}" if node.topics else "",
    ):
        if left.cell_len + len(right) + 2 <= width:
            break
    room = width - len(right) - (2 if right else 1)
    fit(left, room, display)
    return join_text(
        left, safe_text(" " * (room - left.cell_len + 1)), (right, components.QUIET), safe_text(" " if right else "")
    )


def fit(text: StyledText, width: int, display: Display) -> None:
    """Shortens the text to the width, and marks that it is."""
    if text.cell_len > width:
        mark = safe_text("~" if display.ascii else "…")
        text.truncate(max(0, width - 1))
        text.append_text(mark)
