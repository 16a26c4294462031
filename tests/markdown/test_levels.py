"""Which sections of a text are steps, topics, or about the text itself."""

from collections.abc import Iterable
from typing import Any

import pytest

from genai_roadmap.markdown.choices import Choices, StepsAre
from genai_roadmap.markdown.reader import ParsedRoadmap, read
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Item, Roadmap


def reading(text: str) -> ParsedRoadmap:
    return read(text, roadmap_id="sample", version="1")


def steps(text: str) -> list[str]:
    return [step.title for step in reading(text).roadmap.steps]


def outline(item: Roadmap | Item) -> dict[str, Any]:
    children = item.steps if isinstance(item, Roadmap) else item.topics
    return {child.title: outline(child) for child in children}


def section(title: str, *items: str, level: int = 2) -> str:
    return f"{'#' * level} {title}\n\n" + "".join(f"- {item}\n" for item in items) + "\n"


A, B, C = section("A", "p", "q"), section("B", "r", "s"), section("C", "t", "u")


@pytest.mark.parametrize("title", ["Resources", "Contents", "Learn", "Ressourcen", "リソース"])
def test_section_with_almost_everything_is_divided(title: str) -> None:
    inner = "".join(section(name, "x", "y", "z", level=3) for name in "ABCD")
    assert steps(f"# T\n\n## Give a star\n\nPlease.\n\n## {title}\n\n{inner}## Danke\n\nBye.\n") == list("ABCD")


@pytest.mark.parametrize("title", ["Resources", "Curriculum", "Материалы"])
def test_list_with_almost_everything_is_divided(title: str) -> None:
    listed = "1. A\n   - p\n   - q\n2. B\n   - r\n   - s\n3. [C](https://e.org/c)\n"
    assert steps(f"# T\n\n## Star me\n\nPlease.\n\n## {title}\n\n{listed}\n## Bye\n\nThanks.\n") == ["A", "B", "C"]


def test_two_parts_are_divided_into_their_sections() -> None:
    parts = [f"## {part}\n\n" + "".join(section(f"{part}{n}", "x", level=3) for n in range(4)) for part in "AB"]
    assert steps("# T\n\n" + "".join(parts)) == [f"{part}{n}" for part in "AB" for n in range(4)]


def test_balanced_sections_are_not_divided() -> None:
    parts = [f"## {part}\n\n" + "".join(section(f"{part}{n}", "x", level=3) for n in range(3)) for part in "ABCD"]
    assert steps("# T\n\n" + "".join(parts)) == list("ABCD")


@pytest.mark.parametrize(
    "aside",
    [
        "## Apoya\n\n[![x](https://e.org/x.png)](https://e.org/x)\n\n",
        "## Licencia\n\nMIT.\n\n",
        "## Support my work\n\nSend me coffee.\n\n",
        "## Inhalt\n\n- [A](#a)\n- [B](#b)\n  - [C](#c)\n\n",
    ],
)
def test_sections_without_anything_to_learn_are_no_steps_at_the_edges(aside: str) -> None:
    assert steps(f"# T\n\n{aside}{A}{B}{C}") == ["A", "B", "C"]
    assert steps(f"# T\n\n{A}{B}{C}{aside}") == ["A", "B", "C"]


def test_section_of_text_between_steps_is_a_step() -> None:
    assert steps(f"# T\n\n{A}## X\n\nRead.\n\n{B}") == ["A", "X", "B"]


def test_last_section_without_links_is_no_step_if_all_others_have_links() -> None:
    linked = "".join(section(name, f"[x](https://e.org/{name})", "y", "z") for name in "ABCDE")
    assert steps(f"# T\n\n{linked}{section('Mitmachen', 'Fork it')}") == list("ABCDE")
    assert steps(f"# T\n\n{A}{B}{section('Last', 'v')}") == ["A", "B", "Last"]


def test_section_with_the_sections_of_a_step_is_not_divided() -> None:
    text = f"# T\n\n## A\n\n{section('Why?', 'x', 'y', level=3)}{section('P', *'abcdefg', level=3)}{B}{C}"
    assert steps(text) == ["A", "B", "C"]


