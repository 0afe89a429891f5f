"""Written agreements as the practice standards read them, many at once in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils import timezone

from goldenthread.casework.models import Agreement, AgreementChild, AgreementEntry, AgreementParty, Closure
from goldenthread.casework.queries.families_abuse import abuse_by_child
from goldenthread.rulebook.standards.facts import AgreementFacts, BreachFacts, PartyFacts


def agreement_facts(keys: Collection[int], *, on: date) -> dict[int, AgreementFacts]:
    """The facts of agreements by key, as they stood at the end of a day. Seven queries."""
    rows = list(Agreement.objects.filter(pk__in=keys, written_at__date__lte=on).order_by("pk"))
    keys = [row.pk for row in rows]
    parties: dict[int, list[AgreementParty]] = defaultdict(list)
    for party in AgreementParty.objects.filter(agreement__in=keys).order_by("pk"):
        parties[party.agreement_id].append(party)
    events: dict[int, list[AgreementEntry]] = defaultdict(list)
    for event in AgreementEntry.objects.filter(agreement__in=keys).order_by("happened_at", "pk"):
        if timezone.localdate(event.happened_at) <= on:
            events[event.agreement_id].append(event)
    children: dict[int, list[int]] = defaultdict(list)
    for agreement, child in AgreementChild.objects.filter(agreement__in=keys).values_list("agreement", "child"):
        children[agreement].append(child)
    abused = abuse_by_child({child for some in children.values() for child in some}, on=on)
    rested = set(Closure.objects.filter(rests_on__in=keys, what_changed="").values_list("rests_on", flat=True))
    found = {}
    for row in rows:
        reviews = [timezone.localdate(one.happened_at) for one in events[row.pk] if one.kind == "review"]
        answers = {one.answers_id: one for one in events[row.pk] if one.kind == "response"}
        found[row.pk] = AgreementFacts(
            risk=row.risk,
            risk_level=row.risk_level,
            why_proportionate=row.why_agreement,
            domestic_abuse=row.domestic_abuse or any(child in abused for child in children[row.pk]),
            parties=tuple(
                PartyFacts(
                    called=one.name,
                    poses_risk=one.poses_risk,
                    duties=tuple(line.strip() for line in one.duties.splitlines() if line.strip()),
                    understood=one.understood,
                )
                for one in parties[row.pk]
            ),
            we_will=row.we_will,
            monitored_how=row.monitored_how,
            monitored_by=row.monitored_by,
            monitored_every_days=row.monitored_every_days,
            if_broken=row.if_broken,
            starts_on=row.starts_on,
            review_on=row.review_on,
            expires_on=row.expires_on,
            reviewed_on=reviews[0] if reviews else None,
            ended_on=row.ended_on if row.ended_on and row.ended_on <= on else None,
            child_view=row.child_view,
            approved_by=str(row.approved_by_id or ""),
            renewal=row.renewal,
            head_of_service_agreed=row.head_of_service_id is not None,
            sole_reason_to_close=row.pk in rested,
            breaches=tuple(
                BreachFacts(
                    on=timezone.localdate(one.happened_at),
                    response=answers[one.pk].words if one.pk in answers else "",
                    responded_on=timezone.localdate(answers[one.pk].happened_at) if one.pk in answers else None,
                )
                for one in events[row.pk]
                if one.kind == "breach"
            ),
            as_of=on,
        )
    return found
