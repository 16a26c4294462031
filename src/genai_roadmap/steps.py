"""The steps of a roadmap as TOML: written plainly, they are read in half the time."""

import re
from typing import Any

import tomli

from genai_roadmap.plain import WORDS, array, optional

Table = dict[str, Any]

FIRST = "\n[[steps]]\n"
LINK = rf"\{{ ?title = {WORDS}, url = {WORDS} ?\}}"
# The keys that most items have, in the order in which we write them; what else an item has is left to tomli.
TABLE = "".join(
    [
        r"^\[\[steps((?:\.topics)*+)\]\]\n",
        rf"slug = {WORDS}\n",
        rf"title = {WORDS}\n",
        optional("detail", WORDS),
        optional("optional", "(true)"),
        optional("resources", array(LINK)),
        r"\n*+((?:(?!\[).*\n)*+)",
        r"(?=\[\[steps|\Z)",
    ]
)


def plain(text: str) -> Table | None:
    """What tomli makes of a text; None where it is not written plainly, or is not TOML."""
    text += "\n"
    start = text.find(FIRST) + 1
    end = text.find("\n[", text.rfind("\n[[steps") + 1) + 1 or len(text)
    found = re.compile(TABLE, re.MULTILINE).findall(text, start, end) if start else []
    # Each that was found ends where the next begins: where their number is right, nothing stands between them.
    if not found or len(found) != text.count("\n[[steps"):
        return None
    try:
        head, tail = tomli.loads(text[:start]), tomli.loads(text[end:])
        steps = _tree(found)
    except ValueError:
        return None
    if steps is None or "steps" in {**head, **tail} or head.keys() & tail.keys():
        return None
    return {**head, "steps": steps, **tail}


def _tree(found: list[tuple[str, ...]]) -> list[Table] | None:
    """The steps, each with the tables below it; None where one is below nothing. Raises ValueError."""
    steps: list[Table] = []
    above: list[Table] = []
    for below, slug, title, *more in found:
        depth = below.count(".")
        if depth > len(above):
            return None
        table = {"slug": slug, "title": title}
        if any(more):
            _fill(table, *more)
        (above[depth - 1].setdefault("topics", []) if depth else steps).append(table)
        above[depth:] = [table]
    return steps


def _fill(table: Table, detail: str, is_optional: str, resources: str, rest: str) -> None:
    if detail:
        table["detail"] = detail
    if is_optional:
        table["optional"] = True
    if resources:
        table["resources"] = [{"title": title, "url": url} for title, url in re.findall(LINK, resources)]
    if rest:
        more = tomli.loads(rest)
        if more.keys() & {"topics", *table}:
            message = "a key that stands twice, or topics of two kinds"
            raise ValueError(message)
        table |= more
