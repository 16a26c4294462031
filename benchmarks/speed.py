"""Measures every command beside a "hello" of the same stack and other programs: the tables of docs/PERFORMANCE.md.

Everything runs in turn, round after round, so that the ratios hold on a busy machine too:

    python benchmarks/speed.py > tables.md
"""

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import peers
import states
from measure import Candidate, Cost, Key, in_turn

HELLO = "hello"
ALL_TOPICS = "done of every step"
Costs = dict[Key, Cost]

# What the commands that need it are told; the others are run as they are.
ARGUMENTS = {
    "done": ["done", "step-1"],
    "edit": ["--roadmap", "big", "edit"],
    "export": ["export", "toml"],
    "goal": ["goal", "2999-01-01"],
    "import": ["import", "--dry-run", "--id", "other", str(Path(__file__).parents[1] / "data" / "template.toml")],
    "new": ["new", "my-roadmap"],
    "note": ["note", "step-1", "Watch lecture 3 again"],
    "open": ["open", "step-1"],
    "plan": ["plan", "--per-week", "3"],
    "remove": ["remove", "big"],
    "reset": ["reset", "step-1"],
    "restore": ["restore", "1"],
    "search": ["search", "topic"],
    "show": ["show", "step-1"],
    "skip": ["skip", "step-1"],
    "start": ["start", "step-1"],
    "use": ["use", "genai-engineer"],
}
MORE = {
    "--version": ["--version"],
    "--help": ["--help"],
    "list --all": ["list", "--all"],
    "status --json": ["status", "--json"],
    "export json": ["export", "json"],
    "export html": ["export", "html"],
    ALL_TOPICS: ["done", *map(str, range(1, 101))],
}
COMPLETIONS = {"completion of a command": "genai-roadmap sta", "completion of a topic": "genai-roadmap done st"}


def main() -> None:
    """Measures, and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="how often each is run")
    parser.add_argument("--only", help="the commands to measure, with commas between them; else all")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with ProcessPoolExecutor(1) as apart:
            # Linux counts the memory of who starts a program as the program's: who measures has to stay small.
            only = chosen.only.split(",") if chosen.only else []
            candidates = apart.submit(prepared, Path(folder), only).result()
        costs = in_turn(candidates, chosen.rounds)
    for line in (*machine(), *commands_table(costs), *goals_table(costs), *peers_table(costs)):
        print(line)


def prepared(folder: Path, only: list[str]) -> dict[Key, Candidate]:
    """What is to be measured, with all the data that it needs."""
    return ours(folder, only) | theirs(folder)


def ours(folder: Path, only: list[str]) -> dict[Key, Candidate]:
    """The hello, and each command and completion on each state, by what it is and on which."""
    scratch = folder / "scratch"
    hello = (sys.executable, str(Path(__file__).with_name("hello.py")))
    found = {(HELLO, ""): Candidate(hello, folder / "nothing", scratch)}
    for state, (topics, changes) in states.STATES.items():
        states.write(folder / state, topics, changes)
        for name, (arguments, protocol) in command_lines().items():
            if (name != ALL_TOPICS or topics == peers.MANY) and (not only or name in only):
                environment = {"GENAI_ROADMAP_HOME": str(scratch), "BROWSER": "true", "EDITOR": "true", **protocol}
                found[name, state] = Candidate((states.PROGRAM, *arguments), folder / state, scratch, environment)
    return found


def command_lines() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each command and completion by its name: the arguments, and the variables by which a shell asks."""
    from genai_roadmap.cli.main import app

    # The full-screen view is no command that ends by itself.
    names = [command.name or "" for command in app.registered_commands if command.name != "ui"]
    told = {name: ARGUMENTS.get(name, [name]) for name in names} | MORE
    shell = {"_GENAI_ROADMAP_COMPLETE": "complete_bash"}
    asked: dict[str, tuple[list[str], dict[str, str]]] = {
        name: ([], {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), **shell})
        for name, typed in COMPLETIONS.items()
    }
    return {name: (arguments, {}) for name, arguments in told.items()} | asked


def theirs(folder: Path) -> dict[Key, Candidate]:
    """The listing and the marking of each program of the same kind that is installed, on few items and on many."""
    found = {}
    for count in (peers.FEW, peers.MANY):
        scratch = folder / f"peers-{count}"
        for peer in peers.peers(str(scratch)):
            if not peer.is_installed:
                print(f"{peer.program} is not installed, and left out", file=sys.stderr)
                continue
            scratch.mkdir()
            peer.write(scratch, count)
            # Written where it is used, as some keep paths in their data.
            state = scratch.rename(folder / f"{peer.program}-{count}")
            for what, command in (("listing", peer.listing), ("marking", peer.marking)):
                found[peer.program, f"{what} {count}"] = Candidate(command, state, scratch, peer.environment)
    return found


