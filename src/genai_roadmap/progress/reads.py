"""The resources that were read, according to a journal."""

from collections.abc import Iterable

from genai_roadmap.progress.change import TICKING, Change


def last_ticks(changes: Iterable[Change]) -> dict[str, Change]:
    """Return the last change that marked each resource as read or unread, by URL, of changes that are in order.

    A resource is identified by its URL, so it is read wherever it occurs, also after it was moved.
    """
    return {url: change for change in changes if change.action in TICKING for url in change.links}
