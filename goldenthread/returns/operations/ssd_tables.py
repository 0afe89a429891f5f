"""The tables of the Standard Safeguarding Dataset in a folder, as CSV or Parquet, read one child at a time.

DuckDB reads the files and puts each table in the order of its children, so that memory is flat however long they are.
Every value is read as text: what it means is for the reading that follows. Table and field names are those of the
published dataset (Data to Insight, MIT licence).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from django.conf import settings

from goldenthread.kernel.refusal import Refused
from goldenthread.returns.operations.part_reading import Said
from goldenthread.returns.operations.ssd_facts import FACT_TABLES
from goldenthread.rulebook.annex.reading import DayOrder, order_of

AT_ONCE = 10_000
MEMORY = "1GB"
SPILLED = "reading-"  # begins the name of the folder for what does not fit into the memory
DAYS_LOOKED_AT = 100_000  # of a column, to see whether they begin with the day or the month

# For each table that becomes records: the field that names the child, and the fields that are read.
RECORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ssd_person": (
        "pers_person_id",
        (
            "pers_sex",
            "pers_ethnicity",
            "pers_dob",
            "pers_expected_dob",
            "pers_death_date",
            "pers_upn",
            "pers_upn_unknown",
        ),
    ),
    "ssd_disability": ("disa_person_id", ("disa_disability_code",)),
    "ssd_cin_episodes": (
        "cine_person_id",
        (
            "cine_referral_id",
            "cine_referral_date",
            "cine_cin_primary_need_code",
            "cine_referral_source_code",
            "cine_referral_nfa",
            "cine_close_reason",
            "cine_close_date",
            "cine_referral_team",
            "cine_referral_worker_id",
        ),
    ),
    "ssd_cin_assessments": (
        "cina_person_id",
        (
            "cina_assessment_id",
            "cina_referral_id",
            "cina_assessment_start_date",
            "cina_assessment_child_seen",
            "cina_assessment_auth_date",
            "cina_assessment_outcome_nfa",
            "cina_assessment_team",
            "cina_assessment_worker_id",
        ),
    ),
    "ssd_s47_enquiry": (
        "s47e_person_id",
        (
            "s47e_s47_enquiry_id",
            "s47e_referral_id",
            "s47e_s47_start_date",
            "s47e_s47_end_date",
            "s47e_s47_nfa",
            "s47e_s47_completed_by_team",
            "s47e_s47_completed_by_worker_id",
        ),
    ),
    "ssd_initial_cp_conference": (
        "icpc_person_id",
        ("icpc_s47_enquiry_id", "icpc_icpc_date", "icpc_icpc_target_date", "icpc_icpc_outcome_cp_flag"),
    ),
    "ssd_cin_plans": (
        "cinp_person_id",
        ("cinp_referral_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    ),
    "ssd_cp_plans": (
        "cppl_person_id",
        (
            "cppl_cp_plan_id",
            "cppl_referral_id",
            "cppl_cp_plan_start_date",
            "cppl_cp_plan_end_date",
            "cppl_cp_plan_initial_category",
            "cppl_cp_plan_latest_category",
        ),
    ),
    "ssd_cp_reviews": ("cppr_person_id", ("cppr_cp_plan_id", "cppr_cp_review_date")),
}
TABLES = {**RECORDS, **FACT_TABLES}
"""Every table that is loaded by child."""
NEEDED = "ssd_person"
STAFF = "ssd_professionals"

_OF_STAFF = (
    "prof_professional_id",
    "prof_professional_name",
    "prof_professional_job_title",
    "prof_professional_department",
    "prof_full_time_equivalency",
    "prof_agency_worker_flag",
)


class NotADataset(Refused):
    """The folder holds no table of the dataset, or one that cannot be read: nothing of it is loaded. One sentence."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    files: tuple[Path, ...]

    @property
    def source(self) -> str:
        """What DuckDB reads it by; its files are given beside."""
        if self.files[0].suffix.lower() == ".parquet":
            return "read_parquet(?, union_by_name=true, hive_partitioning=false)"
        return "read_csv(?, all_varchar=true, header=true, union_by_name=true, hive_partitioning=false)"


def tables_in(folder: Path, said: Said) -> dict[str, Table]:
    """The tables of a folder, by name. A name without `ssd_`, or in capitals, is read as the table's and said.

    Raises `NotADataset`.
    """
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".csv", ".parquet") or not path.is_file():
            continue
        # A table may be one file, or a folder of parts that has its name.
        names = [path.stem, *(parent.name for parent in path.relative_to(folder).parents if parent.name)]
        for name in names:
            plain = name.lower()
            table = plain if plain in TABLES or plain == STAFF else f"ssd_{plain}"
            if table in TABLES or table == STAFF:
                if name != table:
                    said.guess(table, "", name, table, "The name of the table, written otherwise.")
                found.setdefault(table, []).append(path)
                break
    names = {path.stem.lower().rpartition("_")[2].rpartition("-")[2] for path in folder.rglob("*.csv")}
    if NEEDED not in found and {"header", "episodes"} <= names:
        raise NotADataset("These are files of the looked-after return (SSDA903), which are not loaded yet")
    if NEEDED not in found:
        raise NotADataset(f"The folder has no table {NEEDED}: a file {NEEDED}.csv or {NEEDED}.parquet is asked for")
    for name in RECORDS:
        if name not in found:
            said.notice("", f"There is no table {name}.")
    lacking = ", ".join(name for name in (*FACT_TABLES, STAFF) if name not in found)
    if lacking:
        said.notice("", f"These tables are not there, and the measures that read them have nothing: {lacking}.")
    chosen = {}
    for name, paths in found.items():
        kinds = {path.suffix.lower() for path in paths}
        if len(kinds) > 1:
            said.notice("", f"The table {name} is there as CSV and as Parquet: the Parquet was read.")
            paths = [path for path in paths if path.suffix.lower() == ".parquet"]
        chosen[name] = Table(name, tuple(paths))
    return chosen


