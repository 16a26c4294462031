"""The learner's choices for an import, which override the automatic ones."""

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class StepsAre(StrEnum):
    """Which headings are the steps: those of a level, or list items."""

    H1 = "h1"
    H2 = "h2"
    H3 = "h3"
    H4 = "h4"
    LIST = "list"
    AUTO = "auto"


class LinksAre(StrEnum):
    """Whether the links of a list become topics or resources."""

    TOPICS = "topics"
    RESOURCES = "resources"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Choices:
    """The learner's choices; `skip` and `only` are patterns of titles.

    `level` is that of the headings that the last import chose as steps; it is kept if the text has such headings.
    """

    steps: StepsAre = StepsAre.AUTO
    links: LinksAre = LinksAre.AUTO
    skip: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    title: str | None = None
    level: int | None = None


NO_CHOICES = Choices()


# Why what the learner chose to skip is left out.
SKIPPED = "skipped"


def matches(title: str, patterns: Iterable[str]) -> bool:
    """Return whether a title contains one of the patterns; case is ignored, and * and ? are wildcards."""
    folded = title.casefold()
    return any(fnmatch.fnmatchcase(folded, f"*{pattern.casefold()}*") for pattern in patterns)
