"""Draws the picture of `genai-roadmap status` in the README: python docs/picture.py."""

import datetime as dt
from pathlib import Path

from genai_roadmap import catalogue
from genai_roadmap.history import History
from genai_roadmap.marking import mark
from genai_roadmap.progress import Progress, Stamp
from genai_roadmap.render.picture import status_picture
from genai_roadmap.report import Report
from genai_roadmap.statuses import Did, Mark

PICTURE = Path(__file__).with_name("status.svg")
NOW = dt.datetime(2026, 3, 14, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MARKS = [
    (30, Did.DONE, ["step-1"]),
    (20, Did.DONE, ["linear-algebra", "javascript"]),
    (12, Did.DONE, ["probability-and-statistics"]),
    (6, Did.START, ["attention-mechanisms"]),
    (5, Did.SKIP, ["kubeflow"]),
    (2, Did.DONE, ["gradient-descent", "supervised-learning"]),
    (1, Did.DONE, ["convex-optimization", "clustering"]),
    (0, Did.DONE, ["neural-networks"]),
]


def picture() -> str:
    """The status of the bundled roadmap after a few weeks, as SVG."""
    roadmap = catalogue.load(catalogue.BUNDLED)
    progress = Progress(roadmap=roadmap.id)
    for number, (days, did, items) in enumerate(MARKS):
        stamp = Stamp(NOW - dt.timedelta(days=days), f"mark{number}", "picture")
        places = [roadmap.find(item) for item in items]
        progress, _ = mark(Report.of(roadmap, progress), places, Mark(did), stamp)
    report = Report.of(roadmap, progress)
    return status_picture(History(report, NOW.date()), None, report.suggestions(NOW))


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
