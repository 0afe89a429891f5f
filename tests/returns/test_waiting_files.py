"""Loading in the background: what a page keeps, what a worker does with it, and what a broken worker leaves."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.access.public import User
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.operations import waiting_files
from goldenthread.returns.pages import load as pages
from goldenthread.returns.public import (
    JOB,
    AnotherLoad,
    NotACensus,
    forget_files_left_behind,
    load_waiting_file,
    loads,
    queue_cin_census,
    waiting_file,
)
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.returns.census import a_census, a_child

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A data folder of the test's own."""
    settings.HOME = tmp_path / "home"
    yield settings.HOME


def kept() -> list[Path]:
    return sorted(waiting_files.folder().glob("*"))


def queued(path: Path, *children: str, by: User | None = None) -> int:
    written = a_census(path, *(children or (a_child(),))).read_bytes()
    by = by or person_who_signs_in(Role.ANALYST)
    return queue_cin_census([written[:20], written[20:]], size=len(written), file_name="march.xml", by=by, at=AT)


def state(key: int) -> str:
    found = waiting_file(key)
    assert found is not None
    return found.state


def notices(person: User) -> list[tuple[str, str]]:
    rows = apps.get_model("access.Notice").objects.filter(to=person).order_by("pk")
    return [(row.kind, row.words) for row in rows]


def test_a_file_is_kept_for_the_server_alone_until_it_is_loaded(tmp_path: Path) -> None:
    analyst = person_who_signs_in(Role.ANALYST)
    key = queued(tmp_path, a_child("A1"), a_child("B2", Sex="X"), by=analyst)
    assert state(key) == "queued"
    (file,) = kept()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    job = ProcrastinateJob.objects.get(task_name=JOB)
    assert (job.args, job.status, job.lock) == ({"file": key}, "todo", JOB)
    assert load_waiting_file(file=key, at=AT) == "done"
    assert kept() == []
    found = waiting_file(key)
    assert found is not None and (found.state, found.read, found.attempts) == ("done", found.size, 1)
    (load,) = loads()
    assert (load.key, load.file_name, load.counts["created"]) == (found.load, "march.xml", 1)
    assert load.counts["rejected_count"] == 1
    assert notices(analyst) == [("file_loaded", "march.xml was loaded: 1 child.")]
    entries = apps.get_model("access.LedgerEntry").objects.filter(act="file.load").order_by("number")
    assert [(one.actor, one.subject) for one in entries] == [
        (analyst.pk, f"waiting_file:{key}"),
        (analyst.pk, f"load:{load.key}"),
    ]


def test_done_twice_it_is_loaded_once(tmp_path: Path) -> None:
    key = queued(tmp_path)
    assert [load_waiting_file(file=key, at=AT) for _ in range(2)] == ["done", "done"]
    assert len(loads()) == 1
    assert load_waiting_file(file=key + 99, at=AT) == "gone"


def test_what_is_no_census_is_refused_at_once() -> None:
    analyst = person_who_signs_in(Role.ANALYST)
    with pytest.raises(NotACensus, match="not an XML file"):
        queue_cin_census([b"LAchildID,Sex\n"], size=14, file_name="x", by=analyst, at=AT)
    assert kept() == [] and not ProcrastinateJob.objects.exists()


def test_a_file_that_breaks_off_is_refused_by_the_worker(tmp_path: Path) -> None:
    analyst = person_who_signs_in(Role.ANALYST)
    written = a_census(tmp_path, *(a_child(f"A{n}") for n in range(600))).read_bytes()[:-100]
    key = queue_cin_census([written], size=len(written), file_name="march.xml", by=analyst, at=AT)
    assert load_waiting_file(file=key, at=AT) == "refused"
    found = waiting_file(key)
    assert found is not None and "stops being XML at line" in found.why
    assert kept() == [] and loads() == ()
    assert not apps.get_model("people.Person").objects.exists()
    assert notices(analyst) == [("file_not_loaded", "march.xml was not loaded.")]


def test_somebody_who_may_no_longer_load(tmp_path: Path) -> None:
    analyst = person_who_signs_in(Role.ANALYST)
    key = queued(tmp_path, by=analyst)
    User.objects.filter(pk=analyst.pk).update(role=Role.SOCIAL_WORKER)
    assert load_waiting_file(file=key, at=AT) == "refused"
    assert kept() == [] and loads() == ()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    key = queued(tmp_path)
    kept()[0].unlink()
    assert load_waiting_file(file=key, at=AT) == "refused"
    found = waiting_file(key)
    assert found is not None and found.why == "The file is no longer on the server. Send it again."


