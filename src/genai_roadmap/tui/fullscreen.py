"""The full-screen view: the roadmap as a tree, the item at the cursor, and a key for each command."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.events import Click

from genai_roadmap.app import marking
from genai_roadmap.app.session import Session
from genai_roadmap.errors import INTERRUPTED, RequestError, RoadmapError
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report.coach import reason_text
from genai_roadmap.report.report import differences
from genai_roadmap.report.wording import topics_text
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import changes, items, reference
from genai_roadmap.tui import keys, notes, review_screen
from genai_roadmap.tui.header import Header
from genai_roadmap.tui.item_pane import ItemPane
from genai_roadmap.tui.navigation import next_in_cycle, next_suggestion
from genai_roadmap.tui.pane import Pane
from genai_roadmap.tui.prompt import Prompt, Question
from genai_roadmap.tui.resources import Resources
from genai_roadmap.tui.tree_pane import TreePane
from genai_roadmap.tui.visible_rows import Filter

WATCH_SECONDS = 1.0
THEMES = {"ansi-dark": "the terminal's own", "textual-dark": "dark", "textual-light": "light"}
MAX_MESSAGE_LINES = 4  # a message may have a line for each problem of a file
ALWAYS_AVAILABLE = frozenset({"cancel", "interrupt", "suspend_process"})  # even while the prompt is open


class FullScreenView(App[None]):
    """The Textual app."""

    CSS_PATH = "fullscreen.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (14, "-low"), (24, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS = [key.binding for key in keys.ALL]  # noqa: RUF012 - as Textual declares it

    def __init__(self, session: Session, display: Display) -> None:
        # Set before the styles are parsed, because a later change would parse them again.
        self.set_reactive(App.theme, next(iter(THEMES)))
        super().__init__()
        self.set_class(display.ascii, "-ascii")
        self._session = session
        self._resources = Resources(self, session)
        self._terminal_display = display
        self._message = ["?: show all keys."]
        self.header = Header(session, display)
        self.tree_pane = TreePane(session, display)
        self.item_pane = ItemPane(session, display)
        self.message = Pane(lambda _: reference.lines(self._message, display), "message")
        self.prompt = Prompt()
        self.footer = Pane(lambda width: keys.footer(width, self.prompt.accept_label), "footer")

    def compose(self) -> ComposeResult:
        """Yield the widgets from top to bottom."""
        yield from (self.header, Horizontal(self.tree_pane, self.item_pane, id="body"), self.message, self.prompt)
        yield self.footer

    def on_mount(self) -> None:
        """Show the roadmap at what is next, and start to watch the progress file."""
        self.tree_pane.update_rows()
        # Not before the tree has its size, which it needs to scroll.
        self.call_after_refresh(self.action_next)
        self.set_interval(WATCH_SECONDS, self._reload_if_changed)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Run the action of a key or a click, and show its error, if any, as the message."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except RoadmapError as error:
            message = str(error)
            self._show_message(message[:1].upper() + message[1:])
            return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Return whether a key runs the action now, rather than being typed into the prompt or meant for a review."""
        if self.screen.is_modal:
            return action in ALWAYS_AVAILABLE - {"cancel"}
        return action in ALWAYS_AVAILABLE or (action == "accept") == self.prompt.is_open

    def action_move(self, rows: int, pages: int = 0) -> None:
        """Move the cursor; the last message no longer applies then."""
        self.tree_pane.move(rows, pages)
        self._show_message(self._filter_hint)

    def action_scroll_item(self, pages: int) -> None:
        """Scroll the item."""
        self.item_pane.scroll_pages(pages)

    def action_fold(self, change: str) -> None:
        """Fold or unfold the item, or all items."""
        pane = self.tree_pane
        changes = {
            "toggle": pane.toggle_fold,
            "unfold": pane.unfold,
            "fold": pane.fold,
            "unfold_all": pane.unfold_all,
            "fold_all": pane.fold_all,
        }
        changes[change]()

    def action_mark(self, action: str) -> None:
        """Mark the item."""
        outcome = marking.mark(self._session, [self.tree_pane.node.slug], Mark(Action(action)))
        self._show_changed(changes.summary(outcome, "u: undo"))

    def action_revert(self, action: str) -> None:
        """Undo the last change, or redo the last one that was undone."""
        outcome = marking.revert(self._session, Action(action))
        hint = "U: redo" if outcome.action is Action.UNDO else "u: undo"
        self._show_changed(changes.summary(outcome, hint))

    def action_note(self) -> None:
        """Add a note to the item."""
        self._ask_for_note(notes.new_note(self._session, self.tree_pane.node))

    def action_edit_note(self) -> None:
        """Edit or delete the last note on the item."""
        self._ask_for_note(notes.last_note(self._session, self.tree_pane.node))

    def _ask_for_note(self, question: notes.NoteQuestion) -> None:
        def save(text: str) -> None:
            self._show_changed(f"{question.save(text)}; u: undo.")

        self.prompt.ask(Question(save, on_cancel=lambda: self._show_message(self._filter_hint), text=question.text))
        self._show_message(question.message)

    def action_open(self, number: int) -> None:
        """Open a resource of the item, the first unread one without a number."""
        self._show_message(self._resources.open_numbered(self.tree_pane.node, number))

    def action_tick(self, action: str) -> None:
        """Mark a resource of the item as read or unread."""
        self._show_changed(self._resources.tick(self.tree_pane.node, Action(action)))

    def action_search(self) -> None:
        """Ask for a text, and show the items that contain it while it is typed."""

        def search(text: str) -> None:
            self.tree_pane.apply_filter(replace(self.tree_pane.filter, text=text))

        def accept(text: str) -> None:
            search(text)
            self._show_message(self._filter_hint)

        self.prompt.ask(Question(accept, search, lambda: accept(""), "search"))
        self._show_message("Search titles, resources, questions and notes:")

    def action_filter(self) -> None:
        """Show only the items with the next status."""
        status = next_in_cycle(self.tree_pane.filter.status, [None, *Status])
        self.tree_pane.apply_filter(replace(self.tree_pane.filter, status=status))
        self._show_message(f"Only {status.value}; f: next filter, escape: show all." if status else "All statuses.")

    def action_next(self) -> None:
        """Move to the first suggestion or, from a suggestion, to the next one."""
        today = self._session.now.date()
        suggestion = next_suggestion(self._session.report, self.tree_pane.selected, today)
        if not suggestion:
            self._show_message(items.ALL_LEARNED)
            return
        self.tree_pane.apply_filter(Filter())
        self.tree_pane.reveal(suggestion.node)
        self._show_message(f"{suggestion.node.title}: {reason_text(suggestion, today)}.")

    def action_review(self) -> None:
        """Ask about the topics to review."""
        review_screen.begin(self, self._session, self._terminal_display, self._show_changed)

    def action_theme(self) -> None:
        """Switch to the next theme."""
        if not self._terminal_display.color:
            message = "colors are off (NO_COLOR or --no-color is set)"
            raise RequestError(message)
        self.theme = next_in_cycle(self.theme, [*THEMES])
        self._show_message(f"Colors: {THEMES[self.theme]}.")

    def action_help(self) -> None:
        """Show or hide the help."""
        self.item_pane.toggle_help()
        is_shown = self.item_pane.is_help_shown
        self._show_message("space: scroll down, b: scroll up, ?: hide the keys." if is_shown else self._filter_hint)

    async def action_accept(self) -> None:
        """Accept the text in the prompt."""
        await self.prompt.accept()

    def action_cancel(self) -> None:
        """Cancel the prompt, else hide the help, else clear the filter."""
        if self.prompt.is_open:
            self.prompt.cancel()
        elif self.item_pane.is_help_shown:
            self.action_help()
        else:
            self.tree_pane.apply_filter(Filter())
            self._show_message("")

    def action_interrupt(self) -> None:
        """Quit with the exit code of an interrupted command."""
        self.exit(return_code=INTERRUPTED)

    def on_tree_pane_moved(self) -> None:
        """Show the item at the cursor."""
        self.item_pane.show_item(self.tree_pane.selected)

    def on_click(self, event: Click) -> None:
        """Open the resource that was clicked."""
        if event.style.link:
            self._show_message(self._resources.open(event.style.link))

    @property
    def _filter_hint(self) -> str:
        """How to show all items again; empty if all are shown."""
        return "escape: show all." if self.tree_pane.filter.title else ""

    def _show_changed(self, message: str) -> None:
        """Show the changed progress and a message."""
        self.tree_pane.update_rows()
        self.header.redraw()
        self._show_message(message)

    def _show_message(self, text: str) -> None:
        self._message = text.splitlines()[:MAX_MESSAGE_LINES]
        self.message.redraw()
        # A message follows whenever the prompt opens or closes, which changes the keys.
        self.footer.redraw()

    def _reload_if_changed(self) -> None:
        """Show the changes that another program made to the progress file, unless the prompt is open."""
        try:
            before = None if self.prompt.is_open else self._session.reload_if_changed()
        except RoadmapError as error:
            self._show_message(str(error))
            return
        if before:
            count = len(differences(before, self._session.report))
            self._show_changed(f"Another program changed {topics_text(count)}." if count else "")
