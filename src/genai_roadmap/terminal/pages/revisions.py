"""Pages about what changed between two versions of a roadmap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genai_roadmap.report.item_progress import kept_text, progress_text
from genai_roadmap.report.update import same_option
from genai_roadmap.report.wording import plural
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.text import shown_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.report.tree import Node
    from genai_roadmap.report.update import MarkedItems, Update
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display

# The maximum number of items of each kind that precede the questions about an update.
MAX_ITEMS = 8


def roadmap_changes(revision: Revision, display: Display) -> Page:
    """Show what changed in a roadmap since it was last shown."""
    title = safe_text(f"{revision.roadmap.title} has changed", HEADING)
    return components.page(title, *_changes(revision, display), safe_text(""))


def update_sections(update: Update, display: Display) -> Iterator[Page | None]:
    """Yield what an update changes, and how to match other items."""
    yield from changed_items(update, display)
    yield from rename_hints(update)


def rename_hints(update: Update) -> Iterator[Page | None]:
    """Yield the commands that keep the progress on items that are possibly renamed."""
    if update.same_command:
        yield components.hint("To keep the progress on renamed items", update.same_command)
    hints = [components.hint(*each) for each in update.rename_hints]
    if len(hints) == 1:
        yield components.hint(update.rename_purpose, update.rename_hints[0][1])
    else:
        yield components.section(f"{update.rename_purpose}, move its progress to the new one with:", hints)


def changed_items(update: Update, display: Display, most: int | None = None) -> Iterator[Page | None]:
    """Yield the new notes, the numbers of changed items with marks, and at most some items of each kind.

    If some are left out, removed items with progress precede the others.
    """
    items = update.revision.roadmap.items_by_slug
    notes = [f"{items[slug].title}: {' '.join(text.split())}" for slug, _, text in update.notes]
    yield components.section("Notes added", [safe_text(note) for note in notes])
    rows = [(kind.capitalize(), _marks_text(found)) for kind, found in update.changes.items() if found.items]
    total = update.total
    rows += [("Total", total)] if total else []
    yield _pairs("Update", rows, display) if update.has_changed_items or total else None
    revision = update.revision
    if most and shown_count(len(revision.removed), most) < len(revision.removed):
        lost = {node.slug for node in update.lost}
        removed = sorted(revision.removed, key=lambda item: item.slug not in lost)
        revision = replace(revision, removed=removed)
    yield from _changes(revision, display, update, most)


def _marks_text(found: MarkedItems) -> str:
    marks = ", ".join(f"{number} {status.value}" for status, number in found.marks.items() if number)
    return f"{plural(found.items, 'item')}{f' ({marks})' if marks else ''}"


def _moved(match: Match) -> tuple[str, str]:
    """Return the number and title of a moved item, with its old number or, if that is the same, its old parent."""
    old, parent = match.old, match.old.parent
    was = f"in {parent.title}" if parent and old.number == match.new.number else old.number
    return match.new.number, f"{match.new.title}, was {was}"


def update_preview(update: Update, display: Display) -> Page:
    """Show what an update changes, with at most some items of each kind."""
    title = safe_text(f"Update of {update.revision.roadmap.title}", HEADING)
    return components.page(title, *changed_items(update, display, MAX_ITEMS))


def _changes(
    revision: Revision, display: Display, update: Update | None = None, most: int | None = None
) -> Iterator[Page | None]:
    """Yield the changed items by kind of change; of an update, with the marks of removed items, and with options.

    The options of `import` declare possible matches.
    """
    returned = update.returned if update else []
    options = [same_option(match.old, match.new) if update and not most else "" for match in revision.uncertain]
    possible = [] if update and update.was_asked else [*map(_match, revision.uncertain, options)]
    for title, rows in (
        ("New", [_item(item) for item in revision.added]),
        ("Back", [_returned(node) for node in returned]),
        ("Renamed", [_match(match) for match in revision.renamed]),
        ("Moved", [_moved(match) for match in revision.moved]),
        ("Removed (progress kept)", [_removed(item, update) for item in revision.removed]),
        (
            "Possibly renamed (you are asked about those with progress)"
            if most
            else "Possibly renamed (treated as removed and new)",
            possible,
        ),
    ):
        yield _pairs(title, rows, display, most)
    questions = [f"{plural(n, 'question')} {kind}" for kind, n in revision.questions._asdict().items() if n]
    yield safe_text(f"{', '.join(questions)}.") if questions else None
    edited = len(revision.edited)
    yield safe_text(f"Other details or links: {plural(edited, 'item')}.") if edited else None
    if not (update.has_changed_items if update else edited or questions or not revision.is_empty):
        yield safe_text(update.unchanged_text if update else "No other changes.", QUIET)


def _pairs(title: str, rows: list[tuple[str, str]], display: Display, most: int | None = None) -> Page | None:
    shown, more = components.first_rows(rows, most or len(rows))
    return components.section(title, [components.pairs(shown, display), *more] if rows else [])


def _item(item: NumberedItem) -> tuple[str, str]:
    return item.number, item.title


def _returned(node: Node) -> tuple[str, str]:
    kept = kept_text(node)
    return node.item.number, f"{node.title}{f', with {kept}' if kept else ''}"


def _removed(item: NumberedItem, update: Update | None) -> tuple[str, str]:
    progress = progress_text(update.before.nodes[item.slug]) if update else ""
    return item.number, f"{item.title}{f' ({progress})' if progress else ''}"


def _match(match: Match, option: str = "") -> tuple[str, str]:
    return match.new.number, f"{match.old.title} -> {match.new.title}{f'  {option}' if option else ''}"
