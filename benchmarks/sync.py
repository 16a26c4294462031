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
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import states

CHANGES = 10_000
# Runs the program, and prints the seconds in each call of git at the end.
TIMED = """
import atexit, sys, time
from genai_roadmap.storage import git
seconds, run = [], git.run
def timed(words, timeout, content=b"", options=()):
    begin = time.perf_counter()
    try:
        return run(words, timeout, content, options)
    finally:
        seconds.append(f"{words[0]}={time.perf_counter() - begin:.6f}")
git.run = timed
atexit.register(lambda: print(*seconds, file=sys.stderr))
from genai_roadmap.__main__ import main
main()
"""
PROGRAM = "from genai_roadmap.__main__ import main; main()"
# With --latency, the name of a host begins the address, and a shell in place of ssh waits before it answers.
SSH = '#!/bin/sh\nsleep {}\nshift\nexec sh -c "$*"\n'
Seconds = dict[str, list[float]]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="number of runs of each")
    parser.add_argument("--latency", type=float, default=0, help="seconds that the server takes to answer")
    options = parser.parse_args()
    whole: Seconds = defaultdict(list)
    in_git: Seconds = defaultdict(list)
    calls: dict[str, str] = {}
    for _ in range(options.rounds):
        for script in (PROGRAM, TIMED):
            with tempfile.TemporaryDirectory() as folder:
                for name, seconds, errors in measure(Path(folder), script, options.latency):
                    found = re.findall(r"([a-z-]+)=([0-9.]+)", errors)
                    if script == TIMED:
                        in_git[name].append(sum(float(each) for _, each in found))
                        calls[name] = ", ".join(call for call, _ in found)
                    else:
                        whole[name].append(seconds)
    print("| | all | git | ratio | calls of git |")
    print("|---|---:|---:|---:|---|")
    for name, found in whole.items():
        total, git = median(found), median(in_git[name])
        ratio = f"{total / git:.1f}" if git else ""
        print(f"| {name} | {1000 * total:.0f} ms | {1000 * git:.0f} ms | {ratio} | {calls[name]} |")


def measure(folder: Path, script: str, latency: float) -> Iterator[tuple[str, float, str]]:
    """Yield each kind of sync between two home folders, its seconds, and what it printed as errors."""
    sender, receiver, remote = folder / "sender", folder / "receiver", folder / "remote"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    states.write(sender, 0, CHANGES)
    ssh = folder / "ssh"
    ssh.write_text(SSH.format(latency))
    ssh.chmod(0o755)
    os.environ |= {"GIT_SSH": str(ssh), "GIT_SSH_VARIANT": "simple"}
    for home in (sender, receiver):
        run(script, home, "sync", "init", f"ssh://host{remote}" if latency else str(remote))
    for name, home, *arguments in (
        ("start of any command", sender, "path", "--json"),
        (f"send {CHANGES:,} changes", sender, "sync"),
        (f"receive {CHANGES:,} changes", receiver, "sync"),
        ("nothing to do", sender, "sync"),
        ("", sender, "done", "1.2"),
        (f"send one of {CHANGES:,} changes", sender, "sync"),
        (f"receive one of {CHANGES:,} changes", receiver, "sync"),
    ):
        result = run(script, home, *arguments)
        if name:
            yield name, *result


def run(script: str, home: Path, *arguments: str) -> tuple[float, str]:
    """Run the program; return the seconds, and what it printed as errors."""
    command, env = [sys.executable, "-c", script, *arguments], {**os.environ, "GENAI_ROADMAP_HOME": str(home)}
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return time.perf_counter() - begin, done.stderr


if __name__ == "__main__":
    main()
