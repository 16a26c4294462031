"""Commands for resources: read, unread, and open --next."""

import json
import re
import subprocess
import sys
import tomllib
import webbrowser
from pathlib import Path
from typing import Any

import pytest

from support import Program, environment, run_on_a_terminal

PLAYLIST = "https://www.youtube.com/playlist?list=PLKdU0fuY4OFdFUCFcUp-7VD4bLXr50hgb"
COURSE = "https://aiquest.org/courses/deep-learning-and-generative-ai/"
LINKED = """format = 1
id = "linked"
version = "1"
title = "Linked"
[[steps]]
slug = "one"
title = "One"
topics = [
  { slug = "a", title = "A", resources = [
    { title = "First", url = "https://example.org/1" }, { title = "Second", url = "https://example.org/2" },
  ] },
  { slug = "b", title = "B", resources = [{ title = "Same", url = "https://example.org/1" }] },
]
"""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the URLs that are opened."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", found.append)
    return found


@pytest.fixture
def linked(program: Program, tmp_path: Path) -> Program:
    """Return the program with a roadmap whose topics have resources."""
    (tmp_path / "linked.toml").write_text(LINKED)
    program("import", str(tmp_path / "linked.toml"))
    program("use", "linked")
    return program


def test_days_of_resources_are_aligned(linked: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    for text in (linked("--no-color", "read", "a").out, linked("--no-color", "show", "a").out):
        lines = [line for line in re.sub(r"\x1b\[\d*m", "", text).splitlines() if "✓" in line and "  read " in line]
        assert len({line.index("  read ") for line in lines}) == 1


def changes(home: Path, roadmap: str = "genai-engineer") -> list[dict[str, Any]]:
    file = home / "progress" / f"{roadmap}.toml"
    found: list[dict[str, Any]] = tomllib.loads(file.read_text())["changes"]
    return found


def read_urls(program: Program, item: str) -> list[str]:
    return [each["url"] for each in program("show", item, "--json").json["resources"] if each["read"]]


def test_read_one_resource(program: Program, home: Path) -> None:
    run = program("read", "cnns", "2")
    assert run.out == (
        "1 resource marked as read\n  read  Deep Learning and Generative AI  "
        f"{run_day(program)}\n\n1 unread; open the next: genai-roadmap open --next 4.2.1\n\n"
        "Undo with: genai-roadmap undo\n"
    )
    [change] = changes(home)
    assert (change["did"], change["link"]) == ("read", COURSE)
    assert {"topics", "links"}.isdisjoint(change)
    assert read_urls(program, "cnns") == read_urls(program, "step-4") == [COURSE]


def run_day(program: Program) -> str:
    """Return the current day as pages show it."""
    return " ".join(program("log", "-n", "1").out.split()[:3])


@pytest.mark.parametrize("numbers", ["1-2", "1,2", "1-2,2", "1 2", "1,2 1"])
def test_read_a_range_of_resources(linked: Program, numbers: str) -> None:
    assert "\n2 resources marked as read\n" in f"\n{linked('read', 'a', *numbers.split()).out}"
    linked("unread", "a", "2,1")
    assert read_urls(linked, "a") == []
    assert linked("read", "a", "1-3").err == "genai-roadmap: no resource 3; 'A' has 2 resources\n"
    assert linked("read", "a", "2-1").err == (
        "genai-roadmap: no resources '2-1'; a range begins with the lower number: 1-2\n"
    )
    assert linked("read", "nothing", "1-2").code == 1


def test_read_a_resource_by_its_url(linked: Program) -> None:
    assert linked("read", "https://example.org/2").code == 0
    assert read_urls(linked, "a") == ["https://example.org/2"]
    linked("unread", "https://example.org/2")
    assert read_urls(linked, "a") == []
    run = linked("read", "https://example.org/3")
    assert (run.code, run.err) == (1, "genai-roadmap: no resource has the URL 'https://example.org/3'\n")


def test_name_a_resource_by_an_item_and_its_url(linked: Program, opened: list[str]) -> None:
    linked("read", "a", "1", "https://example.org/2")
    assert read_urls(linked, "a") == ["https://example.org/1", "https://example.org/2"]
    linked("unread", "a", "https://example.org/2")
    assert read_urls(linked, "a") == ["https://example.org/1"]
    assert linked("open", "a", "https://example.org/2").code == 0
    assert opened == ["https://example.org/2"]
    run = linked("unread", "b", "https://example.org/2")
    assert (run.code, run.err) == (1, "genai-roadmap: no resource of 'B' has the URL 'https://example.org/2'\n")


def test_read_all_resources_is_one_change(program: Program, home: Path) -> None:
    run = program("read", "cnns")
    assert run.out.startswith("2 resources marked as read\n")
    assert "Both resources of step 4 are read. Done? genai-roadmap done 4.2.1\n" in run.out
    assert [change["link"] for change in changes(home)] == [[PLAYLIST, COURSE]]
    assert program("status", "--json").json["progress"]["done"] == 0
    undone = program("undo").out
    assert undone.startswith("Undid: 2 resources marked as read (")
    assert "  unread  Deep Learning Playlist\n  unread  Deep Learning and Generative AI\n" in undone
    assert read_urls(program, "cnns") == []
    assert program("redo").out.startswith("Redid: 2 resources marked as read (")
    assert read_urls(program, "cnns") == [PLAYLIST, COURSE]


def test_already_read_changes_nothing(program: Program, home: Path) -> None:
    program("read", "cnns", "2")
    before = (home / "progress" / "genai-engineer.toml").read_bytes()
    run = program("read", "cnns", "2")
    assert (run.code, run.out) == (
        0,
        (
            "Nothing changed.\nAlready read: Deep Learning and Generative AI\n"
            "1 unread; open the next: genai-roadmap open --next 4.2.1\n"
        ),
    )
    assert program("unread", "cnns", "1").out == "Nothing changed.\nAlready unread: Deep Learning Playlist\n"
    assert (home / "progress" / "genai-engineer.toml").read_bytes() == before
    run = program("read", "cnns", "1", "2")
    assert run.out.startswith("1 resource marked as read\n  read  Deep Learning Playlist")
    assert "Already read: Deep Learning and Generative AI\n" in run.out


def test_unread(program: Program) -> None:
    program("read", "step-4")
    run = program("unread", "step-4", "1")
    assert run.out == "1 resource marked as unread\n  unread  Deep Learning Playlist\n\nUndo with: genai-roadmap undo\n"
    assert read_urls(program, "cnns") == [COURSE]
    assert program("unread", "step-4", "--json").json["changed"] == [COURSE]


def test_read_as_json(program: Program) -> None:
    program("read", "cnns", "1")
    data = program("read", "cnns", "--json").json
    assert (data["changed"], data["unchanged"]) == ([COURSE], [PLAYLIST])
    assert data["item"]["id"] == "cnns"
    assert [each["read"] for each in data["item"]["resources"]] == [True, True]
    assert data["item"]["resources"][1]["read_at"] == data["at"]
    log = program("log", "--json").json["changes"]
    assert [(each["did"], each["links"]) for each in log] == [("read", [COURSE]), ("read", [PLAYLIST])]
    [hit] = program("search", "cnns", "--json").json["items"]
    assert hit["resources"][0]["read"]
    assert program("next", "--json").json["items"][0]["resources"][0] == {
        "title": "Official Python Docs",
        "url": "https://docs.python.org/3/tutorial/index.html",
        "read": False,
    }


def test_read_on_a_day(program: Program, home: Path) -> None:
    assert program("read", "cnns", "2", "--on", "2026-11-20").out.startswith(
        "1 resource marked as read on Fri 20 Nov 2026\n"
    )
    assert program("show", "cnns", "--json").json["resources"][1]["read_at"].startswith("2026-11-20T12:00:00")
    assert str(changes(home)[0]["on"]) == "2026-11-20"
    assert program("read", "cnns", "2", "--on", "2026-11-21").code == 0
    assert "Generative AI  21 Nov 2026" in program("show", "cnns").out
    assert program("read", "cnns", "--on", "2999-01-01").code == 2
    program("read", "cnns", "1", "--on", "2026-11-20")
    again = program("read", "cnns", "--on", "2026-11-20").out
    assert again.startswith("Nothing changed.\n")
    assert "To change a date, name the resource: genai-roadmap read 4.2.1 2 --on 2026-11-20\n" in again
    program("unread", "cnns", "1")
    assert [day["date"] for day in program("stats", "--json").json["days"]] == ["2026-11-21"]


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("read cnns 3", 1, "no resource 3; 'CNNs' has 2 resources"),
        ("read cnns 2-9", 1, "no resources 3-9; 'CNNs' has 2 resources"),
        ("read cnns 7-9", 1, "no resources 7-9; 'CNNs' has 2 resources"),
        ("read cnns 1 0", 1, "no resource 0; 'CNNs' has 2 resources"),
        ("read cnns one", 1, "'one' is not the number of a resource; use 1 to 2"),
        ("read nothing", 1, "no item 'nothing'. "),
        ("unread", 2, "ITEM is missing. For example: genai-roadmap unread 1.1 2"),
        ("open --next cnns 2", 1, "open --next accepts no number; to open this resource: genai-roadmap open cnns 2"),
    ],
)
def test_errors_record_nothing(program: Program, home: Path, command: str, code: int, message: str) -> None:
    run = program(*command.split())
    assert run.code == code
    assert run.err.startswith(f"genai-roadmap: {message}")
    assert not (home / "progress").exists()


