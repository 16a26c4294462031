"""Importing an exported checklist, which does not contain the whole roadmap."""

from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.storage import roadmap_files
from support import Program

RICH = """format = 1
id = "rich"
version = "7"  # a comment
title = "Rich  text"
demand = "High"
audience = ["All"]
workflow = ["Plan", "Do"]
closing = ["Bye"]
retired = ["z-gone", "a-gone"]

[[links]]
title = "Home"
url = "https://example.org"

[role]
title = "Role"
formula = "A + B"

[author]
name = "Ada"
about = ["Wrote  it"]

[[steps]]
slug = "one"
title = "One"
topics = [{ slug = "aa", title = "Attention", formerly = ["old-aa"] }, { slug = "bb", title = "Backpropagation" }]

[[steps]]
slug = "two"
title = "Two"
requires = ["one"]
topics = [
  { slug = "cc", title = "Convolution", requires = ["bb"], detail = "Two  spaces" },
  { slug = "dd", title = "Diffusion", requires = ["aa", "cc"], why = ["Because"] },
]
"""


@pytest.fixture
def checklist(program: Program, tmp_path: Path) -> Path:
    """Return the checklist of an imported roadmap."""
    (tmp_path / "rich.toml").write_text(RICH)
    program("import", str(tmp_path / "rich.toml"))
    program("--roadmap", "rich", "done", "aa")
    file = tmp_path / "rich.md"
    program("--roadmap", "rich", "export", "md", "-o", str(file))
    return file


def imported() -> str:
    return roadmap_files.path_of("rich").read_text()


def test_unedited_checklist_changes_nothing(program: Program, checklist: Path) -> None:
    run = program("import", str(checklist))
    assert (run.code, run.err) == (0, "")
    assert " are as before." in run.out
    assert imported() == RICH
    assert program("import", str(checklist), "-o", "-").out == RICH


