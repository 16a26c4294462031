"""Commands that import and export roadmaps and progress."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Force, Json, Output
from genai_roadmap.cli.output import STDOUT, open_session, print_content, progress_bar, show, write_or_print
from genai_roadmap.formats.format import Format

if TYPE_CHECKING:
    from genai_roadmap.roadmap.revision import Match


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
    from genai_roadmap.app.importing import Request, import_roadmap

    request = Request(file, sys.stdin.buffer, roadmap_id, output, overwrite=force, dry_run=dry_run)
    bar = partial(progress_bar, context, Path(file))
    result = import_roadmap(open_session(context), request, _is_same, bar)
    if result.toml is None:
        show(context, result.view, json=json)
    else:
        print_content(result.toml)


def export_(
    context: typer.Context,
    form: Annotated[Format, typer.Argument(metavar="FORMAT", help="json, toml, md, csv, html or svg.")],
    output: Output = None,
    force: Force = False,
    notes: Annotated[bool, typer.Option("--notes", help="With your notes (html).")] = False,
    badge: Annotated[bool, typer.Option("--badge", help="A small badge for a README (svg).")] = False,
) -> None:
    """Write the roadmap and your progress out, for other programs, other people or another computer."""
    _check_options(form, notes=notes, badge=badge)
    from genai_roadmap.app import exporting

    session = open_session(context)
    with progress_bar(context, session.progress_file, 1) as begin:
        begin("exporting")
        for_file = output not in (None, STDOUT)
        content = exporting.export(session, form, for_file=for_file, notes=notes, badge=badge)
    write_or_print(content, output, overwrite=force)


def _check_options(form: Format, *, notes: bool, badge: bool) -> None:
    for wanted, name, only in ((notes, "--notes", Format.HTML), (badge, "--badge", Format.SVG)):
        if wanted and form is not only:
            message = f"{name} goes with {only}"
            raise typer.BadParameter(message)


def _is_same(match: "Match") -> bool:
    """Ask whether two items are the same; without a terminal, they are not."""
    old, new = match.old.title, match.new.title
    return sys.stdin.isatty() and typer.confirm(f"Is {new!r} what was {old!r} before?")
