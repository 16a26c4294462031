"""Downloads from a server that also misbehaves."""

import gzip
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterator
from threading import Event

import pytest
import trustme
import truststore

from genai_roadmap.errors import RequestError
from genai_roadmap.web import addresses
from genai_roadmap.web.client import NOT_CACHED, CachedVersion, Client, Download, DownloadLimits, Validators
from web_server import Answer, Server, bomb, not_found, redirect, response, serving

TEXT = b"# Plan\n\n## One\n\n- a\n- b\n"
MB = 1024**2


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def download(url: str, cached: CachedVersion = NOT_CACHED, **limits: float) -> Download:
    found = DownloadLimits(**{"connect": 60, "read": 60, "total": 120, "size": MB, **limits})  # type: ignore[arg-type]
    return Client(found, trust=ssl.create_default_context()).download(addresses.parse(url), cached)


def test_content_and_what_identifies_it(server: Server) -> None:
    server.answers["/plan.md"] = response(TEXT, ETag='W/"a1"', Last_Modified="Wed, 25 Nov 2026 10:00:00 GMT")
    found = download(server.url())
    assert found.content == TEXT
    assert found.validators == Validators('W/"a1"', "Wed, 25 Nov 2026 10:00:00 GMT")
    assert (found.requested, found.url, found.is_html) == (server.url(), server.url(), False)
    assert (server.header("User-Agent") or "").startswith("genai-roadmap/")
    assert server.header("Authorization") is None


def test_known_version_is_not_downloaded_again(server: Server) -> None:
    server.answers["/plan.md"] = response(b"", "304 Not Modified")
    cached = CachedVersion(server.url(), Validators('"a1"', "Wed, 25 Nov 2026 10:00:00 GMT"))
    assert download(server.url(), cached).content is None
    assert server.header("If-None-Match") == '"a1"'
    assert server.header("If-Modified-Since") == "Wed, 25 Nov 2026 10:00:00 GMT"
    with pytest.raises(RequestError, match=r"unexpected answer \(304\)"):
        download(server.url(), CachedVersion(server.url()))
    with pytest.raises(RequestError, match=r"unexpected answer \(304\)"):
        download(server.url(), CachedVersion("http://127.0.0.1/other", cached.validators))


def test_headers_are_not_trusted(server: Server) -> None:
    server.answers["/plan.md"] = response(
        TEXT, ETag='"\x1b]8;;x"', Last_Modified="\x1b[2J", Content_Disposition='attachment; filename="../../x"'
    )
    found = download(server.url())
    assert found.content == TEXT
    assert found.validators == Validators()


def test_redirects(server: Server) -> None:
    server.answers |= {
        "/plan.md": redirect("/two", "301 Moved Permanently"),
        "/two": redirect(server.url("/three"), "308 Permanent Redirect"),
        "/three": response(TEXT),
    }
    found = download(server.url())
    assert (found.content, found.requested, found.url) == (TEXT, server.url(), server.url("/three"))


@pytest.mark.parametrize(
    ("encoding", "packed", "expected"),
    [
        ("gzip", gzip.compress(TEXT), TEXT),
        ("X-GZIP", gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]) + b"more", TEXT),
        ("gzip", gzip.compress(TEXT * 9000), TEXT * 9000),
        ("gzip", b"", b""),
        ("deflate", zlib.compress(TEXT), TEXT),
        ("deflate", zlib.compress(TEXT, wbits=-15) + b"more", TEXT),
    ],
)
def test_compressed_content(server: Server, encoding: str, packed: bytes, expected: bytes) -> None:
    server.answers["/plan.md"] = response(packed, Content_Encoding=encoding)
    assert download(server.url()).content == expected


def test_chunked_content(server: Server) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (TEXT[:5], TEXT[5:], b""))
    server.answers["/plan.md"] = response(b"", Content_Length="", Transfer_Encoding="chunked") + chunks
    assert download(server.url()).content == TEXT


