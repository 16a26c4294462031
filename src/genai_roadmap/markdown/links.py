"""The links of a block, with the text around them."""

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Anchor, Phrase
from genai_roadmap.roadmap.models import Link


def made_of_links(block: Block) -> bool:
    """Whether a section is a list of links, and nothing else but prose."""
    items = [each for each in block.blocks if each.kind == "item"]
    return bool(items) and all(map(made_of_link, items)) and all(each.kind != "heading" for each in block.blocks)


def made_of_link(block: Block) -> bool:
    """Whether a list item is a link, with a remark at most; what can be ticked is a topic."""
    nested_items = [each for each in block.blocks if each.kind == "item"]
    leads = bool(block.phrase.anchors) and not titles.has_words(block.phrase.before)
    return leads and block.status is None and all(map(made_of_link, nested_items))


def links_of(block: Block) -> list[Link]:
    """The links of a list item or paragraph and what is nested in it, each with what is said of it."""
    said = [flat_text(each) for each in block.blocks if not each.phrase.anchors]
    found = links(block.phrase, said)
    return found + [link for each in block.blocks if each.phrase.anchors for link in links_of(each)]


def links(phrase: Phrase, said: list[str] | None = None) -> list[Link]:
    """Return the links of a phrase, each with what is said around it as its detail."""
    detail = "\n".join([*_around(phrase), *(said or [])])
    return [Link(title=_link_title(anchor), url=anchor.url, detail=detail or None) for anchor in phrase.anchors]


def bare_links(phrase: Phrase) -> list[Link]:
    """The links without what is said around them, where that is kept anyway."""
    return [Link(title=_link_title(anchor), url=anchor.url) for anchor in phrase.anchors]


def _link_title(anchor: Anchor) -> str:
    return titles.tidy(anchor.title) or anchor.title


def _around(phrase: Phrase) -> list[str]:
    """What is said around the links: all of it where words stand before, else what follows."""
    if not phrase.anchors or not titles.has_words(without_and(phrase.rest)):
        return []
    if len(phrase.anchors) == 1 and not titles.has_words(phrase.before):
        return [phrase.text[phrase.anchors[0].end :].lstrip(" :：–—-→.|,\n").strip()]
    return [phrase.text]


def without_and(text: str) -> str:
    """Return the text without the words "and" and "or"."""
    return " ".join(word for word in text.split() if word.casefold() not in {"and", "or"})


def flat_text(block: Block) -> str:
    """The node's words and those of what is nested in it, a line each."""
    lines = [block.text or block.phrase.rest, *(f"- {flat_text(child)}" for child in block.blocks)]
    return "\n".join(line for line in lines if line)
