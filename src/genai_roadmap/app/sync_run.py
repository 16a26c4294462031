"""One sync: merge what other machines wrote, then write what they lack."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from genai_roadmap.app import sync_journals
from genai_roadmap.app.saving import digest
from genai_roadmap.app.sync_contents import MachineFile, SharedContents, own_digests, progress_key, roadmap_key
from genai_roadmap.app.sync_merging import merged
from genai_roadmap.app.sync_roadmaps import RoadmapExchange
from genai_roadmap.errors import RequestError
from genai_roadmap.report.sync import SyncResult
from genai_roadmap.report.wording import plural
from genai_roadmap.storage import progress_files
from genai_roadmap.storage.exchange import MACHINES, SharedFile
from genai_roadmap.storage.files import after_writes
from genai_roadmap.storage.sync_state import SyncState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from genai_roadmap.storage.exchange import Exchange
    from genai_roadmap.storage.progress_files import Loaded
    from genai_roadmap.storage.sync_state import KnownRoadmap

# If other machines push at the same time: five of them need up to five pushes each.
ATTEMPTS = 6
MAX_WAIT_SECONDS = 0.5
OVERTAKEN = "other machines are pushing at the same time; your progress is safe, try again"
# A push that was killed on the server may leave a lock.
LOCKED = (
    "the branch is locked, but no other machine pushed to it; your progress is safe, try again later. "
    "If no sync is running, remove refs/heads/genai-roadmap.lock from the repository."
)


@dataclass
class Sync:
    """A sync of a machine with the other ones; with `dry_run`, it writes nothing.

    `own` has the digests of the own files, and `loaded` the progress on each roadmap, as far as they were read.
    `elsewhere` are the versions of roadmaps at other locations.
    """

    exchange: Exchange
    machine: str
    name: str
    now: dt.datetime
    begin: Callable[[str], None]
    dry_run: bool = False
    own: dict[str, str] = field(default_factory=dict)
    loaded: dict[str, Loaded] = field(default_factory=dict)
    elsewhere: dict[str, KnownRoadmap] = field(default_factory=dict)

    def run(self, before: SyncState) -> tuple[SyncResult, SyncState]:
        """Exchange what changed since the last sync, and return the state after it.

        Raises RequestError, FileInvalidError and FileWriteError.
        """
        self._read_own_files(before)
        self.elsewhere = before.elsewhere
        self.begin("Fetching")
        version = self.exchange.version()
        if version and (version, self.own) == (before.version, before.own):
            result = SyncResult(machines=before.machines, last_changes=before.last_changes)
            return result, before.model_copy(update={"at": self.now})
        result, known, versions = SyncResult(), dict(before.roadmaps), set[str]()
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(random.uniform(0, MAX_WAIT_SECONDS))  # noqa: S311 - only to let others go first
                version = self.exchange.version()
            versions.add(version)
            if (after := self._exchange(result, known, version)) is not None:
                return result, self._after(before, result, known, after)
        raise RequestError(OVERTAKEN if len(versions) > 1 else LOCKED)

    def _after(self, before: SyncState, result: SyncResult, known: dict[str, KnownRoadmap], version: str) -> SyncState:
        return SyncState(
            location=before.location,
            at=self.now,
            version="" if result.problems else version,
            own=self.own,
            machines=result.machines,
            last_changes=result.last_changes,
            roadmaps=known,
            elsewhere=self.elsewhere,
            problems=result.problems,
        )

    def _read_own_files(self, before: SyncState) -> None:
        """Read the own files if they have changed since the last sync; raise FileInvalidError."""
        # First, so that what is recorded during the fetch differs from it at the next sync.
        self.own = own_digests(self.machine, self.name)
        if self.own != before.own:
            self.loaded = sync_journals.load(progress_files.roadmap_ids())

    def _exchange(self, result: SyncResult, known: dict[str, KnownRoadmap], version: str) -> str | None:
        """Merge what is there and write what is missing; return the version after it, None if another pushed first."""
        snapshot = self.exchange.read()
        self.begin("Merging")
        contents = SharedContents.of(snapshot)
        # First, so that a damaged file stops the sync before anything is written.
        roadmap_ids = {*progress_files.roadmap_ids(), *contents.journals}
        self.loaded |= sync_journals.load(roadmap_ids - self.loaded.keys())
        loaded = self._merge(contents, result)
        roadmaps = RoadmapExchange(self.exchange, contents, known, self.elsewhere, self.machine)
        roadmaps.run(None if self.dry_run else self.now)
        self.own |= {roadmap_key(each): known[each].digest for each in roadmaps.received}
        changed = self._own_files(loaded, contents, roadmaps.edited) | roadmaps.sent
        self._count(result, loaded, contents)
        self._record(result, contents, roadmaps)
        if not changed or self.dry_run:
            return version
        self.begin("Sending")
        consequence = f"{plural(len(result.received), 'change')} received" if result.received else ""
        with after_writes(f"{consequence}; your progress is safe; try again later" if consequence else ""):
            written = self.exchange.write(changed, int(self.now.timestamp()))
        if written is not None:
            roadmaps.record_sent()
        return written

    def _merge(self, contents: SharedContents, result: SyncResult) -> list[Loaded]:
        """Merge the journals of all machines into the progress on each roadmap, and return it."""
        found = []
        for roadmap_id, loaded in sorted(self.loaded.items()):
            after = merged(loaded.progress, contents, self.machine, self.now)
            received = [each for each in after.changes if loaded.progress.by_id.get(each.id) is not each]
            result.received += received
            result.received_on |= {roadmap_id} if received else set()
            if after is not loaded.progress and not self.dry_run:
                self.loaded[roadmap_id] = sync_journals.write(loaded, after, contents, self.machine, self.now)
                self.own[progress_key(roadmap_id)] = digest(self.loaded[roadmap_id].content or b"")
            found.append(self.loaded[roadmap_id])
        return found

    def _own_files(
        self, loaded: list[Loaded], contents: SharedContents, edited: dict[str, int]
    ) -> dict[SharedFile, bytes]:
        """Return the files of this machine that are not yet there: its journals, its name, and the times of edits."""
        changed: dict[SharedFile, bytes] = {}
        for each in loaded:
            changed |= sync_journals.own_file(each, contents, self.machine)
        file = SharedFile(MACHINES, machine=self.machine)
        before = contents.machine_files.get(self.machine, MachineFile())
        if (after := before.changed(self.name, edited)) != before and file not in contents.protected:
            changed[file] = after.dumps()
        return changed

    def _count(self, result: SyncResult, loaded: list[Loaded], contents: SharedContents) -> None:
        """Count the changes that are sent, and those that can't be."""
        result.is_about_several = len(loaded) > 1
        result.sent = result.unsent = 0
        for each in loaded:
            count = sync_journals.to_send(each.progress, contents, self.machine)
            if not sync_journals.is_writable(each.progress.roadmap, contents, self.machine):
                result.unsent += count
            elif count:
                result.sent += count
                result.sent_on.add(each.progress.roadmap)

    def _last_changes(self, result: SyncResult) -> dict[str, dt.datetime]:
        """Return when each machine last recorded something."""
        found: dict[str, dt.datetime] = {}
        changes = [*result.received, *(change for each in self.loaded.values() for change in each.progress.changes)]
        for change in changes:
            if change.machine in result.machines:
                found[change.machine] = max(change.at, found.get(change.machine, change.at))
        return found

    def _record(self, result: SyncResult, contents: SharedContents, roadmaps: RoadmapExchange) -> None:
        """Add what was found and exchanged to the result; what was received by an earlier attempt stays."""
        result.machines = contents.machines | {self.machine: self.name}
        result.last_changes = self._last_changes(result)
        result.sent_roadmaps = [file.roadmap_id for file in roadmaps.sent]
        result.received_roadmaps = sorted({*result.received_roadmaps, *roadmaps.received})
        result.drafts |= roadmaps.drafts
        result.winners |= roadmaps.winners
        result.problems = [*contents.problems]
