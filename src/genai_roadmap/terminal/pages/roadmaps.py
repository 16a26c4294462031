"""Pages about roadmaps: the available ones, and what an import or an edit changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.status import Status
from genai_roadmap.report.wording import minute_text, percent_text, plural
from genai_roadmap.terminal.output import Page, StyledText, safe_text, shortened
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.terminal.pages.revisions import rename_hints, update_sections
from genai_roadmap.text import shortlist, shown_count

if TYPE_CHECKING:
    # Slow to import, and not needed by most pages.
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from genai_roadmap.markdown.phrase import LeftOut
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.report.roadmap_summary import RoadmapSummary
    from genai_roadmap.report.update import Update
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.storage.toml_positions import Fix
    from genai_roadmap.terminal.display import Display

MAX_ROWS = 10
# The least width of the titles of roadmaps beside their progress.
MIN_TITLE_WIDTH = 8
# Why parts of a text are left out that say little, and of which there may be many.
SMALL_PARTS = {"image", "comment"}


def summaries(found: list[RoadmapSummary], display: Display) -> Page:
    """Show the available roadmaps, one per line."""
    rows = [_summary_row(summary) for summary in found]
    if any(summary.due for summary in found):
        rows = [[*row, safe_text(summary.due_text, QUIET)] for row, summary in zip(rows, found, strict=True)]
    others = [[cell for position, cell in enumerate(row) if position != components.TITLE_COLUMN] for row in rows]
    room = components.room_beside(others, display)
    if MIN_TITLE_WIDTH <= room < components.MIN_WRAPPED_WIDTH and all(summary.report for summary in found):
        for row in rows:
            row[components.TITLE_COLUMN] = shortened(row[components.TITLE_COLUMN], room, display)
    return components.page(
        components.table(rows, display),
        components.hint("Switch to another roadmap", "genai-roadmap use ID"),
        *(
            components.hint(f"{summary.id} has a draft", f"genai-roadmap edit {summary.id} --draft")
            for summary in found
            if summary.has_draft
        ),
    )


def import_result(
    parsed: ParsedRoadmap,
    update: Update | None,
    journal: Progress | None,
    ending: tuple[str, Sequence[tuple[str, str]]],
    new_changes: int | None,
    display: Display,
) -> Page:
    """Show what an import found, what it changed in the old version, which file it wrote, and what can follow."""
    roadmap = update.revision.roadmap if update else parsed.roadmap
    return components.page(
        Group(safe_text(roadmap.title, HEADING), safe_text(size_text(roadmap), QUIET)),
        None if update else components.table_section("Steps", step_rows(roadmap), display),
        Group(*map(safe_text, (parsed.decision, *parsed.notices))) if parsed.decision else None,
        *imported_statuses(parsed, update),
        *(update_sections(update, display) if update else ()),
        _left_out(parsed, display),
        safe_text(_journal_text(len(journal.changes), new_changes)) if journal else None,
        _ending(*ending),
    )


def _journal_text(changes: int, new_changes: int | None) -> str:
    """Return the number of changes in an imported journal and, if they were merged, how many of them were new."""
    if new_changes is None:
        return f"Includes progress: {plural(changes, 'change')}."
    if not new_changes:
        return "Progress: nothing new; you have all of its changes already." if changes else "Progress: none."
    if new_changes == changes:
        return f"Progress: {plural(changes, 'change')} imported."
    return f"Progress: {new_changes} of {plural(changes, 'change')} imported; you have the others already."


def reviewed_import(
    parsed: ParsedRoadmap, update: Update | None, ending: tuple[str, Sequence[tuple[str, str]]], display: Display
) -> Page:
    """Show what an import did after its outline, with what is left out, was shown; otherwise like `import_result`."""
    roadmap, count = update.revision.roadmap if update else parsed.roadmap, len(parsed.left_out)
    return components.page(
        safe_text(f"{'Updated' if update else 'Imported'} {roadmap.title}", HEADING),
        *(() if update and not update.was_asked else imported_statuses(parsed, update)),
        *(update_sections(update, display) if update and update.was_asked else ()),
        *(rename_hints(update) if update and not update.was_asked else ()),
        safe_text(f"{plural(count, 'part')} left out; list {'it' if count == 1 else 'them'} with --dry-run")
        if count
        else None,
        _ending(*ending),
    )


def _left_out(parsed: ParsedRoadmap, display: Display) -> Page | None:
    """Return the parts of the text that are left out; None if there are none."""
    parts = [(f"line {part.line}", f"{part.first_line} ({part.reason})") for part in parsed.left_out]
    return components.section("Left out", [components.pairs(parts, display)] if parts else [])


def left_out(parsed: ParsedRoadmap, display: Display) -> Page:
    """List the parts of the text that are left out."""
    return components.page(_left_out(parsed, display), None)


def grouped(parts: Sequence[LeftOut]) -> list[tuple[LeftOut, int]]:
    """Return parts that are left out, of which the images and comments are one each, with the number of parts."""
    groups: dict[str | LeftOut, list[LeftOut]] = {}
    for part in parts:
        groups.setdefault(part.reason if part.reason in SMALL_PARTS else part, []).append(part)
    return [(_first(group), len(group)) for group in groups.values()]


def _first(group: list[LeftOut]) -> LeftOut:
    more = f" and {len(group) - 1} more" if len(group) > 1 else ""
    return group[0]._replace(text=f"{group[0].text}{more}")


def _ending(text: str, hints: Sequence[tuple[str, str]]) -> Page:
    return Group(safe_text(text, QUIET), *(components.hint(*hint) for hint in hints))


def created(roadmap_id: str, path: Path, changes: int, _display: Display) -> Page:
    """Show the file of a new roadmap, the number of changes that were copied, and how to edit it."""
    return Group(
        safe_text(f"Created {path}"),
        *([safe_text(f"Copied the progress ({plural(changes, 'change')}).")] if changes else []),
        components.hint("Edit it", f"genai-roadmap edit {roadmap_id}"),
        components.hint("Switch to it", f"genai-roadmap use {roadmap_id}"),
    )


def removed(roadmap_id: str, active: str | None, has_progress: bool, _display: Display) -> Page:  # noqa: FBT001
    """Show that a roadmap is removed, that its progress is kept, and which one is active now if that changed."""
    kept = " Your progress on it is kept." if has_progress else ""
    return Group(
        safe_text(f"Removed {roadmap_id}.{kept}"),
        *([safe_text(f"Switched to {active}.")] if active else []),
        components.hint("Undo with", f"genai-roadmap restore {roadmap_id}"),
    )


def restored(
    roadmap_id: str, at: dt.datetime | None, damaged: Path | None, _display: Display, *, is_active: bool
) -> Page:
    """Show that a roadmap is back, from the backup of which time if it was damaged, and how to switch to it."""
    source = f" from the backup of {minute_text(at)}" if at else ""
    return Group(
        safe_text(f"Restored {roadmap_id}{source}."),
        *([safe_text(f"The damaged file is kept: {damaged}")] if damaged else []),
        *([] if is_active else [components.hint("Next", f"genai-roadmap use {roadmap_id}")]),
    )


def size_text(roadmap: Roadmap) -> str:
    """Return the numbers of steps, topics, links and questions of a roadmap, without those that are zero."""
    counts = roadmap.counts
    topics = plural(counts.topics, "topic") + (f" ({counts.optional} optional)" if counts.optional else "")
    others = {"link": counts.links, "question": counts.questions}
    return ", ".join([plural(counts.steps, "step"), topics, *(plural(n, noun) for noun, n in others.items() if n)])


def step_rows(roadmap: Roadmap) -> list[list[StyledText]]:
    """Return the number, the title and the number of topics of each step."""
    leaves = Counter(item.step.slug for item in roadmap.all_items if not item.content.topics)
    return [
        [safe_text(str(number), QUIET), safe_text(step.title), safe_text(plural(leaves[step.slug], "topic"), QUIET)]
        for number, step in enumerate(roadmap.steps, 1)
    ]


def imported_statuses(parsed: ParsedRoadmap, update: Update | None) -> Iterator[Page | None]:
    """Yield the titles of the imported topics with each status; of an update those that were not marked before.

    Unlike the ticks of a checklist, missing ones change nothing, which is shown too.
    """
    items = parsed.statuses_by_number
    titles = {item.number: item.title for item in parsed.roadmap.all_items}
    new = update.statuses if update else items
    for status in Status:
        found = [titles[number] for number, imported in new.items() if imported is status]
        label = f"Newly {status.value}" if update else f"{status.value.capitalize()} already"
        yield _titles(label, found)
    if update and parsed.is_checklist:
        yield _titles("Not ticked, but still done", [item.title for item in update.still_done(parsed.unticked_numbers)])
        yield components.hint("Reset what is not done with", update.reset_command) if update.reset_command else None


def _titles(label: str, titles: list[str]) -> Page | None:
    """Return the first titles below a label, and the number of the others; None if there are none."""
    return components.section(label, [safe_text(shortlist(titles, MAX_ROWS))] if titles else [])


def _summary_row(summary: RoadmapSummary) -> list[StyledText]:
    report = summary.report
    return [
        safe_text("active" if summary.is_active else ""),
        safe_text(summary.id),
        safe_text(report.roadmap.title if report else summary.problem_text),
        safe_text(
            f"{report.count.done:,}/{report.count.total:,}  {percent_text(report.count)}".rstrip() if report else "",
            QUIET,
        ),
    ]


def check(problems: list[str], fix: Fix | None, display: Display) -> Page:
    """Show the slugs that a check wrote, and "No problems found." if there are none."""
    slugs = fix.slugs if fix else []
    count = shown_count(len(slugs), MAX_ROWS)
    rows = [
        [safe_text(number, QUIET), safe_text(slug), safe_text(title, QUIET)] for slug, number, title in slugs[:count]
    ]
    more = len(slugs) - count
    return components.page(
        safe_text("No slugs are missing.") if fix and not rows else None,
        components.table_section(f"Wrote {plural(len(fix.slugs), 'slug')} to {fix.path}", rows, display)
        if fix
        else None,
        safe_text(f"and {more} more", QUIET) if more > 0 else None,
        safe_text(f"Backup: {fix.backup}", QUIET) if fix and fix.backup else None,
        None if problems else safe_text("No problems found."),
    )
