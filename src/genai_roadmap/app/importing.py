"""Import a roadmap from Markdown or TOML, or an export with its journal from JSON."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from genai_roadmap.app import markdown_file
from genai_roadmap.app.saving import Source, save
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.choices import Choices
from genai_roadmap.markdown.reader import ParsedRoadmap
from genai_roadmap.markdown.slugs import slug_of_title
from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.storage import files, outputs, roadmap_files, toml

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.report.update import Update
    from genai_roadmap.roadmap.matching import Match

STDIN = "-"

# Shows a progress bar for a number of stages, and yields a function to call with the name of each stage.
ProgressBar = Callable[[int], AbstractContextManager[Callable[[str], None]]]


@dataclass(frozen=True, slots=True)
class Request:
    """The options of an import; `stdin` is read if the file is -, and `same` has old and new names of items."""

    file: str
    stdin: BinaryIO
    roadmap_id: str | None = None
    output: Path | None = None
    prints_toml: bool = False
    overwrite: bool = False
    dry_run: bool = False
    same: tuple[tuple[str, str], ...] = ()
    choices: Choices = field(default_factory=Choices)
    # Decides whether to import a text that, for a reason, does not look like a roadmap.
    accepts: Callable[[str], bool] = lambda _doubt: False


class ImportResult(NamedTuple):
    """The result of an import: its source, and the changes to the old version.

    `path` is the file that it wrote, `use_id` the id of the roadmap if it is not the active one, and `toml` the
    roadmap if it is to be printed instead.
    """

    source: Source
    update: Update | None
    path: Path | None = None
    use_id: str | None = None
    toml: bytes | None = None

    @property
    def view(self) -> View:
        """The result as a view."""
        parsed, update, path = self.source.parsed, self.update, self.path
        journal = self.source.archive.progress if self.source.archive else None
        return View(
            json("json_roadmaps.import_result", parsed, update, journal, path),
            page("roadmaps.import_result", parsed, update, journal, path, self.use_id),
        )


def import_roadmap(
    session: Session, request: Request, is_same: Callable[[Match], bool], progress_bar: ProgressBar
) -> ImportResult:
    """Import a roadmap, or update the one with the same id, and record the imported progress.

    `is_same` decides whether two items with similar titles are the same.
    """
    with progress_bar(1) as begin:
        begin(f"reading {request.file}")
        source = _read(session, request)
    result = _import(session, request, source, is_same, progress_bar)
    if source.parsed.is_checklist and not result.update:
        from genai_roadmap.app.imported_checklist import NOT_IMPORTED

        session.warn(NOT_IMPORTED)
    return result


def _import(
    session: Session, request: Request, source: Source, is_same: Callable[[Match], bool], progress_bar: ProgressBar
) -> ImportResult:
    while True:
        old, update = _update(session, source, request, is_same)
        # The old text is kept if it is that of the new version.
        text = source.toml or (old if update else None)
        roadmap = update.revision.roadmap if update else source.parsed.roadmap
        if request.dry_run:
            return ImportResult(source, update)
        if request.prints_toml:
            return ImportResult(source, update, toml=roadmap_files.printable_content_of(roadmap, text))
        if request.output:
            outputs.write(request.output, roadmap_files.content_of(roadmap, text), overwrite=request.overwrite)
            return ImportResult(source, update, request.output)
        with progress_bar(1) as begin:
            begin("writing")
            saved = save(session, source, roadmap, text, old, is_update=bool(update))
        if saved:
            use_id = roadmap.id if roadmap.id != session.active_id else None
            if update and saved.is_new_version:
                update = update._replace(undo_command=_undo_command(use_id))
            return ImportResult(source, update, saved.path, use_id)
        # Another process changed the roadmap or the progress meanwhile, so the revision may differ.


def _undo_command(use_id: str | None) -> str:
    return f"genai-roadmap --roadmap {use_id} undo" if use_id else "genai-roadmap undo"


def _read(session: Session, request: Request) -> Source:
    path, content = _content(request.file, request.stdin)
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()
    if path.suffix == ".json" or start.startswith(b"{"):
        return _read_archive(path, content, request.roadmap_id)
    if path.suffix == ".toml" or start.startswith((b"format", b"#:schema")):
        roadmap = roadmap_files.parse(path, content)
        return Source(ParsedRoadmap(roadmap_files.with_id(roadmap, request.roadmap_id or roadmap.id)), toml=content)
    if request.roadmap_id and (message := id_error(request.roadmap_id)):
        raise RequestError(message)
    name = request.roadmap_id or ("" if request.file == STDIN else slug_of_title(path.stem))
    if not name:
        message = "a roadmap read from standard input needs an id: --id ID"
        raise RequestError(message)
    return Source(markdown_file.read(session, request, path, toml.decode(path, content), name))


def _content(file: str, stdin: BinaryIO) -> tuple[Path, bytes]:
    if file == STDIN:
        path = Path("standard input")
        return path, files.read_stream(path, stdin)
    path = files.expand_user(file)
    # Only an export, which contains the progress too, may be larger than a roadmap.
    limit = files.MAX_BYTES if path.suffix == ".json" else roadmap_files.MAX_BYTES
    return path, roadmap_files.read_content(path, max_bytes=limit)


def _read_archive(path: Path, content: bytes, roadmap_id: str | None) -> Source:
    from genai_roadmap.storage import archive

    found = archive.parse(path, content)
    if roadmap_id and roadmap_id != found.roadmap.id:
        _refuse_bundled(roadmap_id)
        found = archive.with_id(found, roadmap_id)
    # The bundled roadmap is never replaced, whatever version of it the export has.
    is_bundled = found.roadmap.id == roadmap_files.BUNDLED
    roadmap = roadmap_files.read(roadmap_files.bundled_file()) if is_bundled else found.roadmap
    return Source(ParsedRoadmap(roadmap), archive=found)


def _refuse_bundled(roadmap_id: str) -> None:
    if roadmap_id == roadmap_files.BUNDLED:
        message = f"{roadmap_id!r} is the bundled roadmap; choose another id: --id ID"
        raise RequestError(message)


def _update(
    session: Session, source: Source, request: Request, is_same: Callable[[Match], bool]
) -> tuple[bytes | None, Update | None]:
    """Return the learner's roadmap with the same id, and the update of it; None if there is none."""
    new = source.parsed.roadmap
    if source.archive and new.id == roadmap_files.BUNDLED:
        return None, None
    _refuse_bundled(new.id)
    path = roadmap_files.path_of(new.id)
    content = roadmap_files.read_content(path) if os.path.lexists(path) else None
    if content is None or roadmap_files.problems(path, content):
        if request.same:
            message = f"--same needs a valid roadmap {new.id!r} to compare with"
            raise RequestError(message)
        # An invalid roadmap can't be compared with the new one; it is replaced, and a backup is kept.
        return content, None
    from genai_roadmap.app.updating import update

    old = roadmap_files.parse(path, content)
    found = update(old, new, request.same, is_same, fixed_slugs=source.has_fixed_slugs)
    if source.parsed.is_checklist:
        from genai_roadmap.app.imported_checklist import keep_unedited

        found = found._replace(revision=keep_unedited(old, found.revision, session.now.date()))
    return content, found
