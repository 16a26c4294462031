"""Reports as pages for the terminal: Rich renderables, returned, not printed."""

from genai_roadmap.render.learning import found, show, status, steps, suggestions, tree
from genai_roadmap.render.recording import backups, difference, log, notes, outcome, restored
from genai_roadmap.render.reference import about, help_hint, lines, paths

__all__ = [
    "about",
    "backups",
    "difference",
    "found",
    "help_hint",
    "lines",
    "log",
    "notes",
    "outcome",
    "paths",
    "restored",
    "show",
    "status",
    "steps",
    "suggestions",
    "tree",
]
