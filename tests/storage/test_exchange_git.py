"""Exchange through a git repository."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genai_roadmap.errors import FileWriteError, RequestError
from genai_roadmap.storage.exchange import MACHINES, SharedFile
from genai_roadmap.storage.exchange_git import GitExchange
from machines import Machines, bare_repository, git

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = SharedFile(MACHINES, machine="abc")
OTHER = SharedFile(MACHINES, machine="def")


@pytest.fixture
def remote(tmp_path: Path) -> Machines:
    """Return the repository, in which another program can push files."""
    return Machines(tmp_path, bare_repository(tmp_path / "remote"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return tmp_path / "home" / "sync" / "git"


def fetched(remote: Machines, clone: Path) -> GitExchange:
    exchange = GitExchange(str(remote.location), clone, 60)
    exchange.version()
    return exchange


def write(remote: Machines, clone: Path, content: str) -> bool:
    exchange = fetched(remote, clone)
    exchange.read()
    return bool(exchange.write({FILE: content.encode()}, 0))


def test_a_removed_or_damaged_clone_is_made_again(remote: Machines, clone: Path) -> None:
    def empty_objects() -> None:
        shutil.rmtree(clone / "objects")
        (clone / "objects").mkdir()

    def make_file() -> None:
        shutil.rmtree(clone)
        clone.write_text("a file")

    def make_folder() -> None:
        (clone / "config").unlink()
        (clone / "config").mkdir()

    damages: list[Callable[[], object]] = [
        lambda: shutil.rmtree(clone),
        empty_objects,
        lambda: (clone / "HEAD").write_text("damaged"),
        lambda: (clone / "config").write_text("[damaged"),
        make_file,
        make_folder,
        lambda: (clone / "refs" / "sync" / "written.lock").write_text(""),
        lambda: (clone / "refs" / "sync" / "fetched.lock").write_text(""),
    ]
    assert write(remote, clone, "first")
    for number, damage in enumerate(damages):
        damage()
        assert write(remote, clone, f"number {number}")
        assert remote.remote_files()[FILE.path] == f"number {number}"
        exchange = fetched(remote, clone)
        damage()
        assert exchange.read().contents == {FILE: f"number {number}".encode()}
    assert [file.name for file in clone.parent.iterdir()] == ["git"]


def test_unrelated_files_and_links_in_the_branch_stay(remote: Machines, clone: Path) -> None:
    git(remote.location, "symbolic-ref", "HEAD", "refs/heads/odd-default")
    remote.push({"README.md": "mine", ".gitattributes": "* text eol=crlf filter=lfs"}, parent="")
    blob = git(remote.location, "hash-object", "-w", "--stdin", content="/etc/passwd")
    git(remote.location, "update-index", "--add", "--cacheinfo", f"120000,{blob},journals/genai-engineer/link.toml")
    tree = git(remote.location, "write-tree")
    commit = git(remote.location, "commit-tree", tree, "-m", "link", "-p", "refs/heads/genai-roadmap")
    git(remote.location, "update-ref", "refs/heads/genai-roadmap", commit)
    snapshot = fetched(remote, clone).read()
    assert snapshot.problems == ["journals/genai-engineer/link.toml is a link, which is not followed"]
    assert snapshot.contents == {}
    assert write(remote, clone, "first")
    files = remote.remote_files()
    assert (files["README.md"], files["journals/genai-engineer/link.toml"]) == ("mine", "/etc/passwd")
    assert files[FILE.path] == "first"


def test_a_write_after_another_push_is_refused(remote: Machines, clone: Path) -> None:
    exchange = fetched(remote, clone)
    remote.push({OTHER.path: "other"}, parent="")
    assert exchange.write({FILE: b"first"}, 0) is None
    assert exchange.version()
    assert exchange.read().contents == {OTHER: b"other"}
    assert exchange.write({FILE: b"first"}, 0)
    assert remote.remote_files() == {FILE.path: "first", OTHER.path: "other"}


def test_a_server_that_refuses_a_push(remote: Machines, clone: Path) -> None:
    hook = remote.location / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'error: quota exceeded' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(FileWriteError, match=r"quota exceeded.*your progress is safe"):
        write(remote, clone, "first")


def test_a_repository_that_is_gone_is_no_reason_for_another_clone(remote: Machines, clone: Path) -> None:
    assert write(remote, clone, "first")
    made = clone.stat().st_ino
    remote.location.rename(remote.folder / "gone")
    with pytest.raises(RequestError, match="`git fetch` failed"):
        GitExchange(remote.location.as_uri(), clone, 60).version()
    assert clone.stat().st_ino == made


@pytest.mark.parametrize("answer", ["Welcome to our server", "fatal: quota of connections exceeded"])
def test_an_unknown_error_of_a_server_is_no_reason_for_another_clone(
    remote: Machines, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    assert write(remote, clone, "first")
    made = clone.stat().st_ino
    ssh = tmp_path / "ssh.sh"
    ssh.write_text(f"#!/bin/sh\necho '{answer}'\nexit 1\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    with pytest.raises(RequestError, match="`git fetch` failed"):
        GitExchange("me@example.org:progress.git", clone, 60).version()
    assert clone.stat().st_ino == made


def test_hooks_and_configuration_of_git_do_not_matter(
    remote: Machines, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "post-checkout", "post-commit"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    config = f"[core]\nhooksPath = {hooks}\nautocrlf = true\n[commit]\ngpgSign = true\n[push]\ngpgSign = true\n"
    config += "followTags = true\n[user]\nsigningKey = none\n[safe]\nbareRepository = explicit\n[color]\nui = always\n"
    (tmp_path / "gitconfig").write_text(config)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert write(remote, clone, "first\nsecond\n")
    assert fetched(remote, clone).read().contents == {FILE: b"first\nsecond\n"}
    monkeypatch.delenv("GIT_DIR")
    assert not (tmp_path / "ran").exists()
    assert git(remote.location, "log", "-1", "--format=%cn <%ce>", "genai-roadmap").startswith("genai-roadmap <")


def test_the_identity_of_git_is_used(remote: Machines, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")
    assert write(remote, clone, "first")
    assert git(remote.location, "log", "-1", "--format=%cn <%ce>", "genai-roadmap") == "Ada <ada@example.org>"


def test_what_is_added_to_the_configuration_of_the_clone_does_not_matter(
    remote: Machines, clone: Path, tmp_path: Path
) -> None:
    assert write(remote, clone, "first")
    other = bare_repository(tmp_path / "other")
    (tmp_path / "included").write_text(f'[url "{other}"]\ninsteadOf = {remote.location}\n')
    for name, value in {f"url.{other}.insteadOf": str(remote.location), "include.path": f"{tmp_path}/included"}.items():
        git(clone, "config", name, value)
        assert write(remote, clone, name)
        assert remote.remote_files()[FILE.path] == name
    assert git(other, "for-each-ref") == ""


def test_the_default_formats_of_git_do_not_matter(
    remote: Machines, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    monkeypatch.setenv("GIT_DEFAULT_REF_FORMAT", "reftable")
    assert write(remote, clone, "first")
    assert write(remote, clone, "second")
