"""Save an imported roadmap with the progress that came with it."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.roadmap.removed import removed_item
from genai_roadmap.storage import files, progress_files, removed_items, roadmap_files, settings, sources

if TYPE_CHECKING:
    import datetime as dt
    from contextlib import AbstractContextManager
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.storage.archive import Archive
    from genai_roadmap.storage.roadmap_files import LockedRoadmapFile
    from genai_roadmap.storage.sources import Source

# The first backup is the current progress, and the second one that before the import.
RESTORE = "restore 2"


@dataclass(frozen=True, slots=True)
class Imported:
    """The content of an imported file: the roadmap, its text if it is TOML, and the archive if it is JSON.

    `source` is where it came from; None if that is not kept, because it is an export of this program. `is_reviewed` is
    set if the learner saw its outline.
    """

    parsed: ParsedRoadmap
    toml: bytes | None = None
    archive: Archive | None = None
    source: Source | None = None
    is_reviewed: bool = False

    @property
    def has_fixed_slugs(self) -> bool:
        """Whether its slugs are the author's, and not derived from titles."""
        return bool(self.toml or self.archive) or self.parsed.is_checklist


class Saved(NamedTuple):
    """The file that was written, whether it replaced another version of the roadmap, and the number of new changes.

    `undo` is the command that reverts it all, without the name of the program; empty if there is none.
    """

    path: Path
    is_new_version: bool
    new_changes: int
    undo: str


def save(
    session: Session, imported: Imported, text: bytes | None, old: bytes | None, found: Revision | None
) -> Saved | None:
    """Save the roadmap, with this text if it is the same, and the imported progress; of an update, what it `found`.

    Returns None without writing if the roadmap is no longer `old`, or if the progress file was edited. All is checked
    before anything is written, and the progress is written first: a roadmap without its progress would look complete.
    """
    roadmap = found.roadmap if found else imported.parsed.roadmap
    content = roadmap_files.content_of(roadmap, text)
    versions = (old, content) if found and old is not None and old != content else None
    with _lock(roadmap.id) as file, progress_files.lock(roadmap.id) as progress_file:
        if file and file.read() != old:
            return None
        before = progress_file.read()
        # Read now, because an error after the first write would come too late.
        session.settings = settings.load()
        source = imported.source or sources.load(roadmap.id)
        removed = removed_items.with_added(roadmap.id, map(removed_item, found.removed if found else ()))
        after = _with_import(session, before, imported, roadmap, versions)
        if not progress_file.write(after, session.now):
            return None
        if file:
            with files.after_writes("only the progress was imported; try again" if after is not before else ""):
                if removed:
                    removed_items.save(roadmap.id, removed)
                _write_roadmap(file, roadmap.id, source, old, content, session.now)
    if imported.archive:
        _adopt_settings(session, imported.archive, roadmap.id)
    return _saved(imported, roadmap.id, before, after, is_new_version=bool(versions))


def _saved(imported: Imported, roadmap_id: str, before: Progress, after: Progress, *, is_new_version: bool) -> Saved:
    """Return what was saved, given the progress before and after."""
    is_bundled = roadmap_id == roadmap_files.BUNDLED
    path = progress_files.path_of(roadmap_id) if is_bundled else roadmap_files.path_of(roadmap_id)
    # The change that names the versions does not count as progress.
    new_changes = len(after.changes) - len(before.changes) - is_new_version
    can_undo = is_new_version or (not imported.archive and new_changes == 1)
    restore = RESTORE if before.changes and new_changes else ""
    return Saved(path, is_new_version, new_changes, "undo" if can_undo else restore)


def _lock(roadmap_id: str) -> AbstractContextManager[LockedRoadmapFile | None]:
    """Return the lock of one of the learner's roadmaps; it yields None for the bundled one, which is never written."""
    return nullcontext() if roadmap_id == roadmap_files.BUNDLED else roadmap_files.lock(roadmap_id)


def _write_roadmap(
    file: LockedRoadmapFile, roadmap_id: str, source: Source | None, old: bytes | None, content: bytes, now: dt.datetime
) -> None:
    """Write a roadmap, which is valid, after where it came from, so that the new version is known to be no edit."""
    if source:
        sources.save(roadmap_id, source.with_version(digest(content)))
    if content != old:
        file.replace(old, content, now)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, by which the journal identifies a version of the roadmap."""
    return hashlib.sha256(content).hexdigest()


def _with_import(
    session: Session, progress: Progress, imported: Imported, roadmap: Roadmap, versions: tuple[bytes, bytes] | None
) -> Progress:
    """Return the progress merged with the imported one: the journal of an archive, or the statuses in a text.

    If the roadmap is replaced by another version, that is a change too, so that it can be undone together with the
    statuses. The changes of an archive are not, because importing it again would not record them again.
    """
    recorded: tuple[str, ...] = ()
    if imported.archive:
        after = progress.merge(imported.archive.progress)
    else:
        from genai_roadmap.app.imported_progress import with_parsed

        after = with_parsed(progress, imported.parsed, roadmap, session)
        recorded = tuple(change.id for change in after.changes if change.id not in progress.by_id)
    if not versions:
        return after
    old, new = map(digest, versions)
    return after.record_import(old, new, recorded, session.new_stamp())


def _adopt_settings(session: Session, imported: Archive, roadmap_id: str) -> None:
    """Adopt the settings of the export that are not set on this machine."""
    imported_id = roadmap_id if imported.active and roadmap_id != roadmap_files.BUNDLED else None

    def adopt(mine: settings.Settings) -> settings.Settings:
        adopted: dict[str, object] = {} if mine.active or not imported_id else {"active": imported_id}
        if "rest_days" not in mine.model_fields_set and imported.rest_days:
            adopted["rest_days"] = imported.rest_days
        return mine.model_copy(update=adopted)

    if adopt(session.settings) != session.settings:
        with files.after_writes("everything except the settings was imported; try again"):
            session.settings = settings.update(adopt)
