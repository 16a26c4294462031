"""The questions as notes for Anki, and what its own import makes of them."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.formats.anki_notes import HEAD, notes
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files
from hostile import CONTROL
from hostile import HOSTILE as HOSTILE_TEXTS
from small import OWN, roadmap_data
from support import Program

BUNDLED = roadmap_files.read(roadmap_files.bundled_file())
WHY = {"ask": "Why?", "answer": "So."}
HOSTILE = [
    *HOSTILE_TEXTS.values(),
    *(
        '"',
        '# "x"',
        "::",
        "a::b:::c",
        'a\t"b"\nc',
        "[sound:x.mp3] [latex]x[/latex]",
        "{{c1::x}}",
        "<script>&amp;",
        "\\(x\\)",
    ),
    *("x" * 19_000, "\u3000x", "=1"),
]
# New, updated, and unchanged notes.
Counts = tuple[int, int, int]


def rows(text: str) -> list[list[str]]:
    assert text.startswith(HEAD)
    return [*csv.reader(io.StringIO(text.removeprefix(HEAD), newline=""), dialect="excel-tab")]


def topic(slug: str = "a", *questions: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"slug": slug, "title": slug.upper(), "questions": list(questions) or [WHY], **more}


def roadmap(*topics: dict[str, Any], **more: Any) -> Roadmap:
    return parse_roadmap(roadmap_data(*topics, **more))


def guids(*topics: dict[str, Any], **more: Any) -> list[str]:
    return [row[0] for row in rows(notes(roadmap(*topics, **more)))]


def hostile_roadmap(edit: str = "") -> Roadmap:
    topics = [{**topic(f"t{n}", {"ask": text, "answer": text + edit}), "title": text} for n, text in enumerate(HOSTILE)]
    steps = [{"slug": f"s{n}", "title": each["title"], "topics": [each]} for n, each in enumerate(topics)]
    return roadmap(steps=steps, title='"T":: #')


def test_note_per_question() -> None:
    found = rows(notes(BUNDLED))
    asked = [question for item in BUNDLED.all_items for question in item.content.questions]
    assert [re.sub("</?code>", "`", row[4]) for row in found] == [
        question.answer.replace("&", "&amp;").replace("[", "&#91;") for question in asked
    ]
    assert "Use <code>b = a.copy()</code> for a list of its own." in found[0][4]
    assert len({row[0] for row in found}) == len(asked)
    [cnns, _] = [row for row in found if row[2] == "deep-learning cnns"]
    assert cnns[1] == "Generative AI (Gen AI) Engineer Roadmap 2025/26::Deep Learning"
    assert cnns[3].endswith("same image?<br><small>CNNs</small>")


def test_question_of_a_step_has_its_tag_once() -> None:
    step = {"slug": "one", "title": "One", "questions": [WHY], "topics": [{"slug": "a", "title": "A"}]}
    assert [row[1:] for row in rows(notes(roadmap(steps=[step])))] == [
        ["Test::One", "one", "Why?<br><small>One</small>", "So."]
    ]


def test_guid_stays_if_answers_titles_order_or_slugs_change() -> None:
    how = {"ask": "How?", "answer": "A"}
    before = guids(topic("a", WHY, how), topic("b"))
    assert len({*before}) == 3
    edited = [{"ask": " HOW? ", "answer": "B"}, {**WHY, "answer": "C"}]
    assert guids(topic("b", title="Other"), topic("c", *edited, formerly=["a"])) == [before[2], before[1], before[0]]
    assert guids(topic("a", {**WHY, "ask": "Why not?"})) != before[:1]
    assert guids(topic("a"), id="other") != before[:1]


def test_hostile_text_stays_in_its_column() -> None:
    found = rows(notes(hostile_roadmap()))
    assert [len(row) for row in found] == [5] * len(HOSTILE)
    assert not any(
        CONTROL.search(cell) or "[" in cell or "<s" in cell.replace("<small>", "") for row in found for cell in row[3:]
    )
    assert all(row[1].count("::") == 1 for row in found)
    assert all(part.strip(": ") for row in found for part in row[1].split("::"))


@pytest.fixture
def anki(tmp_path: Path) -> Callable[[str], Counts]:
    """Return a function that imports a text into the same collection of Anki, and checks every note against it."""
    module = pytest.importorskip("anki.collection", reason="anki is not installed")
    collection = module.Collection(str(tmp_path / "collection.anki2"))

    def import_text(text: str) -> Counts:
        path = tmp_path / "notes.txt"
        path.write_text(text, encoding="utf-8", newline="")
        metadata = collection.get_csv_metadata(str(path), None)
        log = collection.import_csv(module.ImportCsvRequest(path=str(path), metadata=metadata)).log
        found = [collection.get_note(each) for each in collection.find_notes("")]
        stored = {note.guid: [collection.decks.name(note.cards()[0].did), {*note.tags}, *note.fields] for note in found}
        assert stored == {guid: [deck, {*tags.split()}, *fields] for guid, deck, tags, *fields in rows(text)}
        return len(log.new), len(log.updated), len(log.duplicate)

    return import_text


def test_anki_imports_every_note_once(anki: Callable[[str], Counts]) -> None:
    text = notes(BUNDLED)
    count = len(rows(text))
    assert anki(text) == (count, 0, 0)
    assert anki(text) == (0, 0, count)


def test_status_is_a_tag_that_anki_updates(anki: Callable[[str], Counts]) -> None:
    own = roadmap(topic("a"), topic("b"))
    todo, done = notes(own, {"a": Status.TODO, "b": Status.TODO}), notes(own, {"a": Status.DONE, "b": Status.TODO})
    assert [row[2].split()[1:] for row in rows(done)] == [["a", "done"], ["b", "todo"]]
    assert anki(todo) == (2, 0, 0)
    assert anki(done) == (0, 1, 1)
    assert anki(done) == (0, 0, 2)


def test_exported_notes_have_the_status_of_their_topics(program: Program) -> None:
    assert program("done", "cnns").code == 0
    tags = [row[2].split() for row in rows(program("export", "anki").out)]
    assert {tag[1]: tag[2] for tag in tags}["cnns"] == "done"
    assert {tag[2] for tag in tags if tag[1] != "cnns"} == {"todo"}


def test_anki_keeps_hostile_text_and_updates_answers(anki: Callable[[str], Counts]) -> None:
    count = len(HOSTILE)
    assert anki(notes(hostile_roadmap())) == (count, 0, 0)
    assert anki(notes(hostile_roadmap(" Edited."))) == (0, count, 0)
    assert anki(notes(hostile_roadmap(" Edited."))) == (0, 0, count)


@pytest.mark.parametrize("form", ["anki", "questions"])
def test_roadmap_without_questions_is_not_exported(program: Program, tmp_path: Path, form: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    run = program("--roadmap", str(path), "export", form, "-o", str(tmp_path / "x"))
    assert run.code == 1
    assert "'My own' has no questions. Add `questions` to its topics" in run.err
    assert not (tmp_path / "x").exists()


def test_lines_and_their_indentation_are_kept() -> None:
    [row] = rows(notes(roadmap(topic("a", {"ask": "Why?", "answer": "if x:\n\treturn  <1>\n\n  end"}))))
    assert row[-1] == "if x:<br>&nbsp;&nbsp;&nbsp;&nbsp;return&nbsp; &lt;1&gt;<br><br>&nbsp;&nbsp;end"


def test_fenced_code_is_preformatted() -> None:
    question = {"ask": "What?", "answer": "So:\n\n```python\nif x < [y]:\n    z\n```\n1. e\n2. f"}
    [row] = rows(notes(roadmap(topic("a", question))))
    assert row[4] == "So:<pre>if x &lt; &#91;y]:<br>    z</pre>1. e<br>2. f"
