"""Reports as pages for the terminal: Rich renderables, returned, not printed."""

from genai_roadmap.render.learning import ALL_LEARNED, found, show, status, steps, suggestions, total, tree
from genai_roadmap.render.recording import backups, difference, log, notes, outcome, restored, summary
from genai_roadmap.render.reference import about, help_hint, lines, paths
from genai_roadmap.render.roadmaps import arrival, news, shelf, use_hint
from genai_roadmap.render.trend import goal, plan, stats

__all__ = [
    "ALL_LEARNED",
    "about",
    "arrival",
    "backups",
    "difference",
    "found",
    "goal",
    "help_hint",
    "lines",
    "log",
    "news",
    "notes",
    "outcome",
    "paths",
    "plan",
    "restored",
    "shelf",
    "show",
    "stats",
    "status",
    "steps",
    "suggestions",
    "summary",
    "total",
    "tree",
    "use_hint",
]
