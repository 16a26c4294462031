"""The tour, which asks what the learner already knows."""

from enum import Enum
from typing import TYPE_CHECKING

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.output import now, open_session, show
from genai_roadmap.cli.questions import ask, is_interactive
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.tour import Stop


class Move(Enum):
    """An answer that leads to another step of the tour, or ends it."""

    BACK = "back"
    STOP = "stop"


MOVES = {"q": Move.STOP, "quit": Move.STOP, "stop": Move.STOP, "b": Move.BACK, "back": Move.BACK}
# The answer has a line of its own.
QUESTION = "Numbers (1 3 5-7 or {}) or names, a = all, Enter = none, b = back, q = stop.\nKnown?"


def tour(context: typer.Context) -> None:
    """Record what you already know, step by step.

    Answer with the numbers or names of what you know, `a` for all, or Enter for none. Type `b` to go back, and `q` to
    stop. Every answer is saved immediately, and its topics count as already known (excluded from streak and pace). Use
    `undo` to revert the last answer.
    """
    if not is_interactive():
        message = "the tour asks questions, which requires a terminal. Run `genai-roadmap done ITEM --known` instead"
        raise RequestError(message)
    from genai_roadmap.app import touring

    session = open_session(context, now)
    stops = touring.stops(session)
    show(context, touring.introduction(stops))
    # Whether each answer names topics.
    answered: list[bool] = []
    try:
        _ask_all(context, session, stops, answered)
    except typer.Abort:
        typer.echo(err=True)
        MESSAGES.warn("stopped; your answers are saved" if any(answered) else "stopped; nothing was recorded")
        raise
    show(context, touring.result(session, sum(answered)))


def _ask_all(context: typer.Context, session: "Session", stops: "Sequence[Stop]", answered: list[bool]) -> None:
    """Ask about each step, and record the answers; going back undoes what was answered there."""
    from genai_roadmap.app import touring

    while (position := len(answered)) < len(stops):
        show(context, touring.question(stops[position], position + 1, len(stops)))
        answer = _ask(context, session, stops[position])
        if answer is Move.STOP:
            break
        if isinstance(answer, list):
            answered.append(bool(answer))
            if answer:
                show(context, touring.record(session, answer))
        elif not answered:
            MESSAGES.warn("this is the first step")
        elif answered.pop():
            show(context, touring.undo(session))


def _ask(context: typer.Context, session: "Session", stop: "Stop") -> list[str] | Move:
    """Return the slugs of what the learner knows of a step, or where to go instead."""
    from genai_roadmap.app import touring
    from genai_roadmap.report.tour import slugs_of

    def parse(typed: str) -> list[str] | Move:
        return MOVES.get(typed.strip().casefold()) or slugs_of(typed, stop, session.roadmap)

    return ask(QUESTION.format(stop.example), "none", parse, explain=lambda: show(context, touring.explanation()))
