"""Which database the application uses, in which role, and what the serving role may do there.

`DATABASE_URL` names a PostgreSQL 15 or newer; without it the embedded server is started in the data folder.
Pages are served in a role that cannot alter the ledger or the history; migrations run in the role that owns
the tables (`DATABASE_OWNER_URL`, where it differs). `GOLDENTHREAD_DATABASE_ROLE` says which is meant: `owner`
or `app`.
"""

import os
from typing import TYPE_CHECKING, Any, LiteralString
from urllib.parse import parse_qsl, unquote, urlsplit

from goldenthread.config import embedded
from goldenthread.config.home import home

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["DatabaseAddressRefused", "apply_grants", "database_settings", "home", "parsed_address"]

ENGINE = "django.db.backends.postgresql"
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}

# The application may add to these and read them, and nothing else. History tables are added by what they are.
APPEND_ONLY = ("access_ledgerentry",)
# The application may only read these: the database writes the first, migrations the second.
READ_ONLY = ("access_ledgerhead", "django_migrations")


class DatabaseAddressRefused(Exception):
    """`DATABASE_URL` or `DATABASE_OWNER_URL` cannot be used. The message never repeats the address."""


def database_settings() -> dict[str, Any]:
    """The default entry of Django's `DATABASES`. Starts the embedded server when `DATABASE_URL` is not set.

    Raises:
        DatabaseAddressRefused: an address is not a PostgreSQL one, or the role is neither `owner` nor `app`.
        embedded.PostgresUnavailable: the embedded server does not start.
    """
    role = os.environ.get("GOLDENTHREAD_DATABASE_ROLE", "owner")
    if role not in ("owner", "app"):
        raise DatabaseAddressRefused("GOLDENTHREAD_DATABASE_ROLE is either owner or app.")
    address = os.environ.get("DATABASE_URL")
    if address:
        owner_address = os.environ.get("DATABASE_OWNER_URL")
        if role == "owner" and owner_address:
            settings = parsed_address(owner_address, "DATABASE_OWNER_URL")
        else:
            settings = parsed_address(address)
    else:
        server = embedded.ensure_running()
        settings = {
            "ENGINE": ENGINE,
            "NAME": os.environ.get("GOLDENTHREAD_DATABASE", embedded.DATABASE),
            "USER": embedded.APPLICATION if role == "app" else embedded.OWNER,
            "PASSWORD": "",
            "HOST": str(server.socket_dir),
            "PORT": str(server.port),
            "OPTIONS": {},
        }
    if role == "app":
        settings["OPTIONS"]["pool"] = dict(POOL)
    return settings


def parsed_address(address: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """One entry of `DATABASES` from `postgresql://user:password@host:5432/name?sslmode=require`.

    Percent signs are decoded. What follows the question mark is passed to the driver; `host` there may name
    a folder of sockets.

    Args:
        address: the address.
        name: the variable it came from, for the message.

    Raises:
        DatabaseAddressRefused: it is not a PostgreSQL address, or names no database.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
        options: dict[str, Any] = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise DatabaseAddressRefused(f"{name} cannot be read as an address.") from None  # the error repeats the address
    if parts.scheme not in ("postgres", "postgresql"):
        raise DatabaseAddressRefused(f"{name} must begin with postgresql://.")
    database = unquote(parts.path.lstrip("/"))
    if not database or "/" in database:
        raise DatabaseAddressRefused(f"{name} must end with the name of one database.")
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": ENGINE,
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", None) or port or ""),
        "OPTIONS": options,
    }


def serving_role() -> str:
    """The database role that serves the pages: the one that `apply_grants` grants to."""
    address, owner_address = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if address and owner_address:
        return parsed_address(address)["USER"]
    return embedded.APPLICATION


def apply_grants(connection: "BaseDatabaseWrapper") -> str | None:
    """Give the serving role its rights on every table, less those that would let it alter what must stand.

    To be called by the owner after each migration; calling again changes nothing.

    Args:
        connection: Django's connection, in the owner's role.

    Returns:
        `None`, or the sentence that says why nothing was granted.
    """
    from django.db import ProgrammingError, transaction
    from psycopg import sql

    role = serving_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        owner, exists = cursor.fetchone()
        if owner == role:
            return (
                f"The tables belong to the role {role} that serves the pages, so the database cannot keep it "
                "from altering the ledger. Set DATABASE_OWNER_URL to an owner of its own."
            )
        if not exists:
            try:
                with transaction.atomic(using=connection.alias):
                    cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
                    cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
            except ProgrammingError:
                return (
                    f"The role {role} does not exist and {owner} may not make it, so the database does not keep "
                    "the application from altering the ledger. Make the role and set DATABASE_OWNER_URL."
                )
        present = set(connection.introspection.table_names(cursor))
        append_only = [name for name in (*APPEND_ONLY, *_history_tables()) if name in present]
        read_only = [name for name in READ_ONLY if name in present]
        with transaction.atomic(using=connection.alias):
            statements: tuple[tuple[LiteralString, list[str] | None], ...] = (
                ("GRANT USAGE ON SCHEMA public TO {role}", None),
                ("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", None),
                ("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}", None),
                ("REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {role}", append_only),
                ("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {tables} FROM {role}", read_only),
            )
            for statement, tables in statements:
                if tables is None or tables:
                    listed = sql.SQL(", ").join(sql.Identifier("public", name) for name in tables or ())
                    cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role), tables=listed))
    return None


def _history_tables() -> list[str]:
    """The tables in which the database keeps former states of rows, found by kind and not by name."""
    from django.apps import apps
    from pghistory.models import Event

    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Event))
