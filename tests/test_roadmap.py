import re
from typing import Any

import pytest
from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Link, Roadmap, Topic
from genai_roadmap.roadmap.validation import InvalidRoadmapError, parse_roadmap


def shape(*topics: dict[str, Any], **more: Any) -> dict[str, Any]:
    step = {"slug": "one", "title": "One", "topics": list(topics) or [{"slug": "a", "title": "A"}]}
    return {"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step], **more}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("step-2", "tools"),
        ("STEP-2", "tools"),
        ("2", "tools"),
        (" 2 ", "tools"),
        ("step2", "tools"),
        ("step 2", "tools"),
        ("step-02", "tools"),
        ("2.1", "choice"),
        ("2.1.3", "z"),
        ("step-2.1.3", "z"),
        ("plain", "plain"),
        ("Plain", "plain"),
        ("old-plain", "plain"),
        ("step-2.y", "y"),
        ("tools.y", "y"),
        ("tools.choice", "choice"),
        ("2.choice", "choice"),
        ("choice.y", "y"),
        ("tools.choice.y", "y"),
        ("old-tools.y", "y"),
        ("tools.old-plain", "plain"),
        ("Topic Y", "y"),
        ("tópic ý", "y"),
        ("bon", "bonus"),
        ("onus", "bonus"),
        ("opic q", "q"),
    ],
)
def test_find(roadmap: Roadmap, typed: str, slug: str) -> None:
    assert Finder(roadmap).find(typed).slug == slug


def test_an_exact_title_wins_over_longer_ones() -> None:
    topics = [{"slug": "gd", "title": "Gradient descent"}, {"slug": "gdv", "title": "Gradient descent variants"}]
    assert Finder(parse_roadmap(shape(*topics))).find("gradient descent").slug == "gd"


def test_a_hyphen_finds_a_space() -> None:
    assert Finder(parse_roadmap(shape({"slug": "nlp", "title": "Natural Language"}))).find("natural-lang").slug == "nlp"


def test_several_matches_are_named(roadmap: Roadmap) -> None:
    with pytest.raises(RequestError, match=r"'topic' could be any of 12 items") as raised:
        Finder(roadmap).find("topic")
    assert "  1.1    a" in str(raised.value)
    assert "and 4 more" in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("4", "there are steps 1 to 3"),
        ("step-0", "there are steps 1 to 3"),
        ("2.9", "2 has 2.1 to 2.3"),
        ("1.1.1", "1.1 has no topics"),
        ("9.9", "there are steps 1 to 3"),
    ],
)
def test_a_position_that_is_not_there_is_no_title(roadmap: Roadmap, typed: str, there: str) -> None:
    with pytest.raises(RequestError, match=re.escape(there)):
        Finder(roadmap).find(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("choise", "did you mean choice?"),
        ("wxyzw", "`genai-roadmap list --all` shows every item"),
        ("", "list --all"),
        ("-", "no item"),
        ("tools.extra.y", "no item"),
        ("2.9.y", "no item"),
        ("y.y", "no item"),
        ("basics.y", "no item"),
        ("y.tools", "no item"),
        (".", "no item"),
    ],
)
def test_nothing_found(roadmap: Roadmap, typed: str, sentence: str) -> None:
    with pytest.raises(RequestError, match=re.escape(sentence)):
        Finder(roadmap).find(typed)


def test_places(roadmap: Roadmap) -> None:
    item = roadmap.items_by_slug["y"]
    assert (item.number, item.step_number, item.path) == ("2.1.2", "step-2", "step-2.y")
    assert [above.slug for above in item.with_ancestors] == ["y", "choice", "tools"]
    assert roadmap.items_by_slug["tools"].path == "step-2"


def test_resources_are_the_nearest_ones(roadmap: Roadmap) -> None:
    assert [link.title for link in roadmap.items_by_slug["a"].resources] == ["One"]
    assert roadmap.items_by_slug["plain"].resource(2).url == "https://example.org/three"
    assert roadmap.items_by_slug["x"].resources == ()
    with pytest.raises(RequestError, match="'plain' has 2 resources"):
        roadmap.items_by_slug["plain"].resource(3)
    with pytest.raises(RequestError, match=r"'a' has 1 resource$"):
        roadmap.items_by_slug["a"].resource(2)
    with pytest.raises(RequestError, match="'x' has no resources"):
        roadmap.items_by_slug["x"].resource(1)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://example.org",
        "https://user:pass@example.org/",
        "https://user@example.org",
        'https://example.org/"x',
        "https://example.org/a b",
        "https://example.org/a\nb",
        " https://example.org",
        "-https://example.org",
        "https://",
        "https://example.org/\x1b]0;title\x07",
        "https://example.org/\u202e",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(ValidationError, match=r"url\n  String should (match pattern|have at most 2000)"):
        Link(title="Bad", url=url)


