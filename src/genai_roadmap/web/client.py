"""Download a file, within limits of time, size and redirects."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from queue import Empty
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError

from genai_roadmap.errors import RequestError
from genai_roadmap.web import addresses
from genai_roadmap.web.connections import Limits, response_to, system_trust, within
from genai_roadmap.web.content import CHUNK, check_encoding, check_type, is_html, reject_binary, to_utf8, uncompressed
from genai_roadmap.web.failures import FailedError, NotFoundError, reason_of_exception, reason_of_status

if TYPE_CHECKING:
    import ssl

    import urllib3

OK, NOT_MODIFIED = 200, 304
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {
    "Accept": "text/markdown, text/plain, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,200}"')
DATE = re.compile(r"[A-Za-z0-9,: +-]{1,60}")

# Gets the number of bytes received and, if known, the number of all.
OnProgress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class DownloadLimits(Limits):
    """The limits of a download, with the size in bytes."""

    size: int = 16 * 1024**2


class Validators(NamedTuple):
    """The ETag and the date that identify a version of a file, as the server sent them."""

    etag: str | None = None
    last_modified: str | None = None


class CachedVersion(NamedTuple):
    """The version of a file that was downloaded before, and where it was."""

    url: str | None = None
    validators: Validators = Validators()


NOT_CACHED = CachedVersion()


class Download(NamedTuple):
    """A downloaded file: its URL as it was requested and after redirects; no content if it has not changed."""

    requested: str
    url: str
    content: bytes | None
    is_html: bool = False
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Client:
    """How files are downloaded; `trust` is the certificates, by default those of the system."""

    limits: DownloadLimits = DownloadLimits()
    on_progress: OnProgress = lambda _received, _total: None
    trust: ssl.SSLContext = field(default_factory=system_trust)

    def download(self, address: addresses.Address, cached: CachedVersion = NOT_CACHED) -> Download:
        """Return the first file that exists of those of an address; raise RequestError if there is none."""
        ended = Event()
        client = replace(self, on_progress=_until(ended, self.on_progress))
        try:
            return within(self.limits.total, lambda: client.first(address, cached))
        except Empty:
            _fail(address.url, f"no complete answer within {self.limits.total:g} seconds; try again later")
        except FailedError as error:
            _fail(address.url, str(error))
        finally:
            ended.set()

    def first(self, address: addresses.Address, cached: CachedVersion) -> Download:
        """Return what `download` does, without a limit of the total time."""
        # Try the README found last time first.
        for url in sorted(address.files, key=lambda url: url != cached.url):
            try:
                return self._follow(url, cached.validators if url == cached.url else Validators())
            except NotFoundError:
                if not address.is_folder:
                    raise
        message = "no README.md was found; if it is not private, use the address of the file with the roadmap"
        raise NotFoundError(message)

    def _follow(self, requested: str, validators: Validators) -> Download:
        url = requested
        for _ in range(self.limits.redirects + 1):
            with _failures(addresses.host_of(url), self.limits), self._response(url, validators) as response:
                if response.status in REDIRECTS:
                    url = _redirected(url, response.headers.get("Location"))
                    continue
                if response.status == NOT_MODIFIED and any(validators):
                    return Download(requested, url, None)
                if response.status != OK:
                    raise reason_of_status(response.status)
                text, kind = self._text(response), response.headers.get("Content-Type")
                return Download(requested, url, text, is_html(kind), _validators(response.headers))
        message = f"it redirects more than {self.limits.redirects} times"
        raise FailedError(message)

    def _response(self, url: str, validators: Validators) -> AbstractContextManager[urllib3.BaseHTTPResponse]:
        conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
        headers = HEADERS | {name: value for name, value in conditions.items() if value}
        return response_to("GET", url, headers, self.limits, self.trust)

    def _text(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """Return the text of a response in UTF-8; raise FailedError if it is not text."""
        kind = response.headers.get("Content-Type")
        check_type(kind)
        check_encoding(response.headers.get("Content-Encoding"))
        content = self._content(response)
        reject_binary(content)
        return to_utf8(content, kind)

    def _content(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """Return the content of a response, uncompressed; it is read in parts, so that a large one takes no memory."""
        length = response.headers.get("Content-Length", "")
        is_known = length.isdecimal() and "Content-Encoding" not in response.headers
        total = int(length[:20]) if is_known else None
        content = bytearray()
        for part in uncompressed(_chunks(response), response.headers.get("Content-Encoding")):
            content += part
            self.on_progress(len(content), total)
            if max(len(content), total or 0) > self.limits.size:
                break
        if max(len(content), total or 0) > self.limits.size:
            message = f"it is larger than {self.limits.size // 1024**2} MB"
            raise FailedError(message)
        return bytes(content)


def _until(ended: Event, on_progress: OnProgress) -> OnProgress:
    """Return a function that reports progress until the download has ended; the thread may run longer than the bar."""

    def report(received: int, total: int | None) -> None:
        if not ended.is_set():
            on_progress(received, total)

    return report


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(CHUNK, decode_content=False):
        yield chunk


@contextmanager
def _failures(host: str, limits: Limits) -> Iterator[None]:
    """Convert the errors of a connection to FailedError."""
    try:
        yield
    except (HTTPError, http.client.HTTPException, OSError) as error:
        raise FailedError(reason_of_exception(error, host, limits.connect, limits.read)) from error


def _redirected(url: str, location: str | None) -> str:
    if not location:
        message = "it redirects without an address"
        raise FailedError(message)
    try:
        target = addresses.normalized(urljoin(url, location))
    except (RequestError, ValueError):
        message = "it redirects to an address that is not allowed"
        raise FailedError(message) from None
    if url.startswith("https:") and not target.startswith("https:"):
        message = "it redirects to an address that is not encrypted"
        raise FailedError(message)
    return target


def _validators(headers: Any) -> Validators:
    etag, date = headers.get("ETag", ""), headers.get("Last-Modified", "")
    return Validators(etag if ETAG.fullmatch(etag) else None, date if DATE.fullmatch(date) else None)


def _fail(url: str, reason: str) -> NoReturn:
    message = f"{url} can't be fetched: {reason}"
    raise RequestError(message) from None
