"""A session: one roadmap, the progress on it, and the clock."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.progress.change import Stamp, checked_clock
from genai_roadmap.progress.journal import Progress
from genai_roadmap.storage import files, progress_files, repairable, roadmap_files, settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from genai_roadmap.report.history import History
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report
    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.lookup import Finder
    from genai_roadmap.roadmap.models import NumberedItem, Roadmap


class Session:
    """The context of the use cases. Files are read when they are first needed.

    Reading raises FileInvalidError and RequestError, writing FileWriteError too.
    """

    def __init__(
        self,
        roadmap_name: str | None,
        clock: Callable[[], dt.datetime],
        warn: Callable[[str], None] = lambda _text: None,
    ) -> None:
        self._roadmap_name = roadmap_name
        self._clock = clock
        self.warn = warn
        self.confirmed_day: dt.date | None = None
        self._others: list[tuple[Roadmap, Finder]] = []
        self._fingerprint: tuple[int, ...] | None = None
        self._roadmap_fingerprint: tuple[int, ...] | None = None

    @property
    def now(self) -> dt.datetime:
        """The current time, in the learner's zone; raise RequestError if the clock is far off."""
        return checked_clock(self._clock())

    @cached_property
    def settings(self) -> settings.Settings:
        """The learner's settings; if they are damaged, the defaults, with a warning."""
        try:
            return settings.load()
        except FileInvalidError as error:
            self.warn(f"{error.problems[0]}; using the default settings")
            return settings.Settings()

    @property
    def active_id(self) -> str:
        """The id of the active roadmap."""
        return self.settings.active or roadmap_files.BUNDLED

    @property
    def is_on_other_roadmap(self) -> bool:
        """Whether another roadmap than the active one was asked for."""
        return bool(self._roadmap_name) and self.roadmap.id != self.active_id

    @cached_property
    def roadmap_file(self) -> Path:
        """The file of the roadmap that was asked for, or of the active one; if that is missing, the bundled one."""
        if self._roadmap_name:
            return roadmap_files.locate(self._roadmap_name)
        try:
            return roadmap_files.locate(self.active_id)
        except RequestError as error:
            bundled = roadmap_files.BUNDLED
            self.warn(f"{error}; using {bundled} instead. To switch to it: genai-roadmap use {bundled}")
            return roadmap_files.bundled_file()

    def require_chosen_roadmap(self) -> None:
        """Raise RequestError if the bundled roadmap is used only because the active one is missing.

        Raises FileInvalidError if the settings, which name the active one, are damaged.
        """
        if self._roadmap_name:
            return
        active_id = settings.load().active or roadmap_files.BUNDLED
        if self.roadmap_file == roadmap_files.bundled_file() and active_id != roadmap_files.BUNDLED:
            hint = f"Switch with: genai-roadmap use {roadmap_files.BUNDLED}"
            message = f"the active roadmap {active_id!r} does not exist; nothing was changed. {hint}"
            raise RequestError(message)

    def require_valid_settings(self) -> None:
        """Raise FileInvalidError if the settings are damaged, before a warning that the defaults are used instead."""
        if files.fingerprint(settings.path()):
            settings.load()

    @cached_property
    def roadmap(self) -> Roadmap:
        """The roadmap."""
        return repairable.read(self.roadmap_file)

    @property
    def progress_file(self) -> Path:
        """The file of the progress on the roadmap."""
        return progress_files.path_of(self.roadmap.id)

    @cached_property
    def report(self) -> Report:
        """The report on the roadmap and the progress on it."""
        return self._report_on(progress_files.load(self.roadmap.id))

    @property
    def readable_report(self) -> Report:
        """The report or, if the progress file is damaged, a report without progress."""
        try:
            return self.report
        except FileInvalidError:
            return self._report_on(Progress(roadmap=self.roadmap.id))

    def _report_on(self, progress: Progress) -> Report:
        from genai_roadmap.report.report import Report

        return Report.of(self.roadmap, progress)

    @cached_property
    def _finder(self) -> Finder:
        from genai_roadmap.roadmap.lookup import Finder

        return Finder(self.roadmap, self._elsewhere)

    def _elsewhere(self, name: str) -> str:
        from genai_roadmap.app import other_roadmaps

        self._others = self._others or other_roadmaps.finders(self.roadmap)
        return other_roadmaps.hint(self._others, name)

    def find(self, text: str) -> NumberedItem:
        """Return the item that the text refers to; raise RequestError if there is not exactly one."""
        return self._finder.find(text)

    def find_all(self, words: list[str]) -> list[NumberedItem]:
        """Return the items that the words refer to; raise RequestError like `find`."""
        return self._finder.find_all(words)

    def find_to_change(self, words: list[str]) -> list[NumberedItem]:
        """Return the items to record something about; raise RequestError also for a few letters in a word."""
        self.require_valid_settings()
        found = self.find_all(words)
        self.reject_short_guesses()
        return found

    def reject_short_guesses(self) -> None:
        """Raise RequestError if an item was found only by a few letters in a word."""
        self._finder.reject_short_guesses()

    @property
    def guesses(self) -> dict[str, NumberedItem]:
        """The items that were found only by a text in the middle of a word, by that text."""
        return self._finder.guesses

    def find_with_numbers(self, words: Sequence[str]) -> tuple[NumberedItem, list[int]]:
        """Return the item and the numbers that the words refer to; raise RequestError like `find`."""
        return self._finder.find_with_numbers(words)

    def node(self, text: str) -> Node:
        """Return the node of the item that the text refers to."""
        return self.report.nodes[self.find(text).slug]

    @property
    def has_report(self) -> bool:
        """Whether the progress file was already read."""
        return "report" in vars(self)

    def history(self, report: Report | None = None) -> History:
        """Return the history up to today, by default of the session's report."""
        from fractions import Fraction

        from genai_roadmap.report.history import History

        return History(
            report or self.report,
            self.now.date(),
            rest_days=self.settings.rest_days,
            shows_streak=self.settings.streak,
            review_limit=self.settings.review_limit,
            per_week=Fraction(str(self.settings.per_week)),  # 11/10 for 1.1
        )

    def new_stamp(self) -> Stamp:
        """Return the stamp of a new change of this machine."""
        return Stamp(at=self.now, id=os.urandom(5).hex(), machine=self.settings.machine or settings.machine())

    def update(self, change: Callable[[Report, Stamp], Outcome]) -> Outcome:
        """Record what `change` does to the current report: the one way to change the progress."""
        with progress_files.lock(self.roadmap.id) as file:
            self.require_chosen_roadmap()
            stamp = self.new_stamp()
            while True:
                outcome = change(self._report_on(file.read()), stamp)
                if file.write(outcome.progress, stamp.at):
                    self.report = outcome.after
                    self._fingerprint = files.fingerprint(self.progress_file)
                    return outcome

    def reload(self) -> None:
        """Read all files again; if one can't be read, continue with what was read before."""
        self.switch(self._roadmap_name or self.roadmap.id)

    def switch(self, roadmap_name: str | None, before: Callable[[], object] = lambda: None) -> None:
        """Read another roadmap, call `before`, and continue with it; if either raises, with the same one as before."""
        other = Session(roadmap_name, self._clock, self.warn)
        other.report  # noqa: B018
        before()
        # Nothing that was read before applies to it.
        vars(self).clear()
        vars(self).update(vars(other))

    def reload_if_changed(self) -> Report | None:
        """Read the files of the roadmap and of the progress again if they have changed.

        Returns the report before, or None if nothing is new.
        """
        is_other_roadmap = self._reload_roadmap_if_changed()
        fingerprint = files.fingerprint(self.progress_file)
        if fingerprint == self._fingerprint and not is_other_roadmap:
            return None
        # Taken before the file is read, so that a later write is noticed the next time.
        self._fingerprint = fingerprint
        before, progress = self.report, progress_files.load(self.roadmap.id)
        if progress.changes == before.progress.changes and not is_other_roadmap:
            return None
        self.report = self._report_on(progress)
        return before

    def _reload_roadmap_if_changed(self) -> bool:
        """Read the file of the roadmap again if it has changed; return whether the roadmap is another one."""
        before, fingerprint = self._roadmap_fingerprint, files.fingerprint(self.roadmap_file)
        self._roadmap_fingerprint = fingerprint
        if before in (None, fingerprint):
            return False
        roadmap = repairable.read(self.roadmap_file)
        if roadmap.id != self.roadmap.id or roadmap == self.roadmap:
            return False
        self.roadmap = roadmap
        vars(self).pop("_finder", None)
        return True
