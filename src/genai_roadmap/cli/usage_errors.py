"""Messages about invalid command lines, with what to type instead."""

import re
from collections.abc import Iterable

import typer

from genai_roadmap.spelling import nearest

UNEXPECTED = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)
# Names that other programs use, or that people might try.
SYNONYMS = {
    "done": ["check-off", "complete", "completed", "finish", "finished", "learned", "mark", "tick"],
    "start": ["begin", "started"],
    "skip": ["ignore"],
    "reset": ["incomplete", "uncheck", "undone", "unmark"],
    "note": ["annotate", "comment", "notes"],
    "undo": ["revert", "rollback"],
    "log": ["activity", "history", "journal"],
    "status": ["overview", "progress"],
    "next": ["recommend", "suggest", "todo", "what"],
    "list": ["all", "dir", "ls", "steps", "topics", "tree"],
    "show": ["cat", "describe", "details", "info", "view"],
    "search": ["filter", "find", "grep"],
    "open": ["browse", "link", "url"],
    "ui": ["dashboard", "gui", "tui"],
    "stats": ["analytics", "burndown", "pace", "report", "statistics", "streak", "summary"],
    "goal": ["deadline", "due", "target"],
    "plan": ["agenda", "calendar", "schedule"],
    "use": ["activate", "checkout", "select", "switch"],
    "new": ["add", "create", "init"],
    "remove": ["del", "delete", "rm", "uninstall"],
    "import": ["load"],
    "export": ["dump", "save"],
    "check": ["doctor", "lint", "validate", "verify"],
    "path": ["files", "folder", "paths", "where"],
    "restore": ["backup", "backups", "recover"],
    "config": ["configure", "options", "preferences", "prefs", "set", "setting", "settings"],
    "--version": ["version"],
}


def unknown_command(name: str, commands: Iterable[str]) -> str:
    """Return the message for an unknown command, with a suggestion if one is similar."""
    meant = {command: command for command in commands}
    meant |= {synonym: command for command, synonyms in SYNONYMS.items() for synonym in synonyms}
    if found := dict.fromkeys(meant[word] for word in nearest(name.casefold(), meant)):
        return f"no command {name!r}. Did you mean {_choice(found)}?"
    return f"no command {name!r}. Run `genai-roadmap help` to list commands."


def usage_message(error: typer.TyperException) -> str:
    """Return the message for a usage error, with a suggestion or where to find help."""
    context = getattr(error, "ctx", None)
    if context and hasattr(error, "possibilities"):
        return _unknown_option(str(getattr(error, "option_name", "")), context)
    message = UNEXPECTED.sub(r"unexpected argument: \1", error.format_message())
    message = message.removeprefix("Invalid value: ").replace("Value error, ", "")
    # Suggestions and messages about values are complete without a hint to the help.
    is_complete = message.endswith(("?", "commands.")) or (isinstance(error, typer.BadParameter) and error.message)
    return message if is_complete or not context else f"{message.rstrip('.')}. {_help_hint(context)}"


def _unknown_option(option: str, context: typer.Context) -> str:
    options = [name for parameter in context.command.get_params(context) for name in parameter.opts]
    if meant := nearest(option, options):
        return f"no option {option!r}. Did you mean {_choice(meant)}?"
    return f"no option {option!r}. {_help_hint(context)}"


def _help_hint(context: typer.Context) -> str:
    return f"Run `{context.command_path} --help` for help."


def _choice(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)
