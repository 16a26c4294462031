"""The learner's settings, and the name of this machine."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints, ValidationError

from genai_roadmap.errors import FileInvalidError, FileNewerError, FileWriteError, RequestError, UsageError
from genai_roadmap.progress.change import Id
from genai_roadmap.roadmap.models import RoadmapId
from genai_roadmap.spelling import nearest
from genai_roadmap.storage import files, folders, toml
from genai_roadmap.storage.roadmap_files import BUNDLED
from genai_roadmap.text import MAX_SHOWN, printable

FORMAT = 1

# The types of settings.
Value = bool | int | float | str
SWITCHES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
NUMBER = re.compile(r"\d{1,10}(\.\d{1,3})?", re.ASCII)

Switch = Annotated[bool, Strict()]
RestDays = Annotated[int, Strict(), Field(ge=0, le=6)]
ReviewLimit = Annotated[int, Strict(), Field(ge=0, le=1000)]
PerWeek = Annotated[float, Strict(), Field(ge=0, le=1000)]


def _check_line(text: str) -> str:
    if printable(text) != text:
        message = "should be one line of visible characters"
        raise ValueError(message)
    return text


MAX_LINE = 200
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LINE), AfterValidator(_check_line)
]

MAX_MACHINE_NAME = 40
MachineName = Annotated[Line, StringConstraints(max_length=MAX_MACHINE_NAME)]
Location = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_check_line)
]
MAX_TIMEOUT = 3600
Seconds = Annotated[int, Strict(), Field(ge=5, le=MAX_TIMEOUT)]


def _setting(key: str, description: str, allowed: str, *values: str, default: Any = None) -> Any:
    """Return a field that `config` shows under this key; shell completion suggests the values."""
    return Field(
        default, title=key, description=description, examples=[*values], json_schema_extra={"allowed": allowed}
    )


class Settings(BaseModel):
    """The content of `settings.toml`; the fields with a title are the learner's settings, and the title is the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    machine: Id | None = None
    active: RoadmapId | None = _setting("roadmap", "Active roadmap (`use` sets it too)", "the ID of a roadmap")
    name: Line | None = _setting(
        "name", "Your name, in the title of the HTML page", f"one line of at most {MAX_LINE} characters"
    )
    pager: Line = _setting("pager", "Pager for long output", "auto, off or a command", "auto", "off", default="auto")
    streak: Switch = _setting("streak", "Show your streak", "on or off", "on", "off", default=True)
    rest_days: RestDays = _setting(
        "streak.rest-days", "Rest days per week that keep the streak", "0 to 6", *map(str, range(7)), default=0
    )
    review_limit: ReviewLimit = _setting(
        "review.limit", "Topics to review per day (0: no reviews)", "0 to 1000", "0", "5", "10", "20", default=10
    )
    colors: Literal["terminal", "dark", "light"] = _setting(
        "ui.colors",
        "Colors of `ui` (the key `t` sets it too)",
        "terminal, dark or light",
        *("terminal", "dark", "light"),
        default="terminal",
    )
    per_week: PerWeek = _setting(
        "plan.per-week",
        "Topics to plan per week (0: by the goal)",
        "a number from 0 to 1000, like 3 or 1.5",
        "0",
        "2",
        "3",
        "5",
        default=0,
    )
    machine_name: MachineName | None = _setting(
        "machine.name",
        "Name of this machine in `log` and `sync`",
        f"one line of at most {MAX_MACHINE_NAME} characters",
    )
    sync_location: Location | None = _setting(
        "sync.location", "Where `sync` exchanges progress", "the URL of a git repository, or a folder"
    )
    sync_timeout: Seconds = _setting(
        "sync.timeout", "Seconds that `sync` waits for git", f"5 to {MAX_TIMEOUT}", "60", "300", default=60
    )


