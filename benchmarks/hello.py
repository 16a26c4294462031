"""The floor: a program of the same stack that does next to nothing, written as its manuals teach."""

from pathlib import Path
from typing import Annotated

import tomli
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table


class Greeting(BaseModel):
    """A word, and where it is said."""

    word: str
    language: str


class Hello(BaseModel):
    """What hello.toml holds."""

    title: str
    greetings: list[Greeting]


def hello(name: Annotated[str, typer.Option(help="Whom to greet.")] = "you") -> None:
    """Greet someone."""
    found = Hello.model_validate(tomli.loads(Path(__file__).with_name("hello.toml").read_text(encoding="utf-8")))
    table = Table("Greeting", "Language", title=found.title)
    for greeting in found.greetings:
        table.add_row(f"{greeting.word}, {name}", greeting.language)
    Console().print(table)


if __name__ == "__main__":
    typer.run(hello)
