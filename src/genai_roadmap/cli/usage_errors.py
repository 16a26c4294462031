"""Messages about invalid command lines, with what to type instead."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

import typer
from pydantic import ValidationError

from genai_roadmap.cli.help import GLOBAL_OPTIONS, all_option_names
from genai_roadmap.cli.help_topics import TOPICS
from genai_roadmap.cli.options import can_parse, date_parser
from genai_roadmap.cli.other_names import COMMAND_INSTEAD, FAREWELLS, OPTION_SYNONYMS, SUBCOMMAND_INSTEAD, SYNONYMS
from genai_roadmap.errors import RoadmapError, UsageError
from genai_roadmap.progress.status import Status
from genai_roadmap.spelling import nearest, one_mistake_away
from genai_roadmap.text import MAX_SHOWN, listed, quoted

PROGRAM = "genai-roadmap"
# A maximum from this on protects the program. It is mentioned only to those who exceed it.
HIGH_MAXIMUM = 1_000_000
# Commands about the whole roadmap, after which people may type an item.
TAKES_NO_ITEM = ("status", "today", "next", "log", "plan", "about")
# Commands about one change, after which people may type a number.
REPEATABLE = ("undo", "redo")
# What can be typed for the value of an option.
EXAMPLE_VALUES = {
    "DATE": "friday",
    "TEXT": '"Watch it again"',
    "FILE": "roadmap.html",
    "ITEM": "1.1",
    "N": "1.5",
    "ID": "my-roadmap",
    "ID|PATH": "genai-engineer",
    "OLD=NEW": "old-slug=new-slug",
    "OLD": "old.toml",
    "LEVEL": "h2",
    "KIND": "topics",
    "PATTERN": '"Further reading"',
}
# The same, for options whose value differs from that of others of its kind.
VALUES_OF_OPTIONS = {
    "plan --output": "plan.ics",
    "import --output": "roadmap.toml",
    "import --title": '"My roadmap"',
    "import --only": '"Week 1"',
    "export --label": "learning",
}
# Fewer letters are the beginning of too many commands, or resemble too many.
MIN_LETTERS = 3
# A word means the opposite of the same word with one of these before it.
NEGATIONS = ("de", "dis", "in", "un")


def unknown_command(context: typer.Context, name: str, commands: Iterable[str], noun: str = "command") -> UsageError:
    """Return the error of an unknown command, with a suggestion if one is similar, or if it is the name of an item."""
    path, typed = context.command_path, name.casefold()
    shown = _full_name(path, name[:MAX_SHOWN])
    meant = {command: command for command in commands}
    own = [*meant] if len(name) >= MIN_LETTERS else []
    begun = [command for command in own if command.startswith(typed)]
    if path == PROGRAM:
        meant |= {topic: f"help {topic}" for topic in TOPICS}
        meant |= {synonym: command for command, synonyms in SYNONYMS.items() for synonym in synonyms}
    words = [word for word in meant if not _are_opposites(typed, word)]
    # With a single mistake, a command is more likely than a synonym of one.
    close = one_mistake_away(typed, own) if typed not in meant else []
    found = dict.fromkeys([*begun, *(close or (meant[word] for word in nearest(typed, words)))])
    if instead := SUBCOMMAND_INSTEAD.get(_full_name(path, typed)):
        return UsageError(f"no command {shown!r}. To stop: {PROGRAM} {instead}")
    if found and typed not in FAREWELLS:
        suggested = [_full_name(path, command) for command in found]
        return UsageError(f"no command {shown!r}. Did you mean {_choice(suggested)}?")
    if path == PROGRAM and _is_item(context, name):
        option = f" --roadmap {quoted(chosen)}" if (chosen := context.params.get("roadmap")) else ""
        return UsageError(f"no command {shown!r}. To show the item: {PROGRAM}{option} show {quoted(name)}")
    where = "genai-roadmap help" if path == PROGRAM else f"{path} --help"
    return UsageError(f"no {noun} {shown!r}. Run `{where}` to list commands.")


def _is_item(context: typer.Context, name: str) -> bool:
    """Return whether this is the name of an item of the roadmap."""
    from genai_roadmap.app.session import Session
    from genai_roadmap.cli.output import now
    from genai_roadmap.roadmap.lookup import Finder

    try:
        return Finder(Session(context.params.get("roadmap"), now).roadmap).is_exact(name)
    except RoadmapError:
        return False


def _are_opposites(one: str, other: str) -> bool:
    return any(one == negation + other or other == negation + one for negation in NEGATIONS)


def _full_name(path: str, name: str) -> str:
    """Return the name of a command, after that of its parent command if it has one."""
    return f"{path} {name}".removeprefix(PROGRAM).strip()


def unexpected_arguments(arguments: Sequence[str], context: Any) -> UsageError:
    """Return the error of arguments that the command of the context does not accept."""
    noun = "argument" if len(arguments) == 1 else "arguments"
    problem = f"unexpected {noun} {', '.join(repr(each[:MAX_SHOWN]) for each in arguments)}"
    parameters = context.command.get_params(context)
    number = arguments[0].removeprefix("-")
    option = next((min(each.opts, key=len) for each in parameters if each.metavar == "N"), "")
    if number.isdecimal() and option:
        return UsageError(f"{problem}. Did you mean `{context.command_path} {option} {number}`?")
    name = context.command_path.removeprefix(PROGRAM).strip()
    if number.isdecimal() and name in REPEATABLE:
        return UsageError(f"{problem}. {_repeat_hint(context)}")
    if name in TAKES_NO_ITEM and (meant := with_statuses(arguments)):
        return UsageError(f"{problem}. Did you mean `{meant}`?")
    is_item = len(arguments) == 1 and _is_item(context.parent, arguments[0])
    if name in TAKES_NO_ITEM and not is_item and can_parse(date_parser("since"), arguments):
        since = quoted(" ".join(arguments))
        return UsageError(f"{problem}. To list earlier changes: {PROGRAM} log --since {since}")
    if name in TAKES_NO_ITEM:
        return UsageError(f"{problem}. To show an item: {PROGRAM} show {quoted(arguments[0][:MAX_SHOWN])}")
    return UsageError(f"{problem}. {_help_hint(context)}")


def _repeat_hint(context: Any) -> str:
    return f"To {context.info_name} several changes, repeat: {context.command_path}"


def with_statuses(words: Sequence[str]) -> str:
    """Return the command that lists what these words name, if they are or end with statuses; empty if they don't."""
    statuses = [*takewhile([*map(str, Status)].__contains__, (word.casefold() for word in reversed(words)))]
    item = words[: len(words) - len(statuses)]
    options = [part for status in reversed(statuses) for part in ("--status", status)]
    return " ".join([PROGRAM, "list", *map(quoted, item), *options]) if statuses else ""


