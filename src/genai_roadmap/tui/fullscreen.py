"""The full-screen view: the roadmap as a tree, the item at the cursor, and a key for each command."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from genai_roadmap.app import configuring, managing, marking, reverting
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report.coach import reason_text
from genai_roadmap.report.learned import MAX_PER_DAY
from genai_roadmap.terminal.pages import changes, items, notices
from genai_roadmap.tui import keys, review_screen, text_questions
from genai_roadmap.tui.confirm_screen import ConfirmScreen
from genai_roadmap.tui.help_screen import HelpScreen
from genai_roadmap.tui.layout import THEME_NAMES, THEMES, Layout
from genai_roadmap.tui.navigation import next_in_cycle, next_suggestion
from genai_roadmap.tui.progress_screen import ProgressScreen
from genai_roadmap.tui.prompt import Question
from genai_roadmap.tui.resources import Resources
from genai_roadmap.tui.roadmaps_screen import RoadmapsScreen
from genai_roadmap.tui.text_questions import UNDO
from genai_roadmap.tui.visible_rows import Filter

if TYPE_CHECKING:
    from textual.events import Click

    from genai_roadmap.report.outcome import Outcome

TOUR_HINT = "Know some topics already? Record them in a shell with: genai-roadmap tour"


class FullScreenView(Layout):
    """The actions of the keys."""

    BINDINGS = [key.binding for key in keys.ALL]  # noqa: RUF012 - as Textual declares it

    def on_mount(self) -> None:
        """Show the roadmap at what is next."""
        self._resources = Resources(self, self._session)
        # After the refresh, which sets the size of the tree, to which it scrolls.
        self.call_after_refresh(self._greet)

    def _greet(self) -> None:
        """Show what is next and, below it, the first keys for a newcomer, or the number of topics to review."""
        self.action_next()
        text = self._session.history().retention.to_review_text()
        hint = f"{text}: v" if text else ""
        if not self._session.report.progress.changes:
            hint = f"s: start it, d: mark it done, ?: show all keys.\n{TOUR_HINT}"
        self.show_message("\n".join([*self._message, hint]))

    def action_move(self, rows: int, pages: int = 0) -> None:
        """Move the cursor; the last message no longer applies then."""
        self.tree_pane.move(rows, pages)
        self.show_message(self.filter_hint)

    def action_scroll_item(self, pages: int) -> None:
        """Scroll the item."""
        self.item_pane.scroll_pages(pages)

    def action_fold(self, change: str) -> None:
        """Fold or unfold the item, or all items."""
        pane = self.tree_pane
        folds = {
            "toggle": pane.toggle_fold if pane.node.topics else self.action_zoom,
            "unfold": pane.unfold,
            "fold": pane.fold,
            "unfold_all": pane.unfold_all,
            "fold_all": pane.fold_all,
        }
        folds[change]()

    def action_zoom(self) -> None:
        """Show only the item, or the tree too."""
        self.body.toggle_class("-zoomed")
        self.show_message(self.filter_hint)

    def action_mark(self, name: str) -> None:
        """Mark the item; ask first if that would change done topics, or reset or skip several."""
        slug, mark = self.tree_pane.node.slug, Mark(Action(name))
        if question := marking.loss_question(self._session, [slug], mark):
            save = partial(self._mark, slug, mark)
            self.push_screen(
                ConfirmScreen(question, self.footer.size.height), lambda answer: self.attempt(save) if answer else None
            )
        else:
            self._mark(slug, mark)

    def _mark(self, slug: str, mark: Mark) -> None:
        self.show_changed(self._summary(marking.mark(self._session, [slug], mark)))

    def _summary(self, outcome: Outcome) -> str:
        """Return what a mark changed: one line if it completed a step, and one more if it marked many together."""
        display = self._terminal_display._replace(width=self.message.content_size.width)
        text = notices.completion(outcome, UNDO, display) or changes.summary(outcome, UNDO)
        together = (
            [*notices.marked_together(outcome, self._session.history())] if len(outcome.changed) > MAX_PER_DAY else []
        )
        return "\n".join([text, *together[:1]])

    def action_revert(self, action: str) -> None:
        """Undo the last change, or redo the last one that was undone; an import changes the roadmap too."""
        outcome = reverting.revert(self._session, Action(action))
        if outcome.reverted and outcome.reverted.action is Action.IMPORT:
            self._session.reload()
        hint = "U: redo" if outcome.action is Action.UNDO else UNDO
        self.show_changed(changes.summary(outcome, hint))

    def action_note(self) -> None:
        """Add a note to the item."""
        self.ask(text_questions.new_note(self._session, self.tree_pane.node))

    def action_edit_note(self) -> None:
        """Edit or delete a note on the item."""
        self.ask(text_questions.edited_note(self._session, self.tree_pane.node))

    def action_done_on(self) -> None:
        """Mark the item done on another day, or as already known."""
        self.ask(text_questions.done_on(self._session, self.tree_pane.node, self._summary))

    def action_goal(self) -> None:
        """Set or clear the goal."""
        self.ask(text_questions.goal(self._session))

    def action_open(self, number: int) -> None:
        """Open a resource of the item, the first unread one without a number."""
        self.show_message(self._resources.open_numbered(self.tree_pane.node, number))

    def action_tick(self, action: str) -> None:
        """Mark a resource of the item as read or unread."""
        self.show_changed(self._resources.tick(self.tree_pane.node, Action(action)))

    def action_answers(self) -> None:
        """Show or hide the answers to the questions of the item."""
        if not self.tree_pane.node.content.questions:
            message = f"no questions on {self.tree_pane.node.title!r}"
            raise RequestError(message)
        self.item_pane.toggle_answers()
        self.show_message("a: hide the answers." if self.item_pane.shows_answers else self.filter_hint)

    def action_suspend_process(self) -> None:
        """Suspend the process group, which may include a program that waits for this one."""
        if sys.platform != "win32" and self._driver and self._driver.can_suspend:
            # First the terminal, which belongs to the shell as soon as any process of the group is stopped.
            with self.suspend():
                before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
                os.kill(0, signal.SIGTSTP)
                signal.signal(signal.SIGTSTP, before)

    def action_search(self) -> None:
        """Ask for a text, and show the items that contain it while it is typed."""

        def search(text: str) -> None:
            self.tree_pane.apply_filter(replace(self.tree_pane.filter, text=" ".join(text.splitlines())))
            self.show_message(self.matches_text or "Search titles, resources, questions and notes:")

        def finish(text: str) -> None:
            search(text)
            self.show_message(self.filter_hint)

        def cancel() -> None:
            self.body.set_class(was_zoomed, "-zoomed")
            finish("")

        # The items that are found are in the tree.
        was_zoomed = self.is_zoomed
        self.body.remove_class("-zoomed")
        self.prompt.ask(Question(finish, search, cancel, "search"))
        self.show_message("Search titles, resources, questions and notes:")

    def action_filter(self) -> None:
        """Show only the items with the next status."""
        status = next_in_cycle(self.tree_pane.filter.status, [None, *Status])
        self.tree_pane.apply_filter(replace(self.tree_pane.filter, status=status))
        self.show_message(f"Only {status.value}; f: next filter, escape: show all." if status else "All statuses.")

    def action_next(self) -> None:
        """Move to the first suggestion or, from a suggestion, to the next one."""
        today = self._session.now.date()
        suggestion = next_suggestion(self._session.report, self.tree_pane.selected, today)
        if not suggestion:
            self.show_message(items.ALL_LEARNED)
            return
        self.tree_pane.apply_filter(Filter())
        self.tree_pane.reveal(suggestion.node)
        self.show_message(f"Next: {suggestion.node.title} ({reason_text(suggestion, today)}).")

    def action_review(self) -> None:
        """Ask about the topics to review."""
        review_screen.begin(self, self._session, self._terminal_display, self.show_changed)

    def action_progress(self) -> None:
        """Show the plan, the statistics, and the log."""

        async def close(action: str | None) -> None:
            if action:
                await self.run_action(action)

        self.push_screen(ProgressScreen(self._session, self._terminal_display), close)

    def action_roadmaps(self) -> None:
        """Choose another roadmap, which becomes the active one."""

        def choose(roadmap_id: str | None) -> None:
            if roadmap_id and roadmap_id != self._session.roadmap.id:
                self.attempt(partial(self._switch, roadmap_id))

        self.push_screen(RoadmapsScreen(self._session, self._terminal_display), choose)

    def _switch(self, roadmap_id: str) -> None:
        self._session.switch(roadmap_id, partial(managing.use, roadmap_id))
        self.tree_pane.start_again()
        self.action_next()
        self.show_changed(f"Switched to {self._session.roadmap.title}.")

    def action_theme(self) -> None:
        """Switch to the next theme, which is kept for the next time."""
        if not self._terminal_display.color:
            message = "colors are off (NO_COLOR or --no-color is set)"
            raise RequestError(message)
        name = next_in_cycle(self._session.settings.colors, [*THEMES])
        configuring.change(self._session, "ui.colors", name)
        self.theme = THEMES[name]
        self.show_message(f"Colors: {THEME_NAMES.get(name, name)}.")

    def action_help(self) -> None:
        """Show all keys."""
        self.push_screen(HelpScreen(self._terminal_display))

    async def action_cancel(self) -> None:
        """Cancel the prompt, else show the tree again, else clear the filter."""
        if self.prompt.is_open:
            await self.prompt.cancel()
        elif self.is_zoomed:
            self.action_zoom()
        else:
            self.tree_pane.apply_filter(Filter())
            self.show_message("")

    def on_click(self, event: Click) -> None:
        """Open the resource that was clicked."""
        if event.style.link:
            self.show_message(self._resources.open(event.style.link))
