import json
import os
from pathlib import Path

import pytest

from cohorts import find, journal, write
from genai_roadmap.cohort.found import Folder
from genai_roadmap.cohort.groups import Groups, read_groups
from genai_roadmap.cohort.pseudonyms import pseudonym, read_key
from genai_roadmap.errors import FileInvalidError


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("class/anna.toml", "anna"),
        ("class/Anna Smith.TOML", "Anna Smith"),
        ("class/anna.json", "anna"),
        ("class/anna.v2.toml", "anna.v2"),
        ("anna/small.toml", "anna"),
        ("anna/small (1).toml", "anna"),
        ("anna/genai-roadmap/progress/small.toml", "anna"),
        ("anna/.genai-roadmap/progress/small.toml", "anna"),
        ("anna/sync/journals/small/laptop.toml", "anna"),
        ("anna/journals/small/laptop.toml", "anna"),
        ("journals/class/anna.toml", "anna"),
        ("class/anna (1).toml", "anna"),
        ("class/anna(12).toml", "anna"),
        ("class/anna - Copy.toml", "anna"),
        ("class/anna - Copy (2).toml", "anna"),
        ("class/anna copy 3.toml", "anna"),
        ("class/ anna .toml", "anna"),
        ("class/ (1).toml", "(1)"),
        ("class/ .toml", "?"),
        ("/small.toml", "small"),
        ("class/Zoe\u0308.toml", "Zoë"),
        ("class/\x1b[31mred.toml", "␛[31mred"),
        ("class/\u202eanna.toml", "\ufffdanna"),
        ("class/\udcff.toml", "\ufffd"),
    ],
)
def test_name_is_that_of_the_file_or_of_the_folder_around(path: str, name: str) -> None:
    *folders, file = path.split("/")
    assert Folder(folders[1:], "small", folders[:1]).learner(file) == name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("anna.toml", True),
        ("anna.JSON", True),
        ("anna.md", False),
        ("anna/settings.toml", False),
        ("anna/progress/small.toml", True),
        ("anna/progress/other.toml", False),
        ("anna/journals/small/laptop.toml", True),
        ("anna/journals/other/laptop.toml", False),
        ("anna/roadmaps/small.toml", False),
        ("anna/backups/small/1.toml", False),
        ("anna/.git/x.toml", False),
        (".anna.toml", False),
        ("__MACOSX/anna.toml", False),
    ],
)
def test_path_says_whether_a_file_has_progress(path: str, expected: bool) -> None:  # noqa: FBT001
    *folders, file = path.split("/")
    assert (Folder(folders, "small").learner(file) is not None) == expected


def test_copies_of_a_file_are_one_learner(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write(folder / "anna.toml", journal("a"))
    write(folder / "anna (1).toml", journal("a", "b"))
    write(folder / "anna - Copy.toml", journal("p"))
    write(folder / "bob.toml", journal("a"))
    found = find(folder)
    assert (found.done, found.merged, found.read) == ({"anna": 2, "bob": 1}, 1, 2)


def test_home_folder_has_the_name_of_its_settings(tmp_path: Path) -> None:
    home = tmp_path / "class" / "u123"
    write(home / "settings.toml", 'format = 1\nname = "  Zoe\u0308  "\n')
    progress = write(home / "progress" / "small.toml", journal("a"))
    write(home / "progress" / "other.toml", journal("a", roadmap="other"))
    write(home / "backups" / "small" / "1.toml", "damaged")
    for place in (tmp_path / "class", home, home / "progress", progress):
        assert find(place).names == ["Zoë"]


@pytest.mark.parametrize("settings", ["", "format = 1\n", "format = 1\nname = 3\n", "\0"])
def test_home_folder_without_a_name_has_that_of_the_folder(tmp_path: Path, settings: str) -> None:
    write(tmp_path / "class" / "u123" / "settings.toml", settings)
    write(tmp_path / "class" / "u123" / "progress" / "small.toml", journal("a"))
    assert find(tmp_path / "class").names == ["u123"]


def test_machines_of_a_sync_folder_are_one_learner(tmp_path: Path) -> None:
    for machine, topic in (("laptop", "a"), ("desktop", "b")):
        write(tmp_path / "class" / "anna" / "journals" / "small" / f"{machine}.toml", journal(topic, machine=machine))
    for place in (tmp_path / "class", tmp_path / "class" / "anna", tmp_path / "class" / "anna" / "journals"):
        assert find(place).done == {"anna": 2}


def test_groups_are_read_as_spreadsheets_write_them(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    for content in (
        "name,group\nanna,A\nbob,B\n",
        "\ufeffName;Group\r\nanna;A\r\nbob;B\r\n",
        "group\tname\tmail\nA\tanna\tx\nB\tbob\ty\n",
        'NAME , GROUP\n "anna" ,A\n"anna",A\nbob, B \ncarl,\n,C\n,\n\n'.replace(' "anna" ', '"anna"'),
        "name,group\nanna,\nanna,A\nbob,B,more\n",
    ):
        write(path, content)
        assert read_groups(path) == {"anna": "A", "bob": "B"}
    write(path, 'name,group\n"Zoe\u0308, ""Z""","\x1b[1m"\n')
    assert read_groups(path) == {'Zoë, "Z"': "␛[1m"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "needs a first line with the columns name and group"),
        ("anna,A\n", "needs a first line with the columns name and group"),
        ("name\nanna\n", "needs a first line with the columns name and group"),
        ("name,group\nanna,A\nanna,B\n", "anna is in two groups, A and B (line 3)"),
        ('name,group\n"anna', "is not valid CSV"),
        (f"name,group\n{'x' * 200_000},A\n", "is not valid CSV"),
        (b"name,group\n\xff,A\n", "is not UTF-8"),
        ("name,group\n".encode("utf-16"), "is UTF-16"),
        ("name,group\n\0,A\n", "NUL"),
    ],
)
def test_groups_that_are_invalid_are_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    path = write(tmp_path / "groups.csv", content)
    with pytest.raises(FileInvalidError) as error:
        read_groups(path)
    assert reason in str(error.value)


