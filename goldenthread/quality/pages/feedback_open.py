"""The pages for whoever holds a code: no sign-in, no script needed, and nothing of any record.

What a holder of a code has opened stands in the browser's own session for an hour: the key of the code, never its
letters. Nothing that was said is shown again, so that a slip found by somebody else tells nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from goldenthread.access.pages.session import client_address
from goldenthread.casework.pages.typed import typed_yes_no
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.feedback import (
    FeedbackSaid,
    Stands,
    TooManyTries,
    code_stands,
    give_feedback,
    open_code,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.feedback import (
    COME_BACK,
    DIFFERENTLY,
    FOR,
    NOT_SAFE,
    NOT_SAFE_WORDS,
    REACH,
    faces_of,
)
from goldenthread.rulebook.office import OFFICE_HOURS_IN_WORDS

KEPT = "feedback"
LASTS = 3_600  # seconds
SAFE_PLACE = "https://www.bbc.co.uk/weather"
"""Where "Leave this page" leads: a page that nobody wonders at."""

WRONG_CODE = "That code does not work. Look at each letter on your paper and try again"
TOO_MANY = "There were too many tries. Wait 15 minutes, then try again"


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class Open(View):
    """A page that is open to anybody. Subclasses name `template` and write `show` and, where something is sent, `send`.

    `held` is what this browser has opened, or nothing. A page that needs a code leads to where one is typed.
    """

    template: ClassVar[str]
    needs_code: ClassVar[bool] = True

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        self.now, self.problems = timezone.now(), ()
        self.held: dict[str, Any] = still_held(request, self.now)
        if self.needs_code and not self.held and request.method != "POST":
            return HttpResponseRedirect(reverse("feedback"))
        if request.method == "POST":
            try:
                return HttpResponseRedirect(self.send())
            except Refused as refused:
                self.problems = refused.problems
                return self.page(422)
            except TooManyTries:
                self.problems = (("code", TOO_MANY),)
                return self.page(429)
        return self.page(200)

    def show(self) -> dict[str, Any]:
        return {}

    def send(self) -> str:
        raise Refused("There is nothing to send here.")

    def page(self, status: int) -> HttpResponse:
        context = {
            "size": self.held.get("size", "usual"),
            "problems": self.problems,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "values": self.request.POST,
            "child": self.held.get("who") == "child",
        }
        return render(self.request, self.template, context | self.show(), status=status)

    def keep(self, **changed: Any) -> None:
        """Keeps what this browser has opened, and for how long from now."""
        self.held = self.held | changed | {"at": int(self.now.timestamp())}
        self.request.session[KEPT] = self.held

    def opened(self) -> int:
        """The key of the code that was typed. Raises `Refused`, `TooManyTries`."""
        code = open_code(typed=self.request.POST.get("code", ""), address=client_address(self.request), at=self.now)
        if code is None:
            raise Refused(WRONG_CODE, "code")
        return code


class TypeCode(Open):
    """The code on the slip."""

    template = "quality/feedback_open_code.html"
    needs_code = False

    def send(self) -> str:
        code = self.opened()
        self.held = {}
        self.keep(code=code, once=secrets.token_urlsafe(32), size="usual", who="", gave="")
        return reverse("feedback_start")


class Start(Open):
    """Our answer, where there is one; and who is about to tell us."""

    template = "quality/feedback_open_start.html"

    def stands(self) -> Stands | None:
        return code_stands(self.held["code"], at=self.now) if self.held else None

    def show(self) -> dict[str, Any]:
        return {
            "stands": self.stands(),
            "whos": [(one.value, one.label) for one in SETS["feedback_who"].choices()],
            "sizes": [(one.value, one.label) for one in SETS["feedback_size"].choices()],
            "values": {"who": self.held.get("who", ""), "size": self.held.get("size", "usual")}
            | dict(self.request.POST.items()),
        }

    def send(self) -> str:
        if not self.held:
            return reverse("feedback")
        who, size = self.request.POST.get("who", ""), self.request.POST.get("size", "")
        if who not in FOR:
            raise Refused("Say who you are", "who")
        # Whoever begins again on this device after somebody has sent is another: hers is not taken for a second press.
        anew = {"once": secrets.token_urlsafe(32), "gave": ""} if self.held.get("gave") else {}
        self.keep(who=who, size=size if size in SETS["feedback_size"] else "usual", **anew)
        return reverse("feedback_questions")


class Questions(Open):
    """Five faces, a few words, and whether everybody is safe."""

    template = "quality/feedback_open_questions.html"

    def page(self, status: int) -> HttpResponse:
        if status == 200 and not self.held.get("who"):
            return HttpResponseRedirect(reverse("feedback_start"))
        return super().page(status)

    def who(self) -> str:
        return self.held.get("who") or self.request.POST.get("who", "")

    def show(self) -> dict[str, Any]:
        who = self.who() if self.who() in FOR else "other"
        form = FOR[who]
        asked = {one.key: one for section in form.sections for one in section.questions}
        return {
            "form": form,
            "faces_asked": faces_of(form),
            "asked_for": asked,
            "who": who,
            "child": who == "child",
            "need_code": not self.held,
            "once": self.held.get("once", ""),
        }

    def send(self) -> str:
        typed = self.request.POST
        # Written for longer than an hour: the words are on the page again, and the code is asked for once more.
        if not self.held:
            if "code" not in typed:
                raise Refused("Type your code again, then send. What you wrote is still here", "code")
            code = self.opened()
            self.keep(code=code, once=secrets.token_urlsafe(32), size="usual", who=self.who(), gave="")
        not_safe = give_feedback(
            code=self.held["code"],
            said=FeedbackSaid(
                who=self.who(),
                faces={one.key: typed.get(one.key, "") for one in faces_of(FOR.get(self.who(), FOR["other"]))},
                differently=typed.get(DIFFERENTLY, ""),
                come_back=typed_yes_no(typed, COME_BACK),
                reach=typed.get(REACH, ""),
                not_safe=typed.get(NOT_SAFE) == "yes",
                not_safe_words=typed.get(NOT_SAFE_WORDS, ""),
            ),
            once=self.held["once"],
            at=self.now,
        )
        self.keep(gave="not_safe" if not_safe else "given")
        return reverse("feedback_thanks")


class Thanks(Open):
    """What happens now."""

    template = "quality/feedback_open_thanks.html"

    def page(self, status: int) -> HttpResponse:
        if not self.held.get("gave"):
            return HttpResponseRedirect(reverse("feedback"))
        return super().page(status)

    def show(self) -> dict[str, Any]:
        return {"not_safe": self.held.get("gave") == "not_safe", "office": OFFICE_HOURS_IN_WORDS}


class Leave(Open):
    """Away from here at once, and nothing stays open behind."""

    template = "quality/feedback_open_code.html"
    needs_code = False

    def page(self, status: int) -> HttpResponse:
        self.request.session.pop(KEPT, None)
        return HttpResponseRedirect(SAFE_PLACE)


def still_held(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What this browser opened within the last hour."""
    kept = request.session.get(KEPT) or {}
    return dict(kept) if kept and int(now.timestamp()) - int(kept.get("at", 0)) < LASTS else {}
