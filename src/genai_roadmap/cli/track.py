"""Commands that track the progress over time: statistics, goal, plan."""

import datetime as dt
from typing import Annotated

import typer

from genai_roadmap.cli.options import Force, Json, OptionalItem, Output, parse_goal
from genai_roadmap.cli.output import open_session, show, write_or_print


def stats(
    context: typer.Context,
    item: OptionalItem = None,
    rest_days: Annotated[
        int | None,
        typer.Option(min=0, max=6, help="So many days a week may be without learning.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Show how it goes: the year, the weeks, streak, pace, and when you will be done."""
    from genai_roadmap.app import tracking

    show(context, tracking.stats(open_session(context), item, rest_days), json=json)


def goal(
    context: typer.Context,
    day: Annotated[
        dt.date | None,
        typer.Argument(metavar="[DATE]", parser=parse_goal, help="The day: 2027-03-14.", show_default=False),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Give the goal up.")] = False,
    json: Json = False,
) -> None:
    """Set the day by which you want to be done, or show what it takes."""
    from genai_roadmap.app import marking, tracking

    if day and clear:
        message = "it is either a date or --clear"
        raise typer.BadParameter(message)
    session = open_session(context)
    if day or clear:
        marking.set_goal(session, day)
    show(context, tracking.goal(session), json=json)


def plan(
    context: typer.Context,
    per_week: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="So many topics a week, whatever the goal.", show_default=False),
    ] = None,
    ics: Annotated[bool, typer.Option("--ics", help="As a calendar file.")] = False,
    output: Output = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Lay out what is left, week by week, up to the goal."""
    from genai_roadmap.app import tracking

    if (bool(output) and not ics) or (ics and json):
        message = "-o goes with --ics" if output and not ics else "it is either --ics or --json"
        raise typer.BadParameter(message)
    if ics:
        write_or_print(tracking.plan_calendar(open_session(context), per_week), output, overwrite=force)
    else:
        show(context, tracking.plan(open_session(context), per_week), json=json)
