"""The full-screen view, to live in for the hour in which one really studies."""

import datetime as dt
from collections.abc import Callable

from genai_roadmap.look import Look
from genai_roadmap.roadmap import Roadmap
from genai_roadmap.tui.study import Study
from genai_roadmap.tui.view import View

__all__ = ["Study", "View", "run"]


def run(roadmap: Roadmap, look: Look, clock: Callable[[], dt.datetime]) -> int:
    """Shows the view until the learner leaves it, and gives the exit code; raises FileInvalidError."""
    view = View(Study(roadmap, clock), look)
    view.run()
    return view.return_code or 0
