"""Writing an assessment: a part on a page, its sections that save by themselves, hints, history, and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import NotAllowed
from goldenthread.casework.pages import assessment_words as say
from goldenthread.casework.pages.assessment import OneAssessment, ShowAssessment, challenges_about, to_writing
from goldenthread.casework.pages.autosave import KeepsTyping, both, refuse_lost, sent_version
from goldenthread.casework.pages.typed import keys_of
from goldenthread.casework.public import Clash
from goldenthread.casework.public.assessment import (
    Past,
    answer_challenge,
    answer_history,
    look_in_assessment,
    merge_assessment_clash,
    presence_in,
    quiet_hints,
    require_assessment,
    save_assessment_section,
    sections_of,
    set_factor_aside,
    tick_factor,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import PARTS, part_holding, part_of, section_of
from goldenthread.ui import words
from goldenthread.ui.compare import two_versions
from goldenthread.ui.forms import SectionForm
from goldenthread.ui.pasted import plain

Json = dict[str, Any]


class WritePart(OneAssessment):
    """One part on a page of its own: its question, its sections, what they call for, and the history at the side."""

    act = "assessment.write"
    template = "casework/assessment_write.html"
    wrong: tuple[str, SectionForm] | None = None
    refused: tuple[str, SectionForm] | None = None  # what was typed, where the act and not an answer was refused

    def instead(self) -> str:
        return "" if self.written.writable else reverse("assessment", args=[self.written.assessment])

    def part_address(self, **address: Any) -> str:
        return address["part"]

    def show(self, *, assessment_id: int, **address: Any) -> Json:
        written, where = self.written, self.part_address(**address)
        try:
            part, of = part_of(where)
        except KeyError:
            raise Http404("An assessment has no such part") from None
        every = say.parts_of(written)
        place = next((n for n, (one, _, _) in enumerate(every) if one == where), None)
        if place is None:
            raise Http404("This assessment has no such part")
        beside = bool(self.request.GET.get("beside")) and written.previous is not None
        before = self._previous() if beside or part.key == "analysis" else {}
        forms = []
        for key in say.section_keys(part, written, of):
            typed_here = self.wrong or (self.refused if self.problems else None)
            wrong = typed_here[1] if typed_here and typed_here[0] == key else None
            found = quiet_hints(
                written, key, written.answers(key), on=timezone.localdate(self.now), earlier=before.get(key)
            )
            forms.append(
                say.part_form(
                    key,
                    written,
                    self.now,
                    form=wrong,
                    hints=say.hint_rows(written, key, found),
                    earlier=before.get(key) if beside else None,
                    flags=challenges_about(written, key),
                )
            )
        saved = max((section.saved_at for section in written.sections.values()), default=None)
        asked = [one for one in written.history if one.asked and one.open_to]
        chosen = self._chosen(asked)
        # A long history is drawn whole on its own part; at the side of the others as much as fits.
        shown = written.history if part.key == "history" else _side(asked, chosen)
        history = [say.past_row(one, self.now) for one in shown]
        return self.head() | {
            "part": part,
            "where": where,
            "of": of,
            "number": place + 1,
            "count": len(every),
            "question": say.question_of(part, written, of),
            "title": say.title_of(part, written, of),
            "forms": forms,
            "add": self._add(part, assessment_id),
            "writable": written.writable,
            "saved": words.clock_time(saved),
            "presence_url": f"{reverse('assessment_presence', args=[assessment_id])}?part={where}",
            "next": self._link(every[place + 1], assessment_id) if place + 1 < len(every) else None,
            "previous_part": self._link(every[place - 1], assessment_id) if place else None,
            "history": history,
            "asked_count": len(asked),
            "answered_count": sum(not one.to_answer for one in asked),
            "chosen": say.past_row(chosen, self.now) if chosen else None,
            "side_rows": history if part.key != "history" else [],
            "history_url": reverse("assessment_history", args=[assessment_id]),
            "history_part_url": reverse("assessment_part", args=[assessment_id, "history"]),
            "history_choices": [
                {"value": one.code, "label": one.label, "hint": one.hint} for one in SETS["history_answer"].items
            ],
            "typed": self.request.POST,
            "typed_about": self.request.POST.getlist("about"),
            "typed_children": self._typed_children(),
            "beside": beside,
            "beside_url": f"?{'' if beside else 'beside=1'}" if written.previous else "",
            "previous_url": reverse("assessment", args=[written.previous]) if written.previous else "",
            "seen": say.seen_rows(written, of) if part.key == "voice" and of else [],
            "spoken": [one for one in written.seen if one.child == of and (one.words or one.showed)]
            if part.key in ("voice", "analysis")
            else [],
            "child_name": written.called(of),
            "factor_url": reverse("assessment_factor", args=[assessment_id]),
            "problem_list": self._problem_list(),
        }

    def _add(self, part: Any, assessment: int) -> Json | None:
        """The way to one more numbered section, once those on the page are written."""
        label = {"accounts": "Add another thing they have told us", "people": "Add somebody else without a record"}
        if part.key not in label or not self.written.writable:
            return None
        name = "account" if part.key == "accounts" else "other"
        last = max(self.written.numbers(name), default=0) + 1
        url = reverse("assessment_part", args=[assessment, part.key])
        return {"label": label[part.key], "url": f"{url}?more={last}#section-{name}-{last + 1}"}

    def _link(self, entry: tuple[str, Any, int | None], assessment: int) -> Json:
        address, part, of = entry
        return {
            "url": reverse("assessment_part", args=[assessment, address]),
            "title": say.title_of(part, self.written, of),
        }

    def _previous(self) -> Mapping[str, Mapping[str, Any]]:
        """The sections of the assessment before, where she may read it."""
        if self.written.previous is None:
            return {}
        try:
            require_assessment(self.request.user, "child.read", self.written.previous, at=self.now)
        except NotAllowed:
            return {}
        return sections_of(self.written.previous)

    def _chosen(self, asked: Sequence[Past]) -> Past | None:
        """The piece of history that the side asks about: the one she chose, or the first that waits."""
        wanted = self.request.GET.get("piece") or (self.request.POST.get("about") if self.problems else "")
        found = next((one for one in asked if one.about == wanted), None)
        return found or next((one for one in asked if one.to_answer), None)

    def _typed_children(self) -> list[int]:
        given = self.request.POST.getlist("children")
        if self.request.method != "POST" or "answer" not in self.request.POST:
            return [one.child for one in self.written.children]
        return keys_of(given)

    def _problem_list(self) -> list[Json]:
        if self.wrong:
            return self.wrong[1].problems()
        return [{"text": text, "href": f"#{field}" if field else ""} for field, text in self.problems]


MOST_AT_THE_SIDE = 12


def _side(asked: Sequence[Past], chosen: Past | None) -> list[Past]:
    """The pieces of history that stand at the side of a part: those that wait, then those answered, as many as fit."""
    shown = sorted(asked, key=lambda one: not one.to_answer)[:MOST_AT_THE_SIDE]
    if chosen is not None and chosen not in shown:
        shown = [chosen, *shown[:-1]]
    kept = {one.about for one in shown}
    return [one for one in asked if one.about in kept]


def typed(request: HttpRequest) -> QueryDict:
    """What was posted, a word processor's markup made plain before its length is counted."""
    posted = request.POST.copy()
    for name, values in posted.lists():
        posted.setlist(name, [plain(value) for value in values])
    return posted


