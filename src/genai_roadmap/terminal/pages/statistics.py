"""Pages about how it goes: the year, the weeks, the goal, the plan."""

import datetime as dt
from math import ceil

from rich.console import Group

from genai_roadmap.report.charts import YEAR_WEEKS, axis_ticks, mondays_until, shade_of
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import WEEK_DAYS, History, Week
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.plan import Outlook, Plan, PlannedWeek
from genai_roadmap.report.wording import (
    NOTHING,
    SHADE_NAMES,
    SHADED,
    day_text,
    facts,
    goal_text,
    long_day,
    number,
    short_day,
    topics_text,
)
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text
from genai_roadmap.terminal.pages.components import (
    QUIET,
    bar_of,
    hint,
    page_of,
    pairs,
    rows_of,
    section,
    sign_number_title,
    title_of,
)

WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
LABEL = 4
SHADE_SIGNS = "·░▒▓█"
ASCII_SHADE_SIGNS = ".-+*#"
SPARKS = "▁▂▃▄▅▆▇█"
RECENT_WEEKS = 8
WEEK_BAR = 40
# So many topics make a whole bar, where no week has more.
FULL_WEEK = 5
SPARK_WIDTH = 16
SHORTEST_SPARK = 6
INDENT = 2
PLOT_WIDTH, PLOT_HEIGHT = 100, 12
DONE_SIGNS = "[\u2580-\u259f*]+"
BOX_TO_ASCII = str.maketrans("┌┐└┘─│┤┬", "++++-||+")


def stats(history: History, forecast: Forecast | None, outlook: Outlook | None, display: Display) -> Page:
    """How it goes: the year, the numbers, the weeks, the burn-up, and each part."""
    node = history.node
    title = safe_text(node.title, style="bold") if node else title_of(history.report.roadmap)
    if history.is_empty:
        return page_of(title, safe_text(NOTHING), hint("genai-roadmap next", "shows where to begin"))
    return page_of(
        title,
        None if display.plain or not history.first_day else heatmap(history, display),
        pairs(facts(history, forecast, outlook), display),
        section("Learned a week", [_weeks(history.weeks[-RECENT_WEEKS:], display)] if history.weeks else []),
        section("Learned in all", [burn_up(history, display)]) if not display.plain and _has_grown(history) else None,
        _parts(history, display),
    )


def goal(outlook: Outlook | None, _display: Display) -> Page:
    """The goal, and what it takes."""
    if not outlook:
        return Group(safe_text("There is no goal."), hint("genai-roadmap goal DATE", "sets one"))
    hints = [hint("genai-roadmap plan", "lays out what is left")] if outlook.required and outlook.left else []
    return Group(safe_text(f"Goal {goal_text(outlook)}."), *hints)


def plan(planned: Plan, display: Display) -> Page:
    """What is left, week by week."""
    if not planned.ends:
        return safe_text("All that counts is done or skipped; there is nothing to plan.")
    rate = f", {number(planned.per_week)} a week" if len(planned.weeks) > 1 else ""
    head = f"{topics_text(sum(1 for _ in planned.tasks))}{rate}, until {long_day(planned.ends)}"
    command = "plan" if planned.goal else f"plan --per-week {number(planned.per_week)}"
    weeks = [section(_span(week), [_tasks(week, display)]) for week in planned.weeks]
    return page_of(
        safe_text(head), *weeks, hint(f"genai-roadmap {command} --ics -o plan.ics", "writes it for your calendar")
    )


