"""An assessment from its start to the family's copy: what each act does, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goldenthread.access.models import LedgerEntry, Notice
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import (
    Assessment,
    AssessmentChild,
    AssessmentClash,
    AssessmentSection,
    Challenge,
    Concern,
    Deadline,
    HistoryAnswered,
    ReviewPoint,
    StandardAnswered,
)
from goldenthread.casework.operations.sections import Clash
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from goldenthread.casework.public.assessment import (
    ChallengeSaid,
    answer_challenge,
    answer_history,
    assessment_written,
    authorise_assessment,
    merge_assessment_clash,
    record_review,
    return_assessment,
    save_assessment_section,
    send_assessment,
    set_factor_aside,
    share_assessment,
    start_assessment,
    stop_assessment,
    take_out,
    texts_at,
    tick_factor,
)
from goldenthread.kernel.refusal import Refused
from tests.build import person_who_signs_in, sealed
from tests.building.assessment import ANALYSIS, MEANS, Assessing, assessment_at, sign, write_whole
from tests.building.child import a_long_record
from tests.building.front_door import THURSDAY, WEDNESDAY, child_at, waiting_contact

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def running(clock: str, **about) -> bool:
    return Deadline.objects.filter(clock=clock, met_at=None, void_at=None, **about).exists()


def start(placed, **changed):
    said = {
        "children": [placed.child],
        "kind": "single",
        "review_points": [date(2026, 12, 3)],
        "by": placed.worker,
        "at": THURSDAY + HOUR,
    }
    return start_assessment(**(said | changed))


def test_an_assessment_begins_with_its_review_points_and_the_clock_of_the_referral():
    placed = child_at("allocated")
    key = start(placed, review_points=[date(2026, 12, 23), date(2026, 12, 3)])
    made = Assessment.objects.get(pk=key)
    assert (made.state, made.started_on, made.author) == ("writing", date(2026, 11, 19), placed.worker)
    assert list(ReviewPoint.objects.order_by("due_on").values_list("due_on", flat=True)) == [
        date(2026, 12, 3),
        date(2026, 12, 23),
    ]
    deadline = Deadline.objects.get(clock="single_assessment")
    assert (deadline.started_at, deadline.met_at) == (WEDNESDAY, None)
    assert running("assessment_review_point", child=placed.child)
    assert LedgerEntry.objects.filter(act="assessment.start", child=placed.child).count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"children": []}, "Choose at least one child"),
        ({"kind": "core"}, "Choose which kind"),
        ({"review_points": []}, "at least one day"),
        ({"review_points": [date(2026, 11, 19)]}, "must be after today"),
        ({"review_points": [date(1066, 10, 14)]}, "must be after today"),
        ({"review_points": [date(2999, 1, 1)]}, "within 45 working days"),
    ],
)
def test_a_start_that_cannot_be_right_is_refused(changed, sentence):
    placed = child_at("allocated")
    with pytest.raises(Refused, match=sentence):
        start(placed, **changed)
    assert not Assessment.objects.exists()


def test_a_child_who_is_being_assessed_is_not_assessed_twice():
    held = assessment_at("writing")
    with pytest.raises(Refused, match="Priya Nair started it"):
        start_assessment(
            children=[held.child],
            kind="single",
            review_points=[date(2026, 12, 3)],
            by=held.worker,
            at=THURSDAY + 2 * HOUR,
        )


def test_nothing_is_assessed_without_an_open_case_or_the_right():
    placed = child_at("allocated")
    with pytest.raises(NotAllowed):
        start(placed, by=person_who_signs_in("social_worker", team="Another team"))


def test_a_second_assessment_of_an_open_case_has_its_own_start_and_clock():
    held = assessment_at("authorised")
    later = THURSDAY + timedelta(days=60)
    key = start_assessment(
        children=[held.child], kind="single", review_points=[date(2027, 2, 5)], by=held.worker, at=later
    )
    own = Deadline.objects.get(clock="single_assessment", about=f"assessment:{key}")
    assert own.started_at == later and own.met_at is None
    assert Deadline.objects.get(clock="single_assessment", about="").met_at is not None
    assert Assessment.objects.get(pk=key).previous_id == held.assessment


def test_a_family_help_assessment_runs_by_its_own_clock():
    held = assessment_at("writing", kind="family_help")
    assert running("family_help_assessment", referral=held.referral)
    assert not running("single_assessment", referral=held.referral)
    send_assessment(assessment=held.assessment, by=held.worker, at=held.at + HOUR)
    sign(held, at=held.at + 2 * HOUR)
    assert not running("family_help_assessment")


class TestSending:
    def test_what_law_or_safety_needs_is_asked_and_nothing_else(self):
        held = assessment_at("writing", analysis={"means": ""}, factors={}, outcome={})
        with pytest.raises(Refused) as refused:
            send_assessment(assessment=held.assessment, by=held.worker, at=held.at + HOUR)
        sentences = " ".join(sentence for _, sentence in refused.value.problems)
        assert "what it means" in sentences and "Tick what is a concern" in sentences and "should follow" in sentences
        assert len(refused.value.problems) == 3

    def test_every_earlier_concern_is_answered_first(self):
        record = a_long_record(notes=9)
        key = start_assessment(
            children=[record.child],
            kind="single",
            review_points=[date(2026, 12, 3)],
            by=record.worker,
            at=THURSDAY + HOUR,
        )
        for section, said in (
            (f"analysis:{record.child}", ANALYSIS),
            (f"factors:{record.child}", {"family": ["1B"]}),
            (f"outcome:{record.child}", {"outcome": "close"}),
        ):
            save_assessment_section(
                assessment=key, key=section, answers=said, based_on=0, by=record.worker, at=THURSDAY + HOUR
            )
        with pytest.raises(Refused, match="earlier concerns mean now"):
            send_assessment(assessment=key, by=record.worker, at=THURSDAY + 2 * HOUR)
        answer_history(
            assessment=key,
            about=[one.about for one in assessment_written(key, reader=record.worker, at=THURSDAY + HOUR).history],
            answer="resolved",
            because="School and the health visitor both saw the change.",
            children=[],
            by=record.worker,
            at=THURSDAY + 2 * HOUR,
        )
        send_assessment(assessment=key, by=record.worker, at=THURSDAY + 3 * HOUR)

    @pytest.mark.parametrize(
        ("factors", "outcome", "sentence"),
        [
            ({"own": ["21", "16A"]}, "close", "beside a concern"),
            ({"own": ["21"]}, "child_in_need", "but more is to be done"),
        ],
    )
    def test_code_21_stands_alone(self, factors, outcome, sentence):
        held = assessment_at("writing", factors=factors, outcome={"outcome": outcome})
        with pytest.raises(Refused, match=sentence):
            send_assessment(assessment=held.assessment, by=held.worker, at=held.at + HOUR)

    def test_the_managers_of_the_team_are_told(self):
        held = assessment_at("with_manager")
        notice = Notice.objects.get(kind="assessment_sent", to=held.manager)
        assert "Priya Nair sent you the assessment" in notice.words


class TestSigning:
    def test_authorised_it_meets_its_clock_and_starts_what_follows(self):
        held = assessment_at("authorised")
        assert Assessment.objects.get().authorised_by == held.manager
        assert Deadline.objects.get(clock="single_assessment").met_at == held.at + 2 * HOUR
        assert running("cin_plan_meeting", child=held.child) and running("assessment_shared", child=held.child)
        assert not running("assessment_review_point")
        assert StandardAnswered.objects.filter(about=f"assessment:{held.assessment}").exists()
        assert {one.factor for one in Concern.objects.filter(child=held.child)} == {"11A", "16A", "1B"}
        assert Notice.objects.filter(kind="assessment_authorised", to=held.worker).exists()

    def test_never_by_whoever_wrote_or_sent_it(self):
        held = assessment_at("with_manager")
        Assessment.objects.update(author=held.manager)
        with pytest.raises(Refused, match="You wrote this assessment"):
            sign(held, at=held.at + 2 * HOUR)
        Assessment.objects.update(author=held.worker, sent_by=held.manager)
        with pytest.raises(Refused, match="You sent this assessment"):
            sign(held, at=held.at + 2 * HOUR)

    def test_each_standard_that_is_not_met_needs_the_managers_words(self):
        held = assessment_at("with_manager")
        with pytest.raises(Refused) as refused:
            authorise_assessment(
                assessment=held.assessment,
                words="I read it all.",
                checklist_words={},
                by=held.manager,
                at=held.at + 2 * HOUR,
            )
        assert any("say what you make of it" in sentence for _, sentence in refused.value.problems)
        assert Assessment.objects.get().state == "with_manager"

    def test_the_second_of_two_managers_is_told_who_signed_and_when(self):
        held = assessment_at("authorised")
        another = person_who_signs_in("team_manager", team=held.manager.team)
        with pytest.raises(Refused, match=f"{held.manager.name} authorised this assessment"):
            authorise_assessment(
                assessment=held.assessment, words="I read it.", checklist_words={}, by=another, at=held.at + 3 * HOUR
            )
        with pytest.raises(Refused, match="authorised this assessment"):
            return_assessment(
                assessment=held.assessment, challenges=[ChallengeSaid("Why?")], by=another, at=held.at + 3 * HOUR
            )

    def test_what_was_sent_again_meanwhile_is_not_signed_unread(self):
        held = assessment_at("with_manager")
        with pytest.raises(Refused, match="sent it again"):
            authorise_assessment(
                assessment=held.assessment,
                words="I read it.",
                checklist_words={},
                sent_at=held.at,
                by=held.manager,
                at=held.at + 2 * HOUR,
            )

    def test_shared_only_after_it_is_authorised(self):
        held = assessment_at("authorised")
        about = {"assessment": held.assessment, "how": "Gone through with her mother.", "by": held.worker}
        with pytest.raises(Refused, match="can’t have been shared before"):
            share_assessment(shared_on=date(2026, 11, 18), at=held.at + 3 * HOUR, **about)
        with pytest.raises(Refused, match="in the future"):
            share_assessment(shared_on=date(2999, 1, 1), at=held.at + 3 * HOUR, **about)
        share_assessment(shared_on=held.at.date(), at=held.at + 3 * HOUR, **about)
        assert not running("assessment_shared")
        with pytest.raises(Refused, match="shared already"):
            share_assessment(shared_on=held.at.date(), at=held.at + 4 * HOUR, **about)


class TestReturning:
    def test_a_challenge_is_answered_and_the_words_before_and_after_are_known(self):
        held = assessment_at("returned")
        key = f"analysis:{held.child}"
        with pytest.raises(Refused, match="Answer challenge 1"):
            send_assessment(assessment=held.assessment, by=held.worker, at=held.at + 3 * HOUR)
        save_assessment_section(
            assessment=held.assessment,
            key=key,
            answers={**ANALYSIS, "means": "Her grandmother counts the nights."},
            based_on=1,
            by=held.worker,
            at=held.at + 3 * HOUR,
        )
        answer_challenge(
            assessment=held.assessment, number=1, answer="Her grandmother does.", by=held.worker, at=held.at + 3 * HOUR
        )
        made_at = Challenge.objects.get().made_at
        assert texts_at(held.assessment, {key: made_at})[key]["means"] == MEANS
        send_assessment(assessment=held.assessment, by=held.worker, at=held.at + 4 * HOUR)
        with pytest.raises(Refused):
            answer_challenge(assessment=held.assessment, number=1, answer="No.", by=held.worker, at=held.at + 5 * HOUR)
        sign(held, at=held.at + 5 * HOUR)
        assert Challenge.objects.get().accepted is True

    def test_the_manager_says_whether_it_is_answered(self):
        held = assessment_at("answered")
        send_assessment(assessment=held.assessment, by=held.worker, at=held.at + 4 * HOUR)
        return_assessment(
            assessment=held.assessment,
            challenges=[ChallengeSaid("Which nights were they?")],
            accepted=[],
            by=held.manager,
            at=held.at + 5 * HOUR,
        )
        assert list(Challenge.objects.order_by("number").values_list("number", "accepted")) == [(1, False), (2, None)]

    def test_sending_back_needs_a_challenge_and_another_person(self):
        held = assessment_at("with_manager")
        about = {"assessment": held.assessment, "at": held.at + 2 * HOUR}
        with pytest.raises(Refused, match="at least one challenge"):
            return_assessment(challenges=[ChallengeSaid("  ")], by=held.manager, **about)
        with pytest.raises(Refused, match="Choose the part"):
            return_assessment(challenges=[ChallengeSaid("Why?", "nothing:1")], by=held.manager, **about)
        with pytest.raises(NotAllowed):
            return_assessment(challenges=[ChallengeSaid("Why?")], by=held.worker, **about)


class TestWriting:
    def test_two_writers_of_the_same_words_lose_nothing(self):
        held = assessment_at("writing")
        other = person_who_signs_in("social_worker", name="Zahra Khan", team=held.worker.team)
        about = {"assessment": held.assessment, "key": f"health:{held.child}", "based_on": 1}
        save_assessment_section(answers={"evidence": "Teeth, 2021."}, by=held.worker, at=held.at + HOUR, **about)
        kept = save_assessment_section(answers={"evidence": "Sleep."}, by=other, at=held.at + HOUR, **about)
        assert isinstance(kept, Clash)
        with pytest.raises(Refused, match="Two people changed the same words"):
            send_assessment(assessment=held.assessment, by=held.worker, at=held.at + HOUR)
        both = {"evidence": "Teeth, 2021. Sleep."}
        merge_assessment_clash(clash=kept.key, answers=both, based_on=2, by=other, at=held.at + 2 * HOUR)
        assert AssessmentSection.objects.get(key=about["key"]).answers == both
        assert AssessmentClash.objects.get().answers == {"evidence": "Sleep."}

    def test_too_much_is_refused_with_its_limit(self):
        held = assessment_at("writing")
        with pytest.raises(Refused, match="200,000 characters: 60,000 can be kept"):
            save_assessment_section(
                assessment=held.assessment,
                key=f"analysis:{held.child}",
                answers={"means": "x" * 200_000},
                based_on=1,
                by=held.worker,
                at=held.at + HOUR,
            )

    def test_word_markup_becomes_text_and_every_script_stays(self):
        held = assessment_at("writing")
        pasted = (
            '<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><p class="MsoNormal">Mum said'
            " &ldquo;no&rdquo;<o:p></o:p></p><p class=MsoNormal>And&nbsp;left.</p>"
        )
        said = "Nan 👵🏽 says 你好 and مرحبا; the score was <3 of 5>."
        save_assessment_section(
            assessment=held.assessment,
            key="housing",
            answers={"evidence": pasted, "worries": said},
            based_on=0,
            by=held.worker,
            at=held.at + HOUR,
        )
        kept = AssessmentSection.objects.get(key="housing").answers
        assert kept == {"evidence": "Mum said “no”\nAnd left.", "worries": said}

    @pytest.mark.parametrize(
        "key", ["nothing", "health", "health:0", "health:x", "why_now:3", "account:31", "account:0"]
    )
    def test_there_is_no_such_part(self, key):
        held = assessment_at("writing")
        with pytest.raises(Refused, match="no such part"):
            save_assessment_section(
                assessment=held.assessment, key=key, answers={}, based_on=0, by=held.worker, at=held.at + HOUR
            )

    def test_factors_and_the_outcome_are_columns_too(self):
        held = assessment_at("writing")
        row = AssessmentChild.objects.get()
        assert (row.factors, row.outcome) == (["11A", "16A", "1B"], "child_in_need")
        tick_factor(assessment=held.assessment, child=held.child, factor="3B", by=held.worker, at=held.at + HOUR)
        row.refresh_from_db()
        assert row.factors == ["11A", "16A", "1B", "3B"]

    def test_a_prompt_is_set_aside_with_its_reason(self):
        held = assessment_at("writing")
        about = {"assessment": held.assessment, "child": held.child, "factor": "15A", "words": "cut", "by": held.worker}
        with pytest.raises(Refused, match="Say why"):
            set_factor_aside(because="n/a", at=held.at + HOUR, **about)
        set_factor_aside(because="She cut her finger cooking.", at=held.at + HOUR, **about)
        assert AssessmentChild.objects.get().set_aside == [
            {"factor": "15A", "words": "cut", "because": "She cut her finger cooking."}
        ]

    def test_a_seal_on_any_child_closes_it(self):
        held = assessment_at("writing")
        sealed(held.child)
        with pytest.raises(NotAllowed):
            save_assessment_section(
                assessment=held.assessment, key="why_now", answers={}, based_on=1, by=held.worker, at=held.at + HOUR
            )


class TestHistory:
    def begun(self):
        record = a_long_record(notes=9)
        key = start_assessment(
            children=[record.child],
            kind="single",
            review_points=[date(2026, 12, 3)],
            by=record.worker,
            at=THURSDAY + HOUR,
        )
        return record, key, assessment_written(key, reader=record.worker, at=THURSDAY + HOUR)

    def test_everything_before_is_laid_out_and_the_present_matter_is_not(self):
        record, key, written = self.begun()
        kinds = {one.kind for one in written.history}
        assert {"contact", "note"} <= kinds
        abouts = {one.about for one in written.history}
        assert f"contact:{record.contact}" not in abouts and f"referral:{record.referral}" not in abouts

    def test_what_is_still_live_begins_a_thread_once_and_an_answer_that_changed_takes_it_back(self):
        record, key, written = self.begun()
        piece = written.history[0].about
        about = {"assessment": key, "about": [piece], "children": [record.child], "by": record.worker}
        answer_history(answer="live", because="The same again.", at=THURSDAY + HOUR, **about)
        answer_history(answer="live", because="The same again.", at=THURSDAY + 2 * HOUR, **about)
        concern = Concern.objects.get(came_from=f"history:{piece}")
        assert (concern.child_id, concern.assessment_id, concern.closed_on) == (record.child, key, None)
        assert HistoryAnswered.objects.get().in_analysis
        with pytest.raises(Refused, match="what shows that it is resolved"):
            answer_history(answer="resolved", because="", at=THURSDAY + 3 * HOUR, **about)
        answer_history(answer="resolved", because="He moved away in May.", at=THURSDAY + 3 * HOUR, **about)
        concern.refresh_from_db()
        assert concern.closed_on is not None and HistoryAnswered.objects.get().answer == "resolved"

    def test_several_are_answered_alike(self):
        record, key, written = self.begun()
        some = [one.about for one in written.history[:3]]
        done = answer_history(
            assessment=key,
            about=[*some, "contact:999999"],
            answer="not_relevant",
            because="About another child of the same name.",
            children=[],
            by=record.worker,
            at=THURSDAY + HOUR,
        )
        assert done == 3

    def test_what_the_writer_may_not_open_is_counted_and_not_asked(self):
        record, key, _ = self.begun()
        other = child_at("allocated")
        waiting_contact([record.child, other.child], state="decided", received_at=WEDNESDAY - timedelta(days=300))
        sealed(other.child)
        written = assessment_written(key, reader=record.worker, at=THURSDAY + HOUR)
        closed = [one for one in written.history if not one.open_to]
        assert len(closed) == 1 and closed[0].title == "Something that you may not open" and not closed[0].to_answer


class TestChildren:
    def two(self):
        from tests.building.front_door import manager, said, writer
        from tests.building.people import a_child

        first, second = a_child("Skye", "Ashdown"), a_child("Noah", "Ashdown")
        contact = waiting_contact([first, second], by=writer())
        from goldenthread.casework.operations.allocations import allocate_team, allocate_worker
        from goldenthread.casework.operations.decisions import decide
        from tests.building.access import a_team

        decider = manager()
        referrals = decide(contact=contact.pk, said=said(contact), by=decider, at=THURSDAY).referrals
        team = a_team("Assessment north", kind="assessment", service="Safeguarding")
        allocate_team(referrals=list(referrals), team=team.pk, instructions="Assess.", by=decider, at=THURSDAY)
        worker = person_who_signs_in("social_worker", name="Priya Nair", team=team)
        head = person_who_signs_in("team_manager", name="Helen Marsh", team=team)
        allocate_worker(referrals=list(referrals), worker=worker.pk, instructions="See them.", by=head, at=THURSDAY)
        key = start_assessment(
            children=[first, second], kind="single", review_points=[date(2026, 12, 3)], by=worker, at=THURSDAY + HOUR
        )
        return Assessing(key, first, referrals[0], worker, head, 0, THURSDAY + HOUR), second

    def test_a_sibling_taken_out_keeps_every_word_and_her_clock(self):
        held, noah = self.two()
        write_whole(held.assessment, held.child, by=held.worker, at=held.at)
        save_assessment_section(
            assessment=held.assessment,
            key=f"analysis:{noah}",
            answers={"means": "He is well."},
            based_on=0,
            by=held.worker,
            at=held.at,
        )
        with pytest.raises(Refused, match="Noah"):
            send_assessment(assessment=held.assessment, by=held.worker, at=held.at + HOUR)
        with pytest.raises(Refused, match="Say why"):
            take_out(assessment=held.assessment, child=noah, because=" ", by=held.worker, at=held.at + HOUR)
        take_out(
            assessment=held.assessment,
            child=noah,
            because="He moved to his father’s.",
            by=held.worker,
            at=held.at + HOUR,
        )
        with pytest.raises(Refused, match="was taken out of the assessment"):
            save_assessment_section(
                assessment=held.assessment,
                key=f"analysis:{noah}",
                answers={"means": "Late words."},
                based_on=1,
                by=held.worker,
                at=held.at + HOUR,
            )
        assert AssessmentSection.objects.get(key=f"analysis:{noah}").answers == {"means": "He is well."}
        assert running("single_assessment", child=noah)
        send_assessment(assessment=held.assessment, by=held.worker, at=held.at + 2 * HOUR)
        sign(held, at=held.at + 3 * HOUR)
        assert running("single_assessment", child=noah) and not running("single_assessment", child=held.child)

    def test_the_watch_of_the_manager_goes_on_with_another_child(self):
        held, noah = self.two()
        take_out(
            assessment=held.assessment,
            child=held.child,
            because="She is assessed by her own team.",
            by=held.worker,
            at=held.at,
        )
        assert running("assessment_review_point", child=noah) and not running(
            "assessment_review_point", child=held.child
        )
        with pytest.raises(Refused, match="only child"):
            take_out(assessment=held.assessment, child=noah, because="He moved.", by=held.worker, at=held.at)


class TestSeen:
    def seen(self, child, by, at):
        return record_visit(
            children=[SeenSaid(child=child, seen=True, alone=True, words="I am fine.")],
            happened_at=at,
            purpose="assessment",
            what_happened="Seen at home.",
            by=by,
            at=at,
        )

    def test_the_child_is_seen_within_days_of_the_referral(self):
        held = assessment_at("writing")
        clock = Deadline.objects.get(clock="child_seen_s17")
        assert clock.met_at is None and clock.started_at == held.at - timedelta(days=2)
        self.seen(held.child, held.worker, held.at + HOUR)
        assert Deadline.objects.get(clock="child_seen_s17").met_at == held.at + HOUR

    def test_one_who_was_seen_before_it_was_started_has_been_seen(self):
        placed = child_at("allocated")
        self.seen(placed.child, placed.worker, THURSDAY + HOUR / 2)
        start(placed)
        assert Deadline.objects.get(clock="child_seen_s17").met_at == THURSDAY + HOUR / 2

    def test_who_was_seen_is_in_the_assessment_with_the_childs_own_words(self):
        held = assessment_at("writing")
        record_visit(
            children=[SeenSaid(child=held.child, seen=True, alone=True, words="I put the music up loud.")],
            happened_at=held.at + HOUR,
            purpose="assessment",
            what_happened="Seen at school.",
            place="At school",
            assessment=held.assessment,
            by=held.worker,
            at=held.at + HOUR,
        )
        (seen,) = assessment_written(held.assessment, reader=held.worker, at=held.at + 2 * HOUR).seen
        assert (seen.words, seen.alone, seen.place) == ("I put the music up loud.", True, "At school")


class TestReviewPoints:
    def test_it_is_held_once_on_a_day_that_can_be_right(self):
        held = assessment_at("writing")
        point = ReviewPoint.objects.order_by("due_on").first().pk
        about = {"assessment": held.assessment, "point": point, "words": "Find the father first.", "by": held.manager}
        with pytest.raises(Refused, match="before it is held"):
            record_review(held_on=date(2027, 1, 1), at=held.at + HOUR, **about)
        with pytest.raises(Refused, match="started on 19 November 2026"):
            record_review(held_on=date(2026, 11, 1), at=held.at + HOUR, **about)
        record_review(held_on=held.at.date(), at=held.at + HOUR, **about)
        assert not running("assessment_review_point")
        with pytest.raises(Refused, match="recorded this review point already"):
            record_review(held_on=held.at.date(), at=held.at + HOUR, **about)


def test_a_stopped_assessment_keeps_its_words_and_the_referrals_clock():
    held = assessment_at("writing")
    stop_assessment(
        assessment=held.assessment, because="The family moved to Leeds.", by=held.manager, at=held.at + HOUR
    )
    assert running("single_assessment", child=held.child) and not running("assessment_review_point")
    with pytest.raises(Refused, match="was stopped"):
        send_assessment(assessment=held.assessment, by=held.worker, at=held.at + HOUR)
    assert AssessmentSection.objects.exists()