def test_table_of_contents_is_left_out() -> None:
    left_out = reading(f"# T\n\n- [A](#a)\n- [B](#b)\n\n[⬆ Top](#t)\n\n{A}{B}").left_out
    assert [(part.text, part.reason) for part in left_out] == [
        (text, "table of contents") for text in ("A", "B", "⬆ Top")
    ]


def test_numbers_in_one_section_do_not_make_it_the_roadmap() -> None:
    days = "".join(section(f"Day {n}", level=4) for n in (1, 2))
    assert steps(f"# T\n\n{A}{B}## X\n\n{days}{C}") == ["A", "B", "X", "C"]


def test_sections_beside_numbered_ones_are_steps() -> None:
    text = f"# T\n\n{section('Step 1: One', 'p')}{section('Extra', 'q')}{section('Step 2: Two', 'r')}"
    assert steps(text) == ["One", "Extra", "Two"]


def test_days_are_steps_but_not_the_weeks_above_them() -> None:
    text = "### Day 1-2\n\n#### Day 1: A\n\n- p\n\n#### Day 2: B\n\n- q\n\n### Day 3-4\n\n#### Day 3: C\n\n- r\n"
    assert steps(f"# T\n\n{text}") == ["Day 1: A", "Day 2: B", "Day 3: C"]


def test_lists_of_links_are_topics_below_their_headings() -> None:
    link = "[{0}](https://e.org/{0})"
    text = f"# T\n\n## A\n\n- p\n\n### Books\n\n- {link.format('x')}\n- {link.format('y')}\n\n{B}"
    assert outline(reading(text).roadmap.steps[0]) == {"p": {}, "Books": {"x": {}, "y": {}}}


def test_links_below_an_item_without_one_are_resources() -> None:
    text = f"# T\n\n## A\n\n- p\n\n### Resources\n\n- q\n  - r\n    - [x](https://e.org/x)\n\n{B}"
    resources = reading(text).roadmap.steps[0].resources
    assert [(link.url, link.detail) for link in resources] == [("https://e.org/x", "q\nr")]


@pytest.mark.parametrize("tick", ["[✔️] ", "[✅] ", "[x] "])
def test_check_marks_in_brackets_are_ticks(tick: str) -> None:
    result = reading(f"# T\n\n## A\n\n- {tick}p\n- q\n\n{B}")
    assert result.statuses == {"p": Status.DONE}


def test_check_marks_on_all_items_of_a_list_are_ticks_beside_open_boxes_only() -> None:
    text = "# T\n\n## A\n\n- ✅ p\n- ☑ q\n{}\n## B\n\n- r\n"
    assert reading(text.format("- ⬜ v\n")).statuses == {"p": Status.DONE, "q": Status.DONE}
    assert reading(text.format("")).statuses == {}


def test_numbered_sections_are_steps_if_no_other_section_has_half_as_many_items() -> None:
    modules = "".join(section(f"Module {n}: M{n}", *"abcd", level=3) for n in (1, 2, 3))
    other = "".join(section(name, *"pqrst") for name in ("Links", "Teachers", "Chats"))
    expected = ["Module 1: M1", "Module 2: M2", "Module 3: M3"]
    assert steps(f"# T\n\n{other}## Plan\n\n{modules}{section('FAQ', *'uvw')}") == expected
    large = section("Books", *"abcdefghijklmnopqrstuvwxyz")
    assert steps(f"# T\n\n{large}## Plan\n\n{modules}{A}{B}") == ["Books", "Plan", "A", "B"]


def test_numbered_sections_continue_with_another_kind_of_number() -> None:
    titles = ["Day01 - A", "Day02 - B", "第03天: C"]
    days = "".join(section(title, "p", "q", level=4) for title in titles)
    assert steps(f"# T\n\n### Days\n\n{days}### End\n\n{section('4. D', 'r', level=4)}") == [*titles, "D"]


def test_sections_alike_are_steps_even_if_few_have_something_to_learn() -> None:
    text = "## {}\n\nRead on.\n\n"
    between = f"{section('B', 'p')}{text.format('C')}{text.format('D')}{section('E', 'q')}"
    assert steps(f"# T\n\n{text.format('A')}{between}{text.format('F')}") == list("ABCDEF")


