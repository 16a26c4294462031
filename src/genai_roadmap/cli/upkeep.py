"""Commands that look after the files: where they are, whether they are right, and earlier versions of them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from genai_roadmap.cli.options import Json
from genai_roadmap.cli.program import Session, session
from genai_roadmap.errors import FileInvalidError


def path(context: typer.Context, json: Json = False) -> None:
    """Show where the files are."""
    from genai_roadmap import backups, files, settings, store

    run = session(context)
    found = {
        "folder": files.home(),
        "roadmap": run.roadmap_file,
        "progress": store.path_of(run.roadmap.id),
        "backups": backups.folder(run.roadmap.id),
        "settings": settings.path(),
    }
    if json:
        run.print_json({name: str(path) for name, path in found.items()})
    else:
        from genai_roadmap import render

        run.show(render.paths(found, run.look))


def check(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A roadmap file; without it your own files.", show_default=False),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OLD", help="An older version, of which no slug may get lost.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Check a roadmap file, or the roadmap and your progress on it; exits with 3 where something is wrong."""
    run = session(context)
    problems = _problems(run, file) or _undeclared(run, file, against)
    if json:
        run.print_json({"problems": problems})
    if problems:
        raise FileInvalidError(*problems)
    if not json:
        from genai_roadmap import render

        run.show(render.lines(["Everything is as it should be."]))


def schema(
    context: typer.Context,
    _json: Annotated[bool, typer.Option("--json", help="Print JSON, as it does anyway.")] = False,
) -> None:
    """Print the JSON Schema of roadmap files, with which editors help to write them."""
    from genai_roadmap.export.schema import schema

    session(context).print_json(schema())


def restore(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", min=1, help="Which of the backups.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """List the backups of your progress, or bring the N-th back."""
    from genai_roadmap import export, store
    from genai_roadmap.report import Report

    run = session(context)
    if number is None:
        versions = store.versions(run.roadmap.id)
        if json:
            run.print_json(export.backups(versions))
        else:
            from genai_roadmap import render

            run.show(render.backups(versions, run.look))
        return
    content, progress = store.version(run.roadmap.id, number)
    before, after = run.readable_report, Report.of(run.roadmap, progress)
    if not json:
        from genai_roadmap import render

        run.show(render.difference(before, after, run.look))
        if sys.stdin.isatty() and not typer.confirm("Bring it back?"):
            raise typer.Exit(1)
    store.restore(run.roadmap.id, content, run.now)
    if json:
        run.print_json(export.restored(before, after))
    else:
        run.show(render.restored())


def _problems(run: Session, file: Path | None) -> list[str]:
    from genai_roadmap import catalogue, store

    try:
        roadmap = catalogue.read(file) if file else run.roadmap
    except FileInvalidError as error:
        return [*error.problems]
    if file:
        return []
    path = store.path_of(roadmap.id)
    copies = [f"{copy}: looks like a conflict copy, and is not read" for copy in store.conflict_copies(roadmap.id)]
    try:
        return [f"{path}: {problem}" for problem in run.report.problems(run.now)] + copies
    except FileInvalidError as error:
        return [*error.problems, *copies]


def _undeclared(run: Session, file: Path | None, against: Path | None) -> list[str]:
    if not against:
        return []
    from genai_roadmap import catalogue
    from genai_roadmap.roadmap.revision import undeclared

    path = file or run.roadmap_file
    return [f"{path}: {problem}" for problem in undeclared(catalogue.read(against), catalogue.read(path))]
