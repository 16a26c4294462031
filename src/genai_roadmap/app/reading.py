"""Read a roadmap from the content of a file, with the learner's choices."""

from __future__ import annotations

import codecs
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from genai_roadmap.app import choosing, fetching
from genai_roadmap.app.previewing import reviewed
from genai_roadmap.app.saving import Imported, digest
from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.markdown import checklist_reader, reader
from genai_roadmap.markdown.choices import StepsAre
from genai_roadmap.markdown.reader import ParsedRoadmap, QuestionSheetError
from genai_roadmap.markdown.slugs import slug_of_title
from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.storage import roadmap_files, sources, toml
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genai_roadmap.app.dialog import Dialog, Request
    from genai_roadmap.app.fetching import Content
    from genai_roadmap.app.previewing import Compare
    from genai_roadmap.app.session import Session
    from genai_roadmap.markdown.choices import Choices
    from genai_roadmap.storage.sources import Source

HTML_PAGE = "it is an HTML page"
# Endings of text files that may contain lists, but no roadmap.
OTHER_FORMATS = {".csv", ".tsv", ".ics", ".svg", ".xml", ".yaml", ".yml", ".ipynb", ".py", ".js", ".ts", ".tex", ".css"}


def read(session: Session, request: Request, content: Content, dialog: Dialog, compare: Compare) -> Imported:
    """Return what a file contains; raise RequestError or FileInvalidError if it is not a roadmap."""
    path, data = content.path, content.data
    if _is_archive(path, data):
        return _read_archive(request, content)
    if _is_toml(path, data):
        roadmap = roadmap_files.parse(path, data)
        roadmap = roadmap_files.with_id(roadmap, request.roadmap_id or roadmap.id)
        known, source = _source(request, content, roadmap.id)
        return Imported(ParsedRoadmap(roadmap), data, source=choosing.with_choices(source, choosing.kept(known)))
    return _read_markdown(session, request, content, dialog, compare)


def can_import(path: Path) -> bool:
    """Return whether a file that is not a valid TOML file is an export, or a text that looks like a roadmap."""
    from genai_roadmap.storage import archive

    try:
        data = roadmap_files.read_content(path)
        if _is_archive(path, data):
            return bool(archive.parse(path, data))
        if _is_toml(path, data) or _other_format(path):
            return False
        return not reader.read(toml.decode(path, data), roadmap_id="checked", version="1").doubt
    except RoadmapError:
        return False


def _is_archive(path: Path, data: bytes) -> bool:
    return path.suffix == ".json" or _start(data).startswith(b"{")


def _is_toml(path: Path, data: bytes) -> bool:
    return path.suffix == ".toml" or _start(data).startswith((b"format", b"#:schema"))


def _start(data: bytes) -> bytes:
    return data.removeprefix(codecs.BOM_UTF8).lstrip()


def refuse_bundled(roadmap_id: str) -> None:
    """Raise RequestError if this is the id of the bundled roadmap."""
    if roadmap_id == roadmap_files.BUNDLED:
        message = f"{roadmap_id!r} is the bundled roadmap; choose another id: --id ID"
        raise RequestError(message)


def _read_archive(request: Request, content: Content) -> Imported:
    from genai_roadmap.storage import archive

    if request.is_update:
        command = f"genai-roadmap import {quoted(request.file)} --id {request.roadmap_id}"
        message = f"{request.file} is now an export with the progress on it. To import both: {command}"
        raise RequestError(message)
    found = archive.parse(content.path, content.data)
    if request.roadmap_id and request.roadmap_id != found.roadmap.id:
        refuse_bundled(request.roadmap_id)
        found = archive.with_id(found, request.roadmap_id)
    # The bundled roadmap is never replaced, even if the export has another version of it.
    is_bundled = found.roadmap.id == roadmap_files.BUNDLED
    roadmap = roadmap_files.read(roadmap_files.bundled_file()) if is_bundled else found.roadmap
    return Imported(ParsedRoadmap(roadmap), archive=found)


def _read_markdown(session: Session, request: Request, content: Content, dialog: Dialog, compare: Compare) -> Imported:
    if request.roadmap_id and (message := id_error(request.roadmap_id)):
        raise RequestError(message)
    chosen = request.roadmap_id or checklist_reader.roadmap_id(toml.decode(content.path, content.data))
    name = chosen or (slug_of_title(content.name) if content.name else "")
    if not name:
        message = f"a roadmap read from {content.path} needs an id: --id ID"
        raise RequestError(message)
    # The name of a folder says less about a file than its own.
    known, source = _source(request, content, name, is_guess=not chosen and content.name != content.path.stem)
    kept = choosing.kept(known)
    choices = request.options.applied_to(kept)
    parse = _parser(session, request, content, name, dialog)
    parsed = _parse_as_before(parse, request, name, choices) if choices == kept else parse(choices)
    is_new = not known or (known.content, kept) != (content.source.content, choices) or not _is_unchanged(known, name)
    is_reviewed = bool(dialog.review) and is_new and not parsed.is_checklist
    if dialog.review and is_reviewed:
        parsed, choices = reviewed(session, parsed, choices, parse, dialog.review, compare)
    elif parsed.doubt and not request.overwrite:
        message = f"{content.path} does not look like a roadmap: {parsed.doubt}; use --force to import it"
        raise RequestError(message)
    choosing.warn_of_unused(choices.skip if request.options.skip else (), parsed, session.warn)
    level = parsed.level if choices.steps is StepsAre.AUTO else None
    if choices.level and level != choices.level and not parsed.is_checklist:
        session.warn(_new_level_text(choices.level, level))
    kept_source = None if parsed.is_checklist else choosing.with_choices(source, replace(choices, level=level))
    return Imported(parsed, source=kept_source, is_reviewed=is_reviewed)