class Dataset:
    """The tables, opened. `children` gives each child's rows of every table; `files` are all that are read."""

    def __init__(self, folder: Path, said: Said) -> None:
        self.said = said
        self.tables = tables_in(folder, said)
        self.files = sorted(path for table in self.tables.values() for path in table.files)
        self.staff = self.tables.pop(STAFF, None)
        self.orders: dict[str, DayOrder] = {}
        # What does not fit into the memory is put in order on the disk: in a folder that nobody else may open, among
        # the product's own data, and gone at the end.
        home = Path(settings.HOME)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._spilled = TemporaryDirectory(prefix=SPILLED, dir=home)
        self._database = duckdb.connect(
            ":memory:", config={"memory_limit": MEMORY, "threads": "2", "temp_directory": self._spilled.name}
        )

    def __enter__(self) -> Dataset:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._spilled.cleanup()

    def children(self) -> Iterator[tuple[str, dict[str, list[dict[str, Any]]]]]:
        """Each child's id and her rows by table, in the order of the ids. `row` is where a row stands in its table.

        Raises `NotADataset` for a file that cannot be read.
        """
        try:
            streams = {
                name: groupby(self._sorted(table), key=itemgetter("child")) for name, table in self.tables.items()
            }
            heads = {name: next(stream, None) for name, stream in streams.items()}
            while waiting := [head[0] for head in heads.values() if head is not None]:
                child = min(waiting)
                rows: dict[str, list[dict[str, Any]]] = {}
                for name, head in heads.items():
                    if head is not None and head[0] == child:
                        rows[name] = list(head[1])
                        heads[name] = next(streams[name], None)
                yield child, rows
        except duckdb.Error:
            raise NotADataset("A table of this folder is damaged, or is no CSV or Parquet file") from None

    def workers(self) -> Iterator[dict[str, Any]]:
        """The people of the table of professionals, where it is there. Raises `NotADataset`."""
        if self.staff is None:
            return
        files = [str(path) for path in self.staff.files]
        try:
            there = self._fields(self.staff, files, _OF_STAFF)
            columns = [f'CAST("{there[field]}" AS VARCHAR)' if field in there else "NULL" for field in _OF_STAFF]
            cursor = self._database.cursor()
            asked = f"SELECT row_number() OVER () + 1, {', '.join(columns)} FROM {self.staff.source}"  # noqa: S608 -- as below
            cursor.execute(asked, [files])
            while some := cursor.fetchmany(AT_ONCE):
                for values in some:
                    yield dict(zip(("row", *_OF_STAFF), values, strict=True))
        except duckdb.Error:
            raise NotADataset("A table of this folder is damaged, or is no CSV or Parquet file") from None

    def _order(self, table: Table, files: list[str], header: str, field: str) -> None:
        """Notes whether a column's written days begin with the day or the month, by all of those that are written."""
        asked = (
            f'SELECT DISTINCT CAST("{header}" AS VARCHAR) AS day FROM {table.source}'  # noqa: S608 -- as below
            f" WHERE regexp_matches(CAST(\"{header}\" AS VARCHAR), '^ *[0-9]{{1,2}} *[/.-]') LIMIT {DAYS_LOOKED_AT}"
        )
        found = order_of(day for (day,) in self._database.execute(asked, [files]).fetchall())
        if found is not None:
            self.orders[field] = found

    def _sorted(self, table: Table) -> Iterator[dict[str, Any]]:
        key, fields = TABLES[table.name]
        files = [str(path) for path in table.files]
        there = self._fields(table, files, (key, *fields))
        if key not in there:
            raise NotADataset(f"The table {table.name} has no field {key}, so nobody can be found by it")
        columns = [f'CAST("{there[field]}" AS VARCHAR)' if field in there else "NULL" for field in fields]
        for field in fields:
            if field in there:
                if field.endswith(("_date", "_dob")):
                    self._order(table, files, there[field], field)
            elif table.name in RECORDS:
                self.said.notice(field, f"The table {table.name} has no such field.")
        child = f'trim(CAST("{there[key]}" AS VARCHAR))'
        # The names are of `TABLES`, or of a header that is quoted; the files are given beside.
        query = (
            f"SELECT {child} AS child, row_number() OVER () + 1 AS row, {', '.join(columns)}"  # noqa: S608 -- as said above
            f" FROM {table.source} ORDER BY child NULLS FIRST, row"
        )
        cursor = self._database.cursor()
        cursor.execute(query, [files])
        names = ("child", "row", *fields)
        while some := cursor.fetchmany(AT_ONCE):
            for values in some:
                if not values[0]:
                    self.said.refuse(table.name, values[1], key, None, "The row does not say which child it is about.")
                    continue
                yield dict(zip(names, values, strict=True))

    def _fields(self, table: Table, files: list[str], fields: tuple[str, ...]) -> dict[str, str]:
        """The fields of a table by their names, as its header spells them."""
        rows = self._database.execute(f"DESCRIBE SELECT * FROM {table.source}", [files]).fetchall()  # noqa: S608 -- our own words
        wanted = set(fields)
        found: dict[str, str] = {}
        for header, *_ in rows:
            plain = str(header).strip().strip("\ufeff").lower()
            if plain in wanted and plain not in found and '"' not in header:
                found[plain] = header
                if header != plain:
                    self.said.guess(table.name, header, header, plain, "The same letters, written otherwise.")
        return found
