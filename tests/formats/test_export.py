"""Exports for other programs, and importing them again."""

import csv
import datetime as dt
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from genai_roadmap.formats.badge import badge
from genai_roadmap.formats.checklist import checklist
from genai_roadmap.formats.csv_table import FORMULA, HEAD, cell, table
from genai_roadmap.formats.format import Format
from genai_roadmap.formats.ics import calendar
from genai_roadmap.markdown.reader import read
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Grade, Mark, Status
from genai_roadmap.report.history import History
from genai_roadmap.report.outcome import mark
from genai_roadmap.report.plan import plan_of
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import archive, roadmap_files
from genai_roadmap.text import printable, quoted
from small import leaf, link, small_roadmap
from support import Program, make_pipe, run_on_a_terminal

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
BUNDLED = roadmap_files.read(roadmap_files.bundled_file())
HOSTILE = [
    "<script>alert(1)</script>",
    "\ufffe\uffff",
    '"onload="x',
    "]]>&amp;",
    "[red]x[/]",
    "\x1b[31mred",
    "\u202eturned",
    "=1+1",
]
DOCUMENTS = sorted((Path(__file__).parents[1] / "data").glob("*.md"), key=lambda path: path.name)
URL = "https://example.org/"
SVG = "{http://www.w3.org/2000/svg}"


def report_on(roadmap: Roadmap, *marks: tuple[Action, str]) -> Report:
    report = Report.of(roadmap, Progress(roadmap=roadmap.id))
    for number, (action, item) in enumerate(marks):
        report = mark(
            report, [Finder(roadmap).find(item)], Mark(action), Stamp(NOW, f"m{number}", "here"), everything=True
        ).after
    return report


def hostile_roadmap() -> Roadmap:
    topics = [{**leaf(f"t{number}"), "title": title} for number, title in enumerate(HOSTILE)]
    topics[0]["resources"] = [{**link("one"), "title": HOSTILE[0]}]
    step = {"slug": "step", "title": HOSTILE[0], "topics": topics}
    return parse_roadmap({"format": 1, "id": "test", "version": "1", "title": HOSTILE[0], "steps": [step]})


def marks_of(report: Report) -> dict[str, Status]:
    return {leaf.title: leaf.status for step in report.steps for leaf in step.leaves()}


# The checklist


def import_checklist(report: Report) -> Report:
    """Return the report on the roadmap that `import` reads from the checklist."""
    parsed = read(checklist(report, NOW.date()), roadmap_id=report.roadmap.id, version="2")
    progress = Progress(roadmap=report.roadmap.id)
    for number, (slug, found) in enumerate(parsed.marks(NOW.date())):
        progress = progress.mark(found, (slug,), Stamp(NOW, f"r{number}", "here"))
    for number, (url, found) in enumerate(parsed.read_marks(NOW.date())):
        progress = progress.tick(found, (url,), Stamp(NOW, f"u{number}", "here"))
    assert parsed.left_out == ()
    return Report.of(parsed.roadmap, progress)


def tidy(text: str | None) -> list[str]:
    """Return the lines of a text as a checklist shows them."""
    return [*map(one_line, (text or "").splitlines())]


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def full_outline(report: Report) -> list[tuple[Any, ...]]:
    """Return everything that a checklist contains about each step, group and topic."""
    return [
        (
            node.item.number,
            node.slug,
            one_line(node.title),
            tidy(node.content.detail),
            [one_line(reason) for reason in node.content.why],
            node.content.optional,
            node.content.required_count,
            None if node.topics or not node.change else (node.status, node.change.day, node.change.known),
            [(one_line(link.title), link.url, tidy(link.detail)) for link in node.content.resources],
            [(each.change.day, each.change.known) if each.change else None for each in node.resources],
            [(tidy(question.ask), tidy(question.answer)) for question in node.content.questions],
        )
        for node in report.nodes.values()
    ]


def shape(report: Report) -> list[tuple[str, str, bool, Status]]:
    nodes = [node for node in report.nodes.values() if not node.topics]
    return [(node.item.number, node.title, node.content.optional, node.status) for node in nodes]


def test_checklist_of_the_bundled_roadmap_round_trip() -> None:
    marks = [
        (Action.DONE, "step-1"),
        (Action.START, "2.1"),
        (Action.SKIP, "kubeflow"),
        (Action.DONE, "cnns"),
        (Action.SKIP, "cpp"),
    ]
    before = report_on(BUNDLED, *marks)
    after = import_checklist(before)
    assert shape(after) == shape(before)
    assert [node.title for node in after.nodes.values()] == [node.title for node in before.nodes.values()]
    urls = [[link.url for link in node.content.resources] for node in before.nodes.values()]
    assert [[link.url for link in node.content.resources] for node in after.nodes.values()] == urls
    assert after.count.done == before.count.done


def test_checklist_keeps_the_lines_and_the_indentation_of_answers() -> None:
    data = json.loads(small_roadmap().model_dump_json(exclude_none=True))
    questions = [{"ask": "What is `x`?\n\n  x = 1", "answer": "So:\n\nif x:\n    y < `z`\n\nDone & &nbsp;."}]
    data["steps"][0]["topics"][0]["questions"] = questions
    text = checklist(report_on(parse_roadmap(data)), NOW.date())
    assert "<br>&nbsp;&nbsp;&nbsp;&nbsp;y &lt; <code>z</code><br>" in text
    parsed = read(text, roadmap_id="x", version="1").roadmap
    assert [each.model_dump() for each in parsed.items_by_slug["a"].content.questions] == questions


