"""The arguments and options that many commands take, and how the shell completes them."""

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.errors import RoadmapError

if TYPE_CHECKING:
    from genai_roadmap.roadmap.models import NumberedItem

EARLIEST = 1900
LATEST = 9000


def complete_item(context: typer.Context, incomplete: str) -> list[tuple[str, str]] | list[str]:
    """The steps and topics whose slug or position begins so, with their titles; the steps where nothing is typed."""
    from genai_roadmap.app.session import Session

    try:
        items = Session(context.find_root().params.get("roadmap"), output.now).roadmap.items_by_slug.values()
    except RoadmapError:
        return []
    typed = incomplete.casefold()
    by_name = {item.step_number: item for item in items if not item.parent}
    if typed:
        by_name |= {item.slug: item for item in items}
    if typed[:1].isdigit():
        by_name |= {item.number: item for item in items}
    if typed.startswith("step-") and "." in typed:
        by_name |= {item.path: item for item in items}
    found = [(name, _title(item)) for name, item in by_name.items() if name.startswith(typed)]
    # Bash shows nothing but the candidates themselves; a single one is inserted, so it has to be bare.
    if os.environ.get("_GENAI_ROADMAP_COMPLETE") == "complete_bash" and len(found) > 1:
        return [f"{name}  {title}" for name, title in found]
    return found


def parse_day(text: str) -> dt.date:
    """The day up to today that a learner names: 2026-11-24, today or yesterday; raises typer.BadParameter."""
    day, today = _parse_date(text, "today or yesterday"), output.now().date()
    if day > today:
        message = f"{text} is in the future"
        raise typer.BadParameter(message)
    return day


def parse_goal(text: str) -> dt.date:
    """The day from today on that a learner names; raises typer.BadParameter."""
    day, today = _parse_date(text, "tomorrow"), output.now().date()
    if day < today:
        message = f"{text} is in the past"
        raise typer.BadParameter(message)
    return day


def _parse_date(text: str, others: str) -> dt.date:
    today = output.now().date()
    named = {"today": today, "yesterday": today - dt.timedelta(days=1), "tomorrow": today + dt.timedelta(days=1)}
    try:
        day = named.get(text) or dt.date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date like {today}, {others}"
        raise typer.BadParameter(message) from None
    if not EARLIEST <= day.year <= LATEST:
        message = f"{text} is too {'long ago' if day.year < EARLIEST else 'far away'}"
        raise typer.BadParameter(message)
    return day


def _title(item: "NumberedItem") -> str:
    """The title without what a shell, or Typer on the way to it, would make something of."""
    return re.sub(r"[^\w\s.,()/+&#-]", " ", item.title)


Item = Annotated[
    str,
    typer.Argument(
        metavar="ITEM",
        help="A step or topic: step-4, 4.2, a slug, or the beginning of a title.",
        autocompletion=complete_item,
        show_default=False,
    ),
]
OptionalItem = Annotated[
    str | None,
    typer.Argument(metavar="[ITEM]", help="A step or topic.", autocompletion=complete_item, show_default=False),
]
Items = Annotated[
    list[str],
    typer.Argument(
        metavar="ITEM",
        help="Steps or topics: step-4, 4.2, a slug, or the beginning of a title.",
        autocompletion=complete_item,
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write it there; - prints it.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
