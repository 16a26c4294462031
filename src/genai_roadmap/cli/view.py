"""Commands that show the progress and the roadmap."""

import datetime as dt
import gc
import sys
from typing import Annotated

import typer

from genai_roadmap.cli.options import ItemWords, Json, OptionalItemWords, date_parser
from genai_roadmap.cli.output import display_of, now, open_session, show
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status

WholeTree = Annotated[bool, typer.Option("--all", help="Show the whole tree.")]
Statuses = Annotated[
    list[Status] | None,
    typer.Option("--status", metavar="STATUS", help="Only todo, started, done or skipped topics (repeatable)."),
]
Answers = Annotated[bool, typer.Option("--answers", help="Show the answers to the questions.")]
AllRoadmaps = Annotated[bool, typer.Option("--all", help="Show one line per roadmap.")]
Limit = Annotated[
    int | None, typer.Option("-n", metavar="N", min=1, max=1_000_000, help="Maximum number of changes (default: all).")
]
TopicLimit = Annotated[
    int, typer.Option("-n", metavar="N", min=1, max=1_000_000, help="Maximum number of topics (default: 1).")
]
SearchText = Annotated[list[str], typer.Argument(metavar="TEXT", help="Text to find.")]
Since = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("since"), help='Only changes since DATE: "last monday", 2026-11.'),
]


def list_(
    context: typer.Context,
    item: OptionalItemWords = None,
    everything: WholeTree = False,
    statuses: Statuses = None,
    json: Json = False,
) -> None:
    """List the steps, or the topics of ITEM."""
    from genai_roadmap.app import viewing

    session, statuses = open_session(context), statuses or []
    try:
        view = (
            viewing.topics(session, " ".join(item), statuses)
            if item
            else viewing.steps(session, statuses, everything=everything)
        )
    except RequestError:
        from genai_roadmap.cli.usage_errors import with_statuses

        if meant := with_statuses(item or []):
            message = f"no item {' '.join(item or [])!r}. Did you mean `{meant}`?"
            raise RequestError(message) from None
        raise
    show(context, view, json=json)


def show_item(context: typer.Context, item: ItemWords, answers: Answers = False, json: Json = False) -> None:
    """Show an item: why, topics, resources, questions, notes."""
    from genai_roadmap.app import viewing

    show(context, viewing.show(open_session(context), " ".join(item), answers=answers), json=json)


def status(context: typer.Context, everything: AllRoadmaps = False, json: Json = False) -> None:
    """Show your progress on each step and what is next."""
    from genai_roadmap.app import managing, viewing

    session = open_session(context)
    show(context, managing.list_roadmaps(session) if everything else viewing.status(session), json=json)


def next_(context: typer.Context, limit: TopicLimit = 1, json: Json = False) -> None:
    """Show what to learn next."""
    from genai_roadmap.app import viewing

    show(context, viewing.suggest(open_session(context), limit, offers_tour=True), json=json)


def today(context: typer.Context, json: Json = False) -> None:
    """Show what you did today, what is next, and your streak."""
    from genai_roadmap.app import viewing

    show(context, viewing.today(open_session(context)), json=json)


def search(context: typer.Context, text: SearchText, json: Json = False) -> None:
    """Search topics, resources, questions and notes."""
    from genai_roadmap.app import viewing

    show(context, viewing.search(open_session(context), " ".join(text)), json=json)


def log(context: typer.Context, limit: Limit = None, since: Since = None, json: Json = False) -> None:
    """List what you recorded, newest first."""
    from genai_roadmap.app import viewing

    show(context, viewing.log(open_session(context), since, limit), json=json)


def about(context: typer.Context, json: Json = False) -> None:
    """Show the role, audience, workflow and author."""
    from genai_roadmap.app import viewing

    show(context, viewing.about(open_session(context)), json=json)


def ui(context: typer.Context) -> None:
    """Open the full-screen view."""
    if display_of(context).plain or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        message = "the full-screen view needs a terminal. Run `genai-roadmap status` instead"
        raise RequestError(message)
    raise typer.Exit(_run_ui(context))


def _run_ui(context: typer.Context) -> int:
    # Textual loads faster if the collector does not search the objects that exist already.
    gc.freeze()
    try:
        from genai_roadmap.tui.run import run
    except ModuleNotFoundError as error:
        if error.name != "textual":
            raise
        from genai_roadmap.cli.installation import command_for_ui

        message = f"the full-screen view needs the extra `ui`. Install it with: {command_for_ui()}"
        raise RequestError(message) from None
    # Unlike a command, the view runs for a long time, in which garbage accumulates.
    gc.enable()
    return run(open_session(context, now), display_of(context))
