"""The commands: their JSON output and their exit codes."""

import datetime as dt
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap import __version__
from genai_roadmap.cli import completion
from genai_roadmap.cli.help_topics import GOALS, ITEMS, PAST, PERIODS, TOPICS
from genai_roadmap.cli.main import app
from genai_roadmap.cli.other_names import SYNONYMS
from genai_roadmap.errors import wants_json
from genai_roadmap.storage.settings import all_settings
from genai_roadmap.text import quoted
from genai_roadmap.tui import key_help
from support import Program, Run, command_names, environment

TODAY = dt.datetime.fromtimestamp(time.time(), dt.timezone(dt.timedelta(hours=9))).date()
YESTERDAY = TODAY - dt.timedelta(days=1)


def slugs(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def steps(run: Run) -> dict[str, dict[str, Any]]:
    return {step["number"]: step for step in run.json["steps"]}


def test_done_step_4_then_status(program: Program) -> None:
    marked = program("done", "step-4", "--json").json
    assert len(marked["changed"]) == 9
    assert marked["unchanged"] == []
    assert marked["left_alone"] == ["pytorch-deep-learning"]
    assert marked["progress"]["done"] == 9
    assert dt.datetime.fromisoformat(marked["at"]).date() == TODAY
    status = program("status", "--json")
    assert status.json["roadmap"] == {
        "id": "genai-engineer",
        "title": "Generative AI (Gen AI) Engineer Roadmap 2025/26",
        "version": "2025/26",
    }
    expected = {"done": 9, "total": 77, "percent": 11, "optional_done": 0, "optional_total": 11}
    assert status.json["progress"] == expected
    assert status.json["streak"] == {"current": 0, "longest": 0, "weeks": 0}
    assert status.json["counts"] == {"todo": 79, "started": 0, "done": 9, "skipped": 0}
    assert "forecast" not in status.json
    four = steps(status)["4"]
    assert (four["id"], four["path"], four["status"], four["percent"]) == ("deep-learning", "step-4", "done", 100)
    assert "topics" not in four
    assert len(status.json["next"]) == 3
    assert [item["reason"] for item in status.json["next"]] == [
        "first topic of step 1",
        "next in Python Basics",
        "next in Python Basics",
    ]


def test_status_without_progress_has_no_pace(program: Program) -> None:
    assert "pace" not in program("status", "--json").json


def test_show_item(program: Program) -> None:
    program("done", "4.2.1", "--note", "Good one")
    item = program("show", "cnns", "--json").json
    assert dt.datetime.fromisoformat(item.pop("changed_at")).utcoffset() == dt.timedelta(hours=9)
    assert [note["text"] for note in item.pop("notes")] == ["Good one"]
    assert len(item.pop("resources")) == 2
    assert [{*question} for question in item.pop("questions")] == [{"ask", "answer"}] * 2
    assert item == {
        "covered": 100,
        "id": "cnns",
        "path": "step-4.cnns",
        "number": "4.2.1",
        "title": "CNNs",
        "detail": "Images.",
        "optional": False,
        "status": "done",
        "done": 1,
        "total": 1,
        "percent": 100,
        "optional_done": 0,
        "optional_total": 0,
        "why": [],
        "topics": [],
    }


def test_list(program: Program) -> None:
    program("done", "4.1", "javascript")
    assert len(program("list", "--json").json["steps"]) == 9
    assert "topics" not in program("list", "--json").json["steps"][0]
    tree = program("list", "--all", "--json").json["steps"]
    assert slugs(tree[3]["topics"][1]["topics"]) == ["cnns", "rnns", "transformers-deep-learning"]
    item = program("list", "step-4", "--json").json
    assert slugs(item["topics"]) == ["deep-learning-basics", "architectures", "advanced-topics", "frameworks"]
    done = program("list", "--status", "done", "--json").json["steps"]
    assert slugs(done) == ["programming-fundamentals", "deep-learning"]
    assert slugs(done[1]["topics"]) == ["deep-learning-basics"]
    of_step = program("list", "4", "--status", "done", "--status", "todo", "--json").json
    assert len(of_step["topics"]) == 4
    assert program("list", "5", "--status", "done", "--json").json["topics"] == []


@pytest.mark.parametrize("status", ["todo", "started", "done", "skipped"])
def test_list_by_status_matches_the_counts_of_status(program: Program, status: str) -> None:
    program("done", "1", "8.1.1")
    program("skip", "7")
    program("start", "2.1", "--all")
    program("reset", "2.1.1")

    def leaves(items: list[dict[str, Any]]) -> list[str]:
        return [slug for item in items for slug in (leaves(item["topics"]) if item["topics"] else [item["id"]])]

    listed = leaves(program("list", "--status", status, "--json").json["steps"])
    assert len(listed) == program("status", "--json").json["counts"][status]
    in_words = program("list", "--status", status).out
    assert f"\n{len(listed)} topics {status}, in " in in_words


@pytest.mark.parametrize("number", range(1, 10))
def test_every_step_can_reach_100_percent(program: Program, number: int) -> None:
    program("done", f"step-{number}")
    step = steps(program("status", "--json"))[str(number)]
    assert (step["percent"], step["status"], step["done"]) == (100, "done", step["total"])


def test_the_roadmap_can_reach_100_percent(program: Program) -> None:
    program("done", *map(str, range(1, 10)))
    progress = program("status", "--json").json["progress"]
    assert (progress["done"], progress["total"], progress["percent"]) == (77, 77, 100)
    assert (progress["optional_done"], progress["optional_total"]) == (4, 11)
    assert [item["id"] for item in program("next", "-n", "9", "--json").json["items"]] == ["javascript", "cpp"]
    text = program("next", "-n", "9").out
    assert text.startswith("You finished the roadmap! 77 of 77 topics.\nWhat is left is optional:\n\n")
    program("done", *map(str, range(1, 10)), "--all")
    assert program("next", "--json").json == {"items": []}


def test_marking_again_changes_nothing(program: Program, home: Path) -> None:
    program("done", "cnns")
    before = (home / "progress" / "genai-engineer.toml").read_bytes()
    again = program("done", "cnns", "--json")
    assert (again.code, again.json["changed"], again.json["unchanged"]) == (0, [], ["cnns"])
    assert program("done", "cnns").out == "Nothing changed.\nAlready done: CNNs\n"
    assert (home / "progress" / "genai-engineer.toml").read_bytes() == before


def test_several_items_are_all_or_nothing(program: Program, home: Path) -> None:
    assert program("done", "cnns", "nonsense").code == 1
    assert not home.exists()


def test_undo_and_redo(program: Program) -> None:
    program("done", "step-4")
    program("skip", "cnns")
    program("note", "rnns", "text")
    states = [program("status", "--json").json["progress"]]
    for _ in range(3):
        undone = program("undo", "--json")
        assert undone.code == 0
        states.append(undone.json["progress"])
    nothing = program("undo")
    assert (nothing.code, nothing.out, nothing.err) == (1, "", "genai-roadmap: nothing to undo\n")
    assert states[-1]["done"] == 0
    for expected in reversed(states[:-1]):
        assert program("redo", "--json").json["progress"] == expected
    assert program("redo").code == 1
    assert program("show", "rnns", "--json").json["notes"][0]["text"] == "text"


def test_journals_of_two_machines_are_merged(program: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("done", "4.1")
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(home / "other"))
    program("done", "4.2")
    other = (home / "other" / "progress" / "genai-engineer.toml").read_text()
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(home))
    with (home / "progress" / "genai-engineer.toml").open("a") as file:
        file.write(other[other.index("[[changes]]") :])
    assert program("status", "--json").json["progress"]["done"] == 6
    assert set(program("undo", "--json").json["changed"]) == {
        "neural-networks",
        "backpropagation-deep-learning",
        "activation-functions",
    }
    assert (
        program("undo").err
        == "genai-roadmap: nothing to undo; the remaining changes were recorded on another machine\n"
    )


