"""Assessment: the child seen and heard, history weighed, accounts tested, risks named, and what it all means."""

from __future__ import annotations

import re
from datetime import date

from goldenthread.kernel.standard import Because, Finding, Standard
from goldenthread.rulebook.standards import themes
from goldenthread.rulebook.standards.facts import (
    AccountFacts,
    AssessmentFacts,
    ChallengeFacts,
    HistoryFacts,
    MemberFacts,
    PassageFacts,
    SeenFacts,
    StrengthFacts,
)
from goldenthread.rulebook.standards.judging import (
    NOT_ASKED,
    by,
    decide,
    has_quotation,
    met,
    missing,
    on,
    quote,
    says,
    unmet,
)
from goldenthread.rulebook.text.factors import prompts
from goldenthread.rulebook.text.likeness import most_alike

TALKS_FROM = 36  # months: from about three years a child’s own words are looked for
ALONE_FROM = 48  # months: from about four years a child is seen alone

_MEANING = re.compile(
    r"\b(?:because|means?|meant|so (?:that|she|he|they|I|we)|as a result|therefore|impact|affects?|effect|"
    r"likely|risk(?:s|ed)?|protective|outweigh\w*|we (?:think|believe|conclude)|I (?:think|believe|conclude)|"
    r"in my (?:view|judgement|opinion)|suggests?|shows? that|leads? to|leaves? (?:her|him|them|\w+)|"
    r"which (?:puts|leaves|makes)|explains?|pattern|"
    r"without (?:change|help)|if nothing)\b",
    re.IGNORECASE,
)
UNSPECIFIC = frozenset(("20", "21"))  # "something else" and "none of these" name no risk that a need could answer


def _risk_named(facts: PassageFacts) -> Finding:
    if not facts.text.strip():
        return NOT_ASKED
    asked = prompts(facts.text, ticked=facts.factors, set_aside=facts.set_aside)
    if not asked:
        return met()
    return unmet(
        *(
            Because(place.words, f"factor:{one.code}", place.start, place.end)
            for one in asked
            for place in one.places[:3]
        )
    )


def _ethnicity(facts: AssessmentFacts) -> Finding:
    if facts.ethnicity and facts.ethnicity not in ("NOBT", "REFU"):
        return met(Because(facts.ethnicity, "ethnicity"))
    if says(facts.ethnicity_unknown_because, 2):
        return met(quote(facts.ethnicity_unknown_because, "ethnicity_unknown_because"))
    return missing("ethnicity")


def _identity(facts: AssessmentFacts) -> Finding:
    return met(quote(facts.identity, "identity")) if says(facts.identity, 8) else missing("identity")


def _seen_alone(facts: AssessmentFacts) -> Finding:
    if facts.age_months is None:
        return NOT_ASKED
    young = facts.age_months < ALONE_FROM
    for at, one in enumerate(facts.seen):
        if one.seen and (one.alone or young):
            return met(*([on(one.on, f"seen[{at}].on")] if one.on else [Because("seen", f"seen[{at}]")]))
    reason = next((one.not_alone_because for one in facts.seen if says(one.not_alone_because)), "")
    return met(quote(reason, "seen")) if reason else missing("seen")


def _quoted(facts: AssessmentFacts) -> Finding:
    if facts.age_months is None:
        return NOT_ASKED
    talks = facts.age_months >= TALKS_FROM
    for at, one in enumerate(facts.seen):
        if says(one.words, 2):
            return met(quote(one.words, f"seen[{at}].words"))
        if not talks and says(one.shown):
            return met(quote(one.shown, f"seen[{at}].shown"))
    if has_quotation(facts.child_view):
        return met(quote(facts.child_view, "child_view"))
    return missing("seen.words" if talks else "seen.shown")


def _history_answered(facts: AssessmentFacts) -> Finding:
    good, bad = [], []
    for at, one in enumerate(facts.history):
        sound = one.answer == "live" or (one.answer in ("resolved", "not_relevant") and says(one.because, 3))
        (good if sound else bad).append(quote(one.title, f"history[{at}]"))
    return decide(good, bad)


