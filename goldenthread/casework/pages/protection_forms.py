"""What the long forms of child protection share: questions in groups, words kept while typed, errors beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.casework.pages.autosave import KeepsTyping, refuse_lost, sent_version
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public import own_draft
from goldenthread.casework.public.child_protection import (
    keep_protection_draft,
    settle_protection_clash,
    throw_protection_draft,
)
from goldenthread.kernel.form import Section
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.forms.child_protection import Group, section_of
from goldenthread.ui import words
from goldenthread.ui.forms import SectionForm, error_summary, form_for

IN_THREES = ("actions", "asked")
"""Groups whose questions come three to a line."""

TO_CHOOSE = ("agency", "room", "chair", "reason")
"""The last word of questions whose answers are found more easily in a list that drops down."""

# Made for one meeting and thrown away: kept as other forms are, they would fill the memory.
_made = form_for.__wrapped__


class GroupedForm(Page):
    """A page that asks questions in groups and writes them in one act. Subclasses say `groups` and `record`."""

    act = "meeting.arrange"
    template = "casework/child_protection_form.html"
    heading: ClassVar[str] = ""
    button: ClassVar[str] = "Save"

    def groups(self, **address: Any) -> tuple[Group, ...]:
        """The questions, under their headings."""
        raise LookupError("A form asks something: say what.")

    def start(self, **address: Any) -> dict[str, Any]:
        """What stands in the form before anybody has typed."""
        return {}

    def record(self, answers: Mapping[str, Any], **address: Any) -> str:
        """Does what the form is for, and returns where to go."""
        raise LookupError("A form does something: say what.")

    def around(self, **address: Any) -> dict[str, Any]:
        """What else the page shows: `caption`, `back`, `lead`."""
        return {}

    def show(self, **address: Any) -> dict[str, Any]:
        groups = self.groups(**address)
        form = self._form(groups, **address)
        told = self._tell(form)
        every = form.asked()
        for one in every:
            if one["question"].key.rpartition("_")[2] in TO_CHOOSE:
                one["drop_down"] = True
        asked = iter(every)
        return {
            "heading": self.heading,
            "button": self.button,
            "summary": error_summary(form, extra=told),
            "groups": [
                {"id": key, "title": title, "asked": [next(asked) for _ in questions], "three": key in IN_THREES}
                for key, title, questions in groups
            ],
            "action": self.request.path,
            "now": self.now,
        } | self.around(**address)

    def perform(self, **address: Any) -> str:
        form = _made(self._section(self.groups(**address)))(self.request.POST)
        if not form.is_valid():
            raise Refused(problems=tuple((problem["href"].lstrip("#"), problem["text"]) for problem in form.problems()))
        return self.record(form.cleaned_data, **address)

    def _section(self, groups: tuple[Group, ...]) -> Section:
        return section_of("form", self.heading, groups)

    def _form(self, groups: tuple[Group, ...], **address: Any) -> SectionForm:
        made = _made(self._section(groups))
        return made(self.request.POST) if self.request.method == "POST" else made(initial=self.start(**address))

    def _tell(self, form: SectionForm) -> list[dict[str, str]]:
        """Puts what the operation refused beside its questions; returns what belongs to none of them."""
        if not form.is_bound or not form.is_valid():
            return []
        told = []
        for field, sentence in self.problems:
            if field in form.fields:
                form.add_error(field, ValidationError(sentence, code="invalid"))
            else:
                told.append({"text": sentence, "href": ""})
        return told


class DraftedForm(KeepsTyping, GroupedForm):
    """A long form that keeps itself while it is typed, for its writer alone, until it is recorded or thrown away."""

    form_id: ClassVar[str]

    def about(self, **address: Any) -> int:
        """The child whose draft it is."""
        raise LookupError("A draft is about a child: say whom.")

    def show(self, **address: Any) -> dict[str, Any]:
        self.draft = own_draft(self.form_id, self.about(**address), self.request.user)
        bound = self.request.method == "POST"
        labels = {one.key: one.label for one in self._section(self.groups(**address)).every_question()}
        return super().show(**address) | {
            "drafted": True,
            "section": self.form_id,
            "version": self.request.POST.get("version", "") if bound else self.draft.version,
            "saved": words.clock_time(self.draft.saved_at) if self.draft.saved_at else "",
            "stands": self.draft.version > 0,
            "others": [
                {
                    "clash": one.clash,
                    "at": words.moment(one.written_at, self.now),
                    "rows": [
                        (labels[key], said) for key, said in one.answers.items() if key in labels and type(said) is str
                    ],
                }
                for one in self.draft.others
            ],
        }

    def _form(self, groups: tuple[Group, ...], **address: Any) -> SectionForm:
        made = _made(self._section(groups))
        if self.request.method == "POST":
            return made(self.request.POST, draft=bool(self.request.POST.get("later")))
        return made(initial=dict(self.draft.answers) or self.start(**address))

    def perform(self, **address: Any) -> str:
        typed = self.request.POST
        who = {"by": self.request.user, "at": self.now}
        clash = key_of(typed.get("clash"))
        if clash is not None:
            section = self._section(self.groups(**address))
            settle_protection_clash(clash=clash, use=bool(typed.get("use")), section=section, **who)
            return self.request.path
        if typed.get("away"):
            throw_protection_draft(form=self.form_id, child=self.about(**address), **who)
            messages.success(self.request, "Your draft is deleted.")
            return self.request.path
        if typed.get("later"):
            self.keep(**address)
            messages.success(self.request, "Your draft is kept. It is in My work until you record it.")
            return self.request.path
        about = self.about(**address)
        to = super().perform(**address)
        throw_protection_draft(form=self.form_id, child=about, based_on=self._version(), **who)
        return to

    def _section(self, groups: tuple[Group, ...]) -> Section:
        return section_of(self.form_id, self.heading, groups)

    def keep(self, **address: Any) -> Any:
        section = self._section(self.groups(**address))
        form = _made(section)(self.request.POST, draft=True)
        answers = form.kept()
        refuse_lost(form, answers)
        return keep_protection_draft(
            form=self.form_id,
            child=self.about(**address),
            section=section,
            answers=answers,
            based_on=self._version(),
            by=self.request.user,
            at=self.now,
        )

    def _version(self) -> int:
        return sent_version(self.request.POST.get("version"))


def today(now: datetime) -> dict[str, str]:
    """The present day in three boxes; the time is never guessed."""
    on = timezone.localdate(now)
    return {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
