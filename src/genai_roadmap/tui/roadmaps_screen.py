"""The screen to switch to another roadmap."""

from typing import ClassVar

from rich.console import Group
from textual.events import Click

from genai_roadmap.app import managing
from genai_roadmap.app.session import Session
from genai_roadmap.report.roadmap_summary import RoadmapSummary
from genai_roadmap.report.wording import done_text, percent_text
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text, shortened
from genai_roadmap.terminal.pages import components
from genai_roadmap.tui.keys import FAR, Key
from genai_roadmap.tui.page_screen import PageScreen

TITLE = "Switch to another roadmap"
# The lines above the first roadmap.
TITLE_LINES = 2


class RoadmapsScreen(PageScreen):
    """The available roadmaps, with a cursor; the result is the id of the chosen one, or None."""

    BINDINGS: ClassVar = [
        Key("j", "move(1)", alias="down").binding,
        Key("k", "move(-1)", alias="up").binding,
        Key("home", f"move({-FAR})", alias="<").binding,
        Key("end", f"move({FAR})", alias=">").binding,
        Key("enter", "choose").binding,
    ]
    FOOTER = (
        Key("enter", "choose", "switch"),
        Key("j", "move(1)", "down"),
        Key("k", "move(-1)", "up"),
        Key("escape", "close", "close"),
    )

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__(display)
        self._found = managing.summaries(session)
        self._id = session.roadmap.id
        self._cursor = next((row for row, each in enumerate(self._found) if each.id == self._id), 0)

    def draw(self, display: Display) -> Page:
        """Return a line for each roadmap, and how to add another one."""
        rows = [self._row(number, summary, display) for number, summary in enumerate(self._found)]
        add = components.hint("Add one in a shell with", "genai-roadmap import FILE|URL")
        return Group(safe_text(TITLE, components.HEADING), safe_text(""), *rows, safe_text(""), add)

    def _row(self, number: int, summary: RoadmapSummary, display: Display) -> StyledText:
        report, mark = summary.report, "*" if summary.id == self._id else " "
        name = f"{summary.id}: {report.roadmap.title if report else summary.problem_text}"
        due = f", {summary.due_text}" if summary.due else ""
        right = f"{done_text(report.count)}, {percent_text(report.count)}{due}" if report else ""
        room = display.width - len(right) - 2
        # The id comes first, because the end of the title is left out on a narrow terminal.
        left = shortened(safe_text(f"{mark} {name}"), room, display)
        row = join_text(left, (" " * max(room - left.cell_len + 2, 0), ""), (right, components.QUIET))
        if number == self._cursor:
            row.stylize("reverse bold")
        return row

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(self._cursor + rows, len(self._found) - 1))
        self.redraw()
        line = self._cursor + TITLE_LINES
        top, height = self._page_scroll.scroll_offset.y, self._page_scroll.size.height
        self._page_scroll.scroll_to(y=min(max(top, line - height + 1), line), animate=False, immediate=True)

    def action_choose(self) -> None:
        """Close the screen with the roadmap at the cursor."""
        self.dismiss(self._found[self._cursor].id)

    def on_click(self, event: Click) -> None:
        """Move the cursor, and with a double click choose the roadmap."""
        event.stop()
        offset = event.get_content_offset(self._page)
        if offset and 0 <= (row := offset.y - TITLE_LINES) < len(self._found):
            self.action_move(row - self._cursor)
            if event.chain > 1:
                self.action_choose()
