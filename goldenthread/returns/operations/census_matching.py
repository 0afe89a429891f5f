"""Which referral of a census file is which of those we have. The census gives a referral no number.

A referral is known again by its child, day and source; failing that, by its child and day: then the source was
corrected. A corrected day is taken for a correction only where that is certain, because a mistake would make two
referrals into one. It is certain when all of these hold:

- an earlier file of the same census told the one referral and not the other; this file tells the other, and not it;
- there is exactly one of each sort for this child, so that nobody has to choose;
- the source is the same, and so is the primary need, where both give one;
- the two overlap: the one was open on a day on which the other is;
- the one that is here came from a file, and was not recorded here.

Otherwise the file makes another referral, and the one that is told no more stays as it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.returns.operations.census_facts import Facts, came_again, noon
from goldenthread.returns.operations.census_file import Header
from goldenthread.rulebook.census import Record, read_date


def match(
    there: list[Any], told: list[Facts], said_before: Record | None, header: Header
) -> tuple[list[tuple[Any, Facts]], list[Facts]]:
    """Pairs each referral that the file tells with the one it is; the second list is of those that are new.

    `there` are the child's referrals as they stand (`casework.public.bulk.KnownReferral`); `said_before` is her record
    in an earlier file of this same census, or None.
    """
    left, pairs, unknown = list(there), list[tuple[Any, Facts]](), list(told)
    for same in (
        lambda one, facts: (one.received_on, one.source) == (facts.received_on, facts.source),
        lambda one, facts: one.received_on == facts.received_on,
    ):
        for facts in list(unknown):
            one = next((one for one in left if same(one, facts)), None)
            if one is not None:
                left.remove(one)
                unknown.remove(facts)
                pairs.append((one, facts))
    if left and len(unknown) == 1 and said_before is not None:
        corrected = _corrected(left, unknown[0], said_before, header.ends_on)
        if corrected is not None:
            pairs.append((corrected, unknown.pop()))
    return pairs, unknown


def _corrected(left: list[Any], facts: Facts, said_before: Record, ends_on: date) -> Any | None:
    """The referral whose day the file has corrected to that of `facts`; None where that is not certain."""
    before = {(read_date(it["CINreferralDate"]), it["ReferralSource"]) for it in said_before.get("CINdetails", ())}
    no_more = [one for one in left if (one.received_on, one.source) in before]
    if len(no_more) != 1 or (facts.received_on, facts.source) in before:
        return None
    (one,) = no_more
    overlap = one.received_on <= (facts.closed_on or ends_on) and facts.received_on <= (one.closed_on or ends_on)
    alike = one.source == facts.source and facts.primary_need in ("", one.primary_need or facts.primary_need)
    return one if one.loaded and alike and overlap else None


def referral_changes(one: Any, facts: Facts) -> dict[str, Any]:
    """The columns of a referral that the file says otherwise."""
    names = ("source", "primary_need", "no_further_action", "closed_on", "closure_reason", "received_on")
    change = {name: getattr(facts, name) for name in names if getattr(facts, name) != getattr(one, name)}
    if "received_on" in change:
        change["received_at"] = noon(facts.received_on)
    # Somebody here may have allocated it since: only closing and opening again move it.
    if facts.closed_on and one.state != "closed":
        change["state"] = "closed"
    elif not facts.closed_on and one.state == "closed":
        change["state"] = facts.state
    return change


def previous_ones(there: list[Any], days: list[tuple[date, int]]) -> list[tuple[int, dict[str, Any]]]:
    """Which loaded referrals of a child are re-referrals, and of which, once a day among them was corrected.

    `days` are the day and key of each as they now stand.
    """
    loaded = {one.id for one in there if one.loaded}
    changes: list[tuple[int, dict[str, Any]]] = []
    for day, key in days:
        if key in loaded:
            previous = max((pair for pair in days if came_again(pair[0], day)), default=None)
            changes.append(
                (key, {"previous": previous[1] if previous else None, "is_rereferral": previous is not None})
            )
    return changes
