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
        "<details><summary>What to learn?</summary>\n\n| e | f |\n|---|---|\n| g | h |\n\n</details>",
        "<details><summary>What to learn?</summary><ul><li>e</li><li>f</li></ul></details>",
        "<details><summary>What to read?</summary>\n\n- [ ] e\n- [x] f\n\n</details>",
        "<details><summary>Is it open?</summary>So it is.",
        "<details><summary>Empty?</summary></details>",
        "- [ ] Q: Why?\n- [ ] A: So.",
        "Q: Why?\n\nA:\n\n### More",
        "Q: Why?\n\n- A: So.",
        "Q: Why?\n\nB: So.",
        "A: So.\n\nQ: Why?",
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


def test_questions_that_share_an_answer_are_one() -> None:
    assert asked(read_text("Q: Why?\nQ: How?\nA: So.").roadmap) == [("one", "Why?\nHow?", "So.")]
    assert asked(read_text("Q: Why?\nA: So.\nA: And so.").roadmap) == [("one", "Why?", "So.\nAnd so.")]
    found = asked(read_text("Q: Why [e](https://e.org)?\nQ: How?\nA: So.\nQ: Who?\nA: We.").roadmap)
    assert found == [("one", "Why e?\nHow?", "So."), ("one", "Who?", "We.")]


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] a\n  Q: Why?\n  A: So.\n- [ ] b",
        "- a\n  Q: Why?\n  A: So.\n- b",
        "- a\n  Q: Why? A: So.\n- b",
        "- a\n  **Q:** Why?\n  **A:** So.\n- b",
        "- a\n  *Q: Why?*\n  A: So.\n- b",
        "- **a**\\\n  Q: Why?\\\n  A: So.\n- b",
        "- a<br>Q: Why?<br/>A: So.\n- b",
        "- a\n\tQ: Why?\n\n\tA: So.\n- b",
        "1. a\nQ1: Why?\nA1: So.\n2. b",
    ],
)
def test_question_right_below_a_topic(text: str) -> None:
    result = read(f"# T\n\n## One\n\n{text}\n\n## Two\n\n- c\n- d\n", roadmap_id="x", version="1")
    assert asked(result.roadmap) == [("a", "Why?", "So.")]
    assert titles(result.roadmap) == ["a", "b", "c", "d"]
    assert result.left_out == ()


def test_label_within_a_text_is_no_question() -> None:
    result = read_text("- Compare\n  A: with B\n- See *this\n  Q: and* that")
    assert asked(result.roadmap) == []
    assert len(titles(result.roadmap)) == 6
    found = read_text("Some words.\nQ: Why?\nA: So.")
    assert asked(found.roadmap) == [("one", "Why?", "So.")]
    assert found.roadmap.steps[0].detail == "Some words."


DETAILS = "<details><summary>Answer</summary>So.</details>"
ANSWER = "<details>\n<summary>Show answer</summary>\n\nSo.\n\n</details>"


@pytest.mark.parametrize(
    "text",
    [
        f"### Is it so?\n\n{ANSWER}\n\n### b\n\nText.",
        f"### 1. Is it so?\n\nWords.\n\n{ANSWER}\n\n### 2. b\n\nText.",
        "1. Is it so?\n   <details><summary>Answer</summary>So.</details>\n2. b",
        "1. Is it so?\n\n   <details><summary>Answer</summary>\n\n   So.\n\n   </details>\n2. b",
        "- [ ] Is it so?\n  <details><summary><b>Show the answer</b></summary>So.</details>\n- [ ] b",
        f"1. Is it so?\n{DETAILS}\n\n2. b\n",
        f"1. Is it so?\n\n{ANSWER}\n\n2. b\n",
        f"- [ ] Is it so?\n\n{DETAILS}\n\n- [ ] b\n",
        "- Is it so?\n  <details><summary>💡 Click</summary>So.</details>\n- b",
    ],
)
def test_title_above_an_answer_is_the_question(text: str) -> None:
    result = read(f"# T\n\n## One\n\n{text}\n\n## Two\n\n- c\n- d\n", roadmap_id="x", version="1")
    assert asked(result.roadmap) == [("is-it-so", "Is it so?", "So.")]
    assert titles(result.roadmap) == ["Is it so?", "b", "c", "d"]


def test_question_that_is_named_like_a_section_is_a_topic_if_it_is_answered() -> None:
    items = f"1. Why use it?\n   {DETAILS}\n2. What to learn?\n   {DETAILS}\n"
    text = f"# T\n\n## A\n\n### Why is it slow?\n\n{DETAILS}\n\n### b\n\nText.\n\n## B\n\n{items}"
    roadmap = read(text, roadmap_id="x", version="1").roadmap
    assert titles(roadmap) == ["Why is it slow?", "b", "Why use it?", "What to learn?"]
    assert [ask for _, ask, _ in asked(roadmap)] == ["Why is it slow?", "Why use it?", "What to learn?"]


def test_labeled_question_below_a_bold_one_does_not_replace_it() -> None:
    result = read_text("**Is it so?**\n\nQ: Why?\nA: So.")
    assert asked(result.roadmap) == [("one", "Why?", "So.")]
    assert result.roadmap.steps[0].detail == "Is it so?"


def test_bold_question_above_its_answer_is_one_of_the_section() -> None:
    result = read_text(f"**Is it so?**\n\n{DETAILS}\n\n**Is it not?**\n\n{DETAILS}\n\n{DETAILS}")
    assert asked(result.roadmap) == [("one", "Is it so?", "So."), ("one", "Is it not?", "So.")]
    assert result.roadmap.steps[0].detail is None
    assert titles(result.roadmap) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "text",
    [
        "### Is it so?\n\n<details><summary>Everything that you need to know</summary>So.</details>",
        "### Is it so?\n\n<details><summary>Links</summary>\n\n- [e](https://e.org)\n\n</details>",
        "### Because\n\n<details><summary>More</summary>So.</details>",
        "### Is it so?\n\n- e\n\n<details><summary>More</summary>So.</details>",
        "- Is it so?\n- e\n\n<details><summary>More</summary>So.</details>",
    ],
)
def test_details_that_do_not_answer_the_title_are_a_section(text: str) -> None:
    assert asked(read_text(text).roadmap) == []


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
