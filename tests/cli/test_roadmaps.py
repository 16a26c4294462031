"""Several roadmaps: importing, switching, creating, editing and removing them without mixing their progress."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import roadmap_files
from genai_roadmap.text import quoted
from small import OWN
from support import Program


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(f"# Mine.\n{OWN}")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows requires a right for links")
def test_restore_lists_backups_beside_a_folder_that_is_not_readable(program: Program, home: Path) -> None:
    program("done", "cnns")
    program("done", "rnns")
    (home / "backups" / "loop").symlink_to("loop")
    run = program("restore")
    assert (run.code, run.err) == (0, "")
    assert "Restore one with: genai-roadmap restore 2\n" in run.out


def test_restore_lists_removed_roadmaps(program: Program) -> None:
    program("new", "mine")
    program("remove", "mine", "--yes")
    listed = "\nRemoved roadmaps\n  mine: genai-roadmap restore mine\n"
    assert program("restore").out == f"No backups yet. Each command that changes the progress file makes one.\n{listed}"
    program("done", "cnns")
    program("done", "rnns")
    assert listed in program("restore").out
    program("restore", "mine")
    assert "Removed" not in program("restore").out


def test_imported_roadmap_has_separate_progress(program: Program, own: Path, home: Path) -> None:
    arrived = program("import", str(own), "--json")
    assert arrived.json["path"] == str(home / "roadmaps" / "own.toml")
    assert (arrived.json["steps"], arrived.json["topics"], arrived.json["left_out"]) == (1, 1, [])
    assert (home / "roadmaps" / "own.toml").read_text().startswith("# Mine."), "comments are kept"
    assert program("use", "own").out == "Switched to My own.\n"
    program("done", "a")
    assert program("status", "--json").json["progress"]["percent"] == 100
    assert program("--roadmap", "genai-engineer", "status", "--json").json["progress"]["done"] == 0
    bundled, mine = program("roadmaps", "--json").json["roadmaps"]
    assert (bundled["id"], bundled["active"], bundled["progress"]["done"]) == ("genai-engineer", False, 0)
    assert (mine["id"], mine["active"], mine["progress"]["done"]) == ("own", True, 1)
    assert program("status", "--all", "--json").json == program("roadmaps", "--json").json
    assert "active  own             My own" in program("roadmaps").out
    assert program("roadmaps").out == program("status", "--all").out


def test_use_names_the_roadmap_that_is_active(program: Program, own: Path) -> None:
    program("import", str(own))
    program("use", "own")
    assert program("use", "own").out == "My own is already active.\n"
    program("new", "copy", "--from", "own")
    assert program("use", "copy").out == "Switched to copy: My own.\n"


def test_removing_a_roadmap_keeps_its_progress(program: Program, own: Path, home: Path) -> None:
    program("import", str(own))
    program("use", "own")
    program("done", "a")
    kept = program("remove", "own", "--json").json
    assert Path(kept["roadmap"]).read_text().endswith(OWN)
    assert kept["progress"] == str(home / "progress" / "own.toml")
    assert Path(kept["progress"]).exists()
    assert program("status", "--json").json["roadmap"]["id"] == "genai-engineer"
    assert program("remove", "own").code == 1
    assert program("remove", "genai-engineer").code == 1
    program("import", str(own))
    assert program("--roadmap", "own", "status", "--json").json["progress"]["done"] == 1
    assert (
        program("remove", "own").out
        == "Removed own. Your progress on it is kept.\nUndo with: genai-roadmap restore own\n"
    )


def test_removing_a_roadmap_without_progress_names_only_its_backup(program: Program) -> None:
    program("new", "own")
    assert program("remove", "own", "--json").json.keys() == {"roadmap"}
    program("new", "own")
    assert "progress" not in program("remove", "own").out


def test_a_removed_roadmap_can_be_restored(program: Program, own: Path) -> None:
    program("import", str(own))
    program("use", "own")
    program("done", "a")
    removed = program("remove", "own").out
    assert removed.startswith("Removed own. Your progress on it is kept.\nSwitched to genai-engineer.\n")
    assert removed.endswith("Undo with: genai-roadmap restore own\n")
    assert "no removed roadmap 'other' (available: own)" in program("restore", "other").err
    assert program("restore", "own").out == "Restored own.\nNext: genai-roadmap use own\n"
    assert program("--roadmap", "own", "status", "--json").json["progress"]["done"] == 1
    assert program("update", "own").out == "own is up to date.\n", "its source is known again"
    run = program("restore", "own")
    assert (run.code, run.out) == (1, "")
    assert "'own' was not removed" in run.err
    program("--roadmap", "own", "remove", "own")
    assert program("restore", "own", "--json").json.keys() == {"roadmap"}
    assert program("restore", "other").err == (
        "genai-roadmap: no removed roadmap 'other'; none was removed. To list the backups of your progress: "
        "genai-roadmap restore\n"
    )
    assert program("restore", "con").code == 2
    assert "'genai-engineer' was not removed" in program("restore", "genai-engineer").err


def test_a_removed_roadmap_without_a_source_or_with_a_damaged_one_can_be_restored(program: Program, home: Path) -> None:
    program("new", "own")
    for content in (None, "damaged", "format = 1"):
        program("remove", "own")
        if content:
            (home / "sources").mkdir(exist_ok=True)
            (home / "sources" / "own.removed").write_text(content)
        assert program("restore", "own").code == 0
        assert not (home / "sources" / "own.toml").exists()


def test_an_invalid_roadmap_can_be_removed_and_restored(program: Program, home: Path) -> None:
    program("new", "bad")
    path = home / "roadmaps" / "bad.toml"
    path.write_text("broken")
    assert "Undo with: genai-roadmap restore bad" in program("remove", "bad").out
    assert program("restore", "bad").code == 0
    assert path.read_text() == "broken"


def test_a_damaged_roadmap_names_the_commands_that_repair_it(program: Program, home: Path) -> None:
    program("new", "own")
    path = home / "roadmaps" / "own.toml"
    good = path.read_bytes()
    path.write_text("broken")
    edit = "edit it with `genai-roadmap edit own`"
    for command in (["--roadmap", "own", "status"], ["use", "own"], ["check", str(path)]):
        run = program(*command)
        assert (run.code, run.err.rstrip().endswith(edit)) == (3, True), run.err
    run = program("check", "--json")
    assert (run.code, len(run.json["problems"]), edit in run.json["problems"][0]) == (3, 1, True)
    assert edit in program("check").err
    assert edit in program("roadmaps").out
    run = program("restore", "own")
    assert (run.code, "no good backup of 'own'" in run.err, path.read_text()) == (1, True, "broken")
    program("remove", "own")
    program("new", "own")
    program("remove", "own")
    program("restore", "own")
    path.write_text("format = 1\nid = 'own'\n")
    run = program("--roadmap", "own", "status")
    assert run.code == 3
    assert "\nEdit it with `genai-roadmap edit own`, or restore the newest good backup (" in run.err
    assert run.err.endswith(") with `genai-roadmap restore own`\n")
    run = program("restore", "own")
    assert re.match(r"Restored own from the backup of \d+ \w+ \d{4} \d\d:\d\d\.\n", run.out)
    damaged = Path(run.out.partition("The damaged file is kept: ")[2].splitlines()[0])
    assert damaged.read_text() == "format = 1\nid = 'own'\n"
    assert run.out.endswith("\nNext: genai-roadmap use own\n")
    assert path.read_bytes() == good
    program("use", "own")
    path.write_text("broken")
    again = program("restore", "own", "--json").json
    assert again.keys() == {"roadmap", "damaged"}
    assert Path(again["damaged"]).read_text() == "broken"
    path.write_text("broken again")
    assert "Next" not in program("restore", "own").out, "it is the active one"


def test_a_roadmap_with_several_errors_is_listed_with_the_first_and_how_to_repair_it(
    program: Program, home: Path
) -> None:
    program("new", "own")
    path = home / "roadmaps" / "own.toml"
    path.write_text(path.read_text().replace("format = 1", "format = 1\nfoo = 1\nbar = 2"))
    shown = " ".join(program("--plain", "roadmaps").out.split())
    assert "unknown key `foo` (line 4), and 1 more; edit it with `genai-roadmap edit own`" in shown


def test_restore_never_replaces_a_roadmap_in_a_newer_format(program: Program, home: Path) -> None:
    for command in (["new", "own"], ["remove", "own"], ["restore", "own"]):
        program(*command)
    path = home / "roadmaps" / "own.toml"
    newer = path.read_bytes().replace(b"format = 1", b"format = 2")
    path.write_bytes(newer)
    run = program("restore", "own")
    assert (run.code, "has format 2" in run.err) == (3, True)
    assert path.read_bytes() == newer


def test_a_damaged_roadmap_that_was_imported_can_be_imported_again(program: Program, own: Path, home: Path) -> None:
    program("import", str(own))
    path = home / "roadmaps" / "own.toml"
    good = path.read_bytes()
    path.write_text("broken")
    command = f"genai-roadmap import {quoted(str(own))} --id own"
    assert f", or import it again with `{command}`" in program("--roadmap", "own", "status").err
    assert program("import", str(own), "--id", "own").code == 0
    assert path.read_bytes() == good
    path.write_text("broken")
    (home / "sources" / "own.toml").write_text("broken")
    assert "edit own` (" in program("--roadmap", "own", "status").err
    path.write_text("format = 2\n")
    assert "edit own" not in program("--roadmap", "own", "status").err, "a newer program wrote it"


def test_a_first_import_with_progress_is_not_undone_by_removing_it(program: Program, tmp_path: Path) -> None:
    text = tmp_path / "plan.md"
    text.write_text("# Plan\n\n## One\n\n- [x] Loops\n- [ ] Types\n\n## Two\n\n- [ ] Last\n")
    page = program("import", str(text), "--id", "plan").out
    assert "Remove it (progress is kept) with: genai-roadmap remove plan\n" in page
    assert "Undo with" not in page


def test_an_edited_roadmap_is_restored_without_the_source_of_another_version(program: Program, own: Path) -> None:
    program("import", str(own))
    program("remove", "own")
    program("new", "own")
    program("remove", "own")
    assert program("restore", "own").code == 0
    run = program("update", "own")
    assert (run.code, "was not imported" in run.err) == (1, True)


def test_items_of_another_roadmap_are_found_there(program: Program, own: Path) -> None:
    own.write_text(OWN.replace('title = "A"', 'title = "Borrow checker"'))
    program("import", str(own))
    for command in (["show", "borrow"], ["done", "borrow checker"], ["list", "checker"], ["note", "borrow", "text"]):
        run = program(*command)
        assert (run.code, run.out) == (1, "")
        assert "It is in 'My own'. Switch to it: genai-roadmap use own\n" in run.err
    assert program("search", "Borrow c").out == (
        f"No results for 'Borrow c'.\nFound in 'My own': genai-roadmap --roadmap own search {quoted('Borrow c')}\n"
    )
    assert program("search", "Borrow c", "--json").json == {"items": []}
    assert "'My own'" not in program("show", "99").err
    assert "It is in 'Generative AI" in program("--roadmap", "own", "show", "cnns").err
    roadmap_files.locate("own").write_text("broken")
    assert "Did you mean" in program("show", "cnn-s").err + program("show", "attenton").err


def test_a_misspelled_item_is_suggested_beside_one_of_another_roadmap(program: Program, own: Path) -> None:
    own.write_text(OWN.replace('title = "A"', 'title = "Attentions"'))
    program("import", str(own))
    error = program("show", "attentions").err
    assert "Did you mean" in error
    assert "It is in 'My own'" in error
    assert "'My own'" not in program("show", "ttentions").err, "it is no start of a word"


def test_other_roadmaps_are_read_once(program: Program, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("import", str(own))
    read, paths = roadmap_files.read, list[Path]()

    def counted(path: Path) -> Roadmap:
        paths.append(path)
        return read(path)

    monkeypatch.setattr(roadmap_files, "read", counted)
    program("done", "xyzzy", "xyzzz", "xyzyy")
    assert len([path for path in paths if path.stem == "own"]) == 1


def test_printed_import_is_not_json(program: Program, own: Path) -> None:
    run = program("import", str(own), "-o", "-", "--json")
    assert (run.code, run.out) == (2, "")
    assert "use --json or -o -, not both" in run.err


def test_updating_a_roadmap_keeps_progress(program: Program, own: Path, home: Path) -> None:
    program("import", str(own))
    program("--roadmap", "own", "done", "a")
    own.write_text(OWN.replace('slug = "a", title = "A"', 'slug = "alpha", title = "A"'))
    dry = program("import", str(own), "--dry-run", "--json").json
    assert dry["renamed"] == []
    assert "path" not in dry
    assert 'slug = "a"' in (home / "roadmaps" / "own.toml").read_text()
    program("import", str(own))
    assert program("--roadmap", "own", "show", "alpha", "--json").json["status"] == "done"
    assert len([*(home / "backups" / "own" / "roadmap").glob("*.toml")]) == 1
    own.write_text(OWN.replace('slug = "a", title = "A"', 'slug = "other", title = "Other"'))
    page = program("import", str(own)).out
    assert "New\n  1.1  Other" in page
    assert "Removed (progress kept)\n  1.1  A" in page
    assert roadmap_files.read(roadmap_files.locate("own")).retired == ("a", "alpha")
    assert f"Saved to {home / 'roadmaps' / 'own.toml'}\nUndo with: genai-roadmap --roadmap own undo\n" in page
    assert page.endswith("Next: genai-roadmap use own\n")
    page = program("import", str(own)).out
    assert " are as before." in page
    assert page.endswith("Already up to date; nothing was written.\nNext: genai-roadmap use own\n")
    program("use", "own")
    assert program("import", str(own)).out.endswith("\nNext: genai-roadmap next\n")


def test_a_first_import_says_how_to_undo_it_and_what_is_next(program: Program, own: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    assert program("import", str(own), "-o", str(copy)).out.endswith(
        f"Saved to {copy}\nImport it with: genai-roadmap import {copy}\n"
    )
    assert "Remove it with: genai-roadmap remove own\nNext: genai-roadmap use own\n" in program("import", str(own)).out
    program("use", "own")
    run = program("undo")
    assert (run.code, run.out) == (1, "")
    assert "nothing to undo. To remove this roadmap: genai-roadmap remove own" in run.err
    assert program("remove", "own").code == 0
    assert "genai-roadmap remove" not in program("undo").err


def test_import_to_a_file_and_with_another_id(program: Program, own: Path, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "elsewhere.toml"
    assert program("import", str(own), "-o", str(path), "--id", "other").code == 0
    assert roadmap_files.read(path).id == "other"
    assert not (home / "roadmaps").exists()
    again = program("import", str(own), "-o", str(path))
    assert (again.code, again.err) == (1, f"genai-roadmap: {path} already exists; use --force to overwrite\n")
    assert program("import", str(own), "--id", "genai-engineer").code == 1
    assert program("import", str(own), "--id", "No Id").code == 3
    assert program("import", str(tmp_path / "nothing.md")).code == 1
    assert program("import", "-", input=OWN).code == 0


def test_new_shows_how_to_add_a_question(program: Program, home: Path) -> None:
    program("new", "own")
    path = home / "roadmaps" / "own.toml"
    path.write_text(path.read_text().replace("# questions =", "questions ="))
    assert program("check", str(path)).code == 0
    assert "What is it for?" in program("--roadmap", "own", "show", "first-topic").out


def test_new_creates_a_roadmap_from_the_template(program: Program, home: Path) -> None:
    assert program("new", "mine").out.startswith("Created " + str(home / "roadmaps" / "mine.toml"))
    assert program("new", "mine").code == 1
    assert program("new", "genai-engineer").code == 1
    assert program("new", "No Id").code == 1
    assert program("new", "third", "--json").json["path"].endswith("third.toml")
    assert program("--roadmap", "mine", "check").code == 0
    assert program("use", "mine", "--json").json["id"] == "mine"


def test_new_says_what_to_type_instead(program: Program) -> None:
    assert program("new", "My Road Map").err.endswith("like my-roadmap. Try: genai-roadmap new my-road-map\n")
    assert "Try" not in program("new", "?").err
    program("new", "winter")
    assert program("new", "winter").err.endswith("winter.toml already exists. To edit it: genai-roadmap edit winter\n")


def test_edit(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("new", "mine")
    program("use", "mine")
    script = tmp_path / "editor.py"
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    path = home / "roadmaps" / "mine.toml"
    script.write_text(
        "import sys, pathlib; p = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text().replace('First topic', 'Another topic'))"
    )
    assert program("edit").out == f"Saved {path}\n"
    assert "Another topic" in path.read_text()
    assert program("edit").out == f"{path} is unchanged.\n"
    script.write_text(
        "import sys, pathlib; p = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text().replace('first-topic', 'First Topic'))"
    )
    before = path.read_text()
    program("use", "genai-engineer")
    assert program("edit", "mine").code == 3, "it is not the active one"
    program("use", "mine")
    wrong = program("edit", "--no-draft")
    assert wrong.code == 3
    assert "'First Topic' should be lowercase letters" in wrong.err
    assert path.read_text() == before
    script.write_text(
        "import sys, pathlib; p = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text().replace('first-topic', 'lost-topic'))"
    )
    assert "the slug 'first-topic' (Another topic) is missing" in program("edit").out
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", "")
    assert "no editor was found" in program("edit", "--no-draft").err
    assert program("edit", "unknown").err.startswith("genai-roadmap: no roadmap 'unknown' (available: ")
    for command in ("edit", "update"):
        assert program(command, "").code == 1, "an empty id is not the active roadmap"
        run = program("--roadmap", "mine", command, "other")
        assert (run.code, "--roadmap mine and 'other' are different roadmaps; use one of them" in run.err) == (2, True)
    assert "no editor was found" in program("--roadmap", "mine", "edit", "mine").err
    assert program("edit", "genai-engineer").code == program("--roadmap", "genai-engineer", "edit").code == 1


def test_check_against_an_older_version(program: Program, own: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(OWN.replace('slug = "a", title = "A"', 'slug = "b", title = "B"'))
    lost = program("check", str(new), "--against", str(own))
    assert lost.code == 3
    assert lost.err.startswith(f"genai-roadmap: {new}: the slug 'a' (A) is missing; add it to `formerly`")
    assert program("check", str(own), "--against", str(own)).code == 0


def test_toml_export_round_trip(program: Program, tmp_path: Path, roadmap: Roadmap) -> None:
    path = tmp_path / "bundled.toml"
    assert program("export", "toml", "-o", str(path)).code == 0
    assert roadmap_files.read(path) == roadmap_files.read(roadmap_files.bundled_file())
    assert program("export", "toml").out == path.read_text()
    path.write_text(roadmap_files.dumps(roadmap))
    assert roadmap_files.read(path) == roadmap
    assert program("export", "docx").code == 2


def test_bundled_roadmap_changes_are_shown_once(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program("done", "cnns")
    assert "has changed" not in program("status").out
    (tmp_path / "data").mkdir()
    text = (roadmap_files._data_folder() / "roadmap.toml").read_text(encoding="utf-8")  # noqa: SLF001
    changed = text.replace('title = "CNNs"', 'title = "CNNs (convolutional)"')
    (tmp_path / "data" / "roadmap.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(roadmap_files, "_data_folder", lambda: tmp_path / "data")
    output = program("status").out
    assert "Generative AI (Gen AI) Engineer Roadmap 2025/26 has changed\n" in output
    assert "Renamed\n  4.2.1  CNNs -> CNNs (convolutional)" in output
    assert "has changed" not in program("status").out
    (home / "seen" / "genai-engineer.toml").write_text("damaged")
    assert "has changed" not in program("status").out


def test_invalid_roadmap_is_listed_with_its_problem(program: Program, home: Path) -> None:
    (home / "roadmaps").mkdir(parents=True)
    (home / "roadmaps" / "bad.toml").write_text("format = 1")
    listed = program("roadmaps", "--json").json["roadmaps"][1]
    assert listed["problem"].endswith("`id` is missing")
    assert "`id` is missing" in program("roadmaps").out


def test_new_copies_a_roadmap(program: Program, home: Path) -> None:
    program("done", "cnns")
    progress = (home / "progress" / "genai-engineer.toml").read_bytes()
    assert program("new", "my", "--from", "genai-engineer").code == 0
    copy = roadmap_files.read(home / "roadmaps" / "my.toml")
    bundled = roadmap_files.read(roadmap_files.bundled_file())
    assert copy == bundled.model_copy(update={"id": "my"})
    assert "# Never change or reuse a slug" in (home / "roadmaps" / "my.toml").read_text(encoding="utf-8")
    assert program("--roadmap", "my", "status", "--json").json["progress"]["done"] == 0
    created = program("new", "with", "--from", "my", "--with-progress")
    assert "Copied" not in created.out, "there is none"
    assert (home / "progress" / "genai-engineer.toml").read_bytes() == progress


def test_new_copies_the_progress(program: Program, home: Path) -> None:
    program("done", "cnns", "--note", "Good")
    before = (home / "progress" / "genai-engineer.toml").read_bytes()
    created = program("new", "my", "--from", "genai-engineer", "--with-progress", "--json").json
    assert created["progress"] == str(home / "progress" / "my.toml")
    assert program("--roadmap", "my", "show", "cnns", "--json").json["notes"][0]["text"] == "Good"
    program("--roadmap", "my", "undo")
    assert (home / "progress" / "genai-engineer.toml").read_bytes() == before
    (home / "roadmaps" / "my.toml").unlink()
    again = program("new", "my", "--from", "genai-engineer", "--with-progress")
    assert again.code == 1
    assert "already has other progress" in again.err
    assert not (home / "roadmaps" / "my.toml").exists()


def test_new_continues_an_interrupted_copy(program: Program, home: Path) -> None:
    program("done", "cnns")
    program("new", "my", "--from", "genai-engineer", "--with-progress")
    (home / "roadmaps" / "my.toml").unlink()
    assert program("new", "my", "--from", "genai-engineer", "--with-progress").code == 0


def test_copy_of_a_roadmap_with_an_unusual_id_line(program: Program, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('id = "own"', '"id" = """own"""'))
    assert program("new", "my", "--from", str(path)).code == 0
    assert roadmap_files.read(home / "roadmaps" / "my.toml").title == "My own"
    assert program("new", "other", "--from", "nothing").code == 1
    assert program("new", "other", "--with-progress").code == 2


def test_what_does_not_look_like_a_roadmap_is_imported_only_with_force(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "changes.md"
    path.write_text("# Changes\n\n## 1.2\n\n- a\n\n## 1.1\n\n- b\n\n## 1.0\n\n- c\n")
    refused = program("import", str(path))
    assert refused.code == 1
    assert "does not look like a roadmap" in refused.err
    assert "--force" in refused.err
    assert program("import", str(path), "--force").code == 0


def test_folder_that_names_a_roadmap_does_not_name_another_one(program: Program, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "sewing"
    folder.mkdir()
    for name in ("README.md", "roadmap.md"):
        (folder / name).write_text(f"# {name}\n\n## A\n\n- a\n- b\n\n## B\n\n- c\n- d\n")
    assert program("import", str(folder / "README.md")).code == 0
    before = (home / "roadmaps" / "sewing.toml").read_text()
    other = program("import", str(folder / "roadmap.md"))
    assert other.code == 1
    assert "roadmap 'sewing' from" in other.err
    assert "--id sewing" in other.err
    assert (home / "roadmaps" / "sewing.toml").read_text() == before
    assert program("import", str(folder / "README.md")).code == 0, "the same source"


def test_file_of_another_format_is_imported_only_with_force(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "progress.csv"
    path.write_text('topic,note\nRNNs,"to do\n\n- read\n- practice"\n')
    refused = program("import", str(path))
    assert (refused.code, "it is a .csv file" in refused.err) == (1, True)


def test_a_table_can_not_be_imported(program: Program, tmp_path: Path) -> None:
    table = tmp_path / "plan.csv"
    assert program("export", "csv", "-o", str(table)).code == 0
    run = program("import", str(table))
    message = f"genai-roadmap: {table} can't be imported: it is a .csv file; export json or md instead\n"
    assert (run.code, run.err) == (1, message)


def test_markdown_is_no_roadmap_file(program: Program, tmp_path: Path) -> None:
    text = tmp_path / "plan.md"
    text.write_text("# Plan\n\n- Loops\n")
    for arguments in (["--roadmap", str(text), "status"], ["new", "copy", "--from", str(text)]):
        run = program(*arguments)
        message = f"genai-roadmap: {text} is Markdown; import it with: genai-roadmap import {quoted(str(text))}\n"
        assert (run.code, run.err) == (3, message)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.md", ""),
        ("plan.md", "Only a sentence.\n"),
        ("plan.md", "format = 1\n"),
        ("plan.toml", "# Plan\n\n## Step\n\n- topic\n"),
        ("plan.csv", "# Plan\n\n## Step\n\n- topic\n"),
        ("plan.json", '{"a": 1}'),
        ("plan.txt", '{"a": 1}'),
    ],
)
def test_check_suggests_no_import_that_fails(program: Program, tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    run = program("check", str(file))
    assert (run.code, "Import it with" in run.err) == (3, False)
    assert program("import", str(file)).code != 0


def test_check_of_an_export_names_the_import(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    program("export", "json", "-o", str(file))
    assert program("check", str(file)).err.endswith(f"\nImport it with: genai-roadmap import {quoted(str(file))}\n")
    assert program("import", str(file)).code == 0


def test_choices_of_an_import(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "roadmap.md"
    path.write_text("## A\n\n### B\n\n- b\n- c\n\n### D\n\n- d\n\n## E\n\n### F\n\n- f\n")
    options = ["--steps", "h3", "--skip", "d", "--only", "b", "--only", "f", "--links", "topics", "--title", "Mine"]
    found = program("import", str(path), "--dry-run", "--json", *options).json
    assert (found["roadmap"]["title"], found["steps"], found["topics"]) == ("Mine", 2, 3)
    assert found["decision"].startswith("Steps: 2 sections (level 3).")
    path.write_text(f"{path.read_text()}- [g](https://example.org/g)\n")
    assert "Links are imported as topics." in program("import", str(path), "--dry-run").out
    for wrong in (["--steps", "h9"], ["--links", "x"], ["--title", " "]):
        assert program("import", str(path), *wrong).code == 2


def test_title_of_a_file_without_one_is_its_name(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "sewing_by-hand"
    folder.mkdir()
    for path in (folder / "README.md", tmp_path / "sewing-by-hand.md"):
        path.write_text("## A\n\n- b\n\n## C\n\n- d\n")
        assert program("import", str(path), "--dry-run", "--json").json["roadmap"]["title"] == "Sewing by hand"


def test_a_misspelled_file_to_import_is_suggested(program: Program, own: Path) -> None:
    run = program("import", str(own.with_name("onw.toml")))
    assert (run.code, run.err) == (
        1,
        f"genai-roadmap: no such file: {own.with_name('onw.toml')}. Did you mean {own}?\n",
    )
    assert program("import", "/nowhere/x.md").err == "genai-roadmap: no such file: /nowhere/x.md\n"


@pytest.mark.parametrize("roadmap", ["genai-engineer", "own"])
def test_an_export_that_is_imported_again_changes_nothing(
    program: Program, own: Path, tmp_path: Path, roadmap: str
) -> None:
    program("import", str(own))
    program("--roadmap", roadmap, "done", "1")
    export = str(tmp_path / "export.json")
    program("--roadmap", roadmap, "export", "json", "-o", export)
    program("--roadmap", roadmap, "done", "2.1")
    assert "Includes progress: 1 change.\n" in program("import", export, "--dry-run").out
    run = program("import", export)
    assert "Progress: nothing new; you have all of its changes already.\n" in run.out
    assert "Already up to date; nothing was written.\n" in run.out


def test_an_export_on_another_machine_is_merged(program: Program, tmp_path: Path, home: Path) -> None:
    program("done", "cnns")
    program("done", "rnns")
    export = str(tmp_path / "export.json")
    program("export", "json", "-o", export)
    shutil.rmtree(home / "progress")
    assert "Progress: 2 changes imported.\n" in program("import", export).out


def test_check_includes_the_problems_of_other_roadmaps(program: Program, home: Path) -> None:
    program("new", "mine")
    program("--roadmap", "mine", "skip", "1")
    program("use", "genai-engineer")
    progress, settings_file = home / "progress" / "mine.toml", home / "settings.toml"
    progress.write_text("[[x")
    assert "with `genai-roadmap restore 1 --roadmap mine`" in program("--roadmap", "mine", "status").err
    run = program("check")
    assert (run.code, str(progress) in run.err) == (3, True)
    assert program("--roadmap", "mine", "check").code == 3
    program("restore", "1", "--roadmap", "mine")
    assert program("check").err == ""
    settings_file.write_text("x = [[")
    run = program("check")
    assert (run.code, run.err.count(str(settings_file))) == (0, 1)
    assert "edit the file, or remove it to use the defaults" in program("done", "cnns").err


def test_about_shows_lines_of_closing_words(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "etl.md"
    file.write_text("# ETL\n\nQ: What is ETL?\nA: - Extract\n\n## One\n\n- a\n- b\n\n## Two\n\n- c\n")
    assert program("import", str(file)).code == 0
    assert program("--roadmap", "etl", "about").out.endswith("What is ETL?\n- Extract\n")


def test_check_of_the_id_of_a_roadmap_says_how_to_check_it(program: Program) -> None:
    program("new", "mine")
    run = program("check", "mine")
    message = "genai-roadmap: no such file: mine. To check the roadmap: genai-roadmap --roadmap mine check\n"
    assert (run.code, run.out, run.err) == (1, "", message)
    assert program("--roadmap", "mine", "check").code == 0
    assert program("check", "other").err == "genai-roadmap: no such file: other\n"


def test_import_of_progress_into_other_progress_says_how_to_undo_it(
    program: Program, tmp_path: Path, home: Path
) -> None:
    export = str(tmp_path / "export.json")
    program("done", "1.1.1-3")
    program("export", "json", "-o", export)
    shutil.rmtree(home / "progress")
    assert "Undo with" not in program("import", export).out, "nothing was recorded before"
    shutil.rmtree(home / "progress")
    program("done", "4.1.1")
    before = program("status", "--json").json["progress"]
    run = program("import", export)
    assert "Progress: 1 change imported.\n" in run.out
    assert "Undo with: genai-roadmap restore 2\n" in run.out
    assert program("status", "--json").json["progress"]["done"] == 4
    assert program("restore", "2").code == 0
    assert program("status", "--json").json["progress"] == before
    assert "Undo with" not in program("import", export).out, "nothing is new"