def _history_weighed(facts: AssessmentFacts) -> Finding:
    live = [(at, one) for at, one in enumerate(facts.history) if one.answer == "live"]
    bad = [quote(one.title, f"history[{at}]") for at, one in live if not one.in_analysis]
    return decide((quote(one.title, f"history[{at}]") for at, one in live), bad)


def _strengths(facts: AssessmentFacts) -> Finding:
    if not facts.strengths:
        return missing("strengths")
    bad = [quote(one.text, f"strengths[{at}]") for at, one in enumerate(facts.strengths) if not says(one.evidence)]
    return decide((quote(one.evidence, f"strengths[{at}].evidence") for at, one in enumerate(facts.strengths)), bad)


def _strengths_linked(facts: AssessmentFacts) -> Finding:
    bad = [quote(one.text, f"strengths[{at}]") for at, one in enumerate(facts.strengths) if not one.bears_on.strip()]
    return decide((quote(one.bears_on, f"strengths[{at}].bears_on") for at, one in enumerate(facts.strengths)), bad)


def _accounts(facts: AssessmentFacts) -> Finding:
    good, bad = [], []
    for at, one in enumerate(facts.accounts):
        if not one.says.strip():
            continue
        tested = says(one.tested) and says(one.think, 2)
        (good if tested else bad).append(quote(one.tested if tested else one.says, f"accounts[{at}]"))
    return decide(good, bad)


def _household(facts: AssessmentFacts) -> Finding:
    good, bad = [], []
    for at, one in enumerate(facts.household):
        known = one.spoken_to or says(one.why_not, 3)
        (good if known else bad).append(Because(one.called, f"household[{at}]"))
    return decide(good, bad)


def _factor_answered(facts: AssessmentFacts) -> Finding:
    if not facts.plan_made:
        return NOT_ASKED
    asked = [code for code in facts.factors if code not in UNSPECIFIC]
    bad = [Because(code, "factors") for code in asked if code not in facts.factors_answered]
    return decide((Because(code, "factors_answered") for code in asked), bad)


def _meaning(facts: AssessmentFacts) -> Finding:
    if not facts.analysis.strip():
        return missing("analysis") if facts.concluded else NOT_ASKED
    match = _MEANING.search(facts.analysis)
    if match:
        return met(Because(match[0], "analysis", match.start(), match.end()))
    return unmet(quote(facts.analysis, "analysis"))


def _unchanged(facts: AssessmentFacts) -> Finding:
    if says(facts.if_nothing_changes, 6):
        return met(quote(facts.if_nothing_changes, "if_nothing_changes"))
    return missing("if_nothing_changes")


def _confidence(facts: AssessmentFacts) -> Finding:
    if not facts.confidence.strip():
        return missing("confidence")
    if not says(facts.confidence_because):
        return unmet(Because(facts.confidence, "confidence"))
    return met(quote(facts.confidence_because, "confidence_because"))


def _copied(facts: AssessmentFacts, others: tuple[str, ...]) -> Finding:
    if not any(others) or len(facts.analysis.split()) < 25:
        return NOT_ASKED
    found = most_alike(facts.analysis, others, leave_out=facts.child_names)
    share = Because(f"{round(found.share * 100)}% the same", "analysis")
    if found.copied:
        return unmet(Because(found.passage, "analysis", found.start, found.end), share)
    return met(share)


def _own_analysis(facts: AssessmentFacts) -> Finding:
    return _copied(facts, facts.sibling_analyses)


def _new_analysis(facts: AssessmentFacts) -> Finding:
    return _copied(facts, (facts.earlier_analysis,) if facts.earlier_analysis else ())


def _review_point(facts: AssessmentFacts) -> Finding:
    if facts.started_on is None:
        return NOT_ASKED
    if facts.review_point_on is None:
        return missing("review_point_on")
    if facts.review_held_on is None:
        return missing("review_held_on") if facts.concluded else NOT_ASKED
    if not says(facts.review_words):
        return unmet(on(facts.review_held_on, "review_held_on"), Because("nothing written", "review_words"))
    return met(on(facts.review_held_on, "review_held_on"))


def _in_time(facts: AssessmentFacts) -> Finding:
    return by(facts.authorised_on, facts.due_on, "authorised_on", "due_on")


