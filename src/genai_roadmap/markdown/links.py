"""The links of phrases and blocks, with the text around them as their detail."""

from collections.abc import Iterable

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Anchor, Phrase
from genai_roadmap.roadmap.models import Link


def is_link_item(block: Block) -> bool:
    """Return whether a list item, and each item nested in it, begins with a link and is not a task."""
    starts_with_link = bool(block.phrase.anchors) and not titles.has_letters(block.phrase.text_before_links)
    items = (child for child in block.blocks if child.kind == "item")
    return starts_with_link and block.status is None and all(map(is_link_item, items))


def in_blocks(blocks: Iterable[Block]) -> list[Link]:
    """Return the links in the blocks and in all nested blocks; text around, above and below a link is its detail."""
    found = []
    for block in blocks:
        below = [flat_text(child) for child in block.blocks if not has_links(child)]
        found += in_phrase(block.phrase, below)
        nested = in_blocks(child for child in block.blocks if has_links(child))
        has_label = block.kind == "item" and not block.phrase.anchors
        label = "\n".join([block.text, *below]).strip() if has_label else ""
        found += [_with_label(link, label) for link in nested] if label else nested
    return found


def has_links(block: Block) -> bool:
    """Return whether a block or a nested one has a link."""
    return any(each.phrase.anchors for each in block.walk())


def _with_label(link: Link, label: str) -> Link:
    detail = f"{label}\n{link.detail}" if link.detail else label
    return Link(title=link.title, url=link.url, detail=detail)


def in_phrase(phrase: Phrase, below: Iterable[str] = ()) -> list[Link]:
    """Return the links of a phrase; the text around them, and the lines below it, are the detail of each."""
    detail = "\n".join([*_around(phrase), *below]) or None
    return [Link(title=_title(anchor), url=anchor.url, detail=detail) for anchor in phrase.anchors]


def without_detail(phrase: Phrase) -> list[Link]:
    """Return the links of a phrase without the text around them."""
    return [Link(title=_title(anchor), url=anchor.url) for anchor in phrase.anchors]


def _title(anchor: Anchor) -> str:
    return titles.tidy(anchor.title) or anchor.title


def _around(phrase: Phrase) -> list[str]:
    """Return the text after a single link that comes first, else the whole text, or nothing if it is all links."""
    if not phrase.anchors or not has_words(phrase.text_outside_links):
        return []
    if len(phrase.anchors) == 1 and not titles.has_letters(phrase.text_before_links):
        return [phrase.text[phrase.anchors[0].end :].lstrip(" :：–—-→.|,\n").strip()]
    return [phrase.text]


def has_words(text: str) -> bool:
    """Return whether the text contains a word other than "and" and "or"."""
    return any(titles.has_letters(word) for word in text.split() if word.casefold() not in {"and", "or"})


def flat_text(block: Block) -> str:
    """Return the text of the block and of all blocks nested in it, one per line."""
    # An answer may be a list already.
    nested = (f"- {flat_text(child).removeprefix('- ')}" for child in block.blocks)
    lines = [block.text or block.phrase.text_outside_links, *nested]
    return "\n".join(line for line in lines if line)