def test_log(program: Program) -> None:
    assert program("log", "--since", "yesterday").out == "Nothing recorded yet.\n"
    program("done", "cnns", "--on", "2026-01-05", "--known")
    assert program("log", "--since", "yesterday").out == "Nothing recorded since that date.\n"
    program("start", "rnns", "--note", "Now")
    program("undo")
    undo, start, done = program("log", "--json").json["changes"]
    assert (undo["did"], undo["topics"], undo["undone"], undo["change"]) == ("undo", ["rnns"], False, start["id"])
    assert (start["did"], start["topics"], start["undone"], start["note"]) == ("start", ["rnns"], True, "Now")
    assert (done["did"], done["at"], done["known"]) == ("done", "2026-01-05T12:00:00+09:00", True)
    assert dt.datetime.fromisoformat(done["recorded_at"]).date() == TODAY
    assert len(program("log", "-n", "1", "--json").json["changes"]) == 1
    assert len(program("log", "--since", "yesterday", "--json").json["changes"]) == 2
    assert "5 Jan 2026" in program("log").out


def test_log_says_which_day_counts(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("done", "cnns", "--on", "2025-12-03")
    program("done", "cnns", "--on", "2025-11-24")
    program("done", "cnns", "--on", "2025-11-24", "--grade", "easy")
    old = "for 3 Dec 2025   done         CNNs  now 24 Nov 2025\n"
    others = "for 24 Nov 2025  done (easy)  CNNs\nfor 24 Nov 2025  done         CNNs  replaced\n"
    text = program("log").out
    assert re.sub(r" +", " ", text) == re.sub(r" +", " ", others + old)
    assert program("log", "--since", "2025-12-01").out.endswith("CNNs  now 24 Nov 2025\n")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "58")
    assert "CNNs (now 24 Nov 2025)" in program("log", "--no-color").out


def test_log_has_marks_for_today_in_the_order_of_the_commands(program: Program) -> None:
    for command in (
        ["done", "cnns"],
        ["done", "rnns", "--on", "today"],
        ["done", "neural networks", "--on", "yesterday"],
    ):
        program(*command)
    program("start", "variables")
    lines = program("log").out.splitlines()
    assert [line.split()[-1] for line in lines] == ["Variables", "Networks", "RNNs", "CNNs"]
    # The hour is that of the command.
    assert [":" in line for line in lines] == [True, False, True, True]
    changes = program("log", "--json").json["changes"]
    assert ["recorded_at" in change for change in changes] == [False, False, False, True]


def test_options_on_and_known(program: Program) -> None:
    marked = program("done", "cnns", "--on", "yesterday", "--json").json
    assert dt.datetime.fromisoformat(marked["at"]).date() == YESTERDAY
    program("done", "rnns", "--known")
    status = program("status", "--json").json
    assert status["streak"] == {"current": 1, "longest": 1, "weeks": 1}
    assert status["pace"]["per_week"] == 1.0


def test_search_and_next(program: Program) -> None:
    assert slugs(program("search", "numerical", "computations", "--json").json["items"]) == ["numpy"]
    assert program("search", "xyzzy", "--json").json == {"items": []}
    program("start", "attention-mechanisms")
    items = program("next", "-n", "2", "--json").json["items"]
    assert [(item["id"], item["reason"]) for item in items] == [
        ("attention-mechanisms", "started today"),
        ("variables", "first topic of step 1"),
    ]
    assert items[1]["resources"][0]["title"] == "Official Python Docs"


def test_notes(program: Program) -> None:
    assert program("note", "cnns", "two", "words").code == 0
    assert [note["text"] for note in program("note", "cnns", "--json").json["notes"]] == ["two words"]
    assert program("note", "cnns").out.endswith("two words\n")
    assert program("note", "rnns").out == 'No notes. Add one with: genai-roadmap note rnns "TEXT"\n'
    empty = program("note", "rnns", " ")
    assert (empty.code, empty.err) == (1, "genai-roadmap: the note is empty; nothing was recorded\n")


