"""Locations, as they are typed, stored, and used."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from genai_roadmap.app import sync_location
from genai_roadmap.cli import sync as cli_sync
from machines import Machines, bare_repository, git
from support import Program
from web_server import response, serving


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("-oProxyCommand=x", "neither"),
        ("--upload-pack=x", "neither"),
        ("ext::sh -c touch% x", "neither the URL of a git repository nor a folder"),
        ("", "neither"),
        ("missing/folder/below", "no such folder"),
        ("github.com/me/progress", "For a git repository, use its URL, such as git@github.com:me/progress.git"),
        ("../file", "is not a folder"),
        (f"https://example.org/{'x' * 5000}", "invalid value"),
        ("https://example.org/\n", "neither"),
        ("https://me:secret@example.org/x.git", "contains a password"),
        *(
            (f"https://{token}@example.org/x.git", "contains a password or a token")
            for token in (
                "ghp_0123456789secret0123",
                "github_pat_0123456789secret0123",
                "glpat-0123456789secret0123",
                "ATBB0123456789secret0123",
                "5ec4e7" * 6 + "5ec4",
                "secret" * 14,
                ":secret",
            )
        ),
        ("ssh://-oProxyCommand=x/y", "failed"),
        ("git@example.org", "neither the URL of a git repository nor a folder; a URL is like"),
        ("git@example.org:", "neither the URL of a git repository nor a folder; a URL is like"),
    ],
)
def test_invalid_locations_are_refused(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path / "empty")
    run = program("sync", "init", location) if not location.startswith("-") else program("sync", "init", "--", location)
    assert (run.code, run.out) == (2 if sentence == "invalid value" else 1, "")
    assert sentence in run.err
    assert "secret" not in run.err
    assert program("config", "sync.location", "--json").json.get("value") is None
    assert not [*Path.cwd().iterdir()]


@pytest.mark.parametrize(
    "url",
    [
        "https://contoso-engineering-eu@dev.azure.com/contoso-engineering-eu/p/_git/r",
        "https://a-user-with-a-very-long-name-of-fifty-characters-x@dev.azure.com/o/p/_git/r",
        "https://glenn-and-ghita-hf_1@example.org/progress.git",
        "https://example.org/me:you@home.git",
        "ssh://git@example.org:2222/me/progress.git",
    ],
)
def test_a_name_in_a_url_is_no_password(url: str) -> None:
    assert sync_location.resolve(url) == url


def test_the_home_folder_is_no_shared_folder(program: Program, home: Path) -> None:
    for folder in (home, home / "roadmaps"):
        assert "choose another folder" in program("sync", "init", str(folder)).err


def test_a_folder_that_is_read_only_is_refused(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    run = program("sync", "init", str(tmp_path))
    assert (run.code, "is read-only" in run.err) == (1, True)


def test_a_new_folder_is_created_only_after_a_question(
    with_folder: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, questions, answer = tmp_path / "other", list[str](), False

    def confirm(question: str) -> bool:
        questions.append(question)
        return answer

    monkeypatch.setattr(cli_sync, "is_interactive", lambda: True)
    monkeypatch.setattr(cli_sync, "confirm", confirm)
    run = with_folder.run("a", "sync", "init", str(folder))
    assert (run.code, run.out) == (1, "Nothing was changed.\n")
    assert not folder.exists()
    assert questions == [f"There is no folder {folder}. Create it?"]
    answer = True
    with_folder.ok("a", "sync", "init", str(folder))
    with_folder.ok("a", "sync", "init", str(folder))
    assert len(questions) == 2, "not if it exists"
    assert folder.is_dir()


def test_an_unreachable_location_leaves_nothing(program: Program, home: Path, tmp_path: Path) -> None:
    assert program("sync", "init", (tmp_path / "missing.git").as_uri()).code == 1
    assert not (home / "sync").exists()
    folder = tmp_path / "shared"
    folder.mkdir()
    assert program("sync", "init", str(folder)).code == 0
    state = (home / "sync" / "state.json").read_bytes()
    assert program("sync", "init", (tmp_path / "missing.git").as_uri()).code == 1
    assert (home / "sync" / "state.json").read_bytes() == state


@pytest.mark.parametrize("command", [["sync", "init"], ["config", "sync.location"]])
def test_without_a_terminal_a_new_folder_is_created(program: Program, tmp_path: Path, command: list[str]) -> None:
    folder = tmp_path / "other"
    assert program(*command, str(folder)).err == f"genai-roadmap: created the folder {folder}\n"
    assert program(*command, str(folder)).err == ""


def test_the_page_of_a_new_location_says_how_to_go_on_and_back(with_folder: Machines, tmp_path: Path) -> None:
    shown = with_folder.ok("a", "sync", "init", str(tmp_path / "other")).out
    name, back = "config machine.name laptop", f"sync init {with_folder.location}"
    assert f"\nIt was {with_folder.location} before; the files there are kept\n" in shown
    hints = f"Name this machine with: genai-roadmap {name}\nChange it back with: genai-roadmap {back}\n"
    assert shown.endswith(f"Sync with: genai-roadmap sync\n{hints}")
    with_folder.ok("a", *name.split())
    assert with_folder.ok("a", *back.split()).out.count("machine.name") == 0
    assert with_folder.ok("a", *back.split()).out.endswith("Sync with: genai-roadmap sync\n")


def test_the_suggested_name_of_a_machine_is_free(with_folder: Machines) -> None:
    for taken, free in (("Laptop", "desktop"), ("desktop", "laptop"), ("laptop", "desktop")):
        with_folder.ok("a", "config", "machine.name", taken)
        with_folder.sync("a")
        shown = with_folder.ok("b", "sync", "init", str(with_folder.location)).out
        assert f"Name this machine with: genai-roadmap config machine.name {free}\n" in shown
    with_folder.join("c")
    with_folder.ok("c", "config", "machine.name", "desktop")
    with_folder.sync("c")
    assert " machine.name laptop-2\n" in with_folder.ok("b", "sync", "init", str(with_folder.location)).out


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of Windows quotes in another way")
def test_the_way_back_to_a_folder_can_be_pasted(with_folder: Machines, tmp_path: Path) -> None:
    old = tmp_path / "it's; $HOME"
    with_folder.ok("a", "sync", "init", str(old))
    back = with_folder.ok("a", "sync", "init", str(with_folder.location)).out.rpartition(": genai-roadmap ")[2]
    with_folder.ok("a", *shlex.split(back))
    assert with_folder.sync("a")["location"] == str(old)


def test_the_location_is_a_setting(with_folder: Machines, tmp_path: Path) -> None:
    assert with_folder.ok("a", "config", "sync.location", "--json").json["value"] == str(with_folder.location)
    other = tmp_path / "other"
    with_folder.ok("a", "config", "sync.location", str(other))
    with_folder.ok("a", "done", "cnns")
    assert with_folder.sync("a")["location"] == str(other)
    assert [*other.glob("journals/*/*.toml")]
    assert with_folder.run("a", "config", "sync.location", "https://me:secret@example.org/x").code == 1
    with_folder.ok("a", "config", "sync.location", "--unset")
    assert with_folder.run("a", "sync").code == 1


def test_a_clone_with_a_work_tree_means_its_repository(with_git: Machines, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(with_git.location), "clone")
    with_git.ok("c", "sync", "init", str(tmp_path / "clone"))
    assert with_git.ok("c", "config", "sync.location", "--json").json["value"] == str(with_git.location)
    (tmp_path / "new").mkdir()
    git(tmp_path / "new", "init", "--quiet")
    with_git.ok("d", "sync", "init", str(tmp_path / "new"))
    assert with_git.ok("d", "config", "sync.location", "--json").json["value"] == str(tmp_path / "new")


def test_a_clone_of_a_repository_with_a_work_tree_is_refused(program: Program, tmp_path: Path) -> None:
    work, clone = tmp_path / "work", tmp_path / "clone"
    work.mkdir()
    git(work, "init", "--quiet", ".")
    git(work, "commit", "--quiet", "--allow-empty", "-m", "First")
    git(tmp_path, "clone", "--quiet", str(work), str(clone))
    run = program("sync", "init", str(clone))
    assert (run.code, "is not a bare repository; create one with: git init --bare" in run.err) == (1, True)


def test_a_missing_folder_is_not_created(with_folder: Machines) -> None:
    with_folder.ok("a", "done", "cnns")
    with_folder.location.rename(with_folder.folder / "unplugged")
    run = with_folder.run("a", "sync")
    assert (run.code, run.out) == (1, "")
    assert "connect the disk" in run.err
    assert not with_folder.location.exists()
    status = with_folder.ok("a", "sync", "status").out
    assert "connect the disk" in status
    assert "up to date" not in status
    assert "sent" not in with_folder.ok("a", "sync", "status", "--json").json
    (with_folder.folder / "unplugged").rename(with_folder.location)
    assert with_folder.sync("a")["sent"] == 1


def test_another_folder_in_place_of_the_location_is_refused(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    machines.ok("a", "done", "rnns")
    machines.location.rename(machines.folder / "unplugged")
    machines.location.mkdir()
    for arguments in (["sync"], ["sync", "--dry-run"]):
        run = machines.run("a", *arguments)
        assert (run.code, run.out) == (1, "")
        assert "connect the drive, or set it up again with: genai-roadmap sync init" in run.err
    assert not [*machines.location.iterdir()]
    assert "connect the drive" in machines.ok("a", "sync", "status").out
    machines.location.rmdir()
    (machines.folder / "unplugged").rename(machines.location)
    assert machines.sync("a")["sent"] == 1


def test_an_emptied_folder_can_be_set_up_again(with_folder: Machines) -> None:
    with_folder.ok("a", "done", "cnns")
    with_folder.sync("a")
    shutil.rmtree(with_folder.location)
    with_folder.location.mkdir()
    assert with_folder.run("b", "sync").code == 0, "it was empty when b joined"
    shutil.rmtree(with_folder.location)
    with_folder.location.mkdir()
    with_folder.ok("a", "sync", "init", str(with_folder.location))
    assert with_folder.sync("a")["sent"] == 1


def test_a_folder_that_was_joined_is_known_before_the_first_sync(with_folder: Machines) -> None:
    with_folder.ok("a", "done", "cnns")
    with_folder.sync("a")
    with_folder.join("c")
    shutil.rmtree(with_folder.location)
    with_folder.location.mkdir()
    assert "connect the drive" in with_folder.run("c", "sync").err


def branches(repository: Path, *names: str) -> None:
    """Create two commits in a repository, and branches at the second one."""
    work = repository.with_name("work")
    work.mkdir()
    git(work, "init", "--quiet", f"--object-format={git(repository, 'rev-parse', '--show-object-format')}")
    for message in ("first", "second"):
        git(work, "commit", "--quiet", "--allow-empty", "-m", message)
    git(work, "push", "--quiet", str(repository), *(f"HEAD:refs/heads/{name}" for name in names))


@pytest.mark.parametrize("names", [(), ("genai-roadmap",)])
def test_a_repository_with_sha_256_is_refused(program: Program, tmp_path: Path, names: tuple[str, ...]) -> None:
    repository = tmp_path / "remote"
    git(tmp_path, "init", "--quiet", "--bare", "--object-format=sha256", str(repository))
    if names:
        branches(repository, *names)
    run = program("sync", "init", str(repository))
    assert (run.code, "uses SHA-256; create another one: git init --bare" in run.err) == (1, True)


def test_a_branch_in_the_way_is_named(program: Program, tmp_path: Path) -> None:
    repository = bare_repository(tmp_path / "remote")
    program("sync", "init", str(repository))
    branches(repository, "genai-roadmap/x")
    run = program("sync", "init", str(repository))
    assert (run.code, "a branch whose name begins with genai-roadmap/" in run.err) == (1, True)
    program("done", "cnns")
    run = program("sync")
    assert (run.code, "a branch whose name begins with genai-roadmap/" in run.err) == (4, True)
    git(repository, "branch", "-m", "genai-roadmap/x", "x")
    assert program("sync").code == 0


def test_a_shallow_repository_is_named(program: Program, tmp_path: Path) -> None:
    repository = bare_repository(tmp_path / "remote")
    branches(repository, "genai-roadmap")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--bare", "--depth=1", "-b", "genai-roadmap", repository.as_uri(), str(shallow))
    run = program("sync", "init", str(shallow))
    assert (run.code, "git fetch --unshallow" in run.err) == (1, True)


def test_a_web_page_is_no_repository(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    page = response(b"<html></html>", Content_Type="text/html")
    with serving() as server:
        paths = ("/info/refs?service=git-upload-pack", "/HEAD", "/info/refs?service=git-receive-pack", "/")
        server.answers |= {f"/me/progress{path}": page for path in paths}
        run = program("sync", "init", server.url("/me/progress"))
    assert run.code == 1
    assert "the URL of a repository to which you can push, not that of a web page" in run.err, server.paths
    assert program("config", "sync.location", "--json").json.get("value") is None


def test_a_relative_folder_is_stored_without_dots(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "shared"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    program("sync", "init", "../shared/.")
    assert program("config", "sync.location", "--json").json["value"] == str(tmp_path / "shared")
    program("sync", "init", "../new")
    assert program("config", "sync.location", "--json").json["value"] == str(tmp_path / "new")


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a privilege on Windows")
def test_a_path_through_a_link_stays_the_same_folder(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "deep")
    monkeypatch.chdir(tmp_path)
    program("sync", "init", "link/../shared")
    assert (tmp_path / "elsewhere" / "shared").is_dir()
    assert not (tmp_path / "shared").exists()


def test_turning_sync_off_says_what_remains(with_folder: Machines) -> None:
    shown = with_folder.ok("a", "config", "sync.location", "--unset").out
    assert f"what was sent stays at {with_folder.location}.\nChange it back with: genai-roadmap config" in shown
    assert "--unset" in with_folder.ok("a", "sync", "--help").out
