"""Commands that the program suggests can be pasted into the shells of Linux, macOS, and Windows."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from genai_roadmap import text
from genai_roadmap.app import choosing
from genai_roadmap.markdown.choices import Choices, StepsAre
from support import Program

PLAN = "# My plan\n\n## Week 1\n\n- Loops\n- Frozen sets\n\n## Week 2\n\n- Files\n"
UNNAMED = (
    'format = 1\nid = "plan"\nversion = "1"\ntitle = "Plan"\n[[steps]]\ntitle = "A"\n[[steps.topics]]\ntitle = "B"\n'
)
QUOTES = {"linux": "'", "darwin": "'", "win32": '"'}


@pytest.fixture(params=QUOTES)
def quote(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The quotation mark of a platform, on which the program seems to run."""
    monkeypatch.setattr(text, "sys", SimpleNamespace(platform=request.param))
    return QUOTES[request.param]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder with files whose names need quotes."""
    (tmp_path / "my plan.md").write_text(PLAN)
    (tmp_path / "my plan.toml").write_text(UNNAMED)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "arguments", "command"),
    [
        ("config|name|Ada L", "config|name|Bob", "genai-roadmap config name @Ada L@"),
        ("", "import|my pla.md", "Did you mean @my plan.md@?"),
        ("", "import|my plan.md|-y|-o|my copy.toml", "genai-roadmap import @my copy.toml@"),
        ("", "check|my plan.md", "genai-roadmap import @my plan.md@"),
        ("", "check|my plan.toml", "genai-roadmap check --fix @my plan.toml@"),
        ("import|my plan.md|-y", "search|frozen sets", "genai-roadmap --roadmap my-plan search @frozen sets@"),
        ("check|--fix|my plan.toml", "use|my plan.toml", "genai-roadmap import @my plan.toml@"),
        ("", "export|json|-o|my backup.json", "genai-roadmap import @my backup.json@"),
        ("", "status|first step", "genai-roadmap show @first step@"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_suggested_commands_can_be_pasted(
    program: Program, before: str, arguments: str, command: str, quote: str
) -> None:
    if before:
        assert program(*before.split("|")).code == 0
    run = program(*arguments.split("|"))
    assert command.replace("@", quote) in run.out + run.err


def test_options_of_an_import_can_be_pasted(quote: str) -> None:
    choices = Choices(StepsAre.H2, skip=("see also",), title="My plan")
    assert choosing.options_text(choices) == f"--steps h2 --skip {quote}see also{quote} --title {quote}My plan{quote}"
    assert choosing.resetting_options_text(choices) == f"--steps auto --skip {quote}{quote} --title {quote}{quote}"
