"""Merge the journals of all machines into the progress on a roadmap, and name what is left out."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from genai_roadmap.app.sync_room import too_large
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.sharing import merge_edited
from genai_roadmap.report.wording import day_text, plural
from genai_roadmap.storage import progress_files, settings
from genai_roadmap.storage.exchange import JOURNALS, SharedFile

if TYPE_CHECKING:
    from genai_roadmap.app.sync_contents import SharedContents
    from genai_roadmap.progress.change import Change

# More than the 26 hours between two time zones, in case a clock was set to the time of another one.
MAX_AHEAD = dt.timedelta(days=2)
# The most changes that are named in a message.
MAX_IDS = 3


def merged(progress: Progress, contents: SharedContents, machine: str, now: dt.datetime) -> Progress:
    """Return the progress on a roadmap with that of all machines, of which `machine` is this one.

    Changes of other machines that are dated too late are left out until then, and journals that are too large.
    """
    journals = dict(sorted(contents.journals.get(progress.roadmap, {}).items()))
    after = _with_own(progress, journals[machine], machine, contents) if machine in journals else progress
    found = {SharedFile(JOURNALS, progress.roadmap, name): journals[name] for name in journals if name != machine}
    # Copies are last, because they may have what another journal has.
    found |= {file: copy for file, copy in sorted(contents.copies.items()) if file.roadmap_id == progress.roadmap}
    for file in too_large(after, found, contents.raw):
        _name_too_large(found.pop(file), file, contents)
    for file, journal in found.items():
        merge = _with_copy if file.copy else partial(_with, machine=machine)
        after = merge(after, _without_future(journal, file, contents, now), file, contents)
    _name_recorded_future(_future(after, now), progress.roadmap, contents, machine)
    return after


def _union(
    progress: Progress, journal: Progress, contents: SharedContents, machine: str | None = None
) -> tuple[Progress, list[Change]]:
    """Return the union with a journal, and the changes that are left out because they clash."""
    try:
        return progress.merge(journal), []
    except RequestError:
        contents.edited.add(progress.roadmap)
        return merge_edited(progress, journal, machine)


def _with_own(progress: Progress, journal: Progress, machine: str, contents: SharedContents) -> Progress:
    """Return the union with the journal of this machine, in which its id may have recorded changes elsewhere."""
    new = [each for each in journal.changes if each.machine == machine and each.id not in progress.by_id]
    if new:
        path = SharedFile(JOURNALS, progress.roadmap, machine).path
        count = f"{plural(len(new), 'change')} {'was' if len(new) == 1 else 'were'} recorded elsewhere"
        removed = "What you removed from the progress file comes back; use `genai-roadmap undo` instead"
        copied = f"remove the line `machine` from {settings.path()} on one of the two machines"
        contents.name_problem(
            f"{path}: {count} with the id of this machine, and merged. {removed}. "
            f"If you copied this home folder, {copied}"
        )
    # Clashes need no message: what was edited manually replaces the other version in the file of this machine.
    return _union(progress, journal, contents)[0]


def _name_clashes(clashing: list[Change], file: SharedFile, contents: SharedContents, own: Progress | None) -> None:
    """Name the changes in a file that the progress file has with other content, if any, and how to get them.

    Those that the file of this machine has, `own`, come back if they are removed.
    """
    if clashing:
        ids = ", ".join([*(each.id for each in clashing[:MAX_IDS]), *(["..."] if clashing[MAX_IDS:] else [])])
        differ = f"{plural(len(clashing), 'change')} ({ids}) {'differs' if len(clashing) == 1 else 'differ'}"
        path = progress_files.path_of(file.roadmap_id)
        comes_back = own and any(each.id in own.by_id for each in clashing)
        hint = "" if comes_back else ". To use the other version, remove it there, and sync again"
        contents.name_problem(f"{file.path}: {differ} from that in {path}, which is kept{hint}")


def _with(progress: Progress, journal: Progress, file: SharedFile, contents: SharedContents, machine: str) -> Progress:
    """Return the union with the journal of another machine than this one; changes that clash are named."""
    after, clashing = _union(progress, journal, contents, file.machine)
    journals = contents.journals[progress.roadmap]
    recorded = journals | {machine: after}
    open_ones = [each for each in clashing if not _is_old(each, after.by_id[each.id], recorded)]
    _name_clashes(open_ones, file, contents, journals.get(machine))
    return after


def _is_old(other: Change, kept: Change, journals: dict[str, Progress]) -> bool:
    """Return whether the machine that recorded both versions of a change has the one that is kept."""
    recorder = journals.get(kept.machine or "")
    return other.machine == kept.machine and recorder is not None and recorder.by_id.get(kept.id) == kept


def _with_copy(progress: Progress, copy: Progress, file: SharedFile, contents: SharedContents) -> Progress:
    """Return the journal with a conflict copy of the journal of a machine, unless it has what another one recorded."""
    new = [change for change in copy.changes if change.id not in progress.by_id]
    if all(change.is_by(file.machine) for change in new):
        contents.name_problem(f"{file.path} is a conflict copy; its changes are merged, so you can remove it")
        return _union(progress, copy, contents)[0]
    hint = "skipped. Rename it to the id of that machine, or remove it"
    contents.name_problem(f"{file.path} looks like a conflict copy, but has changes of another machine; {hint}")
    return progress


def _name_too_large(journal: Progress, file: SharedFile, contents: SharedContents) -> None:
    """Name a journal that would leave too little room in the progress file."""
    path = progress_files.path_of(journal.roadmap)
    size = f"{plural(len(journal.changes), 'change')}, {len(contents.raw[file]) / 1024**2:.2g} MB"
    hint = "skipped. Shorten its longest notes on that machine, with an editor; changes that you remove come back"
    contents.name_problem(f"{file.path} ({size}) would leave too little room in {path}; {hint}")


def _without_future(journal: Progress, file: SharedFile, contents: SharedContents, now: dt.datetime) -> Progress:
    """Return the journal of another machine without the changes that are dated too late, which are named."""
    if not (future := _future(journal, now)):
        return journal
    name = contents.machines.get(file.machine) or "that machine"
    text = f"{_dated_text(future)}, unless the clock of this machine is wrong"
    contents.name_problem(f"{file.path}: {text}; skipped until then. Check the clock of {name}")
    return Progress.of(journal.roadmap, journal.changes[: -len(future)])


def _name_recorded_future(future: list[Change], roadmap_id: str, contents: SharedContents, machine: str) -> None:
    """Name the changes in the progress file that are dated too late, if any: later ones are dated after them."""
    if future:
        others = "" if all(each.is_by(machine) for each in future) else ", also of changes of other machines"
        hint = f"If the clock of this machine is right, correct the times (at) there{others}, and sync again"
        text = f"{_dated_text(future)}; skipped by your other machines until then. {hint}"
        contents.name_problem(f"{progress_files.path_of(roadmap_id)}: {text}")


def _future(journal: Progress, now: dt.datetime) -> list[Change]:
    """Return the changes, latest first, that are later than any clock that is nearly right."""
    return [*takewhile(lambda change: change.at > now + MAX_AHEAD, reversed(journal.changes))]


def _dated_text(changes: list[Change]) -> str:
    """Return how many changes, latest first, are dated in the future, and up to which day."""
    verb = "is" if len(changes) == 1 else "are"
    return f"{plural(len(changes), 'change')} {verb} dated in the future, up to {day_text(changes[0].at)}"
