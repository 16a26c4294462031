"""Where the learner's roadmaps came from: one file for each that was imported, beside the roadmaps.

They are not in the roadmaps themselves, which the learner may publish, because they contain paths of this machine.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import Digest
from genai_roadmap.storage import files, model_files, toml
from genai_roadmap.storage.model_files import FORMAT

FOLDER = "sources"
# The number of backups, because an undo may restore any of them.
MAX_VERSIONS = 10

Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class Source(BaseModel):
    """Where a roadmap came from, how it was imported, and the versions that imports wrote.

    `level` is the heading level of the steps, if it was chosen automatically.

    `source` is the address or the absolute path of a file, `location` the URL of the file at an address, and `content`
    the SHA-256 of the imported file. `versions` are those of the roadmap's own file, the newest last.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    source: Text | None = None
    location: Text | None = None
    etag: Text | None = None
    last_modified: Text | None = None
    content: Digest | None = None
    versions: Annotated[tuple[Digest, ...], Field(max_length=MAX_VERSIONS)] = ()
    steps: Literal["h1", "h2", "h3", "h4", "list", "auto"] = "auto"
    links: Literal["topics", "resources", "auto"] = "auto"
    skip: tuple[Text, ...] = ()
    only: tuple[Text, ...] = ()
    title: Text | None = None
    level: Annotated[int, Field(strict=True, ge=1, le=9)] | None = None

    def with_version(self, digest: str) -> "Source":
        """Return the source after an import that wrote a version."""
        others = [version for version in self.versions if version != digest]
        return self.model_copy(update={"versions": (*others, digest)[-MAX_VERSIONS:]})


def path_of(roadmap_id: str) -> Path:
    """Return the path of the file about a roadmap; raise RequestError if the id is invalid."""
    return files.path_of(FOLDER, roadmap_id)


def load(roadmap_id: str) -> Source | None:
    """Return the source of a roadmap, or None if it was not imported; raise FileInvalidError."""
    return model_files.load(path_of(roadmap_id), Source, "remove the file to forget where the roadmap came from")


def parse_choices(path: Path, content: bytes) -> Source:
    """Return the choices in a text in the format of these files, whose title may be empty; raise FileInvalidError."""
    data = toml.parse_toml(path, content, newest_format=FORMAT)
    return toml.validate(path, Source, {key: value for key, value in data.items() if value != ""}, content)


def save(roadmap_id: str, source: Source) -> None:
    """Write the source of a roadmap if it changed; the roadmap must be locked. Raises FileWriteError."""
    model_files.save(path_of(roadmap_id), source)


def remove(roadmap_id: str) -> None:
    """Forget the source of a roadmap; raise FileWriteError."""
    path = path_of(roadmap_id)
    if os.path.lexists(path):
        with files.write_errors(path):
            path.unlink(missing_ok=True)


def keep_removed(roadmap_id: str) -> None:
    """Keep the source of a roadmap that is removed, under another name; raise FileWriteError."""
    _move(path_of(roadmap_id), _removed_path(roadmap_id))


def restore_removed(roadmap_id: str, version: str) -> None:
    """Restore the source of a removed roadmap if an import from it wrote this version; raise FileWriteError."""
    removed = _removed_path(roadmap_id)
    with suppress(FileInvalidError):
        source = model_files.load(removed, Source)
        if source and version in source.versions:
            _move(removed, path_of(roadmap_id))


def _removed_path(roadmap_id: str) -> Path:
    return path_of(roadmap_id).with_suffix(".removed")


def _move(old: Path, new: Path) -> None:
    if os.path.lexists(old):
        with files.write_errors(old):
            old.replace(new)
