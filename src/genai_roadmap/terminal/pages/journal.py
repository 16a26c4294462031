"""Pages about the journal and its backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.progress.corrections import corrected_days
from genai_roadmap.progress.notes import deleted_texts
from genai_roadmap.progress.ratings import replaced_ids
from genai_roadmap.progress.status import Action
from genai_roadmap.report.recorded import BACKUP, NEW_VERSION, action_text, details_text, new_goal_text
from genai_roadmap.report.report import Report, differences
from genai_roadmap.report.wording import ALREADY_KNOWN, NOTHING, day_text, minute_text, plural, time_of, topics_text
from genai_roadmap.terminal.output import Page, StyledText, safe_text, shortened, unwrapped
from genai_roadmap.terminal.pages import components, notices
from genai_roadmap.terminal.pages.changes import count_changes, with_more
from genai_roadmap.terminal.pages.components import QUIET
from genai_roadmap.text import beginning, quoted, shortlist

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from genai_roadmap.progress.change import Change
    from genai_roadmap.storage.backups import BackupFile
    from genai_roadmap.storage.progress_files import Backup
    from genai_roadmap.terminal.display import Display

# A narrower log shows days and actions only.
MIN_WIDTH_FOR_TIMES = 60
MACHINE_WIDTH = 12
# The column of the table of backups that is shortened first: the last change.
LAST_COLUMN = 3
MAX_CHANGES = 5
MAX_NOTE = 1_000  # characters in a line, also without a terminal
REVERTED = {Action.UNDO: "undid", Action.REDO: "redid"}


def log(
    changes: list[Change],
    report: Report,
    machines: Mapping[str, str],
    display: Display,
    *,
    undoable: Change | None = None,
    own: str | None = None,
) -> Page:
    """Show changes, one line each; if there are several machines, each with the name of its machine; `own` is this one.

    A mark that was corrected later has the day that counts. The change that an undo would revert is marked if it is not
    the first one, because another machine recorded that.
    """
    progress = report.progress
    if not changes:
        return safe_text("Nothing recorded since that date." if progress.changes else NOTHING, QUIET)
    rows = _rows(changes, report, display)
    if undoable in changes and undoable != next(change for change in changes if change.id not in progress.undone):
        rows[changes.index(undoable)][-1] = safe_text("undo reverts this", QUIET)
    if machines:
        names = machines if display.plain else {**machines, own or "": "this machine"}
        rows = [[*row, _machine(change, names, display)] for row, change in zip(rows, changes, strict=True)]
    return components.one_line_table(rows, display)


def _rows(changes: list[Change], report: Report, display: Display) -> list[list[StyledText]]:
    """Return a row for each change, with what corrected it."""
    progress, current_slug = report.progress, report.roadmap.current_slug
    replaced = replaced_ids(progress.effective, current_slug)
    days = corrected_days(progress.effective, current_slug)
    corrections = {change.id: _correction(change, days[change.id]) for change in changes if change.id in days}
    deleted = deleted_texts(progress.changes, progress.undone)
    return [
        _log_row(change, report, display, deleted, corrections.get(change.id, ""), is_replaced=change.id in replaced)
        for change in changes
    ]


def _machine(change: Change, names: Mapping[str, str], display: Display) -> StyledText:
    return shortened(safe_text(names.get(change.machine or "", ""), QUIET), MACHINE_WIDTH, display)


def backups(
    found: list[Backup],
    of_roadmap: list[BackupFile],
    report: Report,
    display: Display,
    *,
    newest: BackupFile | None = None,
    removed: Sequence[str] = (),
) -> Page:
    """Show the backups, with the `newest` good one of the roadmap, and how to restore removed roadmaps."""
    none = None if of_roadmap else safe_text("No backups yet. Each command that changes the progress file makes one.")
    other = next((backup for backup in found if not backup.is_current and not backup.is_damaged), None)
    rows = [[safe_text(minute_text(in_local_zone(backup.at))), safe_text(backup.path.name)] for backup in of_roadmap]
    commands = [components.hint(roadmap_id, f"genai-roadmap restore {roadmap_id}") for roadmap_id in removed]
    return components.page(
        _backup_table([_backup_row(backup, report) for backup in found], display) if found else none,
        components.hint("Restore one with", f"genai-roadmap restore {other.number}") if other else None,
        components.table_section("Backups of the roadmap", rows, display),
        _restore_hint(newest, report) if newest else None,
        components.section("Removed roadmaps", commands),
    )


def _restore_hint(backup: BackupFile, report: Report) -> StyledText:
    command = f"genai-roadmap import {quoted(str(backup.path))} --id {report.roadmap.id}"
    return unwrapped(components.hint("Restore the newest", command))


def difference(before: Report, after: Report, display: Display) -> Page:
    """Show what restoring a backup would change."""
    changed = differences(before, after)
    rows = [
        [*components.sign_number_title(new, display)[1:], safe_text(f"{old.status.value} -> {new.status.value}")]
        for old, new in changed
    ]
    return components.page(
        components.section("Changes", with_more(rows, display)) or safe_text("No status changes."),
        count_changes(before, after, display),
        _other_changes("Changes to undo", before, after, display),
        _other_changes("Changes to restore", after, before, display),
    )


def restored(number: int, before: Report, after: Report, _display: Display, *, can_undo: bool) -> Page:
    """Show that the backup with this number is restored, and how to undo it; it may be the current state."""
    if before.progress.changes == after.progress.changes:
        same = "is the current state" if number == 1 else "has the same progress as now"
        return safe_text(f"Backup {number} {same}; nothing was changed.")
    undone, restored = (len(_effective_only_in(*each)) for each in ((before, after), (after, before)))
    parts = [
        f"{plural(count, 'change')} {what}" for count, what in ((undone, "undone"), (restored, "restored")) if count
    ]
    text = safe_text(f"Restored backup {number} ({', '.join(parts) or 'no status changes'}).")
    return Group(text, components.hint("Undo with", "genai-roadmap undo")) if can_undo else text


def _other_changes(title: str, one: Report, other: Report, display: Display) -> Page | None:
    """Return the last changes that are effective in one report only; None if there are none."""
    found = _effective_only_in(one, other)
    deleted = deleted_texts(one.progress.changes, one.progress.undone)
    shown, more = components.first_rows(found[::-1], MAX_CHANGES)
    rows = [_log_row(change, one, display, deleted) for change in shown]
    narrower = display._replace(width=display.width - components.INDENT)
    parts: list[Page] = [components.one_line_table(rows, narrower), *more] if rows else []
    return components.section(f"{title}: {len(found)}", parts)


def _effective_only_in(one: Report, other: Report) -> list[Change]:
    """Return the changes that are effective in one of two reports only, without the restore between them."""
    elsewhere = {change.id for change in other.progress.effective}
    found = (change for change in one.progress.effective if change.action is not Action.RESTORE)
    return [change for change in found if change.id not in elsewhere]


def _log_row(
    change: Change,
    report: Report,
    display: Display,
    deleted: Mapping[str, str],
    correction: str = "",
    *,
    is_replaced: bool = False,
) -> list[StyledText]:
    is_narrow = not display.has_room(MIN_WIDTH_FOR_TIMES)
    is_undone = change.id in report.progress.undone
    note = _note(change, deleted, display)
    # A narrow page has no room for a column of them.
    suffix = " (replaced)" if is_replaced else f" ({correction})" if correction and is_narrow else ""
    style = QUIET if is_undone or correction else ""
    subject = _subject(change, report)
    when = day_text(change.day) if is_narrow else time_of(change)
    # On a terminal the column of the action has one word, and the titles, which may be cut, are last.
    details = "" if display.plain or is_narrow else _details(change, report.progress.original(change))
    return [
        safe_text(f"for {when}" if change.is_back_dated else when, QUIET),
        safe_text(action_text(change) if display.plain else change.action.value, style),
        safe_text(
            f"{details}{': ' if details and subject else ''}{subject}{': ' if note else ''}{note}{suffix}", style
        ),
        safe_text("undone" if is_undone else "" if is_narrow else correction, QUIET),
    ]


def _correction(change: Change, days: set[dt.date]) -> str:
    """Return the day that counts instead of that of a mark or, if it has no other one, that another mark counts."""
    return f"now {day_text(*days)}" if len(days) == 1 and change.day not in days else "replaced"


def _note(change: Change, deleted: Mapping[str, str], display: Display) -> str:
    """Return the note of a change and, unless the column of the action says so, that it edited or deleted one."""
    text = _first_line(change.note or deleted.get(change.id, ""))
    if display.plain or change.action is not Action.NOTE or not change.replaces:
        return text
    return f"{'edited to' if change.note else 'deleted'}{f' {text!r}' if text else ''}"


def _first_line(note: str) -> str:
    """Return the first line of a note, shortened: one that was not recorded by this program may have megabytes."""
    first, *others = note.strip().splitlines() or [""]
    return f"{beginning(first, MAX_NOTE)}{' ...' if others or len(first) > MAX_NOTE else ''}"


def _details(change: Change, subject: Change) -> str:
    """Return what the titles don't say, or not if they are cut, like 10 topics already known; it may be empty."""
    links, topics = len(subject.links), len(subject.topics)
    count = plural(links, "resource") if links > 1 else topics_text(topics) if topics > 1 else ""
    if count and change.grade:
        return f"{count}{details_text(change)}"
    known = ALREADY_KNOWN if change.known and not links else ""
    grade = f"{change.grade} (corrected)" if change.grade and change.replaces else change.grade
    return " ".join(filter(None, [count, ", ".join(filter(None, [known, grade]))]))


