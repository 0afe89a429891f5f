"""A manager's decision on a contact: what should happen, why, for whom, and who does what by when.

The person who wrote the contact never decides it. "No further action" waits for a second look where the rulebook asks
for one (`rulebook.second_look`); help is never held up by anything but words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import Decision as Right
from goldenthread.access.public import User, decide_about, notify, record, require_about
from goldenthread.casework.models import (
    Contact,
    ContactPerson,
    ContactSection,
    Decision,
    DecisionAction,
    HistoryWeighed,
    SecondLook,
)
from goldenthread.casework.models.earlier import EarlierContact, earlier_contacts
from goldenthread.casework.models.front_door import DRAFT, draft_key
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.referrals import open_referrals, pass_to_open_case, receive_and_decide
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import kept_of
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import ContactFacts, reasons, says_nothing
from goldenthread.rulebook.workflows import CONTACT
from goldenthread.ui.cleaning import UNKEPT
from goldenthread.ui.words import day, join_names, moment

LONGEST = 20_000  # characters of one answer
LONGEST_LINE = 500  # of what is to be done, and of what came of it

REFERRAL_RESPONSE = {"REF_S17": "ASSESS_S17", "REF_S47": "STRATEGY"}
"""What a decision on a contact decides on the referral that it makes."""

DETAIL_ASKED = {
    "ADVICE": "Say what advice was given, to whom and when",
    "EH": "Say who in the family agreed to early help, and when",
    "REF_S17": "Say who agreed to the assessment and when, or why it goes ahead without agreement",
    "REF_S47": "Say how each child is kept safe now",
    "TRANSFER": "Say which council was told, who there, and when",
}
"""What an outcome asks for beside the reasons, as the sentence that says it is missing."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: what, who answers for it (one person), and the day by which."""

    what: str
    owner: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Said:
    """What the decider says. `risk_by_child` is by the key of the child's line in the contact.

    `detail` is what the outcome asks for (`DETAIL_ASKED`). `children` are those a referral is for, by the same keys;
    None is all of them. `not_fed_back_because` is a code; then `feedback` may be empty. `history_read` says that the
    decider has read and weighed the earlier contacts that the writer did not. `went_ahead_rightly` answers whether it
    was right to ask other agencies without agreement.
    """

    outcome: str
    why_this: str
    why_now: str = ""
    rejected: str = ""
    risk: str = ""
    risk_by_child: Mapping[int, str] = field(default_factory=dict)
    detail: str = ""
    actions: Sequence[Action] = ()
    feedback: str = ""
    not_fed_back_because: str = ""
    children: Collection[int] | None = None
    despite_second_look: str = ""
    history_read: bool = False
    went_ahead_rightly: bool | None = None
    went_ahead_words: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision's key, the referrals it made, and the names of workers who were told instead (open cases)."""

    decision: int
    referrals: tuple[int, ...] = ()
    told: tuple[str, ...] = ()


