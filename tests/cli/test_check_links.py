"""check --links: what it says about the links of a roadmap."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from genai_roadmap.report.links import CheckedLink, LinkStatus
from genai_roadmap.web.links import HOST_NOT_FOUND, LinkChecker
from support import Program, run_on_a_terminal
from web_server import Server, redirect, response, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    # There are pauses between the requests.
    monkeypatch.setattr("genai_roadmap.web.connections.time.sleep", lambda _: None)
    with serving() as found:
        found.answers |= {
            "/ok": response(),
            "/moved": redirect("/ok", "301 Moved Permanently"),
            "/login": response(b"", "403 Forbidden"),
        }
        yield found


@pytest.fixture
def file(server: Server, tmp_path: Path) -> Path:
    """Return a roadmap file with a link of each kind."""
    names = ["ok", "moved", "dead", "login"]
    resources = ", ".join(f'{{ title = "{name.title()}", url = "{server.url(f"/{name}")}" }}' for name in names)
    again = f'{{ title = "Again", url = "{server.url("/dead")}" }}'
    path = tmp_path / "own.toml"
    path.write_text(
        f"""format = 1
id = "own"
version = "1"
title = "Own"
links = [{{ title = "Home", url = "{server.url("/home")}" }}]
[[steps]]
slug = "one"
title = "One"
resources = [{resources}]
topics = [{{ slug = "a", title = "A", resources = [{again}] }}]
"""
    )
    return path


def test_links_that_do_not_work_are_listed(program: Program, server: Server, file: Path) -> None:
    run = program("check", "--links", str(file))
    assert run.code == 3
    assert run.err == "genai-roadmap: 2 dead links\n"
    at = server.url("")
    assert run.out == (
        f"Dead\n  about  Home\n    {at}/home\n    not found (404)\n"
        f"  1, 1.1  Dead\n    {at}/dead\n    not found (404)\n\n"
        f"Moved\n  1  Moved\n    {at}/moved\n    moved to {at}/ok\n\n"
        f"Could not be checked\n  1  Login\n    {at}/login\n"
        "    it requires a login, or the site refuses automatic checks (403)\n\n"
        "5 links: 1 ok, 1 moved, 2 dead, 1 could not be checked.\n"
    )


def test_links_as_json(program: Program, server: Server, file: Path) -> None:
    run = program("check", "--links", str(file), "--json")
    assert run.code == 3
    assert '"exit_code": 3' in run.err
    assert run.json["counts"] == {"ok": 1, "moved": 1, "dead": 2, "unchecked": 1}
    assert run.json["problems"] == [f"{server.url(path)}: not found (404)" for path in ("/home", "/dead")]
    by_title = {each["title"]: each for each in run.json["links"]}
    assert by_title["Ok"] == {"url": server.url("/ok"), "title": "Ok", "status": "ok", "items": ["one"]}
    assert by_title["Moved"]["new_url"] == server.url("/ok")
    assert by_title["Dead"]["items"] == ["one", "a"]
    assert by_title["Home"]["items"] == []


def test_links_of_the_active_roadmap(program: Program, server: Server, file: Path, home: Path) -> None:
    file.write_text(file.read_text().replace("/dead", "/ok").replace("/home", "/ok"))
    program("import", str(file))
    program("use", "own")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    run = program("check", "--links")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith("3 links: 1 ok, 1 moved, 1 could not be checked.\n")
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert "/ok" in server.paths


def test_roadmap_without_links(program: Program, tmp_path: Path) -> None:
    program("new", "own")
    file = tmp_path / "home" / "roadmaps" / "own.toml"
    file.write_text('format = 1\nid = "own"\nversion = "1"\ntitle = "O"\n[[steps]]\nslug = "one"\ntitle = "One"\n'
                    'topics = [{ slug = "a", title = "A" }]\n')  # fmt: skip
    assert program("--roadmap", "own", "check", "--links").out == "0 links.\n"


def test_without_a_connection_nothing_is_called_dead(
    program: Program, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    del server

    def check(_: object, urls: list[str]) -> Iterator[CheckedLink]:
        return (CheckedLink(url, LinkStatus.DEAD, HOST_NOT_FOUND) for url in urls)

    monkeypatch.setattr(LinkChecker, "check", check)
    run = program("check", "--links")
    assert (run.code, run.out, run.err) == (1, "", "genai-roadmap: no host was found; check your connection\n")


@pytest.mark.parametrize("option", [["--fix"], ["--against", "old.toml"]])
def test_links_are_checked_alone(program: Program, option: list[str]) -> None:
    run = program("check", "--links", *option)
    assert (run.code, run.err) == (2, "genai-roadmap: --links can't be combined with --fix or --against\n")


def test_invalid_file_is_not_checked(program: Program, server: Server, file: Path) -> None:
    file.write_text(file.read_text().replace('id = "own"', ""))
    assert program("check", "--links", str(file)).code == 3
    assert server.requests == []


def test_other_commands_make_no_requests(program: Program, server: Server, file: Path) -> None:
    program("import", str(file))
    for command in (["check"], ["check", str(file)], ["show", "1"], ["read", "1"], ["export", "html"]):
        assert program("--roadmap", "own", *command).code == 0
    assert server.requests == []


def test_progress_is_shown_on_a_terminal(server: Server, file: Path) -> None:
    for path in ("/dead", "/home", "/moved", "/login"):
        file.write_text(file.read_text().replace(server.url(path), server.url("/ok")))
    command = [sys.executable, "-m", "genai_roadmap", "--no-color", "check", "--links", str(file)]
    code, shown = run_on_a_terminal(command, TERM="xterm-256color", COLUMNS="80")
    assert code == 0
    assert "1 of 1 links" in shown
    assert "1 link: 1 ok." in shown