def test_checklist_text() -> None:
    data = json.loads(small_roadmap().model_dump_json(exclude_none=True))
    data["steps"][0] |= {"why": ["All else needs it.", "It is *fun*."], "detail": "Begin here."}
    data["steps"][0]["topics"][0] |= {
        "detail": "In short:\n1. letters",
        "why": ["A is first."],
        "resources": [link("a")],
        "questions": [{"ask": "Is A < B?", "answer": "Yes:\n*always*."}, {"ask": "Why?", "answer": "So."}],
    }
    data["steps"][0]["questions"] = [{"ask": "Which?", "answer": "All."}]
    report = report_on(parse_roadmap(data), (Action.DONE, "a"), (Action.START, "b"), (Action.SKIP, "y"))
    progress = report.progress.mark(Mark(Action.DONE, known=True), ("z",), Stamp(NOW, "k", "here"))
    progress = progress.add_note(("a",), "It clicked.\n# Really", Stamp(NOW, "n", "here"))
    progress = progress.tick(Mark(Action.READ), (f"{URL}a", f"{URL}three"), Stamp(NOW, "r", "here"))
    assert (
        checklist(Report.of(report.roadmap, progress), NOW.date())
        == r"""<!-- A checklist of genai-roadmap; roadmap: small; `genai-roadmap import` reads it -->

# Small

*2 of 4 topics, 50%; 0 of 5 optional. 24 November 2026*

## Step 1: Basics

*1 of 2 topics, 50%*

Begin here.

> All else needs it.\
> It is \*fun\*.

- [x] Topic A *(24 Nov 2026)* <!-- a -->\
  In short:\
  1\. letters
  > A is first.
  >
  > *24 Nov 2026 12:00*\
  > It clicked.\
  > \# Really
  - [x] [A](<https://example.org/a>) *(24 Nov 2026)*
  <details><summary>Is A &lt; B?</summary>Yes:<br>*always*.</details>
  <details><summary>Why?</summary>So.</details>
- [ ] Topic B *(started 24 Nov 2026)* <!-- b -->

*Resources:*

- [ ] [One](<https://example.org/one>)

<details><summary>Which?</summary>All.</details>

## Step 2: Tools

*1 of 2 topics, 50%*

- Topic CHOICE *(choose 1 of 3)* <!-- choice -->
  - [ ] Topic X <!-- x -->
  - [ ] ~~Topic Y~~ *(skipped 24 Nov 2026)* <!-- y -->
  - [x] Topic Z *(already known)* <!-- z -->
- Topic EXTRA *(optional)* <!-- extra -->
  - [ ] Topic E <!-- e -->
  - [ ] Topic F <!-- f -->
- [ ] Topic PLAIN <!-- plain -->
  - [ ] [Two](<https://example.org/two>)
  - [x] [Three](<https://example.org/three>) *(24 Nov 2026)*

## Step 3: Bonus *(optional)*

*0 of 2 topics, 0%*

- [ ] Topic P <!-- p -->
- [ ] Topic Q <!-- q -->
"""
    )


TASKS = """<!-- A checklist of genai-roadmap; roadmap: small; `genai-roadmap import` reads it -->

# Small

## Step 1: One

- [ ] [Added by hand](https://example.org/added)
- [ ] Read [the book](https://example.org/book) first
- [ ] Topic
  - [x] [Read](<https://example.org/read>) *(20 Nov 2026)*
  - [X] [Ticked](<https://example.org/ticked>)
  - [x] [Later](<https://example.org/later>) *(1 Jan 2999)*
  - [ ] [Unread](<https://example.org/unread>)\\
    Detail
  - [Old](<https://example.org/old>)

*Resources:*

- [x] [Of the step](<https://example.org/step>) *(already known)*

## About the author

Ada

- [x] [Home](https://example.org/ada)
"""


def test_links_in_a_checklist_are_resources_except_in_the_list_of_topics() -> None:
    parsed = read(TASKS, roadmap_id="small", version="1")
    [step] = parsed.roadmap.steps
    assert [topic.title for topic in step.topics] == ["Added by hand", "Read the book first", "Topic"]
    urls = [[each.url.removeprefix(URL) for each in topic.resources] for topic in (*step.topics, step)]
    assert urls == [["added"], ["book"], ["read", "ticked", "later", "unread", "old"], ["step"]]
    assert step.topics[2].resources[3].detail == "Detail"
    assert parsed.roadmap.author
    assert [each.url for each in parsed.roadmap.author.links] == [f"{URL}ada"]
    marks = {url.removeprefix(URL): (mark.known, mark.on) for url, mark in parsed.read_marks(NOW.date())}
    known = (True, None)
    assert marks == {
        "read": (False, dt.date(2026, 11, 20)),
        "ticked": known,
        "later": known,
        "step": known,
        "ada": known,
    }


