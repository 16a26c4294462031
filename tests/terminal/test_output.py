import io
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from genai_roadmap.report.tree import Count
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import SIGNS_AND_BARS, Display, detect_display
from genai_roadmap.terminal.output import safe_text
from genai_roadmap.terminal.pager import find_pager, page_through
from genai_roadmap.terminal.pages import components, reference
from genai_roadmap.text import beginning, printable, quoted


class Stream(io.TextIOWrapper):
    """A stream that may claim to be a terminal, with an encoding."""

    def __init__(self, *, is_terminal: bool, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def getvalue(self) -> str:
        self.seek(0)
        return self.read()


TERMINAL, PIPE = Stream(is_terminal=True), Stream(is_terminal=False)


@pytest.mark.parametrize(
    ("stream", "environ", "plain", "color"),
    [
        (TERMINAL, {}, False, True),
        (TERMINAL, {"NO_COLOR": "1"}, False, False),
        (TERMINAL, {"NO_COLOR": ""}, False, True),
        (TERMINAL, {"TERM": "dumb"}, True, False),
        (TERMINAL, {"ACCESSIBLE": "1"}, True, True),
        (TERMINAL, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True),
        (PIPE, {}, True, False),
        (PIPE, {"FORCE_COLOR": "1"}, False, True),
        (PIPE, {"FORCE_COLOR": "0"}, True, False),
    ],
)
def test_detect_display(stream: Stream, environ: dict[str, str], plain: bool, color: bool) -> None:  # noqa: FBT001
    found = detect_display(stream, environ)
    assert (found.plain, found.color) == (plain, color)


def test_options_override_the_environment() -> None:
    assert detect_display(TERMINAL, {}, plain=True).plain
    assert not detect_display(TERMINAL, {}, color=False).color


@pytest.mark.parametrize(("encoding", "is_ascii"), [("utf-8", False), ("ascii", True), ("cp1252", True)])
def test_ascii_depends_on_the_encoding(encoding: str, is_ascii: bool) -> None:  # noqa: FBT001
    assert detect_display(Stream(is_terminal=True, encoding=encoding), {}).ascii is is_ascii


def test_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "123")
    assert detect_display(PIPE, {}).width == 123


def page() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(safe_text("left", "green"), safe_text("[red]right[/] :bomb: " + "word " * 40))
    grid.add_row(safe_text("second"), safe_text(""))
    return grid


def test_plain_page_has_no_escapes_no_wrapping_and_no_trailing_spaces() -> None:
    stream = Stream(is_terminal=False)
    output.show(page(), Display(plain=True), stream)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("left    [red]right[/] :bomb: word word")
    assert lines[1] == "second"
    assert "\x1b" not in stream.getvalue()


def test_plain_page_aligns_columns() -> None:
    grid = Table.grid()
    for name, count in (("画像", "9"), ("Text", "10")):
        grid.add_row(safe_text(name), safe_text(count, justify="right"), safe_text("topics"))
    stream = Stream(is_terminal=False)
    output.show(Group(Padding(grid, (0, 0, 0, 3)), safe_text("")), Display(plain=True), stream)
    assert stream.getvalue() == "   画像   9  topics\n   Text  10  topics\n\n"


def test_plain_page_rejects_unknown_renderables() -> None:
    with pytest.raises(TypeError, match="a page can't contain a str"):
        output.show("text", Display(plain=True), Stream(is_terminal=False))


def test_page_on_a_terminal_has_color_and_keeps_its_width() -> None:
    stream = Stream(is_terminal=True)
    output.show(page(), Display(width=40), stream)
    assert "\x1b[32mleft" in stream.getvalue()
    colorless = Stream(is_terminal=True)
    output.show(page(), Display(width=40, color=False), colorless)
    assert "\x1b[32m" not in colorless.getvalue()
    assert max(map(len, colorless.getvalue().splitlines())) <= 40


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\nb\tc\0", "a␊b␉c␀"),
        ("\x7f\x9b", "␡�"),
        ("\u202eturned\u2066", "�turned�"),
        ("\u200bnothing\ufeff", "�nothing�"),
        ("✓ ≈ 😊 é 中", "✓ ≈ 😊 é 中"),
    ],
)
def test_text_does_not_control_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert safe_text(text).plain == shown


