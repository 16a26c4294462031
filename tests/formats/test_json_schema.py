"""The JSON Schema of roadmap files, and the documentation of the format."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import ValidationError

from genai_roadmap.formats.json_schema import schema
from genai_roadmap.roadmap.validation import InvalidRoadmapError, parse_roadmap
from support import Program

ROOT = Path(__file__).parents[2]
BUNDLED = (ROOT / "data" / "roadmap.toml").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "ROADMAPS.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
SCHEMA = schema()
VALIDATOR = Draft7Validator(SCHEMA)
Data = dict[str, Any]


def models() -> Iterator[Data]:
    yield SCHEMA
    yield from SCHEMA["$defs"].values()


def keys() -> set[str]:
    return {key for model in models() for key in model["properties"]}


def small(slug: str = "first", **changes: Any) -> Data:
    step = {"slug": "one", "title": "One", "topics": [{"slug": slug, "title": "A"}]}
    return {"format": 1, "id": "own", "version": "1", "title": "Own", "steps": [step], **changes}


def is_parsed(data: Data) -> bool:
    try:
        parse_roadmap(data)
    except (ValidationError, InvalidRoadmapError):
        return False
    return True


def test_schema_file_is_up_to_date(program: Program) -> None:
    stored = (ROOT / "docs" / "roadmap.schema.json").read_text(encoding="utf-8")
    assert stored == program("schema").out, "update it with: genai-roadmap schema > docs/roadmap.schema.json"
    assert program("schema", "--json").out == stored


def test_schema_is_valid_and_has_a_title() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft7Validator.META_SCHEMA["$schema"]
    assert SCHEMA["title"] == "A roadmap of genai-roadmap"


def test_every_key_has_a_short_description() -> None:
    for model in models():
        assert model["additionalProperties"] is False
        for key, entry in model["properties"].items():
            assert "\n" not in entry["description"], key


def test_bundled_files_match_the_schema_and_link_to_it() -> None:
    VALIDATOR.validate(tomllib.loads(BUNDLED))
    directive, path = BUNDLED.partition("\n")[0].split()
    assert directive == "#:schema"
    assert json.loads((ROOT / "data" / path).read_text(encoding="utf-8")) == SCHEMA


@pytest.mark.parametrize(
    ("modify", "location"),
    [
        (lambda data: data.update(colour="red"), []),
        (lambda data: data["steps"][0]["topics"][0].update(titel="A"), ["steps", 0, "topics", 0]),
        (lambda data: data["steps"][0].update(slug="Step One"), ["steps", 0, "slug"]),
        (lambda data: data["steps"][0].update(requires=["step-4"]), ["steps", 0, "requires", 0]),
        (lambda data: data.update(id="con"), ["id"]),
        (lambda data: data["links"][0].update(url="javascript:alert(1)"), ["links", 0, "url"]),
        (lambda data: data.update(steps=[]), ["steps"]),
        (lambda data: data["steps"][0].update(topics=[]), ["steps", 0, "topics"]),
        (lambda data: data["steps"][0]["topics"][0].update(choose=0), ["steps", 0, "topics", 0, "choose"]),
        (lambda data: data.pop("format"), []),
        (lambda data: data.update(format=2), ["format"]),
    ],
)
def test_invalid_roadmap_does_not_match_the_schema(modify: Callable[[Data], Any], location: list[str | int]) -> None:
    data = tomllib.loads(BUNDLED)
    modify(data)
    assert [list(error.absolute_path) for error in VALIDATOR.iter_errors(data)] == [location]
    assert not is_parsed(data)


@pytest.mark.parametrize(
    "slug",
    ["a", "a-1", "4-steps", "step-4-a", "steps", "con", "4", "step-4", "A", "a--b", "-a", "a-", "é", "a" * 81, ""],
)
def test_schema_and_program_agree_on_slugs(slug: str) -> None:
    for data in (small(slug), small(id=slug), small(retired=[slug])):
        assert VALIDATOR.is_valid(data) == is_parsed(data)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:80/a?b=c#d",
        "https://[::1]/",
        "ftp://example.org",
        "https://user@example.org",
        "https://example.org/a b",
        "https://example.org/ü",
        "HTTPS://example.org",
        "x https://example.org",
    ],
)
def test_schema_and_program_agree_on_urls(url: str) -> None:
    data = small(links=[{"title": "A", "url": url}])
    assert VALIDATOR.is_valid(data) == is_parsed(data)


@pytest.mark.parametrize("example", EXAMPLES)
def test_documented_examples_are_valid_roadmaps(example: str) -> None:
    parse_roadmap(tomllib.loads(example))
    VALIDATOR.validate(tomllib.loads(example))


def test_documentation_has_examples_and_every_key() -> None:
    assert len(EXAMPLES) == PAGE.count("```toml") == 2
    assert keys() <= set(re.findall(r"`([a-z_]+)`", PAGE))
