"""The tables in the help of single commands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genai_roadmap.storage.settings import Setting
    from genai_roadmap.terminal.pages.reference import HelpSection


def tables(command: str | None) -> Iterator["HelpSection"]:
    """Yield what a command has besides its options, such as settings, formats, keys, and grades."""
    if command == "config":
        from genai_roadmap.storage.settings import all_settings

        yield "Settings", [(each.key, _setting_help(each)) for each in all_settings()]
    elif command == "export":
        from genai_roadmap.cli.transfer import FORMATS

        yield "Formats", [(form, purpose) for form, purpose in FORMATS.items()]
    elif command == "ui":
        from genai_roadmap.tui.key_help import HELP

        yield from ((f"Keys to {purpose.lower()}", [*keys]) for purpose, keys in HELP.items())
    elif command == "review":
        from genai_roadmap.terminal.pages.flashcard import MEANINGS

        yield (
            "Grades",
            [
                (f"{n} {grade.value}", f"{text[0].upper()}{text[1:]}.")
                for n, (grade, text) in enumerate(MEANINGS.items(), 1)
            ],
        )
    elif command == "stats":
        from genai_roadmap.cli.help_topics import STATISTICS

        yield "How it is counted", [*STATISTICS.items()]


def _setting_help(setting: "Setting") -> str:
    return f"{setting.description}: {setting.allowed} (default: {setting.default_text})"
