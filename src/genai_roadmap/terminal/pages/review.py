"""Pages of a review: what is due, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.status import Grade
from genai_roadmap.report.retention import DAYS_AHEAD, REVIEW_LIMIT
from genai_roadmap.report.wording import ago, plural, retained_text, topics_text, until
from genai_roadmap.suggested import suggested
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.terminal.pages.flashcard import REPEATING, STYLES, due_text
from genai_roadmap.text import shown_count

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from genai_roadmap.report.retention import Remembered, Retention, Selection
    from genai_roadmap.report.tree import Node
    from genai_roadmap.terminal.display import Display

MAX_ROWS = 20
# A narrower list has percentages without words.
MIN_WIDTH = 66
# The number of topics of a review beyond the daily limit.
MORE = 5
HOW_IT_WORKS = "Think of the answer, then grade yourself. What you forgot is due again sooner."
EARLY = "Some topics aren't due yet; grading them still reschedules them."
ONE_EARLY = "It isn't due yet; grading it still reschedules it."
FIRST = "Today: the topics you have most likely forgotten"


def introduction(selection: Selection, retention: Retention, _display: Display) -> Page:
    """Show how many topics there are to review, or why there are none; before the first review, how it works."""
    is_first = selection.topics and not retention.has_reviews
    hints = [HOW_IT_WORKS if is_first else "", _early_text(selection, retention), _order_text(selection, retention)]
    return Group(_headline(selection, retention), *(safe_text(hint, QUIET) for hint in hints if hint))


def _early_text(selection: Selection, retention: Retention) -> str:
    """Return how the review of topics that are not due counts; empty if all are due."""
    is_early = any(topic.memory.due > retention.today for topic in selection.topics)
    return (EARLY if len(selection.topics) > 1 else ONE_EARLY) if is_early else ""


def _order_text(selection: Selection, retention: Retention) -> str:
    """Return which of the topics that are due are asked about, and how long the others take; empty if there are none.

    How long is only said of the whole roadmap, if the daily limit applies.
    """
    if not (selection.topics and selection.waiting and selection.is_due):
        return ""
    is_daily = not selection.node and len(selection.topics) == retention.to_review
    return f"{FIRST}; {_pace_text(retention)}." if is_daily else f"{FIRST}."


def _pace_text(retention: Retention) -> str:
    return f"at {retention.limit} per day, caught up in {plural(retention.days_to_catch_up, 'day')}"


def listing(
    selection: Selection, retention: Retention, limit: int | None, display: Display, *, needs_terminal: bool = False
) -> Page:
    """Show the topics to review, one per line, those ahead, and the command that asks about the same ones."""
    shown = selection.topics if display.plain else selection.topics[: shown_count(len(selection.topics), MAX_ROWS)]
    rows = [_row(topic, retention.today, display) for topic in shown]
    more = f"and {len(selection.topics) - len(shown)} more" if len(selection.topics) > len(shown) else ""
    label = f"Review {'it' if len(rows) == 1 else 'them'}{' in a terminal' if needs_terminal else ''}"
    return components.page(
        _headline(selection, retention),
        components.one_line_table(rows, display) if rows else None,
        safe_text(more, QUIET) if more else None,
        None if selection.node or not selection.is_due else _ahead(retention),
        components.hint(label, _command(selection, limit)) if rows and selection.is_due else None,
    )


def _command(selection: Selection, limit: int | None) -> str:
    """Return the command that asks about what is due, with the options by which it was selected."""
    step = f" --step {selection.node.item.number}" if selection.node else ""
    return f"genai-roadmap review{step}{f' -n {limit}' if limit else ''}"


def _ahead(retention: Retention) -> Page | None:
    """Return how long it takes to review all that is due, and how much becomes due soon; None if there is nothing."""
    due, upcoming = retention.due_count, retention.upcoming(DAYS_AHEAD)
    has_backlog = due > retention.to_review
    days = ", ".join(f"{day:%a} {count}" for day, count in upcoming.items())
    texts = [
        f"{due} due; {_pace_text(retention)}." if has_backlog else "",
        f"{'Newly due, next' if has_backlog else 'Next'} {DAYS_AHEAD} days: {days}" if any(upcoming.values()) else "",
    ]
    lines = [safe_text(text, QUIET) for text in texts if text and retention.is_on]
    return Group(*lines) if lines else None


def result(
    grades: Sequence[Grade], retention: Retention, to_repeat: int, display: Display, *, undoable: str = ""
) -> Page:
    """Show what was reviewed, what is remembered, what is due next, and the number of topics that can be repeated.

    After the last topic, the review waits for a key, which may undo what is `undoable`: the last grade or skip.
    """
    count, left = retention.report.count, retention.to_review
    again = sum(grade is Grade.AGAIN for grade in grades)
    counts = f": {len(grades) - again} remembered" + (f", {again} to learn again" if again else "")
    covered = retained_text(count, retention.percent(retention.report.steps))
    repeat = components.hint(f"{to_repeat} to repeat", display.command("Enter (q: stop)", "enter"))
    undo = "u" if undoable else display.command("genai-roadmap undo", "u")
    finish = "" if to_repeat or not undoable or display.full_screen else " (Enter: finish)"
    last = undoable or ("grade" if grades else "")
    following = [f"{topics_text(left)} left for today.", _tomorrow_text(retention)] if left else [_next_text(retention)]
    return Group(
        safe_text(""),
        safe_text(f"Reviewed {topics_text(len(grades))}{counts}." if grades else "Nothing reviewed.", HEADING),
        *([safe_text(f"{covered}.")] if grades else []),
        *(safe_text(text) for text in following if text),
        *([components.hint(f"Undo the last {last} with", f"{undo}{finish}")] if last else []),
        *([repeat, safe_text(REPEATING, QUIET)] if to_repeat else []),
    )


def learn_again(count: int, display: Display) -> Page:
    """Show how many topics that were forgotten today can be repeated."""
    hint = components.hint(f"{count} to learn again", display.command("Enter (q: stop)", "enter"))
    return Group(hint, safe_text(REPEATING, QUIET))


def recorded(topics: Sequence[Remembered], grade: Grade, today: dt.date, note: str, display: Display) -> Page:
    """Show the topics that were graded, when each is due, and a note about other grades of that day."""
    rows = [
        [
            *components.sign_number_title(topic.node, display),
            safe_text(grade.value, STYLES[grade]),
            safe_text(f"next review {due_text(topic.memory.due, today)}", QUIET),
        ]
        for topic in topics
    ]
    return components.page(
        components.table_section(f"Reviewed {topics_text(len(topics))}", rows, display),
        safe_text(note) if note else None,
        components.hint("Undo with", "genai-roadmap undo"),
    )


def _headline(selection: Selection, retention: Retention) -> Page:
    """Return how many topics there are to review, and of how many, or why there are none."""
    count, waiting = len(selection.topics), len(selection.waiting)
    if count and (node := selection.node) and not selection.is_due:
        total = count + waiting
        text = safe_text(f"{f'{count} of ' if waiting else ''}{_done_and_due(selection, retention)}.", HEADING)
        command = components.hint("Review all", f"genai-roadmap review {node.item.number} -n {total}")
        return Group(text, command) if waiting else text
    if count:
        more = f" today; {'the other ' if waiting > 1 else ''}{waiting} can wait" if waiting else ""
        return safe_text(f"{topics_text(count)} to review{more}.", HEADING)
    anyway = [components.hint("Review more anyway", _command(selection, MORE))] if waiting and retention.is_on else []
    return Group(safe_text(reason(selection, retention)), *anyway)


def _done_and_due(selection: Selection, retention: Retention) -> str:
    """Return the number of done topics that were chosen, and of those of them that are due."""
    topics = [*selection.topics, *selection.waiting]
    due = sum(topic.memory.due <= retention.today for topic in topics)
    if due == len(topics):
        return f"{topics_text(due)} to review"
    return f"{plural(len(topics), 'done topic')}, {f'{due} due' if due else 'none due yet'}"


def reason(selection: Selection, retention: Retention) -> str:
    """Return why there is nothing to review."""
    if not retention.is_on:
        return f"Reviews are off. Turn them on with: genai-roadmap config review.limit {REVIEW_LIMIT}"
    if selection.waiting:
        return f"Enough for today: you reviewed {topics_text(retention.reviewed_today)}. The rest can wait."
    if not retention.remembered:
        return "Nothing to review yet. Topics come up some days after you mark them done."
    if not (node := selection.node):
        return f"Nothing to review today. {_next_text(retention)}".rstrip()
    elsewhere = len(retention.due)
    if not elsewhere:
        return f"Nothing is due in {node.title}. {_next_text(retention, node)}".rstrip()
    verb = "is" if elsewhere == 1 else "are"
    where = f"{topics_text(elsewhere)} {verb} due elsewhere: {suggested('genai-roadmap review')}"
    return f"Nothing is due in {node.title}. {where}"


def _next_text(retention: Retention, node: Node | None = None) -> str:
    """Return the day of the next review, by default of the roadmap, and the number of topics that are due then.

    It is empty if there is none, or if reviews are off. Topics beyond the daily limit are due tomorrow.
    """
    if not retention.is_on:
        return ""
    if waiting := len(retention.due):
        return f"{topics_text(waiting)} can wait until tomorrow."
    for day, count in retention.next_due(node).items():
        return f"Next review: {due_text(day, retention.today)}, {topics_text(count)}."
    return ""


def _tomorrow_text(retention: Retention) -> str:
    """Return the number of topics that become due tomorrow; empty if there are none, or if reviews are off."""
    [(_, count)] = retention.upcoming(1).items()
    return f"{count} more due tomorrow." if count and retention.is_on else ""


def _row(topic: Remembered, today: dt.date, display: Display) -> list[StyledText]:
    due = topic.memory.due
    text = f"due {ago(due, today) if due <= today else until((due - today).days)}"
    is_narrow = not display.has_room(MIN_WIDTH)
    recall = safe_text(topic.recall_text(today, is_short=is_narrow))
    return [*components.sign_number_title(topic.node, display), recall, safe_text(text, QUIET)]
