"""The learner's choices overrule what would be guessed, and what is no roadmap is doubted."""

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.choices import Choices, LinksAre, StepsAre
from genai_roadmap.markdown.reader import ParsedRoadmap, read

TEXT = """# T

Intro.

## A

### A1

- p
  - q
- [r](https://e.org/r)

### Resources

- [s](https://e.org/s)

## B

- t

## C

- u
"""


def reading(text: str = TEXT, **choices: object) -> ParsedRoadmap:
    return read(text, roadmap_id="sample", version="1", choices=Choices(**choices))  # type: ignore[arg-type]


def steps(result: ParsedRoadmap) -> list[str]:
    return [step.title for step in result.roadmap.steps]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (StepsAre.AUTO, ["A", "B", "C"]),
        (StepsAre.H1, ["T"]),
        (StepsAre.H2, ["A", "B", "C"]),
        (StepsAre.H3, ["A1", "Resources"]),
        (StepsAre.LIST, ["p", "r", "s", "t", "u"]),
    ],
)
def test_steps_of_a_level(level: StepsAre, expected: list[str]) -> None:
    result = reading(steps=level)
    assert steps(result) == expected
    if level is StepsAre.H3:
        assert {"A", "B", "C", "t", "u"} <= {part.text for part in result.left_out}


def test_level_without_headings_is_rejected() -> None:
    with pytest.raises(RequestError, match=r"no steps were found.*--steps h4"):
        reading(steps=StepsAre.H4)


def test_lists_of_links_become_what_the_learner_says() -> None:
    text = "# T\n\n## A\n\n- [p](https://e.org/p)\n\n### Resources\n\n- [q](https://e.org/q)\n\n## B\n\n- r\n"
    [auto, topics, resources] = [
        reading(text, links=kind).roadmap.steps[0] for kind in (LinksAre.AUTO, LinksAre.TOPICS, LinksAre.RESOURCES)
    ]
    assert ([topic.title for topic in auto.topics], [link.title for link in auto.resources]) == (["p"], ["q"])
    assert [topic.title for topic in topics.topics] == ["p", "Resources"]
    assert [link.title for link in resources.resources] == ["p", "q"]


def test_skipped_titles_are_left_out_with_their_links() -> None:
    result = reading(skip=("resource", "b"))
    assert steps(result) == ["A", "C"]
    assert [(part.line, part.text, part.reason) for part in result.left_out] == [
        (13, "Resources", "skipped"), (15, "s https://e.org/s", "skipped"), (17, "B", "skipped"), (19, "t", "skipped"),
    ]  # fmt: skip


def test_only_some_steps() -> None:
    assert steps(reading(only=("a*", "c"))) == ["A", "C"]
    with pytest.raises(RequestError, match="change --only or --skip"):
        reading(only=("x",))


def test_title() -> None:
    assert reading(title="Mine").roadmap.title == "Mine"
    assert reading("## A\n\n- p\n\n## B\n\n- q\n").roadmap.title == "Sample"
    named = read("## A\n\n- p\n\n## B\n\n- q\n", roadmap_id="x", version="1", name="Sewing")
    assert named.roadmap.title == "Sewing"
    assert reading("## Sewing\n\nIntro.\n\n## A\n\n- p\n\n## B\n\n- q\n").roadmap.title == "Sewing"


def test_decision() -> None:
    assert reading().decision == "Steps: 3 sections (level 2). Links are imported as topics."
    assert reading(f"{TEXT}\n## Danke\n\nBye.\n", links=LinksAre.RESOURCES).decision == (
        "Steps: 3 sections (level 2). Links are imported as resources."
    )
    assert reading(steps=StepsAre.LIST).decision == ("Steps: 5 sections (list items). Links are imported as topics.")


def test_decision_about_links_that_are_no_topics() -> None:
    text = "# P\n\n## A\n\n- p, see [the page](https://e.org/p)\n- q\n\n## B\n\n- r\n  - [s](https://e.org/s)\n"
    assert reading(text).decision == "Steps: 2 sections (level 2). Links are imported as resources."
    text = text.replace("- q", "- [q](https://e.org/q)")
    assert reading(text).decision == "Steps: 2 sections (level 2). Links are imported as topics."


