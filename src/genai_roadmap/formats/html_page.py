"""A report as one page for the web: HTML that needs nothing else, asks nobody for anything and runs nothing."""

import datetime as dt
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from jinja2 import Environment, PackageLoader, StrictUndefined

from genai_roadmap import __version__
from genai_roadmap.report import wording
from genai_roadmap.report.charts import YEAR_WEEKS, axis_ticks, mondays_until, shade_of
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import WEEK_DAYS, History
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.plan import Outlook
from genai_roadmap.text import printable

# A year is drawn in two halves, side by side where there is room and else below each other, so that it can be read
# on a telephone. Lengths are in units of the drawing.
HALF_WEEKS = 27
CELL = 13
LEFT, TOP = 28, 16
SIZES = (3, 5, 7, 9, 11)
SCALE = 1000
# What a learner need not tell everybody, or what stands above the facts already.
NOT_AMONG_FACTS = ("Done", "Time of day", "Goal")


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the heatmap: where it stands, and what was done on it."""

    x: int
    y: int
    shade: int
    text: str


@dataclass(frozen=True, slots=True)
class Half:
    """Half a year of the heatmap: its squares, and the names of its months with where they stand."""

    months: tuple[tuple[int, str], ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The heatmap, and what it shows in words."""

    halves: tuple[Half, Half]
    text: str


@dataclass(frozen=True, slots=True)
class BurnUp:
    """What was done when, as the path of a line, with the ticks of its axes in percent, and in words."""

    path: str
    height: float
    done_ticks: tuple[tuple[float, int], ...]
    day_ticks: tuple[tuple[float, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A step's part of the bar of the whole."""

    x: float
    width: float
    done: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month in numbers: days of learning, topics learned, and topics done in all at its end."""

    name: str
    days: int
    learned: int
    done: int


def page(history: History, forecast: Forecast | None, outlook: Outlook | None, *, notes: bool = False) -> str:
    """The report as HTML; the learner's notes stand in it only where they are asked for."""
    told = wording.facts(history, forecast, outlook)
    template = _environment().get_template("html_page.html.jinja")
    return template.render(
        history=history,
        report=history.report,
        facts=[(name, text) for name, text in told if name not in NOT_AMONG_FACTS] if not history.is_empty else [],
        segments=[*_segments(history)],
        year=_year(history) if history.first_day else None,
        burn_up=_burn_up(history) if history.burn_up and history.count.total else None,
        months=[*_months(history)],
        sizes=SIZES,
        notes=notes,
        say=wording,
        version=__version__,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("genai_roadmap", "formats"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["fingerprint"] = _fingerprint
    return environment


def _shown(value: object) -> object:
    """What is written for a value: of all but the template's own HTML only text, and of that what can be seen."""
    return value if hasattr(value, "__html__") else printable(str(value))


def _fingerprint(text: str) -> str:
    """What a Content-Security-Policy names an inline style by."""
    return b64encode(sha256(text.encode()).digest()).decode()


def _segments(history: History) -> Iterator[Segment]:
    """The steps as parts of one bar, each as wide as what counts in it."""
    total = history.count.total
    steps = [step.count for step in history.report.steps if not step.optional and step.count.total]
    for count, before in zip(steps, accumulate((count.total for count in steps), initial=0), strict=False):
        yield Segment(*(round(SCALE * part / total, 1) for part in (before, count.total, count.done)))


def _year(history: History) -> Year:
    mondays = mondays_until(history.today, YEAR_WEEKS)
    topics = [topics for day, topics in history.activity.items() if day >= mondays[0]]
    days = wording.plural(len(topics), "day")
    return Year(
        halves=(_half(history, mondays[:-HALF_WEEKS]), _half(history, mondays[-HALF_WEEKS:])),
        text=f"Learned on {days}, at most {wording.topics_text(max(topics, default=0))} a day.",
    )


def _half(history: History, mondays: list[dt.date]) -> Half:
    """The squares of some weeks, a column each, with the names of the months that begin in them."""
    columns = [(LEFT + CELL * column, monday) for column, monday in enumerate(mondays)]
    return Half(
        months=tuple((x, f"{monday:%b}") for x, monday in columns if monday.day <= WEEK_DAYS),
        days=tuple(
            _day(history, x, weekday, monday + DAY * weekday)
            for x, monday in columns
            for weekday in range(WEEK_DAYS)
            if monday + DAY * weekday <= history.today
        ),
    )


def _day(history: History, x: int, weekday: int, day: dt.date) -> Day:
    topics = history.activity.get(day, 0)
    text = f"{wording.day_text(day)}: {wording.topics_text(topics)}"
    return Day(x, TOP + CELL * weekday, shade_of(topics), text)


def _burn_up(history: History) -> BurnUp:
    total, points, today = history.count.total, history.burn_up, history.today
    first = next(iter(points))
    span = max((today - first).days, 1)
    line = [f"H{SCALE * (day - first).days // span}V{_height(done, total)}" for day, done in points.items()]
    return BurnUp(
        path=f"M0 {_height(history.already_known, total)}{''.join(line)}H{SCALE}",
        height=_height(history.done, total) * 100 / SCALE,
        done_ticks=tuple((_height(done, total) * 100 / SCALE, done) for done in axis_ticks(total)),
        day_ticks=tuple(
            (100 * day / span, wording.short_day(first + DAY * day, today)) for day in axis_ticks((today - first).days)
        ),
        text=f"{points[first]} done on {wording.day_text(first)}, "
        f"{history.done} on {wording.day_text(today)}, of {wording.topics_text(total)}.",
    )


def _height(done: int, total: int) -> int:
    """How far below the top so many topics are."""
    return SCALE - SCALE * done // total


def _months(history: History) -> Iterator[Month]:
    """The months in which something was learned, started or done."""
    days, learned = (Counter(f"{day:%B %Y}" for day in days) for days in (history.activity, history.days_learned))
    names = dict.fromkeys(f"{day:%B %Y}" for day in sorted({*history.activity, *history.days_learned}))
    totals = accumulate((learned[name] for name in names), initial=history.already_known)
    next(totals)
    for name, done in zip(names, totals, strict=True):
        yield Month(name, days[name], learned[name], done)
