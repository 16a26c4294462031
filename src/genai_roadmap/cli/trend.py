"""Commands that look back and ahead: how it goes, by when all should be done, and what that takes each week."""

import datetime as dt
from typing import Annotated

import typer

from genai_roadmap.cli.options import Force, Json, OptionalItem, Output, parse_goal
from genai_roadmap.cli.program import session


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
    from genai_roadmap import export, forecast, plan

    run = session(context)
    history = run.history(rest_days)
    outlook, expected = plan.outlook(history), forecast.expected(history)
    if item:
        # By when a part will be done the pace of the whole does not tell.
        history, outlook, expected = history.of(run.report.nodes[run.find(item).slug]), None, None
    if json:
        run.print_json(export.stats(history, expected, outlook))
    else:
        from genai_roadmap import render

        run.show(render.stats(history, expected, outlook, run.look))


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
    from genai_roadmap import export, plan
    from genai_roadmap.marking import set_goal

    if day and clear:
        message = "it is either a date or --clear"
        raise typer.BadParameter(message)
    run = session(context)
    if day or clear:
        run.report = run.update(lambda report, stamp: set_goal(report, stamp, day))
    outlook = plan.outlook(run.history())
    if json:
        run.print_json(export.goal(outlook))
    else:
        from genai_roadmap import render

        run.show(render.goal(outlook, run.look))


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
    from genai_roadmap import export
    from genai_roadmap.plan import plan as planned_for

    if (bool(output) and not ics) or (ics and json):
        message = "-o goes with --ics" if output and not ics else "it is either --ics or --json"
        raise typer.BadParameter(message)
    run = session(context)
    planned = planned_for(run.report, run.now.date(), per_week)
    if ics:
        from genai_roadmap.export.calendar import calendar

        run.write(calendar(planned, run.roadmap, run.now), output, force=force)
    elif json:
        run.print_json(export.plan(planned))
    else:
        from genai_roadmap import render

        run.show(render.plan(planned, run.look))
