"""Names as people search for them: no capitals, no accents. The column changes and goes with the name it is made of.

Django does not know it: as a field it would be read back after each insert, and who comes in may not read their row yet.
"""

from django.db import migrations

ADD = """ALTER TABLE communities_member ADD COLUMN plain_name text
    GENERATED ALWAYS AS (lower(f_unaccent(display_name))) STORED"""
DROP = "ALTER TABLE communities_member DROP COLUMN plain_name"


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_policies"), ("core", "0001_functions")]
    operations = [migrations.RunSQL(ADD, DROP)]
