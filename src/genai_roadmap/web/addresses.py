"""Addresses as people copy them from the web, and those of the files that the pages show."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from ipaddress import ip_address
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from genai_roadmap.errors import RequestError

READMES = (
    "README.md",
    "readme.md",
    "Readme.md",
    "README.MD",
    "README.markdown",
    "docs/README.md",
    ".github/README.md",
)
# Names of files that say nothing about their content, a README also with a language; the folder's name is used.
UNNAMED = re.compile(r"|index|home|raw|head|roadmap|readme(?:[._-][a-z]{2}(?:[_-][a-z]+)?)?", re.IGNORECASE)
KNOWN_HOSTS = (
    *("github.com", "gist.github.com", "raw.githubusercontent.com", "gist.githubusercontent.com"),
    *("gitlab.com", "codeberg.org", "gitea.com", "bitbucket.org"),
)
PAGE_HOSTS = {host for host in KNOWN_HOSTS if "githubusercontent" not in host}
# The paths of files themselves on these hosts.
DIRECT = re.compile(r"/(?:raw|downloads?|uploads)(?:/|$)|^[^/]+/api/|/files/\d+/")
GIT_ADDRESS = re.compile(r"(?:ssh://)?git@([^:/]+)[:/](.+)")
SSH_PORT = re.compile(r"^(ssh://git@[^:/]+):\d+/")
WWW = re.compile(r"^www\.(?=git(?:hub|lab)\.)")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
HOST_AND_PATH = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}/.+")
INVALID = "is not a valid address; type one like https://example.org/roadmap.md"
HOST = re.compile(r"[a-z0-9_.:-]+")
PORTS = {"https": 443, "http": 80}
# The characters that are not encoded in a path or a query.
SAFE = "/%:@!$&'()*+,;=~-._?[]"


class Shows(Enum):
    """What the page at an address shows: a file, or a folder with a README; with EITHER, the name decides."""

    FILE = auto()
    FOLDER = auto()
    EITHER = auto()


class Rule(NamedTuple):
    """The pattern of a page's host and path, where its file or folder is, what it shows, and a path that names it."""

    page: str
    file: str
    shows: Shows
    name: str = ""


RAW = "raw.githubusercontent.com"
RULES = [
    Rule(r"github\.com/([^/]+)/([^/]+)", rf"{RAW}/\1/\2/HEAD", Shows.FOLDER, r"\2"),
    Rule(r"github\.com/([^/]+)/([^/]+)/tree/([^/]+)(/.+)?", rf"{RAW}/\1/\2/\3\4", Shows.FOLDER, r"\2\4"),
    Rule(
        r"github\.com/([^/]+)/([^/]+)/(?:blob|raw|blame|edit)/([^/]+)/(.+)",
        rf"{RAW}/\1/\2/\3/\4",
        Shows.FILE,
        r"\2/\4",
    ),
    Rule(r"github\.com/([^/]+)/([^/]+)/wiki", rf"{RAW}/wiki/\1/\2/Home.md", Shows.FILE, r"\2/Home"),
    Rule(r"github\.com/([^/]+)/([^/]+)/wiki/([^/]+)", rf"{RAW}/wiki/\1/\2/\3.md", Shows.FILE, r"\2/\3.md"),
    Rule(r"gist\.github\.com/((?:[^/]+/)?[0-9a-f]{8,})", r"gist.github.com/\1/raw", Shows.FILE),
    # GitLab has the same addresses on any host.
    Rule(r"([^/]+)/(.+)/-/tree/([^/]+)(/.+)?", r"\1/\2/-/raw/\3\4", Shows.FOLDER, r"\2\4"),
    Rule(r"([^/]+)/(.+)/-/(?:blob|blame|edit)/([^/]+)/(.+)", r"\1/\2/-/raw/\3/\4", Shows.FILE, r"\2/\4"),
    Rule(r"([^/]+)/((?:.+/)?-/snippets/\d+)", r"\1/\2/raw", Shows.FILE),
    Rule(
        r"(gitlab\.[^/]+)/(?!(?:users|explore|help|dashboard|admin|groups|search)/)((?:(?!-/)[^/]+/)+(?!-$)[^/]+)",
        r"\1/\2/-/raw/HEAD",
        Shows.FOLDER,
        r"\2",
    ),
    # Gitea and Forgejo do too; the default branch is known to their API.
    Rule(
        r"([^/]+/[^/]+)/([^/]+)/src/((?:branch|tag|commit)/[^/]+)(/.+)?",
        r"\1/\2/raw/\3\4",
        Shows.EITHER,
        r"\2\4",
    ),
    Rule(r"(codeberg\.org|gitea\.com)/([^/]+)/([^/]+)", r"\1/api/v1/repos/\2/\3/raw", Shows.FOLDER, r"\3"),
    Rule(r"bitbucket\.org/([^/]+)/([^/]+)", r"bitbucket.org/\1/\2/raw/HEAD", Shows.FOLDER, r"\2"),
    Rule(
        r"bitbucket\.org/([^/]+)/([^/]+)/src/([^/]+)(/.+)?",
        r"bitbucket.org/\1/\2/raw/\3\4",
        Shows.EITHER,
        r"\2\4",
    ),
]


