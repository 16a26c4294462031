"""Learners as a table for spreadsheets (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Iterator

from genai_roadmap.formats.csv_table import cell
from genai_roadmap.report.cohort import Person
from genai_roadmap.report.cohort_overview import Member, Overview
from genai_roadmap.roadmap.models import NumberedItem

HEAD = (
    "name", "group", "done", "total", "percent", "last_active", "pace", "at_risk", "gained", "skipped", "finished_on",
    "step", "stuck",
)  # fmt: skip


def parts(overview: Overview, members: Iterable[Member]) -> Iterator[str]:
    """Yield the head of the table, and a row for each of the members."""
    yield _row(HEAD)
    for member in members:
        yield _row([cell(member.name), cell(member.group or ""), *_cells(member.numbers, overview)])


def _cells(numbers: Person, overview: Overview) -> Iterator[str]:
    yield from map(str, (numbers.done, numbers.total, numbers.percent, numbers.last_active or ""))
    yield "" if numbers.topics_per_week is None else f"{numbers.topics_per_week:.1f}"
    yield ", ".join(numbers.risks)
    yield str(numbers.gained) if overview.question.since else ""
    yield from (str(numbers.skipped), str(numbers.finished_on or ""))
    step = overview.current_step(numbers)
    yield cell(_named(step)) if step else ""
    yield cell("; ".join(map(_named, overview.stuck_topics(numbers))))


def _named(item: NumberedItem) -> str:
    return f"{item.number} {item.title}"


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