def test_same_url_is_read_on_every_item(linked: Program) -> None:
    linked("read", "b")
    assert read_urls(linked, "a") == read_urls(linked, "b") == ["https://example.org/1"]
    lines = [line.split() for line in linked("list", "one").out.splitlines()]
    assert [line[-2:] for line in lines[1:]] == [["1/2", "read"], ["1/1", "read"]]


def test_number_of_read_resources_in_lists(linked: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    linked("read", "a", "1")
    assert "Resources: 1/2 read\n  1  read    First  " in linked("show", "a").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    for columns, is_shown in (("120", True), ("72", True), ("60", False)):
        monkeypatch.setenv("COLUMNS", columns)
        assert ("1/2 read" in linked("--no-color", "list", "one").out) is is_shown, columns
    shown = linked("--no-color", "show", "a").out
    assert "✓" in shown
    assert "read " in shown


def test_items_without_resources(linked: Program) -> None:
    message = "genai-roadmap: 'One' has no resources; name one of its topics, like 1.1\n"
    for command in (["read", "one"], ["unread", "one"], ["open", "one"], ["open", "--next", "one"]):
        run = linked(*command)
        assert (run.code, run.err) == (1, message)


def test_open_next_unread_resource(linked: Program, opened: list[str]) -> None:
    assert linked("open", "--next").out == (
        "1.1 A\n1 of 2: First\nhttps://example.org/1\nMark it as read: genai-roadmap read 1.1 1\n"
    )
    linked("read", "a", "1")
    linked("start", "a")
    assert "\nOpen the next resource: genai-roadmap open --next\n" in linked("next").out
    linked("undo")
    assert linked("open", "--next", "a").out.startswith("1.1 A\n2 of 2: Second\n")
    assert linked("open", "--next", "a", "--json").json == {
        "title": "Second",
        "url": "https://example.org/2",
        "read": False,
    }
    assert opened == ["https://example.org/1", "https://example.org/2", "https://example.org/2"]
    linked("read", "a")
    assert linked("open", "--next").out == "Both resources are read. Done? genai-roadmap done 1.1\n"
    data = linked("open", "--next", "--json").json
    assert (data["url"], data["reason"], data["item"]["id"]) == (None, "Both resources are read", "a")
    linked("done", "a")
    assert linked("open", "--next", "a").out == "Both resources are read.\n"
    assert linked("open", "a").out == "https://example.org/1\n", "unchanged"
    assert len(opened) == 4


def test_nothing_left_to_open(linked: Program, opened: list[str]) -> None:
    linked("done", "one")
    run = linked("open", "--next")
    assert (run.code, run.err) == (1, "genai-roadmap: nothing is left to learn; name an ITEM\n")
    assert opened == []


def test_next_shows_the_first_unread_resource(linked: Program) -> None:
    assert "First\n  https://example.org/1\n\nand 1 more resource: genai-roadmap show 1.1\n" in linked("next").out
    linked("read", "a", "1")
    text = linked("next").out
    assert "Second\n  https://example.org/2\n\nand 1 more resource (1/2 read): genai-roadmap show 1.1\n" in text
    linked("read", "a")
    text = linked("next").out
    assert text.endswith(
        "\n\nBoth resources are read. Done?\nStart it: genai-roadmap start 1.1\nMark it done: genai-roadmap done 1.1\n"
    )
    linked("start", "a")
    assert "open --next" not in linked("next").out
    assert "1  read  First" in linked("next", "-n", "2").out


def test_next_does_not_ask_about_each_topic_of_a_step_whose_resources_are_read(program: Program) -> None:
    program("read", "step-1")
    for _ in range(3):
        page = program("next").out
        assert "are read" not in page
        assert "Done?" not in page
        program("start", program("next", "--json").json["items"][0]["id"])


def test_today_stats_and_log_show_what_was_read(linked: Program) -> None:
    linked("read", "a")
    today = linked("today").out
    assert "Read today: 2 resources\n  First\n  Second\n" in today
    assert "1-day streak" in today
    assert [each["title"] for each in linked("today", "--json").json["read"]] == ["First", "Second"]
    stats = linked("stats").out
    assert "Streak     1 day, longest 1 day\n" in stats
    assert "Resources  2 of 2 read\n" in stats
    data = linked("stats", "--json").json
    assert data["resources"] == {"read": 2, "total": 2}
    assert [(day["topics"], day["resources"]) for day in data["days"]] == [(0, 2)]
    assert "pace" not in data
    assert linked("log").out.endswith("  read  First, Second\n")
    linked("undo")
    assert "undone" in linked("log").out
    assert "Read today" not in linked("today").out


def test_log_of_a_link_that_is_gone(linked: Program, home: Path) -> None:
    linked("read", "a")
    file = home / "roadmaps" / "linked.toml"
    file.write_text(file.read_text().replace("https://example.org/2", "https://example.org/other"))
    assert linked("log").out.endswith("  read  First, https://example.org/2\n")
    assert linked("check").code == 0
    assert "1 of 2 read" in linked("stats").out


def test_reads_survive_exports(linked: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked("read", "a", "1", "--on", "2026-11-20")
    linked("read", "a", "2")
    linked("unread", "a", "2")
    for form in ("json", "md"):
        linked("export", form, "-o", str(tmp_path / f"all.{form}"))
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "other"))
    assert linked("import", str(tmp_path / "all.md"), "--id", "other").code == 0
    assert linked("import", str(tmp_path / "all.json"), "--id", "linked").code == 0
    for roadmap in ("other", "linked"):
        resources = linked("--roadmap", roadmap, "show", "a", "--json").json["resources"]
        assert [each.get("read_at", "")[:10] for each in resources] == ["2026-11-20", ""], roadmap
    before = linked("--roadmap", "other", "log", "--json").json
    assert linked("import", str(tmp_path / "all.md"), "--id", "other").code == 0
    assert linked("--roadmap", "other", "log", "--json").json == before
    archive = json.loads((tmp_path / "all.json").read_text())
    assert [each["link"] for each in archive["progress"]["changes"]] == [
        ["https://example.org/1"], ["https://example.org/2"], ["https://example.org/2"]
    ]  # fmt: skip


