"""The tour of a roadmap, which asks step by step what the learner already knows."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.positions import in_range
from genai_roadmap.text import MAX_SHOWN

ALL = frozenset({"a", "all"})
NONE = frozenset({"", "n", "no", "none"})
YES = frozenset({"y", "yes"})
OPEN = frozenset({Status.TODO, Status.STARTED})
RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
# Numbers and ranges, of topics of a step or of the roadmap, whether or not they exist.
NUMBERS = re.compile(r"[-.0-9]+")
SPACED_RANGE = re.compile(r"(?<=[0-9])\s*-\s*(?=[0-9])")


class Stop(NamedTuple):
    """A step of the tour: the topics that are neither done nor skipped, by the topic of the step that contains them."""

    step: Node
    groups: tuple[tuple[Node | None, tuple[Node, ...]], ...]

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The topics to ask about, in order."""
        return tuple(leaf for _, leaves in self.groups for leaf in leaves)

    @property
    def is_optional(self) -> bool:
        """Whether all of these topics are optional."""
        return self.step.optional or self.step.status not in OPEN

    @property
    def example(self) -> str:
        """The number in the roadmap of the first topic to ask about, or of the topic that contains it."""
        group, leaves = self.groups[0]
        return (group or leaves[0]).item.number


def stops(report: Report) -> Iterator[Stop]:
    """Yield the steps that are not complete; once everything required is done, those with open optional topics."""
    for step in report.steps:
        if step.status in OPEN or report.count.is_complete:
            groups = groupby(filter(_is_open, step.leaves()), key=_group_slug)
            stop = Stop(step, tuple((report.nodes.get(slug), tuple(leaves)) for slug, leaves in groups))
            if stop.groups:
                yield stop


def slugs_of(answer: str, stop: Stop, roadmap: Roadmap) -> list[str]:
    """Return the slugs that an answer names: all topics, none, or those with numbers like 1 3 5-7, or with names.

    The numbers may also be those of the roadmap, like 2.1 or 2.1.1-3. Raises RequestError for any other answer.
    """
    word = answer.strip().casefold()
    if word in ALL:
        return [leaf.slug for leaf in stop.leaves]
    if word in NONE:
        return []
    hint = f"Type numbers from 1 to {len(stop.leaves)}, or names of topics of this step"
    finder = Finder(roadmap, list_all=hint, step=stop.step.slug)
    # A letter may be an answer of another program, like s for skip.
    if word in YES or (len(word) == 1 and not NUMBERS.fullmatch(word) and not finder.is_exact(word)):
        message = f"{answer.strip()!r} does not say which topics; type their numbers or names, or a for all"
        raise RequestError(message)
    numbers, names = _separate(answer, finder)
    named = [item.slug for words in names for item in finder.find_all(words)]
    finder.reject_short_guesses()
    return [*dict.fromkeys([*_numbered(numbers, stop), *named])]


def _separate(answer: str, finder: Finder) -> tuple[list[str], list[list[str]]]:
    """Return the numbers in an answer, and the words of each name, which may contain numbers too."""
    numbers: list[str] = []
    names: list[list[str]] = []
    for part in answer.split(","):
        words = SPACED_RANGE.sub("-", part).split()
        if not all(map(NUMBERS.fullmatch, words)) and finder.only_match(part):
            names.append(part.split())
        else:
            numbers += filter(NUMBERS.fullmatch, words)
            names.append([word for word in words if not NUMBERS.fullmatch(word)])
    return numbers, [words for words in names if words]


def _numbered(parts: list[str], stop: Stop) -> list[str]:
    """Return the slugs of the topics with numbers like 1 or 5-7, and then those with numbers like 2.1 or 2.1.1-3."""
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
    return leaf.status in OPEN
