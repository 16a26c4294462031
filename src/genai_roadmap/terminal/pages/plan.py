"""The page of the plan: the remaining topics, week by week."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.report import facts, wording
from genai_roadmap.report.outlook import MAX_LEARNED_PER_WEEK, Rate
from genai_roadmap.report.streak import WEEK_DAYS
from genai_roadmap.terminal.output import (
    Page,
    StyledText,
    clipped_text,
    join_text,
    line_count,
    safe_lines,
    safe_text,
    shortened,
)
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from genai_roadmap.report.outlook import Outlook
    from genai_roadmap.report.plan import Plan, PlannedWeek, Task
    from genai_roadmap.terminal.display import Display

MAX_LINES = 3
# The width of the other columns, with the gaps.
COLUMNS_WIDTH = 32
# On a narrower terminal, the topics are below their week.
MIN_WIDTH = 72
# A title with its number takes more characters than this.
MIN_TITLE = 4
# At least this many topics are left out, and counted instead.
MIN_LEFT_OUT = 2


def plan(
    planned: Plan, weeks: int | None, display: Display, *, outlook: Outlook | None = None, this_week: str = ""
) -> Page:
    """Show the remaining topics, one row per week: the next `weeks`, or all if it is None.

    `outlook` is that on the goal, and `this_week` how much of the plan for this week is done.
    """
    if not planned.ends:
        return safe_text("Nothing left to plan: every required topic is done or skipped.")
    count = wording.topics_text(sum(1 for _ in planned.tasks))
    is_chosen = planned.rate in {Rate.GIVEN, Rate.SETTING}
    number = f"{planned.per_week:g}" if is_chosen else _per_week_text(planned)
    rate = f", {number} per week" if number and len(planned.weeks) > 1 else ""
    option = f" --per-week {number}" if planned.rate is Rate.GIVEN else ""
    hidden = _span(planned.weeks[weeks:]) if weeks else 0
    more = f"and {wording.plural(hidden, 'more week')} until {wording.day_text(planned.ends)}"
    below = [components.hint(more, f"genai-roadmap plan{option} --all")] if hidden else []
    below += [line] if (line := _completed_steps(planned, display, everything=weeks is None)) else []
    goal = f" (goal: {wording.day_text(planned.goal)})" if planned.goal and planned.goal != planned.ends else ""
    head = [safe_text(f"{count}{rate}, until {wording.day_text(planned.ends)}{goal}", HEADING)]
    if this_week:
        head.append(safe_text(this_week))
    return components.page(
        Group(*head, *_explanation(planned, display), *_verdict(planned, outlook, display)),
        _weeks(planned, weeks, display),
        Group(*below) if below else None,
        None if display.full_screen else Group(*_next_hints(planned, option, display)),
    )


def _per_week_text(planned: Plan) -> str:
    """Return the number of topics in the whole weeks of a plan, like 2 or 3; without any, of its average week.

    It is empty if a week would have more than there are.
    """
    counts = [len(week.tasks) for week in planned.weeks[1:-1]]
    if planned.per_week > len([*planned.tasks]):
        return ""
    if not counts or planned.per_week < 1:
        return wording.whole_numbers_text(planned.per_week)
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low} {'or' if high == low + 1 else 'to'} {high}"


def _next_hints(planned: Plan, option: str, display: Display) -> Iterator[StyledText]:
    """Yield how to keep the chosen topics per week, on a wide terminal, and how to export the plan."""
    is_too_fast = planned.per_week > MAX_LEARNED_PER_WEEK
    if option and not is_too_fast and display.has_room(MIN_WIDTH):
        yield components.hint("To plan this every week", f"genai-roadmap config plan.per-week {planned.per_week:g}")
    yield components.hint("Export to your calendar", f"genai-roadmap plan{option} --ics -o plan.ics")


def _completed_steps(planned: Plan, display: Display, *, everything: bool) -> StyledText | None:
    """Return by when steps will be complete: `everything`, or what fits a line; None if none will be."""
    if not planned.completed_steps:
        return None
    (first, day), *others = planned.completed_steps
    texts = [f"Step {first} complete by {wording.day_text(day)}"]
    texts += [f"step {number} by {wording.day_text(day)}" for number, day in others]
    line = ", ".join(texts)
    if everything or display.has_room(len(line)):
        return safe_text(line)
    ends = [*accumulate(len(f"{text}, ") for text in texts)]
    shown = max(bisect_right(ends, display.width - len(f"and {len(texts)} more")), 1)
    line = f"{', '.join(texts[:shown])}, and {len(texts) - shown} more"
    return safe_text(line if display.has_room(len(line)) else texts[0])


def _span(weeks: Sequence[PlannedWeek]) -> int:
    """Return the number of calendar weeks from the first to the last of the weeks, with the empty ones between them."""
    return (weeks[-1].last - weeks[0].last).days // WEEK_DAYS + 1 if weeks else 0


def _explanation(planned: Plan, display: Display) -> Iterator[StyledText]:
    """Yield what determines the rate of a plan, and how to choose another; nothing if a goal or a setting does."""
    if planned.rate in {Rate.GOAL, Rate.GIVEN, Rate.SETTING}:
        return
    is_assumed = planned.rate is Rate.DEFAULT
    follows = "Not enough data yet for a forecast; this follows" if planned.rate is Rate.PACE else "This follows"
    basis = _assumption(planned) if is_assumed else f"{follows} your {planned.rate.value}"
    yield components.hint(f"{basis}. To plan for a date", display.command("genai-roadmap goal +6m", "G"))
    if is_assumed and not display.full_screen:
        yield components.hint("To choose the topics per week", "genai-roadmap plan --per-week 5")


def _verdict(planned: Plan, outlook: Outlook | None, display: Display) -> Iterator[StyledText]:
    """Yield that the goal is past, earlier or later, a date that fits better, or that the rate is too high.

    A full-screen view has the goal above.
    """
    if outlook and not display.full_screen and (found := _missed_goal(planned, outlook)):
        yield components.hint(*found)
    elif planned.rate is Rate.GIVEN and min(planned.per_week, len([*planned.tasks])) > MAX_LEARNED_PER_WEEK:
        yield safe_text(f"{facts.TOO_FAST}: more than {MAX_LEARNED_PER_WEEK} topics per week.", QUIET)
    elif outlook and not display.full_screen and (early := _early_text(planned, outlook)):
        yield safe_text(early, QUIET)


def _early_text(planned: Plan, outlook: Outlook) -> str:
    """Return by how much a plan with chosen topics per week is earlier than the goal; empty if it is not."""
    if planned.rate not in {Rate.GIVEN, Rate.SETTING} or not planned.ends or planned.ends >= outlook.goal:
        return ""
    early = wording.span_text((outlook.goal - planned.ends).days)
    return f"That is {early} before your goal, {wording.day_text(outlook.goal)}."


def _missed_goal(planned: Plan, outlook: Outlook) -> tuple[str, str] | None:
    """Return why the plan misses the goal, and the command to type; None if it does not, or to try another rate."""
    goal = wording.day_text(outlook.goal)
    if outlook.is_past:
        return f"The goal, {goal}, is past. A new date", f"genai-roadmap goal {planned.ends}"
    if planned.rate in {Rate.GIVEN, Rate.SETTING} and planned.ends and planned.ends > outlook.goal:
        late = f"That is {wording.span_text((planned.ends - outlook.goal).days)} after your goal, {goal}"
        if planned.rate is Rate.SETTING:
            return f"{late}. To plan by the goal", "genai-roadmap config plan.per-week --unset"
        return f"{late}. To move the goal", f"genai-roadmap goal {planned.ends}"
    if planned.goal and outlook.suggested_day:
        return facts.fitting_text(outlook), f"genai-roadmap goal {outlook.suggested_day}"
    return None


def _assumption(planned: Plan) -> str:
    """Return why the rate is only an assumption, and the rate."""
    reason = "Your pace is too low for a plan" if planned.has_pace else "There is no pace yet"
    if planned.paused_on:
        reason = f"There has been {facts.no_progress_text(planned.paused_on)}"
    return f"{reason}; this assumes {wording.number(planned.per_week)} per week"


def _weeks(planned: Plan, weeks: int | None, display: Display) -> Page:
    """Return the next weeks with their topics, or all weeks; on a narrow terminal each with its topics below it."""
    is_narrow = not display.has_room(MIN_WIDTH)
    indent, lines = INDENT if is_narrow else COLUMNS_WIDTH, MAX_LINES if weeks else None
    titles = _titles(planned)
    rows = [
        [
            safe_text(_days_text(week, planned), QUIET),
            safe_text(wording.topics_text(len(week.tasks))),
            _topics(week, titles, lines, indent, display),
        ]
        for week in planned.weeks[:weeks]
    ]
    if not is_narrow:
        return components.table(rows, display)
    parts: list[Page] = []
    for first, count, topics in rows:
        parts += [join_text(first, ("  ", ""), count), Padding(topics, (0, 0, 0, INDENT))]
    return Group(*parts)


def _days_text(week: PlannedWeek, planned: Plan) -> str:
    """Return when a week begins or, if it is the current one and has begun, when it or the plan ends."""
    has_begun = week.first.weekday() > 0
    last = min(week.last, planned.ends or week.last)
    return f"until {wording.day_text(last)}" if has_begun else f"from {wording.day_text(week.first)}"


def _topics(week: PlannedWeek, titles: dict[str, str], lines: int | None, indent: int, display: Display) -> StyledText:
    """Return the titles of the topics of a week: all, or as many as fit in this many lines and how many more."""
    names = [titles[task.node.slug] for task in week.tasks]
    everything = _joined(names, indent, display)
    if lines is None or display.plain or line_count(everything, display, indent) <= lines:
        return everything
    if len(names) <= MIN_LEFT_OUT:
        width = display.width - indent - len(",")
        return safe_lines(",\n".join(shortened(safe_text(name), width, display).plain for name in names))
    for shown in range(min(len(names) - MIN_LEFT_OUT, lines * display.width // MIN_TITLE), 0, -1):
        last = f"{names[shown - 1]}{_more(len(names) - shown)}"
        text = _joined([*names[: shown - 1], last], indent, display)
        if line_count(text, display, indent) <= lines:
            return text
    more = _more(len(names) - 1)
    return clipped_text(names[0], lines, display, indent=indent + len(more)).append(more)


def _joined(names: Sequence[str], indent: int, display: Display) -> StyledText:
    """Return the names with commas, and on a terminal with line breaks only between them."""
    if display.plain:
        return safe_text(", ".join(names))
    lines = [names[0]]
    for name in names[1:]:
        if safe_text(f"{lines[-1]}, {name},").cell_len <= display.width - indent:
            lines[-1] += f", {name}"
        else:
            lines[-1] += ","
            lines.append(name)
    return safe_lines("\n".join(lines))


def _more(count: int) -> str:
    return f" and {count} more" if count else ""


def _titles(planned: Plan) -> dict[str, str]:
    """Return the numbers and titles of the topics by slug; a title that occurs twice with that of its parent."""
    counts = Counter(task.node.title for task in planned.tasks)
    return {task.node.slug: _title(task, is_unique=counts[task.node.title] == 1) for task in planned.tasks}


def _title(task: Task, *, is_unique: bool) -> str:
    item = task.node.item
    parent = f" ({item.parent.title})" if item.parent and not is_unique else ""
    return f"{item.number} {item.title}{parent}"
