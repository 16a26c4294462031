"""The command `cohort`."""

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest

from cohorts import journal, write
from genai_roadmap.cli import output as cli_output
from genai_roadmap.cohort import cluster
from genai_roadmap.cohort.request import Request
from genai_roadmap.text import quoted
from support import Program

NOW = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
LEARNERS = {
    "Ada": journal("loops", "variables", "functions", roadmap="genai-engineer", machine="a"),
    "Ben": journal("loops", day="2026-06-01", roadmap="genai-engineer", machine="b"),
    "Cleo": 'format = 1\nroadmap = "genai-engineer"\n',
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to a Tuesday in November."""
    monkeypatch.setattr(cli_output, "now", lambda: NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the files of three learners, and one that can't be used."""
    for name, content in LEARNERS.items():
        write(tmp_path / "class" / f"{name}.toml", content)
    write(tmp_path / "class" / "Dan.toml", "format = 99\n")
    return tmp_path / "class"


def test_short_page(program: Program, folder: Path) -> None:
    text = program("cohort", str(folder)).out
    assert text.startswith("Generative AI (Gen AI) Engineer Roadmap 2025/26: 3 learners\n")
    assert "Progress  median 1%, middle 50%: 0% to 3%\nFinished  0 learners, 0%\n" in text
    assert "At risk   2 learners, 66%: 1 not started, 1 silent\n" in text
    assert "Ahead     Ada (3%)\n" in text
    assert "Problems  1 file can't be used: Dan.toml\n" in text
    command = f"genai-roadmap cohort {quoted(str(folder))}"
    assert text.endswith(f"\nShow everything: {command} --all (or --at-risk)\n")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["my class"], "cohort {'my class'}"),
        (
            ["my class", "--since", "1 Nov 2026", "--groups", "a b.csv"],
            "cohort {'my class'} --since 2026-11-01 --groups {'a b.csv'}",
        ),
        (
            ["my class/Ada.toml"] * 5 + ["my class"],
            "cohort {0} {0} {0} {0} {0} ...".replace("{0}", "{'my class/Ada.toml'}"),
        ),
        (["my class", "--anonymous"], "cohort PATH --anonymous"),
    ],
)
def test_hints_name_what_was_typed(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], command: str
) -> None:
    folder.rename(folder.with_name("my class"))
    monkeypatch.chdir(folder.parent)
    write(Path("a b.csv"), "name,group\nAda,Red\n")
    expected = re.sub("{'(.*?)'}", lambda match: quoted(match[1]), command)
    assert f"Show everything: genai-roadmap {expected} --all" in program("cohort", *arguments).out


def test_no_hint_shows_a_password_or_learners_at_risk_if_there_are_none(program: Program, folder: Path) -> None:
    for name in ("Ben", "Cleo"):
        (folder / f"{name}.toml").unlink()
    assert "--at-risk" not in program("cohort", str(folder)).out
    assert Request(["s3://me:secret@bucket/x"]).command == "cohort s3://bucket/x"


@pytest.mark.parametrize(
    ("name", "content", "is_hint"),
    [
        ("Ada.toml", 'format = 1\nroadmap = "other"\n', True),
        ("Ada.json", '{"format": 1, "x', False),
        ("Ada.json", '{"format": 1, "roadmap": 3}', False),
        ("Ada.toml", "damaged", False),
    ],
)
def test_only_files_of_another_roadmap_cause_a_hint_about_it(
    program: Program,
    tmp_path: Path,
    name: str,
    content: str,
    is_hint: bool,  # noqa: FBT001 - an expected value
) -> None:
    file = quoted(str(write(tmp_path / name, content)))
    text = program("cohort", str(tmp_path / name)).out
    assert (f"Show the learners of another roadmap: genai-roadmap --roadmap ID cohort {file}\n" in text) is is_hint
    assert ("--roadmap" in text) is is_hint


def test_everything(program: Program, folder: Path) -> None:
    text = program("cohort", str(folder), "--all").out
    assert "At risk: 2 learners\n" in text
    assert "1%    Ben   silent       last active 1 Jun 2026\n" in text
    assert f"Files that can't be used: 1\n  {folder / 'Dan.toml'}  has format 99, " in text
    assert text.count("Loops") == 1


