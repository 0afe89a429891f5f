"""Which database is used, and in which role."""

import pytest

from goldenthread.config.postgres import DatabaseAddressRefused, database_settings, parsed_address, serving_role


def test_an_address_is_read_whole():
    entry = parsed_address("postgresql://ann%40council:p%2Fw%3A%23@db.example:5433/record?sslmode=verify-full&x=%20y")
    assert entry["USER"] == "ann@council"
    assert entry["PASSWORD"] == "p/w:#"
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "5433", "record")
    assert entry["OPTIONS"] == {"sslmode": "verify-full", "x": " y"}


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("postgres:///record?host=/var/run/postgresql", "/var/run/postgresql", ""),
        ("postgres://%2Fvar%2Frun%2Fpostgresql/record", "/var/run/postgresql", ""),
        ("postgres://[::1]:6000/record", "::1", "6000"),
        ("postgres:///record?host=/srv/sockets&port=6001", "/srv/sockets", "6001"),
        ("postgresql:///record", "", ""),
    ],
)
def test_a_host_may_be_a_folder_of_sockets(address, host, port):
    entry = parsed_address(address)
    assert (entry["HOST"].lower(), entry["PORT"], entry["OPTIONS"]) == (host, port, {})


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:hidden-word@h/record",
        "postgresql://u:hidden-word@h",
        "postgresql://u:hidden-word@h/",
        "postgresql://u:hidden-word@h/a/b",
        "postgresql://u:hidden-word@h:port/record",
        "postgresql://u:hidden-word@h/record?sslmode",
        "postgresql://u:hidden-word@[h/record",
        "hidden-word",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(address):
    with pytest.raises(DatabaseAddressRefused) as refused:
        parsed_address(address, "DATABASE_OWNER_URL")
    assert "DATABASE_OWNER_URL" in str(refused.value)
    assert "hidden-word" not in str(refused.value)
    assert refused.value.__context__ is None or refused.value.__suppress_context__


def test_the_owner_migrates_and_the_application_serves(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/record")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/record")
    monkeypatch.delenv("GOLDENTHREAD_DATABASE_ROLE", raising=False)
    assert database_settings()["USER"] == "owner"
    assert "pool" not in database_settings()["OPTIONS"]
    monkeypatch.setenv("GOLDENTHREAD_DATABASE_ROLE", "app")
    assert database_settings()["USER"] == "app"
    assert database_settings()["OPTIONS"]["pool"]["max_size"] >= 4
    assert serving_role() == "app"


def test_an_unknown_role_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/record")
    monkeypatch.setenv("GOLDENTHREAD_DATABASE_ROLE", "superuser")
    with pytest.raises(DatabaseAddressRefused, match="owner or app"):
        database_settings()


@pytest.mark.django_db
def test_grants_may_be_applied_again():
    from django.db import connection

    from goldenthread.config.postgres import apply_grants

    assert apply_grants(connection) is None
    assert apply_grants(connection) is None


@pytest.mark.django_db
def test_the_role_that_owns_the_tables_is_told_it_cannot_be_kept_from_them(monkeypatch):
    from django.db import connection

    from goldenthread.config.postgres import apply_grants

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{owner}@db/record")
    monkeypatch.setenv("DATABASE_OWNER_URL", f"postgresql://{owner}@db/record")
    assert "DATABASE_OWNER_URL" in (apply_grants(connection) or "")
