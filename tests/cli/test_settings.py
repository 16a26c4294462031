"""The command `config`, and the documentation of the settings."""

import sys
from pathlib import Path

import pytest

from genai_roadmap.storage import settings
from genai_roadmap.text import quoted
from support import Program, run_on_a_terminal

ROOT = Path(__file__).parents[2]


def table() -> str:
    """Return the settings as the table in the documentation."""
    rows = [
        [f"`{each.key}`", each.description, each.allowed, settings.text_of(each.default) or "none"]
        for each in settings.all_settings()
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_documentation_lists_every_setting() -> None:
    document = (ROOT / "docs" / "SETTINGS.md").read_text(encoding="utf-8")
    rows = document.partition("|---|---|---|---|\n")[2].partition("\n\n")[0]
    assert f"{rows}\n" == table()
    assert "docs/SETTINGS.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_field_is_a_setting_or_internal() -> None:
    assert {each.field for each in settings.all_settings()} == {*settings.Settings.model_fields} - {"format", "machine"}
    assert all(each.description and each.allowed for each in settings.all_settings())


def test_config_lists_settings_with_defaults(program: Program) -> None:
    shown = program("config").out
    for setting in settings.all_settings():
        assert f"{setting.description} (default: {settings.text_of(setting.default) or 'none'})" in shown
    assert program("config", "--json").json["settings"][3] == {
        "key": "streak",
        "value": True,
        "default": True,
        "allowed": "on or off",
        "description": "Show your streak",
    }
    assert program("config", "pager").out == (
        "pager    auto\nDefault  auto\nAllowed  auto, off or a command\nMeaning  Pager for long output\n"
    )
    assert "value" not in program("config", "name", "--json").json


@pytest.mark.parametrize(
    ("key", "words", "value"),
    [
        ("name", ["Ada", "Lovelace"], "Ada Lovelace"),
        ("Name", ["  Ñandú 👩‍💻 "], "Ñandú 👩‍💻"),
        ("pager", ["off"], "off"),
        ("pager", ["python3 -m pydoc"], "python3 -m pydoc"),
        ("streak", ["OFF"], False),
        ("streak", ["no"], False),
        ("streak.rest_days", ["2"], 2),
        ("roadmap", ["mine"], "mine"),
    ],
)
def test_set_and_unset(program: Program, home: Path, key: str, words: list[str], value: object) -> None:
    assert program("new", "mine").code == 0
    before = program("config", "--json").json
    assert program("config", key, *words, "--json").json["value"] == value
    assert program("config", key, "--json").json["value"] == value
    assert program("config", key, "--unset").code == 0
    assert program("config", "--json").json == before
    assert (home / "settings.toml").read_text() == "format = 1\n"


def test_active_roadmap_is_a_setting(program: Program) -> None:
    program("new", "mine")
    program("config", "roadmap", "mine")
    assert program("list", "--json").json["roadmap"]["id"] == "mine"
    program("use", "genai-engineer")
    assert program("config", "roadmap", "--json").json["value"] == "genai-engineer"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["strek"], 1, "no setting 'strek'. Did you mean `streak`?"),
        (["rest-days", "1"], 1, "no setting 'rest-days'. Did you mean `streak.rest-days`?"),
        (
            ["set", "name"],
            1,
            "no setting 'set' (available: roadmap, name, pager, streak, streak.rest-days, review.limit, ui.colors,",
        ),
        (["streak", "maybe"], 2, "invalid value 'maybe' for `streak`; use on or off"),
        (["streak", "2"], 2, "invalid value '2' for `streak`; use on or off"),
        (["streak.rest-days", "7"], 2, "invalid value '7' for `streak.rest-days`; use 0 to 6"),
        (["streak.rest-days", "9" * 9999], 2, "use 0 to 6"),
        (["streak.rest-days", "00000000003"], 2, "use 0 to 6"),
        (["streak.rest-days", "-1"], 2, "invalid value '-1' for `streak.rest-days`; use 0 to 6"),
        (["name", ""], 2, "invalid value '' for `name`; use one line of at most 200 characters"),
        (["name", " "], 2, "at most 200 characters. To clear it: genai-roadmap config name --unset\n"),
        (["name", "a\x1b[31m"], 2, "use one line of at most 200 characters"),
        (["name", "a" * 201], 2, f"invalid value '{'a' * 80}' for `name`; use one line of at most 200 characters"),
        (
            ["pager", "no-such-program -x"],
            2,
            "'no-such-program -x' is not an installed program; use auto, off or a command",
        ),
        (["pager", "less '"], 2, "use auto, off or a command"),
        (["ui.colors", "pink"], 2, "invalid value 'pink' for `ui.colors`; use terminal, dark or light"),
        (["pager", ""], 2, "use auto, off or a command"),
        (["roadmap", "nope"], 1, "no roadmap 'nope' (available: genai-engineer)"),
        (["roadmap", "../x"], 1, "../x"),
        (["--unset"], 2, "--unset needs a KEY. For example: genai-roadmap config pager --unset"),
        (["name", "Ada", "--unset"], 2, "use a VALUE or --unset, not both"),
    ],
)
def test_invalid_values_list_the_allowed_ones(
    program: Program, home: Path, arguments: list[str], code: int, sentence: str
) -> None:
    run = program("config", *arguments)
    assert (run.code, run.out) == (code, "")
    assert sentence in run.err
    assert not (home / "settings.toml").exists()


