"""What the view shows and changes: the report as it was last seen, and the one way to change what it is of."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from genai_roadmap import files, store
from genai_roadmap.marking import Outcome, add_note, mark, take_back
from genai_roadmap.nodes import Node
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import Report, Suggestion
from genai_roadmap.roadmap.models import NumberedItem

T = TypeVar("T")


class Study:
    """An hour with a roadmap; each change is on the disk before the next key is read.

    What reads raises FileInvalidError, and what changes FileInvalidError, FileWriteError and RequestError.
    """

    def __init__(self, report: Report, clock: Callable[[], dt.datetime]) -> None:
        self.report = report
        self._clock = clock
        # Of which version of the file the report is, only reading it again can tell for sure.
        self._version: tuple[int, ...] | None = None

    def mark(self, item: NumberedItem, action: Action) -> Outcome:
        """Marks what counts of a place."""
        return self._record(lambda report, stamp: mark(report, [item], Mark(action), stamp))

    def take_back(self, action: Action) -> Outcome:
        """Takes the last change back, or the last undo."""
        return self._record(lambda report, stamp: take_back(report, action, stamp))

    def note(self, item: NumberedItem, text: str) -> None:
        """Adds a note."""
        roadmap, now = self.report.roadmap, self._clock()
        self.report = store.record(roadmap, lambda report, stamp: add_note(report, stamp, item, text), now)

    def next_after(self, node: Node | None) -> Suggestion | None:
        """What to learn next or, where that is the node, what after it; None where nothing is left."""
        found = {each.node.slug: each for each in self.report.suggestions(self._clock())}
        slug = node.slug if node else ""
        return found[following(slug, [*found])] if found else None

    def look_again(self) -> Report | None:
        """The report as it was, where the file is another than when it was last looked at, and says something else."""
        version = files.version(store.path_of(self.report.roadmap.id))
        if version == self._version:
            return None
        # Known before it is read: whatever is written from here on is seen the next time.
        self._version = version
        before, progress = self.report, store.load(self.report.roadmap.id)
        if progress.changes == before.progress.changes:
            return None
        self.report = Report.of(before.roadmap, progress)
        return before

    def _record(self, change: Callable[[Report, Stamp], tuple[Progress, Outcome]]) -> Outcome:
        outcome = store.record(self.report.roadmap, change, self._clock())
        self.report = outcome.after
        return outcome


def following(one: T, all_of_them: list[T]) -> T:
    """What comes after one of them, round and round; the first where it is none of them."""
    return all_of_them[(all_of_them.index(one) + 1) % len(all_of_them)] if one in all_of_them else all_of_them[0]
