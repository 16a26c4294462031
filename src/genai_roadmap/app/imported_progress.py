"""Record the progress in an imported text: the statuses of topics, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.markdown.drafts import ParsedNote
from genai_roadmap.markdown.reader import past_day
from genai_roadmap.progress.notes import written_versions
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.text import printable_lines

if TYPE_CHECKING:
    import datetime as dt

    from genai_roadmap.app.session import Session
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.progress.status import Mark
    from genai_roadmap.roadmap.models import Roadmap


def with_parsed(progress: Progress, parsed: ParsedRoadmap, roadmap: Roadmap, session: Session) -> Progress:
    """Return the progress on a roadmap with the statuses of topics that have none yet, new notes, and new reads.

    A started topic that was ticked in an exported checklist is done. What was ticked in it since the export was done
    today; what another text has ticked was known before.
    """
    # By position, because an item of the new version may get the slug that it had in the old one.
    slugs = {item.number: item.slug for item in roadmap.all_items}
    current = {slug: slugs[item.number] for slug, item in parsed.roadmap.items_by_slug.items()}
    statuses = {roadmap.current_slug(slug): progress.status(slug) for slug in progress.marks}
    progress = _with_statuses(progress, parsed, current, statuses, session)
    for slug, day, text in new_notes(progress, parsed, roadmap, session.now.date()):
        progress = progress.add_note((slug,), text, session.new_stamp(), on=day)
    return _with_reads(progress, parsed, session)


def new_notes(progress: Progress, parsed: ParsedRoadmap, roadmap: Roadmap, today: dt.date) -> list[ParsedNote]:
    """Return the notes in the text that the journal neither has nor had, with the slugs of the roadmap.

    A text that was edited or deleted since is not new. If the text has a day, a note of another day is another note.
    """
    slugs = {item.number: item.slug for item in roadmap.all_items}
    current = {old: item.slug for item in roadmap.all_items for old in (item.slug, *item.content.formerly)}
    known: set[ParsedNote] = set()
    for slug, text, written in written_versions(progress.effective):
        name = current.get(slug, slug)
        known |= {ParsedNote(name, day, _normalized(text)) for day in (written, None)}
    found: list[ParsedNote] = []
    for slug, day, text in parsed.notes:
        name, on = slugs[parsed.roadmap.items_by_slug[slug].number], past_day(day, today)
        if ParsedNote(name, on, _normalized(text)) not in known:
            known |= {ParsedNote(name, each, _normalized(text)) for each in (on, None)}
            found.append(ParsedNote(name, on, text))
    return found


def _with_reads(progress: Progress, parsed: ParsedRoadmap, session: Session) -> Progress:
    """Return the progress with the resources that were read and were never marked."""
    urls: dict[Mark, list[str]] = {}
    for url, mark in parsed.read_marks(session.now.date()):
        if url not in progress.ticks:
            urls.setdefault(mark, []).append(url)
    for mark, found in urls.items():
        progress = progress.tick(mark, tuple(found), session.new_stamp())
    return progress


def _with_statuses(
    progress: Progress, parsed: ParsedRoadmap, current: dict[str, str], statuses: dict[str, Status], session: Session
) -> Progress:
    topics: dict[Mark, list[str]] = {}
    # On another machine, nobody knows what was ticked before the export.
    was_exported = parsed.is_checklist and (bool(progress.changes) or not parsed.has_progress)
    for found, mark in parsed.marks(session.now.date()):
        is_finished = parsed.is_checklist and mark.action is Action.DONE
        if current[found] not in statuses or (is_finished and statuses[current[found]] is Status.STARTED):
            topics.setdefault(mark._replace(known=mark.known and not was_exported), []).append(current[found])
    for mark, slugs in topics.items():
        progress = progress.mark(mark, tuple(slugs), session.new_stamp())
    return progress


def _normalized(text: str) -> str:
    """Return the text with normalized spaces, for comparison."""
    return " ".join(printable_lines(text).split())
