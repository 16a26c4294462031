"""Drafts of steps and topics, and the models built from them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from genai_roadmap.markdown import lists, names, titles
from genai_roadmap.markdown.choices import LinksAre
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.markdown.slugs import Slugs
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Link, Question, Step
from genai_roadmap.roadmap.validation import question_key

# Below a step there are topics, subtopics and one more level, as many as the pages have room for.
MAX_DEPTH = 3


@dataclass(slots=True)
class Draft:
    """A step or topic that is not complete yet."""

    title: str
    optional: bool = False
    # The whole text of its item, if the title is only the name that it begins with, and the rest is its detail.
    whole: Phrase | None = None
    # Whether its text ends like a sentence.
    is_sentence: bool = False
    choose: int | None = None
    # Whether an item below it that lists names is a topic for each; otherwise an item is one topic.
    splits: bool = False
    # Whether the headings below it are numbered.
    is_numbered: bool = False
    # What lists of links below it become.
    links_are: LinksAre = LinksAre.AUTO
    # None: inherited from the item above.
    status: Status | None = None
    # The day of the status, whether a tick was removed, the slug and the notes; only an exported checklist has them.
    day: dt.date | None = None
    is_unticked: bool = False
    slug: str | None = None
    notes: list[tuple[dt.date | None, str]] = field(default_factory=list)
    detail: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    resources: list[Link] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    topics: list["Draft"] = field(default_factory=list)

    @property
    def has_task(self) -> bool:
        """Whether it or a topic in it has a status."""
        return self.status is not None or any(topic.has_task for topic in self.topics)


class ParsedNote(NamedTuple):
    """A note on the item with this slug, and its day if the text has it."""

    slug: str
    day: dt.date | None
    text: str


class BuiltSteps(NamedTuple):
    """The steps, the status of each leaf topic that is not todo, the days of these statuses, and the notes.

    `unticked` has the slugs of topics that were done when a checklist was exported, and are not ticked in it now.
    """

    steps: tuple[Step, ...]
    statuses: dict[str, Status]
    days: dict[str, dt.date]
    notes: list[ParsedNote]
    unticked: list[str]


def build_steps(drafts: list[Draft]) -> BuiltSteps:
    """Return the steps that the drafts describe."""
    slugs, built = Slugs(), BuiltSteps((), {}, {}, [], [])
    # Steps take their slugs first, so that topics with the same title get the longer ones.
    step_slugs = [slugs.replace(slugs.take(draft.title), draft.slug) for draft in drafts]
    steps = []
    for draft, slug in zip(drafts, step_slugs, strict=True):
        built.notes.extend(ParsedNote(slug, *note) for note in draft.notes)
        topics = [_topic_data(topic, draft.status, slug, slugs, built) for topic in draft.topics]
        steps.append(Step.model_validate({**_common_fields(draft), "slug": slug, "topics": topics}))
    return built._replace(steps=tuple(steps))


def _topic_data(draft: Draft, above: Status | None, step: str, slugs: Slugs, built: BuiltSteps) -> dict[str, object]:
    slug = slugs.replace(slugs.take(draft.title, step), draft.slug)
    built.notes.extend(ParsedNote(slug, *note) for note in draft.notes)
    built.unticked.extend([slug] if draft.is_unticked and not draft.topics else [])
    status = draft.status or above
    if status not in (None, Status.TODO) and not draft.topics:
        built.statuses[slug] = status
        if draft.day:
            built.days[slug] = draft.day
    topics = [_topic_data(topic, status, step, slugs, built) for topic in draft.topics]
    choose = (
        draft.choose if draft.choose and draft.choose <= sum(not topic.optional for topic in draft.topics) else None
    )
    return {**_common_fields(draft), "slug": slug, "topics": topics, "choose": choose}


def _common_fields(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title,
        "detail": "\n\n".join(draft.detail) or None,
        "why": [reason for reason in draft.why if reason.strip()],
        "optional": draft.optional,
        "resources": draft.resources,
        "questions": [*_merged(draft.questions)],
    }


def tell_apart(steps: list[Draft]) -> None:
    """Use the whole texts of topics as their titles if their names tell nothing apart, as with "Project" or "Days 1-8".

    Several leaf topics have the same name, or it is a number after a word that topics beside it have too, or a range.
    A text that is too long for a title would be cut, so that its name and detail stay.
    """
    for step in steps:
        _complete_numbers(step.topics)
    leaves = [leaf for step in steps for leaf in _leaves(step)]
    labels = {label for label, number in Counter(leaf.title.casefold() for leaf in leaves).items() if number > 1}
    for leaf in leaves:
        if leaf.title.casefold() in labels and leaf.whole and len(leaf.whole.text) <= names.MAX_TITLE_LENGTH:
            _use_whole_text(leaf)


def _complete_numbers(topics: list[Draft]) -> None:
    """Use the whole texts of topics with numbers as their names; what a bracket says is no name."""
    are_labels = [topic.whole and not any(text.startswith("(") for text in topic.detail) for topic in topics]
    labels = [
        names.LABEL_WITH_NUMBER.fullmatch(topic.title) if is_label else None
        for topic, is_label in zip(topics, are_labels, strict=True)
    ]
    numbers = Counter(label["word"].strip().casefold() for label in labels if label)
    for topic, label in zip(topics, labels, strict=True):
        if label and (label["end"] or numbers[label["word"].strip().casefold()] > 1):
            _use_whole_text(topic)
        if topic.topics:
            _complete_numbers(topic.topics)


def _use_whole_text(topic: Draft) -> None:
    """Use the whole text of a topic's item as its title; the rest of it was the detail."""
    if topic.whole:
        title, _ = titles.split_optional(topic.whole.text)
        topic.title, _ = names.clean_title(titles.tidy(title), topic.whole)
        topic.detail = [text for text in topic.detail if not topic.title.endswith(text)]


