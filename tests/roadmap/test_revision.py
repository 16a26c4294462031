from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.roadmap import matching
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.matching import Match
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.revision import Revision, revise, undeclared_changes
from genai_roadmap.roadmap.titles import are_alike, title_key
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
    revision = revise(OLD, new, lambda match: match.old.slug == "rnns")
    assert [item.slug for item in revision.added] == ["types"]
    assert [item.slug for item in revision.removed] == ["decorators"]
    assert [match.old.slug for match in revision.moved] == ["loops"]
    assert [(match.old.slug, match.new.slug) for match in revision.renamed] == [("rnns", "the-recurrent-networks")]
    assert revision.roadmap.items_by_slug["the-recurrent-networks"].content.formerly == ("rnns",)
    assert revision.roadmap.retired == ("decorators",)
    assert not revision.is_empty


def test_an_item_with_the_same_number_has_not_moved_if_its_step_is_another_one() -> None:
    new = roadmap(step("Entirely different", topic("Loops"), topic("Functions")), step("More", topic("Decorators")))
    revision = revise(OLD, new)
    assert "basics" in [item.slug for item in revision.removed]
    assert {"loops", "functions"} <= old_slugs(revision).keys()
    assert revision.moved == []


def test_an_item_with_the_same_number_has_moved_if_its_step_is_still_there() -> None:
    old = roadmap(step("Python", topic("Loops"), topic("Functions"), topic("Classes")))
    new = roadmap(step("Intro", topic("Loops")), step("Python", topic("Functions"), topic("Classes")))
    assert [match.old.slug for match in revise(old, new).moved] == ["loops"]


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


def test_former_slugs_are_kept_with_the_oldest_first() -> None:
    old = roadmap(step("Basics", topic("Loops", "loops", formerly=["cycles"])), retired=("gone",))
    revision = revise(old, roadmap(step("Basics", topic("Loops", "all-loops"), topic("Cycles"))))
    assert revision.roadmap.items_by_slug["all-loops"].content.formerly == ("cycles", "loops")
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


def topics_of(found: Roadmap) -> list[dict[str, Any]]:
    return [item.model_dump(exclude_defaults=True) for item in found.steps[0].topics]


def test_only_some_titles_are_compared_if_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    old = roadmap(step("Basics", topic("Recurrent neural networks", "rnns"), *topics_of(renamed(5, "one"))))
    new = roadmap(step("Basics", *topics_of(renamed(5, "two")), topic("Recurrent neural network", "rnn")))
    monkeypatch.setattr(matching, "MAX_PAIRS", 6)
    assert "rnns" in [match.old.slug for match in revise(old, new).uncertain]
    monkeypatch.setattr(matching, "MAX_PAIRS", 5)
    assert "rnns" not in [match.old.slug for match in revise(old, new).uncertain]


def test_title_that_differs_in_punctuation_is_the_same() -> None:
    old = roadmap(step("Basics", topic("Part one of many things", "a"), topic("C", "c"), topic("\u2b50", "star")))
    new = roadmap(
        step("Basics", topic("C++", "cpp"), topic("\u2705 Part one of many things!", "b"), topic("\u2705", "x"))
    )
    assert old_slugs(revise(old, new)) == {"basics": "basics", "a": "b"}


def matched(old: Roadmap, new: Roadmap, *declared: tuple[str, str]) -> dict[str, str]:
    """Return the new number of each old one whose item is matched, if slugs are derived from titles."""
    same = [Match(old.items_by_slug[one], new.items_by_slug[other]) for one, other in declared]
    revision = revise(old, new, declared=same, fixed_slugs=False)
    return {match.old.number: match.new.number for match in revision.matches}


def ideas(*topics: dict[str, Any], slug: str = "ideas") -> dict[str, Any]:
    return topic("Ideas", slug, topics=list(topics))


def link(name: str) -> dict[str, str]:
    return {"title": name, "url": f"https://example.org/{name}"}


TWO = roadmap(
    step("Alpha", ideas(topic("X"), topic("Y"))),
    step("Beta", ideas(topic("X", "x-beta"), topic("Z"), slug="ideas-beta")),
)


def test_whole_path_comes_before_the_slug() -> None:
    new = roadmap(step("Alpha", ideas(topic("Y"))), step("Beta", ideas(topic("X"), topic("Z"), slug="ideas-beta")))
    same = ("1", "2", "1.1", "2.1", "2.1.1", "2.1.2")
    assert matched(TWO, new) == {"1.1.2": "1.1.1", **dict(zip(same, same, strict=True))}
    revision = revise(TWO, new, fixed_slugs=False)
    assert revision.roadmap.retired == ("x",)
    assert revision.roadmap.items_by_slug["x-beta"].number == "2.1.1"
    assert revise(revision.roadmap, new, fixed_slugs=False).roadmap == revision.roadmap


