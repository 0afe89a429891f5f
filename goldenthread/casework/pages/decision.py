"""The decision page: the evidence on the left, the decision on the right, the second look where one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, require_about, those_who_may
from goldenthread.casework.pages.typed import key_of, keys_of
from goldenthread.casework.public import (
    DETAIL_ASKED,
    Abuse,
    Action,
    Evidence,
    Said,
    ask_second_look,
    decide_contact,
    domestic_abuse_pattern,
    draft_of,
    evidence,
    feed_back,
    keep_draft,
    people_in,
    return_to_writer,
)
from goldenthread.casework.public.agreements import resting_closures
from goldenthread.kernel.clock import LONDON, add_months, london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.office import OFFICE_HOURS
from goldenthread.rulebook.rights import ACTS
from goldenthread.ui import pictures
from goldenthread.ui.cleaning import Unclean, many_lines
from goldenthread.ui.words import clock_time, join_names, plural, weekday

ROWS = 2  # lines for actions, to begin with
MOST_ROWS = 20
OUTCOMES = ("REF_S47", "REF_S17", "EH", "ADVICE", "NFA", "OPEN_CASE", "TRANSFER")
"""The outcomes in the order in which a manager thinks: the gravest first."""

REFERRALS = ("REF_S17", "REF_S47")
"""Outcomes that make a referral for each child who is picked."""

TOLD = "told"


class ContactPage(Page):
    """What every page about one contact has: the right over everybody named in it, and a line for each child read."""

    act = "contact.read"

    def authorise(self, *, contact_id: int, **_: Any) -> None:
        people = people_in(contact_id)
        if people is None:
            raise Http404
        self.people = people
        self.decision = require_about(self.request.user, self.act, people, at=self.now)

    def read(self, contact_id: int) -> Evidence:
        """The contact's evidence; enters the read in the ledger once for each child, unless the page is shown again."""
        found = evidence(contact_id, at=self.now)
        if not self.problems:
            self.saw((child.person for child in found.children if child.person), subject=f"contact:{contact_id}")
        return found

    def pattern(self, found: Evidence) -> dict[str, Any]:
        """The pattern of contacts, as a picture and in words: both from the same counts."""
        abuse = domestic_abuse_pattern(self.people, at=self.now)
        return {"pattern": pattern_picture(found, abuse, self.now), "pattern_words": pattern_words(found, abuse)}

    def wrong(self) -> dict[str, str]:
        """{field: sentence} of what was refused."""
        return {field: sentence for field, sentence in self.problems if field}


class DecidePage(ContactPage):
    """Decide what should happen. Its form keeps itself while it is typed; what was typed comes back after anything."""

    act = "contact.decide"
    template = "casework/decision.html"

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if request.method == "POST" and request.headers.get("X-Requested-With") == "draft":
            return self._keep(request, **address)
        return super().dispatch(request, *args, **address)

    def _keep(self, request: HttpRequest, *, contact_id: int) -> HttpResponse:
        self.request, self.now, self.problems = request, timezone.now(), ()
        self.authorise(contact_id=contact_id)
        try:
            version = keep_draft(contact=contact_id, answers=_typed(request.POST), by=request.user, at=self.now)
        except Refused as refused:
            return JsonResponse({"status": "refused", "errors": [sentence for _, sentence in refused.problems]})
        return JsonResponse({"status": "saved", "version": version, "at": clock_time(self.now)})

    def show(self, *, contact_id: int) -> dict[str, Any]:
        found = self.read(contact_id)
        draft, saved_at = draft_of(contact_id, self.request.user.pk)
        values = self.request.POST if self.request.method == "POST" else draft
        everyone = [str(child.key) for child in found.children]
        picked = {code: _many(values, f"children_{code}") or everyone for code in REFERRALS}
        used = [n for n in range(1, MOST_ROWS + 1) if values.get(f"action_{n}_what")]
        rows = max(ROWS, min(len(used) + 1, MOST_ROWS), min(key_of(self.request.GET.get("actions")) or 0, MOST_ROWS))
        colleagues = those_who_may("action.finish")  # those who may give a second look are among them
        lookers = {grant.role for grant in ACTS["contact.answer_second_look"].grants}
        return {
            "e": found,
            "mine": found.written_by_key == self.request.user.pk,
            "values": values,
            "wrong": self.wrong(),
            "saved": clock_time(saved_at) if saved_at else "",
            "outcomes": [(code, SETS["contact_outcomes"].get(code)) for code in OUTCOMES],
            "details": DETAIL_ASKED,
            "picked": picked,
            "action_rows": range(1, rows + 1),
            "owners": [(one.key, one.name) for one in colleagues],
            "lookers": [
                (one.key, f"{one.name}, {one.job_title or one.role_name}")
                for one in colleagues
                if one.role in lookers and one.key not in (self.request.user.pk, found.written_by_key)
            ],
            "not_told": SETS["not_fed_back_reason"].choices(),
            "clock_picture": clock_picture(found, self.now),
            **self.pattern(found),
            "today": london_date(self.now),
            "now": self.now,
            "may_authorise": "deadline.authorise" in acts_of(self.request.user),
            "may_decide": found.state in ("to_decide", "second_look"),
            "rested": self._closed_beside_an_agreement(found),
        }

    def _closed_beside_an_agreement(self, found: Evidence) -> list[tuple[str, int, date]]:
        """Children of this contact whose case closed beside a written agreement in the twelve months before it came:
        the name, the agreement, the day."""
        arrived = london_date(found.received_at)
        names = {child.person: child.name for child in found.children if child.person}
        closed = resting_closures(list(names), since=add_months(arrived, -12), until=arrived) if names else ()
        return [(names[child], agreement, on) for child, agreement, on in closed]

    def perform(self, *, contact_id: int) -> str:
        typed = self.request.POST
        if typed.get("more"):
            keep_draft(contact=contact_id, answers=_typed(typed), by=self.request.user, at=self.now)
            rows = sum(1 for name in typed if name.startswith("action_") and name.endswith("_what")) + 1
            return f"{reverse('decide', args=[contact_id])}?actions={rows}#actions"
        decided = decide_contact(contact=contact_id, said=_said(typed), by=self.request.user, at=self.now)
        told = [f"{join_names(decided.told)} told"] if decided.told else []
        if decided.referrals:
            told.insert(0, f"{plural(len(decided.referrals), 'referral')} made, waiting for a team")
        messages.success(self.request, f"Decided. {'. '.join(told)}." if told else "Decided.")
        if decided.referrals:
            return reverse("allocate", args=[decided.referrals[0]])
        return reverse("front_door")


