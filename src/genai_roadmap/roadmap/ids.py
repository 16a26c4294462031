"""The patterns of slugs, roadmap ids and positions."""

import re

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG_LENGTH = 80
NUMBER = re.compile(r"(?:step[- ]?)?([0-9]+(?:\.[0-9]+)*)")
# Windows reserves these names for devices, with any extension.
DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{device}{n}" for device in ("com", "lpt") for n in range(10)})

SLUG_PATTERN = f"^{SLUG.pattern}$"
# Editors read the JSON Schema, whose patterns exclude positions and device names too.
SCHEMA_SLUG_PATTERN = f"^(?!{NUMBER.pattern}$){SLUG.pattern}$"
SCHEMA_ID_PATTERN = f"^(?!({'|'.join(sorted(DEVICES))})$)(?!{NUMBER.pattern}$){SLUG.pattern}$"
SLUG_RULE = (
    "Permanent id: lowercase letters, digits and single hyphens, like attention-mechanisms; not a position like step-4"
)


def id_error(text: str) -> str | None:
    """Return the error message for an invalid roadmap id; None if it is valid."""
    if len(text) > MAX_SLUG_LENGTH or not SLUG.fullmatch(text):
        allowed = "lowercase letters, digits and hyphens, like my-roadmap"
        return f"{text[:MAX_SLUG_LENGTH]!r} is not a valid roadmap id; use {allowed}"
    if NUMBER.fullmatch(text):
        return position_error(text)
    return f"{text!r} is the name of a device on Windows; choose another" if text in DEVICES else None


def position_error(slug: str) -> str:
    """Return the error message for a slug that looks like a position."""
    return f"{slug!r} looks like a position (4, step-4); choose another slug"
