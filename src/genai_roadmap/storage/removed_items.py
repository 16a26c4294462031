"""The items that updates removed from roadmaps: one file for each roadmap, to recognize items that are back.

A roadmap has only their slugs, so that earlier versions of the program can read it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.roadmap.models import FrozenModel
from genai_roadmap.roadmap.removed import RemovedItem, removed_item
from genai_roadmap.storage import files, model_files, roadmap_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
    hint = "remove the file to forget the titles of removed items"
    found = model_files.load(path_of(roadmap_id), RemovedItems, hint)
    return {item.slug: item for item in found.items} if found else {}


def titles(roadmap_id: str) -> dict[str, str]:
    """Return the titles of the removed items by slug; none if the file is damaged."""
    with suppress(FileInvalidError):
        return {slug: item.title for slug, item in load(roadmap_id).items()}
    return {}


def find_in_backups(roadmap_id: str, slugs: Iterable[str]) -> dict[str, RemovedItem]:
    """Return the removed items with these slugs that are in a backup of the roadmap, those above, and those in them.

    They were removed by an earlier version of the program, in an editor, or on another machine.
    """
    missing, found = {*slugs}, dict[str, RemovedItem]()
    for backup in roadmap_files.list_backups(roadmap_id) if missing else ():
        with suppress(FileInvalidError):
            items = roadmap_files.parse(backup.path, files.read_existing(backup.path)).items_by_slug
            for item in (items[slug] for slug in missing & items.keys()):
                topics = (items[topic.slug] for topic in item.content.topics)
                found |= {each.slug: removed_item(each) for each in (*item.with_ancestors, *topics)}
            missing -= items.keys()
        if not missing:
            break
    return found


def with_added(roadmap_id: str, items: Iterable[RemovedItem]) -> RemovedItems | None:
    """Return the content of the file about a roadmap with more items; None if there are none to add.

    Raises FileInvalidError if the file is damaged.
    """
    added = {item.slug: item for item in items}
    before = load(roadmap_id) if added else {}
    after = before | added
    return None if after == before else RemovedItems(items=tuple(after.values()))


def save(roadmap_id: str, content: RemovedItems) -> None:
    """Write the file about a roadmap, which must be locked; raise FileWriteError."""
    model_files.save(path_of(roadmap_id), content)
