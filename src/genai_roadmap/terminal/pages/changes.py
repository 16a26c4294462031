"""Pages that show what was recorded, and what a command changed."""

import datetime as dt
from itertools import islice

from rich.console import Group

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Action
from genai_roadmap.report.outcome import Outcome
from genai_roadmap.report.report import Report, differences
from genai_roadmap.report.tree import Count, Node
from genai_roadmap.report.wording import day_text, plural, time_of, topics_text
from genai_roadmap.storage.backups import Backup
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages.components import (
    HEADING,
    MANY,
    QUIET,
    first_of,
    hint,
    note_text,
    page_of,
    rows_of,
    section,
    sign_number_title,
    suggested,
)

ROOM_FOR_TIMES = 60
PROTECTED = {Action.DONE: "optional or skipped", Action.START: "done, optional or skipped", Action.SKIP: "done"}
BEHIND = "The clock stands before the last change of the journal; this one is dated right after that."
DID = {Action.DONE: "done", Action.START: "started", Action.SKIP: "skipped", Action.RESET: "to do again"}


def outcome(result: Outcome, today: dt.date, display: Display) -> Page:
    """What a command changed, where that leaves the progress, and what is next."""
    nodes = result.after.nodes
    changed = [nodes[slug] for slug in result.changed if slug in nodes]
    others = [*_list_of(f"already {DID.get(result.action)}", result.unchanged, nodes), *_protected(result)]
    if not changed and not result.reverted:
        return Group(safe_text("Noted." if result.has_only_note else "Nothing changed."), *others)
    return page_of(
        Group(safe_text(_headline(result), style=HEADING), *([first_of(changed, display)] if changed else [])),
        Group(*others) if others else None,
        _moved(result.before, result.after, display),
        safe_text(BEHIND, style=QUIET) if result.is_clock_behind else None,
        section("Next", suggested([*islice(result.after.suggestions(), 1)], today, display))
        if result.action is Action.DONE
        else None,
        hint("genai-roadmap redo", "brings it back")
        if result.action is Action.UNDO
        else hint("genai-roadmap undo", "takes it back"),
    )


def summary(result: Outcome, way_back: str) -> str:
    """What a command changed and how to take that back, where there is no room for a page."""
    parts = [
        _naming(_headline(result), result.changed, result.after) or "Nothing changed",
        _naming(f"already {DID.get(result.action)}", result.unchanged, result.after),
        _naming(f"left alone, being {PROTECTED.get(result.action)}", result.protected, result.after),
        way_back if result.changed else "",
    ]
    return f"{'; '.join(filter(None, parts))}.{f' {BEHIND}' if result.is_clock_behind else ''}"


def notes(node: Node, _display: Display) -> Page:
    """The notes on an item."""
    if node.notes:
        return Group(*(note_text(change) for change in node.notes))
    return safe_text(f"No notes yet. Add one: genai-roadmap note {node.slug} TEXT", style=QUIET)


def log(changes: list[Change], report: Report, display: Display) -> Page:
    """Changes, one a line."""
    if not changes:
        return safe_text("Nothing is recorded here.", style=QUIET)
    return rows_of((_log_row(change, report, display) for change in changes), display)


def backups(backups: list[Backup], display: Display) -> Page:
    """The kept earlier backups of a progress file, one a line."""
    if not backups:
        return safe_text("There is no backup yet; each command that records something keeps one.")
    rows = rows_of(map(_backup_row, backups), display)
    return page_of(rows, hint("genai-roadmap restore 2", "brings the second one back; the first is what there is now"))


def difference(before: Report, after: Report, display: Display) -> Page:
    """What bringing a backup back would change."""
    changed = differences(before, after)
    rows = [
        [*sign_number_title(new, display)[1:], safe_text(f"{old.status.value} -> {new.status.value}")]
        for old, new in changed[:MANY]
    ]
    more = [safe_text(f"and {len(changed) - MANY} more", style=QUIET)] if len(changed) > MANY else []
    then, now = len(after.progress.changes), len(before.progress.changes)
    return page_of(
        section("This changes", [rows_of(rows, display), *more])
        if rows
        else safe_text("The status of no topic changes."),
        _moved(before, after, display),
        safe_text(f"The journal then has {plural(then, 'change')}, and now {now}.", style=QUIET),
    )


def restored(_display: Display) -> Page:
    """What to do if it was not meant."""
    return Group(safe_text("It is back."), hint("genai-roadmap restore 2", "takes this back"))


