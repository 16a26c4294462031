"""The command that reviews what was learned."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Json, On, complete_item, reject_if
from genai_roadmap.cli.output import show
from genai_roadmap.cli.questions import is_interactive
from genai_roadmap.errors import INTERRUPTED, RequestError
from genai_roadmap.progress.status import Grade

if TYPE_CHECKING:
    from genai_roadmap.app.review_session import ReviewSession
    from genai_roadmap.app.session import Session
    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.report.retention import Selection

REVEAL, SKIP, UNDO, QUIT, EXPLAIN = ("\r", "\n", " "), "s", "u", "q", "?"
OTHER = (SKIP, UNDO, QUIT)
GRADES = {key: grade for number, grade in enumerate(Grade, 1) for key in (str(number), grade.value[0])}


def _complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]] | list[str]:
    """Return the items that start with the text or, after an item, the grades that do."""
    if not context.params.get("item"):
        return complete_item(context, incomplete)
    return [grade.value for grade in Grade if grade.value.startswith(incomplete.casefold())]


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

    words, grade = reviewing.split_grade(item or [])
    _check_options(words, grade, limit, step, on, listing=listing)
    session = output.open_session(context, output.now)
    if grade:
        show(context, reviewing.record(session, words, grade, on), json=json, paged=False)
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


def _run(context: typer.Context, session: "Session", selection: "Selection") -> None:
    """Ask about each topic, and show the result; raise typer.Exit after Ctrl-C and Ctrl-D."""
    from genai_roadmap.app import reviewing
    from genai_roadmap.terminal import keyboard

    # A pager would get the keys.
    context.obj = context.ensure_object(output.Run)._replace(paged=False)
    show(context, reviewing.introduction(session, selection))
    if not selection.topics:
        return
    review = reviewing.begin(session, selection)
    is_interrupted = False
    try:
        with keyboard.keys() as key:
            while (card := review.card) and _ask(context, review, card, key):
                pass
    except (EOFError, KeyboardInterrupt):
        is_interrupted = True
    if review.rated or not is_interrupted:
        show(context, reviewing.result(session, review))
    if is_interrupted:
        raise typer.Exit(INTERRUPTED)


def _ask(context: typer.Context, review: "ReviewSession", card: "Flashcard", key: Callable[[], str]) -> bool:
    """Ask about a topic, and do what the learner chooses; return whether to continue."""
    from genai_roadmap.app import reviewing

    show(context, reviewing.question(card, review.position))
    if (choice := _choice(key, [*REVEAL, *OTHER])) in REVEAL:
        show(context, reviewing.answer(card))
        while (choice := _choice(key, [*GRADES, *OTHER, EXPLAIN])) == EXPLAIN:
            show(context, reviewing.meanings())
    try:
        if choice in GRADES:
            review.rate(GRADES[choice])
            show(context, reviewing.rated(card, GRADES[choice]))
        elif choice == UNDO:
            show(context, reviewing.undone(review.undo()))
        elif choice == SKIP:
            review.skip()
            show(context, reviewing.skipped())
    except RequestError as error:
        MESSAGES.warn(str(error))
    return choice != QUIT


def _choice(key: Callable[[], str], allowed: list[str]) -> str:
    """Return the first key that is allowed."""
    while (choice := key().casefold()) not in allowed:
        pass
    return choice