@transaction.atomic
def decide(*, contact: int, said: Said, by: User, at: datetime) -> Decided:
    """Decides a contact, and does what follows: referrals, messages to workers of open cases, deadlines met and begun.

    Raises `NotAllowed`; `Refused` with every sentence that says what is missing, also when she wrote it herself, when
    another manager decided first (and who), or when a second look must come first.
    """
    found = _locked(contact)
    right = _right(found, "contact.decide", by, at)
    _still_open(found, at)
    if found.written_by_id == by.pk:
        raise Refused("You wrote this contact, so another manager must decide it.")
    state = _step(found, "contact.decide")
    children = list(found.people.filter(part="child", taken_out_at=None).order_by("pk"))
    earlier = earlier_contacts([found.pk])[found.pk]
    unweighed = _unweighed(found, earlier)
    look = found.second_looks.exclude(answered_at=None).order_by("-answered_at").first()
    problems = [
        *_of_words(found, said, children, earlier, by),
        *_of_outcome(found, said, children, unweighed),
        *_of_actions(said, at),
        *_of_second_look(found, said, earlier, look, by),
    ]
    if problems:
        raise Refused(problems=tuple(problems))

    made = Decision.objects.create(
        contact=found,
        outcome=said.outcome,
        why_this=said.why_this.strip(),
        why_now=said.why_now.strip(),
        rejected=said.rejected.strip(),
        risk=said.risk.strip(),
        risk_by_child=[
            {
                "contact_person": child.pk,
                "person": child.person_id and kept_of(child.person_id),
                "words": said.risk_by_child[child.pk].strip(),
            }
            for child in children
        ],
        detail=said.detail.strip(),
        feedback=_feedback(said),
        despite_second_look=said.despite_second_look.strip(),
        went_ahead_rightly=said.went_ahead_rightly,
        went_ahead_words=said.went_ahead_words.strip(),
        decided_by=by,
        decided_at=at,
    )
    DecisionAction.objects.bulk_create(
        DecisionAction(decision=made, what=action.what.strip(), owner_id=action.owner, due_on=action.due_on)
        for action in said.actions
    )
    HistoryWeighed.objects.bulk_create(
        [
            HistoryWeighed(contact=found, about=about, opened_at=at, weighed_by=by, weighed_at=at)
            for about in (unweighed if said.history_read else ())
        ],
        ignore_conflicts=True,
    )
    found.state, found.outcome, found.decided_at = state, said.outcome, at
    found.save(update_fields=["state", "outcome", "decided_at"])
    referrals, told = _effects(found, made, said, children, by, at)
    deadlines.meet("contact_decision", contact=found, at=at)
    deadlines.meet("contact_priority_red", contact=found, at=at)
    deadlines.void("contact_mash_checks", "The contact was decided before the last answer came.", contact=found, at=at)
    if referrals and not said.not_fed_back_because:
        deadlines.start("referral_outcome_feedback", contact=found, team=by.team_id, owner=found.written_by_id, at=at)
    ContactSection.objects.filter(contact=found, key__startswith=DRAFT).update(answers={})
    _record("contact.decide", found, right, by, at, {"decision": made.pk, "outcome": said.outcome})
    return Decided(made.pk, tuple(referrals), tuple(told))


@transaction.atomic
def ask_second_look(*, contact: int, of: int, question: str, by: User, at: datetime) -> int:
    """Asks a manager by name to look before "no further action" is signed; returns the key of what is asked.

    Raises `NotAllowed`; `Refused` when she is not a manager, wrote the contact or is the asker, and when the contact is
    past it.
    """
    found = _locked(contact)
    right = _right(found, "contact.ask_second_look", by, at)
    _still_open(found, at)
    asked = User.objects.filter(pk=of, is_active=True).first()
    if asked is None or not decide_about(asked, "contact.answer_second_look", _people(found), at=at).allowed:
        raise Refused("Choose a manager who may see this contact", "asked_of")
    if asked.pk == by.pk:
        raise Refused("Choose somebody else: a second look is another person’s", "asked_of")
    if asked.pk == found.written_by_id:
        raise Refused(f"{asked.name} wrote this contact. Choose somebody who did not", "asked_of")
    if says_nothing(question):
        raise Refused(f"Say what you want {asked.name} to test", "question")
    why = reasons(facts_for_second_look(found, earlier_contacts([found.pk])[found.pk]))
    found.state = _step(found, "contact.ask_second_look")
    found.save(update_fields=["state"])
    look = SecondLook.objects.create(
        contact=found,
        reasons=[reason[:200] for reason in why],
        question=question.strip(),
        asked_by=by,
        asked_of=asked,
        asked_at=at,
    )
    notify(
        to=asked,
        kind="second_look",
        words=f"{by.name} asks you for a second look at contact {found.reference}.",
        link=reverse("second_look", args=[found.pk]),
        by=by,
        at=at,
    )
    _record("contact.ask_second_look", found, right, by, at, {"second_look": look.pk, "of": asked.pk})
    return look.pk


