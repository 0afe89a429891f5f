"""Compliments reach the worker when they are shared; learning reviews enter the register of findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from goldenthread.access.models import Notice
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Finding
from goldenthread.quality.public.compliments import (
    ComplimentSaid,
    compliment_shown,
    compliments,
    learn_from_compliment,
    record_compliment,
    share_compliment,
)
from goldenthread.quality.public.findings import findings_page
from goldenthread.quality.public.learning_reviews import (
    ReviewSaid,
    enter_review_finding,
    learning_reviews,
    record_review,
    review_shown,
)
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.building.complaints import THURSDAY

pytestmark = pytest.mark.django_db
DAY = london_date(THURSDAY)


def test_the_worker_reads_it_from_the_moment_it_is_shared():
    worker, manager = person_who_signs_in(team="East"), person_who_signs_in(Role.TEAM_MANAGER, team="East")
    other = person_who_signs_in(Role.TEAM_MANAGER, team="West")
    said = ComplimentSaid(
        said_by="parent", words="She listened to me.", said_on=DAY, worker=worker.pk, learning="Ask twice.", share=False
    )
    key = record_compliment(said=said, by=person_who_signs_in(Role.FRONT_DOOR_WORKER), at=THURSDAY)
    assert compliments(worker) == ()
    assert compliment_shown(key, reader=other) is None
    assert [(one.key, one.waits) for one in compliments(manager)] == [(key, True)]
    assert Notice.objects.filter(kind="compliment").values_list("to", flat=True).get() == manager.pk
    share_compliment(compliment=key, by=manager, at=THURSDAY)
    assert [one.hers for one in compliments(worker)] == [True]
    assert Notice.objects.filter(kind="compliment", to=worker).exists()
    with pytest.raises(Refused):
        share_compliment(compliment=key, by=manager, at=THURSDAY)
    with pytest.raises(Refused, match="no such"):
        learn_from_compliment(compliment=key, words="Ask twice before writing.", by=other, at=THURSDAY)
    with pytest.raises(Refused, match="many people read the register"):
        learn_from_compliment(compliment=key, words=f"{worker.name.split()[0]} asks twice.", by=manager, at=THURSDAY)
    finding = learn_from_compliment(compliment=key, words="Ask twice before writing.", by=manager, at=THURSDAY)
    row = Finding.objects.get(pk=finding)
    assert (row.polarity, row.source, row.about, row.status) == ("strength", "feedback", f"compliment:{key}", "closed")


def test_a_compliment_says_who_said_what_of_whom():
    said = ComplimentSaid(said_by="", words=" ", said_on=DAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        record_compliment(said=said, by=person_who_signs_in(), at=THURSDAY)
    assert set(dict(refused.value.problems)) == {"said_by", "words", "said_on", "worker"}


def test_what_a_learning_review_found_stands_in_the_same_register_in_its_own_words():
    director = person_who_signs_in(Role.DIRECTOR)
    said = ReviewSaid(
        kind="national",
        title="The third national review",
        by_whom="The national panel",
        published_on=DAY,
        summary="Babies who are hurt at home while agencies wait for one another.",
    )
    for wrong, field in ((replace(said, kind="film"), "kind"), (replace(said, title=""), "title")):
        with pytest.raises(Refused) as refused:
            record_review(said=wrong, by=director, at=THURSDAY)
        assert field in dict(refused.value.problems)
    key = record_review(said=said, by=director, at=THURSDAY)
    enter_review_finding(
        review=key,
        words="Men in the household are not asked about.",
        polarity="area_for_improvement",
        theme="",
        by=director,
        at=THURSDAY,
    )
    (row,) = findings_page(reader=director, source="learning_review").rows
    assert (row.words, row.status, row.found_on) == ("Men in the household are not asked about.", "open", DAY)
    assert [one.key for one in review_shown(key, reader=director).findings] == [row.key]
    assert [(one.findings, one.open) for one in learning_reviews()] == [(1, 1)]
