"""The outline of an import on a terminal, and the question below it."""

import re
import sys
from pathlib import Path

import pytest

from genai_roadmap.app import choosing
from genai_roadmap.app.choosing import Options
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.markdown.choices import Choices, LinksAre, StepsAre
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.reader import read
from genai_roadmap.storage import sources
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import show
from genai_roadmap.terminal.pages.outline import outline
from genai_roadmap.terminal.pages.roadmaps import grouped
from genai_roadmap.text import quoted
from support import Program, Run, run_on_a_terminal

TEXT = "# Plan\n\n## Alpha\n\n- a\n  - b\n  - c\n- d\n\n## Beta\n\n- e\n"
PROGRAM = [sys.executable, "-m", "genai_roadmap"]
QUESTION = "Import it? y = yes (Enter), c = edit the choices, n = cancel:"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(TEXT)
    return path


@pytest.fixture
def asked(program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    """Return the program as if on a terminal, with an editor that writes the text of the variable CHOICES."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import os, pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n"
        "with open(__file__ + '.log', 'a') as log:\n    log.write(file.read_text())\n"
        "if os.environ.get('CHOICES'):\n    file.write_text(os.environ.pop('CHOICES'))\n"
    )
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    return program


def imported(home: Path) -> bool:
    return (home / "roadmaps" / "plan.toml").exists()


@pytest.mark.parametrize(("answer", "code"), [("\n", 0), ("Y\n", 0), ("what\nyes\n", 0), ("n\n", 1), ("", 130)])
def test_answers(asked: Program, file: Path, home: Path, answer: str, code: int) -> None:
    run = asked("import", str(file), input=answer)
    assert run.code == code
    assert QUESTION in run.err
    assert imported(home) == (code == 0)
    assert ("Nothing was imported." in run.out) == (code == 1)
    assert ("Imported Plan\n" in run.out) == (code == 0)
    assert run.out.count("Steps\n") == 1, "the outline is not shown again"
    assert ("type y, c or n" in run.out + run.err) == answer.startswith("what")
    assert (
        "Steps\n  1  Alpha  3 topics\n     a, d\n  2  Beta   1 topic\n     e\n\nSteps: 2 sections (level 2)." in run.out
    )


@pytest.mark.parametrize(
    "options", [["--yes"], ["--dry-run"], ["--json"], ["-o", "-"], ["--id", "plan", "-y"]], ids=" ".join
)
def test_nothing_is_asked(asked: Program, file: Path, options: list[str]) -> None:
    run = asked("import", str(file), *options)
    assert run.code == 0
    assert QUESTION not in run.err


def test_nothing_is_asked_about_what_is_no_guess(asked: Program, file: Path, tmp_path: Path, home: Path) -> None:
    assert asked("import", str(file), input="y\n").code == 0
    assert asked("import", str(file)).err == "", "it is imported already"
    roadmap = home / "roadmaps" / "plan.toml"
    content = roadmap.read_bytes()
    roadmap.write_bytes(content.replace(b'title = "Plan"', b'title = "Mine"'))
    edited = asked("import", str(file), input="n\n")
    assert (edited.code, "The title was 'Mine'; all 7 items are as before." in edited.out) == (1, True)
    assert "Update plan? y = yes (Enter), c = edit the choices, n = cancel:" in edited.err
    roadmap.write_bytes(content)
    output = str(tmp_path / "plan.toml")
    assert QUESTION in asked("import", str(file), "--title", "Other", "-o", output, input="y\n").err
    for form in ("json", "md", "toml"):
        export = str(tmp_path / f"export.{form}")
        assert asked("--roadmap", "plan", "export", form, "-o", export).code == 0
        run = asked("import", export, "--id", "plan")
        assert (run.code, QUESTION in run.err) == (0, False), form
    update = QUESTION.replace("Import it?", "Update plan?")
    assert update in asked("import", str(file), "--title", "Other", input="y\n").err


def changed(asked: Program, monkeypatch: pytest.MonkeyPatch, file: Path, choices: str, answers: str) -> Run:
    monkeypatch.setenv("CHOICES", choices)
    return asked("import", str(file), input=answers)


def test_change(asked: Program, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = changed(asked, monkeypatch, file, 'format = 1\nskip = ["d"]\ntitle = "Mine"\n', "c\ny\n")
    assert run.code == 0
    assert run.err.count(QUESTION) == 2
    assert "Mine\n2 steps, 3 topics" in run.out
    assert "Left out\n  line 8  d  skipped\n" in run.out
    assert "Options: --skip d --title Mine." in run.out
    opened = (tmp_path / "editor.py.log").read_text()
    assert choosing.parse(opened.encode()) == Choices()
    assert max(map(len, opened.splitlines())) <= 120
    source = sources.load("plan")
    assert source
    assert (source.skip, source.title) == (("d",), "Mine")


def test_other_choices_keep_the_level_of_the_steps(asked: Program, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = "".join(f"### {name}\n\n- a {name}\n- b {name}\n- c {name}\n\n" for name in ("One", "Two", "Three"))
    file.write_text(f"# Plan\n\n## Parts\n\n{parts}")
    assert asked("import", str(file), input="y\n").code == 0
    large = "".join(f"- {number} more\n" for number in range(40))
    file.write_text(f"# Plan\n\n## Parts\n\n{parts}" + "".join(f"## {name}\n\n{large}\n" for name in "PQR"))
    run = changed(asked, monkeypatch, file, 'format = 1\nskip = ["b one"]\n', "c\ny\n")
    assert (run.code, "(levels 2 and 3)" in run.out) == (0, True)
    steps = asked("--roadmap", "plan", "list", "--json").json["steps"]
    assert [step["title"] for step in steps] == ["One", "Two", "Three", "P", "Q", "R"]
    source = sources.load("plan")
    assert source
    assert (source.skip, source.level) == (("b one",), 3)
    file.write_text(f"{file.read_text()}- Last\n")
    run = changed(asked, monkeypatch, file, 'format = 1\nsteps = "h2"\n', "c\ny\n")
    assert "(level 2)" in run.out


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ('format = 1\nsteps = "h9"\n', "steps"),
        ("format = 1\nstepz = 3\n", "did you mean `steps`?"),
        ("format = 1\nsteps =\n", "choices.toml is not valid TOML"),
        ("", "has no `format = 1` at the top"),
    ],
)
def test_invalid_choices_are_edited_again(
    asked: Program, file: Path, monkeypatch: pytest.MonkeyPatch, choices: str, message: str
) -> None:
    run = changed(asked, monkeypatch, file, choices or " ", "c\nn\ny\n")
    assert run.code == 0
    assert message in run.err
    assert "Edit it again? [Y/n]" in run.err
    assert run.err.count(QUESTION) == 2


def test_choices_are_edited_until_they_are_valid(asked: Program, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [b"format = 1\nsteps = 3\n", b'format = 1\ntitle = "Mine"\n']
    opened: list[bytes] = []

    def edit(_name: str, content: bytes, _keep: object) -> bytes:
        opened.append(content)
        return texts[len(opened) - 1]

    monkeypatch.setattr("genai_roadmap.cli.editor.edit_text", edit)
    run = asked("import", str(file), input="c\n\ny\n")
    assert run.code == 0
    assert "Mine\n2 steps" in run.out
    assert opened[1] == texts[0], "what was typed is edited again"


def test_question_is_asked_again_if_there_is_no_editor(
    asked: Program, file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    run = asked("import", str(file), input="c\ny\n")
    assert "the editor 'no-such-editor' failed" in run.err
    assert (run.code, run.err.count(QUESTION), imported(home)) == (0, 2, True)


def test_choices_without_steps_show_the_outline_again(
    asked: Program, file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = changed(asked, monkeypatch, file, 'format = 1\nsteps = "h4"\n', "c\nn\n")
    assert run.code == 1
    assert "no steps were found" in run.err
    assert run.out.count("Alpha  3 topics") == 2
    assert not imported(home)


def test_doubt_is_part_of_the_outline(asked: Program, file: Path, home: Path) -> None:
    file.write_text(f"<!DOCTYPE html>\n{TEXT}")
    run = asked("import", str(file), input="n\n")
    assert "This does not look like a roadmap: it is an HTML page." in run.out
    assert run.err.count("?") == 1
    assert asked("import", str(file), "--yes").code == 1
    assert not imported(home)
    assert asked("import", str(file), input="y\n").code == 0


def test_questions_about_renamed_topics_follow(asked: Program, file: Path) -> None:
    file.write_text(TEXT.replace("- e", "- Waker"))
    assert asked("import", str(file), "--yes").code == 0
    assert asked("--roadmap", "plan", "done", "waker").code == 0
    file.write_text(TEXT.replace("- e", "- The Waker trait"))
    for option in ("--dry-run", "--yes"):
        run = asked("import", str(file), option)
        assert "called 'Waker' before?" not in run.err
        assert "--same waker=the-waker-trait" in run.out
    # The import, not the mark.
    assert asked("--roadmap", "plan", "undo").out.startswith("Undid: import")
    run = asked("import", str(file), input="y\ny\n")
    assert "Was 'The Waker trait' called 'Waker' before? [y/N]" in run.err
    assert "The Waker trait" in asked("--roadmap", "plan", "list", "--status", "done").out


def test_question_on_a_real_terminal(file: Path, home: Path) -> None:
    code, shown = run_on_a_terminal([*PROGRAM, "import", str(file)], "y\n", GENAI_ROADMAP_HOME=str(home))
    assert code == 0, shown
    assert shown.count(QUESTION) == 1
    assert imported(home)


@pytest.mark.parametrize(("width", "height"), [(50, 20), (60, 24), (80, 24), (200, 24), (120, 80)])
def test_outline_fits_a_terminal(capsys: pytest.CaptureFixture[str], width: int, height: int) -> None:
    long = "word " * 60
    steps = "".join(f"## Step {n}: {long}\n\n- {long} {n}\n- b\n\n" for n in range(30))
    chosen = Choices(skip=(long, "b"), title=f"Title {long}")
    text = f"<!DOCTYPE html>\n\n# Plan\n\n{steps}## License\n\n{long}\n"
    parsed = read(text, roadmap_id="plan", version="1", choices=chosen)
    display = Display(width, height=height)
    show(outline(parsed, display), display, sys.stdout)
    lines = capsys.readouterr().out.splitlines()
    # The question, which may take two lines, is below it, after an empty line.
    assert len(lines) <= height - 3
    text = "\n".join(lines)
    assert "62 parts left out" in re.sub(r"\x1b\[[\d;]*m", "", text).replace("\n", " ")
    assert ("more step" in text) == (height < 80)
    assert ("Left out" in text) == (height == 80)


def test_outline_shows_the_first_topics_of_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    topics = "".join(f"- Topic number {n}\n" for n in range(40))
    parsed = read(f"# Plan\n\n## One\n\n### Only\n\n{topics}", roadmap_id="plan", version="1")
    show(outline(parsed, Display(80)), Display(80), sys.stdout)
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip() for line in capsys.readouterr().out.splitlines()]
    step = next(number for number, line in enumerate(lines) if line.startswith("  1  "))
    assert re.sub(r"\s+", " ", lines[step]) == " 1 One 40 topics"
    assert lines[step + 1].startswith("     Topic number 0 · Topic number 1 · ")
    assert re.fullmatch(r" {5}Topic number \d+ · .* and \d\d more", lines[step + 3])
    assert lines[step + 4] == ""


def test_options_and_kept_choices() -> None:
    kept = Choices(StepsAre.H2, LinksAre.TOPICS, ("a",), ("b",), "T")
    assert Options().applied_to(kept) == kept
    assert Options(title="U", skip=("x", "")).applied_to(kept) == Choices(
        StepsAre.H2, LinksAre.TOPICS, ("x",), ("b",), "U"
    )
    everything = Options(StepsAre.AUTO, LinksAre.AUTO, ("",), ("",), "")
    assert everything.applied_to(kept) == Choices()
    assert choosing.options_text(kept) == "--steps h2 --links topics --skip a --only b --title T"
    assert choosing.options_text(Choices(title="it's")) == "--title " + quoted("it's")
    assert choosing.parse(choosing.text_of(kept)) == kept


def test_each_choice_can_be_kept() -> None:
    for steps in StepsAre:
        for links in LinksAre:
            choices = Choices(steps, links)
            assert choosing.kept(choosing.with_choices(sources.Source(), choices)) == choices
            assert choosing.parse(choosing.text_of(choices)) == choices
    with pytest.raises(FileInvalidError, match="steps"):
        choosing.parse(b'format = 1\nsteps = "h5"\n')


IMAGES = "\n" + "".join(f"![picture {number}]({number}.png)\n\n" for number in range(12))
LEFT_OUT = "Import it? y = yes (Enter), c = edit the choices, l = left out, n = cancel:"


def test_left_out_parts_are_counted_after_the_answer(asked: Program, file: Path) -> None:
    file.write_text(TEXT + IMAGES)
    _, _, result = asked("import", str(file), input="y\n").out.partition("Imported Plan\n")
    assert "\n12 parts left out; list them with --dry-run\n" in result
    assert "picture" not in result


def test_left_out_parts_are_listed_before_the_answer(asked: Program, file: Path) -> None:
    file.write_text(TEXT + IMAGES + "<!-- one -->\n\n<!-- two -->\n")
    run = asked("import", str(file), input="l\nx\nn\n")
    assert (run.code, run.err.count(LEFT_OUT)) == (1, 3)
    assert "genai-roadmap: type y, c, l or n\n" in run.err
    outline, _, every = run.out.rpartition("Left out\n")
    assert "  line 14  picture 0 0.png and 11 more  image\n  line 38  one and 1 more  comment\n" in outline
    assert every.count(".png (image)\n") == 12
    assert "one (comment)\n" in every


def test_images_and_comments_are_a_line_each() -> None:
    parts = [LeftOut(line, f"part {line}", ("image", "skipped", "comment")[line % 3]) for line in range(8)]
    found = [(part.line, part.text, count) for part, count in grouped(parts)]
    assert found == [
        (0, "part 0 and 2 more", 3),
        (1, "part 1", 1),
        (2, "part 2 and 1 more", 2),
        (4, "part 4", 1),
        (7, "part 7", 1),
    ]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# P\n\n## A\n\n- a\n\n### B\n\n- b", "levels 2 and 3"),
        ("# P\n\n## A\n\n- a\n\n## B\n\n- b", "level 2"),
    ],
)
def test_levels_of_steps(text: str, levels: str) -> None:
    assert f"({levels})." in (read(text, roadmap_id="plan", version="1").decision or "")


def test_new_version_under_another_name_can_be_an_update(asked: Program, file: Path, tmp_path: Path) -> None:
    asked("import", str(file), "--yes")
    other = tmp_path / "plan2.md"
    other.write_text(TEXT.replace("- e", "- f"))
    for answers in ("\ny\n", "u\nyes\n"):
        run = asked("import", str(other), input=answers)
        assert "Import it? y = yes, u = update plan (Enter), c = edit the choices, n = cancel:" in run.err
        assert "Update plan? y = yes (Enter), c = edit the choices, n = cancel:" in run.err
        assert [each["id"] for each in asked("roadmaps", "--json").json["roadmaps"]] == ["genai-engineer", "plan"]
        assert asked("--roadmap", "plan", "show", "f").code == 0
        asked("--roadmap", "plan", "undo")
    assert asked("import", str(other), input="y\n").code == 0
    assert len(asked("roadmaps", "--json").json["roadmaps"]) == 3


def test_new_version_under_another_name_is_recognized(asked: Program, file: Path, tmp_path: Path, home: Path) -> None:
    assert asked("import", str(file), "--yes").code == 0
    other = tmp_path / "plan2.md"
    other.write_text(TEXT.replace("- e", "- f"))
    hint = f"Looks like a new version of plan: genai-roadmap import {quoted(str(other))} --id plan\n"
    assert hint in asked("import", str(other), input="n\n").out
    assert hint in asked("import", str(other), "--dry-run").out
    for options in (["--id", "plan"], ["--id", "other"], ["--title", "Other"]):
        assert "Looks like" not in asked("import", str(other), "--dry-run", *options).out
    other.write_text(TEXT.replace("- b", "- B2").replace("- c", "- C2").replace("- d", "- D2"))
    assert "Looks like" not in asked("import", str(other), "--dry-run").out
    # A damaged roadmap is no older version.
    other.write_text(TEXT)
    (home / "roadmaps" / "plan.toml").write_text("damaged")
    run = asked("import", str(other), "--dry-run")
    assert (run.code, "Looks like" in run.out) == (0, False)