def test_control_and_format_characters_are_replaced() -> None:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    hidden = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in kinds}
    assert not hidden & set(printable("".join(f"a{character}b" for character in sorted(hidden))))


@pytest.mark.parametrize(
    "character",
    "\u00ad\u034f\u115f\u1160\u17b4\u180b\u180e\u2800\u3164\uffa0\ufff9\ufffb\ufe00\ufe01\U000e0041\U000e0100\ufeff\ufffe\U0001d159\U00013441\U00013442\U00016fe4",
)
def test_invisible_characters_are_replaced(character: str) -> None:
    assert printable(f"a{character}b") == "a\ufffdb"


@pytest.mark.parametrize(
    "before", ["a", "a\u0301", "\u0301", "\u05e9\u05c1", "a\u094d", "\u0e01\u0e48", "\u064b", "\u20dd", " \u094d", "日"]
)
@pytest.mark.parametrize("joiner", "\u200c\u200d")
def test_joiners_are_replaced_outside_scripts_that_need_them(before: str, joiner: str) -> None:
    assert printable(f"{before}{joiner}b") == f"{before}\ufffdb"
    assert printable(f"{before}{joiner}\u0301") == f"{before}\ufffd\u0301"


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻 ❤\ufe0f 1\ufe0f⃣ 👍🏽",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "क\u093c\u094d\u200cष",
        "ශ\u0dca\u200dරී",
        "日本語\u3000",
    ],
)
def test_emoji_and_script_joiners_are_kept(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("platform", "argument", "shown"),
    [
        ("win32", r"C:\Users\me\progress", r"C:\Users\me\progress"),
        ("win32", r"C:\Users\me & you\progress", r'"C:\Users\me & you\progress"'),
        ("win32", "", '""'),
        ("win32", 'say "no"', '"say ""no"""'),
        ("linux", "", "''"),
        ("linux", "/home/me/progress", "/home/me/progress"),
        ("linux", "/home/me & you/$x", "'/home/me & you/$x'"),
    ],
)
def test_arguments_can_be_pasted(monkeypatch: pytest.MonkeyPatch, platform: str, argument: str, shown: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert quoted(argument) == shown


def test_every_sign_is_checked_against_the_encoding() -> None:
    bar = components.bar(Count(done=1, total=2), Display(), 4).plain
    assert {*components.SIGNS.values(), *bar} - set("-") <= set(SIGNS_AND_BARS)


LONG = Group(*(safe_text(f"line {number}") for number in range(24)))


@pytest.mark.parametrize(
    ("page", "stream", "is_paged"), [(LONG, TERMINAL, True), (safe_text("short"), TERMINAL, False), (LONG, PIPE, False)]
)
def test_only_long_pages_on_a_terminal_are_paged(
    tmp_path: Path, page: output.Page, stream: Stream, *, is_paged: bool
) -> None:
    paged = tmp_path / "paged"
    command = [sys.executable, "-c", f"import sys; open({str(paged)!r}, 'w').write(sys.stdin.read())"]
    output.show(page, Display(), stream, pager=lambda: command)
    assert paged.exists() == is_paged
    if is_paged:
        assert "line 23" in paged.read_text()


@pytest.mark.parametrize(
    ("environ", "setting", "command"),
    [
        ({"PAGER": f"{sys.executable} -V"}, "auto", [sys.executable, "-V"]),
        ({"PAGER": f"{sys.executable} -V"}, "off", []),
        ({"PAGER": "cat"}, "auto", []),
        ({"PAGER": ""}, "auto", []),
        ({"PAGER": "'"}, "auto", []),
        ({"PAGER": "no-such-pager"}, "auto", []),
        ({"PAGER": "cat"}, sys.executable, [sys.executable]),
    ],
)
def test_pager_is_the_setting_or_the_variable(environ: dict[str, str], setting: str, command: list[str]) -> None:
    assert find_pager(environ, setting) == command


@pytest.mark.parametrize(
    ("installed", "command"), [({"less", "more"}, ["less"]), ({"more"}, ["more"]), ({"most", "cat"}, []), (set(), [])]
)
def test_default_pager_is_the_first_that_is_installed(
    monkeypatch: pytest.MonkeyPatch, installed: set[str], command: list[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in installed else None)
    assert find_pager({}) == command


@pytest.mark.parametrize("exit_code", [0, 3])
def test_pager_that_quits_early_is_not_an_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], exit_code: int
) -> None:
    page = Group(*(safe_text(f"line {number}") for number in range(20_000)))  # more than a pipe holds
    shown = tmp_path / "shown"
    code = f"import sys; open({str(shown)!r}, 'w').write(sys.stdin.readline()); sys.exit({exit_code})"
    stream = Stream(is_terminal=True)
    output.show(page, Display(), stream, pager=lambda: [sys.executable, "-c", code])
    assert shown.read_text() == "line 0\n"
    assert stream.getvalue() == "", "the page is not printed again"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("options", [None, "i"])
