"""The command that writes the roadmap and the progress on it out."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

from genai_roadmap.cli.options import Force, Output
from genai_roadmap.cli.program import STDOUT, Session, session


class Format(StrEnum):
    """What `export` writes."""

    JSON = "json"
    TOML = "toml"
    MARKDOWN = "md"
    CSV = "csv"
    HTML = "html"
    SVG = "svg"


def export_(
    context: typer.Context,
    form: Annotated[Format, typer.Argument(metavar="FORMAT", help="json, toml, md, csv, html or svg.")],
    output: Output = None,
    force: Force = False,
    notes: Annotated[bool, typer.Option("--notes", help="With your notes (html).")] = False,
    badge: Annotated[bool, typer.Option("--badge", help="A small badge for a README (svg).")] = False,
) -> None:
    """Write the roadmap and your progress out, for other programs, other people or another computer."""
    for wanted, name, only in ((notes, "--notes", Format.HTML), (badge, "--badge", Format.SVG)):
        if wanted and form is not only:
            message = f"{name} goes with {only}"
            raise typer.BadParameter(message)
    from genai_roadmap import store

    run = session(context)
    write = _badge if badge else _page_with_notes if notes else _WRITERS[form]
    # A spreadsheet takes a file for UTF-8 only with a byte order mark; to a pipe it would be an odd first character.
    encoding = "utf-8-sig" if form is Format.CSV and output not in (None, STDOUT) else "utf-8"
    with run.working(store.path_of(run.roadmap.id), 3) as begin:
        begin("reading")
        if form is not Format.TOML:
            run.report  # noqa: B018 - read here, so that it is a stage; the roadmap alone needs no journal
        begin("putting it together")
        content = write(run).encode(encoding)
        begin("writing")
    run.write(content, output, force=force)


def _archive(run: Session) -> str:
    from genai_roadmap import archive, catalogue, settings

    is_active = catalogue.is_active(run.roadmap.id)
    return archive.dumped(
        archive.Archive(
            rest_days=settings.load().rest_days,
            format=archive.FORMAT,
            active=is_active,
            roadmap=run.roadmap,
            progress=run.report.progress,
        )
    )


def _toml(run: Session) -> str:
    from genai_roadmap import export

    return export.toml(run.roadmap)


def _checklist(run: Session) -> str:
    from genai_roadmap.export.checklist import checklist

    return checklist(run.report)


def _table(run: Session) -> str:
    from genai_roadmap.export.table import table

    return table(run.report)


def _page(run: Session, *, notes: bool = False) -> str:
    from genai_roadmap import forecast, plan
    from genai_roadmap.export.page import page

    history = run.history()
    return page(history, forecast.expected(history), plan.outlook(history), notes=notes)


def _page_with_notes(run: Session) -> str:
    return _page(run, notes=True)


def _picture(run: Session) -> str:
    from genai_roadmap import plan
    from genai_roadmap.render.picture import status_picture

    history = run.history()
    return status_picture(history, plan.outlook(history), run.suggestions)


def _badge(run: Session) -> str:
    from genai_roadmap.export.badge import badge

    return badge(run.report)


_WRITERS: dict[Format, Callable[[Session], str]] = {
    Format.JSON: _archive,
    Format.TOML: _toml,
    Format.MARKDOWN: _checklist,
    Format.CSV: _table,
    Format.HTML: _page,
    Format.SVG: _picture,
}