@pytest.mark.parametrize(
    "title",
    ["Linear, Logistic Regression", "Name: the rest", "GANs (DCGAN, StyleGAN)", "a*b_c`d", "C++", "1.2 Numbers",
     "What to learn?", "Resources", "x [link](y)", "a - dash", "# hash", "A & B", "~~old~~", "Week 3: more", "why not"],
)  # fmt: skip
def test_titles_round_trip(title: str) -> None:
    roadmap = parse_roadmap(
        {
            "format": 1,
            "id": "test",
            "version": "1",
            "title": "Test",
            "steps": [{"slug": "s", "title": "First", "topics": [leaf("a"), {"slug": "t", "title": title}]}],
        }
    )
    assert shape(import_checklist(report_on(roadmap, (Action.DONE, "t"))))[1][1:] == (title, False, Status.DONE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_imported_roadmaps_round_trip(path: Path) -> None:
    roadmap = read(path.read_text("utf-8"), roadmap_id="test", version="1").roadmap
    leaves = [slug for slug, item in roadmap.items_by_slug.items() if not item.content.topics]
    actions = [Action.DONE, Action.START, Action.SKIP, Action.RESET]
    before = report_on(roadmap, *((actions[number % 4], slug) for number, slug in enumerate(leaves)))
    assert full_outline(import_checklist(before)) == full_outline(before)


def test_links_of_a_group_are_not_topics() -> None:
    group = {"slug": "g", "title": "Resources", "topics": [leaf("a"), leaf("b")], "resources": [link("one")]}
    outer = {"slug": "o", "title": "Why", "optional": True, "topics": [group], "resources": [link("two")]}
    step = {
        "slug": "s",
        "title": "First",
        "topics": [outer, leaf("c")],
        "resources": [{**link("three"), "title": "[x] Three"}],
    }
    before = report_on(parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]}))
    assert full_outline(import_checklist(before)) == full_outline(before)


LETTERS = st.sampled_from("abIX019 ,.:;()[]*_~#-+!&<>|`/\\'\"")
SAID = st.sampled_from(
    [" (optional)", "Optional", "bonus:", " (skipped)", " (started)", " (1 is enough)", "Resources", "Why learn it",
     "What to learn", "Project ideas", "Step 1", "Week 2: ", "[x] ", "[t](https://e.org)", "https://e.org", "Part one "]
)  # fmt: skip
TITLES = st.lists(LETTERS | SAID, min_size=1, max_size=8).map("".join).filter(str.strip)
PLAINLY = (False,) * 4


@given(st.lists(TITLES, min_size=7, max_size=7), st.tuples(*[st.booleans()] * 4))
@example(
    ["A (skipped)", "A (started)", "A (optional)", "(1 is enough)", "optional", "Part one a", "https://e.org"], PLAINLY
)
@example(["1. Step # one: **bold** (optional) Resources", "- b + c", "AI: a (optional)", "d", "e", "f", "g"], PLAINLY)
@example(["Project ideas", "Project ideas", "Why", "It is a sentence", "Step 1: 1. a", "Bonus", "[x] b"], PLAINLY)
def test_words_of_titles_are_not_read_as_annotations(names: list[str], optional: tuple[bool, ...]) -> None:
    first, second, group, inner, *names = names
    flags = [*optional, *[False] * 4]
    topics = [{"slug": f"t{n}", "title": name, "optional": flags[n]} for n, name in enumerate(names)]
    below = {
        "slug": "i",
        "title": inner,
        "topics": topics[:1],
        "resources": [link("one")],
        "choose": 1 - flags[0] or None,
    }
    above = {"slug": "g", "title": group, "optional": flags[3], "topics": [below], "resources": [link("two")]}
    steps = [
        {"slug": "a", "title": first, "optional": flags[2], "topics": [above]},
        {"slug": "b", "title": second, "topics": topics[1:], "resources": [link("three")]},
    ]
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": steps})
    before = report_on(roadmap, (Action.DONE, "t0"), (Action.START, "t1"), (Action.SKIP, "t2"))
    assert full_outline(import_checklist(before)) == full_outline(before)


@given(st.lists(st.sampled_from(Action), min_size=4, max_size=4))
def test_statuses_round_trip(actions: list[Action]) -> None:
    marks = [(action, slug) for action, slug in zip(actions, ["a", "y", "plain", "p"], strict=True)]
    before = report_on(
        small_roadmap(), *(m for m in marks if m[0] in (Action.DONE, Action.START, Action.SKIP, Action.RESET))
    )
    assert shape(import_checklist(before)) == shape(before)


TEXTS = (
    st.lists(LETTERS | SAID | st.sampled_from("\n\t=$é中😀\u200b"), min_size=1, max_size=12)
    .map("".join)
    .filter(str.strip)
)


