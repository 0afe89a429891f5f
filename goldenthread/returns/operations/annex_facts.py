"""What the lists of Annex A tell that the record has no table of its own for, as rows in the fields of the Standard
Safeguarding Dataset.

Pure. A list tells of children in care and care leavers how things stand on its day and the latest of each kind: the
latest placement, review, visit and health check. Each becomes one row, known again by its day, so that the lists of
many days put a history together. What a list gives only as a number (placements in 12 months) is kept as that number
on that day, and never turned into rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from goldenthread.casework import public as casework

ToldFact = casework.bulk.ToldFact

CONTACTS, EARLY_HELP, REFERRALS, ASSESSMENTS, ENQUIRIES, CASES, PROTECTION, IN_CARE, LEAVERS, ADOPTION = range(1, 11)
LONGEST_NAME = 50  # of a team or a worker
_ELIGIBLE = {
    "Relevant child": "Relevant",
    "Former relevant child": "Former Relevant",
    "Qualifying care leaver": "Qualifying",
    "Eligible child": "Eligible",
}
_SUITABLE = {"Suitable": "1", "Unsuitable": "2"}


class ReadRow(Protocol):
    """A row of a list as it was read: cells by column, our code for an entry, a day, a number or words."""

    number: int
    sheet: str
    line: int
    cells: dict[str, Any]

    def get(self, column: str) -> Any: ...


def facts_of(rows: Mapping[int, Sequence[ReadRow]], source: str) -> list[Any]:
    """What one child's rows tell, by list. The child is put in when her key is known; `source` names the file."""
    return list(_Facts(rows, source).all())


