"""What surrounds the steps of a text: lists above the first heading, and sections before and after the steps."""

from typing import Any

import pytest

from genai_roadmap.markdown import reader
from genai_roadmap.roadmap.models import Item, Roadmap


def reading(text: str) -> reader.ParsedRoadmap:
    return reader.read(text, roadmap_id="my-plan", version="1")


def outline(item: Roadmap | Item) -> dict[str, Any]:
    children = item.steps if isinstance(item, Roadmap) else item.topics
    return {child.title: outline(child) for child in children}


def steps(text: str) -> list[str]:
    return [step.title for step in reading(text).roadmap.steps]


def section(heading: str, *items: str) -> str:
    return f"{heading}\n\n" + "".join(f"- {item}\n" for item in items) + "\n"


A_AND_B = section("## A", *"pqr") + section("## B", *"stu")
LATER = section("# Later", "django", "flask")


@pytest.mark.parametrize("above", ["learn python", "Python zuerst lernen", "学习 Python"])
def test_a_list_above_the_first_heading_is_a_step_named_by_the_line_above_it(above: str) -> None:
    parsed = reading(section(above, "variables", "loops") + LATER)
    assert parsed.roadmap.title == "My plan"
    expected: dict[str, Any] = {above: {"variables": {}, "loops": {}}, "Later": {"django": {}, "flask": {}}}
    assert (outline(parsed.roadmap), parsed.left_out) == (expected, ())


@pytest.mark.parametrize("above", ["", "I want to know all of this before the next summer, " * 2])
def test_a_list_above_the_first_heading_without_a_short_line_has_a_general_name(above: str) -> None:
    assert steps(section(above, "variables", "loops") + LATER) == ["Roadmap", "Later"]


@pytest.mark.parametrize(
    "items",
    [["one"], ["[English](https://a.example)", "[Deutsch](https://b.example)"], ["[a](https://a.example)", "b"]],
)
def test_links_or_a_single_item_above_the_title_are_no_step(items: list[str]) -> None:
    rest = "# Plan\n\n" + section("## A", "p", "q") + section("## B", "r", "s")
    assert (reading(section("", *items) + rest).roadmap.title, steps(rest)) == ("Plan", ["A", "B"])


def link(name: str) -> str:
    return f"[{name}](https://{name}.example)"


NESTED = "".join(f"- {link(name)}\n" + "".join(f"  - {link(f'{name}{n}')}\n" for n in "xyz") for name in "abcd") + "\n"


@pytest.mark.parametrize("title", ["", "# Plan\n\n", "# Plan\n\nLearn all of this.\n\n"])
@pytest.mark.parametrize("sections", [["Extra"], ["Extra", "More"]])
def test_lists_that_are_most_of_a_text_are_steps_beside_the_sections_below_them(
    title: str, sections: list[str]
) -> None:
    rest = "".join(section(f"## {name}", f"{name} p", f"{name} q") for name in sections)
    parsed = reading(title + NESTED + rest)
    assert [step.title for step in parsed.roadmap.steps] == [*"abcd", *sections]
    assert list(outline(parsed.roadmap)["a"]) == ["ax", "ay", "az"]
    assert parsed.decision
    assert parsed.decision.startswith(f"Steps: {4 + len(sections)} sections (level 2 and list items).")
    assert steps(title + NESTED + rest + "## License\n\nMIT\n") == [*"abcd", *sections]


def test_a_section_below_most_items_is_not_the_title() -> None:
    assert (reading(NESTED + LATER).roadmap.title, steps(NESTED + LATER)) == ("My plan", [*"abcd", "Later"])


def test_a_list_without_lists_that_is_most_of_a_text_is_one_step() -> None:
    listed = section("", *map(link, "abcdefghij"))
    rest = section("## A", "p") + section("## B", "q")
    assert steps(listed + rest) == ["Roadmap", "A", "B"]
    assert steps(f"# Plan\n{listed}{rest}") == ["Plan", "A", "B"]
    assert steps(f"# Plan\n\nBasics first\n{listed}{rest}") == ["Basics first", "A", "B"]


