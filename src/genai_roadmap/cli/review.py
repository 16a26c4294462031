"""The command that reviews what was learned."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.cli.options import Json, On, complete_grade, complete_item, reject_if
from genai_roadmap.cli.output import show
from genai_roadmap.cli.questions import confirm, is_interactive
from genai_roadmap.progress.status import Grade

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.change import Change
    from genai_roadmap.report.retention import Selection


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
    from genai_roadmap.app import reviewing

    session = output.open_session(context, output.now)
    words, grade = reviewing.split_grade(session, item or [])
    _check_options(words, grade, limit, step, on, listing=listing)
    if grade:
        replaced = None if json else _replaced(session, words, on)
        show(context, reviewing.record(session, words, grade, on, replaced), json=json, paged=False)
        return
    select = reviewing.done if words and not listing else reviewing.due
    selection = select(session, words if step is None else [step], limit)
    if listing or json or not is_interactive():
        show(context, reviewing.listing(session, selection, limit), json=json)
    else:
        _run(context, session, selection)


def _check_options(
    words: list[str], grade: Grade | None, limit: int | None, step: str | None, on: dt.date | None, *, listing: bool
) -> None:
    reject_if(on and not grade, "--on needs a GRADE. For example: genai-roadmap review 1.1 good --on friday")
    reject_if(grade and (limit or step is not None or listing), "GRADE can't be combined with -n, --step or --list")
    reject_if(words and step is not None, "use ITEM or --step, not both")


def _replaced(session: "Session", words: list[str], on: dt.date | None) -> "Change | None":
    """Return the last review of a topic on the same day if it is to be replaced, which is asked on a terminal."""
    from genai_roadmap.app import reviewing
    from genai_roadmap.report.wording import day_text

    if not is_interactive() or not (last := reviewing.last_review(session, words, on)) or not last.grade:
        return None
    when = f"on {day_text(on)}" if on else "today"
    return last if confirm(f"Graded {last.grade.value} {when}. Replace that grade?", default=True) else None


def _run(context: typer.Context, session: "Session", selection: "Selection") -> None:
    """Review the selected topics on the terminal."""
    from genai_roadmap.app import reviewing
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
