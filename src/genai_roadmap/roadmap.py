"""What there is to learn: a roadmap, its steps and their topics, and how to find one of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from genai_roadmap.errors import RequestError

FORMAT = 1

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = re.compile(r"(?:step[- ]?)?([0-9]+(?:\.[0-9]+)*)")
# Printable ASCII without quotes, brackets and backslash, and no user:password@ before the host.
URL_PATTERN = r"^https?://[!$-&(-.0-;=A-\[\]^_a-~]+([/?#][!#-&(-;=?-\[\]^_a-~]*)?$"
# Windows keeps these names for devices, whatever the extension.
DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{device}{n}" for device in ("com", "lpt") for n in range(10)})

SLUG_PATTERN = f"^{SLUG.pattern}$"
# Editors, which read the JSON Schema, know both rules as one pattern.
NO_NUMBER = f"(?!{NUMBER.pattern}$)"
NO_DEVICE = f"(?!({'|'.join(sorted(DEVICES))})$)"
SLUG_RULE = (
    "A permanent name: small letters, digits and single hyphens, like attention-mechanisms; no position like step-4"
)
URL_RULE = "An http or https address in ASCII, without spaces, quotes and passwords"


def _roadmap_id(text: str) -> str:
    if NUMBER.fullmatch(text):
        raise ValueError(like_a_position(text))
    if text in DEVICES:
        message = f"{text!r} is the name of a device on Windows; choose another"
        raise ValueError(message)
    return text


def like_a_position(slug: str) -> str:
    """What is wrong with a slug that could be typed as a position."""
    return f"{slug!r} looks like a position (4, step-4), which a slug may not"


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
# A pattern of pydantic's own costs a tenth of a function of ours, and there may be 10,000 of these.
Slug = Annotated[
    str,
    StringConstraints(max_length=80, pattern=SLUG_PATTERN),
    Field(description=SLUG_RULE, json_schema_extra={"pattern": f"^{NO_NUMBER}{SLUG.pattern}$"}),
]
RoadmapId = Annotated[
    Slug,
    AfterValidator(_roadmap_id),
    Field(json_schema_extra={"pattern": f"^{NO_DEVICE}{NO_NUMBER}{SLUG.pattern}$"}),
]
Url = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=URL_PATTERN),
    Field(description=URL_RULE),
]


class Frozen(BaseModel):
    """A value read from a roadmap file: never changed, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(Frozen):
    """A page worth reading; `detail` says what it is for."""

    title: Words = Field(description="What the page is called")
    url: Url
    detail: Words | None = Field(default=None, description="What it is for")


class Item(Frozen):
    """What a step and a topic have in common."""

    slug: Slug
    title: Words = Field(description="Its title, as learners read it")
    detail: Words | None = Field(default=None, description="A sentence or two about it")
    why: tuple[Words, ...] = Field(default=(), description="What it is good for, a sentence each")
    optional: bool = Field(default=False, description="Whether it counts apart from the rest; unset, it does not")
    requires: tuple[Slug, ...] = Field(default=(), description="Slugs of what should be done first")
    formerly: tuple[Slug, ...] = Field(default=(), description="Slugs that it had before")
    resources: tuple[Link, ...] = Field(default=(), description="Pages to learn it from")
    topics: tuple["Topic", ...] = Field(default=(), description="What it is made of; a topic with topics has no tick")

    @property
    def enough(self) -> int | None:
        """How many of its topics are enough; None where all count."""
        return None


class Topic(Item):
    """Something to learn, or a group of subtopics of which `choose` are enough."""

    choose: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        default=None, description="How many of its topics are enough; the others count as optional"
    )

    @property
    def enough(self) -> int | None:
        """How many of its subtopics are enough; None where all count."""
        return self.choose


class Step(Item):
    """A stage of the roadmap."""

    topics: tuple[Topic, ...] = Field(min_length=1, description="What there is to learn, at least one topic")


class Role(Frozen):
    """What the roadmap leads to."""

    title: Words = Field(description="What one is called")
    formula: Words | None = Field(default=None, description="What it takes, in one line")
    what_one_does: tuple[Words, ...] = Field(default=(), description="What one does, a sentence each")
    responsibilities: tuple[Words, ...] = Field(default=(), description="What one answers for, a sentence each")


