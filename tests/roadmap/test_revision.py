from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.roadmap import matching
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.matching import Match
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.revision import Revision, revise, undeclared_changes
from genai_roadmap.roadmap.validation import parse_roadmap


def roadmap(*steps: dict[str, Any], retired: tuple[str, ...] = ()) -> Roadmap:
    return parse_roadmap(
        {"format": 1, "id": "test", "version": "1", "title": "T", "steps": list(steps), "retired": retired}
    )


def step(title: str, *topics: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**topic(title), "topics": list(topics), **more}


def topic(title: str, slug: str = "", **more: Any) -> dict[str, Any]:
    return {"slug": slug or title.lower().replace(" ", "-"), "title": title, **more}


def old_slugs(revision: Revision) -> dict[str, str]:
    return {match.old.slug: match.new.slug for match in revision.matches}


OLD = roadmap(
    step("Basics", topic("Loops"), topic("Functions"), topic("Recurrent networks", "rnns")),
    step("More", topic("Decorators"), topic("Loops of loops")),
)


def test_the_same_version_changes_nothing() -> None:
    revision = revise(OLD, OLD)
    assert revision.is_empty
    assert revision.roadmap == OLD


def test_added_removed_moved_and_renamed_items() -> None:
    new = roadmap(
        step("Basics", topic("Functions"), topic("The recurrent networks", "the-recurrent-networks"), topic("Types")),
        step("More", topic("Loops"), topic("Loops of loops")),
    )
    revision = revise(OLD, new)
    assert [item.slug for item in revision.added] == ["types"]
    assert [item.slug for item in revision.removed] == ["decorators"]
    assert [match.old.slug for match in revision.moved] == ["loops"]
    assert [(match.old.slug, match.new.slug) for match in revision.renamed] == [("rnns", "the-recurrent-networks")]
    assert revision.roadmap.items_by_slug["the-recurrent-networks"].content.formerly == ("rnns",)
    assert revision.roadmap.retired == ("decorators",)
    assert not revision.is_empty


def test_reused_slug_returns_to_its_item() -> None:
    """The Markdown reader gives the plain slug to the first of two equal titles, and now another one is first."""
    old = roadmap(step("Language", topic("GPT", "gpt")), step("Images", topic("GPT", "gpt-images")))
    new = roadmap(
        step("Sound", topic("GPT", "gpt")),
        step("Language", topic("GPT", "gpt-language")),
        step("Images", topic("GPT", "gpt-images")),
    )
    revision = revise(old, new)
    find = Finder(revision.roadmap).find
    assert [find(slug).number for slug in ("gpt", "gpt-images", "gpt-2")] == ["2.1", "3.1", "1.1"]


def test_former_slugs_are_kept() -> None:
    old = roadmap(step("Basics", topic("Loops", "loops", formerly=["cycles"])), retired=("gone",))
    revision = revise(old, roadmap(step("Basics", topic("Loops", "all-loops"), topic("Cycles"))))
    assert revision.roadmap.items_by_slug["all-loops"].content.formerly == ("loops", "cycles")
    assert revision.roadmap.items_by_slug["cycles-2"].number == "1.2"
    assert revision.roadmap.retired == ("gone",)


def test_retired_slug_can_return() -> None:
    old = roadmap(step("Basics", topic("Loops")), retired=("functions",))
    revision = revise(old, roadmap(step("Basics", topic("Loops"), topic("Functions"))))
    assert revision.roadmap.retired == ()
    assert "functions" in revision.roadmap.items_by_slug


@pytest.mark.parametrize(("answer", "slug"), [(True, "function-objects"), (False, None)])
def test_uncertain_match_is_asked_about(answer: bool, slug: str | None) -> None:  # noqa: FBT001
    new = roadmap(
        step("Basics", topic("Loops"), topic("Function objects"), topic("Recurrent networks", "rnns")),
        step("More", topic("Decorators"), topic("Loops of loops")),
    )
    asked: list[str] = []

    def is_same(match: Match) -> bool:
        asked.append(match.old.slug)
        return answer

    revision = revise(OLD, new, is_same)
    assert asked == ["functions"]
    assert old_slugs(revision).get("functions") == slug
    assert bool(revision.uncertain) is not answer


def test_requires_uses_the_new_slug() -> None:
    old = roadmap(step("One", topic("Alpha", "a")), step("Two", topic("Beta"), requires=["a"]))
    new = roadmap(step("One", topic("Alpha", "alpha")), step("Two", topic("Beta"), requires=["alpha"]))
    revision = revise(old, new)
    assert revision.roadmap.items_by_slug["two"].content.requires == ("alpha",)
    assert revision.roadmap.items_by_slug["alpha"].content.formerly == ("a",)


