"""Settings as JSON."""

from typing import TYPE_CHECKING

from genai_roadmap.formats.json_items import Data, without_none

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genai_roadmap.storage.settings import Setting, Value


def listing(found: "Iterable[tuple[Setting, Value | None]]") -> Data:
    """Return settings with their values."""
    return {"settings": [setting(each, value) for each, value in found]}


def setting(found: "Setting", value: "Value | None") -> Data:
    """Return a setting; without `value` and `default` if there is none."""
    data = {"key": found.key, "value": value, "default": found.default}
    return without_none({**data, "allowed": found.allowed, "description": found.description})
