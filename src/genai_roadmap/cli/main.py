"""The commands of the program, with their examples and groups."""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from genai_roadmap import __version__, suggested
from genai_roadmap.cli import (
    cohort,
    configure,
    importing,
    maintain,
    manage,
    notes,
    record,
    resources,
    review,
    sync,
    tour,
    track,
    transfer,
    view,
)
from genai_roadmap.cli.help import Command, show_help
from genai_roadmap.cli.options import Json, reject_if
from genai_roadmap.cli.output import Run, open_session, show
from genai_roadmap.cli.program import NAME, Program, examples
from genai_roadmap.terminal.display import detect_display

app = typer.Typer(
    name=NAME,
    # The help is shown as a page instead.
    rich_markup_mode=None,
    cls=Program,
    help="Track what you learn on the way to becoming a Generative AI engineer.",
    epilog=examples("tour", "next", "done step-4"),
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


RoadmapOption = Annotated[
    str | None, typer.Option(metavar="ID|PATH", help="Use this roadmap instead of the active one.")
]
Plain = Annotated[bool, typer.Option("--plain", help="Plain text, one item per line (default in a pipe).")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print long output without a pager.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Print without colors.")]
Version = Annotated[
    bool, typer.Option("-V", "--version", callback=_print_version, is_eager=True, help="Print the version.")
]


def _complete_command(incomplete: str) -> list[tuple[str, str]]:
    """Return the commands whose name starts with the text, with their descriptions."""
    from genai_roadmap.cli.help_topics import TOPICS

    commands = {name: command.__doc__ or "" for group in _COMMANDS.values() for command, name, *_ in group}
    commands |= {"sync": sync.sync.__doc__ or "", **{name: topic.summary for name, topic in TOPICS.items()}}
    return [(name, text) for name, text in commands.items() if name.startswith(incomplete)]


CommandName = Annotated[
    list[str] | None,
    typer.Argument(metavar="COMMAND", help="Name of a command or help topic.", autocompletion=_complete_command),
]


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    roadmap: RoadmapOption = None,
    plain: Plain = False,
    no_color: NoColor = False,
    no_pager: NoPager = False,
    json: Json = False,
    _version: Version = False,
) -> None:
    """Apply the global options; without a command, show the status."""
    reject_if(roadmap == "", "the id of the roadmap is empty")
    display = detect_display(sys.stdout, os.environ, plain=plain, color=not no_color)
    context.obj = Run(roadmap, display, paged=not no_pager)
    if roadmap:
        suggested.use(partial(_unless_active, roadmap))
    if context.invoked_subcommand is None:
        from genai_roadmap.app import viewing

        show(context, viewing.status(open_session(context), viewing.HELP_HINT), json=json)


def _unless_active(roadmap: str) -> str:
    """Return a roadmap, or an empty text if it is the active one."""
    from genai_roadmap.storage import settings

    return "" if settings.is_active(roadmap) else roadmap


def help_(context: typer.Context, command: CommandName = None) -> None:
    """Show help on a command or topic."""
    show_help(context.find_root(), *(command or ()))


# The function, the name, two examples, and the names of related commands and help topics.
_COMMANDS: dict[str, list[tuple[Callable[..., None], str, list[str], str]]] = {
    "Learn": [
        (view.next_, "next", ["next", "next -n 3"], "start, plan, today"),
        (record.start, "start", ["start 1.1.2", "start attention-mechanisms"], "next, done, reset"),
        (record.done, "done", ["done 1.1.2", "done cnns rnns --on yesterday"], "start, reset, review, items, dates"),
        (resources.open_, "open", ["open --next", "open deep-learning 2"], "read, show"),
        (resources.read, "read", ["read 1.1 2", "read step-4 --on yesterday"], "open, unread"),
        (notes.note, "note", ['note 1.1.2 "Watch it again"', 'note 1.1.2 --edit 1 "Done"'], "show, search"),
        (review.review, "review", ["review", "review 1.1.2 good"], "done, show"),
        (record.skip, "skip", ["skip 1.1.2", "skip step-7"], "reset, undo"),
        (record.reset, "reset", ["reset 1.1.2", "reset step-4"], "start, undo"),
        (resources.unread, "unread", ["unread 1.1 2", "unread step-4"], "read, undo"),
        (tour.tour, "tour", ["tour", "--roadmap genai-engineer tour"], "done, next"),
    ],
    "View progress": [
        (view.status, "status", ["status", "status --all"], "today, stats, list"),
        (view.today, "today", ["today", "today --plain"], "status, log"),
        (view.list_, "list", ["list step-4", "list --status started --status todo"], "show, search, status"),
        (view.show_item, "show", ["show 1.1", "show cnns --answers"], "list, open, note"),
        (view.search, "search", ["search attention", "search youtube"], "list, show"),
        (view.log, "log", ["log -n 10", 'log --since "last monday"'], "undo, stats"),
        (track.stats, "stats", ["stats --charts", "stats step-4"], "status, goal, plan"),
        (view.ui, "ui", ["ui", "--roadmap my-roadmap ui"], "status"),
    ],
    "Plan ahead": [
        (track.goal, "goal", ["goal 2027-12-31", "goal --clear"], "plan, stats, dates"),
        (track.plan, "plan", ["plan --per-week 3", "plan --per-week 3 --ics -o plan.ics"], "goal, next, config"),
    ],
    "Undo, back up and sync": [
        (record.undo, "undo", ["undo", "undo --roadmap genai-engineer"], "redo, log, restore"),
        (record.redo, "redo", ["redo", "redo --roadmap genai-engineer"], "undo, log"),
        (maintain.restore, "restore", ["restore", "restore 2"], "undo, remove, export"),
        (transfer.export_, "export", ["export json -o backup.json", "export html -o report.html"], "import, sync"),
    ],
    "Manage roadmaps": [
        (manage.roadmaps, "roadmaps", ["roadmaps", "roadmaps --json"], "use, import, new"),
        (manage.use, "use", ["use genai-engineer", "use my-roadmap"], "roadmaps, import"),
        (view.about, "about", ["about", "about --roadmap genai-engineer"], "roadmaps, list"),
        (
            importing.import_,
            "import",
            ["import roadmap.md --dry-run", "import roadmap.md --id my-roadmap"],
            "use, update, export",
        ),
        (importing.update, "update", ["update my-roadmap --dry-run", "update --all"], "import, undo"),
        (
            manage.new,
            "new",
            ["new my-roadmap", "new my-copy --from genai-engineer --with-progress"],
            "edit, use, check",
        ),
        (manage.edit, "edit", ["edit", "edit my-roadmap"], "new, check, schema"),
        (maintain.check, "check", ["check", "check --json"], "edit, schema"),
        (maintain.schema, "schema", ["schema", "schema --json"], "edit, check"),
        (manage.remove, "remove", ["remove my-roadmap", "remove my-roadmap --json"], "roadmaps, restore"),
    ],
    "Teach": [
        (
            cohort.cohort,
            "cohort",
            ["cohort class/", "cohort class/ --groups groups.csv -o class.html"],
            "export, sync",
        ),
    ],
    "Settings and help": [
        (configure.config, "config", ["config", 'config name "Ada Lovelace"'], "path, environment"),
        (maintain.path, "path", ["path", "path --json"], "config, restore"),
        (help_, "help", ["help done", "help dates"], ""),
    ],
}

for _group, _commands in _COMMANDS.items():
    for _command, _name, _examples, _related in _commands:
        # Shell completion cuts longer texts.
        _first_line = (_command.__doc__ or "").partition("\n")[0]
        _epilog = examples(*_examples, see_also=_related)
        app.command(_name, cls=Command, short_help=_first_line, epilog=_epilog, rich_help_panel=_group)(_command)

app.add_typer(sync.app, name="sync", rich_help_panel="Undo, back up and sync")
