"""Import Markdown of various styles without losing anything."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ftfy
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.choices import Choices
from genai_roadmap.markdown.document import fix_encoding
from genai_roadmap.markdown.phrase import LeftOut, normalized_url
from genai_roadmap.markdown.reader import ParsedRoadmap, read
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Item, Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from support import kept_text

DOCUMENTS = sorted((Path(__file__).parents[1] / "data").glob("*.md"), key=lambda path: path.name)
ADDRESS = re.compile(r"(?:https?:|javascript:)[^\s<>\"'\]|]+")
# Separators of words that may end up in different items: the items of a list, a name and its description.
PARTS = re.compile(r"[,;:()\[\]|→–—、：!*_`>\n]|\s-\s|\.(?=\s|$)|\b(?:and|optional|bonus)\b|^\d+[.)]", re.IGNORECASE)

SIGNS = re.compile(r"[\W_]+")


def reading(text: str) -> ParsedRoadmap:
    return read(text, roadmap_id="sample", version="1")


def sample(name: str) -> ParsedRoadmap:
    return reading((Path(__file__).parents[1] / "data" / f"{name}.md").read_text("utf-8"))


def outline(item: Roadmap | Item) -> dict[str, Any]:
    children = item.steps if isinstance(item, Roadmap) else item.topics
    return {child.title: outline(child) for child in children}


def words(text: str) -> str:
    plain = SIGNS.sub(" ", text.casefold()).strip()
    return f" {plain} "


def list_items(text: str) -> Iterator[str]:
    """Return the words of every list item according to the parser's tokens."""
    depth = 0
    for token in MarkdownIt("gfm-like").parse(text):
        depth += token.nesting * (token.type in {"list_item_open", "list_item_close"})
        if token.type == "inline" and depth:
            for child in token.children or []:
                if child.type in {"text", "code_inline"} and not ADDRESS.search(child.content):
                    yield child.content


