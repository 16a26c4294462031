"""Pages about the journal and its backups, and about what a command changed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.progress.status import STATUS_AFTER, Action
from genai_roadmap.report import milestones
from genai_roadmap.report.report import Report, differences
from genai_roadmap.report.wording import (
    ALREADY_KNOWN,
    NOTHING,
    day_text,
    minute_text,
    plural,
    time_of,
    topics_text,
    weekday_text,
)
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, safe_text
from genai_roadmap.terminal.pages import components, notices
from genai_roadmap.terminal.pages.components import HEADING, QUIET

if TYPE_CHECKING:
    from genai_roadmap.progress.change import Change
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.tree import Count, Node
    from genai_roadmap.storage.backups import BackupFile
    from genai_roadmap.storage.progress_files import Backup
    from genai_roadmap.terminal.display import Display

# The other columns of the counts.
COUNTS_WIDTH = 32
# A narrower log shows days and actions only.
MIN_WIDTH_FOR_TIMES = 60
CLOCK_IS_BEHIND = "The clock is behind the last change; this change is dated right after it."
NEW_VERSION = "a new version of the roadmap"


def outcome(result: Outcome, history: History, display: Display) -> Page:
    """Show what a command changed, the progress after it with its `history`, and what is next."""
    nodes = result.after.nodes
    changed = [nodes[slug] for slug in result.changed if slug in nodes]
    lines = [safe_text(f"{text[0].upper()}{text[1:]}", QUIET) for text in notices.unmarked(result)]
    if not changed and not result.reverted:
        return Group(safe_text("Noted." if result.has_only_note else "Nothing changed."), *lines)
    rows = [components.sign_number_title(node, display) for node in changed[: notices.MAX_ROWS]]
    headline = _headline(result)
    today = history.today
    if at_once := notices.marked_at_once(result, history):
        lines.append(safe_text(at_once, QUIET))
    following = [*islice(result.after.suggestions(today), 1)] if result.action is Action.DONE else []
    return components.page(
        components.section(headline, _with_more(rows, len(changed), display)) or safe_text(headline, HEADING),
        notices.celebration(result, history),
        Group(*lines) if lines else None,
        _count_changes(result.before, result.after, display),
        safe_text(CLOCK_IS_BEHIND, QUIET) if result.is_clock_behind else None,
        components.table_section(
            "Next", [components.suggestion_row(each, today, display) for each in following], display
        ),
        components.hint("Redo with", "genai-roadmap redo")
        if result.action is Action.UNDO
        else components.hint("Undo with", "genai-roadmap undo"),
    )


def summary(result: Outcome, undo_hint: str) -> str:
    """Return what a command changed and how to undo it, for a message."""
    changed = f"{_headline(result)}: {notices.titles(result.changed, result.after)}"
    parts = [
        changed if result.changed else "Nothing changed",
        *notices.unchanged(result),
        undo_hint if result.changed else "",
    ]
    counted = [f"{milestones.counted_text(choice)}." for choice in milestones.choices(result)]
    prerequisites = f"{text}." if (text := notices.prerequisites(result)) else ""
    clock = CLOCK_IS_BEHIND if result.is_clock_behind else ""
    sentences = [f"{'; '.join(filter(None, parts))}.", *counted, prerequisites, milestones.celebration(result), clock]
    return " ".join(filter(None, sentences))


def notes(node: Node, headline: str, _display: Display) -> Page:
    """Show the notes on an item, below a headline."""
    empty = safe_text(f'No notes. Add one with: genai-roadmap note {node.slug} "TEXT"', QUIET)
    return components.page(
        safe_text(headline) if headline else None,
        components.section(f"Notes on {node.item.number} {node.title}", components.notes(node)) or empty,
    )


def log(changes: list[Change], report: Report, display: Display) -> Page:
    """Show changes, one per line."""
    if not changes:
        return safe_text("Nothing recorded since that date." if report.progress.changes else NOTHING, QUIET)
    return components.table([_log_row(change, report, display) for change in changes], display)


def backups(found: list[Backup], of_roadmap: list[BackupFile], roadmap_id: str, display: Display) -> Page:
    """Show the backups of a progress file and of the roadmap, one per line."""
    if not found and not of_roadmap:
        return safe_text("No backups yet. Each command that changes the progress file makes one.")
    other = next((backup for backup in found if not backup.is_current and not backup.is_damaged), None)
    rows = [[safe_text(minute_text(in_local_zone(backup.at))), safe_text(str(backup.path))] for backup in of_roadmap]
    return components.page(
        components.table(map(_backup_row, found), display) if found else None,
        components.hint("Restore one with", f"genai-roadmap restore {other.number}") if other else None,
        components.table_section("Backups of the roadmap", rows, display),
        components.hint("Restore one with", f"genai-roadmap import FILE --id {roadmap_id}") if rows else None,
    )


def difference(before: Report, after: Report, display: Display) -> Page:
    """Show what restoring a backup would change."""
    changed = differences(before, after)
    rows = [
        [*components.sign_number_title(new, display)[1:], safe_text(f"{old.status.value} -> {new.status.value}")]
        for old, new in changed[: notices.MAX_ROWS]
    ]
    changes = plural(len(after.progress.changes), "change")
    return components.page(
        components.section("Changes", _with_more(rows, len(changed), display)) or safe_text("No status changes."),
        _count_changes(before, after, display),
        safe_text(f"The journal will have {changes} (now {len(before.progress.changes)}).", QUIET),
    )


def restored(number: int, before: Report, after: Report, _display: Display) -> Page:
    """Show that the backup with this number is restored, and how to undo it."""
    changes = f"{plural(len(after.progress.changes), 'change')}; was {len(before.progress.changes)}"
    text = safe_text(f"Restored backup {number} ({changes}).")
    return Group(text, components.hint("Undo with", "genai-roadmap restore 2"))


def _with_more(rows: list[list[StyledText]], count: int, display: Display) -> list[Page]:
    """Return a table of the first of `count` rows, and how many more there are."""
    more = [safe_text(f"and {count - notices.MAX_ROWS} more", QUIET)] if count > notices.MAX_ROWS else []
    return [components.table(rows, display), *more] if rows else []


def _log_row(change: Change, report: Report, display: Display) -> list[StyledText]:
    is_narrow = not display.plain and display.width < MIN_WIDTH_FOR_TIMES
    is_undone = change.id in report.progress.undone
    subject = report.progress.original(change)
    topics = _goal_text(subject) if subject.action is Action.GOAL else notices.titles(subject.topics, report)
    if subject.action is Action.IMPORT:
        topics = NEW_VERSION
    note = f": {change.note.strip().splitlines()[0]}" if change.note and change.note.strip() else ""
    style = QUIET if is_undone else ""
    return [
        safe_text(day_text(change.day) if is_narrow else time_of(change), QUIET),
        safe_text(change.action.value if is_narrow else _action_text(change), style),
        safe_text(topics + note, style),
        safe_text("undone" if is_undone else "", QUIET),
    ]


def _backup_row(backup: Backup) -> list[StyledText]:
    content = "damaged" if backup.changes is None else f"{backup.done} done, {plural(backup.changes, 'change')}"
    current = "current" if backup.is_current else ""
    texts = [minute_text(backup.at), content]
    return [safe_text(str(backup.number), QUIET), *map(safe_text, texts), safe_text(current, QUIET)]


def _headline(result: Outcome) -> str:
    change, topics = result.reverted, topics_text(len(result.changed))
    if not change:
        on = result.progress.changes[-1].on if result.changed else None
        statuses = {result.before.nodes[slug].status for slug in result.changed}
        if on and statuses == {STATUS_AFTER[result.action]}:
            return f"{topics} moved to {weekday_text(on)}"
        optional = notices.optional(result) if result.action is Action.DONE else ""
        return f"{topics}{optional} {notices.RESULTS[result.action]}{f' on {weekday_text(on)}' if on else ''}"
    subject = f"{_action_text(change)}, {topics}"
    if change.action is Action.NOTE:
        subject = _note_text(change)
    elif change.action is Action.IMPORT:
        subject = f"import, {NEW_VERSION}"
    elif change.action is Action.GOAL:
        subject = f"goal {_goal_text(change)}"
    return f"{'Undid' if result.action is Action.UNDO else 'Redid'}: {subject} ({time_of(change)})"


def _action_text(change: Change) -> str:
    if change.action is Action.NOTE:
        return "note" if not change.replaces else "note edited" if change.note else "note deleted"
    known = f" ({ALREADY_KNOWN})" if change.known else ""
    note = " with a note" if change.note else ""
    return f"{change.action.value}{known}{note}"


def _note_text(change: Change) -> str:
    if not change.note:
        return "deleting the note"
    return f"{'editing the note to' if change.replaces else 'the note'} {change.note!r}"


def _goal_text(change: Change) -> str:
    return day_text(change.goal) if change.goal else "cleared"


def _count_changes(before: Report, after: Report, display: Display) -> Page | None:
    """Return the counts of the steps that changed, and the total; None if the total did not change."""
    if before.count == after.count:
        return None
    # An import may have changed the steps.
    pairs = zip(before.steps, after.steps, strict=True) if before.roadmap == after.roadmap else ()
    steps = [(old, new) for old, new in pairs if old.count != new.count]
    rows = [_count_row(new.item.number, new.title, old.count, new.count, display) for old, new in steps]
    return components.table([*rows, _count_row("", "Total", before.count, after.count, display)], display)


def _count_row(number: str, title: str, old: Count, new: Count, display: Display) -> list[StyledText]:
    optional = f"optional {old.optional_done} -> {new.optional_done} of {new.optional_total}"
    return [
        safe_text(number, QUIET),
        clipped_text(title, 1, display, indent=COUNTS_WIDTH),
        safe_text(f"{old.done}{'' if old.total == new.total else f' of {old.total}'} -> {new.done} of {new.total}"),
        safe_text(f"{new.percent}%", justify="right"),
        safe_text(optional if old.optional_done != new.optional_done else "", QUIET),
    ]
