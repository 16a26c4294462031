"""Find the roadmap of which an imported one is possibly a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.errors import RoadmapError
from genai_roadmap.storage import roadmap_files

if TYPE_CHECKING:
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.storage.roadmap_files import Entry


def older_version(new: Roadmap) -> str:
    """Return the id of the learner's roadmap with the same title and most of the topics; empty if there is none."""
    return next((entry.id for entry in roadmap_files.entries() if not entry.is_bundled and _is_older(entry, new)), "")


def _is_older(entry: Entry, new: Roadmap) -> bool:
    # Slow to import, and needed only beside other roadmaps.
    from genai_roadmap.roadmap.titles import title_key

    try:
        old = roadmap_files.read(entry.path)
    except RoadmapError:
        # `check` reports it.
        return False
    titles, others = (
        {title_key(item.title) for item in version.all_items if not item.content.topics} for version in (new, old)
    )
    is_same_title = title_key(old.title) == title_key(new.title)
    return is_same_title and 2 * len(titles & others) > max(len(titles), len(others))