def unquoted_date(option: str, words: Sequence[str]) -> UsageError:
    """Return the error of a date of several words after an option that is not in quotes."""
    date = " ".join(words)
    return UsageError(f'put a date of several words in quotes: {option} "{date}"')


def usage_message(error: typer.TyperException) -> str:
    """Return the message for an error of Typer, with a suggestion, what to type instead, or where to find help."""
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    if context and hasattr(error, "possibilities"):
        return unknown_option(str(getattr(error, "option_name", "")), context)
    if context and hasattr(error, "param_type"):
        return f"{_name(parameter)} is missing{_example(context)}"
    if hasattr(error, "option_name"):
        return missing_value(str(error.option_name), context)
    if context and isinstance(error.__cause__, ValidationError):
        return _invalid_value(parameter, error.__cause__, context)
    if isinstance(error, typer.BadParameter):
        return error.message
    return f"{error.format_message()} {_help_hint(context)}" if context else error.format_message()


def missing_value(option: str, context: typer.Context | None) -> str:
    """Return the message for an option without its value, or for one that takes none."""
    parameters = context.command.get_params(context) if context else []
    parameter = next((each for each in parameters if option in each.opts), None)
    if getattr(parameter, "is_flag", False):
        return f"the option {option} takes no value"
    allowed = parameter and _allowed(parameter, is_too_high=False)
    low = getattr(parameter, "min", None)
    if context and low is not None:
        example = " ".join([context.command_path, *map(quoted, context.args), str(low)])
    else:
        value = _example_value(parameter, context) if parameter and context else None
        example = f"{option} {value}" if value else ""
    allowed_text = f": {allowed}" if allowed else ""
    return f"the option {option} needs a value{allowed_text}{f'. For example: {example}' if example else ''}"


