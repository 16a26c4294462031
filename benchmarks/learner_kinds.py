"""The kinds of simulated learners, and what they write."""

from typing import NamedTuple

EVENING, DAY, WORK = (18, 22), (9, 20), (8, 16)


class Kind(NamedTuple):
    """How learners of a kind study.

    `habit` names one in forecast.py, `pace` is in topics per week (the range of the kind), `hours` are those at which
    they begin to study, and the others are chances: to give up after a topic, to record that they start it, to finish
    it, to mark the rest of its step too, and to record it on a later day.
    """

    weight: int
    habit: str
    pace: tuple[float, float]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    hours: tuple[int, int] = EVENING
    gives_up: float = 0.006
    starts: float = 0.5
    finishes: float = 0.9
    marks_step: float = 0.0
    records_late: float = 0.04


KINDS = {
    "after work": Kind(20, "steady", (1, 4), weekdays=(0, 1, 2, 3)),
    "at weekends": Kind(14, "holidays", (1, 4), weekdays=(5, 6), hours=DAY),
    "in bursts": Kind(14, "bursts", (1, 5), hours=DAY, marks_step=0.01),
    "full time": Kind(10, "steady", (5, 12), weekdays=(0, 1, 2, 3, 4), hours=WORK, gives_up=0.001, finishes=0.97),
    "drops out": Kind(14, "slowing down", (1, 6), gives_up=0.15),
    "pauses": Kind(10, "long stops", (1, 4), weekdays=(1, 3, 6)),
    "starts many": Kind(8, "speeding up", (2, 6), hours=DAY, gives_up=0.02, starts=1.0, finishes=0.2),
    "marks whole steps": Kind(5, "bursts", (2, 6), starts=0.1, marks_step=0.35),
    "records weekly": Kind(5, "steady", (2, 5), weekdays=(6,), starts=0.2, records_late=0.7),
}


class Zone(NamedTuple):
    """The offsets of a time zone from UTC in minutes, from November to March and from April to October."""

    winter: int
    summer: int


ZONES = {
    "America/Los_Angeles": Zone(-480, -420),
    "America/New_York": Zone(-300, -240),
    "America/Sao_Paulo": Zone(-180, -180),
    "Asia/Dhaka": Zone(360, 360),
    "Asia/Kathmandu": Zone(345, 345),
    "Asia/Kolkata": Zone(330, 330),
    "Asia/Tokyo": Zone(540, 540),
    "Australia/Sydney": Zone(660, 600),
    "Europe/Berlin": Zone(60, 120),
    "Europe/London": Zone(0, 60),  # in winter, times are in UTC
    "Pacific/Honolulu": Zone(-600, -600),
}

NOTES = (
    "Clear now.",
    "Read the chapter again before the exam.",
    'The word "token" means something else here.',
    "Watched at double speed; the second half is worth it.",
    "TODO: solve exercises 3-7",
    "Same as in the course,\nbut with another notation:\n\n    y = a * x + b",
    "Größer als gedacht … später wiederholen.",
    "পরে আবার দেখব",
    "勾配降下法と同じ考え方",
    r"Files are in C:\courses\ai\week 3",
    "=> ask the teacher [1]",
    "Took two evenings 😅",
)

# The groups with their relative sizes; the small ones have these learners only.
GROUPS = {
    "Berlin, spring": 24,
    "Berlin, autumn": 20,
    "Dhaka": 18,
    "Kolkata": 16,
    "New York": 14,
    "São Paulo": 12,
    "Tokyo 東京": 11,
    "London": 10,
    "Sydney": 9,
    "Remote A": 8,
    "Remote B": 7,
    "Evening class": 6,
    "Data team": 5,
    "Platform team": 4,
    "Research": 3,
    'The "fast" group': 3,
    "University, first year": 2,
    "University, second year": 1,
}
SMALL_GROUPS = {"Pilot": (3, 8, 21, 34), "Teachers": (13, 27)}
