"""The front door: what was asked of a contact, what was looked at, and why it was decided so."""

from __future__ import annotations

from datetime import UTC, date, datetime

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.facts import AskedChildFacts, FrontDoorFacts, HistoryFacts
from goldenthread.rulebook.standards.judging import NOT_ASKED, by, decide, met, missing, on, quote, says, unmet
from goldenthread.rulebook.text.factors import prompts
from goldenthread.rulebook.text.likeness import most_alike

NOT_KNOWN = frozenset(("NOBT", "REFU"))

# Which presenting concern of a contact answers a factor that the story speaks of.
CONCERN_OF = {
    "1A": ("child_substances",),
    "1B": ("parent_substances",),
    "2A": ("child_substances",),
    "2B": ("parent_substances",),
    "3A": ("domestic_abuse",),
    "3B": ("domestic_abuse",),
    "3C": ("domestic_abuse",),
    "4A": ("child_mental_health",),
    "4B": ("parent_mental_health",),
    "7A": ("young_carer",),
    "9A": ("asylum",),
    "10A": ("missing",),
    "11A": ("sexual_exploitation", "online_harm"),
    "12A": ("trafficking",),
    "13A": ("criminal_exploitation",),
    "15A": ("self_harm",),
    "16A": ("neglect",),
    "17A": ("emotional_harm",),
    "18B": ("physical_harm",),
    "18C": ("physical_harm",),
    "19B": ("sexual_harm", "harmful_sexual_behaviour"),
    "19C": ("sexual_harm",),
    "22A": ("harmful_practice",),
    "23A": ("faith_belief",),
    "24A": ("criminal_exploitation",),
}


def _ethnicity(facts: FrontDoorFacts) -> Finding:
    good, bad = [], []
    for at, child in enumerate(facts.children):
        where = f"children[{at}].ethnicity"
        if child.ethnicity and child.ethnicity not in NOT_KNOWN:
            good.append(Because(child.ethnicity, where))
        elif child.ethnicity_unknown_because.strip():
            good.append(quote(child.ethnicity_unknown_because, f"children[{at}].ethnicity_unknown_because"))
        else:
            bad.append(Because(child.called or "a child", where))
    return decide(good, bad)


def _history(facts: FrontDoorFacts) -> Finding:
    bad = [quote(one.title, f"history[{at}]") for at, one in enumerate(facts.history) if not one.answer]
    return decide((quote(one.title, f"history[{at}]") for at, one in enumerate(facts.history)), bad)


def _child_heard(facts: FrontDoorFacts) -> Finding:
    good, bad = [], []
    for at, child in enumerate(facts.children):
        if child.unborn:
            continue
        words = child.said or child.seen_since
        (good if words.strip() else bad).append(
            quote(words, f"children[{at}].said")
            if words.strip()
            else Because(child.called or "a child", f"children[{at}]")
        )
    return decide(good, bad)


def _risk_named(facts: FrontDoorFacts) -> Finding:
    if not facts.narrative.strip():
        return NOT_ASKED
    bad = [
        Because(place.words, "narrative", place.start, place.end)
        for prompt in prompts(facts.narrative)
        if prompt.code in CONCERN_OF and not set(CONCERN_OF[prompt.code]) & set(facts.concerns)
        for place in prompt.places[:1]
    ]
    return unmet(*bad) if bad else met()


def _checks_explained(facts: FrontDoorFacts) -> Finding:
    needs = facts.agreement_to_checks in ("dispensed_with", "refused") or facts.parents_informed.startswith(
        "not_informed"
    )
    if not needs:
        return NOT_ASKED
    return (
        met(quote(facts.consent_reason, "consent_reason")) if says(facts.consent_reason) else missing("consent_reason")
    )


def _reason(facts: FrontDoorFacts) -> Finding:
    if facts.decided_at is None:
        return NOT_ASKED
    if says(facts.rationale, 6):
        return met(quote(facts.rationale, "rationale"))
    return unmet(quote(facts.rationale or "nothing written", "rationale"))


def _new_reason(facts: FrontDoorFacts) -> Finding:
    if not facts.rationale or not facts.earlier_rationales:
        return NOT_ASKED
    same = next((one for one in facts.earlier_rationales if one.split() == facts.rationale.split()), None)
    if same is not None:
        return unmet(quote(same, "rationale"))
    found = most_alike(facts.rationale, facts.earlier_rationales)
    return unmet(Because(found.passage, "rationale", found.start, found.end)) if found.copied else met()


def _in_time(facts: FrontDoorFacts) -> Finding:
    return by(facts.decided_at, facts.decide_by, "decided_at", "decide_by")


def _referrer_told(facts: FrontDoorFacts) -> Finding:
    if facts.decided_at is None:
        return NOT_ASKED
    if facts.feedback_on is None:
        return missing("feedback_on")
    late = facts.feedback_by is not None and facts.feedback_on > facts.feedback_by
    return (unmet if late else met)(on(facts.feedback_on, "feedback_on"))


