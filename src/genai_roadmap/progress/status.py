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
    """The action that a change records."""

    START = "start"
    DONE = "done"
    SKIP = "skip"
    RESET = "reset"
    NOTE = "note"
    GOAL = "goal"
    UNDO = "undo"
    REDO = "redo"
    IMPORT = "import"
    RESTORE = "restore"
    READ = "read"
    UNREAD = "unread"
    REVIEW = "review"


class Grade(StrEnum):
    """How well the learner remembered a topic, from not at all to immediately."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


# What can be typed for each grade: its name, its first letter, or its number.
GRADE_NAMES = {
    name: grade for number, grade in enumerate(Grade, 1) for name in (grade.value, grade.value[0], str(number))
}
GRADES_TEXT = "again, hard, good or easy"
STATUS_AFTER = {
    Action.START: Status.STARTED,
    Action.DONE: Status.DONE,
    Action.SKIP: Status.SKIPPED,
    Action.RESET: Status.TODO,
}


class Mark(NamedTuple):
    """The action to record for topics, with its options: already known, back-dated `on` a day, with a note.

    `grade` is how well a done topic is known, for its first review.
    """

    action: Action
    known: bool = False
    on: dt.date | None = None
    note: str | None = None
    grade: Grade | None = None
