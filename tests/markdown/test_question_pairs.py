"""Questions in Markdown: labeled pairs, and <details> whose summary is a question."""

import pytest

from genai_roadmap.markdown.reader import ParsedRoadmap, read
from genai_roadmap.roadmap.models import Roadmap


def read_text(text: str) -> ParsedRoadmap:
    return read(f"# T\n\n## One\n\n- a\n- b\n\n{text}\n\n## Two\n\n- c\n- d\n", roadmap_id="x", version="1")


def asked(roadmap: Roadmap) -> list[tuple[str, str, str]]:
    return [(item.slug, each.ask, each.answer) for item in roadmap.all_items for each in item.content.questions]


def titles(roadmap: Roadmap) -> list[str]:
    return [topic.title for step in roadmap.steps for topic in step.topics]


@pytest.mark.parametrize(
    "text",
    [
        "Q: Why?\n\nA: So.",
        "Q: Why?\nA: So.",
        "**Q:** Why?\n\n**A:** So.",
        "**Q: Why?**\n\nA: So.",
        "**Question 1: Why?**\n**Answer 1:** So.",
        "Pregunta: Why?\n\nRespuesta: So.",
        "问：Why?\n\n答：So.",
        "- Q: Why?\n- A: So.",
        "- Q: Why?\n  - A: So.",
        "1. **Q:** Why?\n\n   **A:** So.",
        "1. Q1: Why?\n   A1: So.",
        "> Q: Why?\n>\n> A: So.",
        "<p>Q: Why?</p><p>A: So.</p>",
        "<details><summary>Why?</summary>So.</details>",
        "<details>\n<summary><b>Why?</b></summary>\n<p>So.</p>\n</details>",
        "<details open>\n  <summary>Why?</summary>\n\n  So.\n\n</details>",
    ],
)
def test_question_of_a_section(text: str) -> None:
    result = read_text(text)
    assert asked(result.roadmap) == [("one", "Why?", "So.")]
    assert titles(result.roadmap) == ["a", "b", "c", "d"]
    assert result.left_out == ()


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  - Q: Why?\n  - A: So.\n- b",
        "- a\n\n  Q: Why?\n\n  A: So.\n- b",
        "- a\n  <details><summary>Why?</summary>So.</details>\n- b",
        "- a\n\n  <details><summary>Why?</summary>\n\n  So.\n\n  </details>\n- b",
        "### a\n\n<details><summary>Why?</summary>So.</details>\n\n### b\n\nText.",
    ],
)
def test_question_of_a_topic(text: str) -> None:
    roadmap = read(f"# T\n\n## One\n\n{text}\n\n## Two\n\n- c\n- d\n", roadmap_id="x", version="1").roadmap
    assert asked(roadmap) == [("a", "Why?", "So.")]
    assert titles(roadmap) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_summary_that_is_a_question(mark: str) -> None:
    assert asked(read_text(f"<details><summary>x{mark}</summary>So.</details>").roadmap) == [("one", f"x{mark}", "So.")]


@pytest.mark.parametrize(
    "text",
    [
        "<details><summary>More links</summary>Text about it.</details>",
        "<details><summary>What to read?</summary>\n\n- [e](https://e.org)\n- [f](https://f.org)\n\n</details>",
        "<details><summary>What to read?</summary>\n\n### e\n\nText\n\n</details>",
        "<details><summary>What to read?</summary>\n\n| e | f |\n|---|---|\n| g | h |\n\n</details>",
        "<details><summary>What to read?</summary><ul><li>e</li><li>f</li></ul></details>",
        "<details><summary>Is it open?</summary>So it is.",
        "<details><summary>Empty?</summary></details>",
        "- [ ] Q: Why?\n- [ ] A: So.",
        "Q: Why?\n\nA:\n\nMore",
        "Q: Why?\n\n- A: So.",
        "Q: Why?\n\nB: So.",
        "A: So.\n\nQ: Why?",
        "Q: Why? Q: How? A: So.",
        "Question the answer: always.\n\nA: So.",
        "Quality: good.\n\nAnswering: good.",
    ],
)
def test_sections_and_other_texts_are_no_questions(text: str) -> None:
    assert asked(read_text(text).roadmap) == []


