"""Read a roadmap that someone wrote in Markdown."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import checklist_reader, titles
from genai_roadmap.markdown.about import AboutReader
from genai_roadmap.markdown.checklist_reader import Checklist
from genai_roadmap.markdown.conservation import unplaced
from genai_roadmap.markdown.document import Document, parse
from genai_roadmap.markdown.drafts import ParsedNote, build_steps
from genai_roadmap.markdown.outline import Outline, outline_of
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.topics import read_step
from genai_roadmap.progress.change import EARLIEST
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.roadmap.models import Roadmap

NO_STEPS = "no steps were found: a roadmap in Markdown needs headings or a list"


@dataclass(frozen=True, slots=True)
class ParsedRoadmap:
    """A roadmap, the status of each leaf topic that is not todo, and the parts of the text that were left out.

    `days` has the day of each status whose day the text has; `notes` has its notes. `is_checklist` is set if
    `export md` wrote the text.
    """

    roadmap: Roadmap
    statuses: dict[str, Status] = field(default_factory=dict)
    days: dict[str, dt.date] = field(default_factory=dict)
    notes: tuple[ParsedNote, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    is_checklist: bool = False

    def marks(self, today: dt.date) -> Iterator[tuple[str, Mark]]:
        """Yield the slug and the mark of each topic with a status, by status; one done on an unknown day is known."""
        for action, status in STATUS_AFTER.items():
            for slug in (slug for slug, found in self.statuses.items() if found is status):
                on = past_day(self.days.get(slug), today)
                yield slug, Mark(action, known=action is Action.DONE and not on, on=None if on == today else on)


def past_day(day: dt.date | None, today: dt.date) -> dt.date | None:
    """Return the day if an export can have written it: one in the past, or today."""
    return day if day and EARLIEST.date() <= day <= today else None


def read(text: str, *, roadmap_id: str, version: str) -> ParsedRoadmap:
    """Return the roadmap in a Markdown text; raise RequestError if it has no steps or a text is too long."""
    try:
        if checklist_reader.is_checklist(text):
            return _build_checklist(checklist_reader.read(text), roadmap_id, version)
        document = parse(text)
        return _build(document, outline_of(document.blocks), roadmap_id, version)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"invalid roadmap: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise RequestError(message) from None


def _build(document: Document, outline: Outline, roadmap_id: str, version: str) -> ParsedRoadmap:
    if not outline.parts:
        raise RequestError(NO_STEPS)
    description = document.front_matter.get("description")
    about = AboutReader(closing=[description] if description else [])
    about.read(outline)
    heading = titles.tidy(outline.title.text) if outline.title else ""
    title = heading or document.front_matter.get("title") or roadmap_id.replace("-", " ").capitalize()
    steps, statuses, *_ = build_steps([*map(read_step, outline.parts), *about.steps])
    roadmap = Roadmap(
        format=1,
        id=roadmap_id,
        version=version,
        title=title,
        demand=about.demand,
        audience=tuple(about.audience),
        role=about.role(title),
        steps=steps,
        workflow=tuple(about.workflow),
        closing=tuple(about.closing),
        links=tuple(about.links),
        author=about.author,
    )
    left_out = document.left_out + about.left_out
    left_out += unplaced(document.blocks, roadmap, left_out)
    left_out.sort(key=lambda part: part.line)
    return ParsedRoadmap(roadmap, statuses, left_out=tuple(left_out))


def _build_checklist(checklist: Checklist, roadmap_id: str, version: str) -> ParsedRoadmap:
    if not checklist.steps:
        raise RequestError(NO_STEPS)
    steps, statuses, days, notes = build_steps(checklist.steps)
    roadmap = Roadmap(
        format=1,
        id=roadmap_id,
        version=version,
        title=checklist.title or roadmap_id.replace("-", " ").capitalize(),
        steps=steps,
        author=checklist.author,
    )
    return ParsedRoadmap(roadmap, statuses, days, tuple(notes), tuple(checklist.left_out), is_checklist=True)
