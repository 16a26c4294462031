"""What a command changes in the progress: the topics that it marks, and the report before and after."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from genai_roadmap.progress.change import Change, Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node, required_leaves
from genai_roadmap.roadmap.models import NumberedItem

# Leaves with these statuses are not marked when a step or topic that contains them is.
_PROTECTED = {
    Action.DONE: (Status.SKIPPED,),
    Action.START: (Status.DONE, Status.SKIPPED),
    Action.SKIP: (Status.DONE,),
    Action.RESET: (),
}
CLOCK_TOLERANCE = dt.timedelta(minutes=1)


class Outcome(NamedTuple):
    """What a command did to the progress.

    `changed`, `unchanged` and `protected` have the slugs of the topics that it marked, that had the status already,
    and that it did not mark because they are optional, skipped or done. `reverted` is the change that an undo or a
    redo is about. `is_clock_behind` tells that the last change is later than the clock, so this one is dated after it.
    """

    before: Report
    after: Report
    action: Action
    at: dt.datetime
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    reverted: Change | None = None
    has_only_note: bool = False
    is_clock_behind: bool = False

    @property
    def progress(self) -> Progress:
        """The journal after the command."""
        return self.after.progress


class _Selection(NamedTuple):
    """The slugs of leaves by what a mark does with them, in order and without duplicates."""

    changed: dict[str, None]
    unchanged: dict[str, None]
    protected: dict[str, None]


def mark(report: Report, items: list[NumberedItem], mark: Mark, stamp: Stamp, *, everything: bool = False) -> Outcome:
    """Mark the leaves of all the items.

    Below a step or topic, `done` and `start` leave out optional and skipped leaves, and `start` and `skip` leave out
    done ones, unless they are named themselves or `everything` is set.
    """
    named = tuple(dict.fromkeys(item.slug for item in items))
    selection = _select(report, named, mark, everything=everything)
    changed = tuple(selection.changed)
    progress = report.progress
    if changed:
        progress = progress.mark(_completed(mark, report, changed), changed, stamp, about=named)
    elif mark.note is not None:
        progress = progress.add_note(named, mark.note, stamp)
    return Outcome(
        before=report,
        after=report.updated(progress, [*changed, *named]),
        action=mark.action,
        at=stamp.at if progress is report.progress else progress.changes[-1].when,
        changed=changed,
        unchanged=tuple(selection.unchanged),
        protected=tuple(slug for slug in selection.protected if slug not in selection.changed),
        has_only_note=mark.note is not None and not changed,
        is_clock_behind=_is_clock_behind(stamp, progress),
    )


def revert(report: Report, action: Action, stamp: Stamp) -> Outcome:
    """Undo or redo the last change; raise RequestError if there is none."""
    journal = report.progress
    progress, reverted = journal.undo(stamp) if action is Action.UNDO else journal.redo(stamp)
    return Outcome(
        before=report,
        after=Report.of(report.roadmap, progress),
        action=action,
        at=progress.changes[-1].at,
        changed=reverted.topics,
        reverted=reverted,
        is_clock_behind=_is_clock_behind(stamp, progress),
    )


def add_note(report: Report, item: NumberedItem, text: str, stamp: Stamp) -> Outcome:
    """Add a note to an item; raise RequestError if the text is empty."""
    progress = report.progress.add_note((item.slug,), text, stamp)
    return Outcome(report, report.updated(progress, [item.slug]), Action.NOTE, stamp.at, has_only_note=True)


def set_goal(report: Report, day: dt.date | None, stamp: Stamp) -> Outcome:
    """Set the day by which everything should be done; None clears it."""
    progress = report.progress.set_goal(day, stamp)
    return Outcome(report, report.updated(progress, []), Action.GOAL, stamp.at)


def _select(report: Report, named: tuple[str, ...], mark: Mark, *, everything: bool) -> _Selection:
    selection = _Selection({}, {}, {})
    for slug in named:
        for leaf, is_protected in _leaves(report.nodes[slug], mark.action):
            if _is_unchanged(leaf, mark, is_alone=named == (leaf.slug,)):
                selection.unchanged[leaf.slug] = None
            elif is_protected and not everything and leaf.slug not in named:
                selection.protected[leaf.slug] = None
            else:
                selection.changed[leaf.slug] = None
    return selection


def _leaves(node: Node, action: Action) -> Iterator[tuple[Node, bool]]:
    """Yield the leaves of a node, each with whether it is protected from the action."""
    leaves = list(node.leaves())
    protected = {leaf.slug for leaf in leaves if leaf.status in _PROTECTED[action]}
    if action in (Action.DONE, Action.START):
        protected |= {leaf.slug for leaf in leaves} - {leaf.slug for leaf in required_leaves(node.topics)}
    return ((leaf, leaf.slug in protected) for leaf in leaves)


def _is_unchanged(leaf: Node, mark: Mark, *, is_alone: bool) -> bool:
    """Return whether the leaf has the status already and, if it is the only one, also the day and `known`."""
    if leaf.status is not STATUS_AFTER[mark.action]:
        return False
    if not leaf.change or not is_alone:
        return True
    return (leaf.change.known or not mark.known) and mark.on in (None, leaf.change.day)


def _completed(mark: Mark, report: Report, changed: tuple[str, ...]) -> Mark:
    """Return the mark; if it corrects a single leaf, with what it does not mention as it was."""
    node = report.nodes[changed[0]]
    if len(changed) > 1 or not node.change or node.status is not STATUS_AFTER[mark.action]:
        return mark
    return mark._replace(known=mark.known or node.change.known, on=mark.on or node.change.day)


def _is_clock_behind(stamp: Stamp, progress: Progress) -> bool:
    return bool(progress.changes) and progress.changes[-1].at - stamp.at > CLOCK_TOLERANCE
