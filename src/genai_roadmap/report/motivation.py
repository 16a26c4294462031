"""The motivation to continue: how far the next milestone is, and this week compared with the last one."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from genai_roadmap.report.forecast import MIN_DONE
from genai_roadmap.report.milestones import MIN_TOTAL
from genai_roadmap.report.streak import WEEK_DAYS
from genai_roadmap.report.wording import plural, span_text, topics_text

if TYPE_CHECKING:
    from genai_roadmap.report.history import History
    from genai_roadmap.report.tree import Count, Node

QUARTERS = (25, 50, 75)
MIN_WEEKS = 2


def progress_texts(history: History, marked: Node | None = None) -> list[str]:
    """Return sentences about the next milestone and about this week, without those that do not apply.

    The milestone is in the step of the topic that was marked or, if that is complete, of the next topic.
    """
    texts = [milestone_text(history, marked) if marked else "", week_text(history)]
    if not texts[0] and (following := next(history.report.suggestions(history.today), None)):
        texts[0] = milestone_text(history, following.node)
    return [f"{text}." for text in texts if text]


def week_text(history: History) -> str:
    """Return what was learned in this calendar week and the last; empty in the first week, and if nothing was."""
    counts = [week.done + week.optional for week in history.weeks[-MIN_WEEKS:]]
    if len(counts) < MIN_WEEKS or not any(counts):
        return ""
    last, this = counts
    return f"This week: {topics_text(this)} (last week: {last})"


def milestone_text(history: History, node: Node) -> str:
    """Return what is left until the end of the step of a topic or, if that is nearer, the next quarter of the roadmap.

    If enough was learned recently, it also says how long that takes. It is empty if the topic or its step is optional.
    """
    step = history.report.nodes[node.item.step.slug]
    left, goal = step.count.total - step.count.done, f"finish step {step.item.number}"
    if node.optional or step.optional or not left:
        return ""
    for percent, topics in _quarters(history.count).items():
        if topics < left:
            left, goal = topics, f"reach {percent}%"
    return f"{plural(left, 'more topic')} to {goal}{_time(history, left)}"


def _quarters(count: Count) -> dict[int, int]:
    """Return the number of topics that are left until each quarter of a roadmap, in percent; a small one has none."""
    found = {percent: ceil(count.total * percent / 100) - count.done for percent in QUARTERS}
    return {percent: left for percent, left in found.items() if left > 0} if count.total >= MIN_TOTAL else {}


def _time(history: History, left: int) -> str:
    pace = history.pace
    if not pace or not history.has_pace or history.paused_on or pace.topics < MIN_DONE:
        return ""
    return f" (about {span_text(ceil(left * WEEK_DAYS / pace.per_week))})"
