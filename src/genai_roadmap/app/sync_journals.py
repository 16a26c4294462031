"""Merge the journals of all machines, and write the part of this machine."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.sharing import merge_each, own_changes
from genai_roadmap.storage import journal_toml, progress_files
from genai_roadmap.storage.exchange import JOURNALS, SharedFile
from genai_roadmap.storage.progress_files import Loaded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from genai_roadmap.app.sync_contents import SharedContents
    from genai_roadmap.progress.change import Change


def load(roadmap_ids: Iterable[str]) -> dict[str, Loaded]:
    """Return the progress on each of these roadmaps; raise FileInvalidError."""
    return {roadmap_id: progress_files.load_with_content(roadmap_id) for roadmap_id in roadmap_ids}


def merged(progress: Progress, contents: SharedContents) -> Progress:
    """Return the progress on a roadmap with that of all machines; a journal that clashes is skipped, and removed."""
    journals = contents.journals.get(progress.roadmap, {})
    after, errors = merge_each(progress, sorted(journals.items()))
    for machine, error in errors.items():
        del journals[machine]
        contents.skip(SharedFile(JOURNALS, progress.roadmap, machine), error, is_protected=True)
    return after


def write(loaded: Loaded, after: Progress, contents: SharedContents, now: dt.datetime) -> Loaded:
    """Write the merged progress, and return the progress and the content of the file.

    If the file has changed since it was loaded, the journals are merged again. Raises FileInvalidError and
    FileWriteError.
    """
    roadmap_id = loaded.progress.roadmap
    journals = contents.journals[roadmap_id]
    if loaded.content is None and len(journals) == 1:
        # On a new machine, the only journal is copied, which is much faster than to write it again.
        [(machine, progress)] = journals.items()
        content = contents.raw[SharedFile(JOURNALS, roadmap_id, machine)]
        with suppress(RequestError):
            progress_files.restore(roadmap_id, content, None, now)
            return Loaded(content, progress)
    with progress_files.lock(roadmap_id) as file:
        while True:
            before = file.read(loaded)
            after = after if before is loaded.progress else merged(before, contents)
            if file.write(after, now):
                return Loaded(progress_files.read_content(roadmap_id), after)


def unsent(progress: Progress, contents: SharedContents, machine: str) -> int:
    """Return the number of changes to send: those that no shared file has, if the own file can be written."""
    if SharedFile(JOURNALS, progress.roadmap, machine) in contents.protected:
        return 0
    journals = contents.journals.get(progress.roadmap, {}).values()
    return len(progress.by_id.keys() - frozenset[str]().union(*(each.by_id for each in journals)))


def own_file(loaded: Loaded, contents: SharedContents, machine: str) -> dict[SharedFile, bytes]:
    """Return the file of this machine with its journal; empty if it is already there."""
    progress = loaded.progress
    file = SharedFile(JOURNALS, progress.roadmap, machine)
    if file in contents.protected:
        return {}
    others = dict(contents.journals.get(progress.roadmap, {}))
    own = others.pop(machine, None)
    changes = own_changes(progress, machine, own, others.values())
    if len(changes) == (len(own.changes) if own else 0):
        return {}
    old = contents.raw[file] if own else b""
    if len(changes) == len(progress.changes) and loaded.content:
        # Faster than to write all of them again.
        return {file: loaded.content}
    return {file: _content(progress, changes, own, old)}


def _content(progress: Progress, changes: tuple[Change, ...], own: Progress | None, old: bytes) -> bytes:
    """Return the content of a file with these changes: the old content with the new changes appended, if possible."""
    # More tables can be appended to tables, but not to an array that somebody wrote manually.
    if own and own.changes and old.count(journal_toml.HEADER.encode()) >= len(own.changes):
        new = [change for change in changes if change.id not in own.by_id]
        return old.rstrip(b"\n") + b"\n\n" + journal_toml.dumps_changes(new)
    return journal_toml.dumps(Progress.model_construct(roadmap=progress.roadmap, changes=changes))