def lost(text: str) -> list[str]:
    """Return the URLs and the words of list items that are neither in the roadmap nor reported as left out."""
    text = ftfy.fix_text(text)
    result = reading(text)
    found, held = kept_text(result), words(kept_text(result))
    addresses = [address.rstrip(".,:)") for address in ADDRESS.findall(text.replace("&amp;", "&"))]
    gone = [url for url in addresses if url not in found and (normalized_url(url) or url) not in found]
    parts = [part for item in list_items(text) for part in PARTS.split(re.sub(r"\[\^?\w?\]", " ", item))]
    sections = {"why", "resources", "topics", "what to know", "demand", "best for"}
    return gone + [
        part
        for part in parts
        if words(part).strip() and words(part) not in held and words(part).strip() not in sections
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_link_or_item_is_lost(path: Path) -> None:
    assert lost(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_result_is_a_valid_roadmap(path: Path) -> None:
    result = sample(path.stem)
    assert parse_roadmap(result.roadmap.model_dump()) == result.roadmap
    leaves = {slug for slug, item in result.roadmap.items_by_slug.items() if not item.content.topics}
    assert set(result.statuses) <= leaves
    assert max(item.number.count(".") for item in result.roadmap.items_by_slug.values()) <= 3


def test_numbered_steps_with_surrounding_sections() -> None:
    result = sample("numbered_steps")
    roadmap = result.roadmap
    assert roadmap.title == "Learn to Repair Bicycles"
    assert roadmap.demand == "Growing"
    assert roadmap.audience == ("Tinkerers", "Commuters", "Students")
    assert roadmap.role
    assert roadmap.role.responsibilities == ("Keeping riders safe.",)
    assert roadmap.workflow == ("Inspect first.", "Repair second.")
    assert roadmap.closing == ("Ride safely!",)
    assert roadmap.author
    assert roadmap.author.name == "Ada Example"
    assert [link.title for link in roadmap.author.links] == ["Her page", "🔩 Founder of Bolt Club"]
    tools, wheels, projects = roadmap.steps
    assert tools.why == ("The right tool saves ≈ 10 minutes a repair.",)
    assert tools.detail == "The public library has old manuals."
    assert [(link.title, link.detail) for link in tools.resources] == [("Park Tool videos", "every repair there is")]
    assert outline(tools) == {
        "Hand tools": {"Hex keys": {}, "Cone wrenches": {}, "Tire levers": {}},
        "Torque": {},
        "Gloves": {},
        "Goggles": {},
        "Aprons": {},
        "Lubricants": {"Dry": {}, "Wet": {}, "Wax": {}},
    }
    assert {topic.title for topic in wheels.topics if topic.optional} == {"Truing", "Spoke lengths", "Carbon rims"}
    assert outline(projects) == {"Fixie": {}, "Tandem": {}}


def test_deeply_nested_items_become_detail() -> None:
    item = sample("numbered_steps").roadmap.items_by_slug["bearings"]
    assert item.number == "2.2.1.1"
    assert item.content.detail == "Sizes: Quarter inch, see sizes"
    assert [link.url for link in item.content.resources] == ["https://bikes.example.org/sizes"]


def test_unnumbered_headings_are_steps_if_their_level_repeats() -> None:
    roadmap = sample("no_numbers").roadmap
    assert [step.title for step in roadmap.steps] == [
        "Introduction to Flour",
        "Yeast and Sourdough",
        "Ovens",
        "Resources",
    ]
    assert roadmap.title == "Baking Bread"
    assert outline(roadmap.steps[1]) == {"Starters": {"Levain": {}, "Poolish": {}}}
    assert len(roadmap.steps[1].resources) == 4


def test_step_without_topics_gets_one_with_its_text() -> None:
    [topic] = sample("no_numbers").roadmap.steps[2].topics
    assert (topic.title, topic.detail) == ("Ovens", "Nothing but heat.")


def test_table_rows_are_topics_or_resources() -> None:
    openings, endgames, tactics = sample("tables").roadmap.steps
    assert [(topic.title, topic.optional) for topic in openings.topics] == [
        ("Italian Game", False),
        ("Sicilian Defence", True),
    ]
    assert openings.topics[0].detail == "What for: Quick development"
    assert len(openings.topics[1].resources) == 2
    assert [(topic.title, topic.detail, len(topic.resources)) for topic in endgames.topics[:2]] == [
        ("Lichess", "Notes: free", 1),
        ("Book", "Notes: costs money", 1),
    ]
    assert outline(endgames)["Pawns"] == {"Opposition, Square rule, Breakthrough": {}}
    assert tactics.title == "Weeks 3-4: Tactics"


def test_ticked_tasks_are_done() -> None:
    result = sample("tasks")
    assert set(result.statuses.values()) == {Status.DONE}
    assert [*result.statuses] == ["test-the-soil", "greens", "tomatoes-peppers-beans"]
    assert result.roadmap.steps[1].optional
    assert result.roadmap.items_by_slug["orchids"].content.optional


def test_outer_list_items_are_steps_without_headings() -> None:
    roadmap = sample("nested").roadmap
    assert [step.title for step in roadmap.steps] == ["Music theory", "Ear training", "Composition"]
    scales = next(topic for topic in roadmap.steps[0].topics if topic.title == "Scales")
    assert (scales.topics, scales.detail) == ((), "major, minor and modal\n\nA scale is a ladder.\n\nC D E F G A B")
    assert len(roadmap.steps[1].resources) == 2
    assert roadmap.steps[2].why == ("Writing is the best way to understand.",)


def test_html_is_read_without_its_images() -> None:
    result = sample("html")
    light, lenses = result.roadmap.steps
    assert result.roadmap.title == "Photography"
    assert list(outline(light)) == ["Natural light", "Flash guide", "Reflectors"]
    assert light.topics[1].resources[0].url == "https://flash.example.org/a?b=1&c=2"
    assert lenses.topics[3].resources[0].url == "https://xn--gre-6ka8i.example.org/stra%C3%9Fe?q=%C3%BC"
    assert {part.line for part in result.left_out if part.reason == "image"} == {2, 4, 30}
    assert {part.text for part in result.left_out if part.reason == "not a web address"} == {
        "Script javascript:alert(1)",
        "door https://user:secret@door.example.org",
        "chapter chapter.md",
    }


def test_non_latin_titles_have_ascii_slugs() -> None:
    roadmap = sample("bengali_chinese").roadmap
    assert [step.slug for step in roadmap.steps] == ["dhap-1-paithn-sikhun", "dhap-2-deta-bislesn", "dhap-3-jiqixuexi"]
    assert roadmap.steps[1].optional
    assert roadmap.steps[2].why == ("因为有用。",)
    assert outline(roadmap.steps[2])["监督学习"] == {"回归": {}, "分类": {}, "决策树": {}}


def test_flat_list_is_one_step_with_unique_slugs() -> None:
    roadmap = sample("one_list").roadmap
    assert roadmap.title == "Sample"
    assert list(roadmap.items_by_slug) == [
        "roadmap",
        "knots",
        "sails-rudder-keel",
        "topic-2024",
        "tides",
        "knots-roadmap",
    ]


def test_numbered_headings_of_any_level_are_steps() -> None:
    roadmap = sample("uneven").roadmap
    assert [step.title for step in roadmap.steps] == ["Domain 01: Networks", "Domain 02: Linux", "Domain 3 – Cloud"]
    assert outline(roadmap.steps[2]) == {"Providers": {"C++": {}, "C#": {}, ".NET": {}}}
    assert roadmap.items_by_slug["cpp"].number == "3.1.1"


@pytest.mark.parametrize(
    "heading",
    [
        "Step 4: X",
        "Step 04:X",
        "**4. X**",
        "Step 4: 4. X:",
        "4. Step 4: X",
        "🎯 Step 4: X  ",
        "4️⃣ X",
        "Step IV – X",
    ],
)
def test_numbers_are_not_part_of_step_titles(heading: str) -> None:
    text = f"# Title\n\n## {heading}\n- a\n\n## {heading.replace('X', 'Y')}\n- b"
    assert [step.title for step in reading(text).roadmap.steps] == ["X", "Y"]


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1, 3, 2), (3, 2, 1)])
def test_numbers_that_count_the_steps_in_any_order_are_not_part_of_their_titles(numbers: tuple[int, ...]) -> None:
    text = "# Title\n\n" + "".join(f"## {number}. X{number}\n\n- a\n- b\n\n" for number in numbers)
    assert [step.title for step in reading(text).roadmap.steps] == [f"X{number}" for number in numbers]