def test_tick_in_a_checklist_is_imported(linked: Program, tmp_path: Path) -> None:
    linked("read", "a", "1")
    linked("unread", "a", "1")
    file = tmp_path / "list.md"
    linked("export", "md", "-o", str(file))
    text = file.read_text()
    assert text.count("- [ ] [") == 3
    file.write_text(text.replace("[ ] [", "[x] ["))
    assert linked("import", str(file)).code == 0
    assert read_urls(linked, "a") == ["https://example.org/2"], "what was marked as unread stays so"
    assert linked("stats", "--json").json["days"] == [], "nobody knows when"
    assert "[x] [Second](<https://example.org/2>) *(already known)*" in linked("export", "md").out


def test_hand_written_journal(linked: Program, home: Path) -> None:
    linked("read", "a", "1")
    file = home / "progress" / "linked.toml"
    good = file.read_text()
    for link in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://me:secret@example.org",
        "https://example.org/\\u001b",
    ):
        file.write_text(good.replace("https://example.org/1", link))
        run = linked("show", "a")
        assert run.code == 3
        assert "should be an http or https URL in ASCII" in run.err
        assert "\x1b" not in run.err
    file.write_text(good.replace('link = "https://example.org/1"', ""))
    assert "a 'read' change needs 'link'" in linked("status").err