def test_at_risk(program: Program, folder: Path) -> None:
    text = program("cohort", str(folder), "--at-risk").out
    assert text.splitlines()[0] == "At risk: 2 learners"
    assert "Ada" not in text
    names = [each["name"] for each in program("cohort", str(folder), "--at-risk", "--json").json["people"]]
    assert names == ["Ben", "Cleo"]


def test_json(program: Program, folder: Path) -> None:
    found = program("cohort", str(folder), "--since", "2026-11-01", "--json").json
    assert found["roadmap"]["id"] == "genai-engineer"
    assert found["learners"] == 3
    assert found["percent"] == {"p25": 0, "median": 1, "p75": 3}
    assert found["risks"] == {"not_started": 1, "silent": 1, "behind": 0}
    assert found["gained"] == 3
    assert [step["reached"] for step in found["steps"]] == [2, 0, 0, 0, 0, 0, 0, 0, 0]
    assert next(topic for topic in found["topics"] if topic["id"] == "loops")["done"] == 2
    assert found["people"][0] == {
        "name": "Ada", "done": 3, "total": 77, "percent": 3, "last_active": "2026-11-20", "pace": 3.0, "gained": 3,
        "risks": [],
    }  # fmt: skip
    assert found["problems"][0]["path"] == str(folder / "Dan.toml")


def test_each_learner_has_the_step_and_the_stuck_topics(program: Program, folder: Path) -> None:
    marks = 'id = "s"\nat = 2026-10-01T10:00:00Z\ndid = "start"\ntopics = ["pandas", "oops"]\n'
    write(folder / "Eve.toml", f'format = 1\nroadmap = "genai-engineer"\n[[changes]]\n{marks}')
    eve = program("cohort", str(folder), "--json").json["people"][-1]
    assert (eve["step"], eve["stuck"]) == ("programming-fundamentals", ["oops", "pandas"])
    *_, row = csv.DictReader(io.StringIO(program("cohort", str(folder), "--csv").out))
    assert (row["step"], row["stuck"]) == ("1 Programming Fundamentals", "1.1.8 OOPs; 1.2.2 Pandas")
    first, *_ = program("cohort", str(folder), "--at-risk").out.splitlines()[2:]
    assert first.endswith("Eve   silent       last active 1 Oct 2026  stuck in 1.1.8, 1.2.2")


def test_finished_learners_have_the_day(program: Program, folder: Path) -> None:
    topics = [each["id"] for each in program("cohort", str(folder), "--json").json["topics"]]
    write(folder / "Fay.toml", journal(*topics[:50], roadmap="genai-engineer", machine="f", day="2026-11-01"))
    rest = journal(*topics[50:], roadmap="genai-engineer", machine="g", day="2026-11-05")
    write(folder / "Fay" / "Fay.toml", rest)
    assert program("cohort", str(folder), "--json").json["people"][-1]["finished_on"] == "2026-11-05"
    assert (
        "100%    Fay  finished on 5 Nov 2026  last active 5 Nov 2026\n" in program("cohort", str(folder), "--all").out
    )
    assert program("cohort", str(folder), "--csv").out.splitlines()[-1].split(",")[10] == "2026-11-05"


def test_topics_of_a_newer_roadmap_cause_a_warning(program: Program, folder: Path) -> None:
    assert program("cohort", str(folder), "--json").json["unknown_topics"] == 0
    write(folder / "Eve.toml", journal("loops", "quantum", "prompts", roadmap="genai-engineer", machine="e"))
    message = (
        "genai-roadmap: 1 learner has marked topics that this version of the roadmap doesn't have; update the roadmap\n"
    )
    # Also when the index is warm.
    for _ in range(2):
        run = program("cohort", str(folder), "--json")
        assert (run.code, run.err, run.json["unknown_topics"]) == (0, message, 1)
    assert run.json["people"][-1]["done"] == 1
    assert program("cohort", str(folder), "--learner", "Eve").err == message
    write(folder / "Fay.toml", journal("quantum", roadmap="genai-engineer", machine="f"))
    assert "2 learners have marked topics" in program("cohort", str(folder)).err


