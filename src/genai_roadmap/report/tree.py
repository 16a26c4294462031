"""The steps and topics of a roadmap with their status and how many of their topics are done."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Self

from genai_roadmap.progress.change import Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import STATUS_AFTER, Status
from genai_roadmap.roadmap.models import Item, NumberedItem, Roadmap


class Count(NamedTuple):
    """Numbers of leaf topics: required ones, and separately the optional ones."""

    done: int = 0
    total: int = 0
    optional_done: int = 0
    optional_total: int = 0
    skipped: int = 0

    @classmethod
    def of(cls, counts: Sequence["Count"]) -> Self:
        """Return the sum of the counts."""
        return cls(*map(sum, zip(*counts, strict=True)))

    @property
    def as_optional(self) -> "Count":
        """The same leaves, all counted as optional."""
        return Count(0, 0, self.done + self.optional_done, self.total + self.optional_total, self.skipped)

    @property
    def percent(self) -> int:
        """Floor of 100 * done / total; if nothing is required, 100 if no optional topic is left, else 0."""
        if self.total:
            return 100 * self.done // self.total
        return 100 if self.optional_done == self.optional_total else 0


class Node(NamedTuple):
    """A step or topic with its status.

    `count` is the number of its leaves, `optional` whether its parent counts it as optional, `change` its last mark.
    """

    item: NumberedItem
    status: Status
    # Hides a method of tuples that is not needed here.
    count: Count  # type: ignore[assignment]
    optional: bool
    change: Change | None
    notes: tuple[Change, ...]
    topics: tuple["Node", ...]

    @property
    def content(self) -> Item:
        """The step or topic as the roadmap describes it."""
        return self.item.content

    @property
    def title(self) -> str:
        """The title of the step or topic."""
        return self.item.title

    @property
    def slug(self) -> str:
        """The permanent name of the step or topic."""
        return self.item.slug

    def walk(self) -> "Iterator[Node]":
        """Yield the node and its descendants, in the roadmap's order."""
        yield self
        for topic in self.topics:
            yield from topic.walk()

    def leaves(self) -> "Iterator[Node]":
        """Yield the nodes that can be marked: the descendants without subtopics, or the node itself."""
        return (node for node in self.walk() if not node.topics)

    def has(self, statuses: Collection[Status]) -> bool:
        """Return whether a leaf has one of the statuses; without statuses, True."""
        return not statuses or any(leaf.status in statuses for leaf in self.leaves())


def required_leaves(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the leaves of the nodes that are not optional, and neither is any of their ancestors up to the node."""
    for node in nodes:
        if node.optional:
            continue
        if node.topics:
            yield from required_leaves(node.topics)
        else:
            yield node


def total_count(nodes: Iterable[Node]) -> Count:
    """Return the sum of the nodes' counts; an optional node's leaves count as optional."""
    return Count.of([node.count.as_optional if node.optional else node.count for node in nodes])


_LEAF_COUNTS = {
    Status.TODO: Count(total=1),
    Status.STARTED: Count(total=1),
    Status.DONE: Count(done=1, total=1),
    Status.SKIPPED: Count(skipped=1),
}


def build_nodes(roadmap: Roadmap, progress: Progress, items: Sequence[NumberedItem]) -> dict[str, Node]:
    """Return the nodes of these items, by slug; an item's descendants have to follow it."""
    marks, notes = _last_marks(roadmap, progress.marks), progress.notes
    nodes: dict[str, Node] = {}
    # From the leaves up, because a node contains its subtopics.
    for item in reversed(items):
        content = item.content
        noted = _notes_on(content, notes) if notes else ()
        if content.topics:
            topics = tuple(nodes[topic.slug] for topic in content.topics)
            if content.required_count:
                topics = _with_choice(topics, content.required_count)
                nodes.update((topic.slug, topic) for topic in topics)
            count = total_count(topics)
            node = Node(
                item, _group_status(topics, count), count, content.optional, _last_change(topics), noted, topics
            )
        else:
            change = marks.get(content.slug)
            status = STATUS_AFTER[change.action] if change else Status.TODO
            node = Node(item, status, _LEAF_COUNTS[status], content.optional, change, noted, ())
        nodes[content.slug] = node
    return dict(reversed(nodes.items()))


def _notes_on(item: Item, notes: dict[str, list[Change]]) -> tuple[Change, ...]:
    return tuple(change for slug in (*item.formerly, item.slug) for change in notes.get(slug, ()))


def _with_choice(topics: tuple[Node, ...], required_count: int) -> tuple[Node, ...]:
    """Return the subtopics with the first `required_count` required, the furthest ones first, and the rest optional."""
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


def _last_change(topics: tuple[Node, ...]) -> Change | None:
    changes = [topic.change for topic in topics if topic.change]
    return max(changes, key=lambda change: change.order, default=None)


def _last_marks(roadmap: Roadmap, marks: dict[str, Change]) -> dict[str, Change]:
    """Return the last mark of each item by its current slug, though it may be marked under former ones."""
    latest: dict[str, Change] = {}
    for slug, change in marks.items():
        current = roadmap.current_slug(slug)
        if current not in latest or latest[current].order < change.order:
            latest[current] = change
    return latest