def test_the_prompt_of_less_names_its_keys_unless_it_has_options(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, options: str | None
) -> None:
    if options:
        monkeypatch.setenv("LESS", options)
    shown = tmp_path / "shown"
    values = "os.environ['LESS'] + os.environ['LESSSECURE']"
    code = f"import os, sys; sys.stdin.read(); open({str(shown)!r}, 'w').write({values})"
    assert page_through([sys.executable, "-c", code], "text")
    assert shown.read_text() == (options or r"FRXPs?e(END) q\: quit:space\: more, q\: quit.$") + "1"


def test_pager_that_can_not_be_started_is_not_used(tmp_path: Path) -> None:
    assert not page_through([str(tmp_path / "missing")], "text")


def test_pager_handles_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    original = subprocess.Popen.communicate

    def interrupted_once(process: subprocess.Popen[str], text: str) -> tuple[str, str]:
        calls.append(text)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return original(process, text)

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted_once)
    page_through([sys.executable, "-c", "import sys; sys.stdin.read()"], "text")
    assert calls == ["text", "text"]


def test_one_long_text_does_not_widen_the_other_lines_of_a_plain_page() -> None:
    rows = [[safe_text(first), safe_text("end")] for first in ("a", "bcd", "x" * 500)]
    stream = io.StringIO()
    output.show(components.table(rows, Display(plain=True)), Display(plain=True), stream)
    assert [len(line) for line in stream.getvalue().splitlines()] == [8, 8, 505]


def test_a_command_that_does_not_fit_begins_a_line() -> None:
    def shown(page: output.Page, width: int) -> list[str]:
        stream = io.StringIO()
        output.show(page, Display(width=width, plain=False, color=False), stream)
        return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()]

    hint = output.join_text(("To plan for a date: ", "dim"), ("genai-roadmap goal +6m", ""))
    assert shown(hint, 60) == ["To plan for a date: genai-roadmap goal +6m"]
    assert shown(hint, 40) == ["To plan for a date:", "genai-roadmap goal +6m"]
    assert shown(hint, 20) == ["To plan for a date:", "genai-roadmap goal", "+6m"], "no line is wide enough"
    sentence = output.safe_text("List all with `genai-roadmap list --all` and go on")
    assert shown(sentence, 30) == ["List all with", "`genai-roadmap list --all` and", "go on"]


def test_paths_stay_on_one_line() -> None:
    found = {"folder": Path("/x") / ("long " * 20), "settings": Path("/x")}
    stream = Stream(is_terminal=True)
    output.show(reference.paths(found, Display()), Display(width=40), stream)
    assert all(str(path) in stream.getvalue() for path in found.values())
    assert len(stream.getvalue().splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Deep Learning", 13, "Deep Learning"),
        ("Deep Learning", 12, "Deep"),
        ("Deep Learning", 5, "Deep"),
        ("Deep Learning", 4, "Deep"),
        ("Deep Learning", 3, "Dee"),
        ("  Deep Learning", 5, "  Dee"),
        ("深層学習", 2, "深層"),
        ("In 深層学習深", 4, "In 深"),
        ("Deep", 0, ""),
    ],
)
def test_a_text_is_cut_between_words(text: str, length: int, expected: str) -> None:
    assert beginning(text, length) == expected
    if length:
        shown = output.shortened(safe_text(text), length + 1, Display(plain=False)).plain
        if text.isascii():
            assert shown == (text if len(text) <= length + 1 else f"{expected}…")
        assert cell_len(shown) <= length + 1
