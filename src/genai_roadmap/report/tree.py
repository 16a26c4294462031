"""The steps and topics of a roadmap with their status and counts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from genai_roadmap.progress.change import ORDER, Change
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.notes import Note
from genai_roadmap.progress.status import STATUS_AFTER, Status
from genai_roadmap.roadmap.models import Item, Link, NumberedItem, Roadmap


class Count(NamedTuple):
    """The number of leaf topics; `done` and `total` are without optional ones."""

    done: int = 0
    total: int = 0
    optional_done: int = 0
    optional_total: int = 0
    skipped: int = 0

    @property
    def as_optional(self) -> "Count":
        """The count with every leaf as optional."""
        return Count(0, 0, self.done + self.optional_done, self.total + self.optional_total, self.skipped)

    @property
    def left(self) -> int:
        """The number of required leaf topics that are not done."""
        return self.total - self.done

    @property
    def is_complete(self) -> bool:
        """Whether everything required is done; False if nothing is required."""
        return self.done == self.total > 0

    @property
    def percent(self) -> int:
        """The percentage done, rounded down; if nothing is required, 100 if all optional topics are done, else 0."""
        if self.total:
            return 100 * self.done // self.total
        return 100 if self.optional_done == self.optional_total else 0


class Resource(NamedTuple):
    """A resource of an item, and the change that marked it as read; None if it is unread."""

    link: Link
    change: Change | None


class Node(NamedTuple):
    """A step or topic with its status.

    `optional` is whether its parent counts it as optional, `change` its last mark, and `reads` the change that marked
    each resource that is read, by URL.
    """

    item: NumberedItem
    status: Status
    # Overrides a method of tuples that is not needed here.
    count: Count  # type: ignore[assignment]
    optional: bool
    change: Change | None
    notes: tuple[Note, ...]
    topics: tuple["Node", ...]
    reads: Mapping[str, Change]

    @property
    def resources(self) -> tuple[Resource, ...]:
        """The resources in the order of their numbers: those of the nearest ancestor if the item has none."""
        return tuple(Resource(link, self.reads.get(link.url)) for link in self.item.resources)

    @property
    def unread(self) -> tuple[Link, ...]:
        """The resources that are not read."""
        return tuple(link for link in self.item.resources if link.url not in self.reads)

    @property
    def content(self) -> Item:
        """The step or topic in the roadmap."""
        return self.item.content

    @property
    def title(self) -> str:
        """The title of the step or topic."""
        return self.item.title

    @property
    def slug(self) -> str:
        """The permanent id of the step or topic."""
        return self.item.content.slug

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
    """Yield the leaves of the nodes, except those that are optional or in an optional one."""
    for node in nodes:
        if not node.optional:
            yield from required_leaves(node.topics) if node.topics else (node,)


def total_count(nodes: Iterable[Node]) -> Count:
    """Return the sum of the nodes' counts; an optional node's leaves count as optional."""
    counts = [node.count.as_optional if node.optional else node.count for node in nodes]
    return Count(*map(sum, zip(*counts, strict=True)))


_LEAF_COUNTS = {
    Status.TODO: Count(total=1),
    Status.STARTED: Count(total=1),
    Status.DONE: Count(done=1, total=1),
    Status.SKIPPED: Count(skipped=1),
}


def build_nodes(roadmap: Roadmap, progress: Progress, items: Sequence[NumberedItem]) -> dict[str, Node]:
    """Return the nodes of these items, by slug; an item's descendants have to follow it."""
    marks, notes, reads = _last_marks(roadmap, progress.marks), progress.notes, progress.reads
    nodes: dict[str, Node] = {}
    # The leaves first, because a node contains its subtopics.
    for item in reversed(items):
        content = item.content
        topics = tuple([nodes[topic.slug] for topic in content.topics])
        if topics and content.required_count:
            topics = _with_choice(topics, content.required_count)
            nodes.update((topic.slug, topic) for topic in topics)
        if topics:
            changes = [topic.change for topic in topics if topic.change]
            change = max(changes, key=ORDER, default=None)
            count = total_count(topics)
            status = _group_status(topics, count)
        else:
            change = marks.get(content.slug)
            status = STATUS_AFTER[change.action] if change else Status.TODO
            count = _LEAF_COUNTS[status]
        item_notes = _notes_on(content, notes) if notes else ()
        nodes[content.slug] = Node(item, status, count, content.optional, change, item_notes, topics, reads)
    return dict(reversed(nodes.items()))


def _notes_on(content: Item, notes: dict[str, list[Note]]) -> tuple[Note, ...]:
    """Return the notes on an item by its current and former slugs, in order."""
    if not content.formerly:
        return tuple(notes.get(content.slug, ()))
    found = [note for slug in (*content.formerly, content.slug) for note in notes.get(slug, ())]
    return tuple(sorted(found, key=lambda note: note.original.order))


def _with_choice(topics: tuple[Node, ...], required_count: int) -> tuple[Node, ...]:
    """Return the subtopics with the `required_count` most advanced ones required, and the others optional."""
    rank = {Status.DONE: 2, Status.STARTED: 1}
    candidates = [topic for topic in topics if not topic.optional and topic.status is not Status.SKIPPED]
    candidates.sort(key=lambda topic: (rank.get(topic.status, 0), topic.count.percent), reverse=True)
    chosen = {topic.slug for topic in candidates[:required_count]}
    return tuple(topic._replace(optional=topic.slug not in chosen) for topic in topics)


def _group_status(topics: tuple[Node, ...], count: Count) -> Status:
    statuses = {topic.status for topic in topics}
    if statuses == {Status.SKIPPED}:
        return Status.SKIPPED
    if count.percent == 100:  # noqa: PLR2004
        return Status.DONE
    return Status.STARTED if statuses & {Status.STARTED, Status.DONE} else Status.TODO


def _last_marks(roadmap: Roadmap, marks: dict[str, Change]) -> dict[str, Change]:
    """Return the last mark of each item by current slug, including marks of former slugs."""
    latest: dict[str, Change] = {}
    for slug, change in marks.items():
        current = roadmap.current_slug(slug)
        if current not in latest or change.order > latest[current].order:
            latest[current] = change
    return latest
