"""The region: each authority counted by itself, small numbers left out, rows by agreement of both alone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from goldenthread.access.public import NotAllowed
from goldenthread.insight.analysis.region import Counted, hidden
from goldenthread.insight.operations.region import say_agreements
from goldenthread.insight.public.dataset import NoDataset, dataset
from goldenthread.insight.public.measures import Scope, Span, figure
from goldenthread.insight.public.region import (
    NoAgreement,
    NoRegion,
    authorities,
    open_shared_rows,
    own_authority,
    region_figure,
    region_measures,
    region_members,
    stop_agreement,
)
from goldenthread.insight.queries.root import dataset_of
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.building.filled import filled
from tests.building.insight import ANYBODY, BUILT_AT, an_empty_dataset, with_rows
from tests.building.region import NEIGHBOUR, agreed_with, put_under, says_that_it_agreed

pytestmark = pytest.mark.django_db
YEAR = Span(date(2025, 1, 1), date(2025, 12, 31))


def contacts(many: int) -> list[dict[str, Any]]:
    return [{"row": str(n), "contact": str(n), "child": str(n), "received_at": date(2025, 6, 2)} for n in range(many)]


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    """An empty record here, and a region's folder with nothing in it."""
    an_empty_dataset(settings, tmp_path)
    settings.REGION_ROOT = str(tmp_path / "region")
    (tmp_path / "region").mkdir()
    return tmp_path / "region"


def counted_at(root: Path, settings: Any, authority: str, many: int, *, nfa: int, people: int | None = 20_000) -> None:
    """An authority with so many decided contacts, of which for so many nothing was done."""
    rows = [
        row | {"outcome": "NFA" if n < nfa else "REF", "decided_at": date(2025, 6, 3)}
        for n, row in enumerate(contacts(many))
    ]
    put_under(root, with_rows(dataset(), gt_contacts=rows), authority, people=people)
    with_rows(dataset(), gt_contacts=[])


# --- what may be shown


def test_one_small_authority_takes_another_with_it_or_the_regions_total() -> None:
    told = [Counted("a", 3, 40, 40), Counted("b", 20, 60, 60), Counted("c", 30, 90, 90)]
    left_out, region = hidden(told, share=True)
    assert "a" in left_out
    assert len(left_out) + region >= 2, "with one alone left out, it is the region less the others"


def test_nothing_is_left_out_where_every_number_is_large_or_none() -> None:
    assert hidden([Counted("a", 0, 40, 40), Counted("b", 20, 60, 60)], share=True) == (frozenset(), False)
    assert hidden([], share=True) == (frozenset(), False)


def test_a_weight_is_judged_by_its_rows() -> None:
    left_out, _ = hidden([Counted("a", 1.5, 9.5, 3), Counted("b", 7.5, 9, 9), Counted("c", 6, 9, 9)], share=False)
    assert "a" in left_out


# --- each authority by itself


def test_each_authority_is_counted_over_its_own_rows_and_the_region_is_their_sum(root: Path, settings: Any) -> None:
    # The same keys of children stand in all three: were they joined, the figures would differ.
    for name, many, nfa in (("alderley", 40, 10), ("briarton", 60, 30), ("coldwater", 100, 20)):
        counted_at(root, settings, name, many, nfa=nfa)
    found = region_figure("contact_nfa", scope=ANYBODY, span=YEAR)
    told = {one.authority: (one.numerator, one.denominator, one.value) for one in found.parts}
    assert told["alderley"] == (10, 40, 25)
    assert told["briarton"] == (30, 60, 50)
    assert told["coldwater"] == (20, 100, 20)
    assert (found.whole.numerator, found.whole.denominator, found.whole.value) == (60, 200, 30)
    assert {one.key for one in found.groups if one.outside} == {"briarton"}


def test_this_authority_is_read_from_its_own_folder(root: Path, settings: Any) -> None:
    held = an_own_year(settings)
    assert authorities() == (own_authority(),)
    found = region_figure("contact_volume", scope=ANYBODY, span=YEAR)
    own = figure("contact_volume", scope=ANYBODY, span=YEAR)
    assert found.parts[0].value == own.value == 25
    assert found.parts[0].own and held.authority == own_authority()


