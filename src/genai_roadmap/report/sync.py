"""What a sync with other machines exchanged."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass
class SyncResult:
    """What a sync exchanged, or would exchange.

    `machines` has the names of the machines by id, `drafts` the file with the replaced version of each roadmap by id
    (empty if nothing was written), and `problems` a message for each file that was skipped.
    """

    sent: int = 0
    received: int = 0
    machines: dict[str, str] = field(default_factory=dict)
    sent_roadmaps: list[str] = field(default_factory=list)
    received_roadmaps: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to exchange."""
        return not (self.sent or self.received or self.sent_roadmaps or self.received_roadmaps)


class SyncReport(NamedTuple):
    """The result of a sync, its location, this machine's id, the time of the last sync, and whether it is a dry run.

    What is to be exchanged is not known if the location can't be reached, or if another sync is running.
    """

    result: SyncResult
    location: str
    machine: str
    last: dt.datetime | None
    is_dry_run: bool
    is_known: bool = True
