"""What the last sync found, shown without asking the network: changes not sent yet, and names of machines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from genai_roadmap.report.wording import plural, span_text
from genai_roadmap.storage import sync_state

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session

REMINDER_DAYS = 3


def reminder(session: Session) -> tuple[tuple[str, str], ...]:
    """Return a hint if there are changes that were not sent for three days, once a day."""
    state, now = sync_state.load(), session.now
    last = state.at if state.location == session.settings.sync_location else None
    if last and now - last < dt.timedelta(days=REMINDER_DAYS):
        return ()
    mine = session.settings.machine or ""
    changes = session.report.progress.changes
    unsent = [change.at for change in changes if change.is_by(mine) and (not last or change.at > last)]
    if not unsent or now - unsent[0] < dt.timedelta(days=REMINDER_DAYS) or not sync_state.is_first_call_of(now.date()):
        return ()
    count = plural(len(unsent), "change")
    return ((f"{count} not sent to your other machines for {span_text((now - unsent[0]).days)}", "genai-roadmap sync"),)


def machine_names(session: Session) -> dict[str, str]:
    """Return the names of the machines by id, as the last sync found them."""
    names = {machine: name for machine, name in sync_state.load().machines.items() if name}
    mine = session.settings
    return names | ({mine.machine: mine.machine_name} if mine.machine and mine.machine_name else {})