def test_no_room_on_the_disk(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no room"):
        queue_cin_census([], size=10**18, file_name="x", by=person_who_signs_in(Role.ANALYST), at=AT)
    assert kept() == []


def test_files_left_behind_go(tmp_path: Path) -> None:
    waits = queued(tmp_path)
    left = waiting_files.folder() / "left.xml"
    left.write_text("<Message/>")
    assert forget_files_left_behind(before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert forget_files_left_behind(before=datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert not left.exists() and len(kept()) == 1
    assert load_waiting_file(file=waits, at=AT) == "done"


def test_tables_that_a_killed_worker_was_reading_go(home: Path) -> None:
    """They are children's, and a worker that is killed cannot take them away."""
    left = [home / "unpacked-abc" / "0" / "tables", home / "reading-abc"]
    for folder in (*left, home / "files"):
        folder.mkdir(parents=True)
        (folder / "ssd_person.csv").write_text("pers_person_id\nP1\n")
    assert forget_files_left_behind(before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert forget_files_left_behind(before=datetime.now(UTC) + timedelta(minutes=1)) == 2
    assert sorted(path.name for path in home.iterdir()) == ["files", "uploads"]


# --- what is broken off


@pytest.mark.django_db(transaction=True)
def test_it_waits_while_another_file_is_loaded(tmp_path: Path) -> None:
    key = queued(tmp_path)
    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"],
        port=values["PORT"],
        user=values["USER"],
        password=values["PASSWORD"],
        dbname=values["NAME"],
    ) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('goldenthread file.load'))")
        for _ in range(5):  # waiting is no attempt, however often
            with pytest.raises(AnotherLoad):
                load_waiting_file(file=key, at=AT)
    assert (state(key), len(kept())) == ("queued", 1)
    assert load_waiting_file(file=key, at=AT) == "done"


KILLED = """
import django, os, signal, sys
django.setup()
from datetime import UTC, datetime
from django.conf import settings
from goldenthread.returns.operations import waiting_files
settings.HOME = sys.argv[2]
told = waiting_files._Telling.tell
def tell_and_die(self, *words):
    told(self, *words)
    os.kill(os.getpid(), signal.SIGKILL)
waiting_files._Telling.tell = tell_and_die
waiting_files.load_waiting_file(file=int(sys.argv[1]), at=datetime.now(UTC))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the worker finds the test's embedded database")
def test_a_killed_worker_leaves_nothing_and_its_job_is_done_again(tmp_path: Path, home: Path) -> None:
    key = queued(tmp_path, *(a_child(f"A{n}") for n in range(600)))

    def killed() -> None:
        name = connection.settings_dict["NAME"]
        environment = os.environ | {
            "GOLDENTHREAD_DATABASE": name,
            "GOLDENTHREAD_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(key), str(home)], cwd=ROOT, env=environment, capture_output=True
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()

    killed()
    found = waiting_file(key)
    assert found is not None and (found.state, found.attempts, found.words) == ("running", 1, "500 children")
    assert 0 < found.read <= found.size
    assert loads() == () and not apps.get_model("people.Person").objects.exists()
    assert len(kept()) == 1
    assert load_waiting_file(file=key, at=AT) == "done"
    assert loads()[0].counts["created"] == 600
    # Killed again and again, it is given up, and said.
    other = queued(tmp_path, *(a_child(f"B{n}") for n in range(600)))
    key = other
    for _ in range(3):
        killed()
    assert load_waiting_file(file=other, at=AT) == "refused"
    found = waiting_file(other)
    assert found is not None and found.why.startswith("Loading was broken off 3 times")
    assert kept() == [] and len(loads()) == 1


# --- the pages


@pytest.fixture
def analyst(client: Client) -> Client:
    client.force_login(person_who_signs_in(Role.ANALYST, name="Ana Lyst"))
    return client


def test_a_large_file_is_queued_and_a_small_one_is_not(
    analyst: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGEST_UPLOAD", 1_000)

    def send(written: bytes) -> Any:
        once = analyst.get(reverse("load")).content.decode().split('name="once" value="')[1].split('"')[0]
        file = SimpleUploadedFile("march.xml", written, "text/xml")
        return analyst.post(reverse("load"), {"once": once, "file": file})

    large = a_census(tmp_path, *(a_child(f"A{n}") for n in range(5))).read_bytes()
    answer = send(large)
    key = int(answer.url.rstrip("/").rsplit("/", 1)[1])
    assert answer.url == reverse("waiting_file", args=[key]) and len(kept()) == 1
    page = analyst.get(answer.url).content.decode()
    assert "The file waits for its turn" in page and "goldenthread worker" in page and "hx-get" in page
    assert "march.xml" in analyst.get(reverse("load")).content.decode()
    load_waiting_file(file=key, at=AT)
    page = analyst.get(answer.url).content.decode()
    assert reverse("loaded_file", args=[loads()[0].key]) in page and "hx-get" not in page
    # Something else, as large, is refused on the page itself.
    answer = send(b"LAchildID,Sex\n" * 100)
    assert answer.status_code == 422 and "not an XML file" in answer.content.decode()
    assert kept() == []
    assert send(a_census(tmp_path).read_bytes()).url.startswith(f"{reverse('load')}")


def test_how_far_it_is_and_why_it_was_not_loaded(analyst: Client, tmp_path: Path) -> None:
    key = queued(tmp_path)
    rows = apps.get_model("returns.WaitingFile").objects.filter(pk=key)
    rows.update(state="running", attempts=2, read_bytes=1, words="500 children")
    page = analyst.get(reverse("waiting_file", args=[key])).content.decode()
    assert "500 children" in page and "This is attempt 2" in page and "<progress" in page
    kept()[0].unlink()
    load_waiting_file(file=key, at=AT)
    page = analyst.get(reverse("waiting_file", args=[key])).content.decode()
    assert "The file is no longer on the server" in page
    assert analyst.get(reverse("waiting_file", args=[key + 99])).status_code == 404


def test_nothing_is_kept_when_the_page_fails_after_it(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        key = queued(tmp_path)
        raise RuntimeError
    assert waiting_file(key) is None and not ProcrastinateJob.objects.exists()
    # The file itself is left, and goes in the night.
    assert forget_files_left_behind(before=datetime.now(UTC) + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ANALYST, Role.ADMINISTRATOR)])
def test_nobody_else_may(client: Client, tmp_path: Path, role: Role) -> None:
    key = queued(tmp_path)
    client.force_login(person_who_signs_in(role))
    assert client.get(reverse("waiting_file", args=[key])).status_code == 403