def test_bundled_roadmap_survives_as_a_checklist(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "c.md"
    program("new", "c", "--from", "genai-engineer")
    before = program("--roadmap", "c", "export", "toml").out
    program("--roadmap", "c", "export", "md", "-o", str(file))
    assert program("import", str(file)).err == ""
    assert program("--roadmap", "c", "export", "toml").out == before


def test_checklist_without_questions_keeps_those_of_the_roadmap(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "c.md"
    program("new", "c", "--from", "genai-engineer")
    before = program("--roadmap", "c", "export", "toml").out
    for options in ([], ["--no-questions"]):
        assert program("--roadmap", "c", "export", "md", *options, "-o", str(file), "--force").code == 0
        assert file.read_text("utf-8").count("<details>") == (0 if options else before.count("ask = "))
        assert program("import", str(file)).err == ""
        assert program("--roadmap", "c", "export", "toml").out == before
    file.write_text(file.read_text("utf-8").replace("- [ ] Loops", "- [x] Loops"), "utf-8")
    assert program("import", str(file)).code == 0
    assert program("--roadmap", "c", "show", "loops", "--json").json["status"] == "done"
    assert program("--roadmap", "c", "export", "toml").out == before
    assert "--no-questions is only for md" in program("export", "csv", "--no-questions").err


def test_questions_to_print_are_not_imported(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "questions.md"
    program("export", "questions", "-o", str(file))
    for options in ([], ["--force"], ["-o", "-"]):
        run = program("import", str(file), *options)
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith(f"genai-roadmap: {file} has only a roadmap's questions and can't be imported. ")
        assert "use: genai-roadmap export md -o FILE" in run.err
    text = file.read_text("utf-8").replace("## Answers", "## More")
    file.write_text(text, "utf-8")
    assert program("import", str(file), "--dry-run").code == 0


def test_edited_checklist_keeps_the_rest(program: Program, checklist: Path) -> None:
    text = checklist.read_text()
    text = text.replace("Backpropagation", "Back-propagation").replace("> Because", "> Edited")
    checklist.write_text(text.replace("# Rich text", "# Richer", 1))
    assert program("import", str(checklist)).code == 0
    old, new = roadmap_files.read(checklist.with_name("rich.toml")), roadmap_files.read(roadmap_files.path_of("rich"))
    assert new.title == "Richer"
    kept = {"version", "demand", "audience", "workflow", "closing", "links", "role", "author", "retired"}
    assert new.model_dump(include=kept) == old.model_dump(include=kept)
    items = {item.title: item.content for item in new.all_items}
    renamed = items["Back-propagation"].slug
    assert items["Convolution"].requires == (renamed,)
    assert (items["Convolution"].detail, items["Diffusion"].why) == ("Two  spaces", ("Edited",))
    assert items["Diffusion"].requires == ("aa", "cc")
    assert items["Attention"].formerly == ("old-aa",)


def test_removed_items_are_no_prerequisites(program: Program, checklist: Path) -> None:
    lines = checklist.read_text().splitlines()
    checklist.write_text("\n".join(line for line in lines if "Attention" not in line))
    assert program("import", str(checklist)).code == 0
    new = roadmap_files.read(roadmap_files.path_of("rich"))
    assert new.items_by_slug["dd"].content.requires == ("cc",)
    assert {*new.retired} == {"z-gone", "a-gone", "aa", "old-aa"}


def test_new_order_that_contradicts_the_prerequisites_is_refused(program: Program, checklist: Path) -> None:
    lines = checklist.read_text().splitlines()
    [topic] = [line for line in lines if "Convolution" in line]
    lines.remove(topic)
    before = next(index for index, line in enumerate(lines) if "Backpropagation" in line)
    lines.insert(before + 1, f"  {topic.rstrip(chr(92))}")
    checklist.write_text("\n".join(lines))
    run = program("import", str(checklist))
    assert run.code == 3
    assert "circular prerequisites" in run.err
    assert imported() == RICH


@pytest.mark.parametrize("options", [(), ("--json",), ("--dry-run",)])
def test_new_roadmap_from_a_checklist_lacks_parts(program: Program, checklist: Path, options: tuple[str, ...]) -> None:
    run = program("import", str(checklist), "--id", "other", *options)
    assert run.code == 0
    assert "prerequisites, role, audience and workflow are not part of a checklist and were not imported" in run.err


def test_checklist_updates_the_roadmap_that_it_is_of(program: Program, checklist: Path, tmp_path: Path) -> None:
    other = checklist.rename(tmp_path / "notes of today.md")
    other.write_text(other.read_text().replace("[ ] Backpropagation", "[x] Backpropagation"))
    run = program("import", str(other))
    assert (run.code, run.err) == (0, "")
    assert "Newly done\n  Backpropagation\n" in run.out
    assert "Not ticked" not in run.out
    assert program("--roadmap", "rich", "status", "--json").json["progress"]["done"] == 2
    assert [each["id"] for each in program("roadmaps", "--json").json["roadmaps"]] == ["genai-engineer", "rich"]


def test_ticks_in_a_checklist_without_progress_are_done_today(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    program("export", "md", "-o", str(file))
    file.write_text(file.read_text().replace("[ ] CNNs", "[x] CNNs").replace("[ ] RNNs", "[x] RNNs"))
    run = program("import", str(file))
    assert "\nUndo with: genai-roadmap undo\n" in run.out
    assert "known" not in program("show", "cnns").out
    assert program("undo").out.startswith("Undid: 2 topics done (")
    assert slugs_of_done(program) == []


def test_ticks_of_another_machine_may_be_older(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.md"
    program("done", "variables", "--known")
    program("export", "md", "-o", str(file))
    file.write_text(file.read_text().replace("[ ] CNNs", "[x] CNNs"))
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "other"))
    program("import", str(file))
    assert "already known" in program("show", "cnns").out


def test_what_was_done_since_the_export_is_not_to_be_reset(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    program("done", "cnns")
    program("done", "variables", "--known")
    program("export", "md", "-o", str(file))
    program("done", "rnns")
    file.write_text(file.read_text().replace("[x]", "[ ]"))
    run = program("import", str(file))
    assert "Not ticked, but still done\n  Variables, CNNs\n" in run.out
    assert "with: genai-roadmap reset variables cnns\n" in run.out


def test_what_was_ticked_since_counts_and_what_was_not_is_named(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    program("done", "cnns")
    program("export", "md", "-o", str(file))
    file.write_text(file.read_text().replace("[x] CNNs", "[ ] CNNs").replace("[ ] RNNs", "[x] RNNs"))
    run = program("import", str(file))
    assert "Newly done\n  RNNs\n" in run.out
    assert "Not ticked, but still done\n  CNNs\n\nReset what is not done with: genai-roadmap reset cnns\n" in run.out
    assert slugs_of_done(program) == ["cnns", "rnns"]
    assert "known" not in program("log").out
    assert "2 days" not in program("status").out
    assert "1-day streak" in program("status").out


def test_checklist_of_the_bundled_roadmap_adds_marks_and_notes(program: Program, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    program("done", "cnns")
    program("export", "md", "-o", str(file))
    text = file.read_text()
    file.write_text(text.replace("- [ ] 4.2.2 RNNs", "- [x] 4.2.2 RNNs").replace("[ ] RNNs", "[x] RNNs"))
    assert program("import", str(file)).code == 0
    assert slugs_of_done(program) == ["cnns", "rnns"]
    assert not (home / "roadmaps").exists(), "the bundled roadmap is never written"
    assert program("import", str(file)).code == 0
    assert slugs_of_done(program) == ["cnns", "rnns"]
    file.write_text(text.replace("RNNs", "Recurrent networks"))
    changed = program("import", str(file))
    assert changed.code == 1
    assert changed.err == (
        "genai-roadmap: the checklist differs from the bundled roadmap; import it as a roadmap of its own: --id ID\n"
    )
    assert program("import", str(file), "--id", "mine").code == 0


def test_checklist_does_not_bring_back_notes_that_were_edited_or_deleted_since(
    program: Program, tmp_path: Path
) -> None:
    file = tmp_path / "mine.md"
    program("note", "cnns", "Watch lecture 3")
    program("export", "md", "-o", str(file))
    for changed in (("--edit", "1", "Watch lecture 4"), ("--delete", "1")):
        program("note", "cnns", *changed)
        before = program("note", "cnns", "--list", "--json").json
        run = program("import", str(file))
        assert "Notes added" not in run.out
        assert "Already up to date; nothing was written." in run.out
        assert program("note", "cnns", "--list", "--json").json == before
    file.write_text(file.read_text().replace("Watch lecture 3", "Watch lecture 3\n    > and 5"))
    assert "Notes added\n  CNNs: Watch lecture 3 and 5\n" in program("import", str(file)).out
    assert [note["text"] for note in program("note", "cnns", "--list", "--json").json["notes"]] == [
        "Watch lecture 3\nand 5"
    ]
    program("undo")
    assert "Notes added" in program("import", str(file)).out, "an undone import did not add the note"


def test_note_of_another_day_is_another_note(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    program("note", "cnns", "Practice")
    program("export", "md", "-o", str(file))
    text = file.read_text()
    day = next(line for line in text.splitlines() if line.strip().startswith("> *"))
    file.write_text(text.replace(day, "    > *2 Jan 2025*"))
    assert "Notes added\n  CNNs: Practice\n" in program("import", str(file)).out
    assert "Already up to date; nothing was written." in program("import", str(file)).out
    file.write_text(text.replace(day, "    > *someday*"))
    assert "Already up to date; nothing was written." in program("import", str(file)).out


def slugs_of_done(program: Program) -> list[str]:
    found: list[str] = []

    def walk(items: list[dict[str, Any]]) -> None:
        for item in items:
            if item.get("topics"):
                walk(item["topics"])
            elif item["status"] == "done":
                found.append(item["id"])

    walk(program("list", "--all", "--json").json["steps"])
    return found


def test_started_topic_that_was_ticked_since_is_done(program: Program, tmp_path: Path) -> None:
    program("start", "pandas")
    program("start", "numpy")
    program("done", "matrices")
    program("start", "matrices", "--on", "today")
    path = tmp_path / "progress.md"
    program("export", "md", "-o", str(path))
    text = path.read_text("utf-8")
    path.write_text(text.replace("- [ ] Pandas *(started", "- [x] Pandas *(started"), "utf-8")
    assert "Newly done\n  Pandas\n" in program("import", str(path)).out
    statuses = {slug: program("show", slug, "--json").json["status"] for slug in ("pandas", "numpy", "matrices")}
    assert statuses == {"pandas": "done", "numpy": "started", "matrices": "started"}


def test_checklist_of_an_imported_roadmap_has_no_outline_to_warn_of(program: Program, tmp_path: Path) -> None:
    source, checklist = tmp_path / "plan.md", tmp_path / "checklist.md"
    source.write_text("# Plan\n\n## One\n\n- x\n- y\n\n## Two\n\n- z\n")
    program("import", str(source))
    program("--roadmap", "plan", "export", "md", "-o", str(checklist))
    assert program("import", str(checklist)).err == ""


def test_other_signs_in_boxes_skip_and_start_topics(program: Program, checklist: Path) -> None:
    text = checklist.read_text()
    text = text.replace("[ ] Backpropagation", "[-] Backpropagation").replace("[ ] Convolution", "[/] Convolution")
    checklist.write_text(text)
    assert program("import", str(checklist)).code == 0
    steps = program("--roadmap", "rich", "list", "--all", "--json").json["steps"]
    found = {topic["title"]: topic["status"] for step in steps for topic in step["topics"]}
    assert found == {"Attention": "done", "Backpropagation": "skipped", "Convolution": "started", "Diffusion": "todo"}
