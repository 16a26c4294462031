"""Pages that show what was recorded, and what a command changed."""

from collections.abc import Iterable
from itertools import islice

from rich.console import Group

from genai_roadmap.backups import Version
from genai_roadmap.look import Look
from genai_roadmap.marking import Outcome
from genai_roadmap.nodes import Count, Node
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Action
from genai_roadmap.render.pieces import (
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
from genai_roadmap.report import Report, Suggestion, differences
from genai_roadmap.sentences import day_text, plural, time_of, topics_text
from genai_roadmap.terminal import Page, Words, words

ROOM_FOR_TIMES = 60
SPARED = {Action.DONE: "optional or skipped", Action.START: "done, optional or skipped", Action.SKIP: "done"}
BEHIND = "The clock stands before the last change of the journal; this one is dated right after that."
DID = {Action.DONE: "done", Action.START: "started", Action.SKIP: "skipped", Action.RESET: "to do again"}


def outcome(result: Outcome, found: Iterable[Suggestion], look: Look) -> Page:
    """What a command changed, where that leaves the progress, and what is next."""
    nodes = result.after.nodes
    changed = [nodes[slug] for slug in result.changed if slug in nodes]
    others = [*_list_of(f"already {DID.get(result.action)}", result.unchanged, nodes), *_left_alone(result)]
    if not changed and not result.about:
        return Group(words("Noted." if result.noted else "Nothing changed."), *others)
    return page_of(
        Group(words(_headline(result), style=HEADING), *([first_of(changed, look)] if changed else [])),
        Group(*others) if others else None,
        _moved(result.before, result.after, look),
        words(BEHIND, style=QUIET) if result.is_clock_behind else None,
        section("Next", suggested([*islice(found, 1)], look)) if result.action is Action.DONE else None,
        hint("genai-roadmap redo", "brings it back")
        if result.action is Action.UNDO
        else hint("genai-roadmap undo", "takes it back"),
    )


def summary(result: Outcome, way_back: str) -> str:
    """What a command changed and how to take that back, where there is no room for a page."""
    parts = [
        _naming(_headline(result), result.changed, result.after) or "Nothing changed",
        _naming(f"already {DID.get(result.action)}", result.unchanged, result.after),
        _naming(f"left alone, being {SPARED.get(result.action)}", result.left_alone, result.after),
        way_back if result.changed else "",
    ]
    return f"{'; '.join(filter(None, parts))}.{f' {BEHIND}' if result.is_clock_behind else ''}"


def notes(node: Node) -> Page:
    """The notes on an item."""
    if node.notes:
        return Group(*(note_text(change) for change in node.notes))
    return words(f"No notes yet. Add one: genai-roadmap note {node.slug} TEXT", style=QUIET)


def log(changes: list[Change], report: Report, look: Look) -> Page:
    """Changes, one a line."""
    if not changes:
        return words("Nothing is recorded here.", style=QUIET)
    return rows_of((_log_row(change, report, look) for change in changes), look)


def backups(versions: list[Version], look: Look) -> Page:
    """The kept earlier versions of a progress file, one a line."""
    if not versions:
        return words("There is no backup yet; each command that records something keeps one.")
    rows = rows_of(map(_version_row, versions), look)
    return page_of(rows, hint("genai-roadmap restore 2", "brings the second one back; the first is what there is now"))


def difference(before: Report, after: Report, look: Look) -> Page:
    """What bringing a version back would change."""
    changed = differences(before, after)
    rows = [
        [*sign_number_title(new, look)[1:], words(f"{old.status.value} -> {new.status.value}")]
        for old, new in changed[:MANY]
    ]
    more = [words(f"and {len(changed) - MANY} more", style=QUIET)] if len(changed) > MANY else []
    then, now = len(after.progress.changes), len(before.progress.changes)
    return page_of(
        section("This changes", [rows_of(rows, look), *more]) if rows else words("The status of no topic changes."),
        _moved(before, after, look),
        words(f"The journal then has {plural(then, 'change')}, and now {now}.", style=QUIET),
    )


def restored() -> Page:
    """What to do if it was not meant."""
    return Group(words("It is back."), hint("genai-roadmap restore 2", "takes this back"))


def _log_row(change: Change, report: Report, look: Look) -> list[Words]:
    is_narrow = not look.plain and look.width < ROOM_FOR_TIMES
    is_undone = change.id in report.progress.undone
    style = QUIET if is_undone else ""
    return [
        words(day_text(change.day) if is_narrow else time_of(change), style=QUIET),
        words(change.action.value if is_narrow else _what(change), style=style),
        words(_subject(change, report) + _noted(change), style=style),
        words("undone" if is_undone else "", style=QUIET),
    ]


def _goal(change: Change) -> str:
    return f"the goal {day_text(change.goal)}" if change.goal else "giving up the goal"


def _noted(change: Change) -> str:
    return f": {change.note.strip().splitlines()[0]}" if change.note and change.note.strip() else ""


def _version_row(version: Version) -> list[Words]:
    held = f"{version.done} done, {plural(version.changes, 'change')}" if version.changes is not None else "damaged"
    return [
        words(str(version.number), style=QUIET),
        words(f"{day_text(version.at.date())} {version.at:%H:%M}"),
        words(held),
    ]


def _headline(result: Outcome) -> str:
    if not result.about:
        return f"{topics_text(len(result.changed))} {DID[result.action]}"
    action = "Took back" if result.action is Action.UNDO else "Did again"
    if result.about.action is Action.NOTE:
        return f"{action}: the note {result.about.note!r} of {time_of(result.about)}"
    if result.about.action is Action.GOAL:
        return f"{action}: {_goal(result.about)}, of {time_of(result.about)}"
    return f"{action}: {_what(result.about)}, {topics_text(len(result.changed))}, of {time_of(result.about)}"


def _list_of(what: str, slugs: tuple[str, ...], nodes: dict[str, Node]) -> list[Page]:
    names = ", ".join(nodes[slug].content.title for slug in slugs[:MANY])
    more = f" and {len(slugs) - MANY} more" if len(slugs) > MANY else ""
    return [words(f"{what[0].upper()}{what[1:]}: {names}{more}", style=QUIET)] if slugs else []


def _naming(what: str, slugs: tuple[str, ...], report: Report) -> str:
    return f"{what}: {_titles(slugs, report)}" if slugs else ""


def _left_alone(result: Outcome) -> list[Page]:
    nodes = result.after.nodes
    alternatives = tuple(
        slug for slug in result.left_alone if result.action is Action.DONE and _is_alternative(nodes[slug])
    )
    others = tuple(slug for slug in result.left_alone if slug not in alternatives)
    return [
        *_list_of("not needed, as others of its kind are enough; if you learned it, name it", alternatives, nodes),
        *_list_of(f"left alone, being {SPARED.get(result.action)}; --all marks them too", others, nodes),
    ]


def _is_alternative(node: Node) -> bool:
    return bool(node.item.parent and node.item.parent.content.required_count and not node.content.optional)


def _moved(before: Report, after: Report, look: Look) -> Page | None:
    """The counts that moved, of the steps and of the whole."""
    if before.count == after.count:
        return None
    pairs = [(old, new) for old, new in zip(before.steps, after.steps, strict=True) if old.count != new.count]
    rows = [_moved_row(new.item.number, new.title, old.count, new.count) for old, new in pairs]
    return rows_of([*rows, _moved_row("", "Total", before.count, after.count)], look)


def _moved_row(number: str, title: str, old: Count, new: Count) -> list[Words]:
    optional = ""
    if old.optional_done != new.optional_done:
        optional = f"optional {old.optional_done} -> {new.optional_done} of {new.optional_total}"
    return [
        words(number, style=QUIET),
        words(title),
        words(f"{old.done} -> {new.done} of {new.total}"),
        words(f"{new.percent}%", justify="right"),
        words(optional, style=QUIET),
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