def test_open(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert program("open", "step-4", "2").out == "https://aiquest.org/courses/deep-learning-and-generative-ai/\n"
    assert program("open", "cnns", "--json").json["title"] == "Deep Learning Playlist"
    assert len(opened) == 2
    assert program("open", "step-4", "3").err == "genai-roadmap: no resource 3; 'Deep Learning' has 2 resources\n"
    assert program("open", "step-4", "0").code == 1
    assert len(opened) == 2


def test_items_in_several_words(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert program("show", "Step", "4", "--json").json["id"] == "deep-learning"
    assert program("list", "deep", "learning", "--json").json["id"] == "deep-learning"
    assert program("stats", "Step", "4", "--json").json["item"]["id"] == "deep-learning"
    second = program("open", "step-4", "2", "--json").json
    for words in (["Step", "4", "2"], ["Deep", "Learning", "2"], ["cnn", "2"]):
        assert program("open", *words, "--json").json == second
    assert program("open", "step", "4", "--json").json == program("open", "4", "1", "--json").json
    assert len(opened) == 6


def test_completion_of_help(program: Program) -> None:
    words = {"COMP_WORDS": "genai-roadmap help und", "COMP_CWORD": "2"}
    assert program(env={"_GENAI_ROADMAP_COMPLETE": "complete_bash", **words}).out.strip() == "undo"


def test_synonyms_name_existing_commands() -> None:
    commands = {*command_names()}
    assert {*SYNONYMS} - {"--version", "--install-completion"} <= commands
    synonyms = [word for words in SYNONYMS.values() for word in words]
    assert len(synonyms) == len({*synonyms} - commands), "each once, and none is a command"


def test_about_and_path(program: Program, home: Path) -> None:
    about = program("about", "--json").json
    assert about["author"]["name"] == "Rashedul Alam Shakil"
    assert "steps" not in about
    assert "Rashedul Alam Shakil" in program("about").out
    paths = program("path", "--json").json
    assert paths["folder"] == str(home)
    assert paths["progress"] == str(home / "progress" / "genai-engineer.toml")
    assert Path(paths["roadmap"]).is_file()
    assert f"settings  {home / 'settings.toml'}" in program("path").out


def test_roadmap_option(program: Program, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'format = 1\nid = "own"\nversion = "1"\ntitle = "Own"\n'
        '[[steps]]\nslug = "one"\ntitle = "One"\ntopics = [{ slug = "a", title = "A" }]\n'
    )
    assert program("--roadmap", str(own), "done", "a").code == 0
    assert program("--roadmap", str(own), "status", "--json").json["progress"]["percent"] == 100
    assert program("status", "--json").json["progress"]["done"] == 0
    assert program("check", str(own)).out == "No problems found.\n"
    own.write_text(own.read_text().replace('"a"', '"one"'))
    wrong = program("check", str(own), "--json")
    assert wrong.code == 3
    assert len(wrong.json["problems"]) == 2
    message = json.loads(wrong.err)["error"]["message"]
    assert message.startswith(f"{own} has 2 errors:\n  duplicate slug 'one' (step 1 ")


def test_check(program: Program, home: Path) -> None:
    program("done", "cnns")
    assert program("check", "--json").json == {"problems": []}
    file = home / "progress" / "genai-engineer.toml"
    file.write_text(file.read_text().replace('"cnns"', '"gone"'))
    assert program("check").code == 3
    assert program("status").code == 0
    file.write_text("<<<<<<< here")
    for arguments in (["check"], ["status"], ["done", "cnns"], ["undo"]):
        damaged = program(*arguments)
        assert damaged.code == 3
        assert damaged.err.startswith(f"genai-roadmap: {file} is not valid TOML: ")
    assert file.read_text() == "<<<<<<< here"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["done", "nonsense-xyz"], 1, "no item 'nonsense-xyz'"),
        (["show", "tokenisation"], 1, "Did you mean `tokenization`?\n"),
        (["show", "gpt"], 1, "'gpt' matches 2 items"),
        (["--roadmap", "nope", "status"], 1, "no roadmap 'nope' (available: genai-engineer"),
        (["done"], 2, "ITEM is missing. For example: genai-roadmap done 1.1.2\n"),
        (["don", "1"], 2, "no command 'don'. Did you mean `done`?\n"),
        (["stat"], 2, "no command 'stat'. Did you mean `status`, `stats` or `start`?\n"),
        (["rev"], 2, "no command 'rev'. Did you mean `review`?\n"),
        (["complete", "1"], 2, "no command 'complete'. Did you mean `done`?\n"),
        (["lod"], 2, "no command 'lod'. Did you mean `log`?\n"),
        (["lgo"], 2, "no command 'lgo'. Did you mean `log`?\n"),
        (["load"], 2, "no command 'load'. Did you mean `import`?\n"),
        (["LS"], 2, "no command 'LS'. Did you mean `list`?\n"),
        (["finsh"], 2, "no command 'finsh'. Did you mean `done`?\n"),
        (["install"], 2, "no command 'install'. Did you mean `import`?\n"),
        (["backup"], 2, "no command 'backup'. Did you mean `export`?\n"),
        (["unfinished"], 2, "no command 'unfinished'. Did you mean `reset`?\n"),
        (["untick"], 2, "no command 'untick'. Did you mean `reset`?\n"),
        (["sync", "off"], 2, "no command 'sync off'. To stop: genai-roadmap config --unset sync.location\n"),
        (["done", "all"], 1, "no item 'all'; to name all steps, type 1-9\n"),
        (["done", "gpt"], 1, "  5.5.2  gpt-nlp         GPT (in Natural Language Processing (NLP))\n"),
        (["use", "x" * 3000], 1, f"no roadmap '{'x' * 80}' (available: genai-engineer)\n"),
        (["edit", "nope"], 1, "no roadmap 'nope'. To create one: genai-roadmap new ID\n"),
        (["done", "1-10"], 1, "no step 10; steps are 1-9\n"),
        (["xyzzy"], 2, "no command 'xyzzy'. Run `genai-roadmap help` to list commands.\n"),
        (["help", "finish"], 2, "no command 'finish'. Did you mean `done`?\n"),
        (
            ["status", "foo", "bar"],
            2,
            "unexpected arguments 'foo', 'bar'. To show an item: genai-roadmap show foo\n",
        ),
        (["goal", "3/11"], 2, "genai-roadmap: '3/11' could be 3 Nov "),
        (["list", "--statsu", "done"], 2, "no option '--statsu'. Did you mean `--status`?\n"),
        (["list", "-all"], 2, "no option '-all'. Did you mean `--all`?\n"),
        (["done", "1", "-yes"], 2, "no option '-yes'. Did you mean `--yes`?\n"),
        (["edit", "-no-draft"], 2, "no option '-no-draft'. Did you mean `--no-draft`?\n"),
        (["status", "-plain"], 2, "no option '-plain'. Did you mean `--plain`?\n"),
        (["-version"], 2, "no option '-version'. Did you mean `--version`?\n"),
        (["status", "--roadmap"], 2, "the option --roadmap needs a value. For example: --roadmap genai-engineer\n"),
        (["list", "--xyzzy"], 2, "no option '--xyzzy'. Run `genai-roadmap list --help` for help.\n"),
        (["done", "1", "--on"], 2, "the option --on needs a value. For example: --on friday\n"),
        (["show", "cnns", "rnns"], 1, "'cnns rnns' names 2 items; name one at a time\n"),
        (["show", "1,2"], 1, "'1,2' names 2 items; name one at a time\n"),
        (["list", "1-2, cnns"], 1, "'1-2, cnns' names 3 items; name one at a time\n"),
        (["open", "1.1.1,1.1.2"], 1, "'1.1.1,1.1.2' names 2 items; name one at a time\n"),
        (["note", "1.1.1,1.1.2", "hi"], 1, "'1.1.1,1.1.2' names 2 items; name one at a time\n"),
        (["done", ","], 1, "no item ','. List all items with `genai-roadmap list --all`\n"),
        (["list", "Step", "4", "step-5"], 1, "'Step 4 step-5' names 2 items; name one at a time\n"),
        (["status", "--json=1"], 2, "the option --json takes no value"),
        (["log", "-5"], 2, "unexpected argument '-5'. Did you mean `genai-roadmap log -n 5`?\n"),
        (["export", "json", "--out", "x"], 2, "no option '--out'. Did you mean `--output`?\n"),
        (["list", "--status", "done,todo"], 2, "use todo, started, done or skipped, and repeat --status for several\n"),
        (["show", "atention", "mech"], 1, "Did you mean `attention-mechanisms`?\n"),
        (["log", "foo"], 2, "unexpected argument 'foo'. To show an item: genai-roadmap show foo\n"),
        (["undo", "foo"], 2, "unexpected argument 'foo'. Run `genai-roadmap undo --help` for help.\n"),
        (["redo", "3"], 2, "unexpected argument '3'. To redo several changes, repeat: genai-roadmap redo\n"),
        (["dates"], 2, "no command 'dates'. Did you mean `help dates`?\n"),
        (["help", "itemz"], 2, "no command 'itemz'. Did you mean `help items`?\n"),
        (["plan", "5"], 2, "unexpected argument '5'. Did you mean `genai-roadmap plan --per-week 5`?\n"),
        (["list", "Done"], 1, "no item 'Done'. Did you mean `genai-roadmap list --status done`?\n"),
        (["list", "4", "todo", "started"], 1, "Did you mean `genai-roadmap list 4 --status todo --status started`?\n"),
        (["list", "todo", "4"], 1, "no item 'todo 4'. List all items"),
        (["status", "skipped"], 2, "'skipped'. Did you mean `genai-roadmap list --status skipped`?\n"),
        (["-v"], 2, "no option '-v'. Did you mean `--version`?\n"),
        (
            ["help", "note", "x"],
            2,
            "unexpected argument 'x'. Did you mean `genai-roadmap help note`?\n",
        ),
        (["config", "plan.per-week", "1,5"], 2, "use a number from 0 to 1000, like 3 or 1.5\n"),
        (["next", "3"], 2, "unexpected argument '3'. Did you mean `genai-roadmap next -n 3`?\n"),
        (["sync", "xyzzy"], 2, "no command 'sync xyzzy'. Run `genai-roadmap sync --help` to list commands.\n"),
        (["sync", "status", "foo"], 2, "unexpected argument 'foo'. Run `genai-roadmap sync status --help` for help.\n"),
        (["import"], 2, "FILE or URL is missing. For example: genai-roadmap import roadmap.md --dry-run\n"),
        (["--roadmap"], 2, "the option --roadmap needs a value. For example: --roadmap genai-engineer\n"),
        (["config", "review.limit", "-5"], 2, "invalid value '-5' for `review.limit`; use 0 to 1000\n"),
        (["config", "review.limit", "-5", "--xyzzy"], 2, "no option '--xyzzy'."),
        (["restore", "-1"], 2, "invalid value '-1' for N|ID; use a whole number from 1, or an ID\n"),
        (["done", "-1"], 1, "no item '-1'. "),
        (["done", ""], 1, "the name of the item is empty. List all items with `genai-roadmap list --all`\n"),
        (["done", "cnns", "--on", "3d", "ago"], 2, 'put a date of several words in quotes: --on "3d ago"\n'),
        (["done", "--on", "last", "monday", "cnns"], 2, 'in quotes: --on "last monday"\n'),
        (["log", "--since", "Nov", "24"], 2, 'in quotes: --since "Nov 24"\n'),
        (["done", "--on", "friday", "xyzzy"], 1, "no item 'xyzzy'"),
        (["review", "good"], 1, "'good' needs an ITEM before it. For example: genai-roadmap review 1.1.2 good\n"),
        (["review", "cnns", "--on", "friday"], 2, "--on needs a GRADE. For example: genai-roadmap review 1.1.2 good"),
        (["--install-completion", "xyzzy"], 2, "no shell 'xyzzy'; use bash, zsh, fish or powershell. For example: "),
        (
            ["list", "--status", "doing"],
            2,
            "genai-roadmap: invalid value 'doing' for --status; use todo, started, done or skipped\n",
        ),
        (["next", "-n", "x"], 2, "invalid value 'x' for -n; use a whole number from 1\n"),
        (["next", "-n", "1000001"], 2, "invalid value '1000001' for -n; use 1 to 1000000\n"),
        (["restore", "1.5"], 2, "invalid value '1.5' for N|ID; use a whole number from 1, or an ID\n"),
        (["stats", "--rest-days", "7"], 2, "invalid value '7' for --rest-days; use 0 to 6\n"),
        (["stats", "--rest-days", "x"], 2, "invalid value 'x' for --rest-days; use 0 to 6\n"),
        (["status", "--roadmap", "\udcff"], 1, "no roadmap "),
        (["test"], 2, "no command 'test'. Run `genai-roadmap help` to list commands.\n"),
        (["exit"], 2, "no command 'exit'. Run `genai-roadmap help` to list commands.\n"),
        (["copy"], 2, "no command 'copy'. Run `genai-roadmap help` to list commands.\n"),
        (["done", "1", "--on", "2999-01-01"], 2, "'2999-01-01' is in the future: Tue 1 Jan 2999"),
        (["done", "1", "--on", "soon"], 2, "'soon' is not a date; type one like 2026-06-30"),
        (["done", "1", "--on", "tomorrow"], 2, "'tomorrow' is in the future: "),
        (["done", "1", "--on", "0001-01-01"], 2, "'0001-01-01' is too long ago"),
        (["search", " "], 1, "the search text is empty; type a word, like: genai-roadmap search "),
        (["next", "-n", "0"], 2, "invalid value '0' for -n; use a whole number from 1\n"),
        (["check", "/nowhere.toml"], 1, "no such file: /nowhere.toml"),
        (["export", "csv", "-o", "/no where/x.csv"], 4, "x.csv can't be written: there is no folder "),
        (["plan", "--ics", "-o", "/nowhere/x.ics"], 4, "; create it with: mkdir "),
    ],
)
def test_errors_have_a_message_and_an_exit_code(
    program: Program, arguments: list[str], code: int, message: str
) -> None:
    run = program(*arguments)
    assert (run.code, run.out) == (code, "")
    assert run.err.startswith("genai-roadmap: ")
    assert message in run.err


