"""Lists of learners on the pages about many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.report import cohort_facts, wording
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.text import shortlist

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genai_roadmap.report.cohort_overview import Member, Overview
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.terminal.display import Display

# The columns of a learner up to the last active day.
_LAST_ACTIVE = 5


def at_risk(found: Overview, display: Display) -> Page | None:
    """Show the learners at risk, with the reasons."""
    count = found.everyone.at_risk
    title = f"At risk: {wording.plural(count, 'learner')}"
    if not found.may_rank:
        return components.section(title, [safe_text(cohort_facts.NOT_LISTED, QUIET)])
    members = found.at_risk(count)
    stuck = [safe_text(_stuck_text(found.stuck_topics(member.numbers))) for member in members]
    return _members(title, members, _risks_text, display, stuck) or safe_text(title, HEADING)


def ahead(found: Overview, limit: int, display: Display) -> Page | None:
    """Show the learners who are ahead, at most this number."""
    return _members("Ahead", found.ahead(limit), _pace_text, display)


def _members(
    title: str,
    members: list[Member],
    text: Callable[[Member], str],
    display: Display,
    more: Sequence[StyledText] = (),
) -> Page | None:
    """Return learners with the percentage, the group, the name, a text, the last active day, and one more text."""
    rows = [_member_row(member, text(member)) for member in members]
    if any(each.plain for each in more):
        rows = [[*row, each] for row, each in zip(rows, more, strict=True)]
    if rows and components.room_beside([row[:_LAST_ACTIVE] for row in rows], display) < 0 and not display.plain:
        # The reason and the last active day matter more than the group.
        rows = [[percent, safe_text(""), *row] for percent, _, *row in rows]
    return section(title, rows, display)


def _risks_text(member: Member) -> str:
    return ", ".join(member.numbers.risks)


def _stuck_text(topics: list[NumberedItem]) -> str:
    """Return the numbers of the topics in which a learner is stuck; empty if there are none."""
    return f"stuck in {shortlist([topic.number for topic in topics])}" if topics else ""


def _pace_text(member: Member) -> str:
    """Return the pace or, for learners who have finished, when they did."""
    pace, finished_on = member.numbers.topics_per_week, member.numbers.finished_on
    if finished_on:
        return f"finished on {wording.day_text(finished_on)}"
    return "" if pace is None else f"{wording.number(pace)} per week"


def _member_row(member: Member, text: str) -> list[StyledText]:
    numbers = member.numbers
    last = f"last active {wording.day_text(numbers.last_active)}" if numbers.last_active else ""
    percent = safe_text(f"{numbers.percent}%", justify="right")
    return [
        percent,
        safe_text(member.group or "", QUIET),
        safe_text(member.name),
        safe_text(text),
        safe_text(last, QUIET),
    ]


def section(title: str, rows: list[list[StyledText]], display: Display) -> Page | None:
    """Return rows of one line each under a heading; None if there are none."""
    return components.section(title, [components.one_line_table(rows, display)] if rows else [])
