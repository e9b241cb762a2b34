"""PostgreSQL: its safety settings, the runtime role, and row-level security."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from querbeet.config.doctor.findings import Finding

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
ROLE = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
OWNED = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relnamespace = 'public'::regnamespace"
WALLS = """SELECT relname FROM pg_class
    WHERE relrowsecurity AND relforcerowsecurity AND relnamespace = 'public'::regnamespace"""
MEMBER_OF = """SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    AND c.relowner <> current_user::regrole AND pg_has_role(current_user, c.relowner, 'MEMBER')"""


def findings() -> Iterator[Finding]:
    """Findings of the running connection, which must be the runtime role's."""
    yield from durability()
    yield from role()
    yield from walls()


def durability() -> Iterator[Finding]:
    """What was acknowledged must survive a crash, and no statement may end in a log."""
    for name, safe in SAFE.items():
        if (value := _one(f"SHOW {name}")) not in (safe, "remote_apply", "remote_write"):
            yield Finding(f"PostgreSQL runs with {name}={value}: saved things can be lost.", f"Set {name}={safe}.")
    if (value := _one("SHOW log_statement")) != "none":
        yield Finding(
            f"PostgreSQL logs statements ({value}), and with them what people wrote.", "Set log_statement=none."
        )


def role() -> Iterator[Finding]:
    """The role that serves requests must own nothing and be able to become nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        powers = cursor.fetchone()
    if any(powers):
        yield Finding(
            "The runtime role has special powers.", "ALTER ROLE ... NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;"
        )
    if _one(OWNED):
        yield Finding("The runtime role owns tables.", "Give DATABASE_RUNTIME_URL a role of its own.")
    if _one(MEMBER_OF):
        yield Finding("The runtime role can become the owner.", "REVOKE the owner role from it.")


def walls() -> Iterator[Finding]:
    """Each table with personal fields has row-level security that holds for its owner too."""
    with connection.cursor() as cursor:
        cursor.execute(WALLS)
        walled = {name for (name,) in cursor.fetchall()}
    for model in apps.get_models():
        if getattr(model, "PERSONAL", None) and model._meta.db_table not in walled:
            yield Finding(f"{model._meta.db_table} has no row-level security.", "Run: querbeet migrate")


def _one(query: str):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
