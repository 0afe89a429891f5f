"""Quiet hints on what somebody is writing: a risk that the words speak of and nobody ticked, an account not tested, an
analysis that does not say yet what is likely. They never stop anybody, and say which words raised them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from goldenthread.casework.queries.assessment import AssessmentWritten
from goldenthread.casework.queries.assessment_standards import judged
from goldenthread.kernel.form import Kind
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import DIMENSIONS, section_of
from goldenthread.rulebook.standards.facts import (
    AccountFacts,
    AssessmentFacts,
    MemberFacts,
    SeenFacts,
    StrengthFacts,
)
from goldenthread.rulebook.text.factors import ASKS, Spoken, mentions
from goldenthread.rulebook.text.people import Part

LONGEST_READ = 60_000
"""Characters of a section that hints read; what follows is read at sign-off."""
MOST_PLACES = 4

STANDARDS_OF: Mapping[str, tuple[str, ...]] = {
    "account": ("assessment.account_tested",),
    "analysis": (
        "assessment.says_what_it_means",
        "assessment.if_nothing_changes",
        "assessment.confidence_explained",
        "assessment.own_analysis",
        "assessment.new_analysis",
    ),
    "voice": ("assessment.child_seen_alone", "assessment.child_quoted"),
    "identity": ("assessment.identity_considered", "assessment.ethnicity_known"),
    "person": ("assessment.household_accounted",),
    "other": ("assessment.household_accounted",),
    **dict.fromkeys(DIMENSIONS - {"identity"}, ("assessment.strengths_evidenced", "assessment.strengths_linked")),
}
"""Which standards are asked of which section while it is written."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A hint. `words` are those that raised it. For a factor, `factor` is its code and `children` those for whom it is
    neither ticked nor set aside; else `standard` is the standard and `sentence` what it is about."""

    hint: str
    words: tuple[str, ...] = ()
    factor: str = ""
    label: str = ""
    children: tuple[int, ...] = ()
    standard: str = ""
    sentence: str = ""
    read_as_no: tuple[str, ...] = ()


def quiet_hints(
    written: AssessmentWritten,
    key: str,
    answers: Mapping[str, Any],
    *,
    on: date,
    earlier: Mapping[str, Any] | None = None,
) -> tuple[Quiet, ...]:
    """What a section as it is typed gives cause to ask. No query. Raises `KeyError` for a key that is not asked.

    `earlier` are the same child's answers in the assessment before, where they were read.
    """
    section, of = section_of(key)
    if section.key in ("factors", "outcome"):
        return ()
    longs = [question.key for question in section.every_question() if question.kind is Kind.LONG_TEXT]
    text = "\n\n".join(answers[name] for name in longs if isinstance(answers.get(name), str))[:LONGEST_READ]
    if not text.strip():
        return ()
    return (*_factors(written, of, section.key, text, on), *_standards(written, section.key, of, answers, earlier))


def _factors(written: AssessmentWritten, of: int | None, section: str, text: str, on: date) -> Iterator[Quiet]:
    children = [one for one in written.children if one.child == of] or list(written.children)
    answered = {one.child: {*one.factors, *one.set_aside} for one in children}
    everywhere = set.intersection(*answered.values()) if answered else set()
    known = cast_of(written)
    said = _spoken(text, tuple(sorted(known.items())), on.year)
    asked: dict[str, list[str]] = {}
    for one in said:
        if one.standing in ASKS and one.code not in everywhere:
            asked.setdefault(one.code, []).append(one.words)
    noes = tuple(dict.fromkeys(one.because or one.words for one in said if one.standing not in ASKS))[:MOST_PLACES]
    for code, words in asked.items():
        waiting = tuple(child for child, codes in answered.items() if code not in codes)
        if len(children) > 1 and len(waiting) < len(children):
            continue  # of a text about the whole family, one child's tick answers it
        yield Quiet(
            hint="",
            words=tuple(dict.fromkeys(words))[:MOST_PLACES],
            factor=code,
            label=SETS["assessment_factors"].label(code),
            children=waiting,
            standard="assessment.risk_named",
            read_as_no=noes,
        )


@lru_cache(maxsize=256)
def _spoken(text: str, known: tuple[tuple[str, Part], ...], year: int) -> tuple[Spoken, ...]:
    """What a text speaks of. A page shows the hints of several parts, of which one changes at a time."""
    return mentions(text, known=dict(known), year=year)


def cast_of(written: AssessmentWritten) -> dict[str, Part]:
    """Who the names in the text are, as the rules know them: small letters."""
    known: dict[str, Part] = {}
    for member in written.family:
        if member.short:
            part = Part.PARENT if member.parent or member.part == "partner" else Part.OTHER
            known[member.short.lower()] = part
    for child in written.everyone:
        known[child.short.lower()] = Part.CHILD
    return {name: part for name, part in known.items() if " " not in name}


def _standards(
    written: AssessmentWritten,
    section: str,
    of: int | None,
    answers: Mapping[str, Any],
    earlier: Mapping[str, Any] | None,
) -> Iterator[Quiet]:
    only = STANDARDS_OF.get(section, ())
    if not only:
        return
    if section in DIMENSIONS - {"identity"} and not answers.get("strengths"):
        return  # a part without a strength is no fault; the whole is asked for one at sign-off
    facts = _facts(written, section, of, answers, earlier or {})
    for line in judged(of or 0, facts, only=only):
        if line.met is False:
            yield Quiet(hint=line.hint, words=line.because, standard=line.standard, sentence=line.sentence)


def _facts(
    written: AssessmentWritten,
    section: str,
    of: int | None,
    answers: Mapping[str, Any],
    earlier: Mapping[str, Any],
) -> AssessmentFacts:
    """Only what the section itself says, so that a hint is about what is being written."""

    def said(name: str) -> str:
        value = answers.get(name, "")
        return value if isinstance(value, str) else ""

    child = next((one for one in written.children if one.child == of), None)
    if section == "account":
        account = AccountFacts(**{name: said(name) for name in ("who", "says", "known", "tested", "think")})
        return AssessmentFacts(accounts=(account,))
    if section in ("person", "other"):
        spoken = answers.get("spoken")
        if spoken is None and section == "person":
            return AssessmentFacts()
        called = said("name") or written.called(of)
        member = MemberFacts(
            called=called, spoken_to=spoken if isinstance(spoken, bool) else None, why_not=said("why_not")
        )
        return AssessmentFacts(household=(member,))
    if section == "analysis":
        return AssessmentFacts(
            child_names=(child.short,) if child else (),
            analysis=said("means"),
            if_nothing_changes=said("unchanged"),
            confidence=said("confidence"),
            confidence_because=said("confidence_because"),
            earlier_analysis=str(earlier.get("means", "")),
            sibling_analyses=tuple(
                str(written.answers(f"analysis:{one.child}").get("means", ""))
                for one in written.children
                if one.child != of and written.answers(f"analysis:{one.child}").get("means")
            ),
        )
    if section == "voice":
        return AssessmentFacts(
            age_months=_months(child.born_on, written.started_on) if child else None,
            child_view=said("view"),
            seen=tuple(
                SeenFacts(
                    on=one.at.date(),
                    seen=one.seen,
                    alone=one.alone,
                    not_alone_because=one.not_alone_because,
                    words=one.words,
                    shown=one.showed,
                )
                for one in written.seen
                if one.child == of
            ),
        )
    if section == "identity":
        return AssessmentFacts(
            ethnicity=child.ethnicity if child else "",
            ethnicity_unknown_because=child.ethnicity_not_known_because if child else "",
            identity=" ".join(said(name) for name in ("evidence", "strengths", "worries")),
        )
    return AssessmentFacts(
        strengths=(StrengthFacts(text=said("strengths"), evidence=said("evidence"), bears_on=said("worries")),)
    )


def _months(born_on: date | None, on: date) -> int | None:
    if born_on is None or on < born_on:
        return None
    return (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
