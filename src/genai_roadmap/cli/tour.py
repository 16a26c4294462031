"""The tour, which asks what the learner already knows."""

from typing import TYPE_CHECKING

import typer

from genai_roadmap.cli.output import now, open_session, show
from genai_roadmap.cli.questions import is_interactive
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from genai_roadmap.report.tour import Stop

QUIT = {"q", "quit", "stop"}
QUESTION = "Known? Numbers like 1 3 5-7, a = all, Enter = none, q = stop:"


def tour(context: typer.Context) -> None:
    """Record what you already know, step by step."""
    if not is_interactive():
        message = "the tour asks questions, which requires a terminal. Run `genai-roadmap done ITEM --known` instead"
        raise RequestError(message)
    _run(context)


def _run(context: typer.Context) -> None:
    from genai_roadmap.app import touring

    session, count = open_session(context, now), 0
    stops = touring.stops(session)
    show(context, touring.introduction(stops))
    for position, stop in enumerate(stops, 1):
        show(context, touring.question(stop, position, len(stops)))
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

    def parse(typed: str) -> list[str] | None:
        try:
            return None if typed.strip().casefold() in QUIT else slugs_of(typed, stop)
        except RequestError as error:
            raise typer.BadParameter(str(error)) from None

    found: list[str] | None = typer.prompt(
        QUESTION, default="none", show_default=False, prompt_suffix=" ", value_proc=parse
    )
    return found
