"""Import a roadmap from Markdown or TOML, or an export with its journal from JSON."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from genai_roadmap.app import markdown_file
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.choices import Choices
from genai_roadmap.markdown.reader import ParsedRoadmap
from genai_roadmap.markdown.slugs import slug_of_title
from genai_roadmap.storage import files, outputs, progress_files, roadmap_files, settings, toml

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.storage.archive import Archive

STDIN = "-"

# Shows a progress bar for a number of stages, and yields a function to call with the name of each stage.
ProgressBar = Callable[[int], AbstractContextManager[Callable[[str], None]]]


@dataclass(frozen=True, slots=True)
class Request:
    """The options of an import; `stdin` is read if the file is -."""

    file: str
    stdin: BinaryIO
    roadmap_id: str | None = None
    output: Path | None = None
    prints_toml: bool = False
    overwrite: bool = False
    dry_run: bool = False
    choices: Choices = field(default_factory=Choices)
    # Decides whether to import a text that, for a reason, does not look like a roadmap.
    accepts: Callable[[str], bool] = lambda _doubt: False


@dataclass(frozen=True, slots=True)
class Source:
    """The content of an imported file: the roadmap, its text if it is TOML, and the archive if it is JSON."""

    parsed: ParsedRoadmap
    toml: bytes | None = None
    archive: Archive | None = None


class ImportResult(NamedTuple):
    """The result of an import: its source, and the changes to the old version.

    `path` is the file that it wrote, `use_id` the id of the roadmap if it is not the active one, and `toml` the
    roadmap if it is to be printed instead.
    """

    source: Source
    revision: Revision | None
    path: Path | None = None
    use_id: str | None = None
    toml: bytes | None = None

    @property
    def view(self) -> View:
        """The result as a view."""
        parsed, revision, path = self.source.parsed, self.revision, self.path
        journal = self.source.archive.progress if self.source.archive else None
        return View(
            json("json_roadmaps.import_result", parsed, revision, journal, path),
            page("roadmaps.import_result", parsed, revision, journal, path, self.use_id),
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
    if source.parsed.is_checklist and not result.revision:
        from genai_roadmap.app.imported_checklist import NOT_IMPORTED

        session.warn(NOT_IMPORTED)
    return result


def _import(
    session: Session, request: Request, source: Source, is_same: Callable[[Match], bool], progress_bar: ProgressBar
) -> ImportResult:
    while True:
        old, revision = _revise(session, source, is_same)
        # The old text is kept if it is that of the new version.
        text = source.toml or (old if revision else None)
        roadmap = revision.roadmap if revision else source.parsed.roadmap
        if request.dry_run:
            return ImportResult(source, revision)
        if request.prints_toml:
            return ImportResult(source, revision, toml=roadmap_files.printable_content_of(roadmap, text))
        if request.output:
            outputs.write(request.output, roadmap_files.content_of(roadmap, text), overwrite=request.overwrite)
            return ImportResult(source, revision, request.output)
        with progress_bar(1) as begin:
            begin("writing")
            path = _save(session, source, roadmap, text, old)
        if path:
            use_id = roadmap.id if roadmap.id != session.active_id else None
            return ImportResult(source, revision, path, use_id)
        # Another process changed the roadmap or the progress meanwhile, so the revision may differ.


def _read(session: Session, request: Request) -> Source:
    path, content = _content(request.file, request.stdin)
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()
    if path.suffix == ".json" or start.startswith(b"{"):
        return _read_archive(path, content, request.roadmap_id)
    if path.suffix == ".toml" or start.startswith((b"format", b"#:schema")):
        roadmap = roadmap_files.parse(path, content)
        return Source(ParsedRoadmap(roadmap_files.with_id(roadmap, request.roadmap_id or roadmap.id)), toml=content)
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


def _revise(session: Session, source: Source, is_same: Callable[[Match], bool]) -> tuple[bytes | None, Revision | None]:
    """Return the learner's roadmap with the same id, and the revision of it; None if there is none."""
    new = source.parsed.roadmap
    if source.archive and new.id == roadmap_files.BUNDLED:
        return None, None
    _refuse_bundled(new.id)
    path = roadmap_files.path_of(new.id)
    if not os.path.lexists(path):
        return None, None
    from genai_roadmap.roadmap.revision import revise

    content = roadmap_files.read_content(path)
    if roadmap_files.problems(path, content):
        # An invalid roadmap can't be compared with the new one; it is replaced, and a backup is kept.
        return content, None
    old = roadmap_files.parse(path, content)
    revision = revise(old, new, is_same)
    if source.parsed.is_checklist:
        from genai_roadmap.app.imported_checklist import keep_unedited

        revision = keep_unedited(old, revision, session.now.date())
    return content, revision


def _save(session: Session, source: Source, roadmap: Roadmap, text: bytes | None, old: bytes | None) -> Path | None:
    """Save the roadmap and the imported progress, and return the file that was written.

    Returns None without writing if the roadmap is no longer the `old` one, or if the progress file was edited.
    Everything is checked before anything is written, and the progress is written first: progress on topics that the
    roadmap does not have yet is harmless, but a roadmap without its progress would look complete.
    """
    content = roadmap_files.content_of(roadmap, text)
    with ExitStack() as locks:
        file = None
        if roadmap.id != roadmap_files.BUNDLED:
            file = locks.enter_context(roadmap_files.lock(roadmap.id))
            if file.read() != old:
                return None
        progress_file = locks.enter_context(progress_files.lock(roadmap.id))
        before = progress_file.read()
        # Read now, because an error after the first write would come too late.
        session.settings = settings.load()
        after = _with_import(session, before, source, roadmap)
        if not progress_file.write(after, session.now):
            return None
        if file:
            with files.after_writes("only the progress was imported; try again" if after is not before else ""):
                file.write(content, session.now)
    if source.archive:
        with files.after_writes("all but the settings was imported; try again"):
            _adopt_settings(session, source.archive, roadmap.id)
    return roadmap_files.path_of(roadmap.id) if file else progress_files.path_of(roadmap.id)


def _with_import(session: Session, progress: Progress, source: Source, roadmap: Roadmap) -> Progress:
    """Return the progress merged with the imported one: the journal of an archive, or the statuses in a text."""
    if source.archive:
        return progress.merge(source.archive.progress)
    from genai_roadmap.app.imported_progress import with_parsed

    return with_parsed(progress, source.parsed, roadmap, session)


def _adopt_settings(session: Session, imported: Archive, roadmap_id: str) -> None:
    """Adopt the settings of the export that are not set on this machine."""
    imported_id = roadmap_id if imported.active and roadmap_id != roadmap_files.BUNDLED else None

    def adopt(mine: settings.Settings) -> settings.Settings:
        adopted: dict[str, object] = {} if mine.active or not imported_id else {"active": imported_id}
        if "rest_days" not in mine.model_fields_set and imported.rest_days:
            adopted["rest_days"] = imported.rest_days
        return mine.model_copy(update=adopted)

    if adopt(session.settings) != session.settings:
        session.settings = settings.update(adopt)
