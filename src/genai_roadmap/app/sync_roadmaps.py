"""Exchange the learner's own roadmaps: a version that changed on one side is taken, of two the newer one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.saving import digest
from genai_roadmap.app.sync_contents import own_roadmaps, roadmap_error
from genai_roadmap.errors import FileNewerError
from genai_roadmap.storage import drafts, files, roadmap_files
from genai_roadmap.storage.exchange import ROADMAPS, SharedFile
from genai_roadmap.storage.sync_state import KnownRoadmap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from genai_roadmap.app.sync_contents import SharedContents
    from genai_roadmap.storage.exchange import Exchange


class Decision(NamedTuple):
    """Whether to send the local version of a roadmap or to take the shared one, and whether both have changed."""

    sends: bool = False
    takes: bool = False
    is_conflict: bool = False


NOTHING, SEND, TAKE = Decision(), Decision(sends=True), Decision(takes=True)


class Version(NamedTuple):
    """A version of a roadmap: its content, and a function that returns when it was written (seconds)."""

    content: bytes
    seconds: Callable[[], int]


def decide(local: Version | None, shared: Version | None, known: KnownRoadmap | None) -> Decision:
    """Return what to do with a roadmap whose version after the last sync is known; raise FileInvalidError."""
    if not local:
        # Known, but missing: it was removed here.
        return TAKE if shared and not known else NOTHING
    if not shared:
        return SEND
    if local.content == shared.content:
        return NOTHING
    if known and known.digest == digest(shared.content):
        return SEND
    if known and known.digest == digest(local.content):
        # An older one is a copy that overwrote the newer one.
        return TAKE if shared.seconds() >= known.seconds else SEND
    is_newer = local.seconds() >= shared.seconds()
    return Decision(sends=is_newer, takes=not is_newer, is_conflict=True)


@dataclass
class RoadmapExchange:
    """The exchange of the learner's own roadmaps, and what it did: ids that were sent and received, and drafts.

    `known` has the versions after it.
    """

    exchange: Exchange
    contents: SharedContents
    known: dict[str, KnownRoadmap]
    sent: dict[SharedFile, bytes] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)

    def run(self, now: dt.datetime | None) -> None:
        """Take what others changed, and collect what to send; without a time, nothing is written.

        Raises FileInvalidError and FileWriteError.
        """
        own = own_roadmaps()
        for roadmap_id in sorted({*own, *self.contents.roadmaps}):
            local = _local_version(own[roadmap_id]) if roadmap_id in own else None
            shared = self._shared_version(roadmap_id)
            if usable := self._usable(roadmap_id, local, shared):
                self._apply(roadmap_id, *usable, now)

    def record_sent(self, seconds: int) -> None:
        """Record that the roadmaps to send were written at this time."""
        for file, content in self.sent.items():
            self.known[file.roadmap_id] = KnownRoadmap(digest(content), seconds)

    def _shared_version(self, roadmap_id: str) -> Version | None:
        content = self.contents.roadmaps.get(roadmap_id)
        file = SharedFile(ROADMAPS, roadmap_id)
        return None if content is None else Version(content, lambda: self.exchange.modified(file))

    def _usable(
        self, roadmap_id: str, local: Version | None, shared: Version | None
    ) -> tuple[Version | None, Version | None] | None:
        """Return the versions to exchange, without the shared one if it is invalid.

        Returns None if the local one is invalid, or if a newer program wrote the shared one. Both are named in the
        problems.
        """
        if local and shared and local.content == shared.content:
            return local, shared
        if local and (error := roadmap_error(roadmap_id, local.content)):
            self.contents.problems.append(f"{error.problems[0]}; not sent")
            return None
        if shared and (error := roadmap_error(roadmap_id, shared.content)):
            self.contents.problems.append(f"{error.problems[0]}; skipped")
            return None if isinstance(error, FileNewerError) else (local, None)
        return local, shared

    def _apply(self, roadmap_id: str, local: Version | None, shared: Version | None, now: dt.datetime | None) -> None:
        decision = decide(local, shared, self.known.get(roadmap_id))
        if local and shared and decision.is_conflict:
            other = shared if decision.sends else local
            self.drafts[roadmap_id] = str(drafts.keep_version(roadmap_id, other.content)) if now else ""
        if local and decision.sends:
            self.sent[SharedFile(ROADMAPS, roadmap_id)] = local.content
        if shared and decision.takes:
            if now and not _replace(roadmap_id, local, shared.content, now):
                return
            self.received.append(roadmap_id)
        if shared and (decision.takes or (local and local.content == shared.content)):
            self._record(roadmap_id, shared)

    def _record(self, roadmap_id: str, version: Version) -> None:
        """Record the version that is the same here and there."""
        known, found = self.known.get(roadmap_id), digest(version.content)
        if not known or known.digest != found:
            self.known[roadmap_id] = KnownRoadmap(found, version.seconds())


def _local_version(path: Path) -> Version:
    return Version(roadmap_files.read_content(path), lambda: (files.fingerprint(path) or (0,))[0] // 10**9)


def _replace(roadmap_id: str, local: Version | None, content: bytes, now: dt.datetime) -> bool:
    """Replace a roadmap by the version of another machine; return False if it was changed meanwhile."""
    with roadmap_files.lock(roadmap_id) as file:
        if file.read() != (local.content if local else None):
            return False
        file.write(content, now)
    return True