def test_unwritable_progress_file(program: Program, home: Path) -> None:
    home.mkdir()
    (home / "progress").touch()
    run = program("done", "cnns")
    assert run.code == 4
    assert "can't be written" in run.err
    assert program("status").code == 3


def test_status_and_a_help_hint_without_a_command(program: Program) -> None:
    program("done", "cnns")
    bare, status = program().out.splitlines(), program("status").out.splitlines()
    assert bare == [*status[:-1], "All commands: genai-roadmap help", status[-1]]
    assert status[-1] == "Start Variables: genai-roadmap start 1.1.1"


def test_status_without_a_command_fits_the_terminal(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    assert len(program().out.splitlines()) <= 22
    program("start", "1", "2", "3", "--all")
    program("goal", "2030-01-01")
    lines = program().out.splitlines()
    assert len(lines) <= 22
    assert any("of 77 topics" in line for line in lines)
    assert "genai-roadmap open --next" in lines[-1]


def test_folder_in_place_of_the_progress_file(program: Program, home: Path) -> None:
    (home / "progress" / "genai-engineer.toml").mkdir(parents=True)
    assert program("done", "cnns").code == 4
    assert "Is a directory" in program("done", "cnns").err
    assert program("status").code == 3


def test_clock_set_back_is_reported(program: Program, home: Path) -> None:
    assert "clock" not in program("done", "cnns").out
    file = home / "progress" / "genai-engineer.toml"
    file.write_text(file.read_text().replace(str(TODAY.year), "2999", 1))
    assert "The clock is behind the last change" in program("done", "rnns").out
    assert program("undo").code == 0
    assert program("status", "--json").json["progress"]["done"] == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_files_and_folders_are_private(home: Path, mask: int) -> None:
    command = [sys.executable, "-m", "genai_roadmap", "done", "cnns"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, umask=mask)
    assert (home / "progress").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in home.rglob("*.toml")} == {0o600}


def test_help_in_a_pipe_has_no_boxes() -> None:
    for arguments in (["--help"], ["done", "--help"]):
        text = run_module(*arguments).stdout
        assert "\nExamples\n" in text
        assert "<" not in text
        assert "{" not in text
        assert text.isascii()


@pytest.mark.parametrize(
    "arguments", [["status", "--plain"], ["--plain", "status"], ["status", "--roadmap", "genai-engineer", "--no-color"]]
)
def test_global_options_are_accepted_anywhere(program: Program, arguments: list[str]) -> None:
    assert program(*arguments).out == program("status").out


def test_arguments_after_a_double_dash_are_not_options(program: Program) -> None:
    assert program("note", "cnns", "--", "--plain").code == 0
    assert program("show", "cnns", "--json").json["notes"][0]["text"] == "--plain"


def test_note_from_a_pipe(program: Program) -> None:
    assert program("note", "cnns", "-", input="From a\npipe\n").out.endswith("     From a\n     pipe\n")


def test_version(program: Program) -> None:
    assert program("--version").out == f"genai-roadmap {__version__}\n"


