"""Keep edited texts that could not be saved."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from genai_roadmap.errors import FileWriteError
from genai_roadmap.storage import files


def keep_roadmap(roadmap_id: str, content: bytes) -> Path:
    """Save an edited roadmap in a new file beside the original or, if that fails, a temporary one; return its path."""
    try:
        return _save_beside_roadmap(roadmap_id, content)
    except FileWriteError:
        return keep_text(content, ".toml")


def keep_text(content: bytes, suffix: str = ".md") -> Path:
    """Save a text in a temporary file, and return its path; raise FileWriteError."""
    with files.write_errors(Path("a temporary file"), "your text is lost"):
        descriptor, name = tempfile.mkstemp(suffix=suffix)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    return Path(name)


def _save_beside_roadmap(roadmap_id: str, content: bytes) -> Path:
    number = 1
    while True:
        path = files.path_of("roadmaps", roadmap_id, f"{roadmap_id}.draft-{number}")
        # "x" fails if the file exists, so two drafts saved at once get different names.
        with files.write_errors(path), suppress(FileExistsError), open(path, "xb", opener=_open_private) as file:
            file.write(content)
            return path
        number += 1


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
