"""What a roadmap has to be beyond its shape: without contradictions, each slug of one thing."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from genai_roadmap.roadmap.models import NUMBER, NumberedItem, Roadmap, position_error

POSITIONS = re.compile(f"^{NUMBER.pattern}$", re.MULTILINE)


def parse(data: dict[str, Any]) -> Roadmap:
    """The roadmap that a parsed TOML file holds.

    Raises pydantic.ValidationError for a wrong shape, and InvalidRoadmapError with every mistake in its meaning.
    """
    return checked(Roadmap.model_validate(data))


def checked(roadmap: Roadmap) -> Roadmap:
    """The roadmap, if it does not contradict itself; raises InvalidRoadmapError with every mistake in its meaning."""
    if mistakes := list(_mistakes(roadmap)):
        raise InvalidRoadmapError(mistakes)
    return roadmap


class InvalidRoadmapError(Exception):
    """A roadmap has the right shape but contradicts itself: `mistakes` holds (place in the file, sentence) pairs."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{item}: {sentence}" for item, sentence in mistakes))
        self.mistakes = mistakes


def _mistakes(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    yield from _slug_mistakes(roadmap)
    for item in roadmap.dependent_items:
        for slug in item.content.requires:
            if slug not in roadmap.items_by_slug:
                yield f"{_where(item)}.requires", f"no item has the slug {slug!r}"
    for item in roadmap.all_items:
        if required_count := item.content.required_count:
            alternatives = sum(not topic.optional for topic in item.content.topics)
            if required_count > alternatives:
                yield f"{_where(item)}.choose", f"asks for {required_count} of {alternatives} subtopics"
    if roadmap.dependent_items:
        yield from _circle(roadmap)


def _slug_mistakes(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    slugs = [item.content.slug for item in roadmap.all_items]
    slugs += [old for item in roadmap.all_items for old in item.content.formerly]
    slugs += dict.fromkeys(roadmap.retired)
    if len(slugs) == len(set(slugs)) and not POSITIONS.search("\n".join(slugs)):
        return
    uses = Counter(slugs)
    for where, slug in _named(roadmap):
        if uses[slug] > 1:
            yield where, f"{slug!r} stands {uses[slug]} times; each slug names one thing"
        if NUMBER.fullmatch(slug):
            yield where, position_error(slug)


def _named(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    """The slugs that items have or had, each with its place in the file."""
    for item in roadmap.all_items:
        yield f"{_where(item)}.slug", item.slug
        yield from ((f"{_where(item)}.formerly[{n}]", slug) for n, slug in enumerate(item.content.formerly))
    yield from ((f"retired[{n}]", slug) for n, slug in enumerate(roadmap.retired))


def _circle(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    # Only a roadmap with `requires` needs it, and it takes time to load.
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter({slug: _before(item) for slug, item in roadmap.items_by_slug.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield f"{_where(roadmap.items_by_slug[circle[0]])}.requires", f"goes in a circle: {' <- '.join(circle)}"


def _before(item: NumberedItem) -> frozenset[str]:
    """What has to be done before the item can be: what it or anything above it requires, and its own subtopics."""
    return item.requires | {topic.slug for topic in item.content.topics}


def _where(item: NumberedItem) -> str:
    """The item's place in its TOML file, counted from 0 as pydantic does: steps[3].topics[0]."""
    step, *topics = (int(part) - 1 for part in item.number.split("."))
    return f"steps[{step}]" + "".join(f".topics[{n}]" for n in topics)
