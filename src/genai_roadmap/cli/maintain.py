"""Commands that maintain the files: where they are, their problems, and their backups."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Json, NoQuestion, reject_if
from genai_roadmap.cli.output import link_bar, open_session, print_json, show
from genai_roadmap.cli.questions import confirm_or_exit
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.text import MAX_SHOWN

if TYPE_CHECKING:
    from genai_roadmap.app.view import View

MAX_DIGITS = 20

CheckedFile = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="Roadmap file, like my.toml (default: your own files).")
]
OlderFile = Annotated[Path | None, typer.Option(metavar="OLD", help="Older version to compare slugs with.")]
WriteSlugs = Annotated[bool, typer.Option("--fix", help="Write missing slugs, made from the titles.")]
Links = Annotated[bool, typer.Option("--links", help="Find dead and moved links on the web (slow).")]
AlwaysJson = Annotated[bool, typer.Option("--json", help="Print JSON (the default).")]


def _parse_backup(text: str) -> str:
    from genai_roadmap.roadmap.ids import id_error

    is_number = text.isdecimal() and len(text) <= MAX_DIGITS and int(text) > 0
    reject_if(
        not is_number and id_error(text),
        f"invalid value {text[:MAX_SHOWN]!r} for N|ID; use a whole number from 1, or an ID",
    )
    return text


BackupNumber = Annotated[
    str | None,
    typer.Argument(
        metavar="N|ID", parser=_parse_backup, help="Number of the backup, or ID of a removed or damaged roadmap."
    ),
]


def path(context: typer.Context, json: Json = False) -> None:
    """Show where the files are."""
    from genai_roadmap.app import checking

    show(context, checking.paths(open_session(context)), json=json)


def check(
    context: typer.Context,
    file: CheckedFile = None,
    against: OlderFile = None,
    fix: WriteSlugs = False,
    links: Links = False,
    json: Json = False,
) -> None:
    """Check your files, or a roadmap file, for problems."""
    reject_if(links and (fix or against), "--links can't be combined with --fix or --against")
    if links:
        _check_links(context, file, json=json)
        return
    from genai_roadmap.app import checking

    result = checking.check(open_session(context), file, against, fix=fix)
    if json or fix or not result.problems:
        show(context, result.view, json=json)
    if result.problems:
        raise FileInvalidError(*result.problems, summary=result.summary)


def _check_links(context: typer.Context, file: Path | None, *, json: bool) -> None:
    from genai_roadmap.app import link_checking
    from genai_roadmap.report.wording import plural

    report = link_checking.check_links(open_session(context), file, partial(link_bar, context))
    show(context, link_checking.view(report), json=json)
    if report.problems:
        raise FileInvalidError(*report.problems, summary=plural(len(report.problems), "dead link"))


def schema(context: typer.Context, _json: AlwaysJson = False) -> None:
    """Print the JSON Schema of roadmap files, for editors."""
    from genai_roadmap.formats.json_schema import schema

    del context
    print_json(schema())


def restore(context: typer.Context, backup: BackupNumber = None, yes: NoQuestion = False, json: Json = False) -> None:
    """List backups, or restore a backup or a removed roadmap."""
    session = open_session(context)
    if backup and not backup.isdecimal():
        from genai_roadmap.app import managing

        show(context, managing.restore(session, backup), json=json)
        return
    from genai_roadmap.app import restoring

    preview = restoring.preview(session, int(backup)) if backup else None
    if preview and not json and not preview.is_current:
        _confirm(context, preview.view, asks=not yes)
    show(context, restoring.restore(session, preview) if preview else restoring.list_backups(session), json=json)


def _confirm(context: typer.Context, preview: "View", *, asks: bool) -> None:
    """Show what restoring a backup changes; on a terminal, ask whether to do it, and exit if not."""
    show(context, preview)
    if asks and sys.stdin.isatty():
        confirm_or_exit("Restore it?")