def test_group_counts_its_learners_and_names_those_who_are_missing(tmp_path: Path) -> None:
    for name in ("anna", "bob", "carl"):
        write(tmp_path / "class" / f"{name}.toml", journal("a"))
    write(tmp_path / "class" / "dora.toml", "damaged")
    groups = {"anna": "A", "bob": "A", "dora": "A", "eve": "B"}
    found = find(tmp_path / "class", groups=groups)
    assert {group: counts["learners",] for group, counts in found.cohort.items()} == {"A": 2, None: 1}
    # Who has handed in a file that is damaged is not missing.
    assert found.missing == ["eve"]
    assert [member.group for member in found.members] == ["A", "A", None]


@pytest.mark.parametrize("groups", [{"ben": "A", "Ben": "B"}, {"ben": "A", "Ben": "A"}])
@pytest.mark.parametrize(
    ("learners", "missing"),
    [
        (["BEN"], ["Ben", "ben"]),
        (["BEN", "ben"], ["Ben"]),
        (["Ben"], ["ben"]),
        (["ben", "Ben"], []),
        ([], ["Ben", "ben"]),
    ],
)
def test_rows_that_differ_only_in_case_are_for_exactly_these_names(
    groups: dict[str, str], learners: list[str], missing: list[str]
) -> None:
    found = Groups(groups)
    assert {name: found.of(name) for name in learners} == {name: groups.get(name) for name in learners}
    assert sorted(found.without(learners)) == missing
    # Of one row, any spelling is the name.
    assert Groups({"ben": "A"}).of("BEN") == "A"
    assert Groups({"ben": "A"}).without(["BEN"]) == []


def test_pseudonyms_are_stable_and_need_the_key(home: Path) -> None:
    key = read_key()
    assert read_key() == key
    if os.name == "posix":
        assert (home / "cohort.key").stat().st_mode & 0o077 == 0
    name = pseudonym("anna", key)
    assert name == pseudonym("anna", key) != pseudonym("bob", key)
    assert name != pseudonym("anna", b"0" * 64)
    assert len({pseudonym(str(number), key) for number in range(10_000)}) == 10_000
    (home / "cohort.key").write_bytes(b"short")
    with pytest.raises(FileInvalidError, match=r"cohort\.key is damaged"):
        read_key()


def test_anonymous_report_has_no_name_and_no_path(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for name in ("anna", "bob", "carl"):
        write(folder / f"{name}.toml", journal("a"))
    write(folder / "dora.toml", "damaged")
    write(folder / "emil.zip", "damaged")
    (folder / "fred.toml").symlink_to(folder / "anna.toml")
    found = find(folder, groups={"gina": "A", "anna": "A"}, is_anonymous=True)
    text = json.dumps(found[1:5], default=str)
    assert not [name for name in ("anna", "bob", "carl", "dora", "emil", "fred", "gina", "class") if name in text]
    assert (len(found.problems), len(found.missing)) == (3, 1)
    # The names are sorted as they are shown, so that the order says nothing.
    key = read_key()
    assert found.names == sorted(pseudonym(name, key) for name in ("anna", "bob", "carl"))
    assert find(folder, is_anonymous=True).names == found.names
