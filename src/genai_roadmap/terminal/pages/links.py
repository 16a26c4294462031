"""The page about the links of a roadmap that don't work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.report.links import LinkStatus, summary
from genai_roadmap.terminal.output import Page, indented, join_text, safe_text, unwrapped
from genai_roadmap.terminal.pages import components, link_lists
from genai_roadmap.terminal.pages.components import INDENT, QUIET
from genai_roadmap.text import shortlist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.report.links import CheckedLink, LinkReport, Use
    from genai_roadmap.terminal.display import Display

TITLES = {LinkStatus.DEAD: "Dead", LinkStatus.MOVED: "Moved", LinkStatus.UNCHECKED: "Could not be checked"}
ALSO = 3


def links(report: LinkReport, display: Display) -> Page:
    """Show the links that are dead, moved, or could not be checked, and how many there are of each kind."""
    sections = (
        components.section(
            title, [part for link in report.with_status(status) for part in _link(link, report, display)]
        )
        for status, title in TITLES.items()
    )
    return components.page(*sections, safe_text(f"{summary(report)}."))


def _link(link: CheckedLink, report: LinkReport, display: Display) -> Iterator[Page]:
    """Yield the items and the title of a link, its URL, and its new URL or what is wrong."""
    uses = report.uses[link.url]
    numbers = list(dict.fromkeys(map(_number, uses)))
    yield join_text(
        (f"{shortlist(numbers, ALSO)}  ", QUIET),
        ("" if link_lists.is_bare(uses[0].link) else uses[0].link.title, ""),
    )
    yield link_lists.url_line(link.url, display)
    text = unwrapped(safe_text(f"moved to {link.new_url}")) if link.new_url else safe_text(link.reason)
    yield indented(text, INDENT)


def _number(use: Use) -> str:
    return use.item.number if use.item else "about"
