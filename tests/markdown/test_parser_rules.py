"""The parser tries only the rules that a text needs, and leaves no garbage that only a collection finds."""

import gc
from collections.abc import MutableMapping
from typing import Any

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
