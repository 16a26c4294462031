"""The notices about a change: completed steps, choices that it made, and unchanged topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.ratings import DEFAULT_GRADE
from genai_roadmap.progress.status import STATUS_AFTER, Action, Status
from genai_roadmap.report import milestones
from genai_roadmap.report.learned import LearnedDays
from genai_roadmap.report.recorded import RESULTS
from genai_roadmap.report.tree import Node
from genai_roadmap.report.wording import ALREADY_KNOWN, day_text, plural, short_day, topics_text, weekday_text
from genai_roadmap.suggested import suggested
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.flashcard import due_text
from genai_roadmap.text import MAX_LISTED, listed, shortlist

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from genai_roadmap.report.history import History
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.terminal.display import Display

# The maximum number of titles of topics or resources that a command left unchanged.
MAX_ROWS = 4
PROTECTED_TOPICS = {
    Action.DONE: "optional or skipped",
    Action.START: "already done, optional or skipped",
    Action.SKIP: "already done",
}
ALREADY = {action: f"already {status.value}" for action, status in STATUS_AFTER.items()}


def celebration(result: Outcome, history: History | None = None) -> Page | None:
    """Return the message about completed steps or a finished roadmap, and then its history; None if there are none."""
    is_finished = milestones.is_finished_by(result)
    is_quiet = result.action is Action.SKIP or (milestones.is_known(result) and not is_finished)
    text = safe_text(milestones.celebration(result), components.QUIET if is_quiet else "green")
    if not is_finished:
        return text if text.plain else None
    finish = [safe_text(milestones.finish_text(history))] if history else []
    return Group(text, *finish, *(components.hint(*each) for each in milestones.AFTER_FINISH))


def completion(result: Outcome, undo_hint: str, display: Display) -> str:
    """Return one line about the steps that `done` completed, with what else fits; empty if it completed none."""
    steps = milestones.completed_steps(result)
    if result.action is not Action.DONE or result.is_clock_behind or not steps:
        return ""
    counted = [f"{milestones.counted_text(choice)}." for choice in milestones.choices(result)]
    texts = [f"{milestones.steps_name(steps)} complete: {marked_text(result)}.", milestones.crossed(result), *counted]
    if milestones.is_finished_by(result):
        texts = [milestones.celebration(result)]
    room = display.width - len(undo_hint) - 1
    return f"{components.sentences(texts, display._replace(width=room))} {undo_hint}"


def marked_text(result: Outcome) -> str:
    """Return how many topics a command marked, and as what, like 3 topics (1 optional) done on Tue 24 Nov 2026."""
    new = result.progress.changes[-1] if result.changed else None
    what = f"marked as {ALREADY_KNOWN}" if new and new.known else RESULTS[result.action]
    on = f" on {weekday_text(new.on)}" if new and new.on else ""
    optional = _optional(result) if result.action is Action.DONE else ""
    return f"{topics_text(len(result.changed))}{optional} {what}{on}"


def marked_together(result: Outcome, history: History) -> Iterator[str]:
    """Yield how many topics the command marked together, and how to count them; nothing if none, or if all are done."""
    before = LearnedDays(result.before, history.today).marked_together
    found = frozenset() if result.reverted or not history.left else history.learned.marked_together - before
    if first := next((node for slug, node in result.after.nodes.items() if slug in found), None):
        yield f"{topics_text(len(found))} marked together: not counted for streak, pace and forecast"
        command = suggested(f"genai-roadmap done {first.item.number} --on yesterday")
        yield f"To count a topic, record its day, as in: {command}"


def next_review(result: Outcome, today: dt.date) -> str:
    """Return when the first of the topics whose grade changed is due for review; empty if none did."""
    is_reverted = result.reverted is not None and result.reverted.action is Action.REVIEW
    if not (result.grade or is_reverted) or not result.changed:
        return ""
    memories = result.after.reviews.memories
    due = min(memories[slug].due for slug in result.changed)
    if is_reverted and due <= today:
        return "due for review again"
    return f"due for review since {day_text(due)}" if due < today else f"next review {due_text(due, today)}"


def kept_reviews(result: Outcome, today: dt.date) -> str:
    """Return that a grade is that of `done`, which reviews of a topic follow; empty if none do."""
    if result.reverted or not result.grade or not result.after.has_reviews:
        return ""
    nodes, memories = result.before.nodes, result.after.reviews.memories
    if not any(memories[slug].reviews for slug in result.changed if nodes[slug].status is Status.DONE):
        return ""
    return f"this is the grade of done, {short_day(result.progress.changes[-1].day, today)}; later reviews stay"


def _optional(result: Outcome) -> str:
    """Return how many of the topics that were marked are optional, like (1 optional); empty if none or all are."""
    required = {leaf.slug for leaf in result.after.required}
    count = sum(slug not in required for slug in result.changed)
    return f" ({count} optional)" if 0 < count < len(result.changed) else " (optional)" if count else ""


def guessed(guesses: Mapping[str, NumberedItem]) -> Iterator[str]:
    """Yield which item was found by each text that is in the middle of a word."""
    return (f"{text!r} is only part of a word in {item.number} {item.title}" for text, item in guesses.items())


def unmarked(result: Outcome) -> Iterator[str]:
    """Yield why topics were not marked, what was counted of alternatives, and which prerequisites are not done."""
    yield from no_longer_done(result)
    yield from unchanged(result, MAX_ROWS, hint="; add --all to include")
    if not result.changed and isinstance(node := result.other_day, Node):
        command = suggested(f"genai-roadmap {result.action.value} {node.item.number} --on {result.on}")
        yield f"To change a date, name only that topic: {command}"
    elif not result.changed and (graded := result.other_grade):
        command = suggested(f"genai-roadmap done {graded.item.number} --grade {result.grade}")
        yield f"To change a grade, name only that topic: {command}"
    if result.changed:
        yield from choices(result)
    if text := prerequisites(result):
        yield text


def no_longer_done(result: Outcome) -> Iterator[str]:
    """Yield which topics were done before they were marked as started or skipped, and which reviews were dropped."""
    before = result.before.nodes
    done = [slug for slug in result.changed if slug in before and before[slug].status is Status.DONE]
    if done and not result.reverted and result.action in {Action.START, Action.SKIP}:
        yield f"no longer done: {titles(done, result.after)}"
    if count := result.dropped_reviews:
        when = " before that date" if result.action is Action.DONE else ""
        yield f"{plural(count, 'review')}{when} no longer count{'s' if count == 1 else ''}"


def unchanged(result: Outcome, limit: int = MAX_LISTED, hint: str = "") -> Iterator[str]:
    """Yield why topics were not marked, with the titles of the first ones."""
    why = PROTECTED_TOPICS.get(result.action, "")
    reasons = {
        ALREADY.get(result.action, ""): result.unchanged,
        f"{f'unchanged ({why})' if result.changed or result.unchanged else why}{hint}": _protected(result),
    }
    return (f"{reason}: {titles(slugs, result.after, limit)}" for reason, slugs in reasons.items() if slugs)


def choices(result: Outcome) -> Iterator[str]:
    """Yield which alternatives were counted, and how to mark another."""
    found = milestones.choices(result)
    yield from map(_choice, found[:MAX_LISTED])
    if len(found) > MAX_LISTED:
        yield f"and {plural(len(found) - MAX_LISTED, 'more choice')}; see: {suggested('genai-roadmap list --all')}"


def _choice(choice: milestones.Choice) -> str:
    """Return which alternatives count, and how to mark another."""
    first, *more = choice.others[:MAX_LISTED]
    others = f" ({', '.join(f'{node.title}: {node.item.number}' for node in more)})" if more else ""
    command = suggested(f"genai-roadmap done {first.item.number}")
    return f"{milestones.counted_text(choice)}. For {first.title}: {command}{others}"


def prerequisites(result: Outcome) -> str:
    """Return the prerequisites that are not done of what was started; empty if there are none."""
    unmet = [node.title for node in milestones.unmet_prerequisites(result)]
    return f"Prerequisites not done yet: {shortlist(unmet)}" if unmet else ""


def _protected(result: Outcome) -> list[str]:
    """Return the slugs of the topics that were not marked, except alternatives of those that count."""
    if result.action is not Action.DONE:
        return [*result.protected]
    return [slug for slug in result.protected if not result.after.unmarked_alternative(slug)]


def titles(slugs: Sequence[str], report: Report, limit: int = MAX_LISTED) -> str:
    """Return the titles of the first topics, and how many more there are."""
    return shortlist([report.title(slug) for slug in slugs], limit)


def correction(result: Outcome, on: dt.date) -> str:
    """Return what a command corrected of topics that already had the status: the date, the grade, or both."""
    new, changes = result.progress.changes[-1], [result.before.nodes[slug].change for slug in result.changed]
    before = [change for change in changes if change]
    old_grades, grade = sorted({each.grade or DEFAULT_GRADE for each in before}), new.grade or DEFAULT_GRADE
    texts = [
        f"date changed to {weekday_text(on)}" if any(each.day != on for each in before) else "",
        f"grade changed to {grade} (was {listed(old_grades, 'or')})" if old_grades != [grade] else "",
        f"marked as {ALREADY_KNOWN}" if new.known and not all(each.known for each in before) else "",
    ]
    text = ", ".join(filter(None, texts))
    return f"{text[0].upper()}{text[1:]}"
