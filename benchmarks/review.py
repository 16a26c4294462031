"""Measure what reviews cost: `status` with 10,000 reviews relative to none, and `review` relative to a minimal program.

python benchmarks/review.py --rounds 15
"""

import argparse
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import states
from genai_roadmap.progress.ratings import Rating
from genai_roadmap.progress.review import Memory, memory_after, rated
from genai_roadmap.progress.status import Grade
from measure import Candidate, in_turn

REVIEWS = 10_000
PER_DAY = 10
LEARNERS, TOPICS, YEARS = 20, 300, 3


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="number of runs of each")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "with", REVIEWS)
        write(folder / "without", 0)
        scratch = folder / "scratch"
        environment = {"GENAI_ROADMAP_HOME": str(scratch)}
        hello = (sys.executable, str(Path(__file__).with_name("hello.py")))
        candidates = {
            ("hello", ""): Candidate(hello, folder / "nothing", scratch),
            **{
                (command, state): Candidate((states.PROGRAM, *command.split()), folder / state, scratch, environment)
                for command in ("status", "review", "review cnns good")
                for state in ("with", "without")
            },
        }
        costs = {key: cost.seconds for key, cost in in_turn(candidates, rounds).items()}
    print(f"hello: {costs['hello', '']:.3f} s")
    for command in ("status", "review", "review cnns good"):
        few, many = costs[command, "without"], costs[command, "with"]
        print(f"{command}: {few:.3f} s, {few / costs['hello', '']:.2f} x hello; {many:.3f} s and {many / few:.2f} x")
    print(f"goal: status with {REVIEWS:,} reviews at most 1.15 x without; review at most 1.3 x hello")
    for limit in (PER_DAY, 1000):
        shares = [retention(seed, limit) for seed in range(LEARNERS)]
        print(f"{LEARNERS} learners, at most {limit} reviews per day: remember {min(shares):.1%} to {max(shares):.1%}")


def retention(seed: int, limit: int) -> float:
    """Return the share of reviews that a learner remembers who does what is due, the most likely forgotten first."""
    rng, first, memories = random.Random(seed), dt.date(2026, 1, 1), list[Memory]()
    remembered = reviews = 0
    for number in range(YEARS * 365):
        today = first + dt.timedelta(days=number)
        due = [index for index, memory in enumerate(memories) if memory.due <= today]
        for index in sorted(due, key=lambda index: memories[index].retrievability(today))[:limit]:
            is_remembered = rng.random() < memories[index].retrievability(today)
            grade = rng.choice([Grade.HARD, Grade.GOOD, Grade.GOOD, Grade.EASY]) if is_remembered else Grade.AGAIN
            memories[index] = rated(memories[index], Rating(today, grade))
            remembered, reviews = remembered + is_remembered, reviews + 1
        if len(memories) < TOPICS:
            memories.append(memory_after([Rating(today, Grade.GOOD)]))
    return remembered / reviews


def write(folder: Path, reviews: int) -> None:
    """Write a home folder in which every topic is done and was reviewed, this many times in all."""
    path = folder / "progress" / "genai-engineer.toml"
    path.parent.mkdir(parents=True)
    (folder / "settings.toml").write_text('format = 1\nmachine = "bench"\n', encoding="utf-8")
    path.write_text("\n".join(journal(reviews)), encoding="utf-8")
    environment = {"GENAI_ROADMAP_HOME": str(folder)}
    subprocess.run([states.PROGRAM, "status"], env=environment, check=True, stdout=subprocess.DEVNULL)


def journal(reviews: int) -> Iterator[str]:
    """Yield the lines of a progress file in which every topic is done, and reviewed in turn."""
    yield 'format = 1\nroadmap = "genai-engineer"'
    rng = random.Random(1)
    slugs = [*states.leaves(tomllib.loads(states.BUNDLED.read_text(encoding="utf-8"))["steps"])]
    at = dt.datetime.fromtimestamp(time.time(), dt.UTC) - dt.timedelta(days=REVIEWS // PER_DAY + 30)
    for number, slug in enumerate(slugs):
        yield from _change(f"d{number}", at + dt.timedelta(seconds=number), "done", slug)
    at += dt.timedelta(days=10)
    for number in range(reviews):
        at += dt.timedelta(days=1) / PER_DAY
        grade = rng.choice(["again", "hard", "good", "good", "good", "easy"])
        yield from _change(f"r{number}", at, "review", slugs[number % len(slugs)])
        yield f'grade = "{grade}"'


def _change(change_id: str, at: dt.datetime, action: str, slug: str) -> Iterator[str]:
    yield f'[[changes]]\nid = "{change_id}"\nat = {at:%Y-%m-%dT%H:%M:%SZ}\ndid = "{action}"'
    yield f'topics = [\n    "{slug}",\n]\nmachine = "bench"'


if __name__ == "__main__":
    main()
