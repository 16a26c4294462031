"""Exchange through a folder."""

from pathlib import Path

import pytest

from genai_roadmap.errors import FileWriteError, RequestError
from genai_roadmap.storage.exchange import JOURNALS, MACHINES, SharedFile
from genai_roadmap.storage.exchange_folder import FolderExchange

FILE = SharedFile(JOURNALS, "mine", "abc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one file."""
    (tmp_path / "shared").mkdir()
    FolderExchange(tmp_path / "shared").write({FILE: b"first"}, 0)
    return tmp_path / "shared"


def test_what_was_written_is_read(folder: Path) -> None:
    exchange = FolderExchange(folder)
    before = exchange.version()
    assert exchange.read().contents == {FILE: b"first"}
    written = exchange.write({FILE: b"second"}, 10)
    assert exchange.read().contents == {FILE: b"second"}
    assert before != written == FolderExchange(folder).version()
    seconds = exchange.modified(FILE)
    exchange.write({FILE: b"third"}, 0)
    assert exchange.modified(FILE) > seconds >= 10, "also if the clock was set back"


def test_links_and_huge_files_are_skipped(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text("secret")
    (folder / "journals" / "mine" / "link.toml").symlink_to(secret)
    (folder / "journals" / "mine" / ".hidden").write_text("ignored")
    with (folder / "journals" / "mine" / "sparse.toml").open("wb") as file:
        file.truncate(2 * 1024**3)
    (folder / "journals" / "linked").symlink_to(tmp_path)
    (folder / "machines").symlink_to(tmp_path)
    snapshot = FolderExchange(folder).read()
    assert snapshot.contents == {FILE: b"first"}
    assert snapshot.skipped == {SharedFile(JOURNALS, "mine", "link"), SharedFile(JOURNALS, "mine", "sparse")}
    named = " ".join(snapshot.problems)
    assert all(name in named for name in ("link.toml", "sparse.toml", "linked", "machines"))
    assert len(snapshot.problems) == 4
    with pytest.raises(FileWriteError, match="is a link, which is not followed"):
        FolderExchange(folder).write({SharedFile(MACHINES, machine="abc"): b"name"}, 0)
    assert not (tmp_path / "abc.toml").exists()


def test_a_missing_folder_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="connect the disk"):
        FolderExchange(tmp_path / "missing").version()
    assert not (tmp_path / "missing").exists()
