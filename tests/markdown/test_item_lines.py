"""The lines of a list item: which of them are its title, and which explain it."""

import pytest

from genai_roadmap.markdown import reader
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Topic


def topics(text: str) -> tuple[Topic, ...]:
    return (
        reader.read(f"# Plan\n\n## One\n\n{text}\n\n## Two\n\n- Last", roadmap_id="plan", version="1")
        .roadmap.steps[0]
        .topics
    )


@pytest.mark.parametrize(
    ("first", "below"),
    [
        ("Variables", "Learn how names are bound to values."),
        ("Variables", "Names, values, types and where they live"),
        ("Are you ready for interviews?", "Practice them."),
        ("Revise what you have learned, and never stop learning new things!", "It is worth it."),
        ("Linear Probing", "순차적으로 탐색하며 비어있는 버킷을 찾는다."),
        ("Docker", "Containers everywhere.\nAnd images too."),
        ("The `git rebase` command", "It rewrites commits."),
        ("Docker\\", "containers"),
        ("Docker  ", "containers and images"),
        ("Docker<br>", "containers"),
    ],
)
def test_a_line_that_begins_a_sentence_after_a_complete_title_explains_it(first: str, below: str) -> None:
    [topic] = topics("- " + f"{first}\n{below}".replace("\n", "\n  "))
    assert topic.title == first.removesuffix("<br>").rstrip("\\ .").replace("`", "")
    assert topic.detail == below.replace("\n", " ")


def test_a_line_break_in_code_is_text() -> None:
    [topic] = topics("- Use `<br>` tags in Markdown")
    assert (topic.title, topic.detail) == ("Use <br> tags in Markdown", None)


def test_a_title_of_thousands_of_lines_is_read_once() -> None:
    [topic] = topics("- item" + "\n  lower" * 2_000)
    assert topic.title.startswith("item lower lower")


@pytest.mark.parametrize(
    "lines",
    [
        ["Learn the basics of the language by reading the", "official tutorial"],
        ["Introduction to", "Python"],
        ["Deep Learning", "Specialization"],
        ["Transformers in RL & Universal", "Compute Engines"],
        [
            "Read the whole of the official documentation about the Amazon",
            "Web Services, then build the project that it describes",
        ],
        ["Structure and Interpretation (second", "Edition of the book by Abelson)"],
        ["Write scripts", "(Bash or Python are fine for that)"],
        ["Data structures,", "Algorithms and the complexity of both"],
    ],
)
def test_a_line_that_continues_a_sentence_or_a_name_is_part_of_the_title(lines: list[str]) -> None:
    [topic] = topics("- " + "\n  ".join(lines))
    assert (topic.title, topic.detail) == (" ".join(lines), None)


def test_a_line_break_inside_a_link_or_emphasis_is_part_of_the_title() -> None:
    found = topics(
        "- [Systems.\n  A Programmer's Perspective of it](https://x.y)\n- **Solution of.\n  Concurrent Programs**"
    )
    assert [topic.title for topic in found] == [
        "Systems. A Programmer's Perspective of it",
        "Solution of. Concurrent Programs",
    ]


def test_lines_with_links_below_a_title_are_its_resources() -> None:
    found = topics("- [ ] Docker\n  https://docs.docker.com\n- [ ] Git\n  [Git Book](https://git-scm.com/book)")
    assert [(topic.title, topic.detail, [link.url for link in topic.resources]) for topic in found] == [
        ("Docker", None, ["https://docs.docker.com"]),
        ("Git", None, ["https://git-scm.com/book"]),
    ]


def test_a_line_below_a_title_may_be_labeled() -> None:
    [topic] = topics("- [ ] Testing\n  why: bugs are expensive\n  https://docs.pytest.org\n  Start with one test.")
    assert (topic.title, topic.why, topic.detail) == ("Testing", ("bugs are expensive",), "Start with one test.")
    assert [(link.title, link.detail) for link in topic.resources] == [("https://docs.pytest.org", None)]


def test_a_question_and_its_answer_are_no_title_with_an_explanation() -> None:
    [topic] = topics("- Go\n  - Q: What is Go?\n    A: A language.")
    assert [(question.ask, question.answer) for question in topic.questions] == [("What is Go?", "A language.")]


@pytest.mark.parametrize(
    "item",
    [
        "Days 1-8: HTML",
        "Day 9: CSS and how it looks",
        "Semanas 1 a 4: Lógica",
        "День с 1 по 8: HTML",
        "**Week 1–2:** Loops and functions",
        "**Days 9-10** - CSS",
        "Part 3 - Networks",
    ],
)
def test_a_label_that_only_numbers_what_follows_is_not_the_whole_title(item: str) -> None:
    [topic] = topics(f"- {item}")
    assert (topic.title, topic.detail) == (item.replace("*", ""), None)


@pytest.mark.parametrize(
    "item",
    [
        "Loops: repeat things",
        "**Loops in week 1**: repeat things",
        "RFC 9110 and 9111: HTTP",
        "**Vue 3**: composition API",
        "**Python 3.12**: learn typing",
        "**Layer 2**: rollups",
    ],
)
def test_a_name_before_a_colon_is_the_title_also_with_a_number(item: str) -> None:
    [topic] = topics(f"- {item}")
    assert topic.title == item.partition(":")[0].replace("*", "")
    assert topic.detail == item.partition(": ")[2]


