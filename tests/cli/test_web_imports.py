"""Imports from the web: addresses, names, and what is refused, with nothing written."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from genai_roadmap.storage import sources
from small import OWN
from support import Program, environment, run_on_a_terminal
from web_server import Server, redirect, response, serving

TEXT = b"# Plan\n\n## One\n\n- a\n- b\n\n## Two\n\n- c\n"
README = "/group/plan/-/raw/main/README.md"
PROGRAM = [sys.executable, "-m", "genai_roadmap"]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def test_import_of_the_readme_of_a_repository(program: Program, server: Server, home: Path) -> None:
    server.answers[README] = response(TEXT, ETag='"1"', Last_Modified="Wed, 25 Nov 2026 10:00:00 GMT")
    page = server.url("/group/plan/-/tree/main?ref_type=heads#readme")
    run = program("import", page)
    assert run.code == 0, run.err
    assert run.err == ""
    assert "Plan\n2 steps, 3 topics" in run.out
    assert (home / "roadmaps" / "plan.toml").exists()
    source = sources.load("plan")
    assert source
    assert (source.source, source.location) == (page.partition("?")[0], server.url(README))
    assert (source.etag, source.last_modified) == ('"1"', "Wed, 25 Nov 2026 10:00:00 GMT")
    assert "127.0.0.1" not in program("--roadmap", "plan", "export", "toml").out
    assert "127.0.0.1" not in program("--roadmap", "plan", "export", "json").out


def test_import_again_changes_nothing(program: Program, server: Server, home: Path) -> None:
    server.answers["/plan.md"] = response(TEXT, ETag='"1"')
    assert program("import", server.url()).code == 0
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file()}
    assert " are as before." in program("import", server.url()).out
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file()} == before


def test_dry_run_keeps_nothing(program: Program, server: Server, home: Path) -> None:
    server.answers["/plan.md"] = response(TEXT)
    assert "Dry run: nothing written." in program("import", server.url(), "--dry-run").out
    assert not home.exists()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("/my-plan.md", b"## One\n\n- a\n\n## Two\n\n- b\n", ("my-plan", "My plan")),
        ("/web/README.md", b"## One\n\n- a\n\n## Two\n\n- b\n", ("web", "Web")),
        ("/%C3%A4%20b.md", TEXT, ("a-b", "Plan")),
        ("/x.toml", OWN.encode(), ("own", "My own")),
    ],
)
def test_names_from_addresses(
    program: Program, server: Server, path: str, text: bytes, expected: tuple[str, str]
) -> None:
    server.answers[path] = response(text)
    found = program("import", server.url(path), "--json").json["roadmap"]
    assert (found["id"], found["title"]) == expected


def test_name_after_a_redirect_is_data(program: Program, server: Server, home: Path) -> None:
    server.answers["/"] = redirect("/raw/..%2F..%2F%1B%5B2Jevil.md")
    server.answers["/raw/..%2F..%2F%1B%5B2Jevil.md"] = response(TEXT)
    run = program("import", server.url("/"), "--json")
    assert run.code == 0, run.err
    [file] = (home / "roadmaps").glob("*.toml")
    assert file.stem == run.json["roadmap"]["id"] == "2jevil"


def test_address_without_a_name_needs_an_id(program: Program, server: Server) -> None:
    server.answers["/"] = response(TEXT)
    run = program("import", server.url("/"))
    assert (run.code, "needs an id: --id ID" in run.err) == (1, True)
    assert program("import", server.url("/"), "--id", "plan").code == 0


def test_roadmap_with_the_same_name_is_not_replaced(program: Program, server: Server, home: Path) -> None:
    server.answers |= {"/a/plan.md": response(TEXT), "/b/plan.md": response(b"# Other\n\n## X\n\n- y\n- z\n")}
    assert program("new", "mine").code == 0
    assert program("import", server.url("/a/plan.md")).code == 0
    before = (home / "roadmaps" / "plan.toml").read_bytes()
    run = program("import", server.url("/b/plan.md"))
    assert run.code == 1
    assert f"roadmap 'plan' from {server.url('/a/plan.md')} already exists" in run.err
    assert "with another id: --id ID, or as a new version of it: --id plan" in run.err
    assert (home / "roadmaps" / "plan.toml").read_bytes() == before
    run = program("import", server.url("/b/plan.md"), "--id", "plan")
    assert (run.code, "shares no topic with 'Plan'; add --force" in run.err) == (1, True)
    assert program("import", server.url("/b/plan.md"), "--id", "plan", "--force").code == 0
    server.answers["/mine.md"] = response(TEXT)
    assert "roadmap 'mine' already exists" in program("import", server.url("/mine.md")).err


def test_html_page_needs_force(program: Program, server: Server) -> None:
    page = b"<!-- x --><h1>Plan</h1><h2>One</h2><ul><li>a<li>b</ul><h2>Two</h2><ul><li>c</ul>"
    server.answers["/plan.html"] = response(page, Content_Type="text/html; charset=utf-8")
    run = program("import", server.url("/plan.html"))
    assert (run.code, "does not look like a roadmap: it is an HTML page; use --force" in run.err) == (1, True)
    assert program("import", server.url("/plan.html"), "--force").code == 0


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://example.org/a.md", "http://example.org/a.md is not encrypted; use https://example.org/a.md"),
        ("https://ada:secret@example.org/a.md", "contains a user name or a password; remove it"),
        ("ftp://example.org/a.md", "use an address that begins with https://"),
        ("example.org/a.md", "no such file: example.org/a.md. If it is an address, type https://example.org/a.md"),
        ("docs/a.md", "no such file: docs/a.md"),
    ],
)
def test_refused_addresses(program: Program, home: Path, address: str, message: str) -> None:
    run = program("import", address)
    assert (run.code, run.out) == (1, "")
    assert message in run.err
    assert "secret" not in run.err
    assert not home.exists()


def test_file_with_the_name_of_a_host(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("github.com/ada/plan")
    file.parent.mkdir(parents=True)
    file.write_bytes(TEXT)
    assert program("import", "github.com/ada/plan", "--json").json["roadmap"]["id"] == "plan"


def test_what_can_not_be_fetched_changes_nothing(program: Program, server: Server, home: Path) -> None:
    server.answers["/plan.md"] = response(b"\x1b[2J", "500 \x1b]8;;x")
    run = program("import", server.url())
    assert run.code == 1
    assert run.err == (
        f"genai-roadmap: {server.url()} can't be fetched: the server has a problem (500); try again later\n"
    )
    server.answers["/plan.md"] = response(b"\xff\xfe\x00", Content_Type="text/plain")
    run = program("import", server.url(), "--json")
    assert run.code == 3
    assert "is UTF-16, should be UTF-8" in run.err
    assert not home.exists()


def test_too_large_file(program: Program, server: Server, home: Path) -> None:
    server.answers["/plan.md"] = response(TEXT, Content_Length=str(17 * 1024**2))
    assert "it is larger than 16 MB" in program("import", server.url()).err
    assert not home.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")
def test_interrupted_download(server: Server, home: Path) -> None:
    process: list[subprocess.Popen[bytes]] = []

    def interrupt(_connection: socket.socket, _request: str) -> None:
        process[0].send_signal(signal.SIGINT)
        server.closed.wait()

    server.answers["/plan.md"] = interrupt
    command = [*PROGRAM, "import", server.url()]
    environ = environment(GENAI_ROADMAP_HOME=str(home))
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        process.append(running)
        out, err = running.communicate()
        assert (running.returncode, out, err) == (130, b"", b"")
    assert not home.exists()


def test_progress_bar_on_a_terminal(server: Server, home: Path) -> None:
    server.answers["/plan.md"] = response(TEXT)
    code, shown = run_on_a_terminal([*PROGRAM, "import", server.url(), "--yes"], GENAI_ROADMAP_HOME=str(home))
    assert code == 0, shown
    assert "downloading" in shown
