"""Pages about what a command changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import STATUS_AFTER, Action
from genai_roadmap.report import coach, milestones, motivation
from genai_roadmap.report.recorded import NAMED, restored_day_text, restored_text, reverted_text
from genai_roadmap.report.wording import day_and_time, day_text, percent_text, topics_text
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, safe_text
from genai_roadmap.terminal.pages import components, link_lists, notices
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.terminal.pages.notes import notes_of, numbered_note
from genai_roadmap.terminal.pages.suggestions import suggestion_rows
from genai_roadmap.text import shortlist

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from genai_roadmap.report.history import History
    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report, Suggestion
    from genai_roadmap.report.tree import Count, Node
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.terminal.display import Display

# The maximum number of changed items that are listed, so that the whole page fits a terminal of 24 lines.
MAX_ROWS = 4
# The maximum number of lines of a note that was added or changed.
MAX_NOTE_LINES = 5
# The width of the other columns of the counts.
COUNTS_WIDTH = 32
CLOCK_IS_BEHIND = "The clock is behind the last change; this change is dated right after it."


def outcome(
    result: Outcome, history: History, display: Display, *, guesses: Mapping[str, NumberedItem] | None = None
) -> Page:
    """Show what a command changed, the progress after it with its `history`, what is next, and what to review.

    `guesses` has the items that the learner may not have meant, by what was typed.
    """
    rows, headline = _changed_rows(result, display), _headline(result, history.today)
    texts = [*notices.guessed(guesses or {}), *notices.unmarked(result), *_restored(result)]
    if not rows and not result.reverted:
        headline = "Note added." if result.has_note else "Nothing changed."
        return Group(safe_text(headline), *_sentences(texts), *_continue_hint(result, history.today))
    before = replace(history, report=result.before)
    reviews = (notices.kept_reviews(result, history.today), notices.next_review(result, history.today))
    texts += [*notices.marked_together(result, history), *reviews, "note added" if result.has_note else ""]
    lines = [*_sentences([motivation.return_text(before, history, result.action), *texts])]
    following = [*islice(result.after.suggestions(history.today), 1)] if result.action is Action.DONE else []
    return components.page(
        components.section(headline, with_more(rows, display)) or safe_text(headline, HEADING),
        notices.celebration(result, history),
        Group(*lines) if lines else None,
        count_changes(result.before, result.after, display),
        safe_text(CLOCK_IS_BEHIND, QUIET) if result.is_clock_behind else None,
        Group(*(_progress(result, before, history, display) if following else ()), _undo_hint(result)),
        *(_following(each, history, display) for each in following),
        *_next_hints(result, history),
    )


def _continue_hint(result: Outcome, today: dt.date) -> Iterator[StyledText]:
    """Yield how to continue a topic that was started long ago, and was to be started again."""
    if result.action is Action.START:
        found = [node for node in result.after.stale(today) if node.slug in result.unchanged]
        yield from (
            components.hint("Continue it", f"genai-roadmap start {node.item.number} --on today") for node in found[:1]
        )


def _undo_hint(result: Outcome) -> StyledText:
    """Return how to undo the command, or to redo what it undid."""
    is_undo = result.action is Action.UNDO
    return components.hint(*(("Redo with", "genai-roadmap redo") if is_undo else ("Undo with", "genai-roadmap undo")))


def _progress(result: Outcome, before: History, history: History, display: Display) -> Iterator[StyledText]:
    """Yield that the week's plan is now complete, what the command moved, and what is left to do."""
    marked = result.after.nodes.get(result.changed[-1]) if result.changed else None
    moved = motivation.moved_texts(before, history, marked) if marked else ()
    if complete := motivation.completed_week_text(before, history):
        yield safe_text(complete, "green")
    texts = motivation.milestone_sentences if complete else motivation.progress_texts
    for line in components.sentence_lines([*moved, *texts(history, marked)], display):
        yield safe_text(line, QUIET)


def _following(suggestion: Suggestion, history: History, display: Display) -> Page | None:
    """Return what is next, and what to do with it."""
    rows = suggestion_rows([suggestion], history.today, display, components.INDENT)
    return components.section(
        "Next", [components.table(rows, display), components.hint(*coach.action(suggestion.node))]
    )


def _next_hints(result: Outcome, history: History) -> Iterator[Page | None]:
    """Yield the reviews after a step is complete, or the next command for the topic that was started."""
    if milestones.completed_steps(result):
        yield components.reviews(history.retention)
    elif result.action is Action.START and len(result.changed) == 1:
        actions = coach.actions(result.after.nodes[result.changed[0]], is_next=False)
        yield Group(*(components.hint(*each) for each in actions))


def _changed_rows(result: Outcome, display: Display) -> list[list[StyledText]]:
    """Return the rows of the topics that were marked, or of the resources that were marked."""
    if result.reverted and result.reverted.action in NAMED:
        return []
    nodes = result.after.nodes
    marked = [components.sign_number_title(nodes[slug], display) for slug in result.changed if slug in nodes]
    return marked or link_lists.resource_rows(result.ticked, display)


