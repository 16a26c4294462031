"""The baseline: a minimal program with the same libraries, written as their documentation recommends."""

from pathlib import Path
from typing import Annotated

import tomli
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table


class Greeting(BaseModel):
    """A greeting and its language."""

    word: str
    language: str


class Hello(BaseModel):
    """The content of hello.toml."""

    title: str
    greetings: list[Greeting]


def hello(name: Annotated[str, typer.Option(help="Name to greet.")] = "you") -> None:
    """Greet someone."""
    found = Hello.model_validate(tomli.loads(Path(__file__).with_name("hello.toml").read_text(encoding="utf-8")))
    table = Table("Greeting", "Language", title=found.title)
    for greeting in found.greetings:
        table.add_row(f"{greeting.word}, {name}", greeting.language)
    Console().print(table)


if __name__ == "__main__":
    typer.run(hello)