class Address(NamedTuple):
    """An address: its URL, the URLs at which its file may be, and the name of the file or repository."""

    url: str
    files: tuple[str, ...]
    name: str

    @property
    def is_folder(self) -> bool:
        """Whether a README is searched."""
        return len(self.files) > 1


def is_address(text: str) -> bool:
    """Return whether a text is an address, and not the name of a file; known hosts need no https://."""
    host = text.removeprefix("www.").partition("/")[0].casefold()
    return bool(SCHEME.match(text) or GIT_ADDRESS.fullmatch(text)) or ("/" in text and host in KNOWN_HOSTS)


def looks_like_address(text: str) -> bool:
    """Return whether a text may be an address without https:// of an unknown host."""
    return bool(HOST_AND_PATH.fullmatch(text))


def parse(text: str) -> Address:
    """Return the address in a text; raise RequestError if it is invalid, not allowed, or contains a password."""
    git = GIT_ADDRESS.fullmatch(SSH_PORT.sub(r"\1/", text))
    url = normalized(f"https://{git[1]}/{git[2]}" if git else text if SCHEME.match(text) else f"https://{text}")
    scheme, rest = url.split("://", 1)
    page = WWW.sub("", rest.partition("?")[0].rstrip("/").removesuffix(".git"))
    for rule in RULES:
        if found := re.fullmatch(rule.page, page):
            file, name = (found.expand(template) for template in (rule.file, rule.name))
            is_folder = rule.shows is Shows.FOLDER or (
                rule.shows is Shows.EITHER and not _has_suffix(found[found.re.groups])
            )
            names = [f"{file}/{readme}" for readme in READMES] if is_folder else [file]
            return Address(
                f"{scheme}://{page}", tuple(f"{scheme}://{each}" for each in names), _name(name, is_file=not is_folder)
            )
    if page.partition("/")[0] in PAGE_HOSTS and not DIRECT.search(page):
        _refuse(url, "shows no file; use the address of the repository or of a file")
    return Address(url, (url,), name_of(url))


def normalized(url: str) -> str:
    """Return a URL without its fragment, with special characters encoded; raise RequestError if it is not allowed."""
    try:
        parts = urlsplit(url)
        host, port = _host(parts), parts.port
    except ValueError:
        _refuse(url, INVALID)
    if parts.scheme not in PORTS:
        _refuse(url, "can't be fetched; use an address that begins with https://")
    if not HOST.fullmatch(host) or not parts.netloc.isprintable():
        _refuse(url, INVALID)
    if parts.username is not None or parts.password is not None:
        message = f"the address of {host} contains a user name or a password; remove it"
        raise RequestError(message)
    if parts.scheme == "http" and not is_loopback(host):
        _refuse(url, f"is not encrypted; use {parts._replace(scheme='https').geturl()}")
    shown_host = f"[{host}]" if ":" in host else host
    place = shown_host if port in (None, PORTS[parts.scheme]) else f"{shown_host}:{port}"
    query = f"?{quote(parts.query, SAFE)}" if parts.query else ""
    return f"{parts.scheme}://{place}{quote(parts.path, SAFE) or '/'}{query}"


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, to which a connection needs no encryption."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """Return the host of a normalized URL."""
    return urlsplit(url).hostname or ""


def name_of(url: str) -> str:
    """Return the name of the file at a URL, or else of its folder, or else of its host."""
    host = host_of(url).removeprefix("www.")
    return _name(f"{'' if is_loopback(host) else host.partition('.')[0]}/{urlsplit(url).path}", is_file=True)


def _name(path: str, *, is_file: bool) -> str:
    return name_of_path([unquote(part) for part in path.split("/")], is_file=is_file)


def name_of_path(parts: Sequence[str], *, is_file: bool = True) -> str:
    """Return the last part of a path that says something about the content; empty if there is none.

    Only a file loses its suffix: `vue.js` and `v1.2` are names of repositories and folders.
    """
    *folders, last = map(PurePosixPath, parts)
    names = [last.stem if is_file else last.name, *(folder.name for folder in reversed(folders))]
    return next((name for name in names if not UNNAMED.fullmatch(name)), "")


def _has_suffix(path: str | None) -> bool:
    return bool(path and PurePosixPath(path).suffix)


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return host if host.isascii() else host.encode("idna").decode()


def _refuse(url: str, reason: str) -> None:
    message = f"{url} {reason}"
    raise RequestError(message) from None