@pytest.mark.parametrize("url", ["https://www.youtube.com/@StudyMart", "http://example.org?a=b@c", "https://x/#a"])
def test_addresses_that_are_fine(url: str) -> None:
    assert Link(title="Good", url=url).url == url


@pytest.mark.parametrize("slug", ["", "A", "a b", "a_b", "-a", "a--b", "ä", "a\n", "4.2", "x" * 81])
def test_slugs_that_are_refused(slug: str) -> None:
    with pytest.raises(ValidationError, match=r"slug\n"):
        Topic(slug=slug, title="Bad")


@pytest.mark.parametrize("roadmap_id", ["../../x", "con", "lpt1", "", "x" * 300, "a\0", "Genai"])
def test_ids_that_are_refused(roadmap_id: str) -> None:
    with pytest.raises(ValidationError, match=r"id\n"):
        parse_roadmap(shape(id=roadmap_id))


@pytest.mark.parametrize(
    "data",
    [
        shape(format=2),
        shape(steps=[]),
        shape(extra="key"),
        shape(steps=[{"slug": "one", "title": "One", "topics": []}]),
        shape({"slug": "a", "title": " "}),
        shape({"slug": "a", "title": "A", "choose": 0}),
        shape({"slug": "a", "title": "A", "choose": True}),
    ],
)
def test_shapes_that_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse_roadmap(data)


A = {"slug": "a", "title": "A"}
B = {"slug": "b", "title": "B"}


@pytest.mark.parametrize(
    ("data", "mistakes"),
    [
        (shape(A, A), [("steps[0].topics[0].slug", "'a' stands 2 times"), ("steps[0].topics[1].slug", "'a' stands")]),
        (
            shape({**A, "formerly": ["b"]}, B),
            [("steps[0].topics[0].formerly", "'b' stands 2"), ("steps[0].topics[1].slug", "'b' stands")],
        ),
        (
            shape(A, retired=["b", "a"]),
            [("steps[0].topics[0].slug", "'a' stands 2 times"), ("retired[1]", "'a' stands 2 times")],
        ),
        (shape({**A, "slug": "step-3"}), [("steps[0].topics[0].slug", "'step-3' looks like a position")]),
        (shape({**A, "formerly": ["b", "4"]}), [("steps[0].topics[0].formerly[1]", "'4' looks like a position")]),
        (shape(A, retired=["04"]), [("retired[0]", "'04' looks like a position")]),
        (shape({**A, "requires": ["c"]}), [("steps[0].topics[0].requires", "no item has the slug 'c'")]),
        (shape({**A, "requires": ["a"]}), [("steps[0].topics[0].requires", "a <- a")]),
        (shape({**A, "requires": ["one"]}), [(".requires", "goes in a circle")]),
        (shape({**A, "requires": ["b"]}, {**B, "requires": ["a"]}), [(".requires", "goes in a circle")]),
        (
            shape({**A, "choose": 2, "topics": [B, {"slug": "c", "title": "C", "optional": True}]}),
            [("steps[0].topics[0].choose", "asks for 2 of 1 subtopics")],
        ),
        (shape({**A, "choose": 1}), [("steps[0].topics[0].choose", "asks for 1 of 0 subtopics")]),
    ],
)
def test_contradictions_are_all_named(data: dict[str, Any], mistakes: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidRoadmapError) as raised:
        parse_roadmap(data)
    assert len(raised.value.validation_errors) == len(mistakes)
    for (item, sentence), (found_place, found) in zip(mistakes, raised.value.validation_errors, strict=True):
        assert item in found_place
        assert sentence in found
    assert mistakes[0][1] in str(raised.value)


def test_what_is_retired_twice_is_no_contradiction() -> None:
    assert parse_roadmap(shape(A, retired=["b", "b"])).retired == ("b", "b")


def test_a_step_that_waits_for_its_own_topic_through_another_step_is_a_circle() -> None:
    one = {"slug": "one", "title": "One", "topics": [{**A, "requires": ["b"]}]}
    two = {"slug": "two", "title": "Two", "requires": ["one"], "topics": [B]}
    with pytest.raises(InvalidRoadmapError, match="goes in a circle"):
        parse_roadmap(shape(steps=[one, two]))
