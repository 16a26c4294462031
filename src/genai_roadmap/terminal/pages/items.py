"""Pages about items: a tree, a single item and search results."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Status
from genai_roadmap.report import coach
from genai_roadmap.report.wording import (
    ALREADY_KNOWN,
    choice_text,
    day_text,
    plural,
    short_day,
    short_summary,
    topics_text,
    total_text,
)
from genai_roadmap.terminal.output import Page, StyledText, safe_line, safe_lines, safe_text
from genai_roadmap.terminal.pages import components, link_lists, notes
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.text import MAX_SHOWN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from genai_roadmap.progress.ratings import Rating
    from genai_roadmap.report.history import History
    from genai_roadmap.report.retention import Retention
    from genai_roadmap.report.tree import Node
    from genai_roadmap.terminal.display import Display

# A narrower list does not say how many resources are read.
MIN_WIDTH_FOR_READS = 72
# The number of the last grades of a topic that are shown.
MAX_GRADES = 5
# A narrower list has no details, and shorter titles and summaries.
MIN_WIDTH_FOR_DETAILS = 60
ALL_LEARNED = "Nothing left to learn here: every topic is done or skipped."


def tree(nodes: Iterable[Node], statuses: Collection[Status], display: Display) -> Page:
    """Show the nodes and their descendants; with `statuses` only the leaves with one of them, and their ancestors."""
    shown = [node for root in nodes for node in root.walk() if node.has(statuses)]
    leaves = sum(not node.topics for node in shown)
    steps = sum(bool(node.topics) and node.item.parent is None for node in shown)
    where = f", in {plural(steps, 'step')}" if steps else ""
    count = f"{topics_text(leaves)} {' or '.join(dict.fromkeys(statuses))}{where}"
    return components.page(
        _table(shown, display) if shown else None,
        safe_text(count, QUIET) if statuses else None,
    )


def show(node: Node, history: History, display: Display, *, answers: bool = False, deep: bool = True) -> Page:
    """Show everything about an item, its questions with their answers only if `answers` is set.

    Unless `deep`, it is shown without its descendants.
    """
    item = node.content
    descendants = [other for other in node.walk() if other is not node] if deep else []
    beside = display._replace(width=display.width - components.INDENT)
    return components.page(
        Group(_heading(node, display), components.pairs(_facts(node, history), display)),
        safe_lines(item.detail) if item.detail else None,
        components.section("Why", map(safe_lines, item.why)),
        components.section("Notes", notes.notes_of(node)),
        components.section("Topics", [_table(descendants, beside)] if descendants else []),
        components.section(link_lists.resources_title(node), link_lists.resources(node.resources, display)),
        components.section("Questions", _questions(node, display, answers=answers)),
        _start_hint(node, display),
    )


def _start_hint(node: Node, display: Display) -> Page | None:
    """Return how to start a topic; None if it is not to do."""
    is_open = node.status is Status.TODO and not node.topics
    return components.hint(*coach.action(node)) if is_open and not display.full_screen else None


def found(
    hits: list[tuple[Node, str]],
    text: str,
    elsewhere: Sequence[tuple[str, str]],
    display: Display,
    *,
    similar: str = "",
) -> Page:
    """Show the results of a search, each with the field that contains the text, underlined if spelled the same.

    Without any, show where else it is, and which titles are similar.
    """
    if not hits:
        nothing = safe_text(f"No results for {text[:MAX_SHOWN]!r}.{similar and f' {similar}'}", QUIET)
        return Group(nothing, *(components.hint(*hint) for hint in elsewhere))
    titles = Counter(node.title for node, _ in hits)
    rows = [
        [*components.sign_number_title(node, display), safe_line(field or _place(node, titles), QUIET)]
        for node, field in hits
    ]
    for *_, title, field in rows:
        for each in (title, field):
            each.highlight_words([" ".join(text.split())], "underline", case_sensitive=False)
    if display.has_room(MIN_WIDTH_FOR_DETAILS):
        return components.table(rows, display)
    return Group(*chain.from_iterable(_with_field_below(row) for row in rows))


def _place(node: Node, titles: Counter[str]) -> str:
    """Return what contains an item that has the title of another one; else an empty text."""
    return f"in {node.item.parent.title}" if node.item.parent and titles[node.title] > 1 else ""


def _with_field_below(row: list[StyledText]) -> Iterator[Page]:
    """Yield the first columns of a search result, and the field below them if it has one."""
    *columns, field = row
    yield safe_text(" ").join(columns)
    if field.plain:
        yield Padding(field, (0, 0, 0, components.NOTE_INDENT))


def _questions(node: Node, display: Display, *, answers: bool) -> Iterator[Page]:
    """Yield the questions, each with its answer below it or, at the end, how to show the answers."""
    questions = node.content.questions
    for number, question in enumerate(questions, 1):
        first, *others = safe_lines(question.ask).split("\n")
        yield components.table([[safe_text(str(number), QUIET), first]], display)
        below = [*others, *([safe_lines(question.answer)] if answers else [])]
        yield Padding(Group(*below), (0, 0, 0, components.NOTE_INDENT))
    if questions and not answers:
        yield components.hint("Answers", display.command(f"genai-roadmap show {node.item.number} --answers", "a"))
    asked = next((each for each in node.walk() if each.content.questions), None)
    if answers and not questions and asked:
        yield components.hint("Answers of a topic in it", f"genai-roadmap show {asked.item.number} --answers")


def _table(nodes: Iterable[Node], display: Display) -> Page:
    """Return the rows of the items; on a narrow terminal one line each, with shorter titles and without details."""
    if display.has_room(MIN_WIDTH_FOR_DETAILS):
        return components.table([_tree_row(node, display) for node in nodes], display)
    rows = [
        [
            *components.sign_number_title(node, display, node.item.number.count(".")),
            safe_text(short_summary(node), QUIET),
        ]
        for node in nodes
    ]
    return components.one_line_table(rows, display)


def _tree_row(node: Node, display: Display) -> list[StyledText]:
    """Return the row of an item in a tree."""
    indent = 0 if display.plain else node.item.number.count(".")
    row = components.sign_number_title(node, display, indent)
    if display.has_room(components.WIDE):
        row.append(safe_text(node.slug, QUIET))
    is_wide = display.has_room(MIN_WIDTH_FOR_READS)
    summary = components.item_summary_with_notes(node, reads=is_wide)
    return [*row, safe_line("  ".join(filter(None, [summary, node.content.detail])), QUIET)]


def _heading(node: Node, display: Display) -> StyledText:
    sign, number, title = components.sign_number_title(node, display)
    title.stylize(HEADING)
    return safe_text(" ").join([sign, number, title])


def _facts(node: Node, history: History) -> list[tuple[str, str]]:
    prerequisites = [history.report.nodes[slug] for item in node.item.with_ancestors for slug in item.content.requires]
    return [
        ("In", ", ".join(item.title for item in node.item.ancestors)),
        ("Slug", node.slug),
        ("Status", _status_text(node)),
        ("Required", choice_text(node.content)),
        ("Requires", ", ".join(f"{other.title} ({other.status.value})" for other in prerequisites)),
        *_review_facts(node, history.retention),
    ]


def _review_facts(node: Node, retention: Retention) -> list[tuple[str, str]]:
    """Return what is remembered of an item, and when it is due for review; nothing if nothing of it is to review.

    Before the first review, that is only the date of the next one of a topic.
    """
    is_done = any(leaf.status is Status.DONE for leaf in node.leaves())
    has_facts = retention.is_on and is_done and (retention.has_reviews or not node.topics)
    if not has_facts or not (known := retention.of(node.leaves())):
        return []
    if node.topics:
        return [("Retained", f"{retention.percent(node.topics)}%, {retention.due_in([node])} due for review")]
    memory, text = known[0].memory, known[0].recall_text(retention.today)
    so_far = f"{plural(memory.reviews, 'review')} so far" if memory.reviews else "no reviews yet"
    return [
        ("Reviews", _grades(retention.reviews_of(node), retention.today)),
        ("Due since" if memory.due < retention.today else "Next review", f"{day_text(memory.due)} ({so_far}, {text})"),
    ]


def _grades(reviews: Sequence[Rating], today: dt.date) -> str:
    """Return the last grades of a topic, each with its day, and the number of those before."""
    earlier = len(reviews) - MAX_GRADES
    shown = ", ".join(f"{short_day(each.day, today)} {each.grade.value}" for each in reviews[-MAX_GRADES:])
    return f"{shown} ({earlier} earlier)" if earlier > 0 else shown


def _started_on(node: Node) -> dt.date | None:
    """Return the first day of a mark in a started step or topic with subtopics; None for any other item."""
    if not node.topics or node.status is not Status.STARTED:
        return None
    return min(leaf.change.day for leaf in node.leaves() if leaf.change and leaf.status is not Status.TODO)


def _status_text(node: Node) -> str:
    parts = [node.status.value]
    if node.change and node.status is not Status.TODO:
        parts += [ALREADY_KNOWN] if node.change.known and not node.topics else []
        parts.append(day_text(_started_on(node) or node.change.day))
    parts += ["optional"] if node.optional else []
    parts += [total_text(node.count)] if node.topics and node.count.total else []
    return ", ".join(parts)
