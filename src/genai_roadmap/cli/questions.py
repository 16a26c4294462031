"""Questions on the terminal."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar

import typer

from genai_roadmap.cli.messages import MESSAGES, wrapped
from genai_roadmap.errors import INTERRUPTED, RequestError
from genai_roadmap.text import printable

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.app.session import Session

T = TypeVar("T")

NOTHING_CHANGED = "Nothing changed."
ROADMAP_UNCHANGED = "The roadmap was not changed."
# The width for the answer beside a question.
ANSWER_WIDTH = 3
ANSWERS = {"y": True, "yes": True, "n": False, "no": False}
YES_OR_NO = "type y for yes, n for no, or q to cancel"
# Answers that leave any question, like Ctrl-C.
QUIT = {"q", "quit"}


def is_interactive() -> bool:
    """Return whether there is a terminal to ask questions on."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a yes-or-no question, and return whether the answer is yes."""
    choices, key = ("[Y/n]", "y") if default else ("[y/N]", "n")
    return choose(f"{question} {choices}:", ANSWERS, key, hint=YES_OR_NO)


def confirm_or_exit(question: str) -> None:
    """Ask a yes-or-no question, unless it is empty; exit if the answer is no, or after Ctrl-C or Ctrl-D."""
    with unchanged_if_aborted(NOTHING_CHANGED):
        if not question or confirm(printable(question)):
            return
    exit_unchanged()


def exit_unchanged(text: str = NOTHING_CHANGED) -> NoReturn:
    """Say that nothing changed, and exit."""
    typer.echo(text)
    raise typer.Exit(1)


def confirm_day(session: "Session", question: str, day: "dt.date | None") -> None:
    """Ask the question about a day long ago, if there is one; exit if the answer is no."""
    confirm_or_exit(question)
    session.confirmed_day = day


@contextmanager
def unchanged_if_aborted(text: str = ROADMAP_UNCHANGED) -> Iterator[None]:
    """Say after Ctrl-C or Ctrl-D at a question that nothing was changed, and exit."""
    try:
        yield
    except typer.Abort:
        typer.echo(f"\n{text}", err=True)
        raise typer.Exit(INTERRUPTED) from None


def choose(question: str, answers: Mapping[str, T], default: str, *, hint: str) -> T:
    """Ask a question on stderr until the answer is one of these, and return its value; the hint names the answers.

    Raises typer.Abort, as Ctrl-C does, if the answer is q and that is none of them.
    """

    def parse(typed: str) -> T:
        answer = typed.strip().casefold()
        if answer in answers:
            return answers[answer]
        if answer in QUIT:
            raise typer.Abort
        raise RequestError(hint)

    return ask(question, default, parse, err=True)


def _wrapped_question(question: str, stream: TextIO) -> str:
    """Return the question wrapped at spaces; as it is if the width is not known."""
    width = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    return wrapped(question, max(width - ANSWER_WIDTH, 1)) if 0 < width < len(question) + ANSWER_WIDTH else question


def ask(
    question: str,
    default: str,
    parse: Callable[[str], T],
    *,
    explain: Callable[[], object] | None = None,
    err: bool = False,
) -> T:
    """Ask a question until `parse` returns a value for the answer instead of raising RequestError with a message.

    The answer ? calls `explain`, if there is one.
    """
    while True:
        typed = typer.prompt(
            _wrapped_question(question, sys.stderr if err else sys.stdout),
            default=default,
            show_default=False,
            prompt_suffix=" ",
            err=err,
        )
        if explain and typed.strip() == "?":
            explain()
            continue
        try:
            return parse(typed)
        except RequestError as error:
            MESSAGES.warn(str(error))