def _leaves(draft: Draft) -> Iterator[Draft]:
    for topic in draft.topics:
        yield from _leaves(topic) if topic.topics else [topic]


def _merged(questions: list[Question]) -> Iterable[Question]:
    """Return the questions, with one that is asked twice as one with both answers."""
    found: dict[str, Question] = {}
    for question in questions:
        same = found.setdefault(question_key(question), question)
        if question.answer not in same.answer:
            both = f"{same.answer}\n\n{question.answer}"
            found[question_key(question)] = Question(ask=same.ask, answer=both)
    return found.values()


def ensure_topics(step: Draft) -> None:
    """Replace a step's only topic by its subtopics if it is a group of projects; add a topic to a step without any."""
    group = step.topics[0] if len(step.topics) == 1 else None
    if group and group.topics and not group.has_task and titles.section_kind(group.title) == "projects":
        step.detail += group.detail
        step.resources += group.resources
        step.questions += group.questions
        step.topics = group.topics
    if not step.topics:
        step.topics = [Draft(step.title, detail=step.detail, status=step.status, questions=step.questions)]
        step.detail, step.questions = [], []


def merge_only_sentence(draft: Draft) -> Draft:
    """Return the draft; if its only topic is a whole sentence and nothing else, that becomes its detail."""
    if len(draft.topics) == 1:
        [only] = draft.topics
        is_plain = not (only.status or only.topics or only.why or only.resources or only.questions or only.optional)
        if is_plain and not only.whole and (only.detail or (only.is_sentence and not lists.is_short_name(only.title))):
            draft.detail += [only.title, *only.detail]
            draft.topics = []
    return draft


def flatten(draft: Draft, depth: int = 0) -> None:
    """Move topics that are nested too deeply behind the topic above them; a step's depth is 0."""
    topics = []
    for topic in draft.topics:
        flatten(topic, depth + 1)
        topics += [topic, *(_moved_out(topic) if depth + 1 >= MAX_DEPTH else [])]
    draft.topics = topics


def _moved_out(draft: Draft) -> list[Draft]:
    """Return the topics below a draft, which becomes a leaf.

    An only one without a checkbox explains it, and becomes its detail.
    """
    topics, draft.topics = draft.topics, []
    if topics and all(topic.status is Status.DONE for topic in topics):
        draft.status = Status.DONE
    if len(topics) == 1 and not topics[0].has_task:
        [only] = topics
        draft.detail += [": ".join([only.title, *only.detail]), *only.why]
        draft.resources += only.resources
        draft.questions += only.questions
        return []
    for topic in topics:
        topic.status = topic.status or draft.status
        topic.optional = topic.optional or draft.optional
    return topics


def drafts_of(names: list[str], code_spans: tuple[str, ...]) -> list[Draft]:
    """Return a topic for each name of a list."""
    return [draft_of(lists.capitalized(name, code_spans), code_spans) for name in names]


def draft_of(text: str, code_spans: tuple[str, ...], *, splits: bool = True) -> Draft:
    """Return a topic with this title; if it may be split, "Name (x, y)" is a topic with two subtopics."""
    if splits and (found := lists.split_brackets(text)):
        name, items = found
        return Draft(name, topics=[Draft(lists.capitalized(item, code_spans)) for item in items])
    return Draft(titles.tidy(text) or text.strip() or "Untitled")
