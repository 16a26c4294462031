"""How far a topic is, and what a learner does that makes it so: the words that commands are given in."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How far a topic is."""

    TODO = "todo"
    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"


class Did(StrEnum):
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
    Did.START: Status.STARTED,
    Did.DONE: Status.DONE,
    Did.SKIP: Status.SKIPPED,
    Did.RESET: Status.TODO,
}


class Mark(NamedTuple):
    """What is to be recorded of topics: `known` before, `on` an earlier day, with a note."""

    did: Did
    known: bool = False
    on: dt.date | None = None
    note: str | None = None