def test_content_without_a_length(server: Server) -> None:
    server.answers["/plan.md"] = response(b"", Content_Length="", Connection="close") + TEXT
    assert download(server.url()).content == TEXT


@pytest.mark.parametrize(
    ("header", "content", "expected"),
    [
        ("text/plain; charset=iso-8859-1", "# Café".encode("latin-1"), "# Café"),
        ("text/plain; charset=utf-16", "# Café".encode("utf-16"), "# Café"),
        ("text/plain; charset=iso-8859-1", "# Café".encode(), "# Café"),
        ("text/plain; charset=ISO-2022-JP", "# 計画".encode("iso2022_jp"), "# 計画"),
        ("text/plain; charset=utf-16le", "# Cafe".encode("utf-16-le"), "# Cafe"),
        ("text/plain; charset=UTF-32BE", "# Cafe".encode("utf-32-be"), "# Cafe"),
        ("text/plain; charset=x-unknown", b"# A", "# A"),
        ("application/octet-stream", b"# A", "# A"),
        ("", b"# A", "# A"),
        ("nonsense", b"# A", "# A"),
        ("application/json", b"{}", "{}"),
    ],
)
def test_text_in_any_charset(server: Server, header: str, content: bytes, expected: str) -> None:
    server.answers["/plan.md"] = response(content, Content_Type=header)
    assert (download(server.url()).content or b"").decode() == expected


def test_html_page(server: Server) -> None:
    server.answers["/plan.md"] = response(b"<p>x", Content_Type="text/html; charset=utf-8")
    assert download(server.url()).is_html


