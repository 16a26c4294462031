"""What all commands share: the one place for errors, the session, and the options that many take."""

import datetime as dt
import io
import os
import sys
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer
from typer.core import TyperGroup

from genai_roadmap.errors import FileInvalidError, FileWriteError, RoadmapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from genai_roadmap.history import History
    from genai_roadmap.look import Look
    from genai_roadmap.progress.change import Stamp
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.progress.status import Status
    from genai_roadmap.report import Report, Shelved, Suggestion
    from genai_roadmap.roadmap.lookup import Finder
    from genai_roadmap.roadmap.models import NumberedItem, Roadmap
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal import Page

NAME = "genai-roadmap"

# The options of the program itself, with how many words each takes.
GLOBAL = {"--plain": 1, "--no-color": 1, "--roadmap": 2}

STDOUT = Path("-")
# Work on a file of so many bytes takes about a second.
LARGE = 1_000_000

T = TypeVar("T")


class Program(TyperGroup):
    """The commands, and the one place where their errors become a sentence and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Runs a command line and exits; a bug keeps its traceback."""
        kwargs["standalone_mode"] = False
        if isinstance(sys.stdout, io.TextIOWrapper):
            # An encoding without a character of a title is no reason to end in a traceback.
            sys.stdout.reconfigure(errors="replace")
        try:
            code = super().main(*args, **kwargs) or 0
        except RoadmapError as error:
            code = _complain(str(error), error.exit_code)
        except typer.TyperException as error:
            context = getattr(error, "ctx", None)
            hint = f" ({context.command_path} --help says more)" if context else ""
            code = _complain(f"{error.format_message().replace('Value error, ', '')}{hint}", error.exit_code)
        except OSError as error:
            if error.filename:
                raise
            # Errors with files are told by name; this one is of what we print to, as on a full disk.
            _give_up_stdout()
            code = _complain(f"the output can't be written: {error.strerror}", FileWriteError.exit_code)
        sys.exit(code)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes the global options from wherever they stand: people type them last."""
        ending = args.index("--") if "--" in args else len(args)
        before, after = args[:ending], args[ending:]
        first: list[str] = []
        for name, length in GLOBAL.items():
            while name in before:
                at = before.index(name)
                first += before[at : at + length]
                del before[at : at + length]
        return super().parse_args(ctx, [*first, *before, *after])

    def invoke(self, ctx: Any) -> None:
        """Runs the command; where nobody reads on (`| head`) it ends quietly."""
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _give_up_stdout()


class Session:
    """One run of the program: its roadmap, the progress on it, its time, and where its pages go."""

    def __init__(self, roadmap: str | None = None, *, plain: bool = False, color: bool = True) -> None:
        self._name = roadmap
        self._plain = plain
        self._color = color
        self.now = now()

    @cached_property
    def roadmap(self) -> "Roadmap":
        """The roadmap of this run."""
        from genai_roadmap import catalogue

        return catalogue.load(self._name)

    @cached_property
    def _finder(self) -> "Finder":
        from genai_roadmap.roadmap.lookup import Finder

        return Finder(self.roadmap)

    def find(self, text: str) -> "NumberedItem":
        """The item that a learner means; raises RequestError."""
        return self._finder.find(text)

    @cached_property
    def report(self) -> "Report":
        """The roadmap and the progress on it."""
        from genai_roadmap import store
        from genai_roadmap.report import Report

        return Report.of(self.roadmap, store.load(self.roadmap.id))

    @property
    def readable_report(self) -> "Report":
        """The report or, where the progress file is damaged, one without any progress."""
        from genai_roadmap.progress.journal import Progress
        from genai_roadmap.report import Report

        try:
            return self.report
        except FileInvalidError:
            return Report.of(self.roadmap, Progress(roadmap=self.roadmap.id))

    def history(self, rest_days: int | None = None) -> "History":
        """How it went up to today; with so many rest days a week, or as the settings have it."""
        from genai_roadmap import settings
        from genai_roadmap.history import History

        usual = settings.load().rest_days
        return History(self.report, self.now.date(), usual if rest_days is None else rest_days)

    @property
    def suggestions(self) -> "Iterator[Suggestion]":
        """What to learn next, best first."""
        return self.report.suggestions(self.now)

    @property
    def roadmap_file(self) -> Path:
        """The file of the roadmap of this run."""
        from genai_roadmap import catalogue

        return catalogue.locate(self._name)

    @cached_property
    def look(self) -> "Look":
        """How pages are to look."""
        from genai_roadmap.look import look_of

        return look_of(sys.stdout, os.environ, plain=self._plain, color=self._color)

    def update(self, change: "Callable[[Report, Stamp], tuple[Progress, T]]") -> T:
        """Changes the progress as `change` says, and gives what else it returns."""
        from genai_roadmap import store

        return store.record(self.roadmap, change, self.now)

    def show_shelf(self, *, json: bool) -> None:
        """Prints every roadmap that there is, with the progress on it."""
        from genai_roadmap import catalogue, export

        shelf = [self._shelved(entry.id) for entry in catalogue.entries()]
        if json:
            self.print_json(export.shelf(shelf))
        else:
            from genai_roadmap import render

            self.show(render.shelf(shelf, self.look))

    def _shelved(self, roadmap_id: str) -> "Shelved":
        from genai_roadmap import catalogue, store
        from genai_roadmap.report import Report, Shelved

        try:
            roadmap = catalogue.load(roadmap_id)
            return Shelved(roadmap_id, catalogue.is_active(roadmap_id), Report.of(roadmap, store.load(roadmap.id)))
        except FileInvalidError as error:
            return Shelved(roadmap_id, catalogue.is_active(roadmap_id), None, error.problems[0])

    def news(self) -> "Revision | None":
        """What changed in the bundled roadmap since it was last looked at; told once."""
        from genai_roadmap import catalogue

        return catalogue.news() if self.roadmap.id == catalogue.BUNDLED else None

    def mark_as_read(self, roadmap: "Roadmap", marks: "dict[str, Status]") -> None:
        """Records what a text said of topics of a roadmap, those that have no mark yet; done ones were known before."""
        from genai_roadmap import store
        from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark

        stamps = {action: store.stamp(self.now) for action in STATUS_AFTER}

        def mark(progress: "Progress") -> "tuple[Progress, None]":
            new = {slug: status for slug, status in marks.items() if slug not in progress.marks}
            for action, status in STATUS_AFTER.items():
                if topics := tuple(slug for slug in new if new[slug] is status):
                    progress = progress.mark(Mark(action, known=action is Action.DONE), topics, stamps[action])
            return progress, None

        store.update(roadmap.id, mark, self.now)

    def merge(self, progress: "Progress") -> None:
        """Adds the changes of another journal to the one of the same roadmap; raises RequestError where they clash."""
        from genai_roadmap import store

        store.update(progress.roadmap, lambda mine: (mine.merge(progress), None), self.now)

    def show(self, page: "Page") -> None:
        """Prints a page."""
        from genai_roadmap import terminal

        terminal.show(page, self.look)

    def write(self, content: bytes, output: Path | None, *, force: bool = False) -> None:
        """Prints a file or writes it; raises RequestError where it is there already, and FileWriteError."""
        from genai_roadmap import files

        if output and output != STDOUT:
            files.write_out(output, content, force=force)
        else:
            # To the byte: no encoding or line end of the terminal's is a file's.
            typer.echo(content, nl=False)

    @contextmanager
    def working(self, on: Path, stages: int) -> "Iterator[Callable[[str], None]]":
        """Shows a progress bar where the work on a file is long and somebody looks on; to be told of each stage."""
        if not sys.stderr.isatty() or not on.is_file() or on.stat().st_size < LARGE:
            yield lambda _stage: None
            return
        from genai_roadmap import terminal

        with terminal.progress(stages, self.look) as begin:
            yield begin

    def print_json(self, data: dict[str, Any]) -> None:
        """Prints data as JSON."""
        from genai_roadmap import export

        typer.echo(export.dump(data))


def now() -> dt.datetime:
    """The time, with the learner's zone."""
    return dt.datetime.now().astimezone()  # noqa: TID251


def session(context: typer.Context) -> Session:
    """The session of a command."""
    return context.ensure_object(Session)


def examples(*commands: str) -> str:
    """The examples at the end of a command's help, each to be pasted as it is."""
    return "\n\n".join(["Examples:", *(f"{NAME} {command}" for command in commands)])


def _give_up_stdout() -> None:
    """Throws away what is not written yet; else Python would try again at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str, code: int) -> int:
    from genai_roadmap.text import safe

    lines = [safe(line) for line in message.splitlines()]
    typer.echo(f"{NAME}: " + "\n".join(lines), err=True)
    return code
