"""Statuses in a text by signs other than ticked boxes: other boxes, check marks, and columns of tables."""

import datetime as dt

import pytest

from genai_roadmap.markdown.reader import read
from genai_roadmap.progress.status import Status

DONE, STARTED, SKIPPED = Status.DONE, Status.STARTED, Status.SKIPPED
END = "\n## Last\n\n- Zeta\n- Eta\n"


def statuses(text: str) -> dict[str, Status]:
    """Return the statuses by the titles of the topics."""
    parsed = read(text, roadmap_id="plan", version="1")
    return {parsed.roadmap.items_by_slug[slug].title: status for slug, status in parsed.statuses.items()}


def in_list(*items: str) -> str:
    return "# Plan\n\n## First\n\n" + "".join(f"- {item}\n" for item in items) + END


def in_table(name: str, *values: str) -> str:
    rows = "".join(f"| Topic {letter} | {value} |\n" for letter, value in zip("ABCDEFGH", values, strict=False))
    return f"# Plan\n\n## First\n\n| Name | {name} |\n|---|---|\n{rows}{END}"


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("[-] Alpha", SKIPPED),
        ("[~] Alpha", STARTED),
        ("[/] Alpha", STARTED),
        ("[/] **Alpha**: a name, with a comma", STARTED),
        ("[-] ~~Alpha~~", SKIPPED),
        ("[x] Alpha", DONE),
        ("[x]Alpha", DONE),
        ("[X]**Alpha**: a name, with a comma", DONE),
        ("[x]`Alpha`", DONE),
    ],
)
def test_signs_in_boxes(item: str, status: Status) -> None:
    assert statuses(in_list(item, "[ ] Beta", "[!] Gamma")) == {"Alpha": status}


@pytest.mark.parametrize(
    "item", ["[-]Alpha", "[/users] Alpha", "[~5] Alpha", "[-](https://example.org) Alpha", "[x](Alpha", "[xy]Alpha"]
)
def test_brackets_that_are_no_boxes(item: str) -> None:
    assert statuses(in_list(item, "Beta")) == {}


@pytest.mark.parametrize(
    "item", ["✅ Alpha", "✔️ Alpha", "☑ **Alpha**", "Alpha ✅", "Alpha: the first ✔", ":white_check_mark: Alpha"]
)
def test_check_mark_on_some_items(item: str) -> None:
    assert statuses(in_list(item, "Beta", "Gamma")) == {"Alpha": DONE}


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (["[x] Alpha", "[ ] Beta", "✅ Gamma", "Delta ✅"], {"Alpha": DONE, "Gamma": DONE, "Delta": DONE}),
        (["[x] Alpha", "[ ] Beta", "🔄 Gamma"], {"Alpha": DONE, "Gamma": STARTED}),
        (["✅ Alpha", "❌ Beta", "⏳ Gamma", "Delta ✔️"], {"Alpha": DONE, "Gamma": STARTED, "Delta": DONE}),
        (["☑ Alpha", "❌ Beta", "[X] Gamma"], {"Alpha": DONE, "Gamma": DONE}),
        (["✅ Alpha", "⏳ Beta", "⬜ Gamma"], {"Alpha": DONE, "Beta": STARTED}),
        (["✅ Alpha", "Beta ✅", "Gamma"], {"Alpha": DONE, "Beta": DONE}),
        (["✅ Alpha", "❌ Beta", "Gamma"], {"Alpha": DONE}),
    ],
)
def test_signs_beside_other_signs_and_boxes(items: list[str], found: dict[str, Status]) -> None:
    text = in_list(*items)
    assert statuses(text) == found
    topics = read(text, roadmap_id="plan", version="1").roadmap.steps[0].topics
    assert [topic.title for topic in topics] == ["Alpha", "Beta", "Gamma", "Delta"][: len(items)]


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("**Alpha** (done)", {"Alpha": DONE}),
        ("**Alpha** (In progress)", {"Alpha": STARTED}),
        ("**Alpha** - (skipped)", {"Alpha": SKIPPED}),
        ("**Alpha** (done by others)", {}),
        ("**Alpha** with pages (done)", {}),
        ("Alpha (done)", {}),
    ],
)
def test_status_in_brackets_after_a_bold_name(item: str, found: dict[str, Status]) -> None:
    assert statuses(in_list(item, "**Beta**")) == found


@pytest.mark.parametrize(
    ("items", "is_told"), [(["✅ Alpha", "✔ Beta"], True), (["✅ Alpha", "Beta"], False), (["Alpha", "Beta"], False)]
)
def test_check_marks_that_are_bullets_are_named(items: list[str], is_told: bool) -> None:  # noqa: FBT001
    decision = read(in_list(*items), roadmap_id="plan", version="1").decision
    assert ("✅ on all items of a list is not read as done." in (decision or "")) is is_told


def test_check_mark_on_all_items_of_one_list_beside_another_with_some() -> None:
    text = in_list("✅ Alpha", "Beta") + "\n## More\n\n- ✅ Theta\n- ✅ Iota\n"
    assert statuses(text) == {"Alpha": DONE, "Theta": DONE, "Iota": DONE}


