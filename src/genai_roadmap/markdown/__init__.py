"""A roadmap that someone wrote in Markdown, read into a Roadmap."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import titles
from genai_roadmap.markdown.document import Document, parse
from genai_roadmap.markdown.frame import Frame
from genai_roadmap.markdown.outline import Outline, outlined
from genai_roadmap.markdown.phrase import Remark
from genai_roadmap.markdown.topics import finished, links_of, step
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Roadmap

__all__ = ["Reading", "Remark", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The roadmap, how far those of its leaves are that are ticked or marked, and what it has no place for."""

    roadmap: Roadmap
    marks: dict[str, Status] = field(default_factory=dict)
    left_out: tuple[Remark, ...] = ()


def read(text: str, *, roadmap_id: str, version: str) -> Reading:
    """The roadmap that a Markdown text describes; raises RequestError where no steps can be found, or too much text."""
    document = parse(text)
    outline = outlined(document.nodes)
    if not outline.parts:
        message = "no steps were found: a roadmap in Markdown needs headings or a list"
        raise RequestError(message)
    try:
        return _reading(document, outline, roadmap_id, version)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"this makes no roadmap: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise RequestError(message) from None


def _reading(document: Document, outline: Outline, roadmap_id: str, version: str) -> Reading:
    frame = _frame(document, outline)
    title = _title(document, outline, roadmap_id)
    steps, marks = finished([*map(step, outline.parts), *frame.steps])
    roadmap = Roadmap(
        format=1,
        id=roadmap_id,
        version=version,
        title=title,
        demand=frame.demand,
        audience=tuple(frame.audience),
        role=frame.role_called(title),
        steps=steps,
        workflow=tuple(frame.workflow),
        closing=tuple(frame.closing),
        links=tuple(frame.links),
        author=frame.author,
    )
    return Reading(roadmap, marks, tuple(sorted(document.remarks + frame.remarks, key=lambda remark: remark.line)))


def _frame(document: Document, outline: Outline) -> Frame:
    frame = Frame()
    if description := document.front.get("description"):
        frame.closing.append(description)
    if outline.title:
        frame.links += [link for node in [outline.title] for link in links_of(node)]
    frame.read_intro(outline.intro)
    frame.read_end(outline.end)
    return frame


def _title(document: Document, outline: Outline, roadmap_id: str) -> str:
    heading = titles.tidy(outline.title.text) if outline.title else ""
    return heading or document.front.get("title") or roadmap_id.replace("-", " ").capitalize()