def machine() -> Iterator[str]:
    """What it was measured on."""
    cores = Path("/proc/cpuinfo")
    text = cores.read_text(encoding="utf-8") if cores.exists() else ""
    models = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    yield f"{len(models) or '?'} cores of {model}, {platform.system()}, Python {platform.python_version()}."


def commands_table(costs: Costs) -> Iterator[str]:
    """Each command on each state: how many times the hello, in how many milliseconds, with how much memory."""
    yield from _head("", *states.STATES)
    yield _row(HELLO, _cell(costs, (HELLO, "")))
    for name in dict.fromkeys(name for name, state in costs if state in states.STATES):
        yield _row(name, *(_cell(costs, (name, state)) for state in states.STATES))


def goals_table(costs: Costs) -> Iterator[str]:
    """The goals, what there is of each, and whether it holds."""
    yield from _head("goal", "measured", "holds")
    floor = costs[HELLO, ""]
    few, many = "100 topics", "10,000 topics"
    everyday = [*states.STATES][:2]
    for name in ("status", "list", "done", "next"):
        yield from _goal(costs, f"{name} at most 1.10 times the hello", (name, everyday[1]), 1.10 * floor.seconds)
    for name in ("--version", *COMPLETIONS):
        yield from _goal(costs, f"{name} below the hello", (name, everyday[1]), floor.seconds)
    for name in ("status", "list", "done", "next"):
        if (name, few) in costs:
            most = costs[name, few].seconds + 7e-6 * (peers.MANY - peers.FEW)
            yield from _goal(costs, f"{name}: each further topic at most 7 µs", (name, many), most)
            yield from _goal(
                costs, f"{name}: 10,000 topics at most 2 x 100", (name, many), 2 * costs[name, few].seconds
            )
    for name in ("status", "list", "next"):
        yield from _goal(costs, f"{name}: 100,000 changes in under a second", (name, "100,000 changes"), 1)
    yield from _goal(costs, "10,000 topics marked in a second over the hello", (ALL_TOPICS, many), 1 + floor.seconds)
    for what, most, chosen in (("every day", 60, everyday), ("at the extreme", 300, [*states.STATES])):
        megabytes, name = max((cost.megabytes, name) for (name, state), cost in costs.items() if state in chosen)
        holds = "yes" if megabytes <= most else "no"
        yield _row(f"memory {what}: the most is of {name}", f"{megabytes:.0f} of {most} MB", holds)


def peers_table(costs: Costs) -> Iterator[str]:
    """Other programs beside the commands that do the like, on few items and on many."""
    yield from _head("", "few items", "many items", "each further one")
    more = peers.MANY - peers.FEW
    rows = {
        f"{program}, {what}": (
            (program, f"{what} {peers.FEW}"),
            (program, f"{what} {peers.MANY}"),
            more * peers.FRAMES if program == "watson" else more,
        )
        for program, _ in costs
        for what in ("listing", "marking")
    }
    for name in ("status", "list", "list --all", "done"):
        rows[f"genai-roadmap {name}"] = ((name, "100 topics"), (name, "10,000 topics"), more)
    rows["genai-roadmap log"] = (("log", "a year, 400 changes"), ("log", "100,000 changes"), 100_000 - 400)
    for name, (few, many, items) in rows.items():
        if few in costs and many in costs:
            further = 1e6 * (costs[many].seconds - costs[few].seconds) / items
            yield _row(name, _cell(costs, few), _cell(costs, many), f"{further:.1f} µs")


def _goal(costs: Costs, goal: str, key: Key, most: float) -> Iterator[str]:
    if key in costs:
        seconds = costs[key].seconds
        yield _row(goal, f"{seconds * 1000:.0f} of {most * 1000:.0f} ms", "yes" if seconds <= most else "no")


def _cell(costs: Costs, key: Key) -> str:
    if key not in costs:
        return ""
    cost = costs[key]
    ratio = cost.seconds / costs[HELLO, ""].seconds
    return f"{ratio:.2f} · {cost.seconds * 1000:.0f} ms · {cost.megabytes:.0f} MB"


def _head(*titles: str) -> Iterator[str]:
    yield ""
    yield _row(*titles)
    yield _row("---", *["---:"] * (len(titles) - 1))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