def test_merged_learners_have_the_names_of_their_files(program: Program, folder: Path, tmp_path: Path) -> None:
    copy = write(folder / "Ada (1).toml", journal("oops", roadmap="genai-engineer", machine="x"))
    names = [str(copy), str(folder / "Ada.toml")]
    write(folder / "Dan (1).toml", "damaged")
    # Also when the index is warm.
    for _ in range(2):
        found = program("cohort", str(folder), "--json").json
        assert (found["merged"], found["merged_files"]) == (1, [{"name": "Ada", "files": names}])
    write(folder / "Ada (3).toml", "damaged")
    assert program("cohort", str(folder), "--json").json["merged_files"] == [{"name": "Ada", "files": names}]
    text = program("cohort", str(folder), "--all").out
    assert f"Learners with several files: 1\n  Ada  {', '.join(names)}\n" in text
    page = tmp_path / "class.html"
    program("cohort", str(folder), "-o", str(page))
    assert f"<li><bdi>Ada</bdi>: <bdi>{names[0]}</bdi>, <bdi>{names[1]}</bdi></li>" in page.read_text("utf-8")
    assert "Ada" not in program("cohort", str(folder), "--anonymous", "--json").out
    assert program("cohort", str(folder), "--anonymous", "--json").json["merged_files"] == []


def test_groups_match_regardless_of_case(program: Program, folder: Path, tmp_path: Path) -> None:
    rows = "name,group\nADA,Red\nben,Blue\nBen,Green\nEve,Blue\nIda,Red\nJo,Red\nKim,Red\n"
    groups = ("--groups", str(write(tmp_path / "groups.csv", rows)))
    found = program("cohort", str(folder), "--json", *groups).json
    assert [person.get("group") for person in found["people"]] == ["Red", "Green", None]
    assert found["missing"] == ["ben", "Eve", "Ida", "Jo", "Kim"]
    run = program("cohort", str(folder), "--csv", *groups)
    assert run.err == "genai-roadmap: 5 learners without a file: ben, Eve, Ida and 2 more\n"
    assert len(run.out.splitlines()) == 4


def test_groups_with_another_encoding(program: Program, folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "groups.csv", "name,group\nZoë,Red\n".encode("latin-1"))
    run = program("cohort", str(folder), "--groups", str(path))
    assert (run.code, run.err.endswith("(at line 2, column 3); save it as CSV UTF-8\n")) == (3, True)


def test_names_are_in_the_order_of_a_class_list(program: Program, folder: Path, tmp_path: Path) -> None:
    names = ["bob", "Çelik", "Ábel", "dora", "ADA"]
    for number, name in enumerate(names):
        write(folder / f"{name}.toml", journal("loops", roadmap="genai-engineer", machine=f"n{number}"))
    rows = "".join(f"{name},{name} x\n" for name in names)
    groups = str(write(tmp_path / "groups.csv", f"name,group\nzoe,x\nÉva,x\n{rows}"))
    found = program("cohort", str(folder), "--groups", groups, "--json").json
    assert [each["name"] for each in found["people"]] == ["Ábel", "ADA", "Ada", "Ben", "bob", "Çelik", "Cleo", "dora"]
    assert found["missing"] == ["Éva", "zoe"]
    assert [each["name"] for each in found["groups"]] == ["Ábel x", "ADA x", "bob x", "Çelik x", "dora x"]
    assert "Ahead     Ada (3%), Ábel (1%), ADA (1%)" in program("cohort", str(folder)).out


def test_topics_with_the_same_title_have_their_numbers(program: Program, folder: Path) -> None:
    write(folder / "Eve.toml", start_of("twin-a", "twin-b", "other"))
    topics = "".join(
        f'[[steps.topics]]\nslug = "{slug}"\ntitle = "{title}"\n'
        for slug, title in (("twin-a", "Twin"), ("twin-b", "Twin"), ("other", "Other"))
    )
    roadmap = 'format = 1\nid = "genai-engineer"\nversion = "1"\ntitle = "T"\n[[steps]]\nslug = "s"\ntitle = "S"\n'
    path = write(folder.parent / "roadmap.toml", roadmap + topics)
    text = program("--roadmap", str(path), "cohort", str(folder)).out
    assert "Stuck     1.1 Twin (1), 1.2 Twin (1), Other (1)\n" in text


def start_of(*topics: str) -> str:
    """Return a progress file in which the topics were started long ago."""
    change = f'id = "s"\nat = 2026-06-01T10:00:00Z\ndid = "start"\ntopics = {json.dumps(topics)}\n'
    return f'format = 1\nroadmap = "genai-engineer"\n[[changes]]\n{change}'


