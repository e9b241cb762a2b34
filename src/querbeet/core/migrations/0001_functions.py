"""The functions row-level policies are written with, and text search that knows umlauts."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from querbeet.core import rls

SEARCH = """
CREATE TEXT SEARCH CONFIGURATION german_plain (COPY = german);
ALTER TEXT SEARCH CONFIGURATION german_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, german_stem;
CREATE TEXT SEARCH CONFIGURATION english_plain (COPY = english);
ALTER TEXT SEARCH CONFIGURATION english_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE FUNCTION f_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, $1) $$;
"""
UNDO = "DROP FUNCTION f_unaccent(text); DROP TEXT SEARCH CONFIGURATION german_plain, english_plain"


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        rls.functions(),
        migrations.RunSQL(SEARCH, UNDO),
    ]
