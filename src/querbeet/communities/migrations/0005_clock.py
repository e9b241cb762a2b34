"""A clock may learn who coordinates, to remind them; nothing else of anybody."""

from django.db import migrations

from querbeet.core import rls

earlier = __import__("querbeet.communities.migrations.0002_policies", fromlist=["MEMBER_SEEN"])
CLOCK = """(app_purpose() = 'clock' AND app_member() IS NULL AND status = 'active'
    AND roles @> ARRAY['coordinator']::varchar[])"""


class Migration(migrations.Migration):
    dependencies = [("communities", "0004_sealed")]
    operations = [rls.replace("communities_member", select=f"{earlier.MEMBER_SEEN} OR {CLOCK}")]
