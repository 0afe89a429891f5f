"""Agreements to share rows with other authorities: recorded, said to the others, stopped; and rows opened under one."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_hex

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.insight.models import SharingAgreement
from goldenthread.insight.queries.agreements import SharedRows, shared_rows
from goldenthread.insight.queries.dataset import dataset_folder
from goldenthread.insight.queries.figures import Span
from goldenthread.insight.queries.measures import own_measures
from goldenthread.insight.queries.root import authorities as region_authorities
from goldenthread.insight.queries.root import own_authority
from goldenthread.kernel.clock import add_months, london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words

LONGEST = 2_000
MOST_YEARS = 5
ROWS_AT_ONCE = 100


@transaction.atomic
def record_agreement(
    *,
    reference: str,
    purpose: str,
    lawful_basis: str,
    law: str,
    authorities: Sequence[str],
    measures: Sequence[str],
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
) -> int:
    """Records a sharing agreement and returns its key. `authorities` are the others that are party to it; this one is
    added. Once it is kept it is said in the dataset's folder, for the others to read.

    Raises `NotAllowed`, `NoRegion`, `Refused`.
    """
    right = require(by, "sharing_agreement.record", at=at).right
    called = kept_line(reference, "reference", 60)
    own, today = own_authority(), london_date(at)
    known = set(region_authorities()) - {own}
    problems = []
    if len(called) < 3:
        problems.append(("reference", "Give the reference that every authority uses for the agreement"))
    elif SharingAgreement.objects.filter(reference=called).exists():
        problems.append(("reference", "An agreement of that reference is recorded already"))
    if says_nothing(purpose):
        problems.append(("purpose", "Say what the rows are shared for"))
    if lawful_basis not in SETS["lawful_basis"].codes:
        problems.append(("lawful_basis", "Choose the lawful basis"))
    if says_nothing(law):
        problems.append(("law", "Name the law that allows it, and who signed the agreement"))
    if not authorities or not set(authorities) <= known:
        problems.append(("authorities", "Choose the authorities that are party to it"))
    if not measures or not set(measures) <= set(own_measures()):
        problems.append(("measures", "Choose the measures whose rows it opens"))
    if ends_on < starts_on or ends_on < today:
        problems.append(("ends_on", "Choose a last day that has not passed and is not before the first"))
    elif ends_on > add_months(max(starts_on, today), 12 * MOST_YEARS):
        problems.append(
            ("ends_on", f"Choose a last day within {MOST_YEARS} years: an agreement is then looked at again")
        )
    if problems:
        raise Refused(problems=tuple(problems))
    made = SharingAgreement.objects.create(
        reference=called,
        purpose=kept_words(purpose, "purpose", LONGEST),
        lawful_basis=lawful_basis,
        law=kept_words(law, "law", LONGEST),
        authorities=sorted({*authorities, own}),
        measures=sorted(set(measures)),
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
        recorded_at=at,
    )
    detail: dict[str, object] = {"authorities": made.authorities, "measures": made.measures}
    record(
        act="sharing_agreement.record",
        by=by,
        at=at,
        right=right,
        subject=f"sharing_agreement:{made.pk}",
        detail=detail,
    )
    # Said only once it is kept: what is said opens rows to others.
    transaction.on_commit(say_agreements)
    return made.pk


@transaction.atomic
def stop_agreement(*, agreement: int, reason: str, by: User, at: datetime) -> None:
    """Stops an agreement from now on: it opens nothing more, here or at the others once they read it.

    Raises `NotAllowed`; `Refused` without a reason, for one that is not there, and for one that was stopped.
    """
    right = require(by, "sharing_agreement.stop", at=at).right
    # All of them, in one order: two who stop at once must each say what the other left.
    found = {one.pk: one for one in SharingAgreement.objects.select_for_update(of=("self",)).order_by("pk")}.get(
        agreement
    )
    if found is None or found.stopped_at is not None:
        raise Refused("This agreement was stopped already.")
    if says_nothing(reason):
        raise Refused("Say why it is stopped", "reason")
    found.stopped_by, found.stopped_at, found.stopped_reason = by, at, kept_words(reason, "reason", LONGEST)
    found.save(update_fields=["stopped_by", "stopped_at", "stopped_reason"])
    record(act="sharing_agreement.stop", by=by, at=at, right=right, subject=f"sharing_agreement:{agreement}")
    # Unsaid before it is kept: should keeping fail, too little is open and not too much.
    say_agreements()


@transaction.atomic
def open_shared_rows(*, measure: str, authority: str, span: Span, first: int = 0, by: User, at: datetime) -> SharedRows:
    """The rows of another authority behind a figure, under an agreement of both. The reading enters the ledger with the
    agreement, before anything is shown.

    Raises `NotAllowed`, `NoAgreement`, `NoRegion`, `NoDataset`, `UnknownMeasure`.
    """
    right = require(by, "region_rows.read", at=at).right
    found = shared_rows(measure, authority, at=at, span=span, first=first, many=ROWS_AT_ONCE)
    record(
        act="region_rows.read",
        by=by,
        at=at,
        right=right,
        subject=f"sharing_agreement:{found.agreement.key}",
        detail={"authority": authority, "measure": measure, "rows": len(found.rows)},
    )
    return found


@transaction.atomic
def say_agreements() -> None:
    """Writes what this authority agreed to beside its dataset, where the others of the region read it: references,
    parties, measures and days, and nothing of children or of staff. What was stopped is not said. The agreements are
    held while it writes: read while another stops one, they would say it again after it was unsaid."""
    folder = dataset_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {
        "authority": own_authority(),
        "agreements": [
            {
                "reference": one.reference,
                "authorities": one.authorities,
                "measures": one.measures,
                "starts_on": one.starts_on.isoformat(),
                "ends_on": one.ends_on.isoformat(),
            }
            for one in SharingAgreement.objects.select_for_update().filter(stopped_at=None).order_by("pk")
        ],
    }
    path = folder / f"agreements-{own_authority()}.json"
    part = path.with_name(f".{token_hex(4)}")
    part.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    os.chmod(part, 0o600)
    part.replace(path)
