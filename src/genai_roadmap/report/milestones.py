"""The milestones of a command: completed steps, choices, prerequisites that are not done, and the finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.learned import days_from
from genai_roadmap.report.report import MET
from genai_roadmap.report.streak import MIN_STREAK, WEEK_DAYS
from genai_roadmap.report.wording import choice_text, day_text, done_and_skipped, finished_text, plural, span_text
from genai_roadmap.text import listed, shortlist

if TYPE_CHECKING:
    from genai_roadmap.report.history import History
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.tree import Node

# More completed steps are not listed.
MAX_STEPS = 5
QUARTERS = (25, 50, 75)
# Suggested commands when the roadmap is finished.
AFTER_FINISH = (
    ("Save a page about it", "genai-roadmap export html -o roadmap.html"),
    ("See what to review and when", "genai-roadmap review --list"),
    ("Choose your next roadmap", "genai-roadmap roadmaps"),
    ("Import another", "genai-roadmap import FILE"),
)
# A quarter of a smaller roadmap is not a milestone.
MIN_TOTAL = 12


class Choice(NamedTuple):
    """A group of alternatives: those that count because they are done, and those that a command did not mark."""

    group: Node
    counted: tuple[Node, ...]
    others: tuple[Node, ...]


def choices(result: Outcome) -> list[Choice]:
    """Return the groups of alternatives of which `done` marked only as many as are required."""
    if result.action is not Action.DONE:
        return []
    others: dict[str, dict[str, Node]] = {}
    for node in filter(None, map(result.after.unmarked_alternative, result.protected)):
        others.setdefault(node.item.ancestors[0].slug, {})[node.slug] = node
    found = (_choice(result.after.nodes[slug], tuple(nodes.values())) for slug, nodes in others.items())
    return [choice for choice in found if choice.counted]


def counted_text(choice: Choice) -> str:
    """Return which alternatives count, like Counted TensorFlow (choose 1 of 2)."""
    titles = shortlist([node.title for node in choice.counted])
    return f"Counted {titles} ({choice_text(choice.group.content)})"


def unmet_prerequisites(result: Outcome) -> list[Node]:
    """Return the prerequisites that are neither done nor skipped of the topics that were started."""
    if result.action is not Action.START:
        return []
    nodes = result.after.nodes
    required = {slug for topic in result.changed for slug in nodes[topic].item.requires if slug not in result.changed}
    return [node for slug, node in nodes.items() if slug in required and node.status not in MET] if required else []


def is_finished_by(result: Outcome) -> bool:
    """Return whether the command finished the roadmap."""
    before, after = result.before.count, result.after.count
    return not result.reverted and before.done < before.total and after.is_complete


def celebration(result: Outcome) -> str:
    """Return the message about a finished roadmap, completed steps or a quarter; empty if there are none.

    A skip is not a success, so it only says what is finished and how much of it was skipped.
    """
    is_skip, count = result.action is Action.SKIP, result.after.count
    if is_finished_by(result):
        return f"Roadmap finished, {count.skipped} skipped." if is_skip else finished_text(count)
    return _completed_steps(result) or crossed(result)


def is_known(result: Outcome) -> bool:
    """Return whether a command marked topics as already known."""
    return bool(result.changed) and result.progress.changes[-1].known


def _completed_steps(result: Outcome) -> str:
    """Return the steps that a command completed, and the number of complete steps; empty if there are none."""
    if not (completed := completed_steps(result)):
        return ""
    if result.action is Action.SKIP:
        return f"{steps_name(completed)} finished, {sum(step.count.skipped for step in completed)} skipped."
    steps = [step for step in result.after.steps if step.status is not Status.SKIPPED]
    done = sum(step.status is Status.DONE for step in steps)
    first = completed[0]
    skipped = f" ({text})" if (text := done_and_skipped(first.count)) else ""
    title = f": {first.title}{skipped}" if len(completed) == 1 else ""
    counts = f"{done} of {plural(len(steps), 'step')}"
    total = f", {result.after.count.percent}% of the roadmap" if crossed(result) else ""
    if len(completed) > MAX_STEPS:
        return f"{counts} complete{total}."
    return f"{steps_name(completed)} complete{title}. {counts}{total}."


def completed_steps(result: Outcome) -> list[Node]:
    """Return the steps that a command completed."""
    if result.reverted:
        # An import that was undone may have had other steps.
        return []
    pairs = zip(result.before.steps, result.after.steps, strict=True)
    return [new for old, new in pairs if old.status is not Status.DONE and new.status is Status.DONE]


def crossed(result: Outcome) -> str:
    """Return how much of the roadmap is done if a command completed a quarter of it; empty if it completed none."""
    before, after = result.before.count, result.after.count
    if result.action is not Action.DONE or result.reverted or is_known(result) or after.total < MIN_TOTAL:
        return ""
    is_crossed = any(before.percent < percent <= after.percent for percent in QUARTERS)
    return f"{after.percent}% of the roadmap is done!" if is_crossed else ""


def steps_name(steps: list[Node]) -> str:
    """Return the numbers of steps, like Step 1 or Steps 1, 2 and 4; only their count if they are many."""
    if len(steps) == 1:
        return f"Step {steps[0].item.number}"
    if len(steps) > MAX_STEPS:
        return f"{len(steps)} steps"
    return f"Steps {listed((step.item.number for step in steps), 'and')}"


def _choice(group: Node, others: tuple[Node, ...]) -> Choice:
    counted = (node for node in group.topics if not node.optional and node.status is Status.DONE)
    return Choice(group, tuple(counted), others)


def finish_text(history: History) -> str:
    """Return when a finished roadmap was started and finished, the longest streak, and the days before the goal.

    If it took one day, both are left out, and so is a streak of one day.
    """
    last, goal = history.finished_on, history.report.progress.goal
    if not last:
        return ""
    first = min(filter(None, [history.first_day, *history.days_done[:1]]), default=last)
    days = days_from(first, last)
    started = f"Started {day_text(first)}, finished" if days > 1 else "Finished"
    span = span_text(days) if days > 1 else ""
    has_streak = span and history.shows_streak and history.streaks.longest.number >= MIN_STREAK
    streak = f"longest streak {_longest_within(history, days)}" if has_streak else ""
    early = f"{span_text((goal - last).days)} before your goal" if goal and goal > last else ""
    details = ", ".join(filter(None, [span, streak, early]))
    return f"{started} {day_text(last)}{': ' if details else ''}{details}."


def _longest_within(history: History, days: int) -> str:
    """Return the longest streak, in days if the calendar weeks are more than a number of days."""
    longest = history.streaks.longest
    is_longer = longest.unit == "week" and longest.number * WEEK_DAYS > days
    return plural(history.streaks.days.longest, "day") if is_longer else plural(*longest)
