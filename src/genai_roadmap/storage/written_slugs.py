"""The slugs that were written into a roadmap file."""

from pathlib import Path
from typing import NamedTuple


class WrittenSlug(NamedTuple):
    """A slug that was written, with the number and the title of its item."""

    slug: str
    number: str
    title: str


class Fix(NamedTuple):
    """What was written into a roadmap file, and the backup of the file; None if nothing was."""

    path: Path
    slugs: list[WrittenSlug]
    backup: Path | None = None
