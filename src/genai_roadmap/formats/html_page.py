"""A report as an HTML page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any

from genai_roadmap.formats.html_template import render
from genai_roadmap.progress.status import Status
from genai_roadmap.report import facts, wording
from genai_roadmap.report.charts import YEAR_WEEKS, day_ticks, mondays_until, shade_of, total_ticks
from genai_roadmap.report.coach import reason_text
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.outlook import Outlook
from genai_roadmap.report.report import NEXT
from genai_roadmap.report.streak import WEEK_DAYS
from genai_roadmap.report.tree import Node

# The heatmap is drawn in two halves, which a narrow screen shows one below the other. Lengths are in SVG units.
HALF_WEEKS = 27
CELL = 13
LEFT, TOP = 28, 16
SQUARE_SIZES = (3, 5, 7, 9, 11)
SCALE = 1000
FULL_PERCENT = 100
# The width of a character below the plot, in percent of the narrowest plot that shows all labels.
LABEL_CHARACTER = 2
# Private, or already shown above the facts.
EXCLUDED_FACTS = ("Done", "Time of day")
# All that is known before anything is recorded.
FIRST_FACTS = ("Goal",)


def page(
    history: History,
    forecast: Forecast | None,
    outlook: Outlook | None,
    *,
    name: str | None = None,
    notes: bool = False,
) -> str:
    """Return the report as HTML, with the learner's name in its title if it is set.

    It contains the learner's notes only if `notes` is set.
    """
    return render(
        "html_page",
        history.count.percent,
        **_head(history, name),
        today=history.today,
        history=history,
        report=history.report,
        facts=_facts(history, forecast, outlook),
        following=_following(history),
        statuses=[(status.value, number) for status in Status if (number := history.report.statuses[status])],
        **_charts(history),
        notes=notes,
    )


def _charts(history: History) -> dict[str, object]:
    """Return the charts, None if there is nothing to show, with what the template needs to draw them."""
    return {
        "segments": _segments(history),
        "heatmap": _heatmap(history) if history.activity else None,
        "burn_up": _burn_up(history) if history.burn_up and history.count.total else None,
        "months": [*_months(history)],
        "square_sizes": SQUARE_SIZES,
        "shade_of": shade_of,
    }


def _head(history: History, name: str | None) -> dict[str, str]:
    """Return the title of the page, its summary, and its description."""
    roadmap = history.report.roadmap
    description = f"{wording.total_text(history.count)} on {wording.long_day(history.today)}"
    return {
        "title": f"{name}'s roadmap" if name else roadmap.title,
        "summary": wording.total_text(history.count),
        "description": f"{roadmap.title}: {description}" if name else description,
    }


def _facts(history: History, forecast: Forecast | None, outlook: Outlook | None) -> list[tuple[str, str]]:
    found = facts.facts(history, forecast, outlook)
    return [
        (name, text)
        for name, text in found
        if (name in FIRST_FACTS if history.is_empty else name not in EXCLUDED_FACTS)
    ]


def _following(history: History) -> list[tuple[Node, str]]:
    """Return the topics to learn next, each with the reason."""
    suggestions = islice(history.report.suggestions(history.today), NEXT)
    return [(each.node, reason_text(each, history.today)) for each in suggestions]


def _segments(history: History) -> list[tuple[float, ...]]:
    """Return the start, the width and the width of the done part of each required step in the total bar."""
    total = history.count.total
    counts = [step.count for step in history.report.steps if not step.optional and step.count.total]
    starts = accumulate((count.total for count in counts), initial=0)
    return [
        tuple(round(SCALE * length / total, 1) for length in (start, count.total, count.done))
        for start, count in zip(starts, counts, strict=False)
    ]


def _heatmap(history: History) -> dict[str, Any]:
    """Return the halves of the year, and a sentence about it."""
    mondays = mondays_until(history.today, YEAR_WEEKS)
    counts = [count for day, count in history.activity.items() if day >= mondays[0]]
    highest = max(counts, default=0)
    most = "1 topic, resource or review per day" if highest == 1 else f"{highest} {wording.SHADE_LEGEND}"
    return {
        "halves": [_half(history, mondays[:-HALF_WEEKS]), _half(history, mondays[-HALF_WEEKS:])],
        "text": f"Activity on {wording.plural(len(counts), 'day')}, at most {most}.",
    }


def _half(history: History, mondays: list[dt.date]) -> dict[str, Any]:
    """Return the months that begin in these weeks and the days of the weeks, with their positions."""
    columns = [(LEFT + CELL * column, monday) for column, monday in enumerate(mondays)]
    days = [(x, TOP + CELL * weekday, monday + DAY * weekday) for x, monday in columns for weekday in range(WEEK_DAYS)]
    return {
        "months": [(x, f"{monday:%b}") for x, monday in columns if monday.day <= WEEK_DAYS],
        "days": [
            (x, y, history.activity.get(day, 0), f"{wording.day_text(day)}: {_activity_text(history, day)}")
            for x, y, day in days
            if day <= history.today
        ],
    }


def _activity_text(history: History, day: dt.date) -> str:
    """Return how many topics were started or done and resources read on a day."""
    counts = (
        (history.topics_by_day[day], "topic"),
        (history.reads_by_day[day], "resource"),
        (history.reviews_by_day[day], "review"),
    )
    return ", ".join(wording.plural(count, noun) for count, noun in counts if count)


def _burn_up(history: History) -> dict[str, Any]:
    """Return the line of done topics as an SVG path, the ticks of both axes in percent, and a sentence about it."""
    total, points, today = history.count.total, history.burn_up, history.today
    first = next(iter(points))
    at_start = sum(change.day <= first for change in history.undated)
    span = max((today - first).days, 1)
    line = [f"H{SCALE * (day - first).days // span}V{_height(done, total)}" for day, done in points.items()]
    undated = facts.undated_text(history)
    days = "on" if first == today else f"from {wording.day_text(first)} to"
    learned = f"{len(history.days_learned)} learned {days} {wording.day_text(today)}"
    return {
        "path": f"M0 {_height(at_start, total)}{''.join(line)}H{SCALE}",
        "height": _height(history.done, total) * FULL_PERCENT / SCALE,
        "done_ticks": [(_height(done, total) * FULL_PERCENT / SCALE, done) for done in total_ticks(total)],
        "day_ticks": _day_labels(
            [
                (FULL_PERCENT * (day - first).days / span, wording.short_day(day, today))
                for day in day_ticks(first, today)
            ]
        ),
        "text": f"{undated and f'{undated}, '}{learned}: {history.done:,} of {wording.topics_text(total)}.",
    }


def _day_labels(ticks: list[tuple[float, str]]) -> list[tuple[float, str, str]]:
    """Return the labels below the plot, each with its position and its anchor, without those that would touch."""
    labels: list[tuple[float, str, str]] = []
    free = 0.0
    for x, text in ticks:
        width = LABEL_CHARACTER * len(text)
        centered = x - width / 2
        left = min(max(centered, 0), FULL_PERCENT - width)
        anchor = "middle" if left == centered else "start" if left > centered else "end"
        if left >= free:
            labels.append((x, anchor, text))
            free = left + width + LABEL_CHARACTER
    return labels


def _height(done: int, total: int) -> int:
    """Return the distance from the top of the plot."""
    return SCALE - SCALE * done // total


def _months(history: History) -> Iterator[tuple[str, int, int, int]]:
    """Yield each month with activity: its name, active days, topics learned, and topics done by its end."""
    days, learned = (Counter(f"{day:%B %Y}" for day in days) for days in (history.activity, history.days_learned))
    done = history.already_known
    for month in dict.fromkeys(f"{day:%B %Y}" for day in sorted({*history.activity, *history.days_learned})):
        done += learned[month]
        yield month, days[month], learned[month], done
