"""Read roadmaps, and say how to repair those of the learner that are damaged."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from genai_roadmap.errors import FileInvalidError, FileNewerError, RoadmapError
from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.report.wording import minute_text
from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import backups, files, folders, roadmap_files, sources
from genai_roadmap.text import quoted


def read(path: Path) -> Roadmap:
    """Return the roadmap in a file; the error of one of the learner's own says how to repair it.

    Raises RequestError if there is no file, and FileInvalidError with every error.
    """
    content = roadmap_files.read_content(path)
    try:
        return roadmap_files.parse(path, content)
    except FileNewerError:
        raise
    except FileInvalidError as error:
        if path.parent != roadmap_files.own_folder() or id_error(path.stem):
            raise
        raise error.with_hint(_hint(path.stem)) from None


def others(roadmap: Roadmap) -> Iterator[Roadmap]:
    """Yield the other roadmaps that are valid."""
    for entry in roadmap_files.entries():
        if entry.id != roadmap.id:
            with suppress(RoadmapError):
                yield roadmap_files.read(entry.path)


def is_damaged(path: Path, content: bytes) -> bool:
    """Return whether a roadmap file with this content is invalid; raise FileNewerError if it has a newer format."""
    try:
        roadmap_files.parse(path, content)
    except FileNewerError:
        raise
    except FileInvalidError:
        return True
    return False


def removed_ids() -> list[str]:
    """Return the ids of the roadmaps of which there are backups only."""
    names = [path.name for path in folders.list_folder(files.home() / "backups", "*") if not id_error(path.name)]
    missing = [name for name in names if not os.path.lexists(roadmap_files.path_of(name))]
    return [name for name in missing if _has_backup(name)]


def _has_backup(roadmap_id: str) -> bool:
    """Return whether there is a backup of a roadmap in a readable folder."""
    with suppress(FileInvalidError):
        return bool(roadmap_files.list_backups(roadmap_id))
    return False


def newest_good_backup(roadmap_id: str) -> backups.BackupFile | None:
    """Return the newest valid backup of one of the learner's roadmaps; None if there is none.

    Raises FileInvalidError if they are not readable.
    """
    path = roadmap_files.path_of(roadmap_id)
    found = roadmap_files.list_backups(roadmap_id)
    return next((each for each in found if not roadmap_files.problems(path, files.read_existing(each.path))), None)


def _hint(roadmap_id: str) -> str:
    """Return the commands that repair a roadmap: one to edit it, and one to replace it if that is possible."""
    edit = f"edit it with `genai-roadmap edit {roadmap_id}`"
    try:
        if backup := newest_good_backup(roadmap_id):
            at = minute_text(in_local_zone(backup.at))
            return f"{edit}, or restore the newest good backup ({at}) with `genai-roadmap restore {roadmap_id}`"
        source = sources.load(roadmap_id)
    except FileInvalidError as error:
        return f"{edit} ({error})"
    if not source or not source.source:
        return edit
    return f"{edit}, or import it again with `genai-roadmap import {quoted(source.source)} --id {roadmap_id}`"
