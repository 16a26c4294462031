"""The coach: what was done today, what to do next and why, and which topics to ask about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.progress.status import Status
from genai_roadmap.report.resources import read_on
from genai_roadmap.report.wording import ago, choice_text, plural, topics_text
from genai_roadmap.text import listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from genai_roadmap.report.history import History
    from genai_roadmap.report.report import Report, Suggestion
    from genai_roadmap.report.streak import Streaks
    from genai_roadmap.report.tree import Node, Resource

# A sentence ends at a full stop before a capital letter, but not after an abbreviation like e.g. or Dr.
SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<![\s.(]\w\.)(?<!\bvs\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)\s+(?=[^\W\d_a-z])|(?<=[\u3002\uff01\uff1f])"
)

# How a newcomer begins.
TOUR = ("New here? Record what you already know", "genai-roadmap tour")
# A longer title is replaced by its number.
MAX_TITLE = 30


class Reason(NamedTuple):
    """A reason to learn a topic now: in few words for a table, and as one would say it."""

    short: str
    text: str


class Today(NamedTuple):
    """The topics done and started on the last day of a history, what is next, and the topics to ask about.

    `known` is the number of topics that were marked as already known; `together` has those that were marked together,
    `read` the resources that were read, and `reviewed` the topics that were reviewed.
    """

    history: History
    done: tuple[Node, ...]
    started: tuple[Node, ...]
    known: int
    following: Suggestion | None
    stale: tuple[Node, ...]
    together: tuple[Node, ...] = ()
    read: tuple[Resource, ...] = ()
    reviewed: tuple[Node, ...] = ()


def today_of(history: History) -> Today:
    """Return what counts for the last day of the history; a back-dated change counts for its own day."""
    report, today, together = history.report, history.today, history.learned.marked_together
    changes = [(leaf.change, leaf) for leaf in report.leaves if leaf.change and leaf.change.day == today]
    changes.sort(key=lambda pair: pair[0].order)
    done = [(change, leaf) for change, leaf in changes if leaf.status is Status.DONE]
    unknown = [leaf for change, leaf in done if not change.known]
    following = next(report.suggestions(today), None)
    return Today(
        history=history,
        done=tuple(leaf for leaf in unknown if leaf.slug not in together),
        started=tuple(leaf for _, leaf in changes if leaf.status is Status.STARTED),
        known=len(done) - len(unknown),
        following=following,
        stale=stale_beside(report, [following] if following else [], today),
        together=tuple(leaf for leaf in unknown if leaf.slug in together),
        read=read_on(report, today),
        reviewed=tuple(leaf for leaf in report.leaves if leaf.slug in report.reviewed_days.get(today, ())),
    )


def stale_beside(report: Report, suggestions: Iterable[Suggestion], today: dt.date) -> tuple[Node, ...]:
    """Return the topics to ask about: those that were started long ago, and that are not suggested anyway."""
    suggested = {suggestion.node.slug for suggestion in suggestions}
    return tuple(leaf for leaf in report.stale(today) if leaf.slug not in suggested)


def why(node: Node) -> tuple[str, str]:
    """Return a label, and the first sentence about why to learn a topic or, if it has none, the nearest item above it.

    The sentence is empty if none of them has one.
    """
    whys = ((item, item.content.why) for item in node.item.with_ancestors)
    item, texts = next((pair for pair in whys if pair[1]), (node.item, ("",)))
    kind = "step " if item is item.step else ""
    label = "Why" if item is node.item else f"Why {kind}{item.number}"
    return label, SENTENCE_END.split(texts[0], maxsplit=1)[0]


def longest_text(streaks: Streaks) -> str:
    """Return the longest streak, like 3 weeks or, beside a current one in weeks, 7 days in a row."""
    differs = streaks.current.number and streaks.current.unit != streaks.longest.unit
    return f"{plural(*streaks.longest)}{' in a row' if differs else ''}"


def streak_text(history: History) -> str:
    """Return the current streak and, if it ends tonight, how to keep it; empty if there is none."""
    number, unit = history.streaks.current
    at_risk = ": learn something today to keep it" if history.streaks.is_at_risk else ""
    return f"{number}-{unit} streak{at_risk}" if number else ""


def next_actions(history: History) -> list[tuple[str, str]]:
    """Return the things to do now, the most likely one last: what is next, and how to mark it as done.

    After a pause, a topic that was started long ago is to be continued or reset before another one is next.
    """
    following = next(history.report.suggestions(history.today), None)
    if history.paused_on and (stale := history.report.stale(history.today)):
        name, number = _short_name(stale[0]), stale[0].item.number
        reset = f"Reset {name}", f"genai-roadmap reset {number}"
        return [reset, (f"Continue {name}", f"genai-roadmap start {number} --on today")]
    if not following or history.is_empty:
        return []
    return actions(following.node, _short_name(following.node))[::-1]


def review_action(history: History) -> tuple[str, str] | None:
    """Return how many topics to review, and the command; None if there are none, or nothing was ever reviewed."""
    retention = history.retention
    count = retention.to_review if retention.has_reviews else 0
    return (f"Review {topics_text(count)}", "genai-roadmap review") if count else None


def actions(node: Node, name: str = "", *, is_next: bool = True) -> list[tuple[str, str]]:
    """Return the action for a topic that is left and, if that opens a resource, how to mark the topic as done."""
    first = action(node, name, is_next=is_next)
    is_open = node.status is Status.STARTED and node.unread
    return [first, (f"Mark {name or 'it'} done", f"genai-roadmap done {node.item.number}")] if is_open else [first]


def action(node: Node, name: str = "", *, is_next: bool = True) -> tuple[str, str]:
    """Return what to do with a topic that is left, and the command: start it, open a resource, or mark it done.

    `name` is the name of the topic if it is not shown beside the text, and `is_next` whether it is the one that is
    suggested.
    """
    number = node.item.number
    if node.status is not Status.STARTED:
        return f"Start {name or 'it'}", f"genai-roadmap start {number}"
    if node.unread:
        command = f"genai-roadmap open --next{'' if is_next else f' {number}'}"
        which = "first " if len(node.unread) == len(node.resources) > 1 else "next " if len(node.resources) > 1 else ""
        return f"Continue {name}" if name else f"Open the {which}resource", command
    return f"Mark {name or 'it'} done", f"genai-roadmap done {number}"


def alternatives_text(node: Node) -> str:
    """Return what can be chosen instead of a topic, and how; empty if it is started or has no alternatives."""
    parent = node.item.parent
    if not parent or not parent.content.required_count or node.status is not Status.TODO:
        return ""
    topics = [topic for topic in enumerate(parent.content.topics, 1) if not topic[1].optional]
    others = [position for position, topic in topics if topic.slug != node.slug]
    if node.item.content.optional or not others:
        return ""
    titles = listed((topic.title for _, topic in topics), "or")
    command = f"`genai-roadmap start {parent.number}.{others[0]}`"
    return f"{choice_text(parent.content).capitalize()}: {titles} ({command})"


def reasons(suggestion: Suggestion, today: dt.date) -> list[Reason]:
    """Return why a topic is suggested, the most important reason first."""
    change, twin = suggestion.node.change, suggestion.twin
    if suggestion.node.status is Status.STARTED and change:
        started = f"started {ago(change.day, today)}"
        return [Reason(started, started)]
    skipped = " or skipped" if Status.SKIPPED in suggestion.prerequisites else ""
    unblocks, number = suggestion.unblocks, twin.item.number if twin else ""
    found = [
        None if suggestion.is_required else Reason("optional", "optional"),
        Reason(f"same title as {number}, done", f"same title as {number}, which is done") if twin else None,
        Reason(f"prerequisites met{skipped}", f"prerequisites done{skipped}") if suggestion.prerequisites else None,
        Reason(f"unblocks {topics_text(unblocks)}", f"unblocks {plural(unblocks, 'later topic')}")
        if unblocks
        else None,
    ]
    return [*filter(None, found)] or [_order(suggestion)]


def reason_text(suggestion: Suggestion, today: dt.date) -> str:
    """Return why a topic is suggested, in few words."""
    return ", ".join(reason.short for reason in reasons(suggestion, today))


def why_now(suggestion: Suggestion, today: dt.date) -> str:
    """Return why to learn a topic now."""
    return "; ".join(reason.text for reason in reasons(suggestion, today))


def _short_name(node: Node) -> str:
    return node.title if len(node.title) <= MAX_TITLE else node.item.number


def _order(suggestion: Suggestion) -> Reason:
    """Return where a topic is in the roadmap, with the title of the item that contains it if that is short."""
    item, previous, group = suggestion.node.item, suggestion.previous, suggestion.group
    if not previous or not group or previous.item.step is not item.step:
        first = f"first topic of {item.step_number.replace('-', ' ')}"
        return Reason(first, first)
    number = group.item.number if group.item.parent else f"step {group.item.number}"
    text = f"next in {group.title if len(group.title) <= MAX_TITLE else number}"
    count = group.count
    return Reason(text, f"{text}, {count.done:,} of {count.total:,} done" if count.done else text)