@pytest.mark.parametrize("heading", ["Week 4 - X", "Weeks 4-5: X", "Domain 04: X", "第4章 X", "4th Year: X", "404 X"])
def test_labels_that_say_more_than_the_position_are_part_of_step_titles(heading: str) -> None:
    other = heading.replace("X", "Y")
    roadmap = reading(f"# Title\n\n## {heading}\n- a\n\n## {other}\n- b").roadmap
    assert [step.title for step in roadmap.steps] == [heading, other]


@pytest.mark.parametrize(
    "item", ["X (Optional)", "optional: X", "X [optional]", "*optional* X", "Bonus: X", "**X** (optional):"]
)
def test_optional_annotations_are_removed_from_titles(item: str) -> None:
    topic = reading(f"# Step 1: A\n- {item}\n- Y").roadmap.steps[0].topics[0]
    assert (topic.title, topic.optional) == ("X", True)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("**Name:** one, two, and three", {"Name": {"One": {}, "Two": {}, "Three": {}}}),
        ("**Name** one, two, three", {"Name": {"One": {}, "Two": {}, "Three": {}}}),
        ("Name: `one`, two", {"Name": {"one": {}, "Two": {}}}),
        ("Name (one, two).", {"Name": {"One": {}, "Two": {}}}),
        ("One, Two (a, b), Three and Four.", {"One": {}, "Two": {"A": {}, "B": {}}, "Three": {}, "Four": {}}),
        ("SUM, AVERAGE, IF, etc.", {"SUM": {}, "AVERAGE": {}, "IF": {}}),
        ("**Name:** You will learn a, b, c.", {"Name": {}}),
        ("Cleaning and loading", {"Cleaning and loading": {}}),
        ("It is easy, quick, and cheap.", {"It is easy, quick, and cheap": {}}),
    ],
)
def test_lists_of_short_phrases_are_topics_but_sentences_are_not(item: str, expected: dict[str, Any]) -> None:
    assert outline(reading(f"# Step 1: A\n## What to learn\n- {item}\n- Y").roadmap.steps[0]) == {**expected, "Y": {}}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("One, two, and three", {"One, two, and three": {}}),
        ("Name (one, two)", {"Name (one, two)": {}}),
        ("Name: one, two", {"Name": {}}),
    ],
)
def test_item_that_is_not_said_to_list_topics_is_one_topic(item: str, expected: dict[str, Any]) -> None:
    assert outline(reading(f"# Step 1: A\n- {item}\n- Y").roadmap.steps[0]) == {**expected, "Y": {}}


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("[Sewing: Threads, Needles](https://e.org/x)", "Sewing: Threads, Needles"),
        ("[Knots - a course](https://e.org/x) - by Ada", "Knots - a course"),
        ("[Knots - a course](course.md) - by Ada", "Knots - a course"),
        ("`a: b` and c", "a: b and c"),
        ('"Hems: a story" by Ada', '"Hems: a story" by Ada'),
        ("Hems (French: ourlets) by hand", "Hems (French: ourlets) by hand"),
        ("Part 2: Sleeves", "Part 2: Sleeves"),
        ("1.0 Book", "1.0 Book"),
        ("6.172 Performance", "6.172 Performance"),
        ("Hems ([link](https://e.org/x))", "Hems"),
        ("Hems :star: are done", "Hems are done"),
        ("Hems :fire::rocket:", "Hems"),
        ("Hems :v: :100:", "Hems"),
        ("Hems 3:2:1", "Hems 3:2:1"),
        (":star:Hems", "Hems"),
        ("Hems:heavy_check_mark:", "Hems"),
        ("Hems:a: thread", "Hems:a"),
        ("Hems :hover:focus states", "Hems :hover:focus states"),
        ("Hems https://e.org/x", "Hems"),
        ("Hems [![Video](https://e.org/p.png)](https://e.org/x)", "Hems"),
        ("[![Video](https://e.org/p.png)](https://e.org/x)", "Video"),
        (f"Hems are sewn last. {'They are long. ' * 10}", "Hems are sewn last"),
        ("word " * 30, f"{'word ' * 22}word…"),
    ],
)
def test_title_is_the_whole_name_and_nothing_else(item: str, title: str) -> None:
    result = reading(f"# A\n## B\n- {item}\n- Y\n## C\n- Z")
    topic = result.roadmap.steps[0].topics[0]
    assert topic.title == title
    assert ("https://e.org/x" in item) == bool(topic.resources)