@pytest.mark.parametrize("rest", ["## A\n\nRead.\n\nWrite.\n\n## B\n\nSpeak.\n\nListen.\n\n", A_AND_B])
def test_a_list_of_links_that_is_no_longer_than_the_text_below_it_introduces_it(rest: str) -> None:
    languages = section("", *map(link, ["deutsch", "english", "italiano", "polski", "suomi"]))
    assert steps(f"# Plan\n{languages}{rest}") == ["A", "B"]
    assert steps(f"{languages}\n# Plan\n\n{rest}") == ["A", "B"]


def test_a_nested_table_of_contents_does_not_have_most_items() -> None:
    contents = (
        "- [A](https://a.example)\n  - [p](https://p.example)\n- [B](https://b.example)\n  - [q](https://q.example)\n"
    )
    rest = "".join(f"## {part}\n\n### {name}\n\nText.\n\n" for part, name in ("Ap", "Bq"))
    assert steps(f"# Plan\n\n{contents}\n{rest}") == ["A", "B"]


ASIDES = "## License\n\nMIT\n\n## Contributing\n\nOpen a pull request.\n"


def test_sections_about_the_roadmap_in_the_last_step_are_no_topics() -> None:
    parsed = reading(section("# Now", "variables", "loops") + LATER + ASIDES)
    assert outline(parsed.roadmap)["Later"] == {"django": {}, "flask": {}}
    assert [part.text for part in parsed.left_out] == ["License", "MIT", "Contributing", "Open a pull request."]


@pytest.mark.parametrize("last", ["## Exam\n\nWrite a compiler.\n", "## License\n\n- GPL\n- MIT\n"])
def test_other_sections_of_the_last_step_are_topics(last: str) -> None:
    assert len(outline(reading(section("# Now", "variables", "loops") + LATER + last).roadmap)["Later"]) == 3


def test_sections_that_occur_again_and_again_are_no_steps() -> None:
    parts = "".join(section("### Takeaway", "p") + section("### Ideas", "q", "r") for _ in range(4))
    names = ["Languages", "Details", "More"]
    text = f"# T\n\n{section('## Languages', 'en', 'de')}## Details\n\n{parts}{section('## More', 'x', 'y')}"
    assert steps(text) == names
    different = "".join(
        section(f"### Takeaway {name}", "p") + section(f"### Ideas {name}", "q", "r") for name in "abcd"
    )
    assert len(steps(text.replace(parts, different))) == 10


MODULES = "# T\n\n## Modules\n\n" + "".join(section(f"### M0{n} - {'ABCD'[n - 1]}", "p", "q") for n in range(1, 5))


def test_sections_below_another_heading_after_numbered_steps_are_no_steps() -> None:
    ending = "## Avaliação\n\n" + section("### Critérios", "Aulas: 20%", "Exame: 80%")
    parsed = reading(MODULES + ending)
    assert [step.title for step in parsed.roadmap.steps] == [f"M0{n} - {'ABCD'[n - 1]}" for n in range(1, 5)]
    assert {"Critérios", "Aulas: 20%", "Exame: 80%"} <= {part.text for part in parsed.left_out}


@pytest.mark.parametrize("heading", ["### Work (2027-2029)", "### After month 9"])
def test_sections_with_numbers_go_on_with_numbered_steps(heading: str) -> None:
    title = heading.removeprefix("### ")
    assert steps(f"{MODULES}## And then\n\n{section(heading, 'p', 'q')}")[-1] == title


COUNTED = "".join(section(f"## {n}. {'ABCDE'[n - 1]}", f"[x](https://{n}.example)", "y") for n in range(1, 6))


def test_a_long_summary_without_number_and_links_is_no_step() -> None:
    summary = section("## In short", "a", "b", "c", "d")
    assert steps(f"# T\n\n{COUNTED}{summary}") == list("ABCDE")
    assert steps(f"# T\n\n{COUNTED}{section('## 6. Projects', 'a', 'b')}") == [*"ABCDE", "Projects"]
    assert steps(f"# T\n\n{COUNTED}{section('## Projects', '[a](https://a.example)', 'b')}") == [*"ABCDE", "Projects"]


LONG = "A module that goes from the first ideas to advanced techniques. " * 3