@given(st.lists(TEXTS, min_size=8, max_size=8))
@example(["a\n===", "- b\n---", "1. c\n\n  2) d", "> e\\", "# f", "+ g\n* h", "<!-- x -->", "a\n| - |\n| b"])
@example(["&amp;", "*(optional)*", "~~x~~ *(skipped 1 Jan 2026)*", "[x] y", "![i](https://e.org)", "`c`", "$x$", "\\"])
def test_every_text_round_trips(texts: list[str]) -> None:
    step, topic, inner, why, reason, detail, title, note = texts
    links = [{"title": title, "url": "https://example.org/?a=1&copy;=2&lt#x", "detail": detail}]
    more = {"resources": links, "questions": [{"ask": title, "answer": detail}, {"ask": f"{title}?", "answer": note}]}
    below = {"slug": "i", "title": inner, "detail": reason, **more}
    above = {"slug": "t", "title": topic, "detail": detail, "why": [why, reason], "topics": [below], **more}
    first = {"slug": "s", "title": step, "detail": reason, "why": [why], "topics": [above], **more}
    author = {"name": title, "about": [why, reason], "links": links}
    roadmap = {"format": 1, "id": "test", "version": "1", "title": step, "steps": [first], "author": author}
    before = report_on(parse_roadmap(roadmap), (Action.DONE, "i"))
    after = import_checklist(before)
    assert full_outline(after) == full_outline(before)
    assert after.roadmap.title == one_line(step)
    assert after.roadmap.author
    assert [after.roadmap.author.name, *after.roadmap.author.about] == [one_line(t) for t in (title, why, reason)]
    assert [link.url for link in after.roadmap.author.links] == [links[0]["url"]]
    noted = before.progress.add_note(("s",), note, Stamp(NOW, "n", "here")).add_note(
        ("i",), note, Stamp(NOW, "m", "here")
    )
    parsed = read(checklist(Report.of(before.roadmap, noted), NOW.date()), roadmap_id="test", version="2")
    assert parsed.roadmap == after.roadmap
    assert parsed.left_out == ()
    found = [(slug, day, tidy(text)) for slug, day, text in parsed.notes]
    assert found == [(slug, NOW.date(), tidy(note.strip())) for slug in ("s", "i")]


def test_checklist_is_imported_with_days_and_notes(program: Program, tmp_path: Path) -> None:
    run_all(program, "done cnns --on 2026-01-05", "start rnns", "skip kubeflow", "done variables --known")
    run_all(program, "note cnns It *clicked*.", "note step-1 First", "note libraries Tools")
    file = tmp_path / "copy.md"
    file.write_text(program("export", "md").out)
    run_all(program, f"import {file} --id copy")
    copied = program("--roadmap", "copy", "export", "md").out
    copied = copied.replace("roadmap: copy;", "roadmap: genai-engineer;")
    assert copied.replace(" 12:00*", "*") == re.sub(r" \d\d:\d\d\*", "*", file.read_text())
    run_all(program, f"import {file} --id copy")
    again = program("--roadmap", "copy", "export", "md").out.replace("roadmap: copy;", "roadmap: genai-engineer;")
    assert again == copied, "notes are not added again"
    assert program("--roadmap", "copy", "show", "cnns", "--json").json["changed_at"].startswith("2026-01-05")


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("[ ] Topic B", "[x] Topic B", [Mark(Action.DONE, known=True)]),
        ("*(24 Nov 2026)*", "*(31 Feb 2026)*", [Mark(Action.DONE, known=True)]),
        ("*(24 Nov 2026)*", "*(25 Nov 2026)*", [Mark(Action.DONE, known=True)]),
        ("*(24 Nov 2026)*", "*(23 Nov 2026)*", [Mark(Action.DONE, on=dt.date(2026, 11, 23))]),
        ("[x] Topic B", "[ ] Topic B", []),
    ],
)
def test_edited_checklist(old: str, new: str, marks: list[Mark]) -> None:
    report = report_on(small_roadmap(), (Action.DONE if "[ ]" not in old else Action.START, "b"))
    text = checklist(report, NOW.date())
    assert old in text
    parsed = read(text.replace(old, new), roadmap_id="small", version="2")
    assert [*parsed.marks(NOW.date())] == [("b", found) for found in marks]


def test_additions_to_a_checklist_are_imported_or_listed() -> None:
    text = checklist(report_on(small_roadmap()), NOW.date())
    text = text.replace("# Small\n", "# Small\n\nSome words.\n").replace(
        "## Step 2",
        "- [ ] New *(optional)*\n- [ ] Topic A\n- [ ] New <!-- a -->\n- [x](javascript:x)\n-\n\n"
        "```\ncode\n```\n\n## Step 2",
    )
    text += "\n## More\n\n- [x] `code` and **bold**\n\n## About the author\n\nAda\n\nMore of her\n\n## Empty\n"
    parsed = read(text, roadmap_id="small", version="2")
    titles = [(topic.slug, topic.title) for topic in parsed.roadmap.steps[0].topics]
    assert titles == [
        ("a", "Topic A"),
        ("b", "Topic B"),
        ("new", "New"),
        ("topic-a", "Topic A"),
        ("new-basics", "New"),
        ("x", "x"),
    ]
    assert [step.title for step in parsed.roadmap.steps] == ["Basics", "Tools", "Bonus", "More"]
    assert parsed.roadmap.steps[3].topics[0].title == "code and bold"
    assert parsed.roadmap.author
    assert [part.text for part in parsed.left_out] == ["Some words.", "code", "More of her"]


def test_text_in_a_checklist_is_escaped() -> None:
    text = checklist(report_on(hostile_roadmap()), NOW.date())
    assert "<script>" not in text.replace("\\<", "")
    assert "\x1b" not in text
    assert "\u202e" not in text


# The table


