"""Check a roadmap beyond the shape of its data: unique slugs, known prerequisites, no cycles."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from genai_roadmap.roadmap.models import NUMBER, NumberedItem, Roadmap, position_error

ANY_POSITION = re.compile(f"^{NUMBER.pattern}$", re.MULTILINE)

# Where in the file the error is (steps[3].topics[0].slug), and what is wrong there.
ValidationMessage = tuple[str, str]


class InvalidRoadmapError(Exception):
    """A roadmap has the right shape but contradicts itself."""

    def __init__(self, validation_errors: list[ValidationMessage]) -> None:
        super().__init__("; ".join(f"{location}: {message}" for location, message in validation_errors))
        self.validation_errors = validation_errors


def parse_roadmap(data: dict[str, Any]) -> Roadmap:
    """Return the roadmap that this data of a TOML file describes.

    Raises pydantic.ValidationError if the shape is wrong, and InvalidRoadmapError with every other error.
    """
    return check_roadmap(Roadmap.model_validate(data))


def check_roadmap(roadmap: Roadmap) -> Roadmap:
    """Return the roadmap; raise InvalidRoadmapError with every error if it contradicts itself."""
    if validation_errors := list(_validation_errors(roadmap)):
        raise InvalidRoadmapError(validation_errors)
    return roadmap


def _validation_errors(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    yield from _slug_errors(roadmap)
    yield from _unknown_prerequisites(roadmap)
    yield from _impossible_choices(roadmap)
    if roadmap.dependent_items:
        yield from _cycle(roadmap)


def _slug_errors(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    slugs = [item.slug for item in roadmap.all_items]
    slugs += [slug for item in roadmap.all_items for slug in item.content.formerly]
    slugs += dict.fromkeys(roadmap.retired)
    # The usual case, checked faster than slug by slug.
    if len(slugs) == len(set(slugs)) and not ANY_POSITION.search("\n".join(slugs)):
        return
    uses = Counter(slugs)
    for location, slug in _located_slugs(roadmap):
        if uses[slug] > 1:
            yield location, f"{slug!r} stands {uses[slug]} times; each slug names one thing"
        if NUMBER.fullmatch(slug):
            yield location, position_error(slug)


def _located_slugs(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    """Yield every current, former and retired slug with its location in the file."""
    for item in roadmap.all_items:
        yield f"{_location(item)}.slug", item.slug
        yield from ((f"{_location(item)}.formerly[{n}]", slug) for n, slug in enumerate(item.content.formerly))
    yield from ((f"retired[{n}]", slug) for n, slug in enumerate(roadmap.retired))


def _unknown_prerequisites(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    for item in roadmap.dependent_items:
        for slug in item.content.requires:
            if slug not in roadmap.items_by_slug:
                yield f"{_location(item)}.requires", f"no item has the slug {slug!r}"


def _impossible_choices(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    for item in roadmap.all_items:
        if count := item.content.required_count:
            alternatives = sum(not topic.optional for topic in item.content.topics)
            if count > alternatives:
                yield f"{_location(item)}.choose", f"asks for {count} of {alternatives} subtopics"


def _cycle(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    # Slow to import, and needed only by a roadmap with `requires`.
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter({slug: _dependencies(item) for slug, item in roadmap.items_by_slug.items()}).prepare()
    except CycleError as error:
        cycle = error.args[1]
        yield f"{_location(roadmap.items_by_slug[cycle[0]])}.requires", f"goes in a circle: {' <- '.join(cycle)}"


def _dependencies(item: NumberedItem) -> frozenset[str]:
    """Return the slugs of what has to be done before the item: its prerequisites and its subtopics."""
    return item.requires | {topic.slug for topic in item.content.topics}


def _location(item: NumberedItem) -> str:
    """Return where the item is in its file, counted from 0 like pydantic's locations: steps[3].topics[0]."""
    step, *topics = (int(part) - 1 for part in item.number.split("."))
    return f"steps[{step}]" + "".join(f".topics[{n}]" for n in topics)