def test_every_command_has_two_examples_that_work(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    monkeypatch.setattr(webbrowser, "open", bool)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    Path("roadmap.md").write_text("# My roadmap\n## Step 1: Begin\n- A topic\n- Another topic\n")
    Path("class").mkdir()
    Path("groups.csv").write_text("name,group\n")
    # Each example gets something to undo and to redo, and some an own roadmap.
    for arguments in (["note", "1.1.2", "a note"], ["done", "1.1"], ["done", "1.2"], ["undo"]):
        assert program(*arguments).code == 0
    used = shutil.copytree(home, "used")
    assert program("import", "roadmap.md", "--id", "my-roadmap").code == program("use", "my-roadmap").code == 0
    with_own = shutil.copytree(home, "with own")
    for name in [str(info.name) for info in app.registered_commands]:
        lines = [line.strip() for line in program(name, "--help").out.splitlines()]
        examples = [line for line in lines[lines.index("Examples") :] if line.startswith("genai-roadmap ")]
        assert len(examples) == 2
        related = lines[lines.index("See also") + 1].split(", ") if "See also" in lines else []
        assert {name.split()[0] for name in related} <= {*command_names(), *TOPICS}, name
        for example in examples:
            shutil.rmtree(home)
            shutil.copytree(with_own if name in {"edit", "remove", "update", "use"} else used, home)
            # The full-screen view and the tour need a terminal; they have their own tests.
            assert program(*shlex.split(example)[1:]).code == (name in {"ui", "tour"}), example


def test_help_command_equals_help_option(program: Program) -> None:
    for command in ([], ["done"], ["help"]):
        assert program("help", *command).out == program(*command, "--help").out
    assert program("-V").out == program("--version").out
    run = program("help", "dome")
    assert (run.code, run.out) == (2, "")
    assert "Did you mean `done`?" in run.err


def test_help_lists_the_settings_and_the_keys(program: Program) -> None:
    text = program("help", "config").out
    for setting in all_settings():
        assert f"  {setting.key} " in text
        assert f" {setting.description}: {setting.allowed} (default: {setting.default_text})\n" in text
    text = program("ui", "--help").out
    for purpose, rows in key_help.HELP.items():
        assert f"\nKeys to {purpose.lower()}\n" in text
        assert all(re.search(f"  {re.escape(key)} +{re.escape(meaning)}\n", text) for key, meaning in rows)


def test_help_on_topics(program: Program) -> None:
    text = program("help").out
    for name, topic in TOPICS.items():
        assert f"  {name}" in text.partition("Help topics")[2]
        shown = program("help", name)
        assert (shown.code, shown.out.startswith(topic.paragraphs[0])) == (0, True)
    assert program("help", "Dates").out == program("help", "dates").out


@pytest.mark.parametrize("text", [text for texts in (PAST, PERIODS) for text in texts])
def test_dates_of_the_help_are_dates(program: Program, text: str) -> None:
    for date in re.findall(r"[^\",]*[^\", ][^\",]*", text):
        assert program("log", "--since", date.strip()).code == 0, date


@pytest.mark.parametrize("text", GOALS)
def test_goals_of_the_help_are_dates(program: Program, text: str) -> None:
    for date in text.split(", "):
        assert program("goal", *date.split()).code == 0, date


@pytest.mark.parametrize("text", ITEMS)
def test_items_of_the_help_are_items(program: Program, text: str) -> None:
    for name in text.split(" or "):
        assert program("show", *name.split()).code == 0, name


def test_completion_can_be_installed_for_a_named_shell(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    file = tmp_path / ".config" / "fish" / "completions" / "genai-roadmap.fish"
    installed = program("--install-completion", "fish")
    assert installed.out == f"Installed completion for fish in {file}. Open a new terminal to use it.\n"
    assert file.read_text().strip() == program("--show-completion", "FISH").out.strip()


@pytest.mark.parametrize(("shell", "code"), [("bash", 4), ("pwsh", 1)])
def test_completion_that_can_not_be_installed(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, code: int
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "file" / "home")
    monkeypatch.setenv("PATH", str(tmp_path))
    run = program("--install-completion", shell)
    assert (run.code, run.out) == (code, "")
    assert f"; print it instead: genai-roadmap --show-completion {shell}\n" in run.err


def test_completion_for_a_shell_after_an_equals_sign(program: Program) -> None:
    assert program("--show-completion=zsh").out == program("--show-completion", "zsh").out
    assert "no shell 'xyzzy'" in program("--install-completion=xyzzy").err


def test_completion_for_an_unknown_shell(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion, "_get_shell_name", lambda: "tcsh")
    run = program("--show-completion")
    assert (run.code, run.out) == (1, "")
    assert run.err.endswith(
        "the current shell is not known; name it. For example: genai-roadmap --show-completion bash\n"
    )
    monkeypatch.setattr(completion, "_get_shell_name", lambda: "zsh")
    assert program("--show-completion").out.startswith("#compdef genai-roadmap")


def test_help_shows_values_instead_of_types(program: Program) -> None:
    for name in ["", *command_names()]:
        text = program(*[name] * bool(name), "--help").out
        assert not re.search(r"<\w+>|\[\[|[{}]|list\[|\.\.\.\.", text), name
        assert not re.search(r"--[a-z-]+ (BOOL|INT|STR|PATH)", text), name


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (
            "done",
            "more than four that are most of a step and complete it, they count as done but not for streak, pace and",
        ),
        ("undo", "Settings, and roadmaps that were created, edited or removed, are not changed back."),
        ("skip", "Skipped topics don't count in the total, which gets smaller. Use `reset` to make them required"),
        ("tour", "with the numbers or names of what you know, `a` for all, or Enter for none."),
        ("tour", "its topics count as already known (excluded from streak and pace). Use `undo` to revert the last"),
        ("note", "List the notes (default if the output is not a terminal)."),
        ("items", "with spaces or commas, or a range of numbers like 1-3 or 4.2.1-5."),
    ],
)
def test_help_explains_what_is_not_obvious(program: Program, command: str, text: str) -> None:
    shown = program("help", command).out
    assert text in shown
    assert "\u240a" not in shown
    assert len(shown.splitlines()) < 30


def test_descriptions_of_commands_are_one_short_line() -> None:
    for info in app.registered_commands:
        text = (info.callback.__doc__ or "") if info.callback else ""
        assert 10 < len(text.partition("\n")[0]) <= 60, info.name
        assert text.partition("\n")[0].endswith("."), info.name


def run_module(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "genai_roadmap", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_run_as_a_module() -> None:
    assert run_module("--version").stdout == f"genai-roadmap {__version__}\n"


def test_ascii_if_the_encoding_lacks_unicode(home: Path) -> None:
    env = environment(PYTHONIOENCODING="ascii", FORCE_COLOR="1", GENAI_ROADMAP_HOME=str(home))
    for command in ("about", "status", "list"):
        run = run_module(command, env=env)
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.isascii()


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise on Windows")
@pytest.mark.parametrize("arguments", [["list", "--all", "--json"], ["list", "--all"], ["--version"]])
def test_closed_pipe_is_not_an_error(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "genai_roadmap", *arguments]
    run = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert run.stderr == ""
    assert run.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["status"], ["list", "--json"], ["--help"], ["--version"]])
