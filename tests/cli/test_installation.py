import json
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import pytest

from genai_roadmap import text
from genai_roadmap.cli import installation
from genai_roadmap.cli.installation import command_for_ui


@pytest.mark.parametrize(
    ("marker", "platform", "command"),
    [
        ("pipx_metadata.json", "linux", "pipx inject genai-roadmap textual"),
        ("uv-receipt.toml", "linux", "uv tool install 'genai-roadmap[ui]'"),
        ("uv-receipt.toml", "win32", 'uv tool install "genai-roadmap[ui]"'),
        ("pyvenv.cfg", "linux", "pip install 'genai-roadmap[ui]'"),
        ("pyvenv.cfg", "win32", 'pip install "genai-roadmap[ui]"'),
    ],
)
def test_extra_is_added_with_the_installer_of_the_program(
    marker: str, platform: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / marker).touch()
    monkeypatch.setattr(text, "sys", SimpleNamespace(platform=platform))
    assert command_for_ui(str(tmp_path)) == command


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        ({"url": "file:///my%20clone", "dir_info": {}}, "'/my clone[ui]'"),
        ({"url": "file:///clone", "dir_info": {"editable": True}}, "-e '/clone[ui]'"),
        (
            {"url": "https://example.com/x.git", "vcs_info": {"vcs": "git"}},
            "'genai-roadmap[ui] @ git+https://example.com/x.git'",
        ),
        ({"url": "https://example.com/x.whl"}, "'genai-roadmap[ui]'"),
    ],
)
@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_extra_is_added_from_where_the_program_was_installed(
    origin: dict[str, object], requirement: str, installer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "sys", SimpleNamespace(platform="linux", prefix=""))
    monkeypatch.setattr(text, "sys", SimpleNamespace(platform="linux"))
    variables = {"base": str(tmp_path), "platbase": str(tmp_path)}
    info = Path(sysconfig.get_path("purelib", vars=variables), "genai_roadmap-1.dist-info")
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Name: genai-roadmap\n")
    (info / "direct_url.json").write_text(json.dumps(origin))
    pip = Path(sysconfig.get_path("scripts", vars=variables), "pip")
    if installer == "uv":
        (tmp_path / "uv-receipt.toml").touch()
        expected = f"uv tool install {requirement}"
    else:
        pip.parent.mkdir()
        pip.touch()
        expected = f"{text.quoted(str(pip))} install {requirement}"
    assert command_for_ui(str(tmp_path)) == expected
