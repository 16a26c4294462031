"""The links of a roadmap, and whether they work."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.report.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.roadmap.models import Link, NumberedItem, Roadmap


class LinkStatus(StrEnum):
    """Whether a link works: yes, its page moved permanently, there is no such page, or it could not be checked."""

    OK = "ok"
    MOVED = "moved"
    DEAD = "dead"
    UNCHECKED = "unchecked"


class CheckedLink(NamedTuple):
    """A URL with its status, the reason if it is dead or unchecked, and the new URL if its page moved."""

    url: str
    status: LinkStatus
    reason: str = ""
    new_url: str | None = None


class Use(NamedTuple):
    """A use of a link: its title, and the item that it is a resource of, None if it is of the roadmap as a whole."""

    link: Link
    item: NumberedItem | None


class LinkReport(NamedTuple):
    """The checked links in the order of the roadmap, and where each URL is used."""

    links: tuple[CheckedLink, ...]
    uses: dict[str, list[Use]]

    def with_status(self, status: LinkStatus) -> list[CheckedLink]:
        """Return the links with a status."""
        return [link for link in self.links if link.status is status]

    @property
    def problems(self) -> list[str]:
        """A message for each dead link."""
        return [f"{link.url}: {link.reason}" for link in self.with_status(LinkStatus.DEAD)]

    @property
    def counts(self) -> Counter[LinkStatus]:
        """The number of links by status."""
        return Counter(link.status for link in self.links)


def uses_of(roadmap: Roadmap) -> dict[str, list[Use]]:
    """Return where each URL of a roadmap is used, in order."""
    uses: dict[str, list[Use]] = {}
    author = roadmap.author.links if roadmap.author else ()
    resources = ((link, item) for item in roadmap.all_items for link in item.content.resources)
    for link, item in (*((link, None) for link in (*roadmap.links, *author)), *resources):
        uses.setdefault(link.url, []).append(Use(link, item))
    return uses


def link_report(found: Iterable[CheckedLink], uses: dict[str, list[Use]]) -> LinkReport:
    """Return the report on links that were checked in any order."""
    by_url = {link.url: link for link in found}
    return LinkReport(tuple(by_url[url] for url in uses), uses)


def summary(report: LinkReport) -> str:
    """Return the number of links with each status, like 3 links: 1 works, 2 moved."""
    names = {LinkStatus.OK: "ok", LinkStatus.MOVED: "moved", LinkStatus.DEAD: "dead"}
    names[LinkStatus.UNCHECKED] = "could not be checked"
    counts = ", ".join(f"{count} {names[status]}" for status in LinkStatus if (count := report.counts[status]))
    return f"{plural(len(report.links), 'link')}{f': {counts}' if counts else ''}"