def test_section_with_a_picture_only_is_a_step_between_steps_of_its_level() -> None:
    picture = "## X\n\n![x](x.png)\n\n"
    assert steps(f"# T\n\n{A}{picture}{B}") == ["A", "X", "B"]
    assert steps(f"# T\n\n{picture}{A}{B}") == ["A", "B"]


def test_sections_named_resources_are_steps_unless_many_steps_have_one() -> None:
    rest = "".join(section(name, "x", "y") for name in "CDEFGHI")
    one = section("Learning resources", "v", "w")
    two = section("Additional resources", "v", "w")
    assert steps(f"# T\n\n{A}{one}{B}{two}{rest}") == [
        "A", "Learning resources", "B", "Additional resources", *"CDEFGHI",
    ]  # fmt: skip
    assert steps(f"# T\n\n{A}{section('Resources', 'v')}{B}{section('Resources', 'w')}{C}") == ["A", "B", "C"]


def test_section_with_sections_of_the_same_size_is_divided() -> None:
    inner = "".join(section(name, *"pqrs", level=3) for name in "ABC")
    large, books = section("People", *"abcdefghij"), section("Books", *"abcde")
    assert steps(f"# T\n\n{large}{books}## Curriculum\n\n{inner}") == ["People", "Books", "A", "B", "C"]
    uneven = section("D", "p", level=3) + section("E", *"pqrstuv", level=3) + section("F", *"pqr", level=3)
    assert steps(f"# T\n\n{large}{books}## Curriculum\n\n{uneven}") == ["People", "Books", "Curriculum"]
    more = "".join(large.replace("People", name) for name in ("Talks", "Tools"))
    assert steps(f"# T\n\n{large}{more}## Curriculum\n\n{inner}") == ["People", "Talks", "Tools", "Curriculum"]


def test_sections_beside_a_divided_one_are_steps_if_they_have_a_quarter_of_its_items() -> None:
    inner = "".join(section(name, *"qrstuvwxyz", level=3) for name in "ABCD")
    text = f"# T\n\n{section('Rules', 'x')}## Curriculum\n\n{inner}{section('Books', *'pqrs')}{section('Team', 'y')}"
    assert steps(text) == [*"ABCD", "Books"]


def test_title_may_follow_a_lower_heading_without_items() -> None:
    assert reading(f"### Sponsor\n\nThanks.\n\n# T\n\n{A}{B}").roadmap.title == "T"
    assert reading(f"### P\n\n- x\n\n# T\n\n{A}{B}").roadmap.title != "T"


def test_numbered_heading_is_no_title() -> None:
    blocks = "".join(f"# Block {n}\n\n{section(f'B{n}', 'x', 'y')}" for n in (1, 2, 3))
    assert steps(blocks) == ["Block 1", "Block 2", "Block 3"]


def test_table_of_contents_may_have_a_few_items_without_links() -> None:
    contents = "- [A](#a)\n- [B](#b)\n- Introduction\n"
    assert ("Introduction", "table of contents") in [
        (part.text, part.reason) for part in reading(f"# T\n\n{contents}\n{A}{B}").left_out
    ]
    assert steps(f"# T\n\n## C\n\n{contents}- x\n- y\n\n{A}{B}") == ["C", "A", "B"]
    assert steps(f"# T\n\n## C\n\n{contents}- [x](https://e.org/x)\n- [C](#c)\n\n{A}{B}") == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("headings", "titles"),
    [
        (["1. P", "2. Q"], ["P", "Q"]),
        (["1.1 P", "1.2 Q"], ["P", "Q"]),
        (["1. 2FA", "2. 3D printing"], ["2FA", "3D printing"]),
        (["6.006 P", "6.172 Q"], ["6.006 P", "6.172 Q"]),
        (["1.0 P", "12-factor app", "3D printing"], ["1.0 P", "12-factor app", "3D printing"]),
        (["18.06 P", "6.172 Q"], ["18.06 P", "6.172 Q"]),
    ],
)
def test_numbers_are_removed_only_if_they_count(headings: list[str], titles: list[str]) -> None:
    inner = "".join(section(heading, *"xyz"[: n + 1], level=3) for n, heading in enumerate(headings))
    assert list(outline(reading(f"# T\n\n## X\n\n{inner}{A}{B}{C}").roadmap.steps[0])) == titles
    assert steps("# T\n\n" + "".join(section(heading, "x", "y") for heading in headings)) == titles


