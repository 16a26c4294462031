"""Commands that import and export roadmaps and progress."""

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Force, Json, Output, reject_if
from genai_roadmap.cli.output import STDOUT, open_session, progress_bar, show, write_or_print
from genai_roadmap.cli.questions import confirm
from genai_roadmap.formats.format import Format

# Allocations between collections. With Python's 700, collections take more time the more objects are alive.
GARBAGE_THRESHOLD = 50_000

if TYPE_CHECKING:
    from genai_roadmap.app.importing import ImportResult
    from genai_roadmap.markdown.choices import Choices
    from genai_roadmap.roadmap.matching import Match

MAX_LABEL = 100

_SOURCES = "Markdown, TOML or exported JSON file (- for stdin)."
ImportedFile = Annotated[str, typer.Argument(metavar="FILE|-", help=_SOURCES)]
NewId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="ID of the roadmap (an existing one is updated).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, but change nothing.")]
Same = Annotated[
    list[str] | None, typer.Option(metavar="OLD=NEW", help="Keep the marks of OLD on NEW, its new name (repeatable).")
]
StepsOption = Annotated[
    str,
    typer.Option("--steps", metavar="LEVEL", help="Headings that are steps: h1, h2, h3, h4, list or auto."),
]
LinksOption = Annotated[
    str, typer.Option("--links", metavar="KIND", help="Lists of links become: topics, resources or auto.")
]
Skip = Annotated[list[str] | None, typer.Option(metavar="PATTERN", help="Leave out titles with PATTERN (repeatable).")]
Only = Annotated[list[str] | None, typer.Option(metavar="PATTERN", help="Import only steps with PATTERN (repeatable).")]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the roadmap.")]
FORMATS = {
    Format.JSON: "Backup of the roadmap and your progress",
    Format.TOML: "The roadmap without your progress",
    Format.MARKDOWN: "Checklist for GitHub",
    Format.CSV: "Table for spreadsheets",
    Format.HTML: "Web page",
    Format.SVG: "Picture of the status",
    Format.BADGE: "Badge for a README",
}


def _parse_format(text: str) -> Format:
    names = [*Format]
    if text.casefold() in names:
        return Format(text.casefold())
    hint = "; for a calendar: genai-roadmap plan --ics" if text.casefold() == "ics" else ""
    message = f"no format {text!r} (available: {', '.join(names)}){hint}"
    raise typer.BadParameter(message)


def _complete_format(incomplete: str) -> list[tuple[str, str]]:
    return [(name, title) for name, title in FORMATS.items() if name.startswith(incomplete)]


# Not of type Format, because Typer would list its values again in help and errors.
FileFormat = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="Output format: json, toml, md, csv, html, svg or badge.",
        parser=_parse_format,
        autocompletion=_complete_format,
    ),
]
WithNotes = Annotated[bool, typer.Option("--notes", help="Include your notes (html).")]
Label = Annotated[str | None, typer.Option(metavar="TEXT", help="Text of the badge (default: roadmap).")]


def import_(
    context: typer.Context,
    file: ImportedFile,
    roadmap_id: NewId = None,
    output: Output = None,
    force: Force = False,
    dry_run: DryRun = False,
    same: Same = None,
    steps: StepsOption = "auto",
    links: LinksOption = "auto",
    skip: Skip = None,
    only: Only = None,
    title: Title = None,
    json: Json = False,
) -> None:
    """Import a roadmap, or a new version of one."""
    from genai_roadmap.app.importing import Request, import_roadmap

    reject_if(not file, "the name of the file is empty")
    reject_if(json and output == STDOUT, "use --json or -o -, not both")
    choices = _choices(steps, links, skip or [], only or [], title)
    names = tuple(map(_same_names, same or ()))
    _collect_garbage()
    request = Request(
        file, sys.stdin.buffer, roadmap_id, output, output == STDOUT, force, dry_run, names, choices, _accepts
    )
    result = import_roadmap(open_session(context), request, _is_same, partial(progress_bar, context, Path(file)))
    _show_import(context, result, json=json)


def _collect_garbage() -> None:
    # Unlike other commands, an import leaves much garbage: the Markdown parser creates reference cycles.
    gc.enable()
    gc.set_threshold(GARBAGE_THRESHOLD)


def _show_import(context: typer.Context, result: "ImportResult", *, json: bool) -> None:
    if result.toml is None:
        show(context, result.view, json=json)
    else:
        typer.echo(result.toml, nl=False)


def export_(
    context: typer.Context,
    file_format: FileFormat,
    output: Output = None,
    force: Force = False,
    notes: WithNotes = False,
    label: Label = None,
) -> None:
    """Export the roadmap and your progress."""
    form = Format(file_format)
    _check_options(form, label, notes=notes)
    from genai_roadmap.app import exporting

    session, for_file = open_session(context), output not in (None, STDOUT)
    with progress_bar(context, session.progress_file, 1) as begin:
        begin("exporting")
        content = exporting.export(session, form, for_file=for_file, notes=notes, label=label)
    write_or_print(content, output, overwrite=force)


def _check_options(form: Format, label: str | None, *, notes: bool) -> None:
    reject_if(notes and form is not Format.HTML, "--notes needs the format html")
    reject_if(label is not None and form is not Format.BADGE, "--label needs the format badge")
    reject_if(label is not None and not label.strip(), "the label is empty")
    reject_if(label and len(label) > MAX_LABEL, f"the label is longer than {MAX_LABEL} characters")


def _choices(steps: str, links: str, skip: list[str], only: list[str], title: str | None) -> "Choices":
    from genai_roadmap.markdown.choices import Choices, LinksAre, StepsAre

    reject_if(steps not in [*StepsAre], f"no steps {steps!r} (available: {', '.join(StepsAre)})")
    reject_if(links not in [*LinksAre], f"no links {links!r} (available: {', '.join(LinksAre)})")
    reject_if(not all(text.strip() for text in [*skip, *only, title or "x"]), "a pattern or the title is empty")
    return Choices(StepsAre(steps), LinksAre(links), tuple(skip), tuple(only), title)


def _accepts(doubt: str) -> bool:
    """Ask whether to import what does not look like a roadmap; without a terminal, it is not."""
    return sys.stdin.isatty() and confirm(f"This does not look like a roadmap: {doubt}. Import it anyway?")


def _is_same(match: "Match") -> bool:
    """Ask whether two items are the same; without a terminal, they are not."""
    old, new = match.old.title, match.new.title
    return _is_terminal() and confirm(f"Was {new!r} called {old!r} before?")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _same_names(text: str) -> tuple[str, str]:
    old, _, new = (part.strip() for part in text.partition("="))
    reject_if(not old or not new, f"--same {text!r} should be OLD=NEW")
    return old, new