class AskSecondLookPage(DecidePage):
    """Ask a manager by name to look first. What was typed of the decision is kept until she has."""

    act = "contact.ask_second_look"

    def perform(self, *, contact_id: int) -> str:
        typed = self.request.POST
        keep_draft(contact=contact_id, answers=_typed(typed), by=self.request.user, at=self.now)
        ask_second_look(
            contact=contact_id,
            of=key_of(typed.get("asked_of")) or 0,
            question=_clean(typed, "question"),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Asked. What you typed is kept until the answer comes. The clock keeps running.")
        return reverse("front_door")


class ReturnPage(DecidePage):
    """Give the contact back to its writer."""

    act = "contact.return_to_writer"

    def perform(self, *, contact_id: int) -> str:
        return_to_writer(
            contact=contact_id, because=_clean(self.request.POST, "because"), by=self.request.user, at=self.now
        )
        messages.success(self.request, "Returned to the writer. The clock keeps running.")
        return reverse("front_door")


class FeedBackPage(ContactPage):
    """Record what the referrer was told. Open to those who write contacts, who need not decide them."""

    act = "contact.feed_back"
    template = "casework/feed_back.html"

    def show(self, *, contact_id: int) -> dict[str, Any]:
        return {"e": self.read(contact_id), "values": self.request.POST, "wrong": self.wrong(), "now": self.now}

    def perform(self, *, contact_id: int) -> str:
        feed_back(contact=contact_id, words=_clean(self.request.POST, "words"), by=self.request.user, at=self.now)
        messages.success(self.request, "Recorded what the referrer was told.")
        return reverse("front_door")


# --- what was typed


def _said(typed: Mapping[str, str]) -> Said:
    outcome = typed.get("outcome", "")
    told = typed.get("tell", "")
    went = typed.get("went_ahead_rightly", "")
    risks = {
        key: _clean(typed, name)
        for name in typed
        if name.startswith("risk_") and (key := key_of(name.removeprefix("risk_"))) is not None
    }
    return Said(
        outcome=outcome,
        why_this=_clean(typed, "why_this"),
        why_now=_clean(typed, "why_now"),
        rejected=_clean(typed, "rejected"),
        risk=_clean(typed, "risk"),
        risk_by_child=risks,
        detail=_clean(typed, f"detail_{outcome}"),
        actions=_actions(typed),
        feedback=_clean(typed, "feedback"),
        not_fed_back_because="" if told in ("", TOLD) else told,
        children=keys_of(_many(typed, f"children_{outcome}")) if f"children_{outcome}_asked" in typed else None,
        despite_second_look=_clean(typed, "despite_second_look"),
        history_read=bool(typed.get("history_read")),
        went_ahead_rightly={"yes": True, "no": False}.get(went),
        went_ahead_words=_clean(typed, "went_ahead_words"),
    )


def _actions(typed: Mapping[str, str]) -> list[Action]:
    """The rows that hold anything. Raises `Refused` for a day that is none, by the row's own field."""
    found, problems = [], []
    for n in range(1, MOST_ROWS + 1):
        what, owner, due = (typed.get(f"action_{n}_{part}", "").strip() for part in ("what", "owner", "due_on"))
        if not (what or owner or due):
            continue
        due_on = _day(due)
        if due_on is None:
            problems.append((f"action_{n}_due_on", f"Action {n}: choose the day by which it is done"))
        else:
            found.append(Action(_clean(typed, f"action_{n}_what"), key_of(owner) or 0, due_on))
    if problems:
        raise Refused(problems=tuple(problems))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clean(typed: Mapping[str, str], name: str) -> str:
    try:
        return many_lines(typed.get(name, ""))
    except Unclean as unclean:
        raise Refused(f"What you typed {unclean}", name) from None


def _many(values: Mapping[str, Any], name: str) -> list[str]:
    if hasattr(values, "getlist"):
        return list(values.getlist(name))
    return [one for one in str(values.get(name, "")).split(",") if one]


def _typed(posted: Any) -> dict[str, str]:
    """The form's own answers, without what the machinery adds."""
    ours = {"csrfmiddlewaretoken", "once", "version", "more"}
    return {name: ",".join(posted.getlist(name)) for name in posted if name not in ours}


# --- pictures


def clock_picture(found: Evidence, now: datetime) -> SafeString:
    """How much office time is gone since the contact came, and how much is left; nothing when it is late or done."""
    clock = found.clock
    if clock is None or clock.late:
        return SafeString("")
    began, end = found.received_at, clock.due_at or _closes(clock.due_on)
    spans = _office_spans(began, end)
    whole = sum((until - since).total_seconds() for since, until in spans)
    if whole <= 0:
        return SafeString("")
    gone = sum(max(0.0, (min(until, now) - since).total_seconds()) for since, until in spans if since < now)
    stretches = [
        pictures.Stretch(f"{weekday(since)} {since.astimezone(LONDON).day}", (until - since).total_seconds() / whole)
        for since, until in spans
    ]
    return pictures.time_bar(
        title=f"{clock.words}: received {weekday(began)} {clock_time(began)}, due at {clock.falls}",
        share_gone=gone / whole,
        stretches=stretches,
        began=f"Received {clock_time(began)}",
        now="Now",
        closes=f"By {clock_time(end)}" if clock.due_at else f"Office closes {clock_time(end)}",
        left_words=clock.words,
        width=1140,
    )


def _closes(on: date) -> datetime:
    return datetime.combine(on, OFFICE_HOURS.closes, LONDON)


def _office_spans(began: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The office hours between two moments, day by day; all the time there is when the office is never open."""
    spans = []
    on = london_date(began)
    while on <= london_date(end):
        if WORKING_DAYS.is_working(on):
            since = max(began, datetime.combine(on, OFFICE_HOURS.opens, LONDON))
            until = min(end, _closes(on))
            if since < until:
                spans.append((since, until))
        on += timedelta(days=1)
    return spans or ([(began, end)] if began < end else [])


def pattern_picture(found: Evidence, abuse: Abuse, now: datetime) -> SafeString:
    """The contacts about these people over two years: a row for each person said to have harmed, one for the rest."""
    if not found.before:
        return SafeString("")
    today = london_date(now)
    year_ago, start = add_months(today, -12), add_months(today, -24)
    rows = [
        pictures.Row(name or "Nobody named", tuple(pictures.Event(on, state="square") for on in days))
        for name, days in abuse.by_partner.items()
    ]
    others = [one.received_at for one in found.before if not one.domestic_abuse]
    others += [] if found.domestic_abuse else [found.received_at]
    if others:
        events = tuple(pictures.Event(london_date(at), state="square") for at in others)
        rows.append(pictures.Row("Other" if rows else "Contacts", events))
    return pictures.strip(
        title="Contacts about this family over 24 months",
        description=pattern_words(found, abuse),
        rows=rows,
        starts_on=start,
        ends_on=today,
        window_from=year_ago,
        before_label="before",
        window_label="last 12 months",
        key="pattern",
    )


def pattern_words(found: Evidence, abuse: Abuse) -> str:
    """“3 contacts in 24 months; domestic abuse 3 in 12 months, 3 in 24 months, 2 partners”."""
    words = plural(len(found.before) + 1, "contact") + " in 24 months"
    if not abuse.in_24_months:
        return words
    partners = f", {plural(abuse.partners, 'partner')}" if abuse.partners else ""
    return f"{words}; domestic abuse {abuse.in_12_months} in 12 months, {abuse.in_24_months} in 24 months{partners}"
