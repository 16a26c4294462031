"""Commands for many roadmaps: which there are, which is active, others brought in and taken out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.program import Json, now, session
from genai_roadmap.errors import FileInvalidError, RequestError

if TYPE_CHECKING:
    from genai_roadmap.markdown import Reading
    from genai_roadmap.revision import Pair, Revision
    from genai_roadmap.roadmap import Roadmap

RoadmapName = Annotated[str, typer.Argument(metavar="ID", help="The id of a roadmap.", show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", resolve_path=True, help="Write it there.", show_default=False),
]


def roadmaps(context: typer.Context, json: Json = False) -> None:
    """List the roadmaps that there are, with your progress on each."""
    session(context).show_shelf(json=json)


def use(context: typer.Context, roadmap_id: RoadmapName, json: Json = False) -> None:
    """Make a roadmap the active one."""
    from genai_roadmap import catalogue, export, settings

    run = session(context)
    roadmap = catalogue.load(roadmap_id)
    settings.update(lambda now: now.model_copy(update={"active": roadmap.id}))
    if json:
        run.print_json(export.roadmap(roadmap))
    else:
        from genai_roadmap import render

        run.show(render.lines([f"{roadmap.title} is active now."]))


def remove(context: typer.Context, roadmap_id: RoadmapName, json: Json = False) -> None:
    """Take an own roadmap away; your progress on it stays."""
    from genai_roadmap import catalogue, settings, store

    run = session(context)
    kept = {"roadmap": catalogue.remove(roadmap_id, run.now), "progress": store.path_of(roadmap_id)}
    if settings.load().active == roadmap_id:
        settings.update(lambda now: now.model_copy(update={"active": None}))
    if json:
        run.print_json({name: str(path) for name, path in kept.items()})
    else:
        from genai_roadmap import render

        run.show(render.lines([f"{roadmap_id} is taken away. Kept are:"]))
        run.show(render.paths(kept, run.look))


def new(context: typer.Context, roadmap_id: RoadmapName, json: Json = False) -> None:
    """Write a small roadmap of your own, to begin with."""
    from genai_roadmap import catalogue

    run = session(context)
    path = catalogue.begin(roadmap_id)
    if json:
        run.print_json({"path": str(path)})
    else:
        from genai_roadmap import render

        run.show(render.lines([f"{path}", f"genai-roadmap use {roadmap_id}; genai-roadmap edit"]))


def edit(context: typer.Context) -> None:
    """Open the active own roadmap in your editor, and check it on save."""
    from genai_roadmap import catalogue, render
    from genai_roadmap.cli.editor import edited
    from genai_roadmap.revision import undeclared

    run = session(context)
    path, before = catalogue.own(run.roadmap.id), run.roadmap
    content = edited(path.name, catalogue.content(path))
    while problems := catalogue.problems(path, content):
        run.show(render.lines(problems))
        if not sys.stdin.isatty() or not typer.confirm("Edit it again?", default=True):
            raise FileInvalidError(*problems, f"{path} is left as it was")
        content = edited(path.name, content)
    catalogue.save(path, content, run.now)
    run.show(render.lines(undeclared(before, catalogue.read(path)) or ["Everything is as it should be."]))


def import_(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A roadmap in Markdown or TOML; - reads it from a pipe.")
    ],
    roadmap_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Its id; a known one is updated.", show_default=False)
    ] = None,
    output: Output = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    json: Json = False,
) -> None:
    """Bring in a roadmap, or the next version of one: marks of what is still there stay."""
    from genai_roadmap import catalogue, export

    run = session(context)
    reading, written = _read(file, roadmap_id)
    revision = _revised(reading.roadmap)
    roadmap = revision.roadmap if revision else reading.roadmap
    path = output or catalogue.own_folder() / f"{roadmap.id}.toml"
    if not dry_run:
        # What an author wrote in TOML stays to the letter, comments too, unless slugs had to be put right.
        content = written if written and catalogue.is_of(written, roadmap) else export.toml(roadmap).encode()
        catalogue.save_new(path, content) if output else catalogue.save(path, content, run.now)
        if reading.done and not output:
            # By their places: what is at a place may have got back the slug that it had before.
            places = reading.roadmap.places
            run.mark_known(roadmap, tuple(roadmap.find(places[slug].number).slug for slug in reading.done))
    if json:
        run.print_json(export.arrival(reading, revision, None if dry_run else path))
    else:
        from genai_roadmap import render

        run.show(render.arrival(reading, revision, None if dry_run else path, run.look))


def export_(
    context: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="toml", show_default=False)],
    output: Output = None,
) -> None:
    """Write the roadmap out, for others or to be edited."""
    from genai_roadmap import catalogue, export

    if form != "toml":
        message = f"{form!r} is not a format; there is toml"
        raise typer.BadParameter(message, param_hint="FORMAT")
    text = export.toml(session(context).roadmap)
    if output:
        catalogue.save_new(output, text.encode())
    else:
        typer.echo(text, nl=False)


def _read(file: str, roadmap_id: str | None) -> "tuple[Reading, bytes | None]":
    from genai_roadmap import catalogue, files, markdown
    from genai_roadmap.markdown.slugs import readable

    path = Path("standard input") if file == "-" else catalogue.locate_file(file)
    content = sys.stdin.buffer.read() if file == "-" else catalogue.content(path)
    if path.suffix == ".toml" or content.lstrip().startswith((b"format", b"#:schema")):
        roadmap = catalogue.parsed(path, content)
        return markdown.Reading(catalogue.renamed(roadmap, roadmap_id or roadmap.id)), content
    name = roadmap_id or ("" if file == "-" else readable(path.stem))
    if not name:
        message = "a roadmap from a pipe needs a name: --id ID"
        raise RequestError(message)
    return markdown.read(files.decoded(path, content), roadmap_id=name, version=f"{now().date()}"), None


def _revised(new: "Roadmap") -> "Revision | None":
    """What the roadmap does to the own one of the same id, if there is one; doubtful pairs are asked about."""
    from genai_roadmap import catalogue
    from genai_roadmap.revision import revise

    path = catalogue.own_folder() / f"{new.id}.toml"
    if new.id == catalogue.BUNDLED:
        message = f"{new.id!r} is the bundled roadmap; name this one otherwise: --id ID"
        raise RequestError(message)
    if not path.exists():
        return None
    return revise(catalogue.read(path), new, _ask if sys.stdin.isatty() else lambda _pair: False)


def _ask(pair: "Pair") -> bool:
    old, new = pair.old.item.title, pair.new.item.title
    return typer.confirm(f"Is {new!r} what was {old!r} before?")