_AT = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
_REASON = "Third report of shouting in a month, and Maya was seen hiding; an assessment is needed to see what it means"

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="front_door.ethnicity_asked",
        sentence="I asked each child’s ethnicity, or wrote why I could not.",
        why="Nobody can see who is helped, and who is not, if it was never asked.",
        theme=themes.IDENTITY_NOT_KNOWN,
        area="front_door",
        reads=FrontDoorFacts,
        hint="What is the child’s ethnicity? If the caller does not know, say so.",
        decide=_ethnicity,
        passing=(
            FrontDoorFacts(children=(AskedChildFacts(ethnicity="MWBC"),)),
            FrontDoorFacts(children=(AskedChildFacts(ethnicity_unknown_because="The caller did not know"),)),
        ),
        failing=(FrontDoorFacts(children=(AskedChildFacts(called="Maya"),)),),
    ),
    Standard(
        id="front_door.history_answered",
        sentence="I opened everything we knew before, and said whether it matters now.",
        why="A contact read by itself hides the pattern it belongs to.",
        theme=themes.HISTORY_NOT_WEIGHED,
        area="front_door",
        reads=FrontDoorFacts,
        hint="This was recorded before and nobody has said yet whether it matters now.",
        decide=_history,
        passing=(FrontDoorFacts(history=(HistoryFacts(title="Contact, May 2024", answer="live"),)),),
        failing=(FrontDoorFacts(history=(HistoryFacts(title="Contact, May 2024"),)),),
    ),
    Standard(
        id="front_door.child_heard",
        sentence="I wrote what each child said, or who has seen them since.",
        why="The child is the one the contact is about.",
        theme=themes.CHILD_NOT_HEARD,
        area="front_door",
        reads=FrontDoorFacts,
        hint="What did the child say, in the child’s words? Who has seen the child since?",
        decide=_child_heard,
        passing=(FrontDoorFacts(children=(AskedChildFacts(said="“He threw it at Mum”"),)),),
        failing=(FrontDoorFacts(children=(AskedChildFacts(called="Maya"),)),),
    ),
    Standard(
        id="front_door.risk_named",
        sentence="Every worry that the story speaks of is ticked.",
        why="What is not ticked is not counted, not asked of other agencies, and not seen the next time.",
        theme=themes.RISK_NOT_NAMED,
        area="front_door",
        reads=FrontDoorFacts,
        hint="The story speaks of something that is not ticked. Tick it, or say why it is not a concern.",
        decide=_risk_named,
        passing=(
            FrontDoorFacts(narrative="Lee punched Mum in the kitchen.", concerns=("domestic_abuse",)),
            FrontDoorFacts(narrative="There is no evidence of domestic abuse."),
        ),
        failing=(FrontDoorFacts(narrative="Lee punched Mum in the kitchen."),),
    ),
    Standard(
        id="front_door.checks_explained",
        sentence="Where I did not tell or ask the parents, I wrote why.",
        why="Sharing without asking may be right. It must be a decision, with a reason.",
        theme=themes.SHARING_NOT_EXPLAINED,
        area="front_door",
        reads=FrontDoorFacts,
        hint="Why were the parents not told, or not asked? Write the reason.",
        decide=_checks_explained,
        passing=(
            FrontDoorFacts(
                agreement_to_checks="dispensed_with", consent_reason="Asking would tell him that she has spoken to us"
            ),
        ),
        failing=(FrontDoorFacts(agreement_to_checks="dispensed_with", consent_reason="As above"),),
    ),
    Standard(
        id="front_door.decision_reasoned",
        sentence="I wrote why this decision, and why now.",
        why="A decision without a reason cannot be learned from or put right.",
        theme=themes.OVERSIGHT_WEAK,
        area="front_door",
        reads=FrontDoorFacts,
        hint="Why this, and why now? “Agreed” is not a reason.",
        decide=_reason,
        passing=(FrontDoorFacts(decided_at=_AT, rationale=_REASON),),
        failing=(FrontDoorFacts(decided_at=_AT, rationale="Agreed."),),
    ),
    Standard(
        id="front_door.reason_new",
        sentence="The reason is about this contact, not the last one’s again.",
        why="A copied reason says that nobody looked.",
        theme=themes.COPIED,
        area="front_door",
        reads=FrontDoorFacts,
        hint="This reason was used for an earlier contact. What is different now?",
        decide=_new_reason,
        passing=(FrontDoorFacts(rationale=_REASON, earlier_rationales=("Advice given about bedtime routines",)),),
        failing=(FrontDoorFacts(rationale=_REASON, earlier_rationales=(_REASON,)),),
    ),
    Standard(
        id="front_door.decided_in_time",
        sentence="A manager decided within the time allowed.",
        why="A child waits for every hour that a contact waits.",
        theme=themes.OVERSIGHT_WEAK,
        area="front_door",
        reads=FrontDoorFacts,
        hint="This was decided after the time allowed. Say what held it up.",
        decide=_in_time,
        passing=(FrontDoorFacts(decided_at=_AT, decide_by=date(2026, 3, 4)),),
        failing=(FrontDoorFacts(decided_at=_AT, decide_by=date(2026, 3, 2)),),
        while_writing=False,
    ),
    Standard(
        id="front_door.referrer_told",
        sentence="I told the person who rang what we decided.",
        why="People who hear nothing ring less, or ring someone else.",
        theme=themes.OVERSIGHT_WEAK,
        area="front_door",
        reads=FrontDoorFacts,
        hint="Has the person who told us been told what was decided?",
        decide=_referrer_told,
        passing=(FrontDoorFacts(decided_at=_AT, feedback_on=date(2026, 3, 4)),),
        failing=(FrontDoorFacts(decided_at=_AT),),
        while_writing=False,
    ),
)
