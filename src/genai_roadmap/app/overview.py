"""The report for an overview, which does not need each single review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.report.report import Report
from genai_roadmap.storage import progress_files

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session

# A shorter journal, of some hundred reviews, is read as fast as the cache.
LONG_BYTES = 50_000
REVIEW = b'did = "review"'


def use_cached_reviews(session: Session) -> None:
    """Give the session a report in which the reviews of a long journal are only summed up, from a cache if possible."""
    loaded = progress_files.read_content(session.roadmap.id)
    if loaded is None or len(loaded) < LONG_BYTES or REVIEW not in loaded:
        return
    # Slow to import, and needed only for a long journal.
    from genai_roadmap.storage import review_cache

    key = review_cache.key_of(loaded, session.roadmap)
    if summary := review_cache.load(key, session.roadmap.id):
        session.report = Report.of(session.roadmap, summary.progress, summary.reviews)
        return
    content, progress = progress_files.load_with_content(session.roadmap.id)
    session.report = Report.of(session.roadmap, progress)
    if content == loaded:
        review_cache.save(key, progress, session.report.reviews)
