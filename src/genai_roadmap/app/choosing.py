"""The choices for an import: those of the options, and those kept from the last import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.markdown.choices import NO_CHOICES, SKIPPED, Choices, LinksAre, StepsAre, matches
from genai_roadmap.storage import sources
from genai_roadmap.storage.model_files import FORMAT
from genai_roadmap.storage.sources import Source
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from genai_roadmap.markdown.reader import ParsedRoadmap

# The file that the editor opens.
FILE = Path("choices.toml")
HEADER = f"""\
# How to import the roadmap. Save and close this file to see the new outline; nothing is imported yet.
format = {FORMAT}
"""
COMMENTS = {
    "steps": "Headings that are steps: h1, h2, h3, h4, list (each item of a list) or auto.",
    "links": "Import links in lists as: topics, resources or auto.",
    "skip": 'Leave out sections and items whose title contains one of these, like ["license", "book*"].',
    "only": "Import only the steps whose title contains one of these; all if there are none.",
    "title": "Title of the roadmap; if it is empty, the first heading.",
}
EMPTY: dict[str, object] = {"skip": [], "only": [], "title": ""}


class Options(NamedTuple):
    """The options of an import that choose something; None keeps the choice of the last import."""

    steps: StepsAre | None = None
    links: LinksAre | None = None
    skip: tuple[str, ...] | None = None
    only: tuple[str, ...] | None = None
    title: str | None = None

    def applied_to(self, kept: Choices) -> Choices:
        """Return the kept choices, replaced by those of the options; an empty text removes a choice."""
        return Choices(
            kept.steps if self.steps is None else self.steps,
            kept.links if self.links is None else self.links,
            kept.skip if self.skip is None else _filled(self.skip),
            kept.only if self.only is None else _filled(self.only),
            kept.title if self.title is None else self.title.strip() or None,
            kept.level if self.steps is None else None,
        )


def warn_of_unused(skip: tuple[str, ...], parsed: ParsedRoadmap, warn: Callable[[str], None]) -> None:
    """Warn of the patterns of parts to skip that no part matches."""
    skipped = [part.text for part in parsed.left_out if part.reason == SKIPPED]
    for pattern in _filled(skip):
        if not any(matches(text, [pattern]) for text in skipped):
            warn(f"--skip {quoted(pattern)} matches nothing")


def kept(source: Source | None) -> Choices:
    """Return the choices that are kept with the source of a roadmap."""
    if not source:
        return NO_CHOICES
    return Choices(StepsAre(source.steps), LinksAre(source.links), source.skip, source.only, source.title, source.level)


def with_choices(source: Source, choices: Choices) -> Source:
    """Return the source of a roadmap with these choices."""
    return source.model_copy(
        update={
            "steps": choices.steps.value,
            "links": choices.links.value,
            "skip": choices.skip,
            "only": choices.only,
            "title": choices.title,
            "level": choices.level,
        }
    )


def options_text(choices: Choices) -> str:
    """Return the options of `import` that make these choices; empty if nothing is chosen."""
    return " ".join(f"{name} {quoted(value)}" for name, value in _options(choices))


def resetting_options_text(choices: Choices) -> str:
    """Return the options of `import` that remove these choices."""
    names = dict.fromkeys(name for name, _ in _options(choices))
    return " ".join(f"{name} {'auto' if name in {'--steps', '--links'} else quoted('')}" for name in names)


def _options(choices: Choices) -> Iterator[tuple[str, str]]:
    if choices.steps is not StepsAre.AUTO:
        yield "--steps", choices.steps.value
    if choices.links is not LinksAre.AUTO:
        yield "--links", choices.links.value
    yield from (("--skip", pattern) for pattern in choices.skip)
    yield from (("--only", pattern) for pattern in choices.only)
    if choices.title:
        yield "--title", choices.title


def _filled(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(pattern for pattern in patterns if pattern.strip())


def text_of(choices: Choices) -> bytes:
    """Return the choices as a text to edit, in which comments explain them."""
    # Slow to import, and needed only to write.
    import tomli_w

    data = with_choices(Source(), choices).model_dump(include={*COMMENTS})
    lines = [f"# {comment}\n{tomli_w.dumps({key: data[key] or EMPTY[key]})}" for key, comment in COMMENTS.items()]
    return "\n".join([HEADER, *lines]).encode()


def parse(content: bytes, before: Choices = NO_CHOICES) -> Choices:
    """Return the choices in an edited text, with the kept level if the steps are as before; raise FileInvalidError."""
    found = kept(sources.parse_choices(FILE, content))
    return replace(found, level=before.level) if found.steps is before.steps else found
