import datetime as dt
import re
from pathlib import Path

import pytest

from genai_roadmap.app.session import Session
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import roadmap_files, settings
from small import OWN

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


def load(name: str | None = None) -> Roadmap:
    return Session(name, lambda: NOW).roadmap


@pytest.fixture
def own(home: Path) -> Path:
    path = home / "roadmaps" / "own.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN)
    return path


def test_bundled_roadmap_is_the_default() -> None:
    assert load().id == roadmap_files.BUNDLED


def test_roadmap_by_id_path_and_setting(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(entry.id, entry.is_bundled) for entry in roadmap_files.entries()] == [
        ("genai-engineer", True),
        ("own", False),
    ]
    assert load("own").title == "My own"
    assert load(str(own)).title == "My own"
    monkeypatch.chdir(own.parent)
    assert load("own.toml").title == "My own"
    settings.update(lambda now: now.model_copy(update={"active": "own"}))
    assert load().title == "My own"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("owm", "no roadmap 'owm' (available: genai-engineer"),
        ("./x", "no such file: ./x"),
        ("x.toml", "no such file: x.toml"),
    ],
)
def test_missing_roadmap(name: str, message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        load(name)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (('slug = "a"', 'slug = "A"'), "`slug` 'A' should be lowercase letters"),
        (('slug = "a"', 'slug = "4.2"'), "'4.2' looks like a position"),
        (('title = "A"', 'title = "A", resources = [4]'), "not a table (resource 1 of topic 1.1, line 9)"),
        (
            ('title = "A"', 'title = "A", questions = [{ ask = "Q?", anwser = "A" }]'),
            "unknown key `anwser`; did you mean `answer`? (question 1 of topic 1.1, line 9)",
        ),
        (
            ('title = "A"', 'title = "A", questions = [{ ask = "Q?", answer = "A" }, { ask = "Q?", answer = "B" }]'),
            "duplicate question 'Q?' (question 2 of topic 1.1, line 9)",
        ),
        (('title = "A"', 'titel = "A"'), "unknown key `titel`; did you mean `title`? (topic 1.1, line 9)"),
        (('slug = "a"', 'slug = "one"'), "  duplicate slug 'one' (step 1 \"One\", line 7)"),
        (("format = 1", "format = 2"), "has format 2"),
    ],
)
def test_errors_have_a_location(own: Path, change: tuple[str, str], line: str) -> None:
    own.write_text(OWN.replace(*change))
    with pytest.raises(FileInvalidError) as raised:
        load("own")
    assert str(raised.value).startswith(str(own))
    assert line in str(raised.value)


def test_invalid_item_is_not_also_reported_as_empty(own: Path) -> None:
    own.write_text(OWN.replace('slug = "a"', 'slug = "A"'))
    assert len(roadmap_files.problems(own, own.read_bytes())) == 1
    head = OWN[: OWN.index("[[steps]]")]
    [problem] = roadmap_files.problems(own, f"{head}steps = []\n".encode())
    assert "`steps` is empty" in problem


def test_roadmap_removed_after_it_was_located(own: Path) -> None:
    own.unlink()
    with pytest.raises(RequestError, match="no such file"):
        roadmap_files.read(own)


@pytest.mark.parametrize("name", ["~nobody-here/x.toml", "/" + "x" * 5000 + ".toml"])
def test_invalid_paths(name: str) -> None:
    with pytest.raises((RequestError, FileInvalidError)):
        load(name)


def test_id_of_an_own_roadmap_is_its_file_name(own: Path) -> None:
    own.write_text(OWN.replace('id = "own"', 'id = "genai-engineer"'))
    with pytest.raises(FileInvalidError, match="id: is 'genai-engineer', should be the file's name"):
        load("own")
    own.rename(own.with_name("genai-engineer.toml"))
    assert [entry.id for entry in roadmap_files.entries()] == ["genai-engineer"]


def test_bundled_roadmap_is_never_locked() -> None:
    folder = roadmap_files.bundled_file().parent
    before = sorted(folder.iterdir())
    with roadmap_files.lock("genai-engineer") as file:
        assert file.read() is None
        assert sorted(folder.iterdir()) == before
