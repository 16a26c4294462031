"""The status of a topic, and the actions that change it."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """The status of a topic."""

    TODO = "todo"
    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"


class Action(StrEnum):
    """What a change did."""

    START = "start"
    DONE = "done"
    SKIP = "skip"
    RESET = "reset"
    NOTE = "note"
    GOAL = "goal"
    UNDO = "undo"
    REDO = "redo"


STATUS_AFTER = {
    Action.START: Status.STARTED,
    Action.DONE: Status.DONE,
    Action.SKIP: Status.SKIPPED,
    Action.RESET: Status.TODO,
}


class Mark(NamedTuple):
    """What to record for topics: the action, whether they were `known` already, the day if not today, and a note."""

    action: Action
    known: bool = False
    on: dt.date | None = None
    note: str | None = None
