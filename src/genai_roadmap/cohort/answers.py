"""What `cohort` is asked, and the answers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.cohort import analysis, archives
from genai_roadmap.cohort.batches import Context
from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.cohort.groups import read_groups
from genai_roadmap.cohort.learner import Handed, progress_of
from genai_roadmap.cohort.pseudonyms import pseudonym, read_key
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.report.cohort import Question
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.report import Report
from genai_roadmap.report.wording import plural
from genai_roadmap.text import printable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.report.cohort_overview import Overview
    from genai_roadmap.report.history import History
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


@dataclass(frozen=True)
class Request:
    """The places to look at, the day to compare with, a goal for all, the CSV file with groups, and how to read.

    `jobs` is the number of processes, `cluster` the address of a cluster to use instead.
    """

    places: list[str]
    since: dt.date | None = None
    goal: dt.date | None = None
    groups: Path | None = None
    jobs: int = 1
    cluster: str | None = None
    is_anonymous: bool = False


@contextmanager
def overview(session: Session, request: Request, advance: Callable[[int, int], None]) -> Iterator[Overview]:
    """Yield the overview of the learners; `advance` is called with the number of learners read, and of those to read.

    Raises RequestError if there is nothing at a place, FileInvalidError for the roadmap and the groups, FileWriteError.
    """
    now = session.now
    groups = read_groups(request.groups) if request.groups else {}
    sources = Sources(request.places, session.roadmap.id, int(now.timestamp()) * 10**9)
    question = Question(now.date(), request.since, request.goal)
    options = analysis.Options(groups, request.jobs, request.cluster, request.is_anonymous)
    with analysis.analyzed(sources, Context(session.roadmap, question), options, advance) as found:
        yield found


def page_of(found: Overview, *, at_risk: bool, everything: bool) -> Callable[[Display], Page]:
    """Return the page about all learners, on one screen or with everything, or about those at risk."""
    if at_risk:
        return page("cohort.at_risk", found)
    return page("cohort.everything", found) if everything else page("cohort.overview", found)


def json_parts(found: Overview, *, at_risk: bool) -> Iterator[str]:
    """Return the parts of the JSON about all learners, in which only those at risk are listed if `at_risk` is set."""
    from genai_roadmap.formats import json_cohort

    return json_cohort.parts(found, found.shown_members(at_risk=at_risk))


def csv(found: Overview, *, at_risk: bool) -> Iterator[str]:
    """Return the rows of the table of all learners, or of those at risk."""
    from genai_roadmap.formats import cohort_table

    return cohort_table.parts(found.shown_members(at_risk=at_risk), has_since=found.question.since is not None)


def document(found: Overview, now: dt.datetime, *, as_csv: bool, at_risk: bool) -> bytes:
    """Return the content of a file: a web page or, for a spreadsheet, a table."""
    if as_csv:
        return "".join(csv(found, at_risk=at_risk)).encode("utf-8-sig")
    from genai_roadmap.formats import cohort_page

    return cohort_page.page(found, now).encode()


def require_all(found: Overview) -> None:
    """Raise FileInvalidError if a file can't be used."""
    if found.problems:
        message = f"{plural(len(found.problems), 'file')} can't be used; list them with --all"
        raise FileInvalidError(message)


def learner(session: Session, request: Request, name: str) -> History:
    """Return the history of one learner.

    Raises RequestError if there is no such learner, and FileInvalidError if no file of the learner is valid.
    """
    sources = Sources(request.places, session.roadmap.id, 0)
    key = read_key() if request.is_anonymous else b""
    found = [each for each in sources.find() if isinstance(each, FoundFile)]
    names = {each.learner: pseudonym(each.learner, key) if key else each.learner for each in found}
    real = next((each for each, shown in names.items() if shown == name), None)
    if real is None:
        # Slow to import, and needed only here.
        from genai_roadmap.spelling import nearest

        near = nearest(name, names.values())
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        message = f"no learner {printable(name)!r}{hint}"
        raise RequestError(message)
    files = tuple(each for each in found if each.learner == real)
    contents = tuple(archives.content(file) for file in files)
    progress, problems = progress_of(Handed(real, None, files, contents), session.roadmap.id)
    if len({problem.path for problem in problems}) == len(files):
        message = f"{name} has no file that can be used: {problems[0].reason}"
        raise FileInvalidError(message)
    for problem in problems:
        session.warn(f"{name if key else problem.path} {problem.reason}")
    return session.history(report=Report.of(session.roadmap, progress))


def learner_view(history: History, name: str, *, notes: bool) -> View:
    """Return the status of a learner, with the notes if `notes` is set."""
    forecast = forecast_for(history)
    outlook = outlook_of(history, forecast)
    noted = [node for node in history.report.nodes.values() if node.notes] if notes else []
    status = page("overview.status", history, forecast, outlook, None, ())
    return View(json("json_reports.status", history, forecast, outlook), page("cohort.learner", name, status, noted))


def learner_document(history: History, name: str, *, notes: bool) -> bytes:
    """Return the web page of a learner, with the notes if `notes` is set."""
    from genai_roadmap.formats import html_page

    forecast = forecast_for(history)
    return html_page.page(history, forecast, outlook_of(history, forecast), name=name, notes=notes).encode()