def test_tick_of_an_item_with_open_topics_is_left_out() -> None:
    result = reading("# Step 1: A\n- [x] Whole\n  - Part\n- [x] Half\n  - [x] Done\n  - [ ] Open\n- Y")
    assert {*result.statuses} == {"part", "done"}
    assert result.left_out == (LeftOut(4, "Half", "the tick, because some of its topics are not done"),)


@pytest.mark.parametrize("address", ["(https://example.org/x)", "[https://example.org/x]", "<https://example.org/x>"])
def test_address_in_brackets_leaves_no_brackets(address: str) -> None:
    [topic, _] = reading(f"# Step 1: A\n- Name {address}\n- Y").roadmap.steps[0].topics
    assert (topic.title, topic.resources[0].url) == ("Name", "https://example.org/x")


def test_links_and_bold_names_beside_tasks() -> None:
    text = "# Step 1: **2. A (optional)**\n- **B**\n  - [C](https://e.org/c)\n  - [x] **D (optional)**\n  - [ ] E"
    [step] = reading(text).roadmap.steps
    assert (step.title, step.optional, outline(step)) == (
        "2. A (optional)",
        False,
        {"B": {"D (optional)": {}, "E": {}}},
    )
    assert [link.title for link in step.topics[0].resources] == ["C"]


@pytest.mark.parametrize("text", ["", "   \n", "Only a sentence.", "# Only a title", "---\ntitle: X\n---\n", "> "])
def test_text_without_steps_is_rejected(text: str) -> None:
    with pytest.raises(RequestError, match="no steps were found"):
        reading(text)


MARKS = st.sampled_from(
    [
        "# ",
        "## ",
        "### ",
        "- ",
        "  - ",
        "    - ",
        "1. ",
        "- [x] ",
        "> ",
        "\n",
        "| a | b |\n|---|---|\n| ",
        "**",
        "<summary>",
        "</details>",
        "`",
        "[^1]: ",
    ]
)
WORDS = st.sampled_from(
    [
        "Step 1: A",
        "Why learn it?",
        "Resources",
        "What to learn",
        "a, b, c",
        "X (p, q)",
        "optional",
        "Name: x",
        "[t](https://e.org/x)",
        "é ",
        "Project ideas",
        "About",
        "\x00",
    ]
)


