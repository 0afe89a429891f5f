"""What tables of the Standard Safeguarding Dataset tell that the record has no table of its own for: kept row by row,
in the dataset's own fields.

Which tables these are follows from the standard: those that are about one person, less those that become records. What
a row points to (its referral, its plan) is kept as the day on which that began, because keys of another system mean
nothing here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from hashlib import blake2b
from typing import Any

from goldenthread.casework import public as casework
from goldenthread.insight.public.dataset import STAND, person_field, standard_tables
from goldenthread.returns.operations.part_reading import Said
from goldenthread.rulebook.annex.reading import Unreadable, as_text, is_empty, read_whole

ToldFact = casework.bulk.ToldFact

# Tables about a person that become records of ours, or that the record fills itself.
_RECORDS = frozenset(
    {
        "ssd_person",
        "ssd_disability",
        "ssd_cin_episodes",
        "ssd_cin_assessments",
        "ssd_s47_enquiry",
        "ssd_initial_cp_conference",
        "ssd_cin_plans",
        "ssd_cp_plans",
        "ssd_cp_reviews",
        "ssd_address",
        "ssd_family",
        "ssd_mother",
        "ssd_immigration_status",
        "ssd_linked_identifiers",
    }
)
_MOMENT = re.compile(r"^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z?$", re.ASCII)
_WITHOUT_A_DAY = frozenset(
    {
        "ssd_pre_proceedings",
        "ssd_permanence",
        "ssd_cla_reviews",
        "ssd_cla_convictions",
        "ssd_cla_substance_misuse",
        "ssd_cla_care_plan",
    }
)
"""Tables in which a row without its day still tells something, such as a review that was due and not held."""
_YES_OR_NO = re.compile(
    r"_(seen|seen_alone|bedroom|in_touch|immunisations_status|rhi_offered|rhi_accepted|carer_flag|intervention_received)$"
)
"""Fields that are answered with yes or no, which systems write in many ways."""
LONGEST, LONGEST_JSON = 300, 4_000


def _about_a_person() -> dict[str, tuple[str, tuple[str, ...]]]:
    found = {}
    for table, fields in standard_tables().items():
        person = person_field(fields)
        if person is not None and table not in _RECORDS:
            found[table] = person, tuple(field for field in fields if field != person)
    return found


FACT_TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = _about_a_person()
"""For each table that is kept row by row: the field that names the child, and the other fields."""

WHOLE = frozenset(FACT_TABLES) - STAND
"""Those that tell a child's rows in full."""

# For each table the field of the day that a row is about: the first in the standard's order, but for these.
_DAYS = {"ssd_cla_reviews": "clar_cla_review_date", "ssd_involvements": "invo_involvement_start_date"}


def yes_or_no(text: str) -> bool | None:
    """Yes or no as systems write it; None for anything else."""
    said = text.strip().lower()
    return True if said in ("y", "yes", "1", "true") else False if said in ("n", "no", "0", "false") else None


def day_field(table: str) -> str | None:
    """The field that says on which day a row is about."""
    fields = standard_tables()[table]
    return _DAYS.get(table) or next((name for name, kind in fields.items() if kind == "datetime"), None)


