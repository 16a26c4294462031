"""Check whether links work, with one request per host at a time and a pause between them."""

from __future__ import annotations

import http.client
import re
import socket
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from urllib3.exceptions import HTTPError, NameResolutionError, ProtocolError

from genai_roadmap.report.links import CheckedLink, LinkStatus
from genai_roadmap.roadmap.models import URL_PATTERN
from genai_roadmap.web import addresses
from genai_roadmap.web.connections import Limits, Turn, response_to, system_trust, within
from genai_roadmap.web.failures import FailedError, reason_of_exception

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

HEADERS = {"Accept": "*/*"}
HOST_NOT_FOUND = "the host was not found"
# Windows and macOS lack one of the two names.
UNKNOWN_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# LinkedIn's status for programs is 999.
BUSY = {HTTPStatus.TOO_MANY_REQUESTS, 999}
REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
PERMANENT, TEMPORARY = {301, 308}, {302, 303, 307}
# The characters that are not encoded in an address that a server sent.
SAFE = "/%:@!$&()*+,;=~-._?"


@dataclass(frozen=True, slots=True)
class LinkLimits(Limits):
    """The limits of a check, with the pause between two requests to a host, and the number of hosts at a time."""

    total: float = 30
    pause: float = 1
    hosts: int = 8


class Answer(NamedTuple):
    """The status of the response of a URL, and the address to which it redirects."""

    url: str
    status: int
    location: str | None


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """How links are checked; `trust` is the certificates, by default those of the system."""

    limits: LinkLimits = LinkLimits()
    trust: ssl.SSLContext = field(default_factory=system_trust)
    _turns: dict[str, Turn] = field(default_factory=dict)
    # The answers by page, because several links may lead to the same one.
    _answers: dict[str, Answer] = field(default_factory=dict)

    def check(self, urls: Iterable[str]) -> Iterator[CheckedLink]:
        """Yield each URL as soon as it is checked."""
        hosts = defaultdict[str, list[str]](list)
        for url in urls:
            hosts[_host(url)].append(url)
        # The hosts with the most links first, because they take longest.
        jobs: SimpleQueue[list[str]] = SimpleQueue()
        for each in sorted(hosts.values(), key=len, reverse=True):
            jobs.put(each)
        results: SimpleQueue[CheckedLink | Exception] = SimpleQueue()
        for _ in range(min(self.limits.hosts, len(hosts))):
            # At exit, a thread that waits for an answer is not waited for.
            Thread(target=self._work, args=(jobs, results), daemon=True).start()
        for _ in range(sum(map(len, hosts.values()))):
            result = results.get()
            if isinstance(result, Exception):
                raise result
            yield result

    def _work(self, jobs: SimpleQueue[list[str]], results: SimpleQueue[CheckedLink | Exception]) -> None:
        """Check the links of one host after the other until none is left."""
        try:
            while True:
                for checked in self._check_host(jobs.get_nowait()):
                    results.put(checked)
        except Empty:
            return
        except Exception as error:  # noqa: BLE001 - raised by `check`
            results.put(error)

    def _check_host(self, urls: list[str]) -> Iterator[CheckedLink]:
        """Yield the checked links of a host; after an answer that there were too many requests, without a request."""
        refusal = ""
        for url in urls:
            try:
                yield CheckedLink(url, LinkStatus.UNCHECKED, refusal) if refusal else self._check(url)
            except _BusyError as error:
                refusal = str(error)
                yield CheckedLink(url, LinkStatus.UNCHECKED, refusal)
            except _DeadError as error:
                yield CheckedLink(url, LinkStatus.DEAD, str(error))
            except FailedError as error:
                yield CheckedLink(url, LinkStatus.UNCHECKED, str(error))

    def _check(self, url: str) -> CheckedLink:
        """Return a link that works or moved; raise FailedError if neither is known."""
        if not _host(url):
            message = "the address is not valid"
            raise FailedError(message)
        answers = self._answers_from(url)
        _check_status(answers[-1].status, is_own=addresses.host_of(answers[-1].url) == addresses.host_of(url))
        new_url = next(answer.url for answer in answers if answer.status not in PERMANENT)
        return CheckedLink(url, LinkStatus.OK) if new_url == url else CheckedLink(url, LinkStatus.MOVED, "", new_url)

    def _answers_from(self, url: str) -> list[Answer]:
        """Return the answers from a URL on, up to one that does not redirect; raise FailedError if they are many."""
        answers = [self._answer(url)]
        while answers[-1].status in PERMANENT | TEMPORARY:
            if len(answers) > self.limits.redirects:
                message = f"it redirects more than {self.limits.redirects} times"
                raise FailedError(message)
            answers.append(self._answer(_redirected(answers[-1].url, answers[-1].location)))
        return answers

    def _answer(self, url: str) -> Answer:
        """Return the answer of a URL, which is asked for once."""
        page = urldefrag(url).url
        if page not in self._answers:
            self._answers[page] = self._new_answer(page)
        return self._answers[page]._replace(url=url)

    def _new_answer(self, url: str) -> Answer:
        """Return the answer to a request without content or, if that says little, to one for the page."""
        try:
            answer = self._request("HEAD", url)
        except _LostError:
            return self._request("GET", url)
        is_clear = answer.status < HTTPStatus.BAD_REQUEST or answer.status in BUSY
        return answer if is_clear else self._request("GET", url)

    def _request(self, method: str, url: str) -> Answer:
        turn = self._turns.setdefault(addresses.host_of(url), Turn())
        with turn.taken(self.limits.pause), _failures(url, self.limits):
            try:
                return within(self.limits.total, lambda: self._send(method, url))
            except Empty:
                message = f"no answer within {self.limits.total:g} seconds"
                raise FailedError(message) from None

    def _send(self, method: str, url: str) -> Answer:
        with response_to(method, url, HEADERS, self.limits, self.trust) as response:
            return Answer(url, response.status, response.headers.get("Location"))


