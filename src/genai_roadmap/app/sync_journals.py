"""Write the merged journals of all machines, and the part of this machine."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from genai_roadmap.app.sync_merging import merged
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.sharing import own_changes
from genai_roadmap.storage import journal_toml, progress_files
from genai_roadmap.storage.exchange import JOURNALS, SharedFile
from genai_roadmap.storage.progress_files import Loaded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from genai_roadmap.app.sync_contents import SharedContents
    from genai_roadmap.progress.change import Change

QUOTED_ID = re.compile(rb'"([0-9a-z]{1,40})"')


def load(roadmap_ids: Iterable[str]) -> dict[str, Loaded]:
    """Return the progress on each of these roadmaps; raise FileInvalidError."""
    return {roadmap_id: progress_files.load_with_content(roadmap_id) for roadmap_id in roadmap_ids}


def write(loaded: Loaded, after: Progress, contents: SharedContents, machine: str, now: dt.datetime) -> Loaded:
    """Write the merged progress, and return the progress and the content of the file.

    If the file has changed since it was loaded, the journals are merged again. Raises FileInvalidError and
    FileWriteError.
    """
    roadmap_id = loaded.progress.roadmap
    journals = contents.journals[roadmap_id]
    if loaded.content is None and len(journals) == 1:
        # On a new machine, the only journal is copied, which is much faster than to write it again.
        [(name, journal)] = journals.items()
        content = contents.raw[SharedFile(JOURNALS, roadmap_id, name)]
        with suppress(RequestError):
            if journal.changes == after.changes:
                progress_files.restore(roadmap_id, content, None, now)
                return Loaded(content, journal)
    with progress_files.lock(roadmap_id) as file:
        while True:
            before = file.read(loaded)
            after = after if before is loaded.progress else merged(before, contents, machine, now)
            if file.write(after, now):
                return Loaded(progress_files.read_content(roadmap_id), after)


def to_send(progress: Progress, contents: SharedContents, machine: str) -> int:
    """Return the number of changes to send: those that no shared file has, and those in the own file that were edited.

    If the own file can't be read, those whose ids are nowhere in it.
    """
    journals = contents.journals.get(progress.roadmap, {})
    new = progress.by_id.keys() - frozenset[str]().union(*(each.by_id for each in journals.values()))
    if not is_writable(progress.roadmap, contents, machine):
        raw = contents.raw.get(SharedFile(JOURNALS, progress.roadmap, machine), b"")
        new -= {each.decode() for each in QUOTED_ID.findall(raw)}
    return len(new) + _count_edited(progress, contents, journals.get(machine))


def _count_edited(progress: Progress, contents: SharedContents, own: Progress | None) -> int:
    """Return the number of changes in the own file of which the progress has another version."""
    if not own or progress.roadmap not in contents.edited:
        return 0
    return sum(progress.by_id.get(each.id, each) != each for each in own.changes)


def is_writable(roadmap_id: str, contents: SharedContents, machine: str) -> bool:
    """Return whether the file of this machine may be written: not if it is of a newer program, for example."""
    return SharedFile(JOURNALS, roadmap_id, machine) not in contents.protected


def own_file(loaded: Loaded, contents: SharedContents, machine: str) -> dict[SharedFile, bytes]:
    """Return the file of this machine with its journal; empty if it is already there."""
    progress = loaded.progress
    if not is_writable(progress.roadmap, contents, machine):
        return {}
    file = SharedFile(JOURNALS, progress.roadmap, machine)
    others = dict(contents.journals.get(progress.roadmap, {}))
    own = others.pop(machine, None)
    changes = own_changes(progress, machine, own, others.values())
    is_edited = bool(_count_edited(progress, contents, own))
    if len(changes) == (len(own.changes) if own else 0) and not is_edited:
        return {}
    if len(changes) == len(progress.changes) and loaded.content:
        # Faster than to write all of them again.
        return {file: loaded.content}
    old = contents.raw[file] if own and not is_edited else b""
    return {file: _content(progress, changes, own, old)}


def _content(progress: Progress, changes: tuple[Change, ...], own: Progress | None, old: bytes) -> bytes:
    """Return the content of a file with these changes: the old content with the new changes appended, if possible."""
    # More tables can be appended to tables, but not to an array that somebody wrote manually.
    if own and own.changes and old.count(journal_toml.HEADER.encode()) >= len(own.changes):
        new = [change for change in changes if change.id not in own.by_id]
        return old.rstrip(b"\n") + b"\n\n" + journal_toml.dumps_changes(new)
    return journal_toml.dumps(Progress.model_construct(roadmap=progress.roadmap, changes=changes))
