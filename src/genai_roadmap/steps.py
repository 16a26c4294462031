"""The steps of a roadmap as TOML: written plainly, they are read in half the time."""

import re
from typing import Any

import tomli

from genai_roadmap.plain import WORDS, array, optional, words

Table = dict[str, Any]

FIRST = "\n[[steps]]\n"
LINK = rf"\{{ ?title = {WORDS}, url = {WORDS} ?\}}"
TOPIC = rf"\{{ ?slug = {WORDS}, title = {WORDS} ?\}}"
# The keys that most items have, in the order in which we write them; what else an item has is left to tomli.
TABLE = "".join(
    [
        r"^\[\[steps((?:\.topics)*+)\]\]\n",
        rf"slug = {WORDS}\n",
        rf"title = {WORDS}\n",
        optional("detail", WORDS),
        optional("why", array(WORDS)),
        optional("optional", "(true|false)"),
        optional("requires", array(WORDS)),
        optional("resources", array(LINK)),
        optional("topics", array(TOPIC)),
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
    """The steps, each with the tables below it; None where one stands below none, or below one with other topics."""
    steps: list[Table] = []
    above: list[Table] = []
    for below, slug, title, *more in found:
        depth = below.count(".")
        is_first = depth == len(above) > 0
        if depth > len(above) or (is_first and "topics" in above[-1]):
            return None
        table = {"slug": slug, "title": title}
        if any(more):
            _fill(table, more)
        (above[depth - 1].setdefault("topics", []) if depth else steps).append(table)
        above[depth:] = [table]
    return steps


def _fill(table: Table, values: list[str]) -> None:
    detail, why, is_optional, requires, resources, topics, rest = values
    if detail:
        table["detail"] = detail
    if why:
        table["why"] = words(why)
    if is_optional:
        table["optional"] = is_optional == "true"
    if requires:
        table["requires"] = words(requires)
    if resources:
        table["resources"] = _tables(resources, "title", "url")
    if topics:
        table["topics"] = _tables(topics, "slug", "title")
    if rest:
        more = tomli.loads(rest)
        if more.keys() & table.keys():
            message = "a key that stands twice"
            raise ValueError(message)
        table |= more


def _tables(inside: str, first: str, second: str) -> list[Table]:
    """The tables in an array of them, each with these two keys."""
    values = words(inside)
    return [{first: one, second: other} for one, other in zip(values[::2], values[1::2], strict=True)]
