"""Record the progress in an imported text: the statuses of topics, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.markdown.reader import past_day
from genai_roadmap.text import printable_lines

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.progress.status import Mark
    from genai_roadmap.roadmap.models import Roadmap


def with_parsed(progress: Progress, parsed: ParsedRoadmap, roadmap: Roadmap, session: Session) -> Progress:
    """Return the progress on a roadmap with the statuses of topics that have none yet, and with new notes."""
    # By position, because an item of the new version may get the slug that it had in the old one.
    slugs = {item.number: item.slug for item in roadmap.all_items}
    current = {slug: slugs[item.number] for slug, item in parsed.roadmap.items_by_slug.items()}
    progress = _with_statuses(progress, parsed, current, session)
    today = session.now.date()
    for found, day, text in parsed.notes:
        slug = current[found]
        if _words(text) not in {_words(note.text) for note in progress.notes.get(slug, ())}:
            progress = progress.add_note((slug,), text, session.new_stamp(), on=past_day(day, today))
    return progress


def _with_statuses(progress: Progress, parsed: ParsedRoadmap, current: dict[str, str], session: Session) -> Progress:
    topics: dict[Mark, list[str]] = {}
    for found, mark in parsed.marks(session.now.date()):
        if current[found] not in progress.marks:
            topics.setdefault(mark, []).append(current[found])
    for mark, slugs in topics.items():
        progress = progress.mark(mark, tuple(slugs), session.new_stamp())
    return progress


def _words(text: str) -> str:
    """Return the text with normalized spaces, for comparison."""
    return " ".join(printable_lines(text).split())
