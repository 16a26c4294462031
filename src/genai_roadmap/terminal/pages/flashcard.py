"""Pages of a flashcard: its question, its answer, and the grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Grade
from genai_roadmap.report.wording import short_day, span_text, until
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, join_text, line_count, safe_lines, safe_text
from genai_roadmap.terminal.pages import components, link_lists
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from genai_roadmap.report.flashcard import Flashcard
    from genai_roadmap.terminal.display import Display

# An answer has at least as many lines, if they fit on the screen, and more if nothing else needs them.
MIN_ANSWER_LINES = 7
MAX_NOTE_LINES = 3
MAX_RESOURCES = 3
# With less room, the title of the parent is left out.
MIN_PARENT_WIDTH = 16
# The lines beside the question and the keys: two empty ones, the heading, and the cursor.
QUESTION_LINES = 4
# The lines beside the answer and the grades: two empty ones and the cursor.
ANSWER_LINES = 3
STYLES = {Grade.AGAIN: "red", Grade.HARD: "yellow", Grade.GOOD: "green", Grade.EASY: "cyan"}
REVEAL, GRADE = "show the answer", "grade yourself"
STOP_KEY = ("q", "stop")
OTHER_KEYS = (("s", "skip"), ("u", "undo"), STOP_KEY)
EXPLAIN_KEY = ("?", "explain")
OPEN_HINT = ("Open one", "o")
LETTERS = "The letters a, h, g, and e grade too; o opens the first resource."
ASKED = "How well did you remember it?"
REPEATED_ANSWER_KEYS = (("Enter:", "next"), STOP_KEY)
REPEATING = "Repeating does not change the schedule."
MEANINGS = {
    Grade.AGAIN: "you had forgotten it",
    Grade.HARD: "you remembered it with effort, or only a part",
    Grade.GOOD: "you remembered it",
    Grade.EASY: "you knew it at once",
}


def question(card: Flashcard, position: str, display: Display, *, has_keys: bool, is_repeated: bool = False) -> Page:
    """Show the question of a flashcard, cut if the terminal is low, and the keys if it `has_keys`."""
    labels = (("Enter:", reveal_label(card, is_repeated=is_repeated)), *((STOP_KEY,) if is_repeated else OTHER_KEYS))
    keys = [safe_text(""), *_keys(labels, display)] if has_keys else []
    text = clipped_text(card.question, max(display.height - QUESTION_LINES - len(keys), 1), display)
    return Group(safe_text(""), _heading(card, position, display), safe_text(""), text, *keys)


def reveal_label(card: Flashcard, *, is_repeated: bool) -> str:
    """Return what the key after the question does."""
    return REVEAL if card.answer or is_repeated else GRADE


def answer(card: Flashcard, display: Display, *, is_repeated: bool = False) -> Page:
    """Show the answer of a flashcard with its detail, last note and resources, and the grades unless it is repeated.

    On a terminal, what has no room is cut or left out, the answer last.
    """
    grades = [*(_repeated(display) if is_repeated else _grades(card, display))]
    room = max(display.height - ANSWER_LINES - _height(grades, display), 1)
    parts = [*_notes(card, display), *_resources(card, display)]
    # What follows is not part of the answer.
    gap = [safe_text("")] if parts else []
    if card.answer:
        lines = max(room - _height([*gap, *parts], display, INDENT), min(MIN_ANSWER_LINES, room))
        parts = [*_answer(card, lines, display), *gap, *parts]
    while not display.plain and parts[1:] and _height(parts, display, INDENT) > room:
        parts.pop()
    content: list[Page] = [Padding(Group(*parts), (0, 0, 0, INDENT)), safe_text("")] if parts else []
    return Group(safe_text(""), *content, *grades)


def repeating(count: int) -> StyledText:
    """Return how many topics that were forgotten today are repeated."""
    return safe_text(f"{count} to learn again. {REPEATING}", QUIET)


def meanings(display: Display) -> Page:
    """Show what each grade means, and the other keys."""
    texts = [
        [safe_text(f"{n} {grade.value}", STYLES[grade]), safe_text(MEANINGS[grade])] for n, grade in enumerate(Grade, 1)
    ]
    return Group(components.table(texts, display), safe_text(LETTERS, QUIET))


def _answer(card: Flashcard, lines: int, display: Display) -> Iterator[StyledText]:
    """Yield an answer in at most this many lines; if it is cut, and there is room, with how to show it whole."""
    is_cut = not display.plain and lines > 1 and line_count(safe_lines(card.answer), display, INDENT) > lines
    yield clipped_text(card.answer, lines - is_cut, display, indent=INDENT)
    if is_cut:
        yield components.hint("Whole answer", f"genai-roadmap show {card.item.number} --answers")


def _height(texts: Iterable[StyledText], display: Display, indent: int = 0) -> int:
    """Return the number of lines of texts, one below the other."""
    return sum(line_count(text, display, indent) for text in texts)


def _notes(card: Flashcard, display: Display) -> list[StyledText]:
    """Return the detail of a topic and its last note, shortened on a terminal."""
    node = card.topic.node
    notes = [f"Note: {note.text.strip()}" for note in node.notes[-1:]]
    texts = [text for text in (node.content.detail or "", *notes) if text]
    return [clipped_text(text, MAX_NOTE_LINES, display, style=QUIET, indent=INDENT) for text in texts]


def graded(grade: Grade, due: dt.date, today: dt.date, note: str, display: Display) -> Page:
    """Show the grade of a flashcard, when it is due again, and a note that an earlier grade counts too, if any.

    The full-screen view has no key to replace that one.
    """
    lines = [_graded(grade, due, today)]
    if note:
        lines.append(
            safe_text(note) if display.full_screen else components.hint(f"{note} Count only {grade.value}", "r")
        )
    return Group(*lines)


def replaced(earlier: Grade, grade: Grade, due: dt.date, today: dt.date, _display: Display) -> Page:
    """Show that a grade no longer counts, and when the flashcard is due again after the one that does."""
    return join_text((f"{earlier.value} no longer counts; ", ""), _graded(grade, due, today))


def _graded(grade: Grade, due: dt.date, today: dt.date) -> StyledText:
    return join_text((grade.value, STYLES[grade]), (f", next review {due_text(due, today)}", QUIET))


def due_text(day: dt.date, today: dt.date) -> str:
    """Return how far away a day is and, unless that says it, the day."""
    days = (day - today).days
    return until(days) + (f" ({short_day(day, today)})" if days > 1 else "")


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


def _keys(keys: Sequence[tuple[str, str]], display: Display, *before: str) -> Iterator[StyledText]:
    """Yield the keys, after these texts, in as many lines as they need."""
    texts = (join_text((key, HEADING), (f" {label}", QUIET)) for key, label in keys)
    return components.flow([*map(safe_text, before), *texts], display.width)


def _grades(card: Flashcard, display: Display) -> Iterator[StyledText]:
    """Yield the question, the other keys unless they leave no room for an answer, and the grades with their effects."""
    texts = [
        join_text(
            (f"{number} {grade.value}", STYLES[grade]),
            (f" ({span_text((card.due_after[grade] - card.today).days)})", QUIET),
        )
        for number, grade in enumerate(Grade, 1)
    ]
    # The full-screen view has its own line of keys.
    keys = (EXPLAIN_KEY,) if display.full_screen else (*OTHER_KEYS, EXPLAIN_KEY)
    asked, *more = _keys(keys, display, ASKED)
    grades = [*components.flow(texts, display.width)]
    below = [*_keys(keys, display)] if more else []
    yield safe_text(ASKED) if more else asked
    if display.height >= ANSWER_LINES + MIN_ANSWER_LINES + 1 + len(below) + len(grades):
        yield from below
    yield from grades


def _repeated(display: Display) -> Iterator[StyledText]:
    """Yield that nothing is recorded, and the keys; the full-screen view has its own line of keys."""
    yield safe_text(REPEATING, QUIET)
    if not display.full_screen:
        yield from _keys(REPEATED_ANSWER_KEYS, display)
        yield components.hint("Not remembered, ask again", "n")


def _resources(card: Flashcard, display: Display) -> Iterator[StyledText]:
    """Yield the titles of the first resources of a topic as links, and how to open one; on a plain page, all URLs."""
    item = card.topic.node.item
    if display.plain:
        numbered = enumerate(item.resources, 1)
        yield from (
            safe_text(f"{number}  {'' if link_lists.is_bare(link) else f'{link.title}  '}{link.url}")
            for number, link in numbered
        )
        yield from [components.hint(*OPEN_HINT)] if item.resources else []
        return
    links, more = components.first_rows(item.resources, MAX_RESOURCES)
    texts = [clipped_text(link.title, 1, display, style=f"{QUIET} link {link.url}", indent=INDENT) for link in links]
    if texts:
        yield from components.flow([*texts, *more], display.width - INDENT)
        yield components.hint(*OPEN_HINT)
