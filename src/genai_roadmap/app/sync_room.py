"""The room in a progress file: journals of other machines that would leave too little of it are not merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genai_roadmap.storage import journal_toml, progress_files, toml
from genai_roadmap.storage.exchange import JOURNALS, SharedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from genai_roadmap.progress.journal import Progress

# The part of the limits of a progress file that a sync may fill; the rest is for what this machine records.
SHARE = 0.75
# The same changes may take about twice as many bytes if they are written again.
GROWTH = 2


def too_large(progress: Progress, journals: Mapping[str, Progress], raw: Mapping[SharedFile, bytes]) -> list[str]:
    """Return the machines whose journals would leave too little room, the largest ones; `raw` has all shared files."""
    contents = {
        machine: raw[SharedFile(JOURNALS, progress.roadmap, machine)]
        for machine, journal in journals.items()
        if journal.by_id.keys() - progress.by_id.keys()
    }
    parts = [progress_files.read_content(progress.roadmap) or b""]
    if toml.fits([*parts, *GROWTH * [*contents.values()]], SHARE):
        return []
    skipped, known = [], {*progress.by_id}
    for machine, content in sorted(contents.items(), key=lambda pair: (len(pair[1]), pair[0])):
        journal = journals[machine]
        part = (
            _new(journal, known)
            if not known.isdisjoint(journal.by_id) or toml.fits([*parts, content], SHARE)
            else content
        )
        if toml.fits([*parts, part], SHARE):
            parts.append(part)
            known.update(journal.by_id)
        else:
            skipped.append(machine)
    return skipped


def _new(journal: Progress, known: Iterable[str]) -> bytes:
    """Return the changes that are not known, as they would be written."""
    return journal_toml.dumps_changes(change for change in journal.changes if change.id not in known)
