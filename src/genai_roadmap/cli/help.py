"""The help of the program and of its commands, as a page."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from genai_roadmap.cli.help_tables import tables
from genai_roadmap.errors import UsageError, before_separator
from genai_roadmap.text import MAX_SHOWN, listed

if TYPE_CHECKING:
    from genai_roadmap.terminal.pages.reference import HelpSection


# Typer describes these options in more words.
COMPLETION_HELP = {
    "--install-completion": "Install shell completion (default: for this shell).",
    "--show-completion": "Print the completion script (default: of this shell).",
}
# The options of every command, each with its number of arguments on the command line.
GLOBAL_OPTIONS = {"--roadmap": 2, "--plain": 1, "--no-color": 1, "--no-pager": 1}
# What separates an argument from the option that can be typed instead, as in ITEM|--list.
OPTION_INSTEAD = "|--"
# The start of the line of a help with related commands.
SEE_ALSO = "See also: "


class Command(TyperCommand):
    """A command whose help is a page like any other output."""

    # Arguments that are too many are collected, so that `parse_args` can report them.
    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; a negative number is not an option. Raises UsageError if there are too many."""
        ctx.ignore_unknown_options = has_negative_number(args, ctx)
        try:
            _check_dates(args, ctx)
            # Typer consumes the arguments, which the messages about errors name.
            extra = super().parse_args(ctx, [*args])
        except typer.TyperException as error:
            ctx.args = args
            add_context(error, args, ctx)
            raise
        if extra and not ctx.resilient_parsing:
            from genai_roadmap.cli.usage_errors import unexpected_arguments

            raise unexpected_arguments(extra, ctx)
        return extra

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return the option --help, which shows the page."""
        return page_option(super().get_help_option(ctx))


class CommandGroup(TyperGroup):
    """A command with subcommands, whose help is a page."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return the option --help, which shows the page."""
        return page_option(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments begin with; fail with a suggestion if there is none."""
        if not self.get_command(ctx, args[0]):
            from genai_roadmap.cli.usage_errors import unknown_command

            raise unknown_command(ctx, args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def has_negative_number(args: list[str], context: Any) -> bool:
    """Return whether there is a number below 0 among the arguments, and nothing else that looks like an option.

    Raises UsageError if there is a number and an unknown option.
    """
    names = {*all_option_names(context), "-"}
    unknown = [each for each in before_separator(args) if each.startswith("-") and each.partition("=")[0] not in names]
    others = [each for each in unknown if not each[1].isdecimal()]
    if len(others) == len(unknown):
        return False
    if wrong := [each for each in others if each.startswith("--")]:
        from genai_roadmap.cli.usage_errors import unknown_option

        # Otherwise, the number would be reported instead.
        raise UsageError(unknown_option(wrong[0].partition("=")[0], context))
    return not others


def _check_dates(args: list[str], context: Any) -> None:
    """Raise UsageError if a date of several words after an option is not in quotes."""
    parameters = context.command.get_params(context)
    options = {name for each in parameters if each.metavar == "DATE" for name in each.opts}
    only = not any(isinstance(each, TyperArgument) for each in parameters)
    for position, argument in enumerate(args):
        option, *value = argument.split("=", 1)
        words = [*value, *args[position + 1 :]]
        if option in options and words[1:]:
            from genai_roadmap.cli.options import words_of_date
            from genai_roadmap.cli.usage_errors import unquoted_date

            if date := words_of_date(option, words, only=only):
                raise unquoted_date(option, date)


def all_option_names(context: Any) -> list[str]:
    """Return the names of the options of a command, with those that negate one, and of its arguments."""
    return [name for each in context.command.get_params(context) for name in (*each.opts, *each.secondary_opts)]


def add_context(error: typer.TyperException, args: list[str], context: Any) -> None:
    """Add to an error what its message needs: the context and, for an option typed with one dash, its whole name."""
    vars(error)["ctx"] = context
    if hasattr(error, "possibilities"):
        names = {*all_option_names(context), *GLOBAL_OPTIONS}
        # Typer takes its letters for several options, and names the first.
        typed = [each.partition("=")[0] for each in before_separator(args)]
        vars(error)["option_name"] = next((each for each in typed if f"-{each}" in names), vars(error)["option_name"])


def page_option(option: TyperOption | None) -> TyperOption | None:
    """Return the option --help, changed to show the help as a page."""
    if option:
        option.callback, option.help = _show_and_exit, "Show this help."
    return option


def show_help(context: Any, *names: str) -> None:
    """Show the help of the command of this context or, if there are names, of its subcommand with them.

    Raises UsageError if there is no such subcommand.
    """
    from genai_roadmap.cli.help_topics import TOPICS
    from genai_roadmap.cli.output import show_page
    from genai_roadmap.terminal.pages import reference

    if names and (topic := TOPICS.get(names[0].casefold())):
        if names[1:]:
            message = f"unexpected argument {names[1][:MAX_SHOWN]!r}. Did you mean `genai-roadmap help {names[0]}`?"
            raise UsageError(message)
        show_page(context, lambda display: reference.help_page(topic.paragraphs, "", topic.sections, display))
        return
    for name in names:
        if not isinstance(context.command, TyperGroup):
            found = context.command_path.partition(" ")[2]
            message = f"unexpected argument {name[:MAX_SHOWN]!r}. Did you mean `genai-roadmap help {found}`?"
            raise UsageError(message)
        context = type(context)(_command_for_help(context, name), info_name=name, parent=context)
    command = context.command
    usage = " ".join([context.command_path, *_usage(command, context)])
    sections = [*_sections(command, context)]
    paragraphs = [" ".join(paragraph.split()) for paragraph in (command.help or "").split("\n\n")]
    show_page(context, lambda display: reference.help_page(paragraphs, usage, sections, display))


def _command_for_help(context: Any, name: str) -> Any:
    """Return the subcommand with a name; raise UsageError if there is none."""
    if command := context.command.get_command(context, name):
        return command
    from genai_roadmap.cli.usage_errors import unknown_command

    noun = "command" if context.parent else "command or help topic"
    raise unknown_command(context, name, context.command.list_commands(context), noun)


def _show_and_exit(context: Any, _option: Any, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        show_help(context)
        context.exit()


def _usage(command: Any, context: Any) -> Iterator[str]:
    """Yield the parts of the usage line after the name of the command."""
    yield "[options]"
    for parameter in command.get_params(context):
        if isinstance(parameter, TyperArgument):
            yield argument_usage(parameter)
    if isinstance(command, TyperGroup):
        yield "COMMAND" if context.parent is None else "[COMMAND]"


def _sections(command: Any, context: Any) -> Iterator["HelpSection"]:
    """Yield the sections: the commands by group, arguments, options, other tables, examples, related commands."""
    parameters = command.get_params(context)
    arguments = [each for each in parameters if isinstance(each, TyperArgument)]
    options = [each for each in parameters if isinstance(each, TyperOption) and not each.hidden]
    if isinstance(command, TyperGroup):
        yield from _commands(command)
    yield "Arguments", [(argument_name(argument), argument.help or "") for argument in arguments]
    yield "Options", [(option_names(option), option_help(option)) for option in options]
    if context.parent is not None:
        yield "Options of every command", [(f"{listed(GLOBAL_OPTIONS, 'and')}: see `genai-roadmap help`.", "")]
    yield from tables(command.name)
    lines = (command.epilog or "").splitlines()
    yield "Examples", [(line, "") for line in lines if not line.startswith(SEE_ALSO)]
    yield "See also", [(line.removeprefix(SEE_ALSO), "") for line in lines if line.startswith(SEE_ALSO)]
    if context.parent is None:
        from genai_roadmap.cli.help_topics import TOPICS

        yield "Help topics", [(name, topic.summary) for name, topic in TOPICS.items()]
        yield "Learn more", [(f"{context.command_path} help COMMAND", "Help on a command or topic.")]


def _commands(group: TyperGroup) -> Iterator["HelpSection"]:
    """Yield the commands of each group, with their help."""
    groups = defaultdict(list)
    for name, command in group.commands.items():
        if not command.hidden:
            groups[getattr(command, "rich_help_panel", None) or "Commands"].append(
                (name, (command.help or "").partition("\n")[0])
            )
    yield from groups.items()


def argument_name(argument: TyperArgument) -> str:
    """Return the name of an argument, such as ITEM."""
    return argument.display_name_raw.partition(OPTION_INSTEAD)[0]


def argument_usage(argument: TyperArgument) -> str:
    """Return an argument for the usage line: in brackets, unless it or an option in its place is required."""
    name = argument.display_name_raw
    return name if argument.required or OPTION_INSTEAD in name else f"[{name}]"


def option_names(option: TyperOption) -> str:
    """Return the names of an option and of its value, such as -o, --output FILE."""
    value = "" if option.is_flag else f" {option.metavar or (option.name or '').upper()}"
    value = " [SHELL]" if option.opts[0] in COMPLETION_HELP else value
    return ", ".join([*sorted(option.opts, key=len), *option.secondary_opts]) + value


def option_help(option: TyperOption) -> str:
    """Return the description of an option."""
    return COMPLETION_HELP.get(option.opts[0], option.help or "")
