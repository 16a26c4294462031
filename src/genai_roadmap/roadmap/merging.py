"""Merge a version of a roadmap that was edited in a lossy format."""

from dataclasses import replace
from typing import Any

from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.revision import Revision, with_new_items

Data = dict[str, Any]

# Keys that the revision already keeps valid, or whose items are merged one by one.
REVISED = ("id", "slug", "formerly", "retired", "requires", "steps", "topics")


def merge(old: Roadmap, copy: Roadmap, revision: Revision) -> Revision:
    """Return the revision with the content of `old` that was not edited.

    `copy` is the old version in the format in which the new one was edited: what is equal in the two is unchanged, even
    if the format does not contain it. The result may have circular prerequisites.
    """
    data = _merged(_data(old), _data(copy), _data(revision.roadmap))
    if {*old.retired} == {*revision.roadmap.retired}:
        data["retired"] = old.retired
    old_items = {match.new.slug: _data(match.old.content) for match in revision.matches}
    copies = {slug: _data(item.content) for slug, item in copy.items_by_slug.items()}
    new_slugs = revision.new_slugs

    def merge_items(items: list[Data]) -> list[Data]:
        return [merge_item(item) for item in items]

    def merge_item(item: Data) -> Data:
        merged = {**item, "topics": merge_items(item.get("topics", []))}
        before = old_items.get(item["slug"])
        if not before or before["slug"] not in copies:
            return merged
        requires = [new_slugs[slug] for slug in before.get("requires", []) if slug in new_slugs]
        return {**_merged(before, copies[before["slug"]], merged), "requires": requires}

    roadmap = Roadmap.model_validate({**data, "steps": merge_items(data["steps"])})
    return _with_roadmap(revision, roadmap)


def _merged(old: Data, copy: Data, new: Data) -> Data:
    """Return the new data, with the old value of each key whose value is the same in the new data and the copy."""
    merged = {
        key: new.get(key) if key in REVISED or new.get(key) != copy.get(key) else old.get(key) for key in {**new, **old}
    }
    return {key: value for key, value in merged.items() if value is not None}


def _data(model: Any) -> Data:
    data: Data = model.model_dump(exclude_defaults=True, mode="json")
    return data


def _with_roadmap(revision: Revision, roadmap: Roadmap) -> Revision:
    """Return the revision with another roadmap that has the same slugs."""
    items = roadmap.items_by_slug
    return replace(
        revision,
        roadmap=roadmap,
        matches=with_new_items(revision.matches, items),
        added=[items[item.slug] for item in revision.added],
        returned=with_new_items(revision.returned, items),
    )