@transaction.atomic
def answer_second_look(*, contact: int, agrees: bool, answer: str, by: User, at: datetime) -> int:
    """Answers the second look that waits on a contact: with "no further action", or not, and why. Both stay on record.

    Only the person who was asked answers. Raises `NotAllowed`, `Refused`.
    """
    found = _locked(contact)
    right = _right(found, "contact.answer_second_look", by, at)
    _still_open(found, at)
    look = found.second_looks.filter(answered_at=None).select_related("asked_by", "asked_of").order_by("-pk").first()
    if look is None:
        raise Refused("Nobody has asked for a second look at this contact.")
    if look.asked_of_id != by.pk:
        raise Refused(f"{look.asked_of.name} was asked for this second look, so the answer is hers or his to give.")
    if says_nothing(answer):
        raise Refused("Say what you looked at and what you think. “Agreed” alone is no answer", "answer")
    look.agrees, look.answer, look.answered_at = agrees, answer.strip(), at
    look.save(update_fields=["agrees", "answer", "answered_at"])
    found.state = _step(found, "contact.answer_second_look")
    found.save(update_fields=["state"])
    notify(
        to=look.asked_by,
        kind="second_look",
        words=f"{by.name} {'agrees' if agrees else 'does not agree'} with no further action on {found.reference}.",
        link=reverse("decide", args=[found.pk]),
        by=by,
        at=at,
    )
    _record("contact.answer_second_look", found, right, by, at, {"second_look": look.pk, "agrees": agrees})
    return look.pk


@transaction.atomic
def return_to_writer(*, contact: int, because: str, by: User, at: datetime) -> None:
    """Gives a contact back to the person who wrote it, with what is missing. The clock keeps running.

    Raises `NotAllowed`, `Refused`.
    """
    found = _locked(contact)
    right = _right(found, "contact.return_to_writer", by, at)
    _still_open(found, at)
    if says_nothing(because):
        raise Refused("Say what is missing, so that the writer knows what to do", "because")
    found.state = _step(found, "contact.return_to_writer")
    found.returned_because = because.strip()
    found.save(update_fields=["state", "returned_because"])
    if found.written_by_id and found.written_by_id != by.pk:
        notify(
            to=found.written_by_id,
            kind="returned",
            words=f"{by.name} returned contact {found.reference} to you: {because.strip()[:200]}",
            link=reverse("contact", args=[found.pk]),
            by=by,
            at=at,
        )
    _record("contact.return_to_writer", found, right, by, at, {})


@transaction.atomic
def feed_back(*, contact: int, words: str, by: User, at: datetime) -> None:
    """Records that the person who contacted us was told what happened, how, and in what words.

    Raises `NotAllowed`, `Refused`.
    """
    found = _locked(contact)
    right = _right(found, "contact.feed_back", by, at)
    _step(found, "contact.feed_back")
    if says_nothing(words):
        raise Refused("Say what the referrer was told, how and by whom", "words")
    if found.feedback_sent_at is not None:
        raise Refused(f"This was recorded already, {moment(found.feedback_sent_at, at)}.")
    found.feedback_sent_at, found.feedback_words = at, words.strip()
    found.save(update_fields=["feedback_sent_at", "feedback_words"])
    deadlines.meet("referral_outcome_feedback", contact=found, at=at)
    _record("contact.feed_back", found, right, by, at, {})


@transaction.atomic
def keep_draft(*, contact: int, answers: Mapping[str, str], by: User, at: datetime) -> int:
    """Keeps what a decider has typed so far, hers alone, until the contact is decided; returns its version.

    Raises `NotAllowed`; `Refused` when it is decided already or longer than can be kept.
    """
    found = _locked(contact)
    _right(found, "contact.decide", by, at)
    _still_open(found, at)
    if any(len(words) > LONGEST for words in answers.values()):
        raise Refused(f"An answer can be {LONGEST:,} characters long at most")
    clean = {UNKEPT.sub("", name)[:40]: UNKEPT.sub("", words) for name, words in list(answers.items())[:200]}
    draft, made = ContactSection.objects.get_or_create(
        contact=found, key=draft_key(by.pk), defaults={"answers": clean, "saved_by": by, "saved_at": at}
    )
    if not made:
        draft.answers, draft.saved_at, draft.version = clean, at, draft.version + 1
        draft.save(update_fields=["answers", "saved_at", "version"])
    return draft.version


