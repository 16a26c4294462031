"""Commands that record progress, and undo them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Items, Json, NoQuestion, On, can_parse, complete_grade, date_parser, parse_grade
from genai_roadmap.cli.output import open_session, show
from genai_roadmap.cli.questions import confirm_day, confirm_or_exit, is_interactive
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session

Known = Annotated[bool, typer.Option("--known", help="Mark as already known (excluded from streak and pace).")]
GradeOption = Annotated[
    Grade | None,
    typer.Option(
        "--grade",
        metavar="GRADE",
        parser=parse_grade,
        autocompletion=complete_grade,
        help="How well you know it: again, hard, good (default) or easy.",
    ),
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Add a note to ITEM.")]

SKIP_HELP = """Skip a topic or step (no longer required).

    Skipped topics don't count in the total, which gets smaller. Use `reset` to make them required again.
    """


def done(
    context: typer.Context,
    items: Items,
    all_: Annotated[bool, typer.Option("--all", help="Include optional and skipped topics.")] = False,
    known: Known = False,
    grade: GradeOption = None,
    on: On = None,
    note: Note = None,
    yes: NoQuestion = False,
    json: Json = False,
) -> None:
    """Mark a topic, or all required topics of a step, as done.

    If one command marks more than ten topics, or more than four that are most of a step and complete it, they count as
    done but not for streak, pace and forecast. Use --on with a single topic to record when you learned it.
    """
    _mark(context, items, Mark(Action.DONE, known, on, note, grade), all_=all_, yes=yes, json=json)


def _marking_command(action: Action, help_text: str, all_help: str) -> Callable[..., None]:
    """Return a command that marks items with an action; its option --all is hidden if it has no help."""
    everything = Annotated[bool, typer.Option("--all", help=all_help, hidden=not all_help)]

    def command(
        context: typer.Context,
        items: Items,
        all_: everything = False,
        on: On = None,
        note: Note = None,
        yes: NoQuestion = False,
        json: Json = False,
    ) -> None:
        _mark(context, items, Mark(action, on=on, note=note), all_=all_, yes=yes, json=json)

    command.__doc__ = help_text
    return command


start = _marking_command(Action.START, "Start a topic, or the first open topic of a step.", "Start all topics of ITEM.")
skip = _marking_command(Action.SKIP, SKIP_HELP, "Include done topics.")
reset = _marking_command(Action.RESET, "Reset a topic or step to todo.", "")


def undo(context: typer.Context, yes: NoQuestion = False, json: Json = False) -> None:
    """Undo the last change to your progress (repeatable).

    It reverts what was recorded last, like a mark, a note, a review, the goal or the update of a roadmap. Settings, and
    roadmaps that were created, edited or removed, are not changed back. On a terminal, it asks first if the change is
    more than an hour old, or if settings, roadmaps or progress from elsewhere have changed since.
    """
    _revert(context, Action.UNDO, asks=not yes, json=json)


def redo(context: typer.Context, json: Json = False) -> None:
    """Redo the last undone change."""
    _revert(context, Action.REDO, asks=False, json=json)


def _mark(context: typer.Context, items: list[str], mark: Mark, *, all_: bool, yes: bool, json: bool) -> None:
    from genai_roadmap.app import marking

    session = open_session(context)
    with _explained(session, items):
        if is_interactive() and not (yes or json):
            confirm_or_exit(marking.loss_question(session, items, mark, everything=all_))
            confirm_day(session, marking.day_question(session, mark.on), mark.on)
        outcome = marking.mark(session, items, mark, everything=all_)
    show(context, marking.outcome_view(session, outcome), json=json, paged=False)


@contextmanager
def _explained(session: "Session", items: list[str]) -> Iterator[None]:
    """Add to an error about several items that none was changed, and how to type a date after them."""
    try:
        yield
    except RequestError as error:
        if len(items) > 1:
            error.add_note("Nothing was changed.")
        if start := _start_of_date(session, items):
            date = " ".join(items[start:])
            error.add_note(f"Instead of {date!r}, type: --on {quoted(date)}")
        raise


def _start_of_date(session: "Session", words: list[str]) -> int:
    """Return the number of words before the date that they end with, if these name items; 0 if they don't."""
    for start in range(1, len(words)):
        if can_parse(date_parser("on"), words[start:]):
            with suppress(RequestError):
                session.find_all(words[:start])
                return start
    return 0


def _revert(context: typer.Context, action: Action, *, asks: bool, json: bool) -> None:
    from genai_roadmap.app import marking, reverting

    session = open_session(context)
    if asks and is_interactive() and not json:
        confirm_or_exit(reverting.undo_question(session))
    show(context, marking.outcome_view(session, reverting.revert(session, action)), json=json, paged=False)
