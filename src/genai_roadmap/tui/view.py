"""The full-screen view: the roadmap as a tree, the item under the cursor, and a key for what each command does."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.dom import DOMNode
from textual.events import Click
from textual.widgets import Input

from genai_roadmap import render
from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.look import Look
from genai_roadmap.progress import Did
from genai_roadmap.render import pieces
from genai_roadmap.report import Node, differences
from genai_roadmap.roadmap import Link
from genai_roadmap.terminal import Page, words
from genai_roadmap.tui import browser, keys
from genai_roadmap.tui.outline import STATUSES, Filter
from genai_roadmap.tui.pane import Pane
from genai_roadmap.tui.study import Study
from genai_roadmap.tui.tree import Tree

WATCH_SECONDS = 1.0
INTERRUPTED = 130
THEMES = {"ansi-dark": "the terminal's own", "textual-dark": "dark", "textual-light": "light"}
# Of a message with a line for each problem of a file.
MOST_LINES = 4
# What is always possible, whatever is being typed.
ALWAYS = frozenset({"cancel", "interrupt", "suspend_process"})


@dataclass(frozen=True, slots=True)
class Question:
    """What the learner is typing, and what is done with it: on each letter, at the end, and where it is given up."""

    accepted: Callable[[str], None]
    changed: Callable[[str], None] = lambda _: None
    cancelled: Callable[[], None] = lambda: None


class View(App[None]):
    """The whole screen."""

    CSS_PATH = "view.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS = [key.binding for key in keys.ALL]  # noqa: RUF012 - Textual's own way

    def __init__(self, study: Study, look: Look) -> None:
        # Before anything is made of it: to change it later would have all styles read twice.
        self.set_reactive(App.theme, next(iter(THEMES)))
        super().__init__()
        self.set_class(look.ascii, "-ascii")
        self._study = study
        self._look = look
        self._filter = Filter()
        self._opened = self._opened_before = frozenset[str]()
        self._message = "? shows every key."
        self._question: Question | None = None
        self._is_helping = False
        self._read = ""
        self.left = Tree(look)
        self.head = Pane(lambda width: render.total(study.report, replace(look, width=width)), "head")
        self.page = Pane(self._draw_page, "page")
        self.right = VerticalScroll(self.page, id="right", can_focus=False)
        self.message = Pane(lambda _: render.lines(self._message.splitlines()[:MOST_LINES]), "message")
        self.prompt = Input(id="prompt")
        self.foot = Pane(lambda width: keys.foot(keys.WHILE_ASKING if self._question else keys.AT_FOOT, width), "foot")

    def compose(self) -> ComposeResult:
        """The parts from top to foot."""
        yield self.head
        yield Horizontal(self.left, self.right, id="middle")
        yield self.message
        yield self.prompt
        yield self.foot

    def on_mount(self) -> None:
        """Shows the roadmap, and from then on what others do to the progress file."""
        self._show()
        self.set_interval(WATCH_SECONDS, self._watch)

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
        if action in ALWAYS:
            return True
        return (action == "accept") == (self._question is not None)

    def action_move(self, by: int) -> None:
        """Moves by so many rows."""
        self.left.move(by)

    def action_page(self, by: int) -> None:
        """Moves by so many pages."""
        self.left.move_page(by)

    def action_edge(self, row: int) -> None:
        """Moves to the first or the last row."""
        self.left.move_to(row % max(1, len(self.left.slugs)))

    def action_read_on(self, pages: int) -> None:
        """Scrolls the item at the right."""
        self.right.scroll_relative(y=pages * max(1, self.right.size.height - 1), animate=False)

    def action_toggle_fold(self) -> None:
        """Folds or unfolds."""
        if self.node.topics:
            self._open(self._opened ^ {self.node.slug})

    def action_unfold(self) -> None:
        """Unfolds or, where that is done, moves to the first topic."""
        if self.node.topics and self.node.slug not in self._opened:
            self._open(self._opened | {self.node.slug})
        elif self.node.topics:
            self.left.move(1)

    def action_fold(self) -> None:
        """Folds or, where that is done, moves to what the item belongs to."""
        if self.node.topics and self.node.slug in self._opened:
            self._open(self._opened - {self.node.slug})
        elif self.node.place.parent:
            self._show(self.node.place.parent.slug)

    def action_unfold_all(self) -> None:
        """Unfolds everything."""
        self._open(frozenset(slug for slug, node in self._study.report.nodes.items() if node.topics))

    def action_fold_all(self) -> None:
        """Folds everything."""
        *_, step = self.node.place.lineage()
        self._opened = frozenset()
        self._show(step.slug)

    def action_mark(self, did: str) -> None:
        """Marks what the cursor is on."""
        outcome = self._study.mark(self.node.place, Did(did))
        back = "; u takes it back" if outcome.changed else ""
        self._show()
        self._say(f"{render.summary(outcome)}{back}.")

    def action_take_back(self, did: str) -> None:
        """Takes the last change back, or the last undo."""
        outcome = self._study.take_back(Did(did))
        back = "U brings it back" if outcome.did is Did.UNDO else "u takes it back"
        self._show()
        self._say(f"{render.summary(outcome)}; {back}.")

    def action_note(self) -> None:
        """Asks for a note."""
        place = self.node.place

        def noted(text: str) -> None:
            self._study.note(place, text)
            self._show()
            self._say(f"Noted on {place.item.title}; u takes it back.")

        self._ask(Question(noted), f"Note on {place.item.title}:")

    def action_open(self, number: int) -> None:
        """Opens a resource."""
        self._follow(self.node.place.resource(number))

    def action_search(self) -> None:
        """Asks what to search for, and finds it meanwhile."""

        def look_for(text: str) -> None:
            self._look_for(replace(self._filter, text=text))

        self._ask(Question(look_for, look_for, lambda: look_for("")), "Search titles, resources and notes for:")

    def action_filter(self) -> None:
        """Shows only what is of the next status."""
        following = STATUSES[(STATUSES.index(self._filter.status) + 1) % len(STATUSES)]
        self._look_for(replace(self._filter, status=following))
        self._say(f"Only what is {following.value}; f goes on." if following else "Every status.")

    def action_next(self) -> None:
        """Goes to what to learn next or, from there, to what after that."""
        found = self._study.suggestions()
        if not found:
            self._say(render.ALL_LEARNED)
            return
        slugs = [each.node.slug for each in found]
        here = self.left.node.slug if self.left.node else ""
        suggestion = found[(slugs.index(here) + 1) % len(found) if here in slugs else 0]
        self._look_for(Filter())
        self._opened |= _above(suggestion.node)
        self._show(suggestion.node.slug)
        self._say(f"{suggestion.node.item.title}: {suggestion.reason}.")

    def action_theme(self) -> None:
        """Changes the colors."""
        if not self._look.color:
            message = "there are no colors to change, as NO_COLOR or --no-color says"
            raise RequestError(message)
        names = [*THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self._say(f"Colors: {THEMES[self.theme]}.")

    def action_help(self) -> None:
        """Shows or hides the keys."""
        self._is_helping = not self._is_helping
        self.right.scroll_home(animate=False)
        self.page.redraw()
        self._say("space reads on, b back; ? or escape hides the keys." if self._is_helping else "")

    async def action_accept(self) -> None:
        """Does what was asked with what is typed."""
        # Keys that were pressed in one go may still be on their way into the prompt.
        arrived = asyncio.Event()
        self.prompt.call_later(arrived.set)
        await arrived.wait()
        if question := self._answered():
            question.accepted(self.prompt.value)

    def action_cancel(self) -> None:
        """Gives up what is asked, or the help, or the filter."""
        if question := self._answered():
            question.cancelled()
        elif self._is_helping:
            self.action_help()
        else:
            self._look_for(Filter())

    def action_interrupt(self) -> None:
        """Ends as a command does that is interrupted."""
        self.exit(return_code=INTERRUPTED)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Finds what is typed so far."""
        if self._question:
            self._question.changed(event.value)

    def on_tree_moved(self) -> None:
        """Shows the item under the cursor, from its beginning where it is another one."""
        slug = self.left.node.slug if self.left.node else ""
        if slug != self._read:
            self._read, self._is_helping = slug, False
            self.right.scroll_home(animate=False)
        self.page.redraw()

    def on_tree_toggled(self) -> None:
        """Folds or unfolds what was clicked."""
        self.action_toggle_fold()

    def on_click(self, event: Click) -> None:
        """Opens the link that was clicked."""
        if event.style.link and self.left.node:
            links = self.left.node.place.resources
            for link in links:
                if link.url == event.style.link:
                    self._follow(link)

    def _draw_page(self, width: int) -> Page:
        if self._is_helping:
            return keys.help_page(self._look)
        if not self.left.node:
            return words("Nothing here; escape shows all again.", pieces.QUIET)
        return render.show(self.left.node, self._study.report, replace(self._look, width=width), deep=False)

    def _open(self, opened: frozenset[str]) -> None:
        self._opened = opened
        self._show()

    def _show(self, slug: str | None = None) -> None:
        """Shows the tree as it is now, with the cursor where it was or on the item of the slug."""
        report = self._study.report
        found = self._filter.found(report)
        self.left.show(found.rows(report, self._opened), self._opened, slug)
        self.left.border_title = words(f" {self._filter.title or report.roadmap.title} ")
        self.head.redraw()

    def _look_for(self, wanted: Filter) -> None:
        """Shows only what is looked for, unfolded; where that is everything, as it was folded before."""
        if wanted == self._filter:
            return
        if self._filter.is_empty:
            self._opened_before = self._opened
        found = wanted.found(self._study.report)
        here = self.left.node
        if wanted.is_empty:
            self._opened = self._opened_before | (_above(here) if here else frozenset())
        else:
            self._opened = frozenset(found.above)
        self._filter = wanted
        is_hit = here is None or here.slug in found.hits or wanted.is_empty
        self._show(None if is_hit else next(iter(found.hits), None))

    def _follow(self, link: Link) -> None:
        opened = browser.open_url(self, link.url)
        self._say(f"Opened {link.url}" if opened else f"No browser is found here; the address is {link.url}")

    def _ask(self, question: Question, text: str) -> None:
        self._question = question
        self.prompt.value = ""
        self.prompt.display = True
        self.screen.set_focus(self.prompt)
        self.foot.redraw()
        self._say(text)

    def _answered(self) -> Question | None:
        """What was asked, which it is no more."""
        question, self._question = self._question, None
        if question:
            self.prompt.display = False
            self.screen.set_focus(None)
            self.foot.redraw()
            self._say("")
        return question

    def _say(self, text: str) -> None:
        self._message = text
        self.message.redraw()

    def _watch(self) -> None:
        """Shows what another program did to the progress file."""
        try:
            before = self._study.look_again()
        except RoadmapError as error:
            self._say(str(error))
            return
        if before:
            self._show()
            count = len(differences(before, self._study.report))
            self._say(f"Another program changed {pieces.topics_text(count)}." if count else "The journal went on.")


def _above(node: Node) -> frozenset[str]:
    return frozenset(place.slug for place in [*node.place.lineage()][1:])
