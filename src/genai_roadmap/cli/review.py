"""The command that reviews what was learned."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.cli.options import Json, On, complete_grade, complete_item, reject_if
from genai_roadmap.cli.output import show
from genai_roadmap.cli.questions import ANSWERS, choose, confirm_day, exit_unchanged, is_interactive
from genai_roadmap.progress.status import Grade

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.report.retention import Selection

REPLACE_ANSWERS: dict[str, bool | None] = {**ANSWERS, "c": None, "cancel": None}
REPLACE_HINT = "type y to replace the grade, n to add another, or c to cancel"


def _complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]] | list[str]:
    """Return the items that start with the text or, after an item, the grades that do."""
    if not context.params.get("item"):
        return complete_item(context, incomplete)
    return complete_grade(incomplete)


ItemAndGrade = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ITEM [GRADE]",
        help="A step or topic, and a grade: again, hard, good or easy.",
        autocompletion=_complete,
    ),
]
Limit = Annotated[
    int | None, typer.Option("-n", metavar="N", min=1, max=1000, help="Maximum number of topics (default: 10 per day).")
]
Listing = Annotated[bool, typer.Option("--list", help="List what is due, without questions.")]
Step = Annotated[
    str | None,
    typer.Option(metavar="ITEM", help="Review only what is due in a step or topic.", autocompletion=complete_item),
]


def review(
    context: typer.Context,
    item: ItemAndGrade = None,
    limit: Limit = None,
    step: Step = None,
    listing: Listing = False,
    on: On = None,
    json: Json = False,
) -> None:
    """Review what you have learned: what is due, or ITEM."""
    from genai_roadmap.app import grading, reviewing

    session = output.open_session(context, output.now)
    words, grade = grading.split_grade(session, item or [])
    _check_options(words, grade, limit, step, on, listing=listing)
    if grade:
        _record(context, session, words, grade, on, json=json)
    else:
        selection = reviewing.selection(session, words, step, limit, is_due=listing)
        _review(context, session, selection, limit, listing=listing, json=json)


def _check_options(
    words: list[str], grade: Grade | None, limit: int | None, step: str | None, on: dt.date | None, *, listing: bool
) -> None:
    reject_if(on and not grade, "--on needs a GRADE. For example: genai-roadmap review 1.1.2 good --on friday")
    reject_if(grade and (limit or step is not None or listing), "GRADE can't be combined with -n, --step or --list")
    reject_if(words and step is not None, "use ITEM or --step, not both")


def _record(
    context: typer.Context, session: "Session", words: list[str], grade: Grade, on: dt.date | None, *, json: bool
) -> None:
    """Record a grade; on a terminal, ask first if the day is long ago, and whether to replace a grade of that day."""
    from genai_roadmap.app import grading

    last, question = None, ""
    if is_interactive() and not json:
        if on:
            confirm_day(session, grading.day_question(session, words, grade, on), on)
        last, question = grading.replaceable(session, words, on)
    replaced = last if question and _replaces(question) else None
    view = grading.record(session, words, grade, on, replaced, hint=not question)
    show(context, view, json=json, paged=False)


def _replaces(question: str) -> bool:
    """Ask whether to replace a grade or to add another; exit if the answer is to cancel."""
    answer = choose(f"{question} [Y/n]:", REPLACE_ANSWERS, "y", hint=REPLACE_HINT)
    if answer is None:
        exit_unchanged()
    return answer


def _review(
    context: typer.Context, session: "Session", selection: "Selection", limit: int | None, *, listing: bool, json: bool
) -> None:
    """List the selected topics or, on a terminal, ask about them."""
    from genai_roadmap.app import reviewing

    if listing or json or not is_interactive():
        show(context, reviewing.listing(session, selection, limit, needs_terminal=not listing), json=json)
        return
    from genai_roadmap.cli.review_dialog import ReviewDialog
    from genai_roadmap.terminal import keyboard

    # A pager would get the keys.
    context.obj = context.ensure_object(output.Run)._replace(paged=False)
    show(context, reviewing.introduction(session, selection))
    if selection.topics:
        with keyboard.keys() as key:
            ReviewDialog(context, session, selection).run(key)
    elif not selection.node and (repetition := reviewing.forgotten_today(session)).card:
        with keyboard.keys() as key:
            ReviewDialog(context, session, selection).learn_again(repetition, key)