def test_an_only_item_with_a_label_is_a_topic() -> None:
    [topic] = topics("- Linux\n  - *Goal:* lose your fear of the shell, and work with it every day.")
    assert [below.title for below in topic.topics] == ["Goal"]


def test_an_only_sentence_is_the_detail_of_its_item() -> None:
    [topic] = topics("- Linux\n  - You should lose your fear of the shell.")
    assert (topic.topics, topic.detail) == ((), "You should lose your fear of the shell")


def test_a_long_item_is_not_cut_at_a_comma_because_that_may_be_in_a_list() -> None:
    words = "the meaning, the differences and the practical use of versions and of branches " * 2
    [topic] = topics(f"- Look closely at {words.strip()}")
    assert topic.title.startswith("Look closely at the meaning, the differences and the practical use of versions and")
    assert topic.title.endswith("…")
    assert topic.detail == f"Look closely at {words.strip()}"


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("[Pod design] 20 %", "Pod design 20 %"),
        ("[Pod design]", "Pod design"),
        ("[Video] Pod design", "Video: Pod design"),
        ("[Pods] and [nodes]", "[Pods] and [nodes]"),
        ("Pods [1]", "Pods [1]"),
        ("a[0]", "a[0]"),
    ],
)
def test_brackets_around_all_the_letters_of_a_title_are_removed(item: str, title: str) -> None:
    [topic] = topics(f"- {item}")
    assert topic.title == title


def test_bold_labels_that_number_items_beside_each_other_are_not_their_whole_titles() -> None:
    nested = "\n  - Lists\n  - Trees"
    found = topics(f"- **Aula 1.1:** Algoritmos{nested}\n- **Vue 3:** API\n- **aula 1.2**: Listas\n- Go\n- Git")
    titles = [topic.title for topic in found]
    assert titles == ["Aula 1.1: Algoritmos", "Vue 3", "aula 1.2: Listas", "Go", "Git"]
    assert [topic.detail for topic in found] == [None, "API", None, None, None]


def test_a_bold_label_with_a_number_names_the_topics_that_it_lists() -> None:
    found = topics("### What to learn?\n\n- **Week 1**: loops, functions\n- **Week 2**: lists, sets")
    assert [topic.title for topic in found] == ["Week 1", "Week 2"]
    assert [topic.title for topic in found[0].topics] == ["Loops", "Functions"]


@pytest.mark.parametrize("address", ["https://example.org", "https://example.org/page/", "<https://example.org/a?b=1>"])
@pytest.mark.parametrize("below", ["a quote after it", "Another line.", "| one | two |", "> quoted"])
def test_an_address_alone_is_not_continued_by_the_line_below_it(address: str, below: str) -> None:
    text = f"# Plan\n\n## One\n\n- Name\n- {address}\n{below}\n\n## Two\n\n- Last"
    step = reader.read(text, roadmap_id="plan", version="1").roadmap.steps[0]
    titles = [topic.title for topic in step.topics] + [link.title for link in step.resources]
    assert titles == ["Name", address.strip("<>")]


@pytest.mark.parametrize("item", ["https://example.org", "[Site](https://example.org)", "A site"])
@pytest.mark.parametrize("divider", ["|---|---|\n", ""])
def test_a_table_right_below_an_item_is_not_part_of_it(item: str, divider: str) -> None:
    table = f"| Word | Meaning |\n{divider}| alpha | first letter |"
    text = f"# Plan\n\n## One\n\n- Name\n- {item}\n{table}\n\n## Two\n\n- Last"
    parsed = reader.read(text, roadmap_id="plan", version="1")
    step = parsed.roadmap.steps[0]
    titles = [topic.title for topic in step.topics] + [link.title for link in step.resources]
    assert all("|" not in title for title in titles)
    assert "alpha" in f"{titles} {step.detail}"


def test_a_sign_within_an_item_is_no_table() -> None:
    [topic] = topics("- Bitwise operators and\n|x| as well")
    assert topic.title == "Bitwise operators and |x| as well"


@pytest.mark.parametrize("item", ["[ ] TODO: Read it", "TODO: Read it"])
def test_a_label_that_says_what_an_open_box_says_is_no_title(item: str) -> None:
    [topic] = topics(f"- {item}")
    assert (topic.title, topic.detail) == ("Read it", None)


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("~~Old~~", Status.SKIPPED),
        ("[ ] ~~Old~~", Status.SKIPPED),
        ("~~Old **name**~~.", Status.SKIPPED),
        ("[x] ~~Old~~", Status.DONE),
        ("New ~~old~~ name", None),
        ("Plain", None),
    ],
)
def test_a_topic_that_is_struck_through_is_skipped(item: str, status: Status | None) -> None:
    parsed = reader.read(f"# Plan\n\n## One\n\n- {item}\n- Next\n\n## Two\n\n- Last", roadmap_id="plan", version="1")
    assert [*parsed.statuses.values()] == ([status] if status else [])