@transaction.atomic
def finish_action(*, action: int, words: str, by: User, at: datetime) -> None:
    """Records that an action was done, by its owner or the colleague who covers for her, and what came of it.

    Said twice, the first stands. Raises `NotAllowed`, `Refused`.
    """
    found = (
        DecisionAction.objects.select_for_update(of=("self",)).select_related("decision__contact").filter(pk=action)
    ).first()
    if found is None:
        raise Refused("There is no such action.")
    contact, child = found.decision.contact, found.decision.child_id
    people = _people(contact) if contact else (child,) if child else ()
    right = require_about(by, "action.finish", people, at=at)
    covers = by.covers.filter(absent=found.owner_id, period__contains=timezone.localdate(at)).exists()
    if found.owner_id != by.pk and not covers:
        raise Refused("This action is somebody else’s.")
    if found.done_at is not None:
        return
    if says_nothing(words):
        raise Refused("Say what was done and what came of it", "words")
    if len(words.strip()) > LONGEST_LINE:
        sentence = f"What came of it can be {LONGEST_LINE} characters long at most. This has {len(words.strip())}"
        raise Refused(f"{sentence}: write the rest in a note", "words")
    found.done_at, found.done_words = at, words.strip()
    found.save(update_fields=["done_at", "done_words"])
    if contact is not None:
        _record("action.finish", contact, right, by, at, {"action": found.pk})
    elif child is not None:
        subject, detail = f"decision:{found.decision_id}", {"action": found.pk}
        record(act="action.finish", by=by, at=at, child=child, subject=subject, right=right.right, detail=detail)


def facts_for_second_look(contact: Contact, earlier: Sequence[EarlierContact]) -> ContactFacts:
    """What the rulebook's rule looks at, from the contact's own columns and the contacts before it."""
    return ContactFacts(
        received_on=timezone.localdate(contact.received_at),
        earlier_on=tuple(timezone.localdate(one.received_at) for one in earlier),
        domestic_abuse=contact.domestic_abuse,
        earlier_abuse_on=tuple(timezone.localdate(one.received_at) for one in earlier if one.domestic_abuse),
        checks_without_agreement=contact.agreement_to_checks == "dispensed_with",
        why_without_agreement=contact.consent_rationale,
    )


def _effects(
    contact: Contact, decision: Decision, said: Said, children: list[ContactPerson], by: User, at: datetime
) -> tuple[list[int], list[str]]:
    """Referrals made, and names of those told of new information on an open case."""
    referrals, told = [], []
    chosen = [child for child in children if said.children is None or child.pk in said.children]
    if said.outcome in REFERRAL_RESPONSE:
        words = {child.pk: said.risk_by_child[child.pk].strip() for child in children}
        for child in chosen:
            got = receive_and_decide(
                contact=contact,
                child=child.person_id,
                response=REFERRAL_RESPONSE[said.outcome],
                decision=decision,
                risk=words[child.pk],
                by=by,
                at=at,
            )
            if got.referral is not None:
                referrals.append(got.referral)
            told += got.told
    elif said.outcome == "OPEN_CASE":
        for child in children:
            if child.person_id is not None:
                told += pass_to_open_case(contact=contact, child=child.person_id, by=by, at=at)
    return referrals, list(dict.fromkeys(told))


