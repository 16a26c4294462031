"""The room in a progress file: journals of other machines that would leave too little of it are not merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.storage import journal_toml, progress_files, toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.storage.exchange import SharedFile

# The part of the limits of a progress file that a sync may fill; the rest is for what this machine records.
SHARE = 0.75
# The same changes may take about twice as many bytes if they are written again.
GROWTH = 2


def too_large(
    progress: Progress, journals: Mapping[SharedFile, Progress], raw: Mapping[SharedFile, bytes]
) -> list[SharedFile]:
    """Return the journals that would leave too little room, the largest ones; `raw` has the content of the files."""
    contents = {file: raw[file] for file, journal in journals.items() if journal.by_id.keys() - progress.by_id.keys()}
    parts = [progress_files.read_content(progress.roadmap) or b""]
    if toml.fits([*parts, *GROWTH * [*contents.values()]], SHARE):
        return []
    skipped, known = [], {*progress.by_id}
    for file, content in sorted(contents.items(), key=lambda pair: (len(pair[1]), pair[0])):
        journal = journals[file]
        # What is too large as it is need not be written, which takes long.
        is_measured = not known.isdisjoint(journal.by_id) or toml.fits([*parts, content], SHARE)
        part = _new(journal, known) if is_measured else content
        if toml.fits([*parts, part], SHARE):
            parts.append(part)
            known.update(journal.by_id)
        else:
            skipped.append(file)
    return skipped


def _new(journal: Progress, known: Iterable[str]) -> bytes:
    """Return the changes that are not known, as they would be written."""
    return journal_toml.dumps_changes(change for change in journal.changes if change.id not in known)