def _example_value(parameter: Any, context: Any) -> str | None:
    """Return what can be typed for the value of an option of a command."""
    name = f"{context.info_name} {max(parameter.opts, key=len)}"
    return VALUES_OF_OPTIONS.get(name, EXAMPLE_VALUES.get(str(parameter.metavar)))


def unknown_option(option: str, context: typer.Context) -> str:
    """Return the message for an option that the command of the context does not have."""
    if instead := COMMAND_INSTEAD.get(f"{context.info_name} {option}"):
        return f"no option {option!r}. For example: {PROGRAM} {instead}"
    if context.info_name in REPEATABLE and option == "-n":
        return f"no option {option!r}. {_repeat_hint(context)}"
    key, *value = context.args or [""]
    if context.info_name == "config" and value[1:] and not option.startswith("--"):
        command = f"{context.command_path} {key} {quoted(' '.join(value))}"
        return f"no option {option!r}. If it is part of the value, use quotes: {command}"
    options = all_option_names(context)
    if (doubled := f"-{option}") in {*options, *GLOBAL_OPTIONS}:
        return f"no option {option!r}. Did you mean `{doubled}`?"
    begun = [name for name in options if name.startswith(option) and option.startswith("--") and option[2:]]
    synonyms = [name for name in OPTION_SYNONYMS.get(option, ()) if name in options][:1]
    if meant := begun or synonyms or nearest(option, options):
        return f"no option {option!r}. Did you mean {_choice(meant)}?"
    return f"no option {option!r}. {_help_hint(context)}"


def _invalid_value(parameter: Any, error: ValidationError, context: typer.Context) -> str:
    """Return the message for a value that an option or argument can't have."""
    detail = error.errors(include_url=False)[0]
    allowed = _allowed(parameter, is_too_high=detail["type"] == "less_than_equal")
    problem = f"invalid value {str(detail['input'])[:MAX_SHOWN]!r} for {_name(parameter)}"
    several = (
        f", and repeat {_name(parameter)} for several" if parameter.multiple and "," in str(detail["input"]) else ""
    )
    return f"{problem}; use {allowed}{several}" if allowed else f"{problem}. {_help_hint(context)}"


def _allowed(parameter: Any, *, is_too_high: bool) -> str:
    """Return the values that an option or argument can have; empty if they can't be described."""
    if choices := parameter.type_descriptor.choices:
        return listed(map(str, choices), "or")
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is None:
        return ""
    is_bounded = high is not None and (high < HIGH_MAXIMUM or is_too_high)
    return f"{low} to {high}" if is_bounded else f"a whole number from {low}"


def _name(parameter: Any) -> str:
    """Return the longest name of an option, or the name of an argument as the help shows it."""
    return (
        max(parameter.opts, key=len)
        if parameter.param_type_name == "option"
        else str(parameter.metavar).split()[0].rstrip(".").partition("|-")[0].replace("|", " or ")
    )


def _example(context: Any) -> str:
    """Return the first example of a command."""
    first = (context.command.epilog or "").partition("\n")[0]
    return f". For example: {first}" if first else f". {_help_hint(context)}"


def _help_hint(context: typer.Context) -> str:
    return f"Run `{context.command_path} --help` for help."


def _choice(names: Iterable[str]) -> str:
    return listed((f"`{name}`" for name in names), "or")