@given(st.lists(st.tuples(MARKS, WORDS), max_size=12).map(lambda lines: "\n".join(map("".join, lines))))
@example("- \n- [x]\n- []()")
def test_random_text_is_read_or_rejected_with_a_message(text: str) -> None:
    try:
        result = reading(text)
    except RequestError:
        return
    assert parse_roadmap(result.roadmap.model_dump()) == result.roadmap
    assert "https://e.org/x" not in text or "https://e.org/x" in kept_text(result)


def test_sections_in_and_after_steps() -> None:
    result = sample("mixed")
    heat, cold, raw, ideas = result.roadmap.steps
    assert heat.optional
    assert heat.why == ("Heat is energy.", "Fire came first.", "Why salt: It is salty.", "because reasons.")
    assert list(outline(heat)) == [
        "Boiling",
        "Steaming",
        "Basics",
        "Name",
        "Docs",
        "Core Concepts",
        "Salt",
        "Integration with ovens, grills, and smokers",
        "Smoke",
        "Fire",
        "Ash",
        "Reading Machines",
        "Course",
        "Shops",
        "Ovens and stoves",
        "References",
    ]
    assert outline(heat)["Basics"] == {"Frying": {"Deep": {}, "Shallow": {}}}
    assert heat.topics[14].why == ("It is quick.",)
    assert list(outline(cold)) == ["Fridge", "Freezer"]
    assert list(outline(raw)) == ["Salads"]
    assert list(outline(ideas)) == ["Pickles"]
    assert result.roadmap.closing == ("All is heat.",)


def test_damaged_characters_are_repaired() -> None:
    damaged = "café ≈ 😊 it’s 🌐".encode().decode("mac_roman")
    topic = reading(f"# Step 1: A\n- {damaged}\n- Y").roadmap.steps[0].topics[0]
    assert topic.title == "café ≈ 😊 it’s"
    healthy = "«été» — naïve ‘é’ 😊"
    assert fix_encoding(healthy) == healthy
    assert fix_encoding("\uf8ffüò. «é»") == "\uf8ffüò. «é»"


def test_self_referencing_footnote_is_read_at_its_first_reference() -> None:
    first, second = reading("# Step 1: A\n- x [^1]\n- y [^1]\n\n[^1]: - z (optional) [^1]").roadmap.steps[0].topics
    assert (outline(first), outline(second)) == ({"z": {}}, {})
    assert first.topics[0].optional


def test_text_that_exceeds_the_limits_is_rejected_with_a_message() -> None:
    with pytest.raises(RequestError, match="at most 20000 characters"):
        reading(f"# Step 1: A\n- X\n\n{'long ' * 5000}")


def test_text_around_a_list_of_steps_is_kept() -> None:
    result = reading("# Sewing\n\nFor all.\n\n1. **Needles**\n   - Sharps\n2. Threads\n   - Cotton\n\nGood luck!")
    assert outline(result.roadmap) == {"Needles": {"Sharps": {}}, "Threads": {"Cotton": {}}}
    assert result.roadmap.closing == ("For all.", "Good luck!")


def test_slugs_of_repeated_and_long_titles_are_unique() -> None:
    long = "word " * 60
    roadmap = reading(f"# Step 1: A\n- B\n- B\n- B\n- {long}\n- {long}\n- {'x' * 200}\n- ...").roadmap
    slugs = [topic.slug for topic in roadmap.steps[0].topics]
    assert slugs[:3] == ["b", "b-a", "b-2"]
    assert len(set(slugs)) == 7
    assert all(len(slug) <= 80 for slug in slugs)
    assert slugs[-1] == "untitled"
    assert list(reading("# Step 1: A\n- Step\n- Step\n- Step").roadmap.items_by_slug)[1:] == [
        "topic-step",
        "topic-step-a",
        "topic-step-2",
    ]


def test_html_tables_and_emphasis_inside_words() -> None:
    text = (
        "# Step 1: A\n- <em>Bonus</em> x<br><i>y</i> <a name='z'>w</a></a>\n- b <!-- note -->\n\n"
        "<table><tr><td>Row</td><td>cell</td></tr></table>\n"
    )
    result = reading(text)
    assert [(topic.title, topic.optional) for topic in result.roadmap.steps[0].topics] == [
        ("x", True),
        ("b", False),
        ("Row", False),
    ]
    assert [topic.detail for topic in result.roadmap.steps[0].topics] == ["y w", None, "cell"]
    assert [part.text for part in result.left_out] == ["note"]