class SaveAssessmentSection(KeepsTyping, WritePart):
    """Keeps one section as far as it has been typed: for the script in JSON, and for the section's own button."""

    def part_address(self, **address: Any) -> str:
        return part_holding(address["key"])

    def authorise(self, **address: Any) -> None:
        super().authorise(**address)
        try:
            section_of(address["key"])
        except KeyError:
            raise Http404("An assessment has no such part") from None

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if self.request.method != "POST":  # a section has no page of its own
            return HttpResponseRedirect(back_to(address["assessment_id"], address["key"]))
        return super()._page(status, **address)

    def keep(self, *, assessment_id: int, key: str) -> Any:
        return self._save(assessment_id, key)

    def clash_with(self, clash: Clash, *, assessment_id: int, **address: Any) -> tuple[str, str]:
        return clash.by, reverse("assessment_clash", args=[assessment_id, clash.key])

    def perform(self, *, assessment_id: int, key: str) -> str:
        kept = self._save(assessment_id, key)
        if isinstance(kept, Clash):
            return reverse("assessment_clash", args=[assessment_id, kept.key])
        return back_to(assessment_id, key)

    def _save(self, assessment: int, key: str) -> Any:
        form = say.section_form(key, {}, typed(self.request))
        answers = form.kept()
        lost = [name for name in form.errors if name not in answers]
        if lost:
            self.wrong = (key, form)
            raise Refused(problems=tuple((name, str(one)) for name in lost for one in form.errors[name]))
        self.refused = (key, form)
        return save_assessment_section(
            assessment=assessment,
            key=key,
            answers=answers,
            based_on=sent_version(self.request.POST.get("version")),
            by=self.request.user,
            at=self.now,
        )


