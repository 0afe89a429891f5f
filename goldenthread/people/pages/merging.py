"""Merging two records of one person, and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.kernel.form import Section
from goldenthread.people import public as people
from goldenthread.people.pages import questions
from goldenthread.people.pages.asking import AboutOne, Asking
from goldenthread.ui.words import join_names


class ChooseOtherRecord(AboutOne, Page):
    """Finds the second record of the same person."""

    act = "person.merge"
    template = "people/choose_person.html"

    def show(self, *, person: int) -> dict[str, Any]:
        who = self.who(person)
        typed = f"{who.given_names} {who.family_name} {who.born_on:%d/%m/%Y}" if who.born_on else who.name
        q = self.request.GET.get("q", typed).replace("\x00", "").strip()[:300]
        found = people.search(q, by=self.request.user, at=self.now)
        return {
            "title": f"Which record is also {who.name}?",
            "q": q,
            "found": found,
            "candidates": [one for one in found.candidates if one.person != person and not one.restricted],
            "next": {one.person: reverse("merge", args=[person, one.person]) for one in found.candidates},
            "choose": "Compare",
            "may_add": False,
            "action": reverse("choose_other_record", args=[person]),
            "back_label": who.name,
            "back_url": reverse("person", args=[person]),
        }


class Merge(AboutOne, Page):
    """Shows what a merge would do, fact by fact and table by table, and does it."""

    act = "person.merge"
    template = "people/merge.html"

    def authorise(self, *, person: int, other: int) -> None:
        super().authorise(person=person)
        people.require_person(self.request.user, self.act, other, at=self.now)

    def show(self, *, person: int, other: int) -> dict[str, Any]:
        preview = people.preview(person, other)
        if preview is None:
            raise Http404
        return {
            "preview": preview,
            "choices": {
                fact.column: self.request.POST.get(f"choice-{fact.column}", fact.stands) for fact in preview.facts
            },
            "reason": self.request.POST.get("reason", ""),
            "back_url": reverse("choose_other_record", args=[person]),
            "swap_url": reverse("merge", args=[other, person]),
        }

    def perform(self, *, person: int, other: int) -> str:
        choices = {
            name.removeprefix("choice-"): value
            for name, value in self.request.POST.items()
            if name.startswith("choice-") and value in ("kept", "folded")
        }
        merge = people.merge(
            kept=person,
            folded=other,
            choices=choices,
            reason=self.request.POST.get("reason", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The records are merged. Nothing was lost, and it can be undone.")
        return reverse("merge_done", args=[person, merge])


class MergeDone(AboutOne, Page):
    """What a merge did, with the way back."""

    act = "child.read"
    template = "people/merge_done.html"

    def show(self, *, person: int, merge: int) -> dict[str, Any]:
        done = people.merge_done(merge)
        if done is None or person not in (done.kept, done.folded):
            raise Http404
        return {
            "done": done,
            "who": self.who(person),
            "may_undo": done.undone_at is None
            and people.may(self.request.user, "person.unmerge", done.kept, at=self.now),
        }


class Unmerge(AboutOne, Asking, Page):
    """Parts two records again."""

    act = "person.unmerge"

    def asks(self, **address: Any) -> Section:
        return questions.UNMERGE

    def words(self, *, person: int, merge: int) -> dict[str, Any]:
        done = people.merge_done(merge)
        if done is None or done.kept != person:
            raise Http404
        return {
            "title": f"Part {done.kept_name} and {done.folded_name} again?",
            "intro": "Both records become as they were before the merge. What was recorded since stays with "
            f"{done.kept_name}, and you will be told what it is.",
            "button": "Undo this merge",
            "back_label": "The merge",
            "back_url": reverse("merge_done", args=[person, merge]),
        }

    def do(self, answers: dict[str, Any], *, person: int, merge: int) -> str:
        done = people.unmerge(merge=merge, reason=answers["reason"], by=self.request.user, at=self.now)
        said = "Both records are as they were before the merge."
        if done.stayed:
            counts = join_names(f"{words} ({count})" for words, count in done.stayed)
            said += f" Recorded since and left with the kept record: {counts}. Look through them."
        if done.changed_since:
            said += " Some facts were recorded anew since the merge and were left as they are."
        messages.success(self.request, said)
        return reverse("merge_done", args=[person, merge])
