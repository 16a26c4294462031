"""Find the topics that a mark changes, and whether to ask first because other marks would be lost."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from genai_roadmap.progress.ratings import DEFAULT_GRADE
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.report.tree import Node, required_leaves
from genai_roadmap.report.wording import day_text, topics_text
from genai_roadmap.text import shortlist

if TYPE_CHECKING:
    from genai_roadmap.report.report import Report
    from genai_roadmap.roadmap.models import NumberedItem

# A mark on a step or topic does not change its leaves with these statuses.
_PROTECTED = {
    Action.DONE: (Status.SKIPPED,),
    Action.START: (Status.DONE, Status.SKIPPED),
    Action.SKIP: (Status.DONE,),
    Action.RESET: (),
}


def divided(report: Report, named: tuple[str, ...], mark: Mark, *, everything: bool) -> tuple[tuple[str, ...], ...]:
    """Return the slugs of the leaves that the mark changes, of those with its status, and of the protected ones."""
    nodes = _nodes_to_mark(report, named, starts_one=mark.action is Action.START and not everything)
    leaves = {leaf.slug: leaf for node in nodes for leaf in node.leaves()}
    is_correction = _is_correction([report.nodes[slug] for slug in named], mark)
    unchanged = {slug: None for slug, leaf in leaves.items() if _is_unchanged(leaf, mark, is_correction=is_correction)}
    selected = leaves if everything else _selected(nodes, mark.action)
    changed = tuple(slug for slug in selected if slug not in unchanged)
    protected = tuple(slug for slug in leaves if slug not in unchanged and slug not in selected)
    return changed, tuple(unchanged), protected


def completed(mark: Mark, report: Report, changed: tuple[str, ...]) -> Mark:
    """Return the mark; if it corrects leaves, with the options of their last changes that are not set."""
    leaf = report.nodes[changed[0]]
    if not leaf.change or leaf.status is not STATUS_AFTER[mark.action]:
        return mark
    last = leaf.change
    return mark._replace(known=mark.known or last.known, on=mark.on or last.day, grade=mark.grade or last.grade)


def loss_question(report: Report, items: list[NumberedItem], mark: Mark, *, everything: bool = False) -> str:
    """Return the question to ask before a mark that changes done topics, or resets or skips more than were named.

    It is empty if there is nothing to ask.
    """
    named = tuple(dict.fromkeys(item.slug for item in items))
    changed, *_ = divided(report, named, mark, everything=everything)
    nodes = [report.nodes[slug] for slug in changed]
    done = [node for node in nodes if node.status is Status.DONE]
    if done and mark.action in {Action.START, Action.SKIP}:
        return _done_question(done, mark.action)
    if mark.action not in {Action.RESET, Action.SKIP} or len(nodes) <= len(named):
        return ""
    where = f" of {report.nodes[named[0]].title}" if len(named) == 1 else ""
    to = " to todo" if mark.action is Action.RESET else ""
    return f"{mark.action.value.capitalize()} {topics_text(len(nodes))}{where}{to}?"


def _done_question(nodes: list[Node], action: Action) -> str:
    change = nodes[0].change
    since = f" (since {day_text(change.day)})" if len(nodes) == 1 and change else ""
    are, them = ("is", "it") if len(nodes) == 1 else ("are", "them")
    again = " again" if action is Action.START else ""
    titles = shortlist([node.title for node in nodes])
    return f"{titles} {are} done{since}. {action.value.capitalize()} {them}{again}?"


def _nodes_to_mark(report: Report, named: tuple[str, ...], *, starts_one: bool) -> list[Node]:
    nodes = [report.nodes[slug] for slug in named]
    return [_starting_point(report, node) for node in nodes] if starts_one else nodes


def _starting_point(report: Report, node: Node) -> Node:
    """Return the leaf of a step or topic to start: one that is started, else the first open one; else the node.

    An open leaf whose prerequisites are met comes before the others.
    """
    leaves = [*required_leaves(node.topics)]
    started = [leaf for leaf in leaves if leaf.status is Status.STARTED]
    is_open = [leaf for leaf in leaves if leaf.status is Status.TODO]
    return next(chain(started, filter(report.can_start, is_open), is_open), node)


def _selected(nodes: list[Node], action: Action) -> dict[str, None]:
    """Return the slugs of the leaves of the nodes that are not protected from the action."""
    named = {node.slug for node in nodes}
    selected: dict[str, None] = {}
    for node in nodes:
        leaves = list(required_leaves(node.topics) if action in {Action.DONE, Action.START} else node.leaves())
        required = {leaf.slug for leaf in leaves if leaf.status not in _PROTECTED[action]}
        selected |= {leaf.slug: None for leaf in node.leaves() if leaf.slug in named or leaf.slug in required}
    return selected


def _is_correction(nodes: list[Node], mark: Mark) -> bool:
    """Return whether all items are leaves that have the status, and one change can correct them.

    That is so if what the mark does not set is the same for all. The dates of several are changed one by one, because
    several that are named with a date are mostly meant to be new.
    """
    if len(nodes) > 1 and not mark.grade:
        return False
    changes = [node.change for node in nodes if not node.topics and node.status is STATUS_AFTER[mark.action]]
    kept = {(mark.known or last.known, mark.on or last.day, mark.grade or last.grade) for last in changes if last}
    return len(changes) == len(nodes) and len(kept) == 1


def _is_unchanged(leaf: Node, mark: Mark, *, is_correction: bool) -> bool:
    """Return whether the leaf already has the status and, if the mark is a correction, the day, `known`, and grade."""
    if leaf.status is not STATUS_AFTER[mark.action]:
        return False
    if not leaf.change or not is_correction:
        return True
    is_known, grade = leaf.change.known or not mark.known, leaf.change.grade or DEFAULT_GRADE
    return is_known and mark.on in (None, leaf.change.day) and mark.grade in (None, grade)
