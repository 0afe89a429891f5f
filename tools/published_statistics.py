"""Makes `goldenthread/insight/data/published.parquet` from the Department for Education's open statistics.

    python tools/published_statistics.py FOLDER [LAIT.json]

FOLDER holds the files of "Children in need" (reporting year 2024) and the mid-year population estimates as they are
published, in CSV. LAIT.json may add later years from the Local Authority Interactive Tool: an object with "kpis", each
with "id" and "published": {"values": {area: {year: value}}}. Both are under the Open Government Licence 3.0.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

OUT = Path(__file__).parent.parent / "goldenthread" / "insight" / "data" / "published.parquet"
CIN = "Children in need, reporting year 2024 (Department for Education)"
LAIT = "Local Authority Interactive Tool, April 2026 (Department for Education)"

type Row = dict[str, str]


def number(text: str) -> float | None:
    """A published figure; None where it is withheld or not there."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def column(name: str) -> Callable[[Row], float | None]:
    """Read one column."""
    return lambda row: number(row.get(name, ""))


def share(*names: str, of: str | tuple[str, ...]) -> Callable[[Row], float | None]:
    """The sum of some columns as a percentage of others, to one decimal place."""
    whole = (of,) if isinstance(of, str) else of

    def worked(row: Row) -> float | None:
        top, bottom = [number(row[name]) for name in names], [number(row[name]) for name in whole]
        if None in top or None in bottom or not sum(filter(None, bottom)):
            return None
        return round(100 * sum(filter(None, top)) / sum(filter(None, bottom)), 1)

    return worked


BANDS = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
FILES: dict[str, dict[str, Callable[[Row], float | None]]] = {
    "b1_children_in_need": {"cin_rate": column("At31_episodes_rate")},
    "c1_children_in_need_referrals": {
        "referral_rate": column("Referrals_rate"),
        "rereferral_12m": column("Re_referrals_percent"),
        "referral_nfa": column("No_Further_Action_percent"),
        "assessed_not_in_need": column("Not_in_Need_percent"),
    },
    "c2_children_in_need_assessments": {"assessment_45wd": share(*BANDS, of="Assessments_completed")},
    "c4_children_in_need_section_47s": {
        "s47_rate": column("Section47_rate"),
        "icpc_rate": column("ICPC_rate"),
        "s47_to_icpc": share("ICPC", of="Section47"),
        "icpc_15wd": share("Duration_0-10_days", "Duration_11-15_days", of="ICPC"),
    },
    "d1_child_protection_plans": {"cpp_rate": column("CPP_At31_rate")},
    "d3_cpps_subsequent_plan": {"cpp_repeat": column("CPP_subsequent_percent")},
    "d5_cpps_at31march_by_duration": {"cpp_2y_open": column("2_years_or_more_percent")},
    "d6_cpps_reviewed": {"cpp_reviewed": column("Reviewed_within_timescales_percent")},
    "d7_cpps_ending_by_duration": {"cpp_2y_ended": column("2_years_or_more_percent")},
    "ons_mid-year_population": {"population": column("population_estimate")},
}
LEVELS = {"National": "country", "Regional": "region", "Local authority": "authority"}


def main(folder: Path, lait: Path | None) -> None:
    """Write the table: measure, area, level, region, year, value, source."""
    rows: dict[tuple[str, str, int], dict[str, object]] = {}
    regions: dict[str, str] = {}
    for start, measures in FILES.items():
        (path,) = folder.glob(f"{start}*.csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                level = LEVELS.get(row["geographic_level"])
                if level is None:
                    continue
                area = row["la_name"] or row["region_name"] or row["country_name"]
                if level == "authority":
                    regions[area] = row["region_name"]
                for measure, read in measures.items():
                    value = read(row)
                    year = int(row["time_period"])
                    if value is not None:
                        rows[measure, area, year] = {
                            "measure": measure,
                            "area": area,
                            "level": level,
                            "region": row["region_name"] if level == "authority" else "",
                            "year": year,
                            "value": value,
                            "source": CIN if measure != "population" else "Mid-year population estimates (ONS)",
                        }
    if lait:
        for kpi in json.loads(lait.read_text(encoding="utf-8"))["kpis"]:
            for area, values in ((kpi["published"] or {}).get("values") or {}).items():
                level = "country" if area == "England" else "authority" if area in regions else "region"
                for year, value in values.items():
                    if isinstance(value, int | float):
                        rows[kpi["id"], area, int(year)] = {
                            "measure": kpi["id"],
                            "area": area,
                            "level": level,
                            "region": regions.get(area, ""),
                            "year": int(year),
                            "value": float(value),
                            "source": LAIT,
                        }
    table = pa.Table.from_pylist([rows[key] for key in sorted(rows)])
    table = table.set_column(4, "year", table["year"].cast(pa.int16()))
    parquet.write_table(table, OUT, compression="zstd")
    print(f"{len(table):,} figures, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