NAMED = response(b"x")
REFUSED: dict[str, tuple[Answer, str]] = {
    "missing": (not_found(), "there is no such page, or it is private (404)"),
    "gone": (response(b"", "410 Gone"), "there is no such page, or it is private (410)"),
    "login": (response(b"", "401 Unauthorized"), "requires a login (401)"),
    "forbidden": (response(b"", "403 Forbidden"), "requires a login (403)"),
    "too many requests": (response(b"", "429 \x1b[2J"), "there were too many requests (429); try again later"),
    "server error": (response(b"", "500 Internal"), "the server has a problem (500)"),
    "teapot": (response(b"", "418 No"), "the server sent an unexpected answer (418)"),
    "no content": (response(b"", "204 No Content"), "the server sent an unexpected answer (204)"),
    "image": (response(b"x", Content_Type="image/png"), "it is an image (image/png); use the address"),
    "zip": (response(b"x", Content_Type="application/zip"), "it is not text (application/zip)"),
    "hostile type": (response(b"x", Content_Type="image/\x1b[31m"), "it is an image; use"),
    "pdf": (response(b"%PDF-1.7", Content_Type="application/octet-stream"), "it is a PDF file, not text"),
    "wrong charset": (response(b"\xff\xfe\xff", Content_Type="text/plain; charset=utf-8"), "not valid utf-8"),
    "unknown charset": (response(b"\xff", Content_Type="text/plain; charset=x-\x1b[m"), "not valid in its charset"),
    "truncated": (response(b"x", Content_Length="10"), "the connection was lost"),
    "truncated chunk": (
        response(b"", Content_Length="", Transfer_Encoding="chunked") + b"ff\r\nabc",
        "the connection was lost",
    ),
    "wrong chunk": (
        response(b"", Content_Length="", Transfer_Encoding="chunked") + b"zz\r\nabc",
        "the connection was lost",
    ),
    "too large": (response(b"x", Content_Length=str(10**30)), "it is larger than 1 MB"),
    "bomb": (bomb(50), "it is larger than 1 MB"),
    "other compression": (response(b"x", Content_Encoding="br"), "it is compressed in a way that is not supported"),
    "bad gzip": (response(b"no gzip", Content_Encoding="gzip"), "its compressed content is damaged"),
    "cut gzip": (
        response(gzip.compress(TEXT)[:-9], Content_Length="", Content_Encoding="gzip"),
        "the connection was lost; try again",
    ),
    "cut deflate": (
        response(zlib.compress(TEXT)[:-5], Content_Length="", Content_Encoding="deflate"),
        "the connection was lost; try again",
    ),
    "audio": (response(b"x", Content_Type="audio/ogg"), "it is an audio file (audio/ogg)"),
    "no http": (b"\x1b[2J\r\n\r\n", "the connection was lost"),
    "empty": (b"", "the connection was lost"),
    "endless header": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, "the connection was lost"),
    "long header": (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "the connection was lost"),
    "redirect without target": (redirect(""), "it redirects without an address"),
    "redirect to another scheme": (redirect("file:///etc/passwd"), "it redirects to an address that is not allowed"),
    "redirect to an unencrypted address": (
        redirect("http://example.org/"),
        "it redirects to an address that is not allowed",
    ),
    "redirect with a password": (
        redirect("https://a:b@example.org/"),
        "it redirects to an address that is not allowed",
    ),
    "redirect to nonsense": (redirect("https://[::1"), "it redirects to an address that is not allowed"),
    "loop": (redirect("/plan.md"), "it redirects more than 5 times"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(server: Server, name: str) -> None:
    server.answers["/plan.md"], reason = REFUSED[name]
    with pytest.raises(RequestError) as caught:
        download(server.url())
    message = str(caught.value)
    assert message.startswith(f"{server.url()} can't be fetched: ")
    assert reason in message
    assert message.isprintable()
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("endless", {}, "it is larger than 1 MB"),
        ("silent", {"read": 0.05}, "sent nothing for 0.05 seconds"),
        ("silent", {"total": 0.05}, "no complete answer within 0.05 seconds"),
        ("slow", {"total": 0.2}, "no complete answer within 0.2 seconds; try again later"),
        ("slow_header", {"total": 0.2}, "no complete answer within 0.2 seconds; try again later"),
        ("reset", {}, "the connection was lost; try again"),
    ],
)
def test_server_that_does_not_end(server: Server, name: str, limits: dict[str, float], reason: str) -> None:
    server.answers["/plan.md"] = getattr(server, name)
    with pytest.raises(RequestError) as caught:
        download(server.url(), NOT_CACHED, **limits)
    assert reason in str(caught.value)


def test_more_than_the_length_is_ignored(server: Server) -> None:
    server.answers["/plan.md"] = response(TEXT + b"more", Content_Length=str(len(TEXT)))
    assert download(server.url()).content == TEXT


def test_readme_of_a_folder_is_searched(server: Server) -> None:
    folder = "/group/project/-/raw/main/docs/"
    server.answers[f"{folder}readme.md"] = response(TEXT)
    page = server.url("/group/project/-/tree/main/docs")
    found = download(page)
    assert (found.content, found.requested) == (TEXT, server.url(f"{folder}readme.md"))
    assert server.paths == [f"{folder}README.md", f"{folder}readme.md"]
    download(page, CachedVersion(found.requested))
    assert server.paths[2:] == [f"{folder}readme.md"]
    server.answers.clear()
    with pytest.raises(RequestError, match=r"no README\.md was found"):
        download(page)


def test_unreachable_hosts() -> None:
    with serving() as closed:
        pass
    with pytest.raises(RequestError, match=r"127\.0\.0\.1 could not be reached; check the address"):
        download(closed.url())
    with pytest.raises(RequestError, match=r"the host nothing\.invalid was not found; check the address"):
        download("https://nothing.invalid/x.md")


def test_bug_in_the_thread_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "first", lambda *_: int("no"))
    with pytest.raises(ValueError, match="invalid literal"):
        download("https://example.org/x.md")


