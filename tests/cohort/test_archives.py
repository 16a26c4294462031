import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cohorts import find, journal, write
from genai_roadmap.cohort import archives
from support import Program


def zipped(path: Path, *members: tuple[str, str | bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def tarred(path: Path, *members: tuple[str, str | bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = {"gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz", "tar": "w"}[path.name.lower().rpartition(".")[2]]
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


Pack = Callable[..., Path]
PACKERS = [
    (zipped, "zip"),
    (zipped, "ZIP"),
    (tarred, "tar"),
    (tarred, "tar.gz"),
    (tarred, "tgz"),
    (tarred, "tar.bz2"),
    (tarred, "tar.xz"),
]


@pytest.mark.parametrize(("pack", "suffix"), PACKERS)
def test_archive_is_read_like_the_folder_in_it(tmp_path: Path, pack: Pack, suffix: str) -> None:
    members = [
        ("anna.toml", journal("a")),
        ("./bob.toml", journal("a", "b")),
        ("group/carl/small.toml", journal("a")),
        ("group/carl/progress/other.toml", journal("a", roadmap="other")),
        ("dora/journals/small/m1.toml", journal("a")),
        ("dora/journals/small/m2.toml", journal("b", machine="n")),
        ("readme.md", "text"),
        ("broken.toml", "broken"),
        ("__MACOSX/._anna.toml", b"\0\1"),
        ("group/.git/x.toml", "x"),
    ]
    path = pack(tmp_path / f"class.{suffix}", *members)
    found = find(path)
    assert found.done == {"anna": 1, "bob": 2, "carl": 1, "dora": 2}
    assert [problem.path for problem in found.problems] == [f"{path}/broken.toml"]
    assert "is not valid TOML" in found.problems[0].reason
    warm = find(path)
    assert (warm.numbers, warm.read) == (found.numbers, 0)


@pytest.mark.parametrize(("pack", "suffix"), PACKERS)
def test_archive_of_one_learner_has_the_name(tmp_path: Path, pack: Pack, suffix: str) -> None:
    pack(tmp_path / "class" / f"anna (1).{suffix}", ("small.toml", journal("a")))
    pack(tmp_path / "class" / f"bob.{suffix}", ("progress/small.toml", journal("a")))
    assert find(tmp_path / "class").names == ["anna", "bob"]


@pytest.mark.parametrize(("pack", "suffix"), PACKERS[2:3] + PACKERS[:1])
def test_hostile_names_of_members_stay_inside(tmp_path: Path, pack: Pack, suffix: str) -> None:
    write(tmp_path / "secret.toml", journal("a", "b"))
    members = [
        ("/etc/anna.toml", journal("a")),
        ("../../bob.toml", journal("a")),
        ("..\\..\\carl.toml", journal("a")),
        (str(tmp_path / "secret.toml"), journal("a")),
        ("\x1b[31mdora.toml", journal("a")),
        ("/", ""),
        ("..", ""),
        (".toml", ""),
        ("x" * 5_000 + ".toml", journal("a")),
        ("con.toml", journal("a")),
    ]
    found = find(pack(tmp_path / f"class.{suffix}", *members))
    assert found.done == {**dict.fromkeys(("anna", "bob", "carl", "secret", "con"), 1), "␛[31mdora": 1, "x" * 5_000: 1}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("pack", "suffix"), PACKERS[2:3] + PACKERS[:1])
def test_last_of_several_members_with_a_name_counts(tmp_path: Path, pack: Pack, suffix: str) -> None:
    path = pack(tmp_path / f"class.{suffix}", ("anna.toml", journal("a", "b")), ("anna.toml", journal("a")))
    assert find(path).done == {"anna": 1}


def test_links_and_devices_in_an_archive_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "class.tar"
    with tarfile.open(path, "w") as archive:
        for number, kind in enumerate(
            (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE)
        ):
            info = tarfile.TarInfo(f"anna{number}.toml")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = find(path)
    assert (found.members, found.problems) == ([], [])


def test_archive_in_an_archive_is_a_problem(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "anna.zip", ("small.toml", journal("a"))).read_bytes()
    found = find(zipped(tmp_path / "class" / "all.zip", ("anna.zip", inner), ("bob.toml", journal("a"))))
    assert found.names == ["bob"]
    assert [problem.reason for problem in found.problems] == ["is an archive in an archive; unpack the outer one"]


def test_encrypted_member_is_a_problem(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", ("anna.toml", journal("a")), ("bob.toml", journal("a")))
    content = path.read_bytes()
    # The flag that a member is encrypted, in its header and in the directory of the archive.
    content = content.replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0", 1)
    path.write_bytes(content.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0", 1))
    found = find(path)
    assert found.names == ["bob"]
    assert found.reasons(path) == {"anna.toml": "is damaged or encrypted"}


def test_bombs_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 2_000_000)
    zeros = bytes(1_500_000)
    bombs = [
        zipped(tmp_path / "class" / "one.zip", ("a.toml", zeros), ("b.toml", zeros)),
        tarred(tmp_path / "class" / "two.tgz", ("a.toml", zeros), ("b.toml", zeros)),
        # What is not read has to be uncompressed too.
        tarred(tmp_path / "class" / "three.tgz", ("a.bin", zeros), ("b.bin", zeros), ("c.toml", journal("a"))),
    ]
    write(tmp_path / "class" / "zeros.tar.gz", gzip.compress(bytes(50_000_000)))
    found = find(tmp_path / "class")
    assert not found.members
    reasons = found.reasons(tmp_path / "class")
    assert all("divide it" in reasons[path.name] for path in bombs)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    many = zipped(tmp_path / "many.zip", *((f"{n}.toml", "") for n in range(11)))
    assert "divide it" in find(many).problems[0].reason


def test_member_that_is_larger_than_it_says_is_a_problem(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", ("anna.toml", journal("a") + "#" * 100_000))
    content = path.read_bytes()
    size = (len(journal("a")) + 100_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    assert find(path).reasons(path) == {"anna.toml": "is damaged or encrypted"}


def test_member_that_is_too_large_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genai_roadmap.storage.files.MAX_BYTES", 1024**2)
    path = zipped(tmp_path / "class.zip", ("anna.toml", bytes(1024**2 + 1)), ("bob.toml", journal("a")))
    found = find(path)
    assert (found.names, found.reasons(path)) == (["bob"], {"anna.toml": "is larger than 1 MB"})


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz", "tar.xz", "tar.bz2"])
def test_random_damage_never_ends_the_run(tmp_path: Path, suffix: str) -> None:
    pack = zipped if suffix == "zip" else tarred
    content = pack(tmp_path / f"x.{suffix}", *((f"{name}.toml", journal("a")) for name in "abc")).read_bytes()
    rng = random.Random(suffix)  # noqa: S311
    for number in range(40):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 3, 30))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        cut = rng.randrange(len(damaged)) if number % 4 == 0 else len(damaged)
        write(tmp_path / "class" / f"{number}.{suffix}", bytes(damaged[:cut]))
    found = find(tmp_path / "class")
    assert found.problems
    assert all(text.isprintable() for problem in found.problems for text in problem)


def test_one_learner_of_an_archive_is_shown(tmp_path: Path, program: Program) -> None:
    path = zipped(tmp_path / "class.zip", ("anna.toml", journal("llm-basics", roadmap="genai-engineer")))
    assert program("cohort", str(path), "--learner", "anna").code == 0
