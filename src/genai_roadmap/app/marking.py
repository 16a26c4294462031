"""Change the progress: mark, note, undo, set the goal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.notes import newest_first
from genai_roadmap.progress.status import Action
from genai_roadmap.report import outcome, targets
from genai_roadmap.report.recorded import RESULTS
from genai_roadmap.report.wording import ago, day_text, plural

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.change import Stamp
    from genai_roadmap.progress.notes import Note
    from genai_roadmap.progress.status import Mark
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report

# What was done to a note, and the number of the note if it still exists.
ChangedNote = tuple[str, int | None]
# An older date is probably a typing error.
UNUSUAL_AGE = dt.timedelta(days=365)


def mark(session: Session, items: list[str], mark: Mark, *, everything: bool = False) -> Outcome:
    """Mark the leaves of the items; with `everything` also those that are optional, skipped or done below them."""
    found = session.find_to_change(items)
    result = session.update(lambda report, stamp: outcome.mark(report, found, mark, stamp, everything=everything))
    warn_of_day(session, result)
    if result.contradictions:
        session.warn(_contradiction_text(result))
    return result


def _contradiction_text(result: Outcome) -> str:
    """Return the days that don't fit of the first such topic, and how many more topics have them."""
    (old, new), *more = result.contradictions
    slug = next(slug for slug in result.changed if result.before.nodes[slug].change is old)
    title = result.after.nodes[slug].title
    topics = f"{title} and {plural(len(more), 'more topic')}" if more else title
    they, were, are = ("they", "were", "are") if more else ("it", "was", "is")
    after = f"{are} now {RESULTS[new.action]} on {day_text(new.day)}"
    if new.day < old.day:
        text = f"{topics} {after}, before {they} {were} {RESULTS[old.action]} ({day_text(old.day)})"
    else:
        text = f"{topics} {were} {RESULTS[old.action]} on {day_text(old.day)}, and {after}"
    return f"{text}. If that is wrong, undo it with: genai-roadmap undo"


def warn_of_day(session: Session, result: Outcome) -> None:
    """Warn if something was recorded for a day that is probably a typing error, unless it was confirmed before."""
    if (result.changed or result.ticked) and (when := _unusual_day(session, result.on)):
        session.warn(f"recorded for {when}. If that is wrong, undo it with: genai-roadmap undo")


def day_question(session: Session, day: dt.date | None) -> str:
    """Return the question to ask before something is recorded for a day long ago; empty if there is none."""
    return f"Record it for {when}?" if (when := _unusual_day(session, day)) else ""


def _unusual_day(session: Session, day: dt.date | None) -> str:
    """Return a day that is long ago, and how long, unless it is confirmed; empty for any other day."""
    today = session.now.date()
    is_unusual = day and day != session.confirmed_day and today - day > UNUSUAL_AGE
    return f"{day_text(day)}, {ago(day, today)}" if day and is_unusual else ""


def loss_question(session: Session, items: list[str], mark: Mark, *, everything: bool = False) -> str:
    """Return the question to ask before a mark that would lose other marks; empty if there is none."""
    return targets.loss_question(session.report, session.find_to_change(items), mark, everything=everything)


def revert(session: Session, action: Action) -> Outcome:
    """Undo the last change, or redo the last one that was undone.

    Raises RequestError if there is none, or if it is an import, which changed the roadmap too.
    """

    def change(report: Report, stamp: Stamp) -> Outcome:
        result = outcome.revert(report, action, stamp)
        if result.reverted and result.reverted.action is Action.IMPORT:
            message = f"the last change is an import; use the command `genai-roadmap {action.value}`"
            raise RequestError(message)
        return result

    return session.update(change)


def add_note(session: Session, item: str, text: str) -> Outcome:
    """Add a note to an item; raise RequestError if the text is empty."""
    found = session.find(item)
    return session.update(lambda report, stamp: outcome.add_note(report, found, text, stamp))


def find_note(session: Session, item: str, number: int) -> Note:
    """Return the note of an item with this number, counted from 1; raise RequestError if there is none."""
    found = session.node(item).notes
    if number > len(found):
        count = f"{len(found)} notes" if len(found) > 1 else "one note" if found else "no notes"
        slug = session.find(item).slug
        hint = f"List them: genai-roadmap note {slug} --list" if found else f"Add one: genai-roadmap note {slug} TEXT"
        message = f"no note {number}; {slug!r} has {count}. {hint}"
        raise RequestError(message)
    return found[number - 1]


def edit_note(session: Session, note: Note, text: str | None) -> Outcome:
    """Change the text of a note, or delete the note if the text is None.

    Raises RequestError if the text is empty, or if the note was changed since it was read.
    """
    return session.update(lambda report, stamp: outcome.edit_note(report, note, text, stamp))


def set_goal(session: Session, day: dt.date | None) -> Outcome:
    """Set the day by which everything should be done; None clears it."""
    session.require_valid_settings()
    return session.update(lambda report, stamp: outcome.set_goal(report, day, stamp))


def outcome_view(session: Session, result: Outcome) -> View:
    """Return what a command changed as a view."""
    return View(
        json("json_changes.outcome", result),
        page("changes.outcome", result, session.history(), guesses=session.guesses),
    )


def notes(session: Session, item: str | None, headline: str = "", number: int | None = None) -> View:
    """Return the notes on an item, on a page below a headline; with a number, the page has only that note.

    Without an item, the notes on all items are returned; an item may be the slug of a removed one that has notes.
    """
    if item is None:
        found = newest_first(session.report.progress.notes.values())
        return View(json("json_items.notes", found), page("notes.in_roadmap", found, session.report))
    slug = item.strip().casefold()
    kept = session.report.progress.notes.get(slug)
    if kept and not session.roadmap.item_with_slug(slug):
        return View(json("json_items.notes", kept), page("notes.on_removed", slug, kept))
    node = session.node(item)
    return View(json("json_items.item", node), page("changes.notes", node, headline, number))
