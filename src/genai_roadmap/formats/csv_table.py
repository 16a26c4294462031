"""A roadmap and the progress on it as a table for spreadsheets (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterator

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves
from genai_roadmap.text import printable_lines

HEAD = ("step", "number", "id", "title", "optional", "status", "date", "known", "notes", "resources")
# What spreadsheets take for a formula, written wide as well, and what could move it into a cell of its own.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(report: Report) -> str:
    """A row for each topic that can be marked."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    required = {leaf.slug for leaf in required_leaves(report.steps)}
    for step in report.steps:
        for leaf in step.leaves():
            cells = _cells(step, leaf, optional=leaf.slug not in required)
            writer.writerow(cell(printable_lines(text)) for text in cells)
    return text.getvalue()


def cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it; so is one that begins with that."""
    return f"'{text}" if text.lstrip(" ").startswith((*FORMULA, "'")) else text


def _cells(step: Node, leaf: Node, *, optional: bool) -> Iterator[str]:
    change = leaf.change if leaf.status is not Status.TODO else None
    yield step.title
    # With the word before it: to a spreadsheet 4.10 is 4.1, or a day in October.
    yield f"step-{leaf.item.number}"
    yield leaf.slug
    yield leaf.title
    yield "yes" if optional else ""
    yield leaf.status.value
    yield change.day.isoformat() if change else ""
    yield "yes" if change and change.known else ""
    yield "\n".join(note.note or "" for note in leaf.notes)
    yield " ".join(link.url for link in leaf.item.resources)