def test_questions_of_done_topics(program: Program) -> None:
    for form in ("anki", "questions"):
        nothing = program("export", form, "--status", "done")
        message = "no topic with questions is done. List the topics: genai-roadmap list --all"
        assert (nothing.code, nothing.err) == (1, f"genai-roadmap: {message}\n")
    program("done", "cnns")
    program("start", "rnns")
    for form in ("anki", "questions"):
        done = program("export", form, "--status", "done").out
        assert ("convolutional layer" in done, "LSTM" in done, "dot product of 0" in done) == (True, False, False)
        both = program("export", form, "--status", "done", "--status", "started").out
        assert ("LSTM" in both, "dot product of 0" in both) == (True, False)
        assert "dot product of 0" in program("export", form).out


def test_csv_has_a_row_per_topic() -> None:
    report = report_on(BUNDLED, (Action.DONE, "cnns"), (Action.SKIP, "kubeflow"))
    rows = list(csv.DictReader(io.StringIO(table(report), newline="")))
    assert tuple(rows[0]) == HEAD
    assert len(rows) == 88
    by_id = {row["id"]: row for row in rows}
    assert by_id["cnns"]["status"] == "done"
    assert by_id["cnns"]["done_on"] == "2026-11-24"
    assert [by_id["cnns"][name] for name in HEAD[:4]] == ["4.2.1", "Deep Learning", "Architectures", "CNNs"]
    assert by_id["seaborn"]["group"] == "Libraries / Matplotlib/Seaborn"
    assert by_id["text-generation"]["group"] == ""
    assert by_id["kubeflow"]["status"] == "skipped"
    assert by_id["kubeflow"]["skipped_on"] == "2026-11-24"
    assert by_id["javascript"]["optional"] == "yes"
    assert Finder(BUNDLED).find(by_id["cnns"]["number"]).slug == "cnns"


@pytest.mark.parametrize("start", [*FORMULA, "'", " =", "  @"])
def test_csv_cells_are_not_formulas(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"
    assert cell(f"1{start}1") == f"1{start}1"


@given(st.text())
def test_csv_cells_round_trip(text: str) -> None:
    shown = cell(text)
    assert not shown.lstrip(" ").startswith(FORMULA)
    assert (shown.removeprefix("'")) == text


def test_csv_has_the_notes() -> None:
    progress = Progress(roadmap="small").add_note(("a",), "=HYPERLINK(1)\nand more", Stamp(NOW, "n", "here"))
    rows = list(csv.DictReader(io.StringIO(table(Report.of(small_roadmap(), progress)), newline="")))
    assert rows[0]["notes"] == "2026-11-24: =HYPERLINK(1)\nand more"


def test_csv_has_the_days_and_own_resources() -> None:
    report = report_on(small_roadmap(), (Action.START, "a"), (Action.START, "b"))
    progress = report.progress.mark(Mark(Action.DONE, on=dt.date(2026, 11, 30)), ("a",), Stamp(NOW, "d", "here"))
    progress = progress.mark(Mark(Action.DONE, known=True), ("x",), Stamp(NOW, "k", "here"))
    progress = progress.tick(Mark(Action.READ), (f"{URL}three", f"{URL}one"), Stamp(NOW, "r", "here"))
    rows = [*csv.DictReader(io.StringIO(table(Report.of(report.roadmap, progress)), newline=""))]
    days = {row["id"]: (row["started_on"], row["done_on"], row["known"], row["resources"]) for row in rows}
    assert days["a"] == ("2026-11-24", "2026-11-30", "", "")
    assert days["b"] == ("2026-11-24", "", "", "")
    assert days["x"] == ("", "2026-11-24", "yes", "")
    assert days["plain"] == ("", "", "", "https://example.org/two\nhttps://example.org/three")
    assert {row["id"]: row["resources_read"] for row in rows if row["resources_read"]} == {"plain": f"{URL}three"}
    inherited = {row["id"]: row["inherited_resources_read"] for row in rows if row["inherited_resources_read"]}
    assert inherited == {"a": f"{URL}one", "b": f"{URL}one"}


def test_csv_has_the_last_grade_and_the_reviews() -> None:
    report = report_on(small_roadmap(), (Action.DONE, "a"), (Action.DONE, "b"), (Action.START, "x"))
    progress = report.progress.mark(Mark(Action.DONE, grade=Grade.EASY), ("plain",), Stamp(NOW, "d", "here"))
    for number, grade in enumerate((Grade.AGAIN, Grade.HARD)):
        progress = progress.review(("a",), grade, Stamp(NOW + dt.timedelta(days=number), f"r{number}", "here"))
    report = Report.of(report.roadmap, progress)
    rows = [*csv.DictReader(io.StringIO(table(report), newline=""))]
    found = {row["id"]: (row["grade"], row["reviews"], row["next_review"]) for row in rows}
    due = {slug: memory.due.isoformat() for slug, memory in report.reviews.memories.items()}
    assert (found["a"], found["b"]) == (("hard", "2", due["a"]), ("", "0", due["b"]))
    assert (found["plain"], found["x"]) == (("easy", "0", due["plain"]), ("", "", ""))


def test_csv_shows_what_is_read_of_a_step_for_each_of_its_topics() -> None:
    [step, *_] = BUNDLED.steps
    progress = Progress(roadmap=BUNDLED.id).tick(Mark(Action.READ), (step.resources[0].url,), Stamp(NOW, "r", "here"))
    rows = [*csv.DictReader(io.StringIO(table(Report.of(BUNDLED, progress)), newline=""))]
    found = [row["inherited_resources_read"] for row in rows if row["step"] == step.title]
    assert set(found) == {step.resources[0].url}
    assert {row["resources_read"] for row in rows} == {""}
    assert sum(bool(row["inherited_resources_read"]) for row in rows) == len(found)


# The calendar


def test_calendar() -> None:
    report = report_on(BUNDLED, (Action.DONE, "step-1"))
    planned = plan_of(History(report, NOW.date()), None, 3)
    text = calendar(planned, BUNDLED, NOW)
    found = Calendar.from_ical(text)
    events = found.walk("VEVENT")
    assert [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in events] == [
        (task.node.title, task.day) for task in planned.tasks
    ]
    assert len({str(event["UID"]) for event in events}) == len(events) == 64
    assert str(events[0]["UID"]) == "matrices@genai-engineer.genai-roadmap"
    assert "https://www.youtube.com/" in str(events[0]["DESCRIPTION"])
    assert found.calendar_name == BUNDLED.title
    assert calendar(planned, BUNDLED, NOW) == text, "the same plan is the same file"
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))