def test_option_for_lists_is_suggested_only_if_there_are_some() -> None:
    table = "# P\n\n| Week | Topic |\n|---|---|\n| 1 | Loops |\n| 2 | Trees |\n"
    undivided = "Steps: 1, because no headings divide the text into more"
    with_lists = f"{undivided}; with --steps list, each"
    assert reading(table).decision == f"{with_lists} row of its tables is one."
    assert reading("# P\n\n- a\n- b\n").decision == f"{with_lists} item of its lists is one."
    assert (
        reading(f"{table}\n- a\n- b\n").decision == f"{with_lists} item of its lists and each row of its tables is one."
    )


def test_decision_names_only_what_the_text_has() -> None:
    assert reading("- p\n- q\n").decision == (
        "Steps: 1, because no headings divide the text into more; with --steps list, each item of its lists is one."
    )
    assert steps(reading("- p\n- q\n", steps=StepsAre.LIST)) == ["p", "q"]
    only_links = reading("# T\n\n[p](https://e.org/p)\n\n[q](https://e.org/q)\n").decision
    assert only_links
    assert only_links.startswith("Steps: 1, because no headings divide the text into more. Links are")
    assert reading("# T\n\n## A\n\n- p\n\n## License\n\nMIT\n").decision == "Steps: 1 section (level 2)."
    linked = reading("# T\n\n## A\n\n[x](https://e.org/x) is good.\n\n## B\n\n- q\n")
    assert linked.decision == "Steps: 2 sections (level 2)."


CODE = "```\nx\n```\n\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<!DOCTYPE html>\n<h2>A</h2><ul><li>p</li></ul>", "an HTML page"),
        ("# Changes\n\n## 1.2.0\n\n- p\n\n## [1.1.0] - 2020-01-01\n\n- q\n\n## v1.0\n\n- r\n", "a changelog"),
        ("# Changes\n\n## 1.2.0 B\n\n- p\n\n## 1.1.0 A\n\n- q\n\n## 1.0.1 C\n\n- r\n", "a changelog"),
        (f"# Tool\n\n## A\n\n{CODE}- p\n\n## B\n\n{CODE}- q\n", "a lot of code"),
        (f"# Tool\n\n## Installation\n\n{CODE}## Usage\n\n{'- p' + chr(10)}" + "- q\n" * 20, "how to install"),
    ],
)
def test_text_that_does_not_look_like_a_roadmap_is_doubted(text: str, reason: str) -> None:
    assert reason in (reading(text).doubt or "")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"# T\n\n## A\n\n{CODE}- p\n\n## B\n\n- q\n",
        "# T\n\n## 1. A\n\n- p\n\n## 2. B\n\n- q\n\n## 3. C\n\n- r\n",
        "# T\n\n## Python 3.12\n\n- p\n\n## B\n\n- q\n",
        "# T\n\n## 1.1. A\n\n- p\n\n### 1.1.1. B\n\n- q\n\n## 1.2. C\n\n- r\n\n## 1.10. D\n\n- s\n",
        "# T\n\n## Installation\n\n- p\n\n## Usage\n\n- q\n",
    ],
)
def test_roadmaps_are_not_doubted(text: str) -> None:
    assert reading(text).doubt is None


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        ("# P\n\n## A\n\n- x\n- y\n\n## B\n\n- x\n", ()),
        ("# P\n\n## A\n\n- x\n- y\n- X\n- x\n", ("Duplicate titles: x (3 topics of step 1).",)),
        ("# P\n\n## A\n\n- x\n\n## A\n\n- x\n", ("Duplicate titles: A (2 steps).",)),
        (
            "# P\n\n## A\n\n- x\n\n## B\n\n- g\n  - y\n  - y\n- h\n  - y\n",
            ("Duplicate titles: y (2 topics of step 2).",),
        ),
        (
            "# P\n\n" + "".join(f"## S{n}\n\n- x\n- x\n\n" for n in range(9)),
            ("Duplicate titles: x (2 topics of step 1), x (2 topics of step 2), x (2 topics of step 3) and 6 more.",),
        ),
    ],
)
def test_duplicate_titles_are_named(text: str, notices: tuple[str, ...]) -> None:
    assert reading(text).notices == notices


def test_steps_without_topics_are_named() -> None:
    text = "# P\n\n## A\n\nRead.\n\n## B\n\n- x\n\n## C\n\n**Monday**: y\n**Tuesday**: z\n"
    assert reading(text).notices == ("Steps without topics are one topic each: A, C.",)
    assert reading("# P\n\n- x\n- y\n", steps=StepsAre.LIST).notices == ()
