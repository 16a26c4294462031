"""Read a roadmap that someone wrote in Markdown."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import titles
from genai_roadmap.markdown.about import AboutReader
from genai_roadmap.markdown.document import Document, parse
from genai_roadmap.markdown.drafts import build_steps
from genai_roadmap.markdown.outline import Outline, outline_of
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.topics import read_step
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Roadmap


@dataclass(frozen=True, slots=True)
class ParsedRoadmap:
    """A roadmap, the status of each leaf topic that is not todo, and the parts of the text that were left out."""

    roadmap: Roadmap
    statuses: dict[str, Status] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


def read(text: str, *, roadmap_id: str, version: str) -> ParsedRoadmap:
    """Return the roadmap in a Markdown text; raise RequestError if it has no steps or a text is too long."""
    document = parse(text)
    outline = outline_of(document.blocks)
    if not outline.parts:
        message = "no steps were found: a roadmap in Markdown needs headings or a list"
        raise RequestError(message)
    try:
        return _build(document, outline, roadmap_id, version)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"invalid roadmap: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise RequestError(message) from None


def _build(document: Document, outline: Outline, roadmap_id: str, version: str) -> ParsedRoadmap:
    description = document.front_matter.get("description")
    about = AboutReader(closing=[description] if description else [])
    about.read(outline)
    heading = titles.tidy(outline.title.text) if outline.title else ""
    title = heading or document.front_matter.get("title") or roadmap_id.replace("-", " ").capitalize()
    steps, statuses = build_steps([*map(read_step, outline.parts), *about.steps])
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
    left_out = sorted(document.left_out + about.left_out, key=lambda part: part.line)
    return ParsedRoadmap(roadmap, statuses, tuple(left_out))
