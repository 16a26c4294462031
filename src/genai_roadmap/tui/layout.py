"""The layout of the full-screen view: its widgets, the message, and what happens without a key."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.events import Event, Key, Resize
from textual.geometry import Size

from genai_roadmap.app.session import Session
from genai_roadmap.errors import INTERRUPTED, RoadmapError
from genai_roadmap.report.search import matching_text, suggestion
from genai_roadmap.report.wording import plural
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import safe_text
from genai_roadmap.terminal.pages import reference
from genai_roadmap.tui import keys
from genai_roadmap.tui.header import Header
from genai_roadmap.tui.item_pane import ItemPane
from genai_roadmap.tui.outside_changes import changes_text
from genai_roadmap.tui.page_screen import PageScreen
from genai_roadmap.tui.pane import Pane
from genai_roadmap.tui.prompt import Prompt, Question
from genai_roadmap.tui.text_questions import TextQuestion
from genai_roadmap.tui.tree_pane import TreePane, fit

WATCH_SECONDS = 1.0
# The themes of Textual by the value of the setting.
THEMES = {"terminal": "ansi-dark", "dark": "textual-dark", "light": "textual-light"}
THEME_NAMES = {"terminal": "the terminal's own"}
MAX_MESSAGE_LINES = 4  # a message may have a line for each problem of a file
# Below this width, the item is below the tree instead of beside it.
MIN_WIDTH_FOR_BOTH = 70
# On a lower terminal, the tree needs the line of the title.
MIN_HEIGHT_FOR_TITLE = 24
ALWAYS_AVAILABLE = frozenset({"cancel", "interrupt", "suspend_process"})  # even while the prompt is open
IN_PROMPT = frozenset({"accept", "ask_other"})  # only while the prompt is open


class Layout(App[None]):
    """The widgets of the view, and its message."""

    CSS_PATH = "fullscreen.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (MIN_WIDTH_FOR_BOTH, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (14, "-low"), (MIN_HEIGHT_FOR_TITLE, "-high")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, session: Session, display: Display) -> None:
        # Set before the styles are parsed, because a later change would parse them again.
        self.set_reactive(App.theme, THEMES[session.settings.colors])
        super().__init__()
        self.set_class(display.ascii, "-ascii")
        self._session = session
        self._terminal_display = display._replace(full_screen=True)
        self._message = ["?: show all keys."]
        # Those that belong to the change that is shown next.
        self._warnings: list[str] = []
        self.header = Header(session, self._terminal_display)
        self.tree_pane = TreePane(session, self._terminal_display)
        self.item_pane = ItemPane(session, self._terminal_display)
        self.body = Horizontal(self.tree_pane, self.item_pane, id="body")
        self.message = Pane(lambda _: reference.lines(self._message, display), "message")
        self.prompt = Prompt()
        self.footer = Pane(self._draw_footer, "footer")

    def compose(self) -> ComposeResult:
        """Yield the widgets from top to bottom."""
        yield from (self.header, self.body, self.message, self.prompt, self.footer)

    def on_mount(self) -> None:
        """Show the roadmap, and start to watch the files and the signals that end the program."""
        # A warning would be printed over the view.
        self._session.warn = self._warn
        self.tree_pane.update_rows()
        self.set_interval(WATCH_SECONDS, self._reload_if_changed)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self._exit_for, number)
            if sys.__stdin__ and sys.__stdin__.isatty():
                self.set_interval(WATCH_SECONDS, self._exit_without_terminal)

    def _exit_for(self, number: int) -> None:
        """Restore the terminal, and exit with the code of a program that a signal ended."""
        self.exit(return_code=128 + number)

    def _exit_without_terminal(self) -> None:
        """Exit if the terminal is closed, which no signal says to a program in another session."""
        if sys.platform != "win32" and not os.isatty(0):
            self._exit_for(signal.SIGHUP)

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Run the action of a key or a click, and show its error, if any, as the message."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except RoadmapError as error:
            self.show_message(_sentence(error))
            return True

    def attempt(self, change: Callable[[], None]) -> None:
        """Make a change after a dialog, and show its error, if any, as the message."""
        try:
            change()
        except RoadmapError as error:
            self.show_message(_sentence(error))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Return whether a key runs the action now, rather than being typed into the prompt or meant for a dialog."""
        if self.screen.is_modal:
            return action in ALWAYS_AVAILABLE - {"cancel"}
        return action in ALWAYS_AVAILABLE or (action in IN_PROMPT) == self.prompt.is_open

    def ask(self, question: TextQuestion) -> None:
        """Ask a question, and show what was done with the answer."""
        save, other = question.save, question.other
        on_other = partial(self._ask_other, other) if other else None
        self.prompt.ask(
            Question(
                on_accept=lambda text: self.show_changed(save(text)),
                on_cancel=lambda: self.show_message(self.filter_hint),
                text=question.text,
                on_other=on_other,
                needs_text=question.needs_text,
                is_note=question.is_note,
            )
        )
        self.show_message(question.message)

    def _ask_other(self, question: Callable[[], TextQuestion]) -> None:
        if self.prompt.is_changed:
            self.show_message("Save (enter) or cancel (escape) this note first.")
        else:
            self.ask(question())

    async def action_ask_other(self) -> None:
        """Ask about another note instead, unless this one was changed."""
        await self.prompt.settle()
        if self.prompt.on_other:
            self.prompt.on_other()

    async def action_accept(self) -> None:
        """Accept the text in the prompt."""
        await self.prompt.accept()

    async def on_event(self, event: Event) -> None:
        """Say that a key has no action, unless it is typed into the prompt or meant for a dialog."""
        # Here, because a key that bubbles up from a widget arrives after the keys that follow it.
        if isinstance(event, Key) and not event.is_forwarded and self._is_unknown(event):
            self.show_message(f"No key {event.character if event.is_printable else event.key}; ?: keys")
        else:
            await super().on_event(event)

    def _is_unknown(self, key: Key) -> bool:
        return not (self.prompt.is_open or self.screen.is_modal or key.key in self.active_bindings)

    def action_interrupt(self) -> None:
        """Quit with the exit code of an interrupted command, and say what was done on a page."""
        summary = self.screen.summary if isinstance(self.screen, PageScreen) else ""
        self.exit(return_code=INTERRUPTED, message=safe_text(summary) if summary else None)

    def on_tree_pane_moved(self) -> None:
        """Show the item at the cursor, and the filter as the title."""
        self.item_pane.show_item(self.tree_pane.selected)
        self._show_title(self.size)

    def on_resize(self, event: Resize) -> None:
        """Fit the title to the new size, which the app does not have yet."""
        self._show_title(event.size)

    def _show_title(self, size: Size) -> None:
        """Show the title above the tree, the filter or on a short terminal the roadmap, fitted to the width."""
        roadmap = "" if size.height >= MIN_HEIGHT_FOR_TITLE else self._session.roadmap.title
        title = self.tree_pane.filter.title or roadmap
        text = safe_text(f" {title} " if title else "")
        self.body.border_title = fit(text, size.width - 2, self._terminal_display)

    def show_changed(self, message: str) -> None:
        """Show the changed progress and a message."""
        self.tree_pane.update_rows()
        self.header.redraw()
        self.show_message("\n".join([message, *self._warnings]))

    def _warn(self, text: str) -> None:
        warnings = [*self._warnings, f"{text[:1].upper()}{text[1:]}"]
        self.show_message("\n".join(warnings))
        self._warnings = warnings

    def show_message(self, text: str) -> None:
        """Show a message."""
        self._warnings.clear()
        self._message = text.splitlines()[:MAX_MESSAGE_LINES]
        self.message.redraw()
        # A message follows whenever the prompt opens or closes, which changes the keys.
        self.footer.redraw()

    @property
    def is_zoomed(self) -> bool:
        """Whether the item is shown alone."""
        return self.body.has_class("-zoomed")

    @property
    def matches_text(self) -> str:
        """The number of items that a search found, and where the one at the cursor matches, or similar titles."""
        text = self.tree_pane.filter.text
        if not text:
            return ""
        found = self.tree_pane.filter.matches(self._session.report)
        if not found and (similar := suggestion(self._session.report, text)):
            return f"0 items found. {similar}"
        node = self.tree_pane.selected
        where = matching_text(node, text) if node and node.slug in found else ""
        return f"{plural(len(found), 'item')} found{f', here in: {where}' if where else '.'}"

    @property
    def filter_hint(self) -> str:
        """What the filter shows, and how to show the tree or all items again; empty if all are shown."""
        hint = "z: show the tree again." if self.is_zoomed else ""
        hint = hint or ("escape: show all." if self.tree_pane.filter.title else "")
        return " ".join(filter(None, [self.matches_text, hint]))

    def _draw_footer(self, width: int) -> Any:
        has_other = self.prompt.on_other is not None
        return keys.footer(width, self.prompt.accept_label, has_other=has_other, is_zoomed=self.is_zoomed)

    def _reload_if_changed(self) -> None:
        """Show the changes that another program made, unless the prompt or a dialog is open, or the view closes."""
        if not self.is_running or self.prompt.is_open or self.screen.is_modal:
            return
        try:
            before = self._session.reload_if_changed()
        except RoadmapError as error:
            self.show_message(_sentence(error))
            return
        if before:
            self.show_changed(changes_text(before, self._session.report))


def _sentence(error: RoadmapError) -> str:
    message = str(error)
    return message[:1].upper() + message[1:]
