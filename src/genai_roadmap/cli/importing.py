"""The command that brings roadmaps and progress in."""

import codecs
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Force, Json, Output
from genai_roadmap.cli.program import STDOUT, Session, now, session
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from genai_roadmap.archive import Archive
    from genai_roadmap.markdown import Reading
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.roadmap.revision import Pair, Revision


@dataclass(frozen=True, slots=True)
class Source:
    """What a file to be imported holds: TOML as its author `written` it, or a whole `archive`, or what was read."""

    reading: "Reading"
    written: bytes | None = None
    archive: "Archive | None" = None

    @property
    def journal(self) -> "Progress | None":
        """What was recorded, if that comes with it."""
        return self.archive.progress if self.archive else None


def import_(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help="A roadmap in Markdown or TOML, or an export in JSON; - reads it from a pipe."
        ),
    ],
    roadmap_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its id; a known one is updated.", show_default=False)
    ] = None,
    output: Output = None,
    force: Force = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    json: Json = False,
) -> None:
    """Bring in a roadmap, or the next version of one: marks of what is still there stay."""
    from genai_roadmap import export

    run = session(context)
    with run.working(Path(file), 1) as begin:
        begin(f"reading {file}")
        source = _source(file, roadmap_id)
    revision = _revised(source)
    roadmap = revision.roadmap if revision else source.reading.roadmap
    path = None if dry_run else output or _written_to(roadmap.id)
    if output and path:
        run.write(_toml_of(source, roadmap), output, force=force)
        if output == STDOUT:
            return
    elif path:
        with run.working(Path(file), 2) as begin:
            _take(source, roadmap, run, begin)
    if json:
        run.print_json(export.arrival(source.reading, revision, source.journal, path))
    else:
        to_use = roadmap.id if path and not output else None
        _tell(source, revision, path, to_use, run)


def _tell(source: Source, revision: "Revision | None", path: Path | None, to_use: str | None, run: Session) -> None:
    from genai_roadmap import catalogue, render

    run.show(render.arrival(source.reading, revision, source.journal, path, run.look))
    if to_use and not catalogue.is_active(to_use):
        run.show(render.use_hint(to_use))


def _source(file: str, roadmap_id: str | None) -> Source:
    from genai_roadmap import catalogue, files, markdown
    from genai_roadmap.markdown.slugs import readable

    path, content = _content(file)
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()
    if path.suffix == ".json" or start.startswith(b"{"):
        return _archived(path, content, roadmap_id)
    if path.suffix == ".toml" or start.startswith((b"format", b"#:schema")):
        roadmap = catalogue.parsed(path, content)
        return Source(markdown.Reading(catalogue.renamed(roadmap, roadmap_id or roadmap.id)), written=content)
    name = roadmap_id or ("" if file == "-" else readable(path.stem))
    if not name:
        message = "a roadmap from a pipe needs a name: --id ID"
        raise RequestError(message)
    return Source(markdown.read(files.decoded(path, content), roadmap_id=name, version=f"{now().date()}"))


def _archived(path: Path, content: bytes, roadmap_id: str | None) -> Source:
    from genai_roadmap import archive, catalogue, markdown

    found = archive.read(path, content)
    if roadmap_id and roadmap_id != found.roadmap.id:
        _refuse_bundled(roadmap_id)
        found = archive.renamed(found, roadmap_id)
    # The bundled roadmap is that of the program, in whatever version the file has it.
    is_bundled = found.roadmap.id == catalogue.BUNDLED
    roadmap = catalogue.read(catalogue.file_of(catalogue.BUNDLED)) if is_bundled else found.roadmap
    return Source(markdown.Reading(roadmap), archive=found)


def _refuse_bundled(roadmap_id: str) -> None:
    from genai_roadmap.catalogue import BUNDLED

    if roadmap_id == BUNDLED:
        message = f"{roadmap_id!r} is the bundled roadmap; name this one otherwise: --id ID"
        raise RequestError(message)


def _content(file: str) -> tuple[Path, bytes]:
    from genai_roadmap import catalogue, files

    if file == "-":
        path = Path("standard input")
        return path, files.read_stream(path, sys.stdin.buffer)
    path = catalogue.locate_file(file)
    # Only an export, which holds the progress too, may be larger than a roadmap.
    return path, catalogue.content(path, most=files.MOST_BYTES if path.suffix == ".json" else catalogue.MOST_BYTES)


def _revised(source: Source) -> "Revision | None":
    """What the roadmap does to the own one of the same id, if there is one; doubtful pairs are asked about."""
    from genai_roadmap import catalogue
    from genai_roadmap.roadmap.revision import revise

    new = source.reading.roadmap
    if source.archive and new.id == catalogue.BUNDLED:
        return None
    _refuse_bundled(new.id)
    path = catalogue.file_of(new.id)
    if not path.exists():
        return None
    return revise(catalogue.read(path), new, _ask if sys.stdin.isatty() else lambda _pair: False)


def _ask(pair: "Pair") -> bool:
    old, new = pair.old.title, pair.new.title
    return typer.confirm(f"Is {new!r} what was {old!r} before?")


def _toml_of(source: Source, roadmap: "Roadmap") -> bytes:
    """The roadmap as its author wrote it, comments too, unless slugs had to be put right."""
    from genai_roadmap import catalogue, export

    if source.written and catalogue.is_of(source.written, roadmap):
        return source.written
    return export.toml(roadmap).encode()


def _take(source: Source, roadmap: "Roadmap", run: Session, begin: Callable[[str], None]) -> None:
    """Writes the roadmap among the learner's own, and records what came with it."""
    from genai_roadmap import catalogue

    begin("writing the roadmap")
    if roadmap.id != catalogue.BUNDLED:
        catalogue.save(catalogue.file_of(roadmap.id), _toml_of(source, roadmap), run.now)
    begin("writing the journal")
    if source.archive:
        run.merge(source.archive.progress)
        _adopt(source.archive, roadmap.id)
    elif marks := source.reading.marks:
        # By position, as an item of the new version may get the slug that it had in the old one.
        slugs = {item.number: item.slug for item in roadmap.all_items}
        items = source.reading.roadmap.items_by_slug
        run.mark_as_read(roadmap, {slugs[items[slug].number]: status for slug, status in marks.items()})


def _adopt(found: "Archive", roadmap_id: str) -> None:
    """Takes over the settings that the learner has not made on this machine."""
    from genai_roadmap import catalogue, settings

    mine = settings.load()
    active = mine.active or (roadmap_id if found.active and roadmap_id != catalogue.BUNDLED else None)
    rest_days = mine.rest_days or found.rest_days
    if (active, rest_days) != (mine.active, mine.rest_days):
        settings.update(lambda now: now.model_copy(update={"active": active, "rest_days": rest_days}))


def _written_to(roadmap_id: str) -> Path:
    """The file that importing a roadmap writes: its own or, of the bundled one, which is there, the progress on it."""
    from genai_roadmap import catalogue, store

    return store.path_of(roadmap_id) if roadmap_id == catalogue.BUNDLED else catalogue.file_of(roadmap_id)