def test_derived_slug_is_no_reason_if_the_title_is_not_unique() -> None:
    new = roadmap(step("Gamma", ideas(topic("X"), topic("Z"))))
    assert "2.1.1" not in matched(TWO, new)
    assert "1.1.1" not in matched(TWO, new)
    assert matched(TWO, new, ("beta", "gamma"))["2.1.1"] == "1.1.1", "the topics of a renamed item are found by title"
    assert old_slugs(revise(TWO, new))["x"] == "x", "an author's slug is a reason"


def test_step_with_most_of_the_topics_is_asked_about() -> None:
    old = roadmap(step("Beta", topic("X"), topic("Y"), topic("Z")), step("Other", topic("X", "x-other")))
    new = roadmap(step("Gamma", topic("X"), topic("Y"), topic("Z")))
    revision = revise(old, new, fixed_slugs=False)
    assert [(match.old.slug, match.new.slug) for match in revision.uncertain] == [("beta", "gamma")]
    sure = revise(old, new, lambda _: True, fixed_slugs=False)
    assert old_slugs(sure) == {"beta": "gamma", "x": "x", "y": "y", "z": "z"}


def test_url_that_is_unique_in_both_versions() -> None:
    old = roadmap(
        step("One", topic("Course", resources=[link("a"), link("both")]), topic("Book", resources=[link("both")]))
    )
    new = roadmap(step("Two", topic("Lectures", resources=[link("a")]), topic("Tome", resources=[link("both")])))
    assert matched(old, new) == {"1.1": "1.1"}
    group = roadmap(step("Two", topic("Lectures", resources=[link("a")], topics=[topic("Tome")])))
    assert matched(old, group) == {}, "a topic is not a group"
    many = roadmap(step("Two", topic("Lectures", resources=[link("a"), link("x"), link("y")])))
    assert matched(old, many) == {}, "a link may move to another topic"


def test_unique_title_with_other_links_is_asked_about() -> None:
    old = roadmap(step("One", topic("Introduction", resources=[link("a")]), topic("Rest")))
    new = roadmap(step("One", topic("Rest")), step("Two", topic("Introduction", resources=[link("b")])))
    assert matched(old, new) == {"1": "1", "1.2": "1.1"}
    assert [match.old.slug for match in revise(old, new, fixed_slugs=False).uncertain] == ["introduction"]
    assert revise(old, new, fixed_slugs=False).roadmap.retired == ("introduction",)


def test_renamed_back_below_the_same_parent() -> None:
    old = roadmap(step("One", topic("The Waker trait", "the-waker-trait", formerly=["waker"]), topic("Rest")))
    back = roadmap(step("One", topic("Waker"), topic("Rest")))
    assert matched(old, back)["1.1"] == "1.1"
    assert revise(old, back, fixed_slugs=False).roadmap.items_by_slug["waker"].content.formerly == ("the-waker-trait",)
    elsewhere = roadmap(step("Two", topic("Waker"), topic("Rest")))
    assert "1.1" not in matched(old, elsewhere)


def test_duplicates_in_one_parent_are_matched_by_content_then_in_order() -> None:
    old = roadmap(
        step(
            "One",
            *(topic("X", f"x-{name}", resources=[link(name), link(f"{name}-more")]) for name in "abc"),
            topic("Y"),
        )
    )
    new = roadmap(
        step(
            "One",
            topic("X", "x", resources=[link("c"), link("c-more")]),
            topic("X", "x-one", resources=[link("b"), link("new")]),
            topic("X", "x-2", resources=[link("d")]),
        )
    )
    assert matched(old, new) == {"1": "1", "1.3": "1.1", "1.2": "1.2", "1.1": "1.3"}


def test_retired_slug_is_not_derived_again() -> None:
    old = roadmap(step("Basics", topic("Loops")), retired=("functions",))
    new = roadmap(step("Basics", topic("Loops"), topic("Functions")))
    revision = revise(old, new, fixed_slugs=False)
    assert [item.slug for item in revision.added] == ["functions-2"]
    assert revision.roadmap.retired == ("functions",)


def test_former_slug_that_belongs_to_another_item_is_left_out() -> None:
    old = roadmap(step("Basics", topic("Loops"), topic("Functions")))
    new = roadmap(step("Basics", topic("Loops", "all-loops"), topic("Functions", "functions", formerly=["loops"])))
    revision = revise(old, new)
    assert revision.roadmap.items_by_slug["all-loops"].content.formerly == ("loops",)
    assert revision.roadmap.items_by_slug["functions"].content.formerly == ()


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"Q?": "a"}, {"Q?": "a"}, (0, 0, 0)),
        ({"Q?": "a"}, {"Q?": "b"}, (0, 1, 0)),
        ({"Q?": "a"}, {"Why?": "a"}, (0, 1, 0)),
        ({"Q?": "a"}, {"Why?": "b"}, (1, 0, 1)),
        ({"Q?": "a", "R?": "b"}, {"R?": "b", "Q?": "a"}, (0, 0, 0)),
        ({"Q?": "a", "R?": "b"}, {"R?": "c", "S?": "a", "T?": "d"}, (1, 2, 0)),
        ({"Q?": "a", "R?": "b", "S?": "c"}, {"S?": "c"}, (0, 0, 2)),
        ({}, {"Q?": "a"}, (1, 0, 0)),
    ],
)
def test_changed_questions_are_counted(
    before: dict[str, str], after: dict[str, str], changes: tuple[int, int, int]
) -> None:
    old, new = (
        roadmap(step("A", topic("X", questions=[{"ask": ask, "answer": text} for ask, text in each.items()])))
        for each in (before, after)
    )
    revision = revise(old, new)
    assert revision.questions == changes
    assert revision.is_empty


