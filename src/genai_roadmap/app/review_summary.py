"""The report for commands that need no single review: those of a long journal are only summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.report.report import Report
from genai_roadmap.storage import progress_files

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session

# A shorter journal, of some hundred reviews, is read as fast as the cache.
LONG_BYTES = 50_000
REVIEW = b'did = "review"'


def summarized_report(session: Session) -> Report:
    """Return the session's report or, of a long journal, one with a summary of its reviews, from a cache if possible.

    It is only for what is shown; the session's own report is always whole.
    """
    loaded = None if session.has_report else progress_files.read_content(session.roadmap.id)
    if loaded is None or len(loaded) < LONG_BYTES or REVIEW not in loaded:
        return session.report
    # Slow to import, and needed only for a long journal.
    from genai_roadmap.storage import review_cache

    key = review_cache.key_of(loaded, session.roadmap)
    if summary := review_cache.load(key, session.roadmap.id):
        return Report.of(session.roadmap, summary.progress, summary.reviews)
    content, progress = progress_files.load_with_content(session.roadmap.id)
    session.report = Report.of(session.roadmap, progress)
    if content == loaded:
        review_cache.save(key, progress, session.report.reviews)
    return session.report
