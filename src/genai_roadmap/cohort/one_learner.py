"""The progress of one of many learners."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.view import View, json, page
from genai_roadmap.cohort import archives
from genai_roadmap.cohort.found import FoundFile, shown_name
from genai_roadmap.cohort.learner import Handed, progress_of
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.notes import without_notes
from genai_roadmap.report.cohort import Question, count, person
from genai_roadmap.report.cohort_facts import unknown_text
from genai_roadmap.report.cohort_overview import Member, Overview
from genai_roadmap.report.cohort_summary import summarize
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.report import Report
from genai_roadmap.text import listed, quoted

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.cohort.request import Request
    from genai_roadmap.report.forecast import Forecast
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outlook import Outlook


class Found(NamedTuple):
    """A learner with the overview of a class of only this one, the history, the forecast and the outlook."""

    member: Member
    overview: Overview
    history: History
    forecast: Forecast | None
    outlook: Outlook | None


def find(session: Session, request: Request, typed: str, *, notes: bool) -> Found:
    """Return a learner, without the notes unless `notes` is set. The name may be typed in another case.

    Raises RequestError if there is no such learner, and FileInvalidError if no file of the learner is valid.
    """
    sources = Sources(request.places, session.roadmap.id, 0)
    found = [each for each in sources.find() if isinstance(each, FoundFile)]
    name = _name(typed, {each.learner for each in found}, request)
    # In the order of the index, so that of files that clash, the same one counts.
    progress = _read(name, tuple(sorted({each for each in found if each.learner == name})), session)
    if request.goal:
        progress = progress.set_goal(request.goal, session.new_stamp())
    question = Question(session.now.date(), request.since, request.goal)
    summary = summarize(session.roadmap, progress)
    member = Member(name, None, person(summary, question))
    counts = count([(None, summary, member.numbers)])
    overview = Overview(session.roadmap, question, counts, lambda _: [member], [], [])
    if unknown := unknown_text(overview.everyone):
        session.warn(unknown)
    shown = progress if notes else Progress.of(progress.roadmap, tuple(without_notes(progress.changes)))
    history = session.history(report=Report.of(session.roadmap, shown))
    forecast = forecast_for(history)
    return Found(member, overview, history, forecast, outlook_of(history, forecast))


def _read(name: str, files: tuple[FoundFile, ...], session: Session) -> Progress:
    """Return the progress of a learner, with a warning for each file that can't be used.

    Raises FileInvalidError if none can be used.
    """
    contents = tuple(archives.content(file) for file in files)
    progress, problems = progress_of(Handed(name, None, files, contents), session.roadmap.id)
    if len({problem.path for problem in problems}) == len(files):
        message = f"{name} has no file that can be used: {problems[0].reason}"
        raise FileInvalidError(message)
    for problem in problems:
        session.warn(f"{problem.path}: {problem.reason}")
    return progress


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
    hint = f"Did you mean {listed(map(quoted, near), 'or')}, or list all" if near else "List all"
    message = f"no learner {wanted!r}. {hint}: genai-roadmap {request.command} --csv"
    raise RequestError(message)


def view(found: Found) -> View:
    """Return how a learner is doing, for the teacher, with the notes."""
    member, overview, history, forecast, outlook = found
    return View(
        json("json_cohort.learner", member, overview, history, forecast, outlook),
        page("cohort_learner.learner", member, overview, history, forecast, outlook),
    )


def web_page(found: Found) -> bytes:
    """Return the web page of a learner, with the notes."""
    from genai_roadmap.formats import html_page

    html = html_page.page(found.history, found.forecast, found.outlook, name=found.member.name, notes=True)
    return html.encode()
