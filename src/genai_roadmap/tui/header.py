"""The header: the title of the roadmap with the streak and the goal, and how much of it is done."""

from textual.app import ComposeResult
from textual.containers import Vertical

from genai_roadmap.app.session import Session
from genai_roadmap.report import coach, facts, motivation
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.history import History
from genai_roadmap.report.outlook import Outlook, outlook_of
from genai_roadmap.report.wording import day_text
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import COLUMN_GAP, Page, join_text, safe_text, shortened
from genai_roadmap.terminal.pages import advice, components, overview
from genai_roadmap.tui.pane import Pane


class Header(Vertical):
    """The title, which short terminals hide, above the total."""

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__(id="header")
        self._session = session
        self._terminal_display = display
        self._title = Pane(self._draw_title, "title")
        self._total = Pane(self._draw_total, "total")

    def compose(self) -> ComposeResult:
        """Yield the two lines."""
        yield self._title
        yield self._total

    def redraw(self) -> None:
        """Draw both lines again."""
        self._title.redraw()
        self._total.redraw()

    def _draw_title(self, width: int) -> Page:
        history = self._session.history()
        outlook = outlook_of(history, forecast_for(history))
        is_late = outlook is not None and outlook.is_late
        texts = trends(history, outlook, " - " if self._terminal_display.ascii else " · ")
        title = safe_text(self._session.report.roadmap.title, components.HEADING)
        if is_late:
            # A goal that is late is more important than the end of the title.
            title = shortened(title, width - COLUMN_GAP - len(texts[-1]), self._terminal_display)
        room = width - title.cell_len - COLUMN_GAP
        if trend := next((text for text in texts if len(text) <= room), ""):
            return join_text(title, (f"{trend:>{room + COLUMN_GAP}}", advice.LATE if is_late else components.QUIET))
        return shortened(title, width, self._terminal_display)

    def _draw_total(self, width: int) -> Page:
        return overview.total(self._session.report, self._terminal_display._replace(width=width))


def trends(history: History, outlook: Outlook | None, separator: str) -> list[str]:
    """Return the streak, this week and the goal, then shorter texts for less room; none if there is nothing to show.

    The goal stays longer than the streak. One that is late comes before it, and is all that is left at the end.
    """
    streak = coach.streak_text(history) if history.shows_streak else ""
    goal, short_goal = _goal_texts(outlook) if outlook else ("", "")
    is_late = outlook is not None and outlook.is_late
    planned = motivation.this_week_planned(history)
    week = separator.join(filter(None, [streak, f"This week: {planned}" if planned else ""]))
    found = [(week, goal), (streak, goal), (streak, short_goal)]
    pairs = ([text, first] if is_late else [first, text] for first, text in found)
    texts = [*(separator.join(filter(None, pair)) for pair in pairs), goal, short_goal, "" if is_late else streak]
    return [text for text in texts if text]


def _goal_texts(outlook: Outlook) -> tuple[str, str]:
    """Return the goal and how early or late it is, and a shorter text."""
    early = facts.state_text(outlook)
    if not early and outlook.days_early is not None:
        early = facts.early_text(outlook.days_early)
    goal = f"Goal {day_text(outlook.goal)}"
    return (f"{goal}, {early}", f"Goal: {early}") if early else (goal, goal)
