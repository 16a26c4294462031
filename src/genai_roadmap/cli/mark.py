"""Commands that record: what was learned, what was noted, and taking it back."""

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Item, Items, Json, parse_day
from genai_roadmap.cli.program import Session, session
from genai_roadmap.progress.status import Action, Mark

if TYPE_CHECKING:
    from genai_roadmap.marking import Outcome
    from genai_roadmap.report import Report
    from genai_roadmap.roadmap.models import NumberedItem

Everything = Annotated[bool, typer.Option("--all", help="Mark also what is optional, skipped or done below ITEM.")]
On = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=parse_day, help="The day it was: 2026-11-24, yesterday.", show_default=False),
]
Known = Annotated[bool, typer.Option("--known", help="You knew it before: done, but outside streak and pace.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note on ITEM.", show_default=False)]


def done(
    context: typer.Context,
    items: Items,
    everything: Everything = False,
    known: Known = False,
    on: On = None,
    note: Note = None,
    json: Json = False,
) -> None:
    """Mark ITEM done: a topic, or all that counts of a step."""
    _mark(session(context), items, Mark(Action.DONE, known, on, note), everything=everything, json=json)


def mark_as(
    context: typer.Context,
    items: Items,
    everything: Everything = False,
    on: On = None,
    note: Note = None,
    json: Json = False,
) -> None:
    """Mark ITEM as the command is called: start, skip or reset."""
    action = Action(str(context.command.name))
    _mark(session(context), items, Mark(action, on=on, note=note), everything=everything, json=json)


def undo(context: typer.Context, json: Json = False) -> None:
    """Take the last command back; again and again."""
    _take_back(session(context), Action.UNDO, json=json)


def redo(context: typer.Context, json: Json = False) -> None:
    """Take the last undo back."""
    _take_back(session(context), Action.REDO, json=json)


def note(
    context: typer.Context,
    item: Item,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]", help="The note; - reads it from a pipe.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Add a note to ITEM; without TEXT your editor opens or, where there is none, its notes are printed."""
    from genai_roadmap import export

    run = session(context)
    named = run.find(item)
    written = _written(text, json=json)
    report = run.report if written is None else _noted(run, named, written)
    node = report.nodes[named.slug]
    if json:
        run.print_json(export.item(node))
    else:
        from genai_roadmap import render

        run.show(render.notes(node))


def _noted(run: Session, item: "NumberedItem", text: str) -> "Report":
    """The report on the progress with a note on the item."""
    from genai_roadmap.marking import add_note

    return run.update(lambda report, stamp: add_note(report, stamp, item, text))


def _written(text: list[str] | None, *, json: bool) -> str | None:
    """The text of a note: the one typed, what comes from a pipe (-), or what is written in an editor."""
    if text == ["-"]:
        return sys.stdin.read()
    if text:
        return " ".join(text)
    from genai_roadmap.cli.editor import write_text

    return None if json else write_text() or None


def _mark(run: Session, items: list[str], what: Mark, *, everything: bool, json: bool) -> None:
    from genai_roadmap.marking import mark

    named = [run.find(item) for item in items]
    outcome = run.update(lambda report, stamp: mark(report, named, what, stamp, everything=everything))
    _tell(run, outcome, json=json)


def _take_back(run: Session, action: Action, *, json: bool) -> None:
    from genai_roadmap.marking import take_back

    _tell(run, run.update(lambda report, stamp: take_back(report, action, stamp)), json=json)


def _tell(run: Session, outcome: "Outcome", *, json: bool) -> None:
    from genai_roadmap import export

    if json:
        run.print_json(export.outcome(outcome))
    else:
        from genai_roadmap import render

        run.show(render.outcome(outcome, outcome.after.suggestions(run.now), run.look))
