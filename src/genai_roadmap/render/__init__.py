"""Reports as pages for the terminal: Rich renderables, returned, not printed."""

from genai_roadmap.render.learning import found, show, status, steps, suggestions, tree
from genai_roadmap.render.recording import backups, difference, log, notes, outcome, restored
from genai_roadmap.render.reference import about, help_hint, lines, paths
from genai_roadmap.render.roadmaps import arrival, news, shelf

__all__ = [
    "about",
    "arrival",
    "backups",
    "difference",
    "found",
    "help_hint",
    "lines",
    "log",
    "news",
    "notes",
    "outcome",
    "paths",
    "restored",
    "shelf",
    "show",
    "status",
    "steps",
    "suggestions",
    "tree",
]
