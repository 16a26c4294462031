import pytest

from genai_roadmap.spelling import nearest

NAMES = ["restore", "roadmaps", "next", "vector databases", "attention mechanisms", "testing"]


@pytest.mark.parametrize("text", ["test", "read", "rest", "data", "", " ", "x" * 200])
def test_other_words_resemble_no_name(text: str) -> None:
    assert nearest(text, NAMES) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("atention", "attention mechanisms"), ("databses", "vector databases"), ("vectr databse", "vector databases")],
)
def test_parts_of_names_of_several_words(text: str, found: str) -> None:
    assert nearest(text, NAMES, parts=True) == [found]


@pytest.mark.parametrize("text", ["vecto", "mech", "ttention", "roadm"])
def test_short_texts_other_first_letters_and_single_words_have_no_parts(text: str) -> None:
    assert nearest(text, NAMES) == []


def test_parts_begin_like_the_text_and_are_long_enough() -> None:
    assert nearest("mech", NAMES, parts=True) == []
    assert nearest("roadm", NAMES, parts=True) == []
    assert nearest("xatabases", NAMES, parts=True) == []
