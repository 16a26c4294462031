"""Commands that only look: where one stands, what there is, what is next."""

import datetime as dt
import gc
import sys
from itertools import islice
from typing import Annotated

import typer

from genai_roadmap.cli.options import Item, Json, OptionalItem, parse_day
from genai_roadmap.cli.program import now, session
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status

Limit = Annotated[int | None, typer.Option("-n", min=1, help="At most so many.", show_default=False)]


def list_(
    context: typer.Context,
    item: OptionalItem = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole tree.")] = False,
    statuses: Annotated[
        list[Status] | None,
        typer.Option("--status", help="Only topics of this status; may be repeated.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """List the steps, or the topics of ITEM."""
    from genai_roadmap import export

    run = session(context)
    node = run.report.nodes[run.find(item).slug] if item else None
    wanted = frozenset(statuses or ())
    if json and node:
        run.print_json(export.item(node, wanted, deep=True))
    elif json:
        run.print_json(export.listing(run.report, wanted, everything=everything))
    else:
        from genai_roadmap import render

        is_tree = node or everything or wanted
        nodes = [node] if node else run.report.steps
        run.show(render.tree(nodes, wanted, run.look) if is_tree else render.steps(run.report, run.look))


def show(context: typer.Context, item: Item, json: Json = False) -> None:
    """Show everything about ITEM: why, topics, resources, notes, dates."""
    from genai_roadmap import export

    run = session(context)
    node = run.report.nodes[run.find(item).slug]
    if json:
        run.print_json(export.item(node, deep=True))
    else:
        from genai_roadmap import render

        run.show(render.show(node, run.report, run.look))


def status(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="A line for each roadmap.")] = False,
    json: Json = False,
) -> None:
    """Show where you stand: every step, the totals, what is started, what is next."""
    from genai_roadmap import plan
    from genai_roadmap.report import NEXT

    run = session(context)
    if everything:
        run.show_shelf(json=json)
        return
    history = run.history()
    outlook = plan.outlook(history)
    if json:
        from genai_roadmap import export, forecast

        found = islice(run.suggestions, NEXT)
        run.print_json(export.status(history, forecast.expected(history), outlook, found))
    else:
        from genai_roadmap import render

        if news := run.news():
            run.show(render.news(news, run.look))
        run.show(render.status(history, outlook, run.suggestions, run.look))


def next_(context: typer.Context, limit: Limit = None, json: Json = False) -> None:
    """Show what to learn next, why just that, and where."""
    from genai_roadmap import export
    from genai_roadmap.report import NEXT

    run = session(context)
    suggestions = [*islice(run.suggestions, limit or NEXT)]
    if json:
        run.print_json(export.next_items(suggestions))
    else:
        from genai_roadmap import render

        run.show(render.suggestions(suggestions, run.look))


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What to look for.", show_default=False)],
    json: Json = False,
) -> None:
    """Search topics, resources and notes."""
    from genai_roadmap import export

    run = session(context)
    wanted = " ".join(text)
    hits = run.report.search(wanted)
    if json:
        run.print_json(export.items(node for node, _ in hits))
    else:
        from genai_roadmap import render

        run.show(render.found(hits, wanted, run.look))


def open_(
    context: typer.Context,
    item: Item,
    number: Annotated[int, typer.Argument(metavar="[N]", min=1, help="Which of its resources.")] = 1,
    json: Json = False,
) -> None:
    """Open the N-th resource of ITEM in the browser."""
    import webbrowser

    from genai_roadmap import export

    run = session(context)
    link = run.find(item).resource(number)
    if json:
        run.print_json(export.link(link))
    else:
        from genai_roadmap import render

        run.show(render.lines([link.url]))
    webbrowser.open(link.url)


def log(
    context: typer.Context,
    limit: Limit = None,
    since: Annotated[
        dt.date | None,
        typer.Option(metavar="DATE", parser=parse_day, help="Only from this day on.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Show what was marked when, newest first."""
    from genai_roadmap import export

    run = session(context)
    progress = run.report.progress
    changes = progress.recent(since)[:limit]
    if json:
        run.print_json(export.log(progress, changes))
    else:
        from genai_roadmap import render

        run.show(render.log(changes, run.report, run.look))


def about(context: typer.Context, json: Json = False) -> None:
    """Show what the roadmap is for, who wrote it, and where it leads."""
    from genai_roadmap import export

    run = session(context)
    if json:
        run.print_json(export.about(run.roadmap))
    else:
        from genai_roadmap import render

        run.show(render.about(run.roadmap, run.look))


def ui(context: typer.Context) -> None:
    """Open the full-screen view: the tree, the item, and a key for each mark."""
    run = session(context)
    if run.look.plain or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        message = "the full-screen view needs a terminal; `genai-roadmap status` shows where you stand without one"
        raise RequestError(message)
    # All that is loaded by now stays: not to look there for garbage while Textual is loaded starts the view sooner.
    gc.freeze()
    try:
        from genai_roadmap import tui

        # It goes on for an hour, in which garbage adds up.
        gc.enable()
    except ModuleNotFoundError as error:
        if error.name != "textual":
            raise
        message = "the full-screen view needs Textual; `pip install textual` gets it, as does the extra `ui`"
        raise RequestError(message) from None
    raise typer.Exit(tui.run(run.report, run.look, now))
