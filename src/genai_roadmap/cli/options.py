"""The arguments and options of several commands, their parsers, and shell completion."""

import datetime as dt
import os
import re
from pathlib import Path
from typing import Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.errors import RoadmapError

EARLIEST_YEAR = 1900
LATEST_YEAR = 9000


def complete_item(context: typer.Context, incomplete: str) -> list[tuple[str, str]] | list[str]:
    """Return the items whose slug or position starts with the text, with their titles; without a text, the steps."""
    from genai_roadmap.app.session import Session

    try:
        items = Session(context.find_root().params.get("roadmap"), output.now).roadmap.items_by_slug.values()
    except RoadmapError:
        return []
    prefix = incomplete.casefold()
    names = {item.step_number: item for item in items if not item.parent}
    if prefix:
        names |= {item.slug: item for item in items}
    if prefix[:1].isdigit():
        names |= {item.number: item for item in items}
    if prefix.startswith("step-") and "." in prefix:
        names |= {item.path: item for item in items}
    # Shells, and Typer on the way to them, interpret some of the characters of a title.
    titles = {name: re.sub(r"[^\w\s.,()/+&#-]", " ", item.title) for name, item in names.items()}
    matches = [(name, title) for name, title in titles.items() if name.startswith(prefix)]
    # Bash shows only the candidates, and inserts a single one, which must therefore have no title.
    if os.environ.get("_GENAI_ROADMAP_COMPLETE") == "complete_bash" and len(matches) > 1:
        return [f"{name}  {title}" for name, title in matches]
    return matches


def reject_if(condition: object, message: str) -> None:
    """Raise typer.BadParameter with the message if the condition is true."""
    if condition:
        raise typer.BadParameter(message)


def parse_day(text: str) -> dt.date:
    """Return a day that is not in the future: 2026-11-24, today or yesterday; raise typer.BadParameter."""
    day = _parse_date(text, "today or yesterday")
    reject_if(day > output.now().date(), f"{text} is in the future")
    return day


def parse_goal(text: str) -> dt.date:
    """Return a day that is not in the past; raise typer.BadParameter."""
    day = _parse_date(text, "tomorrow")
    reject_if(day < output.now().date(), f"{text} is in the past")
    return day


def _parse_date(text: str, alternatives: str) -> dt.date:
    today = output.now().date()
    named = {"today": today, "yesterday": today - dt.timedelta(days=1), "tomorrow": today + dt.timedelta(days=1)}
    try:
        day = named.get(text) or dt.date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date like {today}, {alternatives}"
        raise typer.BadParameter(message) from None
    reject_if(day.year < EARLIEST_YEAR, f"{text} is too long ago")
    reject_if(day.year > LATEST_YEAR, f"{text} is too far away")
    return day


_NAMES = "step-4, 4.2, a slug, or the start of a title."
Item = Annotated[str, typer.Argument(metavar="ITEM", help=f"A step or topic: {_NAMES}", autocompletion=complete_item)]
OptionalItem = Annotated[
    str | None, typer.Argument(metavar="ITEM", help="A step or topic.", autocompletion=complete_item)
]
Items = Annotated[
    list[str], typer.Argument(metavar="ITEM", help=f"Steps or topics: {_NAMES}", autocompletion=complete_item)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Output file (- for standard output).")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")]
