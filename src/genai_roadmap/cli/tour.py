"""The tour, which asks what the learner already knows."""

from typing import TYPE_CHECKING

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.output import now, open_session, show
from genai_roadmap.cli.questions import ask, is_interactive
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from genai_roadmap.report.tour import Stop

QUIT, BACK = "q", "b"
WORDS = {"q": QUIT, "quit": QUIT, "stop": QUIT, "b": BACK, "back": BACK}
HELP = {"?", "h", "help"}
QUESTION = "Known? Numbers like 1 3 5-7, a = all, Enter = none, b = back, q = stop:"


def tour(context: typer.Context) -> None:
    """Record what you already know, step by step."""
    if not is_interactive():
        message = "the tour asks questions, which requires a terminal. Run `genai-roadmap done ITEM --known` instead"
        raise RequestError(message)
    try:
        _run(context)
    except typer.Abort:
        typer.echo(err=True)
        MESSAGES.warn("stopped; your answers are saved")
        raise


def _run(context: typer.Context) -> None:
    from genai_roadmap.app import touring

    session, count, position = open_session(context, now), 0, 0
    stops = touring.stops(session)
    show(context, touring.introduction(stops))
    while position < len(stops):
        show(context, touring.question(stops[position], position + 1, len(stops)))
        answer = _ask(stops[position])
        if answer == QUIT:
            break
        position = max(position - 1, 0) if answer == BACK else position + 1
        if isinstance(answer, list) and answer:
            show(context, touring.record(session, answer))
            count += 1
    show(context, touring.result(session, count))


def _ask(stop: "Stop") -> list[str] | str:
    """Return the slugs of what the learner knows of a step, or an answer to go back or to quit."""
    from genai_roadmap.report.tour import slugs_of

    def parse(typed: str) -> list[str] | str:
        word = typed.strip().casefold()
        if word in HELP:
            message = "type the numbers of what you already know, or press Enter if it is nothing"
            raise RequestError(message)
        return WORDS.get(word) or slugs_of(typed, stop)

    return ask(QUESTION, "none", parse)
