"""Change the progress, and report the outcome: the topics that were marked, and the report before and after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress import ratings
from genai_roadmap.progress.status import Action, Grade, Mark, Status
from genai_roadmap.report.report import Report, differences
from genai_roadmap.report.targets import completed, divided
from genai_roadmap.report.wording import day_text
from genai_roadmap.roadmap.positions import kind

if TYPE_CHECKING:
    from genai_roadmap.progress.change import Change, Stamp
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.progress.notes import Note
    from genai_roadmap.report.tree import Node, Resource
    from genai_roadmap.roadmap.models import NumberedItem, Roadmap

CLOCK_TOLERANCE = dt.timedelta(minutes=1)


class Outcome(NamedTuple):
    """The outcome of a command that changes the progress.

    `changed`, `unchanged` and `protected` have the slugs of the topics that were marked, that already had the status,
    and that were not marked because they are optional, skipped or done. `on` is the day for which they were to be
    marked, `grade` how well they were known, and `reverted` the change that was undone or redone. `ticked` has the
    resources that were marked as read or unread, `already_ticked` those that already were. `is_clock_behind` is set if
    the change had to be dated later than the clock, after the last change.
    """

    before: Report
    after: Report
    action: Action
    at: dt.datetime
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    reverted: Change | None = None
    has_note: bool = False
    is_clock_behind: bool = False
    ticked: tuple[Resource, ...] = ()
    already_ticked: tuple[Resource, ...] = ()
    on: dt.date | None = None
    grade: Grade | None = None

    @property
    def contradictions(self) -> list[tuple[Change, Change]]:
        """The marks before and after of topics that were done before their start, or started again on a given day."""
        pairs = ((self.before.nodes[slug].change, self.after.nodes[slug].change) for slug in self.changed)
        return [(old, new) for old, new in pairs if old and new and self.on and _contradicts(old, new)]

    @property
    def dropped_reviews(self) -> int:
        """The number of reviews that no longer count: before the new day of their topics, or of a memory that ended."""
        nodes = self.before.nodes
        was_done = any(slug in nodes and nodes[slug].status is Status.DONE for slug in self.changed)
        is_ended = self.action in {Action.RESET, Action.START} and was_done
        is_moved = self.action is Action.DONE and self.on is not None
        if self.reverted or not (is_ended or is_moved) or not self.before.has_reviews:
            return 0
        old, new = (report.reviews.memories for report in (self.before, self.after))
        counts = ((old[slug].reviews, new[slug].reviews if slug in new else 0) for slug in self.changed if slug in old)
        return sum(max(before - after, 0) for before, after in counts)

    @property
    def other_grade(self) -> Node | None:
        """The first unchanged topic whose grade is another than `grade`; None if there is none."""
        nodes = [self.after.nodes[slug] for slug in self.unchanged if self.grade]
        return next(
            (each for each in nodes if each.change and (each.change.grade or ratings.DEFAULT_GRADE) != self.grade), None
        )

    @property
    def other_day(self) -> Node | Resource | None:
        """The first unchanged topic or resource whose day is another than `on`; None if there is none."""
        found: list[Node | Resource] = [*(self.after.nodes[slug] for slug in self.unchanged), *self.already_ticked]
        others = (each for each in found if each.change and each.change.day != self.on)
        return next(others, None) if self.on else None

    @property
    def progress(self) -> Progress:
        """The journal after the command."""
        return self.after.progress


def mark(report: Report, items: list[NumberedItem], mark: Mark, stamp: Stamp, *, everything: bool = False) -> Outcome:
    """Mark the leaves of the items.

    In a step or topic, `done` does not mark optional and skipped leaves, `skip` does not mark done ones, and `start`
    marks only the first one that can be started, unless such a leaf is itself among the items, or `everything` is set.
    """
    named = tuple(dict.fromkeys(item.slug for item in items))
    changed, unchanged, protected = divided(report, named, mark, everything=everything)
    progress = report.progress
    if changed:
        progress = progress.mark(completed(mark, report, changed), changed, stamp, about=named)
    elif mark.note is not None:
        progress = progress.add_note(named, mark.note, stamp)
    return Outcome(
        report,
        report.updated(progress, [*changed, *named]),
        mark.action,
        at=stamp.at if progress is report.progress else progress.changes[-1].when,
        changed=changed,
        unchanged=unchanged,
        protected=protected,
        has_note=mark.note is not None,
        is_clock_behind=is_clock_behind(stamp, progress),
        on=mark.on,
        grade=mark.grade,
    )


def revert(report: Report, action: Action, stamp: Stamp, change: Change | None = None) -> Outcome:
    """Undo the given change, or undo or redo the last one; raise RequestError if there is none."""
    journal = report.progress
    progress, reverted = journal.undo(stamp, change) if action is Action.UNDO else journal.redo(stamp)
    after, at = Report.of(report.roadmap, progress), progress.changes[-1].at
    is_restore = reverted.action is Action.RESTORE
    return Outcome(
        report,
        after,
        action,
        at,
        tuple(old.slug for old, _ in differences(report, after)) if is_restore else reverted.topics,
        reverted=reverted,
        is_clock_behind=is_clock_behind(stamp, progress),
        ticked=after.resources_at(reverted.links),
    )


def reverted(before: Report, roadmap: Roadmap, progress: Progress, action: Action, change: Change) -> Outcome:
    """Return the outcome of an undo or redo of an import, after which the roadmap is this one."""
    topics = (topic for each in change.changes if each in progress.by_id for topic in progress.by_id[each].topics)
    changed = tuple(dict.fromkeys(topics))
    return Outcome(before, Report.of(roadmap, progress), action, progress.changes[-1].at, changed, reverted=change)


def add_note(report: Report, item: NumberedItem, text: str, stamp: Stamp) -> Outcome:
    """Add a note to an item; raise RequestError if the text is empty."""
    progress = report.progress.add_note((item.slug,), text, stamp)
    return Outcome(report, report.updated(progress, [item.slug]), Action.NOTE, stamp.at, has_note=True)


def edit_note(report: Report, note: Note, text: str | None, stamp: Stamp) -> Outcome:
    """Change the text of a note, or delete the note if the text is None.

    Raises RequestError if the text is empty, or if the note was changed since it was read.
    """
    progress = report.progress.edit_note(note, text, stamp)
    items = filter(None, map(report.roadmap.item_with_slug, note.slugs))
    return Outcome(
        report, report.updated(progress, [item.slug for item in items]), Action.NOTE, stamp.at, has_note=True
    )


def review(
    report: Report, slug: str, grade: Grade, stamp: Stamp, *, on: dt.date | None = None, replaces: str = ""
) -> Outcome:
    """Record a review of the topics of an item that were done by its day; raise RequestError if there are none.

    `replaces` is the id of the review whose grade it corrects.
    """
    node, day = report.nodes[slug], on or stamp.at.date()
    days = {leaf.slug: leaf.change.day for leaf in node.leaves() if leaf.status is Status.DONE and leaf.change}
    done = tuple(slug for slug, since in days.items() if since <= day)
    if not days:
        raise RequestError(not_done_text(node))
    if not done:
        message = f"{node.title!r} was done on {day_text(min(days.values()))}; a review can't be before that"
        raise RequestError(message)
    progress = report.progress.review(done, grade, stamp, on=on, replaces=replaces)
    after, at = report.updated(progress, done), progress.changes[-1].when
    return Outcome(report, after, Action.REVIEW, at, done, on=on, is_clock_behind=is_clock_behind(stamp, progress))


def replace_review(report: Report, last: Change, earlier: Change, undo_stamp: Stamp, stamp: Stamp) -> Outcome:
    """Undo the last review of a topic, and record its grade instead of the earlier one of that day.

    Raises RequestError if other grades of the topic were recorded or undone since.
    """
    undone, _ = report.progress.undo(undo_stamp, last)
    slug, day = report.roadmap.current_slug(last.topics[0]), last.day
    if last_reviews(Report.of(report.roadmap, undone), day).get(slug) != earlier:
        message = f"the grades of {report.title(slug)!r} have changed since; nothing was replaced"
        raise RequestError(message)
    grade = last.grade or ratings.DEFAULT_GRADE
    progress = undone.review(last.topics, grade, stamp, on=day, replaces=earlier.original_id)
    after, at = Report.of(report.roadmap, progress), progress.changes[-1].when
    return Outcome(report, after, Action.REVIEW, at, (slug,), is_clock_behind=is_clock_behind(stamp, progress))


def last_reviews(report: Report, day: dt.date) -> dict[str, Change]:
    """Return the last review on a day of each topic for whose memory one counts, by slug."""
    return ratings.last_reviews(report.progress.effective, day, report.roadmap.current_slug)


def not_done_text(node: Node) -> str:
    """Return that an item can't be reviewed because it is not done, and what to do."""
    number = node.item.number
    if node.topics:
        return f"no topic of {kind(number)} {number} is done yet, so there is nothing to review"
    return f"{node.title!r} is not done yet. Mark what you have learned with: genai-roadmap done {number}"


def set_goal(report: Report, day: dt.date | None, stamp: Stamp) -> Outcome:
    """Set the day by which everything should be done; None clears it."""
    progress = report.progress.set_goal(day, stamp)
    return Outcome(report, report.updated(progress, []), Action.GOAL, stamp.at)


def is_clock_behind(stamp: Stamp, progress: Progress) -> bool:
    """Return whether the last change is later than the clock."""
    return bool(progress.changes) and progress.changes[-1].at - stamp.at > CLOCK_TOLERANCE


def _contradicts(old: Change, new: Change) -> bool:
    """Return whether the days of two marks of a topic don't fit: one of them is probably a typing error."""
    if old.action is new.action or Action.RESET in {old.action, new.action} or old.known or new.known:
        return False
    return new.day < old.day or (old.action, new.action) == (Action.DONE, Action.START)
