"""Writes the man page from the help of the commands: python docs/man.py."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import typer

from genai_roadmap import __version__
from genai_roadmap.cli.help import argument_usage, option_help, option_names
from genai_roadmap.cli.help_topics import ENVIRONMENT, EXIT_CODES
from genai_roadmap.cli.main import app

NAME = "genai-roadmap"
FILE = Path(__file__).parent / f"{NAME}.1"
# The day of the last change of the text below; that of the help is not recorded.
DATE = "2026-11-27"
WIDTH = 78
DESCRIPTION = """\
genai-roadmap tracks what you learn. It comes with a roadmap of nine steps, records your progress in a journal, and
suggests what to learn next. Without a command, it shows your progress. An ITEM is a step or a topic: `step-4`, `4.2`,
a slug such as `cnns`, or the start of a title. `genai-roadmap COMMAND --help` describes a command and shows
examples."""
FILES = "`genai-roadmap path` shows where the roadmaps, your progress, its backups, and your settings are."


def man_page() -> str:
    """Return the man page."""
    program: Any = typer.main.get_command(app)
    summary = program.help.strip().rstrip(".")
    lines = [
        f'.TH {NAME.upper()} 1 {DATE} "{NAME} {__version__}" "User Commands"',
        *(".SH NAME", *_wrapped(rf"{NAME} \- {_escape(summary[0].lower() + summary[1:])}")),
        *(".SH SYNOPSIS", f".B {_escape(NAME)}", r"[\fIOPTIONS\fR] [\fICOMMAND\fR [\fIARGUMENTS\fR]]"),
        *(".SH DESCRIPTION", *_text(DESCRIPTION)),
        *(".SH OPTIONS", *_options(program)),
        *(".SH COMMANDS", *_commands(program.commands.values())),
        *(".SH ENVIRONMENT", *_definitions(ENVIRONMENT)),
        *(".SH FILES", *_text(FILES)),
        *(".SH EXIT STATUS", *_definitions(EXIT_CODES)),
        *(".SH SEE ALSO", ".UR " + _source(), "The source code and the documentation", ".UE ."),
    ]
    return "\n".join([*lines, ""])


def _source() -> str:
    urls = dict(entry.split(", ", 1) for entry in metadata(NAME).get_all("Project-URL") or [])
    return str(urls["Source"])


def _commands(commands: Iterable[Any]) -> Iterator[str]:
    """Yield the commands, in their groups, each followed by its subcommands."""
    group = None
    for command in commands:
        if command.rich_help_panel != group:
            group = command.rich_help_panel
            yield f".SS {_escape(group)}"
        yield from _command(command, command.name)
        for subcommand in getattr(command, "commands", {}).values():
            yield from _command(subcommand, f"{command.name} {subcommand.name}")


def _command(command: Any, name: str) -> Iterator[str]:
    """Yield a command with its options and examples."""
    arguments = [_argument(param) for param in command.params if param.param_type_name == "argument"]
    yield ".TP"
    yield " ".join([rf"\fB{NAME} {name}\fR".replace("-", r"\-"), *arguments])
    yield from _text(command.help)
    yield ".RS"
    yield from _options(command)
    yield from _examples(command)
    yield ".RE"


def _options(command: Any) -> Iterator[str]:
    for param in command.params:
        if param.param_type_name == "option" and not param.hidden and param.name != "help":
            yield ".TP"
            # The names are bold, the value is italic.
            yield re.sub(
                r"[^\s,]+", lambda word: _styled(word[0], "B" if word[0][0] == "-" else "I"), option_names(param)
            )
            yield from _text(option_help(param))


def _examples(command: Any) -> Iterator[str]:
    """Yield the examples at the end of the command's help."""
    examples = re.findall(rf"^\s*({NAME} .+)$", command.epilog or "", re.MULTILINE)
    if examples:
        yield from (".PP", ".EX", *map(_escape, examples), ".EE")


def _argument(param: Any) -> str:
    usage = argument_usage(param)
    return f"[{_styled(usage[1:-1], 'I')}]" if usage.startswith("[") else _styled(usage, "I")


def _styled(text: str, font: str) -> str:
    return rf"\f{font}{_escape(text)}\fR"


def _definitions(texts: dict[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        yield from (".TP", _styled(name, "B"), *_text(text))


def _text(text: str) -> Iterator[str]:
    """Yield the lines of a text: each sentence on a new one, and code in bold."""
    for sentence in re.split(r"(?<=[.:;])\s+(?=[A-Z`])", " ".join(text.split())):
        for line in _wrapped(sentence):
            yield re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _escape(line))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _escape(text: str) -> str:
    """Return a line of text without characters that have a meaning at the start of a line or anywhere."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    return rf"\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    FILE.write_text(man_page(), encoding="utf-8")
