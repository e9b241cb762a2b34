"""A database with its two roles: an owner who migrates, and a runtime role that owns nothing."""

from dataclasses import replace

import psycopg
from psycopg import sql

from querbeet.config import environment as env
from querbeet.config.running.postgres import Postgres

OWNER, RUNTIME, DATABASE = "querbeet_owner", "querbeet_runtime", "querbeet"


def embedded(server: Postgres, database: str = DATABASE) -> tuple[env.DatabaseUrl, env.DatabaseUrl]:
    """Make roles and database on our own server; returns the addresses of owner and runtime role."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for role in (OWNER, RUNTIME):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            names = sql.Identifier(database), sql.Identifier(OWNER)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
    with psycopg.connect(server.url(database=database), autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    return tuple(env.DatabaseUrl.parse(server.url(role, database)) for role in (OWNER, RUNTIME))  # type: ignore[return-value]


def external(owner_url: str, runtime_url: str = "") -> tuple[env.DatabaseUrl, env.DatabaseUrl]:
    """Use somebody's server: DATABASE_URL is the owner, DATABASE_RUNTIME_URL the runtime role.

    Without the latter the role is made, if the owner may make roles; its password is kept in the keys folder.
    """
    owner = env.DatabaseUrl.parse(owner_url)
    if runtime_url:
        return owner, env.DatabaseUrl.parse(runtime_url, "DATABASE_RUNTIME_URL")
    runtime = replace(owner, user=f"{owner.name}_runtime", password=env.secret("runtime-password"))
    role = sql.Identifier(runtime.user)
    try:
        with psycopg.connect(**owner.psycopg(), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [runtime.user]).fetchone()
            verb = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}")
            connection.execute(verb.format(role, sql.Literal(runtime.password)))
    except psycopg.errors.InsufficientPrivilege:
        raise env.WrongSetting(
            "DATABASE_URL",
            "its role may not make the runtime role, which must own nothing.",
            f"Let an administrator run: CREATE ROLE {runtime.user} LOGIN PASSWORD '...'; and set DATABASE_RUNTIME_URL.",
        ) from None
    except psycopg.OperationalError as problem:
        raise env.WrongSetting(
            "DATABASE_URL", f"no connection: {str(problem).strip()}.", "Is the server running?"
        ) from None
    return owner, runtime


def grant(owner: env.DatabaseUrl, runtime_role: str) -> None:
    """After migrating: the runtime role may work with rows, and only add to the audit record."""
    role = sql.Identifier(runtime_role)
    with psycopg.connect(**owner.psycopg()) as connection:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
            "REVOKE UPDATE, DELETE ON audit_entry FROM {}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
        ):
            connection.execute(sql.SQL(statement).format(role))
