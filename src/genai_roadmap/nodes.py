"""The steps and topics with what the learner made of them, and how much of them is done."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Self

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import STATUS_AFTER, Status
from genai_roadmap.roadmap.models import Item, NumberedItem, Roadmap


class Count(NamedTuple):
    """Leaves, counted: those that count towards the whole, and apart from them the optional ones."""

    done: int = 0
    total: int = 0
    optional_done: int = 0
    optional_total: int = 0
    skipped: int = 0

    @classmethod
    def of(cls, counts: Sequence["Count"]) -> Self:
        """All of them together."""
        return cls(*map(sum, zip(*counts, strict=True)))

    @property
    def as_optional(self) -> "Count":
        """The same leaves as part of something in which they are optional."""
        return Count(0, 0, self.done + self.optional_done, self.total + self.optional_total, self.skipped)

    @property
    def percent(self) -> int:
        """Floor of 100 * done / total; without anything that counts, 100 if nothing at all is left to do, else 0."""
        if self.total:
            return 100 * self.done // self.total
        return 100 if self.optional_done == self.optional_total else 0


class Node(NamedTuple):
    """A step or topic with what the learner made of it.

    `count` is of its own leaves, `optional` whether it counts apart in what it belongs to, `change` its latest mark.
    """

    item: NumberedItem
    status: Status
    # A tuple has a method of this name, which nothing here needs.
    count: Count  # type: ignore[assignment]
    optional: bool
    change: Change | None
    notes: tuple[Change, ...]
    topics: tuple["Node", ...]

    @property
    def content(self) -> Item:
        """What the roadmap says of it."""
        return self.item.content

    @property
    def title(self) -> str:
        """The title of the step or topic."""
        return self.item.title

    @property
    def slug(self) -> str:
        """Its permanent name."""
        return self.item.slug

    def walk(self) -> "Iterator[Node]":
        """The node and all below it, in the roadmap's order."""
        yield self
        for topic in self.topics:
            yield from topic.walk()

    def leaves(self) -> "Iterator[Node]":
        """What can be marked: the nodes below it without subtopics, or it itself."""
        return (node for node in self.walk() if not node.topics)

    def has(self, statuses: Collection[Status]) -> bool:
        """Whether one of its leaves has one of the statuses; where none is asked for, all do."""
        return not statuses or any(leaf.status in statuses for leaf in self.leaves())


def counting(nodes: Iterable[Node]) -> Iterator[Node]:
    """The leaves among and below the nodes that are optional neither themselves nor by what they belong to."""
    for node in nodes:
        if node.optional:
            continue
        if node.topics:
            yield from counting(node.topics)
        else:
            yield node


def count_of(nodes: Iterable[Node]) -> Count:
    """The leaves of all of them, counted; those of an optional one apart."""
    return Count.of([node.count.as_optional if node.optional else node.count for node in nodes])


_LEAF_COUNTS = {
    Status.TODO: Count(total=1),
    Status.STARTED: Count(total=1),
    Status.DONE: Count(done=1, total=1),
    Status.SKIPPED: Count(skipped=1),
}


def nodes_of(roadmap: Roadmap, progress: Progress, items: Sequence[NumberedItem]) -> dict[str, Node]:
    """The steps and topics at these places, and at all those below them, by slug in their order."""
    marks, notes = _latest(roadmap, progress.marks), progress.notes
    nodes: dict[str, Node] = {}
    # From the leaves up, as each is made of those below it.
    for item in reversed(items):
        content = item.content
        noted = _notes_on(content, notes) if notes else ()
        if content.topics:
            topics = tuple(nodes[topic.slug] for topic in content.topics)
            if content.required_count:
                topics = _chosen(topics, content.required_count)
                nodes.update((topic.slug, topic) for topic in topics)
            count = count_of(topics)
            node = Node(item, _group_status(topics, count), count, content.optional, _last(topics), noted, topics)
        else:
            change = marks.get(content.slug)
            status = STATUS_AFTER[change.action] if change else Status.TODO
            node = Node(item, status, _LEAF_COUNTS[status], content.optional, change, noted, ())
        nodes[content.slug] = node
    return dict(reversed(nodes.items()))


def _notes_on(item: Item, notes: dict[str, list[Change]]) -> tuple[Change, ...]:
    return tuple(change for slug in (*item.formerly, item.slug) for change in notes.get(slug, ()))


def _chosen(topics: tuple[Node, ...], required_count: int) -> tuple[Node, ...]:
    """The subtopics of which so many are enough, the others being optional: of equal ones, those further from done."""
    nearness = {Status.DONE: 2, Status.STARTED: 1}
    open_topics = [topic for topic in topics if not topic.optional and topic.status is not Status.SKIPPED]
    open_topics.sort(key=lambda topic: (nearness.get(topic.status, 0), topic.count.percent), reverse=True)
    chosen = {topic.slug for topic in open_topics[:required_count]}
    return tuple(topic._replace(optional=topic.slug not in chosen) for topic in topics)


def _group_status(topics: tuple[Node, ...], count: Count) -> Status:
    statuses = {topic.status for topic in topics}
    if statuses == {Status.SKIPPED}:
        return Status.SKIPPED
    if count.percent == 100:  # noqa: PLR2004
        return Status.DONE
    return Status.STARTED if statuses & {Status.STARTED, Status.DONE} else Status.TODO


def _last(topics: tuple[Node, ...]) -> Change | None:
    changes = [topic.change for topic in topics if topic.change]
    return max(changes, key=lambda change: change.order, default=None)


def _latest(roadmap: Roadmap, marks: dict[str, Change]) -> dict[str, Change]:
    """The marks by the slugs of today: of an item marked under several of its slugs, the last."""
    latest: dict[str, Change] = {}
    for slug, change in marks.items():
        today = roadmap.current_slug(slug)
        if today not in latest or latest[today].order < change.order:
            latest[today] = change
    return latest
