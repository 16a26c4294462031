"""Import a roadmap from Markdown or TOML, or an export with its journal from JSON."""

import codecs
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import reader
from genai_roadmap.markdown.reader import ParsedRoadmap
from genai_roadmap.markdown.slugs import slug_of_title
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.revision import Match, Revision, revise
from genai_roadmap.storage import archive, files, progress_files, roadmap_files, settings, toml
from genai_roadmap.storage.archive import Archive

STDIN = "-"
STDOUT = Path("-")

# Shows the progress of a number of stages, and is told the name of each as it begins.
ProgressBar = Callable[[int], AbstractContextManager[Callable[[str], None]]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to import: a file, or `stdin` if it is -, and the options of the command."""

    file: str
    stdin: BinaryIO
    roadmap_id: str | None = None
    output: Path | None = None
    overwrite: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The content of an imported file: the roadmap, its text if it is TOML, and the archive if it is JSON."""

    parsed: ParsedRoadmap
    toml: bytes | None = None
    archive: Archive | None = None


class ImportResult(NamedTuple):
    """What an import found, and what it changed.

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
        journal = self.source.archive.progress if self.source.archive else None
        arguments = (self.source.parsed, self.revision, journal, self.path)
        return View(
            json("json_roadmaps.import_result", *arguments), page("roadmaps.import_result", *arguments, self.use_id)
        )


def import_roadmap(
    session: Session, request: Request, is_same: Callable[[Match], bool], progress_bar: ProgressBar
) -> ImportResult:
    """Import a roadmap, or update the one with the same id, and record the progress that comes with it.

    `is_same` decides whether two items with similar titles are the same.
    """
    with progress_bar(1) as begin:
        begin(f"reading {request.file}")
        source = _read(session, request)
    revision = _revise(source, is_same)
    roadmap = revision.roadmap if revision else source.parsed.roadmap
    if request.dry_run:
        return ImportResult(source, revision)
    if request.output:
        content = _toml_of(source, roadmap)
        if request.output == STDOUT:
            return ImportResult(source, revision, toml=content)
        files.write_output(request.output, content, overwrite=request.overwrite)
        return ImportResult(source, revision, request.output)
    with progress_bar(2) as begin:
        path = _save(session, source, roadmap, begin)
    return ImportResult(source, revision, path, use_id=roadmap.id if roadmap.id != session.active_id else None)


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
        message = "a roadmap from a pipe needs a name: --id ID"
        raise RequestError(message)
    return Source(reader.read(toml.decode(path, content), roadmap_id=name, version=f"{session.now.date()}"))


def _content(file: str, stdin: BinaryIO) -> tuple[Path, bytes]:
    if file == STDIN:
        path = Path("standard input")
        return path, files.read_stream(path, stdin)
    path = files.expand_user(file)
    if not path.exists() and not path.is_symlink():
        message = f"there is no file {file}"
        raise RequestError(message)
    # Only an export, which contains the progress too, may be larger than a roadmap.
    limit = files.MAX_BYTES if path.suffix == ".json" else roadmap_files.MAX_BYTES
    return path, roadmap_files.read_content(path, max_bytes=limit)


def _read_archive(path: Path, content: bytes, roadmap_id: str | None) -> Source:
    found = archive.parse(path, content)
    if roadmap_id and roadmap_id != found.roadmap.id:
        _refuse_bundled(roadmap_id)
        found = archive.with_id(found, roadmap_id)
    # The bundled roadmap is the program's, whatever version of it the export has.
    is_bundled = found.roadmap.id == roadmap_files.BUNDLED
    roadmap = roadmap_files.read(roadmap_files.bundled_file()) if is_bundled else found.roadmap
    return Source(ParsedRoadmap(roadmap), archive=found)


def _refuse_bundled(roadmap_id: str) -> None:
    if roadmap_id == roadmap_files.BUNDLED:
        message = f"{roadmap_id!r} is the bundled roadmap; name this one otherwise: --id ID"
        raise RequestError(message)


def _revise(source: Source, is_same: Callable[[Match], bool]) -> Revision | None:
    """Return the revision of the learner's roadmap with the same id; None if there is none."""
    new = source.parsed.roadmap
    if source.archive and new.id == roadmap_files.BUNDLED:
        return None
    _refuse_bundled(new.id)
    path = roadmap_files.path_of(new.id)
    return revise(roadmap_files.read(path), new, is_same) if path.exists() else None


def _toml_of(source: Source, roadmap: Roadmap) -> bytes:
    """Return the roadmap as TOML: as its author wrote it, comments included, unless slugs had to change."""
    if source.toml and roadmap_files.parse(Path(roadmap.id), source.toml) == roadmap:
        return source.toml
    return roadmap_files.dumps(roadmap).encode()


def _save(session: Session, source: Source, roadmap: Roadmap, begin: Callable[[str], None]) -> Path:
    """Save the roadmap and record the progress that comes with it; return the file that was written."""
    begin("writing the roadmap")
    path = progress_files.path_of(roadmap.id)
    if roadmap.id != roadmap_files.BUNDLED:
        path = roadmap_files.path_of(roadmap.id)
        roadmap_files.save(path, _toml_of(source, roadmap), session.now)
    begin("writing the journal")
    if imported := source.archive:
        progress_files.update(roadmap.id, lambda progress: progress.merge(imported.progress), session.now)
        _adopt_settings(session, imported, roadmap.id)
    elif source.parsed.statuses:
        _record_imported_statuses(session, source.parsed, roadmap)
    return path


def _record_imported_statuses(session: Session, parsed: ParsedRoadmap, roadmap: Roadmap) -> None:
    """Record the statuses of topics that have no mark yet; what is done was already known."""
    # By position, as an item of the new version may get the slug that it had in the old one.
    slugs = {item.number: item.slug for item in roadmap.all_items}
    items = parsed.roadmap.items_by_slug
    statuses = {slugs[items[slug].number]: status for slug, status in parsed.statuses.items()}
    stamps = {action: session.new_stamp() for action in STATUS_AFTER}

    def record(progress: Progress) -> Progress:
        new = {slug: status for slug, status in statuses.items() if slug not in progress.marks}
        for action, status in STATUS_AFTER.items():
            if topics := _with_status(new, status):
                progress = progress.mark(Mark(action, known=action is Action.DONE), topics, stamps[action])
        return progress

    progress_files.update(roadmap.id, record, session.now)


def _with_status(statuses: dict[str, Status], wanted: Status) -> tuple[str, ...]:
    return tuple(slug for slug, status in statuses.items() if status is wanted)


def _adopt_settings(session: Session, imported: Archive, roadmap_id: str) -> None:
    """Adopt the settings of the export that are not set on this machine."""
    mine = session.settings
    imported_id = roadmap_id if imported.active and roadmap_id != roadmap_files.BUNDLED else None
    adopted = {"active": mine.active or imported_id, "rest_days": mine.rest_days or imported.rest_days}
    if adopted != {"active": mine.active, "rest_days": mine.rest_days}:
        session.settings = settings.update(lambda now: now.model_copy(update=adopted))
