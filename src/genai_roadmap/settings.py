"""The learner's settings, and the name by which this machine's changes are known."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from genai_roadmap import files, mistakes
from genai_roadmap.progress.change import Id
from genai_roadmap.roadmap.models import RoadmapId

FORMAT = 1

RestDays = Annotated[int, Strict(), Field(ge=0, le=6)]


class Settings(BaseModel):
    """What `settings.toml` holds; `rest_days` a week may be without learning, and the streak goes on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    active: RoadmapId | None = None
    machine: Id | None = None
    rest_days: RestDays = 0


def path() -> Path:
    """The file of the settings."""
    return files.home() / "settings.toml"


def load() -> Settings:
    """The settings, or the defaults where there are none yet; raises FileInvalidError."""
    try:
        data = files.read_toml(path(), newest_format=FORMAT)
    except FileNotFoundError:
        return Settings()
    return mistakes.validated(path(), Settings.model_validate, data)


def update(change: Callable[[Settings], Settings]) -> Settings:
    """The one way to change settings, on top of what they are; raises FileInvalidError and FileWriteError."""
    import tomli_w

    with files.locked(path()) as target:
        settings = change(load())
        files.replace(target, tomli_w.dumps(settings.model_dump(exclude_none=True)).encode())
    return settings


def machine() -> str:
    """The name of this machine, made up when it is first needed; raises FileInvalidError and FileWriteError."""
    if name := load().machine:
        return name
    made_up = secrets.token_hex(3)
    # Another program may be at it too: whoever has the lock first gives the name.
    return update(lambda now: now.model_copy(update={"machine": now.machine or made_up})).machine or made_up
