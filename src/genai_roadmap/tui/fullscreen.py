"""The full-screen view: the roadmap as a tree, the item under the cursor, and a key for what each command does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.dom import DOMNode
from textual.events import Click

from genai_roadmap.app import marking
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report.report import differences
from genai_roadmap.report.tree import Node
from genai_roadmap.report.wording import reason_text, topics_text
from genai_roadmap.roadmap.models import Link
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import changes, components, items, overview, reference
from genai_roadmap.tui import browser, keys
from genai_roadmap.tui.navigation import next_in_cycle, next_suggestion
from genai_roadmap.tui.pane import Pane
from genai_roadmap.tui.prompt import Prompt, Question
from genai_roadmap.tui.tree_pane import TreePane
from genai_roadmap.tui.visible_rows import Filter, VisibleRows, ancestors_of

WATCH_SECONDS = 1.0
INTERRUPTED = 130
THEMES = {"ansi-dark": "the terminal's own", "textual-dark": "dark", "textual-light": "light"}
MOST_LINES = 4  # of a message, which may have a line for each problem of a file
ALWAYS = frozenset({"cancel", "interrupt", "suspend_process"})  # even while something is typed


class FullScreenView(App[None]):
    """The whole screen."""

    CSS_PATH = "fullscreen.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS = [key.binding for key in keys.ALL]  # noqa: RUF012 - Textual's own way

    def __init__(self, session: Session, display: Display) -> None:
        # Before anything is made of it: to change it later would have all styles read twice.
        self.set_reactive(App.theme, next(iter(THEMES)))
        super().__init__()
        self.set_class(display.ascii, "-ascii")
        self._session = session
        self._look = display
        self._visible = VisibleRows()
        self._message = "? shows every key."
        self._is_helping = False
        self._read = ""
        self.head = Pane(lambda width: overview.total(session.report, display._replace(width=width)), "head")
        self.left = TreePane(display)
        self.page = Pane(self._draw_page, "page")
        self.right = VerticalScroll(self.page, id="right", can_focus=False)
        self.message = Pane(lambda _: reference.lines(self._message.splitlines()[:MOST_LINES], display), "message")
        self.prompt = Prompt()
        self.footer = Pane(
            lambda width: keys.footer(keys.PROMPT_KEYS if self.prompt.is_open else keys.KEYS, width), "footer"
        )

    def compose(self) -> ComposeResult:
        """The parts from top to foot."""
        yield self.head
        yield Horizontal(self.left, self.right, id="middle")
        yield from (self.message, self.prompt, self.footer)

    def on_mount(self) -> None:
        """Shows the roadmap, and from then on what others do to the progress file."""
        self._show()
        self.set_interval(WATCH_SECONDS, self._watch)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))

    @property
    def node(self) -> Node:
        """What the cursor is on; raises RequestError where there is nothing."""
        if self.left.node:
            return self.left.node
        message = "nothing is shown; escape shows all again"
        raise RequestError(message)

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Does what a key or a click asks for; the one place where an error becomes a sentence."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except RoadmapError as error:
            self._say(str(error))
            return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Whether a key does that now: while something is typed, letters are letters."""
        return action in ALWAYS or (action == "accept") == self.prompt.is_open

    def action_move(self, by: int) -> None:
        """Moves by so many rows."""
        self.left.move(by)

    def action_page(self, by: int) -> None:
        """Moves by so many pages."""
        self.left.move_page(by)

    def action_read_on(self, pages: int) -> None:
        """Scrolls the item at the right."""
        self.right.scroll_relative(y=pages * max(1, self.right.size.height - 1), animate=False)

    def action_toggle_fold(self) -> None:
        """Folds or unfolds."""
        if self.node.topics:
            self._open(self._visible.opened ^ {self.node.slug})

    def action_unfold(self) -> None:
        """Unfolds or, where that is done, moves to the first topic."""
        if self.node.topics and self.node.slug not in self._visible.opened:
            self.action_toggle_fold()
        elif self.node.topics:
            self.left.move(1)

    def action_fold(self) -> None:
        """Folds or, where that is done, moves to what the item belongs to."""
        if self.node.topics and self.node.slug in self._visible.opened:
            self.action_toggle_fold()
        elif self.node.item.parent:
            self._show(self.node.item.parent.slug)

    def action_unfold_all(self) -> None:
        """Unfolds everything."""
        self._open(ancestors_of(self._session.report.nodes.values()))

    def action_fold_all(self) -> None:
        """Folds everything."""
        self._open(frozenset(), self.node.item.step.slug)

    def action_mark(self, action: str) -> None:
        """Marks what the cursor is on."""
        outcome = marking.mark(self._session, [self.node.slug], Mark(Action(action)))
        self._show()
        self._say(changes.summary(outcome, "u takes it back"))

    def action_revert(self, action: str) -> None:
        """Takes the last change back, or the last undo."""
        outcome = marking.revert(self._session, Action(action))
        self._show()
        self._say(changes.summary(outcome, "U brings it back" if outcome.action is Action.UNDO else "u takes it back"))

    def action_note(self) -> None:
        """Asks for a note."""
        item = self.node.item

        def noted(text: str) -> None:
            marking.add_note(self._session, item.slug, text)
            self._show()
            self._say(f"Noted on {item.title}; u takes it back.")

        self._ask(Question(noted, cancelled=lambda: self._say("")), f"Note on {item.title}:")

    def action_open(self, number: int) -> None:
        """Opens a resource."""
        self._follow(self.node.item.resource(number))

    def action_search(self) -> None:
        """Asks what to search for, and finds it meanwhile."""

        def apply_filter(text: str) -> None:
            self._apply_filter(replace(self._visible.filter, text=text))

        def found(text: str) -> None:
            apply_filter(text)
            self._say("escape shows all again." if self._visible.filter.title else "")

        self._ask(Question(found, apply_filter, lambda: found("")), "Search titles, resources and notes for:")

    def action_filter(self) -> None:
        """Shows only what is of the next status."""
        status = next_in_cycle(self._visible.filter.status, [None, *Status])
        self._apply_filter(replace(self._visible.filter, status=status))
        self._say(f"Only {status.value}; f goes on, escape shows all again." if status else "Every status.")

    def action_next(self) -> None:
        """Goes to what to learn next or, from there, to what after that."""
        suggestion = next_suggestion(self._session.report, self.left.node)
        if not suggestion:
            self._say(items.ALL_LEARNED)
            return
        self._apply_filter(Filter())
        self._open(self._visible.opened | ancestors_of([suggestion.node]), suggestion.node.slug)
        self._say(f"{suggestion.node.title}: {reason_text(suggestion, self._session.now.date())}.")

    def action_theme(self) -> None:
        """Changes the colors."""
        if not self._look.color:
            message = "there are no colors to change, as NO_COLOR or --no-color wants it"
            raise RequestError(message)
        self.theme = next_in_cycle(self.theme, [*THEMES])
        self._say(f"Colors: {THEMES[self.theme]}.")

    def action_help(self) -> None:
        """Shows or hides the keys."""
        self._is_helping = not self._is_helping
        self.right.scroll_home(animate=False)
        self.page.redraw()
        self._say("space reads on, b back; ? hides the keys." if self._is_helping else "")

    async def action_accept(self) -> None:
        """Does what was asked with what is typed."""
        self.footer.redraw()
        await self.prompt.accept()

    def action_cancel(self) -> None:
        """Gives up what is asked, or hides the keys, or shows all again."""
        if self.prompt.is_open:
            self.footer.redraw()
            self.prompt.cancel()
        elif self._is_helping:
            self.action_help()
        else:
            self._apply_filter(Filter())
            self._say("")

    def action_interrupt(self) -> None:
        """Ends as a command does that is interrupted."""
        self.exit(return_code=INTERRUPTED)

    def on_tree_pane_moved(self) -> None:
        """Shows the item under the cursor, from its beginning where it is another one."""
        slug = self.left.node.slug if self.left.node else ""
        if slug != self._read:
            self._read, self._is_helping = slug, False
            self.right.scroll_home(animate=False)
        self.page.redraw()

    def on_tree_pane_toggled(self) -> None:
        """Folds or unfolds what was clicked."""
        self.action_toggle_fold()

    def on_click(self, event: Click) -> None:
        """Opens the resource that was clicked."""
        for link in self.left.node.item.resources if self.left.node else ():
            if link.url == event.style.link:
                self._follow(link)

    def _draw_page(self, width: int) -> Page:
        if self._is_helping:
            return keys.help_page(self._look)
        if not self.left.node:
            return safe_text("Nothing here; escape shows all again.", components.QUIET)
        return items.show(self.left.node, self._session.report, self._look._replace(width=width), deep=False)

    def _open(self, opened: frozenset[str], slug: str | None = None) -> None:
        self._visible.opened = opened
        self._show(slug)

    def _show(self, slug: str | None = None) -> None:
        """Shows the tree as it is now, with the cursor where it was or on the item of the slug."""
        report = self._session.report
        title = self._visible.filter.title or report.roadmap.title
        self.left.show(title, self._visible.rows(report), self._visible.opened, slug)
        self.head.redraw()

    def _apply_filter(self, wanted: Filter) -> None:
        """Shows only what is looked for, with the cursor on its first item, or where it was if that is one."""
        if wanted == self._visible.filter:
            return
        here = self.left.node
        hits = self._visible.apply_filter(wanted, self._session.report)
        if here and here.slug in hits:
            self._visible.opened |= ancestors_of([here])
            self._show(here.slug)
        else:
            self._show(next(iter(hits), None))

    def _follow(self, link: Link) -> None:
        opened = browser.open_url(self, link.url)
        self._say(f"Opened {link.url}" if opened else f"No browser is found here; the address is {link.url}")

    def _ask(self, question: Question, text: str) -> None:
        self.prompt.ask(question)
        self.footer.redraw()
        self._say(text)

    def _say(self, text: str) -> None:
        self._message = text
        self.message.redraw()

    def _watch(self) -> None:
        """Shows what another program did to the progress file, when nothing is being typed."""
        try:
            before = None if self.prompt.is_open else self._session.reload_if_changed()
        except RoadmapError as error:
            self._say(str(error))
            return
        if before:
            self._show()
            count = len(differences(before, self._session.report))
            self._say(f"Another program changed {topics_text(count)}." if count else "The journal went on.")
