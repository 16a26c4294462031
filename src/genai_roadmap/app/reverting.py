"""Undo the last change of the progress, or redo it; with an import, also the roadmap that it replaced."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from genai_roadmap.app import marking
from genai_roadmap.app.saving import digest
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress.reverts import last_by
from genai_roadmap.progress.status import Action
from genai_roadmap.report import outcome
from genai_roadmap.report.recorded import named_text
from genai_roadmap.report.report import Report
from genai_roadmap.report.wording import day_and_time
from genai_roadmap.storage import files, progress_files, roadmap_files, settings, sources
from genai_roadmap.suggested import on_roadmap, suggested

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.change import Change
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.report.outcome import Outcome

# An undo of an older change asks first.
RECENT = dt.timedelta(hours=1)
# An import writes the roadmap after its change, at most that long.
SLOW_COMMAND = dt.timedelta(seconds=5)
NANOSECONDS = 10**9
REVERTED = {Action.UNDO: "undone", Action.REDO: "redone"}
UNFINISHED = "the roadmap was already replaced; run the command again to finish"


def revert(session: Session, action: Action) -> Outcome:
    """Undo or redo the last change, and return the outcome; raise RequestError if none can be reverted."""
    session.require_chosen_roadmap()
    if action is Action.UNDO and not session.report.progress.effective:
        raise RequestError(_nothing_to_undo(session))
    _, change = _reverted(session, session.report.progress, action)
    return _revert_import(session, action) if change.action is Action.IMPORT else marking.revert(session, action)


def undo_question(session: Session) -> str:
    """Return the question to ask before an undo, because the last command may be another one; empty if there is none.

    That is so if the last change, undo or redo of this machine is older than an hour, or that much later than the one
    to undo, or if settings, roadmaps or progress have changed since then, which the question then says.
    """
    session.require_chosen_roadmap()
    progress, stamp = session.report.progress, session.new_stamp()
    if not progress.effective:
        return ""
    result = outcome.revert(session.report, Action.UNDO, stamp)
    last, change = last_by(stamp.machine, progress.changes), result.reverted
    if not change or not last:
        return ""
    is_old = stamp.at - last.at > RECENT or progress.original(last).at - change.at > RECENT
    is_followed, backup = _is_followed(last, session), _backup_before_additions(last, session)
    if not (is_old or is_followed or backup):
        return ""
    # What an import changed is undone.
    is_partial = is_followed and change.action is not Action.IMPORT
    later = "Settings or roadmaps have changed since; undo won't revert those. " if is_partial else ""
    if backup:
        restore = suggested(f"`genai-roadmap restore {backup}`")
        later += f"Progress from elsewhere was added since; undo won't remove it ({restore} does). "
    when = day_and_time(change, stamp.at.date(), stamp.at.tzinfo)
    return f"Your last change: {named_text(change, result)} ({when}). {later}Undo it?"


def _is_followed(last: Change, session: Session) -> bool:
    """Return whether settings or roadmaps were changed by a later command than that of the last change."""
    limits = [(last.at + SLOW_COMMAND).timestamp() * NANOSECONDS]
    if session.report.progress.original(last).action is not Action.IMPORT:
        limits += files.fingerprint(session.progress_file)[:1]
    written = [files.fingerprint(path)[:1] for path in (settings.path(), roadmap_files.own_folder())]
    return any(mtime > min(limits) for mtime in chain(*written))


def _backup_before_additions(last: Change, session: Session) -> int:
    """Return the number of the newest backup without what others added after the last change of this machine.

    That is by an import, a sync or an editor. It is 0 if nothing was added, or without such a backup.
    """
    roadmap_id = session.roadmap.id
    try:
        newest, _ = progress_files.read_backup(roadmap_id, 1)
        number = 2 if newest == progress_files.read_content(roadmap_id) else 1
        _, earlier = progress_files.read_backup(roadmap_id, number)
    except (RequestError, FileInvalidError):
        # It is not available, and neither is what it could be compared with.
        return 0
    added = session.report.progress.by_id.keys() - earlier.by_id.keys()
    return number if added and last.id in earlier.by_id else 0


def _nothing_to_undo(session: Session) -> str:
    """Return the error message if nothing was recorded; for an imported roadmap, with the command that removes it."""
    roadmap_id = session.roadmap.id
    is_own = roadmap_id != roadmap_files.BUNDLED and session.roadmap_file == roadmap_files.path_of(roadmap_id)
    return f"nothing to undo{f'. To remove this roadmap: genai-roadmap remove {roadmap_id}' if is_own else ''}"


def _reverted(session: Session, progress: Progress, action: Action) -> tuple[Progress, Change]:
    stamp = session.new_stamp()
    return progress.undo(stamp) if action is Action.UNDO else progress.redo(stamp)


def _revert_import(session: Session, action: Action) -> Outcome:
    """Replace the roadmap with the version before or after the import, then record that in the journal.

    If only the roadmap was replaced, the same command finishes when it is repeated, because the journal is unchanged.
    """
    roadmap_id = session.roadmap.id
    path = roadmap_files.path_of(roadmap_id)
    if session.roadmap_file != path:
        command = on_roadmap(action.value, roadmap_id)
        message = f"the last change is an import of {path}. To {action.value} it: {command}"
        raise RequestError(message)
    with roadmap_files.lock(roadmap_id) as file, progress_files.lock(roadmap_id) as progress_file:
        while True:
            current = file.read() or b""
            progress = progress_file.read()
            after, change = _reverted(session, progress, action)
            content = _other_version(roadmap_id, change, current, action)
            before = Report.of(roadmap_files.parse(path, current), progress)
            result = outcome.reverted(before, roadmap_files.parse(path, content), after, action, change)
            file.write(content, session.now)
            with files.after_writes(UNFINISHED if content != current else ""):
                if progress_file.write(after, session.now):
                    return result


def _other_version(roadmap_id: str, change: Change, current: bytes, action: Action) -> bytes:
    """Return the version of the roadmap before an import or, to redo it, the version after it.

    Raises RequestError if the roadmap was changed since, or if that version is not among its backups.
    """
    versions = (change.roadmap_before, change.roadmap_after)
    wanted, expected = versions if action is Action.UNDO else versions[::-1]
    if digest(current) == wanted:
        return current
    if digest(current) != expected:
        reason = "the roadmap was changed since then"
    elif content := _backup(roadmap_id, wanted):
        return content
    else:
        reason = f"the version to restore is not among its backups{_update_hint(roadmap_id, action)}"
    message = f"the import of the roadmap can't be {REVERTED[action]}: {reason}"
    raise RequestError(message)


def _update_hint(roadmap_id: str, action: Action) -> str:
    """Return how to make an import again that can't be redone, because its version was damaged before its backup."""
    source = sources.load(roadmap_id) if action is Action.REDO else None
    return f". To make it again: genai-roadmap update {roadmap_id}" if source and source.source else ""


def _backup(roadmap_id: str, wanted: str | None) -> bytes | None:
    """Return the content of the backup of the roadmap with this SHA-256; None if there is none."""
    for backup in roadmap_files.list_backups(roadmap_id):
        with suppress(FileInvalidError):
            content = files.read_existing(backup.path)
            if digest(content) == wanted:
                return content
    return None