def _signed_by_another(facts: AssessmentFacts) -> Finding:
    if not facts.authorised_by or not facts.written_by:
        return NOT_ASKED
    if facts.authorised_by == facts.written_by:
        return unmet(Because("the author", "authorised_by"))
    return (
        met(quote(facts.sign_off_words, "sign_off_words"))
        if says(facts.sign_off_words, 6)
        else missing("sign_off_words")
    )


def _challenge_answered(facts: AssessmentFacts) -> Finding:
    bad = [quote(one.text, f"challenges[{at}]") for at, one in enumerate(facts.challenges) if not says(one.answer)]
    return decide((quote(one.answer, f"challenges[{at}].answer") for at, one in enumerate(facts.challenges)), bad)


def _shared(facts: AssessmentFacts) -> Finding:
    if facts.authorised_on is None:
        return NOT_ASKED
    return met(on(facts.shared_on, "shared_on")) if facts.shared_on else missing("shared_on")


_ANALYSIS = (
    "When Mum drinks, Maya cooks for Ben and goes to bed after midnight, so she misses school and is too tired to "
    "learn. This has happened before, in 2021, and help lasted only while Nan stayed. It is likely to go on."
)
_OTHER = (
    "Ben is three and does not yet know that Mum drinks. He has Nan each day and is clean, fed and growing. What "
    "worries us is that nobody hears him at night when the music is loud, because his room is furthest from hers."
)
_DAY = date(2026, 6, 10)

