"""Measure every command, a minimal program and other programs: the tables of docs/PERFORMANCE.md.

Everything runs in rounds, so that the ratios are also valid on a busy machine:

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

# The arguments of commands; all others run without arguments.
ARGUMENTS = {
    "done": ["done", "step-1"],
    "edit": ["--roadmap", "big", "edit"],
    "export": ["export", "toml"],
    "goal": ["goal", "+20y"],
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
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="number of runs of each")
    parser.add_argument("--only", help="commands to measure, separated by commas (default: all)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with ProcessPoolExecutor(1) as pool:
            # On Linux, the peak memory of a process includes that of its parent, so this process must stay small.
            only = chosen.only.split(",") if chosen.only else []
            candidates = pool.submit(all_candidates, Path(folder), only).result()
        costs = in_turn(candidates, chosen.rounds)
    for line in (*machine(), *commands_table(costs), *goals_table(costs), *peers_table(costs)):
        print(line)


def all_candidates(folder: Path, only: list[str]) -> dict[Key, Candidate]:
    """Return everything to measure, after writing the data."""
    return own_candidates(folder, only) | peer_candidates(folder)


def own_candidates(folder: Path, only: list[str]) -> dict[Key, Candidate]:
    """Return the minimal program, and each command and completion on each state."""
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
    """Return the arguments and environment variables of each command and completion, by name."""
    from genai_roadmap.cli.main import app

    # The full-screen view does not exit by itself. `sync` has a benchmark of its own.
    names = [command.name or "" for command in app.registered_commands if command.name != "ui"]
    arguments_by_name = {name: ARGUMENTS.get(name, [name]) for name in names} | MORE
    shell = {"_GENAI_ROADMAP_COMPLETE": "complete_bash"}
    completions: dict[str, tuple[list[str], dict[str, str]]] = {
        name: ([], {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), **shell})
        for name, typed in COMPLETIONS.items()
    }
    return {name: (arguments, {}) for name, arguments in arguments_by_name.items()} | completions


def peer_candidates(folder: Path) -> dict[Key, Candidate]:
    """Return listing and marking with each installed similar program, with few and with many items."""
    found = {}
    for count in (peers.FEW, peers.MANY):
        scratch = folder / f"peers-{count}"
        for peer in peers.peers(str(scratch)):
            if not peer.is_installed:
                print(f"{peer.program} is not installed, skipping it", file=sys.stderr)
                continue
            scratch.mkdir()
            peer.write(scratch, count)
            # Written to its final path, because some programs store paths in their data.
            state = scratch.rename(folder / f"{peer.program}-{count}")
            for action, command in (("listing", peer.listing), ("marking", peer.marking)):
                found[peer.program, f"{action} {count}"] = Candidate(command, state, scratch, peer.environment)
    return found


def machine() -> Iterator[str]:
    """Yield a description of the machine."""
    cores = Path("/proc/cpuinfo")
    text = cores.read_text(encoding="utf-8") if cores.exists() else ""
    models = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    yield f"{len(models) or '?'} cores of {model}, {platform.system()}, Python {platform.python_version()}."


def commands_table(costs: Costs) -> Iterator[str]:
    """Yield the table of commands: time relative to the minimal program, time and memory on each state."""
    yield from _head("", *states.STATES)
    yield _row(HELLO, _cell(costs, (HELLO, "")))
    for name in dict.fromkeys(name for name, state in costs if state in states.STATES):
        yield _row(name, *(_cell(costs, (name, state)) for state in states.STATES))


def goals_table(costs: Costs) -> Iterator[str]:
    """Yield the table of goals, with the measured values."""
    yield from _head("goal", "measured", "met")
    floor = costs[HELLO, ""]
    few, many = "100 topics", "10,000 topics"
    everyday = [*states.STATES][:2]
    for name in ("status", "list", "done", "next"):
        yield from _goal(costs, f"{name}: at most 1.10 times the baseline", (name, everyday[1]), 1.10 * floor.seconds)
    for name in ("--version", *COMPLETIONS):
        yield from _goal(costs, f"{name}: below the baseline", (name, everyday[1]), floor.seconds)
    for name in ("status", "list", "done", "next"):
        if (name, few) in costs:
            most = costs[name, few].seconds + 7e-6 * (peers.MANY - peers.FEW)
            yield from _goal(costs, f"{name}: at most 7 µs per additional topic", (name, many), most)
            yield from _goal(
                costs,
                f"{name}: 10,000 topics take at most twice as long as 100",
                (name, many),
                2 * costs[name, few].seconds,
            )
    for name in ("status", "list", "next"):
        yield from _goal(costs, f"{name}: 100,000 changes in less than a second", (name, "100,000 changes"), 1)
    yield from _goal(costs, "done: 10,000 topics in a second above the baseline", (ALL_TOPICS, many), 1 + floor.seconds)
    for kind, most, chosen in (("usual", 60, everyday), ("maximum", 300, [*states.STATES])):
        megabytes, name = max((cost.megabytes, name) for (name, state), cost in costs.items() if state in chosen)
        holds = "yes" if megabytes <= most else "no"
        yield _row(f"{kind} memory (highest: {name})", f"{megabytes:.0f} of {most} MB", holds)


def peers_table(costs: Costs) -> Iterator[str]:
    """Yield the table of other programs beside similar commands, with few and with many items."""
    yield from _head("", "few items", "many items", "per additional item")
    more = peers.MANY - peers.FEW
    rows = {
        f"{program}, {action}": (
            (program, f"{action} {peers.FEW}"),
            (program, f"{action} {peers.MANY}"),
            more * peers.FRAMES if program == "watson" else more,
        )
        for program, _ in costs
        for action in ("listing", "marking")
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
