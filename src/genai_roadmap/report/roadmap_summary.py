"""A line of the list of roadmaps."""

from typing import NamedTuple

from genai_roadmap.report.report import Report


class RoadmapSummary(NamedTuple):
    """An available roadmap with its report or, if one of its files is invalid, the problem."""

    id: str
    is_active: bool
    report: Report | None
    problem: str = ""
