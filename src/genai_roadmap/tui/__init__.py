"""The full-screen view, to live in for the hour in which one really studies."""

import datetime as dt
import io
import os
import sys
from collections.abc import Callable

from genai_roadmap.look import Look
from genai_roadmap.report import Report
from genai_roadmap.tui.study import Study
from genai_roadmap.tui.view import View

__all__ = ["Study", "View", "run"]


def run(report: Report, look: Look, clock: Callable[[], dt.datetime]) -> int:
    """Shows the view until the learner leaves it, and gives the exit code."""
    # Textual asks nothing but the environment, and takes even an empty variable for a wish.
    os.environ.pop("NO_COLOR", None)
    if not look.color:
        os.environ["NO_COLOR"] = "1"
    if isinstance(sys.__stderr__, io.TextIOWrapper):
        # Where Textual draws to: what the encoding does not have should take no more room than it is given.
        sys.__stderr__.reconfigure(errors="replace")
    view = View(Study(report, clock), look)
    view.run()
    return view.return_code or 0
