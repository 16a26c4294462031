"""Questions on the terminal."""

import sys
from collections.abc import Mapping
from typing import TypeVar

import typer

T = TypeVar("T")

ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def is_interactive() -> bool:
    """Return whether there is a terminal to ask questions on."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a yes-or-no question, and return whether the answer is yes."""
    choices, key = ("[Y/n]", "y") if default else ("[y/N]", "n")
    return choose(f"{question} {choices}:", ANSWERS, key, hint="type y for yes or n for no")


def choose(question: str, answers: Mapping[str, T], default: str, *, hint: str) -> T:
    """Ask a question on stderr until the answer is one of these, and return its value; the hint names the answers."""

    def parse(typed: str) -> T:
        answer = typed.strip().casefold()
        if answer not in answers:
            raise typer.BadParameter(hint)
        return answers[answer]

    chosen: T = typer.prompt(
        question, default=default, show_default=False, prompt_suffix=" ", value_proc=parse, err=True
    )
    return chosen
