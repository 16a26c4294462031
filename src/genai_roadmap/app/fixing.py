"""Write missing slugs into a roadmap file."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections import Counter
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.models import FORMAT
from genai_roadmap.storage import files, roadmap_files, toml
from genai_roadmap.storage.toml_positions import MAX_DEPTH, Fix, WrittenSlug, with_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genai_roadmap.app.session import Session
    from genai_roadmap.storage.toml_positions import Keys

# Less the umask, like any file outside the home folder.
NEW_FILE_MODE = 0o666


def write_slugs(session: Session, file: Path | None) -> Fix:
    """Write the missing slugs of steps and topics, made from their titles, into a file or the learner's roadmap.

    All else in the file is left as it is. Raises FileInvalidError if it is not valid TOML, and FileWriteError.
    """
    if not file:
        session.require_chosen_roadmap()
    path = file or session.roadmap_file
    # First, because a relative path has no absolute one if the current folder was removed.
    old = roadmap_files.read_content(path)
    if path.absolute() != roadmap_files.own_folder() / f"{path.stem}.toml" or path.stem == roadmap_files.BUNDLED:
        content, slugs, untitled = _with_slugs(path, old)
        return Fix(path, slugs, untitled, _write_with_backup(path, old, content) if slugs else None)
    with roadmap_files.lock(path.stem) as locked:
        old = roadmap_files.read_content(path)
        content, slugs, untitled = _with_slugs(path, old)
        return Fix(path, slugs, untitled, locked.replace(old, content, session.now) if slugs else None)


def _write_with_backup(path: Path, old: bytes, content: bytes) -> Path:
    """Replace the content of a file, which may be a link, and return the backup beside it.

    Raises RequestError if it no longer has the old content, and FileWriteError.
    """
    names = (f"{path.name}.bak{number or ''}" for number in count())
    backup = next(other for name in names if not os.path.lexists(other := path.with_name(name)))
    files.replace(backup, old, mode=NEW_FILE_MODE)
    files.require_content(path, old)
    files.replace(Path(os.path.realpath(path)), content)
    return backup


def _with_slugs(path: Path, content: bytes) -> tuple[bytes, list[WrittenSlug], Counter[str]]:
    """Return the content with the missing slugs added, the added slugs, and how many steps and topics lack a title."""
    data = toml.parse_toml(path, content, newest_format=FORMAT, share=roadmap_files.SHARE_OF_TOKENS)
    slugs = _missing_slugs(data)
    text = with_key(toml.decode(path, content), "slug", {keys: written.slug for keys, written in slugs.items()})
    fixed = (BOM_UTF8 if content.startswith(BOM_UTF8) else b"") + text.encode()
    for keys, written in slugs.items():
        _table(data, keys)["slug"] = written.slug
    if toml.parse_toml(path, fixed, newest_format=FORMAT) != data:
        message = f"slugs can't be added to {path} automatically; add them by hand"
        raise RequestError(message)
    untitled = ("topic" if "topics" in keys else "step" for keys, table in _tables(data) if "slug" not in table)
    return fixed, [*slugs.values()], Counter(untitled)


def _missing_slugs(data: dict[str, Any]) -> dict[Keys, WrittenSlug]:
    """Return the slugs to write, by the keys of the table."""
    from genai_roadmap.markdown.slugs import Slugs

    slugs, found, step = Slugs(), {}, ""
    tables = [*_tables(data)]
    slugs.taken.update(_texts(data.get("retired")))
    for _, table in tables:
        slugs.taken.update(_texts([table.get("slug")]), _texts(table.get("formerly")))
    for keys, table in tables:
        title = table.get("title")
        if "slug" not in table and isinstance(title, str) and title.strip():
            number = ".".join(str(key + 1) for key in keys if isinstance(key, int))
            found[keys] = WrittenSlug(slugs.take(title, step if "topics" in keys else None), number, title)
        if "topics" not in keys:
            step = found[keys].slug if keys in found else str(table.get("slug", ""))
    return found


def _tables(data: dict[str, Any]) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield the tables of steps and topics in order, with their keys."""
    pending: list[tuple[Keys, Any]] = [((), data)]
    while pending:
        keys, table = pending.pop()
        if not isinstance(table, dict) or len(keys) >= MAX_DEPTH:
            continue
        if keys:
            yield keys, table
        name = "topics" if keys else "steps"
        items = table.get(name)
        if isinstance(items, list):
            pending += reversed([((*keys, name, index), item) for index, item in enumerate(items)])


def _table(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data


def _texts(values: Any) -> set[str]:
    return {value for value in values if isinstance(value, str)} if isinstance(values, list) else set()
