"""The journal of the changes to the progress on one roadmap."""

import datetime as dt
from collections import Counter
from functools import cached_property
from operator import lt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import DATED, MARKING, ORDER, REVERTING, Change, Stamp, time_after
from genai_roadmap.progress.notes import Note, check_text, notes_in
from genai_roadmap.progress.reads import last_ticks
from genai_roadmap.progress.reverts import last_by, reverted_ids
from genai_roadmap.progress.status import STATUS_AFTER, Action, Grade, Mark, Status
from genai_roadmap.roadmap.models import RoadmapId

FORMAT = 1


def _sorted_changes(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    times = [change.at for change in changes]
    # Nearly always the case, and faster to check than to sort.
    if all(map(lt, times, times[1:])) and len({change.id for change in changes}) == len(changes):
        return changes
    by_id: dict[str, Change] = {}
    for change in changes:
        if change.id not in by_id:
            by_id[change.id] = change
        elif by_id[change.id] != change:
            message = f"two different changes have the id {change.id!r}"
            raise ValueError(message)
    return tuple(sorted(by_id.values(), key=ORDER))


class Progress(BaseModel):
    """The journal of one roadmap, ordered by (at, id). No change is ever removed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    roadmap: RoadmapId
    changes: Annotated[tuple[Change, ...], AfterValidator(_sorted_changes)] = ()

    @classmethod
    def of(cls, roadmap: str, changes: tuple[Change, ...]) -> "Progress":
        """Return the journal with these valid changes; raise ValueError if two different ones have the same id."""
        return cls.model_construct(roadmap=roadmap, changes=_sorted_changes(changes))

    @cached_property
    def by_id(self) -> dict[str, Change]:
        """The changes by id."""
        return {change.id: change for change in self.changes}

    @cached_property
    def reverted(self) -> Counter[str]:
        """The ids of the changes that are reverted, each with the number of changes that revert it."""
        return reverted_ids(self.changes)

    @cached_property
    def undone(self) -> frozenset[str]:
        """The ids of the changes that are undone: those that are reverted, except undos."""
        return frozenset(
            each for each in self.reverted.keys() & self.by_id.keys() if self.by_id[each].action not in REVERTING
        )

    @cached_property
    def effective(self) -> tuple[Change, ...]:
        """The changes that count: all except undos, redos and those that are reverted."""
        ids = self.reverted
        return tuple(change for change in self.changes if change.action not in REVERTING and change.id not in ids)

    @cached_property
    def has_reviews(self) -> bool:
        """Whether a topic was ever reviewed."""
        return any(change.action is Action.REVIEW for change in self.effective)

    @cached_property
    def marks(self) -> dict[str, Change]:
        """The last change of each topic's status, by slug."""
        return {topic: change for change in self.effective if change.action in MARKING for topic in change.topics}

    @cached_property
    def notes(self) -> dict[str, list[Note]]:
        """The notes on each item, oldest first, by slug."""
        notes: dict[str, list[Note]] = {}
        for note in self._notes_by_id.values():
            for slug in note.slugs if note.text else ():
                notes.setdefault(slug, []).append(note)
        return notes

    @cached_property
    def _notes_by_id(self) -> dict[str, Note]:
        return notes_in(self.effective)

    @cached_property
    def ticks(self) -> dict[str, Change]:
        """The last change that marked each resource as read or unread, by URL."""
        return last_ticks(self.effective)

    @cached_property
    def reads(self) -> dict[str, Change]:
        """The change that marked each resource that is read, by URL."""
        return {url: change for url, change in self.ticks.items() if change.action is Action.READ}

    @property
    def goal(self) -> dt.date | None:
        """The day by which everything should be done; None if no goal is set."""
        return self.goal_change.goal if self.goal_change else None

    @cached_property
    def goal_change(self) -> Change | None:
        """The last change that set or cleared the goal; None if there is none."""
        return next((change for change in reversed(self.effective) if change.action is Action.GOAL), None)

    def recent(self, since: dt.date | None = None) -> list[Change]:
        """Return the changes since a day, by default all, newest first, by the day that they count for."""
        newest_first = sorted(self.changes, key=lambda change: (change.day, change.order), reverse=True)
        return [change for change in newest_first if since is None or change.day >= since]

    def original(self, change: Change) -> Change:
        """Return the change that was undone or redone by an undo or a redo; any other change is returned unchanged."""
        for _ in range(2):  # a redo names an undo, which names a change
            change = self.by_id.get(change.change or "", change)
        return change

    def without_reverts(self, changes: list[Change]) -> list[Change]:
        """Return the changes without the undos and redos of others among them."""
        ids = {change.id for change in changes}
        return [each for each in changes if each.action not in REVERTING or self.original(each).id not in ids]

    def status(self, topic: str) -> Status:
        """Return the status of the topic with this slug."""
        return STATUS_AFTER[self.marks[topic].action] if topic in self.marks else Status.TODO

    @property
    def done(self) -> int:
        """The number of done topics, including those that were removed from the roadmap."""
        return sum(self.status(topic) is Status.DONE for topic in self.marks)

    def mark(self, mark: Mark, topics: tuple[str, ...], stamp: Stamp, about: tuple[str, ...] = ()) -> "Progress":
        """Return the journal with the topics marked; the note of the mark is on `about`, by default on the topics."""
        action, known, on, note, grade = mark
        about = () if about == topics or note is None else about
        return self._append(stamp, note, did=action, topics=topics, known=known, on=on, about=about, grade=grade)

    def review(
        self, topics: tuple[str, ...], grade: Grade, stamp: Stamp, *, on: dt.date | None = None, replaces: str = ""
    ) -> "Progress":
        """Return the journal with a review of the topics, back-dated if `on` is set, instead of the one it replaces."""
        return self._append(stamp, did=Action.REVIEW, topics=topics, grade=grade, on=on, replaces=replaces or None)

    def add_note(self, slugs: tuple[str, ...], text: str, stamp: Stamp, *, on: dt.date | None = None) -> "Progress":
        """Return the journal with a note on the items, back-dated if `on` is set; raise RequestError if it is empty."""
        return self._append(stamp, did=Action.NOTE, topics=slugs, note=text, on=on)

    def edit_note(self, note: Note, text: str | None, stamp: Stamp) -> "Progress":
        """Return the journal with the text of the note changed or, if it is None, with the note deleted.

        If nothing changes, it is the same journal. Raises RequestError if the text is empty, or if the note was changed
        since it was read.
        """
        if self._notes_by_id.get(note.id) != note:
            message = "the note was changed meanwhile; nothing was recorded"
            raise RequestError(message)
        if text == note.text:
            return self
        return self._append(stamp, text, did=Action.NOTE, topics=note.slugs, replaces=note.id)

    def tick(self, mark: Mark, urls: tuple[str, ...], stamp: Stamp) -> "Progress":
        """Return the journal with the resources at these URLs marked as read or unread."""
        return self._append(stamp, did=mark.action, link=urls, known=mark.known, on=mark.on)

    def set_goal(self, day: dt.date | None, stamp: Stamp) -> "Progress":
        """Return the journal with this goal, or with no goal if it is None; the same journal if nothing changes."""
        return self if day == self.goal else self._append(stamp, did=Action.GOAL, goal=day)

    def record_import(self, before: str, after: str, recorded: tuple[str, ...], stamp: Stamp) -> "Progress":
        """Return the journal with the import of a new version of the roadmap.

        `before` and `after` are the SHA-256 of its file, `recorded` the ids of the changes that the import recorded.
        """
        return self._append(stamp, did=Action.IMPORT, roadmap_before=before, roadmap_after=after, changes=recorded)

    def record_restore(self, reverted: tuple[str, ...], stamp: Stamp) -> "Progress":
        """Return the journal with the restore of a backup, which reverts the changes with these ids."""
        return self._append(stamp, did=Action.RESTORE, changes=reverted)

    def undo(self, stamp: Stamp, change: Change | None = None) -> tuple["Progress", Change]:
        """Undo this machine's last change, or the given one; return the journal and it, or raise RequestError."""
        if change := change or last_by(stamp.machine, self.effective):
            return self._append(stamp, did=Action.UNDO, change=change.id), change
        elsewhere = "; the remaining changes were recorded on another machine" if self.effective else ""
        message = f"nothing to undo{elsewhere}"
        raise RequestError(message)

    def redo(self, stamp: Stamp) -> tuple["Progress", Change]:
        """Revert this machine's last undo; return the journal and the change that is effective again.

        Raises RequestError if there is no undo, or a later change.
        """
        for change in reversed(self.changes):
            if not change.is_by(stamp.machine) or change.id in self.reverted:
                continue
            if self._is_redoable(change):
                return self._append(stamp, did=Action.REDO, change=change.id), self.original(change)
            if change.action not in REVERTING:
                break
        message = "nothing to redo"
        raise RequestError(message)

    def _is_redoable(self, change: Change) -> bool:
        """Return whether a change is an undo, and reverting it makes the change that it undid effective again.

        If two of them undid the same change, neither can be redone, because the other one would still revert it.
        """
        undone = change.change or ""
        return change.action is Action.UNDO and undone in self.by_id and self.reverted[undone] == 1

    def merge(self, other: "Progress") -> "Progress":
        """Return the set union of both journals.

        Raises RequestError if the roadmaps differ, or if different changes have the same id.
        """
        if other.roadmap != self.roadmap:
            message = f"progress of {other.roadmap!r} can't be merged into progress of {self.roadmap!r}"
            raise RequestError(message)
        for change in other.changes:
            if change.id in self.by_id and self.by_id[change.id] != change:
                message = f"the two journals have different changes with the id {change.id!r}"
                raise RequestError(message)
        new = tuple(change for change in other.changes if change.id not in self.by_id)
        return Progress.of(self.roadmap, self.changes + new) if new else self

    def _append(self, stamp: Stamp, note: str | None = None, **fields: Any) -> "Progress":
        if note is not None:
            check_text(note)
        at = time_after(self.changes, stamp.at)
        if at.date() > stamp.at.date() and fields.get("on") is None and fields["did"] in DATED:
            # The last change is later than the clock, but this one counts for the learner's day.
            fields["on"] = stamp.at.date()
        change = Change(id=stamp.id, at=at, machine=stamp.machine, note=note, **fields)
        # Without validation, because the other changes are valid already and there may be 100,000.
        return Progress.model_construct(roadmap=self.roadmap, changes=(*self.changes, change))
