"""What was typed on the forms of child protection, as its operations take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.casework.public.child_protection import (
    ActionSaid,
    ChildSaid,
    ConcernSaid,
    ConferenceChild,
    ConferenceSaid,
    OutcomeSaid,
    PartSaid,
    PlanActionSaid,
    Shown,
    StrategySaid,
    who_signs_in,
)
from goldenthread.rulebook.forms.child_protection import (
    AGENCIES,
    ASKED_LINES,
    EXTRA_LINES,
    OUTLINE_LINES,
    STRATEGY_ACTIONS,
)

LONGEST_TITLE = 110

type Asked = Sequence[tuple[str, str, str, int | None]]
"""Name, agency, role and person of those whom a meeting usually asks."""


def strategy_said(answers: Mapping[str, Any]) -> StrategySaid:
    """A strategy discussion from its form."""
    parts = [
        PartSaid(name=line[:120], agency=agency, attended=True)
        for agency in AGENCIES
        for line in _lines(_text(answers, f"part_{agency}"))
    ]
    return StrategySaid(
        held_at=answers["held_at"],
        parts=parts,
        summary=_text(answers, "summary"),
        decision=_text(answers, "decision"),
        rationale=_text(answers, "rationale"),
        kept_safe=_text(answers, "kept_safe"),
        not_quorate_because=_text(answers, "not_quorate_because"),
        actions=_actions(answers),
        next_on=answers.get("next_on"),
    )


def agency_lines(meeting: Shown) -> dict[str, str]:
    """Those asked to a strategy discussion, as its form begins: a line a person under each agency."""
    found: dict[str, list[str]] = {}
    for part in meeting.parts:
        agency = part.agency if part.agency in AGENCIES else "other"
        found.setdefault(f"part_{agency}", []).append(", ".join(word for word in (part.name, part.role) if word))
    return {key: "\n".join(lines) for key, lines in found.items()}


def asked_start(usual: Asked) -> dict[str, str]:
    """Those usually asked, in the lines of the form."""
    start = {}
    for n, (name, agency, role, _) in enumerate(usual[:ASKED_LINES], start=1):
        start |= {f"asked_{n}_name": name, f"asked_{n}_role": role, f"asked_{n}_agency": agency}
    return start


def asked_parts(answers: Mapping[str, Any], usual: Asked) -> list[PartSaid]:
    """Those asked to a conference. Somebody of the family is joined to her record by her name."""
    known = {name.casefold(): person for name, _, _, person in usual if person is not None}
    return [
        PartSaid(
            name=name,
            role=_text(answers, f"asked_{n}_role"),
            agency=_text(answers, f"asked_{n}_agency") or "other",
            person=known.get(name.casefold()),
        )
        for n in range(1, ASKED_LINES + 1)
        if (name := _text(answers, f"asked_{n}_name"))
    ]


def conference_said(answers: Mapping[str, Any], meeting: Shown) -> ConferenceSaid:
    """A conference from its form. An answer to a choice that was not picked is not there."""
    owners = who_signs_in(
        [
            _text(answers, f"outline_{one.child}_{n}_owner")
            for one in meeting.children
            for n in range(1, OUTLINE_LINES + 1)
        ]
    )
    return ConferenceSaid(
        held_at=answers["held_at"],
        parts=_parts(answers, meeting),
        children=[_child(answers, one.child, one.plan, owners) for one in meeting.children],
        summary=_text(answers, "summary"),
        quorate=bool(answers.get("quorate")),
        not_quorate_because=_text(answers, "not_quorate_because"),
        measured_change=_text(answers, "measured_change"),
        contingency_weighed=_text(answers, "contingency_weighed"),
        next_on=answers.get("next_on"),
    )


def _parts(answers: Mapping[str, Any], meeting: Shown) -> list[PartSaid]:
    asked = [
        PartSaid(
            name=part.name,
            agency=part.agency,
            role=part.role,
            person=part.person,
            user=part.user,
            attended=answers.get(f"part_{n}_attended"),
            absent_because=_text(answers, f"part_{n}_absent"),
            report_shared_on=answers.get(f"part_{n}_shared_on") or part.report_shared_on,
            view=_text(answers, f"part_{n}_view"),
            dissents=bool(_text(answers, f"part_{n}_dissent")),
            dissent=_text(answers, f"part_{n}_dissent"),
            key=part.key,
        )
        for n, part in enumerate(meeting.parts, start=1)
    ]
    before = len(meeting.parts)
    return asked + [
        PartSaid(
            name=name[:120],
            agency=_text(answers, f"part_{n}_agency") or "other",
            attended=True,
            view=_text(answers, f"part_{n}_view"),
        )
        for n in range(before + 1, before + EXTRA_LINES + 1)
        if (name := _text(answers, f"part_{n}_name"))
    ]


def _child(answers: Mapping[str, Any], key: int, plan: int | None, owners: Mapping[str, int]) -> ConferenceChild:
    said = ChildSaid(
        child=key,
        plan=plan,
        attended=answers.get(f"attended_{key}"),
        views=_text(answers, f"views_{key}"),
        views_brought_how=_text(answers, f"views_brought_how_{key}"),
        family_view=_text(answers, f"family_view_{key}"),
        decision=_text(answers, f"decision_{key}"),
        category=_text(answers, f"category_{key}"),
        reasons=_text(answers, f"reasons_{key}"),
    )
    lines = [_line(answers, f"outline_{key}_{n}", owners) for n in range(1, OUTLINE_LINES + 1)]
    return ConferenceChild(
        said=said,
        outline=[line for line in lines if line is not None],
        contingency=_text(answers, f"contingency_{key}"),
        contingency_by=answers.get(f"contingency_by_{key}"),
        visit_every=answers.get(f"visit_every_{key}"),
        end_reason=_text(answers, f"end_reason_{key}"),
        step_down_to=_text(answers, f"step_down_to_{key}"),
    )


def _line(answers: Mapping[str, Any], key: str, owners: Mapping[str, int]) -> ConcernSaid | None:
    """A line of the outline plan; None for one in which nothing was written."""
    saw, outcome, what, owner = (_text(answers, f"{key}_{name}") for name in ("saw", "outcome", "what", "owner"))
    due_on = answers.get(f"{key}_due_on")
    if not (saw or outcome or what or owner or due_on):
        return None
    action = PlanActionSaid(what=what, owner_name=owner, owner=owners.get(owner), due_on=due_on)
    first = saw.split(". ")[0].rstrip(".")
    title = first if len(first) <= LONGEST_TITLE else f"{first[:LONGEST_TITLE].rpartition(' ')[0]}…"
    return ConcernSaid(title=title, saw=saw, need=saw, outcomes=[OutcomeSaid(words=outcome, actions=[action])])


def _actions(answers: Mapping[str, Any]) -> list[ActionSaid]:
    rows = []
    for n in range(1, STRATEGY_ACTIONS + 1):
        what, owner = _text(answers, f"action_{n}_what"), _text(answers, f"action_{n}_owner")
        due_on = answers.get(f"action_{n}_due_on")
        if what or owner or due_on:
            rows.append((what, owner, due_on))
    known = who_signs_in([owner for _, owner, _ in rows])
    return [ActionSaid(what, due_on, known.get(owner), owner) for what, owner, due_on in rows]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _text(answers: Mapping[str, Any], key: str) -> str:
    return str(answers.get(key) or "").strip()
