"""A page cannot exist without an act, opens to nobody by itself, and acts once for one press."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory

from goldenthread.ui.pages import Page, once_input


class Decided(Page, abstract=True):
    """A page that everybody may open, and that remembers presses."""

    presses: dict[str, str] = {}  # noqa: RUF012  # emptied by each test

    def authorise(self, request: HttpRequest, **parts: Any) -> None:
        if parts.get("refused"):
            raise PermissionDenied

    def claim(self, request: HttpRequest, token: str) -> str | None:
        if token in self.presses:
            return self.presses[token]
        self.presses[token] = ""
        return None

    def settle(self, request: HttpRequest, token: str, address: str) -> None:
        self.presses[token] = address

    def release(self, request: HttpRequest, token: str) -> None:
        self.presses.pop(token, None)


class Counted(Decided):
    """Counts how often it acted."""

    act = "thing.do"
    template = "404.html"
    done = 0

    def get(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def post(self, request: HttpRequest) -> str | dict[str, Any]:
        if "wrong" in request.POST:
            return {}
        Counted.done += 1
        return "/next"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Decided.presses.clear()
    Counted.done = 0


def asked(method: str, **data: str) -> HttpRequest:
    request = getattr(RequestFactory(), method)("/here", data)
    request._messages = CookieStorage(request)
    request.user = AnonymousUser()
    return request


def test_a_page_without_an_act_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="without an act"):
        type("Forgetful", (Decided,), {})
    with pytest.raises(TypeError, match="without an act"):
        type("Blank", (Decided,), {"act": " "})


def test_a_page_that_nobody_decides_on_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="nobody decides"):
        type("Loose", (Page,), {"act": "thing.see"})


def test_the_decision_comes_before_the_reading() -> None:
    class Refused(Decided):
        act = "thing.see"

        def get(self, request: HttpRequest, refused: bool) -> dict[str, Any]:
            raise AssertionError("it was read")

    with pytest.raises(PermissionDenied):
        Refused.as_view()(asked("get"), refused=True)


def test_a_second_press_acts_once_and_goes_to_the_same_place() -> None:
    page = Counted.as_view()
    first, second = page(asked("post", once="t1")), page(asked("post", once="t1"))
    assert Counted.done == 1
    assert first["Location"] == second["Location"] == "/next"
    page(asked("post", once="t2"))
    assert Counted.done == 2


def test_a_form_that_was_wrong_can_be_sent_again() -> None:
    page = Counted.as_view()
    assert page(asked("post", once="t1", wrong="1")).status_code == 200
    assert page(asked("post", once="t1"))["Location"] == "/next"
    assert Counted.done == 1


def test_a_method_the_page_has_not_is_refused() -> None:
    assert Counted.as_view()(asked("put")).status_code == 405


def test_a_page_is_never_kept_by_the_browser() -> None:
    assert Counted.as_view()(asked("get"))["Cache-Control"] == "no-store"
    assert once_input('a"b') == '<input type="hidden" name="once" value="a&quot;b">'
