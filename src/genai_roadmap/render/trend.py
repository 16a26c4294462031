"""Pages about how it goes: the year, the weeks, the goal, the plan."""

import datetime as dt
from math import ceil

from rich.console import Group

from genai_roadmap.forecast import Forecast
from genai_roadmap.history import DAY, WEEK_DAYS, YEAR_WEEKS, History, Week, mondays_until, quarters, shade_of
from genai_roadmap.look import Look
from genai_roadmap.plan import Outlook, Plan, PlannedWeek
from genai_roadmap.render.pieces import (
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
from genai_roadmap.sentences import (
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
from genai_roadmap.terminal import Page, Words, line, words

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


def stats(history: History, forecast: Forecast | None, outlook: Outlook | None, look: Look) -> Page:
    """How it goes: the year, the numbers, the weeks, the burn-up, and each part."""
    node = history.node
    title = words(node.title, style="bold") if node else title_of(history.report.roadmap)
    if history.is_empty:
        return page_of(title, words(NOTHING), hint("genai-roadmap next", "shows where to begin"))
    return page_of(
        title,
        None if look.plain or not history.began else heatmap(history, look),
        pairs(facts(history, forecast, outlook), look),
        section("Learned a week", [_weeks(history.weeks[-RECENT_WEEKS:], look)] if history.weeks else []),
        section("Learned in all", [burn_up(history, look)]) if not look.plain and _has_grown(history) else None,
        _parts(history, look),
    )


def goal(outlook: Outlook | None, look: Look) -> Page:  # noqa: ARG001
    """The goal, and what it takes."""
    if not outlook:
        return Group(words("There is no goal."), hint("genai-roadmap goal DATE", "sets one"))
    hints = [hint("genai-roadmap plan", "lays out what is left")] if outlook.needed and outlook.left else []
    return Group(words(f"Goal {goal_text(outlook)}."), *hints)


def plan(planned: Plan, look: Look) -> Page:
    """What is left, week by week."""
    if not planned.ends:
        return words("All that counts is done or skipped; there is nothing to plan.")
    rate = f", {number(planned.per_week)} a week" if len(planned.weeks) > 1 else ""
    head = f"{topics_text(sum(1 for _ in planned.tasks))}{rate}, until {long_day(planned.ends)}"
    command = "plan" if planned.goal else f"plan --per-week {number(planned.per_week)}"
    weeks = [section(_span(week), [_tasks(week, look)]) for week in planned.weeks]
    return page_of(
        words(head), *weeks, hint(f"genai-roadmap {command} --ics -o plan.ics", "writes it for your calendar")
    )


def heatmap(history: History, look: Look) -> Page:
    """The last year, or as much of it as there is room for: a column for each week, a row for each weekday."""
    cell = 2 if look.width >= LABEL + 2 * YEAR_WEEKS else 1
    count = min(YEAR_WEEKS, (look.width - LABEL) // cell)
    mondays = mondays_until(history.today, count)
    rows = [
        line((f"{name:<{LABEL}}", QUIET), *(_day(monday + DAY * weekday, history, look, cell) for monday in mondays))
        for weekday, name in enumerate(WEEKDAYS)
    ]
    return Group(words(" " * LABEL + _months(mondays, cell), style=QUIET), *rows, _legend(look))


def burn_up(history: History, look: Look) -> Page:
    """How many topics were done when, below the line of how many there are."""
    import plotext

    points, total = history.burn_up, history.count.total
    days = [*points, *([history.today] if history.today not in points else [])]
    span = [(day - days[0]).days for day in days]
    figure = plotext.figure
    figure.clear()
    figure.plot_size(min(look.width - 2, PLOT_WIDTH), PLOT_HEIGHT)
    figure.draw(figure.signal([0, span[-1]], [total, total], marker="-" if look.ascii else "braille").lines())
    figure.draw(
        figure.signal(span, [*points.values(), history.done][: len(days)], marker="*" if look.ascii else "hd").lines()
    )
    figure.ruler("y").lim(0, total).ticks(quarters(total))
    marks = quarters(span[-1])
    figure.ruler("x").ticks(marks, [short_day(days[0] + DAY * mark, history.today) for mark in marks])
    lines = figure.build().string(colorless=True).splitlines()
    return Group(*(_plotted(text.translate(BOX_TO_ASCII) if look.ascii else text) for text in lines))


def _has_grown(history: History) -> bool:
    """Whether there is anything to draw: something that counts, and more than a day."""
    return bool(history.count.total and history.burn_up) and min(history.burn_up) < history.today


def _plotted(text: str) -> Words:
    """A line of a plot, with what is done in green."""
    row = words(text)
    row.highlight_regex(DONE_SIGNS, "green")
    return row


def _weeks(weeks: list[Week], look: Look) -> Page:
    most = max(FULL_WEEK, *(week.done for week in weeks))
    width = 0 if look.plain else min(look.width - 36, WEEK_BAR)
    return rows_of((_week(week, most, width, look) for week in weeks), look)


def _week(week: Week, most: int, width: int, look: Look) -> list[Words]:
    bar = [bar_of(ceil(week.done * width / most), 0, look)] if width > 0 else []
    return [
        words(f"from {day_text(week.monday)}", style=QUIET),
        words(str(week.done), justify="right"),
        *bar,
        words(f"and {week.optional} optional" if week.optional else "", style=QUIET),
    ]


def _parts(history: History, look: Look) -> Page | None:
    """A row for each step or subtopic, with how it grew where there is room for that."""
    parts = [history.of(node) for node in (history.node.topics if history.node else history.report.steps)]
    if not parts:
        return None
    rows = [_part(part, history.today, look) for part in parts]
    used = INDENT + sum(2 + max(text.cell_len for text in column) for column in zip(*rows, strict=True))
    width = 0 if look.plain or look.ascii else min(look.width - used - 2, SPARK_WIDTH)
    if width >= SHORTEST_SPARK:
        for part, row in zip(parts, rows, strict=True):
            row.insert(3, words(_spark(part, history, width), style="green"))
    return section("Topic by topic" if history.node else "Step by step", [rows_of(rows, look)])


def _part(part: History, today: dt.date, look: Look) -> list[Words]:
    days = [*part.activity]
    when = " to ".join(dict.fromkeys(short_day(day, today) for day in (days[0], days[-1]))) if days else ""
    counts = words(f"{part.count.done}/{part.count.total}", justify="right")
    return [*sign_number_title(part.node, look), counts, words(when, style=QUIET)] if part.node else []


def _spark(part: History, history: History, width: int) -> str:
    """How a part grew over the days of the whole, as a row of small bars."""
    total, points = part.count.total, part.burn_up
    first = history.began or history.today
    span = max((history.today - first).days, 1)
    text = ""
    for column in range(width):
        day = first + DAY * round(span * (column + 1) / width)
        done = max((done for when, done in points.items() if when <= day), default=0)
        text += SPARKS[min(done * len(SPARKS) // total, len(SPARKS) - 1)] if done and total else " "
    return text


def _span(week: PlannedWeek) -> str:
    return f"{day_text(week.first)} to {day_text(week.last)}"


def _tasks(week: PlannedWeek, look: Look) -> Page:
    rows = [
        [*sign_number_title(task.node, look), words(f"by {task.day:%a} {task.day.day}", style=QUIET)]
        for task in week.tasks
    ]
    return rows_of(rows, look)


def _day(day: dt.date, history: History, look: Look, cell: int) -> Words:
    if day > history.today:
        return words("")
    shade = shade_of(history.activity.get(day, 0))
    signs = ASCII_SHADE_SIGNS if look.ascii else SHADE_SIGNS
    return words(f"{signs[shade]:<{cell}}", style="green" if shade else "bright_black")


def _months(mondays: list[dt.date], cell: int) -> str:
    """The names of the months, each above the first week that begins in it."""
    text = ""
    for position, monday in enumerate(mondays):
        at = position * cell
        if monday.day <= WEEK_DAYS and len(text) <= at <= len(mondays) * cell - 3:
            text = f"{text:<{at}}{monday:%b} "
    return text


def _legend(look: Look) -> Words:
    signs = ASCII_SHADE_SIGNS if look.ascii else SHADE_SIGNS
    shades = "   ".join(f"{sign} {count}" for sign, count in zip(signs, SHADE_NAMES, strict=True))
    return line((" " * LABEL, ""), (f"{shades}   {SHADED}", QUIET))