class Setting(NamedTuple):
    """A setting: its key, the field of `Settings`, and descriptions of it and of the allowed values."""

    key: str
    field: str
    default: Value | None
    description: str
    allowed: str
    values: tuple[str, ...]

    @property
    def default_text(self) -> str:
        """The default as text, or none."""
        return text_of(self.default) or "none"

    def of(self, settings: Settings) -> Value | None:
        """Return the value in the settings."""
        value: Value | None = getattr(settings, self.field)
        return self.default if value is None else value

    def changed(self, settings: Settings, text: str | None) -> Settings:
        """Return the settings with the value in the text, or with the default; raise UsageError."""
        if text is None:
            return Settings.model_validate(settings.model_dump(exclude_unset=True, exclude={self.field}))
        value: Value = SWITCHES.get(text.casefold(), text) if isinstance(self.default, bool) else text
        if isinstance(self.default, int) and NUMBER.fullmatch(text):
            value = int(text) if text.isdecimal() else float(text)
        try:
            return Settings.model_validate({**settings.model_dump(exclude_unset=True), self.field: value})
        except ValidationError:
            message = f"invalid value {text[:MAX_SHOWN]!r} for `{self.key}`; use {self.allowed}"
            message += "" if text.strip() else f". To clear it: genai-roadmap config {self.key} --unset"
            raise UsageError(message) from None


def all_settings() -> list[Setting]:
    """Return the settings that the learner can change."""
    return [
        Setting(
            key=field.title,
            field=name,
            default=BUNDLED if name == "active" else field.default,
            description=field.description or "",
            allowed=str(cast("dict[str, Any]", field.json_schema_extra)["allowed"]),
            values=tuple(field.examples or ()),
        )
        for name, field in Settings.model_fields.items()
        if field.title
    ]


def setting_with_key(key: str) -> Setting:
    """Return the setting with a key; raise RequestError with the nearest key if there is none."""
    found = {setting.key: setting for setting in all_settings()}
    typed = key.casefold().replace("_", "-")
    if typed in found:
        return found[typed]
    words = {key.replace(".", " "): key for key in found}
    meant = " or ".join(f"`{words[name]}`" for name in nearest(typed.replace(".", " "), words, parts=True))
    hint = f". Did you mean {meant}?" if meant else f" (available: {', '.join(found)})"
    message = f"no setting {key[:MAX_SHOWN]!r}{hint}"
    raise RequestError(message)


def text_of(value: Value | None) -> str:
    """Return a value as text; empty if there is none."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def path() -> Path:
    """Return the path of the settings file."""
    return files.home() / "settings.toml"


def load() -> Settings:
    """Return the settings, or the defaults if there is no file; raise FileInvalidError, which says how to repair it."""
    try:
        return _parse(files.read(path()))
    except FileNotFoundError:
        return Settings()
    except FileNewerError:
        raise
    except FileInvalidError as error:
        if not folders.is_folder(files.home()):
            # A file in place of the folder is reported for the progress file, or when something is written.
            return Settings()
        # Not in the problems, which a warning ends with another clause.
        summary = str(error.with_hint("edit the file, or remove it to use the defaults"))
        raise FileInvalidError(*error.problems, summary=summary) from None


def update(change: Callable[[Settings], Settings]) -> Settings:
    """Replace the settings with what `change` returns for them; raise FileInvalidError and FileWriteError."""
    # Slow to import, and needed only to write.
    import tomli_w

    with files.lock(path()) as target:
        settings = change(load())
        # Without unset fields, so that older programs can read the file until a setting that they don't know is used.
        data = settings.model_dump(exclude_unset=True, exclude_none=True)
        content = tomli_w.dumps({"format": FORMAT, **data}).encode()
        if _parse(content) != settings:
            message = f"{target} can't be written: it would not read back as written"
            raise FileWriteError(message)
        files.replace(target, content)
    return settings


def is_active(roadmap_id: str) -> bool:
    """Return whether a roadmap is the active one; False if the settings can't be read."""
    try:
        return (load().active or BUNDLED) == roadmap_id
    except FileInvalidError:
        return False


def machine() -> str:
    """Return the name of this machine, generated at the first call; raise FileInvalidError and FileWriteError."""
    if name := load().machine:
        return name
    generated = os.urandom(3).hex()
    # Another process may generate one too; the first to get the lock wins.
    return update(lambda now: now.model_copy(update={"machine": now.machine or generated})).machine or generated


def _parse(content: bytes) -> Settings:
    return toml.parse_model(path(), Settings, content, newest_format=FORMAT)