def test_a_name_that_several_items_have_is_not_replaced_by_a_cut_sentence() -> None:
    text = "".join(section(f"## {name}", f"Description: {LONG}", "x") for name in "AB")
    assert outline(reading(f"# T\n\n{text}").roadmap)["A"] == {"Description": {}, "x": {}}
    short = "".join(section(f"## {name}", f"Task: count to {name}", "x") for name in "AB")
    assert outline(reading(f"# T\n\n{short}").roadmap)["A"] == {"Task: count to A": {}, "x": {}}


def test_a_bracket_is_not_what_a_number_in_a_name_counts() -> None:
    items = [f"[Python {number}](https://{number}.example) (book)" for number in (2, 3)]
    assert outline(reading("# T\n\n" + section("## A", *items) + section("## B", "x")).roadmap)["A"] == {
        "Python 2": {},
        "Python 3": {},
    }


def test_a_short_list_above_a_long_text_introduces_it() -> None:
    rest = section("## A", *"pqrst") + section("## B", *"uvwxy")
    assert steps(section("", "for students", "for teachers") + rest) == ["A", "B"]


def test_weeks_of_any_language_may_be_ranges() -> None:
    weeks = "".join(section(f"### Semana {n}-{n + 1}: {'ABC'[n // 2]}", "p", "q") for n in (1, 3, 5))
    rest = "## Ferramentas\n\n" + section("### Editor", "a", "b") + section("### Terminal", "c", "d")
    expected = ["Semana 1-2: A", "Semana 3-4: B", "Semana 5-6: C"]
    assert steps(f"# T\n\n## Conteúdo\n\n{weeks}{rest}") == expected


def test_headings_with_the_number_of_the_step_above_them_are_parts_of_it() -> None:
    tiers = "".join(
        f"## Tier {n} - {'ABC'[n - 1]}\n\n{section('### Goal', 'p')}"
        + "".join(section(f"### Tier {n} - Option {option}", "q", "r") for option in (1, 2))
        for n in (1, 2, 3)
    )
    assert steps(f"# T\n\n{tiers}") == ["Tier 1 - A", "Tier 2 - B", "Tier 3 - C"]


def linked(name: str) -> str:
    return f"### {name}\n\nFree.\n\n" + "".join(f"[{name} {n}](https://{name}{n}.example)\n\n" for n in "ab")


def test_paragraphs_of_links_are_something_to_learn() -> None:
    courses = "## Curriculum\n\n" + "".join(linked(name) for name in "pqrst")
    guide = "## Guide\n\n" + "".join(section(f"### {name}").strip() + "\n\nIt depends.\n\n" for name in "xyz")
    assert steps(f"# T\n\n{guide}{courses}")[-5:] == [*"pqrst"]
    remarks = courses.replace("\n[", "\nSee also [")
    assert steps(f"# T\n\n{guide}{remarks}") == ["T"]


@pytest.mark.parametrize(
    ("remark", "is_step"),
    [
        ("Write [us](https://us.example).", False),
        ("See [this](https://this.example) and [that](https://that.example).", True),
        ("- [c](https://c.example)", True),
    ],
)
def test_a_last_section_with_a_link_in_a_remark_is_no_step_beside_lists_of_links(remark: str, *, is_step: bool) -> None:
    lists = "".join(
        section(f"## {name}", *(f"[{name}{n}](https://{name}{n}.example)" for n in range(8))) for name in "ABCD"
    )
    assert steps(f"# T\n\n{lists}{section('## Plans', 'a', 'b')}\n{remark}\n") == [*"ABCD", *["Plans"] * is_step]


FENCED = "```sh\n# Get the tools\nmake tools\n```\n\n"


@pytest.mark.parametrize(
    "code", [FENCED, "    # Get the tools\n    make tools\n\n", "<pre># Get the tools\nmake tools</pre>\n\n"]
)
@pytest.mark.parametrize("heading", ["## A", "## A\n\n### Inner", "## A\n\n**Inner**", "## A\n\n### Why\n\nFun."])
def test_code_below_a_heading_is_left_out_with_its_line(code: str, heading: str) -> None:
    text = f"# Plan\n\n{heading}\n\n{code}{section('', 'p', 'q')}{section('## B', 'r', 's')}"
    parsed = reading(text)
    assert "make tools" not in parsed.roadmap.model_dump_json()
    [part] = parsed.left_out
    assert (part.text, part.reason) == ("# Get the tools\nmake tools", reader.CODE)
    assert text.splitlines()[part.line - 1] == code.splitlines()[0]


