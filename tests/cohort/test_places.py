import builtins
import io
import os
import sys
from pathlib import Path

import pytest

from cohorts import find, journal, write, write_class
from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.errors import RequestError
from support import make_pipe


def test_places_are_files_folders_and_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_class(tmp_path / "class", ["anna", "bob"])
    write_class(tmp_path / "class" / "deep" / "er", ["carl"])
    folder = tmp_path / "class"
    assert find(folder).names == ["anna", "bob", "carl"]
    assert find(folder / "anna.toml", folder / "deep").names == ["anna", "carl"]
    assert find(f"{folder}/*.toml").names == ["anna", "bob"]
    assert find(f"{folder}/[ab]*").names == ["anna", "bob"]
    assert find(f"{folder}/**/*.toml").names == ["anna", "bob", "carl"]
    assert find(f"file://{folder}").names == ["anna", "bob", "carl"]
    monkeypatch.chdir(folder / "deep")
    for place in ("..", "../", ".././deep/..", "../../class"):
        assert find(place).names == ["anna", "bob", "carl"]
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find("~/class/anna.toml").names == ["anna"]


def test_name_with_the_characters_of_a_pattern_is_no_pattern(tmp_path: Path) -> None:
    write_class(tmp_path / "class [2026]", ["anna"])
    assert find(tmp_path / "class [2026]").names == ["anna"]


def test_files_in_several_places_are_read_once(tmp_path: Path) -> None:
    write_class(tmp_path / "class", ["anna", "bob", "carl"])
    folder = tmp_path / "class"
    once = find(folder)
    assert find(folder, folder, folder / "anna.toml", f"{folder}/**", f"{tmp_path}/*").numbers == once.numbers
    assert (once.merged, once.problems) == (0, [])


@pytest.mark.parametrize("place", ["missing", "missing/*.toml", "~nobody-has-this-name/x", "unknown://x/y", ""])
def test_place_without_anything_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError):
        find(place)


def test_empty_folder_has_no_learners(tmp_path: Path) -> None:
    found = find(tmp_path)
    assert (found.cohort, found.members, found.problems) == ({}, [], [])


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write_class(folder, ["anna"])
    for name in ("pipe.toml", "pipe.zip", "pipe.json", "pipe.tar.gz"):
        make_pipe(folder / name)
    (folder / "folder.toml").mkdir()
    (folder / "folder.zip").mkdir()
    found = find(folder)
    assert found.names == ["anna"]
    assert {*found.reasons(folder).values()} == {"is not a file"}
    assert len(found.problems) == 4
    assert find(folder / "pipe.toml", "/dev/zero").reasons(folder).keys() == {
        "pipe.toml",
        os.path.relpath("/dev/zero", folder),
    }


def test_links_in_folders_are_not_followed_but_named(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write_class(folder, ["anna"])
    write_class(tmp_path / "other", ["bob"])
    (folder / "link.toml").symlink_to(folder / "anna.toml")
    (folder / "zero.toml").symlink_to("/dev/zero")
    (folder / "lost.json").symlink_to(folder / "nowhere")
    (folder / "loop.zip").symlink_to(folder / "loop.zip")
    (folder / "up").symlink_to(folder)
    (folder / "bob").symlink_to(tmp_path / "other")
    (folder / "readme").symlink_to(folder / "anna.toml")
    found = find(folder)
    assert found.names == ["anna"]
    assert found.reasons(folder) == dict.fromkeys(
        ("link.toml", "zero.toml", "lost.json", "loop.zip", "up", "bob"), "is a link, which is not followed"
    )
    # Who names a link wants it.
    assert find(folder / "bob", folder / "link.toml").names == ["bob", "link"]
    reasons = find(folder / "lost.json", folder / "loop.zip").reasons(folder)
    assert all(reason.startswith("can't be read: ") for reason in reasons.values())
    assert len(reasons) == 2


def test_unreadable_folder_or_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "class"
    write_class(folder, ["anna", "bob"])
    write_class(folder / "secret", ["carl"])
    real_scandir, real_open = os.scandir, os.open

    def scandir(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return real_scandir(path)

    def open_(path: str, *arguments: int) -> int:
        if str(path).endswith("bob.toml"):
            raise OSError(5, "Input/output error", path)
        return real_open(path, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        patch.setattr(os, "open", open_)
        found = find(folder)
    assert found.names == ["anna"]
    assert found.reasons(folder) == {
        "bob.toml": "can't be read: Input/output error",
        "secret": "can't be read: Permission denied",
    }
    # Nothing about the files has changed, but they can be read now.
    assert find(folder).names == ["anna", "bob", "carl"]


def test_folders_without_end_are_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write_class(folder, ["anna"])
    write_class(folder.joinpath(*["d"] * 99), ["deep"])
    write_class(folder.joinpath(*["e"] * 150), ["deeper"])
    found = find(folder)
    assert found.names == ["anna", "deep"]
    assert [problem.reason for problem in found.problems] == ["is in more than 100 folders"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have only Unicode names")
def test_name_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write_class(folder, ["anna"])
    raw = os.fsencode(folder)
    for name in (b"b\xff.toml", b"c\xfe.zip"):
        Path(os.fsdecode(raw + b"/" + name)).write_text(journal("a"))
    Path(os.fsdecode(raw + b"/\xff")).mkdir()
    Path(os.fsdecode(raw + b"/\xff/small.toml")).write_text(journal("a"))
    found = find(folder)
    assert found.names == ["anna"]
    assert found.reasons(folder) == {
        "b\ufffd.toml": "has a name that is not UTF-8; rename it",
        "c\ufffd.zip": "can't be read: File is not a zip file",
        "\ufffd/small.toml": "has a name that is not UTF-8; rename it",
    }
    assert len(find(os.fsdecode(raw + b"/\xff")).problems) == 1


def test_names_and_reasons_are_printable(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write(folder / "\x1b[31m\u202e.toml", "damaged \x1b]8;;x\x07")
    write(folder / "fine\x1b[1m.toml", journal("a"))
    write(folder / "other.toml", journal("a", roadmap="\\u001b[2J"))
    found = find(folder)
    assert all(text.isprintable() for text in (*found.names, *(text for problem in found.problems for text in problem)))
    assert found.names == ["fine␛[1m"]
    assert len(found.problems) == 2


def test_no_file_is_opened_that_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "class" / "anna.toml", "x" * 10)
    opened: list[object] = []
    with monkeypatch.context() as patch:
        for module in (builtins, io, os):
            patch.setattr(module, "open", lambda path, *_, **__: opened.append(path))
        (found,) = Sources([str(tmp_path / "class")], "small", 0).find()
    assert isinstance(found, FoundFile)
    assert (found.learner, found.size, found.member) == ("anna", 10, "")
    assert opened == []


def test_other_files_in_the_repository_of_a_learner_are_no_progress(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write_class(folder, ["anna"])
    for name in ("bob", "carl"):
        (folder / name / ".git").mkdir(parents=True)
        write(folder / name / "package.json", "{}")
        write(folder / name / "src" / "pyproject.toml", "[project]")
    write(folder / "bob" / "notes" / "small.toml", journal("a", "b"))
    write(folder / "carl" / "learning" / "journals" / "small" / "m.toml", journal("a"))
    found = find(folder)
    assert (found.done, found.problems) == ({"anna": 1, "bob": 2, "carl": 1}, [])
