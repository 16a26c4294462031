"""An update of a roadmap: what a new version changed, and the marks of what it changed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.progress.status import Status
from genai_roadmap.report.item_progress import has_marks, node_of, progress_text
from genai_roadmap.report.report import Report
from genai_roadmap.report.wording import change_text, plural, topics_text
from genai_roadmap.text import shortlist

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from genai_roadmap.report.tree import Node
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.roadmap.models import NumberedItem
    from genai_roadmap.roadmap.removal_matching import Removal
    from genai_roadmap.roadmap.revision import Revision

COUNTED = (Status.DONE, Status.STARTED, Status.SKIPPED)
# The maximum number of removed items with progress in a warning, and of the items that they may be now.
MAX_LOST, MAX_RENAMES = 12, 9
# The minimum part of the topics of the old version that a new one shares with it.
MIN_SHARED = 0.1


class MarkedItems(NamedTuple):
    """The number of items that changed in the same way, and that of the leaf topics among them by status."""

    items: int
    marks: dict[Status, int]


class Update(NamedTuple):
    """The revision of a roadmap, the report on the version before, and the command that undoes the update.

    `command` is the one that made it, to which options can be added, and `reset_command` resets what is done, but not
    ticked in a checklist. `notes` are the new ones: the slug of the item, the day if it is known, and the text.
    `statuses` are the new ones by the numbers of the leaf topics. `was_asked` is set if the learner was asked about
    each item with marks that may be renamed.
    """

    revision: Revision
    before: Report
    undo_command: str = ""
    command: str = ""
    notes: Sequence[tuple[str, dt.date | None, str]] = ()
    statuses: Mapping[str, Status] = MappingProxyType({})
    was_asked: bool = False
    reset_command: str = ""

    @property
    def total(self) -> str:
        """The number of done topics before and after, if there are such topics, and no status is new."""
        before, after = self.before.count, Report.of(self.revision.roadmap, self.before.progress).count
        if self.statuses or not before.done or (before.done, before.total) == (after.done, after.total):
            return ""
        return change_text(before, after)

    @property
    def has_changed_items(self) -> bool:
        """Whether an item was added, removed, renamed, moved, or edited, or is back."""
        return not self.revision.is_empty or bool(self.revision.edited) or any(self.revision.questions)

    @property
    def unchanged_text(self) -> str:
        """The sentence about an update that changes no item, but maybe the title, or statuses and notes."""
        items = f"all {plural(len(self.revision.matches), 'item')} are as before"
        before, after = self.before.roadmap.title, self.revision.roadmap.title
        if before != after:
            return f"The title was {before!r}; {items}."
        return f"No {'other ' if self.statuses or self.notes else ''}changes: {items}."

    @property
    def recorded(self) -> str:
        """The numbers of new statuses and notes, like 2 topics done, 1 note; empty if there are none."""
        found = [*self.statuses.values()]
        texts = [f"{plural(found.count(status), 'topic')} {status.value}" for status in COUNTED if status in found]
        return ", ".join([*texts, plural(len(self.notes), "note")] if self.notes else texts)

    @property
    def same_command(self) -> str:
        """The command that keeps the marks of all items that are possibly renamed; empty if there are no such marks."""
        if self.was_asked:
            return ""
        found = [match for match in self.revision.uncertain if has_marks(self.before, match.old)]
        return " ".join([self.command, *(same_option(match.old, match.new) for match in found)]) if found else ""

    @property
    def marked_removals(self) -> list[Removal]:
        """The removed items with marks that may be a new item."""
        return [removal for removal in self.revision.removals if has_marks(self.before, removal.old)]

    @property
    def lost(self) -> list[Node]:
        """The removed items with a mark or notes of their own; of those removed earlier, the ones that may be back."""
        earlier = [removal.old for removal in self.marked_removals if removal.is_earlier]
        nodes = (node_of(self.before, item) for item in [*self.revision.removed, *earlier])
        return [node for node in nodes if progress_text(node)]

    @property
    def removal_question(self) -> str:
        """The question whether to remove the items with progress, with their titles."""
        count = len(self.lost)
        removed = f"{plural(count, 'item')} with progress {'is' if count == 1 else 'are'} removed"
        return f"{removed}: {self._lost_names}. Update {self.before.roadmap.id}?"

    @property
    def rename_hints(self) -> list[tuple[str, str]]:
        """What removed items with marks may be now, each with the command that moves their progress to the new item.

        There are none if the learner was asked.
        """
        if self.was_asked:
            return []
        removals = self.marked_removals
        each = max(1, MAX_RENAMES // max(len(removals), 1))
        pairs = [(removal.old, item) for removal in removals for item in removal.candidates[:each]]
        hints = [
            (_rename_text(old, new), f"{self.command} {same_option(old, new)}") for old, new in pairs[:MAX_RENAMES]
        ]
        is_all = len(hints) == sum(len(removal.candidates) for removal in removals)
        known = {item.slug for item, _ in pairs} | {match.old.slug for match in self.revision.uncertain}
        has_others = any(node.slug not in known for node in self.lost)
        return [*hints, ("Any other", f"{self.command} --same OLD=NEW")] if has_others or not is_all else hints

    @property
    def rename_purpose(self) -> str:
        """When to type a command that moves the progress on removed items."""
        is_back = " or is back" if any(removal.is_earlier for removal in self.marked_removals) else ""
        return f"If a removed item was renamed{is_back}"

    @property
    def warning(self) -> str:
        """Which removed items have progress, and the command that undoes the update; empty if none have."""
        undo = f". To undo the update: {self.undo_command}" if self.undo_command else ""
        count = len(self.lost)
        kept = f"{plural(count, 'removed item')} {'has' if count == 1 else 'have'} progress, which is kept"
        return f"{kept}: {self._lost_names}{undo}" if count else ""

    @property
    def _lost_names(self) -> str:
        """The titles of the first removed items with progress, each with it, and how many more there are."""
        return shortlist([f"{node.title} ({progress_text(node)})" for node in self.lost], MAX_LOST)

    @property
    def returned(self) -> list[Node]:
        """The items that earlier versions removed and that are back, with the progress on them."""
        if not self.revision.returned:
            return []
        after = Report.of(self.revision.roadmap, self.before.progress)
        return [after.nodes[match.new.slug] for match in self.revision.returned]

    @property
    def few_shared_text(self) -> str:
        """How many topics both versions share, like "no topic", if they are fewer than MIN_SHARED; else empty."""
        known = self.revision.new_slugs
        possible = [
            match for match in self.revision.uncertain if match.old.parent_slug in known or _has_same_title(match)
        ]
        shared = sum(match.old.parent is not None for match in [*self.revision.matches, *possible])
        topics = sum(item.parent is not None for item in self.before.roadmap.all_items)
        if shared and shared >= MIN_SHARED * topics:
            return ""
        return f"only {topics_text(shared)}" if shared else "no topic"

    @property
    def changes(self) -> dict[str, MarkedItems]:
        """The items by kind of change; one that is both renamed and moved counts as renamed."""
        revision = self.revision
        renamed = {match.old.slug for match in revision.renamed}
        moved = {match.old.slug for match in revision.moved} - renamed
        kept = {match.old.slug for match in revision.matches} - renamed - moved
        removed = [item.slug for item in revision.removed]
        counts = {"kept": kept, "renamed": renamed, "moved": moved, "removed": removed}
        found = {kind: _marked_items([self.before.nodes[slug] for slug in slugs]) for kind, slugs in counts.items()}
        back = {"back": _marked_items(self.returned)} if revision.returned else {}
        return {**found, **back, "new": MarkedItems(len(revision.added), dict.fromkeys(COUNTED, 0))}

    def new_statuses(self, statuses: Mapping[str, Status], *, is_checklist: bool) -> dict[str, Status]:
        """Return those of the statuses, by the number of a leaf topic in the new version, that are recorded.

        These are the ones of topics without a mark before and, in an exported checklist, of started ones that are done.
        """
        before = {match.new.number: self.before.nodes[match.old.slug] for match in self.revision.matches}
        before |= {node.item.number: node for node in self.returned}

        def is_new(number: str, status: Status) -> bool:
            node = before.get(number)
            is_finished = is_checklist and status is Status.DONE
            return not node or not node.change or (is_finished and node.status is Status.STARTED)

        return {number: status for number, status in statuses.items() if is_new(number, status)}

    def still_done(self, numbers: Collection[str]) -> list[NumberedItem]:
        """Return the leaf topics of the new version with these numbers that were done before."""
        nodes = ((match.new, self.before.nodes[match.old.slug]) for match in self.revision.matches)
        return [
            item for item, node in nodes if not node.topics and node.status is Status.DONE and item.number in numbers
        ]


def _marked_items(nodes: Sequence[Node]) -> MarkedItems:
    statuses = [node.status for node in nodes if not node.topics]
    return MarkedItems(len(nodes), {status: statuses.count(status) for status in COUNTED})


def _has_same_title(match: Match) -> bool:
    """Return whether the titles of two items are equal, apart from case, punctuation, and spaces."""
    # Slow to import, and needed only for this question.
    from genai_roadmap.roadmap.titles import title_key

    return title_key(match.old.title) == title_key(match.new.title)


def same_option(old: NumberedItem, new: NumberedItem) -> str:
    """Return the option of `import` that declares that an item is a new one."""
    return f"--same {old.slug}={new.slug}"


def _rename_text(old: NumberedItem, new: NumberedItem) -> str:
    """Return the old and the new title of an item or, if they are equal, where it is now."""
    place = f" in {new.parent.title}" if new.parent and new.title == old.title else ""
    return f"{old.title} -> {new.title}{place}"
