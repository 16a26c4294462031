"""The learner's settings, and the name of this machine."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints

from genai_roadmap.errors import FileWriteError
from genai_roadmap.progress.change import Id
from genai_roadmap.roadmap.models import RoadmapId
from genai_roadmap.storage import files, toml
from genai_roadmap.text import printable

FORMAT = 1

RestDays = Annotated[int, Strict(), Field(ge=0, le=6)]


def _check_line(text: str) -> str:
    if printable(text) != text:
        message = "should be one line of visible characters"
        raise ValueError(message)
    return text


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_check_line)
]


class Settings(BaseModel):
    """The content of `settings.toml`; a field with a title is a setting, and the title is its key in `config`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    machine: Id | None = None
    active: RoadmapId | None = Field(None, title="roadmap", description="Active roadmap (`use` sets it too)")
    name: Line | None = Field(None, title="name", description="Your name, for the title of the HTML page")
    pager: Line = Field("auto", title="pager", description="Pager for long output: auto, off, or a command")
    streak: Annotated[bool, Strict()] = Field(default=True, title="streak", description="Whether your streak is shown")
    rest_days: RestDays = Field(
        0, title="streak.rest-days", description="Days per week without activity that don't end a streak"
    )


def path() -> Path:
    """Return the path of the settings file."""
    return files.home() / "settings.toml"


def load() -> Settings:
    """Return the settings, or the defaults if there is no file; raise FileInvalidError."""
    try:
        content = files.read(path())
    except FileNotFoundError:
        return Settings()
    return _parse(content)


def update(change: Callable[[Settings], Settings]) -> Settings:
    """Replace the settings by what `change` returns for them; raise FileInvalidError and FileWriteError."""
    # Slow to import, and needed only to write.
    import tomli_w

    with files.lock(path()) as target:
        settings = change(load())
        # Without defaults, so that a program that doesn't know a setting can read the file until it is used.
        content = tomli_w.dumps({"format": FORMAT, **settings.model_dump(exclude_defaults=True)}).encode()
        if _parse(content) != settings:
            message = f"{target} can't be written: it would not read back as written; nothing was changed"
            raise FileWriteError(message)
        files.replace(target, content)
    return settings


def machine() -> str:
    """Return the name of this machine, generated at the first call; raise FileInvalidError and FileWriteError."""
    if name := load().machine:
        return name
    generated = os.urandom(3).hex()
    # Another process may generate one too: the first to get the lock wins.
    return update(lambda now: now.model_copy(update={"machine": now.machine or generated})).machine or generated


def _parse(content: bytes) -> Settings:
    return toml.validate(path(), Settings, toml.parse_toml(path(), content, newest_format=FORMAT), content)
