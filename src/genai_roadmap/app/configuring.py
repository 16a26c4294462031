"""Show and change the settings."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

from genai_roadmap.app import managing
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import UsageError
from genai_roadmap.storage import settings
from genai_roadmap.text import MAX_SHOWN

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.settings import Setting


def list_settings(session: Session) -> View:
    """Return every setting with its value."""
    found = [(setting, setting.of(session.settings)) for setting in settings.all_settings()]
    return View(json("json_settings.listing", found), page("settings.listing", found))


def show(session: Session, key: str) -> View:
    """Return a setting with its value; raise RequestError if there is none with this key."""
    setting = settings.setting_with_key(key)
    value = setting.of(session.settings)
    return View(json("json_settings.setting", setting, value), page("settings.setting", setting, value))


def change(session: Session, key: str, text: str | None) -> View:
    """Set a setting to the value in the text or, without a text, to its default; return both values.

    Raises RequestError if there is no such setting, and UsageError if the value is not allowed.
    """
    setting = settings.setting_with_key(key)
    before = setting.of(settings.load())
    if setting.field == "active" and text is not None:
        managing.use(text)
        session.settings = settings.load()
    else:
        _check_program(setting, text)
        if setting.field == "sync_location" and text is not None:
            from genai_roadmap.app import sync_location

            text = sync_location.resolve(text, session.warn)
        session.settings = settings.update(lambda now: setting.changed(now, text))
    value = setting.of(session.settings)
    return View(json("json_settings.setting", setting, value), page("settings.changed", setting, value, before))


def _check_program(setting: Setting, text: str | None) -> None:
    """Raise UsageError if the setting is a command, and its program is not installed."""
    if setting.field != "pager" or not (text and text.strip()) or text in setting.values:
        return
    try:
        program = next(iter(shlex.split(text)), "")
    except ValueError:
        program = ""
    if not shutil.which(program):
        message = f"{text[:MAX_SHOWN]!r} is not an installed program; use {setting.allowed}"
        raise UsageError(message)
