"""What the report of Annex A asks of the rows of each list, and what each row answers.

A question puts every row of its list in one answer, so that its answers always add up to the list, and each figure
is the rows that gave an answer. Pure: rows in, answers out. Only the lists speak: what they leave out (when a contact
was decided, when the referral behind an assessment came) is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.clock import add_months
from goldenthread.returns.queries.annex_answers import (
    AGES,
    EARLIER,
    ENDED_AFTER,
    LEFT_CARE,
    LENGTHS,
    NOT_POSSIBLE,
    NOT_RECORDED,
    OPEN_FOR,
    Answer,
    Bands,
    Ground,
    after_colon,
    age_band,
    band,
    day_in,
    entry,
    lasted,
    left_care,
    month_of,
    since_last,
    text_in,
    took,
    whole_in,
    within,
)
from goldenthread.returns.queries.annex_lists import AnnexLists, AnnexRow
from goldenthread.rulebook.annex import LISTS, code_of
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes.census import ETHNICITY

COHORT, TIMELINESS, OTHER = "cohort", "timeliness", "other"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the rows of a question: those whose answer is in `met`, of those whose answer is in `of`. `measure`
    names the measure that is published of the same thing; `take_care` says where it is not quite the same."""

    measure: str
    title: str
    met: frozenset[str]
    of: frozenset[str]
    take_care: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one list. `answers` are all there are, in order; without them they are as the rows say: by their
    own order where they are `months`, else the most frequent first. `middle` says what the median is of, where there
    is one. `over` are the answers of rows that are over (closed, ended, held), where the answers tell."""

    key: str
    number: int
    part: str
    title: str
    answer: Callable[[AnnexRow, Ground], Answer]
    answers: tuple[str, ...] = ()
    middle: str = ""
    shares: tuple[Share, ...] = ()
    months: bool = False
    over: frozenset[str] = frozenset()


def answers(lists: AnnexLists) -> Iterator[tuple[Question, list[Answer]]]:
    """Each question, and the answers of the rows of its list in their order."""
    ground = Ground(lists.on, lists.since, _earlier(lists))
    for question in QUESTIONS.values():
        answer = question.answer
        yield question, [answer(row, ground) for row in lists.rows[question.number]]


# Who the children are.

_GROUPS = {item.code: item.group for item in ETHNICITY.items}


_SEXES = {"Female": "Female", "Male": "Male", "Neither": "Neither"}
_YES_NO = {"Yes": "Yes", "No": "No", "Unknown": NOT_RECORDED}
_ETHNIC = tuple(dict.fromkeys(_GROUPS.values()))


def _cohort() -> Iterator[Question]:
    for number, one in LISTS.items():
        if "Age of Child (Years)" not in one.names:
            continue  # the list of adopters
        yield Question(f"age-{number}", number, COHORT, "Age", age_band(number), AGES)
        sexes = ("Female", "Male", "Neither", NOT_RECORDED)
        yield Question(f"sex-{number}", number, COHORT, "Sex", entry(number, "Gender", _SEXES), sexes)
        yield Question(
            f"ethnicity-{number}",
            number,
            COHORT,
            "Ethnicity",
            entry(number, "Ethnicity", _GROUPS),
            (*_ETHNIC, NOT_RECORDED),
        )
        disabled = "Does the Child have a Disability"
        if disabled in one.names:
            words = ("Yes", "No", NOT_RECORDED)
            yield Question(
                f"disability-{number}", number, COHORT, "Disability", entry(number, disabled, _YES_NO), words
            )


# Contacts, early help and referrals.


_helped = (day_in(2, "Assessment start date"), day_in(2, "Assessment completion date"))
HELPED: Bands = ((20, "Done in 20 working days or fewer"), (45, "Done in 21 to 45"))


def _early_help(row: AnnexRow, ground: Ground) -> Answer:
    began, ended = (day(row) for day in _helped)
    if began is None:
        return Answer(NOT_RECORDED)
    if ended is None:
        return Answer("Going on")
    days = WORKING_DAYS.between(began, ended)
    return Answer(band(days, HELPED, "Done in more than 45"), days) if days >= 0 else Answer(NOT_POSSIBLE)


_referred_on = day_in(3, "Date of referral")
_referred = whole_in(3, "Number of Referrals in Last 12 Months")
_TURNS = ("First in 12 months", "Second", "Third or later", NOT_RECORDED)


def _earlier(lists: AnnexLists) -> dict[int, int]:
    """How many referrals came before each of list 3: those that the list counts and does not show, and those that it
    shows with an earlier day."""
    by_child: dict[int | None, list[AnnexRow]] = {}
    for row in lists.rows[3]:
        by_child.setdefault(row.child, []).append(row)
    found = {}
    for rows in by_child.values():
        rows.sort(key=lambda row: _referred_on(row) or date.min)
        for at, row in enumerate(rows):
            found[id(row)] = max((_referred(row) or 0) - len(rows), 0) + at
    return found


def _again(row: AnnexRow, ground: Ground) -> Answer:
    if _referred(row) is None:
        return Answer(NOT_RECORDED)
    return Answer(_TURNS[min(ground.earlier[id(row)], 2)])


# Assessments, enquiries and conferences.

ASSESSED: Bands = (
    (10, "Authorised in 10 working days or fewer"),
    (25, "Authorised in 11 to 25"),
    (35, "Authorised in 26 to 35"),
    (45, "Authorised in 36 to 45"),
    (65, "Authorised in 46 to 65"),
)
_ASSESSED_LATER = "Authorised in more than 65"
_ASSESSED_OPEN = ("Still open, 45 working days or fewer", "Still open, more than 45")
_assessed = (day_in(4, "Continuous Assessment Start Date"), day_in(4, "Continuous Assessment Date of Authorisation"))
_needed = text_in(4, "Was the child assessed as requiring LA children's social care support?")


def _assessed_in(row: AnnexRow, ground: Ground) -> Answer:
    began, ended = (day(row) for day in _assessed)
    return took(began, ended, ground, bands=ASSESSED, beyond=_ASSESSED_LATER, limit=45, still=_ASSESSED_OPEN)


def _assessed_need(row: AnnexRow, ground: Ground) -> Answer:
    if _assessed[1](row) is None:
        return Answer("Still open")
    said = {"Yes": "Support needed", "No": "No support needed"}
    return Answer(said.get(code_of(_needed(row)), NOT_RECORDED))


CONFERRED: Bands = (
    (10, "Held in 10 working days or fewer"),
    (15, "Held in 11 to 15"),
    (20, "Held in 16 to 20"),
)
_HELD_LATER = "Held after more than 20"
_NO_CONFERENCE = ("None yet, 15 working days or fewer", "None yet, more than 15")
_enquired = (
    day_in(5, "Strategy discussion initiating Section 47 Enquiry Start Date"),
    day_in(5, "Date of Initial Child Protection Conference"),
)
_unnecessary = text_in(5, "Was an Initial Child Protection Conference deemed unnecessary?")
_planned = text_in(5, "Did the Initial Child Protection Conference Result in a Child Protection Plan")


def _conference_in(row: AnnexRow, ground: Ground) -> Answer:
    began, held = (day(row) for day in _enquired)
    if held is None and code_of(_unnecessary(row)) == "Yes":
        return Answer("None needed")
    return took(began, held, ground, bands=CONFERRED, beyond=_HELD_LATER, limit=15, still=_NO_CONFERENCE)


def _conference_plan(row: AnnexRow, ground: Ground) -> Answer:
    if _enquired[1](row) is None:
        return Answer("No conference")
    return Answer({"Yes": "A plan", "No": "No plan"}.get(code_of(_planned(row)), NOT_RECORDED))


# Children in need and on a child protection plan.


_SEEN_WORDS, _seen = since_last(6, "Date Child Was Last Seen", "CIN Closure Date", 20, 30, "Closed")
_VISITED_WORDS, _visited = since_last(
    7, "Date of the Last Statutory Visit", "Child Protection Plan End Date", 10, 20, "Ended"
)
_plan = (day_in(7, "Child Protection Plan Start Date"), day_in(7, "Child Protection Plan End Date"))
_reviewed_on = day_in(7, "Date of latest review conference")
_before = whole_in(7, "Number of Previous Child Protection Plans")


def _plan_reviewed(row: AnnexRow, ground: Ground) -> Answer:
    began, ended = (day(row) for day in _plan)
    if ended is not None:
        return Answer("Ended")
    if began is None:
        return Answer(NOT_RECORDED)
    reviewed = _reviewed_on(row)
    if reviewed is None:
        return Answer("First review not due yet" if add_months(began, 3) >= ground.on else "First review is late")
    return Answer("Reviewed in the last 6 months" if add_months(reviewed, 6) >= ground.on else "Later review is late")


def _plans_before(row: AnnexRow, ground: Ground) -> Answer:
    began, times = _plan[0](row), _before(row)
    if began is None or times is None:
        return Answer(NOT_RECORDED)
    if began < ground.since:
        return Answer(EARLIER)
    return Answer("First plan" if times == 0 else "Second or later plan")


# Children in care, care leavers and adoption: as a loaded file told them.

_placements = whole_in(8, "Number of Placements in the Last 12 months")


def _placed(row: AnnexRow, ground: Ground) -> Answer:
    times = _placements(row)
    if left_care(row) is not None:
        return Answer(LEFT_CARE)
    if times is None:
        return Answer(NOT_RECORDED)
    return Answer("One" if times <= 1 else "Two" if times == 2 else "Three or more")


_CARE_REVIEWED_WORDS, _care_reviewed = within("Date of Latest Statutory Review", 6)
_CARE_HEALTH_WORDS, _care_health = within("Date of Last Health Assessment", 12)
_CARE_DENTAL_WORDS, _care_dental = within("Date of Last Dental Check", 12)
_TOUCH = {
    "Yes": "In touch",
    "No": "Not in touch",
    "Refu": "Wants no contact",
    "NREQ": "Needs no more",
    "Rhom": "Returned home",
    "Died": "Died",
    "": NOT_RECORDED,
}
_activity = text_in(9, "Activity Status")


def _occupied(row: AnnexRow, ground: Ground) -> Answer:
    said = {"F": "In education, employment or training", "P": "In education, employment or training"}
    said["G"] = "In none of them"
    return Answer(said.get(_activity(row)[:1], NOT_RECORDED))


_ADOPTION = (
    ("Date of Adoption Order", "Adopted"),
    ("Date of Decision that Child Should No Longer be Placed for Adoption", "No longer to be placed"),
    ("Date Placed for Adoption", "Placed for adoption"),
    ("Date of Matching Child and Prospective Adopters", "Matched"),
    ("Date of Placement Order", "Placement order"),
    ("Date of Decision that Child Should be Placed for Adoption", "Decided"),
)
_adopting = tuple((day_in(10, column), words) for column, words in _ADOPTION)


def _adoption(row: AnnexRow, ground: Ground) -> Answer:
    return Answer(next((words for day, words in _adopting if day(row) is not None), NOT_RECORDED))


def _of(*words: str) -> frozenset[str]:
    return frozenset(words)


_AUTHORISED = (*(words for _, words in ASSESSED), _ASSESSED_LATER)
_HELD = (*(words for _, words in CONFERRED), _HELD_LATER)
_TIMES = ("One", "Two", "Three or more", NOT_RECORDED)
_SOURCE = "Where they came from"
_IN_CARE = ("One", "Two", "Three or more")

_ASKED: tuple[Question, ...] = (
    *_cohort(),
    Question("contact_month", 1, OTHER, "Contacts by month", month_of(1, "Date of Contact"), months=True),
    Question("contact_source", 1, OTHER, _SOURCE, after_colon(1, "Contact Source")),
    Question(
        "early_help_in",
        2,
        TIMELINESS,
        "From the start of the early help assessment to its end",
        _early_help,
        (*(words for _, words in HELPED), "Done in more than 45", "Going on", NOT_POSSIBLE, NOT_RECORDED),
        "Working days of those that are done",
    ),
    Question("referral_month", 3, OTHER, "Referrals by month", month_of(3, "Date of referral"), months=True),
    Question("referral_source", 3, OTHER, _SOURCE, after_colon(3, "Referral Source")),
    Question(
        "referral_nfa",
        3,
        OTHER,
        "No further action",
        entry(3, "Referral NFA?", _YES_NO),
        ("Yes", "No", NOT_RECORDED),
        shares=(Share("referral_nfa", "Referrals with no further action", _of("Yes"), _of("Yes", "No")),),
    ),
    Question(
        "referred_again",
        3,
        OTHER,
        "Which referral of the child in 12 months",
        _again,
        _TURNS,
        shares=(
            Share(
                "rereferral_12m",
                "Referrals within 12 months of an earlier one",
                _of(*_TURNS[1:3]),
                _of(*_TURNS[:3]),
                "The list counts the 12 months before its own day, so an earlier referral is missed where it was "
                "longer ago than that.",
            ),
        ),
    ),
    Question(
        "assessed_in",
        4,
        TIMELINESS,
        "From the start of the assessment to its authorisation",
        _assessed_in,
        (*_AUTHORISED, *_ASSESSED_OPEN, NOT_POSSIBLE, NOT_RECORDED),
        "Working days of those that are authorised",
        (
            Share(
                "assessment_45wd",
                "Assessments authorised within 45 working days",
                _of(*_AUTHORISED[:4]),
                _of(*_AUTHORISED),
                "The list has the day the assessment began and not that of the referral, from which the published "
                "figure counts.",
            ),
        ),
        over=_of(*_AUTHORISED),
    ),
    Question(
        "assessed_need",
        4,
        OTHER,
        "Was support needed?",
        _assessed_need,
        ("Support needed", "No support needed", NOT_RECORDED, "Still open"),
        over=_of("Support needed", "No support needed", NOT_RECORDED),
    ),
    Question(
        "assessed_seen",
        4,
        OTHER,
        "Was the child seen?",
        entry(4, "Child Seen During Continuous Assessment", _YES_NO),
        ("Yes", "No", NOT_RECORDED),
    ),
    Question(
        "enquiry_month",
        5,
        OTHER,
        "Enquiries by month",
        month_of(5, "Strategy discussion initiating Section 47 Enquiry Start Date"),
        months=True,
    ),
    Question(
        "conference_in",
        5,
        TIMELINESS,
        "From the strategy discussion to the initial conference",
        _conference_in,
        (*_HELD, "None needed", *_NO_CONFERENCE, NOT_POSSIBLE, NOT_RECORDED),
        "Working days to those that were held",
        (
            Share(
                "icpc_15wd",
                "Initial conferences held within 15 working days",
                _of(*_HELD[:2]),
                _of(*_HELD),
            ),
            Share(
                "s47_to_icpc",
                "Enquiries that led to a conference",
                _of(*_HELD),
                _of(*_HELD, "None needed", *_NO_CONFERENCE),
            ),
        ),
        over=_of(*_HELD),
    ),
    Question(
        "conference_plan",
        5,
        OTHER,
        "What the conference decided",
        _conference_plan,
        ("A plan", "No plan", NOT_RECORDED, "No conference"),
        over=_of("A plan", "No plan", NOT_RECORDED),
    ),
    Question("need", 6, OTHER, "Primary need", entry(6, "Primary Need Code")),
    Question("case_status", 6, OTHER, "Where the case stands", entry(6, "Case Status"), over=_of("Closed episode")),
    Question(
        "case_for",
        6,
        TIMELINESS,
        "How long the case has been open, or was",
        lasted(6, "CIN Start Date", "CIN Closure Date"),
        LENGTHS,
        "Days of those that ended",
        over=_of(*ENDED_AFTER),
    ),
    Question("case_seen", 6, TIMELINESS, "When the child was last seen", _seen, _SEEN_WORDS, over=_of("Closed")),
    Question(
        "plan_for",
        7,
        TIMELINESS,
        "How long the child protection plan has run, or ran",
        lasted(7, "Child Protection Plan Start Date", "Child Protection Plan End Date"),
        LENGTHS,
        "Days of those that ended",
        (
            Share(
                "cpp_2y_open",
                "Running plans that have lasted more than 2 years",
                _of(OPEN_FOR[-1]),
                _of(*OPEN_FOR),
            ),
            Share(
                "cpp_2y_ended",
                "Plans that ended after more than 2 years",
                _of(ENDED_AFTER[-1]),
                _of(*ENDED_AFTER),
            ),
        ),
        over=_of(*ENDED_AFTER),
    ),
    Question(
        "abuse",
        7,
        OTHER,
        "Latest category of abuse",
        entry(7, "Latest Category of Abuse"),
    ),
    Question(
        "plan_visited", 7, TIMELINESS, "When the last statutory visit was", _visited, _VISITED_WORDS, over=_of("Ended")
    ),
    Question(
        "plan_reviewed",
        7,
        TIMELINESS,
        "Whether the plan has been reviewed",
        _plan_reviewed,
        (
            "First review not due yet",
            "Reviewed in the last 6 months",
            "First review is late",
            "Later review is late",
            "Ended",
            NOT_RECORDED,
        ),
        over=_of("Ended"),
    ),
    Question(
        "plans_before",
        7,
        OTHER,
        "Whether the child had a plan before",
        _plans_before,
        ("First plan", "Second or later plan", EARLIER, NOT_RECORDED),
        shares=(
            Share(
                "cpp_repeat",
                "Plans begun that are a second or later plan",
                _of("Second or later plan"),
                _of("First plan", "Second or later plan"),
            ),
        ),
    ),
    Question(
        "placements",
        8,
        OTHER,
        "Placements in the last 12 months",
        _placed,
        (*_TIMES, LEFT_CARE),
        shares=(
            Share(
                "cla_3plus",
                "Children in care with 3 or more placements in 12 months",
                _of("Three or more"),
                _of(*_IN_CARE),
            ),
        ),
        over=_of(LEFT_CARE),
    ),
    Question(
        "care_reviewed",
        8,
        TIMELINESS,
        "Latest statutory review",
        _care_reviewed,
        _CARE_REVIEWED_WORDS,
        over=_of(LEFT_CARE),
    ),
    Question(
        "care_health", 8, TIMELINESS, "Latest health assessment", _care_health, _CARE_HEALTH_WORDS, over=_of(LEFT_CARE)
    ),
    Question(
        "care_dental", 8, TIMELINESS, "Latest dental check", _care_dental, _CARE_DENTAL_WORDS, over=_of(LEFT_CARE)
    ),
    Question(
        "in_touch",
        9,
        OTHER,
        "Whether the council is in touch",
        entry(9, "LA in Touch", _TOUCH),
        tuple(_TOUCH.values()),
    ),
    Question("suitable", 9, OTHER, "Accommodation", entry(9, "Suitability of Accommodation")),
    Question(
        "occupied",
        9,
        OTHER,
        "Education, employment or training",
        _occupied,
        ("In education, employment or training", "In none of them", NOT_RECORDED),
    ),
    Question("adoption", 10, OTHER, "How far adoption has come", _adoption),
)

QUESTIONS: dict[str, Question] = {one.key: one for one in _ASKED}


@dataclass(frozen=True, slots=True)
class Rate:
    """Rows for each 10,000 children of the area. `answers` of the question count, or all but `but`; `of_year` where
    they came in the six months and are set against a year."""

    measure: str
    title: str
    question: str
    answers: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    of_year: bool = False


RATES: tuple[Rate, ...] = (
    Rate("referral_rate", "Referrals", "referral_month", of_year=True),
    Rate("s47_rate", "Section 47 enquiries", "enquiry_month", but=_of(EARLIER, NOT_RECORDED), of_year=True),
    Rate("cin_rate", "Children in need on the day", "case_for", _of(*OPEN_FOR)),
    Rate("cpp_rate", "Children on a child protection plan on the day", "plan_for", _of(*OPEN_FOR)),
    Rate("cla_rate", "Children in care on the day", "placements", but=_of(LEFT_CARE)),
)
