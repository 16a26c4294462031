"""The command line: names, options and help; what a command does stands in the modules it calls."""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from genai_roadmap import __version__
from genai_roadmap.cli import browse, exporting, importing, mark, roadmaps, trend, upkeep
from genai_roadmap.cli.program import NAME, Program, Session, examples
from genai_roadmap.look import look_of

app = typer.Typer(
    name=NAME,
    # Boxes and colors in the help as on the pages: only for a terminal.
    rich_markup_mode=None if look_of(sys.stdout, os.environ).plain else "rich",
    cls=Program,
    help="Track what you learn on the way to becoming a Generative AI engineer.",
    epilog=examples("done step-4", "status"),
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    roadmap: Annotated[
        str | None,
        typer.Option(metavar="ID|PATH", help="Another roadmap than the active one.", show_default=False),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="One item a line, in words alone.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colors.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Set up the session of the command that follows; without one, show the status."""
    context.obj = Session(roadmap, plain=plain, color=not no_color)
    if context.invoked_subcommand is None:
        from genai_roadmap import render

        browse.status(context)
        context.obj.show(render.help_hint())


_COMMANDS: dict[str, list[tuple[Callable[..., None], str, str | None, list[str]]]] = {
    "See where you stand": [
        (browse.status, "status", None, ["status", "status --json"]),
        (browse.next_, "next", None, ["next", "next -n 1"]),
        (browse.list_, "list", None, ["list step-4", "list --status started --status todo"]),
        (browse.show, "show", None, ["show step-4", "show cnns"]),
        (browse.search, "search", None, ["search attention", "search youtube"]),
        (browse.ui, "ui", None, ["ui", "--no-color ui"]),
        (browse.open_, "open", None, ["open step-1", "open deep-learning 2"]),
    ],
    "Record what you learn": [
        (mark.done, "done", None, ["done step-4", "done cnns rnns --on yesterday"]),
        (mark.mark_as, "start", "Mark ITEM started.", ["start attention-mechanisms", "start 2.1"]),
        (mark.mark_as, "skip", "Mark ITEM skipped: it no longer counts.", ["skip kubeflow", "skip step-7"]),
        (mark.mark_as, "reset", "Mark ITEM to do again.", ["reset cnns", "reset step-4"]),
        (mark.note, "note", None, ['note cnns "Watch lecture 3 again"', "note cnns"]),
        (mark.undo, "undo", None, ["undo", "undo --json"]),
        (mark.redo, "redo", None, ["redo", "redo --json"]),
        (browse.log, "log", None, ["log -n 10", "log --since yesterday"]),
    ],
    "See it move": [
        (trend.stats, "stats", None, ["stats", "stats step-4"]),
        (trend.goal, "goal", None, ["goal 2027-12-31", "goal --clear"]),
        (trend.plan, "plan", None, ["plan --per-week 3", "plan --per-week 3 --ics -o plan.ics"]),
    ],
    "Take roadmaps and progress in and out": [
        (roadmaps.roadmaps, "roadmaps", None, ["roadmaps", "roadmaps --json"]),
        (importing.import_, "import", None, ["import roadmap.md --dry-run", "import roadmap.md --id my-roadmap"]),
        (roadmaps.use, "use", None, ["use genai-engineer", "use genai-engineer --json"]),
        (roadmaps.new, "new", None, ["new my-roadmap", "new another-roadmap"]),
        (roadmaps.edit, "edit", None, ["edit", "--roadmap my-roadmap edit"]),
        (exporting.export_, "export", None, ["export json -o backup.json", "export html -o report.html"]),
        (roadmaps.remove, "remove", None, ["remove my-roadmap", "remove my-roadmap --json"]),
    ],
    "Know the roadmap and the files": [
        (browse.about, "about", None, ["about", "about --json"]),
        (upkeep.check, "check", None, ["check", "check --json"]),
        (upkeep.path, "path", None, ["path", "path --json"]),
        (upkeep.schema, "schema", None, ["schema", "schema --json"]),
        (upkeep.restore, "restore", None, ["restore", "restore --json"]),
    ],
}

for _panel, _commands in _COMMANDS.items():
    for _function, _name, _help, _examples in _commands:
        app.command(_name, help=_help, epilog=examples(*_examples), rich_help_panel=_panel)(_function)
