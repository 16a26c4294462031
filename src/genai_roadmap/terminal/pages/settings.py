"""Pages about the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.storage.settings import text_of
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from genai_roadmap.storage.settings import Setting, Value
    from genai_roadmap.terminal.display import Display

NOT_SET = "not set"
NO_VALUE = f"({NOT_SET})"
# A narrower list has no descriptions; the page of each setting has them.
MIN_WIDTH = 60


def listing(found: list[tuple[Setting, Value | None]], display: Display) -> Page:
    """Show settings, one per line; those that differ from the default are highlighted."""
    is_narrow = not display.has_room(MIN_WIDTH)
    rows = [
        [
            safe_text(setting.key),
            safe_text(text_of(value) or NO_VALUE, QUIET if value == setting.default else HEADING),
            *([] if is_narrow else [safe_text(f"{setting.description} (default: {setting.default_text})", QUIET)]),
        ]
        for setting, value in found
    ]
    hints = [
        *([("Describe one with", "genai-roadmap config KEY")] if is_narrow else []),
        ("Change one with", "genai-roadmap config KEY VALUE"),
    ]
    return components.page(components.table(rows, display), Group(*(components.hint(*each) for each in hints)))


def setting(found: Setting, value: Value | None, display: Display) -> Page:
    """Show everything about a setting."""
    facts = [
        (found.key, text_of(value) or NO_VALUE),
        ("Default", found.default_text),
        ("Allowed", found.allowed),
        ("Meaning", found.description),
    ]
    return components.pairs(facts, display)


def _now(value: str) -> str:
    return f"now {value}" if value else "no longer set"


def changed(found: Setting, value: Value | None, before: Value | None, _display: Display) -> Page:
    """Show the new value of a setting, and how to change it back, because `undo` reverts only the journal."""
    if value == before:
        return safe_text(f"{found.key} is {text_of(value) or NOT_SET}; nothing changed.")
    is_off = found.key == "sync.location" and value is None and before
    remains = f"Nothing was removed: what was received stays here, and what was sent stays at {text_of(before)}."
    old = "--unset" if before in (None, found.default) else quoted(text_of(before))
    return Group(
        safe_text(f"{found.key} is {_now(text_of(value))} (was {text_of(before) or NOT_SET})."),
        *([safe_text(remains)] if is_off else []),
        components.hint("Change it back with", f"genai-roadmap config {found.key} {old}"),
    )