def _is_unchanged(source: Source, roadmap_id: str) -> bool:
    """Return whether a roadmap is as it was last imported, and not edited or undone since."""
    return source.versions[-1:] == (digest(roadmap_files.read_content(roadmap_files.path_of(roadmap_id))),)


def _new_level_text(before: int, level: int | None) -> str:
    now = f"headings of level {level}" if level else "list items"
    return f"no section of level {before} is left that could be a step; the steps are now {now}"


def _parser(
    session: Session, request: Request, content: Content, roadmap_id: str, dialog: Dialog
) -> Callable[[Choices], ParsedRoadmap]:
    """Return a function that reads the roadmap with some choices."""
    text, title, version = toml.decode(content.path, content.data), content.title or None, f"{session.now.date()}"
    other = _other_format(content.path)

    def parse(choices: Choices) -> ParsedRoadmap:
        if not text.strip():
            message = f"{content.path} is empty; a roadmap needs headings, like '## Week 1', and topics, like '- Loops'"
            raise RequestError(message)
        with dialog.progress_bar(1) as begin:
            begin(f"reading {request.file}")
            try:
                parsed = reader.read(text, roadmap_id=roadmap_id, version=version, name=title, choices=choices)
            except QuestionSheetError as error:
                message = f"{content.path} {error}"
                raise RequestError(message) from None
            except RequestError as error:
                if not other:
                    raise
                message = f"{content.path} can't be imported: {other}; export json or md instead"
                raise RequestError(message) from error
        doubt = parsed.doubt or (HTML_PAGE if content.is_html else other)
        return _with_older_version(replace(parsed, doubt=doubt, decision=_decision(parsed, choices)), request)

    return parse


def _with_older_version(parsed: ParsedRoadmap, request: Request) -> ParsedRoadmap:
    """Return a roadmap with the id of the one of which it is possibly a new version, unless its own id was chosen."""
    from genai_roadmap.app.older_version import older_version

    is_new = not os.path.lexists(roadmap_files.path_of(parsed.roadmap.id))
    is_chosen = request.roadmap_id or request.prints_toml or request.output or parsed.is_checklist
    if not is_new or is_chosen or not (older_id := older_version(parsed.roadmap)):
        return parsed
    command = f"genai-roadmap import {quoted(request.file)} --id {older_id}"
    notice = f"Looks like a new version of {older_id}: {command}"
    return replace(parsed, notices=(*parsed.notices, notice), older_id=older_id)


def _other_format(path: Path) -> str | None:
    """Return that a file has a format of other programs, by the ending of its name; None if it may be a roadmap."""
    return f"it is a {path.suffix} file" if path.suffix.casefold() in OTHER_FORMATS else None


def _parse_as_before(
    parse: Callable[[Choices], ParsedRoadmap], request: Request, roadmap_id: str, choices: Choices
) -> ParsedRoadmap:
    """Return the roadmap read with the kept choices; if they no longer fit, the error says how to replace them."""
    try:
        return parse(choices)
    except RequestError as error:
        if not (kept := choosing.options_text(choices)):
            raise
        reset = choosing.resetting_options_text(choices)
        command = f"genai-roadmap import {quoted(request.file)} --id {roadmap_id} {reset}"
        message = f"{error}. Options from the last import: {kept}. To reset them: {command}"
        raise RequestError(message) from None


def _decision(parsed: ParsedRoadmap, choices: Choices) -> str | None:
    """Return what was decided, with the options that decided it, which are kept for the next import."""
    options = choosing.options_text(choices)
    return f"{parsed.decision} Options: {options}." if parsed.decision and options else parsed.decision


def _source(
    request: Request, content: Content, roadmap_id: str, *, is_guess: bool = False
) -> tuple[Source | None, Source]:
    """Return the source of the learner's roadmap with this id, if it has one, and the source to keep.

    Raises RequestError if the roadmap has another one; `is_guess` is set if nobody chose the id.
    """
    found = content.source
    if not os.path.lexists(roadmap_files.path_of(roadmap_id)) or roadmap_id == roadmap_files.BUNDLED:
        return None, found
    known = sources.load(roadmap_id)
    if not (request.roadmap_id or request.output):
        _refuse_other_source(roadmap_id, known.source if known else None, found.source, is_guess=is_guess)
    if not known:
        return None, found
    if found.source is None and request.file != fetching.STDIN:
        # A file of this program, such as a backup.
        return known, known.model_copy(update={"etag": None, "last_modified": None, "content": None})
    return known, found.model_copy(update={"versions": known.versions})


def _refuse_other_source(roadmap_id: str, before: str | None, source: str | None, *, is_guess: bool) -> None:
    """Raise RequestError if a roadmap is from another source, and one is on the web, or the id `is_guess`."""
    is_from_web = any("://" in (each or "") for each in (source, before))
    if (is_from_web or is_guess) and source not in (before, None):
        origin = f" from {before}" if before else ""
        message = (
            f"roadmap {roadmap_id!r}{origin} already exists. Import this one with another id: --id ID, "
            f"or as a new version of it: --id {roadmap_id}"
        )
        raise RequestError(message)
