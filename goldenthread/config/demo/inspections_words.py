"""The words of Thornshire's inspections. The council, the inspectors and every sentence are made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

RI = "Requires improvement to be good"
AREA, PRIORITY, PROGRESS, STRENGTH = "area_for_improvement", "priority_action", "progress", "strength"
LEADERS = "The impact of leaders on social work practice with children and families"
HELP = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"


@dataclass(frozen=True, slots=True)
class Visited:
    """An inspection, visit or review, by the short name that its findings are found under."""

    name: str
    regime: str
    started_on: date
    ended_on: date
    judgements: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    inspectors: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One finding; `about` is its short name within the visit."""

    about: str
    polarity: str
    words: str


INSPECTIONS = (
    Visited("2010", "unannounced_2009_12", date(2010, 1, 19), date(2010, 1, 20), inspectors="Alan Whitlow"),
    Visited(
        "2012",
        "lac_safeguarding_2009_13",
        date(2012, 3, 5),
        date(2012, 3, 16),
        (("Overall effectiveness", "Adequate"), ("Capacity to improve", "Adequate")),
    ),
    Visited(
        "2015",
        "sif_2013_17",
        date(2015, 9, 21),
        date(2015, 10, 15),
        (
            ("Overall effectiveness", "Requires improvement"),
            ("Children who need help and protection", "Requires improvement"),
            ("Children looked after and achieving permanence", "Good"),
            ("Leadership, management and governance", "Requires improvement"),
        ),
    ),
    Visited("2017", "lga_peer", date(2017, 9, 11), date(2017, 9, 14), subject="the quality of plans"),
    Visited("2019", "focused_visit", date(2019, 2, 12), date(2019, 2, 13), subject="children in need of protection"),
    Visited(
        "2022",
        "ilacs_2018_22",
        date(2022, 6, 13),
        date(2022, 6, 24),
        ((LEADERS, RI), (HELP, RI), ("The experiences and progress of children in care and care leavers", "Good"))
        + (("Overall effectiveness", RI),),
        inspectors="Margot Seddon",
    ),
    Visited("2023", "focused_visit", date(2023, 5, 16), date(2023, 5, 17), subject="the front door"),
    Visited(
        "2025",
        "ilacs_2023_mar2026",
        date(2025, 11, 3),
        date(2025, 11, 14),
        ((LEADERS, "Good"), (HELP, RI), (CARE, "Good"), (LEAVERS, "Good"), ("Overall effectiveness", RI)),
        inspectors="Joanne Pell",
    ),
)

SAID: Mapping[str, tuple[Sentence, ...]] = {
    "2010": (
        Sentence("contacts", AREA, "Managers’ decisions on contacts are not always recorded, and reasons seldom are."),
        Sentence(
            "history",
            AREA,
            "Assessments make little use of the family’s history, and what parents say is not tested.",
        ),
        Sentence("conferences", AREA, "Initial child protection conferences are not always held in time."),
        Sentence("staff", STRENGTH, "Staff morale is good, and managers are at hand when a worker needs advice."),
    ),
    "2012": (
        Sentence(
            "plans",
            AREA,
            "Plans for children are too often lists of tasks. They do not say what will be different for the child, or "
            "by when.",
        ),
        Sentence("conferences", PROGRESS, "Initial child protection conferences are now held in time for most."),
    ),
    "2015": (
        Sentence("contacts", AREA, "Ensure that managers record the reason for each decision on a contact."),
        Sentence(
            "history",
            AREA,
            "Improve assessments so that they weigh the family’s history and test what parents say against it.",
        ),
        Sentence(
            "plans",
            AREA,
            "Child protection plans are not clear enough for families or professionals to tell whether anything has "
            "changed.",
        ),
        Sentence("supervision", AREA, "Ensure that supervision challenges drift and gives clear direction."),
    ),
    "2017": (
        Sentence(
            "plans",
            AREA,
            "We read 20 plans. Nine had no dates, and few told us what good would look like for this child.",
        ),
        Sentence("audit", AREA, "Audits are completed each month, but we could not see what changed because of them."),
    ),
    "2019": (
        Sentence(
            "history",
            AREA,
            "Assessments do not weigh the history of earlier concerns, so what parents say is accepted too readily.",
        ),
        Sentence(
            "plans",
            AREA,
            "Plans remain hard to use. Core groups meet on time but cannot say if a child is safer, because nothing in "
            "the plan can be counted.",
        ),
        Sentence("supervision", AREA, "Supervision is regular, but it does not challenge drift or direct the work."),
        Sentence("audit", AREA, "Audits find the right things, and the same things again, because no change follows."),
    ),
    "2022": (
        Sentence(
            "contacts", PRIORITY, "The recording of managers’ decisions on contacts, and of the reasons for them."
        ),
        Sentence("history", AREA, "The use of family history in assessments, and the testing of what parents say."),
        Sentence(
            "plans",
            AREA,
            "The quality of plans, so that they are specific, can be measured and families understand them.",
        ),
        Sentence("supervision", AREA, "The consistency with which supervision challenges drift and directs the work."),
        Sentence("audit", PROGRESS, "Audit now leads to change more often than it did."),
    ),
    "2023": (
        Sentence("contacts", AREA, "Managers’ decisions on contacts are recorded late for some children."),
        Sentence("consent", AREA, "The recording of why checks go ahead when a parent has not given consent."),
        Sentence("front", STRENGTH, "Children at risk of immediate harm are seen on the same day."),
    ),
    "2025": (
        Sentence("contacts", AREA, "The explanation of managers’ decisions on contacts to take no further action."),
        Sentence("history", PROGRESS, "Assessments now weigh the family’s history more often than in 2022."),
        Sentence(
            "plans",
            AREA,
            "The precision of children’s plans, including what will happen if change does not come in time.",
        ),
        Sentence("supervision", PROGRESS, "Supervision has improved: it challenges drift, and is followed up."),
        Sentence("voice", STRENGTH, "Children’s own words are in their records, and are acted upon."),
    ),
}