def test_invalid_settings_file_is_kept(program: Program, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('format = 1\npager = ""\n')
    assert program("config", "streak", "off").code == 3
    assert (
        "settings.toml: `pager` should be auto, off or a command (line 2); using the default" in program("config").err
    )
    assert (home / "settings.toml").read_text() == 'format = 1\npager = ""\n'


@pytest.mark.parametrize("change", [["--unset"], ["off"]])
def test_error_of_invalid_settings_says_how_to_repair_them(program: Program, home: Path, change: list[str]) -> None:
    home.mkdir()
    file = home / "settings.toml"
    file.write_text("format = 1\npager = 3\n")
    run = program("config", "pager", *change)
    assert run.code == 3
    hint = "edit the file, or remove it to use the defaults"
    assert run.err == f"genai-roadmap: {file}: `pager` should be auto, off or a command (line 2); {hint}\n"
    file.write_text("format = 1\npager = 3\nstreak = 1\nrest_days = 7\nactive = 4\n")
    err = program("config", "pager", *change).err
    assert err.endswith(f"\n{hint.capitalize()}\n")
    for line in ("`streak` should be true or false", "`rest_days` should be 0 to 6", "`active` should be the ID of"):
        assert line in err
    file.write_text("format = 99\n")
    assert hint not in program("config", "pager", *change).err


def test_page_does_not_depend_on_the_settings(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("format = 1\npager = 3\n")
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "help", "list"], LINES="5", PAGER="false")
    assert code == 0
    assert "List the steps, or the topics of ITEM." in shown


def test_setting_with_its_default_is_set_until_unset(program: Program) -> None:
    program("config", "streak.rest-days", "0")
    assert settings.load().model_fields_set >= {"rest_days"}
    program("config", "streak", "off")
    assert settings.load().model_fields_set >= {"rest_days", "streak"}
    program("config", "streak.rest-days", "--unset")
    assert "rest_days" not in settings.load().model_fields_set


@pytest.mark.parametrize(
    ("typed", "completions"),
    [
        ("config st", {"streak", "streak.rest-days"}),
        ("config pager ", {"auto", "off"}),
        ("config streak o", {"on", "off"}),
        ("config roadmap gen", {"genai-engineer"}),
        ("config nothing ", set()),
    ],
)
def test_completion_of_keys_and_values(program: Program, typed: str, completions: set[str]) -> None:
    words = {"COMP_WORDS": f"genai-roadmap {typed}", "COMP_CWORD": str(len(typed.split(" ")))}
    run = program(env={"_GENAI_ROADMAP_COMPLETE": "complete_bash", **words})
    assert {line.split("  ")[0] for line in run.out.split("\n") if line} == completions


def test_change_says_how_to_change_it_back(program: Program) -> None:
    assert program("config", "name", "Ada Lovelace").out == (
        "name is now Ada Lovelace (was not set).\nChange it back with: genai-roadmap config name --unset\n"
    )
    assert program("config", "name", "Bob").out.endswith(f"genai-roadmap config name {quoted('Ada Lovelace')}\n")
    run = program("config", "name", "--unset")
    assert run.out.startswith("name is no longer set (was Bob).\n")
    assert program("config", "streak", "off").out.startswith("streak is now off (was on).\n")
    assert program("config", "streak", "off").out == "streak is off; nothing changed.\n"
    assert program("config", "name", "--unset").out == "name is not set; nothing changed.\n"
