"""The command `check`: its summary of errors fits the screen, and `--fix` writes missing slugs."""

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.app import fixing
from genai_roadmap.storage import toml_positions
from small import OWN
from support import Program

HEAD = 'format = 1\nid = "bad"\nversion = "1"\ntitle = "Bad"\nretired = ["gone"]\n'


def without_slugs(count: int) -> str:
    topics = "".join(f'\n# About {n}.\n[[steps.topics]]\ntitle = "Topic {n}" # the title\n' for n in range(count))
    return f'{HEAD}\n[[steps]]\nslug = "one"\ntitle = "One"\n{topics}'


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.toml"
    path.write_text(without_slugs(100))
    return path


@pytest.mark.parametrize("command", ["check", "import"])
def test_equal_errors_are_grouped(program: Program, bad: Path, command: str) -> None:
    run = program(command, str(bad))
    assert run.code == 3
    assert len(run.err.splitlines()) <= 3
    assert "`slug` is missing in 100 topics: " in run.err
    assert '1.1 "Topic 0" (line 12), 1.2 "Topic 1" (line 16), and 98 more (lines 20, 24, 28, 32, ...)' in run.err


def test_json_has_each_error(program: Program, bad: Path) -> None:
    problems = program("check", str(bad), "--json").json["problems"]
    assert len(problems) == 100
    assert problems[1] == f'{bad}: `slug` is missing (topic 1.2 "Topic 1", line 16)'


