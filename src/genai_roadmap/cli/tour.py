"""The tour, which asks what the learner already knows."""

import sys
from typing import TYPE_CHECKING

import typer

from genai_roadmap.cli.output import now, open_session, show
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from genai_roadmap.report.tour import Stop

SOME = {"s", "some"}
QUIT = {"q", "quit", "stop"}


def tour(context: typer.Context) -> None:
    """Record what you already know, step by step."""
    if not is_interactive():
        message = "the tour asks questions, which requires a terminal. Try `genai-roadmap done ITEM --known`"
        raise RequestError(message)
    try:
        _run(context)
    except typer.Abort:
        # The next prompt of the shell should not be on the line of the question.
        typer.echo()
        raise


def is_interactive() -> bool:
    """Return whether there is a terminal to ask questions on."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _run(context: typer.Context) -> None:
    from genai_roadmap.app import touring

    session, count = open_session(context, now), 0
    stops = touring.stops(session)
    show(context, touring.introduction(stops))
    for stop in stops:
        show(context, touring.question(session, stop))
        slugs = _ask(stop)
        if slugs is None:
            break
        if slugs:
            show(context, touring.record(session, slugs))
            count += 1
    show(context, touring.result(session, count))


def _ask(stop: "Stop") -> list[str] | None:
    """Return the slugs of what the learner knows of a step; None to stop."""
    from genai_roadmap.report.tour import slugs_of

    answer = _prompt("Known? a = all, s = some, Enter = none, q = stop:", stop, SOME | QUIT)
    if answer in SOME:
        answer = _prompt("Which ones? Numbers like 1 3 5-7:", stop, QUIT)
    return None if answer in QUIT else slugs_of(answer, stop)


def _prompt(text: str, stop: "Stop", words: set[str]) -> str:
    """Ask until the answer is one of the words or names topics of the step, and return it."""
    from genai_roadmap.report.tour import slugs_of

    def check(typed: str) -> str:
        answer = typed.strip().casefold()
        try:
            return answer if answer in words or slugs_of(answer, stop) else ""
        except RequestError as error:
            raise typer.BadParameter(str(error)) from None

    answer: str = typer.prompt(text, default="none", show_default=False, prompt_suffix=" ", value_proc=check)
    return answer
