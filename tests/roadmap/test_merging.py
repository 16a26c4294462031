"""Merging a version that was edited in a format which does not contain everything."""

from typing import Any

from genai_roadmap.roadmap.merging import merge
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.revision import revise
from genai_roadmap.roadmap.validation import parse_roadmap
from small import small_roadmap

LOST = {"requires", "formerly", "retired", "demand"}


def lossy(value: Any) -> Any:
    """Return the data without the keys that the format lacks, and in capitals the texts that it changes."""
    if isinstance(value, dict):
        return {key: item.upper() if key == "detail" else lossy(item) for key, item in value.items() if key not in LOST}
    return [lossy(item) for item in value] if isinstance(value, list) else value


def data_of(roadmap: Roadmap) -> dict[str, Any]:
    return {"format": 1, **roadmap.model_dump(exclude_defaults=True, mode="json")}


def old_roadmap() -> Roadmap:
    data = data_of(small_roadmap()) | {"demand": "High", "retired": ["zz", "aa"]}
    data["steps"][0]["topics"][0]["detail"] = "Lower"
    data["steps"][2]["topics"][0]["requires"] = ["plain"]
    return parse_roadmap(data)


def merged(edited: dict[str, Any], old: Roadmap) -> Roadmap:
    new = parse_roadmap(edited)
    return merge(old, parse_roadmap(lossy(data_of(old))), revise(old, new)).roadmap


def test_without_an_edit_nothing_is_lost() -> None:
    old = old_roadmap()
    assert merged(lossy(data_of(old)), old) == old


def test_edits_win() -> None:
    old = old_roadmap()
    edited = lossy(data_of(old)) | {"title": "Edited", "demand": "Low"}
    edited["steps"][0]["topics"][0]["detail"] = "New"
    edited["steps"][1]["topics"][2].pop("resources")
    new = merged(edited, old)
    assert (new.title, new.demand) == ("Edited", "Low")
    assert new.items_by_slug["a"].content.detail == "New"
    assert new.items_by_slug["plain"].content.resources == ()
    assert new.items_by_slug["plain"].content.formerly == ("old-plain",)
    assert new.items_by_slug["tools"].content.requires == ("basics",)


def test_renamed_and_removed_prerequisites() -> None:
    old = old_roadmap()
    edited = lossy(data_of(old))
    edited["steps"][1]["topics"][2]["slug"] = "simple"
    assert merged(edited, old).items_by_slug["p"].content.requires == ("simple",)
    edited["steps"][1]["topics"].pop()
    new = merged(edited, old)
    assert new.items_by_slug["p"].content.requires == ()
    assert {*new.retired} == {"aa", "zz", "plain", "old-plain"}


def test_added_items_and_a_copy_without_an_item_are_as_edited() -> None:
    old = old_roadmap()
    edited = lossy(data_of(old))
    edited["steps"][0]["topics"].append({"slug": "new", "title": "Something new", "why": ["Because"]})
    assert merged(edited, old).items_by_slug["new"].content.why == ("Because",)
    copy = lossy(data_of(old))
    copy["steps"][0]["topics"].pop(0)
    revision = merge(old, parse_roadmap(copy), revise(old, parse_roadmap(edited)))
    assert revision.roadmap.items_by_slug["a"].content.detail == "LOWER"
    assert [item.slug for item in revision.added] == ["new"]
    assert all(
        match.new.content is revision.roadmap.items_by_slug[match.new.slug].content for match in revision.matches
    )
