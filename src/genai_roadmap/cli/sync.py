"""The commands that exchange progress with other machines."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from genai_roadmap.cli.help import Command, CommandGroup
from genai_roadmap.cli.options import Json, reject_if
from genai_roadmap.cli.output import display_of, open_session, show
from genai_roadmap.cli.program import examples
from genai_roadmap.cli.questions import confirm, exit_unchanged, is_interactive, unchanged_if_aborted
from genai_roadmap.text import printable

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be exchanged, without writing.")]
Location = Annotated[str, typer.Argument(metavar="URL|FOLDER", help="URL of a git repository, or a shared folder.")]

SET_UP = """\
To set it up, create a private git repository, which may be empty, or use a folder of Syncthing or Dropbox. On each \
machine, run `sync init` with the URL or the folder. Then run `sync` on each, whenever you like; nothing is sent \
before that. To turn it off, run `config sync.location --unset`; nothing is removed, neither here nor there."""

app = typer.Typer(
    cls=CommandGroup,
    rich_markup_mode=None,
    help=f"Exchange progress with your other machines.\n\n{SET_UP}",
    epilog=examples("sync init git@github.com:me/progress.git", "sync", see_also="sync init, sync status, export"),
)


@app.callback(invoke_without_command=True)
def sync(context: typer.Context, dry_run: DryRun = False, json: Json = False) -> None:
    """Exchange progress with your other machines."""
    if context.invoked_subcommand:
        reject_if(dry_run, f"`sync {context.invoked_subcommand}` exchanges nothing; omit --dry-run")
        reject_if(json, f"--json belongs after `sync {context.invoked_subcommand}`")
        return
    from genai_roadmap.app import syncing

    with _progress(context) as begin:
        view = syncing.sync(open_session(context), begin, dry_run=dry_run)
    show(context, view, json=json)


def init(context: typer.Context, location: Location, json: Json = False) -> None:
    """Set up sync with a git repository or a shared folder."""
    from genai_roadmap.app import sync_location, syncing

    folder = None if json or not is_interactive() else sync_location.new_folder(location)
    with unchanged_if_aborted("Nothing was changed."):
        if folder and not confirm(f"There is no folder {printable(str(folder))}. Create it?"):
            exit_unchanged("Nothing was changed.")
    with _progress(context) as begin:
        view = syncing.init(open_session(context), location, begin)
    show(context, view, json=json)


def status(context: typer.Context, json: Json = False) -> None:
    """Show the machines, the last sync and pending changes."""
    from genai_roadmap.app import syncing

    with _progress(context) as begin:
        view = syncing.status(open_session(context), begin)
    show(context, view, json=json)


@contextmanager
def _progress(context: typer.Context) -> Iterator[Callable[[str], None]]:
    """Yield a function to name each stage, which is shown on a terminal."""
    if not sys.stderr.isatty() or display_of(context).plain:
        yield lambda _stage: None
        return
    from genai_roadmap.terminal.output import spinner

    with spinner(display_of(context)) as begin:
        yield begin


for _command, _name, _examples, _related in (
    (init, "init", ["sync init git@github.com:me/progress.git", "sync init ~/Dropbox/progress"], "sync, sync status"),
    (status, "status", ["sync status", "sync status --json"], "sync, sync init"),
):
    _epilog = examples(*_examples, see_also=_related)
    app.command(_name, cls=Command, short_help=_command.__doc__, epilog=_epilog)(_command)
