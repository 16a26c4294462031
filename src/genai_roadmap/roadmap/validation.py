"""Check the consistency of a roadmap: unique slugs and questions, known prerequisites, no cycles."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from genai_roadmap.roadmap.ids import NUMBER, position_error
from genai_roadmap.roadmap.models import NumberedItem, Question, Roadmap

# The location in the file, like steps[3].topics[0].slug, and the message.
ValidationMessage = tuple[str, str]

MAX_ASK = 60


class InvalidRoadmapError(Exception):
    """A roadmap is inconsistent; `validation_errors` has every error."""

    def __init__(self, validation_errors: list[ValidationMessage]) -> None:
        super().__init__("; ".join(f"{location}: {message}" for location, message in validation_errors))
        self.validation_errors = validation_errors


def parse_roadmap(data: dict[str, Any]) -> Roadmap:
    """Return the roadmap in this data of a TOML file.

    Raises pydantic.ValidationError if a key or value is invalid, InvalidRoadmapError if the roadmap is inconsistent.
    """
    return check_roadmap(Roadmap.model_validate(data))


def check_roadmap(roadmap: Roadmap) -> Roadmap:
    """Return the roadmap; raise InvalidRoadmapError if it is inconsistent."""
    checks = (_slug_errors, _duplicate_questions, _unknown_prerequisites, _impossible_choices, _cycle)
    if validation_errors := [error for check in checks for error in check(roadmap)]:
        raise InvalidRoadmapError(validation_errors)
    return roadmap


def _slug_errors(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    uses = Counter(slug for item in roadmap.all_items for slug in (item.slug, *item.content.formerly))
    uses.update(set(roadmap.retired))
    invalid = {slug for slug, number in uses.items() if number > 1 or NUMBER.fullmatch(slug)}
    for location, slug in _located_slugs(roadmap) if invalid else ():
        if uses[slug] > 1:
            yield location, f"duplicate slug {slug!r}"
        if NUMBER.fullmatch(slug):
            yield location, position_error(slug)


def _located_slugs(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    """Yield the location of every current, former and retired slug, and the slug."""
    for item in roadmap.all_items:
        yield f"{_location(item)}.slug", item.slug
        yield from ((f"{_location(item)}.formerly[{n}]", slug) for n, slug in enumerate(item.content.formerly))
    yield from ((f"retired[{n}]", slug) for n, slug in enumerate(roadmap.retired))


def _duplicate_questions(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    """Yield the questions that an item has twice, because exports identify a question by its item and its text."""
    for item in roadmap.all_items:
        asked = set[str]()
        for n, question in enumerate(item.content.questions):
            if (text := question_key(question)) in asked:
                yield f"{_location(item)}.questions[{n}].ask", f"duplicate question {question.ask[:MAX_ASK]!r}"
            asked.add(text)


def question_key(question: Question) -> str:
    """Return the text by which a question is identified within its item: without case and extra spaces."""
    return " ".join(question.ask.casefold().split())


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
                yield f"{_location(item)}.choose", f"is {count}, but the number of required subtopics is {alternatives}"


def _cycle(roadmap: Roadmap) -> Iterator[ValidationMessage]:
    if not roadmap.dependent_items:
        return
    # Slow to import, and not needed without prerequisites.
    from graphlib import CycleError, TopologicalSorter

    # An item depends on its prerequisites and on its subtopics.
    graph = {
        slug: item.requires | {topic.slug for topic in item.content.topics}
        for slug, item in roadmap.items_by_slug.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = error.args[1][::-1]
        yield f"{_location(roadmap.items_by_slug[cycle[0]])}.requires", f"circular prerequisites: {' -> '.join(cycle)}"


def _location(item: NumberedItem) -> str:
    """Return the location of the item in its file, counted from 0 as pydantic does: steps[3].topics[0]."""
    step, *topics = (int(part) - 1 for part in item.number.split("."))
    return f"steps[{step}]" + "".join(f".topics[{n}]" for n in topics)