@pytest.mark.parametrize("seed", range(20))
def test_any_errors_fit_the_screen(program: Program, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - sample data
    mistakes = [
        'titel = "x"',
        "slug = 4",
        'slug = "A B"',
        "choose = 0",
        "optional = 1",
        'why = "x"',
        "requires = [1]",
        "",
    ]
    unknown = [f'{"".join(rng.choices("abcdefgh", k=30))} = "{"x" * 300}"' for _ in range(30)]
    tables = [f"[[steps.topics]]\n{rng.choice(mistakes)}\n{rng.choice(unknown)}\n" for _ in range(200)]
    path = tmp_path / f"{'long-name-' * 6}.toml"
    path.write_text(f"{HEAD}{rng.choice(unknown)}\n[[steps]]\n{''.join(tables)}")
    lines = program("check", str(path)).err.splitlines()
    assert sum(len(line) // 80 + 1 for line in lines) <= 22
    assert any("more errors" in line for line in lines)


@pytest.mark.parametrize(
    ("typed", "meant"), [("titel", "title"), ("Slug", "slug"), ("opitonal", "optional"), ("resource", "resources")]
)
def test_nearest_known_key(program: Program, tmp_path: Path, typed: str, meant: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('title = "A"', f'title = "A", {typed} = "x"'))
    assert f"unknown key `{typed}`; did you mean `{meant}`?" in program("check", str(path)).err


def test_misspelled_keys_are_grouped_with_one_question(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    steps = "".join(f'[[steps]]\nslug = "s{n}"\ntitel = "S"\ntopics = []\n' for n in range(4))
    path.write_text(f"{HEAD}{steps}")
    err = program("check", str(path)).err
    where = "step 1 (line 8), step 2 (line 12), and 2 more (lines 16, 20)"
    assert f"\n  unknown key `titel` in 4 steps (did you mean `title`?): {where}\n" in err


def test_unlike_key_has_no_suggestion(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"{OWN}[author]\nname = 1\nxyzzy = 1\n")
    err = program("check", str(path)).err
    assert "unknown key `xyzzy` (line 12)" in err


def test_fix_writes_missing_slugs(program: Program, bad: Path) -> None:
    before = bad.read_text()
    run = program("check", "--fix", str(bad))
    assert run.code == 0
    assert run.out.startswith(f"Wrote 100 slugs to {bad}\n  1.1   topic-0  Topic 0\n")
    assert "and 90 more" in run.out
    assert run.out.endswith("No problems found.\n")
    assert bad.with_name("bad.toml.bak").read_text() == before
    after = bad.read_text()
    assert '# About 7.\n[[steps.topics]]\nslug = "topic-7"\ntitle = "Topic 7" # the title\n' in after
    again = program("check", "--fix", str(bad), "--json")
    assert again.json == {"problems": [], "fixed": {"path": str(bad), "slugs": [], "backup": None}}
    assert program("check", "--fix", str(bad)).out == "No slugs are missing.\n\nNo problems found.\n"
    assert bad.read_text() == after


def test_fix_of_inline_tables_crlf_and_taken_slugs(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    steps = (
        '[[steps]] # a step\r\ntitle = "Gone"\r\ntopics = [\r\n  {title = "A { brace"}, { slug = "x", title = "X" },'
        '\r\n  { title = "X", topics = [{ title = "Inner", formerly = ["inner"] }] },\r\n]\r\n\r\n  [[steps]]\r\n'
        '  title = "Last"\r\n  [[steps.topics]]\r\n  title = "4.2"\r\n'
    )
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode() + steps.encode())
    run = program("check", "--fix", str(path), "--json")
    assert (run.code, run.json["problems"]) == (0, [])
    slugs = {slug["number"]: slug["id"] for slug in run.json["fixed"]["slugs"]}
    assert slugs == {
        "1": "gone-2", "1.1": "a-brace", "1.3": "x-gone-2", "1.3.1": "inner-gone-2", "2": "last", "2.1": "4-2",
    }  # fmt: skip
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfformat")
    assert b'[[steps]] # a step\r\nslug = "gone-2"\r\n' in content
    assert b'{ slug = "a-brace", title = "A { brace"}' in content
    assert b'  [[steps]]\r\n  slug = "last"\r\n' in content
    assert content.count(b"\r\n") == content.count(b"\n")


def test_fix_of_the_own_roadmap_makes_a_backup(program: Program, home: Path) -> None:
    (home / "roadmaps").mkdir(parents=True)
    path = home / "roadmaps" / "bad.toml"
    broken = without_slugs(1) + 'titel = "x"\n'
    path.write_text(broken)
    run = program("--roadmap", "bad", "check", "--fix")
    assert run.code == 3
    assert "Wrote 1 slug to" in run.out
    assert "unknown key `titel`" in run.err
    assert [file.read_text() for file in home.glob("backups/bad/roadmap/*.toml")] == [broken]
    assert 'slug = "topic-0"' in path.read_text()


def test_fix_of_a_draft_leaves_the_roadmap(program: Program, home: Path) -> None:
    program("new", "own")
    path, draft = home / "roadmaps" / "own.toml", home / "roadmaps" / "own.draft-1"
    before = path.read_bytes()
    draft.write_text(without_slugs(1).replace('"bad"', '"own"'))
    assert program("check", "--fix", str(draft)).code == 0
    assert path.read_bytes() == before
    assert 'slug = "topic-0"' in draft.read_text()


def test_fix_of_unfixable_files(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    for text in (
        "format = 1\n[[steps",
        f"{HEAD}[[steps]]\ntitle = 4\ntopics = [4, {{}}]\n",
        f"{HEAD}steps = 4\nretired2 = 1\n",
    ):
        path.write_text(text)
        assert program("check", "--fix", str(path)).code == 3
        assert path.read_text() == text
    assert program("check", "--fix").out == "No slugs are missing.\n\nNo problems found.\n"


@pytest.mark.parametrize("folder", ["elsewhere", "home/roadmaps"])
def test_edit_meanwhile_is_not_overwritten(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    path = tmp_path / folder / "bad.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(without_slugs(1))
    monkeypatch.setattr(
        fixing, "with_key", lambda *args: (path.write_text("edited"), toml_positions.with_key(*args))[1]
    )
    run = program("check", "--fix", str(path))
    assert run.code == 1
    assert f"{path} was changed meanwhile; it was not overwritten. Try again" in run.err
    assert path.read_text() == "edited"


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("[[steps]]\n[[steps.topics]]\n[[steps.topics]]\ntitle = 'A'\n", "1 step and 1 topic need a title"),
        ("[[steps]]\ntopics = [{title = 'A'}]\n", "1 step needs a title"),
        ("[[steps]]\ntitle = 'S'\ntopics = [{}, {title = ' '}, {title = 3}]\n", "3 topics need a title"),
    ],
)
def test_fix_names_what_lacks_a_title(program: Program, tmp_path: Path, steps: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(HEAD + steps)
    assert program("check", str(path)).err.endswith(f"Write the missing slugs with: genai-roadmap check --fix {path}\n")
    for _ in range(2):
        err = program("check", "--fix", str(path)).err
        assert err.endswith(f"\n{message} before a slug can be written\n")
        assert "check --fix" not in err


@pytest.mark.parametrize("options", [[], ["--fix"]])
def test_check_of_markdown_names_the_import(program: Program, tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n\n## Step\n\n- topic\n")
    checked = program("check", *options, str(path))
    assert (checked.code, checked.out) == (3, "")
    assert checked.err.endswith(f"\nImport it with: genai-roadmap import {path}\n")
    assert program("import", str(path), "--dry-run").code == 0


@given(st.text("[]{}=,.\"'\n#a \\", max_size=40))
def test_positions_of_any_text(text: str) -> None:
    assert all(0 <= offset <= len(text) for offset in toml_positions.positions(text).values())


def test_positions_of_deep_arrays() -> None:
    assert toml_positions.positions("a = " + "[" * 2 * sys.getrecursionlimit()) == {}


def test_key_is_added_at_the_end_of_the_file() -> None:
    assert toml_positions.with_key("[[steps]]", "slug", {("steps", 0): "a", ("none",): "b"}) == '[[steps]]\nslug = "a"'


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("# id = 'no'\nid='old' # why\n[a]\nid = 1", "# id = 'no'\nid=\"new\" # why\n[a]\nid = 1"),
        ('"id" = """\nid = 4"""\r\n', '"id" = "new"\r\n'),
        ("a = 1", "a = 1"),
    ],
)
def test_value_is_replaced(text: str, changed: str) -> None:
    assert toml_positions.with_value(text, "id", "new") == changed


def test_file_with_unusual_keys_is_unchanged(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    text = f'{HEAD}"st\\u0065ps" = [{{ title = "One" }}]\n'
    path.write_text(text)
    run = program("check", "--fix", str(path))
    assert run.code == 1
    assert "add them by hand" in run.err
    assert path.read_text() == text
