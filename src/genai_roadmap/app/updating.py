"""Update one of the learner's roadmaps to an imported version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from genai_roadmap.app.view import View, json, page
from genai_roadmap.errors import RequestError
from genai_roadmap.report.item_progress import has_marks, node_of
from genai_roadmap.report.report import Report
from genai_roadmap.report.update import Update
from genai_roadmap.roadmap.lookup import LIST_ALL, Finder
from genai_roadmap.roadmap.matching import Match
from genai_roadmap.roadmap.revision import revise
from genai_roadmap.storage import progress_files, removed_items, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.app.dialog import Dialog
    from genai_roadmap.roadmap.models import NumberedItem, Roadmap
    from genai_roadmap.roadmap.removal_matching import Removal
    from genai_roadmap.roadmap.removed import RemovedItem

# The old and the new name of an item, as the learner types them.
Names = tuple[str, str]


def update(old: Roadmap, new: Roadmap, same: Iterable[Names], dialog: Dialog, *, fixed_slugs: bool) -> Update:
    """Return what the new version changes, in which the items of `same` are the same.

    The learner is asked about items that may be the same, if there is progress on the old one. Raises RequestError if
    there is no item with a name of `same`, and FileInvalidError if the progress file is damaged.
    """
    before = Report.of(old, progress_files.load(old.id))
    removed = _removed_items(before)
    declared, revived = _declared(old, new, [*same], removed, fixed_slugs=fixed_slugs)
    compare = partial(revise, old, new, declared=declared, removed=removed, revived=revived, fixed_slugs=fixed_slugs)
    asked: list[NumberedItem] = []

    def asks_about(item: NumberedItem) -> bool:
        """Return whether to ask about an item; before the first one, show what changes."""
        if not (dialog.show_changes and has_marks(before, item)):
            return False
        if not asked:
            show_changes(Update(compare(), before), dialog)
        asked.append(item)
        return True

    def is_same(match: Match) -> bool:
        return asks_about(match.old) and dialog.is_same(match)

    def which(removal: Removal) -> NumberedItem | None:
        return dialog.matching_item(node_of(before, removal.old), removal) if asks_about(removal.old) else None

    return Update(compare(is_same, which=which), before, was_asked=bool(asked))


def show_changes(found: Update, dialog: Dialog) -> None:
    """Show what an update changes, if the learner can be asked about it."""
    if dialog.show_changes:
        dialog.show_changes(View(json("json_roadmaps.update_changes", found), page("revisions.update_preview", found)))


def _removed_items(before: Report) -> list[RemovedItem]:
    """Return the removed items of a roadmap that are known; backups are searched only for those with progress."""
    if not before.roadmap.retired:
        return []
    found = removed_items.load(before.roadmap.id)
    known = {slug for item in found.values() for slug in (item.slug, *item.formerly)}
    missing = set(before.unknown_slugs).intersection(before.roadmap.retired) - known
    return [*(removed_items.find_in_backups(before.roadmap.id, missing) | found).values()]


def _declared(
    old: Roadmap, new: Roadmap, same: list[Names], removed: list[RemovedItem], *, fixed_slugs: bool
) -> tuple[list[Match], dict[str, str]]:
    """Return the matches that the learner declares, and the new items that get the slug of a removed one.

    A new item has the names that it would have without them, as a dry run and the roadmap after the update show it.
    """
    matches: list[Match] = []
    revived: dict[str, str] = {}
    list_all = LIST_ALL if settings.is_active(old.id) else f"{LIST_ALL} after `genai-roadmap use {old.id}`"
    shown = revise(old, new, removed=removed, fixed_slugs=fixed_slugs).roadmap if same else new
    items = dict(zip(shown.items_by_slug, new.items_by_slug.values(), strict=True))
    for names in same:
        item = items[_found(shown, names[1], names, "See the new items with --dry-run").slug]
        if names[0] in old.retired:
            revived[names[0]] = item.slug
        else:
            matches.append(Match(_found(old, names[0], names, list_all), item))
    _reject_duplicates(matches)
    return matches, revived


def _found(roadmap: Roadmap, text: str, names: Names, hint: str) -> NumberedItem:
    """Return the item with one of the names of `--same`; the hint of the error says how to list its roadmap."""
    try:
        return Finder(roadmap, list_all=hint).find(text)
    except RequestError as error:
        message = f"--same {names[0]}={names[1]}: {error}"
        raise RequestError(message) from None


def _reject_duplicates(matches: list[Match]) -> None:
    for slugs in ([match.old.slug for match in matches], [match.new.slug for match in matches]):
        for slug in slugs:
            if slugs.count(slug) > 1:
                message = f"several options --same name {slug!r}; an item can be the same as one other only"
                raise RequestError(message)
