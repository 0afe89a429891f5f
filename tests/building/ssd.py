"""Folders of the Standard Safeguarding Dataset for tests."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

A_CHILD: Mapping[str, Sequence[Mapping[str, str]]] = {
    "ssd_person": [{"pers_person_id": "P1", "pers_sex": "F", "pers_ethnicity": "WBRI", "pers_dob": "2016-05-04"}],
    "ssd_disability": [{"disa_person_id": "P1", "disa_disability_code": "MOB"}],
    "ssd_contacts": [
        {
            "cont_contact_id": "C1",
            "cont_person_id": "P1",
            "cont_contact_date": "2026-03-02",
            "cont_contact_source_code": "6",
        }
    ],
    "ssd_cin_episodes": [
        {
            "cine_referral_id": "R1",
            "cine_person_id": "P1",
            "cine_referral_date": "2026-03-03",
            "cine_cin_primary_need_code": "N1",
            "cine_referral_source_code": "6",
            "cine_referral_nfa": "N",
            "cine_referral_team": "North",
            "cine_referral_worker_id": "W1",
        }
    ],
    "ssd_cin_assessments": [
        {
            "cina_assessment_id": "A1",
            "cina_person_id": "P1",
            "cina_referral_id": "R1",
            "cina_assessment_start_date": "2026-03-05",
            "cina_assessment_child_seen": "Y",
            "cina_assessment_auth_date": "2026-04-02",
        }
    ],
    "ssd_s47_enquiry": [
        {
            "s47e_s47_enquiry_id": "S1",
            "s47e_referral_id": "R1",
            "s47e_person_id": "P1",
            "s47e_s47_start_date": "2026-03-20",
            "s47e_s47_end_date": "2026-04-01",
        }
    ],
    "ssd_initial_cp_conference": [
        {
            "icpc_icpc_id": "I1",
            "icpc_s47_enquiry_id": "S1",
            "icpc_person_id": "P1",
            "icpc_icpc_date": "2026-04-08",
            "icpc_icpc_outcome_cp_flag": "Y",
        }
    ],
    "ssd_cp_plans": [
        {
            "cppl_cp_plan_id": "CP1",
            "cppl_referral_id": "R1",
            "cppl_person_id": "P1",
            "cppl_cp_plan_start_date": "2026-04-08",
            "cppl_cp_plan_initial_category": "NEG",
            "cppl_cp_plan_latest_category": "EMO",
        }
    ],
    "ssd_cp_reviews": [
        {
            "cppr_cp_review_id": "V1",
            "cppr_person_id": "P1",
            "cppr_cp_plan_id": "CP1",
            "cppr_cp_review_date": "2026-07-01",
        }
    ],
    "ssd_cp_visits": [
        {
            "cppv_cp_visit_id": "T1",
            "cppv_person_id": "P1",
            "cppv_cp_plan_id": "CP1",
            "cppv_cp_visit_date": "2026-07-10",
            "cppv_cp_visit_seen": "Y",
            "cppv_cp_visit_seen_alone": "N",
        }
    ],
}


def a_folder(path: Path, tables: Mapping[str, Sequence[Mapping[str, str]]] = A_CHILD, *, kind: str = "csv") -> Path:
    """A folder with these tables, as CSV or as Parquet."""
    folder = path / f"ssd-{kind}"
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        fields = list(dict.fromkeys(field for row in rows for field in row))
        if kind == "parquet":
            import pyarrow as pa
            import pyarrow.parquet as pq

            columns = {field: pa.array([row.get(field) for row in rows], pa.string()) for field in fields}
            pq.write_table(pa.table(columns), folder / f"{name}.parquet")
            continue
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            written = csv.DictWriter(file, fields)
            written.writeheader()
            written.writerows(rows)
    return folder