def an_own_year(settings: Any) -> Any:
    return with_rows(dataset(), gt_contacts=contacts(25))


def test_a_rate_of_children_stands_for_the_region_only_where_it_is_known_of_all(root: Path, settings: Any) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10, people=10_000)
    counted_at(root, settings, "briarton", 60, nfa=30, people=None)
    found = region_figure("referral_rate", scope=ANYBODY, span=YEAR)
    assert found.whole.value is None
    members = {one.authority: one.children_in_area for one in region_members(scope=ANYBODY)}
    assert members["alderley"] == 10_000 and members["briarton"] is None


def test_a_small_authority_is_never_shown_nor_to_be_had_from_the_rest(root: Path, settings: Any) -> None:
    counted_at(root, settings, "alderley", 40, nfa=2)
    counted_at(root, settings, "briarton", 60, nfa=30)
    counted_at(root, settings, "coldwater", 100, nfa=50)
    found = region_figure("contact_nfa", scope=ANYBODY, span=YEAR)
    parts = {one.authority: one for one in found.parts}
    assert parts["alderley"].left_out and parts["alderley"].numerator is None and parts["alderley"].value is None
    assert sum(one.left_out for one in found.parts) + found.whole.left_out >= 2
    assert "alderley" not in {one.key for one in found.groups}


def test_every_measure_runs_in_every_authority(root: Path, settings: Any) -> None:
    held = filled(dataset(), rows=120)
    for name in ("alderley", "briarton"):
        put_under(root, held, name)
    alone = {key: figure(key, scope=ANYBODY, span=YEAR) for key in region_measures()}
    for key, own in alone.items():
        found = region_figure(key, scope=ANYBODY, span=YEAR)
        parts = {one.authority: one for one in found.parts}
        assert not any(one.wrong for one in found.parts), key
        for name in ("alderley", "briarton"):
            if not parts[name].left_out and own.rows:
                assert parts[name].numerator == pytest.approx(own.numerator), key


# --- what cannot be read


def test_without_a_root_it_says_so(settings: Any) -> None:
    settings.REGION_ROOT = ""
    with pytest.raises(NoRegion, match="GOLDENTHREAD_REGION"):
        authorities()


def test_an_authority_whose_files_are_gone_is_said_and_the_others_stand(root: Path, settings: Any) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    counted_at(root, settings, "briarton", 60, nfa=30)
    (root / "manifest-briarton.json").write_text("{")
    found = region_figure("contact_nfa", scope=ANYBODY, span=YEAR)
    parts = {one.authority: one for one in found.parts}
    assert "cannot be read" in parts["briarton"].wrong
    assert parts["alderley"].value == 25


@pytest.mark.parametrize("broken", [None, b"PAR1 half of a file"])
def test_an_authority_with_a_file_gone_or_cut_short_is_said_and_the_others_stand(
    root: Path, settings: Any, broken: bytes | None
) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    counted_at(root, settings, "briarton", 60, nfa=30)
    (file,) = (root / "gt_contacts" / "authority=briarton").glob("*.parquet")
    file.unlink()
    if broken:
        file.write_bytes(broken)
    parts = {one.authority: one for one in region_figure("contact_nfa", scope=ANYBODY, span=YEAR).parts}
    assert parts["briarton"].wrong == "A file of the dataset of briarton is missing, or cannot be read."
    assert parts["alderley"].value == 25


def test_an_address_of_object_storage_is_for_spark_alone(root: Path, settings: Any) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    settings.REGION_ROOT = root.as_uri()
    parts = {one.authority: one for one in region_figure("contact_nfa", scope=ANYBODY, span=YEAR).parts}
    assert "by Spark alone" in parts["alderley"].wrong


@pytest.mark.parametrize(
    "path",
    [
        "../../secret.parquet",
        "/etc/passwd",
        "gt_contacts/authority=briarton/file.parquet",
        "gt_contacts/authority=alderley/../../gt_children/authority=briarton/file.parquet",
    ],
)
def test_a_manifest_reaches_no_file_but_its_authoritys_own(root: Path, settings: Any, path: str) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    manifest = root / "manifest-alderley.json"
    told = json.loads(manifest.read_text())
    told["tables"]["gt_contacts"]["path"] = path
    manifest.write_text(json.dumps(told))
    with pytest.raises(NoDataset, match="not its own"):
        dataset_of("alderley")


