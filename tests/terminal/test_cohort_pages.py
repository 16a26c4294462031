"""Lists of learners on terminals of different widths."""

import datetime as dt
import io
import re
from collections import Counter

import pytest
from rich.cells import cell_len

from genai_roadmap.report.cohort import Cohort, Person, Question, Risk
from genai_roadmap.report.cohort_overview import Member, Overview
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import cohort_members
from small import small_roadmap

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(("width", "is_shown"), [(60, False), (72, True), (100, True)])
def test_narrow_terminal_has_the_reason_and_the_day_instead_of_the_group(width: int, is_shown: bool) -> None:  # noqa: FBT001
    numbers = Person(1, 4, 25, TODAY - dt.timedelta(days=20), None, 0, (3,), (Risk.SILENT,), 1)
    members = [Member("Ada Lovelace", "Tuesday evening", numbers), Member("Bob", None, numbers)]
    counts: Cohort = {None: Counter({("learners",): 2, ("at risk",): 2})}
    found = Overview(small_roadmap(), Question(TODAY), counts, lambda _: members, [], [])
    stream, display = io.StringIO(), Display(width=width)
    page = cohort_members.at_risk(found, display)
    assert page
    output.show(page, display, stream)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()[1:]
    assert ("Tuesday evening" in lines[0]) is is_shown
    assert all("silent" in line and "last active 7 Nov 2026" in line for line in lines)
    assert max(map(cell_len, lines)) <= width
    assert all(("stuck in" in line) is (width == 100) for line in lines)
