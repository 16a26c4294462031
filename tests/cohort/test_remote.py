import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from cohorts import find, journal, write
from genai_roadmap.cohort import remote
from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.errors import RequestError


@pytest.fixture
def memory() -> Iterator[Any]:
    """Return a file system in memory."""
    system = fsspec.filesystem("memory")
    for name in ("anna", "bob"):
        system.pipe_file(f"/class/{name}.toml", journal("a").encode())
    system.pipe_file("/class/carl/progress/small.toml", journal("a", "b").encode())
    system.pipe_file("/class/carl/progress/other.toml", b"")
    system.pipe_file("/class/readme.md", b"")
    system.pipe_file("/class/damaged.toml", b"damaged")
    yield system
    system.rm("/", recursive=True)


def test_addresses_are_files_folders_and_patterns(memory: Any) -> None:
    assert memory
    found = find("memory://class")
    assert found.done == {"anna": 1, "bob": 1, "carl": 2}
    assert [problem.path for problem in found.problems] == ["memory://class/damaged.toml"]
    assert found.problems[0].reason.startswith("is not valid TOML")
    assert find("memory://class").read == 0
    assert find("memory://class/anna.toml").names == ["anna"]
    assert find("memory://class/[ab]*.toml").names == ["anna", "bob"]
    assert find("memory://class/**/progress/small.toml").names == ["carl"]


def test_changed_files_are_read_again(memory: Any) -> None:
    find("memory://class")
    # Of the same size, but with another version.
    memory.pipe_file("/class/anna.toml", journal("q").encode())
    memory.rm("/class/bob.toml")
    found = find("memory://class")
    assert (found.read, found.done) == (1, {"anna": 0, "carl": 2})


def test_file_of_an_unknown_version_is_always_read(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory
    monkeypatch.setattr(remote, "_VERSIONS", ())
    first = find("memory://class")
    assert find("memory://class").read == first.read == 4


def test_address_that_cannot_be_read_is_a_problem(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe_file("/archives/class.zip", b"")
    assert [each.reason for each in find("memory://nothing", "memory://archives").problems] == [
        "is an archive, which is only read on this machine",
        "has no files",
    ]
    with monkeypatch.context() as patch:
        patch.setattr("genai_roadmap.storage.files.MAX_BYTES", 5)
        assert {each.reason for each in find("memory://class").problems} == {"is larger than 0 MB"}

    def fail(*_: object, **__: object) -> object:
        raise ConnectionError(111, "Connection refused", "/class/anna.toml")

    monkeypatch.setattr(type(memory), "open", fail)
    found = find("memory://class", is_anonymous=True)
    assert {each.reason for each in found.problems} == {"can't be read: Connection refused"}
    monkeypatch.setattr(type(memory), "find", fail)
    assert [each.reason for each in find("memory://class").problems] == ["can't be read: Connection refused"]
    monkeypatch.undo()
    # What could not be read is read again, although nothing has changed.
    assert find("memory://class").names == ["anna", "bob", "carl"]


def test_missing_file_is_named_without_its_path_in_the_reason(memory: Any) -> None:
    (found,) = find("memory://class/damaged.toml").problems
    memory.rm("/class/damaged.toml")
    with pytest.raises(Exception, match=r"can't be read: FileNotFoundError$"):
        remote.read(found.path)


@pytest.mark.parametrize(
    ("address", "reason"), [("unknown://x", "Protocol not known: unknown"), ("s3://bucket/x.toml", "Install s3fs")]
)
def test_address_of_an_unavailable_kind_is_an_error(address: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(RequestError, match=f"^{re.escape(address)} can't be read: {reason}"):
        find(address)


@pytest.mark.parametrize("address", ["memory:///../..//", "://"])
def test_hostile_address_is_a_problem(address: str) -> None:
    found = find(address)
    assert found.members == []
    assert [(problem.path, problem.reason) for problem in found.problems] == [(address, "has no files")]


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(RequestError, match=r"^ftp://host/class needs .* pip install 'genai-roadmap\[cohort\]'"):
        find("ftp://anna:secret@host/class")
    # Files on this machine need no package.
    write(tmp_path / "anna.toml", journal("a"))
    assert find(f"file://{tmp_path}/anna.toml").names == ["anna"]


def test_address_in_an_address_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anna.toml", journal("a"))
        archive.writestr("deep/bob.toml", journal("a", "b"))
    assert find(f"zip://::file://{path}").done == {"anna": 1, "bob": 2}
    assert find(f"zip://*.toml::file://{path}").done == {"anna": 1}
    assert find(f"simplecache::file://{tmp_path}/*.zip").problems[0].path == f"simplecache::file://{path}"


def test_error_of_a_file_system_names_the_address_without_a_password() -> None:
    with pytest.raises(RequestError, match=r"^ftp://127\.0\.0\.1:1/class can't be read: "):
        find("ftp://anna:secret@127.0.0.1:1/class")
    assert FoundFile("anna", "ftp://anna:secret@host/x.toml", "", 0, "").shown == "ftp://host/x.toml"
