"""The seven threads of Skye Ashdown's plan, and the days of its meetings and visits.

Days are (month, day) of the year in which the family is told (`ashdown.TOLD_ON`).
"""

from __future__ import annotations

from typing import Any, NamedTuple


class _Action(NamedTuple):
    what: str
    owner: str
    due: tuple[int, int] | None
    done: tuple[int, int] | None = None


class _Strand(NamedTuple):
    """A concern and what follows from it; days are (month, day) of the year in which it is told."""

    title: str
    saw: str
    source: str
    saw_on: tuple[int, int]
    factor: str
    need: str
    outcome: dict[str, Any] = {}
    actions: tuple[_Action, ...] = ()
    evidence: tuple[tuple[tuple[int, int], str, str, float | None], ...] = ()
    progress: tuple[tuple[tuple[int, int], str], ...] = ()


STRANDS = (
    _Strand(
        "Gifts, a new phone and an unknown car",
        "Skye has a new phone and gifts nobody bought, and got into a car nobody knew.",
        "School; Nan",
        (5, 11),
        "11A",
        "Sexual exploitation: Skye needs adults who know where she is, and a way out that is safe.",
        {
            "words": "Skye is home when she says, and has no gifts we cannot explain",
            "baseline": "5 late nights in June",
            "target": "0 late nights a month",
            "how_we_know": "Carly writes down when Skye comes home; police tell of each time missing",
            "unit": "late nights a month",
            "baseline_value": 5,
            "target_value": 0,
            "by_on": (12, 9),
            "contingency": "A strategy discussion the same week if she is seen in the car again.",
            "contingency_by": (12, 9),
        },
        (
            _Action("Meet Skye every week, where she chooses", "Zahra Khan, exploitation team", (12, 9)),
            _Action("Check the phone together, as Skye agreed", "Carly", (8, 14), (8, 12)),
        ),
        (
            ((9, 12), "Two late nights in August.", "Carly’s list", 2),
            ((10, 2), "Three late nights in September.", "Carly’s list", 3),
        ),
        (((9, 16), "same"), ((10, 28), "same")),
    ),
    _Strand(
        "Looking after Noah",
        "Skye collects Noah and cooks his tea most school days.",
        "Skye, alone",
        (6, 4),
        "7A",
        "Skye needs not to be Noah’s carer.",
    ),
    _Strand(
        "Her teeth",
        "Four teeth were taken out in hospital when Skye was nine, and two follow-ups were missed.",
        "Hospital letter",
        (6, 9),
        "",
        "",
    ),
    _Strand(
        "Carly’s drinking",
        "Carly was asleep and smelled of drink at 4pm, three times.",
        "Police; school; Nan",
        (6, 2),
        "1B",
        "Skye needs a parent who is awake and sober in the evening.",
        {
            "words": "Carly is sober on school nights",
            "baseline": "2 nights in 5",
            "target": "5 nights in 5",
            "how_we_know": "Nan writes down each school night; the recovery service tells of each session",
            "unit": "nights in 5",
            "baseline_value": 2,
            "target_value": 5,
            "by_on": (12, 9),
            "contingency": "Skye and Noah sleep at Nan’s on any night when Carly has been drinking.",
            "contingency_by": (12, 9),
        },
        (_Action("Support Carly to engage", "All professionals", (10, 30)),),
        (
            ((9, 14), "Nan counted 2 nights in 5.", "Nan’s list", 2),
            ((11, 4), "Went to 2 of 6 sessions; sober 1 night in 5.", "Recovery service letter", 1),
        ),
        (((9, 16), "same"), ((10, 28), "worse")),
    ),
    _Strand(
        "Lee’s violence",
        "Lee broke the bedroom door with Skye in the next room.",
        "Police",
        (4, 18),
        "3B",
        "Skye needs a home where nobody is hurt or frightened: domestic abuse.",
        {"words": "Skye feels safe at home"},
        (
            _Action("Apply for the court order against Lee", "Carly", (7, 24), (7, 22)),
            _Action("Make a safety plan with Skye", "worker", (8, 28), (8, 26)),
        ),
        (((10, 26), "No call-out since the spring.", "Police", None),),
        (((9, 16), "better"), ((10, 28), "better")),
    ),
    _Strand(
        "Being in school",
        "Skye missed 52 of 168 half-days in the spring term.",
        "School register",
        (5, 1),
        "20",
        "Skye needs to be in school.",
        {
            "words": "Skye is in school 9 days in 10",
            "baseline": "69% of half-days",
            "target": "90% of half-days",
            "how_we_know": "The school register, sent on the first of the month",
            "unit": "percent of half-days",
            "baseline_value": 69,
            "target_value": 90,
            "by_on": (12, 18),
            "contingency": "A meeting with the attendance lead if it falls below 80%.",
            "contingency_by": (12, 18),
        },
        (
            _Action("Walk with Skye to the 8.05 bus", "Jean Ashdown", (12, 18)),
            _Action("Meet Skye every Monday morning", "Mr Obi, school", (12, 18)),
        ),
        (
            ((10, 9), "In school 84% of the time in September.", "School register", 84),
            ((11, 13), "In school 87% of the time since the summer.", "School register", 87),
        ),
        (((9, 16), "better"), ((10, 28), "better")),
    ),
    _Strand(
        "A bed of her own",
        "Skye slept on the sofa and had no bed of her own.",
        "Visit",
        (5, 21),
        "16A",
        "Skye needs a place of her own to sleep.",
        {
            "words": "Skye has her own bed and a door that shuts",
            "baseline": "Neither",
            "target": "Both",
            "how_we_know": "Seen on a visit",
            "by_on": (9, 4),
        },
        (_Action("Get the bed, and a grant for the door", "worker", (8, 28), (8, 21)),),
        (((9, 2), "Seen by Priya. “It’s the first door I’ve had.”", "Visit", None),),
        (((9, 2), "achieved"),),
    ),
)
CHANGES = (
    ("Carly’s drinking: progress", "Same", "Worse", "2 of 6 sessions; Nan counted 4 nights in 5."),
    ("Being in school: who does what", "Jean only", "Jean and Mr Obi", "Attendance stuck at 84% on Mondays."),
    (
        "Gifts and phone: how often Zahra meets Skye",
        "Every 2 weeks",
        "Every week",
        "Skye asked for it: “Zahra gets it”.",
    ),
    ("If things go wrong: who Skye can ring at night", "Duty line", "Nan first, then duty line", "Skye’s choice."),
)
CORE_GROUPS = ((8, 5), (9, 16), (10, 28))
VISITS = ((8, 4), (8, 17), (9, 2), (9, 15), (9, 28), (10, 12), (10, 23), (11, 2), (11, 12))
SAID = {
    (6, 4): "I do his tea or he doesn’t get any.",
    (6, 10): "He’s just a mate. He gets me stuff.",
    (9, 2): "It’s the first door I’ve had.",
    (11, 12): "Zahra gets it.",
}
