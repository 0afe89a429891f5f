"""The pages that are open to whoever holds a code: nothing of a record, nothing lost, nothing broken by bad input."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from goldenthread.config.logs import Line, WithoutPersonalData
from goldenthread.quality.models import Feedback, FeedbackTry
from goldenthread.quality.pages.feedback_open import SAFE_PLACE
from tests.building.voice import answered, code_at, feedback_at

pytestmark = pytest.mark.django_db
NUL, REORDER = "Zebedee\x00Quill", "Zebedee\u202eQuill"


@pytest.fixture
def now():
    from django.utils import timezone

    return timezone.now()


def opened(letters: str, who: str = "child", size: str = "usual") -> Client:
    """A browser that has typed a code and said who it is."""
    client = Client()
    assert client.post("/feedback/", {"code": letters}).url == "/feedback/start/"
    assert client.post("/feedback/start/", {"who": who, "size": size}).url == "/feedback/questions/"
    return client


def test_a_child_tells_us_and_the_code_is_used(now) -> None:
    code, letters, placed = code_at(at=now)
    client = opened(letters)
    page = client.get("/feedback/questions/").content.decode()
    assert "Did we listen to you?" in page
    assert "0800 1111" in page
    sent = client.post("/feedback/questions/", {"who": "child", "listened": "yes", "differently": "Come later."})
    assert sent.url == "/feedback/thanks/"
    row = Feedback.objects.get()
    assert (row.who, row.child_id, row.code_id, row.differently) == ("child", placed.child, code, "Come later.")
    again = client.post("/feedback/questions/", {"who": "child", "listened": "no"})
    assert again.url == "/feedback/thanks/"
    assert Feedback.objects.count() == 1
    assert "We have told a manager" not in client.get("/feedback/thanks/").content.decode()


def test_who_goes_back_to_say_that_she_is_not_safe_is_heard_though_the_code_is_used(now) -> None:
    code, letters, _ = code_at(at=now)
    client = opened(letters)
    client.post("/feedback/questions/", {"who": "child", "listened": "yes"})
    for _ in range(2):
        client.post("/feedback/questions/", {"who": "child", "listened": "yes", "not_safe": "yes"})
        assert "We have told a manager just now" in client.get("/feedback/thanks/").content.decode()
    rows = Feedback.objects.order_by("pk").values_list("not_safe", "state", "code__used")
    assert list(rows) == [(False, "given", 1), (True, "not_safe", 1)]


def test_two_who_tell_us_on_one_device_are_two(now) -> None:
    _, letters, _ = code_at(at=now, uses=2)
    client = opened(letters)
    client.post("/feedback/questions/", {"who": "child", "differently": "Come later."})
    client.post("/feedback/start/", {"who": "parent_carer", "size": "usual"})
    sent = client.post("/feedback/questions/", {"who": "parent_carer", "differently": "Ring first."})
    assert sent.url == "/feedback/thanks/"
    assert set(Feedback.objects.values_list("differently", flat=True)) == {"Come later.", "Ring first."}
    client.post("/feedback/start/", {"who": "parent_carer", "size": "usual"})
    third = client.post("/feedback/questions/", {"who": "parent_carer", "differently": "And again."})
    assert third.status_code == 422
    assert "cannot be used any more" in third.content.decode()


def test_a_code_shows_nothing_of_the_record_nor_of_what_was_said(now) -> None:
    told = feedback_at("not_safe", at=now)
    child = told.row.child
    client = Client()
    client.post("/feedback/", {"code": told.letters})
    pages = "".join(
        client.get(f"/feedback/{part}", follow=True).content.decode()
        for part in ("", "start/", "questions/", "thanks/")
    )
    assert "used" in pages
    for words in (child.given_names, child.family_name, told.worker.name, told.manager.name, "my room", "surprises"):
        assert words not in pages, words


def test_the_family_reads_our_answer_by_the_same_code(now) -> None:
    told = feedback_at("given", at=now)
    answered(told, at=now)
    client = Client()
    client.post("/feedback/", {"code": told.letters.lower()})
    assert "We now tell you the day before" in client.get("/feedback/start/").content.decode()


def test_whoever_is_not_safe_is_told_what_to_do_now(now) -> None:
    _, letters, _ = code_at(at=now)
    client = opened(letters, who="parent_carer")
    client.post("/feedback/questions/", {"who": "parent_carer", "not_safe": "yes"})
    page = client.get("/feedback/thanks/").content.decode()
    assert "We have told a manager just now" in page
    assert "999" in page


def test_without_a_code_every_page_leads_to_where_one_is_typed() -> None:
    for part in ("start/", "questions/", "thanks/"):
        answer = Client().get(f"/feedback/{part}")
        assert (answer.status_code, answer.url) == (302, "/feedback/")


def test_a_wrong_code_is_refused_in_words_and_guessing_is_stopped() -> None:
    client = Client()
    for _ in range(10):
        page = client.post("/feedback/", {"code": "BCD"})
        assert page.status_code == 422
        assert "That code does not work" in page.content.decode()
    page = client.post("/feedback/", {"code": "BCD"})
    assert page.status_code == 429
    assert "too many tries" in page.content.decode()
    assert FeedbackTry.objects.count() == 10


def test_what_was_typed_for_longer_than_an_hour_is_not_lost(now) -> None:
    _, letters, _ = code_at(at=now)
    client = opened(letters)
    session = client.session
    session["feedback"] = session["feedback"] | {"at": 0}
    session.save()
    page = client.post("/feedback/questions/", {"who": "child", "listened": "no", "differently": "A long story."})
    assert page.status_code == 422
    text = page.content.decode()
    assert "A long story." in text
    assert 'value="no" checked' in text
    wrong = client.post("/feedback/questions/", {"who": "child", "differently": "A long story.", "code": "BCD"})
    assert wrong.status_code == 422
    sent = client.post("/feedback/questions/", {"who": "child", "differently": "A long story.", "code": letters})
    assert sent.url == "/feedback/thanks/"
    assert Feedback.objects.get().differently == "A long story."


def test_leaving_forgets_the_code_and_leads_away(now) -> None:
    _, letters, _ = code_at(at=now)
    client = opened(letters)
    assert client.get("/feedback/leave/").url == SAFE_PLACE
    assert client.get("/feedback/questions/").url == "/feedback/"


def test_the_size_of_the_words_is_kept(now) -> None:
    _, letters, _ = code_at(at=now)
    client = opened(letters, size="bigger")
    assert "gt-tell--bigger" in client.get("/feedback/questions/").content.decode()


def test_somebody_who_is_signed_in_sees_no_menu_here(now) -> None:
    _, letters, placed = code_at(at=now)
    client = Client()
    client.force_login(placed.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/feedback/", {"code": letters})
    page = client.get("/feedback/start/").content.decode()
    assert "gt-nav" not in page
    assert placed.worker.name not in page


@pytest.mark.parametrize("wrong", [NUL, REORDER, b"\xff\xfe\xed\xa0\x80", "9" * 31, "x" * 300_000, " \u200b \n", ""])
def test_bad_input_breaks_nothing_and_stands_in_no_log(wrong, now, monkeypatch) -> None:
    lines: list[str] = []

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Heard()
    handler.setFormatter(Line())
    handler.addFilter(WithoutPersonalData())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    _, letters, _ = code_at(at=now)
    client = Client(raise_request_exception=False)
    assert client.post("/feedback/", {"code": wrong}).status_code == 422
    client.post("/feedback/", {"code": letters})
    assert client.post("/feedback/start/", {"who": wrong, "size": wrong}).status_code == 422
    client.post("/feedback/start/", {"who": "child", "size": wrong})
    boxes = ("listened", "differently", "reach", "come_back", "not_safe", "not_safe_words", "who", "made_up")
    answer = client.post("/feedback/questions/", dict.fromkeys(boxes, wrong))
    assert answer.status_code in (302, 422)
    for row in Feedback.objects.all():
        assert not {"\x00", "\u202e"} & set(f"{row.differently}{row.reach}{row.not_safe_words}")
    assert not [line for line in lines if "Zebedee" in line or letters in line]


def test_only_looking_and_sending_are_answered() -> None:
    assert Client().put("/feedback/").status_code == 405


def test_the_mark_against_forgery_is_asked_for(now) -> None:
    _, letters, _ = code_at(at=now)
    client = Client(enforce_csrf_checks=True)
    assert client.post("/feedback/", {"code": letters}).status_code == 403