# Pictures


@pytest.mark.parametrize("form", Format)
def test_every_format_ends_with_one_newline(program: Program, form: str) -> None:
    text = program("export", form).out
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_badge_text() -> None:
    picture = ET.fromstring(badge(report_on(BUNDLED, (Action.DONE, "step-4"))))  # noqa: S314 - ours
    assert picture.get("role") == "img"
    assert picture.findtext(f"{SVG}title") == "roadmap: 11% (9 of 77 topics)"
    assert [text.text for text in picture.iter(f"{SVG}text")] == ["roadmap", "11%"]


@pytest.mark.parametrize("label", [*HOSTILE, "学习", "e\u0301"])
def test_badge_with_a_hostile_label_is_well_formed(label: str) -> None:
    picture = ET.fromstring(badge(report_on(small_roadmap()), label))  # noqa: S314 - ours
    [shown, percent] = picture.iter(f"{SVG}text")
    assert (shown.text, percent.text) == (printable(label), "0%")
    assert int(picture.get("width", "")) > int(shown.get("textLength", "")) > 0
    assert not list(picture.iter("script"))


def test_badge_colors() -> None:
    steps = [(Action.DONE, f"step-{n}") for n in range(1, 10)]
    drawn = [badge(report_on(BUNDLED, *steps[:count])) for count in (0, 1, 5, 9)]
    assert len({re.findall(r'fill="(#\w{6})"', text)[1] for text in drawn}) == 4


# The archive


def test_archive_round_trip(tmp_path: Path) -> None:
    report = report_on(small_roadmap(), (Action.DONE, "a"), (Action.SKIP, "y"))
    progress = report.progress.add_note(("b",), "A \x1b note\n✓", Stamp(NOW, "n", "here"))
    progress = progress.set_goal(dt.date(2027, 1, 1), Stamp(NOW, "g", "here"))
    kept = archive.Archive(format=1, active=True, roadmap=report.roadmap, progress=progress)
    text = archive.dumps(kept)
    assert text.isascii()
    assert json.loads(text)["format"] == 1
    assert archive.parse(tmp_path / "x.json", text.encode()) == kept


def run_all(program: Program, *commands: str) -> None:
    for command in commands:
        run = program(*command.split())
        assert run.code == 0, (command, run.err)


def exported(program: Program, *arguments: str) -> str:
    run = program(*arguments, "export", "json")
    assert run.code == 0, run.err
    return run.out


def status(program: Program) -> dict[str, Any]:
    found: dict[str, Any] = program("status", "--json").json
    return found


def test_archive_restores_everything_on_a_new_machine(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all(
        program, "done step-1 --on 2026-01-05", "start cnns", "skip kubeflow", "done 2.1 --known", "undo",
        "note cnns Watch", "goal +20y",
    )  # fmt: skip
    before, file = status(program), tmp_path / "all.json"
    file.write_text(exported(program))
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "new"))
    assert program("import", str(file)).code == 0
    assert status(program) == before
    assert program("log", "--json").json["changes"] != []
    assert program("import", str(file)).code == 0, "importing it again changes nothing"
    assert status(program) == before
    assert exported(program) == file.read_text()


def test_active_roadmap_is_active_on_the_new_machine(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all(program, "new my-roadmap", "use my-roadmap", "done 1.1")
    before, file = status(program), tmp_path / "all.json"
    file.write_text(exported(program))
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "new"))
    assert program("import", str(file), "--dry-run").code == 0
    assert status(program)["roadmap"]["id"] == "genai-engineer"
    switched = "Switched to my-roadmap, which was active where it was exported. Switch back with"
    assert f"\n{switched}: genai-roadmap use genai-engineer\n" in program("import", str(file)).out
    assert status(program) == before
    run_all(program, "use genai-engineer")
    assert "Switched" not in program("import", str(file)).out
    assert status(program)["roadmap"]["id"] == "genai-engineer", "the active roadmap is unchanged"


def test_import_merges_the_journals_of_two_machines(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all(program, "done cnns")
    file = tmp_path / "one.json"
    file.write_text(exported(program))
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "other"))
    run_all(program, "done rnns", f"import {file}", "done variables")
    assert program("list", "--status", "done", "--json").json["progress"]["done"] == 3
    assert program("check").code == 0