def completed(words: str) -> str:
    """Return the completions of a command line in fish."""
    env = environment(
        _GENAI_ROADMAP_COMPLETE="complete_fish",
        _TYPER_COMPLETE_ARGS=f"genai-roadmap {words}",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_WORD_TO_COMPLETE=words.rpartition(" ")[2],
    )
    command = [sys.executable, "-m", "genai_roadmap"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("command", ["read", "unread", "open"])
def test_completion_of_items_and_then_of_resources(command: str) -> None:
    assert completed(f"{command} cn") == "cnns\tCNNs\n"
    assert completed(f"{command} cnns ") == "1\tDeep Learning Playlist\n2\tDeep Learning and Generative AI\n"
    assert completed(f"{command} cnns 2") == "2\tDeep Learning and Generative AI\n"
    assert completed(f"{command} nothing ").strip() == ""


def on_a_terminal(*arguments: str, typed: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "genai_roadmap", "--no-color", *arguments]
    return run_on_a_terminal(command, typed, TERM="xterm", BROWSER="true", COLUMNS="80")


def test_open_next_asks_on_a_terminal(program: Program) -> None:
    code, shown = on_a_terminal("open", "--next", "cnns", typed="y\n")
    assert code == 0
    assert "1 of 2: Deep Learning Playlist\r\n" in shown
    assert "Mark it as read? [y/N]: " in shown
    assert "1 resource marked as read" in shown
    assert "genai-roadmap read" not in shown
    assert read_urls(program, "cnns") == [PLAYLIST]
    for typed, expected in (("n\n", 0), ("\n", 0), ("\x04", 130)):
        code, shown = on_a_terminal("open", "--next", "cnns", typed=typed)
        assert code == expected
        assert "2 of 2" in shown
    assert read_urls(program, "cnns") == [PLAYLIST]
    shown = on_a_terminal("open", "cnns", "2", typed="")[1]
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()]
    position, hint = "2 of 2: Deep Learning and Generative AI", "Mark it as read: genai-roadmap read 4.2.1 2"
    assert lines == ["4.2.1 CNNs", position, hint, COURSE]
    shown = on_a_terminal("open", "cnns", typed="")[1]
    assert shown.endswith(f"{PLAYLIST}\r\n")
    assert "Mark it" not in shown, "it is read"
    assert "[y/N]" not in on_a_terminal("open", "--next", "cnns", "--json", typed="")[1]