STANDARDS: tuple[Standard, ...] = (
    Standard(
        id="assessment.risk_named",
        sentence="Every risk that my text speaks of is named among the risks, or I said why it is not one.",
        why="A risk that is seen and not named is not planned for. Sexual abuse most of all.",
        theme=themes.RISK_NOT_NAMED,
        area="assessment",
        reads=PassageFacts,
        hint="The text speaks of something that is not ticked. Tick it, or say why it is not a concern.",
        decide=_risk_named,
        passing=(
            PassageFacts(text="Mum’s new partner touched her inappropriately.", factors=("19C",)),
            PassageFacts(text="There is no evidence of self-harm."),
        ),
        failing=(
            PassageFacts(text="She said that he touched her inappropriately."),
            PassageFacts(text="Mum denies drinking, but empty vodka bottles were found in the cot."),
        ),
    ),
    Standard(
        id="assessment.ethnicity_known",
        sentence="I know the child’s ethnicity, or wrote why nobody does.",
        why="Who a child is shapes what they meet and what help fits.",
        theme=themes.IDENTITY_NOT_KNOWN,
        area="assessment",
        reads=AssessmentFacts,
        hint="What is the child’s ethnicity? If it is not known, why not?",
        decide=_ethnicity,
        passing=(AssessmentFacts(ethnicity="BAFR"), AssessmentFacts(ethnicity_unknown_because="Not born yet")),
        failing=(AssessmentFacts(), AssessmentFacts(ethnicity="NOBT")),
    ),
    Standard(
        id="assessment.identity_considered",
        sentence="I wrote what the child’s identity, faith, language or disability means for this.",
        why="A code is not yet an understanding.",
        theme=themes.IDENTITY_NOT_KNOWN,
        area="assessment",
        reads=AssessmentFacts,
        hint="What do faith, language, culture or disability mean for this child and this worry?",
        decide=_identity,
        passing=(
            AssessmentFacts(identity="Maya speaks Polish with Nan and worries that Mum cannot follow the meetings"),
        ),
        failing=(AssessmentFacts(identity="N/A"), AssessmentFacts()),
    ),
    Standard(
        id="assessment.child_seen_alone",
        sentence="I saw the child, and alone where the child is old enough, or said why not.",
        why="Children say alone what they do not say in front of those they fear or love.",
        theme=themes.CHILD_NOT_HEARD,
        area="assessment",
        reads=AssessmentFacts,
        hint="Has the child been seen alone? If not, why not?",
        decide=_seen_alone,
        passing=(
            AssessmentFacts(age_months=100, seen=(SeenFacts(seen=True, alone=True, on=_DAY),)),
            AssessmentFacts(age_months=8, seen=(SeenFacts(seen=True, on=_DAY),)),
        ),
        failing=(
            AssessmentFacts(age_months=100, seen=(SeenFacts(seen=True, alone=False),)),
            AssessmentFacts(age_months=9),
        ),
    ),
    Standard(
        id="assessment.child_quoted",
        sentence="I quoted the child, or wrote what a child too young to speak showed.",
        why="“Wishes and feelings were sought” tells nobody anything. Eight words of a child’s own do.",
        theme=themes.CHILD_NOT_HEARD,
        area="assessment",
        reads=AssessmentFacts,
        hint="What did the child say, in the child’s own words?",
        decide=_quoted,
        passing=(
            AssessmentFacts(age_months=100, seen=(SeenFacts(words="I want it to be normal"),)),
            AssessmentFacts(age_months=10, seen=(SeenFacts(shown="Turned to Nan when Mum raised her voice"),)),
        ),
        failing=(AssessmentFacts(age_months=100, child_view="Wishes and feelings were sought"),),
    ),
    Standard(
        id="assessment.history_answered",
        sentence="I answered every earlier concern: live, resolved and on what evidence, or not relevant and why.",
        why="The best sign of what may come is what has been, and how it ended.",
        theme=themes.HISTORY_NOT_WEIGHED,
        area="assessment",
        reads=AssessmentFacts,
        hint="Is this earlier concern still live? If it is resolved or not relevant, what shows that?",
        decide=_history_answered,
        passing=(
            AssessmentFacts(history=(HistoryFacts(title="Police, 2018", answer="live"),)),
            AssessmentFacts(
                history=(HistoryFacts(title="Teeth, 2021", answer="resolved", because="Dentist’s letter of 4 May"),)
            ),
        ),
        failing=(
            AssessmentFacts(history=(HistoryFacts(title="Police, 2018"),)),
            AssessmentFacts(history=(HistoryFacts(title="Police, 2018", answer="resolved", because="N/A"),)),
        ),
    ),
    Standard(
        id="assessment.history_weighed",
        sentence="What is still live from history is in my analysis.",
        why="A list of what happened is not yet history weighed.",
        theme=themes.HISTORY_NOT_WEIGHED,
        area="assessment",
        reads=AssessmentFacts,
        hint="You wrote that this is still live. What does it tell you about now?",
        decide=_history_weighed,
        passing=(AssessmentFacts(history=(HistoryFacts(title="Police, 2018", answer="live", in_analysis=True),)),),
        failing=(AssessmentFacts(history=(HistoryFacts(title="Police, 2018", answer="live"),)),),
    ),
    Standard(
        id="assessment.strengths_evidenced",
        sentence="I wrote the family’s strengths, each with what shows it.",
        why="Strengths are what a plan is built on. One that nothing shows is hope.",
        theme=themes.STRENGTHS_NOT_SHOWN,
        area="assessment",
        reads=AssessmentFacts,
        hint="What shows this strength? Who saw it, when?",
        decide=_strengths,
        passing=(
            AssessmentFacts(
                strengths=(StrengthFacts(text="Nan is there", evidence="Nan has come each Tuesday since May"),)
            ),
        ),
        failing=(AssessmentFacts(), AssessmentFacts(strengths=(StrengthFacts(text="Mum loves the children"),))),
    ),
    Standard(
        id="assessment.strengths_linked",
        sentence="I said which need or risk each strength bears on.",
        why="A strength elsewhere does not make a risk smaller.",
        theme=themes.STRENGTHS_NOT_SHOWN,
        area="assessment",
        reads=AssessmentFacts,
        hint="Which need or risk does this strength bear on?",
        decide=_strengths_linked,
        passing=(AssessmentFacts(strengths=(StrengthFacts(text="Nan is there", bears_on="Nights when Mum drinks"),)),),
        failing=(AssessmentFacts(strengths=(StrengthFacts(text="The house is clean"),)),),
    ),
    Standard(
        id="assessment.account_tested",
        sentence="What a parent told me, I tested, and said what I think.",
        why="Parents may hope, fear or hide. Being told is not being shown.",
        theme=themes.PARENTS_NOT_TESTED,
        area="assessment",
        reads=AssessmentFacts,
        hint="What did you do to test this, and what do you think now?",
        decide=_accounts,
        passing=(
            AssessmentFacts(
                accounts=(
                    AccountFacts(
                        who="Mum",
                        says="I have stopped drinking",
                        tested="Three evening visits without warning in June",
                        think="It does not stand",
                    ),
                )
            ),
        ),
        failing=(AssessmentFacts(accounts=(AccountFacts(who="Mum", says="I have stopped drinking"),)),),
    ),
    Standard(
        id="assessment.household_accounted",
        sentence="I spoke with every parent, partner and adult at home, or said why not.",
        why="The person nobody met is often the one who matters, for harm or for help.",
        theme=themes.ADULTS_MISSING,
        area="assessment",
        reads=AssessmentFacts,
        hint="Has anybody spoken with this person? If not, why not?",
        decide=_household,
        passing=(
            AssessmentFacts(
                household=(
                    MemberFacts(called="Darren", part="father", spoken_to=True),
                    MemberFacts(called="Lee", part="partner", why_not="Not safe to until the order is served"),
                )
            ),
        ),
        failing=(AssessmentFacts(household=(MemberFacts(called="Darren", part="father", spoken_to=False),)),),
    ),
    Standard(
        id="assessment.factor_answered",
        sentence="Each risk I named is answered by a need in the plan.",
        why="Named and not planned for is the same as not named.",
        theme=themes.RISK_NOT_NAMED,
        area="assessment",
        reads=AssessmentFacts,
        hint="This risk is named in the assessment. Which need in the plan answers it?",
        decide=_factor_answered,
        passing=(AssessmentFacts(factors=("1B", "20"), factors_answered=("1B",), plan_made=True),),
        failing=(AssessmentFacts(factors=("1B", "16A"), factors_answered=("16A",), plan_made=True),),
        while_writing=False,
    ),
    Standard(
        id="assessment.says_what_it_means",
        sentence="My analysis says what this means for the child, not only what happened.",
        why="Description fills pages. Meaning decides what to do.",
        theme=themes.DESCRIBES_NOT_ANALYSES,
        area="assessment",
        reads=AssessmentFacts,
        hint="It says what happened. What does it mean for this child, and why do you think so?",
        decide=_meaning,
        passing=(AssessmentFacts(analysis=_ANALYSIS),),
        failing=(AssessmentFacts(analysis="Police came on 4 May. School met Mum on 9 May. Mum said she was fine."),),
    ),
    Standard(
        id="assessment.if_nothing_changes",
        sentence="I said what is likely if nothing changes.",
        why="It is the question a plan, a manager and a court all ask.",
        theme=themes.DESCRIBES_NOT_ANALYSES,
        area="assessment",
        reads=AssessmentFacts,
        hint="If nothing changes for three months, what will this child’s week look like?",
        decide=_unchanged,
        passing=(AssessmentFacts(if_nothing_changes="Maya will go on missing school and looking after Ben at night"),),
        failing=(AssessmentFacts(), AssessmentFacts(if_nothing_changes="See above")),
    ),
    Standard(
        id="assessment.confidence_explained",
        sentence="I said how sure I am, and why.",
        why="What we do not know is part of what we know.",
        theme=themes.DESCRIBES_NOT_ANALYSES,
        area="assessment",
        reads=AssessmentFacts,
        hint="How sure are you, and what would change your mind?",
        decide=_confidence,
        passing=(
            AssessmentFacts(confidence="fairly", confidence_because="Two sources agree, and Darren is not met yet"),
        ),
        failing=(AssessmentFacts(), AssessmentFacts(confidence="fairly")),
    ),
    Standard(
        id="assessment.own_analysis",
        sentence="This child’s analysis is this child’s own, not a sibling’s.",
        why="The same home is a different home for each child in it.",
        theme=themes.COPIED,
        area="assessment",
        reads=AssessmentFacts,
        hint="Much of this is the same as a sibling’s. What is different for this child?",
        decide=_own_analysis,
        passing=(AssessmentFacts(analysis=_ANALYSIS, sibling_analyses=(_OTHER,)),),
        failing=(
            AssessmentFacts(
                analysis=_ANALYSIS, child_names=("Maya", "Tia"), sibling_analyses=(_ANALYSIS.replace("Maya", "Tia"),)
            ),
        ),
    ),
    Standard(
        id="assessment.new_analysis",
        sentence="My analysis is of now, not last time’s again.",
        why="A copied analysis says that nobody looked again.",
        theme=themes.COPIED,
        area="assessment",
        reads=AssessmentFacts,
        hint="Much of this stood in the last assessment. What has changed since?",
        decide=_new_analysis,
        passing=(AssessmentFacts(analysis=_ANALYSIS, earlier_analysis=_OTHER),),
        failing=(AssessmentFacts(analysis=_ANALYSIS, earlier_analysis=_ANALYSIS + " Reviewed today."),),
    ),
    Standard(
        id="assessment.review_point_held",
        sentence="My manager and I set a point to look at this together, and did.",
        why="A look half-way saves a return at the end.",
        theme=themes.OVERSIGHT_WEAK,
        area="assessment",
        reads=AssessmentFacts,
        hint="When will you and your manager look at this together, and what was said?",
        decide=_review_point,
        passing=(
            AssessmentFacts(
                started_on=date(2026, 6, 1),
                review_point_on=date(2026, 6, 22),
                review_held_on=date(2026, 6, 22),
                review_words="See Darren before the end of the month",
            ),
        ),
        failing=(AssessmentFacts(started_on=date(2026, 6, 1)),),
        while_writing=False,
    ),
    Standard(
        id="assessment.in_time",
        sentence="It was authorised within its time.",
        why="Families wait for an answer, and children for help.",
        theme=themes.OVERSIGHT_WEAK,
        area="assessment",
        reads=AssessmentFacts,
        hint="This was authorised after its time. Say what held it up.",
        decide=_in_time,
        passing=(AssessmentFacts(authorised_on=date(2026, 7, 10), due_on=date(2026, 7, 15)),),
        failing=(AssessmentFacts(authorised_on=date(2026, 7, 20), due_on=date(2026, 7, 15)),),
        while_writing=False,
    ),
    Standard(
        id="assessment.signed_by_another",
        sentence="A manager who did not write it signed it, and said why.",
        why="A signature without a thought is not oversight.",
        theme=themes.OVERSIGHT_WEAK,
        area="assessment",
        reads=AssessmentFacts,
        hint="What convinced you? “Agreed” is not a reason.",
        decide=_signed_by_another,
        passing=(
            AssessmentFacts(
                written_by="7",
                authorised_by="9",
                sign_off_words="Three sources agree on the drinking, and the plan starts there",
            ),
        ),
        failing=(
            AssessmentFacts(written_by="7", authorised_by="7", sign_off_words="I agree with all of this"),
            AssessmentFacts(written_by="7", authorised_by="9", sign_off_words="Agreed"),
        ),
        while_writing=False,
    ),
    Standard(
        id="assessment.challenge_answered",
        sentence="I answered every challenge my manager made.",
        why="A challenge that nobody answers teaches nobody.",
        theme=themes.SUPERVISION_UNCRITICAL,
        area="assessment",
        reads=AssessmentFacts,
        hint="This challenge has no answer yet.",
        decide=_challenge_answered,
        passing=(
            AssessmentFacts(
                challenges=(ChallengeFacts(text="Who else says so?", answer="Nobody did; Nan is counting now"),)
            ),
        ),
        failing=(AssessmentFacts(challenges=(ChallengeFacts(text="Who else says so?", answer="Noted"),)),),
    ),
    Standard(
        id="assessment.shared",
        sentence="The family has read it, or heard it.",
        why="It is about them, and they will say what is wrong in it.",
        theme=themes.PLANS_NOT_USED,
        area="assessment",
        reads=AssessmentFacts,
        hint="When was it shared with the family?",
        decide=_shared,
        passing=(AssessmentFacts(authorised_on=_DAY, shared_on=_DAY),),
        failing=(AssessmentFacts(authorised_on=_DAY),),
        while_writing=False,
    ),
)
