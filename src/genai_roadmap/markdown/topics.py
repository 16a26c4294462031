"""A step's part of the document as topics, resources, reasons and detail."""

from dataclasses import dataclass, field

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.document import Node, every
from genai_roadmap.markdown.outline import Part, nested
from genai_roadmap.markdown.phrase import Anchor, Phrase
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


def step(part: Part) -> Draft:
    """The step that a part of the document describes."""
    draft = _headed(part.heading, usual=False)
    body = nested(part.nodes)
    links, others = _parted(body)
    _fill(draft, others)
    if draft.topics:
        draft.resources[:0] = [link for node in links for link in links_of(node)]
    else:
        draft.topics = [topic for node in links for topic in _topics(node)]
    _give_topics(draft)
    for topic in draft.topics:
        _fold(topic, 1)
    return draft


def _give_topics(draft: Draft) -> None:
    """Takes the only group's topics for the step's own where it is about projects, and gives a step without any one."""
    group = draft.topics[0] if len(draft.topics) == 1 else None
    if group and group.topics and not group.is_tracked and titles.kind(group.title) == "projects":
        draft.detail += group.detail
        draft.resources += group.resources
        draft.topics = group.topics
    if not draft.topics:
        draft.topics = [Draft(draft.title, detail=draft.detail, status=draft.status)]
        draft.detail = []


def _headed(heading: Node, *, usual: bool = True) -> Draft:
    phrase, is_optional = _named(heading.phrase)
    if phrase.is_name and phrase.lead:
        name = phrase.text[phrase.lead :]
        return Draft(titles.tidy(name) or name, is_optional)
    text, is_optional = titles.optional(heading.text)
    title = titles.unnumbered(text, usual=usual) or heading.text.strip() or "Untitled"
    return Draft(title, is_optional, resources=_links(heading.phrase))


def _fill(draft: Draft, nodes: list[Node]) -> None:
    """Puts nodes where they belong in a step or topic."""
    told = any(node.kind == "heading" and titles.kind(node.text) == "what" for node in nodes)
    links, others = _parted(nodes)
    draft.resources += [link for node in links for link in links_of(node)]
    for node in with_reasons(others):
        if node.kind == "heading":
            _section(draft, node)
        elif node.kind == "item" and told and not node.phrase.anchors and node.status is None:
            # What stands before "What to learn?" says what the step is good for.
            _add_reason(draft, node)
        elif node.kind == "item":
            _item(draft, node)
        else:
            _prose(draft, node)