@pytest.mark.parametrize(
    ("items", "topics"),
    [
        ("- 1. p\n- 2. q\n", {"p": {}, "q": {}}),
        ("- [] p\n- [ ] q\n", {"p": {}, "q": {}}),
        ("- [Front end]\n- [a] b\n", {"Front end": {}, "[a] b": {}}),
        ("- https://e.org/x - a tour of it\n- z\n", {"a tour of it": {}, "z": {}}),
        ("- [p](https://e.org/a b)\n- z\n", {"p": {}, "z": {}}),
        ("- [p](https://e.org/a (b))\n- [0, 1](a b)\n", {"p": {}, "[0, 1](a b)": {}}),
        (
            "- p\n  - Machine learning courses in universities\n",
            {"p": {"Machine learning courses in universities": {}}},
        ),
        ("- p\n  - Typical for students who are new to this.\n", {"p": {}}),
    ],
)
def test_topics_of_items(items: str, topics: dict[str, Any]) -> None:
    assert outline(reading(f"# T\n\n## X\n\n{items}\n{A}{B}").roadmap.steps[0]) == topics


@pytest.mark.parametrize(
    ("items", "topics"),
    [
        # A label that several items have tells nothing apart, so the whole text is the title.
        ("- **Go**: [p](https://e.org/p)\n- **Go**: [q](https://e.org/q)\n- **C**: x y\n", ["Go: p", "Go: q", "C"]),
        ("- Goal: do p\n- Goal: do q\n", ["Goal: do p", "Goal: do q"]),
        ("- [Intro](https://e.org/p) - of p\n- [Intro](https://e.org/q) - of q\n", ["Intro - of p", "Intro - of q"]),
        ("- Goal: do p\n- Aim: do q\n", ["Goal", "Aim"]),
        ("- Goal: do p\n- Goal: do q\n  - r\n", ["Goal", "Goal"]),
        # Links after a bold name are no part of it, also those that can't be kept; other text is.
        ("- **p: q** [Notes](n.md) | [Video](v.md)\n- **r** [Video](https://e.org/v)\n", ["p: q", "r"]),
        ("- **p** q [Video](v.md)\n- **r** `s`\n", ["p q Video", "r s"]),
        # The alternative text of a picture is the name of a link only if it has no other.
        ("- [![Logo](l.png) p](https://e.org/p)\n- [<img src=l.png alt=Logo> q](https://e.org/q)\n", ["p", "q"]),
        ("- [![p](l.png)](https://e.org/p)\n- [![q](l.png) ![r](l.png)](https://e.org/q)\n", ["p", "q r"]),
        ("- :rocket:p\n- :+1: q\n- a::b: c:d:\n", ["p", "q", "a::b"]),
        ("- p\u200c \u200cq\u200b\n- می\u200cخواهم\n", ["p q", "می\u200cخواهم"]),
    ],
)
def test_titles_of_topics(items: str, topics: list[str]) -> None:
    assert [topic.title for topic in reading(f"# T\n\n## X\n\n{items}\n{A}{B}").roadmap.steps[0].topics] == topics


def test_text_that_becomes_a_title_is_no_detail() -> None:
    long = "do q " + "and more of it " * 10
    [p, q] = reading(f"# T\n\n## X\n\n- Goal: do p\n- Goal: {long}\n\n{A}{B}").roadmap.steps[0].topics
    assert (p.detail, q.detail) == (None, long.strip())


@pytest.mark.parametrize("word", ["1st Year", "2ª Etapa", "1ère partie", "2-й курс", "1er année: Bases"])
def test_ordinal_numbers_number_steps(word: str) -> None:
    first = section(word, "p", "q", level=3)
    second = section(word.replace(word[0], "3"), "r", "s", level=3)
    text = f"# T\n\n{section('Community', 'x', 'y')}## Plan\n\n{first}{second}{section('Team', 'z')}"
    assert steps(text)[:2] == [word, word.replace(word[0], "3")]
    assert "Community" not in steps(text)


