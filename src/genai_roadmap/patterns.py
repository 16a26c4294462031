"""Patterns of TOML as we write it: what keeps to them is read in a fraction of the time that a parser takes."""

import tomli

# Anything that a string on one line can hold as it stands.
CHARACTER = r'[^"\\\x00-\x08\x0a-\x1f\x7f]'
WORDS = f'"{CHARACTER}++"'
# Also with escapes, and empty.
QUOTED = rf'"{CHARACTER}*+(?:\\[^\x00-\x1f\x7f]{CHARACTER}*+)*+"'
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
HOUR, SIXTIETH = "(?:[01][0-9]|2[0-3])", "[0-5][0-9]"
TIME = rf"{DATE}[T ]{HOUR}:{SIXTIETH}:{SIXTIETH}(?:\.[0-9]{{6}})?(?:Z|[+-]{HOUR}:{SIXTIETH})"


def array(item: str) -> str:
    """The pattern of an array of such items, at least one; its group has what stands between the brackets."""
    return rf"\[[ \n]*+({item}(?:[ \n]*+,[ \n]*+{item})*+)[ \n]*+,?[ \n]*+\]"


def optional(key: str, value: str) -> str:
    """The pattern of a line with a key that may be missing."""
    return rf"(?:{key} = {value}\n)?+"


def words(inside: str) -> list[str]:
    """The `WORDS` in what stands between the brackets of an array."""
    return inside.split('"')[1::2]


def unquoted(text: str) -> str:
    """The string that is written so; raises ValueError where it has an escape that TOML does not know."""
    return str(tomli.loads(f"text = {text}")["text"]) if "\\" in text else text[1:-1]