def test_check_mark_of_a_group_counts_for_the_topics_in_it_unless_some_have_their_own() -> None:
    assert statuses(in_list("✅ Group\n  - Alpha\n  - Beta", "Gamma")) == {"Alpha": DONE, "Beta": DONE}
    assert statuses(in_list("✅ Group\n  - ✅ Alpha\n  - Beta", "Gamma")) == {"Alpha": DONE}


def test_check_mark_at_the_end_of_some_headings() -> None:
    text = "# Plan\n\n## Week 1: First ✅\n\n- Alpha\n- Beta\n\n## Week 2: Second\n\n- Gamma\n- Delta\n"
    assert statuses(text) == {"Alpha": DONE, "Beta": DONE}
    assert statuses(text.replace("Second", "Second ✅")) == {}


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(["✅ Alpha", "✅ Beta"], id="bullets"),
        pytest.param(["✅ Alpha", "📚 Beta", "Gamma"], id="signs of several kinds"),
        pytest.param(["✅ Alpha", "❌ Beta"], id="do and don't"),
        pytest.param(["✅✅ Alpha", "Beta"], id="grades"),
        pytest.param(["Alpha ✅ or ✔", "Beta"], id="text about marks"),
        pytest.param(["[Alpha ✅](https://example.org/a)", "Beta"], id="title of a link"),
    ],
)
def test_check_marks_that_decorate(items: list[str]) -> None:
    assert statuses(in_list(*items)) == {}


@pytest.mark.parametrize(
    "legend",
    [
        "✅ = recommended\n",
        "✅ = not finished yet\n",
        "✅ - Finished projects\n",
        "- ✅: free\n- 💰: paid\n",
        "Topics with a ✅ are for beginners.\n",
        "## ✅ Rules\n",
    ],
)
def test_check_marks_that_mean_something_else(legend: str) -> None:
    text = in_list("✅ Alpha", "Beta").replace("# Plan\n", f"# Plan\n\n{legend}", 1)
    assert statuses(text) == {}


def test_legend_that_says_what_is_done() -> None:
    text = in_list("✅ Alpha", "✅ Beta").replace("# Plan\n", "# Plan\n\n✅ = completed\n", 1)
    assert statuses(text) == {"Alpha": DONE, "Beta": DONE}
    text = in_list("✅ Alpha", "✅ Beta").replace("# Plan\n", "# Plan\n\n✅ - done\n", 1)
    assert statuses(text) == {"Alpha": DONE, "Beta": DONE}
    text = in_list("✅ Alpha", "Beta").replace("# Plan\n", "# Plan\n\nWhat I have finished has a ✅.\n", 1)
    assert statuses(text) == {"Alpha": DONE}


def test_legend_with_several_signs() -> None:
    text = in_list("✅ Alpha", "🚧 Beta", "Gamma")
    assert statuses(text) == {"Alpha": DONE, "Beta": STARTED}
    text = in_list("✅ Alpha", "📚 Beta", "⏳ Gamma").replace("# Plan\n", "# Plan\n\nLegend: ✅ done, ⏳ now\n", 1)
    assert statuses(text) == {"Alpha": DONE, "Gamma": STARTED}
    assert statuses(in_list("🚧 Alpha", "Beta")) == {}, "it may say that a text is not complete"
    text = in_list("✅ Alpha", "✅ Beta").replace("# Plan\n", "# Plan\n\n✅ Complete guide\n", 1)
    assert statuses(text) == {}


def test_day_of_a_task_as_obsidian_writes_it() -> None:
    parsed = read(in_list("[x] Alpha ✅ 2024-02-03", "[x] Beta ✅ 2024-02-31"), roadmap_id="plan", version="1")
    assert parsed.days == {"alpha": dt.date(2024, 2, 3)}
    titles = [topic.title for topic in parsed.roadmap.steps[0].topics]
    assert titles == ["Alpha", "Beta ✅ 2024-02-31"]


@pytest.mark.parametrize("name", ["Done", "Status", "Completed?", "✅", "Progress"])
@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("x", DONE),
        ("✅", DONE),
        ("✔️", DONE),
        ("Yes", DONE),
        ("[x]", DONE),
        ("In progress", STARTED),
        ("Skipped", SKIPPED),
        ("50%", STARTED),
    ],
)
def test_column_with_statuses(name: str, value: str, status: Status) -> None:
    assert statuses(in_table(name, value, "", "no")) == {"Topic A": status}


def test_column_of_boxes_without_a_name() -> None:
    assert statuses(in_table("", "[x]", "[ ]")) == {"Topic A": DONE}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Status", ["stable", "done"]),
        ("Free", ["yes", "no"]),
        ("Free", ["☑", "☐"]),
        ("Done", ["", ""]),
        ("Done", ["[yes](https://example.org/proof)", "yes"]),
        ("Progress", ["50 pages", "x"]),
    ],
)
def test_column_with_something_else(name: str, values: list[str]) -> None:
    assert statuses(in_table(name, *values)) == {}


@pytest.mark.parametrize(("box", "found"), [("[x]", {"D": DONE, "E": DONE}), ("[ ]", {})])
def test_an_only_item_with_a_checkbox_is_a_topic_at_any_depth(box: str, found: dict[str, Status]) -> None:
    text = f"# Course\n\n## A\n\n- [ ] B\n  - [ ] C\n    - [ ] D\n      - {box} E\n- [ ] F\n"
    assert statuses(text) == found
    assert "e" in read(text, roadmap_id="plan", version="1").roadmap.items_by_slug
