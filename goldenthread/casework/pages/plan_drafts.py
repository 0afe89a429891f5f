"""What is typed in the forms of a plan is kept as it is typed, for its writer alone, until the part is saved.

A plan has a form for each of its parts, so a draft is told apart by the form and the part: “plan_part:outcome:12”.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.typed import as_typed, key_of
from goldenthread.casework.public import own_draft
from goldenthread.casework.public.plans import PlanDraft, PlanShown, delete_typed, keep_typed
from goldenthread.ui.words import clock_time

PART = "plan_part"
WHOLE = {
    "plan_start": "Start a plan",
    "plan_end": "End the plan",
    "plan_share": "Who has the plan",
}
"""Forms about the plan as a whole, each at the address of its name."""
PARTS = {
    "contingency": "What we do if the plan does not work",
    "concern_new": "A new concern",
    "leave_out": "A concern that is left out",
    "concern": "A concern",
    "concern_close": "A concern that is over",
    "outcome_new": "A new outcome",
    "outcome": "An outcome",
    "outcome_end": "An outcome that is taken out",
    "evidence_new": "What shows how an outcome stands",
    "action_new": "A new action",
    "action": "An action",
    "action_done": "An action that is done",
    "action_drop": "An action that is taken out",
}
"""What the form of each part is called, by the name of its address without “plan_”."""
LONGEST_SHOWN = 2_000


class KeepsPlanForm(KeepsTyping):
    """Stands before a page of the plan that has a form: what is typed is kept, and stands there again."""

    request: HttpRequest
    now: datetime

    def form_id(self, **address: Any) -> str:
        """By what name her draft is kept: the form's, and the key of the part it is about."""
        match = self.request.resolver_match
        name = match.url_name if match else ""
        if name in WHOLE:
            return name
        key = next((value for word, value in address.items() if word != "child_id"), "")
        if not key and (asked := self.request.GET.get("from", "")):
            key = hashlib.blake2s(asked.encode(), digest_size=5).hexdigest()
        return f"{PART}:{str(name).removeprefix('plan_')}:{key}"

    def keep(self, *, child_id: int, **address: Any) -> int:
        return keep_typed(
            form=self.form_id(**address),
            child=child_id,
            typed=as_typed(self.request.POST),
            by=self.request.user,
            at=self.now,
        )

    def begun(self, standing: Mapping[str, Any], *, child_id: int, **address: Any) -> dict[str, Any]:
        """What the form's boxes hold: what was just sent, else her draft, else what stands; and when it was kept."""
        form = self.form_id(**address)
        draft = own_draft(form, child_id, self.request.user)
        drafted = draft.version > 0
        values: Mapping[str, Any] = draft.answers if drafted else standing
        if self.request.method == "POST":
            values = self.request.POST
        return {
            "values": values,
            "saved": clock_time(draft.saved_at) if draft.saved_at else "",
            "draft_form": form if drafted else "",
        }

    def throw_away(self, *, child_id: int, **address: Any) -> None:
        """The part is saved, so her draft of it goes."""
        delete_typed(form=self.form_id(**address), child=child_id, by=self.request.user, at=self.now)


def draft_row(draft: PlanDraft, child: int, plan: PlanShown | None) -> dict[str, Any]:
    """A draft as the plan's page lists it: what it is of, since when, and where it goes on. Where its part has left
    the plan meanwhile, the words themselves stand there: what was typed is never out of reach."""
    form, _, rest = draft.form.partition(":")
    name, _, key = rest.partition(":")
    label = {"plan_words": "The family’s words", "plan_record": "Who has the record of a review"}.get(form, "")
    label = label or WHOLE.get(form) or PARTS.get(name) or "A part of the plan"
    url = _goes_on(form, rest, draft.answers, child, plan)
    return {
        "label": label,
        "url": url,
        "form": draft.form,
        "saved_at": draft.saved_at,
        "words": [] if url else [text[:LONGEST_SHOWN] for box, text in draft.answers.items() if box not in _UNSAID],
    }


def _goes_on(form: str, rest: str, answers: Mapping[str, str], child: int, plan: PlanShown | None) -> str:
    """The address at which a draft goes on; empty when there is none now."""
    if form == "plan_start":
        return reverse(form, args=[child])
    if plan is None or plan.ended_on:
        return ""
    if form in WHOLE:
        return reverse(form, args=[child])
    if form == "plan_words":
        return f"{reverse('plan_family_words', args=[child])}?{urlencode({'language': rest})}"
    if form == "plan_record":
        held = {str(one.meeting) for one in plan.reviews}
        return reverse("plan_review_record", args=[child, int(rest)]) if rest in held else ""
    name, _, key = rest.partition(":")
    if name in _ASKS:
        asked = {word: answers[word] for word in _ASKS[name] if answers.get(word)}
        return reverse(f"plan_{name}", args=[child]) + (f"?{urlencode(asked)}" if asked else "")
    there = {
        "concern": {thread.concern for thread in plan.threads},
        "outcome": {one.key for one in plan.outcomes},
        "action": {action.key for one in plan.outcomes for action in one.actions},
    }
    part = key_of(key)
    known = part is not None and part in there.get(_KIND.get(name, ""), set())
    return reverse(f"plan_{name}", args=[child, part]) if known else ""


_UNSAID = ("stamp", "language", "from", "factor", "owner", "person")
_ASKS: dict[str, tuple[str, ...]] = {
    "concern_new": ("from",),
    "leave_out": ("from", "title", "factor"),
    "contingency": (),
}
"""What the address of a part that has no key of its own asks for."""
_KIND = {
    "concern": "concern",
    "concern_close": "concern",
    "outcome_new": "concern",
    "outcome": "outcome",
    "outcome_end": "outcome",
    "evidence_new": "outcome",
    "action_new": "outcome",
    "action": "action",
    "action_done": "action",
    "action_drop": "action",
}
"""What the key in the address of a part is the key of."""
