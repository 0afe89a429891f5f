"""Checking what a census record says of the child: identifiers and characteristics."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.rulebook.census.values import (
    COUNCIL_ID,
    LONGEST_VALUE,
    SEX,
    UPN,
    Checking,
    Path,
    Record,
    disabilities_of,
    sex_of,
)
from goldenthread.rulebook.codes import census as codes

_UPN_UNKNOWN = frozenset(codes.UPN_UNKNOWN.codes)
_ETHNICITY = frozenset(codes.ETHNICITY.codes)
_DISABILITY = frozenset(codes.DISABILITY.codes)
_EXPECTED_WITHIN = timedelta(days=366)


def identifiers(checking: Checking, ids: Record) -> None:
    """Who the child is, and when she was born and died."""
    at: Path = ("ChildIdentifiers",)
    tell = checking.tell
    for element, value in ids.items():
        if value.__class__ is not str or len(value) > LONGEST_VALUE:
            checking.form(ids, element, at, ())
    _council_id(checking, ids, at)
    sex = sex_of(ids)
    if not sex:
        given = next((element for element in SEX if element in ids), None)
        tell("4180", (*at, given) if given else at, ids.get(given or "", ""), of=())
    for element, rule in (("UPN", "1540"), ("FormerUPN", "1560Q")):
        value = ids.get(element)
        if value and isinstance(value, str) and not UPN.fullmatch(value):
            tell(rule, (*at, element), value, of=())
    reason = ids.get("UPNunknown")
    if reason and isinstance(reason, str) and reason not in _UPN_UNKNOWN:
        tell("code", (*at, "UPNunknown"), reason, of=())
    before = len(checking.wrong)
    born = checking.born = checking.day(ids, "PersonBirthDate", at, ())
    expected = checking.expected = checking.day(ids, "ExpectedPersonBirthDate", at, ())
    died = checking.died = checking.day(ids, "PersonDeathDate", at, ())
    dates_are_dates = len(checking.wrong) == before
    ends_on = checking.ends_on
    if born and born > ends_on:
        tell("8520", (*at, "PersonBirthDate"), ids["PersonBirthDate"], of=())
    if bool(born) == bool(expected) and dates_are_dates:
        tell("8525Q", at, of=())
    if expected and not born:
        if abs(expected - ends_on) > _EXPECTED_WITHIN:
            tell("8530Q", (*at, "ExpectedPersonBirthDate"), ids["ExpectedPersonBirthDate"], of=())
        if sex and sex != "U":
            tell("8750", at, of=())
    if died and born and died < born:
        tell("8535Q", (*at, "PersonDeathDate"), ids["PersonDeathDate"], of=())
    if died and died > ends_on:
        tell("8545Q", (*at, "PersonDeathDate"), ids["PersonDeathDate"], of=())


def _council_id(checking: Checking, ids: Record, at: Path) -> None:
    council_id = ids.get("LAchildID")
    if not council_id:
        checking.tell("8500", at, of=())
    elif isinstance(council_id, str):
        where = (*at, "LAchildID")
        if not COUNCIL_ID.fullmatch(council_id):
            checking.tell("long" if len(council_id) > 32 else "unreadable", where, council_id, of=())
        elif not council_id.isalnum():
            checking.tell("1580", where, council_id, of=())
        if 20 < len(council_id) <= 32:
            checking.tell("1570", where, council_id, of=())


def characteristics(checking: Checking, part: Record) -> None:
    """Ethnicity and disabilities."""
    at: Path = ("ChildCharacteristics",)
    ethnicity = part.get("Ethnicity", "")
    if not ethnicity:
        checking.tell("4220-missing", at if part else (), of=())
    elif ethnicity.__class__ is not str or ethnicity not in _ETHNICITY:
        checking.tell("4220", (*at, "Ethnicity"), ethnicity, of=())
    disabilities = disabilities_of(part)
    for n, disability in enumerate(disabilities):
        if disability.__class__ is not str or disability not in _DISABILITY:
            checking.tell("8540", (*at, "Disabilities", "Disability", n), disability, of=())
            return
    if len(disabilities) > 1:
        if "NONE" in disabilities:
            checking.tell("8790", (*at, "Disabilities"), "NONE", of=())
        if len(set(disabilities)) < len(disabilities):
            checking.tell("8794", (*at, "Disabilities"), of=())
