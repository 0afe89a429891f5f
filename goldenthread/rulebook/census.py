"""The children in need census as a file: what a record must be before it can be loaded, and by which rule of the
census.

The numbers are those of the Department for Education's validation rules for 2022 to 2026; the words are ours. A rule
that `refuses` keeps the smallest record that breaks it out: the child, the referral, or the one module within the
referral. Any other is only told: what it finds is untidy, but says nothing untrue once it is loaded.

A record is what was read of one `Child` element: {element: text or record or list of them}. Nothing here knows XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from goldenthread.rulebook.codes import census as codes

type Record = dict[str, Any]
type Path = tuple[str | int, ...]

# Elements that may come more than once; every other comes once at most.
REPEATED = frozenset(
    {
        "CINdetails",
        "Disability",
        "Assessments",
        "AssessmentFactors",
        "CINPlanDates",
        "Section47",
        "ChildProtectionPlans",
        "CPPreviewDate",
        "PreProceedingsandFGDM",
    }
)

LONGEST_VALUE = 100  # characters: no value of the census comes near
EARLIEST = date(1900, 1, 1)
UNBORN_FOR = timedelta(weeks=40)
UPN = re.compile(r"[A-Za-z]\d{11}[\dA-Za-z]", re.ASCII)
COUNCIL_ID = re.compile(r"[!-~]{1,32}", re.ASCII)  # what can be read aloud, typed and searched for

# Until 2023 the census asked for gender in numbers, and since 2024 for sex in letters.
SEX = {"Sex": {"M": "M", "F": "F", "U": "U"}, "GenderCurrent": {"1": "M", "2": "F", "0": "U", "9": "U"}}
YES_NO = {"0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class Rule:
    """`number` is the census's own, or empty where the form of the file itself is broken."""

    id: str
    why: str
    refuses: bool = True
    number: str = ""