def test_questions_of_new_and_removed_items_are_counted() -> None:
    asked = topic("X", questions=[{"ask": "Q?", "answer": "a"}])
    revision = revise(
        roadmap(step("A", asked, topic("Y"))), roadmap(step("A", topic("Y"), {**asked, **topic("Zebra")}))
    )
    assert revision.questions == (1, 0, 1)


def test_another_ending_or_more_words_are_possibly_the_same_title() -> None:
    for before, after in [("Pin", "Pinning"), ("Test", "Testing code"), ("Indexes", "Index"), ("Cache", "Caching")]:
        found = revise(roadmap(step("A", topic("X"), topic(before))), roadmap(step("A", topic("X"), topic(after))))
        assert [match.new.title for match in found.uncertain] == [after]
    for before, after in [("Java", "JavaScript"), ("Go", "Going live"), ("Ring", "Rust")]:
        found = revise(roadmap(step("A", topic("X"), topic(before))), roadmap(step("A", topic("X"), topic(after))))
        assert found.uncertain == []


def test_similar_topics_of_another_roadmap_are_not_compared() -> None:
    old, new = roadmap(step("Alpha", topic("Basics"))), roadmap(step("Gamma", topic("Basics of music")))
    assert revise(old, new, fixed_slugs=False).uncertain == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hello world", "Hello, world!"),
        ("Month 1 \N{EM DASH} SQL", "Month 1 - SQL"),
        ("Node.js", "NodeJS"),
        ("Don't panic", "Don\N{RIGHT SINGLE QUOTATION MARK}t panic"),
        ("Data base design", "Database design"),
        ("TCP/IP", "tcp / ip"),
        ("Python 3", "Python3"),
        ("Résumé: basics", "Resume basics"),
        ("基础、语法", "基础,语法"),
    ],
)
def test_title_with_other_punctuation_case_or_spaces_is_the_same(before: str, after: str) -> None:
    old = roadmap(step("Basics", topic(before, "a"), topic("Rest")))
    new = roadmap(step("Basics", topic(after, "b"), topic("Rest")))
    revision = revise(old, new, fixed_slugs=False)
    assert (revision.removed, revision.added, revision.uncertain) == ([], [], [])
    assert revision.roadmap.current_slug("a") == "b"


@pytest.mark.parametrize(
    ("before", "after"), [("C", "C++"), ("C", "C#"), ("C#", "F#"), ("Part 1 2", "Part 12"), ("1.1", "11"), ("?.", "??")]
)
def test_titles_that_other_signs_distinguish(before: str, after: str) -> None:
    assert title_key(before) != title_key(after)


def test_equal_titles_are_preferred_to_those_with_other_punctuation() -> None:
    old = roadmap(step("Basics", topic("Why?", "a"), topic("Why", "b"), topic("Why!", "c")))
    new = roadmap(step("Basics", topic("Why!", "x"), topic("Why", "y"), topic("why", "z")))
    assert old_slugs(revise(old, new, fixed_slugs=False)) == {"basics": "basics", "b": "y", "c": "x", "a": "z"}


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        ("ES6", "ES2015", True),
        ("ES6", "React", False),
        ("Web services", "REST services", True),
        ("OpenAI API", "API and models", True),
        ("Loops", "Graphs and trees", False),
        ("42", "7", False),
    ],
)
def test_removed_item_may_be_a_new_one_with_something_in_common(before: str, after: str, *, alike: bool) -> None:
    assert are_alike(before, after) == alike
    old = roadmap(step("Basics", topic(before, "a"), topic("Rest")))
    other = topic("Unlike", "u")
    found = revise(old, roadmap(step("Basics", topic(after, "b"), other, topic("Rest"))), fixed_slugs=False)
    assert [[new.title for new in each.candidates] for each in found.removals] == ([[after]] if alike else [])
    # Nothing else there is new, or was removed.
    found = revise(old, roadmap(step("Basics", topic(after, "b"), topic("Rest"))), fixed_slugs=False)
    assert [[new.title for new in each.candidates] for each in found.removals] == [[after]]


def test_removed_item_may_be_a_new_one_with_the_same_link() -> None:
    link = [{"title": "Page", "url": "https://example.org/page"}]
    old = roadmap(step("Basics", topic("Loops", resources=link), topic("Group", resources=link)))
    new = roadmap(
        step("Basics", topic("Graphs", resources=link), topic("Unlike"), topic("More", resources=link), topic("Group"))
    )
    found = revise(old, new, fixed_slugs=False)
    assert [[each.title for each in removal.candidates] for removal in found.removals] == [["Graphs", "More"]]
