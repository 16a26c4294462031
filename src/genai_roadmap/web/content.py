"""The content of a downloaded file: text in UTF-8, or refused."""

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from email.message import Message

from genai_roadmap.web.failures import FailedError

TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
MEDIA = {"image": "an image", "audio": "an audio file", "video": "a video", "font": "a font"}
TEXT_TYPES = re.compile(r"text/.*|application/(?:octet-stream|(?:x-)?markdown|(?:.*\+)?(?:json|toml|xml|yaml))")
ENCODINGS = {"identity", "gzip", "x-gzip", "deflate"}
CHUNK = 65_536
GZIP, ZLIB, RAW_DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
# Text in these may be valid UTF-8 by chance.
DECLARED_FIRST = ("utf-16", "utf-32", "iso2022")
HTML_TYPES = {"text/html", "application/xhtml+xml"}
SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP file",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
}


def check_type(header: str | None) -> None:
    """Raise FailedError if the type of a file is not that of text."""
    found = _parsed(header).get_content_type() if header else "text/plain"
    if not TEXT_TYPES.fullmatch(found):
        name = MEDIA.get(found.partition("/")[0], "not text")
        shown = f" ({found})" if TYPE.fullmatch(found) else ""
        message = f"it is {name}{shown}; use the address of a Markdown file"
        raise FailedError(message)


def check_encoding(header: str | None) -> None:
    """Raise FailedError if a file is compressed in another way than requested."""
    if (header or "identity").strip().casefold() not in ENCODINGS:
        message = "it is compressed in a way that is not supported"
        raise FailedError(message)


def uncompressed(chunks: Iterable[bytes], encoding: str | None) -> Iterator[bytes]:
    """Yield the content in parts of limited size; raise FailedError if it is damaged or ends too early."""
    if (encoding or "identity").strip().casefold() == "identity":
        yield from chunks
        return
    try:
        yield from _inflated(chunks, is_gzip="gzip" in (encoding or "").casefold())
    except zlib.error:
        message = "its compressed content is damaged"
        raise FailedError(message) from None


def _inflated(chunks: Iterable[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    stream = None
    for chunk in chunks:
        data = chunk
        while data:
            if stream and stream.eof and not (is_gzip and data.startswith(b"\x1f")):
                # What follows the end is ignored, except for another part of a gzip file.
                return
            if stream is None or stream.eof:
                stream = zlib.decompressobj(GZIP if is_gzip else _deflate_format(data))
            yield stream.decompress(data, CHUNK)
            data = stream.unconsumed_tail or stream.unused_data
    if stream:
        yield stream.flush()
        if not stream.eof:
            message = "the connection was lost; try again"
            raise FailedError(message)


def _deflate_format(data: bytes) -> int:
    """Return the format of deflated content; some servers send it without the header of zlib."""
    return ZLIB if data[0] & 0x8F == zlib.DEFLATED else RAW_DEFLATE


def is_html(header: str | None) -> bool:
    """Return whether a file is an HTML page."""
    return bool(header) and _parsed(header).get_content_type() in HTML_TYPES


def reject_binary(content: bytes) -> None:
    """Raise FailedError if the content is that of a known kind of file that is not text."""
    for signature, name in SIGNATURES.items():
        if content.startswith(signature):
            message = f"it is {name}, not text; use the address of a Markdown file"
            raise FailedError(message)


def to_utf8(content: bytes, header: str | None) -> bytes:
    """Return the content in UTF-8; it is in the charset that the header names, if it is not UTF-8 already."""
    charset = _parsed(header).get_content_charset() if header else None
    if charset and _codec(charset).startswith(DECLARED_FIRST):
        return _decoded(content, charset).encode()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if charset and charset.isascii():
            return _decoded(content, charset).encode()
    return content


def _codec(charset: str) -> str:
    """Return the name that Python has for a charset; empty if it is unknown."""
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except (LookupError, UnicodeError):
        message = f"its text is not valid {charset if charset.replace('-', '').isalnum() else 'in its charset'}"
        raise FailedError(message) from None


def _parsed(header: str | None) -> Message:
    message = Message()
    message["Content-Type"] = header or ""
    return message
