"""Items that an earlier version removed, and that are back."""

from typing import Any

from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.removed import RemovedItem, as_items, removed_item
from genai_roadmap.roadmap.revision import Revision, revise
from genai_roadmap.roadmap.validation import parse_roadmap


def roadmap(*steps: dict[str, Any]) -> Roadmap:
    return parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "T", "steps": list(steps)})


def step(title: str, *topics: dict[str, Any]) -> dict[str, Any]:
    return {**topic(title), "topics": list(topics)}


def topic(title: str, slug: str = "", **more: Any) -> dict[str, Any]:
    return {"slug": slug or title.lower().replace(" ", "-"), "title": title, **more}


def without(full: Roadmap, new: Roadmap) -> tuple[Roadmap, list[RemovedItem]]:
    """Return the roadmap after its update to a version, and the items that this removed."""
    revision = revise(full, new, fixed_slugs=False)
    return revision.roadmap, [removed_item(item) for item in revision.removed]


def back(revision: Revision) -> dict[str, str]:
    return {match.old.slug: match.new.slug for match in revision.returned}


FULL = roadmap(step("Containers", topic("Docker", formerly=["dock"]), topic("Podman")), step("Cloud", topic("Regions")))
SMALL = roadmap(step("Containers", topic("Podman")), step("Cloud", topic("Regions")))


def test_item_with_the_same_title_and_parent_gets_its_slugs_back() -> None:
    old, removed = without(FULL, SMALL)
    assert old.retired == ("dock", "docker")
    new = roadmap(step("Containers", topic("DOCKER.", "docker"), topic("Podman")), step("Cloud", topic("Regions")))
    revision = revise(old, new, removed=removed, fixed_slugs=False)
    assert back(revision) == {"docker": "docker"}
    assert revision.roadmap.retired == ()
    assert revision.roadmap.items_by_slug["docker"].content.formerly == ("dock",)
    assert (revision.added, revision.removals, revision.is_empty) == ([], [], False)


def test_steps_are_back_with_their_topics_at_every_depth() -> None:
    full = roadmap(step("Cloud", {**topic("Group"), "topics": [topic("Inner")]}), step("Rest", topic("Last")))
    small = roadmap(step("Rest", topic("Last")))
    old, removed = without(full, small)
    # In any order, a parent is found before its topics.
    revision = revise(old, full, removed=removed[::-1], fixed_slugs=False)
    assert back(revision) == {"cloud": "cloud", "group": "group", "inner": "inner"}
    assert revision.roadmap == full


def test_the_same_slug_with_another_title_or_parent_is_a_new_item() -> None:
    old, removed = without(FULL, SMALL)
    other = roadmap(step("Containers", topic("Images", "docker"), topic("Podman")), step("Cloud", topic("Regions")))
    moved = roadmap(step("Containers", topic("Podman")), step("Cloud", topic("Regions"), topic("Docker")))
    for new in (other, moved):
        revision = revise(old, new, removed=removed, fixed_slugs=False)
        assert back(revision) == {}
        assert [item.slug for item in revision.added] == ["docker-2"]
    # Only one with the same title may be the same item, and the learner decides.
    assert [(each.old.slug, [new.number for new in each.candidates]) for each in revision.removals] == [
        ("docker", ["2.2"])
    ]


def test_one_of_several_with_the_title_is_asked_about() -> None:
    old, removed = without(FULL, SMALL)
    two = [topic("Docker"), topic("Docker", "docker-2"), topic("Podman")]
    new = roadmap(step("Containers", *two), step("Cloud", topic("Regions")))
    unanswered = revise(old, new, removed=removed, fixed_slugs=False)
    assert back(unanswered) == {}
    assert [item.number for item in unanswered.removals[0].candidates] == ["1.1", "1.2"]
    assert unanswered.removals[0].is_earlier
    assert unanswered.removals[0].old.parent is old.items_by_slug["containers"]
    chosen = revise(old, new, which=lambda each: each.candidates[0], removed=removed, fixed_slugs=False)
    assert back(chosen) == {"docker": "docker"}


def test_the_author_of_a_file_decides_with_the_slug() -> None:
    old, removed = without(FULL, SMALL)
    new = roadmap(
        step("Containers", topic("Images", "docker"), topic("Docker", "docker-engine"), topic("Podman")),
        step("Cloud", topic("Regions")),
    )
    revision = revise(old, new, removed=removed)
    assert back(revision) == {"docker": "docker"}
    assert [item.slug for item in revision.added] == ["docker-engine"]


def test_topic_that_is_divided_now_is_not_back() -> None:
    old, removed = without(FULL, SMALL)
    group = {**topic("Docker"), "topics": [topic("Images")]}
    new = roadmap(step("Containers", group, topic("Podman")), step("Cloud", topic("Regions")))
    revision = revise(old, new, removed=removed, fixed_slugs=False)
    assert (back(revision), revision.removals) == ({}, [])
    assert [item.slug for item in revision.added] == ["docker-2", "images"]
    # And the other way round.
    divided, removed = without(new, SMALL)
    revision = revise(divided, FULL, removed=removed, fixed_slugs=False)
    assert (back(revision), revision.removals) == ({}, [])
    assert back(revise(divided, new, removed=removed, fixed_slugs=False)) == {"docker": "docker", "images": "images"}


def test_what_the_author_retired_is_not_back() -> None:
    old, removed = without(FULL, SMALL)
    steps = [step("Containers", topic("Docker", "docker-engine"), topic("Podman")), step("Cloud", topic("Regions"))]
    new = roadmap(*steps).model_copy(update={"retired": ("docker",)})
    revision = revise(old, new, removed=removed)
    assert (back(revision), revision.removals) == ({}, [])
    assert [item.slug for item in revision.added] == ["docker-engine"]
    assert "docker" in revision.roadmap.retired
    declared = revise(old, new, removed=removed, revived={"docker": "docker-engine"})
    assert back(declared) == {"docker": "docker-engine"}, "the learner decides"


def test_removed_items_that_are_in_the_roadmap_or_without_end_are_ignored() -> None:
    old, removed = without(FULL, SMALL)
    circular = [
        RemovedItem(slug=slug, title="X", parent=parent) for slug, parent in (("dock", "docker"), ("x", "dock"))
    ]
    present = RemovedItem(slug="podman", title="Podman", parent="containers")
    assert [item.slug for item in as_items(old, [*removed, present])] == ["docker"]
    docker = RemovedItem(slug="docker", title="Docker", parent="dock")
    assert as_items(old, [docker, *circular]) == []
    assert as_items(old, [docker]) == [], "it was no step, but what contained it is not known"
