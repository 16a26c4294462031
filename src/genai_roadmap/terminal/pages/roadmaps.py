"""Pages about many roadmaps: which there are, and what bringing one in does."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import RoadmapSummary
from genai_roadmap.report.wording import plural
from genai_roadmap.roadmap.models import Counts, NumberedItem, Roadmap
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages.components import HEADING, QUIET, hint, page_of, pairs, rows_of, section, title_of

if TYPE_CHECKING:
    # Both take time to load, and most pages have nothing to do with them.
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.roadmap.revision import Match, Revision


def summaries(found: list[RoadmapSummary], display: Display) -> Page:
    """The roadmaps that there are, one a line."""
    return page_of(
        rows_of((_summary_row(summary, display) for summary in found), display),
        hint("genai-roadmap use ID", "makes another one active"),
    )


def import_result(
    parsed: "ParsedRoadmap",
    revision: "Revision | None",
    journal: Progress | None,
    path: Path | None,
    use_id: str | None,
    display: Display,
) -> Page:
    """Show what an import found, what it changed in the old version, and which file it wrote.

    `use_id` is the id of the roadmap if it is not the active one.
    """
    roadmap = revision.roadmap if revision else parsed.roadmap
    return page_of(
        Group(title_of(roadmap), safe_text(_counts(roadmap.counts), style=QUIET)),
        _table("Steps", [(str(number), step.title) for number, step in enumerate(roadmap.steps, 1)], display),
        *_imported_statuses(parsed),
        *(_changes(revision, display) if revision else ()),
        _table(
            "Left out", [(f"line {part.line}", f"{part.text} ({part.reason})") for part in parsed.left_out], display
        ),
        safe_text(f"A journal of {plural(len(journal.changes), 'change')} comes with it.") if journal else None,
        safe_text(str(path)) if path else safe_text("Nothing is written.", style=QUIET),
        hint(f"genai-roadmap use {use_id}", "makes it the active one") if use_id else None,
    )


def switched(roadmap: Roadmap, _display: Display) -> Page:
    """Show which roadmap is active now."""
    return safe_text(f"{roadmap.title} is active now.")


def created(roadmap_id: str, path: Path, _display: Display) -> Page:
    """Show the file of a new roadmap, and how to go on."""
    return Group(safe_text(str(path)), safe_text(f"genai-roadmap use {roadmap_id}; genai-roadmap edit"))


def removed(roadmap_id: str, kept: dict[str, Path], display: Display) -> Page:
    """Show that a roadmap is removed, and which files are kept."""
    return Group(
        safe_text(f"{roadmap_id} is taken away. Kept are:"),
        pairs(((name, str(path)) for name, path in kept.items()), display),
    )


def roadmap_changes(revision: "Revision", display: Display) -> Page:
    """What changed in a roadmap since it was last looked at."""
    title = safe_text(f"{revision.roadmap.title} has changed", style=HEADING)
    return page_of(title, *_changes(revision, display), safe_text(""))


def _counts(counts: Counts) -> str:
    numbers = [plural(counts.steps, "step"), plural(counts.topics, "topic"), plural(counts.links, "link")]
    return ", ".join([*numbers, f"{counts.optional} optional"])


def _imported_statuses(parsed: "ParsedRoadmap") -> Iterator[Page | None]:
    items = parsed.roadmap.items_by_slug
    for status in Status:
        titles = ", ".join(items[slug].title for slug, found in parsed.statuses.items() if found is status)
        yield section(f"{status.value.capitalize()} already", [safe_text(titles)] if titles else [])


def _changes(revision: "Revision", display: Display) -> Iterator[Page | None]:
    """What became of the items of the old version, by kind."""
    yield _table("New", [_named(item) for item in revision.added], display)
    yield _table("Renamed", [_both(match) for match in revision.renamed], display)
    yield _table(
        "Moved", [(match.new.number, f"{match.new.title}, was {match.old.number}") for match in revision.moved], display
    )
    yield _table("Gone, their marks kept", [_named(item) for item in revision.removed], display)
    yield _table("Perhaps the same, taken for two", [_both(match) for match in revision.uncertain], display)
    yield safe_text("Nothing else changed in it.", style=QUIET) if revision.is_empty else None


def _table(title: str, rows: list[tuple[str, str]], display: Display) -> Page | None:
    return section(title, [pairs(rows, display)] if rows else [])


def _named(item: NumberedItem) -> tuple[str, str]:
    return item.number, item.title


def _both(match: "Match") -> tuple[str, str]:
    return match.new.number, f"{match.old.title} -> {match.new.title}"


def _summary_row(summary: RoadmapSummary, display: Display) -> list[StyledText]:
    active = "active" if display.plain else "*"
    title, count = summary.problem, ""
    if summary.report:
        title = summary.report.roadmap.title
        count = f"{summary.report.count.done}/{summary.report.count.total}  {summary.report.count.percent}%"
    return [
        safe_text(active if summary.is_active else ""),
        safe_text(summary.id),
        safe_text(title),
        safe_text(count, style=QUIET),
    ]
