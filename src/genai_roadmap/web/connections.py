"""Connections: requests through the proxy of the environment, within limits of time, and in turns."""

import math
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TypeVar
from urllib.parse import unquote

import truststore
import urllib3

from genai_roadmap import __version__
from genai_roadmap.web import addresses

T = TypeVar("T")
USER_AGENT = f"genai-roadmap/{__version__}"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a connection: times in seconds, and the number of redirects."""

    connect: float = 10
    read: float = 20
    total: float = 120
    redirects: int = 5


def system_trust() -> ssl.SSLContext:
    """Return the certificates of the system, to which a company may have added its own."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def response_to(
    method: str, url: str, headers: Mapping[str, str], limits: Limits, trust: ssl.SSLContext
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Send a request, and yield the response, whose content can then be read; redirects are not followed."""
    timeout = urllib3.Timeout(connect=limits.connect, read=limits.read)
    with _pool(url, trust) as connections:
        response = connections.request(
            method,
            url,
            headers={"User-Agent": USER_AGENT, **headers},
            timeout=timeout,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            yield response
        finally:
            response.close()


def _pool(url: str, trust: ssl.SSLContext) -> urllib3.PoolManager:
    """Return a pool of connections through the proxy of the environment, if there is one for the URL."""
    host, scheme = addresses.host_of(url), url.partition(":")[0]
    proxy = urllib.request.getproxies().get(scheme)
    if proxy and not addresses.is_loopback(host) and not urllib.request.proxy_bypass(host):
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        return urllib3.ProxyManager(proxy, proxy_headers=_login(proxy), ssl_context=trust)
    return urllib3.PoolManager(ssl_context=trust)


def _login(proxy: str) -> Mapping[str, str] | None:
    """Return the headers with the user name and the password in the address of a proxy, if there are any."""
    login = urllib3.util.parse_url(proxy).auth
    # It is percent-encoded UTF-8; as Latin-1, its bytes are sent as they are.
    return urllib3.make_headers(proxy_basic_auth=unquote(login, "latin-1")) if login else None


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what a call returns, or raise what it raises; raise queue.Empty if it takes longer.

    It runs in another thread, because name resolution can't be interrupted.
    """
    outcome: SimpleQueue[T | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except Exception as error:  # noqa: BLE001 - raised below
            outcome.put(error)

    Thread(target=run, daemon=True).start()
    result = outcome.get(timeout=seconds)
    if isinstance(result, Exception):
        raise result
    return result


class Turn:
    """The turns of the requests to a host."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ended = -math.inf

    @contextmanager
    def taken(self, pause: float) -> Iterator[None]:
        """Wait until no other request to the host is running, and the pause after the last one is over."""
        with self._lock:
            time.sleep(max(self._ended + pause - time.monotonic(), 0))
            try:
                yield
            finally:
                self._ended = time.monotonic()