def _of_words(
    contact: Contact, said: Said, children: list[ContactPerson], earlier: Sequence[EarlierContact], by: User
) -> list[tuple[str, str]]:
    problems = []
    if said.outcome not in SETS["contact_outcomes"].codes:
        problems.append(("outcome", "Choose what should happen"))
    if says_nothing(said.why_this):
        problems.append(("why_this", "Say why this is the right decision. “Agreed” or “noted” alone is no reason"))
    elif _copied(said.why_this, contact, earlier, by):
        problems.append(("why_this", "This is word for word an earlier decision. Say why for these children, now"))
    if says_nothing(said.why_now):
        problems.append(("why_now", "Say why now"))
    if not said.rejected.strip():
        problems.append(("rejected", "Say what else you thought about, and why you turned it down"))
    for child in children:
        if says_nothing(said.risk_by_child.get(child.pk, "")):
            problems.append((f"risk_{child.pk}", f"Say what the risk to {_name(child)} is, or that there is none seen"))
    if not children and says_nothing(said.risk):
        problems.append(("risk", "Say what the risk is"))
    answers = [said.why_this, said.why_now, said.rejected, said.risk, said.detail, said.feedback]
    if any(len(words) > LONGEST for words in (*answers, *said.risk_by_child.values())):
        problems.append(("why_this", f"An answer can be {LONGEST:,} characters long at most"))
    if not said.not_fed_back_because and says_nothing(said.feedback):
        problems.append(("feedback", "Say who tells the referrer, and how; or why the referrer is not told"))
    if said.not_fed_back_because and said.not_fed_back_because not in SETS["not_fed_back_reason"].codes:
        problems.append(("feedback", "Choose why the referrer is not told"))
    if contact.agreement_to_checks == "dispensed_with":
        if said.went_ahead_rightly is None:
            problems.append(("went_ahead_rightly", "Say whether it was right to ask other agencies without agreement"))
        elif not said.went_ahead_rightly and says_nothing(said.went_ahead_words):
            problems.append(("went_ahead_words", "Say why it was not right to go ahead without asking"))
    return problems


def _of_outcome(
    contact: Contact, said: Said, children: list[ContactPerson], unweighed: Sequence[str]
) -> list[tuple[str, str]]:
    if said.outcome not in SETS["contact_outcomes"].codes:
        return []
    problems = []
    agreed = contact.agreement_to_service == "agreed"
    asked = DETAIL_ASKED.get(said.outcome)
    if asked and says_nothing(said.detail) and not (agreed and said.outcome in ("EH", "REF_S17")):
        problems.append(("detail", asked))
    if "history_checked" in SETS["contact_outcomes"].get(said.outcome).requires and unweighed and not said.history_read:
        problems.append(("history_read", "Read and weigh the earlier contacts that nobody has weighed yet"))
    if said.outcome in REFERRAL_RESPONSE:
        chosen = [child for child in children if said.children is None or child.pk in said.children]
        if not chosen:
            problems.append(("children", "Choose the children this referral is for"))
        unknown = [_name(child) for child in chosen if child.person_id is None]
        if unknown:
            problems.append(
                ("children", f"First match {join_names(unknown)} to a record in the contact, or add a new record there")
            )
    if said.outcome == "OPEN_CASE":
        people = [child.person_id for child in children if child.person_id is not None]
        if not open_referrals(people).exists():
            problems.append(("outcome", "None of these children has an open case. Choose another decision"))
    return problems


def _of_actions(said: Said, at: datetime) -> list[tuple[str, str]]:
    problems = []
    today = timezone.localdate(at)
    owners = set(
        User.objects.filter(pk__in=[a.owner for a in said.actions], is_active=True).values_list("pk", flat=True)
    )
    for number, action in enumerate(said.actions, start=1):
        if says_nothing(action.what):
            problems.append((f"action_{number}_what", f"Action {number}: say what is to be done"))
        elif len(action.what.strip()) > LONGEST_LINE:
            sentence = f"Action {number}: {LONGEST_LINE} characters at most. This has {len(action.what.strip())}"
            problems.append((f"action_{number}_what", sentence))
        if action.owner not in owners:
            problems.append((f"action_{number}_owner", f"Action {number}: choose one person who answers for it"))
        if action.due_on < today:
            problems.append((f"action_{number}_due_on", f"Action {number}: {day(action.due_on)} has passed"))
        elif action.due_on.year > today.year + 2:
            problems.append((f"action_{number}_due_on", f"Action {number}: choose a day within the next two years"))
    return problems


