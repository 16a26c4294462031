"""What is left out to save time would change nothing: rules of the parser, repairs, and collections of garbage."""

import gc
from collections.abc import MutableMapping
from typing import Any

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import document
from genai_roadmap.markdown.reader import read

PIECES = [
    "a", "b c", " ", "    ", "\t", "\n", "\n\n", "\r", "\r\n", "- ", "* ", "1. ", "# ", "=", "==", "-", "--", "---",
    "***", "_", "`", "```", "~~", "~~~", "> ", ">", "|", "|-|", "[", "]", "](", "(x)", "[a]: /b", "[^1]", "[^1]: n",
    "<b>", "<div>", "</div>", "<!-- ", "-->", "&amp;", "&", "\\", "http://e.org", "![", "!", "://",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)


def parsed(text: str, rules: dict[str, str]) -> list[MutableMapping[str, Any]] | str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "RULES", rules)
        try:
            return [token.as_dict() for token in document.parser_for(text).parse(text)]
        except RequestError as error:
            return str(error)


@given(TEXTS)
def test_rules_that_are_not_tried_would_not_apply(text: str) -> None:
    assert parsed(text, document.RULES) == parsed(text, {})


@pytest.mark.parametrize("rule", document.RULES)
def test_rules_are_those_of_the_parser(rule: str) -> None:
    rules = document.parser_for("---\n").get_all_rules()
    assert any(rule in names for names in rules.values())


CHARACTERS = "a0 .-éñß’“…—學ж🚀\ufe0f\u200d\ufeff\xa0\ufffc\x07\u2028\r"
ENCODINGS = ("latin-1", "cp1252", "cp437", "cp1251", "mac_roman")


@given(st.text(CHARACTERS, max_size=12), st.sampled_from(ENCODINGS), st.sampled_from(["", "\n", "\r\n"]))
def test_characters_that_are_not_repaired_are_not_damaged(text: str, encoding: str, end: str) -> None:
    damaged = text.encode().decode(encoding, "replace")
    for line in (part for each in (text, damaged) for part in (each + end).splitlines(keepends=True)):
        if not (line.isascii() or document.DAMAGED_EMOJI.search(line)):
            assert document.fix_encoding(line) == ftfy.fix_text(line, document.FTFY_CONFIG)


def test_reading_leaves_no_reference_cycles() -> None:
    text = "# Title\n\n" + "".join(f"## Step {n}\n\n- [a](https://e.org)\n  - **b**: c\n\n" for n in range(200))
    read(text, roadmap_id="sample", version="1")
    gc.collect()
    gc.disable()
    try:
        read(text, roadmap_id="sample", version="1")
        assert gc.collect() < 200, "less than an object per step"
    finally:
        gc.enable()
