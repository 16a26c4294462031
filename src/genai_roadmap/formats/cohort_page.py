"""The progress of many learners as an HTML page."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple

from genai_roadmap.formats.html_template import render
from genai_roadmap.report import cohort_facts, wording
from genai_roadmap.report.cohort import STUCK_DAYS
from genai_roadmap.report.cohort_groups import GroupNumbers
from genai_roadmap.report.cohort_overview import Overview
from genai_roadmap.roadmap.models import NumberedItem
from genai_roadmap.text import MAX_LISTED

# The maximum numbers of topics, learners, names, and rows that are listed.
MAX_STUCK, MAX_RANKED, MAX_NAMED, MAX_MEMBERS = 10, 20, 100, 1_000
# A longer table of learners is folded at first.
MAX_OPEN = 50
# The width of a column of the histogram in percent; the last column is only for 100%.
BIN, FULL_PERCENT = 10, 100
# The part of a column of the histogram that is filled, and that of the height above the longest one, in percent.
FILLED, ABOVE = 76, 12
# The number of shades besides that of less than 1%, and the percentages of each one; few topics are not done for long.
SHADES = 5
SHADE_PERCENT = {"done": 20, "started": 5, "stuck": 5, "skipped": 5}
# Already shown above the facts.
EXCLUDED_FACTS = ("Learners", "Progress")


class Column(NamedTuple):
    """A column of the histogram: its range of percentages as text, its learners, and its position in percent."""

    name: str
    learners: int
    x: float
    width: float
    height: float


def page(overview: Overview, at: dt.datetime) -> str:
    """Return the numbers about a group of learners as HTML, made at a time."""
    everyone = overview.everyone
    learners = wording.plural(everyone.learners, "learner")
    day = wording.long_day(overview.question.today)
    return render(
        "cohort_page",
        everyone.percents.quartiles.get("median", 0),
        title=overview.roadmap.title,
        summary=learners,
        description=f"Progress of {learners} on {day}",
        today=at.date(),
        day=day,
        overview=overview,
        everyone=everyone,
        facts=[(name, text) for name, text in cohort_facts.facts(overview) if name not in EXCLUDED_FACTS],
        **_charts(overview),
        **_lists(overview),
    )


def _charts(overview: Overview) -> dict[str, Any]:
    """Return what the template needs to draw the charts."""
    return {
        "columns": [*_columns(overview.everyone)],
        "nothing_required_text": cohort_facts.nothing_required_text(overview.everyone),
        "most_stopped_text": cohort_facts.most_stopped_text(overview.steps),
        "topics_by_step": [
            (step, [*topics]) for step, topics in groupby(overview.topics, lambda topic: topic.item.step)
        ],
        "shade_of": _shade_of,
        "quartiles_text": cohort_facts.quartiles_text,
        "STUCK_DAYS": STUCK_DAYS,
        "is_optional": _is_optional,
    }


def _lists(overview: Overview) -> dict[str, Any]:
    """Return the lists of the page, of which the long ones end early."""
    return {
        "stuck": overview.stuck()[:MAX_STUCK],
        "groups": [*islice(overview.groups.items(), MAX_NAMED)],
        "at_risk": overview.at_risk(MAX_RANKED),
        "ahead": overview.ahead(MAX_RANKED),
        "members": [*islice(overview.shown_members(), MAX_MEMBERS)],
        # A reason may have a name in it, or what the learner wrote.
        "problems": [] if overview.is_anonymous else overview.problems[:MAX_NAMED],
        "missing": overview.missing[:MAX_NAMED],
        "merged": [*islice(overview.merged_files(), MAX_NAMED)],
        "gone_text": cohort_facts.gone_text(overview.everyone, MAX_RANKED),
        "MAX_OPEN": MAX_OPEN,
        "MAX_NAMES": MAX_LISTED,
        "hidden_text": cohort_facts.hidden_text(overview),
        "risk_texts": cohort_facts.RISK_TEXTS,
        "NOT_LISTED": cohort_facts.NOT_LISTED,
    }


def _columns(everyone: GroupNumbers) -> Iterator[Column]:
    """Yield the columns of the histogram of percentages, in the last of which all have done something."""
    lows, percents = range(0, FULL_PERCENT + 1, BIN), everyone.percents
    counts = [
        sum(number for percent, number in zip(*percents, strict=True) if percent // BIN == low // BIN) for low in lows
    ]
    counts[-1] -= everyone.nothing_required
    slot, most = FULL_PERCENT / len(lows), max(*counts, 1)
    for position, (low, number) in enumerate(zip(lows, counts, strict=True)):
        name = f"{low}-{low + BIN - 1}%" if low < FULL_PERCENT else f"{low}%"
        x, width = (position + (1 - FILLED / FULL_PERCENT) / 2) * slot, slot * FILLED / FULL_PERCENT
        yield Column(name, number, round(x, 2), round(width, 2), round((FULL_PERCENT - ABOVE) * number / most, 2))


def _shade_of(name: str, part: int, whole: int) -> int:
    """Return the shade of a share in the heat table, in the column of this name."""
    percent = FULL_PERCENT * part // whole
    return min(-(-percent // SHADE_PERCENT[name]), SHADES)


def _is_optional(item: NumberedItem) -> bool:
    return any(each.content.optional for each in item.with_ancestors)
