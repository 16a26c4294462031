"""A roadmap that someone wrote in Markdown, read into a Roadmap."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import titles
from genai_roadmap.markdown.about import AboutReader
from genai_roadmap.markdown.blocks import Document
from genai_roadmap.markdown.document import parse
from genai_roadmap.markdown.drafts import finished
from genai_roadmap.markdown.links import links_of
from genai_roadmap.markdown.outline import Outline, outlined
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.topics import step
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Roadmap


@dataclass(frozen=True, slots=True)
class ParsedRoadmap:
    """The roadmap, how far those of its leaves are that are ticked or marked, and what it has no place for."""

    roadmap: Roadmap
    statuses: dict[str, Status] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


def read(text: str, *, roadmap_id: str, version: str) -> ParsedRoadmap:
    """The roadmap that a Markdown text describes; raises RequestError where no steps can be found, or too much text."""
    document = parse(text)
    outline = outlined(document.blocks)
    if not outline.parts:
        message = "no steps were found: a roadmap in Markdown needs headings or a list"
        raise RequestError(message)
    try:
        return _reading(document, outline, roadmap_id, version)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"this makes no roadmap: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise RequestError(message) from None


def _reading(document: Document, outline: Outline, roadmap_id: str, version: str) -> ParsedRoadmap:
    about_reader = _frame(document, outline)
    title = _title(document, outline, roadmap_id)
    steps, statuses = finished([*map(step, outline.parts), *about_reader.steps])
    roadmap = Roadmap(
        format=1,
        id=roadmap_id,
        version=version,
        title=title,
        demand=about_reader.demand,
        audience=tuple(about_reader.audience),
        role=about_reader.role_called(title),
        steps=steps,
        workflow=tuple(about_reader.workflow),
        closing=tuple(about_reader.closing),
        links=tuple(about_reader.links),
        author=about_reader.author,
    )
    return ParsedRoadmap(
        roadmap, statuses, tuple(sorted(document.left_out + about_reader.left_out, key=lambda item: item.line))
    )


def _frame(document: Document, outline: Outline) -> AboutReader:
    about_reader = AboutReader()
    if description := document.front.get("description"):
        about_reader.closing.append(description)
    if outline.title:
        about_reader.links += [link for block in [outline.title] for link in links_of(block)]
    about_reader.read_intro(outline.intro)
    about_reader.read_end(outline.end)
    return about_reader


def _title(document: Document, outline: Outline, roadmap_id: str) -> str:
    heading = titles.tidy(outline.title.text) if outline.title else ""
    return heading or document.front.get("title") or roadmap_id.replace("-", " ").capitalize()
