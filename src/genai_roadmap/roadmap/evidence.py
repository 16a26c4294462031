"""What shows that items of two versions of a roadmap are the same, or are not."""

from collections import defaultdict
from collections.abc import Hashable

from genai_roadmap.roadmap.models import NumberedItem, Roadmap
from genai_roadmap.roadmap.titles import are_alike, similarity_of_titles, title_key


def slugs_by_unique_url(roadmap: Roadmap) -> dict[str, str]:
    """Return the slugs of the items that are the only ones with a URL, by the URL."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for item in roadmap.all_items:
        for link in item.content.resources:
            slugs[link.url].add(item.slug)
    return {url: found.pop() for url, found in slugs.items() if len(found) == 1}


def have_in_common(old: NumberedItem, new: NumberedItem, urls: int) -> bool:
    """Return whether this number of URLs is half of those of both items, and both are groups or leaf topics."""
    links = max(len(old.content.resources), len(new.content.resources))
    return 2 * urls >= links and bool(old.content.topics) == bool(new.content.topics)


def may_be_renamed(old: NumberedItem, new: NumberedItem) -> bool:
    """Return whether two items have something in common: a part of their titles, a link, or a topic."""
    return are_alike(old.title, new.title) or not evidence(old).isdisjoint(evidence(new))


def is_contradicted(old: NumberedItem, new: NumberedItem) -> bool:
    """Return whether both items have links or topics, but share none of them."""
    found = evidence(old), evidence(new)
    return all(found) and found[0].isdisjoint(found[1])


def evidence(item: NumberedItem) -> set[str]:
    """Return what shows that an item is the same: its URLs, and the titles of its topics."""
    titles = (title_key(topic.title) for topic in item.content.topics)
    return {*(link.url for link in item.content.resources), *titles}


def content_keys(item: NumberedItem) -> list[Hashable]:
    """Return what equal items have in common: their title, detail, links, and the titles of their topics."""
    return [(item.title, item.content.detail, frozenset(evidence(item)))]


def normalized_title(item: NumberedItem) -> str:
    """Return the title of an item as titles are compared."""
    return title_key(item.title)


def similarity(old: NumberedItem, new: NumberedItem) -> float:
    """Return the similarity of the titles of two items in percent."""
    return similarity_of_titles(old.title, new.title)
