"""Writing a contact: the page, its parts that save by themselves, who else is writing, and two versions merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from goldenthread.casework.pages import contact_words as said
from goldenthread.casework.pages.autosave import KeepsTyping, both, refuse_lost, sent_version
from goldenthread.casework.pages.contact import OneContact
from goldenthread.casework.pages.contact_people import PERSON
from goldenthread.casework.public import (
    Clash,
    contact_to_write,
    deadlines_of,
    hints_for,
    look_in,
    merge_clash,
    presence,
    save_section,
    send,
    still_to_do,
    weigh,
    what_we_know,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import fact_of
from goldenthread.rulebook.forms.contact import CONTACT as FORM
from goldenthread.rulebook.forms.contact import section_of
from goldenthread.ui import words
from goldenthread.ui.addresses import reverse
from goldenthread.ui.cleaning import Unclean, many_lines
from goldenthread.ui.compare import two_versions
from goldenthread.ui.forms import SectionForm, form_for

Json = dict[str, Any]


class WriteContact(OneContact):
    """The whole family on one page, narrative first. Each part is a form of its own."""

    act = "contact.write"
    template = "casework/contact_write.html"
    wrong: tuple[str, SectionForm] | None = None

    def _page(self, status: int, **address: Any) -> HttpResponse:
        written = contact_to_write(address["contact_id"])
        if written is None:
            raise Http404("No such contact")
        self.written = written
        if written.state != "writing":
            return HttpResponseRedirect(reverse("contact", args=[address["contact_id"]]))
        return super()._page(status, **address)

    def show(self, *, contact_id: int, **address: Any) -> dict[str, Any]:
        written = self.written
        known = what_we_know(written, reader=self.request.user, at=self.now)
        children = [one.person for one in written.people if one.part == "child" and said.ethnicity_held(one)]
        self.ethnicities = fact_of(children, "ethnicity") if children else {}
        if self.request.method == "GET":
            children = (one.person for one in written.people if one.person and one.part == "child")
            self.saw(children, subject=f"contact:{contact_id}")
        today = timezone.localdate(self.now)
        left = still_to_do(written, known, received_on=timezone.localdate(written.received_at))
        to_do = [{"text": gap.sentence, "href": _href(gap.section, gap.field)} for gap in left]
        states = said.states_of(written, left)
        due = next(
            (one for one in deadlines_of(contact=contact_id, at=self.now) if one.clock == "contact_decision"), None
        )
        saved = max((section.saved_at for section in written.sections.values()), default=None)
        return {
            "contact": written,
            "problem_list": self._problem_list(),
            "saved": words.clock_time(saved),
            "others": "",
            "leave_url": reverse("front_door"),
            "presence_url": reverse("contact_presence", args=[contact_id]),
            "nav": [
                {"label": label, "url": f"#part-{key}", "done": states[key] == "Done"}
                for key, label in said.NAV.items()
            ],
            "states": states,
            "sections": {key: self._part(key) for key in said.NAV if FORM.section(key).questions},
            "children": [self._child(one) for one in written.people if one.part == "child"],
            "people": [said.person_row(one, contact_id, self.request.user.name, today) for one in written.people],
            "person_questions": said.laid_out(form_for(PERSON)(prefix="new")),
            "add_person_url": reverse("contact_person_new", args=[contact_id]),
            "hints": [said.hint_row(hint) for hint in hints_for(written, known)],
            "not_mentioned": [said.not_mentioned_row(one) for one in known.not_mentioned],
            "weigh_url": reverse("contact_weigh", args=[contact_id]),
            "known": said.known_panel(known, contact_id, writing=True, now=self.now, parts=said.parts_in(written)),
            "weighed_words": said.weighed_words(known),
            "checks": [said.check_cells(check, self.now) for check in written.checks],
            "checks_url": reverse("contact_checks", args=[contact_id]),
            "to_do": to_do,
            "send_url": reverse("contact_send", args=[contact_id]),
            "due": due,
        }

    def _part(self, key: str) -> dict[str, Any]:
        written = self.written
        form = self.wrong[1] if self.wrong and self.wrong[0] == key else said.section_form(key, written.answers(key))
        clash = next((one for one in written.clashes if one.key == key), None)
        groups = said.laid_out(form)
        for group in groups:
            if group["closed"] is True:
                group["closed"] = words.moment(written.received_at)
        return {
            "key": key,
            "label": said.label_of(key, written),
            "action": reverse("contact_section", args=[written.contact, key]),
            "version": written.version(key),
            "groups": groups,
            "why": said.reasons(form.section),
            "open": form.is_bound,
            "clash": clash
            and {
                "by": clash.written_by,
                "at": words.moment(clash.written_at, self.now),
                "url": reverse("contact_clash", args=[written.contact, clash.clash]),
            },
        }

    def _child(self, one: Any) -> dict[str, Any]:
        return {
            "line": one.line,
            "name": one.given_names or one.name,
            "said": one.said,
            "said_source": said.child_said(one),
            "said_form": self._part(f"said:{one.line}"),
            "ethnicity_form": self._part(f"ethnicity:{one.line}"),
            "ethnicity_held": said.ethnicity_held(one, self.ethnicities.get(one.person or 0)),
            "ethnicity_code": one.known.ethnicity
            if one.known and not self.written.answers(f"ethnicity:{one.line}").get("ethnicity")
            else "",
            "ask_again": one.ask_ethnicity_again and not one.ethnicity,
        }

    def _problem_list(self) -> list[dict[str, str]]:
        if self.wrong:
            return self.wrong[1].problems()
        return [{"text": sentence, "href": _href("", field) if field else ""} for field, sentence in self.problems]


class SendContact(WriteContact):
    """Sends it for a decision. What is missing is listed at the head of the page, each with a way to its place."""

    act = "contact.send"

    def perform(self, *, contact_id: int) -> str:
        send(contact=contact_id, by=self.request.user, at=self.now)
        messages.success(
            self.request, "Sent for a decision. You can still read it here, and record what agencies answer."
        )
        return reverse("contact", args=[contact_id])


class SaveSection(KeepsTyping, WriteContact):
    """Keeps one part as far as it has been typed: for the script in JSON, and for the part's own button."""

    def authorise(self, **address: Any) -> None:
        super().authorise(**address)
        try:
            section_of(address["key"])
        except KeyError:
            raise Http404("A contact has no such part") from None

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if self.request.method != "POST":  # a part has no page of its own
            return HttpResponseRedirect(_back_to(address["contact_id"], address["key"]))
        return super()._page(status, **address)

    def keep(self, *, contact_id: int, key: str) -> Any:
        return self._save(contact_id, key)

    def clash_with(self, clash: Clash, *, contact_id: int, **address: Any) -> tuple[str, str]:
        return clash.by, reverse("contact_clash", args=[contact_id, clash.key])

    def perform(self, *, contact_id: int, key: str) -> str:
        kept = self._save(contact_id, key)
        if isinstance(kept, Clash):
            return reverse("contact_clash", args=[contact_id, kept.key])
        return _back_to(contact_id, key)

    def _save(self, contact: int, key: str) -> Any:
        form = said.section_form(key, {}, self.request.POST)
        answers = form.kept()
        lost = [name for name in form.errors if name not in answers]
        if lost:
            self.wrong = (key, form)
            raise Refused(problems=tuple((name, str(one)) for name in lost for one in form.errors[name]))
        return save_section(
            contact=contact,
            key=key,
            answers=answers,
            based_on=sent_version(self.request.POST.get("version")),
            by=self.request.user,
            at=self.now,
        )


