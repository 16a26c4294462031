"""When the title of an item is its link's text, its bold text, its first clause, or its whole text."""

import pytest

from genai_roadmap.markdown import reader
from genai_roadmap.roadmap.models import Topic


def topic(item: str) -> Topic:
    text = f"# Plan\n\n## One\n\n- {item}\n- Other\n\n## Two\n\n- Last"
    return reader.read(text, roadmap_id="plan", version="1").roadmap.steps[0].topics[0]


@pytest.mark.parametrize(
    ("item", "title", "detail"),
    [
        # What announces the only link is no name without it,
        ("Book: [Knots](https://e.org/x)", "Book: Knots", None),
        ("Ada Lane - [Knots](https://e.org/x) by hand", "Ada Lane - Knots by hand", None),
        ("Book: [Knots](https://e.org/x) - for sailors", "Book: Knots", "for sailors"),
        # but it is if there are several, if the link is only mentioned, or if it names nothing.
        ("Knots: [one](https://e.org/x), [two](https://e.org/y)", "Knots", None),
        ("Knots: tie them as [sailors](https://e.org/x) do", "Knots", "tie them as sailors do"),
        ("Knots: <https://e.org/x>", "Knots", None),
        ("Knots: [here](https://e.org/x)", "Knots", None),
    ],
)
def test_label_before_a_link(item: str, title: str, detail: str | None) -> None:
    found = topic(item)
    assert (found.title, found.detail) == (title, detail)
    assert found.resources


@pytest.mark.parametrize(
    ("item", "title", "detail", "resources"),
    [
        # What is in brackets after a name, or after a dash in lower case, is where to learn it,
        ("[x] Knots ([The Book](https://e.org/x))", "Knots", None, ["The Book"]),
        ("Knots ([The Book](https://e.org/x), [Video](https://e.org/y))", "Knots", None, ["The Book", "Video"]),
        ("[Knots](https://e.org/x) ([Video](https://e.org/y))", "Knots", None, ["Knots", "Video"]),
        ("Knots — [video](https://e.org/x) ~2h", "Knots", "~2h", ["video"]),
        ("Knots - [course](https://e.org/x), 3 hours", "Knots", "3 hours", ["course"]),
        # but an abbreviation is part of the name, and so is what else is in the brackets,
        ("Knot Tying Association ([KTA](https://e.org/x))", "Knot Tying Association (KTA)", None, ["KTA"]),
        ("Knots (as in [The Book](https://e.org/x))", "Knots (as in The Book)", None, ["The Book"]),
        # and a link after a colon, or with another name, is what it is about.
        ("Program: [knots](https://e.org/x) ~2h", "Program: knots ~2h", None, ["knots"]),
        ("Lane — [Knots](https://e.org/x) ~2h", "Lane — Knots ~2h", None, ["Knots"]),
    ],
)
def test_links_beside_a_name(item: str, title: str, detail: str | None, resources: list[str]) -> None:
    found = topic(item)
    assert (found.title, found.detail, [link.title for link in found.resources]) == (title, detail, resources)


def test_names_with_links_in_brackets_that_tell_nothing_apart_have_them_in_the_title() -> None:
    items = "- Project ([Boat](https://e.org/x))\n- Project ([Tent](https://e.org/y))\n"
    found = reader.read(f"# Plan\n\n## One\n\n{items}\n## Two\n\n- Last", roadmap_id="plan", version="1")
    assert [each.title for each in found.roadmap.steps[0].topics] == ["Project (Boat)", "Project (Tent)"]


def test_label_of_a_section_is_no_name() -> None:
    text = "# Plan\n\n## One\n\n- Knots\n  - Resources: [Book](https://e.org/x)\n- Hems\n\n## Two\n\n- Last"
    knots, _ = reader.read(text, roadmap_id="plan", version="1").roadmap.steps[0].topics
    assert (knots.topics, [link.title for link in knots.resources]) == ((), ["Book"])


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("[[Video] How to tie knots](https://e.org/x)", "Video: How to tie knots"),
        ("[Book] Knots", "Book: Knots"),
        # Brackets that are part of a name stay.
        ("\\[For sailors]Knots", "[For sailors]Knots"),
        ("[Knots] or [Hems]", "[Knots] or [Hems]"),
        ("Knots [Video]", "Knots [Video]"),
    ],
)
def test_label_in_brackets(item: str, title: str) -> None:
    assert topic(item).title == title


LONG = "which goes on and on, about needles and threads, until it has far more than the characters of the longest title"


@pytest.mark.parametrize(
    ("item", "title"),
    [
        (f"[Knots](https://e.org/x) and bends, {LONG}", "Knots"),
        (f"Read [Knots and bends](https://e.org/x), {LONG}", "Knots and bends"),
        (f"Knots (loops, bends, hitches, {LONG}) and hems", "Knots"),
        (f"Knots of J. Lane (the best: bowlines. And {LONG}): a course", "Knots of J. Lane"),
        (f"Knots of all kinds (loops, bends): a course {LONG}", "Knots of all kinds (loops, bends)"),
        (f"Tie knots, e. g. Bends. {LONG}", "Tie knots, e. g. Bends"),
        (f"(Loops, bends, {LONG}) and hems", f"(Loops, bends, {LONG}"[:112] + "…"),
    ],
)
def test_title_of_a_text_that_is_too_long(item: str, title: str) -> None:
    found = topic(item)
    assert found.title == title
    assert LONG in (found.detail or "")
