"""The arguments and options of `import` and `update`."""

from typing import Annotated

import typer

from genai_roadmap.cli.options import reject_if


def _parse_source(text: str) -> str:
    reject_if(not text, "the name of the file is empty")
    return text


_SOURCES = "Markdown, TOML or JSON export: file, URL, or - (stdin)."
ImportedFile = Annotated[str, typer.Argument(metavar="FILE|URL|-", help=_SOURCES, parser=_parse_source)]
NewId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="ID of the roadmap (an existing one is updated).")
]
ForceImport = Annotated[bool, typer.Option("--force", help="Overwrite, and import what doesn't look like a roadmap.")]
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
