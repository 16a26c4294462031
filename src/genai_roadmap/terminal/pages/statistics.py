"""Pages about the progress over time."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.report import facts, wording
from genai_roadmap.report.charts import YEAR_WEEKS, day_ticks, mondays_until, shade_of, total_ticks
from genai_roadmap.report.learned import DAY
from genai_roadmap.report.streak import WEEK_DAYS
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from genai_roadmap.report.forecast import Forecast
    from genai_roadmap.report.history import History, Week
    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.terminal.display import Display

WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
LABEL_WIDTH = 4
MONTH_WIDTH = 3
SHADE_SIGNS = "·░▒▓█"
ASCII_SHADE_SIGNS = ".-+*#"
SPARKS = "▁▂▃▄▅▆▇█"
RECENT_WEEKS = 8
FORECAST_SIGN = "."
MAX_WEEK_BAR = 40
# The width of the other columns of the weeks.
WEEK_TEXT_WIDTH = 36
# The number of topics for a full bar, unless a week has more.
FULL_WEEK = 5
MIN_SPARK_WIDTH, MAX_SPARK_WIDTH = 6, 16
MAX_PLOT_WIDTH, PLOT_HEIGHT = 100, 12
DONE_SIGNS = "[\u2580-\u259f*]+"
MEANING = "Covered: the part of the roadmap that is done. Retained: the part that you probably still remember."
BOX_TO_ASCII = str.maketrans("┌┐└┘─│┤┬", "++++-||+")


def stats(history: History, forecast: Forecast | None, outlook: Outlook | None, display: Display) -> Page:
    """Show the numbers of the roadmap or of an item, and its calendar."""
    title = safe_text(history.node.title if history.node else history.report.roadmap.title, HEADING)
    if history.is_empty:
        hint = components.hint("See what to learn first", display.command("genai-roadmap next", "g"))
        return components.page(title, safe_text(wording.NOTHING), hint)
    return components.page(
        title,
        heatmap(history, display) if history.activity and not display.plain else None,
        components.pairs(facts.facts(history, forecast, outlook), display),
        safe_text(MEANING, QUIET) if history.retention.has_reviews and not history.node else None,
        None if history.node else components.reviews(history.retention, display.command("genai-roadmap review", "v")),
    )


def charts(history: History, forecast: Forecast | None, outlook: Outlook | None, display: Display) -> Page:
    """Show the statistics and, below them, the weeks, the burn-up, and each part."""
    if history.is_empty:
        return stats(history, forecast, outlook, display)
    return components.page(
        stats(history, forecast, outlook, display),
        components.table_section("Per week", _week_rows(history.weeks[-RECENT_WEEKS:], display), display),
        components.section("Total over time", [burn_up(history, forecast, outlook, display)])
        if _has_burn_up(history) and not display.plain
        else None,
        _parts(history, display),
    )


def heatmap(history: History, display: Display) -> Page:
    """Return the last weeks, up to a year: one column per week, one row per weekday."""
    cell_width = 2 if display.width >= LABEL_WIDTH + 2 * YEAR_WEEKS else 1
    mondays = mondays_until(history.today, min(YEAR_WEEKS, (display.width - LABEL_WIDTH) // cell_width))
    signs = [f"{sign:<{cell_width}}" for sign in (ASCII_SHADE_SIGNS if display.ascii else SHADE_SIGNS)]
    rows = [
        join_text(
            (f"{name:<{LABEL_WIDTH}}", QUIET),
            *(_square(monday + DAY * weekday, history, signs) for monday in mondays),
        )
        for weekday, name in enumerate(WEEKDAYS)
    ]
    names = [f"{sign[0]} {count}" for sign, count in zip(signs, wording.SHADE_NAMES, strict=True)]
    legend = "  ".join([*names, wording.SHADE_LEGEND])
    # On 80 columns, there is no room for the whole indent.
    indent = " " * max(min(LABEL_WIDTH, display.width - len(legend)), 0)
    return Group(
        safe_text(" " * LABEL_WIDTH + _month_names(mondays, cell_width, display.width - LABEL_WIDTH), QUIET),
        *rows,
        join_text((indent, ""), (legend, QUIET)),
    )


def burn_up(history: History, forecast: Forecast | None, outlook: Outlook | None, display: Display) -> Page:
    """Return a plot of the number of topics done over time, with the total, the forecast and the goal."""
    import plotext

    total, today = history.count.total, history.today
    likely, goal = forecast and forecast.likely, outlook and outlook.goal
    first, last = next(iter(history.burn_up)), max(filter(None, (today, likely, goal)))
    figure = plotext.figure
    figure.clear()
    figure.plot_size(min(display.width - 2, MAX_PLOT_WIDTH), PLOT_HEIGHT)
    for marker, line in _plot_lines(history, first, last, likely, goal, display):
        figure.draw(figure.signal([(day - first).days for day in line], [*line.values()], marker=marker).lines())
    figure.ruler("y").lim(0, total).ticks(total_ticks(total))
    ticks = day_ticks(first, last)
    figure.ruler("x").ticks([(day - first).days for day in ticks], [wording.short_day(day, today) for day in ticks])
    plot = figure.build().string(colorless=True)
    rows = [safe_text(line) for line in (plot.translate(BOX_TO_ASCII) if display.ascii else plot).splitlines()]
    for row in rows:
        row.highlight_regex(DONE_SIGNS, "green")
    legend = [
        f"{FORECAST_SIGN} forecast {wording.day_text(likely)}" if likely else "",
        f"{'|' if display.ascii else '┊'} goal {wording.day_text(goal)}" if goal else "",
    ]
    return Group(*rows, *(safe_text(text, QUIET) for text in legend if text))


def _plot_lines(
    history: History, first: dt.date, last: dt.date, likely: dt.date | None, goal: dt.date | None, display: Display
) -> Iterator[tuple[str, dict[dt.date, int]]]:
    """Yield the lines of the burn-up, each with its marker: the total, the goal, the forecast, and the progress."""
    total, today = history.count.total, history.today
    yield "-" if display.ascii else "braille", {first: total, last: total}
    if goal and goal > first:
        yield "|" if display.ascii else "┊", {goal: 0, goal + DAY: total}
    if likely:
        yield FORECAST_SIGN, {today: history.done, likely: total}
    yield "*" if display.ascii else "hd", {**history.burn_up, today: history.done}


def _has_burn_up(history: History) -> bool:
    """Return whether there are required topics, and more than one day to plot."""
    return bool(history.count.total and history.burn_up) and min(history.burn_up) < history.today


def _week_rows(weeks: list[Week], display: Display) -> list[list[StyledText]]:
    most = max([FULL_WEEK, *(week.done for week in weeks)])
    width = 0 if display.plain else min(display.width - WEEK_TEXT_WIDTH, MAX_WEEK_BAR)
    return [
        [
            safe_text(f"from {wording.day_text(week.monday)}", QUIET),
            safe_text(str(week.done), justify="right"),
            *([components.filled_bar(length, length, display)] if width > 0 else []),
            safe_text(f"and {week.optional} optional" if week.optional else "", QUIET),
        ]
        for week in weeks
        for length in [ceil(week.done * width / most)]
    ]


def _parts(history: History, display: Display) -> Page | None:
    """Return a row for each step or subtopic, with a sparkline if there is room; None if there are none."""
    nodes = history.node.topics if history.node else history.report.steps
    parts = [(node, history.of(node)) for node in nodes]
    rows = [[*components.sign_number_title(node, display), *_part_columns(part)] for node, part in parts]
    width = min(components.room_beside(rows, display) - components.INDENT, MAX_SPARK_WIDTH)
    title = "Topics" if history.node else "Steps"
    if width >= MIN_SPARK_WIDTH and not display.plain and not display.ascii and history.first_day:
        title += f", with their progress since {wording.day_text(history.first_day)}"
        for (_, part), row in zip(parts, rows, strict=True):
            row.insert(components.TITLE_COLUMN + 1, safe_text(_sparkline(part, history, width), "green"))
    return components.table_section(title, rows, display)


def _part_columns(part: History) -> list[StyledText]:
    """Return how many topics of a step or subtopic are done, and the first and last day on which one was."""
    days = part.days_done
    period = " to ".join(dict.fromkeys(wording.short_day(day, part.today) for day in days[:1] + days[-1:]))
    counts = wording.counts_text(part.node) if part.node else ""
    return [safe_text(counts, justify="right"), safe_text(period, QUIET)]


def _sparkline(part: History, history: History, width: int) -> str:
    """Return the number of done topics of a step or subtopic over the days of the whole history."""
    total, points = part.count.total, part.burn_up
    first = history.first_day or history.today
    span = max((history.today - first).days, 1)
    text = ""
    for column in range(1, width + 1):
        day = first + DAY * round(span * column / width)
        done = max((done for changed, done in points.items() if changed <= day), default=0)
        text += SPARKS[min(done * len(SPARKS) // total, len(SPARKS) - 1)] if done and total else " "
    return text


def _square(day: dt.date, history: History, signs: list[str]) -> StyledText:
    if day > history.today:
        return safe_text("")
    shade = shade_of(history.activity.get(day, 0))
    return safe_text(signs[shade], "green" if shade else "bright_black")


def _month_names(mondays: list[dt.date], cell_width: int, width: int) -> str:
    """Return the names of the months, each above the first week that begins in it, or as near as it fits."""
    names: dict[int, str] = {}
    room = width + 1
    for column, monday in reversed([*enumerate(mondays)]):
        position = min(column * cell_width, width - MONTH_WIDTH)
        if monday.day <= WEEK_DAYS and 0 <= position < room - MONTH_WIDTH:
            names[position], room = f"{monday:%b}", position
    text = ""
    for position, name in reversed(names.items()):
        text = f"{text:<{position}}{name}"
    return text
