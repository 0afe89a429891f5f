"""Feedback by a code: codes that nobody guesses, what is done at once, who reads what, and what is answered."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from goldenthread.access.models import LedgerEntry, Notice, User
from goldenthread.access.operations.ledger import came_from
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Deadline
from goldenthread.casework.queries.work_elsewhere import asked_elsewhere
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Feedback, FeedbackCode, FeedbackTry, Finding
from goldenthread.quality.operations import feedback_codes
from goldenthread.quality.operations.feedback import (
    answer_feedback,
    give_feedback,
    learn_from_feedback,
    make_safe,
    share_feedback,
)
from goldenthread.quality.operations.feedback_codes import (
    TooManyTries,
    end_code,
    give_code,
    make_service_code,
    open_code,
)
from goldenthread.quality.operations.supervision import agree_supervision
from goldenthread.quality.queries.feedback import feedback_rows, replies_given, show_feedback, totals
from goldenthread.quality.queries.feedback_codes import LETTERS, code_stands, codes_of, digest_of, letters_of, slip
from goldenthread.rulebook.rights import Role
from tests.build import a_team, child_at, person_who_signs_in, sealed
from tests.building.voice import FRIDAY, answered, code_at, feedback_at, feedback_said, made_safe

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(hours=5)
ADDRESS = "203.0.113.9"


def give(code: int, **changed):
    return give_feedback(code=code, said=feedback_said(**changed), once=secrets.token_urlsafe(32), at=LATER)


# --- codes


def test_a_code_is_ten_letters_that_are_not_taken_for_one_another_and_the_table_does_not_hold_it() -> None:
    key, letters, _ = code_at()
    plain = letters.replace("-", "")
    assert len(plain) == 10
    assert set(plain) <= set(LETTERS)
    assert not set(LETTERS) & set("AEIOUYLQSV0125")
    row = FeedbackCode.objects.get(pk=key)
    assert plain not in f"{row.digest}{row.nonce}"
    assert letters_of(row.nonce) == letters


def test_codes_do_not_repeat() -> None:
    assert len({letters_of(secrets.token_urlsafe(32)) for _ in range(2_000)}) == 2_000


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_code_is_recognised_however_it_is_typed(typed: str) -> None:
    key, letters, _ = code_at()
    forms = typed.format(letters, letters.lower(), letters.replace("-", ""), letters.replace("-", " . "))
    assert open_code(typed=forms, address=ADDRESS, at=LATER) == key
    assert not FeedbackTry.objects.exists()


def test_a_wrong_an_ended_and_an_old_code_are_answered_alike_and_counted() -> None:
    key, letters, placed = code_at(days=5)
    ended, ended_letters, _ = code_at(placed=placed)
    end_code(code=ended, by=placed.worker, at=LATER)
    assert open_code(typed="BBB-BBBB-BBB", address=ADDRESS, at=LATER) is None
    assert open_code(typed=ended_letters, address=ADDRESS, at=LATER) is None
    assert open_code(typed=letters, address=ADDRESS, at=LATER + timedelta(days=6)) is None
    assert open_code(typed="", address=ADDRESS, at=LATER) is None
    assert open_code(typed="\x00\ud800" * 5_000, address=ADDRESS, at=LATER) is None
    assert FeedbackTry.objects.count() == 5
    assert ADDRESS not in "".join(FeedbackTry.objects.values_list("came_from", flat=True))
    assert open_code(typed=letters, address=ADDRESS, at=LATER) == key


def test_who_guesses_is_stopped_and_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    key, letters, _ = code_at()
    for _ in range(feedback_codes.MOST_TRIES):
        open_code(typed="BBB-BBBB-BBB", address=ADDRESS, at=LATER)
    with pytest.raises(TooManyTries):
        open_code(typed=letters, address=ADDRESS, at=LATER)
    assert open_code(typed=letters, address="203.0.113.10", at=LATER) == key
    assert open_code(typed=letters, address=ADDRESS, at=LATER + timedelta(minutes=16)) == key
    # Many addresses at once: each has few tries, and who has had none yet still gets in.
    monkeypatch.setattr(feedback_codes, "MANY_IN_ALL", 5)
    for _ in range(feedback_codes.FEW_TRIES):
        open_code(typed="BBB-BBBB-BBB", address="203.0.113.11", at=LATER)
    with pytest.raises(TooManyTries):
        open_code(typed="BBB-BBBB-BBB", address="203.0.113.11", at=LATER)
    assert open_code(typed=letters, address="203.0.113.12", at=LATER) == key


def test_one_home_does_not_guess_from_many_addresses() -> None:
    _, letters, _ = code_at()
    for number in range(feedback_codes.MOST_TRIES):
        open_code(typed="BBB-BBBB-BBB", address=f"2001:db8:1:2:{number:x}::{number + 1:x}", at=LATER)
    with pytest.raises(TooManyTries):
        open_code(typed=letters, address="2001:db8:1:2:ffff::1", at=LATER)
    assert open_code(typed=letters, address="2001:db8:1:3::1", at=LATER) is not None
    for _ in range(feedback_codes.MOST_TRIES):
        open_code(typed="BBB-BBBB-BBB", address=f"::ffff:{ADDRESS}", at=LATER)
    # The same address in its long form is the same, and another beside it is not.
    with pytest.raises(TooManyTries):
        open_code(typed=letters, address=ADDRESS, at=LATER)
    assert open_code(typed=letters, address="::ffff:203.0.113.77", at=LATER) is not None


def test_tries_are_forgotten_after_a_week() -> None:
    open_code(typed="BBB", address=ADDRESS, at=LATER)
    open_code(typed="BBB", address=ADDRESS, at=LATER + timedelta(days=8))
    assert FeedbackTry.objects.count() == 1


def test_the_slip_is_shown_to_whoever_gave_it_and_while_it_may_be_used() -> None:
    key, letters, placed = code_at()
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    assert slip(key, reader=placed.worker, at=LATER).letters == letters
    assert slip(key, reader=manager, at=LATER) is None
    give(key)
    assert slip(key, reader=placed.worker, at=LATER) is None
    assert [one.stands for one in codes_of(placed.worker, at=LATER)] == ["Used"]


def test_a_list_of_codes_names_no_child_whose_record_is_closed_now() -> None:
    _, _, placed = code_at()
    (before,) = codes_of(placed.worker, at=LATER)
    child = FeedbackCode.objects.get().child
    assert child is not None
    assert child.given_names in before.about
    sealed(placed.child, kind="conflict", user=placed.worker)
    (after,) = codes_of(placed.worker, at=LATER)
    assert after.about == "A child whose record is closed to you"


def test_a_code_is_given_by_those_who_work_with_the_child_or_review() -> None:
    placed = child_at("allocated")
    stranger = person_who_signs_in(Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        give_code(child=placed.child, occasion="visit", uses=1, days=5, by=stranger, at=FRIDAY)
    with pytest.raises(Refused) as refused:
        give_code(child=placed.child, occasion="x", uses=6, days=0, by=placed.worker, at=FRIDAY)
    assert {field for field, _ in refused.value.problems} == {"occasion", "uses", "days"}


def test_a_worker_makes_a_code_for_her_own_team_alone() -> None:
    worker = person_who_signs_in(Role.SOCIAL_WORKER, team=a_team("North"))
    whole = {"occasion": "service", "uses": 20, "days": 30, "at": FRIDAY}
    with pytest.raises(Refused, match="your own team"):
        make_service_code(team=a_team("South").pk, by=worker, **whole)
    assert make_service_code(team=a_team("North").pk, by=worker, **whole)


# --- giving


def test_a_code_is_used_as_often_as_it_says_and_one_press_counts_once() -> None:
    key, _, _ = code_at(uses=2)
    once = secrets.token_urlsafe(32)
    for _ in range(2):
        give_feedback(code=key, said=feedback_said(), once=once, at=LATER)
    assert Feedback.objects.count() == 1
    give(key)
    with pytest.raises(Refused, match="cannot be used any more"):
        give(key)
    assert code_stands(key, at=LATER).left == 0


def test_an_alarm_is_heard_though_the_code_is_over() -> None:
    used, _, placed = code_at()
    give(used)
    ended, _, _ = code_at(placed=placed)
    end_code(code=ended, by=placed.worker, at=LATER)
    old, _, _ = code_at(placed=placed, days=1)
    FeedbackCode.objects.filter(pk=old).update(expires_on=LATER.date() - timedelta(days=1))
    for code in (used, ended, old):
        with pytest.raises(Refused, match="cannot be used any more"):
            give(code)
        give(code, not_safe=True)
        row = Feedback.objects.latest("pk")
        assert (row.code_id, row.state, row.code.used) == (code, "not_safe", int(code == used))


def test_something_has_to_be_said_and_everything_may_be_left_out_beside_it() -> None:
    key, _, _ = code_at(uses=3)
    nothing = feedback_said(faces={"listened": "huge", "made_up": "yes"}, differently=" ", come_back=None, reach="")
    with pytest.raises(Refused, match="Answer one of the questions"):
        give_feedback(code=key, said=nothing, once="a", at=LATER)
    with pytest.raises(Refused, match="who you are"):
        give_feedback(code=key, said=replace(nothing, who="judge"), once="b", at=LATER)
    with pytest.raises(Refused, match="characters long at most"):
        give_feedback(code=key, said=replace(nothing, differently="x" * 4_001), once="c", at=LATER)
    give_feedback(code=key, said=replace(nothing, faces={"better": "no"}), once="d", at=LATER)
    assert list(Feedback.objects.get().faces.values_list("question", "answer")) == [("better", "no")]


def test_the_ledger_says_that_a_code_was_used_and_neither_whence_nor_what() -> None:
    mark = came_from.set(ADDRESS)
    try:
        told = feedback_at("given")
        assert came_from.get() == ADDRESS  # put back, for whatever else is asked here
    finally:
        came_from.reset(mark)
    entry = LedgerEntry.objects.get(act="feedback.give")
    assert (entry.actor, entry.child, entry.came_from, entry.right) == (None, told.placed.child, "a code", "a code")
    assert entry.detail == {}


def test_the_manager_is_told_and_has_ten_working_days_to_answer() -> None:
    told = feedback_at("given")
    assert told.row.told_id == told.manager.pk
    running = Deadline.objects.get(child=told.placed.child, clock="feedback_answered")
    assert (running.owner_id, running.about) == (told.manager.pk, f"feedback:{told.feedback}")
    answered(told, at=LATER)
    running.refresh_from_db()
    assert running.met_at == LATER


# --- not safe


def test_whoever_is_not_safe_is_not_queued() -> None:
    placed = child_at("allocated")
    other = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    told = feedback_at("not_safe", placed=placed)
    urgent = Deadline.objects.get(child=placed.child, clock="feedback_not_safe")
    assert urgent.due_at == FRIDAY + timedelta(hours=5)
    for manager in (told.manager, other):
        notice = Notice.objects.get(to=manager, kind="feedback")
        assert "not safe" in notice.words
        assert f"/what-families-say/{told.feedback}/" in notice.link
        assert "room" not in notice.words  # what was said is on its page alone
    assert Notice.objects.filter(to=placed.worker, kind="feedback", words__contains="with your manager").exists()
    assert show_feedback(told.feedback, reader=placed.worker, at=LATER) is None
    with pytest.raises(Refused):
        answer_feedback(feedback=told.feedback, done="Rang them.", reply="We heard you.", by=told.manager, at=LATER)
    with pytest.raises(Refused, match="First say what was done"):
        learn_from_feedback(
            feedback=told.feedback, words="Children are afraid.", polarity="strength", by=told.manager, at=LATER
        )
    made_safe(told, at=LATER)
    urgent.refresh_from_db()
    assert (told.row.state, urgent.met_at) == ("given", LATER)


def test_words_under_the_box_count_as_the_box() -> None:
    key, _, _ = code_at()
    assert give(key, not_safe=False, not_safe_words="Somebody hits my brother")
    assert Feedback.objects.get().not_safe


def test_a_team_without_a_manager_tells_the_service_manager_and_a_seal_keeps_the_words_from_whom_it_keeps_out() -> None:
    placed = child_at("allocated")
    kept_out = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    head = person_who_signs_in(Role.SERVICE_MANAGER)
    for manager in type(kept_out).objects.filter(role=Role.TEAM_MANAGER, team=placed.team):
        sealed(placed.child, user=manager, kind="conflict", owner=head)
    code, _, _ = code_at(placed=placed)
    give(code, not_safe=True)
    row = Feedback.objects.get()
    assert row.told.role == Role.SERVICE_MANAGER
    assert not Notice.objects.filter(to=kept_out, kind="feedback").exists()
    assert show_feedback(row.pk, reader=kept_out, at=LATER) is None


def test_what_is_said_of_a_manager_s_own_work_goes_to_somebody_who_may_read_it() -> None:
    placed = child_at("allocated")
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    User.objects.filter(role=Role.TEAM_MANAGER, team=placed.team).exclude(pk=manager.pk).update(is_active=False)
    head = person_who_signs_in(Role.SERVICE_MANAGER)
    code, _, _ = code_at(placed=placed)
    FeedbackCode.objects.filter(pk=code).update(worker=manager)
    give(code, not_safe=True)
    row = Feedback.objects.get()
    assert row.told == head
    assert show_feedback(row.pk, reader=manager, at=LATER) is None
    assert Notice.objects.filter(to=head, words__contains="act now").exists()
    assert not Notice.objects.filter(to=manager, kind="feedback").exists()


def test_whoever_supervises_the_worker_answers_first() -> None:
    placed = child_at("allocated")
    manager = person_who_signs_in(Role.TEAM_MANAGER, name="Zora Last", team=placed.team)
    agree_supervision(
        worker=placed.worker.pk,
        supervisor=manager.pk,
        frequency="monthly",
        review_on=FRIDAY.date() + timedelta(days=300),
        by=manager,
        at=FRIDAY,
    )
    assert feedback_at("given", placed=placed, manager=manager).row.told_id == manager.pk


def test_a_code_about_a_team_asks_its_manager_the_same_day() -> None:
    team = a_team("North")
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=team)
    code = make_service_code(team=team.pk, occasion="service", uses=5, days=30, by=manager, at=FRIDAY)
    give(code, who="other", not_safe=True)
    give(code, who="parent_carer")
    found = asked_elsewhere(whose=manager.pk, reader=manager, at=LATER, until=FRIDAY.date() + timedelta(days=30))
    assert [(one.label, one.due_on == FRIDAY.date()) for one in found if one.source == "feedback"] == [
        ("Say what was done", True),
        ("Read and answer", False),
    ]
    assert Notice.objects.filter(to=manager, words__contains="not safe").count() == 1


# --- who reads and answers


def test_the_worker_reads_it_once_it_is_shared_and_others_never() -> None:
    told = feedback_at("answered")
    auditor, director = person_who_signs_in(Role.AUDITOR), person_who_signs_in(Role.DIRECTOR)
    outside = person_who_signs_in(Role.TEAM_MANAGER, team=a_team("Elsewhere"))
    colleague = person_who_signs_in(Role.SOCIAL_WORKER, team=told.placed.team)
    chair = person_who_signs_in(Role.CONFERENCE_CHAIR)
    for reader, allowed in (
        (told.manager, True),
        (auditor, True),
        (director, True),
        (told.worker, False),
        (outside, False),
        (colleague, False),
        (chair, False),
    ):
        assert (show_feedback(told.feedback, reader=reader, at=LATER) is not None) is allowed, reader.role
        assert bool(feedback_rows(reader=reader, at=LATER)) is allowed, reader.role
    share_feedback(feedback=told.feedback, by=told.manager, at=LATER)
    assert show_feedback(told.feedback, reader=told.worker, at=LATER).may == frozenset()
    assert feedback_rows(reader=told.worker, at=LATER)
    assert Notice.objects.filter(to=told.worker, words__contains="shared with you").exists()
    with pytest.raises(Refused, match="already"):
        share_feedback(feedback=told.feedback, by=told.manager, at=LATER)


def test_who_is_not_safe_stands_first_however_much_came_after() -> None:
    alarm = feedback_at("not_safe")
    later = feedback_at("given", placed=alarm.placed, at=FRIDAY + timedelta(days=1))
    answered_last = feedback_at("answered", placed=alarm.placed, at=FRIDAY + timedelta(days=2))
    told = [one.key for one in feedback_rows(reader=alarm.manager, at=FRIDAY + timedelta(days=3))]
    assert told == [alarm.feedback, later.feedback, answered_last.feedback]
    (first,) = feedback_rows(reader=alarm.manager, at=FRIDAY + timedelta(days=3), most=1)
    assert first.key == alarm.feedback


def test_nobody_answers_for_what_is_said_of_her_own_work() -> None:
    told = feedback_at("given")
    Feedback.objects.filter(pk=told.feedback).update(worker=told.manager, shared_at=FRIDAY)
    with pytest.raises(NotAllowed, match="her own"):
        answer_feedback(feedback=told.feedback, done="Rang them.", reply="We heard you.", by=told.manager, at=LATER)
    auditor = person_who_signs_in(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        make_safe(feedback=told.feedback, words="Rang them all.", by=auditor, at=LATER)


def test_the_reply_names_nobody_and_is_all_that_the_code_opens() -> None:
    told = feedback_at("given")
    name = told.row.child.given_names.split(" ")[0]
    for words in (f"We told {name} first.", f"{name.lower()}’s visits changed."):
        with pytest.raises(Refused, match="Leave out"):
            answer_feedback(feedback=told.feedback, done="Visits changed.", reply=words, by=told.manager, at=LATER)
    assert code_stands(told.code, at=LATER).replies == ()
    answered(told, at=LATER)
    stands = code_stands(told.code, at=LATER)
    assert [one.words for one in stands.replies] == [
        "You said that surprises are hard. We now tell you the day before we come."
    ]
    assert open_code(typed=told.letters, address=ADDRESS, at=LATER + timedelta(days=100)) == told.code
    assert open_code(typed=told.letters, address=ADDRESS, at=LATER + timedelta(days=400)) is None
    assert replies_given(told.manager, at=LATER)[0][0] == "Tell me before you come. I do not like surprises."


def test_what_it_says_enters_the_register_and_does_not_lead_to_the_child() -> None:
    told = feedback_at("given")
    whole = {"feedback": told.feedback, "polarity": "area_for_improvement", "by": told.manager, "at": LATER}
    name = told.row.child.given_names.split(" ")[0]
    with pytest.raises(Refused, match="Leave out"):
        learn_from_feedback(words=f"We surprise {name}.", **whole)
    key = learn_from_feedback(words="Children are not told before we visit them.", **whole)
    found = Finding.objects.get(pk=key)
    assert (found.source, found.about, found.children.count()) == ("feedback", f"feedback:{told.feedback}", 0)


# --- counts


def test_small_counts_are_kept_back_from_everybody() -> None:
    placed = child_at("allocated")
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    code, _, _ = code_at(placed=placed, uses=5)
    for _ in range(4):
        give(code, faces={"listened": "yes"})
    director = person_who_signs_in(Role.DIRECTOR)
    on = LATER.date()
    assert totals(director, on=on).given is None
    assert all((one.good, one.of) == (None, 0) for one in totals(director, on=on).questions)
    give(code, faces={"listened": "mostly"})
    for reader in (director, manager):
        found = totals(reader, on=on)
        listened = next(one for one in found.questions if one.label == "Listened to")
        assert (found.given, listened.good, listened.not_good, listened.of) == (5, 5, 0, 5)
    more, _, _ = code_at(placed=placed)
    give(more, faces={"listened": "no"})
    listened = next(one for one in totals(director, on=on).questions if one.label == "Listened to")
    assert (listened.good, listened.not_good, listened.of) == (None, None, 6)
    assert totals(person_who_signs_in(Role.TEAM_MANAGER, team=a_team("Elsewhere")), on=on).given is None


def test_a_manager_without_a_team_is_told_no_counts() -> None:
    code, _, _ = code_at(uses=5)
    for _ in range(5):
        give(code)
    Feedback.objects.update(team=None)
    found = totals(person_who_signs_in(Role.TEAM_MANAGER), on=LATER.date())
    assert (found.given, [one.of for one in found.questions if one.of]) == (None, [])


def test_the_digest_is_keyed_by_this_installation(settings) -> None:
    before = digest_of("BCD-FGHJ-KMN")
    settings.SECRET_KEY = "another secret altogether"
    assert digest_of("BCD-FGHJ-KMN") != before
