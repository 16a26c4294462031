"""A journal as TOML: how it is written, and how one that is written so is read in a third of the time."""

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from genai_roadmap.patterns import DATE, QUOTED, TIME, WORDS, array, optional, unquoted, words
from genai_roadmap.progress import FORMAT, Change, Progress
from genai_roadmap.statuses import Did

HEADER = "[[changes]]"
NEXT = rf"{re.escape(HEADER)}\n"
ID = '"([0-9a-z]++)"'
HEAD = rf'format = {FORMAT}\nroadmap = "([a-z0-9-]++)"\n++(?={NEXT})'
# The keys in the order in which we write them; the group of one that is not there is empty.
TABLE = "".join(
    [
        rf"^{NEXT}",
        rf"id = {ID}\n",
        rf"at = ({TIME})\n",
        rf'did = "({"|".join(Did)})"\n',
        optional("topics", array(WORDS)),
        optional("on", f"({DATE})"),
        optional("known", "(true)"),
        optional("note", f"({QUOTED})"),
        optional("about", array(WORDS)),
        optional("goal", f"({DATE})"),
        optional("change", ID),
        optional("machine", ID),
        rf"\n*+(?={NEXT}|\Z)",
    ]
)


def dumped(progress: Progress) -> bytes:
    """The file that a journal is, written anew."""
    import tomli_w

    head = tomli_w.dumps({"format": FORMAT, "roadmap": progress.roadmap})
    return f"{head}\n".encode() + tables(progress.changes)


def tables(changes: Iterable[Change]) -> bytes:
    """The changes under a header each; left to itself, the writer would put short ones into an array on one line."""
    import tomli_w

    return "\n".join(f"{HEADER}\n{tomli_w.dumps(_data(change))}" for change in changes).encode()


def _data(change: Change) -> dict[str, Any]:
    values = ((field, getattr(change, field.name)) for field in fields(change))
    return {field.name: value for field, value in values if value != field.default}


def plain(text: str) -> dict[str, Any] | None:
    """What tomli makes of a text; None where it is not written as we write, or is not TOML."""
    head = re.match(HEAD, text)
    found = re.compile(TABLE, re.MULTILINE).findall(text, head.end()) if head else []
    # Each that was found ends where a header begins: if no header is left over, nothing stands between them.
    if not head or len(found) != text.count(f"\n{HEADER}"):
        return None
    try:
        return {"format": FORMAT, "roadmap": head[1], "changes": [*map(_change, found)]}
    except ValueError:
        return None


def _change(values: tuple[str, ...]) -> dict[str, Any]:
    id_, at, did, topics, on, known, note, about, goal, change, machine = values
    data: dict[str, Any] = {"id": id_, "at": datetime.fromisoformat(at), "did": did}
    if topics:
        data["topics"] = words(topics)
    if on:
        data["on"] = date.fromisoformat(on)
    if known:
        data["known"] = True
    if note:
        data["note"] = unquoted(note)
    if about:
        data["about"] = words(about)
    if goal:
        data["goal"] = date.fromisoformat(goal)
    if change:
        data["change"] = change
    if machine:
        data["machine"] = machine
    return data
