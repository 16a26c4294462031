"""Where questions and answers begin and end, and what of their text is kept."""

import pytest

from genai_roadmap.markdown.reader import ParsedRoadmap, read

DETAILS = "<details><summary>{}</summary>\n\n{}\n\n</details>"


def read_text(text: str, heading: str = "One") -> ParsedRoadmap:
    return read(f"# T\n\n## {heading}\n\n- a\n- b\n\n{text}\n\n## Two\n\n- c\n- d\n", roadmap_id="x", version="1")


def asked(parsed: ParsedRoadmap) -> list[tuple[str, str]]:
    return [(each.ask, each.answer) for item in parsed.roadmap.all_items for each in item.content.questions]


def titles(parsed: ParsedRoadmap) -> list[str]:
    return [item.title for item in parsed.roadmap.all_items if not item.content.topics]


@pytest.mark.parametrize(
    ("text", "ask", "answer"),
    [
        (
            "Q: What is `a` after `let b = a;` when `a: String`?\nA: Moved.",
            "What is `a` after `let b = a;` when `a: String`?",
            "Moved.",
        ),
        ("Q: What is\n`a: String`?\nA: A string.", "What is `a: String`?", "A string."),
        ("Q: What? So a: b\nA: So.", "What? So a: b", "So."),
        ("Q: What is x? a: b\nA: So.", "What is x? a: b", "So."),
        ("Q: Is it `x? A: y`?\nA: So.", "Is it `x? A: y`?", "So."),
        ("Q: Why? A: Like A: this.", "Why?", "Like A: this."),
        ("**Q:** Why? **A:** So.", "Why?", "So."),
        ('- Q: "Why?" A: So.', '"Why?"', "So."),
        ("问：为什么？答：因为。", "为什么？", "因为。"),
        ("Pregunta: ¿Por qué? Respuesta: Así.", "¿Por qué?", "Así."),
        ("**Q : Est-ce vrai ?**\n\nR : Oui.", "Est-ce vrai ?", "Oui."),
        ("Q: Use ``a`b`` or `c`?\nA: [`d`](https://e.org) with `e  f`.", "Use ``a`b`` or `c`?", "`d` with `e f`."),
    ],
)
def test_labels_begin_lines_or_follow_a_question_mark(text: str, ask: str, answer: str) -> None:
    parsed = read_text(text)
    assert asked(parsed) == [(ask, answer)]
    assert titles(parsed) == ["a", "b", "c", "d"]


CODE = "```py\nif x:\n    y()\n\n    z()\n```"
PLAIN_CODE = "if x:\n    y()\n\n    z()"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (f"Q: How?\nA: For example:\n\n{CODE}", f"For example:\n\n{PLAIN_CODE}"),
        (f"Q: How?\n\nA:\n\n{CODE}\n\nDone.", f"{PLAIN_CODE}\n\nDone."),
        (
            "Q: How?\n\nA: Like this.\n\nAnd that:\n\n1. e\n   - f\n2. g `h`",
            "Like this.\n\nAnd that:\n- e\n  - f\n- g `h`",
        ),
        ("Q: How?\n\nA: Like this.\n\n> And that.\n\n### More\n\nText.", "Like this.\n\nAnd that."),
        ("Q: How?\n\nA: Like this.\n\n**More**\n\nText.", "Like this."),
        ("Q: How?\n\nA:\n\n- e\n- f", "- e\n- f"),
        ("Q: How?\nA: Like this.\n\n- e\n- f", "Like this."),
        ("Q: How?\n\nA: Like this.\n\n- [ ] e", "Like this."),
        ("Q: How?\n\nA: Like this.\n\n- [e](https://e.org)", "Like this."),
        ("Q: How?\nA: Like this.\n\nQ: Open?\n\nText.", "Like this."),
        (
            f"1. Q: How?\n\n   A: Like this.\n\n   - e\n\n   {CODE.replace(chr(10), chr(10) + '   ')}\n2. g",
            f"Like this.\n- e\n\n{PLAIN_CODE}",
        ),
        ("- Q: How?\n- A: Like this.\n- A: Or that.\n- g", "Like this.\n\nOr that."),
        ("- Q: How?\n  - A: Like this.\n  - And that.\n- g", "Like this.\n- And that."),
    ],
)
def test_answer_ends_at_the_next_question_heading_or_item(text: str, answer: str) -> None:
    assert asked(read_text(text)) == [("How?", answer)]