def _subject(change: Change, report: Report) -> str:
    """Return what a change is about: the titles of its topics, a goal, a new version of the roadmap, or a backup."""
    subject = report.progress.original(change)
    if subject.action is Action.IMPORT:
        return NEW_VERSION
    if subject.action is Action.RESTORE:
        return f"{BACKUP} ({plural(len(subject.changes), 'change')} reverted)"
    if subject.links:
        return shortlist([resource.link.title for resource in report.resources_at(subject.links)])
    return new_goal_text(subject) if subject.action is Action.GOAL else notices.titles(subject.topics, report)


def _last_change(change: Change, report: Report) -> str:
    """Return what a change did and what it is about, like done Loops or undid goal 30 Jun 2027."""
    original = report.progress.original(change)
    reverted = f"{REVERTED[change.action]} " if change.action in REVERTED else ""
    return f"{reverted}{action_text(original)} {_subject(change, report)}".rstrip()


def _backup_table(rows: list[list[StyledText]], display: Display) -> Page:
    """Return a table with one line for each backup, unless nothing of the last change would be left."""
    if display.width < MIN_WIDTH_FOR_TIMES:
        return components.table(rows, display)
    return components.one_line_table(rows, display, LAST_COLUMN)


def _backup_row(backup: Backup, report: Report) -> list[StyledText]:
    content = "damaged" if backup.changes is None else f"{backup.done:,} done, {plural(backup.changes, 'change')}"
    last = _last_change(backup.last, report) if backup.last else ""
    texts = [minute_text(backup.at), content, f"last: {last}" if last else ""]
    current = "current" if backup.is_current else ""
    return [safe_text(str(backup.number), QUIET), *map(safe_text, texts), safe_text(current, QUIET)]