def test_goal_of_all(program: Program, folder: Path) -> None:
    found = program("cohort", str(folder), "--goal", "2026-12-31", "--json").json
    assert found["risks"]["behind"] == 3


def test_groups(program: Program, folder: Path, tmp_path: Path) -> None:
    groups = write(tmp_path / "groups.csv", "name,group\nAda,Red\nBen,Blue\nEve,Blue\n")
    found = program("cohort", str(folder), "--groups", str(groups), "--json").json
    assert [(group["name"], group["learners"]) for group in found["groups"]] == [("Blue", 1), ("Red", 1)]
    assert found["missing"] == ["Eve"]
    text = program("cohort", str(folder), "--groups", str(groups)).out
    assert "No file   Eve\n" in text
    assert "  Blue  " in text


def test_table(program: Program, folder: Path, tmp_path: Path) -> None:
    rows = [*csv.DictReader(io.StringIO(program("cohort", str(folder), "--csv").out))]
    assert [row["name"] for row in rows] == ["Ada", "Ben", "Cleo"]
    assert rows[1]["at_risk"] == "silent"
    assert [row["gained"] for row in rows] == ["", "", ""]
    since = program("cohort", str(folder), "--csv", "--since", "2026-11-20").out
    # The day itself counts too.
    assert [row["gained"] for row in csv.DictReader(io.StringIO(since))] == ["3", "0", "0"]
    file = tmp_path / "learners.csv"
    assert program("cohort", str(folder), "--csv", "-o", str(file)).out == f"Wrote {file}. Open it in a spreadsheet.\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfname,group,done")


