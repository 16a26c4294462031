"""The page of the goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.report import facts, wording
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages import components

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.terminal.display import Display


def goal(
    outlook: Outlook | None, result: Outcome | None, display: Display, *, is_finished: bool = False, per_week: float = 0
) -> Page:
    """Show the goal and the pace it requires, how to undo what `result` changed, and a chosen `per_week` beside it."""
    is_changed = result is not None and result.progress is not result.before.progress
    undo = [components.hint("Undo with", "genai-roadmap undo")] if is_changed else []
    earlier = [safe_text(text)] if (text := _earlier_goal(result)) else []
    if not outlook and is_finished and not is_changed:
        return safe_text("You finished the roadmap; no goal is needed.")
    if not outlook:
        headline = safe_text("Goal cleared." if is_changed else "No goal set.")
        return Group(
            headline, *(undo or [components.hint("Set one with", display.command("genai-roadmap goal +6m", "G"))])
        )
    state = facts.state_text(outlook) or f"{wording.topics_text(outlook.left)} left"
    away = f" ({wording.until(outlook.days - 1)})" if outlook.left and not outlook.is_past else ""
    headline = safe_text(f"Goal {wording.weekday_text(outlook.goal)}{away}: {state}.")
    if not outlook.left:
        return Group(headline, *undo)
    return Group(
        headline,
        *earlier,
        *map(safe_text, facts.prospect_lines(outlook)),
        *undo,
        *_next_hints(outlook, per_week, display),
    )


def _earlier_goal(result: Outcome | None) -> str:
    """Return which goal was replaced, or that none was; empty if there was none, or it is only shown."""
    if not result or not (goal := result.before.progress.goal):
        return ""
    is_same = result.progress is result.before.progress
    return "It was already the goal." if is_same else f"It was {wording.day_text(goal)} before."


def _next_hints(outlook: Outlook, per_week: float, display: Display) -> Iterator[StyledText]:
    """Yield a date that fits, and how to see the weeks until the goal or, if they are not planned by it, to do so."""
    if day := outlook.suggested_day:
        command = display.command(f"genai-roadmap goal {day}", f"{wording.day_text(day)} (G: set it)")
        yield components.hint(facts.fitting_text(outlook), command)
    if outlook.required and per_week and not display.full_screen:
        planned = f"The plan has {per_week:g} per week. To plan by the goal"
        yield components.hint(planned, "genai-roadmap config plan.per-week --unset")
    elif outlook.required and not display.full_screen:
        yield components.hint("See the weeks until then", "genai-roadmap plan")
