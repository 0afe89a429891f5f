"""What inspectors may read and until when; documents taken for what is in them; a self-evaluation kept as it stood."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import decide, record
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.quality.public.readiness import (
    DocumentSaid,
    add_evidence,
    add_evidence_version,
    case_pack,
    document,
    documents,
    draw_children,
    end_workspace,
    evaluation_shown,
    file_of,
    looks_in,
    sign_self_evaluation,
    start_self_evaluation,
    workspaces,
    write_self_evaluation,
)
from goldenthread.rulebook.rights import ACTS, Role, Subject, Where
from goldenthread.rulebook.sampling import draw
from goldenthread.ui.words import day
from tests.building.access import person_who_signs_in, sealed
from tests.building.front_door import child_at
from tests.building.improvement import PDF, a_document, workspace_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def director():
    return person_who_signs_in(Role.DIRECTOR)


@pytest.fixture
def inspector():
    return person_who_signs_in(Role.INSPECTOR)


def test_an_inspector_writes_nothing_and_reads_no_child_who_was_not_chosen():
    for act in ACTS.values():
        for grant in act.grants:
            if grant.role == Role.INSPECTOR:
                assert not act.writes or act.key == "account.sign_in", act.key
                assert act.subject is Subject.NOBODY or grant.where is Where.CHOSEN, act.key


def test_a_workspace_opens_the_chosen_child_until_its_last_day(director, inspector, now):
    chosen, other = child_at("allocated").child, child_at("allocated").child
    workspace_for({chosen: "Long plan"}, inspector=inspector, by=director, at=now, days=3)
    assert decide(inspector, "child.read", chosen, at=now + timedelta(days=3)).allowed
    assert not decide(inspector, "child.read", chosen, at=now + timedelta(days=4)).allowed
    assert not decide(inspector, "child.read", other, at=now).allowed


def test_a_child_who_is_sealed_stays_closed_to_the_inspector(director, inspector, now):
    chosen = child_at("allocated").child
    workspace_for({chosen: "Long plan"}, inspector=inspector, by=director, at=now)
    sealed(chosen)
    assert not decide(inspector, "child.read", chosen, at=now).allowed
    (shown,) = workspaces(reader=inspector, at=now)
    assert [one.name for one in shown.children] == [""]
    with pytest.raises(Refused, match="whom you may choose"):
        workspace_for({chosen: "Again"}, inspector=inspector, by=director, at=now)


def test_ending_one_workspace_leaves_what_another_opens(director, inspector, now):
    both, one = child_at("allocated").child, child_at("allocated").child
    first = workspace_for({both: "Plan", one: "Plan"}, inspector=inspector, by=director, at=now, days=20)
    workspace_for({both: "Visits"}, inspector=inspector, by=director, at=now, days=5)
    end_workspace(workspace=first, because="The visit is over.", by=director, at=now)
    assert decide(inspector, "child.read", both, at=now + timedelta(days=5)).allowed
    assert not decide(inspector, "child.read", both, at=now + timedelta(days=6)).allowed
    assert not decide(inspector, "child.read", one, at=now).allowed


def test_children_are_drawn_by_a_seed_that_anybody_may_draw_with_again(director, inspector, now):
    chosen, closed, *others = (child_at("allocated").child for _ in range(5))
    key = workspace_for({chosen: "Long plan"}, inspector=inspector, by=director, at=now)
    sealed(closed)
    assert draw_children(workspace=key, among="open", wanted=2, seed="2026-11", by=director, at=now) == 3
    drawn = draw("2026-11", others, 2)
    (shown,) = workspaces(reader=director, at=now)
    assert [one.key for one in shown.children] == [chosen, *sorted(drawn)]
    assert f"Drawn at random from 3 on {day(now)}, seed 2026-11: children with an open case" in shown.children[1].why
    assert decide(inspector, "child.read", drawn[0], at=now).allowed
    kept = LedgerEntry.objects.filter(act="workspace.open", child=None).latest("at").detail
    assert (kept["drawn"], kept["drawn_from"], kept["seed"]) == (drawn, 3, "2026-11")
    with pytest.raises(Refused, match="There is 1 child to draw from, and you asked for 2"):
        draw_children(workspace=key, among="open", wanted=2, seed="2026-11", by=director, at=now)
    with pytest.raises(Refused) as refused:
        draw_children(workspace=key, among="anybody", wanted=0, seed=" ", by=director, at=now)
    assert {field for field, _ in refused.value.problems} == {"among", "wanted", "seed"}


def test_children_are_found_by_name_birth_and_number_and_chosen_with_a_reason(director, inspector, now, client):
    placed = child_at("allocated")
    other, closed = child_at("allocated").child, child_at("allocated").child
    sealed(closed)
    key = workspace_for({other: "Long plan"}, inspector=inspector, by=director, at=now)
    person = Person.objects.get(pk=placed.child)
    Person.objects.filter(pk=person.pk).update(la_child_id="902104")
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/readiness/workspaces/{key}/"
    name = f"{person.given_names} {person.family_name}"
    for q in (name, f"{person.family_name} {person.born_on:%d/%m/%Y}", "902104"):
        shown = client.get(page, {"q": q}).text
        assert f'type="checkbox" value="{placed.child}"' in shown, q
        assert f'type="checkbox" value="{other}"' not in shown
        assert f'type="checkbox" value="{closed}"' not in shown
    typed = {"form": "search", "q": "902104", "child": placed.child}
    unsaid = client.post(f"{page}children/", typed | {"why": ""})
    assert unsaid.status_code == 422
    assert "Say why each child was chosen" in unsaid.text
    assert f'value="{placed.child}" checked' in unsaid.text
    assert client.post(f"{page}children/", {"form": "search", "q": "902104", "why": "Plan"}).status_code == 422
    assert client.post(f"{page}children/", typed | {"why": "Plan over 18 months"}).status_code == 302
    assert decide(inspector, "child.read", placed.child, at=now).allowed
    assert client.get(page, {"q": "902104"}).text.count("chosen already") == 1


def test_what_inspectors_looked_at_is_found_however_much_they_read_after(director, inspector, now):
    began = now - timedelta(days=20)
    chosen = child_at("allocated").child
    key = workspace_for({chosen: "Long plan"}, inspector=inspector, by=director, at=began, days=3)
    for days in (-1, 1, 2, 10, 11, 12):
        record(act="child.read", by=inspector, at=began + timedelta(days=days), child=chosen, right="chosen")
    (shown,) = [one for one in workspaces(reader=director, at=now) if one.key == key]
    seen = looks_in(shown, reader=director, at=now, most=2)
    assert [at for at, *_ in seen] == [began + timedelta(days=2), began + timedelta(days=1)]
    ended = now - timedelta(days=1)
    other = workspace_for({chosen: "Long plan"}, inspector=inspector, by=director, at=now - timedelta(days=2))
    for at in (ended, ended + timedelta(minutes=1)):
        record(act="child.read", by=inspector, at=at, child=chosen, right="chosen")
    end_workspace(workspace=other, because="The visit is over.", by=director, at=ended)
    (shown,) = [one for one in workspaces(reader=director, at=now) if one.key == other]
    assert [at for at, *_ in looks_in(shown, reader=director, at=now, most=2)] == [ended]


def test_a_pack_holds_the_plan_and_what_happened(director, now):
    placed = child_at("allocated")
    pack = case_pack(placed.child, reader=director, at=now)
    assert pack["name"]
    assert pack["chronology"]
    assert not pack["stopped"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "not empty"),
        (b"MZ\x90\x00\x03", "no document that the library keeps"),
        (b"<html><script>alert(1)</script>", "no document that the library keeps"),
        (b"PK\x03\x04broken", "no document that the library keeps"),
    ],
)
def test_a_file_is_taken_for_what_is_in_it(director, now, file, why):
    said = DocumentSaid("Report", "report", "What audits found.", director.pk, now.date())
    with pytest.raises(Refused, match=why):
        add_evidence(said=said, file=file, file_name="report.pdf", by=director, at=now)


def test_a_document_with_a_program_in_it_is_refused(director, now):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("[Content_Types].xml", "x")
        made.writestr("word/vbaProject.bin", "x")
    said = DocumentSaid("Report", "report", "What audits found.", director.pk, now.date())
    with pytest.raises(Refused, match="holds a program"):
        add_evidence(said=said, file=packed.getvalue(), file_name="report.docx", by=director, at=now)


def test_versions_are_kept_and_inspectors_see_what_is_shared(director, inspector, now):
    shared = a_document(director, at=now, title="Framework")
    kept = a_document(director, at=now, title="Workforce", shared=False)
    newer = {"changed": "New thresholds", "expires_on": now.date(), "by": director, "at": now}
    with pytest.raises(Refused, match="same file as version 1"):
        add_evidence_version(item=shared, file=PDF, file_name="a.pdf", **newer)
    add_evidence_version(item=shared, file=PDF + b"%2", file_name="a.pdf", **newer)
    found = document(shared, reader=director, at=now)
    assert [one.number for one in found.versions] == [2, 1]
    assert file_of(found.versions[1].key, reader=director, at=now)[2].read_bytes() == PDF
    assert [one.key for one in documents(reader=inspector, at=now)] == [shared]
    assert document(kept, reader=inspector, at=now) is None
    assert document(shared, reader=director, at=now + timedelta(days=2)).state == "expired"


def test_a_self_evaluation_is_signed_whole_and_kept_as_it_stood(director, inspector, now):
    key = start_self_evaluation(title="Self-evaluation 2026", by=director, at=now)
    with pytest.raises(Refused, match="How do we know it"):
        sign_self_evaluation(evaluation=key, by=director, at=now)
    answers = dict.fromkeys(("known", "how", "next"), "Audits, visits and children’s words say so.")
    write_self_evaluation(evaluation=key, answers=answers, by=director, at=now)
    assert evaluation_shown(key, reader=inspector, at=now) is None
    sign_self_evaluation(evaluation=key, by=director, at=now)
    a_document(director, at=now)
    assert evaluation_shown(key, reader=inspector, at=now).facts["documents"] == []
    with pytest.raises(Refused, match="changes no more"):
        write_self_evaluation(evaluation=key, answers=answers, by=director, at=now)
