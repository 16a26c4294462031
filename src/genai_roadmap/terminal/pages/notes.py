"""Pages with notes: those on an item, on all items, and on a removed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.report.wording import note_time, plural
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import QUIET
from genai_roadmap.text import shown_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from genai_roadmap.progress.notes import Note
    from genai_roadmap.report.report import Report
    from genai_roadmap.report.tree import Node
    from genai_roadmap.terminal.display import Display


def notes_of(node: Node) -> Iterator[Page]:
    """Yield the notes on an item, each with its number and time above its text."""
    for number in range(1, len(node.notes) + 1):
        yield from numbered_note(node, number)


def numbered_note(node: Node, number: int, limit: int | None = None) -> Iterator[Page]:
    """Yield the note with this number, with its time, and at most this many lines of its text."""
    note = node.notes[number - 1]
    lines = note.text.splitlines()
    count = shown_count(len(lines), limit) if limit else len(lines)
    more = [f"and {plural(len(lines[count:]), 'more line')}"] if lines[count:] else []
    return _note([*lines[:count], *more], f"{number}  {note_time(note)}")


def in_roadmap(found: Sequence[Note], report: Report, _display: Display) -> Page:
    """Show the notes on the items of a roadmap, each below the titles of its items."""
    parts = (
        part
        for note in found
        for part in _note(note.text.splitlines(), f"{_titles(note, report)}  {_number(note, report)}")
    )
    empty = components.hint("No notes. Add one with", 'genai-roadmap note ITEM "TEXT"')
    return components.section(f"Notes on {report.roadmap.title}", parts) or empty


def on_removed(slug: str, found: Sequence[Note], _display: Display) -> Page:
    """Show the notes on an item that was removed from the roadmap."""
    kept = f"{plural(len(found), 'note')} {'was' if len(found) == 1 else 'were'} kept"
    parts = (part for note in found for part in _note(note.text.splitlines(), note_time(note)))
    return Group(safe_text(f"{slug!r} was removed from the roadmap; {kept}:"), *parts)


def _titles(note: Note, report: Report) -> str:
    items = [(report.roadmap.item_with_slug(slug), slug) for slug in note.slugs]
    return ", ".join(f"{item.number} {item.title}" if item else f"{slug} (removed)" for item, slug in items)


def _number(note: Note, report: Report) -> str:
    """Return the time of a note and, if it is on one item, its number, which `note --edit` needs."""
    items = [report.roadmap.item_with_slug(slug) for slug in note.slugs]
    notes = report.nodes[items[0].slug].notes if len(items) == 1 and items[0] else ()
    number = f"note {notes.index(note) + 1}, " if note in notes else ""
    return f"{number}{note_time(note)}"


def _note(lines: Iterable[str], heading: str) -> Iterator[Page]:
    yield safe_text(heading, QUIET)
    yield Padding(Group(*map(safe_text, lines)), (0, 0, 0, components.NOTE_INDENT))
