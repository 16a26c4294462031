"""What simulated learners learn."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from genai_roadmap.roadmap.models import Item, Roadmap


class Course(NamedTuple):
    """A roadmap, with the first topic, and those that are hard for everybody."""

    roadmap: Roadmap
    first: str
    hard: frozenset[str]

    @classmethod
    def of(cls, roadmap: Roadmap) -> "Course":
        """Return the course: hard are the step in the middle of the topics, and every ninth other topic."""
        leaves = [item for item in roadmap.all_items if not item.content.topics]
        middle = leaves[len(leaves) * 2 // 5].step.slug
        hard = (leaf.slug for number, leaf in enumerate(leaves, 1) if number % 9 == 0 or leaf.step.slug == middle)
        return cls(roadmap, leaves[0].slug, frozenset(hard))


def plan(content: Item, rng: random.Random) -> Iterator[str]:
    """Yield the topics below an item that a learner wants to learn: as many as required, and some optional ones."""
    if not content.topics:
        yield content.slug
    topics = content.topics
    if count := content.required_count:
        chosen = rng.sample(range(len(topics)), min(count, len(topics)))
        topics = tuple(topics[index] for index in sorted(chosen))
    for topic in topics:
        if not topic.optional or rng.random() < 0.3:
            yield from plan(topic, rng)
