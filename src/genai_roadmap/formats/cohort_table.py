"""Learners as a table for spreadsheets (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Iterator

from genai_roadmap.formats.csv_table import cell
from genai_roadmap.report.cohort import Person
from genai_roadmap.report.cohort_overview import Member

HEAD = ("name", "group", "done", "total", "percent", "last_active", "pace", "at_risk", "gained")


def parts(members: Iterable[Member], *, has_since: bool) -> Iterator[str]:
    """Yield the head of the table, and a row for each learner; without `has_since`, nothing was compared with a day."""
    yield _row(HEAD)
    for member in members:
        yield _row([cell(member.name), cell(member.group or ""), *_cells(member.numbers, has_since=has_since)])


def _cells(numbers: Person, *, has_since: bool) -> Iterator[str]:
    yield from map(str, (numbers.done, numbers.total, numbers.percent, numbers.last_active or ""))
    yield "" if numbers.topics_per_week is None else f"{numbers.topics_per_week:.1f}"
    yield ", ".join(numbers.risks)
    yield str(numbers.gained) if has_since else ""


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