@pytest.mark.parametrize(
    "said",
    [
        {"../gt_contacts": {"path": "../gt_contacts/authority=alderley/file.parquet"}},
        {"gt_contacts AS SELECT 1; --": {"path": "gt_contacts AS SELECT 1; --/authority=alderley/file.parquet"}},
        {"gt_contacts": {"path": 7}},
        {"gt_contacts": {"rows": "many"}},
        {"gt_contacts": {"rows": True}},
        {"gt_contacts": {"rows": -1}},
        {"gt_contacts": {"name": "gt_children"}},
        {"gt_contacts": {"strange": 1}},
        {"GT_CONTACTS": {"path": "GT_CONTACTS/authority=alderley/file.parquet"}},
        {"gt_contacts\n": {"path": "gt_contacts\n/authority=alderley/file.parquet"}},
    ],
)
def test_a_manifest_is_believed_in_nothing_but_its_numbers(root: Path, settings: Any, said: dict[str, Any]) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    manifest = root / "manifest-alderley.json"
    told = json.loads(manifest.read_text())
    for name, one in said.items():
        told["tables"][name] = told["tables"]["gt_contacts"] | one
    manifest.write_text(json.dumps(told))
    with pytest.raises(NoDataset, match="cannot be read|not its own"):
        dataset_of("alderley")
    assert next(one for one in region_members(scope=ANYBODY) if one.authority == "alderley").wrong


@pytest.mark.parametrize("people", [-1, True, 2.5, "20000", [20_000]])
def test_how_many_children_live_there_is_a_count_or_not_known(root: Path, settings: Any, people: Any) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10, people=people)
    with pytest.raises(NoDataset, match="cannot be read"):
        dataset_of("alderley")


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_link_to_anothers_file_is_not_its_own(root: Path, settings: Any, linked: str) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    counted_at(root, settings, "briarton", 60, nfa=30)
    folder, other = (root / "gt_contacts" / f"authority={name}" for name in ("alderley", "briarton"))
    (file,) = folder.glob("*.parquet")
    file.unlink()
    (theirs,) = other.glob("*.parquet")
    if linked == "file":
        file.symlink_to(theirs)
    else:
        theirs.rename(other / file.name)
        folder.rmdir()
        folder.symlink_to(other, target_is_directory=True)
    with pytest.raises(NoDataset, match="not its own"):
        dataset_of("alderley")


def test_a_sum_that_is_no_number_is_said_and_the_others_stand(root: Path, settings: Any) -> None:
    post = {"worker": "1", "started_on": date(2020, 1, 1), "agency": False}
    for name, fte in (("alderley", [1.0] * 20), ("briarton", [float("nan")]), ("coldwater", [float("inf")])):
        put_under(root, with_rows(dataset(), gt_workforce=[post | {"fte": one} for one in fte]), name)
    with_rows(dataset(), gt_workforce=[])
    parts = {one.authority: one for one in region_figure("wf_sw_fte", scope=ANYBODY, span=YEAR).parts}
    assert parts["alderley"].numerator == 20
    for name in ("briarton", "coldwater"):
        assert parts[name].wrong == f"What the dataset of {name} counts is no number."


def test_no_word_of_a_row_is_told_where_a_column_is_of_another_kind(root: Path, settings: Any) -> None:
    counted_at(root, settings, "alderley", 40, nfa=10)
    counted_at(root, settings, "briarton", 60, nfa=30)
    (file,) = (root / "gt_contacts" / "authority=briarton").glob("*.parquet")
    rows = parquet.read_table(file)
    names = pa.array(["Zebedee Quill"] * len(rows))
    for column in ("received_at", "decided_at"):
        rows = rows.set_column(rows.schema.get_field_index(column), column, names)
    parquet.write_table(rows, file)
    parts = {one.authority: one for one in region_figure("contact_nfa", scope=ANYBODY, span=YEAR).parts}
    assert parts["briarton"].wrong == "The measure cannot be run over the dataset of briarton."
    assert parts["alderley"].value == 25


# --- rows, by agreement


