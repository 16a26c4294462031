"""Exchange the learner's own roadmaps: if both sides changed one, the newer version wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.saving import digest
from genai_roadmap.app.sync_contents import MAX_SECONDS, own_roadmaps, roadmap_error
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import drafts, files, repairable, roadmap_files
from genai_roadmap.storage.exchange import ROADMAPS, SharedFile
from genai_roadmap.storage.sync_state import KnownRoadmap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from genai_roadmap.app.sync_contents import SharedContents
    from genai_roadmap.storage.exchange import Exchange


class Decision(NamedTuple):
    """Whether to send the local version of a roadmap or to receive the shared one, and whether both have changed."""

    sends: bool = False
    receives: bool = False
    is_conflict: bool = False


NOTHING, SEND, RECEIVE = Decision(), Decision(sends=True), Decision(receives=True)


class Version(NamedTuple):
    """A version of a roadmap: its content, and a function that returns when it was edited (seconds)."""

    content: bytes
    seconds: Callable[[], int]

    def order(self) -> tuple[int, str]:
        """Return what orders versions on all machines alike: the time of the edit, then the digest."""
        return self.seconds(), digest(self.content)


def decide(
    local: Version | None, shared: Version | None, known: KnownRoadmap | None, *, was_removed: bool = False
) -> Decision:
    """Return what to do with a roadmap whose version after the last sync is known; raise FileInvalidError."""
    if not local:
        # Known, but missing: it was removed here too.
        return RECEIVE if shared and not known and not was_removed else NOTHING
    if not shared:
        return SEND
    if local.content == shared.content:
        return NOTHING
    if known and known.digest == digest(shared.content):
        return SEND
    if known and known.digest == digest(local.content):
        # An older one is a copy that overwrote the newer one.
        return RECEIVE if shared.order() > (known.seconds, known.digest) else SEND
    is_newer = local.order() > shared.order()
    return Decision(sends=is_newer, receives=not is_newer, is_conflict=True)


@dataclass
class RoadmapExchange:
    """The exchange of the learner's own roadmaps, and what it did: ids that were sent and received, and drafts.

    `known` has the versions after it, `elsewhere` those at other locations, `edited` the time of each version to send
    by its digest, and `winners` the machine whose version is used of each roadmap that changed on two (empty if not
    known).
    """

    exchange: Exchange
    contents: SharedContents
    known: dict[str, KnownRoadmap]
    elsewhere: dict[str, KnownRoadmap]
    machine: str
    sent: dict[SharedFile, bytes] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)
    edited: dict[str, int] = field(default_factory=dict)
    winners: dict[str, str] = field(default_factory=dict)

    def run(self, now: dt.datetime | None) -> None:
        """Receive what others changed, and collect what to send; without a time, nothing is written.

        Raises FileInvalidError and FileWriteError.
        """
        own = own_roadmaps()
        for roadmap_id in sorted({*own, *self.contents.roadmaps}):
            local = self._local_version(roadmap_id, own[roadmap_id]) if roadmap_id in own else None
            shared = self._shared_version(roadmap_id)
            if self._are_usable(roadmap_id, local, shared):
                self._apply(roadmap_id, local, shared, now)

    def record_sent(self) -> None:
        """Record that the roadmaps to send were written."""
        for file, content in self.sent.items():
            version = digest(content)
            self.known[file.roadmap_id] = KnownRoadmap(version, self.edited[version])

    def _local_version(self, roadmap_id: str, path: Path) -> Version:
        content = roadmap_files.read_content(path)
        # Without the state, a file that was restored or copied may be older than its time.
        edit = None if roadmap_id in self.known else self.contents.last_edit(digest(content))
        return Version(content, lambda: edit[0] if edit else (files.fingerprint(path) or (0,))[0] // 10**9)

    def _shared_version(self, roadmap_id: str) -> Version | None:
        content = self.contents.roadmaps.get(roadmap_id)
        if content is None:
            return None
        edit = self.contents.last_edit(digest(content))
        # Without a record, as by other programs, the time of the file is the best there is.
        return Version(content, lambda: edit[0] if edit else self.exchange.modified(SharedFile(ROADMAPS, roadmap_id)))

    def _known_version(self, roadmap_id: str) -> KnownRoadmap | None:
        """Return the version after the last sync, with the time of its edit, which may have been received after it."""
        known = self.known.get(roadmap_id) or self.elsewhere.get(roadmap_id)
        edit = self.contents.last_edit(known.digest) if known else None
        return known._replace(seconds=edit[0]) if known and edit else known

    def _base(self, roadmap_id: str, local: Version | None, shared: Version | None) -> KnownRoadmap | None:
        """Return the version that the local and the shared one are based on; None if not known.

        A version of another location is that if it is the shared one here too, or if it was removed.
        """
        known = self._known_version(roadmap_id)
        if roadmap_id in self.known or not local or not shared:
            return known
        return known if known and known.digest == digest(shared.content) else None

    def _are_usable(self, roadmap_id: str, local: Version | None, shared: Version | None) -> bool:
        """Return whether a roadmap can be exchanged: each version is valid, and the shared one was not skipped.

        Without its version, it is not known whether the shared one is newer. Invalid versions are named.
        """
        file = SharedFile(ROADMAPS, roadmap_id)
        if local and shared and local.content == shared.content:
            return True
        if shared and (error := roadmap_error(roadmap_id, shared.content)):
            self.contents.skip(file, error, is_protected=True)
            return False
        if local and (error := _local_error(roadmap_id)):
            self.contents.name_problem(f"{error.brief}; not sent")
            return False
        return shared is not None or (self.contents.is_complete and file not in self.contents.protected)

    def _apply(self, roadmap_id: str, local: Version | None, shared: Version | None, now: dt.datetime | None) -> None:
        was_removed = not local and bool(roadmap_files.list_backups(roadmap_id))
        decision = decide(local, shared, self._base(roadmap_id, local, shared), was_removed=was_removed)
        other = (shared if decision.sends else local) if local and shared and decision.is_conflict else None
        # Before the version is replaced, so that it is there if this is interrupted.
        draft = str(drafts.keep_version(roadmap_id, other.content)) if other and now else ""
        if local and decision.sends:
            self._send(roadmap_id, local, shared)
        if shared and decision.receives:
            if now and not _replace(roadmap_id, local, shared, now):
                return
            self.received.append(roadmap_id)
        if other:
            self.drafts[roadmap_id] = draft
            self.winners[roadmap_id] = self.machine if decision.sends else self._sender(shared)
        if shared and (decision.receives or (local and local.content == shared.content)):
            self._record(roadmap_id, shared)

    def _send(self, roadmap_id: str, local: Version, shared: Version | None) -> None:
        """Collect a roadmap to send, with the time of its last edit.

        It is later than those of the versions before, even if a clock is wrong: an older version is an old copy.
        """
        self.sent[SharedFile(ROADMAPS, roadmap_id)] = local.content
        known, version = self._known_version(roadmap_id), digest(local.content)
        if known and known.digest == version:
            self.edited[version] = known.seconds
        else:
            before = max(known.seconds if known else 0, shared.seconds() if shared else 0)
            self.edited[version] = min(max(local.seconds(), before + 1), MAX_SECONDS)

    def _sender(self, shared: Version | None) -> str:
        """Return the machine that sent a version; empty if not known."""
        edit = self.contents.last_edit(digest(shared.content)) if shared else None
        return edit[1] if edit else ""

    def _record(self, roadmap_id: str, version: Version) -> None:
        """Record the version that is the same here and there."""
        known, found = self.known.get(roadmap_id), digest(version.content)
        if not known or known.digest != found:
            self.known[roadmap_id] = KnownRoadmap(found, version.seconds())


def _local_error(roadmap_id: str) -> FileInvalidError | None:
    """Return the error of one of the learner's roadmaps, which says how to repair it; None if it is valid."""
    try:
        repairable.read(roadmap_files.path_of(roadmap_id))
    except FileInvalidError as error:
        return error
    return None


def _replace(roadmap_id: str, local: Version | None, shared: Version, now: dt.datetime) -> bool:
    """Replace a roadmap with the version of another machine; return False if it was changed meanwhile."""
    with roadmap_files.lock(roadmap_id) as file:
        if file.read() != (local.content if local else None):
            return False
        file.write(shared.content, now)
        file.set_edited(shared.seconds())
    return True
