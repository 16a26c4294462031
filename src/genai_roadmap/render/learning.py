"""Pages that show where one stands, what there is, and what is next."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice

from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from genai_roadmap.history import History
from genai_roadmap.look import Look
from genai_roadmap.nodes import Node
from genai_roadmap.plan import Outlook
from genai_roadmap.progress.status import Status
from genai_roadmap.render.pieces import (
    FULL,
    HEADING,
    QUIET,
    bar,
    dotted,
    hint,
    link_lines,
    note_text,
    page_of,
    pairs,
    rows_of,
    section,
    sign_number_title,
    suggested,
    title_of,
    tree_row,
)
from genai_roadmap.report import NEXT, Report, Suggestion, ago
from genai_roadmap.roadmap.models import Link
from genai_roadmap.sentences import (
    day_text,
    goal_text,
    members_text,
    optional_text,
    per_week,
    plural,
    topics_text,
    total_text,
)
from genai_roadmap.terminal import Page, Words, line, words

BAR = 30
SHORTEST_BAR = 8
WIDEST = 100
ALL_LEARNED = "Everything that can be learned here is done or skipped."


def status(history: History, outlook: Outlook | None, suggestions: Iterable[Suggestion], look: Look) -> Page:
    """The screen to come back to: the whole, each step, what is started, what is next, how it goes."""
    report = history.report
    to_begin = [*islice((each for each in suggestions if each.node.status is not Status.STARTED), NEXT)]
    return page_of(
        title_of(report.roadmap),
        total(report, look),
        _steps(report.steps, look),
        section("Started", _started(report.started(), look, history.today)),
        section("Next", suggested(to_begin, look)),
        _how_it_goes(history, outlook, to_begin, look),
    )


def total(report: Report, look: Look) -> Page:
    """How far the whole is."""
    summary = words(total_text(report.count))
    if not look.plain:
        summary = line(bar(report.count, look, min(look.width, WIDEST) - summary.cell_len - 2), words("  "), summary)
    return Group(summary, words(members_text(report), style=QUIET))


def steps(report: Report, look: Look) -> Page:
    """The steps with their counts."""
    return page_of(
        title_of(report.roadmap),
        _steps(report.steps, look),
        hint("genai-roadmap list 1", "lists the topics of step 1"),
    )


def tree(nodes: Iterable[Node], statuses: Collection[Status], look: Look) -> Page:
    """The nodes and all below them; with statuses only the leaves that have one, and what those belong to."""
    shown = [node for top in nodes for node in top.walk() if node.has(statuses)]
    leaves = sum(not node.topics for node in shown)
    total = words(topics_text(leaves), style=QUIET) if statuses else None
    return page_of(rows_of((tree_row(node, look) for node in shown), look) if shown else None, total)


def show(node: Node, report: Report, look: Look, *, deep: bool = True) -> Page:
    """A page about one item; unless `deep`, without what is below it."""
    item = node.content
    below = [tree_row(other, look) for other in node.walk() if other is not node] if deep else []
    return page_of(
        Group(_heading(node, look), *_facts(node, report, look)),
        *(words(text) for text in filter(None, [item.detail])),
        section("Why", [words(text) for text in item.why]),
        section("Topics", [rows_of(below, look)] if below else []),
        section(_resources_title(node), link_lines(node.item.resources, look)),
        section("Notes", [note_text(change) for change in node.notes]),
    )


def suggestions(found: list[Suggestion], look: Look) -> Page:
    """What to learn next, each with its reason and its resources."""
    if not found:
        return words(ALL_LEARNED)
    same_resources = groupby(found, key=lambda suggestion: suggestion.node.item.resources)
    parts = [_with_resources([*group], resources, look) for resources, group in same_resources]
    return page_of(*parts, hint(f"genai-roadmap done {found[0].node.item.number}", "marks the first of them"))


def found(hits: list[tuple[Node, str]], text: str, look: Look) -> Page:
    """What a search found, each with the words in which it was found."""
    if not hits:
        return words(f"Nothing contains {text!r}.", style=QUIET)
    return rows_of(([*sign_number_title(node, look), words(where, style=QUIET)] for node, where in hits), look)


def _steps(nodes: tuple[Node, ...], look: Look) -> Table:
    rows = [(node, sign_number_title(node, look), _count_columns(node)) for node in nodes]
    # What the other columns leave, their gaps of two included, is the bars'.
    used = sum(2 + max(text.cell_len for text in column) for column in zip(*(r + c for _, r, c in rows), strict=True))
    width = 0 if look.plain else min(look.width - used - 2, BAR)
    bars = width >= SHORTEST_BAR
    return rows_of(
        ([*row, *([bar(node.count, look, width)] if bars else []), *counts] for node, row, counts in rows), look
    )


def _count_columns(node: Node) -> list[Words]:
    count = node.count
    return [
        words(f"{count.done}/{count.total}", justify="right"),
        words(f"{count.percent}%", justify="right"),
        words(optional_text(node), style=QUIET),
    ]


def _started(nodes: list[Node], look: Look, today: dt.date) -> list[Page]:
    rows = [
        [*sign_number_title(node, look), words(ago(node.change.day, today) if node.change else "", style=QUIET)]
        for node in nodes
    ]
    return [rows_of(rows, look)] if rows else []


def _with_resources(found: list[Suggestion], resources: tuple[Link, ...], look: Look) -> Page:
    rows = [
        [*sign_number_title(each.node, look), words(each.reason, style=QUIET), words(each.node.content.detail or "")]
        for each in found
    ]
    return Group(rows_of(rows, look), Padding(Group(*link_lines(resources, look)), (0, 0, 0, 3)))


def _how_it_goes(history: History, outlook: Outlook | None, to_begin: list[Suggestion], look: Look) -> Page | None:
    report, streak, pace = history.report, history.streak, history.pace
    begin = to_begin[0].node.item.number if to_begin else ""
    if not report.progress.marks:
        return hint(f"genai-roadmap done {begin}", "marks what you have learned, a topic or a whole step")
    if report.count.total and report.count.percent == FULL:
        return words("All that counts is done. Well done.", style="green")
    facts = [
        f"{plural(streak.current, 'day')} in a row" if streak.current else "",
        f"longest streak {plural(streak.longest, 'day')}" if streak.longest > streak.current else "",
        f"{per_week(pace.per_week)} a week" if pace and pace.per_week else "",
    ]
    lines = [dotted(facts, look), f"Goal {goal_text(outlook)}" if outlook else ""]
    return Group(*(words(text, style=QUIET) for text in lines if text)) if any(lines) else None


def _heading(node: Node, look: Look) -> Words:
    sign, number, title = sign_number_title(node, look)
    title.stylize(HEADING)
    return words(" ").join([sign, number, title])


def _facts(node: Node, report: Report, look: Look) -> Iterator[Page]:
    above = [item.title for item in node.item.ancestors]
    state = f"{_status_words(node)}{', optional' if node.optional else ''}"
    if node.topics:
        state += f", {node.count.done} of {node.count.total} topics, {node.count.percent}%"
    required = [report.nodes[slug] for item in node.item.with_ancestors for slug in item.content.requires]
    names = ", ".join(f"{other.title} ({other.status.value})" for other in required)
    facts = [
        ("In", ", ".join(above)),
        ("Slug", node.slug),
        ("Status", state),
        ("Enough", _enough(node)),
        ("Requires", names),
    ]
    yield pairs(facts, look)


def _status_words(node: Node) -> str:
    if not node.change or node.status is Status.TODO:
        return node.status.value
    known = ", known before" if node.change.known and not node.topics else ""
    return f"{node.status.value}{known}, {day_text(node.change.day)}"


def _enough(node: Node) -> str:
    return f"{node.content.required_count} of its {len(node.topics)} topics" if node.content.required_count else ""


def _resources_title(node: Node) -> str:
    return "Resources" if node.content.resources else f"Resources of {node.item.step_number}"
