"""Patterns of plain TOML, as we write it: what keeps to them is read in a fraction of the time that a parser takes."""

import re
from typing import Any

import tomli

# Anything that a string on one line can hold as it stands.
CHARACTER = r'[^"\\\x00-\x08\x0a-\x1f\x7f]'
WORDS = rf'"({CHARACTER}++)"'
DATE = r"(\d{4}-\d\d-\d\d)"
TIME = r"(\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{6})?(?:Z|[+-]\d\d:\d\d))"
# Also with escapes; its group has the quotes too, for `value` to read.
QUOTED = rf'("{CHARACTER}*+(?:\\[^\x00-\x1f\x7f]{CHARACTER}*+)*+")'


def array(item: str) -> str:
    """The pattern of an array with such items in it, at least one; its group has what stands between the brackets."""
    item = re.sub(r"\((?!\?)", "(?:", item)
    return rf"\[[ \n]*+({item}(?:[ \n]*+,[ \n]*+{item})*+)[ \n]*+,?[ \n]*+\]"


def optional(key: str, value: str) -> str:
    """The pattern of a line with a key that may be missing."""
    return rf"(?:{key} = {value}\n)?+"


def words(inside: str) -> list[str]:
    """The words in an array of them, of which the pattern found what stands between the brackets."""
    return inside.split('"')[1::2]


def value(text: str) -> Any:
    """The value that is written so; raises ValueError where none is."""
    return tomli.loads(f"value = {text}")["value"]
