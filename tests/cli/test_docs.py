import re
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from support import command_names

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
    assert {*command_names()} <= set(named)


def test_man_page_is_up_to_date() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "man.py"))["man_page"]()
    kept = (ROOT / "docs" / "genai-roadmap.1").read_text(encoding="utf-8")
    assert kept == written, "write it again: python docs/man.py"


@pytest.mark.skipif(not shutil.which("mandoc"), reason="there is no mandoc here")
def test_man_page_has_no_errors() -> None:
    page = str(ROOT / "docs" / "genai-roadmap.1")
    assert subprocess.run(["mandoc", "-T", "lint", page], capture_output=True, text=True, check=False).stdout == ""
    shown = subprocess.run(["mandoc", "-T", "ascii", page], capture_output=True, text=True, check=True).stdout
    plain = re.sub(".\b", "", shown)
    assert "genai-roadmap export json -o backup.json" in plain
    assert all(f"genai-roadmap {name}" in plain for name in [*command_names(), "sync init", "sync status"])


def test_readme_links_work_on_package_indexes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    source = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Source"]
    raw = source.replace("github.com", "raw.githubusercontent.com")
    targets = re.findall(r"\]\(([^)]+)\)", readme)
    assert [target for target in targets if not target.startswith("https://")] == []
    own = [target for target in targets if target.startswith((f"{source}/", f"{raw}/"))]
    assert len(own) > 5
    files = [re.sub(rf"^({source}/blob|{raw})/main/", "", target) for target in own]
    assert [name for name in files if not (ROOT / name).is_file()] == []
    assert all(target.startswith(raw) for target in re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme))