def test_code_in_an_item_or_an_answer_explains_it() -> None:
    indented = "".join(f"  {line}\n" if line else "\n" for line in FENCED.splitlines())
    answer = f"Q: How do I begin?\n\nA: Like this:\n\n{FENCED}"
    parsed = reading(f"# Plan\n\n## A\n\n- p\n\n{indented}- q\n\n## B\n\n- r\n\n{answer}")
    [first, second] = parsed.roadmap.steps
    assert first.topics[0].detail == "# Get the tools\nmake tools"
    assert "make tools" in second.questions[0].answer
    assert parsed.left_out == ()


def answered(*questions: str) -> str:
    return "".join(
        f"{question}\n\nIt is as {name} says.\n\n" for name, question in zip("pqrs", questions, strict=False)
    )


FAQS = [
    f"## FAQ\n\nAsk.\n\n{answered('### Is it free?', '### Where do I begin?', '### Does it end?')}",
    f"## Häufig gestellt\n\n{answered('### Kostet es etwas?', '### Wie lange dauert es?')}",
    f"## 常见\n\n{answered('**是免费的吗？**', '**要多久？**')}",
    "## FAQ\n\n- **Is it free?** It is.\n- **Does it end?** Never.\n\n",
    "## FAQ\n\n- Is it free?\n\n  It is.\n\n- Does it end?\n\n  Never.\n\n",
    f"## FAQ\n\n{answered('### Is it free?', '### Does it end?', '### Who pays?')}### What do I need?\n\n- Time\n\n",
]


@pytest.mark.parametrize("faq", FAQS)
@pytest.mark.parametrize("names", [("A", "B", "C"), ("Week 1", "Week 2", "Week 3"), ("A", "B")])
def test_questions_about_the_roadmap_with_their_answers_are_left_out(faq: str, names: tuple[str, ...]) -> None:
    learned = "".join(section(f"## {name}", f"{name} x", f"{name} y") for name in names)
    for text in (f"# Plan\n\n{faq}{learned}", f"# Plan\n\n{learned}{faq}", f"# Plan\n\n{learned}{faq}{ASIDES}"):
        parsed = reading(text)
        assert [step.title for step in parsed.roadmap.steps] == list(names)
        lines = {part.line: part.text for part in parsed.left_out}
        start = text.splitlines().index(faq.splitlines()[0])
        assert lines[start + 1] == faq.splitlines()[0].removeprefix("## ")
        assert lines.keys() >= {start + 1 + n for n, line in enumerate(faq.splitlines()) if "?" in line or "？" in line}


def test_questions_beside_a_single_step_and_the_license_are_left_out() -> None:
    assert steps(f"# Plan\n\n{section('## A', 'p', 'q')}{FAQS[0]}{ASIDES}") == ["A"]


QUESTIONS = [
    "".join(f"## {name}\n\n{answered(f'### What is {name}?', f'### Why {name}?')}" for name in "ABC"),
    f"{section('## A', 'x', 'y')}## B\n\n### What is B?\n\n- It\n- That\n\n### Why B?\n\n- So\n\n## C\n\n- z\n",
    section("## A", "x", "y") + section("## B", "What is B?", "Why B?") + section("## C", "z"),
    section("## A", "x", "y")
    + section("## B", "[ ] **What is B?** It is.", "[ ] **Why B?** So.")
    + section("## C", "z"),
    section("## A", "x")
    + section("## B", f"**What is B?** {link('b')}", f"**Why B?** {link('c')}")
    + section("## C", "z"),
    f"{section('## A', 'x', 'y')}## B\n\n### What is B?\n\nIt is.\n\n### Practice\n\nDo it.\n\n## C\n\n- z\n",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_that_are_to_be_learned_are_steps(text: str) -> None:
    assert steps(f"# Plan\n\n{text}") == ["A", "B", "C"]
