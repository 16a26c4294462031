"""Pages about what a command changed."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import STATUS_AFTER, Action
from genai_roadmap.report import coach, milestones, motivation
from genai_roadmap.report.wording import (
    ALREADY_KNOWN,
    day_text,
    percent_text,
    plural,
    time_of,
    topics_text,
    weekday_text,
)
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, safe_text
from genai_roadmap.terminal.pages import components, notices
from genai_roadmap.terminal.pages.components import HEADING, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from genai_roadmap.progress.change import Change
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
# The maximum length of a text that is quoted in a sentence.
MAX_QUOTED = 50
CLOCK_IS_BEHIND = "The clock is behind the last change; this change is dated right after it."
NEW_VERSION = "a new version of the roadmap"
BACKUP = "a backup"


def outcome(
    result: Outcome, history: History, display: Display, *, guesses: Mapping[str, NumberedItem] | None = None
) -> Page:
    """Show what a command changed, the progress after it with its `history`, what is next, and what to review.

    `guesses` has the items that the learner may not have meant, by what was typed.
    """
    rows, headline = _changed_rows(result, display), _headline(result)
    texts = [*notices.guessed(guesses or {}), *notices.unmarked(result), _reverted_goal(result)]
    if not rows and not result.reverted:
        headline = "Note added." if result.has_only_note else "Nothing changed."
        return Group(safe_text(headline), *_sentences(texts))
    lines = [*_sentences([*texts, notices.marked_together(result, history), notices.next_review(result, history)])]
    following = [*islice(result.after.suggestions(history.today), 1)] if result.action is Action.DONE else []
    return components.page(
        components.section(headline, with_more(rows, display)) or safe_text(headline, HEADING),
        notices.celebration(result, history),
        Group(*lines) if lines else None,
        count_changes(result.before, result.after, display),
        safe_text(CLOCK_IS_BEHIND, QUIET) if result.is_clock_behind else None,
        Group(*(_progress(history, display) if following else ()), _undo_hint(result)),
        *(_following(each, history, display) for each in following),
        *_next_hints(result, history),
    )


def _undo_hint(result: Outcome) -> StyledText:
    """Return how to undo the command, or to redo what it undid."""
    is_undo = result.action is Action.UNDO
    return components.hint(*(("Redo with", "genai-roadmap redo") if is_undo else ("Undo with", "genai-roadmap undo")))


def _progress(history: History, display: Display) -> Iterator[StyledText]:
    """Yield a line about the next milestone, and about this week and the last one."""
    if line := components.sentences(motivation.progress_texts(history), display):
        yield safe_text(line, QUIET)


def _following(suggestion: Suggestion, history: History, display: Display) -> Page | None:
    """Return what is next, and what to do with it."""
    row = components.suggestion_row(suggestion, history.today, display)
    return components.section(
        "Next", [components.table([row], display), components.hint(*coach.action(suggestion.node))]
    )


def _next_hints(result: Outcome, history: History) -> Iterator[Page | None]:
    """Yield the reviews after a step is complete, or the next command for the topic that was started."""
    if milestones.completed_steps(result):
        yield components.reviews(history.retention)
    elif result.action is Action.START and len(result.changed) == 1:
        yield components.hint(*coach.action(result.after.nodes[result.changed[0]], is_next=False))


def _changed_rows(result: Outcome, display: Display) -> list[list[StyledText]]:
    """Return the rows of the topics that were marked, or of the resources that were marked."""
    if result.reverted and result.reverted.action is Action.NOTE:
        return []
    nodes = result.after.nodes
    marked = [components.sign_number_title(nodes[slug], display) for slug in result.changed if slug in nodes]
    return marked or [components.resource_row(resource, display) for resource in result.ticked]


def _sentences(texts: Iterable[str]) -> Iterator[StyledText]:
    """Yield the texts that are not empty, each with a capital letter."""
    return (safe_text(f"{text[0].upper()}{text[1:]}", QUIET) for text in texts if text)


def summary(result: Outcome, undo_hint: str) -> str:
    """Return what a command changed and how to undo it, for a message."""
    names = [resource.link.title for resource in result.ticked] or [*map(result.after.title, result.changed)]
    # The headline of a note names its topic.
    is_note = result.reverted is not None and result.reverted.action is Action.NOTE
    changed = _headline(result) + ("" if is_note else f": {milestones.titles_text(names)}")
    parts = [
        changed if names else _headline(result) if result.reverted else "Nothing changed",
        *notices.no_longer_done(result),
        *notices.unchanged(result),
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
        _reverted_goal(result),
    ]
    return " ".join(filter(None, sentences))


def notes(node: Node, headline: str, number: int | None, _display: Display) -> Page:
    """Show the notes on an item, below a headline; with a number, the first lines of that note only."""
    if number:
        note = Group(*components.note(node, number, MAX_NOTE_LINES))
        return Group(safe_text(headline), Padding(note, (0, 0, 0, components.INDENT)))
    empty = safe_text(f'No notes. Add one with: genai-roadmap note {node.slug} "TEXT"', QUIET)
    return components.page(
        safe_text(headline) if headline else None,
        components.section(f"Notes on {node.item.number} {node.title}", components.notes(node)) or empty,
    )


def with_more(rows: list[list[StyledText]], display: Display) -> list[Page]:
    """Return a table of the first rows, and how many more there are."""
    count = len(rows) - MAX_ROWS
    more = [safe_text(f"and {count} more", QUIET)] if count > 0 else []
    return [components.table(rows[:MAX_ROWS], display), *more] if rows else []


def _headline(result: Outcome) -> str:
    change, topics = result.reverted, topics_text(len(result.changed))
    if not change:
        on = result.progress.changes[-1].on if result.changed else None
        statuses = {result.before.nodes[slug].status for slug in result.changed}
        if on and statuses == {STATUS_AFTER[result.action]}:
            return f"{notices.correction(result, on)}: {topics}"
        optional = notices.optional(result) if result.action is Action.DONE else ""
        return f"{topics}{optional} {notices.RESULTS[result.action]}{f' on {weekday_text(on)}' if on else ''}"
    subject = f"{action_text(change)}, {topics}"
    if change.action is Action.NOTE:
        subject = _note_text(change, result)
    elif change.links:
        subject = f"{action_text(change)}, {plural(len(change.links), 'resource')}"
    elif change.action is Action.IMPORT:
        subject = f"import, {NEW_VERSION}"
    elif change.action is Action.RESTORE:
        subject = f"restore, {BACKUP}"
    elif change.action is Action.GOAL:
        subject = f"goal {goal_text(change)}"
    return f"{'Undid' if result.action is Action.UNDO else 'Redid'}: {subject} ({time_of(change)})"


def _reverted_goal(result: Outcome) -> str:
    """Return the goal after a change of the goal was undone or redone; empty after any other change."""
    if not result.reverted or result.reverted.action is not Action.GOAL:
        return ""
    again = " again" if result.action is Action.UNDO else ""
    goal = result.progress.goal
    return f"Goal is {day_text(goal)}{again}." if goal else "No goal is set."


def action_text(change: Change) -> str:
    """Return what a change did, like done (already known) or note edited."""
    if change.action is Action.NOTE:
        return "note" if not change.replaces else "note edited" if change.note else "note deleted"
    details = ", ".join(filter(None, [ALREADY_KNOWN if change.known else "", change.grade]))
    note = " with a note" if change.note else ""
    return f"{change.action.value}{f' ({details})' if details else ''}{note}"


def _note_text(change: Change, result: Outcome) -> str:
    """Return what a change did to a note, like deleting the note 'Read again' on CNNs."""
    where = f" on {notices.titles(change.about or change.topics, result.after)}"
    if change.note:
        return f"{'editing the note to' if change.replaces else 'the note'} {_quoted(change.note)}{where}"
    notes_of = (each.progress.notes.values() for each in (result.before, result.after))
    deleted = next((note for notes in chain(*notes_of) for note in notes if note.id == change.replaces), None)
    return f"deleting the note{f' {_quoted(deleted.text)}' if deleted else ''}{where}"


def _quoted(text: str) -> str:
    """Return the first line of a text in quotes, shortened if it is long."""
    line = text.strip().partition("\n")[0]
    return repr(line if len(line) <= MAX_QUOTED and line == text.strip() else f"{line[:MAX_QUOTED].rstrip()}...")


def goal_text(change: Change) -> str:
    """Return the goal that a change set."""
    return day_text(change.goal) if change.goal else "cleared"


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
    after = "skipped" if new.skipped and not new.total else f"{new.done} of {new.total}"
    optional = f"optional {old.optional_done} -> {new.optional_done} of {new.optional_total}"
    return [
        safe_text(number, QUIET),
        clipped_text(title, 1, display, indent=COUNTS_WIDTH),
        safe_text(f"{old.done}{'' if old.total == new.total else f' of {old.total}'} -> {after}"),
        safe_text(percent_text(new), justify="right"),
        safe_text(optional if old.optional_done != new.optional_done else "", QUIET),
    ]
