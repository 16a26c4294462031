"""Change the progress: mark, note, undo, set the goal."""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import outcome
from genai_roadmap.report.outcome import Outcome
from genai_roadmap.report.tree import Node

if TYPE_CHECKING:
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class OutcomeView(NamedTuple):
    """What a command changed, and what is next."""

    outcome: Outcome
    today: dt.date

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_changes

        return json_changes.outcome(self.outcome)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import changes

        return changes.outcome(self.outcome, self.today, display)


class NotesView(NamedTuple):
    """The notes on an item."""

    node: Node

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_items

        return json_items.item(self.node)

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import changes

        return changes.notes(self.node)


def mark(session: Session, items: list[str], mark: Mark, *, everything: bool = False) -> OutcomeView:
    """Mark the leaves of the items; with `everything` also those that are optional, skipped or done below them."""
    found = [session.find(item) for item in items]
    result = session.update(lambda report, stamp: outcome.mark(report, found, mark, stamp, everything=everything))
    return OutcomeView(result, session.now.date())


def revert(session: Session, action: Action) -> OutcomeView:
    """Undo the last change, or redo the last one that was undone; raise RequestError if there is none."""
    result = session.update(lambda report, stamp: outcome.revert(report, action, stamp))
    return OutcomeView(result, session.now.date())


def add_note(session: Session, item: str, text: str) -> NotesView:
    """Add a note to an item; raise RequestError if the text is empty."""
    found = session.find(item)
    session.update(lambda report, stamp: outcome.add_note(report, found, text, stamp))
    return notes(session, item)


def notes(session: Session, item: str) -> NotesView:
    """Return the notes on an item."""
    return NotesView(session.node(item))


def set_goal(session: Session, day: dt.date | None) -> None:
    """Set the day by which everything should be done; None clears it."""
    session.update(lambda report, stamp: outcome.set_goal(report, day, stamp))
