"""The items that updates removed from roadmaps: one file for each roadmap, to recognize items that are back.

A roadmap has only their slugs, so that earlier versions of the program can read it.
"""

from __future__ import annotations

import glob
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.roadmap.models import FrozenModel
from genai_roadmap.roadmap.removed import RemovedItem, removed_item
from genai_roadmap.storage import files, folders, roadmap_files, toml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = 1
FOLDER = "removed"


class RemovedItems(FrozenModel):
    """The removed items of a roadmap."""

    format: Literal[1] = 1
    items: tuple[RemovedItem, ...] = ()


def path_of(roadmap_id: str) -> Path:
    """Return the path of the file about a roadmap; raise RequestError if the id is invalid."""
    return files.path_of(FOLDER, roadmap_id)


def load(roadmap_id: str) -> dict[str, RemovedItem]:
    """Return the items that were removed from a roadmap, by slug; raise FileInvalidError."""
    path = path_of(roadmap_id)
    if not os.path.lexists(path):
        return {}
    try:
        return {item.slug: item for item in _parse(path, files.read_existing(path)).items}
    except FileInvalidError as error:
        hint = "remove the file to forget the titles of removed items"
        raise FileInvalidError(*error.problems, summary=f"{error}; {hint}") from None


def titles(roadmap_id: str) -> dict[str, str]:
    """Return the titles of the removed items by slug; none if the file is damaged."""
    with suppress(FileInvalidError):
        return {slug: item.title for slug, item in load(roadmap_id).items()}
    return {}


def find_in_backups(roadmap_id: str, slugs: Iterable[str]) -> dict[str, RemovedItem]:
    """Return the removed items with these slugs that are in a backup of the roadmap.

    They were removed by an earlier version of the program, in an editor, or on another machine.
    """
    missing, found = {*slugs}, dict[str, RemovedItem]()
    for backup in roadmap_files.list_backups(roadmap_id) if missing else ():
        with suppress(FileInvalidError):
            items = roadmap_files.parse(backup.path, files.read_existing(backup.path)).items_by_slug
            found |= {slug: removed_item(items[slug]) for slug in missing & items.keys()}
            missing -= items.keys()
        if not missing:
            break
    return found


def add(roadmap_id: str, items: Iterable[RemovedItem]) -> None:
    """Add removed items to the file about a roadmap, which must be locked; raise FileWriteError."""
    # Slow to import, and needed only to write.
    import tomli_w

    before = load(roadmap_id)
    after = before | {item.slug: item for item in items}
    if after == before:
        return
    path = path_of(roadmap_id)
    data = RemovedItems(items=tuple(after.values())).model_dump(exclude_defaults=True)
    with files.write_errors(path):
        folders.make_folder(path.parent)
        files.sweep(path.parent, f".{glob.escape(path.name)}.*{files.TEMPORARY}")
        files.replace(path, tomli_w.dumps({"format": FORMAT, **data}).encode())


def _parse(path: Path, content: bytes) -> RemovedItems:
    return toml.validate(path, RemovedItems, toml.parse_toml(path, content, newest_format=FORMAT), content)