def back_to(assessment: int, key: str) -> str:
    """The section on the page of its part."""
    return f"{reverse('assessment_part', args=[assessment, part_holding(key)])}#form-{say.prefix_of(key)}"


class AssessmentHints(OneAssessment):
    """Hints on what stands in a section as it is typed: a piece of the page, asked for by its script. It writes
    nothing and stops nobody; without a script the hints are on the page after each save."""

    act = "assessment.write"
    template = "casework/assessment_hints.html"

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, *args, **address)
        self.request, self.now, self.problems = request, timezone.now(), ()
        self.authorise(**address)
        return Page._page(self, 200, **address)  # the page itself told the ledger that it was read

    def _page(self, status: int, *, assessment_id: int, key: str) -> HttpResponse:
        try:
            return HttpResponseRedirect(back_to(assessment_id, key))
        except StopIteration:
            raise Http404("An assessment has no such part") from None

    def show(self, *, assessment_id: int, key: str) -> Json:
        self.written = self.load(assessment_id, with_history=False)
        try:
            form = say.section_form(key, {}, typed(self.request))
            found = quiet_hints(self.written, key, form.kept(), on=timezone.localdate(self.now))
        except KeyError:
            raise Http404("An assessment has no such part") from None
        return {
            "hints": say.hint_rows(self.written, key, found),
            "key": key,
            "writable": self.written.writable,
            "factor_url": reverse("assessment_factor", args=[assessment_id]),
        }


class AssessmentPresence(OneAssessment):
    """Who else is writing here and in which part, and which sections have newer words."""

    act = "assessment.write"

    def _page(self, status: int, *, assessment_id: int, **address: Any) -> HttpResponse:
        here = presence_in(assessment_id, but=self.request.user, at=self.now)
        look_in_assessment(
            assessment=assessment_id, section=self.request.GET.get("part", ""), by=self.request.user, at=self.now
        )
        titles = {part.key: part.title.replace("{name}: ", "").replace("{name} ", "") for part in PARTS}
        people = [
            f"{name} ({titles[part.partition(':')[0]]})" if part.partition(":")[0] in titles else name
            for name, part in here.people
        ]
        sections = {
            key: {"version": one.version, "by": one.saved_by, "at": words.clock_time(one.saved_at)}
            for key, one in here.sections.items()
        }
        return JsonResponse({"people": people, "sections": sections})


class MergeAssessmentClash(OneAssessment):
    """Two versions of the same words, side by side: one is kept, or a third is written."""

    act = "assessment.write"
    template = "casework/assessment_clash.html"

    def show(self, *, assessment_id: int, clash_id: int) -> Json:
        clash = self._clash(clash_id)
        theirs = self.written.sections[clash.key]
        form = say.section_form(clash.key, both(clash.answers, theirs.answers))
        if self.request.method == "POST" and self.request.POST.get("keep") == "third":
            form = say.section_form(clash.key, {}, typed(self.request))
            form.is_valid()
        mine = clash.written_by == self.request.user.name
        section, _ = section_of(clash.key)
        rows = []
        for question in section.every_question():
            left, right = (say.in_words(question, one.get(question.key)) for one in (clash.answers, theirs.answers))
            if left != right:
                yours, others = two_versions(left, right)
                rows.append(
                    {
                        "question": question.label,
                        "yours": {
                            "title": f"{'Yours' if mine else clash.written_by + '’s'}, "
                            f"{words.moment(clash.written_at, self.now)}",
                            "pieces": yours,
                        },
                        "theirs": {
                            "title": f"{theirs.saved_by}’s, {words.moment(theirs.saved_at, self.now)}",
                            "pieces": others,
                        },
                    }
                )
        return self.head() | {
            "label": say.label_of(clash.key, self.written),
            "back_url": back_to(assessment_id, clash.key),
            "section_url": reverse("assessment_section", args=[assessment_id, clash.key]),
            "mine": mine,
            "writer": clash.written_by,
            "by": theirs.saved_by,
            "version": theirs.version,
            "rows": rows,
            "groups": say.laid_out(form),
            "problem_list": [{"text": sentence} for _, sentence in self.problems],
        }

    def perform(self, *, assessment_id: int, clash_id: int) -> str:
        self.written = self.load(assessment_id)
        clash = self._clash(clash_id)
        keep = self.request.POST.get("keep")
        if keep == "yours":
            answers: Mapping[str, Any] = clash.answers
        elif keep == "theirs":
            answers = self.written.answers(clash.key)
        else:
            form = say.section_form(clash.key, {}, typed(self.request))
            answers = form.kept()
            refuse_lost(form, answers)
        kept = merge_assessment_clash(
            clash=clash.clash,
            answers=answers,
            based_on=sent_version(self.request.POST.get("version")),
            by=self.request.user,
            at=self.now,
        )
        if isinstance(kept, Clash):
            raise Refused(f"{kept.by} changed this part again while you were looking. Look at both once more.")
        return back_to(assessment_id, clash.key)

    def _clash(self, clash_id: int) -> Any:
        found = next((one for one in self.written.clashes if one.clash == clash_id), None)
        if found is None or found.key not in self.written.sections:
            raise Http404("These two versions were merged already")
        return found


