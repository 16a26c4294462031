"""The questions and answers as Markdown to print."""

from markdown_it import MarkdownIt

from genai_roadmap.formats.question_sheet import sheet
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files
from hostile import CONTROL, HOSTILE
from small import roadmap_data

BUNDLED = roadmap_files.read(roadmap_files.bundled_file())


def test_answers_are_apart_from_the_questions() -> None:
    topics = [{"slug": "a", "title": "A*", "questions": [{"ask": "Why\nA?", "answer": "Line 1\nLine 2"}]}]
    steps = [
        {"slug": "one", "title": "One", "topics": topics},
        {"slug": "none", "title": "None", "topics": [{"slug": "n", "title": "N"}]},
        {
            "slug": "two",
            "title": "Two",
            "questions": [{"ask": "# How?", "answer": "1. So"}],
            "topics": [{"slug": "b", "title": "B"}],
        },
    ]
    assert sheet(parse_roadmap(roadmap_data(steps=steps))) == (
        "# Test\n\n## Questions\n\n### Step 1: One\n\n1. **A\\*:** Why\\\n   A?\n\n"
        "### Step 3: Two\n\n2. **Two:** \\# How?\n\n"
        "## Answers\n\n### Step 1: One\n\n1. Line 1\\\n   Line 2\n\n### Step 3: Two\n\n2. 1\\. So\n"
    )


def test_code_is_indented() -> None:
    questions = [{"ask": "Why?", "answer": "So:\n\nif x:\n\ty\n  - z"}]
    text = sheet(parse_roadmap(roadmap_data({"slug": "a", "title": "A", "questions": questions})))
    assert text.endswith("1. So:\\\n   if x:\\\n   &nbsp;&nbsp;&nbsp;&nbsp;y\\\n   &nbsp;&nbsp;\\- z\n")


def test_fenced_code_is_a_block_of_code() -> None:
    answer = "So:\n\n```python\nif x:\n\ty`z`\n\n# *w*\n```\n1. e\n\n~~~\n```\n~~~"
    questions = [{"ask": "```\nx\n```", "answer": answer}]
    text = sheet(parse_roadmap(roadmap_data({"slug": "a", "title": "A", "questions": questions})))
    code = "```\n   if x:\n       y`z`\n   \n   # *w*\n   ```"
    assert text.endswith(f"1. So:\n   {code}\n   1\\. e\n   ````\n   ```\n   ````\n")
    blocks = [token.content for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]
    assert blocks[-2:] == ["if x:\n    y`z`\n\n# *w*\n", "```\n"]
    questions = [{"ask": "Why?", "answer": "```\nnot closed"}]
    text = sheet(parse_roadmap(roadmap_data({"slug": "a", "title": "A", "questions": questions})))
    assert text.endswith("1. ```\n   not closed\n   ```\n")


def test_numbers_of_questions_and_answers_agree() -> None:
    tokens = MarkdownIt("commonmark").parse(sheet(BUNDLED))
    starts = [int(token.attrs.get("start", 1)) for token in tokens if token.type == "ordered_list_open"]
    asked = sum(len(item.content.questions) for item in BUNDLED.all_items)
    assert sum(token.type == "list_item_open" for token in tokens) == 2 * asked
    assert starts[: len(starts) // 2] == starts[len(starts) // 2 :]
    assert len(starts) == 2 * len(BUNDLED.steps)


def test_hostile_text_is_text() -> None:
    questions = [{"ask": text, "answer": text} for text in HOSTILE.values()]
    text = sheet(parse_roadmap(roadmap_data({"slug": "a", "title": HOSTILE["markup"], "questions": questions})))
    assert not CONTROL.search(text)
    tokens = MarkdownIt("commonmark").parse(text)
    assert sum(token.type == "list_item_open" for token in tokens) == 2 * len(questions)
    inline = [child.type for token in tokens for child in token.children or []]
    assert {*inline} <= {"text", "strong_open", "strong_close", "hardbreak", "text_special"}


def test_code_stays_code() -> None:
    question = {"ask": "What is `a[0] * b_c`?", "answer": "`x_y` and a ` alone, and ``two`` of them"}
    text = sheet(parse_roadmap(roadmap_data({"slug": "a", "title": "A", "questions": [question]})))
    assert "1. **A:** What is `a[0] * b_c`?\n" in text
    assert "1. `x_y` and a \\` alone, and \\`\\`two\\`\\` of them\n" in text
