"""Show the progress: status, lists, items, what is next, the log."""

import datetime as dt
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.app.session import Session
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import NEXT, Report, Suggestion
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.models import Link, Roadmap

if TYPE_CHECKING:
    from genai_roadmap.formats.json_items import Data
    from genai_roadmap.report.history import History
    from genai_roadmap.report.plan import Outlook
    from genai_roadmap.roadmap.revision import Revision
    from genai_roadmap.terminal.display import Display
    from genai_roadmap.terminal.output import Page


class StatusView(NamedTuple):
    """The progress of every step, what is started and what is next, and changes of the bundled roadmap."""

    history: "History"
    outlook: "Outlook | None"
    roadmap_changes: "Revision | None"

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_reports
        from genai_roadmap.report.forecast import forecast_for

        suggestions = islice(self.history.report.suggestions(), NEXT)
        return json_reports.status(self.history, forecast_for(self.history), self.outlook, suggestions)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import overview

        return overview.status(self.history, self.outlook, self.roadmap_changes, display)


class StepsView(NamedTuple):
    """The steps; with `everything` or `statuses` their topics too."""

    report: Report
    statuses: frozenset[Status]
    everything: bool

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_reports

        return json_reports.listing(self.report, self.statuses, everything=self.everything)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import items, overview

        if self.everything or self.statuses:
            return items.tree(self.report.steps, self.statuses, display)
        return overview.steps(self.report, display)


class TopicsView(NamedTuple):
    """The topics of an item, of which `statuses` selects the leaves."""

    node: Node
    statuses: frozenset[Status]

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_items

        return json_items.item(self.node, self.statuses, deep=True)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import items

        return items.tree([self.node], self.statuses, display)


class ItemView(NamedTuple):
    """Everything about an item."""

    node: Node
    report: Report

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_items

        return json_items.item(self.node, deep=True)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import items

        return items.show(self.node, self.report, display)


class SuggestionsView(NamedTuple):
    """What to learn next."""

    suggestions: list[Suggestion]
    today: dt.date

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_reports

        return json_reports.next_items(self.suggestions, self.today)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import items

        return items.suggestions(self.suggestions, self.today, display)


class SearchView(NamedTuple):
    """The items that contain a text, each with the field that contains it."""

    hits: list[tuple[Node, str]]
    text: str

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_items

        return json_items.items(node for node, _ in self.hits)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import items

        return items.found(self.hits, self.text, display)


class LinkView(NamedTuple):
    """A resource."""

    link: Link

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_items

        return json_items.link(self.link)

    def page(self, _display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import reference

        return reference.lines([self.link.url])


class LogView(NamedTuple):
    """Some changes of the journal, newest first."""

    changes: list[Change]
    report: Report

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_changes

        return json_changes.log(self.report.progress, self.changes)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import changes

        return changes.log(self.changes, self.report, display)


class AboutView(NamedTuple):
    """What the roadmap contains besides its steps."""

    roadmap: Roadmap

    def data(self) -> "Data":
        """Return it for JSON."""
        from genai_roadmap.formats import json_roadmaps

        return json_roadmaps.about(self.roadmap)

    def page(self, display: "Display") -> "Page":
        """Return it as a page."""
        from genai_roadmap.terminal.pages import reference

        return reference.about(self.roadmap, display)


def status(session: Session) -> StatusView:
    """Return the progress of every step, what is started and what is next."""
    from genai_roadmap.app.managing import roadmap_changes
    from genai_roadmap.report.plan import outlook

    history = session.history()
    return StatusView(history, outlook(history), roadmap_changes(session))


def list_items(
    session: Session, item: str | None, statuses: Sequence[Status], *, everything: bool
) -> StepsView | TopicsView:
    """Return the steps, or the topics of an item."""
    if item:
        return TopicsView(session.node(item), frozenset(statuses))
    return StepsView(session.report, frozenset(statuses), everything)


def show(session: Session, item: str) -> ItemView:
    """Return everything about an item."""
    return ItemView(session.node(item), session.report)


def suggest(session: Session, limit: int | None) -> SuggestionsView:
    """Return what to learn next, by default three topics."""
    return SuggestionsView([*islice(session.report.suggestions(), limit or NEXT)], session.now.date())


def search(session: Session, text: str) -> SearchView:
    """Return the items that contain the text; raise RequestError if it is empty."""
    return SearchView(session.report.search(text), text)


def resource(session: Session, item: str, number: int) -> LinkView:
    """Return the resource of an item with this number, counted from 1; raise RequestError if there is none."""
    return LinkView(session.find(item).resource(number))


def log(session: Session, since: dt.date | None, limit: int | None) -> LogView:
    """Return the changes of the journal, newest first."""
    return LogView(session.report.progress.recent(since)[:limit], session.report)


def about(session: Session) -> AboutView:
    """Return what the roadmap contains besides its steps."""
    return AboutView(session.roadmap)
