"""Row-level security as migration operations: the second wall behind `visible_to(member)`.

A protected table has RLS and FORCE, one policy per command for the runtime role, one that lets the owner (who
migrates, and whom no request ever runs as) work, and those by which an erasure finds and ends what is somebody's.
Conditions are SQL over the row and these functions:
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
ERASING = "app_purpose() = 'erase'"  # the jobs that carry out erasures and retention, see rights/
COMMANDS = ("select", "insert", "update", "delete")
ERASE = ("select", "update", "delete")
SETTING = re.compile(r"(?<!SELECT )\bapp_\w+\([^()]*\)")


EVERYWHERE = """DO $do$ DECLARE protected regclass; BEGIN
  FOR protected IN SELECT oid FROM pg_class c WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
    AND relname <> 'audit_entry'
    AND NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = c.oid AND polname = 'erase_select')
  LOOP
    EXECUTE format($$CREATE POLICY erase_select ON %s FOR SELECT USING ((SELECT app_purpose()) = 'erase')$$, protected);
    EXECUTE format($$CREATE POLICY erase_update ON %s FOR UPDATE USING ((SELECT app_purpose()) = 'erase')
      WITH CHECK ((SELECT app_purpose()) = 'erase')$$, protected);
    EXECUTE format($$CREATE POLICY erase_delete ON %s FOR DELETE USING ((SELECT app_purpose()) = 'erase')$$, protected);
  END LOOP;
END $do$"""


def functions() -> migrations.RunSQL:
    """The functions that policies are written with."""
    return migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)


def protect(
    table: str, *, select: str, insert: str = "", update: str = "", delete: str = "", append_only: bool = False
) -> migrations.RunSQL:
    """Protect a table. A command without a condition is refused for everyone but the owner.

    An update must meet its condition before and after the change. An `append_only` table is closed to erasures too: it
    must hold nothing but random ids.
    """
    conditions = dict(zip(COMMANDS, (select, insert, update, delete), strict=True))
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY owner_all ON "{table}" TO CURRENT_USER USING (true) WITH CHECK (true)',
        *(_policy(table, command, condition or "false") for command, condition in conditions.items()),
        *(_policy(table, command, ERASING, name=f"erase_{command}") for command in (() if append_only else ERASE)),
    ]
    return migrations.RunSQL(";\n".join(statements), ";\n".join(_undo(table)))


def replace(table: str, **conditions: str) -> migrations.RunSQL:
    """Give commands of a protected table new conditions."""
    statements = []
    for command, condition in conditions.items():
        statements += [f'DROP POLICY "{command}_rows" ON "{table}"', _policy(table, command, condition)]
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)


def erasable() -> migrations.RunSQL:
    """Let the purpose 'erase' reach the tables that were protected before there was such a purpose."""
    return migrations.RunSQL(EVERYWHERE, migrations.RunSQL.noop)


def _policy(table: str, command: str, condition: str, *, name: str = "") -> str:
    condition = SETTING.sub(r"(SELECT \g<0>)", condition)  # read once a query instead of once a row
    parts = {
        "select": f"USING ({condition})",
        "insert": f"WITH CHECK ({condition})",
        "update": f"USING ({condition}) WITH CHECK ({condition})",
        "delete": f"USING ({condition})",
    }
    return f'CREATE POLICY "{name or command + "_rows"}" ON "{table}" FOR {command.upper()} {parts[command]}'


def _names() -> list[str]:
    return ["owner_all", *(f"{command}_rows" for command in COMMANDS), *(f"erase_{command}" for command in ERASE)]


def _undo(table: str) -> list[str]:
    return [
        *(f'DROP POLICY IF EXISTS "{name}" ON "{table}"' for name in _names()),
        f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
    ]
