"""A summary of an available roadmap."""

from typing import NamedTuple

from genai_roadmap.report.report import Report


class RoadmapSummary(NamedTuple):
    """An available roadmap with its report and the number of due topics, or the problem if a file of it is invalid."""

    id: str
    is_active: bool
    report: Report | None
    problem: str = ""
    due: int = 0