def test_undeclared_changes() -> None:
    new = roadmap(
        step("Basics", topic("Loops"), topic("Pure functions", "pure-functions", formerly=["functions"])),
        step("More", topic("Something else entirely", "decorators")),
        retired=("loops-of-loops",),
    )
    assert undeclared_changes(OLD, OLD) == []
    first, second = undeclared_changes(OLD, new)
    assert first.startswith("the slug 'rnns' (Recurrent networks) is missing; add it to")
    assert second == "the slug 'decorators' was 'Decorators' and is now 'Something else entirely'; choose another slug"
    back = undeclared_changes(new, roadmap(step("Basics", topic("Loops"), topic("Loops of loops"))))
    assert "the slug 'loops-of-loops' is retired and cannot be reused" in back
    assert "the former slug 'functions' is missing; keep it" in back


TITLES = [
    "Loops", "Functions", "Classes", "Decorators", "Generators", "Iterators", "Modules", "Exceptions", "Testing",
    "Typing", "Packaging", "Profiling", "Threads", "Processes", "Sockets", "Regular expressions", "Dates", "Files",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(TITLES), unique=True, min_size=4),
    st.lists(st.sampled_from(TITLES), unique=True, min_size=4),
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_no_slug_is_lost_or_reassigned(old: list[str], new: list[str], one: int, two: int) -> None:
    before = roadmap(step("First", *map(topic, old[:one])), step("Second", *map(topic, old[one:])))
    after = roadmap(step("First", *map(topic, new[:two])), step("Second", *map(topic, new[two:])))
    revision = revise(before, after)
    assert undeclared_changes(before, revision.roadmap) == []
    for title in set(old) & set(new):
        slug = title.lower().replace(" ", "-")
        assert Finder(revision.roadmap).find(slug).content.title == title
    assert {item.title for item in revision.roadmap.items_by_slug.values()} == {"First", "Second", *new}


@given(st.lists(st.lists(st.sampled_from(TITLES), unique=True, min_size=3, max_size=8), min_size=3, max_size=8))
def test_no_slug_is_lost_over_many_versions(versions: list[list[str]]) -> None:
    now = roadmap(step("First", *map(topic, versions[0])))
    slugs = {title: Finder(now).find(title).slug for title in versions[0]}
    for titles in versions[1:]:
        before = now
        now = revise(before, roadmap(step("First", topic(titles[0])), step("Second", *map(topic, titles[1:])))).roadmap
        assert [problem for problem in undeclared_changes(before, now) if "cannot be reused" not in problem] == []
        for title in titles:
            if title in slugs:
                assert Finder(now).find(slugs[title]).content.title == title, "progress is never lost"
            else:
                slugs[title] = Finder(now).find(title.lower().replace(" ", "-")).slug


def renamed(count: int, suffix: str) -> Roadmap:
    """A roadmap whose titles share no word but the last."""
    words = [f"{number:x}" * 3 for number in range(16, 16 + count)]
    return roadmap(step("Basics", *(topic(f"Word{word} {suffix}", f"{suffix}-{word}") for word in words)))


@pytest.mark.parametrize(("count", "certain"), [(int(matching.MAX_PAIRS**0.5) // 2, True), (400, False)])
def test_titles_are_matched_only_up_to_a_number_of_pairs(count: int, *, certain: bool) -> None:
    old = roadmap(step("Basics", topic("Recurrent neural networks", "rnns"), *topics_of(renamed(count, "one"))))
    new = roadmap(step("Basics", topic("Recurrent neural network", "rnn"), *topics_of(renamed(count, "zzzzzzzzzzzz"))))
    revision = revise(old, new)
    assert (("rnns", "rnn") in [(match.old.slug, match.new.slug) for match in revision.matches]) == certain
    assert (("rnns", "rnn") in [(match.old.slug, match.new.slug) for match in revision.uncertain]) == (not certain)


def topics_of(found: Roadmap) -> list[dict[str, Any]]:
    return [item.model_dump(exclude_defaults=True) for item in found.steps[0].topics]


def test_only_some_siblings_are_compared_if_there_are_too_many_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    old = roadmap(step("Basics", topic("Recurrent neural networks", "rnns"), *topics_of(renamed(5, "one"))))
    new = roadmap(step("Basics", *topics_of(renamed(5, "two")), topic("Recurrent neural network", "rnn")))
    monkeypatch.setattr(matching, "MAX_PAIRS", 10)
    assert ("rnns", "rnn") in [(match.old.slug, match.new.slug) for match in revise(old, new).uncertain]
    monkeypatch.setattr(matching, "MAX_SIBLINGS", 3)
    assert "rnns" not in [match.old.slug for match in revise(old, new).uncertain]


def test_equally_similar_titles_are_uncertain() -> None:
    old = roadmap(step("Basics", topic("Part one of many things", "a"), topic("Other", "o")))
    new = roadmap(step("Basics", topic("Part one of many thing", "b"), topic("Part one of many things!", "c")))
    revision = revise(old, new)
    assert [match.old.slug for match in revision.matches] == ["basics"]
    assert [match.old.slug for match in revision.uncertain] == ["a"]