class _DeadError(FailedError):
    """There is no such page."""


class _BusyError(FailedError):
    """The host accepts no more requests."""


class _LostError(FailedError):
    """The connection was closed without an answer."""


def _host(url: str) -> str:
    """Return the host of a URL; empty if the URL is not valid."""
    try:
        return addresses.host_of(url)
    except ValueError:
        return ""


def _check_status(status: int, *, is_own: bool) -> None:
    """Raise FailedError unless a page was found; `is_own` is whether the answer is of the host of the link."""
    kind: type[FailedError] = FailedError
    reason = "the server sent an unexpected answer"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status in GONE:
        kind, reason = _DeadError, "not found"
    elif status in BUSY:
        is_temporary = status == HTTPStatus.TOO_MANY_REQUESTS
        reason = "too many requests; try again later" if is_temporary else "the site refuses automatic checks"
        kind = _BusyError if is_own else FailedError
    elif status in REFUSED:
        reason = "it requires a login, or the site refuses automatic checks"
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        reason = "the server has a problem"
    message = f"{reason} ({status})"
    raise kind(message)


def _redirected(url: str, location: str | None) -> str:
    """Return the address to which a URL redirects, with the fragment of the URL if it has none."""
    try:
        parts = urlsplit(urljoin(url, location or ""))
    except ValueError:
        parts = urlsplit("")
    path, query = quote(parts.path, SAFE) or "/", quote(parts.query, SAFE)
    fragment = quote(parts.fragment or urlsplit(url).fragment, SAFE)
    target = parts._replace(path=path, query=query, fragment=fragment).geturl()
    is_private = _is_private(parts.hostname or "") and not _is_private(addresses.host_of(url))
    if not location or not re.fullmatch(URL_PATTERN, target) or is_private:
        message = "it redirects to an address that is not allowed"
        raise FailedError(message)
    return target


def _is_private(host: str) -> bool:
    """Return whether a host is an address that others can't reach, such as this machine or one in its network."""
    with suppress(OSError):
        # This includes short forms like 127.1, which the system accepts as addresses.
        return not ip_address(socket.inet_aton(host)).is_global
    with suppress(ValueError):
        return not ip_address(host).is_global
    return addresses.is_loopback(host)


@contextmanager
def _failures(url: str, limits: LinkLimits) -> Iterator[None]:
    """Convert the errors of a connection to FailedError."""
    try:
        yield
    except NameResolutionError as error:
        cause = error.__cause__
        if isinstance(cause, socket.gaierror) and cause.errno in UNKNOWN_HOST:
            raise _DeadError(HOST_NOT_FOUND) from error
        message = "the host could not be looked up; check your connection"
        raise FailedError(message) from error
    except (HTTPError, http.client.HTTPException, OSError, UnicodeError) as error:
        kind = _LostError if isinstance(error, ProtocolError) else FailedError
        raise kind(reason_of_exception(error, addresses.host_of(url), limits.connect, limits.read)) from error
