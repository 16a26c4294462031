"""Search the other roadmaps for what this one does not have; only errors and empty results need that."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.report import Report
from genai_roadmap.report.search import matching_items
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.storage import roadmap_files
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.roadmap.models import Roadmap

MAX_HINTS = 3


def finders(roadmap: Roadmap) -> list[tuple[Roadmap, Finder]]:
    """Return the other roadmaps, each with a finder of its items."""
    return [(other, Finder(other)) for other in _others(roadmap)]


def hint(others: list[tuple[Roadmap, Finder]], name: str) -> str:
    """Return which of the roadmaps has an item with this name, and how to switch to it; empty if none has one."""
    found = (other for other, finder in others if finder.has(name))
    return next((f"It is in {other.title!r}. Switch to it: genai-roadmap use {other.id}" for other in found), "")


def search_hints(roadmap: Roadmap, text: str) -> list[tuple[str, str]]:
    """Return the titles of the first other roadmaps that contain the text, each with the command that searches it."""
    found = (other for other in _others(roadmap) if matching_items(Report.of(other, Progress(roadmap=other.id)), text))
    return [
        (f"Found in {other.title!r}", f"genai-roadmap --roadmap {other.id} search {quoted(text)}")
        for other in islice(found, MAX_HINTS)
    ]


def _others(roadmap: Roadmap) -> Iterator[Roadmap]:
    """Yield the other roadmaps that are valid."""
    for entry in roadmap_files.entries():
        if entry.id != roadmap.id:
            with suppress(RoadmapError):
                yield roadmap_files.read(entry.path)
