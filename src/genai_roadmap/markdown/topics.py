"""Read a step's part of the document: its topics, resources, reasons and detail."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from genai_roadmap.markdown import answers, links, lists, names, titles
from genai_roadmap.markdown.blocks import Block, without_code
from genai_roadmap.markdown.choices import LinksAre
from genai_roadmap.markdown.drafts import Draft, draft_of, drafts_of, ensure_topics, flatten, merge_only_sentence
from genai_roadmap.markdown.outline import Part
from genai_roadmap.markdown.phrase import Phrase

# Comparing each link with each name of a long list would take quadratic time.
MAX_COMPARED_TITLES = 100
SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "।")


def read_step(part: Part, *, is_numbered: bool = True, links_are: LinksAre = LinksAre.AUTO) -> Draft:
    """Return the step that a part of the document describes; `is_numbered` says whether its number is one of many."""
    step = _draft_of_heading(part.heading, is_numbered=is_numbered)
    step.links_are = links_are
    _fill_section(step, without_code(part.blocks) if part.heading.kind == "heading" else part.blocks)
    ensure_topics(step)
    flatten(step)
    return step


def _draft_of_heading(heading: Block, *, is_numbered: bool) -> Draft:
    phrase, is_optional = names.split_optional_after_name(heading.phrase)
    if phrase.is_bold and phrase.bold_start:
        name = phrase.text[phrase.bold_start :]
        return Draft(titles.tidy(name) or name, is_optional, status=heading.status)
    text, is_optional = titles.split_optional(heading.text)
    title = titles.without_number(text, is_numbered=is_numbered) or heading.text.strip() or "Untitled"
    return Draft(title, is_optional, status=heading.status, resources=links.in_phrase(heading.phrase))


def _fill_section(draft: Draft, blocks: Sequence[Block]) -> None:
    """Add the blocks below a heading to its draft: lists of links are topics, unless others are said to be."""
    draft.is_numbered = titles.are_numbered([block.text for block in blocks if block.kind == "heading"])
    has_topic_section = any(block.section_kind == "what" for block in blocks)
    if draft.links_are is LinksAre.RESOURCES or (has_topic_section and draft.links_are is LinksAre.AUTO):
        _fill(draft, blocks)
        return
    link_items = set(_split_link_items(blocks)[0])
    for block in with_reasons(blocks):
        if block in link_items and not _is_bare_url(block):
            draft.topics += _topics(block, splits=draft.splits)
        else:
            _add(draft, block)


def _fill(draft: Draft, blocks: Sequence[Block]) -> None:
    """Add the blocks below an item, or beside "What to learn?", to its draft: lists of links are resources."""
    has_topic_section = any(block.section_kind == "what" for block in blocks)
    link_items, others = _split_link_items(blocks)
    draft.resources += links.in_blocks(link_items)
    for block in with_reasons(others):
        # Items beside "What to learn?" are reasons to learn it.
        is_reason = has_topic_section and block.kind == "item" and not block.phrase.anchors and block.status is None
        (_add_reason if is_reason else _add)(draft, block)


def _split_link_items(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the items of lists that consist of links, or of links and tasks, and all other blocks."""
    items = [block for block in blocks if block.kind == "item"]
    mixed = {block.group for block in items if not links.is_link_item(block)}
    mixed -= {block.group for block in items if block.group in mixed and _has_task(block)}
    link_items = [block for block in items if block.group not in mixed and links.is_link_item(block)]
    members = set(link_items)
    return link_items, [block for block in blocks if block not in members]


def _has_task(block: Block) -> bool:
    return any(each.status is not None for each in block.walk())


