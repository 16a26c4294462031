"""The command that reviews what was learned."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Json, complete_item, date_parser, reject_if
from genai_roadmap.cli.output import show
from genai_roadmap.cli.questions import is_interactive
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Grade

if TYPE_CHECKING:
    from genai_roadmap.app.review_session import ReviewSession
    from genai_roadmap.app.session import Session
    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.report.retention import Selection

REVEAL, SKIP, UNDO, QUIT = ("\r", "\n", " "), "s", "u", "q"
OTHER = (SKIP, UNDO, QUIT)
GRADES = {key: grade for number, grade in enumerate(Grade, 1) for key in (str(number), grade.value[0])}


def _complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]] | list[str]:
    """Return the items that start with the text or, after an item, the grades that do."""
    grades = [grade.value for grade in Grade if incomplete and grade.value.startswith(incomplete.casefold())]
    return grades or complete_item(context, incomplete)


ItemAndGrade = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ITEM [GRADE]",
        help="A step or topic, and again, hard, good or easy.",
        autocompletion=_complete,
    ),
]
Limit = Annotated[
    int | None, typer.Option("-n", metavar="N", min=1, max=1000, help="Maximum number of topics (default: 10 per day).")
]
Listing = Annotated[bool, typer.Option("--list", help="List what is due, without questions.")]
Step = Annotated[
    str, typer.Option(metavar="ITEM", help="Only what is due in a step or topic.", autocompletion=complete_item)
]
On = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("on"), help="Date it happened, with GRADE: friday, 3d ago."),
]


def review(
    context: typer.Context,
    item: ItemAndGrade = None,
    limit: Limit = None,
    step: Step = "",
    listing: Listing = False,
    on: On = None,
    json: Json = False,
) -> None:
    """Review what you have learned: what is due, or ITEM."""
    from genai_roadmap.app import reviewing

    words, grade = reviewing.split_grade(item or [])
    _check_options(words, grade, limit, step, on, listing=listing)
    session, text = output.open_session(context, output.now), " ".join(words)
    if grade:
        show(context, reviewing.record(session, text, grade, on), json=json)
        return
    select = reviewing.due if listing or step else reviewing.select
    selection = select(session, step or text, limit)
    if listing or json or not is_interactive():
        show(context, reviewing.listing(session, selection, limit), json=json)
    else:
        _run(context, session, selection)


def _check_options(
    words: list[str], grade: Grade | None, limit: int | None, step: str, on: dt.date | None, *, listing: bool
) -> None:
    reject_if(on and not grade, "--on needs GRADE: again, hard, good or easy")
    reject_if(grade and (limit or step or listing), "GRADE can't be combined with -n, --step or --list")
    reject_if(words and step, "use ITEM or --step, not both")


def _run(context: typer.Context, session: "Session", selection: "Selection") -> None:
    """Ask about each topic, and show the result."""
    from genai_roadmap.app import reviewing
    from genai_roadmap.terminal import keyboard

    show(context, reviewing.introduction(session, selection))
    if not selection.topics:
        return
    review = reviewing.begin(session, selection)
    try:
        with keyboard.keys() as key:
            while (card := review.card) and _ask(context, review, card, key):
                pass
    except EOFError:
        raise typer.Abort from None
    show(context, reviewing.result(session, review))


def _ask(context: typer.Context, review: "ReviewSession", card: "Flashcard", key: Callable[[], str]) -> bool:
    """Ask about a topic, and do what the learner chooses; return whether to go on."""
    from genai_roadmap.app import reviewing

    show(context, reviewing.question(card, review.position))
    if (choice := _choice(key, [*REVEAL, *OTHER])) in REVEAL:
        show(context, reviewing.answer(card))
        choice = _choice(key, [*GRADES, *OTHER])
    try:
        if choice in GRADES:
            review.rate(GRADES[choice])
            show(context, reviewing.rated(card, GRADES[choice]))
        elif choice == UNDO:
            review.undo()
        elif choice == SKIP:
            review.skip()
    except RequestError as error:
        MESSAGES.warn(str(error))
    return choice != QUIT


def _choice(key: Callable[[], str], allowed: list[str]) -> str:
    """Return the first key that is allowed."""
    while (choice := key().casefold()) not in allowed:
        pass
    return choice
