"""Exchange journals and own roadmaps with the learner's other machines."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from genai_roadmap.app import sync_location
from genai_roadmap.app.sync_run import Sync
from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import LockedError, RequestError, RoadmapError
from genai_roadmap.report.sync import SyncReport, SyncResult
from genai_roadmap.storage import files, settings, sync_state
from genai_roadmap.storage.sync_state import SyncState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.settings import Settings


def sync(session: Session, begin: Callable[[str], None], *, dry_run: bool) -> View:
    """Exchange what changed with the other machines, or return what would be exchanged.

    Raises RequestError if sync is not set up or the location can't be reached.
    """
    current = settings.load()
    with _locked_state(current) as state:
        report, after = _run(session, current, state, begin, dry_run=dry_run)
        if not dry_run:
            _save(after)
    return View(json("json_sync.sync", report), page("sync.sync", report))


def init(session: Session, text: str, begin: Callable[[str], None]) -> View:
    """Set the location after trying it, and return what would be exchanged.

    Raises RequestError if it can't be reached, or written to.
    """
    location = sync_location.resolve(text, session.warn)
    setting = settings.setting_with_key("sync.location")
    current = setting.changed(settings.load(), location)
    with _locked_state(current) as state:
        try:
            report, _ = _run(session, current, state.model_copy(update={"found": ""}), begin, dry_run=True)
            sync_location.open_exchange(current).try_write()
        except RoadmapError:
            sync_state.discard()
            raise
        before = settings.load().sync_location
        # First, because the state of another location than that of the settings is not used.
        settings.update(lambda now: setting.changed(now, location))
        _save(state)
    old = before if before != location else None
    return View(json("json_sync.sync", report), page("sync.joined", report, old))


def status(session: Session, begin: Callable[[str], None]) -> View:
    """Return what would be exchanged, the machines, and the last sync.

    If the location can't be reached, or another sync is running, it is what the last sync found. Raises RequestError if
    sync is not set up.
    """
    current = settings.load()
    sync_location.open_exchange(current)
    try:
        with _locked_state(current) as state:
            report, _ = _run(session, current, state, begin, dry_run=True)
    except (RequestError, LockedError) as error:
        state = _state(current)
        result = SyncResult(machines=state.machines, problems=[str(error)], last_changes=state.last_changes)
        report = SyncReport(result, state.location, current.machine or "", state.at, is_dry_run=True, is_known=False)
    return View(json("json_sync.sync", report), page("sync.status", report))


@contextmanager
def _locked_state(current: Settings) -> Iterator[SyncState]:
    """Yield the state of the location, while no other sync of this home folder runs.

    Raises RequestError if sync is not set up, LockedError if another sync is running, and FileWriteError.
    """
    sync_location.open_exchange(current)
    with ExitStack() as lock:
        try:
            lock.enter_context(files.lock(sync_state.path(), seconds=0))
        except LockedError:
            message = "another sync is running"
            raise LockedError(message, "try again when it is done") from None
        yield _state(current)


def _state(current: Settings) -> SyncState:
    """Return the state after the last sync with the current location; of another one, only the roadmaps are known."""
    state, location = sync_state.load(), current.sync_location or ""
    if state.location == location:
        return state
    return SyncState(location=location, elsewhere=state.elsewhere | state.roadmaps)


def _save(state: SyncState) -> None:
    """Store the state, with what its location is; raise FileWriteError."""
    sync_state.save(state.model_copy(update={"found": sync_location.found_at(state.location)}))


def _run(
    session: Session, current: Settings, state: SyncState, begin: Callable[[str], None], *, dry_run: bool
) -> tuple[SyncReport, SyncState]:
    sync_location.refuse_replaced(state.location, state.found)
    machine = current.machine or settings.machine()
    exchange = sync_location.open_exchange(current)
    result, after = Sync(exchange, machine, current.machine_name or "", session.now, begin, dry_run).run(state)
    return SyncReport(result, state.location, machine, state.at, dry_run), after