class Presence(OneContact):
    """Who else is writing here, and which parts have newer words: asked now and then by the page's script."""

    act = "contact.write"

    def _page(self, status: int, *, contact_id: int, **address: Any) -> HttpResponse:
        here = presence(contact_id, but=self.request.user, at=self.now)
        try:
            look_in(contact=contact_id, by=self.request.user, at=self.now)
        except ObjectDoesNotExist:
            raise Http404("No such contact") from None
        sections = {
            key: {"version": one.version, "by": one.saved_by, "at": words.clock_time(one.saved_at)}
            for key, one in here.sections.items()
        }
        return JsonResponse({"people": list(here.people), "sections": sections})


class MergeClash(OneContact):
    """Two versions of the same words, side by side: one is kept, or a third is written."""

    act = "contact.write"
    template = "casework/contact_clash.html"

    def show(self, *, contact_id: int, clash_id: int) -> dict[str, Any]:
        written, clash = self._clash(contact_id, clash_id)
        theirs = written.sections[clash.key]
        form = said.section_form(clash.key, both(clash.answers, theirs.answers))
        if self.request.method == "POST" and self.request.POST.get("keep") == "third":
            form = said.section_form(clash.key, {}, self.request.POST)
            form.is_valid()
        mine = clash.written_by == self.request.user.name
        return {
            "reference": written.reference,
            "back_url": _back_to(contact_id, clash.key),
            "label": said.label_of(clash.key, written),
            "mine": mine,
            "section_url": reverse("contact_section", args=[contact_id, clash.key]),
            "writer": clash.written_by,
            "by": theirs.saved_by,
            "version": theirs.version,
            "rows": _differences(
                clash,
                theirs,
                f"{'Yours' if mine else clash.written_by + '’s'}, {words.moment(clash.written_at, self.now)}",
                f"{theirs.saved_by}’s, {words.moment(theirs.saved_at, self.now)}",
            ),
            "groups": said.laid_out(form),
            "problem_list": [{"text": sentence} for _, sentence in self.problems],
        }

    def perform(self, *, contact_id: int, clash_id: int) -> str:
        written, clash = self._clash(contact_id, clash_id)
        keep = self.request.POST.get("keep")
        if keep == "yours":
            answers: Mapping[str, Any] = clash.answers
        elif keep == "theirs":
            answers = written.answers(clash.key)
        else:
            form = said.section_form(clash.key, {}, self.request.POST)
            answers = form.kept()
            refuse_lost(form, answers)
        kept = merge_clash(
            clash=clash.clash,
            answers=answers,
            based_on=sent_version(self.request.POST.get("version")),
            by=self.request.user,
            at=self.now,
        )
        if isinstance(kept, Clash):
            raise Refused(f"{kept.by} changed this part again while you were looking. Look at both once more.")
        return _back_to(contact_id, clash.key)

    def _clash(self, contact_id: int, clash_id: int) -> tuple[Any, Any]:
        written = contact_to_write(contact_id)
        found = next((one for one in written.clashes if one.clash == clash_id), None) if written else None
        if written is None or found is None or found.key not in written.sections:
            raise Http404("These two versions were merged already")
        return written, found


