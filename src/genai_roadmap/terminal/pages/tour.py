"""Pages of the tour: its introduction, the question about a step, and the result."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.report import wording
from genai_roadmap.report.recorded import reverted_text
from genai_roadmap.terminal.output import Page, StyledText, clipped_text, join_text, safe_text
from genai_roadmap.terminal.pages import components, notices
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from genai_roadmap.report.outcome import Outcome
    from genai_roadmap.report.report import Report
    from genai_roadmap.report.tour import Stop
    from genai_roadmap.report.tree import Node
    from genai_roadmap.terminal.display import Display

# Up to this number of topics that an answer marked are named.
MAX_NAMES = 6


def introduction(steps: int, _display: Display) -> Page:
    """Show how the tour works."""
    if not steps:
        return safe_text("Nothing left to ask: every step is complete or skipped.")
    number = wording.plural(steps, "step")
    return safe_text(f"What do you already know? {number}; Enter = none of these, q = stop.")


def explanation(_display: Display) -> Page:
    """Show what can be answered."""
    return safe_text(
        "Type the numbers or names of what you already know, or press Enter if it is nothing. b undoes the last answer."
    )


def question(stop: Stop, position: str, display: Display) -> Page:
    """Show the numbered topics of a step that are not done; `position` is like 2 of 9."""
    heading = f"Step {stop.step.item.number}: {stop.step.title}"
    optional = f" ({'optional, ' if stop.is_optional else ''}{position})"
    return Group(
        safe_text(""),
        clipped_text(heading, 2, display, style=HEADING, indent=len(optional)).append(optional),
        Padding(Group(*_groups(stop, display)), (0, 0, 0, INDENT)),
    )


def recorded(outcome: Outcome, _display: Display) -> Page:
    """Show what an answer recorded."""
    changed = outcome.changed
    names = f": {', '.join(map(outcome.after.title, changed))}" if len(changed) <= MAX_NAMES else ""
    texts = [f"{notices.marked_text(outcome)}{names}.", *notices.choices(outcome)]
    celebration = notices.celebration(outcome)
    return Group(*map(safe_text, texts), *([celebration] if celebration else []))


def undone(outcome: Outcome, _display: Display) -> Page:
    """Show that an answer was undone."""
    change = outcome.reverted
    return safe_text(f"Undid: {reverted_text(change, outcome)}." if change else "Nothing changed.")


def result(report: Report, recorded: int, following: Callable[[Display], Page], display: Display) -> Page:
    """Show the progress after the tour, how to undo it, and what is next."""
    undo = [components.hint("Undo the last answer with", "genai-roadmap undo")] if recorded else []
    total = safe_text(f"Done or {wording.ALREADY_KNOWN}: {wording.total_text(report.count)}", HEADING)
    return components.page(Group(safe_text(""), total, *undo), following(display))


def _groups(stop: Stop, display: Display) -> Iterator[StyledText]:
    """Yield the numbered topics of each group, after its title; on a plain page one per line."""
    numbers = count(1)
    for group, leaves in stop.groups:
        topics = [_topic(next(numbers), leaf, display) for leaf in leaves]
        optional = " (optional)" if group and group.optional and not stop.is_optional else ""
        label = (
            [
                clipped_text(group.title, 1, display, style=QUIET, indent=INDENT + len(optional) + 1).append(
                    f"{optional}:"
                )
            ]
            if group
            else []
        )
        if display.plain:
            yield from (*label, *topics)
        else:
            yield from components.flow([*label, *topics], display.width - INDENT)


def _topic(number: int, leaf: Node, display: Display) -> StyledText:
    """Return the number and the title of a topic, in one line."""
    title = clipped_text(leaf.title, 1, display, indent=INDENT + len(f"{number} "))
    return join_text((f"{number} ", HEADING), title)
