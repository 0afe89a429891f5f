"""The pages of measures, and what people say of them: who may, what is refused, what is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.access.public import NotAllowed, entries
from goldenthread.insight.analysis.commentary import PARTS, Clause
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.models import Commentary
from goldenthread.insight.public.analysis import (
    actions,
    confirm_step,
    drafted,
    judged,
    last_month,
    record_event,
    record_measure_action,
    said_of,
    sign_commentary,
    told,
    write_commentary,
)
from goldenthread.kernel.refusal import Refused
from tests.build import person_who_signs_in
from tests.building.analysis import MEASURE, after_a_vacancy, planted

pytestmark = pytest.mark.django_db
PAGES = ("/leaders/", "/measures/", "/measures/coming/", "/measures/flow/", "/measures/events/") + tuple(
    f"/measures/{MEASURE}/{rest}" for rest in ("", "groups/")
)


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(person_who_signs_in(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def whole(words: str = "Said by a person, and no more than that.") -> list[Clause]:
    return [Clause(part, words, "likely", (), True) for part in PARTS]


def test_pages_say_in_words_that_nothing_was_built(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    client = signed_in("director")
    for page in (*PAGES, *(f"/measures/{MEASURE}/{rest}/" for rest in ("rows", "words", "sign", "step", "action"))):
        answer = client.get(page)
        assert answer.status_code == 200, page
        if page != "/measures/events/":
            assert "has not been built yet" in answer.content.decode(), page
    assert client.get("/measures/no_such_measure/").status_code == 404


def test_an_elected_member_sees_figures_and_no_rows(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=after_a_vacancy)
    member = signed_in("elected_member")
    for page in PAGES:
        answer = member.get(page)
        assert answer.status_code == 200, page
        assert "/children/" not in answer.content.decode() and "/rows/" not in answer.content.decode(), page
    for rest in ("rows", "words", "sign", "step", "action"):
        assert member.get(f"/measures/{MEASURE}/{rest}/").status_code == 403
    shown = member.get(f"/measures/{MEASURE}/").content.decode()
    assert "Worse than chance explains" in shown
    assert "What we say" not in shown


def test_a_month_that_is_none_of_ours_is_not_found(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path)
    director = signed_in("director")
    for month in ("2999-01", "1066-10", "letters", "2026-13", "0" * 4000):
        assert director.get(f"/measures/{MEASURE}/", {"month": month}).status_code == 404, month
    empty = director.get(f"/measures/{MEASURE}/", {"team": "999999"})
    assert empty.status_code == 200 and "Nothing counted" in empty.content.decode()


def test_the_measure_page_asks_few_questions_whatever_the_rows(
    settings: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    planted(settings, tmp_path)
    director = signed_in("director")
    director.get(f"/measures/{MEASURE}/")
    for page in (f"/measures/{MEASURE}/", "/leaders/", "/measures/", f"/measures/{MEASURE}/rows/"):
        with django_assert_max_num_queries(15):
            assert director.get(page).status_code == 200


def test_words_are_edited_signed_and_then_never_changed(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=after_a_vacancy)
    month, now = last_month(), timezone.now()
    analyst, director = person_who_signs_in("analyst"), person_who_signs_in("director")
    first = drafted(told(MEASURE, month=month))
    write_commentary(measure=MEASURE, month=month, clauses=first, by=analyst, at=now)
    with pytest.raises(Refused, match="Say what will be done"):
        sign_commentary(measure=MEASURE, month=month, by=director, at=now)
    with pytest.raises(NotAllowed):
        sign_commentary(measure=MEASURE, month=month, by=analyst, at=now)
    made = [*first, Clause("what_we_will_do", "A second manager authorises from Monday.", "likely", (), True)]
    write_commentary(measure=MEASURE, month=month, clauses=made, by=analyst, at=now)
    sign_commentary(measure=MEASURE, month=month, by=director, at=now)
    kept = said_of(MEASURE, month)
    assert kept and kept.signed_by == director.name and kept.clauses[-1].edited and not kept.clauses[0].edited
    assert kept.clauses[0].rests_on == first[0].rests_on
    for act in (
        lambda: write_commentary(measure=MEASURE, month=month, clauses=whole(), by=analyst, at=now),
        lambda: sign_commentary(measure=MEASURE, month=month, by=director, at=now),
    ):
        with pytest.raises(Refused, match="signed this"):
            act()
    assert Commentary.objects.get().clauses[0]["words"] == first[0].words
    assert {one.act for one in entries(limit=20)} >= {"commentary.write", "commentary.sign"}


def test_words_are_edited_in_the_form_and_marked_as_a_persons(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path)
    client, month = signed_in("service_manager"), last_month()
    page = client.get(f"/measures/{MEASURE}/words/").content.decode()
    first = drafted(told(MEASURE, month=month))
    typed = {f"words-{at}": one.words for at, one in enumerate(first)} | {
        f"sure-{at}": one.sure for at, one in enumerate(first)
    }
    once = page.split('name="once" value="')[1].split('"')[0]
    typed |= {
        "once": once,
        "month": f"{month:%Y-%m}",
        "count": str(len(first)),
        "words-0": "It stood still.",
        "words-1": "",
    }
    typed |= {"new-so_what": "Nothing for children.", "new-sure-so_what": "possible"}
    assert client.post(f"/measures/{MEASURE}/words/", typed).status_code == 302
    kept = said_of(MEASURE, month)
    assert kept and kept.clauses[0].words == "It stood still." and kept.clauses[0].edited
    assert first[1].words not in [one.words for one in kept.clauses]
    assert ("Nothing for children.", "possible", True) in [(c.words, c.sure, c.edited) for c in kept.clauses]
    assert "gt-edited" in client.get(f"/measures/{MEASURE}/").content.decode()


def test_an_action_is_judged_by_the_figure_that_came(settings: Any, tmp_path: Path) -> None:
    """Said three months ago, when it was low; the figure since came back, so it worked."""
    planted(settings, tmp_path, late=lambda team, back: 0.6 if 2 <= back <= 4 else 0.1)
    now, leader = timezone.now(), person_who_signs_in("director")
    month = last_month()
    common = {
        "measure": MEASURE,
        "words": "A second manager authorises.",
        "owner": leader.pk,
        "due_on": now.date() + timedelta(days=5),
        "by": leader,
        "at": now,
    }
    record_measure_action(
        month=month_after(month, -3), expected=Decimal(80), judged_on=month_after(month, -1), **common
    )
    record_measure_action(month=month_after(month, -3), expected=Decimal(99), judged_on=month, **common)
    record_measure_action(month=month, expected=Decimal(95), judged_on=month_after(month, 2), **common)
    found = told(MEASURE, month=month)
    worked = [judged(one, found).worked for one in actions([MEASURE], until=month)]
    assert sorted(worked) == ["in_part", "too_early", "yes"]
    said = " ".join(one.words for one in drafted(found) if one.part == "last_time")
    assert "It did: " in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": " "}, "Say what will be done"),
        ({"owner": None}, "Choose who does it"),
        ({"due_on": timezone.localdate() - timedelta(days=1)}, "has not passed"),
        ({"expected": Decimal(10) ** 12}, "Check the figure"),
        ({"judged_on": timezone.localdate().replace(day=1) - timedelta(days=400)}, "a month after this one"),
    ],
)
def test_an_action_needs_what_makes_it_one(wrong: dict[str, Any], sentence: str) -> None:
    leader, now = person_who_signs_in("director"), timezone.now()
    month = month_after(now.date().replace(day=1), -1)
    given: dict[str, Any] = {
        "measure": MEASURE,
        "month": month,
        "words": "A second manager.",
        "owner": leader.pk,
        "due_on": now.date(),
        "expected": Decimal(80),
        "judged_on": month_after(month, 1),
        "by": leader,
        "at": now,
    }
    with pytest.raises(Refused, match=sentence):
        record_measure_action(**(given | wrong))


def test_a_step_is_confirmed_once_with_a_reason() -> None:
    analyst, now = person_who_signs_in("analyst"), timezone.now()
    month = month_after(now.date().replace(day=1), -8)
    with pytest.raises(Refused, match="Say what changed in the work"):
        confirm_step(measure=MEASURE, month=month, reason="  ", by=analyst, at=now)
    confirm_step(measure=MEASURE, month=month, reason="A second duty team opened.", by=analyst, at=now)
    with pytest.raises(Refused, match="confirmed this step"):
        confirm_step(measure=MEASURE, month=month, reason="Again.", by=analyst, at=now)
    with pytest.raises(NotAllowed):
        confirm_step(
            measure=MEASURE, month=month, reason="Mine.", by=person_who_signs_in("team_manager"), at=timezone.now()
        )


def test_an_event_is_refused_in_words() -> None:
    by, now = person_who_signs_in("team_manager"), timezone.now()
    with pytest.raises(Refused) as refused:
        record_event(happened_on=now.date().replace(year=1999), kind="none", words="", team=10**9, by=by, at=now)
    assert {field for field, _ in refused.value.problems} == {"kind", "words", "happened_on", "team"}
    with pytest.raises(NotAllowed):
        record_event(
            happened_on=now.date(), kind="other", words="x happened", by=person_who_signs_in("elected_member"), at=now
        )