def test_full_disk_on_stdout_is_reported(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "genai_roadmap", *arguments]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 4
    assert "the output can't be written: No space left on device" in run.stderr
    assert run.stderr.startswith("{" if "--json" in arguments else "genai-roadmap: ")


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the output here")
def test_closed_stdout_is_not_an_error(home: Path) -> None:
    command = f"{sys.executable} -m genai_roadmap done cnns >&- 2>&-"
    run = subprocess.run(["sh", "-c", command], check=False)
    assert run.returncode == 0
    assert b"cnns" in (home / "progress" / "genai-engineer.toml").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="homes are found otherwise on Windows")
def test_without_a_home_folder_only_reading_works() -> None:
    script = (
        "import os, runpy, sys; os.environ.pop('HOME', None); os.environ.pop('GENAI_ROADMAP_HOME', None);"
        "os.environ.pop('XDG_DATA_HOME', None); import pwd; pwd.getpwuid = lambda uid: {}[uid];"
        "sys.argv = ['genai-roadmap', *sys.argv[1:]]; runpy.run_module('genai_roadmap', run_name='__main__')"
    )
    status, done = (
        subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
        for arguments in (["status"], ["done", "cnns"])
    )
    assert status.returncode == 0
    assert done.returncode == 4
    assert "no home folder found; set GENAI_ROADMAP_HOME to a folder" in done.stderr


def test_interrupt_during_startup() -> None:
    script = (
        "import os, signal, sys, importlib.abc\n"
        "class Interrupt(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'typer': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from genai_roadmap.__main__ import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


def test_restore(program: Program) -> None:
    assert program("restore").out.startswith("No backups yet")
    for item in ("cnns", "rnns", "variables"):
        program("done", item)
    first, second, third = program("restore", "--json").json["backups"]
    assert (first["number"], first["done"], first["changes"], first["damaged"]) == (1, 3, 3, False)
    assert (second["done"], third["done"]) == (2, 1)
    assert re.search(r"\n2  .*  2 done, 2 changes  last: done RNNs\n", program("restore").out)
    shown = program("restore", "3").out
    assert "4.2.2  RNNs       done -> todo" in shown
    assert re.search(r"Total +3 -> 1 of 77 +1%", shown)
    assert "Changes to undo: 2\n" in shown
    assert re.search(r"\n  27? *\d.* done +Variables\n.* done +RNNs\n", shown)
    assert shown.endswith("Restored backup 3 (2 changes undone).\nUndo with: genai-roadmap undo\n")
    assert program("status", "--json").json["progress"]["done"] == 1
    assert program("restore", "2").out.endswith(
        "Restored backup 2 (2 changes restored).\nUndo with: genai-roadmap undo\n"
    )
    assert program("status", "--json").json["progress"]["done"] == 3
    assert program("restore", "2", "--json").json["changed"] == ["variables", "rnns"]
    assert len(program("log", "--json").json["changes"]) == 3 + 3, "nothing is removed from the journal"


def test_undo_after_a_restore_undoes_it_as_one_command(program: Program) -> None:
    for item in ("cnns", "rnns", "variables"):
        program("done", item)
    program("restore", "3")
    assert program("status", "--json").json["progress"]["done"] == 1
    assert program("redo").err == "genai-roadmap: nothing to redo\n"
    lines = program("log").out.splitlines()
    assert re.search(r" restore +a backup \(2 changes reverted\)$", lines[0])
    shown = program("undo").out
    assert re.match(r"Undid: restore of a backup \(.*\)\n", shown)
    assert "  4.2.2  RNNs\n" in shown
    assert shown.endswith("Redo with: genai-roadmap redo\n")
    assert program("status", "--json").json["progress"]["done"] == 3
    assert "last: undid restore a backup (2 changes reverted)" in program("restore").out
    assert re.match(r"Redid: restore of a backup \(.*\)\n", program("redo").out)
    assert program("status", "--json").json["progress"]["done"] == 1
    restored = next(each for each in program("log", "--json").json["changes"] if each["did"] == "restore")
    assert (len(restored["changes"]), restored["undone"], restored["topics"]) == (2, False, [])
    assert [line.split()[-1] for line in program("log").out.splitlines()] == ["reverted)", "undone", "undone", "CNNs"]


def test_what_can_not_be_undone_has_no_hint(program: Program, home: Path) -> None:
    program("done", "cnns")
    program("done", "rnns")
    program("restore", "2")
    file = home / "progress" / "genai-engineer.toml"
    file.rename(home / "moved.toml")
    assert program("restore", "1").out.endswith("\nRestored backup 1 (1 change restored).\n")
    file.write_text("damaged")
    assert program("restore", "1").out.endswith("\nRestored backup 1 (1 change restored).\n")


def test_a_backup_that_contradicts_the_file_is_restored_only_without_it(program: Program, home: Path) -> None:
    program("note", "cnns", "first")
    program("note", "cnns", "second")
    file = home / "progress" / "genai-engineer.toml"
    original = file.read_bytes()
    edited = original.replace(b"first", b"edited")
    file.write_bytes(edited)
    run = program("restore", "1")
    assert (run.code, run.out, file.read_bytes()) == (1, "", edited)
    assert "different changes with the id" in run.err
    assert f"move {file} away and run `genai-roadmap restore 1` again" in run.err
    file.rename(home / "edited.toml")
    assert program("restore", "1").code == 0
    assert file.read_bytes() == original


def test_the_file_of_a_newer_program_is_not_replaced(program: Program, home: Path) -> None:
    program("done", "cnns")
    file = home / "progress" / "genai-engineer.toml"
    newer = file.read_bytes().replace(b"format = 1", b"format = 2")
    file.write_bytes(newer)
    run = program("restore", "1")
    assert (run.code, run.out, file.read_bytes()) == (3, "", newer)
    assert "newer" in run.err


def test_restoring_a_damaged_file_keeps_the_last_command(program: Program, home: Path) -> None:
    program("done", "cnns")
    file = home / "progress" / "genai-engineer.toml"
    file.write_text("damaged")
    assert "with `genai-roadmap restore 1`" in program("status").err
    assert program("restore", "1").code == 0
    assert program("status", "--json").json["progress"]["done"] == 1
    damaged = [backup["damaged"] for backup in program("restore", "--json").json["backups"]]
    assert damaged.count(True) == 1, "the damaged file is backed up too"
    number = str(1 + damaged.index(True))
    assert "damaged" in program("restore").out
    assert program("restore", number).code == 3
    assert program("restore", "99").code == 1


def test_check_reports_all_problems(program: Program, home: Path) -> None:
    program("done", "cnns")
    file = home / "progress" / "genai-engineer.toml"
    (file.parent / "genai-engineer (conflicted copy).toml").touch()
    content = file.read_text().replace('"cnns"', '"gone"')
    file.write_text(content.replace(str(TODAY.year), "2999", 1))
    problems = program("check", "--json").json["problems"]
    assert [problem.partition(".toml: ")[2] for problem in problems] == [
        "'gone' has progress, but is not in the roadmap",
        "1 change dated in the future; check the clock",
        "looks like a conflict copy, which is ignored",
    ]
    file.write_text("damaged")
    assert len(program("check", "--json").json["problems"]) == 2
    assert program("--roadmap", str(file), "check").code == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "xyzzy", "--json"], 1),
        (["done", "--json"], 2),
        (["frobnicate", "--json"], 2),
        (["--json", "status", "--nope"], 2),
        (["list", "--json", "--nope"], 2),
        (["export", "pdf", "--json"], 2),
        (["check", "missing.toml", "--json"], 1),
    ],
)
def test_json_error_is_one_object(program: Program, arguments: list[str], code: int) -> None:
    run = program(*arguments)
    assert (run.code, run.out) == (code, "")
    [[name, error]] = json.loads(run.err).items()
    assert (name, error["exit_code"], {*error}) == ("error", code, {"message", "exit_code"})
    assert error["message"]


