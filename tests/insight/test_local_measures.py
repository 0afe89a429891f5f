"""A council's own measures: what is let in, and in what words the rest is kept out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.insight.public.measures import MeasureFailed, Span, TookTooLong, catalogue, figure
from goldenthread.insight.queries.engine import ask
from tests.building.insight import ANYBODY, an_empty_dataset, with_rows

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))
HEADER = """-- id: ours
-- title: Contacts from the police
-- group: local
-- definition: Of the contacts received, the share that came from the police.
-- numerator: contacts from the police
-- denominator: contacts received in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: neutral
-- source: Our own
"""
SQL = """SELECT period.starts_on AS period, c.child, 'contact:' || c.contact AS about,
    CAST(c.received_at AS DATE) AS event_on, 1 AS in_denominator,
    CASE WHEN c.source = '6' THEN 1 ELSE 0 END AS in_numerator, c.team, c.worker
FROM period
JOIN gt_contacts c ON CAST(c.received_at AS DATE) BETWEEN period.starts_on AND period.ends_on
"""


@pytest.fixture
def held(settings, tmp_path: Path):
    return an_empty_dataset(settings, tmp_path)


def put(text: str, name: str = "ours.sql") -> None:
    from goldenthread.insight.public.measures import local_folder

    local_folder().mkdir(exist_ok=True)
    (local_folder() / name).write_text(text)


def test_a_measure_of_the_councils_own_is_listed_and_run(held) -> None:
    with_rows(
        held,
        gt_contacts=[
            {"row": str(n), "contact": str(n), "child": str(n), "received_at": date(2026, 3, n), "source": source}
            for n, source in enumerate(("6", "2A", "6", "1A"), 1)
        ],
    )
    put(HEADER + SQL)
    assert catalogue().measures["ours"].local
    assert figure("ours", scope=ANYBODY, span=SPAN).value == 50.0


def test_a_file_changed_while_running_is_read_again(held) -> None:
    put(HEADER + SQL)
    assert catalogue().measures["ours"].title == "Contacts from the police"
    put(HEADER.replace("from the police", "from police officers") + SQL)
    assert catalogue().measures["ours"].title == "Contacts from police officers"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("-- unit: %\n", ""), "does not say its unit"),
        (lambda text: text.replace("-- unit: %", "-- unit: furlongs"), "unit is “furlongs”"),
        (lambda text: text.replace("-- id: ours", "-- id: theirs"), "the file is called otherwise"),
        (lambda text: text.replace("-- source: Our own", "-- souce: Our own"), "does not say its source"),
        (lambda text: SQL, "does not begin with a header"),
        (lambda text: HEADER, "nothing after it"),
        (lambda text: HEADER + "SELEC oops FROM", "not SQL"),
        (lambda text: HEADER + SQL + "; " + SQL, "2 statements"),
        (lambda text: HEADER + "DELETE FROM gt_contacts", "only selects"),
        (lambda text: HEADER + "CREATE TABLE x AS SELECT 1", "only selects"),
        (lambda text: HEADER + "DROP VIEW gt_contacts", "only selects"),
        (lambda text: HEADER + "SET memory_limit = '100GB'", "only selects"),
        (lambda text: HEADER + "PRAGMA database_list", "only selects"),
        (lambda text: HEADER + "INSTALL httpfs", "only selects"),
        (lambda text: HEADER + "COPY gt_contacts TO '/tmp/out.csv'", "only selects"),
        (lambda text: HEADER + "ATTACH '/tmp/other.db'", "only selects"),
        (lambda text: HEADER + "SELECT * FROM read_text('/etc/passwd')", "not a table of the dataset"),
        (lambda text: HEADER + "SELECT * FROM read_csv('/etc/passwd')", "measure"),
        (lambda text: HEADER + "SELECT * FROM read_parquet('x')", "measure"),
        (lambda text: HEADER + "SELECT * FROM '/etc/passwd'", "not a table of the dataset"),
        (lambda text: HEADER + "SELECT * FROM glob('/*')", "not a table of the dataset"),
        (lambda text: HEADER + "SELECT * FROM duckdb_settings()", "not a table of the dataset"),
        (lambda text: HEADER + "SELECT * FROM information_schema.tables", "not a table of the dataset"),
        (lambda text: HEADER + "SELECT getenv('HOME')", "may not"),
        (lambda text: HEADER + "SELECT * FROM query('SELECT 1')", "not a table of the dataset"),
        (lambda text: HEADER + "SELECT count(*) FROM range(1000000000000)", "measure"),
        (
            lambda text: HEADER + "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT * FROM t",
            "round in a loop",
        ),
    ],
)
def test_what_a_measure_may_not_be_is_refused_in_words(held, change, sentence: str) -> None:
    put(change(HEADER + SQL))
    found = catalogue()
    assert "ours" not in found.measures
    assert sentence in found.refused["ours.sql"]


def test_a_wrong_file_hides_no_other(held) -> None:
    put("nonsense", "wrong.sql")
    put(HEADER + SQL)
    found = catalogue()
    assert "ours" in found.measures and "wrong.sql" in found.refused


def test_a_name_that_the_product_has_is_refused(held) -> None:
    put(HEADER.replace("ours", "contact_volume") + SQL, "contact_volume.sql")
    assert "comes with the product" in catalogue().refused["contact_volume.sql"]


def test_a_measure_without_its_columns_says_which(held) -> None:
    put(HEADER + "SELECT period.starts_on AS period FROM period")
    with pytest.raises(MeasureFailed):
        figure("ours", scope=ANYBODY, span=SPAN)


def test_a_measure_without_end_is_stopped(held) -> None:
    days = ", ".join(f"gt_days d{n}" for n in range(6))
    with pytest.raises(TookTooLong):
        ask(held, f"SELECT count(*) FROM {days} WHERE d0.number + d1.number + d5.number = 7", seconds=0.5)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/should-not-be.csv'",
        "ATTACH '/tmp/should-not-be.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_even_past_the_syntax_the_engine_is_shut(held, statement: str) -> None:
    with pytest.raises(MeasureFailed):
        ask(held, statement)
