"""The progress of one of many learners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.cohort import archives
from genai_roadmap.cohort.found import FoundFile, shown_name
from genai_roadmap.cohort.learner import Handed, progress_of
from genai_roadmap.cohort.pseudonyms import pseudonym, read_key
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.notes import without_notes
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.report import Report
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.cohort.request import Request
    from genai_roadmap.report.history import History


def find(session: Session, request: Request, typed: str, *, notes: bool) -> tuple[str, History]:
    """Return the name or pseudonym of a learner and the history, without the notes unless `notes` is set.

    The name may be typed in another case.

    Raises RequestError if there is no such learner, and FileInvalidError if no file of the learner is valid.
    """
    sources = Sources(request.places, session.roadmap.id, 0)
    key = read_key() if request.is_anonymous else b""
    found = [each for each in sources.find() if isinstance(each, FoundFile)]
    names = {each.learner: pseudonym(each.learner, key) if key else each.learner for each in found}
    name = _name(typed, {*names.values()}, request)
    files = tuple(each for each in found if names[each.learner] == name)
    contents = tuple(archives.content(file) for file in files)
    progress, problems = progress_of(Handed(name, None, files, contents), session.roadmap.id)
    if len({problem.path for problem in problems}) == len(files):
        message = f"{name} has no file that can be used: {problems[0].reason}"
        raise FileInvalidError(message)
    for problem in problems:
        session.warn(f"{name if key else problem.path} {problem.reason}")
    report = Report.of(session.roadmap, progress if notes else _without_notes(progress))
    return name, session.history(report=report)


def _without_notes(progress: Progress) -> Progress:
    return Progress.of(progress.roadmap, tuple(without_notes(progress.changes)))


def _name(typed: str, names: set[str], request: Request) -> str:
    """Return the name that was typed, perhaps in another case; raise RequestError if there are none or several."""
    wanted = shown_name(typed)
    same = sorted(name for name in names if name.casefold() == wanted.casefold())
    if wanted in same or len(same) == 1:
        return wanted if wanted in same else same[0]
    # Slow to import, and needed only here.
    from genai_roadmap.spelling import nearest

    by_folded = {name.casefold(): name for name in sorted(names)}
    near = same or [by_folded[name] for name in nearest(wanted.casefold(), by_folded)]
    hint = f"Did you mean {' or '.join(map(quoted, near))}, or list all" if near else "List all"
    message = f"no learner {wanted!r}. {hint}: genai-roadmap {request.command} --csv"
    raise RequestError(message)


def view(history: History, name: str) -> View:
    """Return the status of a learner, with the notes."""
    forecast = forecast_for(history)
    outlook = outlook_of(history, forecast)
    noted = [node for node in history.report.nodes.values() if node.notes]
    status = page("overview.status", history, forecast, outlook, None, ())
    return View(json("json_reports.status", history, forecast, outlook), page("cohort.learner", name, status, noted))


def web_page(history: History, name: str) -> bytes:
    """Return the web page of a learner, with the notes."""
    from genai_roadmap.formats import html_page

    forecast = forecast_for(history)
    return html_page.page(history, forecast, outlook_of(history, forecast), name=name, notes=True).encode()