def test_several_questions_in_a_paragraph() -> None:
    found = asked(read_text("Q: Why?\nA: So.\nQ: How?\nA: Like this: that.").roadmap)
    assert found == [("one", "Why?", "So."), ("one", "How?", "Like this: that.")]
    found = asked(read_text("Q: Why?\nA: So.\nQ: How?\n\nA: Now.").roadmap)
    assert found == [("one", "Why?", "So."), ("one", "How?", "Now.")]


def test_answer_has_all_of_its_blocks() -> None:
    items = "- Q: Which?\n- A: Two:\n  - x\n  - y\n"
    details = "<details><summary>Why?</summary>\n\nSo.\n\n```py\nz = 1\n```\n\n</details>"
    assert asked(read_text(f"{items}\n{details}").roadmap) == [
        ("one", "Which?", "Two:\n- x\n- y"),
        ("one", "Why?", "So.\n\nz = 1"),
    ]


def test_links_of_a_question_are_resources() -> None:
    roadmap = read_text("Q: Why [e](https://e.org)?\nA: See [f](https://f.org).").roadmap
    assert asked(roadmap) == [("one", "Why e?", "See f.")]
    assert [(link.title, link.url) for link in roadmap.steps[0].resources] == [
        ("e", "https://e.org"),
        ("f", "https://f.org"),
    ]


def test_question_that_is_asked_twice_has_both_answers() -> None:
    text = "Q: Why?\nA: So.\nQ: why?\nA: Because.\nQ: WHY?\nA: So."
    assert asked(read_text(text).roadmap) == [("one", "Why?", "So.\n\nBecause.")]


def test_section_of_questions_is_a_step_with_one_topic() -> None:
    result = read("# T\n\n## A\n\n- b\n- c\n\n## FAQ\n\nQ: Why?\n\nA: So.\n", roadmap_id="x", version="1")
    assert asked(result.roadmap) == [("faq-2", "Why?", "So.")]
    assert titles(result.roadmap) == ["b", "c", "FAQ"]


def test_text_of_questions_only_is_one_step() -> None:
    roadmap = read("# T\n\nQ: Why?\n\nA: So.\n", roadmap_id="x", version="1").roadmap
    assert [step.title for step in roadmap.steps] == ["T"]
    assert [found[1:] for found in asked(roadmap)] == [("Why?", "So.")]


def test_questions_outside_the_steps_are_closing_words() -> None:
    intro, end = "<details><summary>Why?</summary>So.</details>", "## About\n\nText.\n\nQ: Who?\nA: Us.\n"
    text = f"# T\n\n{intro}\n\n## A\n\n- b\n- c\n\n## D\n\n- e\n- f\n\n{end}"
    roadmap = read(text, roadmap_id="x", version="1").roadmap
    assert asked(roadmap) == []
    assert "Why?\n- So." in roadmap.closing


def test_question_of_a_topic_that_is_nested_too_deeply_moves_to_the_one_above() -> None:
    text = "- a\n  - b\n    - c\n      - d\n        - Q: Why?\n        - A: So.\n"
    roadmap = read(f"# T\n\n## S\n\n{text}\n## T\n\n- e\n- f\n", roadmap_id="x", version="1").roadmap
    assert asked(roadmap) == [("c", "Why?", "So.")]


def test_checklist_has_other_html_left_out() -> None:
    head = "<!-- A checklist of genai-roadmap; roadmap: x; -->\n\n# T\n\n## Step 1: A\n\n- [ ] b\n"
    result = read(
        f"{head}  <details><summary>Why?</summary>So.</details>\n  <p>Other</p>\n", roadmap_id="x", version="1"
    )
    assert asked(result.roadmap) == [("b", "Why?", "So.")]
    assert [part.text for part in result.left_out] == ["<p>Other</p>"]
