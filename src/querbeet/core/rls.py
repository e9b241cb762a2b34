"""Row-level security as migration operations: the second wall behind `visible_to(member)`.

A protected table has RLS and FORCE, one policy per command for the runtime role, and one that lets the owner
(who migrates, and whom no request ever runs as) work. Conditions are SQL over the row and these functions:
app_account(), app_member(), app_community() (uuid or NULL), app_is('coordinator'), app_purpose().
"""

import re

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.account', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_member() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.member', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_community() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.community', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.purpose', true), '') $$;
CREATE OR REPLACE FUNCTION app_invitation() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.invitation', true), '') $$;
CREATE OR REPLACE FUNCTION app_session() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.session', true), '') $$;
CREATE OR REPLACE FUNCTION app_is(role text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT role = ANY(string_to_array(coalesce(current_setting('app.roles', true), ''), ',')) $$;
"""
COMMANDS = ("select", "insert", "update", "delete")
SETTING = re.compile(r"(?<!SELECT )\bapp_\w+\([^()]*\)")


def functions() -> migrations.RunSQL:
    """The functions that policies are written with."""
    return migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)


def protect(table: str, *, select: str, insert: str = "", update: str = "", delete: str = "") -> migrations.RunSQL:
    """Protect a table. A command without a condition is refused for everyone but the owner.

    An update must meet its condition before and after the change.
    """
    conditions = dict(zip(COMMANDS, (select, insert, update, delete), strict=True))
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY owner_all ON "{table}" TO CURRENT_USER USING (true) WITH CHECK (true)',
        *(_policy(table, command, condition or "false") for command, condition in conditions.items()),
    ]
    return migrations.RunSQL(";\n".join(statements), ";\n".join(_undo(table)))


def replace(table: str, **conditions: str) -> migrations.RunSQL:
    """Give commands of a protected table new conditions."""
    statements = []
    for command, condition in conditions.items():
        statements += [f'DROP POLICY "{command}_rows" ON "{table}"', _policy(table, command, condition)]
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)


def _policy(table: str, command: str, condition: str) -> str:
    condition = SETTING.sub(r"(SELECT \g<0>)", condition)  # read once a query instead of once a row
    parts = {
        "select": f"USING ({condition})",
        "insert": f"WITH CHECK ({condition})",
        "update": f"USING ({condition}) WITH CHECK ({condition})",
        "delete": f"USING ({condition})",
    }
    return f'CREATE POLICY "{command}_rows" ON "{table}" FOR {command.upper()} {parts[command]}'


def _undo(table: str) -> list[str]:
    return [
        *(f'DROP POLICY "{name}" ON "{table}"' for name in ("owner_all", *(f"{c}_rows" for c in COMMANDS))),
        f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    ]