def test_section_of_profiles_is_no_step() -> None:
    people = "".join(f"- [{name}](https://github.com/{name})\n" for name in ("ada", "alan"))
    assert steps(f"# T\n\n{A}{B}## Equipo\n\n{people}") == ["A", "B"]
    projects = people.replace("ada)", "ada/engine)")
    assert steps(f"# T\n\n{A}{B}## Equipo\n\n{projects}") == ["A", "B", "Equipo"]
    assert steps(f"# T\n\n{A}## Tools\n\n{people}- vi\n\n{B}") == ["A", "Tools", "B"]
    explained = people.replace(")\n", ") - a laboratory\n")
    assert steps(f"# T\n\n{A}{B}## Institutes\n\n{explained}") == ["A", "B", "Institutes"]
    assert steps(f"# T\n\n{A}{B}## Equipo\n\nThanks to all:\n\n{people}") == ["A", "B"]


@pytest.mark.parametrize("title", ["目录", "Contents"])
def test_contents_with_most_of_the_items_are_divided(title: str) -> None:
    items = "- p\n  - q\n- r\n  - s\n"
    assert steps(f"# T\n\n## Read online\n\nx\n\n## {title}\n\n{items}") == ["p", "r"]


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Good luck", "MIT", "heading; its text is kept"),
        ("License", "MIT", "outside the steps"),
        ("License", "MIT\n\n[Text](https://example.org/mit)", "heading; only some of its text is kept"),
    ],
)
def test_heading_of_the_end_is_left_out_like_its_text(title: str, text: str, reason: str) -> None:
    found = {part.text: part.reason for part in reading(f"# T\n\n{A}{B}## {title}\n\n{text}\n").left_out}
    assert found[title] == reason


def test_items_above_the_steps_are_left_out_with_their_ticks() -> None:
    text = f"# T\n\n- [x] p\n- [ ] q\n\n{A}{B}"
    assert [(part.text, part.reason) for part in reading(text).left_out] == [
        ("p", "ticked, but outside the steps; see --steps"),
        ("q", "outside the steps; see --steps"),
    ]
    assert not read(text, roadmap_id="sample", version="1", choices=Choices(steps=StepsAre.H1)).left_out


def test_link_without_a_title_and_one_with_spaces_are_kept() -> None:
    step = reading(f"# T\n\n## X\n\n- p\n- [](https://e.org/x)\n- [q](https://e.org/a b)\n\n{A}{B}").roadmap.steps[0]
    found = [link.url for item in [step, *step.topics] for link in item.resources]
    assert found == ["https://e.org/x", "https://e.org/a%20b"]


@pytest.mark.parametrize(
    ("languages", "names"),
    [
        ("en de en de en", "pqrst"),
        ("en en en de fr", "pqrst"),
        ("en de fr it en", ["en", "de", "fr", "it", "en"]),
        ("en en en", ["en"] * 3),
    ],
)
def test_columns_of_few_values_do_not_name_rows(languages: str, names: Iterable[str]) -> None:
    rows = "".join(f"| {language} | {name} |\n" for language, name in zip(languages.split(), "pqrst", strict=False))
    step = reading(f"# T\n\n## X\n\n| Language | Company |\n|---|---|\n{rows}\n{A}{B}").roadmap.steps[0]
    assert [topic.title for topic in step.topics] == [*names]


def test_names_of_columns_and_cells_beyond_them_are_left_out() -> None:
    text = f"# T\n\n## X\n\n| Name | Text |\n|---|---|\n| p | q | r | s |\n| t \\| u | v |\n\n{A}{B}"
    assert [(part.text, part.reason) for part in reading(text).left_out] == [
        ("Name | Text", "names of columns"),
        ("r | s", "beyond the columns of the table"),
    ]


def test_first_row_with_links_is_no_names_of_columns() -> None:
    head = "| [p](https://e.org/p) | [q](https://e.org/q) |\n|---|---|\n"
    step = reading(f"# T\n\n## X\n\n{head}\n### Y\n\n{head}| r | s |\n\n{A}{B}").roadmap.steps[0]
    assert outline(step) == {"p": {}, "Y": {"p": {}, "r": {}}}
    assert [link.url for link in step.topics[0].resources] == ["https://e.org/p", "https://e.org/q"]


