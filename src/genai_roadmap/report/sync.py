"""What a sync with other machines exchanged."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import chain, count
from typing import NamedTuple

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Action
from genai_roadmap.report.wording import topics_text

# The names to suggest for a machine.
MACHINE_NAMES = ("laptop", "desktop")
# The most kinds of changes that are said in words.
MAX_KINDS = 3
DONE_TO_TOPICS = {
    Action.DONE: "done",
    Action.START: "started",
    Action.SKIP: "skipped",
    Action.RESET: "reset",
    Action.REVIEW: "reviewed",
}


@dataclass
class SyncResult:
    """What a sync exchanged, or would exchange.

    `machines` has the names of the machines by id, `drafts` the file with the replaced version of each roadmap by id
    (empty if nothing was written), `problems` a message for each file that was skipped, `winners` the machine whose
    version of a roadmap replaced another (empty if not known), and `last_changes` when each machine last recorded
    something. `unsent` is the number of changes that could not be sent, because the file of this machine was skipped.
    `sent_on` and `received_on` are the roadmaps of the changes, which the page names if there is progress on several.
    """

    sent: int = 0
    received: list[Change] = field(default_factory=list)
    machines: dict[str, str] = field(default_factory=dict)
    sent_roadmaps: list[str] = field(default_factory=list)
    received_roadmaps: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unsent: int = 0
    winners: dict[str, str] = field(default_factory=dict)
    last_changes: dict[str, dt.datetime] = field(default_factory=dict)
    sent_on: set[str] = field(default_factory=set)
    received_on: set[str] = field(default_factory=set)
    is_about_several: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to exchange."""
        return not (self.sent or self.unsent or self.received or self.sent_roadmaps or self.received_roadmaps)


def changes_text(changes: list[Change]) -> str:
    """Return what changes did, like 1 topic done, 2 reset; empty if that is long, or not about topics alone."""
    topics: dict[Action, set[str]] = {}
    for change in changes:
        topics.setdefault(change.action, set()).update(change.topics)
    if len(topics) > MAX_KINDS or not topics.keys() <= DONE_TO_TOPICS.keys():
        return ""
    counts = ((len(topics[action]), text) for action, text in DONE_TO_TOPICS.items() if action in topics)
    return ", ".join(f"{number if n else topics_text(number)} {text}" for n, (number, text) in enumerate(counts))


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

    @property
    def free_name(self) -> str:
        """A name that no other machine has."""
        taken = {name.casefold() for name in self.result.machines.values()}
        names = chain(MACHINE_NAMES, (f"{MACHINE_NAMES[0]}-{number}" for number in count(2)))
        return next(name for name in names if name not in taken)