def test_archive_with_another_id(program: Program, tmp_path: Path) -> None:
    run_all(program, "done cnns")
    file = tmp_path / "one.json"
    file.write_text(exported(program))
    run_all(program, f"import {file} --id copy")
    assert program("--roadmap", "copy", "status", "--json").json["progress"]["done"] == 1
    run_all(program, f"import {file} --id copy -o {tmp_path / 'copy.toml'}")
    assert roadmap_files.read(tmp_path / "copy.toml").id == "copy"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("}", ""), "is not valid JSON: "),
        (('"format": 1', '"format": 2'), "has format 2, but this genai-roadmap reads up to 1"),
        (('"format": 1', '"form": 1'), "has no `format = 1` at the top"),
        (('"did": "done"', '"did": "learn"'), "`did` should be "),
        (('"slug": "variables"', '"slug": "cnns"'), "duplicate slug 'cnns'"),
        (('"slug": "variables"', '"slug": "4"'), "'4' looks like"),
        (('"roadmap": "genai-engineer"', '"roadmap": "other"'), "progress.roadmap: is 'other', should be 'genai-"),
        (
            ("+09:00", ""),
            "`at` should be a time with an offset of hours and minutes, like 2026-11-24T18:00:00+01:00 (change 1)",
        ),
        (('"active": true', '"surprise": true'), "unknown key `surprise`"),
    ],
)
def test_damaged_archive_changes_nothing(
    program: Program, home: Path, tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    run_all(program, "done cnns")
    file = tmp_path / "damaged.json"
    file.write_text(exported(program).replace(*change, 1))
    assert_rejected(program, file, message, home)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"format": 1, "roadmap": ' + "[" * 100_000, "is nested too deeply"),
        ('{"format": ' + "1" * 100_000 + "}", "contains an invalid value"),
        ("[1]", "has no `format = 1` at the top, so it is not an export of genai-roadmap"),
        ('{"format": 1}', "`roadmap` is missing"),
    ],
    ids=["deep", "long", "list", "empty"],
)
def test_invalid_archive_changes_nothing(program: Program, home: Path, tmp_path: Path, text: str, message: str) -> None:
    run_all(program, "done cnns")
    file = tmp_path / "other.json"
    file.write_text(text)
    assert_rejected(program, file, message, home)


def assert_rejected(program: Program, file: Path, message: str, home: Path) -> None:
    before = (home / "progress" / "genai-engineer.toml").read_bytes()
    run = program("import", str(file))
    assert run.code == 3
    assert message in run.err
    assert (home / "progress" / "genai-engineer.toml").read_bytes() == before


# The command


@pytest.mark.parametrize("form", [*Format])
def test_formats_are_the_same_in_a_file_and_on_stdout(program: Program, tmp_path: Path, form: str) -> None:
    run_all(program, "done step-4")
    file = tmp_path / f"out.{form}"
    assert program("export", form, "-o", str(file)).code == 0
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == [file.name]
    written = file.read_bytes().decode("utf-8-sig" if form == "csv" else "utf-8")
    assert written.replace("\r\n", "\n") == program("export", form).out.replace("\r\n", "\n")
    again = program("export", form, "-o", str(file))
    assert again.code == 1
    assert again.err == f"genai-roadmap: {file} already exists; use --force to overwrite\n"
    assert program("export", form, "-o", str(file), "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "pdf"], "no format 'pdf' (available: json, toml, md, csv, html, svg, badge, anki, questions)"),
        (["export", "markdown"], "no format 'markdown'. Did you mean `md`?\n"),
        (["export", "Excel"], "no format 'Excel'. Did you mean `csv`?\n"),
        (["export", "ical"], "anki, questions); for a calendar: genai-roadmap plan --ics\n"),
        (["export", "htlm"], "no format 'htlm'. Did you mean `html`?\n"),
        (["export", "md", "--status", "done"], "--status is only for anki and questions"),
        (["export", "csv", "--label", "x"], "--label needs the format badge"),
        (["export", "badge", "--label", " "], "the label is empty"),
        (["export", "badge", "--label", "x" * 101], "the label is longer than 100 characters"),
        (["export", "toml", "-o", ""], "the name of the file is empty"),
        (["export"], "FORMAT is missing. For example: genai-roadmap export json -o backup.json"),
        (["export", "ics"], "for a calendar: genai-roadmap plan --ics"),
        (["export", "json", "--no-notes"], "--notes and --no-notes are only for html, md and csv"),
        (["export", "svg", "--notes"], "--notes and --no-notes are only for html, md and csv"),
    ],
)
def test_invalid_export_options(program: Program, arguments: list[str], message: str) -> None:
    run = program(*arguments)
    assert run.code == 2
    assert message in run.err


@pytest.mark.parametrize("form", ["md", "csv"])
def test_notes_can_be_left_out(program: Program, form: str) -> None:
    program("note", "cnns", "Stride and padding")
    assert "Stride and padding" in program("export", form).out
    assert "Stride and padding" in program("export", form, "--notes").out
    assert "Stride and padding" not in program("export", form, "--no-notes").out


def test_import_of_a_checklist_without_notes_keeps_them(program: Program, tmp_path: Path) -> None:
    file = str(tmp_path / "file.md")
    program("note", "cnns", "Stride and padding")
    program("export", "md", "--no-notes", "-o", file)
    assert program("import", file).code == 0
    assert "Stride and padding" in program("note", "--list").out


