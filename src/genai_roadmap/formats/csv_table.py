"""A roadmap and the progress on it as a table for spreadsheets (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterator

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves
from genai_roadmap.text import printable_lines

HEAD = ("step", "number", "id", "title", "optional", "status", "date", "known", "notes", "resources")
# Characters that start a formula in a spreadsheet, also as full-width forms, or that could start another cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(report: Report) -> str:
    """Return one row per leaf topic."""
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
    """Return the text, after an apostrophe if it starts like a formula or with an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith((*FORMULA, "'")) else text


def _cells(step: Node, leaf: Node, *, optional: bool) -> Iterator[str]:
    change = leaf.change if leaf.status is not Status.TODO else None
    yield step.title
    # With a prefix, because a spreadsheet would read 4.10 as 4.1 or as a day in October.
    yield f"step-{leaf.item.number}"
    yield leaf.slug
    yield leaf.title
    yield "yes" if optional else ""
    yield leaf.status.value
    yield change.day.isoformat() if change else ""
    yield "yes" if change and change.known else ""
    yield "\n".join(note.note or "" for note in leaf.notes)
    yield " ".join(link.url for link in leaf.item.resources)
