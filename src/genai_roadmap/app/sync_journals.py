"""Merge the journals of all machines, and write the part of this machine."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from genai_roadmap.app.sync_room import too_large
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.sharing import merge_edited, own_changes
from genai_roadmap.report.wording import day_text, plural
from genai_roadmap.storage import journal_toml, progress_files
from genai_roadmap.storage.exchange import JOURNALS, SharedFile
from genai_roadmap.storage.progress_files import Loaded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.app.sync_contents import SharedContents
    from genai_roadmap.progress.change import Change

# More than the 26 hours between two time zones, in case a clock was set to the time of another one.
MAX_AHEAD = dt.timedelta(days=2)
# The most changes that are named in a message.
MAX_IDS = 3
QUOTED_ID = re.compile(rb'"([0-9a-z]{1,40})"')


def load(roadmap_ids: Iterable[str]) -> dict[str, Loaded]:
    """Return the progress on each of these roadmaps; raise FileInvalidError."""
    return {roadmap_id: progress_files.load_with_content(roadmap_id) for roadmap_id in roadmap_ids}


def merged(progress: Progress, contents: SharedContents, machine: str, now: dt.datetime) -> Progress:
    """Return the progress on a roadmap with that of all machines, of which `machine` is this one.

    Changes of other machines that are dated too late are left out until then, and journals that are too large.
    """
    others = dict(contents.journals.get(progress.roadmap, {}))
    # If a change was edited manually, its own file is written again.
    after, _ = _union(progress, others.pop(machine), None) if machine in others else (progress, [])
    for name in too_large(after, others, contents.raw):
        _name_too_large(others.pop(name), name, contents)
    for name, journal in sorted(others.items()):
        after, clashing = _union(after, _without_future(journal, name, contents, now), name)
        _name_clashes(clashing, SharedFile(JOURNALS, progress.roadmap, name), contents)
    if own := _future(after, now, machine):
        path = progress_files.path_of(progress.roadmap)
        hint = "skipped by your other machines until then. Correct the times (at), and sync again"
        contents.name_problem(f"{path}: {_dated_text(own)}; {hint}")
    return after


def _union(progress: Progress, journal: Progress, machine: str | None) -> tuple[Progress, list[Change]]:
    """Return the union with a journal, and the changes that are left out because they clash."""
    try:
        return progress.merge(journal), []
    except RequestError:
        return merge_edited(progress, journal, machine)


def _name_clashes(clashing: list[Change], file: SharedFile, contents: SharedContents) -> None:
    """Name the changes in a file that the progress file has with other content, if any, and how to get them."""
    if clashing:
        ids = ", ".join([*(each.id for each in clashing[:MAX_IDS]), *(["..."] if clashing[MAX_IDS:] else [])])
        differ = f"{plural(len(clashing), 'change')} ({ids}) {'differs' if len(clashing) == 1 else 'differ'}"
        path = progress_files.path_of(file.roadmap_id)
        hint = "which is kept. To use the other version, remove it there, and sync again"
        contents.name_problem(f"{file.path}: {differ} from that in {path}, {hint}")


def _name_too_large(journal: Progress, machine: str, contents: SharedContents) -> None:
    """Name a journal that would leave too little room in the progress file."""
    file, path = SharedFile(JOURNALS, journal.roadmap, machine), progress_files.path_of(journal.roadmap)
    size = f"{plural(len(journal.changes), 'change')}, {len(contents.raw[file]) / 1024**2:.2g} MB"
    hint = "skipped. Shorten it on that machine, with an editor"
    contents.name_problem(f"{file.path} ({size}) would leave too little room in {path}; {hint}")


def _without_future(journal: Progress, machine: str, contents: SharedContents, now: dt.datetime) -> Progress:
    """Return the journal of another machine without the changes that are dated too late, which are named."""
    if not (future := _future(journal, now)):
        return journal
    path = SharedFile(JOURNALS, journal.roadmap, machine).path
    name = contents.machines[machine] or "that machine"
    contents.name_problem(f"{path}: {_dated_text(future)}; skipped until then. Check the clock of {name}")
    return Progress.of(journal.roadmap, journal.changes[: -len(future)])


def _future(journal: Progress, now: dt.datetime, machine: str | None = None) -> list[Change]:
    """Return the changes, by default of all machines, that are later than any clock that is nearly right."""
    ahead = takewhile(lambda change: change.at > now + MAX_AHEAD, reversed(journal.changes))
    return [change for change in ahead if machine in (None, change.machine)]


def _dated_text(changes: list[Change]) -> str:
    """Return how many changes, latest first, are dated in the future, and up to which day."""
    verb = "is" if len(changes) == 1 else "are"
    return f"{plural(len(changes), 'change')} {verb} dated in the future, up to {day_text(changes[0].at)}"


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
    own = journals[machine].changes if machine in journals else ()
    edited = sum(progress.by_id.get(each.id, each) != each for each in own)
    new = progress.by_id.keys() - frozenset[str]().union(*(each.by_id for each in journals.values()))
    if not is_writable(progress.roadmap, contents, machine):
        raw = contents.raw.get(SharedFile(JOURNALS, progress.roadmap, machine), b"")
        new -= {each.decode() for each in QUOTED_ID.findall(raw)}
    return edited + len(new)


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
    if changes == (own.changes if own else ()):
        return {}
    if len(changes) == len(progress.changes) and loaded.content:
        # Faster than to write all of them again.
        return {file: loaded.content}
    return {file: _content(progress, changes, own, contents.raw[file] if own else b"")}


def _content(progress: Progress, changes: tuple[Change, ...], own: Progress | None, old: bytes) -> bytes:
    """Return the content of a file with these changes: the old content with the new changes appended, if possible."""
    # More tables can be appended to tables, but not to an array that somebody wrote manually.
    if own and own.changes and old.count(journal_toml.HEADER.encode()) >= len(own.changes):
        new = [change for change in changes if change.id not in own.by_id]
        if [change for change in changes if change.id in own.by_id] == [*own.changes]:
            return old.rstrip(b"\n") + b"\n\n" + journal_toml.dumps_changes(new)
    return journal_toml.dumps(Progress.model_construct(roadmap=progress.roadmap, changes=changes))
