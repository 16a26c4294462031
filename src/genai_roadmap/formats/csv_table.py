"""A roadmap and the progress on it as a table for spreadsheets (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.ratings import Ratings, ratings_in
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.text import printable_lines

HEAD = (
    "number", "step", "group", "topic", "status", "started_on", "done_on", "skipped_on", "known", "optional", "notes",
    "resources", "id", "resources_read", "inherited_resources_read", "grade", "reviews", "next_review",
)  # fmt: skip
# Characters that start a formula in a spreadsheet, also as full-width forms, or that could start another cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(report: Report, *, notes: bool = True) -> str:
    """Return one row per leaf topic; without `notes`, that column is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    required = {leaf.slug for leaf in report.required}
    starts = _starts(report)
    ratings = ratings_in(report.progress.effective, report.roadmap.current_slug)
    for step in report.steps:
        for leaf in step.leaves():
            cells = _cells(leaf, starts.get(leaf.slug), optional=leaf.slug not in required, notes=notes)
            cells = chain(cells, _review_cells(report, leaf, ratings))
            writer.writerow(cell(printable_lines(text)) for text in cells)
    return text.getvalue()


def cell(text: str) -> str:
    """Return the text, after an apostrophe if it starts like a formula or with an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith((*FORMULA, "'")) else text


def _cells(leaf: Node, start: Change | None, *, optional: bool, notes: bool) -> Iterator[str]:
    *groups, step = [item.title for item in leaf.item.ancestors]
    yield leaf.item.number
    yield step
    yield " / ".join(reversed(groups))
    yield leaf.title
    yield leaf.status.value
    yield _day(start if leaf.status in (Status.STARTED, Status.DONE) else None)
    yield _day(leaf.change if leaf.status is Status.DONE else None)
    yield _day(leaf.change if leaf.status is Status.SKIPPED else None)
    yield "yes" if leaf.status is Status.DONE and leaf.change and leaf.change.known else ""
    yield "yes" if optional else ""
    yield "\n".join(f"{note.day}: {note.text}" for note in leaf.notes if notes)
    yield "\n".join(link.url for link in leaf.content.resources)
    yield leaf.slug
    read = "\n".join(each.link.url for each in leaf.resources if each.change)
    # Resources of a step or group are in another column, so that those that are read are not counted for each topic.
    yield from (read, "") if leaf.content.resources else ("", read)


def _review_cells(report: Report, leaf: Node, ratings: Mapping[str, Ratings]) -> tuple[str, str, str]:
    """Return the last grade of a done topic, the number of its reviews, and the day of the next one."""
    if leaf.status is not Status.DONE or not leaf.change or leaf.slug not in ratings:
        return "", "", ""
    _, *reviews = ratings[leaf.slug].in_order
    grade = reviews[-1].grade if reviews else leaf.change.grade
    return grade.value if grade else "", str(len(reviews)), report.reviews.memories[leaf.slug].due.isoformat()


def _starts(report: Report) -> dict[str, Change]:
    """Return the last start of each topic, by slug."""
    starts = (change for change in report.progress.effective if change.action is Action.START)
    return {report.roadmap.current_slug(topic): change for change in starts for topic in change.topics}


def _day(change: Change | None) -> str:
    return change.day.isoformat() if change else ""
