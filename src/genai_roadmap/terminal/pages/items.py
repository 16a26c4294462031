"""Pages about items: a tree of them, one of them, and the ones to learn next."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report, Suggestion
from genai_roadmap.report.tree import Node
from genai_roadmap.report.wording import (
    day_text,
    reason_text,
    topics_text,
)
from genai_roadmap.roadmap.models import Link
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages.components import (
    HEADING,
    QUIET,
    hint,
    link_lines,
    note_text,
    page_of,
    pairs,
    rows_of,
    section,
    sign_number_title,
    tree_row,
)

ALL_LEARNED = "Everything that can be learned here is done or skipped."


def tree(nodes: Iterable[Node], statuses: Collection[Status], display: Display) -> Page:
    """The nodes and all below them; with statuses only the leaves that have one, and what those belong to."""
    shown = [node for top in nodes for node in top.walk() if node.has(statuses)]
    leaves = sum(not node.topics for node in shown)
    total = safe_text(topics_text(leaves), style=QUIET) if statuses else None
    return page_of(rows_of((tree_row(node, display) for node in shown), display) if shown else None, total)


def show(node: Node, report: Report, display: Display, *, deep: bool = True) -> Page:
    """A page about one item; unless `deep`, without what is below it."""
    item = node.content
    below = [tree_row(other, display) for other in node.walk() if other is not node] if deep else []
    return page_of(
        Group(_heading(node, display), *_facts(node, report, display)),
        *(safe_text(text) for text in filter(None, [item.detail])),
        section("Why", [safe_text(text) for text in item.why]),
        section("Topics", [rows_of(below, display)] if below else []),
        section(_resources_title(node), link_lines(node.item.resources, display)),
        section("Notes", [note_text(change) for change in node.notes]),
    )


def suggestions(found: list[Suggestion], today: dt.date, display: Display) -> Page:
    """What to learn next, each with its reason and its resources."""
    if not found:
        return safe_text(ALL_LEARNED)
    same_resources = groupby(found, key=lambda suggestion: suggestion.node.item.resources)
    parts = [_with_resources([*group], resources, today, display) for resources, group in same_resources]
    return page_of(*parts, hint(f"genai-roadmap done {found[0].node.item.number}", "marks the first of them"))


def found(hits: list[tuple[Node, str]], text: str, display: Display) -> Page:
    """What a search found, each with the words in which it was found."""
    if not hits:
        return safe_text(f"Nothing contains {text!r}.", style=QUIET)
    return rows_of(
        ([*sign_number_title(node, display), safe_text(where, style=QUIET)] for node, where in hits), display
    )


def _with_resources(found: list[Suggestion], resources: tuple[Link, ...], today: dt.date, display: Display) -> Page:
    rows = [
        [
            *sign_number_title(each.node, display),
            safe_text(reason_text(each, today), style=QUIET),
            safe_text(each.node.content.detail or ""),
        ]
        for each in found
    ]
    return Group(rows_of(rows, display), Padding(Group(*link_lines(resources, display)), (0, 0, 0, 3)))


def _heading(node: Node, display: Display) -> StyledText:
    sign, number, title = sign_number_title(node, display)
    title.stylize(HEADING)
    return safe_text(" ").join([sign, number, title])


def _facts(node: Node, report: Report, display: Display) -> Iterator[Page]:
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
    yield pairs(facts, display)


def _status_words(node: Node) -> str:
    if not node.change or node.status is Status.TODO:
        return node.status.value
    known = ", known before" if node.change.known and not node.topics else ""
    return f"{node.status.value}{known}, {day_text(node.change.day)}"


def _enough(node: Node) -> str:
    return f"{node.content.required_count} of its {len(node.topics)} topics" if node.content.required_count else ""


def _resources_title(node: Node) -> str:
    return "Resources" if node.content.resources else f"Resources of {node.item.step_number}"