def _log_row(change: Change, report: Report, display: Display) -> list[StyledText]:
    is_narrow = not display.plain and display.width < ROOM_FOR_TIMES
    is_undone = change.id in report.progress.undone
    style = QUIET if is_undone else ""
    return [
        safe_text(day_text(change.day) if is_narrow else time_of(change), style=QUIET),
        safe_text(change.action.value if is_narrow else _what(change), style=style),
        safe_text(_subject(change, report) + _noted(change), style=style),
        safe_text("undone" if is_undone else "", style=QUIET),
    ]


def _goal(change: Change) -> str:
    return f"the goal {day_text(change.goal)}" if change.goal else "giving up the goal"


def _noted(change: Change) -> str:
    return f": {change.note.strip().splitlines()[0]}" if change.note and change.note.strip() else ""


def _backup_row(backup: Backup) -> list[StyledText]:
    held = f"{backup.done} done, {plural(backup.changes, 'change')}" if backup.changes is not None else "damaged"
    return [
        safe_text(str(backup.number), style=QUIET),
        safe_text(f"{day_text(backup.at.date())} {backup.at:%H:%M}"),
        safe_text(held),
    ]


def _headline(result: Outcome) -> str:
    if not result.reverted:
        return f"{topics_text(len(result.changed))} {DID[result.action]}"
    action = "Took back" if result.action is Action.UNDO else "Did again"
    if result.reverted.action is Action.NOTE:
        return f"{action}: the note {result.reverted.note!r} of {time_of(result.reverted)}"
    if result.reverted.action is Action.GOAL:
        return f"{action}: {_goal(result.reverted)}, of {time_of(result.reverted)}"
    return f"{action}: {_what(result.reverted)}, {topics_text(len(result.changed))}, of {time_of(result.reverted)}"


def _list_of(what: str, slugs: tuple[str, ...], nodes: dict[str, Node]) -> list[Page]:
    names = ", ".join(nodes[slug].content.title for slug in slugs[:MANY])
    more = f" and {len(slugs) - MANY} more" if len(slugs) > MANY else ""
    return [safe_text(f"{what[0].upper()}{what[1:]}: {names}{more}", style=QUIET)] if slugs else []


def _naming(what: str, slugs: tuple[str, ...], report: Report) -> str:
    return f"{what}: {_titles(slugs, report)}" if slugs else ""


def _protected(result: Outcome) -> list[Page]:
    nodes = result.after.nodes
    alternatives = tuple(
        slug for slug in result.protected if result.action is Action.DONE and _is_alternative(nodes[slug])
    )
    others = tuple(slug for slug in result.protected if slug not in alternatives)
    return [
        *_list_of("not needed, as others of its kind are enough; if you learned it, name it", alternatives, nodes),
        *_list_of(f"left alone, being {PROTECTED.get(result.action)}; --all marks them too", others, nodes),
    ]


def _is_alternative(node: Node) -> bool:
    return bool(node.item.parent and node.item.parent.content.required_count and not node.content.optional)


def _moved(before: Report, after: Report, display: Display) -> Page | None:
    """The counts that moved, of the steps and of the whole."""
    if before.count == after.count:
        return None
    pairs = [(old, new) for old, new in zip(before.steps, after.steps, strict=True) if old.count != new.count]
    rows = [_moved_row(new.item.number, new.title, old.count, new.count) for old, new in pairs]
    return rows_of([*rows, _moved_row("", "Total", before.count, after.count)], display)


def _moved_row(number: str, title: str, old: Count, new: Count) -> list[StyledText]:
    optional = ""
    if old.optional_done != new.optional_done:
        optional = f"optional {old.optional_done} -> {new.optional_done} of {new.optional_total}"
    return [
        safe_text(number, style=QUIET),
        safe_text(title),
        safe_text(f"{old.done} -> {new.done} of {new.total}"),
        safe_text(f"{new.percent}%", justify="right"),
        safe_text(optional, style=QUIET),
    ]


def _what(change: Change) -> str:
    known = " (known before)" if change.known else ""
    note = " with a note" if change.note and change.action is not Action.NOTE else ""
    return f"{change.action.value}{known}{note}"


def _subject(change: Change, report: Report) -> str:
    """What a change, or the one that it took or brought back, is about."""
    subject = report.progress.original(change)
    return _goal(subject) if subject.action is Action.GOAL else _titles(subject.topics, report)


def _titles(slugs: tuple[str, ...], report: Report) -> str:
    titles = [report.title(slug) for slug in slugs]
    return ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")  # noqa: PLR2004
