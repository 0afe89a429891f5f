"""What lists and tables tell of one child, put together as the record that loading knows: that of the census.

Pure. Lists give a child's referrals, cases, assessments, enquiries and plans apart from one another, and none says to
which referral it belongs. Each is put with the referral that was open then; where no referral was told, one is made of
the day the work began, from a source that is not known, and that is said as a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from json import JSONEncoder
from typing import Any

from goldenthread.returns.operations.census_reading import CheckedChild
from goldenthread.rulebook.census import Record

NOT_KNOWN = "10"  # the census's code for a source that is not known
SAME_CASE_DAYS = 60  # a case that began so soon after a referral is that referral's
READING = b"told-2"  # part of every fingerprint: raised when loading reads more than before

_CANONICAL = JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(slots=True)
class ToldReferral:
    """A referral, told or made of the work on it. `told` is false for one that was made."""

    received_on: date
    source: str = NOT_KNOWN
    no_further_action: bool = False
    primary_need: str = ""
    closed_on: date | None = None
    closure_reason: str = ""
    told: bool = True
    modules: dict[str, list[Record]] = field(default_factory=dict)
    case: bool = False

    def add(self, module: str, record: Record) -> None:
        self.modules.setdefault(module, []).append(record)

    def as_record(self) -> Record:
        return {
            "CINreferralDate": self.received_on.isoformat(),
            "ReferralSource": self.source,
            "ReferralNFA": "true" if self.no_further_action else "false",
            **({"PrimaryNeedCode": self.primary_need} if self.primary_need else {}),
            **({"CINclosureDate": self.closed_on.isoformat()} if self.closed_on else {}),
            **({"ReasonForClosure": self.closure_reason} if self.closed_on and self.closure_reason else {}),
            **self.modules,
        }


@dataclass(slots=True)
class ToldChild:
    """A child as lists or tables tell her. `line` is where she is first told; `lists` are the rows kept whole,
    and `facts` those that are loaded into tables that measures read (`casework.bulk.ToldFact`)."""

    council_id: str
    line: int
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    sex: str = ""
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    upn: str = ""
    former_upn: str = ""
    upn_unknown: str = ""
    referrals: list[ToldReferral] = field(default_factory=list)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    facts: list[Any] = field(default_factory=list)

    def referral_of(self, began_on: date, made: Callable[[], None]) -> ToldReferral:
        """The referral on which something began: the last one before it that was open then. `made` is called where
        there was none, and one is made of that day."""
        before = [one for one in self.referrals if one.received_on <= began_on and not one.no_further_action]
        still_open = [one for one in before if one.closed_on is None or one.closed_on >= began_on]
        if still_open or before:
            return max(still_open or before, key=lambda one: one.received_on)
        same_day = next((one for one in self.referrals if one.received_on == began_on), None)
        if same_day is not None:
            same_day.no_further_action = False
            return same_day
        made()
        return self.make(began_on)

    def make(self, on: date) -> ToldReferral:
        """A referral that nobody told, on that day."""
        one = ToldReferral(on, told=False)
        self.referrals.append(one)
        return one

    def case_of(self, began_on: date, made: Callable[[], None]) -> ToldReferral:
        """The referral whose case began that day, or began with a referral shortly before."""
        free = [one for one in self.referrals if not one.case]
        same = next((one for one in free if one.received_on == began_on), None)
        if same is None:
            near = [
                one
                for one in free
                if not one.no_further_action and 0 <= (began_on - one.received_on).days <= SAME_CASE_DAYS
            ]
            same = max(near, key=lambda one: one.received_on, default=None)
        if same is None:
            made()
            same = self.make(began_on)
        same.case, same.no_further_action = True, False
        return same

    def checked(self) -> CheckedChild:
        """The child as loading takes it."""
        self.referrals.sort(key=lambda one: (one.received_on, one.source))
        days = {
            "PersonBirthDate": self.born_on,
            "ExpectedPersonBirthDate": None if self.born_on else self.expected_on,
            "PersonDeathDate": self.died_on,
        }
        words = {"Sex": self.sex, "UPN": self.upn, "FormerUPN": self.former_upn, "UPNunknown": self.upn_unknown}
        record: Record = {
            "ChildIdentifiers": {
                "LAchildID": self.council_id,
                **{name: day.isoformat() for name, day in days.items() if day},
                **{name: text for name, text in words.items() if text},
            },
            "ChildCharacteristics": {
                **({"Ethnicity": self.ethnicity} if self.ethnicity else {}),
                **({"Disabilities": {"Disability": list(self.disabilities)}} if self.disabilities else {}),
            },
            "CINdetails": [one.as_record() for one in self.referrals],
            **({"Lists": self.lists} if self.lists else {}),
        }
        text = _CANONICAL(record)
        mark = blake2b(text.encode(), digest_size=20, key=READING)
        # Where in the file something stands is no part of what it says.
        for fact in self.facts:
            mark.update(_CANONICAL([fact.about, fact.key, fact.values]).encode())
        return CheckedChild(self.council_id, record, text, mark.hexdigest(), self.line, self.line, tuple(self.facts))