def _sentences(texts: Iterable[str]) -> Iterator[StyledText]:
    """Yield the texts that are not empty, each with a capital letter."""
    return (safe_text(f"{text[0].upper()}{text[1:]}", QUIET) for text in texts if text)


def summary(result: Outcome, undo_hint: str) -> str:
    """Return what a command changed and how to undo it, for a message."""
    names = [resource.link.title for resource in result.ticked] or [*map(result.after.title, result.changed)]
    is_named = result.reverted is not None and result.reverted.action in NAMED
    headline = _headline(result, result.at.date())
    changed = headline + ("" if is_named else f": {shortlist(names)}")
    parts = [
        changed if names else headline if result.reverted else "Nothing changed",
        *notices.no_longer_done(result),
        *notices.unchanged(result),
        *_kept_reviews(result),
        undo_hint if names or result.reverted else "",
    ]
    counted = [f"{milestones.counted_text(choice)}." for choice in milestones.choices(result)]
    prerequisites = f"{text}." if (text := notices.prerequisites(result)) else ""
    clock = CLOCK_IS_BEHIND if result.is_clock_behind else ""
    celebration = milestones.celebration(result)
    sentences = [
        f"{'; '.join(filter(None, parts))}.",
        *counted,
        prerequisites,
        celebration,
        clock,
        *_restored(result),
    ]
    return " ".join(filter(None, sentences))


def notes(node: Node, headline: str, number: int | None, _display: Display) -> Page:
    """Show the notes on an item, below a headline; with a number, the first lines of that note only."""
    if number:
        note = Group(*numbered_note(node, number, MAX_NOTE_LINES))
        return Group(safe_text(headline), Padding(note, (0, 0, 0, components.INDENT)))
    empty = components.hint("No notes. Add one with", f'genai-roadmap note {node.slug} "TEXT"')
    return components.page(
        safe_text(headline) if headline else None,
        components.section(f"Notes on {node.item.number} {node.title}", notes_of(node)) or empty,
    )


def with_more(rows: list[list[StyledText]], display: Display) -> list[Page]:
    """Return a table of the first rows, and how many more there are."""
    shown, more = components.first_rows(rows, MAX_ROWS)
    return [components.table(shown, display), *more] if rows else []


def _headline(result: Outcome, today: dt.date) -> str:
    if change := result.reverted:
        undone = "Undid" if result.action is Action.UNDO else "Redid"
        return f"{undone}: {reverted_text(change, result)} ({day_and_time(change, today, result.at.tzinfo)})"
    on = result.progress.changes[-1].on if result.changed else None
    statuses = {result.before.nodes[slug].status for slug in result.changed}
    if on and statuses == {STATUS_AFTER[result.action]}:
        return f"{notices.correction(result, on)}: {topics_text(len(result.changed))}"
    return notices.marked_text(result)


def _kept_reviews(result: Outcome) -> tuple[str, ...]:
    """Return that a corrected grade is that of `done`, and when the topic is due; empty unless reviews follow it."""
    today = result.progress.changes[-1].at.date() if result.changed else result.at.date()
    kept = notices.kept_reviews(result, today)
    return (kept, notices.next_review(result, today)) if kept else ()


def _restored(result: Outcome) -> Iterator[str]:
    """Yield the goal, the note and the day that are back after a change was undone or redone."""
    return filter(None, (_reverted_goal(result), restored_text(result), restored_day_text(result)))


def _reverted_goal(result: Outcome) -> str:
    """Return the goal after a change of the goal was undone or redone; empty after any other change."""
    if not result.reverted or result.reverted.action is not Action.GOAL:
        return ""
    again = " again" if result.action is Action.UNDO else ""
    goal = result.progress.goal
    return f"Goal is {day_text(goal)}{again}." if goal else "No goal is set."


def count_changes(before: Report, after: Report, display: Display) -> Page | None:
    """Return the counts of the steps that changed, and the total; None if the total did not change."""
    if _shown_counts(before.count) == _shown_counts(after.count):
        return None
    # An import may have changed the steps.
    pairs = zip(before.steps, after.steps, strict=True) if before.roadmap == after.roadmap else ()
    steps = [(old, new) for old, new in pairs if _shown_counts(old.count) != _shown_counts(new.count)]
    rows = [_count_row(new.item.number, new.title, old.count, new.count, display) for old, new in steps]
    return components.table([*rows, _count_row("", "Total", before.count, after.count, display)], display)


def _shown_counts(count: Count) -> tuple[int, int, int]:
    return count.done, count.total, count.optional_done


def _count_row(number: str, title: str, old: Count, new: Count, display: Display) -> list[StyledText]:
    after = "skipped" if new.skipped and not new.total else f"{new.done:,} of {new.total:,}"
    optional = f"optional {old.optional_done} -> {new.optional_done} of {new.optional_total}"
    return [
        safe_text(number, QUIET),
        clipped_text(title, 1, display, indent=COUNTS_WIDTH),
        safe_text(f"{old.done:,}{'' if old.total == new.total else f' of {old.total:,}'} -> {after}"),
        safe_text(percent_text(new), justify="right"),
        # That of all steps would seem to contradict the headline.
        safe_text(optional if number and old.optional_done != new.optional_done else "", QUIET),
    ]