def test_header_of_an_html_table_names_its_columns() -> None:
    head = "<tr><th>No</th><th>Topic</th><th>Where</th></tr>"
    rows = "<tr><td>1</td><td>Knots</td><td><a href='https://e.org/x'>here</a></td></tr><tr><td>2<td>Hems<td>home"
    result = reading(f"# T\n\n## A\n\n<table>{head}{rows}</table>\n\n## B\n\n- x\n")
    knots, hems = result.roadmap.steps[0].topics
    assert (knots.title, [link.url for link in knots.resources]) == ("Knots", ["https://e.org/x"])
    assert hems.title == "Hems"
    assert [part.text for part in result.left_out] == ["No | Topic | Where"]


def test_a_title_that_is_chosen_replaces_the_heading() -> None:
    text = "# LLM evenings\n\n## One\n- a\n- b\n\n## Two\n- c\n"
    parsed = read(text, roadmap_id="x", version="1", choices=Choices(title="Nights"))
    assert parsed.left_out == ((1, "LLM evenings", "replaced by --title"),)
    assert not read(text, roadmap_id="x", version="1", choices=Choices(title="LLM evenings")).left_out


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Table of contents\n\n- [A](#a)\n- [B](#b)\n\n## A\n\n- x\n\n## B\n\n- y\n", "My file"),
        ("# Contents\n\n- [A](#a)\n\n# Python plan\n\n## A\n\n- x\n\n## B\n\n- y\n", "Python plan"),
        ("# Table of contents\n\n[A](#a)\n\n# Plan\n\nGo.\n\n## A\n\n- x\n\n## B\n\n- y\n", "Plan"),
        ("# Índice\n\n[A](#a)\n\n# A\n\n- x\n\n# B\n\n- y\n", "My file"),
        ("### 目次\n\n- [A](#a)\n- [B](#b)\n- [C](#c)\n\n# A\n\n- x\n\n# B\n\n- y\n", "My file"),
        ("# Plan\n\n- [A](#a)\n\n## A\n\n- x\n\n## B\n\n- y\n", "Plan"),
        ("# Plan\n\nGo.\n\n- [A](#a)\n\n# A\n\n- x\n\n# B\n\n- y\n", "Plan"),
        ("# Contents of a file system\n\n## A\n\n- x\n\n## B\n\n- y\n", "Contents of a file system"),
    ],
)
def test_a_table_of_contents_is_no_title(text: str, title: str) -> None:
    parsed = read(text, roadmap_id="plan", version="1", name="My file")
    assert (parsed.roadmap.title, len(parsed.roadmap.steps)) == (title, 2)


@pytest.mark.parametrize(
    ("headings", "titles"),
    [
        (["1. Basics", "2. Collections", "Projects"], ["Basics", "Collections", "Projects"]),
        (["Start", "1) Basics", "2) Collections", "Projects"], ["Start", "Basics", "Collections", "Projects"]),
        (["1. Basics", "Collections", "Projects"], ["1. Basics", "Collections", "Projects"]),
        (["2. Basics", "4. Collections", "Projects"], ["2. Basics", "4. Collections", "Projects"]),
    ],
)
def test_numbers_without_gaps_are_no_part_of_the_titles(headings: list[str], titles: list[str]) -> None:
    text = "# Plan\n\n" + "".join(f"## {heading}\n\n- {heading[-1]}a\n- {heading[-1]}b\n\n" for heading in headings)
    roadmap = read(text, roadmap_id="plan", version="1").roadmap
    assert [step.title for step in roadmap.steps] == titles


def test_link_that_says_which_part_of_a_book_it_is_is_no_part_of_the_title() -> None:
    text = "# Plan\n\n## One\n\n- Ownership and borrowing — [chapter 4](http://e.org/5)\n- Book — [Knots 4](http://e.org/6)\n"
    topics = read(text, roadmap_id="plan", version="1").roadmap.steps[0].topics
    assert [topic.title for topic in topics] == ["Ownership and borrowing", "Book — Knots 4"]
    assert [link.title for topic in topics for link in topic.resources] == ["chapter 4", "Knots 4"]
