"""A step's part of the document as topics, resources, reasons and detail."""

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block, with_descendants
from genai_roadmap.markdown.drafts import Draft, draft_of, ensure_topics, flatten, merge_only_sentence
from genai_roadmap.markdown.links import (
    bare_links,
    flat_text,
    links,
    links_of,
    made_of_link,
    made_of_links,
    without_and,
)
from genai_roadmap.markdown.outline import Part, nested
from genai_roadmap.markdown.phrase import Phrase


def step(part: Part) -> Draft:
    """The step that a part of the document describes."""
    draft = _headed(part.heading, usual=False)
    body = nested(part.blocks)
    links, others = _parted(body)
    _fill(draft, others)
    if draft.topics:
        draft.resources[:0] = [link for block in links for link in links_of(block)]
    else:
        draft.topics = [topic for block in links for topic in _topics(block)]
    ensure_topics(draft)
    for topic in draft.topics:
        flatten(topic, 1)
    return draft


def _headed(heading: Block, *, usual: bool = True) -> Draft:
    phrase, is_optional = _named(heading.phrase)
    if phrase.is_name and phrase.lead:
        name = phrase.text[phrase.lead :]
        return Draft(titles.tidy(name) or name, is_optional)
    text, is_optional = titles.optional(heading.text)
    title = titles.unnumbered(text, usual=usual) or heading.text.strip() or "Untitled"
    return Draft(title, is_optional, resources=links(heading.phrase))


def _fill(draft: Draft, blocks: list[Block]) -> None:
    """Puts nodes where they belong in a step or topic."""
    has_what_section = any(block.kind == "heading" and titles.kind(block.text) == "what" for block in blocks)
    links, others = _parted(blocks)
    draft.resources += [link for block in links for link in links_of(block)]
    for block in with_reasons(others):
        if block.kind == "heading":
            _section(draft, block)
        elif block.kind == "item" and has_what_section and not block.phrase.anchors and block.status is None:
            # What stands before "What to learn?" says what the step is good for.
            _add_reason(draft, block)
        elif block.kind == "item":
            _item(draft, block)
        else:
            _prose(draft, block)


