"""Pages about what changed between two versions of a roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.progress.status import Status
from genai_roadmap.report.update import kept_text, same_option
from genai_roadmap.report.wording import plural
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.report.tree import Node
    from genai_roadmap.report.update import MarkedItems, Update
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display


def roadmap_changes(revision: Revision, display: Display) -> Page:
    """Show what changed in a roadmap since it was last shown."""
    title = safe_text(f"{revision.roadmap.title} has changed", HEADING)
    return components.page(title, *_changes(revision, display), safe_text(""))


def update_sections(update: Update, display: Display) -> Iterator[Page | None]:
    """Yield the new notes, the numbers of changed items with marks, the items by kind, and how to match others."""
    items = update.revision.roadmap.items_by_slug
    notes = [f"{items[slug].title}: {' '.join(text.split())}" for slug, _, text in update.notes]
    yield components.section("Notes added", [safe_text(note) for note in notes])
    rows = [(kind.capitalize(), _marks_text(found)) for kind, found in update.changes.items() if found.items]
    yield _pairs("Update", rows, display)
    yield from _changes(update.revision, display, update)
    if update.same_command:
        yield components.hint("To keep the marks of renamed items", update.same_command)
    if update.removal_command:
        yield components.hint(update.removal_purpose, update.removal_command)


def _marks_text(found: MarkedItems) -> str:
    marks = ", ".join(f"{number} {status.value}" for status, number in found.marks.items() if number)
    return f"{plural(found.items, 'item')}{f' ({marks})' if marks else ''}"


def _moved(match: Match) -> tuple[str, str]:
    """Return the number and title of a moved item, with its old number or, if that is the same, its old parent."""
    old, parent = match.old, match.old.parent
    was = f"in {parent.title}" if parent and old.number == match.new.number else old.number
    return match.new.number, f"{match.new.title}, was {was}"


def _changes(revision: Revision, display: Display, update: Update | None = None) -> Iterator[Page | None]:
    """Yield the changed items by kind of change; of an update, with the marks of removed items, and with options.

    The options of `import` declare possible matches.
    """
    yield _pairs("New", [_item(item) for item in revision.added], display)
    if update:
        yield _pairs("Back", [_returned(node) for node in update.returned], display)
    yield _pairs("Renamed", [_match(match) for match in revision.renamed], display)
    yield _pairs("Moved", [_moved(match) for match in revision.moved], display)
    yield _pairs("Removed (progress kept)", [_removed(item, update) for item in revision.removed], display)
    possible = [_match(match, same_option(match) if update else "") for match in revision.uncertain]
    yield _pairs("Possibly renamed (treated as removed and new)", possible, display)
    questions = [f"{plural(n, 'question')} {kind}" for kind, n in revision.questions._asdict().items() if n]
    yield safe_text(f"{', '.join(questions)}.") if questions else None
    yield safe_text("No other changes.", QUIET) if revision.is_empty and not questions else None


def _pairs(title: str, rows: list[tuple[str, str]], display: Display) -> Page | None:
    return components.section(title, [components.pairs(rows, display)] if rows else [])


def _item(item: NumberedItem) -> tuple[str, str]:
    return item.number, item.title


def _returned(node: Node) -> tuple[str, str]:
    kept = kept_text(node)
    return node.item.number, f"{node.title}{f', with {kept}' if kept else ''}"


def _removed(item: NumberedItem, update: Update | None) -> tuple[str, str]:
    status = update.before.nodes[item.slug].status if update else Status.TODO
    return item.number, f"{item.title}{f' ({status.value})' if status is not Status.TODO else ''}"


def _match(match: Match, option: str = "") -> tuple[str, str]:
    return match.new.number, f"{match.old.title} -> {match.new.title}{f'  {option}' if option else ''}"
