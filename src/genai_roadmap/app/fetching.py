"""Read what is imported: a file, standard input, or a file on the web."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from genai_roadmap.app.saving import digest
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.spelling import nearest
from genai_roadmap.storage import files, folders, roadmap_files
from genai_roadmap.storage.sources import Source
from genai_roadmap.text import quoted
from genai_roadmap.web import addresses

if TYPE_CHECKING:
    from genai_roadmap.web.client import Client, Download

STDIN = "-"

# Shows a progress bar, and yields a function to call with the number of bytes received and, if known, of all.
DownloadBar = Callable[[], AbstractContextManager[Callable[[int, int | None], None]]]


class Content(NamedTuple):
    """What is imported, and where it came from.

    `path` is the file, or its name for messages; `name` is its name, and `title` that of a roadmap without one,
    both empty if it has none.
    """

    path: Path
    data: bytes
    name: str
    title: str
    source: Source
    is_html: bool = False


def is_address(file: str) -> bool:
    """Return whether a text is an address on the web, and not the name of a file."""
    return addresses.is_address(file) and not os.path.lexists(file)


def read(file: str, stdin: BinaryIO, bar: DownloadBar) -> Content:
    """Return what is imported; raise RequestError or FileInvalidError if it can't be read."""
    if file == STDIN:
        path = Path("standard input")
        data = files.read_stream(path, stdin)
        return Content(path, data, "", "", Source(content=digest(data)))
    if is_address(file):
        address = addresses.parse(file)
        with bar() as on_progress:
            return _downloaded(address, _client(on_progress).download(address))
    if hint := _hint(file, files.expand_user(file)):
        message = f"no such file: {file}. {hint}"
        raise RequestError(message)
    return _read_file(file)


def read_again(source: Source, bar: DownloadBar, *, always: bool) -> Content | None:
    """Return what is at the source of a roadmap now, or None if it has not changed; raise like `read`.

    `always` returns it even so.
    """
    text = source.source or ""
    if not addresses.is_address(text):
        content = _read_file(text)
        return content if always or content.source.content != source.content else None
    address = addresses.parse(text)
    from genai_roadmap.web.client import CachedVersion, Validators

    validators = Validators() if always else Validators(source.etag, source.last_modified)
    with bar() as on_progress:
        found = _client(on_progress).download(address, CachedVersion(source.location, validators))
    if found.content is None or (not always and digest(found.content) == source.content):
        return None
    return _downloaded(address, found)


def _client(on_progress: Callable[[int, int | None], None]) -> Client:
    from genai_roadmap.web.client import Client, DownloadLimits

    return Client(DownloadLimits(size=roadmap_files.MAX_BYTES), on_progress)


def _downloaded(address: addresses.Address, found: Download) -> Content:
    data, etag, date = found.content or b"", found.validators.etag, found.validators.last_modified
    name = address.name or addresses.name_of(found.url)
    source = Source(
        source=address.url, location=found.requested, etag=etag, last_modified=date, content=digest(data)
    )  # fmt: skip
    path = Path(found.url.partition("://")[2].partition("?")[0])
    return Content(path, data, name, _title(name), source, found.is_html)


def _read_file(file: str) -> Content:
    path = files.expand_user(file)
    if folders.is_folder(path):
        message = f"{path} is not a file but a folder; name a file in it, like {path / 'README.md'}"
        raise FileInvalidError(message)
    # Only an export, which contains the progress too, may be larger than a roadmap.
    limit = files.MAX_BYTES if path.suffix == ".json" else roadmap_files.MAX_BYTES
    data = roadmap_files.read_content(path, max_bytes=limit)
    source = Source(source=_absolute(path), content=digest(data))
    name = addresses.name_of_path(path.absolute().parts)
    return Content(path, data, name, _title(name), source)


def _hint(file: str, path: Path) -> str:
    """Return what may have been meant by the name of a file; empty if it exists, or nothing is similar."""
    if os.path.lexists(path):
        return ""
    if addresses.looks_like_address(file):
        return f"If it is an address, type https://{file}"
    found = nearest(path.name, (each.name for each in folders.list_folder(path.parent, "*")))
    return f"Did you mean {quoted(str(path.with_name(found[0])))}?" if found else ""


def _absolute(path: Path) -> str | None:
    """Return the absolute path of a file; None if it is not a source, or can't be written to a text file."""
    text = os.path.abspath(path)  # noqa: PTH100 - resolves .. without following links
    if Path(text).is_relative_to(files.home()):
        # A backup, for example.
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return text


def _title(name: str) -> str:
    """Return a title for a file without one, from its name."""
    title = name.replace("-", " ").replace("_", " ").strip()
    return title[:1].upper() + title[1:]
