"""Open the resources of an item, and mark them as read: the one that was opened last, or else the next one."""

from textual.app import App

from genai_roadmap.app import resources
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.status import Action
from genai_roadmap.report.resources import opened_text
from genai_roadmap.report.tree import Node, Resource
from genai_roadmap.terminal.pages.resources import summary
from genai_roadmap.tui import browser


class Resources:
    """The resources of the item at the cursor. Each method returns a message on what it did."""

    def __init__(self, app: App[None], session: Session) -> None:
        self._app = app
        self._session = session
        self._opened: dict[Action, str] = {}

    def open_numbered(self, node: Node, number: int) -> str:
        """Open the resource with this number or, with 0, the first unread or else the first one.

        Raises RequestError if there is no such resource.
        """
        link = node.unread[0] if node.unread and not number else node.item.resource(number or 1)
        return self.open(link.url)

    def open(self, url: str) -> str:
        """Open the resource at a URL in the browser."""
        self._opened = dict.fromkeys((Action.READ, Action.UNREAD), url)
        is_opened = browser.open_url(self._app, url)
        hint = "" if not is_opened or url in self._session.report.progress.reads else "\nm: mark as read."
        return opened_text(url, is_opened=is_opened) + hint

    def tick(self, node: Node, action: Action) -> str:
        """Mark the resource opened last, else the first unread or the last read one.

        Raises RequestError if there is none, or if the one opened last is already marked.
        """
        is_read = action is Action.READ
        word, other = ("read", "M: mark as unread") if is_read else ("unread", "m: mark as read")
        found = [each for each in node.resources if bool(each.change) != is_read]
        picked = next((each for each in node.resources if each.link.url == self._opened.get(action)), None)
        if not found:
            node.item.resource(1)
            message = f"all resources are {word}; {other}"
            raise RequestError(message)
        if picked and picked not in found:
            # The same key then marks the next one, and the other key this one.
            del self._opened[action]
            message = f"{picked.link.title!r} is already {word}; {other}"
            raise RequestError(message)
        link = (picked or max(found, key=_marked_at)).link
        # The next one is another one.
        self._opened = {}
        result = resources.tick_links(self._session, [link], action)
        return summary(result.after.nodes[node.slug], result, "u: undo")


def _marked_at(resource: Resource) -> float:
    """Return the sort key of a resource; `max` returns the first of those with the same one."""
    return resource.change.at.timestamp() if resource.change else 0