@pytest.mark.parametrize("suffix", ["png", "pdf", "html"])
def test_a_file_whose_name_is_that_of_another_format_is_named(program: Program, tmp_path: Path, suffix: str) -> None:
    run = program("export", "svg", "-o", str(tmp_path / f"x.{suffix}"))
    assert f"The format is svg, not {suffix}." in run.out + run.err


def test_unwritable_output_file(program: Program, tmp_path: Path) -> None:
    run = program("export", "toml", "-o", str(tmp_path / "missing" / "x.toml"))
    assert run.code == 4
    assert "can't be written" in run.err


@pytest.mark.parametrize("form", Format)
def test_a_written_file_says_what_it_is_for(program: Program, tmp_path: Path, form: Format) -> None:
    path = tmp_path / "FILE of mine"
    wrote = program("export", form, "-o", str(path)).out
    assert wrote.startswith(f"Wrote {path}. ")
    assert wrote.count("\n") == 1
    command = f"genai-roadmap import {quoted(str(path))}"
    option = " --id my-genai-engineer" if form is Format.TOML else ""
    assert wrote.endswith(f"{command}{option}\n") == (form in {Format.JSON, Format.TOML, Format.MARKDOWN})


@pytest.mark.parametrize(
    ("form", "name", "use"),
    [
        ("html", "x.md", "The format is html, not md."),
        ("html", "x.HTML", "Open it in a browser."),
        ("html", "page", "Open it in a browser."),
        ("badge", "x.svg", "Show it in a README, as an image."),
    ],
)
def test_a_file_name_of_another_format(program: Program, tmp_path: Path, form: str, name: str, use: str) -> None:
    file = tmp_path / name
    assert program("export", form, "-o", str(file)).out == f"Wrote {file}. {use}\n"


def test_an_export_to_a_terminal_says_how_to_write_a_file(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "genai_roadmap", "export", "anki"]
    code, shown = run_on_a_terminal(program, GENAI_ROADMAP_HOME=str(tmp_path))
    assert code == 0
    assert shown.rstrip().endswith("Write it to a file: genai-roadmap export anki -o roadmap.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_only_regular_files_are_overwritten(program: Program, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    make_pipe(pipe)
    for item, problem in (
        (pipe, "not a regular file; it was not replaced"),
        (tmp_path, f"a folder; add the name of a file: {tmp_path / 'NAME'}"),
    ):
        run = program("export", "toml", "-o", str(item), "--force")
        assert (run.code, run.out) == (1, "")
        assert run.err == f"genai-roadmap: {item} is {problem}\n"
    assert pipe.is_fifo()


def test_dash_writes_to_stdout(program: Program, tmp_path: Path) -> None:
    for form in ("toml", "csv"):
        assert program("export", form, "-o", "-").out == program("export", form).out
    file = tmp_path / "mine.md"
    file.write_text("# A\n\n## B\n\n- c\n- d\n")
    assert program("import", str(file), "-o", "-").out.startswith('format = 1\nid = "mine"\n')


def test_archive_contains_the_rest_days(
    program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all(program, "done cnns --on 2026-01-03", "done rnns --on 2026-01-01")
    settings = home / "settings.toml"
    settings.write_text(settings.read_text() + "rest_days = 3\n")
    before, file = status(program), tmp_path / "all.json"
    file.write_text(exported(program))
    assert before["streak"]["longest"] == 2
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "new"))
    run_all(program, f"import {file}")
    assert status(program) == before
    run_all(program, "config streak.rest-days 0", f"import {file}")
    assert program("config", "streak.rest-days", "--json").json["value"] == 0, "a setting of 0 is kept"
    run_all(program, "config streak.rest-days --unset", f"import {file}")
    assert program("config", "streak.rest-days", "--json").json["value"] == 3


def test_only_the_journal_of_the_bundled_roadmap_is_imported(program: Program, home: Path, tmp_path: Path) -> None:
    run_all(program, "done cnns")
    file = tmp_path / "all.json"
    file.write_text(exported(program).replace("Generative AI (Gen AI)", "Evil"))
    (home / "progress" / "genai-engineer.toml").unlink()
    run = program("import", str(file))
    assert "Evil" not in run.out
    assert str(home / "progress" / "genai-engineer.toml") in run.out
    assert "genai-roadmap use" not in run.out
    assert program("import", str(file), "--json").json["path"] == str(home / "progress" / "genai-engineer.toml")
    run_all(program, "new my-roadmap", "--roadmap my-roadmap done 1.1")
    other = tmp_path / "other.json"
    other.write_text(exported(program, "--roadmap", "my-roadmap"))
    refused = program("import", str(other), "--id", "genai-engineer")
    assert refused.code == 1
    assert "is the bundled roadmap; choose another id" in refused.err


def test_byte_order_mark_is_ignored(program: Program) -> None:
    run_all(program, "done cnns")
    content = exported(program).encode("utf-8-sig")
    assert program("import", "-", input=content).code == 0


def test_duplicate_json_key_is_rejected(program: Program, home: Path, tmp_path: Path) -> None:
    run_all(program, "done cnns")
    file = tmp_path / "twice.json"
    file.write_text(exported(program).replace('"active": true', '"active": true, "active": false'))
    assert_rejected(program, file, "duplicate key 'active'", home)
