"""What a written agreement must hold before a manager sees it, and what one may never be used for.

An agreement that lays the duties on the parent who is being hurt, that nobody watches, that has no end, or that is the
only reason to close, has stood where protection should have (Ofsted, Effective written agreements, 2018; joint targeted
area inspections of domestic abuse, 2017). Those are refused with a sentence. Everything else is a hint or a standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.rulebook.second_look import says_nothing

LASTS = timedelta(weeks=12)
"""The longest an agreement may run before it is renewed with a reason (timescales, written_agreement_review)."""

LAST_RENEWAL = 3
"""The renewal that the head of service must agree to."""

DOMESTIC_ABUSE_FACTORS = ("3A", "3B", "3C")
"""Factors at the end of assessment that name domestic abuse (Children in need census, factors 3A to 3C)."""

SOLE_REASON = (
    "A written agreement cannot be the reason to close. Say what has changed for the child and what shows it, without "
    "the agreement"
)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody to the agreement: whether this person poses the risk, and the duties, one a line."""

    called: str
    poses_risk: bool = False
    duties: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement as far as it has been written. `domestic_abuse` holds where it is known from, in words: the tick on
    the form, a contact, the factors of an assessment. `approver_is_head` is None while nobody approves yet."""

    risk: str = ""
    why_agreement: str = ""
    we_will: str = ""
    monitored_how: str = ""
    monitored_by: str = ""
    monitored_every_days: int | None = None
    if_broken: str = ""
    understood: str = ""
    child_view: str = ""
    starts_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    parties: Sequence[Party] = ()
    domestic_abuse: Sequence[str] = ()
    renewal: int = 0
    approver_is_head: bool | None = None


def blocks(agreed: Agreed) -> tuple[tuple[str, str], ...]:
    """What refuses this agreement: the field and the sentence of each; empty when nothing does."""
    found: list[tuple[str, str]] = []
    for text, field, sentence in (
        (agreed.risk, "risk", "Say which risk to which child this agreement is about"),
        (
            agreed.why_agreement,
            "why_agreement",
            ("Say why an agreement is enough for this risk, and not a plan or an order"),
        ),
        (agreed.we_will, "we_will", "Say what we will do for our part"),
        (agreed.if_broken, "if_broken", "Say what happens if it is broken"),
        (agreed.understood, "understood", "Say how we know that each person understood it"),
        (agreed.child_view, "child_view", "Say what the child thinks of it, or why nobody could ask"),
    ):
        if says_nothing(text):
            found.append((field, sentence))
    found += duties_block(agreed)
    found += monitoring_block(agreed)
    found += dates_block(agreed)
    found += renewal_block(agreed)
    return tuple(found)


def duties_block(agreed: Agreed) -> list[tuple[str, str]]:
    """Nobody who is hurt answers for the one who hurts: where there is domestic abuse, whoever poses the risk is named
    and has duties."""
    with_duties = [one for one in agreed.parties if one.duties.strip()]
    if not with_duties:
        return [("parties", "Say who has agreed to do what")]
    causing = [one for one in agreed.parties if one.poses_risk]
    if agreed.domestic_abuse:
        if any(one.duties.strip() for one in causing):
            return []
        known = "; ".join(agreed.domestic_abuse)
        who = " and ".join(one.called for one in with_duties)
        if not causing:
            return [
                (
                    "parties",
                    (
                        f"There is domestic abuse here ({known}). Say who poses the risk, and what that person "
                        f"must do. Only {who} has duties, and may be the one who is being hurt"
                    ),
                )
            ]
        names = " and ".join(one.called for one in causing)
        return [
            (
                "parties",
                (
                    f"There is domestic abuse here ({known}). {who} cannot be made to answer for {names}: "
                    f"write what {names} must do, or protect the child another way"
                ),
            )
        ]
    if not causing:
        return [("parties", "Say who poses the risk")]
    return []


def monitoring_block(agreed: Agreed) -> list[tuple[str, str]]:
    """An agreement that nobody watches is refused."""
    found = []
    if says_nothing(agreed.monitored_how):
        found.append(("monitored_how", "Say how we will know that it is kept"))
    if says_nothing(agreed.monitored_by):
        found.append(("monitored_by", "Say who looks whether it is kept, by name"))
    if not agreed.monitored_every_days:
        found.append(("monitored_every_days", "Say how often somebody looks, in days"))
    return found


def dates_block(agreed: Agreed) -> list[tuple[str, str]]:
    """An agreement has a first day, a day of review and a last day, in that order and within twelve weeks."""
    found = []
    if agreed.starts_on is None:
        found.append(("starts_on", "Say from which day it holds"))
    if agreed.review_on is None:
        found.append(("review_on", "Say on which day it is reviewed. An agreement without a review is not approved"))
    if agreed.expires_on is None:
        found.append(("expires_on", "Say on which day it ends"))
    return found + order_problems(agreed.starts_on, agreed.review_on, agreed.expires_on)


def order_problems(starts_on: date | None, review_on: date | None, expires_on: date | None) -> list[tuple[str, str]]:
    """What is wrong with the order of the days that are there."""
    found = []
    if starts_on and review_on and review_on <= starts_on:
        found.append(("review_on", "The day of review must be after the day it starts"))
    if starts_on and expires_on and expires_on <= starts_on:
        found.append(("expires_on", "The day it ends must be after the day it starts"))
    elif review_on and expires_on and review_on > expires_on:
        found.append(("review_on", "The day of review must not be after the day it ends"))
    if starts_on and expires_on and expires_on - starts_on > LASTS:
        found.append(
            ("expires_on", ("An agreement runs for 12 weeks at most. Renew it then, with a reason, if it must go on"))
        )
    return found


def renewal_block(agreed: Agreed) -> list[tuple[str, str]]:
    """The third renewal, and any after it, is approved by the head of service alone."""
    if agreed.renewal >= LAST_RENEWAL and agreed.approver_is_head is False:
        return [
            (
                "",
                (
                    f"This is renewal number {agreed.renewal}. From the third on, the head of service must approve it "
                    "by name, because nothing has changed enough to end it"
                ),
            )
        ]
    return []


def closes_on_it_alone(*, what_changed: str, evidence: str, open_agreement: bool, rests_on: bool) -> bool:
    """Whether a closure has nothing but an agreement under it: one is open or is said to carry the closure, and nothing
    else is said to have changed or shows it."""
    return rests_on or (open_agreement and (says_nothing(what_changed) or says_nothing(evidence)))
