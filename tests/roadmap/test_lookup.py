import re

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import roadmap_data


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


def test_exact_title_takes_precedence() -> None:
    topics = [{"slug": "gd", "title": "Gradient descent"}, {"slug": "gdv", "title": "Gradient descent variants"}]
    assert Finder(parse_roadmap(roadmap_data(*topics))).find("gradient descent").slug == "gd"


@pytest.mark.parametrize("typed", ["set", "Set up", "set-up", "up", "1"])
def test_step_is_found_instead_of_its_only_topic_with_the_same_title(typed: str) -> None:
    data = roadmap_data({"slug": "first-set-up", "title": "Set up"})
    data["steps"][0] |= {"slug": "set-up", "title": "Set Up"}
    finder = Finder(parse_roadmap(data))
    assert finder.find(typed).slug == "set-up"
    assert finder.find("first").slug == finder.find("1.1").slug == "first-set-up"


def test_the_start_of_a_word_takes_precedence_over_its_middle() -> None:
    topics = (
        {"slug": "photos", "title": "Photographs"},
        {"slug": "kg", "title": "Knowledge (Graph)"},
        {"slug": "cp", "title": "Lists and C++"},
    )
    finder = Finder(parse_roadmap(roadmap_data(*topics)))
    assert finder.find("graph").slug == "kg"
    assert finder.find("gra").slug == "kg"
    assert finder.find("c+").slug == "cp"
    assert finder.guesses == {}
    assert finder.find("Ograp").slug == "photos"
    assert {text: item.slug for text, item in finder.guesses.items()} == {"ograp": "photos"}


def with_hyphens() -> Finder:
    titles = ("DALL-E", "Long Short-Term Memory", "Retrieval (RAG)", "Neural Nets", "Photographs")
    return Finder(parse_roadmap(roadmap_data(*({"slug": f"t{n}x", "title": title} for n, title in enumerate(titles)))))


@pytest.mark.parametrize(("typed", "slug"), [("ll", "t0x"), ("l-e", "t0x"), ("ter", "t1x"), ("rap", "t4x")])
def test_a_few_letters_in_a_word_are_enough_only_to_show_an_item(typed: str, slug: str) -> None:
    finder = with_hyphens()
    assert finder.find(typed).slug == slug
    with pytest.raises(RequestError, match=rf"^no item '{typed}'\. Did you mean `{slug}`\?$"):
        finder.reject_short_guesses()


@pytest.mark.parametrize("typed", ["rag", "net", "dal", "term", "short term", "ograp", "t4x", "1.5"])
def test_a_word_or_several_letters_are_enough_to_record(typed: str) -> None:
    finder = with_hyphens()
    finder.find(typed)
    finder.reject_short_guesses()


def test_hyphens_match_spaces() -> None:
    assert (
        Finder(parse_roadmap(roadmap_data({"slug": "nlp", "title": "Natural Language"}))).find("natural-lang").slug
        == "nlp"
    )