def _rule(number: str, why: str, *, refuses: bool = True) -> Rule:
    return Rule(number, why, refuses, number)


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("twice", "is given more than once"),
        Rule("long", "is longer than any value of the census"),
        Rule("unreadable", "has letters that cannot be shown or searched for"),
        Rule("date", "is not a date written as year-month-day"),
        Rule("old", "is before 1900"),
        Rule("code", "is not one of the codes for this element"),
        Rule("inside", "has other elements inside it, where a value belongs"),
        # The child
        _rule("8500", "The child has no council child id"),
        _rule("8510", "Another child earlier in the file has this council child id"),
        _rule("1570", "A council child id is 20 characters long at most", refuses=False),
        _rule("1580", "A council child id has letters and digits only", refuses=False),
        _rule("1540", "A unique pupil number is a letter, eleven digits, and a digit or a letter"),
        _rule("1560Q", "A former unique pupil number is a letter, eleven digits, and a digit or a letter"),
        _rule("4180", "Sex is M, F or U (until 2023, gender was 1, 2, 0 or 9)"),
        _rule("8520", "The child was born after the census ended"),
        _rule("8525Q", "Give the date of birth or the expected date, and not both", refuses=False),
        _rule("8530Q", "The expected date of birth is not within a year of the census"),
        _rule("8535Q", "The child died before being born"),
        _rule("8545Q", "The child died after the census ended"),
        _rule("4220", "Ethnicity is not one of the census codes"),
        Rule("4220-missing", "Ethnicity is missing", False, "4220"),
        _rule("8540", "Disability is not one of the census codes"),
        _rule("8790", "“No disability” is given together with a disability", refuses=False),
        _rule("8794", "The same disability is given twice", refuses=False),
        _rule("8750", "Sex is U for a child who is not born yet", refuses=False),
        _rule("8590", "The child has no referral"),
        # The referral
        _rule("8600", "The referral has no date, or one after the census ended"),
        _rule("8606", "The referral came more than 40 weeks before the child was born"),
        _rule("8555Q", "The referral came after the child died", refuses=False),
        _rule("8866", "The source of the referral is missing or is not one of the census codes"),
        _rule("8650", "The primary need is not one of the census codes"),
        _rule("8610", "A referral that led to further action has no primary need", refuses=False),
        _rule("8568", "Whether there was no further action is missing, or is neither true nor false"),
        _rule("8620", "The case closed after the census ended"),
        _rule("8630", "The case closed before the referral came"),
        _rule("8640", "The reason for closing is not one of the census codes"),
        _rule("8805", "The case closed without a reason", refuses=False),
        _rule("8810", "There is a reason for closing, but no date of closing", refuses=False),
        _rule("8585Q", "The case closed because the child died, and there is no date of death", refuses=False),
        _rule("8815", "The child has another open referral that came on the same day"),
        _rule("8816", "This referral is open, and a later one has come"),
        _rule("8820", "The same referral is given twice: the same day and the same source"),
        _rule("8831", "There is work on a referral with no further action", refuses=False),
        # Its modules
        Rule("8608-missing", "The assessment has no date of starting", number="8608"),
        _rule("8608", "The assessment was authorised before it started"),
        _rule("1103", "The assessment started before the referral came"),
        _rule("8696", "The assessment was authorised after the census ended"),
        _rule("8736", "The assessment started after the census ended"),
        _rule("8896", "Two assessments of one referral are open: the later one sets the deadline", refuses=False),
        _rule("8615", "The enquiry has no date of starting, or started after its conference"),
        _rule("2889", "The enquiry started before the referral came"),
        _rule("1104", "The conference was before the referral"),
        _rule("8715", "The conference was after the census ended"),
        _rule("8740", "The enquiry started after the census ended"),
        _rule("8875", "A conference is not held at a weekend", refuses=False),
        Rule("icpc-flag", "Whether no conference was needed is neither true nor false"),
        _rule("4010", "The plan has no date of starting, or started after the census ended"),
        _rule("4011", "The plan ended before it started"),
        _rule("4013", "The plan ended after the census ended"),
        _rule("4015", "The plan started before the referral came"),
        _rule("8720", "The child protection plan has no date of starting, or started after the census ended"),
        _rule("1105", "The child protection plan started before the referral came"),
        _rule("8925", "The child protection plan ended before it started"),
        _rule("8930", "The child protection plan ended after the census ended"),
        _rule("8905", "The first category of abuse is missing or is not one of the census codes"),
        _rule("8910", "The latest category of abuse is missing or is not one of the census codes"),
        _rule("8841", "A review was on or before the day the child protection plan started"),
        Rule("8841-late", "A review was after the census ended", number="8841"),
        _rule("9005", "Pre-proceedings began after the census ended"),
        _rule("9006", "The letter before proceedings was sent before they began, or after the census ended"),
        _rule("9008", "The first pre-proceedings meeting was after the census ended"),
        _rule("9009", "The decision to step up or down was before pre-proceedings began, or after the census ended"),
        _rule("9011", "The outcome of pre-proceedings is A, B or C"),
        _rule("9012", "The application to court was made after the census ended"),
        _rule("9013", "The letter to begin care proceedings was sent after the census ended"),
    )
}


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong: the rule, where in the record, and what stands there. `record` is the path of the record that
    the breach keeps out: () for the child, ("CINdetails", 1) for a referral, one longer for a module of it."""

    rule: Rule
    path: Path
    value: str
    record: Path

    @property
    def element(self) -> str:
        return next((step for step in reversed(self.path) if isinstance(step, str)), "Child")


@lru_cache(maxsize=50_000)
def read_date(text: str) -> date | None:
    """A census date, or None. A time zone at its end is allowed by XML and means nothing here."""
    text = text.removesuffix("Z")
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def sex_of(identifiers: Record) -> str:
    """M, F or U, whichever way the year's census asks; empty when missing or wrong."""
    for element, meaning in SEX.items():
        if element in identifiers:
            value = identifiers[element]
            return meaning.get(value, "") if isinstance(value, str) else ""
    return ""


def check(record: Record, ends_on: date) -> list[Breach]:
    """Everything that is wrong with one child's record, for a census that ends on that day."""
    return list(_Check(record, ends_on).child())