RECURRING = (
    (
        "Managers’ decisions on contacts are not always recorded or explained",
        ("2010:contacts", "2015:contacts", "2022:contacts", "2023:contacts", "2025:contacts"),
    ),
    (
        "Assessments do not weigh history or test what parents say",
        ("2010:history", "2015:history", "2019:history", "2022:history", "2025:history"),
    ),
    (
        "Plans are not specific or measurable",
        ("2012:plans", "2015:plans", "2017:plans", "2019:plans", "2022:plans", "2025:plans"),
    ),
    (
        "Supervision does not challenge or direct",
        ("2015:supervision", "2019:supervision", "2022:supervision", "2025:supervision"),
    ),
    ("Audit does not lead to change", ("2017:audit", "2019:audit", "2022:audit")),
    ("Child protection conferences are not held in time", ("2010:conferences", "2012:conferences")),
)

ANSWERS = (
    ("2012:plans", date(2012, 6, 11), "A guidance note was sent to teams.", "not_known", ""),
    (
        "2015:plans",
        date(2015, 12, 7),
        "One day of training for 212 workers.",
        "same",
        "37% of plans specific and measurable over the next five half-years; it was first measured now.",
    ),
    ("2017:plans", date(2017, 11, 20), "A new plan form.", "same", "36% over the next three half-years."),
    (
        "2019:plans",
        date(2019, 3, 4),
        "Training again, for 187 workers.",
        "same",
        "34% over the next seven half-years.",
    ),
    (
        "2022:plans",
        date(2022, 9, 5),
        "Each manager checks two plans a month.",
        "same",
        "32% over the next six half-years. 61% of the checks changed nothing in the plan.",
    ),
    (
        "2025:plans",
        date(2026, 3, 2),
        "Hints while writing, and standards that the manager answers at sign-off.",
        "better",
        "55% in the first half-year, against an average of 34%. It must hold to March 2027.",
    ),
    (
        "2022:supervision",
        date(2022, 10, 3),
        "An agenda from the record, with drift named by date.",
        "better",
        "Directions followed up in the next supervision: 41% before, 78% after.",
    ),
    ("2010:contacts", date(2010, 5, 3), "A box for the reason was added to the form.", "not_known", ""),
    (
        "2022:contacts",
        date(2022, 7, 18),
        "A manager cannot send a decision without a reason.",
        "same",
        "Reasons that say why: 52% before, 57% after.",
    ),
)

CHANGES = (
    (
        "2010:conferences",
        "closed",
        date(2012, 9, 10),
        "38 of 40 conferences were in time, and 39 at the re-test.",
    ),
    (
        "2010:conferences",
        "reopened",
        date(2021, 2, 1),
        "In time: 71%, below the lower limit of 80% for two months running.",
    ),
    ("2010:conferences", "closed", date(2023, 1, 16), "In time: 93% for twelve months, and 40 of 42 at the re-test."),
    ("2017:audit", "closed", date(2024, 3, 18), "24 of 40 re-tested cases had changed, against 14 of 40 before."),
    ("2019:audit", "closed", date(2024, 3, 18), "24 of 40 re-tested cases had changed, against 14 of 40 before."),
)

LETTER = """2 October 2026

Corinne Aldous
Director of Children’s Services
Thornshire Council

Dear Ms Aldous

Focused visit to Thornshire Council children’s services

This letter summarises the findings of the focused visit to Thornshire Council children’s services on
8 and 9 September 2026. Inspectors looked at the arrangements for planning and review for children in need and
for children subject to a child protection plan.

Headline findings

Most children who need help have a plan, and most families know who their social worker is. Since the last
inspection, leaders have improved how plans are written. Visits are regular, and children’s own words are
recorded well.

What needs to improve in this area of social work practice?

\u25fc The steps to be taken when a plan has not made a child safer by the date it
set.
\u25fc The recording of managers’ decisions at the point where a plan is changed.
\u25fc The part that fathers who live elsewhere have in plans for their children.

Main findings

Plans are clearer than they were. Outcomes are described in words that families understand, and most have a
date. When change does not come, however, the next step is not always agreed in time.

Yours sincerely

Joanne Pell
His Majesty’s Inspector
"""
