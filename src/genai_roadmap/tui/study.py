"""What the view shows and changes: the report as it was last seen, and the one way to change what it is of."""

import datetime as dt
from collections.abc import Callable

from genai_roadmap import files, store
from genai_roadmap.marking import Outcome, mark, take_back
from genai_roadmap.progress import Did, Mark, Progress, Stamp
from genai_roadmap.report import Report, Suggestion
from genai_roadmap.roadmap import Place, Roadmap


class Study:
    """An hour with a roadmap; each change is on the disk before the next key is read.

    What reads raises FileInvalidError, and what changes FileInvalidError, FileWriteError and RequestError.
    """

    def __init__(self, roadmap: Roadmap, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._path = store.path_of(roadmap.id)
        self._version = files.version(self._path)
        self.report = Report.of(roadmap, store.load(roadmap.id))

    def mark(self, place: Place, did: Did) -> Outcome:
        """Marks what counts of a place."""
        return self._record(lambda report, stamp: mark(report, [place], Mark(did), stamp))

    def take_back(self, did: Did) -> Outcome:
        """Takes the last change back, or the last undo."""
        return self._record(lambda report, stamp: take_back(report, did, stamp))

    def note(self, place: Place, text: str) -> None:
        """Adds a note."""

        def noted(report: Report, stamp: Stamp) -> tuple[Progress, Report]:
            progress = report.progress.add_note((place.slug,), text, stamp)
            return progress, Report.of(report.roadmap, progress)

        self.report = store.record(self.report.roadmap, noted, self._clock())

    def suggestions(self) -> list[Suggestion]:
        """What to learn next, best first."""
        return self.report.suggestions(self._clock())

    def look_again(self) -> Report | None:
        """The report as it was, where the file is another than when it was last looked at, and says something else."""
        version = files.version(self._path)
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
