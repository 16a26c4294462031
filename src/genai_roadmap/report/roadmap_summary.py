"""A summary of an available roadmap."""

from typing import NamedTuple

from genai_roadmap.report.report import Report


class RoadmapSummary(NamedTuple):
    """An available roadmap with its report, or the problem if a file of it is invalid.

    `problem_text` also has the number of other problems, and how to repair the file.
    `due` is the number of due topics, of which `to_review` says how many to review today if it is not all.
    """

    id: str
    is_active: bool
    report: Report | None
    problem: str = ""
    problem_text: str = ""
    due: int = 0
    to_review: str = ""
    has_draft: bool = False

    @property
    def due_text(self) -> str:
        """How many topics are due, like 9 to review today (21 due) or 3 due; empty if none are."""
        return self.to_review or (f"{self.due} due" if self.due else "")