class _Facts:
    def __init__(self, rows: Mapping[int, Sequence[ReadRow]], source: str) -> None:
        self.rows, self.source = rows, source
        self.many: Counter[tuple[str, str]] = Counter()

    def all(self) -> Iterator[Any]:
        for number, tell in _TOLD.items():
            for row in self.rows.get(number, ()):
                yield from tell(self, row)

    def fact(
        self, row: ReadRow, about: str, day: date | None, *, key: str = "", stands: bool = False, **values: Any
    ) -> Iterator[Any]:
        """A row, where it has a day or says how something stands; of several on a day, the second is the second."""
        if day is None and not stands:
            return
        filled = {name: _plain(value) for name, value in values.items() if value not in (None, "")}
        key = key or (day.isoformat() if day else "")
        if not stands:
            self.many[about, key] += 1
            if self.many[about, key] > 1:
                key = f"{key} {self.many[about, key]}"
        source = f"{self.source}, {row.sheet}, row {row.line}"
        yield ToldFact(None, about, key, day, filled, source, stands)

    def case(self, row: ReadRow, day: date | None) -> Iterator[Any]:
        """Who has the case that began on a day."""
        team, worker = _name(row, "Allocated Team"), _name(row, "Allocated Worker")
        if day is not None and (team or worker):
            yield from self.fact(row, "case", day, key=day.isoformat(), stands=True, team=team, worker=worker)

    def contact(self, row: ReadRow) -> Iterator[Any]:
        day = row.get("Date of Contact")
        yield from self.fact(
            row, "ssd_contacts", day, cont_contact_date=day, cont_contact_source_code=row.get("Contact Source")
        )

    def early_help(self, row: ReadRow) -> Iterator[Any]:
        day = row.get("Assessment start date")
        yield from self.fact(
            row,
            "ssd_early_help_episodes",
            day,
            earl_episode_start_date=day,
            earl_episode_end_date=row.get("Assessment completion date"),
            earl_episode_organisation=row.get("Organisation completing assessment"),
        )

    def referral(self, row: ReadRow) -> Iterator[Any]:
        cases = {one.get("of") for one in self.rows.get(CASES, ())}
        day = row.get("Date of referral")
        many = row.get("Number of Referrals in Last 12 Months")
        if many is not None:
            yield from self.fact(row, "referral", day, in_a_year=many)
        if day not in cases:
            yield from self.case(row, day)

    def assessment(self, row: ReadRow) -> Iterator[Any]:
        day = row.get("Continuous Assessment Start Date")
        yield from self.fact(
            row,
            "assessment",
            day,
            seen=row.get("Child Seen During Continuous Assessment"),
            needed=row.get("Was the child assessed as requiring LA children's social care support?"),
            team=_name(row, "Allocated Team"),
            worker=_name(row, "Allocated Worker"),
        )

    def enquiry(self, row: ReadRow) -> Iterator[Any]:
        day = row.get("Strategy discussion initiating Section 47 Enquiry Start Date")
        yield from self.fact(
            row,
            "enquiry",
            day,
            plan=row.get("Did the Initial Child Protection Conference Result in a Child Protection Plan"),
            team=_name(row, "Allocated Team"),
            worker=_name(row, "Allocated Worker"),
        )

    def need(self, row: ReadRow) -> Iterator[Any]:
        yield from self.case(row, row.get("of"))
        seen = row.get("Date Child Was Last Seen")
        visited = {one.get("Date of the Last Statutory Visit") for one in self.rows.get(PROTECTION, ())}
        if seen not in visited:
            yield from self.fact(row, "ssd_cin_visits", seen, cinv_cin_visit_date=seen, cinv_cin_visit_seen="Y")

    def protection(self, row: ReadRow) -> Iterator[Any]:
        """The last statutory visit. The list does not say that the child was seen at it: a statutory visit is one at
        which she was."""
        began = row.get("Child Protection Plan Start Date")
        yield from self.fact(
            row, "plan", began, team=_name(row, "Allocated Team"), worker=_name(row, "Allocated Worker")
        )
        day = row.get("Date of the Last Statutory Visit")
        yield from self.fact(
            row,
            "ssd_cp_visits",
            day,
            cppv_cp_visit_date=day,
            cppv_cp_visit_seen="Y",
            cppv_cp_visit_seen_alone={"Y": "Y", "N": "N"}.get(row.get("Was the Child Seen Alone?")),
            plan_started_on=began,
        )

    def in_care(self, row: ReadRow) -> Iterator[Any]:
        began, ceased = row.get("Date Started to be Looked After"), row.get("Date Ceased to be Looked After")
        if began is None:
            return
        stay = began.isoformat()
        yield from self.fact(
            row,
            "ssd_cla_episodes",
            began,
            clae_cla_id=stay,
            clae_cla_episode_start_date=began,
            clae_cla_episode_start_reason="S",
            clae_cla_primary_need_code=row.get("Child's Category of Need"),
            clae_cla_episode_ceased_date=ceased,
            clae_cla_episode_ceased_reason=row.get("Reason Ceased to be Looked After"),
            clae_entered_care_date=began,
            clae_cla_last_iro_contact_date=row.get("Date of Last IRO Visit / Contact to the Child"),
        )
        placed = row.get("Start Date of Most Recent Placement")
        yield from self.fact(
            row,
            "ssd_cla_placement",
            placed,
            clap_cla_id=stay,
            clap_cla_placement_start_date=placed,
            clap_cla_placement_end_date=ceased,
            clap_cla_placement_type=row.get("Placement Type"),
            clap_cla_placement_urn=row.get("URN of Placement"),
            clap_cla_placement_provider=row.get("Placement Provider"),
            clap_cla_placement_postcode=row.get("Placement postcode"),
        )
        since = row.get("Start date of current legal status")
        yield from self.fact(
            row,
            "ssd_legal_status",
            since,
            lega_legal_status=row.get("Child's Legal Status"),
            lega_legal_status_start_date=since,
            lega_legal_status_end_date=ceased,
        )
        reviewed, visited = row.get("Date of Latest Statutory Review"), row.get("Date of Last Social Work Visit")
        yield from self.fact(row, "ssd_cla_reviews", reviewed, clar_cla_id=stay, clar_cla_review_date=reviewed)
        yield from self.fact(
            row, "ssd_cla_visits", visited, clav_cla_id=stay, clav_cla_visit_date=visited, clav_cla_visit_seen="Y"
        )
        for kind, column in (("Health Assessment", "Date of Last Health Assessment"), _DENTAL):
            day = row.get(column)
            yield from self.fact(
                row,
                "ssd_cla_health",
                day,
                key=f"{day} {kind}",
                clah_health_check_type=kind,
                clah_health_check_date=day,
                clah_health_check_status="Completed",
            )
        if ceased is None:
            yield from self.fact(
                row,
                "counts",
                None,
                stands=True,
                placements=row.get("Number of Placements in the Last 12 months"),
                missing=row.get(_MISSING),
                absent=row.get(_ABSENT),
            )
            if not self.rows.get(CASES):
                yield from self.case(row, began)

    def leaver(self, row: ReadRow) -> Iterator[Any]:
        touch = row.get("LA in Touch")
        yield from self.fact(
            row,
            "ssd_care_leavers",
            None,
            stands=True,
            clea_care_leaver_eligibility=_ELIGIBLE.get(row.get("Eligibility Category") or ""),
            clea_care_leaver_in_touch=touch.upper() if touch else None,
            clea_care_leaver_latest_contact=row.get("Latest Date of Contact"),
            clea_care_leaver_accommodation=row.get("Type of Accommodation"),
            clea_care_leaver_accom_suitable=_SUITABLE.get(row.get("Suitability of Accommodation") or ""),
            clea_care_leaver_activity=row.get("Activity Status"),
            clea_pathway_plan_review_date=row.get("Latest Pathway Plan Review Date"),
            clea_care_leaver_personal_advisor=_name(row, "Allocated Personal Advisor"),
            clea_care_leaver_allocated_team=_name(row, "Allocated Team"),
            clea_care_leaver_worker_id=_name(row, "Allocated Worker"),
        )

    def adoption(self, row: ReadRow) -> Iterator[Any]:
        days = {field: row.get(column) for field, column in _OF_ADOPTION.items()}
        first = min((day for day in days.values() if day is not None), default=None)
        began = row.get("Date the Child Entered Care")
        yield from self.fact(
            row,
            "ssd_permanence",
            first,
            key=began.isoformat() if began else "adoption",
            perm_cla_id=began,
            perm_decision_reversed_reason=row.get("Reason Why Child No Longer Placed for Adoption"),
            perm_permanence_order_type="Adoption" if days["perm_permanence_order_date"] else None,
            **days,
        )


