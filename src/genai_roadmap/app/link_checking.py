"""Check the links of a roadmap on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.report.links import link_report, uses_of
from genai_roadmap.storage import roadmap_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.links import LinkReport

    # Gets the number of links, and yields a function to call with a text whenever one was checked.
    LinkBar = Callable[[int], AbstractContextManager[Callable[[str], None]]]


def check_links(session: Session, file: Path | None, bar: LinkBar) -> LinkReport:
    """Return whether the links of a roadmap file or, without a file, of the roadmap work.

    Raises RequestError if there is no connection to the web, which is assumed if no host was found.
    """
    from genai_roadmap.web.links import HOST_NOT_FOUND, LinkChecker

    uses = uses_of(roadmap_files.read(file) if file else session.roadmap)
    found = []
    with bar(len(uses)) as begin:
        for checked in LinkChecker().check(uses):
            found.append(checked)
            begin(f"{len(found)} of {len(uses)} links")
    if len(found) > 1 and all(checked.reason == HOST_NOT_FOUND for checked in found):
        message = "no host was found; check your connection"
        raise RequestError(message)
    return link_report(found, uses)


def view(report: LinkReport) -> View:
    """Return the links that don't work as a view."""
    return View(json("json_links.links", report), page("links.links", report))