def test_rows_open_only_by_the_agreement_of_both(root: Path, settings: Any) -> None:
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)

    def opened(measure: str = "contact_volume", authority: str = NEIGHBOUR) -> Any:
        return open_shared_rows(measure=measure, authority=authority, span=YEAR, by=director, at=BUILT_AT)

    with pytest.raises(NoAgreement, match="No sharing agreement"):
        opened()
    says_that_it_agreed(root, NEIGHBOUR)
    with pytest.raises(NoAgreement, match="No sharing agreement"):
        opened()
    key = agreed_with(NEIGHBOUR, by=director, at=BUILT_AT)
    found = opened()
    assert found.all_rows == 40 and len(found.rows) == 40
    entry = last_entry()
    assert entry.act == "region_rows.read" and entry.subject == f"sharing_agreement:{key}"
    assert entry.detail == {"authority": NEIGHBOUR, "measure": "contact_volume", "rows": 40}
    with pytest.raises(NoAgreement):  # another measure than those named
        opened("contact_nfa")
    counted_at(root, settings, "alderley", 40, nfa=10)
    with pytest.raises(NoAgreement):  # another authority than those party to it
        opened(authority="alderley")
    stop_agreement(agreement=key, reason="The purpose is met.", by=director, at=BUILT_AT + timedelta(hours=1))
    with pytest.raises(NoAgreement):
        opened()


def test_one_sides_word_opens_nothing(root: Path, settings: Any) -> None:
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)
    agreed_with(NEIGHBOUR, by=director, at=BUILT_AT)
    for otherwise in (
        None,
        {"reference": "Another"},
        {"authorities": [NEIGHBOUR, "somewhere-else"]},
        {"measures": ["contact_nfa"]},
        {"ends_on": "2026-01-31"},
        {"ends_on": "never"},
        {"measures": 7},
    ):
        if otherwise is not None:
            says_that_it_agreed(root, NEIGHBOUR, **otherwise)
        with pytest.raises(NoAgreement, match="does not say that it agreed"):
            open_shared_rows(measure="contact_volume", authority=NEIGHBOUR, span=YEAR, by=director, at=BUILT_AT)


def test_a_list_of_agreements_that_is_none_opens_nothing(root: Path, settings: Any) -> None:
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)
    agreed_with(NEIGHBOUR, by=director, at=BUILT_AT)
    for said in (7, None, "agreements", {"reference": "x"}, [7]):
        (root / f"agreements-{NEIGHBOUR}.json").write_text(json.dumps({"agreements": said}))
        with pytest.raises(NoAgreement, match="does not say that it agreed"):
            open_shared_rows(measure="contact_volume", authority=NEIGHBOUR, span=YEAR, by=director, at=BUILT_AT)


def test_a_part_of_a_name_is_no_name_that_was_agreed(root: Path, settings: Any) -> None:
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)
    agreed_with(NEIGHBOUR, by=director, at=BUILT_AT)
    for said in ({"measures": "contact_volume, later"}, {"authorities": {NEIGHBOUR: 1, own_authority(): 1}}):
        says_that_it_agreed(root, NEIGHBOUR, **said)
        with pytest.raises(NoAgreement, match="does not say that it agreed"):
            open_shared_rows(measure="contact_volume", authority=NEIGHBOUR, span=YEAR, by=director, at=BUILT_AT)


def test_an_agreement_runs_on_its_days_alone(root: Path, settings: Any) -> None:
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)
    agreed_with(NEIGHBOUR, by=director, at=BUILT_AT, ends_on=BUILT_AT.date() + timedelta(days=5))
    says_that_it_agreed(root, NEIGHBOUR)
    for days, opens in ((5, True), (6, False)):
        at = BUILT_AT + timedelta(days=days)
        if opens:
            open_shared_rows(measure="contact_volume", authority=NEIGHBOUR, span=YEAR, by=director, at=at)
        else:
            with pytest.raises(NoAgreement):
                open_shared_rows(measure="contact_volume", authority=NEIGHBOUR, span=YEAR, by=director, at=at)


