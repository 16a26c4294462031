"""The advice below the progress of the steps: the trend and commands that can follow, as far as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.progress.status import Status
from genai_roadmap.report import coach, facts, milestones, motivation, wording
from genai_roadmap.terminal.output import StyledText, clipped_text, line_count, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from genai_roadmap.report.forecast import Forecast
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.terminal.display import Display

LATE = "red"
# How soon a line is dropped if there is too little room: the highest number first, a kept line never.
KEPT, TREND, MILESTONE, COMMAND, LEGEND = range(5)
# Suggested first commands, while nothing is recorded; the full-screen view may not be installed.
FIRST_COMMAND = ("See what to learn first", "genai-roadmap next")
BROWSE, FULL_SCREEN, TREE = "Browse the roadmap", "genai-roadmap ui", "genai-roadmap list --all"


class Line(NamedTuple):
    """A line of advice, and how soon it is dropped."""

    text: StyledText
    rank: int = KEPT


def lines_that_fit(found: Sequence[Line], room: int, display: Display) -> list[StyledText]:
    """Return the lines that are not empty; while they don't fit, the first of those that matter least is dropped."""
    kept = [line for line in found if line.text.plain]
    while kept and not display.plain and height([line.text for line in kept], display) > room:
        least = max(kept, key=lambda line: line.rank)
        if least.rank == KEPT:
            break
        kept.remove(least)
    return [line.text for line in kept]


def height(texts: Sequence[StyledText], display: Display) -> int:
    """Return the number of lines that texts need below each other."""
    return sum(line_count(text, display, 0) for text in texts)


def commands(hints: Iterable[tuple[str, str, bool]]) -> Iterator[Line]:
    """Yield a line for each purpose and command; those with True are never dropped."""
    return (Line(components.hint(purpose, command), KEPT if kept else COMMAND) for purpose, command, kept in hints)


def trend(history: History, forecast: Forecast | None, outlook: Outlook | None, display: Display) -> Iterator[Line]:
    """Yield a line with streak and pace and one with goal or forecast; some may be empty."""
    count = history.report.count
    if not history.report.progress.marks and not history.activity:
        yield from _prospect(forecast, outlook)
        yield from _first_commands(display)
    elif count.is_complete:
        yield Line(safe_text(wording.finished_text(count), "green"))
        yield Line(safe_text(milestones.finish_text(history), QUIET), TREND)
        yield from _retained(history)
    else:
        text = (" - " if display.ascii else " · ").join(filter(None, _streaks_and_pace(history)))
        yield Line(safe_text(text[:1].upper() + text[1:], QUIET), TREND)
        for line in components.sentence_lines(motivation.progress_texts(history), display):
            yield Line(safe_text(line, QUIET), MILESTONE)
        yield Line(clipped_text(motivation.welcome_text(history), 1, display), TREND)
        yield Line(clipped_text(motivation.pause_text(history), 1, display), TREND)
        yield from _retained(history)
        yield from _prospect(None if history.is_restarting else forecast, outlook)


def _streaks_and_pace(history: History) -> Iterator[str]:
    """Yield the current and the longest streak, and the pace; some may be empty."""
    if history.shows_streak:
        longest = history.streaks.longest
        yield coach.streak_text(history)
        if longest.number and longest != history.streaks.current:
            yield f"longest streak {coach.longest_text(history.streaks)}"
    # On the first day, the total above says it, which counts known topics too.
    if history.pace and history.days_since_start > 1 and not history.is_restarting:
        yield facts.pace_text(history, history.pace)


def _first_commands(display: Display) -> Iterator[Line]:
    """Yield the symbol of each status with its name and the first commands, while nothing is recorded."""
    if not display.plain:
        signs = components.ASCII_SIGNS if display.ascii else components.SIGNS
        legend = ", ".join(f"{signs[status]} {status.value}" for status in Status)
        yield Line(safe_text(f"Symbols: {legend}", QUIET), LEGEND)
    browse = (BROWSE, FULL_SCREEN if display.can_browse else TREE)
    yield from commands([(*coach.TOUR, True), (*FIRST_COMMAND, False), (*browse, False)])


def _retained(history: History) -> Iterator[Line]:
    """Yield the line with what is covered, retained and to review; before the first review, only the last if any."""
    retention = history.retention
    if not retention.has_reviews:
        if hint := components.reviews(retention):
            yield Line(hint)
        return
    text = wording.retained_text(history.report.count, retention.percent(history.report.steps))
    none = "enough reviewed today" if retention.due else "none due"
    due = retention.to_review_text(is_short=True) if retention.is_on else ""
    if due:
        yield Line(components.hint(f"{text}, {due}", "genai-roadmap review"))
    else:
        yield Line(safe_text(f"{text}, {none}" if retention.is_on else text, QUIET))


def _prospect(forecast: Forecast | None, outlook: Outlook | None) -> Iterator[Line]:
    """Yield the goal, and another date if it is past or too fast, or the forecast; nothing if there is neither."""
    if outlook:
        yield Line(safe_text(f"Goal {facts.goal_text(outlook)}", LATE if outlook.is_late else QUIET))
        if (outlook.is_past or outlook.is_too_fast) and (day := outlook.suggested_day):
            yield Line(components.hint(facts.fitting_text(outlook), f"genai-roadmap goal {day}"), TREND)
    elif forecast:
        yield Line(safe_text(f"Forecast: {facts.forecast_text(forecast)}", QUIET))
