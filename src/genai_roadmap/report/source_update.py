"""The outcome of an update of a roadmap from its source."""

from enum import StrEnum
from typing import NamedTuple


class SourceStatus(StrEnum):
    """The outcome of an update from a source: made, only available in a dry run, not needed, or failed."""

    UPDATED = "updated"
    AVAILABLE = "available"
    CURRENT = "up-to-date"
    FAILED = "failed"


class SourceUpdate(NamedTuple):
    """An update of a roadmap from its source.

    `is_edited` is set if the learner edited the roadmap since its import, `has_progress` if statuses or notes in the
    source were recorded. `left_out` is the number of parts of the source that are not in the roadmap.
    """

    roadmap_id: str
    status: SourceStatus
    source: str | None = None
    is_edited: bool = False
    left_out: int = 0
    has_progress: bool = False
    error: str | None = None
