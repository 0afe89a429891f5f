"""The facts that standards read: plain values, filled from the record by whoever runs the standards.

Everything has a default that means "not recorded": an empty text, `None` for a date or a yes-or-no that nobody has
answered, an empty tuple. Codes are those of `rulebook/codes`. People are named by what the text calls them, so that a
rule can find them in the text; who wrote and who authorised are opaque ids, compared only with each other. Nothing here
is read from a clock: where the day matters, `as_of` is the day on which the question is asked.

One instance is one thing judged (one child's assessment, one action, one visit), and holds only that child's texts and
those it is compared with, so that a run over a whole authority is linear in what was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageFacts:
    """A passage of an assessment as it is written, and what is ticked beside it.

    `set_aside` holds the factor codes that the writer was asked about and answered, with a reason, "not a concern".
    """

    text: str
    factors: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFacts:
    """One child on one visit. `words` are the child's own, as said; `shown` is what a child who does not speak, or not
    yet, showed. `alone` is `None` where nobody said. `not_alone_because` is the reason given."""

    called: str = ""
    on: date | None = None
    seen: bool | None = None
    alone: bool | None = None
    not_alone_because: str = ""
    bedroom_seen: bool | None = None
    where: str = ""
    words: str = ""
    shown: str = ""
    age_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFacts:
    """An earlier concern about anyone in the family. `answer` is `live`, `resolved`, `not_relevant` or empty."""

    title: str
    on: date | None = None
    answer: str = ""
    because: str = ""
    in_analysis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What a parent says, what else is known, what was done to test it, and what the writer thinks."""

    who: str = ""
    says: str = ""
    known: str = ""
    tested: str = ""
    think: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthFacts:
    """A strength, the evidence for it, and the need or risk it bears on."""

    text: str
    evidence: str = ""
    bears_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """Someone of the household, a parent who lives elsewhere, or a partner. `part` is `mother`, `father`, `partner`,
    `sibling`, `other`. `spoken_to` says whether somebody spoke with them; `why_not` is the reason given."""

    called: str
    part: str = "other"
    spoken_to: bool | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeFacts:
    """A manager's challenge when an assessment was sent back, and the author's answer."""

    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChildFacts:
    """One child of a contact: what was asked, and why not. `ethnicity` is a census code or empty."""

    called: str = ""
    ethnicity: str = ""
    ethnicity_unknown_because: str = ""
    said: str = ""
    seen_since: str = ""
    unborn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoorFacts:
    """A contact as it was heard and decided. `concerns` and the answers about telling and asking parents are codes of
    `rulebook/codes/front_door.py`. `earlier_rationales` are the reasons of the family's earlier decisions."""

    children: tuple[AskedChildFacts, ...] = ()
    narrative: str = ""
    concerns: tuple[str, ...] = ()
    history: tuple[HistoryFacts, ...] = ()
    parents_informed: str = ""
    agreement_to_checks: str = ""
    consent_reason: str = ""
    received_at: datetime | None = None
    decide_by: datetime | date | None = None
    decided_at: datetime | None = None
    outcome: str = ""
    rationale: str = ""
    feedback_by: date | None = None
    feedback_on: date | None = None
    earlier_rationales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFacts:
    """One action. `owner` is as written; `owner_is_person` is `True` where the record links it to a person. `due` is as
    written ("ASAP", "3 March 2026"); `due_on` the recorded date. Either may be missing.

    `for_child` says that it is done by or with the child, where the record knows.
    """

    text: str
    owner: str = ""
    owner_is_person: bool | None = None
    due: str = ""
    due_on: date | None = None
    done_on: date | None = None
    done_evidence: str = ""
    for_child: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFacts:
    """One outcome with its parts. `child_names` are what the child is called. `measure` says how we will know."""

    text: str
    baseline: str = ""
    target: str = ""
    measure: str = ""
    by: str = ""
    by_on: date | None = None
    child_names: tuple[str, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    progress: str = ""
    started_on: date | None = None
    last_evidence_on: date | None = None
    ended_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """A need or risk in the plan: the factor codes it answers, whether it comes from history, how many outcomes answer
    it (those that were ended do not count)."""

    text: str
    evidence: str = ""
    factors: tuple[str, ...] = ()
    from_history: bool = False
    outcomes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A child's plan. `factors` are those of the assessment it answers. `sibling_texts` and `earlier_texts` are the
    outcomes and actions of siblings' current plans, and of this child's last plan, each joined into one text.
    `family_text` is the copy the family reads. `known_history` are titles of live concerns from history."""

    kind: str = ""
    needs: tuple[NeedFacts, ...] = ()
    outcomes: tuple[OutcomeFacts, ...] = ()
    factors: tuple[str, ...] = ()
    live_history: tuple[str, ...] = ()
    history_in_needs: tuple[str, ...] = ()
    contingency: str = ""
    contingency_by: str = ""
    family_text: str = ""
    shared_on: date | None = None
    child_names: tuple[str, ...] = ()
    sibling_texts: tuple[str, ...] = ()
    earlier_texts: tuple[str, ...] = ()
    started_on: date | None = None
    next_review_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFacts:
    """One outcome at a review: `progress` is achieved, better, same, worse, not_started or empty; `since` what it was
    the last time; `evidence` what shows it; `changed` whether the outcome or its actions were changed here."""

    title: str
    progress: str = ""
    since: str = ""
    evidence: str = ""
    changed: bool = False
    unchanged_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """A core group, a child in need review, or a review conference. `kind` is `core_group`, `child_in_need_review` or
    `review_conference`. `changes` counts what was changed in the plan; `earlier_record` is the text of the last."""

    kind: str = ""
    held_on: date | None = None
    due_on: date | None = None
    outcomes: tuple[ProgressFacts, ...] = ()
    changes: int = 0
    unchanged_because: str = ""
    record: str = ""
    earlier_record: str = ""
    attended: tuple[str, ...] = ()
    child_view: str = ""
    family_view: str = ""
    contingency_weighed: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """A visit. `kept` is `False` where nobody was seen. `due_on` is what its clock said; `frequency_days` what the plan
    or conference asks. `outcomes_touched` counts outcomes of the plan that it gave evidence on. `plan_open` says that
    there is a plan to give evidence on."""

    on: date | None = None
    due_on: date | None = None
    recorded_on: date | None = None
    purpose: str = ""
    what_changed: str = ""
    kept: bool | None = None
    what_next: str = ""
    children: tuple[SeenFacts, ...] = ()
    plan_open: bool = False
    outcomes_touched: int = 0
    record: str = ""
    earlier_record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """A decision by a manager, outside or inside supervision, to act or not to. `called_for_at` is when what it answers
    happened; `decide_by` the end of its allowance. `recorded_at` is when it was written, `record_by` by when it should
    have been."""

    kind: str = ""
    decision: str = ""
    rationale: str = ""
    facts: str = ""
    risks: str = ""
    alternatives: str = ""
    child_view: str = ""
    called_for_at: datetime | None = None
    decide_by: datetime | date | None = None
    decided_at: datetime | None = None
    recorded_at: datetime | None = None
    record_by: datetime | date | None = None
    actions: tuple[ActionFacts, ...] = ()
    review_on: date | None = None
    earlier_rationales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFacts:
    """One child's assessment. `texts` are every text of it, each with the name of its section. `earlier_analysis` and
    `sibling_analyses` are what the child's own analysis is compared with. `factors_answered` are the factor codes that
    a need of the plan answers; `plan_made` says whether there is a plan or a reason for none yet to compare with.
    `concluded` says that the writer has sent it for sign-off."""

    age_months: int | None = None
    child_names: tuple[str, ...] = ()
    ethnicity: str = ""
    ethnicity_unknown_because: str = ""
    identity: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    analysis: str = ""
    if_nothing_changes: str = ""
    confidence: str = ""
    confidence_because: str = ""
    earlier_analysis: str = ""
    sibling_analyses: tuple[str, ...] = ()
    strengths: tuple[StrengthFacts, ...] = ()
    accounts: tuple[AccountFacts, ...] = ()
    seen: tuple[SeenFacts, ...] = ()
    child_view: str = ""
    history: tuple[HistoryFacts, ...] = ()
    household: tuple[MemberFacts, ...] = ()
    factors: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    factors_answered: tuple[str, ...] = ()
    plan_made: bool = False
    started_on: date | None = None
    due_on: date | None = None
    review_point_on: date | None = None
    review_held_on: date | None = None
    review_words: str = ""
    concluded: bool = False
    written_by: str = ""
    authorised_by: str = ""
    authorised_on: date | None = None
    sign_off_words: str = ""
    challenges: tuple[ChallengeFacts, ...] = ()
    shared_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryFacts:
    """A strategy discussion and the section 47 enquiry it began. `agencies` are those who took part: `social_care`,
    `police`, `health` and others. `outcome` is a code of `s47_outcome`."""

    strategy_on: date | None = None
    agencies: tuple[str, ...] = ()
    absent_because: str = ""
    strategy_decision: str = ""
    strategy_reasons: str = ""
    actions: tuple[ActionFacts, ...] = ()
    seen: tuple[SeenFacts, ...] = ()
    outcome: str = ""
    outcome_because: str = ""
    concluded_on: date | None = None
    conference_due_on: date | None = None
    conference_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """An agency at a conference: whether it came, sent a report, and when the family had the report; its view and why;
    its dissent, if any."""

    called: str
    attended: bool | None = None
    report_shared_on: date | None = None
    report_sent: bool | None = None
    view: str = ""
    because: str = ""
    dissents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceFacts:
    """A child protection conference about one child. `kind` is `initial`, `review` or `transfer_in`. `decision` is
    `plan`, `no_plan`, `plan_continues` or `plan_ends`. `category` is a code of `abuse_category`."""

    kind: str = "initial"
    held_on: date | None = None
    due_on: date | None = None
    agencies: tuple[AgencyFacts, ...] = ()
    child_view: str = ""
    family_view: str = ""
    decision: str = ""
    category: str = ""
    reasons: str = ""
    measured_change: str = ""
    outline: tuple[ActionFacts, ...] = ()
    contingency: str = ""
    visits_every_days: int | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """Someone to a written agreement: whether they pose the risk, and what they have promised."""

    called: str
    poses_risk: bool = False
    duties: tuple[str, ...] = ()
    understood: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFacts:
    """A breach of an agreement, and what was done about it."""

    on: date
    response: str = ""
    responded_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """A written agreement with a family. `renewal` counts renewals: 0 is the first agreement. `sole_reason_to_close`
    says that a closure rests on it alone."""

    risk: str = ""
    risk_level: str = ""
    why_proportionate: str = ""
    domestic_abuse: bool = False
    parties: tuple[PartyFacts, ...] = ()
    we_will: str = ""
    monitored_how: str = ""
    monitored_by: str = ""
    monitored_every_days: int | None = None
    if_broken: str = ""
    starts_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    reviewed_on: date | None = None
    ended_on: date | None = None
    child_view: str = ""
    approved_by: str = ""
    renewal: int = 0
    head_of_service_agreed: bool = False
    sole_reason_to_close: bool = False
    breaches: tuple[BreachFacts, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureFacts:
    """The end of work with a child. `agreement` is `none`, `ended` or `open`. `outcomes` are those of the plan."""

    closed_on: date | None = None
    reason: str = ""
    rationale: str = ""
    what_changed: str = ""
    evidence: str = ""
    outcomes: tuple[ProgressFacts, ...] = ()
    agreement: str = "none"
    rests_on_agreement: bool = False
    who_stays: str = ""
    if_it_returns: str = ""
    child_view: str = ""
    family_view: str = ""
    last_seen_on: date | None = None
    last_seen_alone_on: date | None = None
    age_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionFacts:
    """What supervision recorded about one child. `earlier_actions` are the directions given last time, each with what
    became of it in `done_evidence` or `done_on`."""

    held_on: date | None = None
    due_on: date | None = None
    record: str = ""
    earlier_record: str = ""
    child_view: str = ""
    reflection: str = ""
    challenge: str = ""
    actions: tuple[ActionFacts, ...] = ()
    earlier_actions: tuple[ActionFacts, ...] = ()
