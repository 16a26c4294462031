"""Steps and topics while they are put together, and the models made of them."""

from dataclasses import dataclass, field

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.slugs import Slugs
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Link, Step, Topic

# Step, topic, subtopic, and one below; what is nested deeper becomes detail.
DEEPEST = 3


@dataclass(slots=True)
class Draft:
    """A step or topic while it is put together."""

    title: str
    optional: bool = False
    choose: int | None = None
    # None where only what it belongs to says so.
    status: Status | None = None
    detail: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    resources: list[Link] = field(default_factory=list)
    topics: list["Draft"] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """Whether it is nothing but a title and a detail, and can't be ticked."""
        return self.status is None and not (self.topics or self.why or self.resources or self.optional)

    @property
    def is_tracked(self) -> bool:
        """Whether there is a tick in it."""
        return self.status is not None or any(topic.is_tracked for topic in self.topics)


def finished(drafts: list[Draft]) -> tuple[tuple[Step, ...], dict[str, Status]]:
    """The steps, and for each leaf of which a mark says so how far it is."""
    slugs = Slugs()
    names = [slugs.take(draft.title) for draft in drafts]
    statuses: dict[str, Status] = {}
    steps = []
    for draft, slug in zip(drafts, names, strict=True):
        topics = tuple(_finished(topic, slug, slugs, statuses, draft.status) for topic in draft.topics)
        steps.append(Step(**_common(draft), slug=slug, topics=topics))
    return tuple(steps), statuses


def _finished(draft: Draft, step_slug: str, slugs: Slugs, statuses: dict[str, Status], above: Status | None) -> Topic:
    slug = slugs.take(draft.title, step_slug)
    status = draft.status or above
    if status not in (None, Status.TODO) and not draft.topics:
        statuses[slug] = status
    topics = tuple(_finished(topic, step_slug, slugs, statuses, status) for topic in draft.topics)
    choose = draft.choose if draft.choose and draft.choose <= sum(not topic.optional for topic in topics) else None
    return Topic(**_common(draft), slug=slug, topics=topics, choose=choose)


def _common(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title,
        "detail": "\n\n".join(draft.detail) or None,
        "why": tuple(reason for reason in draft.why if reason.strip()),
        "optional": draft.optional,
        "resources": tuple(draft.resources),
    }


def ensure_topics(draft: Draft) -> None:
    """Takes the only group's topics for the step's own where it is about projects, and gives a step without any one."""
    group = draft.topics[0] if len(draft.topics) == 1 else None
    if group and group.topics and not group.is_tracked and titles.kind(group.title) == "projects":
        draft.detail += group.detail
        draft.resources += group.resources
        draft.topics = group.topics
    if not draft.topics:
        draft.topics = [Draft(draft.title, detail=draft.detail, status=draft.status)]
        draft.detail = []


def merge_only_sentence(draft: Draft) -> Draft:
    """The draft, where a sentence that is its only subtopic, and no task, is its detail instead."""
    if len(draft.topics) == 1 and draft.topics[0].bare and not titles.is_short(draft.topics[0].title):
        [only] = draft.topics
        draft.detail += [only.title, *only.detail]
        draft.topics = []
    return draft


def flatten(draft: Draft, depth: int) -> None:
    """Turns what is nested too deeply into detail."""
    for topic in draft.topics:
        flatten(topic, depth + 1)
        if depth >= DEEPEST:
            draft.detail += [": ".join([topic.title, *topic.detail]), *topic.why]
            draft.resources += topic.resources
    if depth >= DEEPEST and draft.topics:
        if all(topic.status is Status.DONE for topic in draft.topics):
            draft.status = Status.DONE
        draft.topics = []


def draft_of(text: str, code: tuple[str, ...] = ()) -> Draft:
    """A topic of these words; "Name (x, y)" has its topics in brackets."""
    if found := titles.in_brackets(text):
        return Draft(found[0], topics=[Draft(titles.capitalized(piece, code)) for piece in found[1]])
    return Draft(titles.tidy(text) or text.strip() or "Untitled")