class _Check:
    """One child's record as it is checked."""

    __slots__ = ("born", "died", "ends_on", "expected", "record")

    def __init__(self, record: Record, ends_on: date) -> None:
        self.record, self.ends_on = record, ends_on
        self.born = self.expected = self.died = None

    # --- reading one value

    def text(self, record: Record, element: str, at: Path, of: Path) -> Iterator[Breach]:
        """Breaches of form of one value; none when it is missing."""
        value = record.get(element, "")
        if value.__class__ is not str:
            yield Breach(RULES["twice" if isinstance(value, list) else "inside"], (*at, element), "", of)
        elif len(value) > LONGEST_VALUE:
            yield Breach(RULES["long"], (*at, element), value, of)

    def day(self, record: Record, element: str, at: Path, of: Path, wrong: list[Breach]) -> date | None:
        """A date that is missing, or that cannot be one, is None; what is wrong with it is added to `wrong`."""
        value = record.get(element)
        if not value:
            return None
        day = read_date(value) if value.__class__ is str else None
        if day is not None and day >= EARLIEST:
            return day
        found = list(self.text(record, element, at, of))
        if found:
            wrong += found
            return None
        wrong.append(Breach(RULES["old" if day else "date"], (*at, element), value, of))
        return None

    # --- the child

    def child(self) -> Iterator[Breach]:
        identifiers, characteristics = self.part("ChildIdentifiers"), self.part("ChildCharacteristics")
        yield from self.identifiers(identifiers)
        yield from self.characteristics(characteristics)
        referrals = self.record.get("CINdetails") or []
        if not referrals:
            yield Breach(RULES["8590"], (), "", ())
        wrong: list[Breach] = []
        for n, referral in enumerate(referrals):
            if isinstance(referral, dict):
                self.referral(referral, ("CINdetails", n), wrong)
            else:
                wrong.append(Breach(RULES["8600"], ("CINdetails", n), "", ("CINdetails", n)))
        refused = {breach.record for breach in wrong if breach.rule.refuses}
        self.referrals_together(
            [(n, r) for n, r in enumerate(referrals) if ("CINdetails", n) not in refused and isinstance(r, dict)], wrong
        )
        yield from wrong

    def part(self, element: str) -> Record:
        value = self.record.get(element)
        return value if isinstance(value, dict) else {}

    def identifiers(self, ids: Record) -> Iterator[Breach]:
        at: Path = ("ChildIdentifiers",)
        for element, value in ids.items():
            if value.__class__ is not str or len(value) > LONGEST_VALUE:
                yield from self.text(ids, element, at, ())
        council_id = ids.get("LAchildID")
        if not council_id:
            yield Breach(RULES["8500"], at, "", ())
        elif isinstance(council_id, str):
            if not COUNCIL_ID.fullmatch(council_id):
                rule = RULES["long" if len(council_id) > 32 else "unreadable"]
                yield Breach(rule, (*at, "LAchildID"), council_id, ())
            elif not council_id.isalnum():
                yield Breach(RULES["1580"], (*at, "LAchildID"), council_id, ())
            if 20 < len(council_id) <= 32:
                yield Breach(RULES["1570"], (*at, "LAchildID"), council_id, ())
        sex = sex_of(ids)
        if not sex:
            given = next((element for element in SEX if element in ids), None)
            yield Breach(RULES["4180"], (*at, given) if given else at, _shown(ids.get(given or "", "")), ())
        for element, rule in (("UPN", "1540"), ("FormerUPN", "1560Q")):
            value = ids.get(element)
            if value and isinstance(value, str) and not UPN.fullmatch(value):
                yield Breach(RULES[rule], (*at, element), value, ())
        reason = ids.get("UPNunknown")
        if reason and isinstance(reason, str) and reason not in _UPN_UNKNOWN:
            yield Breach(RULES["code"], (*at, "UPNunknown"), reason, ())
        wrong: list[Breach] = []
        self.born = self.day(ids, "PersonBirthDate", at, (), wrong)
        self.expected = self.day(ids, "ExpectedPersonBirthDate", at, (), wrong)
        self.died = self.day(ids, "PersonDeathDate", at, (), wrong)
        yield from wrong
        if self.born and self.born > self.ends_on:
            yield Breach(RULES["8520"], (*at, "PersonBirthDate"), ids["PersonBirthDate"], ())
        if bool(self.born) == bool(self.expected) and not wrong:
            yield Breach(RULES["8525Q"], at, "", ())
        if self.expected and not self.born:
            if abs(self.expected - self.ends_on) > timedelta(days=366):
                yield Breach(RULES["8530Q"], (*at, "ExpectedPersonBirthDate"), ids["ExpectedPersonBirthDate"], ())
            if sex and sex != "U":
                yield Breach(RULES["8750"], at, "", ())
        if self.died and self.born and self.died < self.born:
            yield Breach(RULES["8535Q"], (*at, "PersonDeathDate"), ids["PersonDeathDate"], ())
        if self.died and self.died > self.ends_on:
            yield Breach(RULES["8545Q"], (*at, "PersonDeathDate"), ids["PersonDeathDate"], ())

    def characteristics(self, part: Record) -> Iterator[Breach]:
        at: Path = ("ChildCharacteristics",)
        ethnicity = part.get("Ethnicity", "")
        if not ethnicity:
            yield Breach(RULES["4220-missing"], at if part else (), "", ())
        elif ethnicity.__class__ is not str or ethnicity not in _ETHNICITY:
            yield Breach(RULES["4220"], (*at, "Ethnicity"), _shown(ethnicity), ())
        disabilities = disabilities_of(part)
        for n, disability in enumerate(disabilities):
            if disability.__class__ is not str or disability not in _DISABILITY:
                yield Breach(RULES["8540"], (*at, "Disabilities", "Disability", n), _shown(disability), ())
                return
        if len(disabilities) > 1:
            if "NONE" in disabilities:
                yield Breach(RULES["8790"], (*at, "Disabilities"), "NONE", ())
            if len(set(disabilities)) < len(disabilities):
                yield Breach(RULES["8794"], (*at, "Disabilities"), "", ())

    # --- a referral

    def referral(self, it: Record, at: Path, wrong: list[Breach]) -> None:
        came = self.day(it, "CINreferralDate", at, at, wrong)
        if came is None or came > self.ends_on:
            if not (wrong and wrong[-1].path == (*at, "CINreferralDate")):
                wrong.append(
                    Breach(RULES["8600"], _at(at, it, "CINreferralDate"), _shown(it.get("CINreferralDate", "")), at)
                )
        else:
            birth = self.born or self.expected
            if birth and came < birth - UNBORN_FOR:
                wrong.append(Breach(RULES["8606"], (*at, "CINreferralDate"), it["CINreferralDate"], at))
            if self.died and came > self.died:
                wrong.append(Breach(RULES["8555Q"], (*at, "CINreferralDate"), it["CINreferralDate"], at))
        self.code(it, "ReferralSource", _SOURCE, "8866", at, wrong, needed=True)
        self.code(it, "PrimaryNeedCode", _NEED, "8650", at, wrong)
        self.code(it, "ReasonForClosure", _CLOSURE, "8640", at, wrong)
        self.code(it, "ReferralNFA", YES_NO, "8568", at, wrong, needed=True)
        closed = self.day(it, "CINclosureDate", at, at, wrong)
        if closed:
            if came and closed < came:
                wrong.append(Breach(RULES["8630"], (*at, "CINclosureDate"), it["CINclosureDate"], at))
            if closed > self.ends_on:
                wrong.append(Breach(RULES["8620"], (*at, "CINclosureDate"), it["CINclosureDate"], at))
            if not it.get("ReasonForClosure"):
                wrong.append(Breach(RULES["8805"], (*at, "CINclosureDate"), it["CINclosureDate"], at))
            elif it["ReasonForClosure"] == "RC2" and not self.died:
                wrong.append(Breach(RULES["8585Q"], (*at, "ReasonForClosure"), "RC2", at))
        elif it.get("ReasonForClosure"):
            wrong.append(Breach(RULES["8810"], (*at, "ReasonForClosure"), _shown(it["ReasonForClosure"]), at))
        conference = self.day(it, "DateOfInitialCPC", at, at, wrong)
        if conference and conference > self.ends_on:
            wrong.append(Breach(RULES["8715"], (*at, "DateOfInitialCPC"), it["DateOfInitialCPC"], at))
        nfa = YES_NO.get(it.get("ReferralNFA", "")) if isinstance(it.get("ReferralNFA", ""), str) else None
        if nfa is False and not it.get("PrimaryNeedCode"):
            wrong.append(Breach(RULES["8610"], at, "", at))
        worked = False
        for module, checked in _MODULES.items():
            for n, one in enumerate(it.get(module, ())):
                worked = True
                where = (*at, module, n)
                if isinstance(one, dict):
                    checked(self, one, where, came, wrong)
                elif one:
                    wrong.append(Breach(RULES["inside"], where, _shown(one), where))
        if nfa and worked:
            wrong.append(Breach(RULES["8831"], (*at, "ReferralNFA"), it["ReferralNFA"], at))

    def code(
        self,
        it: Record,
        element: str,
        known: Any,
        rule: str,
        at: Path,
        wrong: list[Breach],
        *,
        needed: bool = False,
        of: Path | None = None,
    ) -> None:
        value = it.get(element, "")
        if value.__class__ is str and (value in known if value else not needed):
            return
        wrong.append(Breach(RULES[rule], _at(at, it, element), _shown(value), of or at))

    def referrals_together(self, referrals: list[tuple[int, Record]], wrong: list[Breach]) -> None:
        """What is wrong with a child's referrals as a set: the same twice, or more than one open."""
        seen: set[tuple[Any, Any]] = set()
        once = []
        for n, it in referrals:
            key = (read_date(it["CINreferralDate"]), it["ReferralSource"])
            if key in seen:
                at = ("CINdetails", n)
                wrong.append(Breach(RULES["8820"], (*at, "CINreferralDate"), it["CINreferralDate"], at))
            else:
                seen.add(key)
                once.append((n, it))
        still_open = [
            (read_date(it["CINreferralDate"]) or EARLIEST, n, it)
            for n, it in once
            if not it.get("CINclosureDate") and not YES_NO[it["ReferralNFA"]]
        ]
        if len(once) < 2 or not still_open:
            return
        latest = max(read_date(it["CINreferralDate"]) or EARLIEST for _, it in once if not YES_NO[it["ReferralNFA"]])
        kept = False
        for came, n, it in still_open:
            at = ("CINdetails", n)
            if came < latest:
                wrong.append(Breach(RULES["8816"], (*at, "CINreferralDate"), it["CINreferralDate"], at))
            elif kept:
                wrong.append(Breach(RULES["8815"], (*at, "CINreferralDate"), it["CINreferralDate"], at))
            kept = kept or came == latest

    # --- the modules of a referral

    def assessment(self, it: Record, at: Path, came: date | None, wrong: list[Breach]) -> None:
        starts, done = self.span(it, "AssessmentActualStartDate", "AssessmentAuthorisationDate", at, wrong)
        self.missing(it, "AssessmentActualStartDate", starts, "8608-missing", at, wrong)
        self.before(it, "AssessmentActualStartDate", starts, came, "1103", at, wrong)
        self.after(it, "AssessmentActualStartDate", starts, self.ends_on, "8736", at, wrong)
        self.before(it, "AssessmentAuthorisationDate", done, starts, "8608", at, wrong)
        self.after(it, "AssessmentAuthorisationDate", done, self.ends_on, "8696", at, wrong)

    def enquiry(self, it: Record, at: Path, came: date | None, wrong: list[Breach]) -> None:
        starts, held = self.span(it, "S47ActualStartDate", "DateOfInitialCPC", at, wrong)
        self.missing(it, "S47ActualStartDate", starts, "8615", at, wrong)
        self.before(it, "S47ActualStartDate", starts, came, "2889", at, wrong)
        self.after(it, "S47ActualStartDate", starts, self.ends_on, "8740", at, wrong)
        self.before(it, "DateOfInitialCPC", held, came, "1104", at, wrong)
        self.before(it, "DateOfInitialCPC", held, starts, "8615", at, wrong)
        self.after(it, "DateOfInitialCPC", held, self.ends_on, "8715", at, wrong)
        if held and held.weekday() > 4:
            wrong.append(Breach(RULES["8875"], (*at, "DateOfInitialCPC"), it["DateOfInitialCPC"], at))
        self.code(it, "ICPCnotRequired", YES_NO, "icpc-flag", at, wrong)

    def plan(self, it: Record, at: Path, came: date | None, wrong: list[Breach]) -> None:
        starts, ends = self.span(it, "CINPlanStartDate", "CINPlanEndDate", at, wrong)
        self.missing(it, "CINPlanStartDate", starts, "4010", at, wrong)
        self.after(it, "CINPlanStartDate", starts, self.ends_on, "4010", at, wrong)
        self.before(it, "CINPlanStartDate", starts, came, "4015", at, wrong)
        self.before(it, "CINPlanEndDate", ends, starts, "4011", at, wrong)
        self.after(it, "CINPlanEndDate", ends, self.ends_on, "4013", at, wrong)

    def protection(self, it: Record, at: Path, came: date | None, wrong: list[Breach]) -> None:
        starts, ends = self.span(it, "CPPstartDate", "CPPendDate", at, wrong)
        self.missing(it, "CPPstartDate", starts, "8720", at, wrong)
        self.after(it, "CPPstartDate", starts, self.ends_on, "8720", at, wrong)
        self.before(it, "CPPstartDate", starts, came, "1105", at, wrong)
        self.before(it, "CPPendDate", ends, starts, "8925", at, wrong)
        self.after(it, "CPPendDate", ends, self.ends_on, "8930", at, wrong)
        self.code(it, "InitialCategoryOfAbuse", _ABUSE, "8905", at, wrong, needed=True)
        self.code(it, "LatestCategoryOfAbuse", _ABUSE, "8910", at, wrong, needed=True)
        for n, text in enumerate(reviews_of(it)):
            where = (*at, "Reviews", "CPPreviewDate", n)
            day = read_date(text) if isinstance(text, str) else None
            if day is None:
                wrong.append(Breach(RULES["date"], where, _shown(text), at))
            elif starts and day <= starts:
                wrong.append(Breach(RULES["8841"], where, text, at))
            elif day > self.ends_on:
                wrong.append(Breach(RULES["8841-late"], where, text, at))

    def proceedings(self, it: Record, at: Path, came: date | None, wrong: list[Breach]) -> None:
        began = self.day(it, "PPStartDate", at, at, wrong)
        self.after(it, "PPStartDate", began, self.ends_on, "9005", at, wrong)
        for element, rule, not_before in (
            ("LBPSentDate", "9006", began),
            ("InitialPPMeetingDate", "9008", None),
            ("StepDecisionDate", "9009", began),
            ("CourtAppDate", "9012", None),
            ("LetterInitCPDate", "9013", None),
        ):
            day = self.day(it, element, at, at, wrong)
            self.before(it, element, day, not_before, rule, at, wrong)
            self.after(it, element, day, self.ends_on, rule, at, wrong)
        self.code(it, "PPOutcome", ("A", "B", "C"), "9011", at, wrong)

    def span(self, it: Record, first: str, last: str, at: Path, wrong: list[Breach]) -> tuple[date | None, date | None]:
        return self.day(it, first, at, at, wrong), self.day(it, last, at, at, wrong)

    def missing(self, it: Record, element: str, day: date | None, rule: str, at: Path, wrong: list[Breach]) -> None:
        if day is None and not it.get(element):
            wrong.append(Breach(RULES[rule], at, "", at))

    def before(
        self, it: Record, element: str, day: date | None, other: date | None, rule: str, at: Path, wrong: list[Breach]
    ) -> None:
        if day and other and day < other:
            wrong.append(Breach(RULES[rule], (*at, element), it[element], at))

    def after(
        self, it: Record, element: str, day: date | None, other: date, rule: str, at: Path, wrong: list[Breach]
    ) -> None:
        if day and day > other:
            wrong.append(Breach(RULES[rule], (*at, element), it[element], at))


