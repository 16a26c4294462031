"""Updates from where roadmaps came from, and the choices that are kept for them."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.app import fetching
from genai_roadmap.errors import FileWriteError
from genai_roadmap.storage import roadmap_files, sources
from genai_roadmap.text import quoted
from support import Program
from web_server import Server, response, serving

OLD = "# Plan\n\n## Alpha\n\n- Waker\n- Book\n\n## Beta\n\n- Last\n\n## Extra\n\n- Bonus\n"
NEW = OLD.replace("Waker", "The Waker trait").replace("- Last", "- Last\n- More")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        found.answers["/plan.md"] = response(OLD.encode(), ETag='"1"')
        yield found


@pytest.fixture
def plan(program: Program, tmp_path: Path) -> Path:
    """Return the file of an imported roadmap with a done topic."""
    file = tmp_path / "plan.md"
    file.write_text(OLD)
    assert program("import", str(file), "--skip", "extra").code == 0
    assert program("--roadmap", "plan", "done", "waker").code == 0
    return file


def contents(home: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def own(home: Path, roadmap_id: str = "plan") -> Path:
    return home / "roadmaps" / f"{roadmap_id}.toml"


def test_update_from_a_file_with_the_kept_choices(program: Program, plan: Path, home: Path) -> None:
    before = contents(home)
    assert program("update", "plan").out == "plan is up to date.\n"
    assert program("update", "--all", "--json").json["updates"] == [
        {"id": "plan", "status": "up-to-date", "source": str(plan)}
    ]
    assert contents(home) == before
    plan.write_text(NEW)
    dry = program("update", "plan", "--dry-run").out
    assert dry.startswith(f"Update of Plan\nFrom {plan}\n2 steps, 4 topics")
    assert "--same waker=the-waker-trait" in dry
    assert "Dry run: nothing written." in dry
    assert "Undo with" not in dry
    assert contents(home) == before
    run = program("update", "plan", "--same", "waker=the-waker-trait")
    assert run.out.startswith("Updated Plan\n")
    assert "Renamed  1 item (1 done)" in run.out
    assert "Undo with: genai-roadmap --roadmap plan undo" in run.out
    assert f"Left out: 2 parts; list them with: genai-roadmap import {plan} --id plan --dry-run" in run.out
    assert b"Bonus" not in own(home).read_bytes()
    assert program("--roadmap", "plan", "list", "--status", "done").out.count("The Waker trait") == 1


def test_update_of_the_active_roadmap(program: Program, plan: Path) -> None:
    assert program("use", "plan").code == 0
    plan.write_text(NEW)
    found = program("update", "--json").json["updates"]
    assert [(each["id"], each["status"]) for each in found] == [("plan", "updated")]
    assert found[0]["import"]["update"]["new"]["items"] == 2
    assert found[0]["import"]["doubtful"][0]["option"] == "--same waker=the-waker-trait"
    assert program("--roadmap", "plan", "update").out == "plan is up to date.\n"


def test_unchanged_page_is_not_downloaded(program: Program, server: Server, home: Path) -> None:
    assert program("import", server.url()).code == 0
    server.answers["/plan.md"] = response(b"", "304 Not Modified")
    before = contents(home)
    assert program("update", "plan").out == "plan is up to date.\n"
    assert server.header("If-None-Match") == '"1"'
    server.answers["/plan.md"] = response(OLD.encode(), ETag='"2"')
    assert program("update", "plan").out == "plan is up to date.\n"
    assert contents(home) == before
    assert program("update", "plan", "--force").out == "plan is up to date.\n"
    assert server.header("If-None-Match") is None
    server.answers["/plan.md"] = response(NEW.encode(), ETag='"3"')
    assert program("update", "plan").out.startswith("Updated Plan\n")
    source = sources.load("plan")
    assert source
    assert (source.etag, len(source.versions)) == ('"3"', 2)


def test_undone_update_is_made_again(program: Program, server: Server, home: Path) -> None:
    assert program("import", server.url()).code == 0
    old = own(home).read_bytes()
    server.answers["/plan.md"] = response(NEW.encode(), ETag='"2"')
    assert program("update", "plan").code == 0
    new = own(home).read_bytes()
    for _ in range(2):
        assert program("--roadmap", "plan", "undo").code == 0
        assert own(home).read_bytes() == old
        assert program("update", "plan").out.startswith("Updated Plan\n")
        assert server.header("If-None-Match") is None
        assert own(home).read_bytes() == new


def test_edits_are_not_overwritten(program: Program, plan: Path, home: Path) -> None:
    edited = own(home).read_bytes().replace(b'title = "Last"', b'title = "Final"')
    own(home).write_bytes(edited)
    assert program("update", "plan").out == "plan is up to date. Your edits are kept.\n"
    plan.write_text(NEW)
    before = contents(home)
    run = program("update", "plan")
    assert run.code == 1
    assert "you edited the roadmap since it was imported" in run.err
    assert "genai-roadmap update plan --force" in run.err
    assert program("update", "--all", "--json").json["updates"][0]["status"] == "failed"
    dry = program("update", "plan", "--dry-run")
    assert "You edited this roadmap. Its update needs --force and overwrites your edits." in dry.out
    assert contents(home) == before
    assert program("update", "plan", "--force").code == 0
    assert b"Final" not in own(home).read_bytes()
    assert program("--roadmap", "plan", "undo").code == 0
    assert own(home).read_bytes() == edited
    assert program("update", "plan").code == 0, "the source has not changed"
    assert own(home).read_bytes() == edited


def test_question_about_edits_on_a_terminal(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = own(home).read_bytes() + b"# mine\n"
    own(home).write_bytes(edited)
    plan.write_text(NEW)
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    # No input is Ctrl-D.
    for answer, code in (("n\n", 1), ("", 130)):
        run = program("update", "plan", input=answer)
        assert (run.code, "The roadmap was not changed." in run.err) == (code, code == 130)
        assert own(home).read_bytes() == edited
    assert program("update", "plan", "--json", input="y\n").code == 1, "nothing is asked"
    run = program("update", "plan", input="y\nn\ny\n")
    assert run.code == 0
    positions = r"Before: 1\.1 Waker in (.+)\. Now: 1\.1 The Waker trait in \1\."
    assert re.search(rf"{positions}\nWas 'The Waker trait' called 'Waker' before\? \[y/N\]", run.err)
    assert "You edited plan since it was imported. Overwrite your edits (undo restores them)? [y/N]" in run.err
    assert own(home).read_bytes() != edited


def test_damaged_roadmap_is_replaced_only_with_force(program: Program, plan: Path, home: Path) -> None:
    own(home).write_text("damaged")
    plan.write_text(NEW)
    assert program("update", "plan").code == 1
    assert own(home).read_text() == "damaged"
    assert program("update", "plan", "--force").code == 0
    assert program("--roadmap", "plan", "status").code == 0


def test_one_that_fails_does_not_stop_the_others(program: Program, server: Server, tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.md").write_text(OLD)
        assert program("import", str(tmp_path / f"{name}.md")).code == 0
    assert program("import", server.url("/plan.md")).code == 0
    assert program("new", "mine").code == 0
    (tmp_path / "a.md").unlink()
    (tmp_path / "b.md").write_bytes(b"\xff\xfe")
    sources.path_of("c").write_text("format = 9\n")
    server.answers["/plan.md"] = response(b"", "500 No")
    (tmp_path / "d.md").write_text(NEW)
    run = program("update", "--all")
    assert run.code == 3
    assert run.out.startswith("a was not updated.\n\nb was not updated.\n\nc was not updated.\n\nUpdated Plan\n")
    first, *lines = run.err.splitlines()
    assert first == "genai-roadmap: 4 updates failed:"
    assert lines[0].startswith(f"a: no such file: {tmp_path / 'a.md'}. If it was moved: genai-roadmap")
    assert lines[1].startswith("b: ")
    assert "is UTF-16" in lines[1]
    assert lines[2].startswith("c: ")
    assert lines[2].endswith("upgrade genai-roadmap; remove the file to forget where the roadmap came from")
    assert lines[3].startswith("plan: ")
    assert "the server has a problem (500)" in lines[3]
    found = program("update", "--all", "--json")
    assert [each["status"] for each in found.json["updates"]] == ["failed", "failed", "failed", "up-to-date", "failed"]
    assert found.code == 3


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 1, "'genai-engineer' is the bundled roadmap, which is updated with genai-roadmap itself"),
        (["nothing"], 1, "no roadmap 'nothing' (available: mine)"),
        (["../x"], 1, "is not a valid roadmap id"),
        (["mine"], 1, "'mine' was not imported from a file or an address. Import its new version"),
        (["--all", "mine"], 2, "--all can't be combined with ID, --same or --force"),
        (["--all", "--same", "a=b"], 2, "--all can't be combined with ID, --same or --force"),
        (["mine", "--same", "a"], 2, "--same 'a' should be OLD=NEW"),
    ],
)
def test_what_can_not_be_updated(program: Program, arguments: list[str], code: int, message: str) -> None:
    assert program("new", "mine").code == 0
    run = program("update", *arguments)
    assert (run.code, run.out) == (code, "")
    assert message in run.err


def test_a_pattern_to_skip_that_matches_nothing_is_named(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("# Plan\n\n## One\n\n- Loops\n- Types\n\n## Two\n\n- Last\n")
    run = program("import", str(file), "--id", "parts", "--skip", "Types", "--skip", "(")
    assert (run.code, run.err) == (0, f"genai-roadmap: --skip {quoted('(')} matches nothing\n")


def test_nothing_to_update(program: Program, tmp_path: Path) -> None:
    assert program("update", "--all").out == "No imported roadmaps to update.\n"
    assert program("update", "--all", "--json").json == {"updates": []}
    file = tmp_path / "x.toml"
    file.write_text((Path(roadmap_files.bundled_file())).read_text().replace("genai-engineer", "x", 1))
    assert "is not one of your roadmaps" in program("--roadmap", str(file), "update").err
    assert program("new", "x").code == 0
    assert f"{file} is not one of your roadmaps" in program("--roadmap", str(file), "update").err


def test_removed_roadmap_is_forgotten(program: Program, plan: Path) -> None:
    assert program("remove", "plan").code == 0
    assert sources.load("plan") is None
    assert program("new", "plan").code == 0
    assert "was not imported" in program("update", "plan").err
    assert program("remove", "plan").code == 0
    run = program("import", str(plan))
    assert "Steps: 3 sections" in run.out, "the choices are forgotten too"


def test_choices_are_kept_until_others_are_made(program: Program, plan: Path) -> None:
    def steps(*options: str) -> list[str]:
        run = program("import", str(plan), *options)
        assert run.code == 0, run.err
        listed = program("--roadmap", "plan", "list", "--json").json["steps"]
        return [step["title"] for step in listed]

    assert steps() == ["Alpha", "Beta"]
    assert "Options: --skip extra." in program("import", str(plan)).out
    assert steps("--only", "alpha", "--title", "Mine") == ["Alpha"]
    assert steps() == ["Alpha"]
    assert "Options: --skip extra --only alpha --title Mine." in program("import", str(plan)).out
    assert steps("--only", "", "--title", "") == ["Alpha", "Beta"]
    assert steps("--skip", "", "--steps", "list") == ["Waker", "Book", "Last", "Bonus"]
    assert steps("--steps", "auto") == ["Alpha", "Beta", "Extra"]
    assert program("import", str(plan), "--skip", " ").code == 2


def test_kept_choices_that_no_longer_fit(program: Program, plan: Path, home: Path) -> None:
    assert program("import", str(plan), "--steps", "h2").code == 0
    plan.write_text("# Plan\n\n- a\n- b\n")
    before = contents(home)
    run = program("update", "plan")
    assert run.code == 1
    assert "no steps were found" in run.err
    assert "Options from the last import: --steps h2 --skip extra." in run.err
    reset = ["import", str(plan), "--id", "plan", "--steps", "auto", "--skip", ""]
    assert f"To reset them: genai-roadmap {' '.join(map(quoted, reset))}" in run.err
    assert contents(home) == before
    assert program(*reset).code == 0
    assert "kept" not in program("import", str(plan), "--steps", "h4").err


@pytest.mark.usefixtures("plan")
def test_standard_input_uses_the_kept_choices(program: Program) -> None:
    assert program("import", "-", "--id", "plan", input=NEW).code == 0
    source = sources.load("plan")
    assert source
    assert (source.source, source.skip) == (None, ("extra",))
    assert "'plan' was not imported from a file" in program("update", "plan").err, "the file is the old version"
    assert program("import", "-", "--id", "other", input=NEW).code == 0
    assert "'other' was not imported from a file" in program("update", "other").err


def test_an_imported_export_is_no_edit(program: Program, plan: Path, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    assert program("--roadmap", "plan", "export", "json", "-o", str(file)).code == 0
    text = file.read_text()
    file.write_text(text.replace('"Waker"', '"Wakers"'))
    assert program("import", str(file), "--id", "plan").code == 0
    plan.write_text(NEW)
    assert program("update", "plan").code == 0


def test_edit_during_an_update_is_kept(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.write_text(NEW)
    edited = own(home).read_bytes() + b"# mine\n"
    read_again = fetching.read_again

    def edit_and_read(*arguments: Any, **options: Any) -> Any:
        own(home).write_bytes(edited)
        return read_again(*arguments, **options)

    monkeypatch.setattr(fetching, "read_again", edit_and_read)
    run = program("update", "plan")
    assert run.code == 1
    assert "'plan' was changed during the update; nothing was overwritten" in run.err
    assert own(home).read_bytes() == edited


def test_exports_do_not_replace_the_source(program: Program, plan: Path, tmp_path: Path) -> None:
    before = sources.load("plan")
    for form in ("json", "md"):
        file = tmp_path / f"export.{form}"
        assert program("--roadmap", "plan", "export", form, "-o", str(file)).code == 0
        assert program("import", str(file), "--id", "plan").code == 0
        assert sources.load("plan") == before
    plan.write_bytes((tmp_path / "export.json").read_bytes())
    run = program("update", "plan")
    assert (run.code, "is now an export with the progress on it" in run.err) == (1, True)


def test_backups_do_not_replace_the_source(program: Program, plan: Path, home: Path) -> None:
    plan.write_text(NEW)
    assert program("update", "plan").code == 0
    [backup] = (home / "backups" / "plan" / "roadmap").glob("*.toml")
    assert program("import", str(backup), "--id", "plan").code == 0
    source = sources.load("plan")
    assert source
    assert source.source == str(plan)
    assert program("update", "plan").out.startswith("Updated Plan\n")


def test_marks_in_the_source_are_mentioned(program: Program, plan: Path) -> None:
    plan.write_text(OLD.replace("- Book", "- [x] Book"))
    run = program("update", "plan")
    assert "Recorded from the source: 1 topic done.\n" in run.out
    assert program("update", "plan").out == "plan is up to date.\n"


def test_toml_source(program: Program, tmp_path: Path, home: Path) -> None:
    file = tmp_path / "own.toml"
    text = 'format = 1\nid = "own"\nversion = "1"\ntitle = "Own"\n# mine\n[[steps]]\nslug = "a"\ntitle = "A"\n'
    file.write_text(text + 'topics = [{ slug = "b", title = "B" }]\n')
    assert program("import", str(file), "--id", "my").code == 0
    file.write_text(text + 'topics = [{ slug = "c", title = "C", formerly = ["b"] }]\n')
    assert program("update", "my").out.startswith("Updated Own\n")
    assert b"formerly" in own(home, "my").read_bytes()


def test_interrupted_import_is_finished_by_an_update(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.write_text(NEW)
    old = own(home).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(roadmap_files.LockedRoadmapFile, "replace", lambda *_: fail())
        assert program("update", "plan").code == 4
    assert own(home).read_bytes() == old
    assert program("update", "plan").out.startswith("Updated Plan\n")


def fail() -> None:
    message = "full"
    raise FileWriteError(message)


def test_source_that_would_not_read_back(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(home)
    monkeypatch.setattr("tomli_w.dumps", lambda _data: "format = 1\n")
    run = program("import", str(plan), "--title", "Plan")
    assert run.code == 4
    assert f"{sources.path_of('plan')} can't be written: it would not read back as written" in run.err
    assert contents(home) == before


def test_damaged_source_file(program: Program, plan: Path, home: Path) -> None:
    sources.path_of("plan").write_text('format = 1\nstepz = "h2"\n')
    before = contents(home)
    for command in (["update", "plan"], ["import", str(plan)]):
        run = program(*command)
        assert run.code == 3
        assert "did you mean `steps`?" in run.err
        assert "remove the file to forget where the roadmap came from" in run.err
    assert "stepz" in program("--roadmap", "plan", "check").err
    assert contents(home) == before
    assert program("remove", "plan").code == 0
    assert not sources.path_of("plan").exists()


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="names are text here")
def test_path_that_is_no_text(program: Program, tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/plan\xff.md"
    Path(os.fsdecode(file)).write_text(OLD)
    assert program("import", os.fsdecode(file), "--id", "plan").code == 0
    assert "was not imported from a file" in program("update", "plan").err


def test_output_is_not_written_over_the_sources(program: Program, plan: Path) -> None:
    run = program("export", "toml", "-o", str(sources.path_of("plan")), "--force")
    assert (run.code, "is a file of genai-roadmap itself" in run.err) == (4, True)
    assert plan.exists()


def step_titles(program: Program) -> list[str]:
    return [step["title"] for step in program("--roadmap", "plan", "list", "--json").json["steps"]]


def section(title: str, count: int, level: int = 2) -> str:
    return f"{'#' * level} {title}\n\n" + "".join(f"- {title} {number}\n" for number in range(count)) + "\n"


def imported_plan(program: Program, tmp_path: Path, text: str, steps: list[str]) -> Path:
    """Return the file of a roadmap that was imported from a text, with these steps."""
    file = tmp_path / "plan.md"
    file.write_text(text)
    assert program("import", str(file)).code == 0
    assert step_titles(program) == steps
    return file


def test_update_keeps_the_level_of_the_steps(program: Program, tmp_path: Path) -> None:
    parts = "".join(section(title, 2, 3) for title in ("One", "Two", "Three"))
    text = f"# Plan\n\n{section('Intro', 9)}## Parts\n\n{parts}{section('End', 9)}"
    file = imported_plan(program, tmp_path, text, ["Intro", "Parts", "End"])
    # Almost everything is in one section now, so a first import divides it.
    large = "".join(section(title, 30, 3) for title in ("One", "Two", "Three"))
    file.write_text(f"# Plan\n\n{section('Intro', 9)}## Parts\n\n{large}{section('End', 9)}")
    run = program("update", "plan")
    assert (run.code, run.err) == (0, "")
    assert step_titles(program) == ["Intro", "Parts", "End"]
    file.write_text(f"# Plan\n\n## Parts\n\n{large}")
    assert program("update", "plan").err == "", "a single section of the level is enough"
    assert step_titles(program) == ["Parts"]
    assert program("import", str(file), "--id", "plan", "--steps", "auto").code == 0
    assert step_titles(program) == ["One", "Two", "Three"]


def test_single_step_tells_nothing_about_the_level(program: Program, tmp_path: Path) -> None:
    file = imported_plan(program, tmp_path, f"# Plan\n\n{section('One', 5)}", ["One"])
    for text, steps in (
        (section("One", 5) + section("Two", 5), ["One", "Two"]),
        (section("Two", 5), ["Two"]),
        (section("Two", 5) + "".join(section(title, 30, 3) for title in "ABC") + section("End", 9), ["Two", "End"]),
    ):
        file.write_text(f"# Plan\n\n{text}")
        assert program("update", "plan").err == ""
        assert step_titles(program) == steps


def test_update_keeps_a_level_below_others_and_says_if_it_is_gone(program: Program, tmp_path: Path) -> None:
    parts = "".join(section(title, 5, 3) for title in ("One", "Two", "Three"))
    file = imported_plan(program, tmp_path, f"# Plan\n\n## Parts\n\n{parts}", ["One", "Two", "Three"])
    # More steps are of another level now.
    more = "".join(section(title, 30) for title in ("Many", "More", "Most", "All"))
    for text in (f"# Plan\n\n## Parts\n\n{parts}{more}", f"# Plan\n\n## Parts\n\n{parts}{more}- Another\n"):
        file.write_text(text)
        assert program("update", "plan").err == ""
        assert step_titles(program) == ["One", "Two", "Three", "Many", "More", "Most", "All"]
    file.write_text(f"# Plan\n\n{more}")
    run = program("update", "plan")
    assert "no section of level 3 is left that could be a step; the steps are now headings of level 2\n" in run.err
    assert step_titles(program) == ["Many", "More", "Most", "All"]
    file.write_text("# Plan\n\n" + "".join(f"- {name}\n  - {name} 1\n  - {name} 2\n" for name in ("Many", "Most")))
    assert "could be a step; the steps are now list items\n" in program("update", "plan").err
