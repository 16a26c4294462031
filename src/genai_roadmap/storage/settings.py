"""The learner's settings, and the name of this machine."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from genai_roadmap.errors import FileWriteError
from genai_roadmap.progress.change import Id
from genai_roadmap.roadmap.models import RoadmapId
from genai_roadmap.storage import files, toml

FORMAT = 1

RestDays = Annotated[int, Strict(), Field(ge=0, le=6)]


class Settings(BaseModel):
    """The content of `settings.toml`; `rest_days` is how many days per week a streak may miss."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    active: RoadmapId | None = None
    machine: Id | None = None
    rest_days: RestDays = 0


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
        content = tomli_w.dumps(settings.model_dump(exclude_none=True)).encode()
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
    return toml.validate(path(), Settings, toml.parse_toml(path(), content, newest_format=FORMAT))
