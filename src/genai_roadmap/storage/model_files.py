"""TOML files of one small model each, such as where a roadmap came from."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.storage import files, folders, toml

if TYPE_CHECKING:
    from pydantic import BaseModel

FORMAT = 1

M = TypeVar("M", bound="BaseModel")


def load(path: Path, model: type[M], hint: str = "") -> M | None:
    """Return the model in a file, or None if there is none; raise FileInvalidError, with the hint if one is given."""
    if not os.path.lexists(path):
        return None
    try:
        return toml.parse_model(path, model, files.read_existing(path), newest_format=FORMAT)
    except FileInvalidError as error:
        raise FileInvalidError(*error.problems, summary=f"{error}; {hint}" if hint else str(error)) from None


def save(path: Path, model: BaseModel) -> None:
    """Write a model to a file if it changed; the caller must hold the lock of the roadmap. Raises FileWriteError."""
    # Slow to import, and needed only to write.
    import tomli_w

    content = tomli_w.dumps({"format": FORMAT, **model.model_dump(exclude_defaults=True)}).encode()
    with files.write_errors(path):
        target = Path(os.path.realpath(path))
        if os.path.lexists(path) and files.read_existing(target) == content:
            return
        if toml.parse_model(path, type(model), content, newest_format=FORMAT) != model:
            message = f"{path} can't be written: it would not read back as written"
            raise FileWriteError(message)
        folders.make_folder(target.parent)
        files.sweep(target.parent, f".{glob.escape(target.name)}.*{files.TEMPORARY}")
        files.replace(target, content)