def with_reasons(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with the "why" sections that follow an empty heading nested in it."""
    result: list[Block] = []
    follows_empty = False
    for block in blocks:
        if follows_empty and block.section_kind == "why":
            result[-1] = replace(result[-1], blocks=[*result[-1].blocks, block])
        else:
            result.append(block)
            follows_empty = block.kind == "heading" and not block.blocks and block.section_kind is None
    return result


def _add(draft: Draft, block: Block) -> None:
    adders = {"heading": _add_section, "item": _add_item, "code": _add_code, "question": answers.add}
    adders.get(block.kind, _add_paragraph)(draft, block)


def _add_section(draft: Draft, block: Block) -> None:
    match block.section_kind:
        case "why":
            draft.resources += links.in_phrase(block.phrase)
            for child in block.blocks:
                (_add_section if child.kind == "heading" else _add_reason)(draft, child)
        case "what":
            draft.resources += links.in_phrase(block.phrase)
            draft.splits = True
            for child in with_reasons(block.blocks):
                _add(draft, child)
        case "resources" if _has_resources(draft, block):
            draft.resources += links.in_phrase(block.phrase)
            for child in block.blocks:
                (_add_section if child.kind == "heading" else _add_resources)(draft, child)
        case _:
            group = _draft_of_heading(block, is_numbered=draft.is_numbered)
            group.splits, group.links_are = draft.splits, draft.links_are
            _fill_section(group, block.blocks)
            draft.topics.append(merge_only_sentence(group))


def _has_resources(draft: Draft, block: Block) -> bool:
    return draft.links_are is not LinksAre.TOPICS and (links.has_links(block) or "resource" in block.text.casefold())


def _add_reason(draft: Draft, block: Block) -> None:
    draft.why.append(links.flat_text(block))
    draft.resources += [link for each in block.walk() for link in links.in_phrase(each.phrase)]


def _add_resources(draft: Draft, block: Block) -> None:
    if block.status is not None:
        draft.topics += _topics(block, splits=draft.splits)
    elif found := links.in_blocks([block]):
        draft.resources += found
    else:
        draft.detail.append(links.flat_text(block))


def _add_code(draft: Draft, block: Block) -> None:
    draft.detail.append(block.text)


def _add_paragraph(draft: Draft, block: Block) -> None:
    named = names.split_name(block.phrase)
    if named and titles.section_kind(named.name) in {"why", "resources"}:
        _add_labeled_section(draft, block, named.name)
    elif titles.has_letters(block.phrase.text_outside_links):
        draft.detail.append(block.text)
        draft.resources += links.without_detail(block.phrase)
    else:
        draft.resources += links.in_phrase(block.phrase)


def _add_item(draft: Draft, block: Block) -> None:
    """Add a list item, which may be a section itself: "Resources: ..."."""
    if _is_bare_url(block):
        draft.resources += links.in_blocks([block])
        return
    if block.status is not None or block.is_answered or (block.phrase.bold_end and _has_task(block)):
        draft.topics += _topics(block, splits=draft.splits)
        return
    named = names.split_name(block.phrase)
    label = named.name if named else block.text if block.blocks or block.text.endswith(":") else ""
    kind = titles.section_kind(label)
    if kind == "why" and " " in label:
        _add_reason(draft, block)
    elif kind == "why" or (kind == "resources" and links.has_links(block)):
        _add_labeled_section(draft, block, label)
    elif kind == "what" and not named:
        _fill(draft, block.blocks)
    else:
        draft.topics += _topics(block, splits=draft.splits)


def _is_bare_url(block: Block) -> bool:
    return any(block.text in {anchor.title, ""} and "://" in anchor.title for anchor in block.phrase.anchors)


def _add_labeled_section(draft: Draft, block: Block, label: str) -> None:
    """Add a block as a section with the label as its heading; the text after the label is its first item."""
    after_label = block.text[block.text.find(label) + len(label) :].lstrip(":： –—-→")
    start = len(block.text) - len(after_label)
    own = [Block("item", block.phrase.tail(start), block.line)] if after_label and start else []
    _add_section(draft, Block("heading", Phrase(label), block.line, blocks=[*own, *block.blocks]))


def _topics(block: Block, *, splits: bool) -> list[Draft]:
    """Return the topics in a list item: one, or each name of a list."""
    phrase, choose = titles.split_choice(block.phrase)
    is_name = bool(phrase.bold_end) and _has_task(block)
    phrase, is_optional = (names.split_optional_after_name if is_name else names.split_optional_in)(phrase)
    is_one = not splits or block.blocks or phrase.is_bold or names.split_name(phrase) or _is_one_link(phrase)
    if listed := [] if is_one else lists.items(phrase.text):
        topics = drafts_of(listed, phrase.code_spans)
        _add_links(topics, phrase, default=topics[0])
    else:
        topics = [_topic(phrase, block, splits=splits)]
    for topic in topics:
        topic.status, topic.day = block.status or topic.status, block.day
        topic.optional = topic.optional or is_optional
        topic.choose = choose
    return topics


def _is_one_link(phrase: Phrase) -> bool:
    """Return whether a link's title has what separates names elsewhere, so that the links may not be split."""
    return any(lists.items(anchor.title) or "," in anchor.title for anchor in phrase.anchors)


def _topic(phrase: Phrase, block: Block, *, splits: bool) -> Draft:
    """Return the single topic in a list item with this text, and with the blocks nested in it."""
    named = None if phrase.is_bold else names.split_name(phrase)
    name, name_optional = titles.split_optional(named.name if named else phrase.text)
    text, text_optional = titles.split_optional(named.text if named else "")
    if phrase.is_bold:
        name, name_optional = (phrase.text, False) if _has_task(block) else (name, name_optional)
        topic = Draft(titles.tidy(name) or name)
    else:
        topic = Draft(titles.tidy(name) or text) if named else draft_of(name, phrase.code_spans, splits=splits)
    topic.whole = phrase if named and named.text else None
    topic.splits = splits
    topic.is_sentence = phrase.text.endswith(SENTENCE_ENDS)
    topic.optional = name_optional or text_optional
    if not topic.topics:
        topic.title, detail = names.clean_title(topic.title, phrase)
        topic.detail += [detail] if detail else []
    _add_text(topic, phrase, name, text)
    _fill(topic, block.blocks)
    return merge_only_sentence(topic)


def _add_text(topic: Draft, phrase: Phrase, name: str, text: str) -> None:
    """Add the text after a topic's name, as subtopics if lists may be split, or as detail, and the links of both."""
    is_description = bool(phrase.anchors) and phrase.anchors[0].start < len(name)
    listed = (
        []
        if is_description or not topic.splits
        else lists.items(text) or ([text] if lists.split_brackets(text) and not phrase.anchors else [])
    )
    topic.topics += drafts_of(listed, phrase.code_spans)
    topic.whole = None if listed else topic.whole
    _add_links(topic.topics if listed else [], phrase, default=topic)
    only_links = phrase.anchors and not links.has_words(phrase.text_outside_links.removeprefix(name))
    if titles.tidy(text) and not listed and not only_links and phrase.text not in topic.detail:
        topic.detail.append(text)


def _add_links(topics: list[Draft], phrase: Phrase, default: Draft) -> None:
    """Add each link of a phrase to the topic with the link's title, to one whose title contains it, or the default."""
    by_title = {topic.title: topic for topic in reversed(topics)}
    for link in links.without_detail(phrase):
        containing = (topic for topic in topics[:MAX_COMPARED_TITLES] if link.title in topic.title)
        (by_title.get(link.title) or next(containing, default)).resources.append(link)