def test_resources_with_sections_after_numbered_steps_are_one_step() -> None:
    days = section("Day 1", "p", "q") + section("Day 2", "r", "s")
    books = "## Further resources\n\n" + section("Books", "u", level=3) + section("Videos", "v", level=3)
    assert steps(f"# T\n\n{days}{books}") == ["Day 1", "Day 2", "Further resources"]


def test_numbers_that_begin_again_number_the_sections_of_parts() -> None:
    levels = "".join(section(f"Level {n}: {{0}}{n}", "p", "q", level=3) for n in (1, 2, 3))
    parts = "".join(f"## {name}\n\n{levels.format(name)}" for name in ("Red", "Blue", "Green"))
    assert steps(f"# T\n\n{parts}{section('More', 's')}") == ["Red", "Blue", "Green", "More"]
    # Those of two weeks in a row are steps.
    weeks = "".join(section(f"Week {n}", "p", level=3) for n in (1, 1, 2, 3))
    assert steps(f"# T\n\n## Plan\n\n{weeks}{A}") == ["Week 1", "Week 1", "Week 2", "Week 3"]


def test_list_of_links_after_numbered_steps_is_a_step() -> None:
    days = section("Day 1", "p", "q") + section("Day 2", "r", "s")
    books = section("Livres", "[u](https://e.org/u)", "[v](https://e.org/v)")
    assert steps(f"# T\n\n{days}{books}## Merci\n\n[w](https://e.org/w)\n") == ["Day 1", "Day 2", "Livres"]


def test_steps_are_on_one_level() -> None:
    parts = "".join(section(name, "p", "q") for name in "BCDE")
    assert steps(f"# T\n\n{parts}# More\n\nText.\n\n{section('F', 'r')}{section('G', 's')}") == list("BCDEFG")
    # A part without sections is a step.
    assert steps(f"# T\n\n{parts}# More\n\n- r\n- s\n") == [*"BCDE", "More"]


def test_small_section_beside_larger_ones_in_another_part_is_a_step() -> None:
    items = [f"i{n}" for n in range(20)]
    first = "".join(section(name, *items[:9], level=3) for name in "ABC")
    second = section("D", *items[:4], level=3) + section("E", "x", level=3) + section("F", *items[:4], level=3)
    assert steps(f"# T\n\n## One\n\n{first}## Two\n\n{second}") == list("ABCDEF")
    # Instructions are no part.
    few = section("Fork", "x", level=3) + section("Push", "y", level=3)
    assert steps(f"# T\n\n## One\n\n{first}## Mitmachen\n\n{few}") == list("ABC")


def test_sections_of_a_step_follow_most_steps() -> None:
    books = section("Resources", "w")
    text = f"# T\n\n{section('Goal', 'x', 'y')}{books}{A}{B}{C}{section('D', 'v')}{books}"
    assert steps(text) == ["Goal", "Resources", "A", "B", "C", "D", "Resources"]
    assert steps(f"# T\n\n{A}{section('Resources', 'w')}{B}{section('Resources', 'z')}{C}") == ["A", "B", "C"]


def test_sections_before_the_table_of_contents_are_no_steps() -> None:
    contents = "## Sommaire\n\n[A](#a)\\\n[B](#b)\\\n[C](#c)\n\n"
    intro = section("Soutien", "Un don")
    result = reading(f"# T\n\n{intro}{contents}{A}{B}{C}")
    assert [step.title for step in result.roadmap.steps] == ["A", "B", "C"]
    assert [part.text for part in result.left_out][:2] == ["Soutien", "Un don"]
    assert "Sommaire" in [part.text for part in result.left_out if part.reason == "table of contents"]


def test_sections_before_links_to_other_sections_are_steps() -> None:
    # Most of the text precedes them.
    contents = "- [X](#x)\n- [Y](#y)\n- [Z](#z)\n\n"
    assert steps(f"# T\n\n{A}{B}{C}## Liens\n\n{contents}{section('D', 'u')}") == ["A", "B", "C", "D"]
    # They are about one section.
    first, last = section("A", *"pqrst"), section("C", *"pqrst")
    inner = "".join(section(name, "v", level=3) for name in "XYZ")
    assert steps(f"# T\n\n{first}## B\n\n{contents}{inner}{last}") == ["A", "B", "C"]
    # Two links are a remark.
    few = "## Note\n\n- [B](#b)\n- [C](#c)\n\n"
    assert steps(f"# T\n\n{section('A', 'p')}{few}{section('B', *'qrs')}{section('C', *'qrs')}")[0] == "A"