class Author(Frozen):
    """Who wrote the roadmap."""

    name: Words = Field(description="The author's name")
    about: tuple[Words, ...] = Field(default=(), description="About the author, a sentence each")
    links: tuple[Link, ...] = Field(default=(), description="Where the author is found")


class Place(NamedTuple):
    """Where an item stands in its roadmap: `number` is its position (4.2), `parent` what it belongs to.

    `requires` has the slugs of what should be done first: for the item itself, or for anything it belongs to.
    """

    item: Item
    number: str
    parent: "Place | None" = None
    requires: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """The item's permanent name."""
        return self.item.slug

    @property
    def step(self) -> "Place":
        """The step that the item belongs to."""
        *_, step = self.lineage()
        return step

    @property
    def step_number(self) -> str:
        """The position of the step that the item belongs to, as typed: step-4."""
        return f"step-{self.number.partition('.')[0]}"

    @property
    def path(self) -> str:
        """The item's step and slug: step-4.attention-mechanisms."""
        return f"{self.step_number}.{self.slug}" if self.parent else self.step_number

    @property
    def resources(self) -> tuple[Link, ...]:
        """The item's own resources or, where it has none, those of what it belongs to."""
        return next((place.item.resources for place in self.lineage() if place.item.resources), ())

    def resource(self, number: int) -> Link:
        """The resource of this number, counted from 1; raises RequestError where there is none."""
        if number > len(self.resources):
            count = len(self.resources) or "no"
            message = f"{self.slug!r} has {count} resource{'' if count == 1 else 's'}"
            raise RequestError(message)
        return self.resources[number - 1]

    def lineage(self) -> "Iterator[Place]":
        """The item itself, then what it belongs to, up to its step."""
        place: Place | None = self
        while place:
            yield place
            place = place.parent


