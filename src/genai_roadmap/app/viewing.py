"""View the progress and the roadmap."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.storage import last_seen, roadmap_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.status import Status
    from genai_roadmap.report.report import Report
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


# How to continue after the status that is shown without a command.
HELP_HINT = ("All commands", "genai-roadmap help")


def status(session: Session, *hints: tuple[str, str]) -> View:
    """Return the progress of every step, what is started and what is next; the page also has these hints."""
    from genai_roadmap.app.review_summary import summarized_report
    from genai_roadmap.report import coach, milestones
    from genai_roadmap.report.forecast import forecast_for
    from genai_roadmap.report.outlook import outlook_of

    history = session.history(report=summarized_report(session))
    forecast = forecast_for(history)
    outlook = outlook_of(history, forecast)

    def shown(display: Display) -> Page:
        # The reminder is only for pages: it is shown once a day, and JSON must not use it up.
        reminder, actions = _reminder(session), coach.next_actions(history)
        finished = milestones.AFTER_FINISH if history.finished_on else ()
        kept = (*reminder, *(finished[:1] or actions[-1:]))
        every = [(*each, each in kept) for each in (*reminder, *hints, *finished, *actions)]
        view = page("overview.status", history, forecast, outlook, _roadmap_changes(session), every)
        return view(display._replace(can_browse=find_spec("textual") is not None))

    return View(json("json_reports.status", history, forecast, outlook), shown)


def _reminder(session: Session) -> tuple[tuple[str, str], ...]:
    """Return a hint if changes were not sent to other machines for days."""
    if not session.settings.sync_location:
        return ()
    from genai_roadmap.app import sync_reminder

    return sync_reminder.reminder(session)


def steps(session: Session, statuses: Sequence[Status], *, everything: bool) -> View:
    """Return the steps; with `everything` their topics too, with `statuses` the leaf topics with one of them."""
    data = json("json_reports.listing", session.report, statuses, everything=everything)
    if everything or statuses:
        return View(data, page("items.tree", session.report.steps, statuses))
    return View(data, page("overview.steps", session.report))


def topics(session: Session, item: str, statuses: Sequence[Status]) -> View:
    """Return the topics of an item, of which `statuses` selects the leaves."""
    node = session.node(item)
    return View(json("json_items.item", node, statuses, deep=True), page("items.tree", [node], statuses))


def show(session: Session, item: str, *, answers: bool = False) -> View:
    """Return everything about an item; the page has the answers to its questions only with `answers`."""
    node = session.node(item)
    history = session.history()
    data = json("json_reports.shown", node, history.retention)
    return View(data, page("items.show", node, history, answers=answers))


def suggest(session: Session, limit: int = 1, *, offers_tour: bool = False) -> View:
    """Return what to learn next, and the topics to ask about because they were started long ago.

    While nothing is recorded, the page also offers the tour, and later it says what is due for review.
    """
    from genai_roadmap.report.coach import TOUR, review_action, stale_beside

    report, today = session.report, session.now.date()
    found = [*islice(report.suggestions(today), limit)]
    stale = stale_beside(report, found, today)
    tour = TOUR if offers_tour else None
    hint = review_action(session.history()) if report.progress.changes else tour
    shown = page("coach.suggestions", found, stale, report.count, today, first_hint=hint)
    return View(json("json_reports.next_items", found, today), shown)


def today(session: Session) -> View:
    """Return what was done today, what is next, what is due in other roadmaps, and the streak."""
    from genai_roadmap.app import other_roadmaps
    from genai_roadmap.report.coach import today_of

    found = today_of(session.history())
    hints = partial(other_roadmaps.due_hints, session)
    return View(json("json_reports.today", found), page("reference.with_hints", page("coach.today", found), hints))


def search(session: Session, text: str) -> View:
    """Return the items that contain the text; if there are none, the page has the other roadmaps that contain it.

    Raises RequestError if the text is empty.
    """
    from genai_roadmap.report.search import matching_items, rank, suggestion

    hits = sorted(matching_items(session.report, text), key=lambda hit: rank(hit, text))

    def shown(display: Display) -> Page:
        similar = "" if hits else suggestion(session.report, text)
        return page("items.found", hits, text, () if hits else _search_hints(session, text), similar=similar)(display)

    return View(json("json_items.items", [node for node, _ in hits]), shown)


def _search_hints(session: Session, text: str) -> list[tuple[str, str]]:
    # Slow: it reads the other roadmaps.
    from genai_roadmap.app import other_roadmaps

    return other_roadmaps.search_hints(session.roadmap, text)


def log(session: Session, since: dt.date | None, limit: int | None) -> View:
    """Return the changes of the journal, newest first; with a limit, the last ones that were recorded.

    An undo and what it undid count as one: only the latter is shown. The page has the order of recording, and JSON all
    changes if there is no limit.
    """
    from genai_roadmap.progress.change import ORDER
    from genai_roadmap.progress.reverts import last_by

    report = _with_removed_titles(session)
    changes = report.progress.recent(since)
    shown = report.progress.without_reverts(sorted(changes, key=ORDER, reverse=True))[:limit]
    ids = {change.id for change in shown}
    last = [change for change in changes if limit is None or change.id in ids]
    names, own = _machine_names(session), session.settings.machine
    undoable = last_by(own or "", report.progress.effective)
    return View(
        json("json_changes.log", report.progress, last, names),
        page("journal.log", shown, report, names, undoable=undoable, own=own),
    )


def _with_removed_titles(session: Session) -> Report:
    """Return the report with the titles of the items that updates removed."""
    report = session.report
    if not report.roadmap.retired:
        return report
    from genai_roadmap.storage import removed_items

    return replace(report, removed_titles=removed_items.titles(report.roadmap.id))


def _machine_names(session: Session) -> dict[str, str]:
    """Return the names, by default the ids, of the machines that recorded the changes; empty if it is only one."""
    machines = {change.machine for change in session.report.progress.changes if change.machine}
    if len(machines) <= 1:
        return {}
    from genai_roadmap.app import sync_reminder

    return {machine: machine for machine in machines} | sync_reminder.machine_names(session)


def about(session: Session) -> View:
    """Return what the roadmap contains besides its steps."""
    return View(json("json_roadmaps.about", session.roadmap), page("reference.about", session.roadmap))


def _roadmap_changes(session: Session) -> Revision | None:
    """Return what changed in the bundled roadmap since the last call; None if nothing did."""
    if session.roadmap.id != roadmap_files.BUNDLED:
        return None
    content = roadmap_files.read_content(roadmap_files.bundled_file())
    try:
        before = last_seen.replace(content)
    except (FileInvalidError, FileWriteError):
        # A command that only shows something works without a writable home folder.
        return None
    if not before:
        return None
    # Slow to import, and needed only for a new version of the roadmap.
    from genai_roadmap.roadmap.revision import revise

    revision = revise(before, roadmap_files.parse(roadmap_files.bundled_file(), content))
    return None if revision.is_empty else revision
