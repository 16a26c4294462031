"""The program as a Typer group: the one place that turns errors into a message and an exit code."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

import typer

from genai_roadmap import suggested
from genai_roadmap.cli.help import COMPLETION_HELP, GLOBAL_OPTIONS, SEE_ALSO, CommandGroup, add_context
from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.errors import INTERRUPTED, FileWriteError, RoadmapError, UsageError, before_separator

NAME = "genai-roadmap"
JSON = "--json"


class Program(CommandGroup):
    """The commands; errors become a message on stderr and an exit code, a bug keeps its traceback."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run a command line, and exit."""
        kwargs["standalone_mode"] = False
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A title may contain a character that the encoding lacks.
            sys.stdout.reconfigure(errors="replace")
        with suggested.of_run(), MESSAGES.of_run(kwargs.get("args") or sys.argv[1:]):
            code = self._run(*args, **kwargs)
        sys.exit(code)

    def _run(self, *args: Any, **kwargs: Any) -> int:
        try:
            # Typer returns the exit code after Ctrl-C, but raises Abort if a question is open.
            code = super().main(*args, **kwargs) or 0
            return _interrupted() if code == INTERRUPTED else code
        except RoadmapError as error:
            return MESSAGES.fail("\n".join([str(error), *getattr(error, "__notes__", ())]), error.exit_code)
        except typer.Abort:
            return _interrupted_question()
        except typer.TyperException as error:
            from genai_roadmap.cli.usage_errors import usage_message

            return MESSAGES.fail(usage_message(error), error.exit_code)
        except OSError as error:
            if error.filename:
                raise
            # An error of stdout, for example on a full disk.
            _discard_stdout()
            return MESSAGES.fail(f"the output can't be written: {error.strerror}", FileWriteError.exit_code)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; global options are accepted anywhere, because people often type them last."""
        before = before_separator(args)
        after = args[len(before) :]
        options = [*_global_options(before, ctx)]
        words = [each for each in before if each != JSON]
        option, *value = words[0].split("=", 1) if words else ("",)
        if option in COMPLETION_HELP and not ctx.resilient_parsing:
            from genai_roadmap.cli import completion

            completion.run(option, [*value, *words[1:]], ctx)
        if JSON in before[:1] and len(before) > 1:
            before = self._with_json_last(before[1:])
        try:
            return super().parse_args(ctx, [*options, *before, *after])
        except typer.TyperException as error:
            # The context of the message may be that of the command.
            add_context(error, args, vars(error).get("ctx") or ctx)
            raise

    def _with_json_last(self, args: list[str]) -> list[str]:
        """Return a command line with --json after the command: people type it first, as if it were a global option."""
        name, *rest = args
        command = self.commands.get(name)
        has_subcommand = isinstance(command, CommandGroup) and rest and rest[0] in command.commands
        return [name, rest[0], JSON, *rest[1:]] if has_subcommand else [name, JSON, *rest]

    def invoke(self, ctx: Any) -> None:
        """Run the command; end without an error if the reader of a pipe has closed it (`| head`)."""
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _discard_stdout()


def _global_options(args: list[str], ctx: Any) -> Iterator[str]:
    """Yield the global options with their values, deleted from the arguments; raise UsageError without a value."""
    for name, length in GLOBAL_OPTIONS.items():
        while found := [index for index, arg in enumerate(args) if arg == name or arg.startswith(f"{name}=")]:
            option, *values = args[found[0] : found[0] + (1 if "=" in args[found[0]] else length)]
            if option == name and length > 1 and not ctx.resilient_parsing and (not values or values[0][:1] == "-"):
                from genai_roadmap.cli.usage_errors import missing_value

                raise UsageError(missing_value(name, ctx))
            yield from (option, *values)
            del args[found[0] : found[0] + 1 + len(values)]


def examples(*commands: str, see_also: str = "") -> str:
    """Return the end of a command's help: examples, one per line, and the names of related commands."""
    lines = [f"{NAME} {command}" for command in commands]
    return "\n".join([*lines, f"{SEE_ALSO}{see_also}"] if see_also else lines)


def _interrupted() -> int:
    # Ctrl-C needs no message on a terminal.
    return MESSAGES.fail("interrupted", INTERRUPTED) if MESSAGES.as_json else INTERRUPTED


def _interrupted_question() -> int:
    # The next prompt of the shell should not be on the line of the question.
    with suppress(OSError):
        typer.echo(err=True)
    return _interrupted()


def _discard_stdout() -> None:
    """Discard buffered output, which Python would otherwise try to write again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
