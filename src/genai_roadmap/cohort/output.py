"""What is printed or written about many learners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.view import page
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.formats.format import Format
from genai_roadmap.report.cohort_facts import problems_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from genai_roadmap.report.cohort_overview import Overview
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


def page_of(found: Overview, command: str, *, at_risk: bool, everything: bool) -> Callable[[Display], Page]:
    """Return the page about all learners, on one screen or with everything, or about those at risk.

    `command` is what was typed after the name of the program.
    """
    if at_risk:
        return page("cohort_members.at_risk", found)
    return page("cohort.everything" if everything else "cohort.overview", found, command)


def parts(found: Overview, file_format: Format, now: dt.datetime, *, at_risk: bool) -> Iterator[str]:
    """Yield the parts of the text in a format, because there may be a million learners.

    With `at_risk`, the table and the JSON list only learners at risk.
    """
    members = found.shown_members(at_risk=at_risk)
    match file_format:
        case Format.HTML:
            from genai_roadmap.formats import cohort_page

            yield cohort_page.page(found, now)
        case Format.CSV:
            from genai_roadmap.formats import cohort_table

            yield from cohort_table.parts(found, members)
        case Format.JSON:
            from genai_roadmap.formats import json_cohort

            yield from json_cohort.parts(found, members)


def encoded(text: Iterable[str], file_format: Format) -> bytes:
    """Return the content of a file; spreadsheets expect UTF-8 only after a byte order mark."""
    return "".join(text).encode("utf-8-sig" if file_format is Format.CSV else "utf-8")


def unusable_text(found: Overview) -> str:
    """Return how many files can't be used, and how to show why."""
    return f"{problems_text(found)} (show why with --all)"


def require_all(found: Overview) -> None:
    """Raise FileInvalidError if a file can't be used."""
    if found.problems:
        raise FileInvalidError(unusable_text(found))
