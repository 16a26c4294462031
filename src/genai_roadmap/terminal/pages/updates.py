"""The page about updates of imported roadmaps from their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.report.source_update import SourceStatus
from genai_roadmap.report.wording import plural
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.terminal.pages.revisions import update_sections
from genai_roadmap.terminal.pages.roadmaps import size_text
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from genai_roadmap.report.source_update import SourceUpdate
    from genai_roadmap.report.update import Update
    from genai_roadmap.terminal.display import Display

OVERWRITES = "You edited this roadmap. Its update needs --force and overwrites your edits."


def updates(found: Sequence[SourceUpdate], revised: Sequence[Update | None], display: Display) -> Page:
    """Show what changed in each roadmap whose source has changed, and which ones are up to date."""
    parts = [part for each, update in zip(found, revised, strict=True) for part in _parts(each, update, display)]
    return components.page(*parts) if found else safe_text("No imported roadmaps to update.")


def _parts(found: SourceUpdate, update: Update | None, display: Display) -> Iterator[Page | None]:
    if found.status is SourceStatus.CURRENT:
        kept = " Your edits are kept." if found.is_edited else ""
        yield safe_text(f"{found.roadmap_id} is up to date.{kept}")
    elif found.status is SourceStatus.FAILED:
        yield safe_text(f"{found.roadmap_id} was not updated.")
    elif update:
        roadmap, is_dry = update.revision.roadmap, found.status is SourceStatus.AVAILABLE
        facts = [safe_text(text, QUIET) for text in (f"From {found.source}", size_text(roadmap))]
        yield Group(safe_text(f"{'Update of' if is_dry else 'Updated'} {roadmap.title}", HEADING), *facts)
        yield from update_sections(update, display)
        recorded = update.recorded or "what was read"
        yield safe_text(f"Recorded from the source: {recorded}.") if found.has_progress else None
        list_them = f"genai-roadmap import {quoted(found.source or '')} --id {found.roadmap_id} --dry-run"
        if found.left_out:
            pronoun = "it" if found.left_out == 1 else "them"
            yield components.hint(f"Left out: {plural(found.left_out, 'part')}; list {pronoun} with", list_them)
        yield safe_text("Dry run: nothing written.", QUIET) if is_dry else None
        yield safe_text(OVERWRITES) if is_dry and found.is_edited else None
        yield components.hint("Undo with", update.undo_command) if update.undo_command else None
