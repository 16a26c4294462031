"""The request for the progress of many learners."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """The places with files of learners, and how to read and compare them.

    `groups` is a CSV file. `jobs` is the number of processes, by default one per processor, and `cluster` the address
    of a cluster to use instead.
    """

    places: list[str]
    since: dt.date | None = None
    goal: dt.date | None = None
    groups: Path | None = None
    jobs: int | None = None
    cluster: str | None = None
    is_anonymous: bool = False