def test_json_error_has_the_same_message(program: Program) -> None:
    text = program("show", "xyzzy").err
    assert text == f"genai-roadmap: {json.loads(program('show', 'xyzzy', '--json').err)['error']['message']}\n"


def test_json_problems_are_on_both_streams(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("format = 1\n")
    run = program("check", str(file), "--json")
    assert run.code == json.loads(run.err)["error"]["exit_code"] == 3
    message = json.loads(run.err)["error"]["message"]
    assert message.startswith(f"{file} has 4 errors:\n  `id` is missing\n")
    assert run.json["problems"][0] == f"{file}: `id` is missing"
    assert len(run.json["problems"]) == 4


def test_json_interrupt_is_an_error(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("genai_roadmap.app.viewing.about", interrupt)
    run = program("about", "--json")
    assert (run.code, json.loads(run.err)) == (130, {"error": {"message": "interrupted", "exit_code": 130}})
    run = program("about")
    assert (run.code, run.err.strip()) == (130, "")


def test_json_warnings_are_beside_the_error_or_after_the_data(program: Program, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('format = 1\nactive = "gone"\n')
    run = program("status", "--json")
    assert run.json["roadmap"]["id"] == "genai-engineer"
    assert run.err.startswith("genai-roadmap: no roadmap 'gone'")
    found = json.loads(program("done", "cnns", "--json").err)
    hint = "Switch with: genai-roadmap use genai-engineer"
    message = f"the active roadmap 'gone' does not exist; nothing was changed. {hint}"
    assert found["error"] == {"message": message, "exit_code": 1}
    [warning] = found["warnings"]
    assert warning.startswith("no roadmap 'gone'")


def test_json_after_a_double_dash_is_text(program: Program) -> None:
    assert wants_json(["note", "cnns", "--json"])
    assert not wants_json(["note", "cnns", "--", "--json"])
    assert program("show", "xyzzy", "--", "--json").err.startswith("genai-roadmap: ")


def test_commands_have_json_except_those_in_the_readme() -> None:
    without = {
        info.name
        for info in app.registered_commands
        if info.callback and not {"json", "_json"} & {*inspect.signature(info.callback).parameters}
    }
    assert without == {"ui", "tour", "edit", "export", "help"}


def test_status_without_a_command_has_json(program: Program) -> None:
    assert program("--json").json == program("status", "--json").json


def test_done_on_another_day_says_that_it_moved(program: Program) -> None:
    program("done", "cnns")
    assert program("done", "cnns", "--on", "yesterday").out.startswith("Date changed to ")
    assert program("done", "rnns", "--on", "yesterday").out.startswith("1 topic done on ")


@pytest.mark.parametrize("date", ["yesterday", "3 days ago"])
def test_a_date_after_an_item_is_explained(program: Program, date: str) -> None:
    run = program("done", "cnns", *date.split())
    assert run.err.endswith(f"Nothing was changed.\nInstead of {date!r}, type: --on {quoted(date)}\n")
    for words in (["cnns", "xyzzy"], ["xyzzy", date], ["cnn5", "5.5"]):
        assert "--on" not in program("done", *words).err


def test_and_between_items_is_not_an_item(program: Program) -> None:
    assert program("done", "numpy,", "pandas", "and", "cnns", "--json").json["changed"] == ["numpy", "pandas", "cnns"]
    assert "6.4 Fine-Tuning and Custom Training" in program("show", "Fine-Tuning", "and", "Custom").out


def test_search_says_where_items_with_the_same_title_are(program: Program) -> None:
    rows = [" ".join(line.split()) for line in program("search", "backpropagation").out.splitlines()]
    assert rows[:2] == [
        "todo 2.3.3 Backpropagation in Optimization",
        "todo 4.1.2 Backpropagation in Basics",
    ]


def test_unknown_items_are_all_reported(program: Program) -> None:
    run = program("done", "cnns", "backprop", "xyzzy", "99")
    assert run.code == 1
    assert run.err.startswith("genai-roadmap: 'backprop' matches 2 items")
    assert run.err.endswith(
        "no item 'xyzzy'. List all items with `genai-roadmap list --all`\nno step 99; steps are 1-9\n"
        "Nothing was changed.\n"
    )
    assert program("status", "--json").json["progress"]["done"] == 0


def test_help_of_a_command_mentions_the_global_options(program: Program) -> None:
    section = "\nOptions of every command\n  --roadmap, --plain, --no-color and --no-pager: see `genai-roadmap help`.\n"
    assert section in program("help", "undo").out
    assert section in program("sync", "init", "--help").out
    assert section not in program("help").out


def test_help_of_commands_with_two_uses_names_both(program: Program) -> None:
    assert program("help", "restore").out.startswith("List backups, or restore a backup or a removed roadmap.\n")
    assert program("help", "goal").out.startswith("Set a goal date, or show it and the pace it requires.\n")
    assert "Write to FILE (- for standard output).\n" in program("help", "export").out


def test_help_says_what_the_installation_of_completion_changes(program: Program) -> None:
    text = program("help", "completion").out
    assert "Bash        A line in ~/.bashrc; the script is in ~/.bash_completions.\n" in text
    assert "completion" in program("help").out


@pytest.mark.parametrize(
    ("command", "code", "error"),
    [
        ("done --on", 2, "the option --on needs a value. For example: --on friday"),
        ("list --status", 2, "the option --status needs a value: todo, started, done or skipped"),
        (
            "note 1 --delete",
            2,
            "the option --delete needs a value: a whole number from 1. For example: genai-roadmap note 1 --delete 1",
        ),
        ("done 1.1.1 -m hi", 2, "no option '-m'. Did you mean `--note`?"),
        ("done 1.1.1 --date yesterday", 2, "no option '--date'. Did you mean `--on`?"),
        ("log --on yesterday", 2, "no option '--on'. Did you mean `--since`?"),
        ("today --on yesterday", 2, "no option '--on'. For example: genai-roadmap log --since yesterday"),
        ("step-1", 2, "no command 'step-1'. To show the item: genai-roadmap show step-1"),
        ("Variables", 2, "no command 'Variables'. To show the item: genai-roadmap show Variables"),
        ("--roadmap nope 1.1", 2, "no command '1.1'. Run `genai-roadmap help` to list commands."),
        ("read https://example.com/x", 1, "no resource has the URL 'https://example.com/x'"),
        ("import x.md --steps h7", 2, "invalid value 'h7' for --steps; use h1, h2, h3, h4, list or auto"),
        ("read", 2, "ITEM is missing. For example: genai-roadmap read 1.1 2"),
        ("open", 2, "ITEM is missing. To open what is next: genai-roadmap open --next"),
        ("open step-4 two", 1, "'two' is not the number of a resource; use 1 to 2"),
        ("open step-4 1 2", 1, "only one resource can be opened at a time"),
        ("completion", 2, "no command 'completion'. Did you mean `--install-completion`?"),
        ("goal none", 2, "'none' is not a date; clear the goal with: genai-roadmap goal --clear"),
        ("done cnns --on none", 2, "'none' is not a date; type one like 2026-06-30, 30 Jun 2026, friday or 3d ago"),
    ],
)
def test_errors_name_what_to_type(program: Program, command: str, code: int, error: str) -> None:
    run = program(*command.split())
    assert (run.code, run.err) == (code, f"genai-roadmap: {error}\n")


def test_empty_names_are_refused(program: Program) -> None:
    assert program("import", "").err == "genai-roadmap: the name of the file is empty\n"
    run = program("--roadmap", "", "status")
    assert (run.code, run.err) == (2, "genai-roadmap: the id of the roadmap is empty\n")


def test_start_and_skip_name_topics_that_are_no_longer_done(program: Program) -> None:
    program("done", "cnns", "rnns")
    assert "\nNo longer done: CNNs\n" in program("start", "cnns", "numpy").out
    assert "\nNo longer done: RNNs\n" in program("skip", "rnns").out
    program("done", "rnns")
    assert "o longer done" not in program("reset", "rnns").out


def test_search_shows_the_line_of_a_note_that_matches(program: Program) -> None:
    program("note", "cnns", "Stride\nand padding matter\nmost")
    found = program("search", "padding").out
    assert "and padding matter" in found
    assert "Stride" not in found


@pytest.mark.parametrize("width", ["40", "80"])
def test_search_underlines_what_matches(program: Program, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    program("note", "cnns", "About move semantics")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", width)
    found = program("search", "Move sem").out
    assert re.search(r"About .*\x1b\[[0-9;]*4mmove sem\x1b\[0m.*antics", found)


def test_count_of_a_step_is_shown_only_if_it_changed(program: Program) -> None:
    out = program("skip", "8.1").out
    assert "8  MLOps" in out
    assert "Programming Fundamentals" not in program("skip", "1.3.1").out.partition("\nNext")[0], "an optional topic"


def test_restoring_the_current_state_changes_nothing(program: Program, home: Path) -> None:
    program("done", "cnns")
    before = sorted(home.rglob("*.toml"))
    run = program("restore", "1")
    assert (run.code, run.out) == (0, "Backup 1 is the current state; nothing was changed.\n")
    assert sorted(home.rglob("*.toml")) == before
    program("undo")
    program("redo")
    run = program("restore", "3")
    assert (run.code, run.out) == (0, "Backup 3 has the same progress as now; nothing was changed.\n")


def test_restore_says_how_many_changes_it_does_not_list(program: Program) -> None:
    topics = ("1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.2.1", "1.2.2", "1.2.3", "2.1.1")
    for topic in topics:
        program("done", topic)
    preview = program("restore", "8").out
    assert "Changes to undo: 7\n" in preview
    assert "  and 2 more\n" in preview


def test_command_of_an_exported_roadmap_imports_it(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = program("export", "toml", "-o", "plan.toml").out
    hint = "Share it. Import it with: genai-roadmap import plan.toml --id my-genai-engineer"
    assert out == f"Wrote plan.toml. {hint}\n"
    assert program("import", "plan.toml", "--id", "my-genai-engineer").code == 0
    again = program("--roadmap", "my-genai-engineer", "export", "toml", "-o", "mine.toml").out
    assert again == "Wrote mine.toml. Share it. Import it with: genai-roadmap import mine.toml\n"
    assert program("import", "mine.toml").code == 0


@pytest.mark.parametrize(
    "arguments", [["sync", "status"], ["log", "-n"], ["list", "--status", "todo"], ["help", "done"], ["frobnicate"]]
)
def test_json_before_the_command_is_json_after_it(program: Program, arguments: list[str]) -> None:
    first = program("--json", *arguments)
    name, *rest = arguments
    last = program(*arguments, "--json") if name == "sync" else program(name, "--json", *rest)
    assert (first.code, first.out, first.err) == (last.code, last.out, last.err)


def test_help_of_a_subcommand(program: Program) -> None:
    assert program("help", "sync", "init").out == program("sync", "init", "--help").out
    wrong = program("help", "done", "it")
    assert (wrong.code, wrong.err) == (
        2,
        "genai-roadmap: unexpected argument 'it'. Did you mean `genai-roadmap help done`?\n",
    )
    assert program("help", "sync", "inti").code == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["done", "--on=3d", "ago", "cnns"], 'put a date of several words in quotes: --on "3d ago"'),
        (["log", "--since=last", "week"], 'put a date of several words in quotes: --since "last week"'),
        (["note", "cnns", "-5 points", "--lst"], "no option '--lst'"),
        (["restore", "12345678901"], "no backup 12345678901"),
        (["restore", "00000000001"], "no backup 1"),
        (["restore", "9" * 21], "invalid value '999999999999999999999'"),
        (["--no", "status"], "`--no-color` or `--no-pager`"),
        (["plan", "--output"], "For example: --output plan.ics"),
        (["import", "plan.md", "--only"], 'For example: --only "Week 1"'),
        (["next", "step-4", "cnns"], "To show an item: genai-roadmap show step-4\n"),
    ],
)
def test_the_part_that_is_wrong_is_named(program: Program, arguments: list[str], error: str) -> None:
    run = program(*arguments)
    assert (bool(run.code), run.out) == (True, "")
    assert error in run.err


def test_search_lists_words_in_titles_first_and_suggests_similar_titles(program: Program) -> None:
    items = program("search", "attention", "--json").json["items"]
    matches = ["attention" in item["title"].casefold() for item in items]
    assert matches == sorted(matches, reverse=True)
    assert True in matches
    assert False in matches
    assert program("search", "atention").out == "No results for 'atention'. Did you mean 'Attention Mechanisms'?\n"


def test_search_lists_beginnings_of_words_before_other_parts_of_words(program: Program) -> None:
    program("note", "matplotlib", "I have two dashboards")
    found = slugs(program("search", "two", "--json").json["items"])
    assert found.index("matplotlib") < found.index("neural-networks")


def test_an_invalid_grade_is_wrong_usage(program: Program) -> None:
    run = program("review", "cnns", "gud")
    assert (run.code, run.err) == (2, "genai-roadmap: 'gud' is not a grade; use again, hard, good or easy\n")


def test_help_has_the_purpose_of_each_format(program: Program) -> None:
    lines = program("help", "export").out.splitlines()
    assert "  md         Checklist for GitHub" in lines
    assert "  anki       Questions as cards for Anki" in lines
    assert "Did you mean `html`?" in program("export", "htm").err


def test_first_examples_mark_a_single_topic(program: Program) -> None:
    for name in ("done", "start", "skip", "reset"):
        example = program(name).err.partition("For example: genai-roadmap ")[2]
        assert len(program(*example.split(), "--json").json["changed"]) == 1, name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows finds nothing below a file")
def test_a_file_in_place_of_the_home_folder_is_one_error(home: Path, program: Program) -> None:
    home.parent.mkdir(exist_ok=True, parents=True)
    home.write_text("")
    for command, code in {
        "status": 3,
        "done 1.1.1": 4,
        "config pager off": 4,
        "note 1 x": 4,
        "config": 0,
        "about": 0,
    }.items():
        run = program(*command.split())
        assert (run.code, run.err.count("genai-roadmap: ")) == (code, bool(code)), command
        assert ("GENAI_ROADMAP_HOME sets the folder" in run.err) is bool(code)
