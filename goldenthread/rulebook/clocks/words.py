"""The words in which clocks are declared, so that an entry reads as a line of a table."""

from __future__ import annotations

from datetime import date, datetime

from goldenthread.kernel.clock import LONDON, Allowance, Authority, AuthorityStatus, Example, Unit


def hours(limit: int) -> Allowance:
    """So many real hours, night and day."""
    return Allowance(limit, Unit.HOURS)


def working_days(limit: int) -> Allowance:
    """So many working days; negative counts back."""
    return Allowance(limit, Unit.WORKING_DAYS)


def days(limit: int) -> Allowance:
    """So many calendar days; 0 is the day itself."""
    return Allowance(limit, Unit.DAYS)


def weeks(limit: int) -> Allowance:
    """So many weeks of seven days."""
    return Allowance(limit, Unit.WEEKS)


def months(limit: int) -> Allowance:
    """So many calendar months, clipped to the month's end."""
    return Allowance(limit, Unit.MONTHS)


def school_terms(limit: int) -> Allowance:
    """By the end of so many school terms that have yet to begin."""
    return Allowance(limit, Unit.SCHOOL_TERMS)


def law(source: str) -> Authority:
    """An Act."""
    return Authority(AuthorityStatus.STATUTE, source)


def regulation(source: str) -> Authority:
    """Regulations made under an Act."""
    return Authority(AuthorityStatus.REGULATION, source)


def guidance(source: str) -> Authority:
    """Guidance that a council must follow unless it can show good reason."""
    return Authority(AuthorityStatus.STATUTORY_GUIDANCE, source)


def good_practice(source: str) -> Authority:
    """What is recommended nationally and binds nobody."""
    return Authority(AuthorityStatus.GOOD_PRACTICE, source)


def local(source: str) -> Authority:
    """The council's own policy."""
    return Authority(AuthorityStatus.LOCAL, source)


def historic(source: str) -> Authority:
    """A rule no longer in force, kept because old records were made under it."""
    return Authority(AuthorityStatus.HISTORIC, source)


def example(start: str, due: str, note: str = "") -> Example:
    """A worked example from ISO dates, or from ISO moments as a clock in London showed them."""
    return Example(_when(start), _when(due), note)


def _when(text: str) -> date | datetime:
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=LONDON)
    return date.fromisoformat(text)