_DENTAL = ("Dental Check", "Date of Last Dental Check")
_MISSING = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"
_ABSENT = "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months"
_OF_ADOPTION = {
    "perm_adm_decision_date": "Date of Decision that Child Should be Placed for Adoption",
    "perm_placement_order_date": "Date of Placement Order",
    "perm_matched_date": "Date of Matching Child and Prospective Adopters",
    "perm_placed_for_adoption_date": "Date Placed for Adoption",
    "perm_permanence_order_date": "Date of Adoption Order",
    "perm_decision_reversed_date": "Date of Decision that Child Should No Longer be Placed for Adoption",
    "perm_placed_ffa_cp_date": "Date the child was placed for fostering in FFA or concurrent planning placement",
}
_TOLD = {
    CONTACTS: _Facts.contact,
    EARLY_HELP: _Facts.early_help,
    REFERRALS: _Facts.referral,
    ASSESSMENTS: _Facts.assessment,
    ENQUIRIES: _Facts.enquiry,
    CASES: _Facts.need,
    PROTECTION: _Facts.protection,
    IN_CARE: _Facts.in_care,
    LEAVERS: _Facts.leaver,
    ADOPTION: _Facts.adoption,
}


def _name(row: ReadRow, column: str) -> str:
    return str(row.get(column) or "")[:LONGEST_NAME].strip()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
