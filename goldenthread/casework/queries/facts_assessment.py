"""What the standards read of assessments: one child's assessment each, in as many queries whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from goldenthread.access.public import among, kept
from goldenthread.casework.models import (
    AssessmentChild,
    AssessmentSection,
    Challenge,
    Concern,
    Deadline,
    HistoryAnswered,
    Plan,
    ReviewPoint,
    VisitChild,
)
from goldenthread.casework.queries.assessment_family import Member, households
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import DIMENSIONS, NEEDS, VARIANTS, Whose, section_of
from goldenthread.rulebook.forms.assessment import WHOSE as OF
from goldenthread.rulebook.standards.facts import (
    AccountFacts,
    AssessmentFacts,
    ChallengeFacts,
    HistoryFacts,
    MemberFacts,
    PassageFacts,
    SeenFacts,
    StrengthFacts,
)


def assessment_facts(keys: Collection[int], *, on: date) -> dict[int, AssessmentFacts]:
    """Facts by the key of a child's line in an assessment; a key that is nobody's is left out. Four queries, whatever
    their number. `on` is the day on which it is asked."""
    rows = _lines(keys=list(keys)) if keys else []
    people = households({row.child_id for row in rows}, on=on) if rows else {}
    return {row.pk: _facts(row, people.get(row.child_id, ()), on) for row in rows}


def lines_of(assessment: int) -> dict[int, int]:
    """The line of each child who is in an assessment now, by child. One query."""
    return dict(_lines_of(assessment=assessment))


def passage_facts(facts: AssessmentFacts) -> PassageFacts:
    """All that is written about one child as one passage, for the rules that read text alone."""
    return PassageFacts(
        text="\n\n".join(text for _, text in facts.texts), factors=facts.factors, set_aside=facts.set_aside
    )


@kept
def _lines_of(*, assessment: int) -> QuerySet:
    return AssessmentChild.objects.filter(assessment=assessment, taken_out_at=None).values_list("child", "pk")


@kept
def _lines(*, keys: list[int]) -> QuerySet[AssessmentChild]:
    mine = {"assessment": OuterRef("assessment")}
    due = Deadline.objects.filter(
        Q(referral=OuterRef("referral"), about="") | Q(child=OuterRef("child"), about__startswith="assessment:"),
        clock__in=[one.clock for one in VARIANTS.values()],
        void_at=None,
    )
    before = AssessmentSection.objects.filter(assessment=OuterRef("assessment__previous"), key__startswith="analysis:")
    answers = Concern.objects.filter(child=OuterRef("child"), outcomes__isnull=False).exclude(factor="")
    return (
        AssessmentChild.objects.filter(among("pk", keys))
        .select_related("assessment", "child")
        .annotate(
            section_rows=_rows(AssessmentSection.objects.filter(**mine).order_by("pk"), "key", "answers"),
            others=ArraySubquery(
                AssessmentChild.objects.filter(**mine, taken_out_at=None)
                .exclude(child=OuterRef("child"))
                .values("child")
            ),
            history_rows=_rows(
                HistoryAnswered.objects.filter(**mine).order_by("happened_on", "pk"),
                *("title", "happened_on", "answer", "because", "in_analysis"),
            ),
            challenge_rows=_rows(Challenge.objects.filter(**mine).order_by("number"), "words", "answer"),
            point_rows=_rows(ReviewPoint.objects.filter(**mine).order_by("due_on", "pk"), "due_on", "held_on", "words"),
            visit_rows=_rows(
                VisitChild.objects.filter(child=OuterRef("child"), visit__assessment=OuterRef("assessment")).order_by(
                    "visit__happened_at", "pk"
                ),
                *("seen", "alone", "not_alone_because", "bedroom_seen", "words", "showed"),
                at="visit__happened_at",
                place="visit__place",
            ),
            earlier_rows=_rows(before, "key", "answers"),
            due=Subquery(due.order_by("due_on").values("due_on")[:1]),
            answered_codes=ArraySubquery(answers.values("factor")),
            planned=Exists(
                Plan.objects.filter(child=OuterRef("child"), started_on__gte=OuterRef("assessment__started_on"))
            ),
        )
    )


def _rows(rows: QuerySet, *columns: str, **named: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{column: column for column in columns}, **named)))


def _facts(row: Any, members: Collection[Member], on: date) -> AssessmentFacts:
    held, child = row.assessment, row.child
    answers: dict[str, Mapping[str, Any]] = {one["key"]: one["answers"] for one in row.section_rows}
    parents = {member.key for member in members if member.parent}
    mine = {key: said for key, said in answers.items() if _is_hers(key, row.child_id, parents)}
    analysis = answers.get(f"analysis:{row.child_id}", {})
    voice = answers.get(f"voice:{row.child_id}", {})
    code = child.ethnicity
    why_not_known = child.ethnicity_not_known_because
    return AssessmentFacts(
        age_months=_months(child.born_on, held.started_on),
        child_names=tuple(name for name in (child.given_names.split(" ")[0], child.family_name) if name),
        ethnicity=code,
        ethnicity_unknown_because=SETS["ethnicity_unknown_reason"].label(why_not_known) if why_not_known else "",
        identity=_joined(answers.get(f"identity:{row.child_id}", {})),
        texts=tuple(_texts(mine)),
        analysis=analysis.get("means", ""),
        if_nothing_changes=analysis.get("unchanged", ""),
        confidence=analysis.get("confidence", ""),
        confidence_because=analysis.get("confidence_because", ""),
        earlier_analysis=next(
            (one["answers"].get("means", "") for one in row.earlier_rows if one["key"] == f"analysis:{row.child_id}"),
            "",
        ),
        sibling_analyses=tuple(
            text for other in row.others if (text := answers.get(f"analysis:{other}", {}).get("means", ""))
        ),
        strengths=tuple(_strengths(mine)),
        accounts=tuple(_accounts(answers)),
        seen=tuple(_seen(one, child) for one in row.visit_rows),
        child_view=voice.get("view", ""),
        history=tuple(
            HistoryFacts(
                title=one["title"],
                on=_day(one["happened_on"]),
                answer=one["answer"],
                because=one["because"],
                in_analysis=one["in_analysis"],
            )
            for one in row.history_rows
        ),
        household=() if held.loaded else tuple(_household(members, answers)),
        factors=tuple(row.factors or ()),
        set_aside=tuple(one["factor"] for one in row.set_aside),
        factors_answered=tuple(dict.fromkeys(row.answered_codes)),
        plan_made=row.planned,
        started_on=held.started_on,
        due_on=row.due,
        review_point_on=_day(row.point_rows[0]["due_on"]) if row.point_rows else None,
        review_held_on=next((_day(one["held_on"]) for one in row.point_rows if one["held_on"]), None),
        review_words=" ".join(one["words"] for one in row.point_rows if one["words"]),
        concluded=held.state in ("with_manager", "authorised"),
        written_by=str(held.author_id or ""),
        authorised_by=str(held.authorised_by_id or ""),
        authorised_on=timezone.localdate(held.authorised_at) if held.authorised_at else None,
        sign_off_words=held.authorised_words,
        challenges=tuple(ChallengeFacts(text=one["words"], answer=one["answer"]) for one in row.challenge_rows),
        shared_on=held.shared_on,
    )


def _is_hers(key: str, child: int, parents: Collection[int]) -> bool:
    """Whether a section tells of this child: her own, the family's, and her parents'."""
    try:
        section, of = section_of(key)
    except KeyError:
        return False
    whose = OF[section.key]
    return whose in (Whose.FAMILY, Whose.NUMBERED, Whose.PERSON) or of == (
        child if whose is Whose.CHILD else of if of in parents else None
    )


def _texts(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for key, said in answers.items():
        if key.startswith(("factors:", "outcome:")):
            continue
        text = _joined(said)
        if text:
            yield key, text


def _joined(said: Mapping[str, Any]) -> str:
    return "\n\n".join(
        value for name, value in said.items() if isinstance(value, str) and value and name not in ("confidence", "who")
    )


def _strengths(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[StrengthFacts]:
    order = {section.key: place for place, section in enumerate(NEEDS)}
    keys = [key for key in answers if key.partition(":")[0] in DIMENSIONS]
    for key in sorted(keys, key=lambda one: order.get(one.partition(":")[0], len(order))):
        said = answers[key]
        if said.get("strengths"):
            yield StrengthFacts(
                text=said["strengths"], evidence=said.get("evidence", ""), bears_on=said.get("worries", "")
            )


def _accounts(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[AccountFacts]:
    for key in sorted((one for one in answers if one.startswith("account:")), key=lambda one: int(one[8:])):
        said = answers[key]
        yield AccountFacts(**{name: said.get(name, "") for name in ("who", "says", "known", "tested", "think")})


def _seen(one: Mapping[str, Any], child: Any) -> SeenFacts:
    on = timezone.localdate(datetime.fromisoformat(one["at"]))
    return SeenFacts(
        called=child.given_names.split(" ")[0],
        on=on,
        seen=one["seen"],
        alone=one["alone"],
        not_alone_because=one["not_alone_because"],
        bedroom_seen=one["bedroom_seen"],
        where=one["place"],
        words=one["words"],
        shown=one["showed"],
        age_months=_months(child.born_on, on),
    )


def _household(members: Collection[Member], answers: Mapping[str, Mapping[str, Any]]) -> Iterator[MemberFacts]:
    """Every parent and partner who is alive, and everybody named who has no record."""
    for member in members:
        if member.died_on is not None or member.ended or not (member.parent or member.part == "partner"):
            continue
        said = answers.get(f"person:{member.key}", {})
        part = member.part if member.part in ("mother", "father", "partner") else "other"
        yield MemberFacts(
            called=member.name or "Somebody",
            part=part,
            spoken_to=_yes(said.get("spoken")),
            why_not=said.get("why_not", ""),
        )
    for key, said in answers.items():
        if key.startswith("other:") and said.get("name"):
            yield MemberFacts(called=said["name"], spoken_to=_yes(said.get("spoken")), why_not=said.get("why_not", ""))


def _yes(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _months(born_on: date | None, on: date) -> int | None:
    if born_on is None or on < born_on:
        return None
    return (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