def test_what_was_agreed_is_said_to_the_others_and_unsaid_when_it_is_stopped(
    root: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)
    with django_capture_on_commit_callbacks(execute=True):
        key = agreed_with(NEIGHBOUR, by=director, at=BUILT_AT)
    path = Path(settings.HOME) / "dataset" / f"agreements-{own_authority()}.json"
    (said,) = json.loads(path.read_text())["agreements"]
    assert said["authorities"] == sorted([NEIGHBOUR, own_authority()])
    assert director.name not in path.read_text()
    stop_agreement(agreement=key, reason="The purpose is met.", by=director, at=BUILT_AT)
    assert json.loads(path.read_text())["agreements"] == []
    with pytest.raises(Refused, match="stopped already"):
        stop_agreement(agreement=key, reason="Once more.", by=director, at=BUILT_AT)


@pytest.mark.django_db(transaction=True)
def test_what_is_being_stopped_is_not_said_again(root: Path, settings: Any) -> None:
    """Another agreement is said while this one is stopped, and the stop is not kept yet."""
    counted_at(root, settings, NEIGHBOUR, 40, nfa=10)
    director = person_who_signs_in(Role.DIRECTOR)
    key = agreed_with(NEIGHBOUR, by=director, at=BUILT_AT)

    def said_by_another() -> None:
        try:
            say_agreements()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            stop_agreement(agreement=key, reason="The purpose is met.", by=director, at=BUILT_AT)
            other = pool.submit(said_by_another)
            wait([other], timeout=1)
        other.result(timeout=10)
    path = Path(settings.HOME) / "dataset" / f"agreements-{own_authority()}.json"
    assert json.loads(path.read_text())["agreements"] == []


@pytest.mark.parametrize(
    ("otherwise", "field"),
    [
        ({"reference": " "}, "reference"),
        ({"purpose": "agreed"}, "purpose"),
        ({"lawful_basis": "consent"}, "lawful_basis"),
        ({"law": ""}, "law"),
        ({"authorities": []}, "authorities"),
        ({"authorities": ["nowhere"]}, "authorities"),
        ({"measures": []}, "measures"),
        ({"measures": ["every"]}, "measures"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
        ({"ends_on": date(2036, 1, 1)}, "ends_on"),
    ],
)
def test_an_agreement_says_all_that_the_law_asks(root: Path, settings: Any, otherwise: Any, field: str) -> None:
    counted_at(root, settings, NEIGHBOUR, 6, nfa=0)
    with pytest.raises(Refused) as refused:
        agreed_with(NEIGHBOUR, by=person_who_signs_in(Role.DIRECTOR), at=BUILT_AT, **otherwise)
    assert field in {name for name, _ in refused.value.problems}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.ELECTED_MEMBER, Role.ADMINISTRATOR])
def test_nobody_else_sees_the_region(root: Path, role: Role) -> None:
    who = person_who_signs_in(role)
    scope = Scope(who, BUILT_AT)
    for does in (
        lambda: region_members(scope=scope),
        lambda: region_figure("contact_volume", scope=scope, span=YEAR),
        lambda: agreed_with(NEIGHBOUR, by=who, at=BUILT_AT),
        lambda: open_shared_rows(measure="contact_volume", authority=NEIGHBOUR, span=YEAR, by=who, at=BUILT_AT),
    ):
        with pytest.raises(NotAllowed):
            does()


# --- the pages


def test_the_pages_show_no_small_number_and_no_row_without_an_agreement(
    root: Path, settings: Any, client: Client
) -> None:
    counted_at(root, settings, "alderley", 40, nfa=2)
    counted_at(root, settings, "briarton", 60, nfa=30)
    client.force_login(person_who_signs_in(Role.ANALYST))
    assert "Alderley" in client.get(reverse("region")).content.decode()
    shown = client.get(reverse("region_measure", args=["contact_nfa"]), {"month": "2025-12"}).content.decode()
    assert "Left out: small numbers" in shown and "Open rows" not in shown
    rows = client.get(reverse("region_rows", args=["contact_nfa", "alderley"]), {"month": "2025-12"})
    assert "No sharing agreement" in rows.content.decode()
    assert f"{reverse('region_measure', args=['contact_nfa'])}?month=2025-12" in rows.content.decode()
    assert client.get(reverse("region_rows", args=["contact_nfa", "nowhere"])).status_code == 404
    assert client.get(reverse("region_measure", args=["nothing"])).status_code == 404


def last_entry() -> Any:
    from django.apps import apps

    return apps.get_model("access.LedgerEntry").objects.order_by("-number").first()
