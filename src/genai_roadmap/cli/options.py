"""The arguments and options of several commands, their parsers, and shell completion."""

import datetime as dt
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from genai_roadmap.cli import output
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.status import GRADE_NAMES, GRADES_TEXT, Grade

# The number of characters of a title that shell completion shows, half as many if they may be wide.
MAX_TITLE = 60
MAX_DATE_WORDS = 4
# Words that more likely continue a date than begin an item.
DATE_ENDINGS = ("ago", "last", "this", "of")


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
    return candidates({name: item.title for name, item in names.items()}, prefix)


def candidates(names: dict[str, str], prefix: str) -> list[tuple[str, str]] | list[str]:
    """Return the names that start with the text, each with its title."""
    # Shells and Typer interpret some of the characters that a title may have.
    titles = {name: _short(re.sub(r"[^\w\s.,()/+&#-]", " ", title)) for name, title in names.items()}
    matches = [(name, title) for name, title in titles.items() if name.startswith(prefix)]
    # Bash shows only the candidates, and inserts a single one, which must therefore have no title.
    if os.environ.get("_GENAI_ROADMAP_COMPLETE") == "complete_bash" and len(matches) > 1:
        return [f"{name}  {title}" for name, title in matches]
    return matches


def complete_roadmap(incomplete: str) -> list[str]:
    """Return the ids of the available roadmaps that start with the text."""
    from genai_roadmap.storage import roadmap_files

    try:
        return [entry.id for entry in roadmap_files.entries() if entry.id.startswith(incomplete)]
    except RoadmapError:
        return []


def _short(title: str) -> str:
    # Typer would break longer ones into lines, which shells take for more candidates.
    length = MAX_TITLE if title.isascii() else MAX_TITLE // 2
    return title if len(title) <= length else f"{title[: length - 3]}..."


def reject_if(condition: object, message: str) -> None:
    """Raise typer.BadParameter with the message if the condition is true."""
    if condition:
        raise typer.BadParameter(message)


def complete_grade(incomplete: str) -> list[str]:
    """Return the grades that start with the text."""
    return [grade.value for grade in Grade if grade.value.startswith(incomplete.casefold())]


def parse_grade(text: str) -> Grade:
    """Return the grade with this name, first letter or number; raise typer.BadParameter."""
    if text.casefold() not in GRADE_NAMES:
        message = f"{text!r} is not a grade; use {GRADES_TEXT}"
        raise typer.BadParameter(message)
    return GRADE_NAMES[text.casefold()]


def date_parser(use: str) -> Callable[[str], dt.date]:
    """Return a parser of dates for a `DateUse`; it raises typer.BadParameter."""

    def parse(text: str) -> dt.date:
        # Slow to import, and needed only to parse dates.
        from genai_roadmap.progress.change import checked_clock
        from genai_roadmap.report.calendar_dates import DateUse
        from genai_roadmap.report.dates import read_date

        try:
            return read_date(text, checked_clock(output.now()).date(), DateUse(use))
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return parse


def words_of_date(option: str, words: list[str], *, only: bool) -> list[str]:
    """Return the words that are one date, if only the first of them was typed as the value of the option; else none.

    The others may be items, unless the command accepts `only` options.
    """
    parse = date_parser(option.removeprefix("--"))
    for count in range(MAX_DATE_WORDS, 1, -1):
        found = words[:count]
        if len(found) == count and not any(word.startswith("-") for word in found[1:]) and can_parse(parse, found):
            is_alone = can_parse(parse, found[:1])
            return found if only or not is_alone or found[1].casefold() in DATE_ENDINGS else []
    return []


def can_parse(parse: Callable[[str], dt.date], words: Sequence[str]) -> bool:
    """Return whether words are a date."""
    try:
        parse(" ".join(words))
    except typer.BadParameter:
        return False
    return True


def parse_output(text: str) -> Path:
    """Return the path of a file to write; raise typer.BadParameter if it is empty."""
    reject_if(not text, "the name of the file is empty")
    return Path(text)


_NAMES = "step-4, 4.2, a slug such as cnns, or the start of a title."
Item = Annotated[str, typer.Argument(metavar="ITEM", help=f"A step or topic: {_NAMES}", autocompletion=complete_item)]
# One item, whose title may be typed as several words.
ItemWords = Annotated[
    list[str], typer.Argument(metavar="ITEM", help=f"A step or topic: {_NAMES}", autocompletion=complete_item)
]
OptionalItemWords = Annotated[
    list[str] | None, typer.Argument(metavar="ITEM", help="A step or topic.", autocompletion=complete_item)
]
Items = Annotated[
    list[str], typer.Argument(metavar="ITEM...", help=f"Steps or topics: {_NAMES}", autocompletion=complete_item)
]
OptionalRoadmapId = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="ID of a roadmap (default: the active one).", autocompletion=complete_roadmap),
]
On = Annotated[
    dt.date | None,
    typer.Option(metavar="DATE", parser=date_parser("on"), help='Date it happened (default: today): friday, "3d ago".'),
]
NoQuestion = Annotated[bool, typer.Option("-y", "--yes", help="Don't ask for confirmation.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", parser=parse_output, help="Write to FILE (- for standard output)."),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")]
