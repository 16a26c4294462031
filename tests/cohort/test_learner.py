import json
import random
from pathlib import Path

import pytest

from cohorts import TODAY, find, journal, write
from genai_roadmap.progress.status import Status
from genai_roadmap.report.cohort_summary import LETTERS, summarize
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import archive, journal_toml
from genai_roadmap.storage.archive import Archive
from small import leaf, roadmap_data, small_roadmap
from support import Program

REVIEW = """
[[changes]]
id = "r{number}"
at = 2026-11-21T10:00:0{number}+09:00
did = "review"
topics = {topics}
grade = "{grade}"
"""


def test_several_files_are_one_journal(tmp_path: Path) -> None:
    write(tmp_path / "class" / "anna.toml", journal("a"))
    write(tmp_path / "class" / "anna (1).toml", journal("b", machine="n"))
    write(tmp_path / "class" / "anna (2).toml", "damaged")
    found = find(tmp_path / "class")
    assert (found.done, found.merged) == ({"anna": 2}, 1)
    assert [*found.reasons(tmp_path / "class")] == ["anna (2).toml"]
    write(tmp_path / "class" / "anna (1).toml", "damaged")
    found = find(tmp_path / "class")
    assert (found.done, found.merged, len(found.problems)) == ({"anna": 1}, 0, 2)


def test_files_that_contradict_each_other_are_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "class" / "anna.toml", journal("a", "b"))
    write(tmp_path / "class" / "anna (1).toml", journal("a", day="2026-11-19"))
    found = find(tmp_path / "class")
    # The first by path counts, whatever the order in which they are found.
    assert (found.done, found.merged) == ({"anna": 1}, 0)
    first = tmp_path / "class" / "anna (1).toml"
    reason = f"can't be merged with {first}: the two journals have different changes with the id 'm0'"
    assert found.reasons(tmp_path / "class") == {"anna.toml": reason}
    places = tmp_path / "class" / "anna.toml", tmp_path / "class" / "anna (1).toml"
    assert find(*places).numbers == find(*places[::-1]).numbers == found.numbers


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no `format = 1` at the top"),
        (b"format = 2\n", "has format 2, but this genai-roadmap reads up to 1; upgrade genai-roadmap"),
        (journal("a", roadmap="other").encode(), "roadmap: is 'other', should be 'small'"),
        (journal("a").encode()[:-3], "is not valid TOML"),
        (journal("a").encode("utf-16"), "is UTF-16"),
        (b"\0" * 5_000, "NUL characters"),
        (b"\xff\xfe\xfd", "is UTF-16"),
        (b"format = 1" + b"0" * 5_000, "contains an invalid value: a number has too many digits"),
        (b"format = 1\nroadmap = 'small'\nchanges = " + b"[" * 100_000, "is nested too deeply"),
        ((journal("a") + journal("a")).encode(), "unknown key `format` (change 1, line 9)"),
        (journal("a").replace("10:00", "25:00").encode(), "is not valid TOML"),
        (journal("a").replace("done", "fly").encode(), "did"),
        (b"<<<<<<< HEAD\n" + journal("a").encode() + b"=======\n>>>>>>> x\n", "merge conflict markers"),
    ],
)
def test_file_that_is_damaged_is_a_problem(tmp_path: Path, content: bytes, reason: str) -> None:
    write(tmp_path / "class" / "anna.toml", content)
    write(tmp_path / "class" / "bob.toml", journal("a"))
    found = find(tmp_path / "class")
    assert found.done == {"bob": 1}
    (problem,) = found.problems
    assert problem.path == str(tmp_path / "class" / "anna.toml")
    assert reason in problem.reason
    assert len(problem.reason) < 300
    assert "anna" not in problem.reason


def test_sparse_file_of_two_gigabytes_is_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path / "class" / "anna.toml", journal("a"))
    with path.open("r+b") as file:
        file.truncate(2 * 1024**3)
    assert find(path).reasons(tmp_path) == {"class/anna.toml": "is larger than 64 MB"}


def test_export_is_read_like_the_progress_file(tmp_path: Path) -> None:
    progress = journal_toml.parse(tmp_path, journal("a", "old-plain").encode(), "small")
    text = archive.dumps(Archive(format=1, roadmap=small_roadmap(), progress=progress))
    write(tmp_path / "class" / "anna.json", text)
    write(tmp_path / "class" / "bob.toml", journal("a", "old-plain"))
    write(tmp_path / "class" / "carl.json", "{}")
    write(tmp_path / "class" / "dora.json", text.replace('"small"', '"other"'))
    write(tmp_path / "class" / "emil.json", '{"format": 1, "name": "package"}')
    found = find(tmp_path / "class")
    assert found.done == {"anna": 2, "bob": 2}
    anna, bob = found.members
    assert anna.numbers == bob.numbers
    assert [*found.reasons(tmp_path / "class")] == ["carl.json", "dora.json", "emil.json"]
    assert found.reasons(tmp_path / "class")["dora.json"] == "roadmap: is 'other', should be 'small'"


def test_export_of_the_program_is_read(tmp_path: Path, program: Program) -> None:
    assert program("done", "1.1").code == 0
    (tmp_path / "class").mkdir()
    assert program("export", "json", "-o", str(tmp_path / "class" / "anna.json")).code == 0
    result = program("cohort", str(tmp_path / "class"), "--json")
    assert (result.json["learners"], [each["done"] for each in result.json["people"]]) == (1, [8])


