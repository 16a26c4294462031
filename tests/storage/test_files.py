import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.storage import files, folders, toml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.toml"


def parsed(file: Path) -> dict[str, Any]:
    return toml.parse_toml(file, files.read(file), newest_format=1)


def refused(file: Path, content: bytes) -> str:
    file.write_bytes(content)
    with pytest.raises(FileInvalidError) as raised:
        parsed(file)
    assert str(file) in str(raised.value)
    return str(raised.value)


def test_home_folder_from_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.home() == home
    monkeypatch.delenv("GENAI_ROADMAP_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "xdg"))
    assert files.home().name == "genai-roadmap"


@pytest.mark.parametrize("content", [b"format = 1\n", b"\xef\xbb\xbfformat = 1\r\n", b"format=1"])
def test_readable_content(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert parsed(file) == {"format": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"format = 1\na = = 2", "is not valid TOML: Invalid value (at line 2, column 5)"),
        (b"format = 1\na = 1\na = 2", "line 3"),
        (
            b"format = 1\n<<<<<<< a\n=======\n>>>>>>> b",
            "(at line 2, column 1); it contains merge conflict markers: keep the",
        ),
        (b"format = 1\n[[changes", "(at line 2, column 10)"),
        (b"format = 1\n a\t= 1\t\nb\t\t= x", "(at line 3, column 6)"),
        (b"format = 1\nx = '\xff'", "is not UTF-8 text: byte 0xff (at line 2, column 6)"),
        ("format = 1".encode("utf-16"), "is UTF-16, should be UTF-8 (at line 1, column 1)"),
        (b"format = 1\n\0", "is not a text file, or was damaged: it contains NUL characters (at line 2, column 1)"),
        (b"", "has no `format = 1`"),
        (b"format = true", "has no `format = 1`"),
        (b"format = 0", "has no `format = 1`"),
        (b"format = 7", "has format 7, but this genai-roadmap reads up to 1; upgrade genai-roadmap"),
        (b"x = " + b"[" * 20_000, "is nested too deeply"),
        (b"x = " + b"9" * 100_000, "contains an invalid value: a number has too many digits"),
    ],
)
def test_invalid_content_is_reported_with_its_position(file: Path, content: bytes, message: str) -> None:
    assert message in refused(file, content)
    assert file.read_bytes() == content


def test_special_files_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(FileInvalidError, match="is not a file"):
        files.read(tmp_path)


def test_large_files_are_not_read(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(files.MAX_BYTES + 1)
    with pytest.raises(FileInvalidError, match="is larger than 64 MB"):
        parsed(file)


def test_file_in_place_of_a_folder(file: Path) -> None:
    file.touch()
    with pytest.raises(FileInvalidError, match="can't be read: Not a directory"):
        files.read(file / "more.toml")
    with pytest.raises(FileWriteError, match="can't be written"), files.lock(file / "more.toml"):
        pytest.fail("it was locked")


def test_a_home_that_is_a_file_names_the_variable_that_sets_it(home: Path) -> None:
    home.parent.mkdir(exist_ok=True, parents=True)
    home.touch()
    hint = r"Not a directory \(GENAI_ROADMAP_HOME sets the folder\)"
    with pytest.raises(FileInvalidError, match=hint):
        files.read(home / "settings.toml")
    with pytest.raises(FileWriteError, match=hint), files.lock(home / "progress" / "x.toml"):
        pytest.fail("it was locked")


def test_replace(file: Path) -> None:
    files.replace(file, b"one")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    stale = file.with_name(".file.toml.0000.tmp")
    stale.touch()
    with files.lock(file):
        files.replace(file, b"two")
        assert [path.name for path in file.parent.glob("*.tmp")] == []
    assert file.read_bytes() == b"two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_failed_replacement_keeps_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.replace(file, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileWriteError, match=r"file\.toml can't be written: No space left on device; nothing was"):
        files.replace(file, b"new")
    assert file.read_bytes() == b"old"


def test_symlinked_file_is_written_through_the_link(tmp_path: Path, file: Path) -> None:
    real = tmp_path / "dotfiles" / "real.toml"
    real.parent.mkdir()
    real.touch()
    file.symlink_to(real)
    with files.lock(file) as target:
        files.replace(target, b"new")
    assert file.is_symlink()
    assert real.read_bytes() == b"new"


def test_second_writer_waits_and_then_fails(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    with (
        files.lock(file),
        pytest.raises(FileWriteError, match="another genai-roadmap is writing"),
        files.lock(file),
    ):
        pytest.fail("it was locked twice")
    with files.lock(file):
        pass


@pytest.mark.parametrize(
    ("name", "content", "hints"),
    [
        ("x.md", "# Caf\xe9".encode("latin1"), 1),
        ("x.md", "# Caf\xe9 \N{EM DASH}".encode("cp1252"), 0),
        ("x.md", "# Caf\xe9".encode() + b"\xe9", 0),
        ("x.toml", b"format = 1 # \xe9", 0),
    ],
)
def test_how_to_convert_a_text_in_latin1(name: str, content: bytes, hints: int) -> None:
    with pytest.raises(FileInvalidError, match="is not UTF-8 text") as caught:
        toml.decode(Path(name), content)
    assert str(caught.value).count("; it looks like Latin-1, save it as UTF-8") == hints


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_file_system_without_folder_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(code, "")

    monkeypatch.setattr(os, "fsync", refuse)
    folders.sync_folder(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_root_keeps_the_owner_of_a_file(file: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such owners")
    file.touch()
    os.chown(file, 12345, 12345)
    files.replace(file, b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 12345)


def test_short_write_keeps_the_old_file(file: Path) -> None:
    """The limit on the file size of a process stands in for a disk that fills up during a write."""
    resource = pytest.importorskip("resource")
    files.replace(file, b"old")
    script = (
        "import resource, sys; from pathlib import Path; from genai_roadmap.storage import files\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "files.replace(Path(sys.argv[1]), b'x' * 100_000)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=False)
    assert resource
    assert "FileWriteError" in run.stderr
    assert file.read_bytes() == b"old"
    assert [path.name for path in file.parent.iterdir()] == ["file.toml"]


def test_file_that_was_removed_meanwhile(file: Path) -> None:
    with pytest.raises(FileInvalidError, match="can't be read: No such file"):
        files.read_existing(file)


@pytest.mark.parametrize("quotes", ['"', "'", '"""', "'''"])
def test_many_dots_in_strings_are_not_long_keys(file: Path, quotes: str) -> None:
    text = f"{quotes}see a.b.c.d.e.f.g.h.i.j.k.l{quotes}"
    file.write_text("format = 1\nlines = [\n" + f"  {text},\n" * 600 + "]\n")
    assert len(parsed(file)["lines"]) == 600
