"""Pages about the roadmap as a whole, and about the program."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Group
from rich.table import Table

from genai_roadmap.look import Look
from genai_roadmap.render.pieces import QUIET, hint, link_lines, page_of, pairs, rows_of, section, title_of
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.terminal import Page, words


def about(roadmap: Roadmap, look: Look) -> Page:
    """What the roadmap says besides its steps."""
    role, author = roadmap.role, roadmap.author
    facts = [
        ("Job category", roadmap.demand or ""),
        ("Best for", ", ".join(roadmap.audience)),
        ("Version", roadmap.version),
    ]
    return page_of(
        title_of(roadmap),
        pairs(facts, look),
        section(f"The role: {role.title}", [words(role.formula)] if role.formula else []) if role else None,
        section(f"What does a {role.title} do?", _bullets(role.what_one_does, look)) if role else None,
        section("Responsibilities", _bullets(role.responsibilities, look)) if role else None,
        section("Workflow", [_numbered(roadmap.workflow, look)] if roadmap.workflow else []),
        Group(*map(words, roadmap.closing)) if roadmap.closing else None,
        section("Links", link_lines(roadmap.links, look)),
        section(f"Author: {author.name}", [*map(words, author.about), *link_lines(author.links, look)])
        if author
        else None,
    )


def paths(found: dict[str, Path], look: Look) -> Page:
    """Where the files are."""
    return pairs(((name, str(path)) for name, path in found.items()), look)


def lines(texts: Iterable[str]) -> Page:
    """Plain lines."""
    return Group(*map(words, texts))


def help_hint() -> Page:
    """Where to go from here."""
    return Group(words(""), hint("genai-roadmap --help", "lists every command"))


def _bullets(texts: tuple[str, ...], look: Look) -> list[Page]:
    dot = "-" if look.ascii else "·"
    rows = [[words(dot, style=QUIET), words(text)] for text in texts]
    return [rows_of(rows, look)] if rows else []


def _numbered(texts: tuple[str, ...], look: Look) -> Table:
    return pairs(((str(number), text) for number, text in enumerate(texts, 1)), look)