def test_progress_is_reported(server: Server) -> None:
    server.answers["/plan.md"] = response(TEXT)
    reported: list[tuple[int, int | None]] = []
    client = Client(on_progress=lambda received, total: reported.append((received, total)))
    client.download(addresses.parse(server.url()))
    assert reported[-1] == (len(TEXT), len(TEXT))


def test_no_progress_after_the_timeout(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/plan.md"] = response(TEXT)
    timed_out, done = Event(), Event()
    first = Client.first
    reported: list[int] = []

    def late(client: Client, address: addresses.Address, cached: CachedVersion) -> Download:
        timed_out.wait(60)
        try:
            return first(client, address, cached)
        finally:
            done.set()

    monkeypatch.setattr(Client, "first", late)
    client = Client(DownloadLimits(total=0.05), lambda received, _total: reported.append(received))
    with pytest.raises(RequestError, match=r"no complete answer within 0\.05 seconds; try again later"):
        client.download(addresses.parse(server.url()))
    timed_out.set()
    assert done.wait(60)
    assert server.paths == ["/plan.md"]
    assert reported == []


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Server]:
    """Return a server with a certificate for localhost."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    with serving(context) as found:
        yield found


def trusting(authority: trustme.CA) -> Client:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Client(DownloadLimits(connect=60, read=60, total=120), trust=context)


def test_encrypted_connection(secure: Server, authority: trustme.CA) -> None:
    secure.answers["/plan.md"] = response(TEXT)
    url = secure.url(host="localhost")
    assert trusting(authority).download(addresses.parse(url)).content == TEXT
    with pytest.raises(RequestError, match="localhost is not secure: its certificate is not valid"):
        download(url)
    with pytest.raises(RequestError, match=r"127\.0\.0\.1 is not secure: its certificate is not valid"):
        trusting(authority).download(addresses.parse(secure.url()))


def test_certificates_are_those_of_the_system() -> None:
    trust = Client().trust
    assert isinstance(trust, truststore.SSLContext)
    assert trust.verify_mode is ssl.CERT_REQUIRED
    assert trust.check_hostname


def test_no_redirect_to_an_unencrypted_connection(secure: Server, server: Server, authority: trustme.CA) -> None:
    secure.answers["/plan.md"] = redirect(server.url())
    with pytest.raises(RequestError, match="it redirects to an address that is not encrypted"):
        trusting(authority).download(addresses.parse(secure.url(host="localhost")))
    assert server.requests == []


def test_server_without_encryption(server: Server) -> None:
    with pytest.raises(RequestError, match="is not secure: the server does not use TLS on this port"):
        download(server.url().replace("http:", "https:"))


def test_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv("https_proxy", f"127.0.0.1:{server.port}")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(RequestError, match="the proxy can't be reached; check HTTPS_PROXY"):
        download("https://example.org/plan.md")
    for proxy, reason in (("socks5://127.0.0.1", "the proxy is not supported"), ("http://[::1", "is not valid")):
        monkeypatch.setenv("https_proxy", proxy)
        with pytest.raises(RequestError, match=reason):
            download("https://example.org/plan.md")
    assert server.requests[0].startswith("CONNECT example.org:443 ")


def test_login_of_the_proxy(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    server.answers["example.org:443"] = response(b"", "407 Proxy Authentication Required")
    monkeypatch.delenv("no_proxy", raising=False)
    for login, sent in (("", None), ("ada:p%40ss%C3%A9@", "ada:p@ssé")):
        monkeypatch.setenv("https_proxy", f"http://{login}127.0.0.1:{server.port}")
        with pytest.raises(RequestError, match="the proxy requires a login; check the user name"):
            download("https://example.org/plan.md")
        expected = f"Basic {b64encode(sent.encode()).decode()}" if sent else None
        assert {name.title(): value for name, value in _headers(server.requests[-1])}.get(
            "Proxy-Authorization"
        ) == expected


def _headers(request: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (line.partition(": ") for line in request.splitlines()[1:])]
