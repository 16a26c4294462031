"""Commands that track the progress over time: statistics, goal, plan."""

import re
from fractions import Fraction
from typing import Annotated

import typer

from genai_roadmap.cli.options import Force, Json, OptionalItemWords, Output, date_parser, reject_if
from genai_roadmap.cli.output import open_session, show, write_or_print

NUMBER = re.compile(r"\d{1,9}(\.\d{0,3})?|\.\d{1,3}", re.ASCII)
MAX_RATE = 1000


def _per_week(text: str) -> Fraction:
    """Return a number of topics per week; raise typer.BadParameter if it is not in the range."""
    is_number = NUMBER.fullmatch(text)
    number = Fraction(text) if is_number else Fraction(0)
    problem = f"invalid value {text[:20]!r} for --per-week; use a number of topics like 3 or 1.5, at most {MAX_RATE}"
    reject_if(not 0 < number <= MAX_RATE, problem)
    return number


Charts = Annotated[bool, typer.Option("--charts", help="Add charts: weeks, total over time, steps.")]
AllWeeks = Annotated[bool, typer.Option("--all", help="Show all weeks (default: the next 4).")]
RestDays = Annotated[
    int | None, typer.Option(metavar="N", min=0, max=6, help="Rest days per week that keep the streak.")
]
GoalDate = Annotated[
    list[str] | None, typer.Argument(metavar="DATE", help="Date to finish by: 31 Dec 2027, +6m, friday.")
]
Clear = Annotated[bool, typer.Option("--clear", help="Clear the goal.")]
PerWeek = Annotated[
    Fraction | None, typer.Option(metavar="N", parser=_per_week, help="Topics per week, like 1.5 (overrides the goal).")
]
Ics = Annotated[bool, typer.Option("--ics", help="Export as a calendar file (iCalendar).")]


def stats(
    context: typer.Context,
    item: OptionalItemWords = None,
    charts: Charts = False,
    rest_days: RestDays = None,
    json: Json = False,
) -> None:
    """Show statistics: activity, streak, pace and forecast."""
    from genai_roadmap.app import tracking

    show(context, tracking.stats(open_session(context), " ".join(item or []), rest_days, charts=charts), json=json)


def goal(context: typer.Context, date: GoalDate = None, clear: Clear = False, json: Json = False) -> None:
    """Set a goal date, or show it and the pace it requires."""
    from genai_roadmap.app import marking, tracking

    reject_if(date and clear, "use a date or --clear, not both")
    day = date_parser("by")(" ".join(date)) if date else None
    session = open_session(context)
    result = marking.set_goal(session, day) if day or clear else None
    show(context, tracking.goal(session, result), json=json)


def plan(
    context: typer.Context,
    per_week: PerWeek = None,
    everything: AllWeeks = False,
    ics: Ics = False,
    output: Output = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Plan the remaining topics week by week, up to the goal."""
    from genai_roadmap.app import tracking

    reject_if(output and not ics, "-o needs --ics")
    reject_if(ics and json, "use --ics or --json, not both")
    if ics:
        calendar = tracking.plan_calendar(open_session(context), per_week)
        write_or_print(calendar, output, overwrite=force, use="Import it into your calendar.")
    else:
        show(context, tracking.plan(open_session(context), per_week, everything=everything), json=json)