class Roadmap(Frozen):
    """A whole roadmap, as its TOML file has it."""

    format: Literal[1] = Field(description="The version of this file format: 1")
    id: RoadmapId = Field(description=f"{SLUG_RULE}. Progress is stored under it")
    version: Words = Field(description="Your own version of the roadmap, like 1 or 2025/26")
    title: Words = Field(description="Its title, as learners read it")
    demand: Words | None = Field(default=None, description="How much the role is asked for")
    audience: tuple[Words, ...] = Field(default=(), description="Who the roadmap is for")
    role: Role | None = Field(default=None, description="What the roadmap leads to")
    steps: tuple[Step, ...] = Field(min_length=1, description="Its stages in order, at least one")
    workflow: tuple[Words, ...] = Field(default=(), description="How one works once there, a sentence each")
    closing: tuple[Words, ...] = Field(default=(), description="Last words to the learner")
    links: tuple[Link, ...] = Field(default=(), description="Pages about the whole")
    author: Author | None = Field(default=None, description="Who wrote the roadmap")
    retired: tuple[Slug, ...] = Field(default=(), description="Slugs of what the roadmap no longer has")

    @cached_property
    def every_place(self) -> tuple[Place, ...]:
        """Every step and topic in the roadmap's order; of equal slugs, which `places` can't have, each."""
        return tuple(_places(self.steps))

    @cached_property
    def requiring(self) -> tuple[Place, ...]:
        """The items before which others should be done, by what they or anything that they belong to require."""
        return tuple(place for place in self.every_place if place.requires)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every step and topic by slug, in the roadmap's order."""
        return {place.item.slug: place for place in self.every_place}

    @cached_property
    def _numbers(self) -> dict[str, Place]:
        return {place.number: place for place in self.places.values()}

    @cached_property
    def _names(self) -> list[tuple[tuple[str, str], Place]]:
        """What each item may be called, folded: its slug, and its title."""
        return [((slug.replace("-", " "), fold(place.item.title)), place) for slug, place in self.places.items()]

    @cached_property
    def renamed(self) -> dict[str, Place]:
        """The items that once had another slug, by that slug."""
        return {old: place for place in self.places.values() for old in place.item.formerly}

    def slug_of(self, name: str) -> str:
        """The slug that an item has today, by one that it has or had; one that the roadmap does not know as it is."""
        return self.renamed[name].slug if name in self.renamed else name

    def summary(self) -> dict[str, int]:
        """How many steps, topics to tick, optional items and links it has."""
        items = [place.item for place in self.places.values()]
        links = sum(len(item.resources) for item in items) + len(self.links)
        return {
            "steps": len(self.steps),
            "topics": sum(not item.topics for item in items),
            "optional": sum(item.optional for item in items),
            "links": links + (len(self.author.links) if self.author else 0),
        }

    def find(self, text: str) -> Place:
        """The item that a learner means by a position, slug, path, or the beginning or part of a title.

        Raises RequestError with the candidates where several match, with the nearest spellings where none does.
        """
        for candidates in self._matches(text.strip().casefold()):
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                raise RequestError(_ambiguous(text, candidates))
        raise RequestError(self._unknown(text))

    def _matches(self, wanted: str) -> Iterator[list[Place]]:
        yield self._at_position(wanted)
        named = fold(wanted)
        if not named or NUMBER.fullmatch(wanted):
            # A position that is not there must not become a title with that number in it.
            return
        yield self._called(wanted)
        yield self._at_path(wanted)
        yield [place for names, place in self._names if named in names]
        yield [place for names, place in self._names if any(name.startswith(named) for name in names)]
        yield [place for names, place in self._names if any(named in name for name in names)]

    def _at_position(self, wanted: str) -> list[Place]:
        place = self._numbers.get(_position(wanted))
        return [place] if place else []

    def _called(self, slug: str) -> list[Place]:
        place = self.places.get(slug) or self.renamed.get(slug)
        return [place] if place else []

    def _at_path(self, wanted: str) -> list[Place]:
        """The item at the end of a path, of which each part belongs to the one before it, near or far."""
        start, *rest = wanted.split(".")
        found = self._at_position(start) or self._called(start)
        for part in rest:
            found = [place for place in self._called(part) if found and found[0] in [*place.lineage()][1:]]
        return found if rest else []

    def _standing(self, number: str) -> str:
        """What there is below a position, or at the top."""
        above = self._numbers.get(number)
        count = len(above.item.topics) if above else len(self.steps)
        if above and not count:
            return f"{number} has no topics"
        return f"{number} has {number}.1 to {number}.{count}" if above else f"there are steps 1 to {count}"

    def _unknown(self, text: str) -> str:
        if position := _position(text.strip().casefold()):
            return f"nothing stands at {position}; {self._standing(position.rpartition('.')[0])}"
        # Only a typing error needs it, and it takes time to load.
        from difflib import get_close_matches

        places = {name: place for names, place in self._names for name in names}
        near = dict.fromkeys(places[name].slug for name in get_close_matches(fold(text), places, n=3, cutoff=0.5))
        hint = f"did you mean {' or '.join(near)}?" if near else "`genai-roadmap list --all` shows every item"
        return f"no item is called {text!r}; {hint}"


def _position(text: str) -> str:
    """The position that is meant by step-4, 04 or 4.2; empty where none is."""
    match = NUMBER.fullmatch(text)
    return ".".join(str(int(part)) for part in match[1][:100].split(".") if part) if match else ""


def fold(text: str) -> str:
    """The text without case, accents, hyphens and outer spaces, to compare what people type."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.replace("-", " ").strip().casefold()


def _places(items: Iterable[Item], parent: Place | None = None) -> list[Place]:
    before, requires = (f"{parent.number}.", parent.requires) if parent else ("", frozenset[str]())
    places = []
    for position, item in enumerate(items, 1):
        needs = requires.union(item.requires) if item.requires else requires
        place = Place(item, f"{before}{position}", parent, needs)
        places.append(place)
        if item.topics:
            places += _places(item.topics, place)
    return places


def _ambiguous(text: str, candidates: list[Place]) -> str:
    shown = candidates[:8]
    wide, width = max(len(place.number) for place in shown), max(len(place.slug) for place in shown)
    lines = [f"  {place.number:<{wide}}  {place.slug:<{width}}  {place.item.title}" for place in shown]
    more = [f"  and {len(candidates) - len(shown)} more"] if len(candidates) > len(shown) else []
    head = f"{text!r} could be any of {len(candidates)} items; type more of one, or its number:"
    return "\n".join([head, *lines, *more])