def test_web_page(program: Program, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    assert program("cohort", str(folder), "-o", str(file)).out == f"Wrote {file}. Open it in a browser.\n"
    assert "Ada</" in file.read_text("utf-8")
    again = program("cohort", str(folder), "-o", str(file))
    assert (again.code, again.err) == (1, f"genai-roadmap: {file} already exists; use --force to overwrite\n")


def test_anonymous(program: Program, folder: Path) -> None:
    first, second = (program("cohort", str(folder), "--anonymous", "--json").out for _ in range(2))
    assert first == second
    assert not any(name in first for name in (*LEARNERS, "Dan", str(folder)))
    assert all(each["name"].startswith("learner-") for each in json.loads(first)["people"])


def test_few_anonymous_learners_at_risk_are_not_listed(program: Program, folder: Path) -> None:
    arguments = ("cohort", str(folder), "--anonymous", "--at-risk")
    assert program(*arguments).out == ("At risk: 2 learners\n  Not listed, because there are fewer than 5 learners.\n")
    assert program(*arguments, "--json").json["people"] == []
    assert len(program(*arguments, "--csv").out.splitlines()) == 1


def test_numbers_of_few_anonymous_learners_say_neither_why_they_are_at_risk_nor_where_they_are_stuck(
    program: Program, folder: Path
) -> None:
    write(folder / "Eve.toml", start_of("cnns"))
    arguments = ("cohort", str(folder), "--anonymous")
    assert "most: 1" in program(*arguments[:2]).out
    for option in ((), ("--all",)):
        text = program(*arguments, *option).out
        assert "At risk   3 learners, 75%\n" in text
        words = ("not started,", "silent", "stopped", "most:", "Stuck", "days ago")
        assert not [word for word in words if word in text]
    found = program(*arguments, "--json").json
    assert {"risks", "gone"}.isdisjoint(found)
    assert all({*step} == {"id", "number", "title", "percent", "reached"} for step in found["steps"])
    assert all({*topic} == {"id", "number", "title", "done", "started", "skipped"} for topic in found["topics"])
    write(folder / "Fay.toml", start_of("cnns"))
    assert program(*arguments, "--json").json["risks"] == {"not_started": 1, "silent": 3, "behind": 0}
    assert "most: 2" in program(*arguments).out


def test_one_learner(program: Program, folder: Path, tmp_path: Path) -> None:
    note = (
        '\n[[changes]]\nid = "n"\nat = 2026-11-21T10:00:00Z\ndid = "note"\ntopics = ["loops"]\nnote = "watch again"\n'
    )
    write(folder / "Ada" / "genai-engineer.toml", LEARNERS["Ada"] + note)
    shown = program("cohort", str(folder), "--learner", "Ada")
    assert shown.out.startswith("Ada\n\nGenerative AI")
    assert "3 of 77 topics" in shown.out
    assert "watch again" not in shown.out
    assert "watch again" in program("cohort", str(folder), "--learner", "Ada", "--notes").out
    as_json = program("cohort", str(folder), "--learner", "Ada", "--json")
    assert as_json.json["progress"]["done"] == 3
    assert "watch again" not in as_json.out
    file = tmp_path / "ada.html"
    learner = program("cohort", str(folder), "--learner", "Ada", "-o", str(file))
    assert learner.out == f"Wrote {file}. Open it in a browser.\n"
    assert "Ada" in file.read_text("utf-8")


def test_page_of_a_learner_is_for_the_teacher(program: Program, folder: Path) -> None:
    review = '\n[[changes]]\nid = "r"\nat = 2026-06-02T10:00:00Z\ndid = "review"\ntopics = ["loops"]\ngrade = "good"\n'
    start = '\n[[changes]]\nid = "s"\nat = 2026-06-03T10:00:00Z\ndid = "start"\ntopics = ["oops"]\n'
    skip = '\n[[changes]]\nid = "k"\nat = 2026-06-03T10:00:00Z\ndid = "skip"\ntopics = ["pandas"]\n'
    write(folder / "Ben.toml", LEARNERS["Ben"] + review + start + skip)
    more = ("--since", "2026-06-01", "--goal", "2026-12-31")
    text = program("cohort", str(folder), "--learner", "Ben", *more).out
    assert text.endswith("""
Last active       3 Jun 2026
At risk           silent (no activity for more than 14 days), behind (too slow for the goal)
Stuck in          1.1.8 OOPs
Skipped           1 topic
Pace              0 topics per week
Since 1 Jun 2026  1 topic done
Reviews           Covered 1%, retained 0%
Goal              31 Dec 2026: no progress since 3 Jun 2026; needs 13.9 per week
""")
    assert "genai-roadmap" not in text
    found = program("cohort", str(folder), "--learner", "Ben", "--json", *more).json
    assert found["person"] == program("cohort", str(folder), "--json", *more).json["people"][1]
    assert found["person"]["risks"] == ["silent", "behind"]
    cleo = program("cohort", str(folder), "--learner", "Cleo").out
    assert cleo.endswith("Last active  never\nAt risk      not started (no topic started or done)\n")
    assert "At risk      no\n" in program("cohort", str(folder), "--learner", "Ada").out


def test_few_anonymous_learners_have_no_risks(program: Program, folder: Path) -> None:
    people = program("cohort", str(folder), "--anonymous", "--json").json["people"]
    assert not any("risks" in each or "stuck" in each for each in people)
    table = program("cohort", str(folder), "--anonymous", "--csv").out
    assert [row["at_risk"] for row in csv.DictReader(io.StringIO(table))] == ["", "", ""]


def test_files_that_clash_are_both_named_but_not_in_an_anonymous_report(program: Program, folder: Path) -> None:
    copy = write(folder / "Ada (1).toml", journal("loops", roadmap="genai-engineer", machine="a", day="2026-11-01"))
    run = program("cohort", str(folder), "--learner", "Ada")
    assert run.err.startswith(
        f"genai-roadmap: {folder / 'Ada.toml'}: can't be merged with {copy}: the two journals have"
    )
    assert "1 of 77 topics" in run.out
    hidden = program("cohort", str(folder), "--anonymous", "--json")
    assert len(hidden.json["problems"]) == 2
    assert "Ada" not in hidden.err + hidden.out


def test_learner_in_another_case(program: Program, folder: Path) -> None:
    assert program("cohort", str(folder), "--learner", "aDA").out.startswith("Ada\n")
    write(folder / "more" / "ADA.toml", LEARNERS["Ben"])
    assert program("cohort", str(folder), "--learner", "Ada").out.startswith("Ada\n")
    assert "Did you mean ADA or Ada, or list all: " in program("cohort", str(folder), "--learner", "ada").err


def test_strict(program: Program, folder: Path) -> None:
    run = program("cohort", str(folder), "--strict")
    assert (run.code, run.err) == (3, "genai-roadmap: 1 file can't be used: Dan.toml (show why with --all)\n")
    assert run.out == program("cohort", str(folder)).out
    anonymous = program("cohort", str(folder), "--strict", "--anonymous")
    assert anonymous.err == "genai-roadmap: 1 file can't be used (show why with --all)\n"
    write(folder / "Eve.toml", "damaged")
    assert "  2 files can't be used\n" in program("cohort", str(folder)).out
    for name in ("Dan", "Eve"):
        (folder / f"{name}.toml").unlink()
    assert program("cohort", str(folder), "--strict").code == 0


def test_no_usable_file(program: Program, tmp_path: Path) -> None:
    write(tmp_path / "class" / "Eve.toml", "damaged")
    run = program("cohort", str(tmp_path / "class"))
    assert (run.code, "Files that can't be used: 1" in run.out) == (3, True)
    assert run.err == "genai-roadmap: 1 file can't be used: Eve.toml (show why with --all)\n"


def test_nobody(program: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert program("cohort", str(tmp_path / "empty")).out.startswith(
        "Generative AI (Gen AI) Engineer Roadmap 2025/26: 0 learners\n"
    )
    assert "genai-roadmap export json" in program("cohort", str(tmp_path / "empty"), "--all").out
    assert program("cohort", str(tmp_path / "empty"), "--json").json["percent"] == {}
    assert program("cohort", str(tmp_path / "empty"), "--at-risk", "--all").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "nowhere does not exist"),
        (
            ["class", "--learner", "adda"],
            1,
            "no learner 'adda'. Did you mean Ada, or list all: genai-roadmap cohort class --csv\n",
        ),
        (["class", "--learner", "Zed"], 1, "no learner 'Zed'. List all: genai-roadmap cohort class --csv\n"),
        (["class", "--notes"], 2, "--notes needs --learner NAME"),
        (["class", "--at-risk", "-o", "x.html"], 2, "--at-risk can't be combined with a web page"),
        (["class", "--all", "--json"], 2, "--all can't be combined with -o, --csv or --json"),
        (["class", "--csv", "--json"], 2, "--csv can't be combined with --json or --learner"),
        (["class", "--json", "-o", "x.json"], 2, "-o can't be combined with --json; use --json > FILE"),
        (["class", "-o", "x.csv"], 2, "x.csv: the name of this file should end in .html (or use --csv)"),
        (["class", "--csv", "-o", "x.html"], 2, "x.html: the name of this file should end in .csv"),
        (["class", "--learner", "Ada", "--at-risk"], 2, "--learner can only be combined with --notes, --since"),
        (["class", "--learner", "Ada", "--jobs", "2"], 2, "--learner can only be combined with --notes, --since"),
        (["class", "--learner", "Ada", "--groups", "x"], 2, "--learner can only be combined with --notes, --since"),
        (["class", "--learner", "Ada", "--anonymous"], 2, "--learner can only be combined with --notes, --since"),
        (
            ["class", "--learner", "Ada", "--since", "1 Nov", "-o", "a.html"],
            2,
            "--since can't be combined with --learner and -o",
        ),
        (["class", "--learner", "Dan"], 3, "Dan has no file that can be used: has format 99"),
        (["class", "--groups", "nofile.csv"], 1, "genai-roadmap: no such file: nofile.csv\n"),
        (["class", "--groups", "class/Ada.toml"], 3, "needs a first line with the columns name and group"),
        (["class", "--cluster", "tcp://127.0.0.1:1", "--all"], 1, "the cluster at tcp://127.0.0.1:1 can't be reached"),
        (["class", "--cluster", "foo"], 2, "--cluster foo is neither an address, like tcp://10.0.0.1:8786, nor local"),
        ([], 2, "PATH is missing"),
    ],
)
def test_errors(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr(cluster, "_SECONDS", 0.3)
    run = program("cohort", *arguments)
    assert run.code == code
    assert message in run.err


def test_written_reports_mention_files_that_can_not_be_used(program: Program, folder: Path, tmp_path: Path) -> None:
    run = program("cohort", str(folder), "-o", str(tmp_path / "class.html"))
    assert run.code == 0
    assert run.err == "genai-roadmap: 1 file can't be used: Dan.toml (show why with --all)\n"
    other = journal("a", roadmap="other", machine="d")
    write(folder / "Dan.toml", other)
    hint = f"Show the learners of another roadmap: genai-roadmap --roadmap ID cohort {quoted(str(folder))}\n"
    assert hint in program("cohort", str(folder)).out
