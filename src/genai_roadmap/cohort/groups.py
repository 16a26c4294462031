"""The groups of learners, from a CSV file."""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from genai_roadmap.cohort.found import shown_name
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.storage import files, toml

_COLUMNS = ("name", "group")
# What spreadsheets write instead of a comma, depending on the language.
_DELIMITERS = ";\t"


class Groups:
    """The groups of learners, by name; capital and small letters differ only if both are there."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        self.by_name = groups
        spellings: dict[str, list[str]] = {}
        for name in groups:
            spellings.setdefault(name.casefold(), []).append(name)
        self._only = {folded: names[0] for folded, names in spellings.items() if len(names) == 1}

    def of(self, learner: str) -> str | None:
        """Return the group of a learner; None if there is none."""
        return self.by_name.get(self._name_of(learner) or "")

    def without(self, learners: Iterable[str]) -> list[str]:
        """Return the names that none of the learners has."""
        found = {self._name_of(learner) for learner in learners}
        return [name for name in self.by_name if name not in found]

    def _name_of(self, learner: str) -> str | None:
        """Return the name of a learner as the groups spell it; None if they don't have it."""
        return learner if learner in self.by_name else self._only.get(learner.casefold())


def read_groups(path: Path) -> dict[str, str]:
    """Return the group of each learner in a CSV file with the columns `name` and `group`.

    Raises RequestError if there is no such file, and FileInvalidError.
    """
    if not os.path.lexists(path):
        message = f"no such file: {path}"
        raise RequestError(message)
    text = _decoded(path, files.read_existing(path))
    first = text.partition("\n")[0]
    delimiter = next((each for each in _DELIMITERS if each in first and "," not in first), ",")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    groups: dict[str, str] = {}
    try:
        header = [(name or "").strip().casefold() for name in rows.fieldnames or ()]
        if not set(_COLUMNS) <= {*header}:
            message = f"{path} needs a first line with the columns name and group, like: name,group"
            raise FileInvalidError(message)
        rows.fieldnames = header
        for row in rows:
            name, group = (shown_name(row[column] or "") for column in _COLUMNS)
            if name and group and groups.setdefault(name, group) != group:
                message = f"{path}: {name} is in two groups, {groups[name]} and {group} (line {rows.line_num})"
                raise FileInvalidError(message)
    except csv.Error as error:
        message = f"{path} is not valid CSV: {error} (line {rows.line_num})"
        raise FileInvalidError(message) from None
    return groups


def _decoded(path: Path, content: bytes) -> str:
    try:
        return toml.decode(path, content)
    except FileInvalidError as error:
        message = f"{error}; save it as CSV UTF-8"
        raise FileInvalidError(message) from None
