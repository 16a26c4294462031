"""The text for what a change recorded, shared by undo, the log, and the list of backups."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from genai_roadmap.progress.status import STATUS_AFTER, Action
from genai_roadmap.report.wording import ALREADY_KNOWN, day_text, plural, topics_text, weekday_text
from genai_roadmap.text import beginning, shortlist

if TYPE_CHECKING:
    from genai_roadmap.progress.change import Change
    from genai_roadmap.report.outcome import Outcome

# The maximum length of a text that is quoted in a sentence.
MAX_QUOTED = 50
NEW_VERSION = "a new version of the roadmap"
BACKUP = "a backup"
RESULTS = {
    Action.DONE: "done",
    Action.START: "started",
    Action.SKIP: "skipped",
    Action.RESET: "reset to todo",
    Action.REVIEW: "reviewed",
    Action.READ: "marked as read",
    Action.UNREAD: "marked as unread",
}
# Actions whose text has the titles of their topics.
NAMED = frozenset({Action.NOTE, Action.REVIEW})
WITHOUT_TOPICS = {Action.IMPORT: f"import of {NEW_VERSION}", Action.RESTORE: f"restore of {BACKUP}"}


def action_text(change: Change) -> str:
    """Return what a change did, like done (already known) or note edited."""
    if change.action is Action.NOTE:
        return "note" if not change.replaces else "note edited" if change.note else "note deleted"
    return f"{change.action.value}{details_text(change)}{' with a note' if change.note else ''}"


def details_text(change: Change) -> str:
    """Return how a change differs from others with the same action, like (already known); empty if it doesn't."""
    found = ", ".join(filter(None, [ALREADY_KNOWN if change.known else "", *_grade(change)]))
    return f" ({found})" if found else ""


def _grade(change: Change) -> tuple[str, ...]:
    """Return the grade of a change, and whether it corrected one; empty if it has none."""
    return (change.grade, *(["corrected"] if change.replaces else [])) if change.grade else ()


def new_goal_text(change: Change) -> str:
    """Return the goal that a change set."""
    return day_text(change.goal) if change.goal else "cleared"


def result_text(change: Change, count: int) -> str:
    """Return what a change did to a number of topics or resources, like 10 topics marked as already known."""
    what = plural(len(change.links), "resource") if change.links else topics_text(count)
    if change.known and change.action is Action.DONE:
        return f"{what} marked as {ALREADY_KNOWN}"
    return ", ".join([f"{what} {RESULTS[change.action]}{' with a note' if change.note else ''}", *_grade(change)])


def reverted_text(change: Change, result: Outcome) -> str:
    """Return what a change that was undone or redone had recorded, like 2 topics done or goal 30 Jun 2027."""
    if change.action is Action.NOTE:
        return _note_text(change, result)
    if change.action is Action.REVIEW:
        return f"review of {shortlist([*map(result.after.title, change.topics)])}: {', '.join(_grade(change))}"
    if change.action is Action.GOAL:
        return f"goal {new_goal_text(change)}"
    if what := _corrected(change, result):
        return f"{what} of {topics_text(len(result.changed))} changed"
    return WITHOUT_TOPICS.get(change.action) or result_text(change, len(result.changed))


def named_text(change: Change, result: Outcome) -> str:
    """Return what a change that was undone or redone had recorded, with the title of its only topic or resource."""
    text = reverted_text(change, result)
    titles = [each.link.title for each in result.ticked] or [*map(result.after.title, change.topics)]
    return f"{text}: {titles[0]}" if len(titles) == 1 and change.action not in NAMED else text


def _corrected(change: Change, result: Outcome) -> str:
    """Return what a change corrected of topics that already had the status: their date or grade; empty if nothing."""
    # An update adds and removes items.
    nodes = [(result.before.nodes.get(slug), result.after.nodes.get(slug)) for slug in result.changed]
    both = [(old, new) for old, new in nodes if old and new and old.status is new.status]
    pairs = [(old.change, new.change) for old, new in both if old.change and new.change]
    if change.action not in STATUS_AFTER or change.links or len(pairs) < len(nodes) or not pairs:
        return ""
    parts = [
        "date" if any(old.day != new.day for old, new in pairs) else "",
        "grade" if any(old.grade != new.grade for old, new in pairs) else "",
    ]
    return " and ".join(filter(None, parts))


def restored_day_text(result: Outcome) -> str:
    """Return the day of a topic after a change of it was undone or redone; empty if the outcome is another one."""
    node = result.after.nodes.get(result.changed[0]) if len(result.changed) == 1 else None
    if not node or not node.change or not result.reverted or "date" not in _corrected(result.reverted, result):
        return ""
    return f"Date of {node.title} is {weekday_text(node.change.day)} again."


def restored_text(result: Outcome) -> str:
    """Return the text of a note after an edit of it was undone; empty if the outcome is another one."""
    change = result.reverted
    if result.action is not Action.UNDO or not change or change.action is not Action.NOTE or not change.replaces:
        return ""
    notes = (note for notes in result.after.progress.notes.values() for note in notes)
    restored = next((note.text for note in notes if note.id == change.replaces), "")
    return f"The note is {_quoted(restored)} again." if restored and change.note else ""


def _note_text(change: Change, result: Outcome) -> str:
    """Return what a change did to a note, like deleting the note 'Read again' on CNNs."""
    where = f" on {shortlist([*map(result.after.title, change.about or change.topics)])}"
    if change.note:
        return f"{'editing the note to' if change.replaces else 'the note'} {_quoted(change.note)}{where}"
    notes_of = (each.progress.notes.values() for each in (result.before, result.after))
    deleted = next((note for notes in chain(*notes_of) for note in notes if note.id == change.replaces), None)
    return f"deleting the note{f' {_quoted(deleted.text)}' if deleted else ''}{where}"


def _quoted(text: str) -> str:
    """Return the first line of a text in quotes, shortened if it is long."""
    line = text.strip().partition("\n")[0]
    return repr(line if len(line) <= MAX_QUOTED and line == text.strip() else f"{beginning(line, MAX_QUOTED)}...")