class AnswerHistory(WritePart):
    """Says what earlier concerns mean now, one or several alike: from the side of any part, or the part of history."""

    def part_address(self, **address: Any) -> str:
        where = self.request.POST.get("where", "")
        return where if self._asked(where) else "history"

    def _asked(self, where: str) -> bool:
        return any(where == one for one, _, _ in say.parts_of(self.written))

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if self.request.method != "POST":
            return HttpResponseRedirect(reverse("assessment_part", args=[address["assessment_id"], "history"]))
        return super()._page(status, **address)

    def perform(self, *, assessment_id: int) -> str:
        posted = typed(self.request)
        children = keys_of(posted.getlist("children"))
        done = answer_history(
            assessment=assessment_id,
            about=posted.getlist("about"),
            answer=posted.get("answer", ""),
            because=posted.get("because", ""),
            children=children,
            in_analysis=bool(posted.get("in_analysis")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, f"{words.plural(done, 'earlier concern')} answered.")
        self.written = self.load(assessment_id)
        where = self.part_address()
        return (
            f"{reverse('assessment_part', args=[assessment_id, where])}#{'history' if where != 'history' else 'main'}"
        )


class AnswerFactor(OneAssessment):
    """A prompt answered: the factor ticked, or set aside as not a concern, with why."""

    act = "assessment.write"

    def _page(self, status: int, *, assessment_id: int) -> HttpResponse:
        for _, sentence in self.problems:
            messages.error(self.request, sentence)
        key = self.request.POST.get("key", "")
        try:
            return HttpResponseRedirect(back_to(assessment_id, key)) if key else to_writing(assessment_id)
        except StopIteration:
            return to_writing(assessment_id)

    def perform(self, *, assessment_id: int) -> str:
        posted = self.request.POST
        key, factor = posted.get("key", ""), posted.get("factor", "")
        children = keys_of(posted.getlist("child"))
        if not children:
            raise Refused("Choose for which child.")
        for child in children:
            about = {
                "assessment": assessment_id,
                "child": child,
                "factor": factor,
                "by": self.request.user,
                "at": self.now,
            }
            if posted.get("aside"):
                because = posted.get("because", "")
                set_factor_aside(words=posted.get("words", ""), because=because, **about)
            else:
                tick_factor(**about)
        label = SETS["assessment_factors"].label(factor)
        done = "is set aside, with your reason" if posted.get("aside") else "is ticked"
        messages.success(self.request, f"“{label}” {done}.")
        try:
            return back_to(assessment_id, key)
        except StopIteration:
            return reverse("assessment", args=[assessment_id])


class AnswerChallenge(KeepsTyping, ShowAssessment):
    """The author's answer to a manager's challenge."""

    act = "assessment.write"

    def keep(self, **address: Any) -> None:
        self._answer(**address)

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if self.request.method != "POST":
            return HttpResponseRedirect(
                f"{reverse('assessment', args=[address['assessment_id']])}#challenge-{address['number']}"
            )
        return super()._page(status, **address)

    def perform(self, *, assessment_id: int, number: int) -> str:
        self._answer(assessment_id=assessment_id, number=number)
        messages.success(self.request, f"Your answer to challenge {number} is kept. It goes with the assessment.")
        return f"{reverse('assessment', args=[assessment_id])}#challenge-{number}"

    def _answer(self, *, assessment_id: int, number: int) -> None:
        answer = typed(self.request).get("answer", "")
        answer_challenge(assessment=assessment_id, number=number, answer=answer, by=self.request.user, at=self.now)
