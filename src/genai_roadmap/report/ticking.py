"""Mark resources as read or unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.outcome import Outcome, is_clock_behind
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Resource
from genai_roadmap.report.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genai_roadmap.progress.change import Stamp
    from genai_roadmap.roadmap.models import Link, NumberedItem


def tick(report: Report, links: Sequence[Link], mark: Mark, stamp: Stamp) -> Outcome:
    """Mark resources as read or unread; those that already are keep their day, unless the mark has another one."""
    by_url = {link.url: link for link in links}
    changed = tuple(url for url in by_url if _is_changed(report, url, mark, is_alone=len(by_url) == 1))
    progress = report.progress.tick(mark, changed, stamp) if changed else report.progress
    return Outcome(
        before=report,
        after=Report.of(report.roadmap, progress) if changed else report,
        action=mark.action,
        at=progress.changes[-1].when if changed else stamp.at,
        is_clock_behind=is_clock_behind(stamp, progress),
        ticked=tuple(Resource(by_url[url], progress.reads.get(url)) for url in changed),
        on=mark.on,
        already_ticked=tuple(
            Resource(link, progress.reads.get(url)) for url, link in by_url.items() if url not in changed
        ),
    )


def _is_changed(report: Report, url: str, mark: Mark, *, is_alone: bool) -> bool:
    """Return whether marking a resource changes it; if it is the only one, another day is a change too."""
    before = report.progress.reads.get(url)
    if mark.action is Action.UNREAD or not before:
        return (before is not None) == (mark.action is Action.UNREAD)
    return is_alone and mark.on not in (None, before.day)


def chosen(item: NumberedItem, numbers: Sequence[int]) -> list[Link]:
    """Return the resources of an item with these numbers, by default all; raise RequestError if there are none."""
    numbers = numbers or range(1, max(len(item.resources), 1) + 1)
    missing = [number for number in numbers if number > len(item.resources)]
    is_range = len(missing) > 1 and missing == [*range(missing[0], missing[-1] + 1)]
    if item.resources and is_range:
        message = (
            f"no resources {missing[0]}-{missing[-1]}; {item.title!r} has {plural(len(item.resources), 'resource')}"
        )
        raise RequestError(message)
    return [item.resource(number) for number in numbers]


def with_url(item: NumberedItem, url: str) -> Link:
    """Return the resource of an item that has this URL; raise RequestError if there is none."""
    for link in item.resources:
        if link.url == url:
            return link
    message = f"no resource of {item.title!r} has the URL {url!r}"
    raise RequestError(message)