def test_ambiguous_text_lists_the_candidates(roadmap: Roadmap) -> None:
    with pytest.raises(RequestError, match=r"'topic' matches 12 items") as raised:
        Finder(roadmap).find("topic")
    assert "  1.1    a" in str(raised.value)
    assert "and 4 more" in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("4", "no step 4; steps are 1-3"),
        ("step-0", "no step 0; steps are 1-3"),
        ("2.9", "no topic 2.9; step 2 has topics 2.1 to 2.3"),
        ("1.1.1", "no topic 1.1.1; topic 1.1 has no topics"),
        ("9.9", "no topic 9.9; steps are 1-3"),
        ("2.9.9", "no topic 2.9.9; step 2 has topics 2.1 to 2.3"),
        ("2.1.9.1", "no topic 2.1.9.1; topic 2.1 has topics 2.1.1 to 2.1.3"),
        ("2.3.1.1", "no topic 2.3.1.1; topic 2.3 has no topics"),
        ("9.9.9", "no topic 9.9.9; steps are 1-3"),
    ],
)
def test_missing_position_does_not_match_titles(roadmap: Roadmap, typed: str, message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        Finder(roadmap).find(typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("choise", "Did you mean `choice`?"),
        ("wxyzw", "List all items with `genai-roadmap list --all`"),
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
def test_no_match(roadmap: Roadmap, typed: str, message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        Finder(roadmap).find(typed)


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("Step 2", ["tools"]),
        ("step 1 Step 2", ["basics", "tools"]),
        ("topic x", ["x"]),
        ("a b", ["a", "b"]),
        ("2.1 topic", None),
        ("1 2", ["basics", "tools"]),
        ("bas too", ["basics", "tools"]),
        ("topic nothing", None),
        ("1-2", ["basics", "tools"]),
        ("2.1.1-3 1", ["x", "y", "z", "basics"]),
        ("2.1.2-2.1.3", ["y", "z"]),
        ("2-1", None),
        ("2.1.1,2.1.2", ["x", "y"]),
        ("1, 2.1.2-3,x", ["basics", "y", "z", "x"]),
        (", 1 , x", ["basics", "x"]),
        ("step 1,2", ["basics", "tools"]),
        ("Step 1-2 x", ["basics", "tools", "x"]),
        ("1,nothing", None),
        (",", None),
    ],
)
def test_find_all(roadmap: Roadmap, words: str, slugs: list[str] | None) -> None:
    finder = Finder(roadmap)
    if slugs:
        assert [item.slug for item in finder.find_all(words.split())] == slugs
    else:
        with pytest.raises(RequestError):
            finder.find_all(words.split())


def test_a_range_with_a_missing_position(roadmap: Roadmap) -> None:
    with pytest.raises(RequestError, match=re.escape("no topic 2.1.4; topic 2.1 has topics 2.1.1 to 2.1.3")):
        Finder(roadmap).find_all(["2.1.2-9"])


def test_a_range_that_begins_with_the_higher_number(roadmap: Roadmap) -> None:
    with pytest.raises(RequestError, match=r"^no items '1.1.3-2'; a range begins with the lower number: 1.1.2-3$"):
        Finder(roadmap).find_all(["1.1.3-2"])


def test_a_range_across_steps(roadmap: Roadmap) -> None:
    with pytest.raises(RequestError, match=r"^no items '1.1-2.1'; a range is like 1-3 or 2.1.1-3$"):
        Finder(roadmap).find_all(["1.1-2.1"])


@pytest.mark.parametrize("text", ["1.1, 1.2", " 1.1 ,1.2 ", "a, b", "1.1-2, 1.2", "step 1, 1.2"])
def test_commas_with_spaces_in_one_word(text: str) -> None:
    topics = [{"slug": "a", "title": "A"}, {"slug": "b", "title": "B"}]
    finder = Finder(parse_roadmap(roadmap_data(*topics)))
    assert [item.slug for item in finder.find_all([text])][-1] == "b"
    assert finder.find_all([text]) == finder.find_all(text.split())


def test_a_title_takes_precedence_over_commas() -> None:
    topics = [{"slug": "a", "title": "A"}, {"slug": "b", "title": "B"}, {"slug": "c", "title": "A,B"}]
    assert [item.slug for item in Finder(parse_roadmap(roadmap_data(*topics))).find_all(["a,b"])] == ["c"]


def test_a_title_takes_precedence_over_a_range() -> None:
    topics = [{"slug": "a", "title": "A"}, {"slug": "b", "title": "B"}, {"slug": "c", "title": "1.1-2"}]
    assert [item.slug for item in Finder(parse_roadmap(roadmap_data(*topics))).find_all(["1.1-2"])] == ["c"]


def test_everything_is_no_item() -> None:
    finder = with_hyphens()
    with pytest.raises(RequestError, match=r"^no item 'Everything'; to name all steps, type 1$"):
        finder.find_all(["Everything"])
    finder.find_all(["all"])
    with pytest.raises(RequestError, match=r"^no item 'all'; to name all steps, type 1$"):
        finder.reject_short_guesses()


def test_exact_words_are_separate_items() -> None:
    topics = (
        {"slug": "rag", "title": "RAG"},
        {"slug": "agents", "title": "Agents"},
        {"slug": "c", "title": "RAG agents"},
    )
    finder = Finder(parse_roadmap(roadmap_data(*topics)))
    assert [item.slug for item in finder.find_all(["rag", "agents"])] == ["rag", "agents"], "each is exact"
    assert [item.slug for item in finder.find_all(["rag", "agent"])] == ["c"]


def test_only_the_nearest_names_are_suggested() -> None:
    topics = [{"slug": slug, "title": slug.title()} for slug in ("parsing", "passing", "pausing", "routing")]
    finder = Finder(parse_roadmap(roadmap_data(*topics)))
    for typed, sentence in (
        ("parsnig", "Did you mean `parsing`?"),
        ("pasing", "Did you mean `parsing` or `passing` or `pausing`?"),
        ("xylophone", "List all items with"),
        ("parsing" * 20_000, "List all items with"),
    ):
        with pytest.raises(RequestError, match=re.escape(sentence)):
            finder.find(typed)


def test_all_items_with_the_most_similar_title_are_suggested() -> None:
    topics = [{"slug": f"transformers-{name}", "title": "Transformers"} for name in ("vision", "language")]
    finder = Finder(parse_roadmap(roadmap_data(*topics)))
    with pytest.raises(RequestError, match="Did you mean `transformers-vision` or `transformers-language`"):
        finder.find("transfomer")


@pytest.mark.parametrize(
    ("typed", "slug", "numbers"),
    [
        ("plain", "plain", []),
        ("plain 1", "plain", [1]),
        ("plain 2 1 2", "plain", [2, 1, 2]),
        ("pla 2", "plain", [2]),
        ("2 1", "tools", [1]),
        ("2.3 1 2", "plain", [1, 2]),
        ("step 2", "tools", []),
        ("Step 2 1", "tools", [1]),
        ("Topic X", "x", []),
        ("Topic X 1 3", "x", [1, 3]),
        ("topic plai 3", "plain", [3]),
        (f"plain {'9' * 5000}", "plain", [9_999_999_999]),
    ],
)
def test_find_an_item_with_numbers(roadmap: Roadmap, typed: str, slug: str, numbers: list[int]) -> None:
    item, found = Finder(roadmap).find_with_numbers(typed.split())
    assert (item.slug, found) == (slug, numbers)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("tools.pla", "Did you mean `tools.plain`?"),
        ("2.pla", "Did you mean `2.plain`?"),
        ("nothing.pla", "List all items with"),
        ("tools.", "Did you mean `tools`?"),
    ],
)
def test_the_beginning_of_a_name_in_a_path_is_completed(roadmap: Roadmap, typed: str, hint: str) -> None:
    with pytest.raises(RequestError, match=re.escape(f"no item {typed!r}. {hint}")):
        Finder(roadmap).find(typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("plain two", "'two' is not the number of a resource; use 1 to 2"),
        ("plain 1 two", "'two' is not the number of a resource; use 1 to 2"),
        ("plain two 1", "'two' is not the number of a resource; use 1 to 2"),
        ("plain 1-3", "'1-3' is not the number of a resource; use 1 to 2"),
        ("plain 2-1", "no resources '2-1'; a range begins with the lower number: 1-2"),
        ("plain -1", "'-1' is not the number of a resource; use 1 to 2"),
        ("a one", "'one' is not the number of a resource; use 1"),
        ("x one", "'one' is not the number of a resource; 'Topic X' has no resources"),
        ("nothing 2", "no item 'nothing'"),
        ("7 2", "no step 7; steps are 1-3"),
    ],
)
def test_words_after_an_item_that_are_no_numbers(roadmap: Roadmap, typed: str, message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        Finder(roadmap).find_with_numbers(typed.split())