_MODULES = {
    "Assessments": _Check.assessment,
    "Section47": _Check.enquiry,
    "CINPlanDates": _Check.plan,
    "ChildProtectionPlans": _Check.protection,
    "PreProceedingsandFGDM": _Check.proceedings,
}
_UPN_UNKNOWN = frozenset(codes.UPN_UNKNOWN.codes)
_ETHNICITY = frozenset(codes.ETHNICITY.codes)
_DISABILITY = frozenset(codes.DISABILITY.codes)
_SOURCE = frozenset(codes.REFERRAL_SOURCE.codes)
_NEED = frozenset(codes.PRIMARY_NEED.codes)
_CLOSURE = frozenset(codes.CLOSURE_REASON.codes)
_ABUSE = frozenset(codes.ABUSE_CATEGORY.codes)


def disabilities_of(characteristics: Record) -> list[Any]:
    """The disability codes of a child's characteristics, as they were read."""
    part = characteristics.get("Disabilities")
    return part.get("Disability", []) if isinstance(part, dict) else []


def reviews_of(plan: Record) -> list[Any]:
    """The review dates of a child protection plan, as they were read."""
    part = plan.get("Reviews")
    return part.get("CPPreviewDate", []) if isinstance(part, dict) else []


def without_refused(record: Record, breaches: list[Breach]) -> Record | None:
    """The record less the referrals and modules that a breach keeps out; None when the child herself is kept out."""
    refused = {breach.record for breach in breaches if breach.rule.refuses}
    if not refused:
        return record
    if () in refused:
        return None
    referrals = []
    for n, referral in enumerate(record.get("CINdetails", ())):
        at = ("CINdetails", n)
        if at in refused:
            continue
        kept = dict(referral)
        for module in _MODULES:
            if module in kept:
                kept[module] = [one for m, one in enumerate(kept[module]) if (*at, module, m) not in refused]
        referrals.append(kept)
    return record | {"CINdetails": referrals}


def _at(at: Path, it: Record, element: str) -> Path:
    """Where the element stands, or its record when it is missing."""
    return (*at, element) if it.get(element) else at


def _shown(value: object) -> str:
    return value if isinstance(value, str) else ""
