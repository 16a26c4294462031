"""Compare `sync` with the calls of git that it makes: python benchmarks/sync.py.

The repository is on this machine, so git takes much less time than over a network.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import states

CHANGES = 10_000
# Runs the program, and prints the seconds in each call of git, and all seconds after the imports, at the end.
SCRIPT = """
import atexit, sys, time
from genai_roadmap.storage import git
seconds, run = [], git.run
def timed(words, *rest):
    begin = time.perf_counter()
    try:
        return run(words, *rest)
    finally:
        seconds.append(f"{words[0]}={time.perf_counter() - begin:.6f}")
git.run = timed
atexit.register(lambda: print(*seconds, file=sys.stderr))
from genai_roadmap.__main__ import main
main()
"""
Runs = dict[str, list[tuple[float, float, str]]]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="number of runs of each")
    rounds = parser.parse_args().rounds
    runs: Runs = defaultdict(list)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), runs)
    print("| | all | git | ratio | without start-up | ratio | calls |")
    print("|---|---:|---:|---:|---:|---:|---|")
    start = median(seconds for seconds, _, _ in runs["status --json"])
    for name, found in runs.items():
        whole, in_git = median(seconds for seconds, _, _ in found), median(seconds for _, seconds, _ in found)
        if in_git:
            cells = [f"{1000 * whole:.0f} ms", f"{1000 * in_git:.0f} ms", f"{whole / in_git:.1f}"]
            cells += [f"{1000 * (whole - start):.0f} ms", f"{(whole - start) / in_git:.1f}", found[0][2]]
            print(f"| {name} | {' | '.join(cells)} |")
    print(f"\nStart-up: {1000 * start:.0f} ms, the time of `--version`.")


def measure(folder: Path, runs: Runs) -> None:
    """Measure each kind of sync between two home folders."""
    sender, receiver, remote = folder / "sender", folder / "receiver", folder / "remote"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    states.write(sender, 0, CHANGES)
    for home in (sender, receiver):
        run(home, "sync", "init", str(remote))
    for name, home, commands in (
        ("status --json", receiver, ["--version"]),
        (f"send {CHANGES:,} changes", sender, ["sync"]),
        (f"receive {CHANGES:,} changes", receiver, ["sync"]),
        ("nothing to do", sender, ["sync"]),
    ):
        runs[name].append(run(home, *commands))
    run(sender, "done", "1.2")
    runs[f"send one of {CHANGES:,} changes"].append(run(sender, "sync"))
    runs[f"receive one of {CHANGES:,} changes"].append(run(receiver, "sync"))


def run(home: Path, *arguments: str) -> tuple[float, float, str]:
    """Run the program; return the seconds, those in git, and the calls of git."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    begin = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, "GENAI_ROADMAP_HOME": str(home)}, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - begin
    calls = re.findall(r"([a-z-]+)=([0-9.]+)", done.stderr)
    return seconds, sum(float(each) for _, each in calls), ", ".join(name for name, _ in calls)


if __name__ == "__main__":
    main()