def versions() -> tuple[Roadmap, Roadmap]:
    """Return an old and a new version of a roadmap: `a` is now `alpha`, `b` is retired, `new` is new."""
    old = roadmap_data(leaf("a"), leaf("b"), leaf("c"))
    new = roadmap_data({**leaf("alpha"), "formerly": ["a"]}, leaf("c"), leaf("new"), retired=["b"])
    return parse_roadmap(old), parse_roadmap(new)


def test_learners_with_different_versions_of_a_roadmap_are_counted_together(tmp_path: Path) -> None:
    old, new = versions()
    write(tmp_path / "class" / "anna.toml", journal("a", "b", "unknown", roadmap="test"))
    write(tmp_path / "class" / "bob.toml", journal("alpha", "new", roadmap="test"))
    found = find(tmp_path / "class", roadmap=new)
    assert found.done == {"anna": 1, "bob": 2}
    assert [member.numbers.total for member in found.members] == [3, 3]
    assert found.cohort[None]["topic", 0, "done"] == 2
    # Only `unknown`: `a` was renamed, and `b` removed.
    assert found.cohort[None]["unknown",] == 1
    # Another version of the roadmap is another index.
    assert find(tmp_path / "class", roadmap=old).done == {"anna": 2, "bob": 0}
    assert find(tmp_path / "class", roadmap=new).numbers == found.numbers


def test_of_marks_of_the_same_kind_in_a_row_the_last_says_when_the_first_day_was(tmp_path: Path) -> None:
    start = '[[changes]]\nid = "s{0}"\nat = 2026-11-{0}T09:00:00+09:00\ndid = "start"\ntopics = ["b"]\n'
    again = start.format("01") + start.format("10")
    write(tmp_path / "again" / "anna.toml", journal("a", day="2026-11-12") + again)
    write(tmp_path / "once" / "anna.toml", journal("a", day="2026-11-12") + start.format("10"))
    twice, once = (find(tmp_path / name).members for name in ("again", "once"))
    assert twice == once


def test_reviews_of_topics_that_are_in_no_version_are_ignored(tmp_path: Path) -> None:
    text = journal("a", "b")
    for number, (topics, grade) in enumerate(
        [('["a", "b"]', "good"), ('["a"]', "again"), ('["gone"]', "good"), ('["old-plain"]', "hard")]
    ):
        text += REVIEW.format(number=number, topics=topics, grade=grade)
    counts = find(write(tmp_path / "anna.toml", text)).cohort[None]
    assert (counts["reviews",], counts["remembered",]) == (4, 3)


def test_of_reviews_that_replace_the_same_one_the_last_counts(tmp_path: Path) -> None:
    text = journal("a", "b")
    for number, (topics, grade) in enumerate([('["a", "b"]', "again"), ('["a"]', "again"), ('["a"]', "good")]):
        text += REVIEW.format(number=number, topics=topics, grade=grade) + 'replaces = "r0"\n' * (number > 0)
    counts = find(write(tmp_path / "anna.toml", text)).cohort[None]
    assert (counts["reviews",], counts["remembered",]) == (2, 1)


def test_summary_is_the_same_as_the_report_of_the_learner(tmp_path: Path, roadmap: Roadmap) -> None:
    progress = journal_toml.parse(tmp_path, journal("a", "x", "p").encode(), "small")
    summary = summarize(roadmap, progress)
    assert (summary.done, summary.total, summary.percent, summary.furthest) == (2, 4, 50, 3)
    assert summary.statuses == b"".join(
        LETTERS[Status.DONE if leaf in "axp" else Status.TODO]
        for leaf in ("a", "b", "x", "y", "z", "e", "f", "n", "p", "q")
    )
    assert [*summary.percents] == [50, 50, 50]


def test_random_damage_never_ends_the_run(tmp_path: Path) -> None:
    rng = random.Random(1)  # noqa: S311 - not a secret
    progress = journal_toml.parse(tmp_path, journal("a", "b", "x").encode(), "small")
    export = archive.dumps(Archive(format=1, roadmap=small_roadmap(), progress=progress))
    review = REVIEW.format(number=1, topics='["a"]', grade="good")
    for number in range(200):
        name, text = rng.choice((("toml", journal("a", "b", "x") + review), ("json", export)))
        content = bytearray(text.encode())
        for _ in range(rng.choice((1, 1, 2, 10))):
            begin = rng.randrange(len(content))
            end = begin + rng.choice((0, 1, 1, 5, 100))
            other = rng.randrange(len(content))
            content[begin:end] = rng.choice(
                (b"", rng.randbytes(1), content[other : other + 20], b"9" * 30, b'"', b"\x1b[")
            )
        write(tmp_path / "class" / f"{number}.{name}", bytes(content))
    found = find(tmp_path / "class")
    assert found.problems
    assert found.members
    assert len(found.problems) + len(found.members) >= 200
    json.dumps(found.problems)
    assert all(text.isprintable() for problem in found.problems for text in problem)
    assert all(member.numbers.last_active is None or member.numbers.last_active <= TODAY for member in found.members)
