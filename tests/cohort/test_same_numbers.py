import gc
import random
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import pytest
from distributed.comm import CommClosedError
from hypothesis import given
from hypothesis import strategies as st

import deadly
from cohorts import TODAY, Found, find, journal, write
from genai_roadmap.cohort import analysis, cluster, workers
from genai_roadmap.cohort.batches import Work
from genai_roadmap.errors import RequestError
from genai_roadmap.report.cohort import Cohort, Question, combine

QUESTION = Question(TODAY, since=TODAY.replace(day=1), goal=TODAY.replace(month=12))
GROUPS = {f"learner {number:02}": "ABC"[number % 3] for number in range(50)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with 60 learners, some of whom have several files, and damaged files."""
    folder = tmp_path / "class"
    rng = random.Random(1)  # noqa: S311 - not a secret
    for number in range(60):
        day = TODAY.replace(day=rng.randint(1, 27))
        topics = rng.sample("abxyzefpq", rng.randint(0, 9))
        write(folder / f"learner {number:02}.toml", journal(*topics, day=f"{day}"))
        if number % 10 == 0:
            write(folder / f"learner {number:02} (1).toml", journal("plain", machine="n"))
    write(folder / "damaged.toml", "damaged")
    write(folder / "learner 01 (1).toml", "damaged")
    return folder


@pytest.fixture(scope="module")
def marker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the file that says that a process was killed."""
    path = tmp_path_factory.mktemp("killed") / "marker"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(deadly.MARKER, str(path))
        yield path


@contextmanager
def used_dashboard_port() -> Iterator[None]:
    """Use the port of Dask's dashboard, as another program may."""
    with socket.socket() as other:
        with suppress(OSError):  # It is in use already.
            other.bind(("127.0.0.1", 8787))
            other.listen()
        yield


@pytest.fixture(scope="module")
def client(marker: Path) -> Iterator[Any]:
    """Start a cluster with two processes, once for all tests."""
    assert not marker.exists()
    with used_dashboard_port(), cluster._client("local", 2) as found:  # noqa: SLF001
        yield found


class Processes(NamedTuple):
    """Other processes: the module that runs them, the options to read learners in them, and work that kills them."""

    module: ModuleType
    options: dict[str, Any]
    deadly: Work


@pytest.fixture(params=["pool", "cluster"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Processes:
    monkeypatch.setattr(analysis, "SIZE", 7)
    if request.param == "pool":
        return Processes(workers, {"jobs": 2}, deadly.for_two)
    client = request.getfixturevalue("client")
    monkeypatch.setattr(cluster, "_client", lambda *_: nullcontext(client))
    return Processes(cluster, {"cluster": "local"}, deadly.for_one)


find_all = partial(find, question=QUESTION, groups=GROUPS)


def cold(home: Path, *places: Path, **options: object) -> Found:
    """Return what is found without an index."""
    for path in (home / "cache").glob("*"):
        path.unlink()
    return find_all(*places, **options)  # type: ignore[arg-type]


@pytest.fixture
def expected(folder: Path, home: Path) -> Found:
    """Return what one process finds, without an index."""
    found = cold(home, folder)
    assert (len(found.members), len(found.problems), found.merged, found.read) == (60, 2, 6, 61)
    return found


@pytest.mark.parametrize("size", [1, 7, 61, 200])
def test_batches_of_any_size_count_the_same(
    folder: Path, home: Path, expected: Found, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(analysis, "SIZE", size)
    monkeypatch.setattr(analysis, "CHUNK", size)
    assert cold(home, folder) == expected
    assert find_all(folder).numbers == expected.numbers
    # Some are read, and some are in the index.
    write(folder / "learner 00.toml", (folder / "learner 00.toml").read_bytes() + b"\n")
    write(folder / "damaged.toml", "damaged\n")
    assert find_all(folder).numbers == expected.numbers


def test_index_with_other_learners_counts_the_same(folder: Path, home: Path, expected: Found) -> None:
    write(folder / "more.toml", journal("a"))
    cold(home, folder)
    (folder / "more.toml").unlink()
    found = find_all(folder)
    assert (found.read, found.numbers) == (0, expected.numbers)


def test_another_question_of_the_same_index_counts_the_same(folder: Path, home: Path, expected: Found) -> None:
    later = Question(TODAY.replace(month=12), since=TODAY)
    groups = {"learner 00": "Z"}
    other = find(folder, question=later, groups=groups)
    assert other.read == 0
    (home / "cache").rename(home / "cache of the other question")
    assert find(folder, question=later, groups=groups).numbers == other.numbers != expected.numbers


def test_order_of_the_files_makes_no_difference(folder: Path, home: Path, expected: Found) -> None:
    paths = [*folder.iterdir()]
    rng = random.Random(2)  # noqa: S311 - not a secret
    for _ in range(3):
        rng.shuffle(paths)
        assert cold(home, *paths) == expected


def test_processes_count_the_same(folder: Path, home: Path, expected: Found, processes: Processes) -> None:
    assert cold(home, folder, **processes.options) == expected
    assert find_all(folder, **processes.options).numbers == expected.numbers


def work_of(module: ModuleType, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a module do this work instead of reading batches."""
    real = module.run
    monkeypatch.setattr(module, "run", lambda *arguments: real(*arguments, work=work))


def test_lost_process_loses_nothing(
    folder: Path, home: Path, expected: Found, monkeypatch: pytest.MonkeyPatch, marker: Path, processes: Processes
) -> None:
    marker.unlink(missing_ok=True)
    work_of(processes.module, deadly.once, monkeypatch)
    assert cold(home, folder, **processes.options) == expected
    assert marker.exists()


def test_learners_who_kill_processes_are_problems(
    folder: Path, home: Path, expected: Found, monkeypatch: pytest.MonkeyPatch, processes: Processes
) -> None:
    with monkeypatch.context() as patch:
        work_of(processes.module, processes.deadly, patch)
        found = cold(home, folder, **processes.options)
    names = ["learner 07", "learner 31"][: 1 if processes.deadly is deadly.for_one else 2]
    assert found.members == [member for member in expected.members if member.name not in names]
    new = [problem for problem in found.problems if problem not in expected.problems]
    assert [Path(problem.path).stem for problem in new] == names
    assert {problem.reason for problem in new} == {"stopped both processes that read it"}
    assert sum(counts["learners",] for counts in found.cohort.values()) == 60 - len(names)
    # Maybe it was not their fault.
    assert find_all(folder) == expected._replace(read=len(names))


def test_bug_in_a_process_of_the_pool_is_raised(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "SIZE", 11)
    work_of(workers, deadly.faulty, monkeypatch)
    with pytest.raises(ZeroDivisionError, match="a bug with 11 learners of small"):
        find_all(folder, jobs=2)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "tcp://127.0.0.1:port", "x"])
def test_cluster_that_cannot_be_reached_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.3)
    with pytest.raises(RequestError, match="can't be reached"):
        find(folder, cluster=address)
    # Collected by the thread of the next client while that client starts, the client without a cluster would stop both.
    gc.collect()


@pytest.mark.parametrize("error", [CommClosedError("closed"), CancelledError()])
def test_cluster_that_is_lost_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def lose(*_: object, **__: object) -> object:
        raise error

    @contextmanager
    def client(*_: object) -> Iterator[Any]:
        yield SimpleNamespace(submit=lose)

    monkeypatch.setattr(cluster, "_client", client)
    with pytest.raises(RequestError, match="the connection to the cluster at local was lost"):
        find(folder, cluster="local")


def test_missing_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RequestError, match=r"pip install 'genai-roadmap\[cohort\]'"):
        find(folder, cluster="local")


def counts() -> st.SearchStrategy[Cohort]:
    keys = st.sampled_from([("learners",), ("percent", 3), ("topic", 0, "done")])
    counters = st.dictionaries(keys, st.integers(1, 10**6)).map(Counter)
    return st.dictionaries(st.sampled_from([None, "A", "B"]), counters)


@given(st.lists(counts(), max_size=6), st.randoms(use_true_random=False))
def test_counts_are_combined_in_any_order_and_grouping(parts: list[Cohort], rng: random.Random) -> None:
    expected = combine(parts)
    shuffled = rng.sample(parts, len(parts))
    assert combine(shuffled) == expected
    middle = rng.randint(0, len(parts))
    assert combine([combine(shuffled[:middle]), combine(shuffled[middle:])]) == expected
    assert combine([expected]) == expected
    assert combine([*parts, {}]) == expected


def test_without_processes_this_one_reads_everything(
    folder: Path, home: Path, expected: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "SIZE", 11)
    monkeypatch.setattr(workers, "_can_start", lambda _: False)
    assert cold(home, folder, jobs=2) == expected