def test_list_after_a_complete_answer_has_topics() -> None:
    parsed = read_text("Q: What is Python?\nA: A language.\n\n- Variables\n- Loops")
    assert asked(parsed) == [("What is Python?", "A language.")]
    assert {"Variables", "Loops"} <= {*titles(parsed)}


def test_quarters_are_no_unanswered_questions() -> None:
    parsed = read_text("- Q1: learn the basics\n- Q2: build a project\n- Q3: Why?")
    assert [each.text for each in parsed.left_out] == ["Q3: Why?"]


def test_every_question_without_an_answer_is_named() -> None:
    parsed = read_text("- a\n\n  Q: One?\n  Q: Two?\n- Q: Describe e.\n- Question 3: Why?\n- b\n\nQ: Last?\n\nText.")
    asked = [(each.line, each.text) for each in parsed.left_out]
    assert [text for _, text in asked] == ["Q: One?", "Q: Two?", "Q: Describe e.", "Question 3: Why?", "Q: Last?"]
    first = asked[0][0]
    assert [line - first for line, _ in asked] == [0, 1, 2, 3, 6]
    assert "5 questions have no answer." in (parsed.decision or "")
    details = read_text("<details><summary>Why is it so?</summary></details>\n\n- e")
    assert [each.text for each in details.left_out] == ["Why is it so?"]
    assert "1 question has no answer." in (details.decision or "")


def test_a_heading_of_questions_without_any_is_named() -> None:
    parsed = read_text("### Quiz\n\n### Questions:\n\n#### More\n\n- e\n\n### Mock interviews\n\n## Exercises\n")
    reason = "no questions below it; kept as a topic"
    assert [each.text for each in parsed.left_out if each.reason == reason] == ["Quiz", "Exercises"]


def test_labels_of_details_are_removed() -> None:
    details = "<details><summary>Q: What is X?</summary>\n\nA: It is.\n\n</details>"
    assert asked(read_text(details)) == [("What is X?", "It is.")]


def test_question_has_what_is_above_its_answer() -> None:
    assert asked(read_text(f"Q: What is printed?\n\n{CODE}\n\nA: Nothing.")) == [
        (f"What is printed?\n\n{PLAIN_CODE}", "Nothing.")
    ]
    assert asked(read_text("- Q: Which?\n  - x\n  - y\n- A: x")) == [("Which?\n- x\n- y", "x")]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("- e\n- `f`\n  - g", "- e\n- `f`\n  - g"),
        ("So:\n\n1. e\n2. f", "So:\n- e\n- f"),
        (f"So:\n\n{CODE}", f"So:\n\n{PLAIN_CODE}"),
        ("| e | f |\n|---|---|\n| g | h |", "- g\n  f: h"),
        ("<ul><li>e</li><li>Use <code>f  g</code></li></ul>", "- e\n- Use `f g`"),
        (
            "<p>So:</p><pre><code>if x:\n    y &lt; z\n</code></pre><p>Done.</p>",
            "So:\n\nif x:\n    y < z\n\nDone.",
        ),
        ("<ul><li>So:<pre>if x:\n    y</pre></li><li>e</li></ul>", "- So:\n\n  if x:\n      y\n- e"),
    ],
)
def test_details_below_a_question_are_its_answer(content: str, answer: str) -> None:
    parsed = read_text(DETAILS.format("What is it?", content))
    assert asked(parsed) == [("What is it?", answer)]
    assert titles(parsed) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "heading", ["Questions", "Quiz 1", "Interview preparation", "Exercises", "Preguntas", "面试题"]
)
@pytest.mark.parametrize("summary", ["Name the three steps.", "Explain `x`", "3. Describe it"])
def test_summary_below_a_heading_of_questions_can_be_an_instruction(heading: str, summary: str) -> None:
    assert asked(read_text(DETAILS.format(summary, "- e\n- f"), heading)) == [(summary, "- e\n- f")]
    assert asked(read_text(f"### {heading}\n\n" + DETAILS.format(summary, "Text."))) == [(summary, "Text.")]
    assert asked(read_text(DETAILS.format(summary, "- e\n- f"), "Basics")) == []
    assert asked(read_text(f"### {heading}\n\nText.\n\n### Basics\n\n" + DETAILS.format(summary, "- e"))) == []


