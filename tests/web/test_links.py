"""Checks of links on a server that also misbehaves."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import trustme

from genai_roadmap.report.links import CheckedLink, LinkStatus
from genai_roadmap.web import links
from genai_roadmap.web.failures import FailedError
from genai_roadmap.web.links import LinkChecker, LinkLimits
from web_server import Answer, Server, redirect, response, serving

OK, DEAD, MOVED, UNCHECKED = LinkStatus.OK, LinkStatus.DEAD, LinkStatus.MOVED, LinkStatus.UNCHECKED
MOVED_FOR_GOOD = "301 Moved Permanently"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def check(*urls: str, trust: ssl.SSLContext | None = None, **limits: Any) -> dict[str, CheckedLink]:
    found = LinkLimits(**{"connect": 60, "read": 60, "total": 120, "pause": 0, **limits})
    checker = LinkChecker(found, trust or ssl.create_default_context())
    return {checked.url: checked for checked in checker.check(urls)}


def check_one(server: Server, answer: Answer, **limits: Any) -> CheckedLink:
    server.answers["/a"] = answer
    return check(server.url("/a"), **limits)[server.url("/a")]


def methods(server: Server) -> list[str]:
    return [request.split()[0] for request in server.requests]


def test_page_that_works_is_not_downloaded(server: Server) -> None:
    assert check_one(server, response()) == CheckedLink(server.url("/a"), OK)
    assert methods(server) == ["HEAD"]
    assert (server.header("User-Agent") or "").startswith("genai-roadmap/")


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_dead_page(server: Server, status: str) -> None:
    found = check_one(server, response(b"", status))
    assert (found.status, found.reason) == (DEAD, f"not found ({status[:3]})")
    assert methods(server) == ["HEAD", "GET"], "some servers don't support HEAD"


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "405 Method Not Allowed", "501 Not Implemented"])
def test_server_without_head(server: Server, status: str) -> None:
    def answer(connection: socket.socket, request: str) -> None:
        connection.sendall(response(b"text") if request.startswith("GET") else response(b"", status))

    assert check_one(server, answer).status is OK


def test_server_that_drops_head(server: Server) -> None:
    def answer(connection: socket.socket, request: str) -> None:
        if request.startswith("GET"):
            connection.sendall(response())

    assert check_one(server, answer).status is OK
    assert methods(server) == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("401 Unauthorized", "it requires a login, or the site refuses automatic checks (401)"),
        ("403 Forbidden", "it requires a login, or the site refuses automatic checks (403)"),
        ("429 Too Many Requests", "too many requests; try again later (429)"),
        ("999 Request denied", "the site refuses automatic checks (999)"),
        ("500 Internal Server Error", "the server has a problem (500)"),
        ("503 Service Unavailable", "the server has a problem (503)"),
        ("400 Bad Request", "the server sent an unexpected answer (400)"),
        ("304 Not Modified", "the server sent an unexpected answer (304)"),
    ],
)
def test_refusals_are_not_dead(server: Server, status: str, reason: str) -> None:
    found = check_one(server, response(b"", status))
    assert (found.status, found.reason, found.new_url) == (UNCHECKED, reason, None)


def test_host_that_is_busy_gets_no_more_requests(server: Server) -> None:
    urls = [server.url(f"/{number}") for number in range(5)]
    server.answers |= {"/0": response(), "/1": response(b"", "429 Too Many Requests")}
    found = check(*urls)
    assert [found[url].status for url in urls] == [OK, *[UNCHECKED] * 4]
    assert server.paths == ["/0", "/1"]


def test_busy_target_does_not_stop_the_checks_of_the_host(server: Server) -> None:
    with serving() as other:
        other.answers["/x"] = response(b"", "429 Too Many Requests")
        server.answers |= {"/0": redirect(other.url("/x", "localhost")), "/1": response()}
        found = check(server.url("/0"), server.url("/1"))
    assert [each.status for each in found.values()] == [UNCHECKED, OK]


@pytest.mark.parametrize("status", [MOVED_FOR_GOOD, "308 Permanent Redirect"])
def test_moved_page(server: Server, status: str) -> None:
    server.answers["/b"] = response()
    found = check_one(server, redirect("/b", status))
    assert found == CheckedLink(server.url("/a"), MOVED, "", server.url("/b"))


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_temporary_redirect_is_not_moved(server: Server, status: str) -> None:
    server.answers["/b"] = response()
    assert check_one(server, redirect("/b", status)).status is OK


def test_new_url_is_the_last_permanent_one(server: Server) -> None:
    server.answers |= {"/b": redirect("/c", MOVED_FOR_GOOD), "/c": redirect("/d"), "/d": redirect("/e", MOVED_FOR_GOOD)}
    server.answers["/e"] = response()
    assert check_one(server, redirect("/b", MOVED_FOR_GOOD)).new_url == server.url("/c")


def test_fragment_is_kept(server: Server) -> None:
    server.answers |= {"/a": redirect("/b é?q=1 2", MOVED_FOR_GOOD), "/b%20%C3%A9?q=1%202": response()}
    server.answers["/c"] = redirect("/d#own", MOVED_FOR_GOOD)
    server.answers["/d"] = response()
    found = check(server.url("/a#part"), server.url("/c#part"))
    assert [each.new_url for each in found.values()] == [server.url("/b%20%C3%A9?q=1%202#part"), server.url("/d#own")]


def test_moved_page_that_is_gone_is_dead(server: Server) -> None:
    assert check_one(server, redirect("/b", MOVED_FOR_GOOD)).status is DEAD
    server.answers["/c"] = redirect("/b")
    assert check(server.url("/c"))[server.url("/c")].status is DEAD


def test_moved_page_that_requires_a_login_is_not_checked(server: Server) -> None:
    server.answers["/login"] = response(b"", "403 Forbidden")
    assert check_one(server, redirect("/login", MOVED_FOR_GOOD)).status is UNCHECKED


@pytest.mark.parametrize(
    "location",
    ["javascript:alert(1)", "file:///etc/passwd", "https://me:secret@example.org/", "http://[", "", "http://\x1b[2J/"],
)
def test_redirect_to_what_is_no_address(server: Server, location: str) -> None:
    found = check_one(server, redirect(location, MOVED_FOR_GOOD))
    assert (found.status, found.new_url) == (UNCHECKED, None)
    assert found.reason == "it redirects to an address that is not allowed"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/admin",
        "http://127.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fd00::1]/",
    ],
)
def test_redirect_from_the_web_to_a_private_address_is_not_followed(location: str) -> None:
    with pytest.raises(FailedError, match="not allowed"):
        links._redirected("https://example.org/", location)  # noqa: SLF001


def test_redirect_to_another_site_is_followed() -> None:
    assert links._redirected("http://10.0.0.1/", "http://10.0.0.2/a") == "http://10.0.0.2/a"  # noqa: SLF001
    assert links._redirected("https://example.org/", "https://9.9.9.9/") == "https://9.9.9.9/"  # noqa: SLF001
    assert links._redirected("https://example.org/a", "//example.com") == "https://example.com/"  # noqa: SLF001


def test_a_page_that_several_links_lead_to_is_asked_for_once(server: Server) -> None:
    server.answers |= {"/a": redirect("/c#x"), "/b": redirect("/c"), "/c": response()}
    urls = [server.url(path) for path in ("/a", "/b", "/c", "/c#y")]
    assert {url: found.status for url, found in check(*urls).items()} == dict.fromkeys(urls, OK)
    assert server.paths.count("/c") == 1


def test_endless_redirects(server: Server) -> None:
    found = check_one(server, redirect("/a", MOVED_FOR_GOOD))
    assert (found.status, found.reason) == (UNCHECKED, "it redirects more than 5 times")
    assert len(server.requests) == 1
    server.answers |= {f"/{number}": redirect(f"/{number + 1}") for number in range(9)}
    assert check(server.url("/0"))[server.url("/0")] == found._replace(url=server.url("/0"))
    assert server.paths[1:] == [f"/{number}" for number in range(6)]


@pytest.mark.parametrize(("name", "limit"), [("silent", "read"), ("slow_header", "total")])
def test_slow_server(server: Server, name: str, limit: str) -> None:
    found = check_one(server, getattr(server, name), **{limit: 0.2})
    assert found.status is UNCHECKED
    assert "0.2 seconds" in found.reason


def test_endless_page_is_not_read(server: Server) -> None:
    assert check_one(server, server.endless).status is OK


def test_server_that_resets_connections(server: Server) -> None:
    found = check_one(server, server.reset)
    assert (found.status, found.reason) == (UNCHECKED, "the connection was lost; try again")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    [found] = check(f"http://127.0.0.1:{port}/").values()
    assert found.status is UNCHECKED
    assert "127.0.0.1 could not be reached" in found.reason


@pytest.mark.parametrize(
    ("number", "status"), [(socket.EAI_NONAME, DEAD), (socket.EAI_AGAIN, UNCHECKED), (socket.EAI_FAIL, UNCHECKED)]
)
def test_unknown_host(number: int, status: LinkStatus, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    [found] = check("http://no-such-host.invalid/").values()
    assert found.status is status


def test_certificates_are_checked() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(context) as server:
        server.answers["/a"] = response()
        assert check(server.url("/a"))[server.url("/a")].status is UNCHECKED
        trust = ssl.create_default_context()
        authority.configure_trust(trust)
        assert check(server.url("/a"), trust=trust)[server.url("/a")].status is OK


@pytest.mark.parametrize(
    "url", ["http://[/", "http://[::1", "http://:80/", "http://a:99999/", f"http://{'a' * 300}.invalid/"]
)
def test_invalid_address(url: str) -> None:
    [found] = check(url).values()
    assert found.status in (UNCHECKED, DEAD)
    assert found.reason


def test_one_request_per_host_at_a_time(server: Server) -> None:
    counts: list[int] = []
    lock, at_once = threading.Lock(), [0]

    def answer(connection: socket.socket, _request: str) -> None:
        with lock:
            at_once[0] += 1
            counts.append(at_once[0])
        time.sleep(0.02)
        with lock:
            at_once[0] -= 1
        connection.sendall(response())

    with serving() as other:
        # The redirects of another host go to this one too.
        server.answers |= {f"/{number}": answer for number in range(12)}
        other.answers |= {f"/{number}": redirect(server.url(f"/{number + 6}")) for number in range(6)}
        urls = [other.url(f"/{number}", "localhost") for number in range(6)]
        found = check(*(server.url(f"/{number}") for number in range(6)), *urls)
    assert {each.status for each in found.values()} == {OK}
    assert counts == [1] * 12


def test_several_hosts_at_once(server: Server) -> None:
    both = threading.Barrier(2, timeout=60)

    def answer(connection: socket.socket, _request: str) -> None:
        both.wait()
        connection.sendall(response())

    server.answers["/a"] = answer
    found = check(server.url("/a"), server.url("/a", "localhost"))
    assert [each.status for each in found.values()] == [OK, OK]


def test_pause_between_requests_to_a_host(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("genai_roadmap.web.connections.time.sleep", pauses.append)
    server.answers |= {"/0": response(), "/1": response()}
    check(server.url("/0"), server.url("/1"), pause=100)
    assert pauses[0] == 0
    assert 90 < pauses[1] <= 100


def test_bug_in_a_thread_is_raised(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(LinkChecker, "_check", fail)
    with pytest.raises(ZeroDivisionError):
        check(server.url("/a"))


def test_nothing_to_check() -> None:
    assert check() == {}
