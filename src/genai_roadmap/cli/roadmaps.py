"""Commands for many roadmaps: which there are, which is active, one's own begun and edited."""

import sys
from typing import Annotated

import typer

from genai_roadmap.cli.options import Json
from genai_roadmap.cli.program import session
from genai_roadmap.errors import FileInvalidError

RoadmapName = Annotated[str, typer.Argument(metavar="ID", help="The id of a roadmap.", show_default=False)]


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
    from genai_roadmap.roadmap.revision import undeclared

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