def weeks(numbers: Iterable[int]) -> str:
    return "".join(section(f"Week {n}", f"p{n}", f"q{n}", level=3) for n in numbers)


def test_sections_with_their_own_weeks_are_steps_like_those_beside_them() -> None:
    parts = [f"## {name}\n\nTwo weeks.\n\n{weeks([n])}" for n, name in enumerate(("Basics", "Tools", "Labs"), 1)]
    rest = section("Books", "a", "b") + section("Courses", "c", "d")
    assert steps(f"# T\n\n{''.join(parts)}{rest}") == ["Basics", "Tools", "Labs", "Books", "Courses"]


def test_weeks_of_two_parts_are_steps() -> None:
    parts = f"## First half\n\n{weeks(range(1, 5))}## Second half\n\n{weeks(range(5, 9))}"
    assert steps(f"# T\n\n{parts}{section('Books', 'a', 'b')}") == [f"Week {n}" for n in range(1, 9)]
    assert steps(f"# T\n\n## Basics\n\n{weeks([1])}## Tools\n\n{weeks([2])}") == ["Week 1", "Week 2"]


def test_section_with_many_items_in_small_sections_is_as_much_of_the_roadmap_as_others() -> None:
    large = "".join(section(name, *"pqrstuvwx", level=3) for name in "ABC")
    links = "".join(
        section(f"{name}{n}", f"[{name}{n}](https://{name}{n}.example)", level=3) for n in (1, 2) for name in "DEF"
    )
    assert steps(f"# T\n\n## Start\n\n{links}## Learn\n\n{large}")[-3:] == list("ABC")
    assert len(steps(f"# T\n\n## Start\n\n{links}## Learn\n\n{large}")) == 9
    about = "".join(section(name, "p", level=3) for name in "DE")
    assert steps(f"# T\n\n## About\n\n{about}## Learn\n\n{large}") == list("ABC")


def test_last_section_of_a_text_without_lists_is_a_step() -> None:
    link = "[{}](https://example.org/{})"
    linked = "".join(f"## {name}\n\n{link.format(*name * 2)} or {link.format('z', name)}.\n\n" for name in "AB")
    assert steps(f"# T\n\n{linked}## C\n\nMake something.\n\n## License\n\nMIT\n") == ["A", "B", "C"]


ONLY = "## Basics\n\n- Loops\n- Types\n"
LICENSE = "\n## License\n\nMIT\n"


@pytest.mark.parametrize("text", [f"# Go\n\nIntro.\n\n{ONLY}{LICENSE}", f"# Go\n\n{ONLY}", f"{ONLY}{LICENSE}"])
def test_only_section_with_topics_is_the_step(text: str) -> None:
    [step] = reading(text).roadmap.steps
    assert (step.title, outline(step)) == ("Basics", {"Loops": {}, "Types": {}})


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (f"# Go\n\n- Setup\n\n{ONLY}{LICENSE}", {"Setup": {}, "Basics": {"Loops": {}, "Types": {}}}),
        (f"# Go\n\n## Topics\n\n- Loops\n- Types\n{LICENSE}", {"Loops": {}, "Types": {}}),
        ("# Go\n\n- Loops\n- Types\n", {"Loops": {}, "Types": {}}),
        (f"# Go\n\n## Loops\n\nRead the tour.\n{LICENSE}", {"Loops": {}}),
    ],
)
def test_title_is_the_step_if_there_is_no_better_one(text: str, topics: dict[str, object]) -> None:
    [step] = reading(text).roadmap.steps
    assert (step.title, outline(step)) == ("Go", topics)


@pytest.mark.parametrize(
    ("heading", "title"), [("## S", "From the head"), ("# S", "S"), ("# T\n\n## S", "T"), ("", "From the head")]
)
def test_title_of_the_front_matter_is_used_without_a_main_heading(heading: str, title: str) -> None:
    text = f"---\ntitle: From the head\n---\n\n{heading}\n\n- t\n- u\n"
    assert read(text, roadmap_id="plan", version="1").roadmap.title == title
