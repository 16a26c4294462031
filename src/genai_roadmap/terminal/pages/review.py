"""Pages of a review: what is due, the question and the answer of a flashcard, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Grade
from genai_roadmap.report.wording import ago, retained_text, short_day, span_text, topics_text, until
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, join_text, line_count, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.report.retention import Remembered, Retention, Selection
    from genai_roadmap.report.tree import Node
    from genai_roadmap.terminal.display import Display

# An answer has at least as many lines, if they fit on the screen, and more if nothing else needs them.
MIN_ANSWER_LINES = 8
MAX_NOTE_LINES = 3
MAX_RESOURCES = 3
# With less room, the title of the parent is left out.
MIN_PARENT_WIDTH = 16
# The lines beside the question and the keys: two empty ones, the heading, and the cursor.
QUESTION_LINES = 4
# The lines beside the answer and the grades: two empty ones and the cursor.
ANSWER_LINES = 3
MAX_ROWS = 20
STYLES = {Grade.AGAIN: "red", Grade.HARD: "yellow", Grade.GOOD: "green", Grade.EASY: "cyan"}
HOW_IT_WORKS = "Answer in your head, then grade yourself. What you forget comes back sooner."
QUESTION_KEYS = (("Enter", "answer"), ("s", "skip"), ("u", "undo"), ("q", "stop"))


def introduction(selection: Selection, retention: Retention, _display: Display) -> Page:
    """Show how many topics there are to review, or why there are none; before the first review, how it works."""
    headline = _headline(selection, retention)
    is_first = selection.topics and not retention.has_reviews
    return Group(headline, safe_text(HOW_IT_WORKS, QUIET)) if is_first else headline


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


def question(card: Flashcard, position: str, display: Display, *, has_keys: bool) -> Page:
    """Show the question of a flashcard, cut if the terminal is low, and the keys if it `has_keys`."""
    keys = [safe_text(""), *_keys(QUESTION_KEYS, display)] if has_keys else []
    text = clipped_text(card.question, max(display.height - QUESTION_LINES - len(keys), 1), display)
    return Group(safe_text(""), _heading(card, position, display), safe_text(""), text, *keys)


def answer(card: Flashcard, display: Display) -> Page:
    """Show the answer of a flashcard with its detail, last note and resources, and the grades.

    On a terminal, what has no room is cut or left out, the answer last.
    """
    grades = [*_grades(card, display)]
    room = max(display.height - ANSWER_LINES - _height(grades, display), 1)
    parts = [*_notes(card, display), *_resources(card, display)]
    if card.answer:
        lines = max(room - _height(parts, display, INDENT), min(MIN_ANSWER_LINES, room))
        parts = [*_answer(card, lines, display), *parts]
    while not display.plain and parts[1:] and _height(parts, display, INDENT) > room:
        parts.pop()
    content = Padding(Group(*parts), (0, 0, 0, INDENT))
    return Group(safe_text(""), content, safe_text(""), *grades)


def _answer(card: Flashcard, lines: int, display: Display) -> Iterator[StyledText]:
    """Yield an answer in at most this many lines; if it is cut, and there is room, with how to show it whole."""
    is_cut = not display.plain and lines > 1 and line_count(safe_text(card.answer), display, INDENT) > lines
    yield clipped_text(card.answer, lines - is_cut, display, indent=INDENT)
    if is_cut:
        yield components.hint("Whole answer", f"genai-roadmap show {card.topic.node.item.number} --answers")


def _height(texts: Iterable[StyledText], display: Display, indent: int = 0) -> int:
    """Return the number of lines of texts, one below the other."""
    return sum(line_count(text, display, indent) for text in texts)


def _notes(card: Flashcard, display: Display) -> list[StyledText]:
    """Return the detail of a topic and its last note, shortened on a terminal."""
    node = card.topic.node
    notes = [f"Note: {note.text.strip()}" for note in node.notes[-1:]]
    texts = [text for text in (node.content.detail or "", *notes) if text]
    return [clipped_text(text, MAX_NOTE_LINES, display, style=QUIET, indent=INDENT) for text in texts]


def rated(card: Flashcard, grade: Grade, _display: Display) -> Page:
    """Show the grade of a flashcard, and when it is due again."""
    return join_text((grade.value, STYLES[grade]), (f", next review {_day(card.due_after[grade], card.today)}", QUIET))


def result(grades: Sequence[Grade], retention: Retention, display: Display) -> Page:
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
        *([components.hint("Undo the last rating with", display.command("genai-roadmap undo", "u"))] if grades else []),
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
    """Return how many topics there are to review, and of how many, or why there are none."""
    count, waiting = len(selection.topics), len(selection.waiting)
    if count and (node := selection.node) and not selection.is_due:
        total = count + waiting
        text = safe_text(f"{f'{count} of ' if waiting else ''}{topics_text(total)} to review.", HEADING)
        command = components.hint("Review all", f"genai-roadmap review {node.item.number} -n {total}")
        return Group(text, command) if waiting else text
    if count:
        more = f" today; {'the other ' if waiting > 1 else ''}{waiting} can wait" if waiting else ""
        return safe_text(f"{topics_text(count)} to review{more}.", HEADING)
    commands = [("Review more anyway", "genai-roadmap review -n 5")] if waiting else []
    return Group(safe_text(reason(selection, retention)), *(components.hint(*each) for each in commands))


def reason(selection: Selection, retention: Retention) -> str:
    """Return why there is nothing to review."""
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
    return f"Nothing is due in {node.title}. {topics_text(elsewhere)} {verb} due elsewhere: genai-roadmap review"


def _next_text(retention: Retention, node: Node | None = None) -> str:
    """Return the day of the next review, by default of the roadmap, and the number of topics that are due then.

    It is empty if there is none. Topics beyond the daily limit are due tomorrow.
    """
    if waiting := len(retention.due):
        return f"{topics_text(waiting)} can wait until tomorrow."
    for day, count in retention.next_due(node).items():
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
    taken = len(before) + title.cell_len + len(f"  {step}")
    if taken + MIN_PARENT_WIDTH >= display.width:
        parent = ""
    above = clipped_text(parent, 1, display, style=QUIET, indent=taken)
    return join_text((before, QUIET), title, ("  ", ""), above, (step, QUIET))


def _keys(keys: Sequence[tuple[str, str]], display: Display) -> Iterator[StyledText]:
    return components.flow((join_text((key, HEADING), (f" {label}", QUIET)) for key, label in keys), display.width)


def _grades(card: Flashcard, display: Display) -> Iterator[StyledText]:
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


def _resources(card: Flashcard, display: Display) -> Iterator[StyledText]:
    """Yield the titles of the first resources of a topic as links, and how to open one; on a plain page, all URLs."""
    item = card.topic.node.item
    if display.plain:
        numbered = enumerate(item.resources, 1)
        yield from (safe_text(f"{number}  {link.title}  {link.url}") for number, link in numbered)
        return
    texts = [
        clipped_text(link.title, 1, display, style=f"{QUIET} link {link.url}", indent=INDENT)
        for link in item.resources[:MAX_RESOURCES]
    ]
    if len(item.resources) > MAX_RESOURCES:
        texts.append(safe_text(f"and {len(item.resources) - MAX_RESOURCES} more", QUIET))
    if texts:
        yield from components.flow(texts, display.width - INDENT)
        yield components.hint("Open one", display.command(f"genai-roadmap open {item.number}", "o"))
