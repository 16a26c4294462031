"""Pages about the roadmap as a whole, and about the program."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Group
from rich.table import Table

from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages.components import QUIET, hint, link_lines, page_of, pairs, rows_of, section, title_of


def about(roadmap: Roadmap, display: Display) -> Page:
    """What the roadmap says besides its steps."""
    role, author = roadmap.role, roadmap.author
    facts = [
        ("Job category", roadmap.demand or ""),
        ("Best for", ", ".join(roadmap.audience)),
        ("Version", roadmap.version),
    ]
    return page_of(
        title_of(roadmap),
        pairs(facts, display),
        section(f"The role: {role.title}", [safe_text(role.formula)] if role.formula else []) if role else None,
        section(f"What does a {role.title} do?", _bullets(role.what_one_does, display)) if role else None,
        section("Responsibilities", _bullets(role.responsibilities, display)) if role else None,
        section("Workflow", [_numbered(roadmap.workflow, display)] if roadmap.workflow else []),
        Group(*map(safe_text, roadmap.closing)) if roadmap.closing else None,
        section("Links", link_lines(roadmap.links, display)),
        section(f"Author: {author.name}", [*map(safe_text, author.about), *link_lines(author.links, display)])
        if author
        else None,
    )


def paths(found: dict[str, Path], display: Display) -> Page:
    """Where the files are."""
    return pairs(((name, str(path)) for name, path in found.items()), display)


def lines(texts: Iterable[str], _display: Display) -> Page:
    """Show lines of text."""
    return Group(*map(safe_text, texts))


def problems(found: list[str], _display: Display) -> Page:
    """Show the problems of a check."""
    return Group(*map(safe_text, found or ["Everything is as it should be."]))


def help_hint(_display: Display) -> Page:
    """Show how to get help."""
    return Group(safe_text(""), hint("genai-roadmap --help", "lists every command"))


def _bullets(texts: tuple[str, ...], display: Display) -> list[Page]:
    dot = "-" if display.ascii else "·"
    rows = [[safe_text(dot, style=QUIET), safe_text(text)] for text in texts]
    return [rows_of(rows, display)] if rows else []


def _numbered(texts: tuple[str, ...], display: Display) -> Table:
    return pairs(((str(number), text) for number, text in enumerate(texts, 1)), display)
