"""The tour of a roadmap, which asks step by step what the learner already knows."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.positions import in_range

MAX_SHOWN = 20
RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class Stop(NamedTuple):
    """A step of the tour: the topics that are neither done nor skipped, by the topic of the step that contains them."""

    step: Node
    groups: tuple[tuple[Node | None, tuple[Node, ...]], ...]

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The topics to ask about, in order."""
        return tuple(leaf for _, leaves in self.groups for leaf in leaves)

    @property
    def example(self) -> str:
        """The number in the roadmap of the first topic to ask about, or of the topic that contains it."""
        group, leaves = self.groups[0]
        return (group or leaves[0]).item.number


def stops(report: Report) -> Iterator[Stop]:
    """Yield the steps that are not complete."""
    for step in report.steps:
        if step.status in {Status.TODO, Status.STARTED}:
            groups = groupby(filter(_is_open, step.leaves()), key=_group_slug)
            yield Stop(step, tuple((report.nodes.get(slug), tuple(leaves)) for slug, leaves in groups))


def slugs_of(answer: str, stop: Stop) -> list[str]:
    """Return the slugs that an answer names: all topics, none, or those with numbers like 1 3 5-7.

    The numbers may also be those of the roadmap, like 2.1 or 2.1.1-3. Raises RequestError for any other answer.
    """
    word = answer.strip().casefold()
    if word in {"a", "all"}:
        return [leaf.slug for leaf in stop.leaves]
    if word in {"", "n", "no", "none"}:
        return []
    parts = re.sub(r"\s*-\s*", "-", word.replace(",", " ")).split()
    by_number = {node.item.number: node.slug for node in stop.step.walk()}
    named = {part: [by_number.get(each, "") for each in in_range(part) or [part]] for part in parts if "." in part}
    found = {part: slugs for part, slugs in named.items() if all(slugs)}
    numbers = _numbers([part for part in parts if part not in found], stop)
    return [*(stop.leaves[number - 1].slug for number in numbers), *chain(*found.values())]


def _numbers(parts: Iterable[str], stop: Stop) -> list[int]:
    """Return the numbers of topics of a stop in parts like 1 or 5-7."""
    numbers: dict[int, None] = {}
    last = len(stop.leaves)
    for part in parts:
        match = RANGE.fullmatch(part)
        first, end = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= end <= last:
            message = f"{part[:MAX_SHOWN]!r} is not a number from 1 to {last} or a range like 1-{last}"
            nor = f", nor a topic of this step, like {stop.example}" if "." in part else ""
            is_backward = 1 <= end < first <= last
            order = f"; a range begins with the lower number: {end}-{first}" if is_backward else ""
            raise RequestError(message + nor + order)
        numbers |= dict.fromkeys(range(first, end + 1))
    return sorted(numbers)


def _group_slug(leaf: Node) -> str:
    """Return the slug of the topic of the step that contains a leaf; empty if that is the leaf itself."""
    *ancestors, _ = leaf.item.ancestors
    return ancestors[-1].slug if ancestors else ""


def _is_open(leaf: Node) -> bool:
    return leaf.status in {Status.TODO, Status.STARTED}
