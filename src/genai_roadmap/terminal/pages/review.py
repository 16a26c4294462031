"""Pages of a review: what is due, the question and the answer of a flashcard, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Grade
from genai_roadmap.report.wording import ago, retained_text, short_day, span_text, topics_text, until
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, join_text, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.report.retention import Remembered, Retention, Selection
    from genai_roadmap.terminal.display import Display

MAX_QUESTION_LINES = 4
MAX_ANSWER_LINES = 8
MAX_NOTE_LINES = 3
MAX_RESOURCES = 3
# With less room, the title of the group is left out.
MIN_PLACE = 16
MAX_ROWS = 20
STYLES = {Grade.AGAIN: "red", Grade.HARD: "yellow", Grade.GOOD: "green", Grade.EASY: "cyan"}
QUESTION_KEYS = (("Enter", "answer"), ("s", "skip"), ("u", "undo"), ("q", "stop"))


def introduction(selection: Selection, retention: Retention, _display: Display) -> Page:
    """Show how many topics there are to review, or why there are none."""
    return _headline(selection, retention)


def listing(selection: Selection, retention: Retention, display: Display) -> Page:
    """Show the topics to review, one per line."""
    shown = selection.topics if display.plain else selection.topics[:MAX_ROWS]
    rows = [_row(topic, retention.today, display) for topic in shown]
    more = f"and {len(selection.topics) - len(shown)} more" if len(selection.topics) > len(shown) else ""
    return components.page(
        _headline(selection, retention),
        components.one_line_table(rows, display) if rows else None,
        safe_text(more, QUIET) if more else None,
        components.hint("Review them", "genai-roadmap review") if rows and selection.is_due else None,
    )


def question(card: Flashcard, position: str, display: Display) -> Page:
    """Show the question of a flashcard and, on a terminal, the keys."""
    return Group(
        safe_text(""),
        _heading(card, position, display),
        safe_text(""),
        clipped_text(card.question, MAX_QUESTION_LINES, display),
        safe_text(""),
        _keys(QUESTION_KEYS, display),
    )


def answer(card: Flashcard, display: Display) -> Page:
    """Show the answer of a flashcard with its detail, last note and resources, and the grades."""
    node = card.topic.node
    notes = [f"Note: {note.text.strip()}" for note in node.notes[-1:]]
    texts = [(text, MAX_NOTE_LINES, QUIET) for text in (node.content.detail or "", *notes) if text]
    if card.answer:
        texts.insert(0, (card.answer, MAX_ANSWER_LINES, ""))
    parts = [clipped_text(text, lines, display, style=style, indent=INDENT) for text, lines, style in texts]
    content = Padding(Group(*parts, *_resources(card, display)), (0, 0, 0, INDENT))
    return Group(safe_text(""), content, safe_text(""), *_grades(card, display))


def rated(card: Flashcard, grade: Grade, _display: Display) -> Page:
    """Show the grade of a flashcard, and when it is due again."""
    return join_text((grade.value, STYLES[grade]), (f", next review {_day(card.due_after[grade], card.today)}", QUIET))


def result(grades: Sequence[Grade], retention: Retention, _display: Display) -> Page:
    """Show what was reviewed, what is remembered, and what is due next."""
    count, left = retention.report.count, retention.to_review
    again = sum(grade is Grade.AGAIN for grade in grades)
    counts = f": {len(grades) - again} remembered" + (f", {again} to learn again" if again else "")
    covered = retained_text(count, retention.percent(retention.report.steps))
    return Group(
        safe_text(""),
        safe_text(f"Reviewed {topics_text(len(grades))}{counts}." if grades else "Nothing reviewed.", HEADING),
        *([safe_text(f"{covered}.")] if grades else []),
        safe_text(f"{topics_text(left)} left for today." if left else _next_text(retention)),
        *([components.hint("Undo the last rating with", "genai-roadmap undo")] if grades else []),
    )


def recorded(topics: Sequence[Remembered], grade: Grade, today: dt.date, display: Display) -> Page:
    """Show the topics that were graded, and when each is due again."""
    rows = [
        [
            *components.sign_number_title(topic.node, display),
            safe_text(grade.value, STYLES[grade]),
            safe_text(f"next review {_day(topic.memory.due, today)}", QUIET),
        ]
        for topic in topics
    ]
    return components.page(
        components.table_section(f"Reviewed {topics_text(len(topics))}", rows, display),
        components.hint("Undo with", "genai-roadmap undo"),
    )


def _headline(selection: Selection, retention: Retention) -> Page:
    """Return how many topics there are to review, or why there are none."""
    count, waiting = len(selection.topics), len(selection.waiting)
    if count:
        more = f" today; {'the other ' if waiting > 1 else ''}{waiting} can wait" if waiting else ""
        return safe_text(f"{topics_text(count)} to review{more}.", HEADING)
    commands = [("Go on anyway", "genai-roadmap review -n 5")] if waiting else []
    return Group(safe_text(reason(selection, retention)), *(components.hint(*each) for each in commands))


def reason(selection: Selection, retention: Retention) -> str:
    """Return why there is nothing to review."""
    if selection.waiting:
        return f"Enough for today: you reviewed {topics_text(retention.reviewed_today)}. The rest can wait."
    if retention.remembered:
        return f"Nothing to review today. {_next_text(retention)}".rstrip()
    return "Nothing to review yet. Topics come up some days after you mark them done."


def _next_text(retention: Retention) -> str:
    """Return the day of the next review, and the number of topics that are due then; empty if there is none.

    Topics beyond the daily limit are due tomorrow.
    """
    if waiting := len(retention.due):
        return f"{topics_text(waiting)} can wait until tomorrow."
    for day, count in retention.next_due.items():
        return f"Next review: {_day(day, retention.today)}, {topics_text(count)}."
    return ""


def _day(day: dt.date, today: dt.date) -> str:
    """Return how far away a day is and, unless that says it, the day."""
    return until(day, today) + (f" ({short_day(day, today)})" if (day - today).days > 1 else "")


def _row(topic: Remembered, today: dt.date, display: Display) -> list[StyledText]:
    due = topic.memory.due
    text = f"due {ago(due, today) if due <= today else until(due, today)}"
    percent = safe_text(f"{topic.retrievability:.0%} likely remembered")
    return [*components.sign_number_title(topic.node, display), percent, safe_text(text, QUIET)]


def _heading(card: Flashcard, position: str, display: Display) -> StyledText:
    item = card.topic.node.item
    parent = f"{item.ancestors[0].title}, " if len(item.ancestors) > 1 else ""
    step, before = item.step_number.replace("-", " "), f"{position}  "
    title = clipped_text(item.title, 1, display, style=HEADING, indent=len(before) + len(f"  {step}"))
    room = len(before) + title.cell_len + len(f"  {step}")
    place = clipped_text(parent, 1, display, style=QUIET, indent=room) if room + MIN_PLACE < display.width else ("", "")
    return join_text((before, QUIET), title, ("  ", ""), place, (step, QUIET))


def _keys(keys: Sequence[tuple[str, str]], display: Display) -> Page:
    texts = [join_text((key, HEADING), (f" {label}", QUIET)) for key, label in keys]
    return Group(*components.flow(texts, display.width))


def _grades(card: Flashcard, display: Display) -> Iterator[Page]:
    """Yield the grades with their keys, and when the flashcard is due again after each."""
    texts = [
        join_text(
            (f"{number} {grade.value}", STYLES[grade]),
            (f" ({span_text((card.due_after[grade] - card.today).days)})", QUIET),
        )
        for number, grade in enumerate(Grade, 1)
    ]
    yield safe_text("How well did you remember it?")
    yield from components.flow(texts, display.width)


def _resources(card: Flashcard, display: Display) -> Iterator[Page]:
    """Yield the titles of the first resources of a topic as links, and how to open one."""
    item = card.topic.node.item
    if display.plain:
        yield from components.links(item.resources[:MAX_RESOURCES], display)
        return
    texts = [
        clipped_text(link.title, 1, display, style=f"{QUIET} link {link.url}", indent=INDENT)
        for link in item.resources[:MAX_RESOURCES]
    ]
    if len(item.resources) > MAX_RESOURCES:
        texts.append(safe_text(f"and {len(item.resources) - MAX_RESOURCES} more", QUIET))
    if texts:
        yield from components.flow(texts, display.width - INDENT)
        yield components.hint("Open one", f"genai-roadmap open {item.number}")
