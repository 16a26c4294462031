"""The arguments and options of `import` and `update`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import parse_output, reject_if
from genai_roadmap.text import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genai_roadmap.app.choosing import Options


def _parse_source(text: str) -> str:
    reject_if(not text, "the name of the file is empty")
    return text


_SOURCES = "Markdown, TOML or JSON export: file, URL, or - (stdin)."
ImportedFile = Annotated[str, typer.Argument(metavar="FILE|URL|-", help=_SOURCES, parser=_parse_source)]
NewId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="ID of the roadmap (an existing one is updated).")
]
TomlOutput = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        parser=parse_output,
        help="Only write it as TOML to FILE (- for standard output).",
    ),
]
ForceImport = Annotated[bool, typer.Option("--force", help="Overwrite, replace, or import it anyway (see above).")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, but change nothing.")]
Yes = Annotated[bool, typer.Option("-y", "--yes", help="Import without asking questions.")]
Same = Annotated[
    list[str] | None, typer.Option(metavar="OLD=NEW", help="Keep the progress of OLD, now called NEW (repeatable).")
]
StepsOption = Annotated[
    str | None,
    typer.Option("--steps", metavar="LEVEL", help="Headings that are steps: h1, h2, h3, h4, list or auto."),
]
LinksOption = Annotated[
    str | None, typer.Option("--links", metavar="KIND", help="Import links in lists as: topics, resources or auto.")
]
Skip = Annotated[
    list[str] | None, typer.Option(metavar="PATTERN", help="Leave out items whose title contains PATTERN (repeatable).")
]
Only = Annotated[
    list[str] | None,
    typer.Option(metavar="PATTERN", help="Import only steps whose title contains PATTERN (repeatable)."),
]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the roadmap.")]
EveryRoadmap = Annotated[bool, typer.Option("--all", help="Update every roadmap that you imported.")]
OverwriteEdits = Annotated[bool, typer.Option("--force", help="Overwrite your edits, and read the source again.")]


def import_options(
    steps: str | None, links: str | None, skip: list[str] | None, only: list[str] | None, title: str | None
) -> "Options":
    """Return the choices that the options make; raise typer.BadParameter if one is invalid."""
    from genai_roadmap.app.choosing import Options
    from genai_roadmap.markdown.choices import LinksAre, StepsAre

    _require_allowed("--steps", steps, [*StepsAre])
    _require_allowed("--links", links, [*LinksAre])
    texts = [*(skip or ()), *(only or ()), title or ""]
    # An empty text removes what is kept from the last import.
    reject_if(any(text.isspace() for text in texts), "a pattern or the title is empty")
    return Options(
        StepsAre(steps) if steps else None,
        LinksAre(links) if links else None,
        None if skip is None else tuple(skip),
        None if only is None else tuple(only),
        title,
    )


def _require_allowed(option: str, value: str | None, allowed: "Sequence[str]") -> None:
    """Raise typer.BadParameter if the value of an option is not one of these."""
    names = listed(allowed, "or")
    reject_if(value and value not in allowed, f"invalid value {value!r} for {option}; use {names}")


def same_names(text: str) -> tuple[str, str]:
    """Return both names of an option --same; raise typer.BadParameter if one is missing."""
    old, _, new = (part.strip() for part in text.partition("="))
    reject_if(not old or not new, f"--same {text!r} should be OLD=NEW")
    return old, new