def _parted(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The lists that are made of links, the links beside tasks, and all else."""
    items = [block for block in blocks if block.kind == "item"]
    no_links = {block.group for block in items if not made_of_link(block)}
    tasks = {block.group for block in items if _has_task(block)}
    links = [block for block in items if block.group not in no_links or (block.group in tasks and made_of_link(block))]
    return links, [block for block in blocks if block not in links]


def _has_task(block: Block) -> bool:
    return any(each.status is not None for each in with_descendants([block]))


def with_reasons(blocks: list[Block]) -> list[Block]:
    """The nodes, where the reasons that follow an empty heading on its own level are inside it."""
    above: Block | None = None
    kept = []
    for block in blocks:
        is_heading = block.kind == "heading"
        if above and is_heading and titles.kind(block.text) == "why":
            above.blocks.append(block)
            continue
        above = block if is_heading and not block.blocks and titles.kind(block.text) is None else None
        kept.append(block)
    return kept


def _section(draft: Draft, block: Block) -> None:
    match titles.kind(block.text):
        case "why":
            _reasons(draft, block)
        case "what":
            draft.resources += links(block.phrase)
            _flat(draft, block.blocks)
        case "resources" if _has_links(block) or "resource" in block.text.casefold():
            _resources(draft, block)
        case _ if made_of_links(block):
            draft.resources += links(block.phrase)
            _fill(draft, block.blocks)
        case _:
            group = _headed(block)
            _fill(group, block.blocks)
            draft.topics.append(merge_only_sentence(group))


def _flat(draft: Draft, blocks: list[Block]) -> None:
    """What stands under "What to learn?": links are topics there."""
    for block in with_reasons(blocks):
        if block.kind == "heading":
            _section(draft, block)
        elif block.kind == "item":
            _item(draft, block)
        else:
            _prose(draft, block)


def _reasons(draft: Draft, block: Block) -> None:
    draft.resources += links(block.phrase)
    for child in block.blocks:
        if child.kind == "heading":
            _section(draft, child)
        else:
            _add_reason(draft, child)


def _add_reason(draft: Draft, block: Block) -> None:
    draft.why.append(flat_text(block))
    draft.resources += [link for each in with_descendants([block]) for link in links(each.phrase)]


def _resources(draft: Draft, block: Block) -> None:
    draft.resources += links(block.phrase)
    for child in block.blocks:
        if child.kind == "heading":
            _section(draft, child)
        elif child.status is not None:
            draft.topics += _topics(child)
        elif found := links_of(child):
            draft.resources += found
        else:
            draft.detail.append(flat_text(child))


def _prose(draft: Draft, block: Block) -> None:
    name = titles.named(block.phrase)
    if name and titles.kind(name.name) in {"why", "resources"}:
        _labelled(draft, block, name.name)
    elif titles.has_words(block.phrase.rest):
        draft.detail.append(block.text)
        draft.resources += bare_links(block.phrase)
    else:
        draft.resources += links(block.phrase)


def _item(draft: Draft, block: Block) -> None:
    """A list item, which may itself be a section: "Resources: ..."."""
    if block.text in {anchor.title for anchor in block.phrase.anchors if anchor.title == anchor.url}:
        draft.resources += links_of(block)
        return
    if block.status is not None or (block.phrase.bold and _has_task(block)):
        draft.topics += _topics(block)
        return
    name = titles.named(block.phrase)
    label = name.name if name else block.text if block.blocks or block.text.endswith(":") else ""
    about = titles.kind(label)
    if about == "why" and " " in label:
        _add_reason(draft, block)
    elif about == "why" or (about == "resources" and _has_links(block)):
        _labelled(draft, block, label)
    elif about == "what" and not name:
        _fill(draft, block.blocks)
    else:
        draft.topics += _topics(block)


def _has_links(block: Block) -> bool:
    return any(each.phrase.anchors for each in with_descendants([block]))


def _labelled(draft: Draft, block: Block, label: str) -> None:
    _section(draft, Block("heading", Phrase(label), block.line, blocks=_own(block, label) + block.blocks))


def _own(block: Block, label: str) -> list[Block]:
    """What follows the label in the item's own line."""
    start = block.text.find(label) + len(label)
    while start < len(block.text) and block.text[start] in ":： –—-→":
        start += 1
    rest = block.phrase.without(start)
    return (
        [Block("item", rest, block.line)] if rest.text and start <= len(block.text) and rest.text != block.text else []
    )


def _topics(block: Block) -> list[Draft]:
    """The topics that a list item names: one, or each of a list of short things."""
    length, choose = titles.choice(block.text, block.phrase.bold)
    phrase = block.phrase.until(length)
    block.phrase, is_optional = _named(phrase) if _has_task(block) else _without_optional(phrase)
    text = block.text
    is_one = block.blocks or block.phrase.is_name or titles.named(block.phrase)
    several = [] if is_one else titles.list_items(text)
    if several:
        drafts = [draft_of(titles.capitalized(piece, block.phrase.code), block.phrase.code) for piece in several]
        for link in bare_links(block.phrase):
            next((each for each in drafts if link.title in each.title), drafts[0]).resources.append(link)
    else:
        drafts = [_topic(block)]
    for draft in drafts:
        draft.status = draft.status if block.status is None else block.status
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


def _topic(block: Block) -> Draft:
    """The one topic that a list item names, with what is nested in it."""
    name = None if block.phrase.is_name else titles.named(block.phrase)
    keeps = block.phrase.is_name and _has_task(block)
    text, is_optional = (block.text, False) if keeps else titles.optional(name.name if name else block.text)
    rest, rest_optional = titles.optional(name.rest if name else "")
    if block.phrase.is_name:
        draft = Draft(titles.tidy(text) or text)
    else:
        draft = Draft(titles.unnumbered(text) or rest) if name else draft_of(text or rest, block.phrase.code)
    draft.optional = is_optional or rest_optional
    _say(draft, block.phrase, text, rest)
    _fill(draft, block.blocks)
    return merge_only_sentence(draft)


def _say(draft: Draft, phrase: Phrase, name: str, rest: str) -> None:
    """Adds what is said after a topic's name: its subtopics, or a detail."""
    links = bare_links(phrase)
    several = titles.list_items(rest) or ([rest] if titles.in_brackets(rest) and not links else [])
    draft.topics = draft.topics + [draft_of(titles.capitalized(piece, phrase.code), phrase.code) for piece in several]
    for link in links:
        owner = next((each for each in draft.topics if several and link.title in each.title), draft)
        owner.resources.append(link)
    only_links = links and not titles.has_words(without_and(phrase.rest.removeprefix(name)))
    if titles.tidy(rest) and not several and not only_links:
        draft.detail.append(rest)
