"""A cache of the reviews in a long journal: for each roadmap, the journal without them and what follows from them.

It saves the time to read thousands of reviews. Deleting it changes nothing else.
"""

import datetime as dt
import hashlib
import time
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from genai_roadmap import __version__
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.ratings import Rating
from genai_roadmap.progress.review import Reviews, memory_after
from genai_roadmap.progress.status import Action, Grade
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import files

# Part of the key: another version of the algorithm may compute another memory from these ratings.
_SAMPLE = [Rating(dt.date(2026, 1, 1) + dt.timedelta(days=n * n), grade) for n, grade in enumerate([*Grade] * 2)]


class Summary(BaseModel):
    """The content of a cache: the key of what it was computed from, the journal without reviews, and the reviews."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    progress: Progress
    reviews: Reviews


def key_of(content: bytes, roadmap: Roadmap) -> str:
    """Return a key that differs if the reviews in a progress file with this content may differ."""
    former = {slug: item.slug for slug, item in roadmap.items_by_former_slug.items()}
    # The day of a time in the journal may depend on the local zone.
    zone = time.tzname, time.timezone, time.altzone
    context = repr((__version__, roadmap.id, former, zone, memory_after(_SAMPLE)))
    return hashlib.sha256(context.encode() + content).hexdigest()


def load(key: str, roadmap_id: str) -> Summary | None:
    """Return what the cache of a roadmap contains; None if it has none with this key."""
    try:
        summary = Summary.model_validate_json(files.read(_path(roadmap_id)))
    except (FileNotFoundError, RoadmapError, ValidationError):
        return None
    return summary if summary.key == key and summary.progress.roadmap == roadmap_id else None


def save(key: str, progress: Progress, reviews: Reviews) -> None:
    """Save the reviews in the progress; if that is not possible, do nothing."""
    summary = Summary(key=key, progress=_without_reviews(progress), reviews=reviews)
    content = summary.model_dump_json(by_alias=True, exclude_defaults=True).encode()
    path = _path(progress.roadmap)
    # A process that holds the lock writes the same content, so there is no need to wait for it.
    with suppress(RoadmapError), files.lock(path, seconds=0) as target:
        files.replace(target, content)


def _path(roadmap_id: str) -> Path:
    return files.path_of("cache", roadmap_id, f"{roadmap_id}.json")


def _without_reviews(progress: Progress) -> Progress:
    """Return the journal without reviews, and without the undos and redos of reviews."""
    kept = tuple(change for change in progress.changes if progress.original(change).action is not Action.REVIEW)
    return Progress.model_construct(roadmap=progress.roadmap, changes=kept)
