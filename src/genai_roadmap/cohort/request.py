"""The request for the progress of many learners."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from genai_roadmap.cohort.found import without_password
from genai_roadmap.text import quoted

# A pattern that the shell expanded may be thousands of places.
MAX_PLACES = 5


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

    @property
    def command(self) -> str:
        """The command to paste after the name of the program, without the last of many places.

        In an anonymous report it names no place, because that may be a file with the name of a learner.
        """
        places = [quoted(without_password(place)) for place in self.places]
        more = ["..."] if len(places) > MAX_PLACES else []
        named = ["PATH", "--anonymous"] if self.is_anonymous else [*places[:MAX_PLACES], *more]
        options = {"--since": self.since, "--goal": self.goal, "--groups": self.groups}
        given = (f"{option} {quoted(str(value))}" for option, value in options.items() if value)
        return " ".join(["cohort", *named, *given])
