"""Import an exported checklist without losing what a checklist does not contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.formats.checklist import checklist
from genai_roadmap.markdown import reader
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.merging import merge
from genai_roadmap.storage import roadmap_files, toml

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.roadmap.revision import Revision

NOT_IMPORTED = "prerequisites, role, audience and workflow are not part of a checklist and were not imported"


def keep_unedited(old: Roadmap, revision: Revision, today: dt.date, parsed: ParsedRoadmap) -> Revision:
    """Return the revision with everything of the old version that was not edited in the checklist that was parsed.

    Raises FileInvalidError if the old prerequisites contradict the new order.
    """
    text = checklist(Report.of(old, Progress(roadmap=old.id)), today, questions=parsed.has_questions)
    # Both were read with the current date as their version.
    exported = reader.read(text, roadmap_id=old.id, version=revision.roadmap.version).roadmap
    merged = merge(old, exported, revision)
    toml.check(roadmap_files.path_of(old.id), merged.roadmap)
    return merged