@pytest.mark.parametrize(
    ("summary", "content"),
    [
        ("Arrays and strings", "- e\n- f"),
        ("Name the three steps.", "- [ ] e\n- [x] f"),
        ("What is it?", "- [ ] e\n- [x] f"),
        ("Name three books.", "- [e](https://e.org)\n- [f](https://f.org)"),
        ("Show answer", "- e\n- f"),
    ],
)
def test_details_with_a_title_or_a_checklist_are_topics(summary: str, content: str) -> None:
    parsed = read_text(DETAILS.format(summary, content), "Quiz")
    assert asked(parsed) == []
    assert titles(parsed) == ["a", "b", "e", "f", "c", "d"]


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("What is `x`?\n\n{}", "What is `x`?"),
        ("**Question 1:** What is it?\n\n{}", "What is it?"),
        ("Q: Guess\n\n{}", "Guess"),
        (f"What is printed?\n\n{CODE}\n\n{{}}", f"What is printed?\n\n{PLAIN_CODE}"),
        ("1. What is `x`?\n\n{}", "What is `x`?"),
        ("### 2. What is `x`?\n\n{}", "What is `x`?"),
    ],
)
def test_answer_below_a_question(text: str, ask: str) -> None:
    assert asked(read_text(text.format(DETAILS.format("Show answer", "- e\n- f")))) == [(ask, "- e\n- f")]


def test_options_are_a_part_of_the_question() -> None:
    text = "### Question 1\n\nWhich is it?\n\nA) This.\\\nB) That.\n\n" + DETAILS.format("Answer", "B")
    assert asked(read_text(text, "Quiz")) == [("Which is it?\n\nA) This.\nB) That.", "B")]


def test_answer_below_other_text_is_a_section() -> None:
    text = "Is it?\n\nIt is.\n\n" + DETAILS.format("Answer", "So.")
    assert asked(read_text(text)) == []
    assert asked(read_text("Is it?\n\n" + DETAILS.format("More", "So."))) == []
    assert asked(read_text("### Is it?\n\n" + DETAILS.format("Ansible", "- e"))) == []


def test_questions_without_an_answer_are_reported() -> None:
    parsed = read_text("Q: Why?\n\nQ: How?\nA: So.\nQ: Who?\n\n- Question: Where?\n- Question:\n- e")
    assert asked(parsed) == [("How?", "So.")]
    assert [(part.line, part.text) for part in parsed.left_out] == [
        (8, "Q: Why?"),
        (12, "Q: Who?"),
        (14, "Question: Where?"),
    ]
    assert parsed.roadmap.steps[0].detail == "Q: Why?\n\nQ: Who?"
    assert (parsed.decision or "").endswith(" 3 questions have no answer.")
    assert (read_text("Q: Why?").decision or "").endswith(" 1 question has no answer.")
    assert "answer" not in (read_text("Q: Why?\nA: So.").decision or "")


def test_labeled_tasks_and_questions_with_tasks_stay_topics() -> None:
    parsed = read_text("- Q: Why?\n  - A: So.\n  - [x] e")
    assert asked(parsed) == []
    assert "e" in titles(parsed)


def test_code_in_answers_is_no_reason_to_doubt_that_it_is_a_roadmap() -> None:
    assert read_text("\n\n".join(f"Q: How {n}?\nA: So:\n\n{CODE}" for n in range(9))).doubt is None
    assert read_text("\n\n".join([CODE, "Text."] * 9)).doubt


def test_answer_that_is_too_long_stays_a_list_of_topics() -> None:
    items = "".join(f"- {'word ' * 20}{number}\n" for number in range(150))
    assert len(titles(read_text(f"Q: Why?\nA: So.\n\n{items}"))) > 150
    assert asked(read_text(DETAILS.format("Why?", items))) == []
