import re
import runpy
from pathlib import Path

import pytest

from genai_roadmap.cli.main import app

ROOT = Path(__file__).parents[2]


def text_of(svg: str) -> str:
    """Return the text of a picture."""
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", svg, flags=re.DOTALL)


@pytest.mark.parametrize("name", ["status", "ui"])
def test_pictures_are_up_to_date(name: str) -> None:
    drawn = runpy.run_path(str(ROOT / "docs" / "picture.py"))["PICTURES"][name]()
    stored = (ROOT / "docs" / f"{name}.svg").read_text(encoding="utf-8")
    assert text_of(stored) == text_of(drawn), "update them with: python docs/picture.py"


def test_pictures_load_nothing_from_outside() -> None:
    for picture in (ROOT / "docs").glob("*.svg"):
        without_words = re.sub(r"(<text[^>]*>)[^<]*", r"\1", picture.read_text(encoding="utf-8"))
        assert re.findall(r"https?://[^\"]+", without_words) == ["http://www.w3.org/2000/svg"]


def test_readme_lists_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:`|genai-roadmap )([a-z]+)", readme)
    assert {info.name for info in app.registered_commands} <= set(named)
