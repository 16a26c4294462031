import pytest
from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.models import Link, NumberedItem, Roadmap, Topic


def test_numbers_and_paths(roadmap: Roadmap) -> None:
    item = roadmap.items_by_slug["y"]
    assert (item.number, item.step_number, item.path) == ("2.1.2", "step-2", "step-2.y")
    assert [above.slug for above in item.with_ancestors] == ["y", "choice", "tools"]
    assert roadmap.items_by_slug["tools"].path == "step-2"


def test_resources_of_the_nearest_ancestor(roadmap: Roadmap) -> None:
    assert [link.title for link in roadmap.items_by_slug["a"].resources] == ["One"]
    assert roadmap.items_by_slug["plain"].resource(2).url == "https://example.org/three"
    assert roadmap.items_by_slug["x"].resources == ()
    with pytest.raises(RequestError, match="no resource 3; 'Topic PLAIN' has 2 resources"):
        roadmap.items_by_slug["plain"].resource(3)
    with pytest.raises(RequestError, match=r"no resource 2; 'Topic A' has 1 resource$"):
        roadmap.items_by_slug["a"].resource(2)
    with pytest.raises(RequestError, match="'Topic X' has no resources"):
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
def test_invalid_urls(url: str) -> None:
    with pytest.raises(ValidationError, match=r"url\n  String should (match pattern|have at most 2000)"):
        Link(title="Bad", url=url)


@pytest.mark.parametrize("url", ["https://www.youtube.com/@StudyMart", "http://example.org?a=b@c", "https://x/#a"])
def test_valid_urls(url: str) -> None:
    assert Link(title="Good", url=url).url == url


@pytest.mark.parametrize("slug", ["", "A", "a b", "a_b", "-a", "a--b", "ä", "a\n", "4.2", "x" * 81])
def test_invalid_slugs(slug: str) -> None:
    with pytest.raises(ValidationError, match=r"slug\n"):
        Topic(slug=slug, title="Bad")


def test_roadmaps_are_equal_if_their_fields_are(roadmap: Roadmap, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        pytest.fail("numbered items were compared, each with all items in it")

    monkeypatch.setattr(NumberedItem, "__eq__", fail)
    same = Roadmap.model_validate(roadmap.model_dump())
    other = same.model_copy(update={"version": "another"})
    assert roadmap.all_items
    assert same.all_items
    assert roadmap == same
    assert hash(roadmap) == hash(same)
    assert roadmap != other
    assert roadmap != roadmap.id
