"""Search the other roadmaps for what this one does not have: items that are not found, and what is due."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from genai_roadmap.app.review_summary import summarized_report
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.report import Report
from genai_roadmap.report.retention import Retention
from genai_roadmap.report.search import matching_items
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.storage import files, progress_files, repairable, roadmap_files
from genai_roadmap.suggested import on_roadmap
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.roadmap.models import Roadmap

MAX_HINTS = 3


def finders(roadmap: Roadmap) -> list[tuple[Roadmap, Finder]]:
    """Return the other roadmaps, each with a finder of its items."""
    return [(other, Finder(other)) for other in repairable.others(roadmap)]


def hint(others: list[tuple[Roadmap, Finder]], name: str) -> str:
    """Return which of the roadmaps has an item with this name, and how to switch to it; empty if none has one."""
    found = (other for other, finder in others if finder.has(name))
    return next((f"It is in {other.title!r}. Switch to it: genai-roadmap use {other.id}" for other in found), "")


def search_hints(roadmap: Roadmap, text: str) -> list[tuple[str, str]]:
    """Return the titles of the first other roadmaps that contain the text, each with the command that searches it."""
    found = (
        other
        for other in repairable.others(roadmap)
        if matching_items(Report.of(other, Progress(roadmap=other.id)), text)
    )
    return [
        (f"Found in {other.title!r}", on_roadmap(f"search {quoted(text)}", other.id))
        for other in islice(found, MAX_HINTS)
    ]


def due_hints(session: Session) -> list[tuple[str, str]]:
    """Return how many topics are due in each of the first other roadmaps with any, and the command that asks them."""
    ids = [entry.id for entry in roadmap_files.entries() if entry.id != session.roadmap.id]
    found = ((each, due_count(session, each)) for each in ids if files.fingerprint(progress_files.path_of(each)))
    hints = ((f"{count} due in {each}", on_roadmap("review", each)) for each, count in found if count)
    return [*islice(hints, MAX_HINTS)] if session.settings.review_limit else []


def due_count(session: Session, roadmap_id: str) -> int:
    """Return the number of topics that are due in another roadmap; 0 if a file of it is invalid."""
    from genai_roadmap.app.session import Session

    try:
        report = summarized_report(Session(roadmap_id, lambda: session.now))
    except RoadmapError:
        return 0
    return Retention(report, session.now.date()).due_count
