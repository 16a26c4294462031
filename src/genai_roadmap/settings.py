"""The learner's settings: which roadmap is active, and the name by which this machine's changes are known."""

import secrets

from pydantic import BaseModel, ConfigDict

from genai_roadmap import files

FORMAT = 1


class Settings(BaseModel):
    """What `settings.toml` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    active: str | None = None
    machine: str | None = None


def load() -> Settings:
    """The settings, or the defaults where there are none yet; raises FileInvalidError."""
    path = files.home() / "settings.toml"
    try:
        data = files.read_toml(path, newest_format=FORMAT)
    except FileNotFoundError:
        return Settings()
    return files.validated(path, Settings.model_validate, data)


def update(**changes: str) -> Settings:
    """The settings after changing and saving some of them; raises FileInvalidError and FileWriteError."""
    import tomli_w

    with files.locked(files.home() / "settings.toml") as target:
        settings = load().model_copy(update=changes)
        files.replace(target, tomli_w.dumps(settings.model_dump(exclude_none=True)).encode())
    return settings


def machine() -> str:
    """The name of this machine, made up when it is first needed."""
    return load().machine or update(machine=secrets.token_hex(3)).machine or ""
