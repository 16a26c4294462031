"""The data model of a roadmap file: a roadmap, its steps and its topics."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap import ids
from genai_roadmap.roadmap.requirements import required_leaves

FORMAT = 1
# Printable ASCII without quotes, brackets and backslash, and no user:password@ before the host.
URL_PATTERN = r"^https?://[!$-&(-.0-;=A-\[\]^_a-~]+([/?#][!#-&(-;=?-\[\]^_a-~]*)?$"
URL_RULE = "An http or https URL in ASCII, without spaces, quotes or passwords"


def _check_roadmap_id(text: str) -> str:
    if problem := ids.id_error(text):
        raise ValueError(problem)
    return text


NonEmptyText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
# A pattern checked by pydantic costs a tenth of a Python function, and there may be 10,000 slugs.
Slug = Annotated[
    str,
    StringConstraints(max_length=ids.MAX_SLUG_LENGTH, pattern=ids.SLUG_PATTERN),
    Field(description=ids.SLUG_RULE, json_schema_extra={"pattern": ids.SCHEMA_SLUG_PATTERN}),
]
RoadmapId = Annotated[
    Slug, AfterValidator(_check_roadmap_id), Field(json_schema_extra={"pattern": ids.SCHEMA_ID_PATTERN})
]
Url = Annotated[str, StringConstraints(max_length=2000, pattern=URL_PATTERN), Field(description=URL_RULE)]


class FrozenModel(BaseModel):
    """An immutable value read from a file; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(FrozenModel):
    """A link to a web page."""

    title: NonEmptyText = Field(description="Title of the page")
    url: Url
    detail: NonEmptyText | None = Field(default=None, description="Short description of the page")


class Question(FrozenModel):
    """A question about a topic, to check whether the learner still knows it."""

    ask: NonEmptyText = Field(description="Question")
    answer: NonEmptyText = Field(description="Answer, in one to three sentences")


class Item(FrozenModel):
    """The fields that steps and topics share."""

    slug: Slug
    title: NonEmptyText = Field(description="Title shown to learners")
    detail: NonEmptyText | None = Field(default=None, description="Short description")
    why: tuple[NonEmptyText, ...] = Field(default=(), description="Reasons to learn it, one sentence each")
    optional: bool = Field(default=False, description="Whether it is optional (default: required)")
    requires: tuple[Slug, ...] = Field(default=(), description="Slugs of the prerequisites")
    formerly: tuple[Slug, ...] = Field(default=(), description="Former slugs")
    resources: tuple[Link, ...] = Field(default=(), description="Pages to learn from")
    questions: tuple[Question, ...] = Field(default=(), description="Questions to review it with")
    topics: tuple["Topic", ...] = Field(
        default=(), description="Subtopics; only a topic without subtopics can be marked"
    )

    @property
    def required_count(self) -> int | None:
        """The number of its topics that are required; None if all are."""
        return self.choose if isinstance(self, Topic) else None


class Topic(Item):
    """Something to learn, or a group of subtopics of which `choose` are required."""

    choose: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        default=None, description="Number of required subtopics; the others count as optional"
    )


class Step(Item):
    """A step of the roadmap."""

    topics: tuple[Topic, ...] = Field(min_length=1, description="Topics of the step, at least one")


class Role(FrozenModel):
    """The role that the roadmap prepares for."""

    title: NonEmptyText = Field(description="Title of the role")
    formula: NonEmptyText | None = Field(default=None, description="What the role requires, in one line")
    what_one_does: tuple[NonEmptyText, ...] = Field(default=(), description="Typical tasks, one sentence each")
    responsibilities: tuple[NonEmptyText, ...] = Field(default=(), description="Responsibilities, one sentence each")


class Author(FrozenModel):
    """The author of the roadmap."""

    name: NonEmptyText = Field(description="Name of the author")
    about: tuple[NonEmptyText, ...] = Field(default=(), description="About the author, one sentence each")
    links: tuple[Link, ...] = Field(default=(), description="Pages of the author")


