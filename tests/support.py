"""What tests of the whole program share."""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# How often each fault was injected at each system call.
POINTS: Counter[tuple[str, str]] = Counter()


@dataclass(frozen=True)
class Run:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Program = Callable[..., Run]


def environment(**changes: str) -> dict[str, str]:
    """The environment for a program of its own."""
    return {**os.environ, **changes}