class Weigh(OneContact):
    """A piece of history opened, or set aside with a reason; a hint or a relative waved away."""

    act = "contact.write"
    template = "casework/contact_weigh.html"

    def find(self, *, contact_id: int) -> None:
        if contact_to_write(contact_id) is None:
            raise Http404("No such contact")

    def show(self, *, contact_id: int) -> dict[str, Any]:
        return {
            "about": [one[:40] for one in self.request.POST.getlist("about")],
            "together": "means" in self.request.POST,
            "because": self.request.POST.get("means") or self.request.POST.get("set_aside_because", ""),
            "problem_list": [
                {"text": one, "href": f"#{'means' if 'means' in self.request.POST else 'set_aside_because'}"}
                for _, one in self.problems
            ],
            "back_url": f"{reverse('contact_write', args=[contact_id])}#known",
        }

    def perform(self, *, contact_id: int) -> str:
        chosen = self.request.POST.getlist("about")
        about = chosen[0] if chosen else ""
        opened = bool(self.request.POST.get("opened"))
        because = self.request.POST.get("set_aside_because", "")
        if about.startswith(("hint:", "relative:")) and not because:
            because = "Not needed, said by the writer"
        weigh(
            contact=contact_id,
            about=chosen,
            opened=opened,
            set_aside_because=because,
            means=self._means(),
            by=self.request.user,
            at=self.now,
        )
        kind, _, key = about.partition(":")
        if opened and kind in ("contact", "referral") and key.isdecimal():
            return f"{reverse(kind, args=[int(key)])}?beside={contact_id}"
        back = reverse("contact_write", args=[contact_id])
        return f"{back}#{'part-who' if kind == 'relative' else 'part-what_happened' if kind == 'hint' else 'known'}"

    def _means(self) -> str:
        """What the ticked pieces mean now; asked for when they are weighed together."""
        if "means" not in self.request.POST:
            return ""
        try:
            means = many_lines(self.request.POST["means"])
        except Unclean as unclean:
            raise Refused(f"What they mean now {unclean}", "means") from None
        if not self.request.POST.getlist("about"):
            raise Refused("Tick the earlier work that you weigh together", "means")
        if not means:
            raise Refused("Say what they mean now, in a sentence", "means")
        return means


def _back_to(contact: int, key: str) -> str:
    """The part on the page of writing."""
    name, _, line = key.partition(":")
    return f"{reverse('contact_write', args=[contact])}#{f'{name}-{line}' if line else f'part-{name}'}"


def _href(section: str, field: str) -> str:
    """Where an answer that is missing is given; the part when the field has no box of its own."""
    if section == "history" and field == "known":
        return "#known"
    return f"#{field}" if field else f"#part-{section}"


def _differences(clash: Any, theirs: Any, your_title: str, their_title: str) -> list[Json]:
    """Each question that the two answered differently, in words."""
    section, _ = section_of(clash.key)
    rows = []
    for question in section.every_question():
        mine, other = (said.in_words(question, one.get(question.key)) for one in (clash.answers, theirs.answers))
        if mine == other:
            continue
        left, right = two_versions(mine, other)
        rows.append(
            {
                "question": question.label,
                "yours": {"title": your_title, "pieces": left},
                "theirs": {"title": their_title, "pieces": right},
            }
        )
    return rows
