"""Read a roadmap from a Markdown file with the learner's choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import reader

if TYPE_CHECKING:
    from pathlib import Path

    from genai_roadmap.app.importing import Request
    from genai_roadmap.app.session import Session
    from genai_roadmap.markdown.reader import ParsedRoadmap


def read(session: Session, request: Request, path: Path, text: str, roadmap_id: str) -> ParsedRoadmap:
    """Return the roadmap in the text of a file; raise RequestError if it does not look like one and is not accepted."""
    title = None if request.file == "-" else _title_of(path)
    version = f"{session.now.date()}"
    parsed = reader.read(text, roadmap_id=roadmap_id, version=version, name=title, choices=request.choices)
    if parsed.doubt and not request.overwrite and not request.accepts(parsed.doubt):
        message = f"{path} does not look like a roadmap: {parsed.doubt}; use --force to import it"
        raise RequestError(message)
    return parsed


def _title_of(path: Path) -> str:
    """Return a title for a file without one: its name, or its folder's if it is a README."""
    name = path.absolute().parent.name if path.stem.casefold() == "readme" else path.stem
    title = name.replace("-", " ").replace("_", " ").strip()
    return title[:1].upper() + title[1:]