class NumberedItem(NamedTuple):
    """A step or topic with its number (4.2), its parent, and the prerequisites of the item and of its ancestors."""

    content: Item
    number: str
    parent: "NumberedItem | None" = None
    requires: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """The item's permanent id."""
        return self.content.slug

    @property
    def title(self) -> str:
        """The item's title."""
        return self.content.title

    @property
    def step(self) -> "NumberedItem":
        """The step that contains the item."""
        return self.with_ancestors[-1]

    @property
    def step_number(self) -> str:
        """The position of the item's step, like step-4."""
        return f"step-{self.number.partition('.')[0]}"

    @property
    def path(self) -> str:
        """The item's step and slug, like step-4.attention-mechanisms."""
        return f"{self.step_number}.{self.slug}" if self.parent else self.step_number

    @property
    def resources(self) -> tuple[Link, ...]:
        """The item's own resources or, if it has none, those of the nearest ancestor that has any."""
        return next((item.content.resources for item in self.with_ancestors if item.content.resources), ())

    def resource(self, number: int) -> Link:
        """Return the resource with this number, counted from 1; raise RequestError if there is none."""
        resources = self.resources
        if not 0 < number <= len(resources):
            count = f"{len(resources) or 'no'} resource{'' if len(resources) == 1 else 's'}"
            hint = f"; name one of its topics, like {self.number}.1" if self.content.topics and not resources else ""
            message = f"{f'no resource {number}; ' if resources else ''}{self.title!r} has {count}{hint}"
            raise RequestError(message)
        return resources[number - 1]

    @property
    def parent_slug(self) -> str:
        """The slug of the item that contains it; empty for a step."""
        return self.parent.slug if self.parent else ""

    @property
    def ancestors(self) -> "tuple[NumberedItem, ...]":
        """The items that contain this one, from its parent to its step; empty for a step."""
        return self.parent.with_ancestors if self.parent else ()

    @property
    def with_ancestors(self) -> "tuple[NumberedItem, ...]":
        """The item itself and its ancestors."""
        return (self, *self.ancestors)


class Counts(NamedTuple):
    """The number of steps, leaf topics, optional ones of them, links and questions of a roadmap."""

    steps: int
    topics: int
    optional: int
    links: int
    questions: int


class Roadmap(FrozenModel):  # noqa: PLW1641 - pydantic adds the hash of the fields
    """A roadmap file."""

    format: Literal[1] = Field(description="Version of the file format: 1")
    id: RoadmapId = Field(description=f"{ids.SLUG_RULE}. Progress is stored under this id")
    version: NonEmptyText = Field(description="Version of the roadmap, like 1 or 2025/26")
    title: NonEmptyText = Field(description="Title shown to learners")
    demand: NonEmptyText | None = Field(default=None, description="Demand for the role, like Very High")
    audience: tuple[NonEmptyText, ...] = Field(default=(), description="Target audience")
    role: Role | None = Field(default=None, description="Role that the roadmap prepares for")
    steps: tuple[Step, ...] = Field(min_length=1, description="Steps in order, at least one")
    workflow: tuple[NonEmptyText, ...] = Field(default=(), description="Workflow in the role, one sentence per stage")
    closing: tuple[NonEmptyText, ...] = Field(default=(), description="Closing words to the learner")
    links: tuple[Link, ...] = Field(default=(), description="Pages about the roadmap as a whole")
    author: Author | None = Field(default=None, description="Author of the roadmap")
    retired: tuple[Slug, ...] = Field(default=(), description="Slugs of removed items")

    def __eq__(self, other: object) -> bool:
        """Return whether all fields are equal; pydantic compares cached properties too, in quadratic time."""
        return isinstance(other, Roadmap) and all(getattr(self, n) == getattr(other, n) for n in Roadmap.model_fields)

    @cached_property
    def all_items(self) -> tuple[NumberedItem, ...]:
        """All steps and topics in order, including those with a duplicate slug."""
        return tuple(_number_items(self.steps))

    @cached_property
    def items_by_slug(self) -> dict[str, NumberedItem]:
        """All steps and topics by slug, in order."""
        return {item.slug: item for item in self.all_items}

    @cached_property
    def items_by_former_slug(self) -> dict[str, NumberedItem]:
        """The renamed items by each of their former slugs."""
        return {slug: item for item in self.all_items for slug in item.content.formerly}

    @cached_property
    def dependent_items(self) -> tuple[NumberedItem, ...]:
        """The items with prerequisites, their own or those of an ancestor."""
        return tuple(item for item in self.all_items if item.requires)

    def item_with_slug(self, slug: str) -> NumberedItem | None:
        """Return the item that has or had this slug; None if there is none."""
        return self.items_by_slug.get(slug) or self.items_by_former_slug.get(slug)

    def current_slug(self, slug: str) -> str:
        """Return the current slug of the item that has or had this slug; an unknown slug is returned unchanged."""
        return self.items_by_former_slug[slug].slug if slug in self.items_by_former_slug else slug

    @property
    def counts(self) -> Counts:
        """The number of steps, leaf topics, optional ones of them, links and questions."""
        contents = [item.content for item in self.all_items]
        topics = sum(not content.topics for content in contents)
        links = [self.links, self.author.links if self.author else (), *(content.resources for content in contents)]
        questions = sum(len(content.questions) for content in contents)
        return Counts(len(self.steps), topics, topics - required_leaves(self.steps), sum(map(len, links)), questions)


def _number_items(contents: Iterable[Item], parent: NumberedItem | None = None) -> Iterator[NumberedItem]:
    prefix, inherited = (f"{parent.number}.", parent.requires) if parent else ("", frozenset[str]())
    for position, content in enumerate(contents, 1):
        item = NumberedItem(content, f"{prefix}{position}", parent, inherited.union(content.requires))
        yield item
        yield from _number_items(content.topics, item)
