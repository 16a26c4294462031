"""The version of the bundled roadmap that was last shown."""

import os

from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import files, folders, roadmap_files


def replace(content: bytes) -> Roadmap | None:
    """Store this version of the bundled roadmap as seen, and return the version seen before if it was another one.

    Returns None if there was none, or if it is invalid. Raises FileInvalidError and FileWriteError.
    """
    path = files.home() / "seen" / f"{roadmap_files.BUNDLED}.toml"
    before = files.read_existing(path) if os.path.lexists(path) else None
    if before == content or not folders.is_folder(files.home()):
        return None
    with files.lock(path, seconds=0) as target:
        files.replace(target, content)
    return None if before is None or roadmap_files.problems(path, before) else roadmap_files.parse(path, before)
