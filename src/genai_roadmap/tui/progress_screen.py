"""The screen about the progress over time, with a tab for each page."""

from typing import ClassVar

from rich.console import Group

from genai_roadmap.app import tracking, viewing
from genai_roadmap.app.session import Session
from genai_roadmap.app.view import View, page
from genai_roadmap.errors import RequestError
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, join_text, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.tui.keys import Key
from genai_roadmap.tui.page_screen import PageScreen

PLAN, STATISTICS, LOG, ABOUT = TABS = ("Plan", "Statistics", "Log", "About")
# The keys of the view that also work here, with the actions that follow when the screen is closed.
ACTIONS = {"G": "goal", "g": "next", "v": "review"}


class ProgressScreen(PageScreen):
    """The plan, the statistics, the log, and what the roadmap is about; the result is an action of the view or None."""

    BINDINGS: ClassVar = [
        Key("tab", "turn(1)", alias="right,l,p").binding,
        Key("shift+tab", "turn(-1)", alias="left,h").binding,
        *(Key(str(number), f"select({number - 1})").binding for number in range(1, len(TABS) + 1)),
        *(Key(key, f"leave({action!r})").binding for key, action in ACTIONS.items()),
    ]
    FOOTER = (Key("tab", "turn(1)", "next page"), Key("G", "leave('goal')", "set goal"), *PageScreen.FOOTER)

    def __init__(self, session: Session, display: Display) -> None:
        super().__init__(display)
        self._session = session
        self._tab = 0

    def draw(self, display: Display) -> Page:
        """Return the page of the current tab."""
        return components.page(*(view.page(display) for view in self._views(TABS[self._tab])))

    def draw_heading(self, _display: Display) -> Page:
        """Return the names of the tabs."""
        names = (
            (f" {number} {name} ", "reverse bold" if number == self._tab + 1 else components.QUIET)
            for number, name in enumerate(TABS, 1)
        )
        return Group(join_text(*names), safe_text(""))

    def _views(self, tab: str) -> list[View]:
        if tab == PLAN:
            return [tracking.goal(self._session), self._plan()]
        if tab == STATISTICS:
            return [tracking.stats(self._session, None, None, charts=True)]
        return [viewing.log(self._session, None, None) if tab == LOG else viewing.about(self._session)]

    def _plan(self) -> View:
        """Return the plan, or why there is none."""
        try:
            return tracking.plan(self._session, None, everything=True)
        except RequestError as error:
            return View(dict, page("reference.lines", [str(error)]))

    def action_turn(self, tabs: int) -> None:
        """Show the next or the previous tab."""
        self.action_select((self._tab + tabs) % len(TABS))

    def action_select(self, tab: int) -> None:
        """Show a tab, from the top."""
        self._tab = tab
        self._page_scroll.scroll_home(animate=False)
        self.redraw()

    def action_leave(self, action: str) -> None:
        """Close the screen with the name of the action to run after that."""
        self.dismiss(action)