class FactReader:
    """Reads one child's rows of the tables that are kept. `days` gives the day of a cell, or None, and says what could
    not be read; `referrals` and `plans` give the day on which something began, by its key in the file."""

    def __init__(
        self,
        said: Said,
        source: str,
        days: Callable[..., date | None],
        referrals: Mapping[str, date],
        plans: Mapping[str, date],
    ) -> None:
        self.said, self.source, self.days, self.referrals, self.plans = said, source, days, referrals, plans
        self.many: Counter[tuple[str, str]] = Counter()

    def read(self, rows: Mapping[str, Sequence[dict[str, Any]]]) -> Iterator[Any]:
        """Every row of these tables, as it is kept."""
        for table, some in rows.items():
            if table in FACT_TABLES:
                for row in some[-1:] if table in STAND else some:
                    yield from self._row(table, row)

    def fact(self, about: str, row: dict[str, Any], table: str, day: date | None, **values: Any) -> Any:
        """A row of our own, for what the standard has no table for."""
        filled = {name: value for name, value in values.items() if value not in (None, "")}
        stands = about == "case"
        key = day.isoformat() if day else ""
        if not stands:
            key = self._numbered(about, key)
        return ToldFact(None, about, key, day, filled, f"{self.source}, {table}, row {row['row']}", stands)

    def _row(self, table: str, row: dict[str, Any]) -> Iterator[Any]:
        kinds = standard_tables()[table]
        values: dict[str, Any] = {}
        dated = day_field(table)
        needed = dated is not None and table not in STAND and table not in _WITHOUT_A_DAY
        if needed:
            at = self._moment(row, dated)
            day = self.days(table, {**row, dated: at.group(1)} if at else row, dated, needed=True)
            if day is None:
                return
            values[dated] = f"{day.isoformat()} {at.group(2)}" if at and at.group(2)[:5] != "00:00" else day.isoformat()
        for field in FACT_TABLES[table][1]:
            if is_empty(row[field]) or field in values:
                continue
            if field.endswith("_referral_id"):
                began = self.referrals.get(row[field].strip())
                values |= {"referral_on": began.isoformat()} if began else {}
            elif field == "cppv_cp_plan_id":
                began = self.plans.get(row[field].strip())
                values |= {"plan_started_on": began.isoformat()} if began else {}
            else:
                read = self._value(table, row, field, kinds[field])
                values |= {field: read} if read is not None else {}
        said = values.get(dated or "")
        day = datetime.fromisoformat(said).date() if said else None
        source = f"{self.source}, {table}, row {row['row']}"
        yield ToldFact(None, table, self._key(table, values, day), day, values, source, table in STAND)

    def _key(self, table: str, values: Mapping[str, Any], day: date | None) -> str:
        if table in STAND:
            return ""
        own = next(iter(standard_tables()[table]))
        known = values.get(own) if own != FACT_TABLES[table][0] else None
        if known:
            return self._numbered(table, str(known)[:70])
        if day is not None:
            return self._numbered(table, day.isoformat())
        return blake2b(repr(sorted(values.items())).encode(), digest_size=16).hexdigest()

    def _numbered(self, about: str, key: str) -> str:
        self.many[about, key] += 1
        return key if self.many[about, key] == 1 else f"{key} {self.many[about, key]}"

    def _moment(self, row: Mapping[str, Any], field: str) -> re.Match[str] | None:
        """A day with its time of day. A time that is none, such as 24:30, is left out and said; the day stays."""
        at = _MOMENT.match((row[field] or "").strip())
        if at is not None:
            try:
                time.fromisoformat(at.group(2))
            except ValueError:
                self.said.notice(field, "A time of day that there is not was left out, and its day kept.", row["row"])
                return None
        return at

    def _value(self, table: str, row: dict[str, Any], field: str, kind: str) -> Any:
        text = row[field].strip()
        if kind == "datetime":
            at = self._moment(row, field)
            # The time of day is kept where it is told: how long a child was missing hangs on it.
            if at is not None and at.group(2)[:5] != "00:00":
                day = self.days(table, {**row, field: at.group(1)}, field)
                return f"{day.isoformat()} {at.group(2)}" if day else None
            day = self.days(table, row, field)
            return day.isoformat() if day else None
        if kind == "number":
            try:
                return read_whole(text).value
            except Unreadable as reason:
                self.said.refuse(table, row["row"], field, text, str(reason), "value")
                return None
        if _YES_OR_NO.search(field) and (said := yes_or_no(text)) is not None:
            # Whether a care leaver is in touch is told in whole words, as the looked-after return tells it.
            words = ("YES", "NO") if field.endswith("_in_touch") else ("Y", "N")
            return words[0] if said else words[1]
        longest = LONGEST_JSON if field.endswith("_json") else LONGEST
        if len(text) > longest:
            self.said.notice(field, f"Words of more than {longest:,} characters were not kept.", row["row"])
            return None
        return text if field.endswith("_json") else as_text(text)
