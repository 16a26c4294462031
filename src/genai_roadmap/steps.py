"""The steps of a roadmap as TOML: written plainly, they are read in half the time."""

import re
from typing import Any

import tomli

from genai_roadmap.patterns import QUOTED, WORDS, array, optional, unquoted, words

Table = dict[str, Any]

FIRST = "\n[[steps]]\n"
ANY = "\n[[steps"
LINK = rf"\{{ ?title = {WORDS}, url = {WORDS} ?\}}"
TOPIC = rf"\{{ ?slug = {WORDS}, title = {WORDS} ?\}}"
# The keys that most items have, in the order in which we write them; what else an item has is left to tomli.
TABLE = "".join(
    [
        r"^\[\[steps((?:\.topics){0,9}+)\]\]\n",
        rf"slug = ({WORDS})\n",
        rf"title = ({QUOTED})\n",
        optional("detail", f"({QUOTED})"),
        optional("why", array(WORDS)),
        optional("optional", "(true|false)"),
        optional("requires", array(WORDS)),
        optional("resources", array(LINK)),
        optional("topics", array(TOPIC)),
        r"\n*+((?:(?![ \t]*+\[).*\n)*+)",
        r"(?=\[\[steps|\Z)",
    ]
)


def plain(text: str) -> Table | None:
    """What tomli makes of a text; None where it is not written plainly, or is not TOML."""
    if "\r" in text:
        return None
    text = text if text.endswith("\n") else f"{text}\n"
    start, end = text.find(FIRST) + 1, _end(text)
    found = re.compile(TABLE, re.MULTILINE).findall(text, start, end) if start else []
    # Each that was found ends where a header begins: if no header is left over, nothing stands between them.
    if not found or len(found) != text.count(ANY):
        return None
    try:
        tail = tomli.loads(text[end:])
        return _joined(_joined(tomli.loads(text[:start]), {"steps": _tree(found)}), tail)
    except ValueError:
        return None


def _end(text: str) -> int:
    """Where the table ends that is the last of the steps and what is below them: at the next header of another kind."""
    other = text.find("\n[", text.rfind(ANY) + 1)
    return len(text) if other < 0 else other + 1


def _tree(found: list[tuple[str, ...]]) -> list[Table]:
    """The steps, each with the tables below it; raises ValueError where one has no place among the others."""
    steps: list[Table] = []
    above: list[Table] = []
    for below, slug, title, *more in found:
        depth = below.count(".")
        if depth > len(above) or (depth == len(above) > 0 and "topics" in above[-1]):
            message = "a table below none, or below one that has other topics"
            raise ValueError(message)
        table = {"slug": unquoted(slug), "title": unquoted(title)}
        if any(more):
            table = _filled(table, more)
        (above[depth - 1].setdefault("topics", []) if depth else steps).append(table)
        above[depth:] = [table]
    return steps


def _filled(table: Table, values: list[str]) -> Table:
    detail, why, is_optional, requires, resources, topics, rest = values
    if detail:
        table["detail"] = unquoted(detail)
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
    return _joined(table, tomli.loads(rest)) if rest else table


def _tables(inside: str, first: str, second: str) -> list[Table]:
    """The tables between the brackets of an array, each with these two keys."""
    values = words(inside)
    return [{first: one, second: other} for one, other in zip(values[::2], values[1::2], strict=True)]


def _joined(table: Table, more: Table) -> Table:
    """The keys of both; raises ValueError where one stands in both."""
    if twice := table.keys() & more.keys():
        message = f"keys stand twice: {', '.join(twice)}"
        raise ValueError(message)
    return table | more