def _of_second_look(
    contact: Contact, said: Said, earlier: Sequence[EarlierContact], look: SecondLook | None, by: User
) -> list[tuple[str, str]]:
    if said.outcome != "NFA" or not reasons(facts_for_second_look(contact, earlier)):
        return []
    if look is None:
        return [("asked_of", "A second look comes before “no further action”. Ask somebody by name to look")]
    if look.asked_of_id == by.pk:
        return [("outcome", "You gave the second look, so another manager must sign “no further action”")]
    if not look.agrees and says_nothing(said.despite_second_look):
        return [("despite_second_look", "The second look does not agree. Say why you decide otherwise")]
    return []


def _copied(words: str, contact: Contact, earlier: Sequence[EarlierContact], by: User) -> bool:
    """Whether a reason repeats, word for word, that of an earlier decision on this family or her own last one."""
    before = list(
        Decision.objects.filter(contact__in=[one.key for one in earlier]).values_list("why_this", flat=True)
    ) + list(
        Decision.objects.filter(decided_by=by, contact__isnull=False)
        .exclude(contact=contact)
        .order_by("-decided_at")
        .values_list("why_this", flat=True)[:1]
    )
    return _bare(words) in {_bare(one) for one in before}


def _bare(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(". ")


def _unweighed(contact: Contact, earlier: Sequence[EarlierContact]) -> list[str]:
    weighed = set(contact.history_weighed.values_list("about", flat=True))
    return [about for one in earlier if (about := f"contact:{one.key}") not in weighed]


def _feedback(said: Said) -> str:
    if not said.not_fed_back_because:
        return said.feedback.strip()
    why = SETS["not_fed_back_reason"].label(said.not_fed_back_because)
    return f"Not told. {why}. {said.feedback.strip()}".strip()


def _name(child: ContactPerson) -> str:
    return child.given_names or child.family_name or "the child not yet named"


def _locked(contact: int) -> Contact:
    try:
        return Contact.objects.select_for_update().get(pk=contact)
    except Contact.DoesNotExist:
        raise Refused("There is no such contact.") from None


def _people(contact: Contact) -> list[int]:
    return list(
        contact.people.filter(taken_out_at=None, person__isnull=False).values_list("person_id", flat=True).distinct()
    )


def _right(contact: Contact, act: str, by: User, at: datetime) -> Right:
    return require_about(by, act, _people(contact), at=at)


def _still_open(contact: Contact, at: datetime) -> None:
    """Refuses when it is decided already, and says by whom: two managers may have it open at once."""
    if contact.state != "decided":
        return
    last = contact.decisions.select_related("decided_by").order_by("-decided_at").first()
    outcome = SETS["contact_outcomes"].label(contact.outcome)
    if last is None:
        raise Refused(f"This contact is decided already: {outcome.lower()}.")
    raise Refused(
        f"{last.decided_by.name} decided this {moment(last.decided_at, at)}: {outcome[0].lower()}{outcome[1:]}."
    )


def _step(contact: Contact, act: str) -> str:
    try:
        return CONTACT.step(contact.state, act)
    except NotNow as reason:
        raise Refused(str(reason)) from reason


def _record(act: str, contact: Contact, right: Right, by: User, at: datetime, detail: dict[str, object]) -> None:
    """One line for each child of the contact, so that a child's page shows the act; one line when nobody is known."""
    children = list(
        contact.people.filter(part="child", taken_out_at=None, person__isnull=False).values_list("person_id", flat=True)
    )
    for child in children or [None]:
        record(act=act, by=by, at=at, child=child, subject=f"contact:{contact.pk}", right=right.right, detail=detail)
