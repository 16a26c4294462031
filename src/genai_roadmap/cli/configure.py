"""The command that shows and changes the settings."""

from typing import Annotated

import typer

from genai_roadmap.cli.options import Json, reject_if
from genai_roadmap.cli.output import open_session, show


def complete_key(incomplete: str) -> list[tuple[str, str]]:
    """Return the settings whose key starts with the text, with their descriptions."""
    from genai_roadmap.storage.settings import all_settings

    return [(each.key, each.description) for each in all_settings() if each.key.startswith(incomplete.casefold())]


def complete_value(context: typer.Context, incomplete: str) -> list[str]:
    """Return the values of the setting whose key was typed that start with the text."""
    from genai_roadmap.storage import roadmap_files
    from genai_roadmap.storage.settings import all_settings

    key = context.params.get("key")
    values = [value for setting in all_settings() if setting.key == key for value in setting.values]
    if key == "roadmap":
        values = [entry.id for entry in roadmap_files.entries()]
    return [value for value in values if value.startswith(incomplete)]


Key = Annotated[str | None, typer.Argument(metavar="KEY", help="Setting, like name.", autocompletion=complete_key)]
NewValue = Annotated[
    list[str] | None, typer.Argument(metavar="VALUE", help="New value.", autocompletion=complete_value)
]
Unset = Annotated[bool, typer.Option("--unset", help="Reset KEY to its default.")]


def config(
    context: typer.Context, key: Key = None, value: NewValue = None, unset: Unset = False, json: Json = False
) -> None:
    """Show or change settings."""
    from genai_roadmap.app import configuring

    reject_if(unset and not key, "--unset needs a KEY. For example: genai-roadmap config pager --unset")
    reject_if(unset and value, "use a VALUE or --unset, not both")
    session = open_session(context)
    if key and (value or unset):
        view = configuring.change(session, key, " ".join(value) if value else None)
    else:
        view = configuring.show(session, key) if key else configuring.list_settings(session)
    show(context, view, json=json)