def heatmap(history: History, display: Display) -> Page:
    """The last year, or as much of it as there is room for: a column for each week, a row for each weekday."""
    cell = 2 if display.width >= LABEL + 2 * YEAR_WEEKS else 1
    count = min(YEAR_WEEKS, (display.width - LABEL) // cell)
    mondays = mondays_until(history.today, count)
    rows = [
        join_text(
            (f"{name:<{LABEL}}", QUIET), *(_day(monday + DAY * weekday, history, display, cell) for monday in mondays)
        )
        for weekday, name in enumerate(WEEKDAYS)
    ]
    return Group(safe_text(" " * LABEL + _months(mondays, cell), style=QUIET), *rows, _legend(display))


def burn_up(history: History, display: Display) -> Page:
    """How many topics were done when, below the line of how many there are."""
    import plotext

    points, total = history.burn_up, history.count.total
    days = [*points, *([history.today] if history.today not in points else [])]
    span = [(day - days[0]).days for day in days]
    figure = plotext.figure
    figure.clear()
    figure.plot_size(min(display.width - 2, PLOT_WIDTH), PLOT_HEIGHT)
    figure.draw(figure.signal([0, span[-1]], [total, total], marker="-" if display.ascii else "braille").lines())
    figure.draw(
        figure.signal(
            span, [*points.values(), history.done][: len(days)], marker="*" if display.ascii else "hd"
        ).lines()
    )
    figure.ruler("y").lim(0, total).ticks(axis_ticks(total))
    marks = axis_ticks(span[-1])
    figure.ruler("x").ticks(marks, [short_day(days[0] + DAY * mark, history.today) for mark in marks])
    lines = figure.build().string(colorless=True).splitlines()
    return Group(*(_plotted(text.translate(BOX_TO_ASCII) if display.ascii else text) for text in lines))


def _has_grown(history: History) -> bool:
    """Whether there is anything to draw: something that counts, and more than a day."""
    return bool(history.count.total and history.burn_up) and min(history.burn_up) < history.today


def _plotted(text: str) -> StyledText:
    """A line of a plot, with what is done in green."""
    row = safe_text(text)
    row.highlight_regex(DONE_SIGNS, "green")
    return row


def _weeks(weeks: list[Week], display: Display) -> Page:
    most = max(FULL_WEEK, *(week.done for week in weeks))
    width = 0 if display.plain else min(display.width - 36, WEEK_BAR)
    return rows_of((_week(week, most, width, display) for week in weeks), display)


def _week(week: Week, most: int, width: int, display: Display) -> list[StyledText]:
    bar = [bar_of(ceil(week.done * width / most), 0, display)] if width > 0 else []
    return [
        safe_text(f"from {day_text(week.monday)}", style=QUIET),
        safe_text(str(week.done), justify="right"),
        *bar,
        safe_text(f"and {week.optional} optional" if week.optional else "", style=QUIET),
    ]


def _parts(history: History, display: Display) -> Page | None:
    """A row for each step or subtopic, with how it grew where there is room for that."""
    parts = [history.of(node) for node in (history.node.topics if history.node else history.report.steps)]
    if not parts:
        return None
    rows = [_part(part, history.today, display) for part in parts]
    used = INDENT + sum(2 + max(text.cell_len for text in column) for column in zip(*rows, strict=True))
    width = 0 if display.plain or display.ascii else min(display.width - used - 2, SPARK_WIDTH)
    if width >= SHORTEST_SPARK:
        for part, row in zip(parts, rows, strict=True):
            row.insert(3, safe_text(_spark(part, history, width), style="green"))
    return section("Topic by topic" if history.node else "Step by step", [rows_of(rows, display)])


def _part(part: History, today: dt.date, display: Display) -> list[StyledText]:
    days = [*part.activity]
    when = " to ".join(dict.fromkeys(short_day(day, today) for day in (days[0], days[-1]))) if days else ""
    counts = safe_text(f"{part.count.done}/{part.count.total}", justify="right")
    return [*sign_number_title(part.node, display), counts, safe_text(when, style=QUIET)] if part.node else []


def _spark(part: History, history: History, width: int) -> str:
    """How a part grew over the days of the whole, as a row of small bars."""
    total, points = part.count.total, part.burn_up
    first = history.first_day or history.today
    span = max((history.today - first).days, 1)
    text = ""
    for column in range(width):
        day = first + DAY * round(span * (column + 1) / width)
        done = max((done for when, done in points.items() if when <= day), default=0)
        text += SPARKS[min(done * len(SPARKS) // total, len(SPARKS) - 1)] if done and total else " "
    return text


def _span(week: PlannedWeek) -> str:
    return f"{day_text(week.first)} to {day_text(week.last)}"


def _tasks(week: PlannedWeek, display: Display) -> Page:
    rows = [
        [*sign_number_title(task.node, display), safe_text(f"by {task.day:%a} {task.day.day}", style=QUIET)]
        for task in week.tasks
    ]
    return rows_of(rows, display)


def _day(day: dt.date, history: History, display: Display, cell: int) -> StyledText:
    if day > history.today:
        return safe_text("")
    shade = shade_of(history.activity.get(day, 0))
    signs = ASCII_SHADE_SIGNS if display.ascii else SHADE_SIGNS
    return safe_text(f"{signs[shade]:<{cell}}", style="green" if shade else "bright_black")


def _months(mondays: list[dt.date], cell: int) -> str:
    """The names of the months, each above the first week that begins in it."""
    text = ""
    for position, monday in enumerate(mondays):
        at = position * cell
        if monday.day <= WEEK_DAYS and len(text) <= at <= len(mondays) * cell - 3:
            text = f"{text:<{at}}{monday:%b} "
    return text


def _legend(display: Display) -> StyledText:
    signs = ASCII_SHADE_SIGNS if display.ascii else SHADE_SIGNS
    shades = "   ".join(f"{sign} {count}" for sign, count in zip(signs, SHADE_NAMES, strict=True))
    return join_text((" " * LABEL, ""), (f"{shades}   {SHADED}", QUIET))
