"""The shape of every page: an act, a decision, a line in the ledger; then a template, or one operation and a redirect.

    class ConvenePage(Page):
        act = "conference.convene"
        template = "casework/convene.html"

        def child(self, *, child_id: int) -> int: return child_id
        def show(self, *, child_id: int) -> dict: ...
        def perform(self, *, child_id: int) -> str: ...

A page class without a known act is refused when it is defined.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from goldenthread.access.operations.once import act_once, new_token
from goldenthread.access.pages.unsent import words_returned
from goldenthread.access.public import REFUSED, LedgerRow, NotAllowed, acts_of, record, record_many, require
from goldenthread.access.queries.people import on_record
from goldenthread.access.queries.spent import went_to
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import ACTS

# The largest key a table can hold: an address with a larger one names nothing.
LARGEST_KEY = 2**63 - 1


@method_decorator(never_cache, name="dispatch")
class Page(View):
    """Subclasses name `act` and `template` and write `show` and, where the page acts, `perform`.

    `child(**address)` returns the key of the child the page is about, or None. A read of a child's record enters the
    ledger before the page is drawn, and so does a refusal. `perform` calls one operation and returns the address to go
    to; it may raise `Refused`, after which the page is shown again with what was typed (`self.problems`, status 422)
    and nothing kept. The same is done, without `perform`, for a form that was sent after its sign-in had ended.
    """

    act: ClassVar[str]
    template: ClassVar[str]
    request: HttpRequest

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if getattr(cls, "act", None) not in ACTS:
            raise TypeError(f"{cls.__name__} names no act of the rulebook: a page refuses to exist without one")

    def setup(self, request: HttpRequest, *args: Any, **address: Any) -> None:
        super().setup(request, *args, **address)
        if any(isinstance(key, int) and key > LARGEST_KEY for key in address.values()):
            raise Http404("No such record")

    def child(self, **address: Any) -> int | None:
        return None

    def show(self, **address: Any) -> dict[str, Any]:
        return {}

    def perform(self, **address: Any) -> str:
        raise Refused("This page only shows. It has nothing to send.")

    def authorise(self, **address: Any) -> None:
        """Raises `NotAllowed`. A page about something other than one child decides in its own package's words."""
        self.decision = require(self.request.user, self.act, self.child(**address), at=self.now)

    def find(self, **address: Any) -> None:
        """Raises `Http404` where the address names something, beside the child, that is not there. Asked once she may,
        so that nobody else learns what is."""

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        self.request, self.now, self.problems = request, timezone.now(), ()
        try:
            self.authorise(**address)
            self.find(**address)
        except (NotAllowed, Http404) as stopped:
            # Some acts end the right to do them, or the thing itself: a second press of the same form is still sent on.
            token = request.POST.get("once", "")
            if token and (to := went_to(token=token, act=self.act, by=request.user)):
                return HttpResponseRedirect(to)
            if isinstance(stopped, Http404):
                raise
            return self._refuse(stopped, **address)
        if request.method == "POST":
            return self._post(**address)
        return self._page(200, **address)

    def _refuse(self, refused: NotAllowed, **address: Any) -> HttpResponse:
        child, user = self.child(**address), self.request.user
        if self.act in acts_of(user):
            # Told to those whose role has the act at all: nobody is refused what is not there.
            if child is not None and not on_record(child):
                raise Http404("No such record")
            self.find(**address)
        if child is None:
            raise refused
        record(act=self.act, by=user, at=self.now, child=child, right=REFUSED)
        if refused.decision.emergency and self.request.method == "GET":
            return HttpResponseRedirect(f"{reverse('emergency', args=[child])}?to={self.request.path}")
        raise refused

    def saw(self, children: Iterable[int], *, subject: str = "") -> None:
        """Enters a read of each of these children in the ledger: for a page that shows several."""
        record_many(
            [LedgerRow(self.act, child, subject) for child in children],
            by=self.request.user,
            at=self.now,
            right=self.decision.right,
        )

    def _page(self, status: int, **address: Any) -> HttpResponse:
        child = self.child(**address)
        if child is not None and status == 200:
            self.saw([child])
        context = self.show(**address) | {
            "problems": self.problems,
            "once": new_token(by=self.request.user),
            "act": self.act,
        }
        return render(self.request, self.template, context, status=status)

    def _post(self, **address: Any) -> HttpResponse:
        if returned := words_returned(self.request):
            self.problems = (("", returned),)
            child = self.child(**address)
            if child is not None:
                self.saw([child])
            return self._page(422, **address)
        try:
            to = act_once(
                token=self.request.POST.get("once", ""),
                act=self.act,
                by=self.request.user,
                at=self.now,
                perform=lambda: self.perform(**address),
            )
        except Refused as refused:
            self.problems = refused.problems
            return self._page(422, **address)
        return HttpResponseRedirect(to)
