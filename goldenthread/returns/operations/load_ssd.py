"""Loading the Standard Safeguarding Dataset from a folder, as a census is loaded.

One transaction; a bad row is left out alone, and said; a second run changes nothing. What the record has no table of
its own for (contacts, visits, children in care, care leavers, who had a case) is kept row by row for the measures to
read, and what Annex A tells of it is told there again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from goldenthread.access.public import User, require
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.operations.annex_facts import LONGEST_NAME
from goldenthread.returns.operations.annex_file import digest_of
from goldenthread.returns.operations.census_reading import CheckedChild, Loaded
from goldenthread.returns.operations.load_annex_a import load_told
from goldenthread.returns.operations.part_reading import Said
from goldenthread.returns.operations.ssd_facts import LONGEST, WHOLE, FactReader, ToldFact, yes_or_no
from goldenthread.returns.operations.ssd_tables import STAFF, Dataset
from goldenthread.returns.operations.told import ToldChild, ToldReferral
from goldenthread.rulebook.annex import in_the_list
from goldenthread.rulebook.annex.reading import DayOrder, Unreadable, as_text, is_empty, read_code, read_date
from goldenthread.rulebook.census.values import COUNCIL_ID, UPN
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import day

KIND = "ssd"
_DAY_FIRST = DayOrder()
_MAY_COME = ("expected", "target", "due")  # days that may lie ahead


def load_ssd(
    folder: Path | str,
    *,
    by: User | None,
    at: datetime,
    on: date | None = None,
    file_name: str = "",
    progress: Callable[[int, int | None, str], None] | None = None,
) -> Loaded:
    """Loads the dataset's tables from a folder (CSV or Parquet, by the name of the table) and says what it did. `on` is
    the day the tables are of, today by default; `by` is None for a command run on the server.

    Raises `NotADataset` with one sentence, `AnotherLoad` while a file is being loaded, `NotAllowed`. Nothing is written
    then.
    """
    right = require(by, "file.load", at=at).right if by is not None else "command"
    today = london_date(at)
    if on is not None and on > today:
        raise Refused("The tables cannot be of a day that has not come yet", "on")
    said = Said()
    source = f"Standard Safeguarding Dataset of {day(on or today)}"
    with Dataset(Path(folder), said) as dataset:
        return load_told(
            _children(dataset, said, today, source),
            said,
            kind=KIND,
            on=on or today,
            source=source,
            staff=_staff(dataset, source),
            whole=WHOLE & dataset.tables.keys(),
            sha256=digest_of(*dataset.files),
            file_name=file_name or Path(folder).resolve().name,
            by=by,
            at=at,
            right=right,
            progress=progress,
        )


def _staff(dataset: Dataset, source: str) -> Iterator[Any]:
    """The people of the table of professionals, as rows that are about no child."""
    for row in dataset.workers():
        key = (row["prof_professional_id"] or "").strip()
        if key:
            values = {name: as_text(value)[:LONGEST] for name, value in row.items() if name != "row" and value}
            yield ToldFact(None, STAFF, key[:70], None, values, f"{source}, {STAFF}, row {row['row']}")


def _children(dataset: Dataset, said: Said, today: date, source: str) -> Iterator[CheckedChild]:
    for council_id, rows in dataset.children():
        first = next(iter(rows.values()))[0]
        if not COUNCIL_ID.fullmatch(council_id):
            why = "A child id has at most 32 letters, figures and signs, and no spaces."
            said.refuse(next(iter(rows)), first["row"], "child id", council_id, why, "child")
            continue
        if "ssd_person" not in rows:
            said.notice("pers_person_id", "A child of another table is not in ssd_person.", first["row"])
        yield _Child(council_id, rows, said, today, source, dataset.orders).told.checked()


class _Child:
    """One child's rows of every table, put together."""

    def __init__(
        self,
        council_id: str,
        rows: dict[str, list[dict[str, Any]]],
        said: Said,
        today: date,
        source: str,
        orders: Mapping[str, DayOrder],
    ) -> None:
        self.rows, self.said, self.today, self.orders = rows, said, today, orders
        self.told = ToldChild(council_id, next(iter(rows.values()))[0]["row"])
        self.began: dict[str, date] = {}
        self.plans: dict[str, date] = {}
        self.facts = FactReader(said, source, self._day, self.began, self.plans)
        self._person()
        self.by_id = dict(self._referrals())
        self.told.referrals.sort(key=lambda one: one.received_on)
        self._assessments()
        self._enquiries()
        self._need_plans()
        self._protection_plans()
        self._kept()
        self.told.facts += self.facts.read(rows)

    def _of(self, table: str) -> list[dict[str, Any]]:
        return self.rows.get(table, [])

    def _day(self, table: str, row: dict[str, Any], field: str, *, needed: bool = False) -> date | None:
        """A day; None where there is none or it cannot be read, which is said. One that is `needed` leaves the row
        out."""
        record = "row" if needed else "value"
        if is_empty(row[field]):
            if needed:
                self.said.refuse(table, row["row"], field, None, "The row has no day, so it cannot be told.", record)
            return None
        try:
            read = read_date(row[field], self.orders.get(field, _DAY_FIRST))
            if (
                isinstance(read.value, date)
                and read.value > self.today
                and not any(word in field for word in _MAY_COME)
            ):
                raise Unreadable("This day has not come yet.")
        except Unreadable as reason:
            self.said.refuse(table, row["row"], field, row[field], str(reason), record)
            return None
        if read.why:
            self.said.guess(table, field, "", "a day", read.why)
        return read.value if isinstance(read.value, date) else None

    def _read(self, row: dict[str, Any], field: str) -> date | None:
        """A day that is read, and said where it cannot be, elsewhere: as it is kept with its own row."""
        try:
            read = read_date(row[field], self.orders.get(field, _DAY_FIRST)).value if not is_empty(row[field]) else None
        except Unreadable:
            return None
        return read if isinstance(read, date) and read <= self.today else None

    def _code(self, table: str, row: dict[str, Any], field: str, codes: str) -> str:
        """Our code; empty where there is none or it cannot be read, which is said."""
        if is_empty(row[field]):
            return ""
        try:
            read = read_code(codes, row[field].strip())
        except Unreadable:
            self.said.refuse(table, row["row"], field, row[field], "This is not one of the dataset’s codes.", "value")
            return ""
        return str(read.value)

    def _yes(self, row: dict[str, Any], field: str) -> bool | None:
        return yes_or_no(row[field] or "")

    def _person(self) -> None:
        people = self._of("ssd_person")
        if len(people) > 1:
            self.said.notice(
                "pers_person_id", "A child is in ssd_person twice: the last was loaded.", people[-1]["row"]
            )
        for row in people[-1:]:
            table, told = "ssd_person", self.told
            told.born_on = self._day(table, row, "pers_dob")
            told.expected_on = None if told.born_on else self._day(table, row, "pers_expected_dob")
            told.died_on = self._day(table, row, "pers_death_date")
            sex = (row["pers_sex"] or "").strip()
            told.sex = sex if sex in ("M", "F", "U") else self._code(table, row, "pers_sex", "gender")
            told.sex = "U" if told.sex == "N" else told.sex
            told.ethnicity = self._code(table, row, "pers_ethnicity", "ethnicity").replace("UNKNOWN", "")
            upn = (row["pers_upn"] or "").strip().upper()
            if upn and UPN.fullmatch(upn):
                told.upn = upn
            elif upn:
                self.said.refuse(table, row["row"], "pers_upn", upn, "This is not a unique pupil number.", "value")
            unknown = (row["pers_upn_unknown"] or "").strip().upper()
            told.upn_unknown = unknown if unknown in SETS["upn_unknown"] else ""
        codes = []
        for row in self._of("ssd_disability"):
            code = (row["disa_disability_code"] or "").strip().upper()
            if code in SETS["disability"]:
                codes.append(code)
            elif code:
                why = "This is not one of the dataset’s codes."
                self.said.refuse("ssd_disability", row["row"], "disa_disability_code", code, why, "value")
        self.told.disabilities = tuple(dict.fromkeys(codes))

    def _referrals(self) -> Iterator[tuple[str, ToldReferral]]:
        table = "ssd_cin_episodes"
        for row in self._of(table):
            came = self._day(table, row, "cine_referral_date", needed=True)
            if came is None:
                continue
            closed = self._day(table, row, "cine_close_date")
            if closed is not None and closed < came:
                self.said.refuse(table, row["row"], "cine_close_date", closed, "It is before the referral.", "value")
                closed = None
            source = (row["cine_referral_source_code"] or "").strip().upper()
            one = ToldReferral(
                came,
                source if source in SETS["referral_source"] else "10",
                bool(self._yes(row, "cine_referral_nfa")),
                self._code(table, row, "cine_cin_primary_need_code", "need"),
                closed,
                self._code(table, row, "cine_close_reason", "closure"),
            )
            if source and source not in SETS["referral_source"]:
                why = "This is not one of the dataset’s codes."
                self.said.refuse(table, row["row"], "cine_referral_source_code", source, why, "value")
            self.told.referrals.append(one)
            if row["cine_referral_id"]:
                self.began[row["cine_referral_id"].strip()] = came
            team = {
                "Allocated Team": (row["cine_referral_team"] or "")[:300],
                "Allocated Worker": (row["cine_referral_worker_id"] or "")[:300],
            }
            if any(team.values()):
                self._fact("case", table, row, came, row["cine_referral_team"], row["cine_referral_worker_id"])
            self._keep(3, {"Date of referral": came.isoformat(), **team})
            if not one.no_further_action:
                self._keep(6, {"CIN Start Date": came.isoformat(), **self._last_seen(), **team})
            yield row["cine_referral_id"] or "", one

    def _fact(
        self, about: str, table: str, row: dict[str, Any], day: date, team: str | None, worker: str | None, **more: Any
    ) -> None:
        """A row of our own: who had something, and what the record has no place for of it."""
        names = {"team": as_text(team or "")[:LONGEST_NAME], "worker": as_text(worker or "")[:LONGEST_NAME]}
        self.told.facts.append(self.facts.fact(about, row, table, day, **names, **more))

    def _keep(self, number: int, row: dict[str, Any]) -> None:
        filled = {name: as_text(value) for name, value in row.items() if value}
        self.told.lists.setdefault(str(number), []).append(filled)

    def _last_seen(self) -> dict[str, str]:
        seen = [
            self._read(row, f"{prefix}_date")
            for table, prefix in (("ssd_cp_visits", "cppv_cp_visit"), ("ssd_cin_visits", "cinv_cin_visit"))
            for row in self._of(table)
            if self._yes(row, f"{prefix}_seen") is not False and not is_empty(row[f"{prefix}_date"])
        ]
        latest = max((one for one in seen if one is not None), default=None)
        return {"Date Child Was Last Seen": latest.isoformat()} if latest else {}

    def _referral(self, table: str, key: str | None, began: date) -> ToldReferral:
        found = self.by_id.get(key or "")
        if found is not None:
            return found
        why = "No referral of this child is told that was open then."
        return self.told.referral_of(
            began, lambda: self.said.guess(table, "", "", "a referral on that day, from a source not known", why)
        )

    def _assessments(self) -> None:
        table = "ssd_cin_assessments"
        for row in self._of(table):
            began = self._day(table, row, "cina_assessment_start_date", needed=True)
            if began is None:
                continue
            done = self._day(table, row, "cina_assessment_auth_date")
            self._referral(table, row["cina_referral_id"], began).add(
                "Assessments",
                {"AssessmentActualStartDate": began.isoformat()}
                | ({"AssessmentAuthorisationDate": done.isoformat()} if done and done >= began else {}),
            )
            seen, nothing_more = (
                self._yes(row, "cina_assessment_child_seen"),
                self._yes(row, "cina_assessment_outcome_nfa"),
            )
            self._fact(
                "assessment",
                table,
                row,
                began,
                row["cina_assessment_team"],
                row["cina_assessment_worker_id"],
                seen=_answer(seen),
                needed=_answer(not nothing_more) if nothing_more is not None and done else None,
            )
            self._keep(
                4,
                {
                    "Continuous Assessment Start Date": began.isoformat(),
                    "Child Seen During Continuous Assessment": in_the_list("yes_no_unknown", _answer(seen)),
                    "Was the child assessed as requiring LA children's social care support?": ""
                    if nothing_more is None or not done
                    else in_the_list("yes_no", _answer(not nothing_more)),
                    "Allocated Team": (row["cina_assessment_team"] or "")[:300],
                    "Allocated Worker": (row["cina_assessment_worker_id"] or "")[:300],
                },
            )

    def _enquiries(self) -> None:
        table, conferences = "ssd_s47_enquiry", "ssd_initial_cp_conference"
        held_for = {row["icpc_s47_enquiry_id"]: row for row in self._of(conferences) if row["icpc_s47_enquiry_id"]}
        for row in self._of(table):
            began = self._day(table, row, "s47e_s47_start_date", needed=True)
            if began is None:
                continue
            conference = held_for.get(row["s47e_s47_enquiry_id"])
            held = self._day(conferences, conference, "icpc_icpc_date") if conference else None
            target = self._day(conferences, conference, "icpc_icpc_target_date") if conference else None
            ended = not is_empty(row["s47e_s47_end_date"])
            record = {"S47ActualStartDate": began.isoformat()}
            if held is not None:
                record["DateOfInitialCPC"] = held.isoformat()
            elif conference is None and ended:
                record["ICPCnotRequired"] = "true"
            if target is not None:
                record["InitialCPCtarget"] = target.isoformat()
            self._referral(table, row["s47e_referral_id"], began).add("Section47", record)
            led = self._yes(conference, "icpc_icpc_outcome_cp_flag") if conference else None
            self._fact(
                "enquiry",
                table,
                row,
                began,
                row["s47e_s47_completed_by_team"],
                row["s47e_s47_completed_by_worker_id"],
                plan=_answer(led) if held is not None else None,
            )
            self._keep(
                5,
                {
                    "Strategy discussion initiating Section 47 Enquiry Start Date": began.isoformat(),
                    "Did the Initial Child Protection Conference Result in a Child Protection Plan": ""
                    if held is None
                    else in_the_list("yes_no_unknown", _answer(led)),
                },
            )

    def _need_plans(self) -> None:
        table = "ssd_cin_plans"
        for row in self._of(table):
            began = self._day(table, row, "cinp_cin_plan_start_date", needed=True)
            if began is None:
                continue
            ended = self._day(table, row, "cinp_cin_plan_end_date")
            self._referral(table, row["cinp_referral_id"], began).add(
                "CINPlanDates",
                {"CINPlanStartDate": began.isoformat()}
                | ({"CINPlanEndDate": ended.isoformat()} if ended and ended >= began else {}),
            )

    def _protection_plans(self) -> None:
        table = "ssd_cp_plans"
        days = []
        for row in self._of(table):
            began = self._day(table, row, "cppl_cp_plan_start_date", needed=True)
            if began is not None:
                days.append((began, row))
                self._fact("plan", table, row, began, None, None)
                if row["cppl_cp_plan_id"]:
                    self.plans[row["cppl_cp_plan_id"].strip()] = began
        for number, (began, row) in enumerate(sorted(days, key=lambda pair: pair[0])):
            ended = self._day(table, row, "cppl_cp_plan_end_date")
            first = self._code(table, row, "cppl_cp_plan_initial_category", "abuse")
            latest = self._code(table, row, "cppl_cp_plan_latest_category", "abuse")
            reviews = sorted(
                day.isoformat()
                for review in self._of("ssd_cp_reviews")
                if review["cppr_cp_plan_id"] == row["cppl_cp_plan_id"]
                and not is_empty(review["cppr_cp_review_date"])
                and (day := self._day("ssd_cp_reviews", review, "cppr_cp_review_date")) is not None
            )
            record: dict[str, Any] = {"CPPstartDate": began.isoformat(), "NumberOfPreviousCPP": str(number)}
            if first or latest:
                record |= {"InitialCategoryOfAbuse": first or latest, "LatestCategoryOfAbuse": latest or first}
            if ended and ended >= began:
                record["CPPendDate"] = ended.isoformat()
            if reviews:
                record["Reviews"] = {"CPPreviewDate": reviews}
            self._referral(table, row["cppl_referral_id"], began).add("ChildProtectionPlans", record)
            self._keep(7, {"Child Protection Plan Start Date": began.isoformat(), **self._visited(row)})

    def _visited(self, plan: dict[str, Any]) -> dict[str, str]:
        """The last visit for a plan at which the child was seen."""
        table = "ssd_cp_visits"
        visits = [
            (day, row)
            for row in self._of(table)
            if row["cppv_cp_plan_id"] == plan["cppl_cp_plan_id"]
            and self._yes(row, "cppv_cp_visit_seen") is not False
            and not is_empty(row["cppv_cp_visit_date"])
            and (day := self._read(row, "cppv_cp_visit_date")) is not None
        ]
        if not visits:
            return {}
        last, row = max(visits, key=lambda pair: pair[0])
        alone = _answer(self._yes(row, "cppv_cp_visit_seen_alone"))
        return {
            "Date of the Last Statutory Visit": last.isoformat(),
            "Was the Child Seen Alone?": in_the_list("yes_no_unknown", alone),
        }

    def _kept(self) -> None:
        """Contacts, in the columns of Annex A."""
        table = "ssd_contacts"
        for row in self._of(table):
            came = self._read(row, "cont_contact_date")
            if came is not None:
                source = in_the_list("source", self._code(table, row, "cont_contact_source_code", "source"))
                self._keep(1, {"Date of Contact": came.isoformat(), "Contact Source": source})


def _answer(value: bool | None) -> str:
    return {True: "Y", False: "N", None: "U"}[value]
