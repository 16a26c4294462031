"""Pages about many roadmaps: which there are, and what bringing one in does."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.look import Look
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Status
from genai_roadmap.render.pieces import HEADING, QUIET, hint, page_of, pairs, rows_of, section, title_of
from genai_roadmap.report import Shelved
from genai_roadmap.roadmap.models import NumberedItem
from genai_roadmap.sentences import plural
from genai_roadmap.terminal import Page, Words, words

if TYPE_CHECKING:
    # Both take time to load, and most pages have nothing to do with them.
    from genai_roadmap.markdown import Reading
    from genai_roadmap.roadmap.revision import Pair, Revision


def shelf(found: list[Shelved], look: Look) -> Page:
    """The roadmaps that there are, one a line."""
    return page_of(
        rows_of((_shelf_row(shelved, look) for shelved in found), look),
        hint("genai-roadmap use ID", "makes another one active"),
    )


def arrival(
    reading: "Reading", revision: "Revision | None", journal: Progress | None, path: Path | None, look: Look
) -> Page:
    """What importing a roadmap understood, what it did to the version that was there, and where it is."""
    roadmap = revision.roadmap if revision else reading.roadmap
    counts = roadmap.counts
    numbers = [plural(counts.steps, "step"), plural(counts.topics, "topic"), plural(counts.links, "link")]
    counted = ", ".join([*numbers, f"{counts.optional} optional"])
    marked = {
        status: ", ".join(
            reading.roadmap.items_by_slug[slug].content.title for slug, its in reading.marks.items() if its is status
        )
        for status in Status
    }
    return page_of(
        Group(title_of(roadmap), words(counted, style=QUIET)),
        _table("Steps", [(str(number), step.title) for number, step in enumerate(roadmap.steps, 1)], look),
        *(
            section(f"{status.value.capitalize()} already", [words(marked[status])])
            for status in Status
            if marked[status]
        ),
        *(_changes(revision, look) if revision else ()),
        _table("Left out", [(f"line {r.line}", f"{r.text} ({r.why})") for r in reading.left_out], look),
        words(f"A journal of {plural(len(journal.changes), 'change')} comes with it.") if journal else None,
        words(str(path)) if path else words("Nothing is written.", style=QUIET),
    )


def use_hint(roadmap_id: str) -> Page:
    """What to do to go on with a roadmap."""
    return Group(words(""), hint(f"genai-roadmap use {roadmap_id}", "makes it the active one"))


def news(revision: "Revision", look: Look) -> Page:
    """What changed in a roadmap since it was last looked at."""
    title = words(f"{revision.roadmap.title} has changed", style=HEADING)
    return page_of(title, *_changes(revision, look), words(""))


def _changes(revision: "Revision", look: Look) -> Iterator[Page | None]:
    """What became of the items of the old version, by kind."""
    yield _table("New", [_named(item) for item in revision.added], look)
    yield _table("Renamed", [_both(pair) for pair in revision.renamed], look)
    yield _table(
        "Moved", [(pair.new.number, f"{pair.new.title}, was {pair.old.number}") for pair in revision.moved], look
    )
    yield _table("Gone, their marks kept", [_named(item) for item in revision.gone], look)
    yield _table("Perhaps the same, taken for two", [_both(pair) for pair in revision.doubtful], look)
    yield words("Nothing else changed in it.", style=QUIET) if revision.is_empty else None


def _table(title: str, rows: list[tuple[str, str]], look: Look) -> Page | None:
    return section(title, [pairs(rows, look)] if rows else [])


def _named(item: NumberedItem) -> tuple[str, str]:
    return item.number, item.title


def _both(pair: "Pair") -> tuple[str, str]:
    return pair.new.number, f"{pair.old.title} -> {pair.new.title}"


def _from(pair: "Pair") -> tuple[str, str]:
    return pair.new.number, f"{pair.new.title}, was {pair.old.number}"


def _shelf_row(shelved: Shelved, look: Look) -> list[Words]:
    active = "active" if look.plain else "*"
    title, count = shelved.problem, ""
    if shelved.report:
        title = shelved.report.roadmap.title
        count = f"{shelved.report.count.done}/{shelved.report.count.total}  {shelved.report.count.percent}%"
    return [words(active if shelved.is_active else ""), words(shelved.id), words(title), words(count, style=QUIET)]