def _parted(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """The lists that are made of links, the links beside tasks, and all else."""
    items = [node for node in nodes if node.kind == "item"]
    no_links = {node.group for node in items if not made_of_link(node)}
    tasks = {node.group for node in items if _has_task(node)}
    links = [node for node in items if node.group not in no_links or (node.group in tasks and made_of_link(node))]
    return links, [node for node in nodes if node not in links]


def _has_task(node: Node) -> bool:
    return any(each.status is not None for each in every([node]))


def with_reasons(nodes: list[Node]) -> list[Node]:
    """The nodes, where the reasons that follow an empty heading on its own level are inside it."""
    above: Node | None = None
    kept = []
    for node in nodes:
        is_heading = node.kind == "heading"
        if above and is_heading and titles.kind(node.text) == "why":
            above.nodes.append(node)
            continue
        above = node if is_heading and not node.nodes and titles.kind(node.text) is None else None
        kept.append(node)
    return kept


def _section(draft: Draft, node: Node) -> None:
    match titles.kind(node.text):
        case "why":
            _reasons(draft, node)
        case "what":
            draft.resources += _links(node.phrase)
            _flat(draft, node.nodes)
        case "resources" if _has_links(node) or "resource" in node.text.casefold():
            _resources(draft, node)
        case _ if made_of_links(node):
            draft.resources += _links(node.phrase)
            _fill(draft, node.nodes)
        case _:
            group = _headed(node)
            _fill(group, node.nodes)
            draft.topics.append(_without_single(group))


def _flat(draft: Draft, nodes: list[Node]) -> None:
    """What stands under "What to learn?": links are topics there."""
    for node in with_reasons(nodes):
        if node.kind == "heading":
            _section(draft, node)
        elif node.kind == "item":
            _item(draft, node)
        else:
            _prose(draft, node)


def _reasons(draft: Draft, node: Node) -> None:
    draft.resources += _links(node.phrase)
    for child in node.nodes:
        if child.kind == "heading":
            _section(draft, child)
        else:
            _add_reason(draft, child)


def _add_reason(draft: Draft, node: Node) -> None:
    draft.why.append(flat_text(node))
    draft.resources += [link for each in every([node]) for link in _links(each.phrase)]


def _resources(draft: Draft, node: Node) -> None:
    draft.resources += _links(node.phrase)
    for child in node.nodes:
        if child.kind == "heading":
            _section(draft, child)
        elif child.status is not None:
            draft.topics += _topics(child)
        elif links := links_of(child):
            draft.resources += links
        else:
            draft.detail.append(flat_text(child))


def _prose(draft: Draft, node: Node) -> None:
    name = titles.named(node.phrase)
    if name and titles.kind(name.name) in {"why", "resources"}:
        _labelled(draft, node, name.name)
    elif titles.has_words(node.phrase.rest):
        draft.detail.append(node.text)
        draft.resources += _bare_links(node.phrase)
    else:
        draft.resources += _links(node.phrase)


def _item(draft: Draft, node: Node) -> None:
    """A list item, which may itself be a section: "Resources: ..."."""
    if node.text in {anchor.title for anchor in node.phrase.anchors if anchor.title == anchor.url}:
        draft.resources += links_of(node)
        return
    if node.status is not None or (node.phrase.bold and _has_task(node)):
        draft.topics += _topics(node)
        return
    name = titles.named(node.phrase)
    label = name.name if name else node.text if node.nodes or node.text.endswith(":") else ""
    about = titles.kind(label)
    if about == "why" and " " in label:
        _add_reason(draft, node)
    elif about == "why" or (about == "resources" and _has_links(node)):
        _labelled(draft, node, label)
    elif about == "what" and not name:
        _fill(draft, node.nodes)
    else:
        draft.topics += _topics(node)


def _has_links(node: Node) -> bool:
    return any(each.phrase.anchors for each in every([node]))


def _labelled(draft: Draft, node: Node, label: str) -> None:
    _section(draft, Node("heading", Phrase(label), node.line, nodes=_own(node, label) + node.nodes))


def _own(node: Node, label: str) -> list[Node]:
    """What follows the label in the item's own line."""
    start = node.text.find(label) + len(label)
    while start < len(node.text) and node.text[start] in ":： –—-→":
        start += 1
    rest = node.phrase.without(start)
    return [Node("item", rest, node.line)] if rest.text and start <= len(node.text) and rest.text != node.text else []


def _topics(node: Node) -> list[Draft]:
    """The topics that a list item names: one, or each of a list of short things."""
    length, choose = titles.choice(node.text, node.phrase.bold)
    phrase = node.phrase.until(length)
    node.phrase, is_optional = _named(phrase) if _has_task(node) else _without_optional(phrase)
    text = node.text
    is_one = node.nodes or node.phrase.is_name or titles.named(node.phrase)
    several = [] if is_one else titles.things(text)
    if several:
        drafts = [_thing(titles.capitalized(piece, node.phrase.code), node.phrase.code) for piece in several]
        for link in _bare_links(node.phrase):
            next((each for each in drafts if link.title in each.title), drafts[0]).resources.append(link)
    else:
        drafts = [_topic(node)]
    for draft in drafts:
        draft.status = draft.status if node.status is None else node.status
        draft.optional = draft.optional or is_optional
        draft.choose = choose
    return drafts


def _named(phrase: Phrase) -> tuple[Phrase, bool]:
    """The phrase as `_without_optional` has it, but a bold name keeps all its words."""
    behind = phrase.text[phrase.bold :]
    if phrase.bold and (not behind or titles.OPTIONAL_MARKS[0].fullmatch(behind)):
        return phrase.until(phrase.bold), bool(behind)
    return _without_optional(phrase)


def _without_optional(phrase: Phrase) -> tuple[Phrase, bool]:
    """The phrase without "optional:" before it or "(optional)" behind."""
    rest, is_optional = titles.optional(phrase.text)
    if is_optional and phrase.text.endswith(rest):
        return phrase.without(len(phrase.text) - len(rest)), True
    if is_optional and phrase.text.startswith(rest):
        return phrase.until(len(rest)), True
    return phrase, False


def _topic(node: Node) -> Draft:
    """The one topic that a list item names, with what is nested in it."""
    name = None if node.phrase.is_name else titles.named(node.phrase)
    keeps = node.phrase.is_name and _has_task(node)
    text, is_optional = (node.text, False) if keeps else titles.optional(name.name if name else node.text)
    rest, rest_optional = titles.optional(name.rest if name else "")
    if node.phrase.is_name:
        draft = Draft(titles.tidy(text) or text)
    else:
        draft = Draft(titles.unnumbered(text) or rest) if name else _thing(text or rest, node.phrase.code)
    draft.optional = is_optional or rest_optional
    _say(draft, node.phrase, text, rest)
    _fill(draft, node.nodes)
    return _without_single(draft)


def _say(draft: Draft, phrase: Phrase, name: str, rest: str) -> None:
    """Adds what is said after a topic's name: its subtopics, or a detail."""
    links = _bare_links(phrase)
    several = titles.things(rest) or ([rest] if titles.in_brackets(rest) and not links else [])
    draft.topics = draft.topics + [_thing(titles.capitalized(piece, phrase.code), phrase.code) for piece in several]
    for link in links:
        owner = next((each for each in draft.topics if several and link.title in each.title), draft)
        owner.resources.append(link)
    only_links = links and not titles.has_words(_without_and(phrase.rest.removeprefix(name)))
    if titles.tidy(rest) and not several and not only_links:
        draft.detail.append(rest)


def _thing(text: str, code: tuple[str, ...] = ()) -> Draft:
    """A topic of these words; "Name (x, y)" has its topics in brackets."""
    if found := titles.in_brackets(text):
        return Draft(found[0], topics=[Draft(titles.capitalized(piece, code)) for piece in found[1]])
    return Draft(titles.tidy(text) or text.strip() or "Untitled")


def _without_single(draft: Draft) -> Draft:
    """The draft, where a sentence that is its only subtopic, and no task, is its detail instead."""
    if len(draft.topics) == 1 and draft.topics[0].bare and not titles.is_short(draft.topics[0].title):
        [only] = draft.topics
        draft.detail += [only.title, *only.detail]
        draft.topics = []
    return draft


def _fold(draft: Draft, depth: int) -> None:
    """Turns what is nested too deeply into detail."""
    for topic in draft.topics:
        _fold(topic, depth + 1)
        if depth >= DEEPEST:
            draft.detail += [": ".join([topic.title, *topic.detail]), *topic.why]
            draft.resources += topic.resources
    if depth >= DEEPEST and draft.topics:
        if all(topic.status is Status.DONE for topic in draft.topics):
            draft.status = Status.DONE
        draft.topics = []


def made_of_links(node: Node) -> bool:
    """Whether a section is a list of links, and nothing else but prose."""
    items = [each for each in node.nodes if each.kind == "item"]
    return bool(items) and all(map(made_of_link, items)) and all(each.kind != "heading" for each in node.nodes)


def made_of_link(node: Node) -> bool:
    """Whether a list item is a link, with a remark at most; what can be ticked is a topic."""
    nested_items = [each for each in node.nodes if each.kind == "item"]
    leads = bool(node.phrase.anchors) and not titles.has_words(node.phrase.before)
    return leads and node.status is None and all(map(made_of_link, nested_items))


def links_of(node: Node) -> list[Link]:
    """The links of a list item or paragraph and what is nested in it, each with what is said of it."""
    said = [flat_text(each) for each in node.nodes if not each.phrase.anchors]
    links = _links(node.phrase, said)
    return links + [link for each in node.nodes if each.phrase.anchors for link in links_of(each)]


def _links(phrase: Phrase, said: list[str] | None = None) -> list[Link]:
    detail = "\n".join([*_around(phrase), *(said or [])])
    return [Link(title=_link_title(anchor), url=anchor.url, detail=detail or None) for anchor in phrase.anchors]


def _bare_links(phrase: Phrase) -> list[Link]:
    """The links without what is said around them, where that is kept anyway."""
    return [Link(title=_link_title(anchor), url=anchor.url) for anchor in phrase.anchors]


def _link_title(anchor: Anchor) -> str:
    return titles.tidy(anchor.title) or anchor.title


def _around(phrase: Phrase) -> list[str]:
    """What is said around the links: all of it where words stand before, else what follows."""
    if not phrase.anchors or not titles.has_words(_without_and(phrase.rest)):
        return []
    if len(phrase.anchors) == 1 and not titles.has_words(phrase.before):
        return [phrase.text[phrase.anchors[0].end :].lstrip(" :：–—-→.|,\n").strip()]
    return [phrase.text]


def _without_and(text: str) -> str:
    return " ".join(word for word in text.split() if word.casefold() not in {"and", "or"})


def flat_text(node: Node) -> str:
    """The node's words and those of what is nested in it, a line each."""
    lines = [node.text or node.phrase.rest, *(f"- {flat_text(child)}" for child in node.nodes)]
    return "\n".join(line for line in lines if line)


def finished(drafts: list[Draft]) -> tuple[tuple[Step, ...], dict[str, Status]]:
    """The steps, and for each leaf of which a mark says so how far it is."""
    slugs = Slugs()
    names = [slugs.take(draft.title) for draft in drafts]
    marks: dict[str, Status] = {}
    steps = []
    for draft, slug in zip(drafts, names, strict=True):
        topics = tuple(_finished(topic, slug, slugs, marks, draft.status) for topic in draft.topics)
        steps.append(Step(**_common(draft), slug=slug, topics=topics))
    return tuple(steps), marks


def _finished(draft: Draft, step_slug: str, slugs: Slugs, marks: dict[str, Status], above: Status | None) -> Topic:
    slug = slugs.take(draft.title, step_slug)
    status = draft.status or above
    if status not in (None, Status.TODO) and not draft.topics:
        marks[slug] = status
    topics = tuple(_finished(topic, step_slug, slugs, marks, status) for topic in draft.topics)
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
