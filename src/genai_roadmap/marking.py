"""Marking: which topics of a step or topic a command changes, and what it did."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from genai_roadmap.nodes import Node, counting
from genai_roadmap.progress.change import Change, Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.report import Report
from genai_roadmap.roadmap.models import NumberedItem

_SPARED = {
    Action.DONE: (Status.SKIPPED,),
    Action.START: (Status.DONE, Status.SKIPPED),
    Action.SKIP: (Status.DONE,),
    Action.RESET: (),
}


class Outcome(NamedTuple):
    """What a command did to the progress.

    It holds the slugs of the topics that changed, that were so already, and that `mark` left alone; and of an undo or
    redo the change that it was about; `noted` says that a note was all there was to record, and `is_clock_behind` that
    the clock stands before the last change, right after which this one is therefore dated.
    """

    before: Report
    after: Report
    action: Action
    at: dt.datetime
    changed: tuple[str, ...]
    unchanged: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    about: Change | None = None
    noted: bool = False
    is_clock_behind: bool = False


def mark(
    report: Report, items: list[NumberedItem], what: Mark, stamp: Stamp, *, everything: bool = False
) -> tuple[Progress, Outcome]:
    """The journal after marking the leaves of all the places, and what that did.

    A leaf named itself is marked. Below a step or topic `done` leaves alone what is optional there or skipped, `start`
    that and what is done, and `skip` what is done; with `everything` nothing is left alone.
    """
    named = tuple(dict.fromkeys(item.slug for item in items))
    changed, unchanged, left_alone = dict[str, None](), dict[str, None](), dict[str, None]()
    for slug in named:
        for leaf, spared in _leaves(report.nodes[slug], what.action):
            if _is_so(leaf, what, is_alone=named == (leaf.slug,)):
                unchanged[leaf.slug] = None
            elif spared and not everything and leaf.slug not in named:
                left_alone[leaf.slug] = None
            else:
                changed[leaf.slug] = None
    progress = report.progress
    if changed:
        progress = progress.mark(_completed(what, report, tuple(changed)), tuple(changed), stamp, about=named)
    elif what.note is not None:
        progress = progress.add_note(named, what.note, stamp)
    return progress, Outcome(
        before=report,
        after=report.after(progress, [*changed, *named]),
        action=what.action,
        at=stamp.at if progress is report.progress else progress.changes[-1].when,
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        left_alone=tuple(slug for slug in left_alone if slug not in changed),
        noted=what.note is not None and not changed,
        is_clock_behind=_is_behind(stamp, progress),
    )


def set_goal(report: Report, stamp: Stamp, day: dt.date | None) -> tuple[Progress, Report]:
    """The journal with another goal or none, and the report on that."""
    progress = report.progress.set_goal(day, stamp)
    return progress, report.after(progress, [])


def add_note(report: Report, stamp: Stamp, item: NumberedItem, text: str) -> tuple[Progress, Report]:
    """The journal with a note on an item, and the report on that; raises RequestError for a note without text."""
    progress = report.progress.add_note((item.slug,), text, stamp)
    return progress, report.after(progress, [item.slug])


def take_back(report: Report, action: Action, stamp: Stamp) -> tuple[Progress, Outcome]:
    """The journal after an undo or a redo, and what that did; raises RequestError where there is none."""
    before = report.progress
    progress, about = before.undo(stamp) if action is Action.UNDO else before.redo(stamp)
    after = Report.of(report.roadmap, progress)
    return progress, Outcome(
        report,
        after,
        action,
        progress.changes[-1].at,
        about.topics,
        about=about,
        is_clock_behind=_is_behind(stamp, progress),
    )


def _leaves(node: Node, action: Action) -> Iterator[tuple[Node, bool]]:
    """The leaves of a node, each with whether it is one to leave alone."""
    leaves = list(node.leaves())
    spared = {leaf.slug for leaf in leaves if leaf.status in _SPARED[action]}
    if action in (Action.DONE, Action.START):
        spared |= {leaf.slug for leaf in leaves} - {leaf.slug for leaf in counting(node.topics)}
    return ((leaf, leaf.slug in spared) for leaf in leaves)


def _is_so(leaf: Node, what: Mark, *, is_alone: bool) -> bool:
    """Whether the leaf has the status already and, where it alone is meant, also the day and the being known."""
    if leaf.status is not STATUS_AFTER[what.action]:
        return False
    if not leaf.change or not is_alone:
        return True
    return (leaf.change.known or not what.known) and what.on in (None, leaf.change.day)


def _completed(what: Mark, report: Report, changed: tuple[str, ...]) -> Mark:
    """The mark or, where it puts right what is known of a single leaf, with what it leaves as it is."""
    node = report.nodes[changed[0]]
    if len(changed) > 1 or not node.change or node.status is not STATUS_AFTER[what.action]:
        return what
    return what._replace(known=what.known or node.change.known, on=what.on or node.change.day)


def _is_behind(stamp: Stamp, progress: Progress) -> bool:
    return bool(progress.changes) and progress.changes[-1].at - stamp.at > dt.timedelta(minutes=1)
