"""Pages about the roadmap as a whole, the files, and the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.terminal.output import COLUMN_GAP, Page, StyledText, join_text, safe_lines, safe_text, unwrapped
from genai_roadmap.terminal.pages import components, link_lists
from genai_roadmap.terminal.pages.components import HEADING, QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from genai_roadmap.roadmap.models import Roadmap
    from genai_roadmap.terminal.display import Display


def about(roadmap: Roadmap, display: Display) -> Page:
    """Show what the roadmap contains besides its steps."""
    role, author = roadmap.role, roadmap.author
    facts = [
        ("Demand", roadmap.demand or ""),
        ("Best for", ", ".join(roadmap.audience)),
        ("Version", roadmap.version),
    ]
    workflow = components.pairs(((str(number), text) for number, text in enumerate(roadmap.workflow, 1)), display)
    return components.page(
        safe_text(roadmap.title, HEADING),
        components.pairs(facts, display),
        components.section(f"The role: {role.title}", [safe_text(role.formula)]) if role and role.formula else None,
        _list(f"What does a {role.title} do?", role.what_one_does, display) if role else None,
        _list("Responsibilities", role.responsibilities, display) if role else None,
        components.section("Workflow", [workflow] if roadmap.workflow else []),
        Group(*map(safe_lines, roadmap.closing)) if roadmap.closing else None,
        components.section("Links", link_lists.links(roadmap.links, display)),
        components.section(
            f"Author: {author.name}", [*map(safe_lines, author.about), *link_lists.links(author.links, display)]
        )
        if author
        else None,
    )


def paths(found: dict[str, Path], _display: Display) -> Page:
    """Show the paths of the files, by name; a long path is not wrapped, so that it can be copied."""
    width = max(map(len, found)) + COLUMN_GAP
    return Group(*(unwrapped(join_text((name.ljust(width), QUIET), (str(path), ""))) for name, path in found.items()))


def lines(texts: Iterable[str], _display: Display) -> Page:
    """Show lines of text."""
    return Group(*map(safe_text, texts))


# A title, and rows of a name and its description.
HelpSection = tuple[str, list[tuple[str, str]]]


def help_page(paragraphs: Sequence[str], usage: str, sections: Sequence[HelpSection], display: Display) -> Page:
    """Show the help of a command or, without a usage, of a topic, whose description is in paragraphs."""
    return components.page(
        *map(safe_text, paragraphs),
        join_text(("Usage: ", HEADING), (usage, "")) if usage else None,
        *(components.table_section(title, [_help_row(*row) for row in rows], display) for title, rows in sections),
    )


def _help_row(name: str, text: str) -> list[StyledText]:
    return [safe_text(name), safe_text(text)] if text else [safe_text(name)]


def _list(title: str, texts: tuple[str, ...], display: Display) -> Page | None:
    bullet = safe_text("-" if display.ascii else "·", QUIET)
    return components.table_section(title, [[bullet, safe_lines(text)] for text in texts], display)


def with_hints(
    shown: Callable[[Display], Page], hints: Callable[[], Sequence[tuple[str, str]]], display: Display
) -> Page:
    """Return a page followed by hints, one per line."""
    return Group(shown(display), *(components.hint(*each) for each in hints()))
