"""The product as it is served: in the role of service, to a real browser."""

import psycopg
import pytest


def test_the_sign_in_page_is_served_and_accessible(page, axe, fits_its_width):
    response = page.goto("/account/login/")
    assert response.status == 200
    assert "content-security-policy" in response.headers
    axe(page)
    fits_its_width(page)


def test_the_sign_in_page_fits_a_phone(phone_page, axe, fits_its_width):
    phone_page.goto("/account/login/")
    axe(phone_page)
    fits_its_width(phone_page)


def test_the_sign_in_page_works_without_script(plain_page):
    plain_page.goto("/account/login/")
    assert plain_page.locator("form button").count() >= 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_ledgerentry SET act = 'other'",
        "DELETE FROM access_ledgerentry",
        "TRUNCATE access_ledgerentry",
        "UPDATE access_ledgerhead SET number = 0",
        "INSERT INTO access_ledgerhead (id, number, hash) VALUES (1, 0, '')",
        "DELETE FROM people_personevent",
        "DELETE FROM django_migrations",
        "CREATE TABLE ours (id integer)",
    ],
)
def test_the_serving_role_cannot_alter_what_must_stand(statement):
    from django.db import connection, transaction
    from django.db.utils import ProgrammingError

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            cursor.execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_the_serving_role_adds_to_the_ledger_through_the_database_alone():
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")
        cursor.execute("SELECT ledger_add(now(), NULL, 'sign_in', NULL, '', '', '', '{}')")
        cursor.execute("SELECT count(*) FROM access_ledgerentry")
        assert cursor.fetchone() == (1,)
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_no_connection_is_left_open_for_the_workers_to_share(monkeypatch):
    """The workers are copies of the process that looks at the database first."""
    import django.db

    from goldenthread.config.serving import refuse_unmigrated

    pooled = django.db.connection.copy()
    pooled.settings_dict["OPTIONS"] = pooled.settings_dict.get("OPTIONS", {}) | {"pool": {"min_size": 1, "max_size": 2}}
    monkeypatch.setattr(django.db, "connection", pooled)
    refuse_unmigrated()
    assert pooled.alias not in pooled._connection_pools
    assert pooled.connection is None
